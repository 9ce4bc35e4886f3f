"""Roles side by side, and where they meet."""

from __future__ import annotations

from docutils import nodes

from sphinx_pmroles.extension.nodes import ComparisonNode
from sphinx_pmroles.extension.views.references import references
from sphinx_pmroles.model.handbook import Handbook, Kind


def show_comparison(handbook: Handbook, node: ComparisonNode) -> nodes.Element:
    """Return the roles of a comparison side by side."""
    asked = node.record
    found = (handbook.find(Kind.ROLE, name) for name in asked.names)
    entries = [entry for entry in found if entry]
    return nodes.paragraph("", "", *references(entries, asked.place.docname))
