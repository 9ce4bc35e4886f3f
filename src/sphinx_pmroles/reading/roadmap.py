"""A table of plans to a roadmap."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.key import fold, make_keys
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.link import is_refused
from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.model.period import UNDATED, Horizon, Period
from sphinx_pmroles.model.roadmap import (
    ITEM_COLUMNS,
    Column,
    Field,
    Health,
    Item,
    Roadmap,
    Status,
    View,
)
from sphinx_pmroles.reading.audiences import Hides
from sphinx_pmroles.reading.cells import without_emphasis
from sphinx_pmroles.reading.dates import period_of, read_period
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow
from sphinx_pmroles.reading.vocabulary import (
    CONFIDENCE_NAMES,
    ENGLISH,
    Vocabulary,
    word_key,
)

#: Fields whose cells are prose: they are searched, translated and may hold markup.
PROSE = frozenset({Field.ITEM, Field.OUTCOME, Field.NOTES, None})

_NOTHING = frozenset({"", "-", "–", "—"})
_PERCENTAGES = range(101)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%?")

Word = TypeVar("Word", bound=StrEnum)


class Slot(NamedTuple):
    """A text of a roadmap: a header (row -1) or a cell, by row and column."""

    row: int
    column: int


class DateRules(NamedTuple):
    """How dates are read: the month a fiscal year starts in, the language."""

    fiscal_year_start: int = 1
    locale: str = "en"


@dataclass(slots=True)
class RoadmapReading:
    """A roadmap as read, what was wrong with it, and its marked-up texts' labels."""

    roadmap: Roadmap
    findings: list[Finding]
    labels: dict[Slot, int]


def read_roadmap(
    table: Table,
    *,
    key: str,
    title: str,
    place: Place,
    rules: DateRules,
    words: Vocabulary = ENGLISH,
    view: View = View.TIMELINE,
    group_by: str = "",
    as_of: date | None = None,
    allow: tuple[str, ...] = (),
    anchor: str = "",
    anchor_of: Callable[[str], str] = lambda _key: "",
    hides: Hides | None = None,
) -> RoadmapReading:
    """Return the roadmap that *table* says: a row an item.

    A value that cannot be read is reported, and shown as written; its row is kept.
    *anchor* is that of the roadmap, and *anchor_of* returns that of an item by its key.

    What *hides* says is left out: hidden owners, stages, products and dependencies.
    """
    hidden = _within(hides, key)
    reader = _RoadmapTable(table, place, rules, words, allow=allow, hides=hidden)
    roadmap = Roadmap(
        key=key,
        title=title,
        anchor=anchor,
        place=place,
        columns=reader.columns,
        items=tuple(reader.items(anchor_of)),
        view=view,
        group_by=group_by,
        as_of=as_of,
        allow=allow,
    )
    return RoadmapReading(roadmap, reader.findings, reader.labels())


@dataclass(slots=True)
class ItemReading:
    """An item as read, and what was wrong with it."""

    item: Item
    findings: list[Finding]


def read_item(
    title: str,
    texts: Mapping[Field, str],
    *,
    key: str,
    place: Place,
    rules: DateRules,
    words: Vocabulary = ENGLISH,
    allow: tuple[str, ...] = (),
    hides: Hides | None = None,
    roadmap: str = "",
) -> ItemReading:
    """Return the item that is written by itself: *texts* are those of its columns.

    What *hides* says is left out: *roadmap* is where dependencies are looked for first.

    Its cells are those of :data:`~sphinx_pmroles.model.roadmap.ITEM_COLUMNS`.
    """
    written = {**texts, Field.ITEM: title}
    header = TableRow(tuple(TableCell(column.title) for column in ITEM_COLUMNS))
    row = TableRow(tuple(TableCell(written.get(field, "")) for field in Field))
    table = Table(header, (row,))
    hidden = _within(hides, roadmap)
    reader = _RoadmapTable(table, place, rules, words, allow=allow, hides=hidden)
    (item,) = reader.items(lambda _key: "")
    item = replace(item, key=key, title=title, allow=(*allow, *item.allow))
    return ItemReading(item, reader.findings)


