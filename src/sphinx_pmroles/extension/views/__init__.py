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
from sphinx_pmroles.extension.on_use import OnUse

if TYPE_CHECKING:
    from sphinx_pmroles.extension.domain import HandbookDomain
    from sphinx_pmroles.model.handbook import Handbook

_MODULES = "sphinx_pmroles.extension.views"

#: What fills in the computed parts of each definition, where they stand.
FILLED: OnUse[type[nodes.Element], Callable[[Handbook, Any], None]] = OnUse(
    {
        RoleNode: f"{_MODULES}.roles:show_role",
        LifecycleNode: f"{_MODULES}.lifecycles:show_lifecycle",
        StageNode: f"{_MODULES}.lifecycles:show_stage",
        ProductNode: f"{_MODULES}.products:show_product",
        ItemNode: f"{_MODULES}.roadmaps:show_item",
    }
)

#: What makes the nodes that take the place of each placeholder.
REPLACED: OnUse[
    type[nodes.Element],
    Callable[[Handbook, Any], nodes.Element | list[nodes.Element]],
] = OnUse(
    {
        MatrixNode: f"{_MODULES}.matrices:show_matrix",
        RoleListNode: f"{_MODULES}.role_lists:show_roles",
        ComparisonNode: f"{_MODULES}.comparisons:show_comparison",
        PortfolioNode: f"{_MODULES}.products:show_portfolio",
    }
)


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
        for node in list(self.document.findall(nodes.Element)):
            kind = type(node)
            if kind in FILLED:
                FILLED[kind](domain.handbook, node)
            elif kind in REPLACED:
                node.replace_self(REPLACED[kind](domain.handbook, node))
            elif isinstance(node, SignatureNode):
                node.unwrap_title()
            elif isinstance(node, RoadmapNode):
                from sphinx_pmroles.extension.views.roadmaps import show_roadmap

                settings = Settings.of(self.config)
                node.replace_self(show_roadmap(domain.handbook, node, settings))
            elif isinstance(node, ReportNode):
                from sphinx_pmroles.extension.views.reports import show_report

                answer = domain.answer(node.record)
                node.replace_self(show_report(domain.handbook, node, answer))
            elif isinstance(node, ChangeListNode):
                from sphinx_pmroles.extension.views.changes import show_changes

                changes = domain.shown_changes(node.record)
                if changes is None:
                    node.parent.remove(node)
                else:
                    node.replace_self(show_changes(node, changes))
