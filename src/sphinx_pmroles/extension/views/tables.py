"""What all views that are tables share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from docutils import nodes

from sphinx_pmroles.extension.nodes import Label, TableNode
from sphinx_pmroles.extension.table import (
    Cell,
    ShownLetter,
    Table,
    TableColumn,
    TableRow,
)

Shown = TypeVar("Shown", bound=nodes.Element)


class TableView:
    """A node of labels on its way to being a table.

    Texts without markup may have none: *labels* grows as such get references.
    """

    def __init__(self, node: nodes.Element) -> None:
        self.node = node
        self.labels = [label for label in node.children if isinstance(label, Label)]
        self.number: dict[tuple[Any, ...], int] = {
            label["slot"]: n for n, label in enumerate(self.labels)
        }

    def cell(self, text: str, *slot: Any) -> Cell:
        """Return the cell of the label in a slot; of *text* if there is none."""
        label = self.number.get(slot)
        return Cell(text) if label is None else Cell(label=label)

    def label(self, text: str, *slot: Any) -> Label:
        """Return the label in a slot, made of *text* if there is none."""
        if slot not in self.number:
            self.number[slot] = len(self.labels)
            self.labels.append(Label.of([nodes.Text(text)], text, slot))
        return self.labels[self.number[slot]]

    def table_node(self, table: Table) -> TableNode:
        """Return the node that takes the place of the view's, with its ids."""
        return in_place_of(self.node, TableNode.with_table(table, self.labels))


class ComputedTable:
    """A table that is made of what the handbook says, cell by cell."""

    def __init__(self) -> None:
        self.labels: list[Label] = []

    def cell(self, content: Iterable[nodes.Node]) -> Cell:
        """Return a cell of *content*, a blank one if there is none."""
        children = list(content)
        if not children:
            return Cell()
        self.labels.append(Label("", "", *children))
        return Cell(label=len(self.labels) - 1)

    def table(
        self,
        caption: str,
        columns: Iterable[TableColumn],
        rows: Iterable[TableRow],
        legend: tuple[ShownLetter, ...] = (),
    ) -> TableNode:
        """Return the table, with the cells that were made."""
        shown = tuple(rows)
        title = self.cell([nodes.Text(caption)]).label
        table = Table(tuple(columns), shown, caption=title, legend=legend)
        return TableNode.with_table(table, self.labels)


def headed(*headers: str) -> list[TableColumn]:
    """Return columns of texts with those headers."""
    return [TableColumn(Cell(header)) for header in headers]


def in_place_of(node: nodes.Element, shown: Shown) -> Shown:
    """Return *shown* with the ids, names, classes and place of a placeholder."""
    for attribute in ("ids", "names", "classes"):
        shown[attribute] = list(node[attribute])
    shown.source, shown.line = node.source, node.line
    return shown
