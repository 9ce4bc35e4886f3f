"""What the handbook says, as lists and tables of references.

A view is computed when a page is written, never when it is read: by then all pages
are known.  It only makes references; Sphinx resolves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.nodes import (
    InvolvementNode,
    LifecycleNode,
    MatrixNode,
    ReportNode,
    RoadmapNode,
    RoleNode,
    SignatureNode,
)
from sphinx_pmroles.extension.views.lifecycles import show_lifecycle
from sphinx_pmroles.extension.views.matrices import show_matrix
from sphinx_pmroles.extension.views.reports import show_report
from sphinx_pmroles.extension.views.roadmaps import show_roadmap
from sphinx_pmroles.extension.views.roles import show_involvement

if TYPE_CHECKING:
    from sphinx_pmroles.extension.domain import HandbookDomain


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
            match node:
                case SignatureNode():
                    node.unwrap_title()
                case RoleNode():
                    role = node.record
                    for place in list(node.findall(InvolvementNode)):
                        involvement = handbook.involvement(role)
                        shown = show_involvement(involvement, role.place.docname)
                        place.replace_self(shown)
                case LifecycleNode():
                    show_lifecycle(handbook, node)
                case MatrixNode():
                    node.replace_self(show_matrix(handbook, node))
                case RoadmapNode():
                    settings = Settings.of(self.config)
                    node.replace_self(show_roadmap(handbook, node, settings))
                case ReportNode():
                    answer = domain.answer(node.record)
                    node.replace_self(show_report(handbook, node, answer))
