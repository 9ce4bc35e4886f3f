"""A roadmap as a table, or as a timeline with the table for its twin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docutils import nodes

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.nodes import (
    Cell,
    ChartNode,
    Label,
    RoadmapNode,
    Table,
    TableColumn,
    TableNode,
    TableRow,
)
from sphinx_pmroles.extension.views.references import link
from sphinx_pmroles.extension.views.tables import TableView
from sphinx_pmroles.model.handbook import Entry, Handbook, Kind
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.roadmap import Field, Health, Item, Status, View

#: The columns whose cells name things of the handbook.
NAMING = {Field.OWNER: Kind.ROLE, Field.PRODUCT: Kind.PRODUCT}
#: The names by which the style sheet knows the states.
STATE_STYLES = {state: make_key(state) for state in (*Status, *Health)}


def show_roadmap(
    handbook: Handbook, node: RoadmapNode, settings: Settings
) -> nodes.Element:
    """Return the roadmap in its view."""
    view = RoadmapView(handbook, node)
    table, roadmap = view.show(), view.roadmap
    if roadmap.view is View.TABLE:
        return table
    if roadmap.as_of is None:
        roadmap = replace(roadmap, as_of=settings.as_of())
    return ChartNode.of(roadmap, table)


class RoadmapView(TableView):
    """One roadmap on its way to being a table."""

    node: RoadmapNode

    def __init__(self, handbook: Handbook, node: RoadmapNode) -> None:
        super().__init__(node)
        self.handbook = handbook
        self.roadmap = node.record
        self.fields = [column.field for column in self.roadmap.columns]
        self.looked_up: set[tuple[Any, ...]] = set()

    def show(self) -> TableNode:
        """Return the table: the columns as written, a row an item."""
        table = self.table_node(
            Table(
                columns=tuple(
                    TableColumn(self.cell("", -1, n)) for n in range(len(self.fields))
                ),
                rows=tuple(
                    TableRow(
                        tuple(
                            self._cell(item, row, n) for n in range(len(self.fields))
                        ),
                        item.anchor,
                    )
                    for row, item in enumerate(self.roadmap.items)
                ),
                label_column=(
                    self.fields.index(Field.ITEM) if Field.ITEM in self.fields else 0
                ),
                caption=self.number.get(("title",)),
            )
        )
        # What has no label is found by the search all the same.
        words = "\n".join(self.node.plain_texts())
        table += Label.of([nodes.Text(words)], words, ("words",))
        return table

    def _cell(self, item: Item, row: int, n: int) -> Cell:
        field = self.fields[n]
        text = self.roadmap.values(item, n)
        # Cells that say the same share a label: a reference is dear to resolve.
        slot = (row, n) if (row, n) in self.number else (field, text)
        if slot not in self.looked_up:
            self.looked_up.add(slot)
            entry = self._named(field, text)
            if entry:
                link(self.label(text, *slot), entry, self.roadmap.place.docname)
        style = ""
        if field is Field.STATUS and item.status:
            style = STATE_STYLES[item.status]
        elif field is Field.HEALTH and item.health:
            style = STATE_STYLES[item.health]
        label = self.number.get(slot)
        return Cell("" if label is not None else text, label, style=style)

    def _named(self, field: Field | None, text: str) -> Entry | None:
        """Return what a cell names; a name of nothing stays plain text."""
        if field is Field.STAGE:
            return self.handbook.stage_named(text, self.roadmap.place.docname)
        kind = NAMING.get(field) if field else None
        return self.handbook.find(kind, text) if kind and text else None
