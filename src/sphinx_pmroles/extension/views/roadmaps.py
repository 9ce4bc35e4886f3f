"""A roadmap in its view: a timeline beside its table, a table alone, or a board."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from docutils import nodes

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.dates import unbroken
from sphinx_pmroles.extension.nodes import (
    ChartNode,
    FilterNode,
    ItemNode,
    Label,
    RoadmapNode,
    TableNode,
)
from sphinx_pmroles.extension.table import Cell, Table, TableColumn, TableRow
from sphinx_pmroles.extension.views.boards import Board, BoardColumn, Card, caption
from sphinx_pmroles.extension.views.references import (
    Fact,
    fact_list,
    link,
    page_reference,
    reference,
)
from sphinx_pmroles.extension.views.tables import TableView
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.finding import Elsewhere
from sphinx_pmroles.model.handbook import Entry, Handbook, name_in, titled
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.link import is_absolute, is_link
from sphinx_pmroles.model.period import Horizon
from sphinx_pmroles.model.planning import HANDBOOK
from sphinx_pmroles.model.roadmap import (
    ITEM_COLUMNS,
    Field,
    Health,
    Item,
    Roadmap,
    Status,
    View,
)

#: The columns whose cells name things.
NAMING = frozenset({Field.OWNER, Field.STAGE, Field.PRODUCT})
#: The columns whose cells are states.
STATES = frozenset({Field.STATUS, Field.HEALTH})
#: The columns whose cells are dates.
DATES = frozenset({Field.WHEN, Field.START, Field.END, Field.BASELINE})
#: The names by which the style sheet knows the states.
STATE_STYLES = {state: make_key(state) for state in (*Status, *Health)}
#: The facts that a card shows, in their order.
WHEN_ON_CARDS = ((Field.WHEN,), (Field.START, Field.END))
ON_CARDS = (Field.OWNER, Field.STATUS, Field.HEALTH)

#: What readers may filter a roadmap by, in the order of the controls.
FACETS = (Field.TEAM, Field.OWNER, Field.STATUS)


def shown_columns(roadmap: Roadmap) -> list[int]:
    """Return the positions of the columns that the view shows something of."""
    every = range(len(roadmap.columns))
    shown: list[int] = []
    match roadmap.view:
        case View.BOARD | View.STAGES:
            fields = {*FACETS, *ON_CARDS, *chain.from_iterable(WHEN_ON_CARDS)}
        case View.TABLE if shown := roadmap.chosen_columns():
            fields = set(FACETS)
        case _:
            return list(every)
    if not roadmap.items:
        # The headers of a table without rows.
        return list(every)
    lane = roadmap.lane_column()
    shown += [title_column(roadmap), *([] if lane is None else [lane])]
    shown += [n for n in every if roadmap.columns[n].field in fields]
    return list(dict.fromkeys(shown))


def title_column(roadmap: Roadmap) -> int:
    """Return the position of the column with the titles of the items."""
    fields = [column.field for column in roadmap.columns]
    return fields.index(Field.ITEM) if Field.ITEM in fields else 0


def stages_beside(handbook: Handbook, named: Iterable[Entry | None]) -> list[Entry]:
    """Return all stages of the life cycles that *named* are stages of, in order."""
    cycles = {entry.key.rpartition("/")[0] for entry in named if entry}
    return [
        entry
        for entry in handbook.entries_of(Kind.STAGE)
        if entry.key.rpartition("/")[0] in cycles
    ]


def show_roadmap(
    handbook: Handbook, node: RoadmapNode, settings: Settings
) -> list[nodes.Node]:
    """Return the roadmap in its view."""
    view = RoadmapView(handbook, node)
    if not view.roadmap.items:
        return [*view.nothing(), *view.left_out()]
    match view.roadmap.view:
        case View.TIMELINE:
            roadmap = view.roadmap
            if roadmap.as_of is None:
                roadmap = replace(roadmap, as_of=settings.as_of())
            table, found = view.table(), view.filter(range(len(roadmap.items)))
            chart = ChartNode.of(
                roadmap, table, is_filtered=bool(found), outside=view.shown.outside
            )
            shown: list[nodes.Node] = [chart, *found]
        case View.TABLE:
            shown = [view.chosen_table(), *view.filter(view.row_order())]
        case View.BOARD:
            shown = view.board(view.board_columns())
        case View.STAGES:
            shown = view.board(view.stage_columns())
    return [*shown, *view.left_out()]


def show_item(handbook: Handbook, node: ItemNode) -> None:
    """Put what is said of an item over its body."""
    item = node.record
    facts: list[Fact] = []
    for column, text in zip(ITEM_COLUMNS, item.cells, strict=True):
        if text and column.field is not Field.ITEM:
            facts.append((_(column.title), _fact(handbook, item, column.field, text)))
    if item.roadmap:
        home = handbook.find(Kind.ROADMAP, item.roadmap)
        said: Iterable[object] = [home] if home else [_paragraph(item.roadmap)]
        facts.append((_("Roadmap"), said))
    node.content.insert(0, fact_list(facts, item.place.docname))


def _fact(
    handbook: Handbook, item: Item, field: Field | None, text: str
) -> list[object]:
    entry = handbook.named_by(field, text, item.place.docname)
    if entry:
        return [entry]
    if field is Field.DEPENDS_ON:
        needs = handbook.needs_of(item)
        if all(needs):
            return list(needs)
    if field is Field.LINK:
        shown = _link_of(handbook, item, text, item.place.docname)
        return [nodes.paragraph("", "", shown)] if shown else [_paragraph(text)]
    return [_paragraph(text)]


def _link_of(
    handbook: Handbook, item: Item, text: str, docname: str
) -> nodes.Element | None:
    """Return the link of *item* on a page; ``None`` if there is none to be shown."""
    spot = handbook.spot(item) if text else None
    if spot and spot.docname:
        # The path of a page is written for the machine: its title is for readers.
        is_path = text == item.link and not spot.missing
        words = spot.title if is_path and spot.title else text
        return page_reference(spot, docname, words)
    if spot or not text or not is_link(item.link):
        return None
    # A relative one would lead elsewhere from another page.
    if docname != item.place.docname and not is_absolute(item.link):
        return None
    shown = nodes.reference("", text, refuri=item.link)
    if docname == item.place.docname and not item.place.file:
        # For who checks the links: else the line would be that of the roadmap.
        shown.line = item.place.line
    return shown


def _paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text)


def _in_our_words(roadmap: Roadmap) -> Roadmap:
    """Return *roadmap* with the states of other handbooks' items in our language.

    Their inventories name the states, and not the words of their authors for them.
    """
    if not any(isinstance(item.place, Elsewhere) for item in roadmap.items):
        return roadmap
    states = {
        number
        for number, column in enumerate(roadmap.columns)
        if column.field in STATES
    }
    return replace(
        roadmap,
        items=tuple(
            replace(
                item,
                cells=tuple(
                    _(text) if text and number in states else text
                    for number, text in enumerate(item.cells)
                ),
            )
            if isinstance(item.place, Elsewhere)
            else item
            for item in roadmap.items
        ),
    )


class RoadmapView(TableView):
    """One roadmap on its way to being a table or a board."""

    node: RoadmapNode

    def __init__(self, handbook: Handbook, node: RoadmapNode) -> None:
        super().__init__(node)
        self.handbook = handbook
        self.shown = handbook.shown(node.record)
        self.roadmap: Roadmap = _in_our_words(self.shown.roadmap)
        self.docname = self.roadmap.place.docname
        self.fields = [column.field for column in self.roadmap.columns]
        self.home_key = node.record.key

    # Tables

    def table(self) -> TableNode:
        """Return the table: the columns as written, a row an item."""
        numbers = list(range(len(self.fields)))
        return self._searched(self._table(numbers, self._rows(numbers)))

    def _searched(self, table: Table) -> TableNode:
        """Return the node of *table*: the search finds what has no label, too."""
        shown = self.table_node(table)
        words = "\n".join(self.node.plain_texts())
        shown += Label.of([nodes.Text(words)], words, ("words",))
        return shown

    def chosen_table(self) -> TableNode:
        """Return the table of the chosen columns, its rows in their groups."""
        numbers = list(range(len(self.fields)))
        found = self.roadmap.chosen_columns()
        if found:
            title = title_column(self.roadmap)
            numbers = found if title in found else [title, *found]
        rows = list(self._rows(numbers))
        if self.roadmap.lane_column() is not None:
            rows = list(self._grouped(rows))
        return self._searched(self._table(numbers, rows))

    def _table(self, numbers: list[int], rows: Iterable[TableRow]) -> Table:
        title = title_column(self.roadmap)
        return Table(
            columns=tuple(
                TableColumn(self._header(n), is_dates=self.fields[n] in DATES)
                for n in numbers
            ),
            rows=tuple(rows),
            label_column=numbers.index(title) if title in numbers else 0,
            caption=self.number.get(("title",)),
        )

    def _header(self, n: int) -> Cell:
        return self.cell(self.header_words(n), -1, n)

    def header_words(self, n: int) -> str:
        """Return the words of a column's header."""
        number = self.number.get((-1, n))
        if number is not None:
            return self.labels[number].astext()
        column = self.roadmap.columns[n]
        is_written = n < len(self.node.record.columns)
        is_ours = column.field or column is HANDBOOK
        if is_ours and not is_written:
            return _(column.title)
        return column.translated or column.title

    def _rows(self, numbers: list[int]) -> Iterator[TableRow]:
        items, own = self.roadmap.items, self.shown.rows
        columns = [self._cells(n) for n in numbers]
        for item, row, cells in zip(
            items, own, zip(*columns, strict=True), strict=True
        ):
            yield TableRow(cells, "" if row is None else item.anchor)

    def row_order(self) -> list[int]:
        """Return the positions of the items in the order of the chosen table."""
        return [position for group in self._groups().values() for position in group]

    def _groups(self) -> dict[str, list[int]]:
        """Return the positions of the items by the groups that they belong to."""
        groups: dict[str, list[int]] = {}
        for position, name in enumerate(self.roadmap.lanes(self.roadmap.items)):
            groups.setdefault(name or _("Not said"), []).append(position)
        return groups

    def _grouped(self, rows: list[TableRow]) -> Iterator[TableRow]:
        """Yield rows below the names of their groups."""
        for name, members in self._groups().items():
            yield TableRow((Cell(name),), is_group=True)
            yield from (rows[position] for position in members)

    def _cells(self, n: int) -> Iterator[Cell]:
        """Yield the cells of a column: those that say the same are the same."""
        field = self.fields[n]
        # A reference is dear to resolve, and a cell to make.
        made: dict[tuple[str, ...], Cell] = {}
        holds_names, texts = field in NAMING, self.roadmap.texts(n)
        rows = zip(self.roadmap.items, self.shown.rows, texts, strict=True)
        for position, (item, row, written) in enumerate(rows):
            text = self._needs(item, written) if field is Field.DEPENDS_ON else written
            docname = item.place.docname
            leads = item.link if field is Field.LINK else ""
            style = _style(item, field) if field in STATES else ""
            if row is None and field is Field.ITEM:
                yield self._title_cell(position, item)
            elif row is not None and (row, n) in self.number:
                yield self._cell(item, field, text, style, (row, n))
            else:
                named = name_in(item, field, text) if holds_names else text
                same = (text, named, docname, style, leads)
                if same not in made:
                    slot = (field, text, named, docname, leads)
                    made[same] = self._cell(item, field, text, style, slot)
                yield made[same]

    def _cell(
        self,
        item: Item,
        field: Field | None,
        text: str,
        style: str,
        slot: tuple[Any, ...],
    ) -> Cell:
        """Return the cell of a slot; what it names is linked."""
        entry = self._named(item, field, text)
        if entry:
            link(self.label(entry.named(text), *slot), entry, self.docname)
        elif field is Field.LINK and slot not in self.number:
            self._add_link(item, text, slot)
        label = self.number.get(slot)
        return Cell("" if label is not None else text, label, style=style)

    def _needs(self, item: Item, text: str) -> str:
        """Return what an item depends on, by the titles that readers see."""
        titles = self.handbook.translated_needs(self.node.record, item)
        if not titles:
            return text
        # A title may be part of a longer one.
        longest = sorted(titles, key=len, reverse=True)
        names = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
        return names.sub(lambda found: titles.get(fold(found[0]), found[0]), text)

    def _named(self, item: Item, field: Field | None, text: str) -> Entry | None:
        """Return what a cell names; a name of nothing stays plain text."""
        return self.handbook.named_in(item, field, text)

    def _add_link(self, item: Item, text: str, slot: tuple[object, ...]) -> None:
        shown = _link_of(self.handbook, item, text, self.docname)
        if shown:
            label = self.label(text, *slot)
            label.children = []
            label += shown

    def _title_cell(self, position: int, item: Item) -> Cell:
        """Return the cell with the title of an item from elsewhere."""
        slot = ("title", position)
        label = self.label(item.title, *slot)
        label.children = []
        label += self._title_of(item)
        return Cell(label=self.number[slot])

    def _title_of(self, item: Item) -> nodes.Node:
        """Return the title of an item from elsewhere, with the way to it."""
        key = item.key if self.roadmap.of else f"{self.home_key}/{item.key}"
        entry = self.handbook.find(Kind.ITEM, key)
        text = nodes.Text(item.title)
        return reference(entry, self.docname, text) if entry else text

    # Boards

    def board(self, columns: list[BoardColumn]) -> list[nodes.Node]:
        """Return the board with its title."""
        order = [card.position for column in columns for card in column.cards]
        board = Board(self._caption(), columns).show(self.node)
        return [*board, *self.filter(order)]

    def _caption(self) -> list[nodes.Node]:
        number = self.number.get(("title",))
        return [] if number is None else self.labels[number].children

    def board_columns(self) -> list[BoardColumn]:
        """Return the columns of a board: the groups, or the horizons."""
        lane = self.roadmap.lane_column()
        if lane is None:
            return self._by_horizon()
        return self._by_value(lane)

    def stage_columns(self) -> list[BoardColumn]:
        """Return a column for each stage of the life cycles that items are in."""
        entries = [self._named(i, Field.STAGE, i.stage) for i in self.roadmap.items]
        columns = {
            entry.key: BoardColumn([reference(entry, self.docname)])
            for entry in stages_beside(self.handbook, entries)
        }
        for position, item in enumerate(self.roadmap.items):
            entry = entries[position]
            key = entry.key if entry else f"={fold(item.stage)}"
            if key not in columns:
                columns[key] = BoardColumn([self._stage(entry, item)])
            columns[key].cards.append(self._card(position, item))
        return _blank_last(columns, f"={fold('')}")

    def _stage(self, entry: Entry | None, item: Item) -> nodes.Node:
        """Return the name of a stage that none of our life cycles has."""
        if entry is None:
            return nodes.Text(item.stage or _("Not said"))
        title = titled(entry.title, entry.place)
        return reference(entry, self.docname, nodes.Text(title))

    def _by_horizon(self) -> list[BoardColumn]:
        dated, undated = _("Dated"), _("Not dated yet")
        words: dict[str, str] = {name: _(name) for name in Horizon}
        words |= {dated: dated, undated: undated}
        # No capitalize(): it makes all other letters small, in German those of nouns.
        columns = {
            name: BoardColumn([nodes.Text(word[:1].upper() + word[1:])])
            for name, word in words.items()
        }
        for position, item in enumerate(self.roadmap.items):
            without = dated if item.period.first else undated
            name = item.period.horizon or without
            columns[name].cards.append(self._card(position, item))
        return [
            column
            for name, column in columns.items()
            if column.cards or name in tuple(Horizon)
        ]

    def _by_value(self, lane: int) -> list[BoardColumn]:
        columns: dict[str, BoardColumn] = {}
        for position, item in enumerate(self.roadmap.items):
            text = self.roadmap.values(item, lane)
            entry = self._named(item, self.fields[lane], text)
            state = _state_of(item, self.fields[lane])
            key = entry.key if entry else fold(state or text)
            if key not in columns:
                shown = reference(entry, self.docname) if entry else None
                words = _(state) if state else text or _("Not said")
                columns[key] = BoardColumn([shown or nodes.Text(words)])
            columns[key].cards.append(self._card(position, item))
        if self.fields[lane] in STATES:
            columns = dict(sorted(columns.items(), key=lambda each: _rank(each[0])))
        return _blank_last(columns, "")

    def _card(self, position: int, item: Item) -> Card:
        row = self.shown.rows[position]
        number = (
            None if row is None else self.number.get((row, title_column(self.roadmap)))
        )
        title = (
            [self._title_of(item) if row is None else nodes.Text(item.title)]
            if number is None
            else self.labels[number].children
        )
        whose = item.place.handbook if isinstance(item.place, Elsewhere) else ""
        facts: list[nodes.Node] = [nodes.inline("", whose)] if whose else []
        written = {
            field: self.roadmap.values(item, self.fields.index(field))
            for field in (*chain.from_iterable(WHEN_ON_CARDS), *ON_CARDS)
            if field in self.fields
        }
        for ends in WHEN_ON_CARDS:
            # A milestone may have one day as its start and end.
            when = dict.fromkeys(text for end in ends if (text := written.get(end)))
            if when:
                facts.append(nodes.inline("", "", *unbroken(" – ".join(when))))
        facts += [
            self._card_fact(item, field, text)
            for field in ON_CARDS
            if (text := written.get(field))
        ]
        return Card(position, "" if row is None else item.anchor, title, facts)

    def _card_fact(self, item: Item, field: Field, text: str) -> nodes.Node:
        entry = self._named(item, field, text)
        if entry:
            return reference(entry, self.docname, nodes.Text(entry.named(text)))
        style = _style(item, field)
        classes = ["pm-state", f"pm-{style}"] if style else []
        return nodes.inline("", text, classes=classes)

    # The filter

    def filter(self, order: Iterable[int]) -> list[FilterNode]:
        """Return the filter of the items in the *order* in which they are shown."""
        facets = [
            (field, texts)
            for field in FACETS
            if field in self.fields and len(set(texts := self._facet(field))) > 1
        ]
        if not facets:
            return []
        shown, values = [], []
        place = _places_of_facets()
        for field, texts in facets:
            known = sorted(set(texts), key=place)
            shown.append([make_key(field), self._facet_title(field), known])
            numbers = {text: number for number, text in enumerate(known)}
            values.append([numbers[text] for text in texts])
        number = self.number.get(("title",))
        title = self.roadmap.title if number is None else self.labels[number].astext()
        data = {
            "id": self.roadmap.anchor,
            "facets": shown,
            "items": [[column[position] for column in values] for position in order],
            "filter": _("Filter: {title}").format(title=title),
            "all": _("All"),
            "said": _("{shown} of {count} items shown"),
            "reset": _("Show all"),
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return [FilterNode("", data=text)]

    def _facet_title(self, field: Field) -> str:
        return self.header_words(self.fields.index(field))

    def _facet(self, field: Field) -> list[str]:
        """Return what a reader may choose each item by: one word for one thing."""
        n = self.fields.index(field)
        words: dict[str, str] = {}
        said: dict[tuple[object, ...], str] = {}

        def word(
            item: Item, number: int | None, written: str, state: Status | Health | None
        ) -> str:
            entry = self._named(item, field, written)
            text = written if number is None else self.labels[number].astext()
            text = (_(state) if state else text.strip()) or _("Not said")
            return words.setdefault(entry.key if entry else fold(text), text)

        facet, texts = [], self.roadmap.texts(n)
        rows = zip(self.roadmap.items, self.shown.rows, texts, strict=True)
        for item, row, written in rows:
            number = None if row is None else self.number.get((row, n))
            state = _state_of(item, field)
            cell = (number, written, state, item.place.docname)
            if cell not in said:
                said[cell] = word(item, number, written, state)
            facet.append(said[cell])
        return facet

    # What is not there

    def nothing(self) -> list[nodes.Node]:
        """Return the words that there are no items, below the headers if any."""
        whole: list[nodes.Node] = (
            [self.table()] if self.fields else [caption(self.node, self._caption())]
        )
        if not (self.shown.earlier or self.shown.later):
            words = _("There are no items yet.")
            if self.roadmap.where:
                words = _("No item meets the conditions.")
            whole.append(nodes.paragraph("", words, classes=["pm", "pm-line"]))
        return whole

    def left_out(self) -> Iterator[nodes.Node]:
        """Yield the words on how many items lie outside of what is shown."""
        said = []
        if self.shown.earlier:
            words = _("{count} that end before {date}")
            start = self.roadmap.start
            said.append(words.format(count=self.shown.earlier, date=start))
        if self.shown.later:
            words = _("{count} that start after {date}")
            said.append(words.format(count=self.shown.later, date=self.roadmap.end))
        if said:
            text = _("Items not shown: {items}.").format(items=", ".join(said))
            yield nodes.paragraph("", text, classes=["pm", "pm-line"])


def _state_of(item: Item, field: Field | None) -> Status | Health | None:
    if field is Field.STATUS:
        return item.status
    return item.health if field is Field.HEALTH else None


def _style(item: Item, field: Field | None) -> str:
    state = _state_of(item, field)
    return STATE_STYLES[state] if state else ""


def _places_of_facets() -> Callable[[str], tuple[bool, int, str, str]]:
    """Return what gives a value its place among those that readers may filter by.

    States stand in their order, names as in a dictionary, and last what is not said.
    """
    names = {_(state): number for number, state in enumerate(Status)}
    not_said = _("Not said")

    def place(text: str) -> tuple[bool, int, str, str]:
        split = unicodedata.normalize("NFKD", text.casefold())
        letters = "".join(char for char in split if not unicodedata.combining(char))
        return text == not_said, names.get(text, len(names)), letters, text

    return place


def _rank(key: str) -> int:
    """Return the place of a state among the states; other words come after them."""
    states = [*Status, *Health]
    return states.index(key) if key in states else len(states)


def _blank_last(columns: dict[str, BoardColumn], blank: str) -> list[BoardColumn]:
    """Return the columns, that of the items without a value last."""
    last = columns.pop(blank, None)
    return [*columns.values(), *([last] if last else [])]
