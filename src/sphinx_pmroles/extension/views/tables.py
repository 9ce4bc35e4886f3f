"""What all views that are tables share."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_pmroles.extension.nodes import Cell, Label, Table, TableNode


class TableView:
    """A node of labels on its way to being a table.

    *labels* grows as cells that had none get references.
    """

    def __init__(self, node: nodes.Element) -> None:
        self.node = node
        self.labels = [label for label in node.children if isinstance(label, Label)]
        self.number: dict[tuple[Any, ...], int] = {
            label["slot"]: n for n, label in enumerate(self.labels)
        }

    def cell(self, *slot: Any) -> Cell:
        """Return the cell of the label in a slot, a blank one if there is none."""
        return Cell(label=self.number.get(slot))

    def table_node(self, table: Table) -> TableNode:
        """Return the node that takes the place of the view's, with its ids."""
        shown = TableNode.with_table(table, self.labels)
        for attribute in ("ids", "names", "classes"):
            shown[attribute] = list(self.node[attribute])
        shown.source, shown.line = self.node.source, self.node.line
        return shown