def _within(hides: Hides | None, roadmap: str) -> _HidesField | None:
    """Return whether a name in a column of *roadmap* is that of something hidden."""
    if hides is None:
        return None

    def hides_field(field: Field, name: str) -> bool:
        inside = roadmap if field is Field.DEPENDS_ON else ""
        return hides(_NAMES[field], name, inside)

    return hides_field


#: What the columns name that name things.
_NAMES = {
    Field.OWNER: Kind.ROLE,
    Field.STAGE: Kind.STAGE,
    Field.PRODUCT: Kind.PRODUCT,
    Field.DEPENDS_ON: Kind.ITEM,
}
_HidesField = Callable[[Field, str], bool]


def read_date(text: str, rules: DateRules, words: Vocabulary = ENGLISH) -> Period:
    """Return the period that *text* says.

    :raises ReadError: if it says none
    """
    return read_period(
        text,
        fiscal_year_start=rules.fiscal_year_start,
        locale=rules.locale,
        words=words,
    )


def known_field(header: str, words: Vocabulary = ENGLISH) -> Field | None:
    """Return the field that a header names, by its name or a synonym."""
    return words.columns.get(word_key(header))


def column_name(written: str, roadmap: Roadmap, words: Vocabulary = ENGLISH) -> str:
    """Return the name to look a column up by: a synonym stands for its field.

    A column of *roadmap* that is headed so comes first.
    """
    field = known_field(written, words)
    is_own = field is None or roadmap.column(written) is not None
    return written if is_own else str(field)


class _Line(NamedTuple):
    """A row as it is read: its texts without emphasis around them, and its line.

    *said* are the texts of all fields, blank where there is none; *link* is where the
    one in the column of links leads, or that text.
    """

    texts: tuple[str, ...]
    said: dict[Field | None, str]
    line: int
    link: str


#: What a row says of which nothing is read.
_UNSAID: dict[Field | None, str] = dict.fromkeys(Field, "")


class _Plain(dict[str, str]):
    """Texts without emphasis around them, by the text: many cells say the same."""

    def __missing__(self, text: str) -> str:
        plain = self[text] = without_emphasis(text)
        return plain


