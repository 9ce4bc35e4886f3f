"""All roles: as a table, as a tree with the organisation chart, as a list."""

from __future__ import annotations

from docutils import nodes

from sphinx_pmroles.extension.nodes import RoleListNode
from sphinx_pmroles.extension.views.references import reference
from sphinx_pmroles.model.handbook import Handbook, Kind


def show_roles(handbook: Handbook, node: RoleListNode) -> nodes.Element:
    """Return the roles of the handbook."""
    asked = node.record
    items = [
        nodes.list_item(
            "", nodes.paragraph("", "", reference(entry, asked.place.docname))
        )
        for entry in handbook.entries[Kind.ROLE]
    ]
    return nodes.bullet_list("", *items)
