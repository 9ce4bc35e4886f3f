"""What the handbook says, as lists and tables of references.

A view is computed when a page is written, never when it is read: by then all pages
are known.  It only makes references; Sphinx resolves them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.nodes import (
    ChangeListNode,
    ComparisonNode,
    ItemNode,
    LifecycleNode,
    MatrixNode,
    PortfolioNode,
    ProductNode,
    ReportNode,
    RoadmapNode,
    RoleListNode,
    RoleNode,
    SignatureNode,
    StageNode,
)
from sphinx_pmroles.extension.views.changes import show_changes
from sphinx_pmroles.extension.views.comparisons import show_comparison
from sphinx_pmroles.extension.views.lifecycles import show_lifecycle, show_stage
from sphinx_pmroles.extension.views.matrices import show_matrix
from sphinx_pmroles.extension.views.products import show_portfolio, show_product
from sphinx_pmroles.extension.views.reports import show_report
from sphinx_pmroles.extension.views.roadmaps import show_item, show_roadmap
from sphinx_pmroles.extension.views.role_lists import show_roles
from sphinx_pmroles.extension.views.roles import show_role
from sphinx_pmroles.model.handbook import Handbook

if TYPE_CHECKING:
    from sphinx_pmroles.extension.domain import HandbookDomain


#: What fills in the computed parts of each definition, where they stand.
FILLED: dict[type[nodes.Element], Callable[[Handbook, Any], None]] = {
    RoleNode: show_role,
    LifecycleNode: show_lifecycle,
    StageNode: show_stage,
    ProductNode: show_product,
    ItemNode: show_item,
}

#: What makes the nodes that take the place of each placeholder.
REPLACED: dict[
    type[nodes.Element],
    Callable[[Handbook, Any], nodes.Element | list[nodes.Element]],
] = {
    MatrixNode: show_matrix,
    RoleListNode: show_roles,
    ComparisonNode: show_comparison,
    PortfolioNode: show_portfolio,
}


class ComputeViews(SphinxPostTransform):
    """Replace each placeholder by what the handbook says."""

    # Before MyST (9) and Sphinx (10) resolve references.
    default_priority = 5
    # That which takes the texts to be translated from the pages: the labels are the
    # author's, and what is computed has its words translated by us.
    builders = ("gettext",)

    def is_supported(self) -> bool:
        """Return whether the builder shows pages."""
        return not super().is_supported()

    def run(self, **_kwargs: Any) -> None:
        """Replace the placeholders of the page."""
        domain: HandbookDomain = self.env.domains["pm"]  # type: ignore[assignment]
        handbook = domain.handbook
        for node in list(self.document.findall(nodes.Element)):
            kind = type(node)
            if kind in FILLED:
                FILLED[kind](handbook, node)
            elif kind in REPLACED:
                node.replace_self(REPLACED[kind](handbook, node))
            elif isinstance(node, SignatureNode):
                node.unwrap_title()
            elif isinstance(node, RoadmapNode):
                settings = Settings.of(self.config)
                node.replace_self(show_roadmap(handbook, node, settings))
            elif isinstance(node, ReportNode):
                shown = show_report(handbook, node, domain.answer(node.record))
                node.replace_self(shown)
            elif isinstance(node, ChangeListNode):
                changes = domain.shown_changes(node.record)
                if changes is None:
                    node.parent.remove(node)
                else:
                    node.replace_self(show_changes(node, changes))