class _RoadmapTable:
    """One table on its way to being a roadmap."""

    def __init__(
        self,
        table: Table,
        place: Place,
        rules: DateRules,
        words: Vocabulary,
        *,
        allow: tuple[str, ...],
        hides: _HidesField | None,
    ) -> None:
        self.table = table
        self.place = place
        self.rules = rules
        self.words = words
        self.allow = allow
        self.rows = [
            row for row in table.rows if any(c.text.strip() for c in row.cells)
        ]
        self.plain = _Plain()
        self.columns = self._columns()
        self.fields = [column.field for column in self.columns]
        #: The numbers of the rows whose owner is left out.
        self.ownerless: set[int] = set()
        if hides:
            self.rows = [
                self._without_hidden(row, number, hides)
                for number, row in enumerate(self.rows)
            ]
        self.lines = [self._line(row) for row in self.rows]
        self.findings: list[Finding] = []
        # Few different words and dates stand in many rows.
        self.states: dict[tuple[Field, str], Any] = {}
        self.periods: dict[str, Period] = {}

    def items(self, anchor_of: Callable[[str], str]) -> list[Item]:
        titles = [row.said[Field.ITEM] for row in self.lines]
        ids = [row.said[Field.ID] for row in self.lines]
        made = make_keys([key or title for key, title in zip(ids, titles, strict=True)])
        keys = [given or key for given, key in zip(ids, made, strict=True)]
        items = [
            self._item(row, key, title or key, anchor_of(key))
            for row, key, title in zip(self.lines, keys, titles, strict=True)
        ]
        for number in self.ownerless:
            items[number] = replace(items[number], allow=("item-without-owner",))
        return items

    def _without_hidden(
        self, row: TableRow, number: int, hides: _HidesField
    ) -> TableRow:
        """Return a row without the names of what is hidden."""
        for n, (field, cell) in enumerate(zip(self.fields, row.cells, strict=False)):
            if field not in _NAMES or not cell.text:
                continue
            text = self.plain[cell.text]
            named: tuple[str, ...] = (text,)
            if field is Field.DEPENDS_ON and not hides(field, text):
                named = _listed(text)
            kept = [name for name in named if not hides(field, name)]
            if len(kept) < len(named):
                cells = list(row.cells)
                cells[n] = TableCell(", ".join(kept))
                row = row._replace(cells=tuple(cells))
                if field is Field.OWNER:
                    self.ownerless.add(number)
        return row

    @cached_property
    def names(self) -> set[str]:
        """What an item may be called by where another depends on it."""
        named = (row.said[f] for row in self.lines for f in (Field.ITEM, Field.ID))
        return {fold(name) for name in named if name}

    def _text(self, cell: TableCell) -> str:
        return cell.text.strip() if cell.is_parsed else self.plain[cell.text]

    def _line(self, row: TableRow) -> _Line:
        texts = tuple([self._text(cell) for cell in row.cells])
        texts += ("",) * (len(self.columns) - len(texts))
        said = _UNSAID | dict(zip(self.fields, texts, strict=True))
        link = said[Field.LINK]
        if link:
            link = row.cells[self.fields.index(Field.LINK)].link or link
        return _Line(texts, said, row.line, link)

    def labels(self) -> dict[Slot, int]:
        """Return where the texts with parsed markup stand."""
        rows = [(-1, self.table.header), *enumerate(self.rows)]
        return {
            Slot(number, column): cell.label
            for number, row in rows
            for column, cell in enumerate(row.cells)
            if cell.label is not None
        }

    def _columns(self) -> tuple[Column, ...]:
        width = max(len(row.cells) for row in (self.table.header, *self.rows))
        headers = [self._text(cell) for cell in self.table.header.cells]
        headers += [""] * (width - len(headers))
        known = [known_field(header, self.words) for header in headers]
        if Field.ITEM not in known and width:
            # Whatever the first unknown column is called, it names the items.
            unknown = (n for n, field in enumerate(known) if field is None)
            known[next(unknown, 0)] = Field.ITEM
        taken: set[Field] = set()
        columns = []
        for header, field in zip(headers, known, strict=True):
            columns.append(Column(header, None if field in taken else field))
            if field:
                taken.add(field)
        return tuple(columns)

    def _item(self, row: _Line, key: str, title: str, anchor: str) -> Item:
        return Item(
            key=key,
            title=title,
            anchor=anchor,
            place=self._at(row),
            period=self._period(row, title),
            status=self._word(row, title, Field.STATUS, self.words.statuses, Status),
            health=self._word(row, title, Field.HEALTH, self.words.healths, Health),
            progress=self._progress(row, title),
            confidence=self._confidence(row, title),
            owner=row.said[Field.OWNER],
            stage=row.said[Field.STAGE],
            product=row.said[Field.PRODUCT],
            team=row.said[Field.TEAM],
            outcome=row.said[Field.OUTCOME],
            depends_on=self._needs(row),
            baseline=self._date(row, title, Field.BASELINE, row.said[Field.BASELINE]),
            link=self._link(row, title),
            notes=row.said[Field.NOTES],
            cells=row.texts,
        )

    def _period(self, row: _Line, title: str) -> Period:
        period = self._written_period(row, title)
        text = row.said[Field.HORIZON]
        if text in _NOTHING:
            return period
        if word_key(text) not in self.words.horizons:
            self._unknown(row, title, Field.HORIZON, ", ".join(Horizon))
        horizon = self.words.horizons.get(word_key(text))
        return replace(period, horizon=period.horizon or horizon)

    def _written_period(self, row: _Line, title: str) -> Period:
        when = row.said[Field.WHEN]
        if when:
            return self._date(row, title, Field.WHEN, when)
        start, end = row.said[Field.START], row.said[Field.END]
        if not (start or end):
            return UNDATED
        try:
            return period_of(
                start,
                end,
                fiscal_year_start=self.rules.fiscal_year_start,
                locale=self.rules.locale,
                words=self.words,
            )
        except ReadError as error:
            self._report("unreadable-date", f"{quoted(title)}: {error.message}", row)
            return Period(f"{start} .. {end}" if start and end else start or end)

    def _date(self, row: _Line, title: str, field: Field, text: str) -> Period:
        if not text:
            return UNDATED
        try:
            if text not in self.periods:
                self.periods[text] = read_date(text, self.rules, self.words)
            return self.periods[text]
        except ReadError as error:
            where = f"{quoted(title)}, column {quoted(self._header(field))}"
            message = f"{where}: {error.message}"
            self._report("unreadable-date", message, row)
            return Period(text)

    def _word(
        self,
        row: _Line,
        title: str,
        field: Field,
        words: Mapping[str, Word],
        kind: type[Word],
    ) -> Word | None:
        """Return the state that a cell names, ``None`` if it is blank or unknown."""
        text = row.said[field]
        if text in _NOTHING:
            return None
        if (field, text) not in self.states:
            self.states[field, text] = _state(text, words)
        found: Word | None = self.states[field, text]
        if found is None:
            self._unknown(row, title, field, ", ".join(kind))
        return found

    def _progress(self, row: _Line, title: str) -> int | None:
        text = row.said[Field.PROGRESS]
        if text in _NOTHING:
            return None
        match = _PERCENT.fullmatch(text)
        if match and int(match[1]) in _PERCENTAGES:
            return int(match[1])
        self._unknown(row, title, Field.PROGRESS, "a percentage from 0 % to 100 %")
        return None

    def _confidence(self, row: _Line, title: str) -> str:
        text = row.said[Field.CONFIDENCE]
        if text in _NOTHING:
            return ""
        match = _PERCENT.fullmatch(text)
        if match and int(match[1]) in _PERCENTAGES:
            return match[1]
        confidence = self.words.confidences.get(word_key(text), "")
        if not confidence:
            expected = f"{', '.join(CONFIDENCE_NAMES)} or a percentage"
            self._unknown(row, title, Field.CONFIDENCE, expected)
        return confidence

    def _needs(self, row: _Line) -> tuple[str, ...]:
        """Return the names in a list; a known name may hold a comma of its own."""
        text = row.said[Field.DEPENDS_ON]
        if text in _NOTHING:
            return ()
        if fold(text) in self.names:
            return (text,)
        return _listed(text)

    def _link(self, row: _Line, title: str) -> str:
        """Return where the item's link leads; of one that could run, say so."""
        if not is_refused(row.link):
            return row.link
        self._report(
            "unsafe-link",
            f"{quoted(title)}, column {quoted(self._header(Field.LINK))}: "
            f"{quoted(row.link)} leads neither to the web, to mail nor to a page: it "
            "is shown as text; write such as https://example.org",
            row,
        )
        return ""

    def _unknown(self, row: _Line, title: str, field: Field, expected: str) -> None:
        self._report(
            "unknown-status",
            f"{quoted(title)}, column {quoted(self._header(field))}: "
            f"{quoted(row.said[field])} is not known; expected {expected}; it is shown "
            "as written",
            row,
        )

    def _header(self, field: Field) -> str:
        return self.columns[self.fields.index(field)].title or field

    def _at(self, row: _Line) -> Place:
        line = row.line or self.place.line
        return Place(self.place.docname, line, self.place.file)

    def _report(self, check: str, message: str, row: _Line) -> None:
        self.findings.append(Finding(check, message, self._at(row), self.allow))


def _state(text: str, words: Mapping[str, Word]) -> Word | None:
    """Return the state that a text names; its glyph or its word is enough.

    Such as "✅ done", "done" and "✅".
    """
    first, *_ = text.split()
    return next((words[c] for c in map(word_key, (text, first)) if c in words), None)


def _listed(text: str) -> tuple[str, ...]:
    parts = re.split(r"[,;]", text)
    return tuple(part.strip() for part in parts if part.strip())
