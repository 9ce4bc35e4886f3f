"""The layouts in which matrices are written, each made activities by participants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.matrix import Layout
from sphinx_pmroles.model.scheme import Scheme
from sphinx_pmroles.reading.audiences import AUDIENCE
from sphinx_pmroles.reading.cells import (
    NOBODY,
    CellReader,
    reader_of,
    without_emphasis,
)
from sphinx_pmroles.reading.tables import (
    Part,
    Table,
    TableCell,
    TableRow,
    is_bold,
    words,
)


@dataclass(frozen=True, slots=True)
class Headers:
    """The words over columns, case-folded: those of *numbers*, *notes* and *stages* ...

    Columns of these three hold text whatever stands in them; *activities* and
    *participants* are words that stand over a column of such.
    """

    numbers: frozenset[str]
    notes: frozenset[str]
    stages: frozenset[str]
    activities: frozenset[str]
    participants: frozenset[str]

    def are_text(self, header: str) -> bool:
        """Return whether a header is that of a column of text."""
        return any(header in known for known in (self.numbers, self.notes, self.stages))


HEADERS = Headers(
    numbers=frozenset({"#", "id", "no", "no."}),
    notes=frozenset(
        {
            "task", "description", "note", "notes", "comment", "comments", "remark",
            "remarks", "deliverable", "deliverables", "when", "due",
        }
    ),
    stages=frozenset({"stage", "phase"}),
    activities=frozenset(
        {
            "activity", "activities", "task", "tasks", "process", "processes", "step",
            "steps", "deliverable", "deliverables", "decision", "decisions", "what",
            "action", "actions", "work", "milestone", "milestones",
        }
    ),
    participants=frozenset(
        {
            "role", "roles", "participant", "participants", "who", "person", "people",
            "team", "teams", "member", "members", "stakeholder", "stakeholders",
            "department", "departments",
        }
    ),
)  # fmt: skip

NO_CELL = TableCell()
#: The patterns below take n² steps for some texts: longer ones are no list of names.
_LONGEST = 1_000
# An abbreviation after a name is no note: "Product Manager (PM)".
_NAME = re.compile(
    r"(?P<name>.+?)\s*(?:[(（](?!\w{1,6}[)）]$)(?P<note>.*)[)）])?\s*(?P<mark>\*+|†|‡)?",
    re.DOTALL,
)
_BETWEEN_NAMES = re.compile(
    r"\s*[,;/+、，；／]\s*(?:and\s+|&\s+)?|\s+(?:&|and)\s+"
    r"|\s*\n\s*\n\s*|\s*<br\s*/?>\s*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Columns:
    """What each column of a table holds, as positions in the table."""

    label: int
    letters: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of activities by participants, whatever its layout was.

    *participant_texts* are rows of texts about the participants, in the columns of the
    table; what stands in the label's column is the row's title.
    """

    table: Table
    columns: Columns
    layout: Layout = Layout.ACTIVITIES
    participant_texts: tuple[TableRow, ...] = ()


def make_sheet(
    written: Table | Sequence[Part],
    scheme: Scheme,
    layout: Layout | None = None,
    headers: Headers = HEADERS,
) -> Sheet:
    """Return what was written, as one table of activities by participants.

    Without a *layout* it is found out.  Participants of several tables are united by
    their names; the headings over the tables become groups.
    """
    if isinstance(written, Table):
        return _Layouts(written, scheme, headers).sheet(layout)
    sheets = [_Layouts(part.table, scheme, headers).sheet(layout) for part in written]
    if len(sheets) == 1 and not written[0].headings:
        return sheets[0]
    return _joined(sheets, [part.headings for part in written])


def is_legend(table: Table, scheme: Scheme) -> bool:
    """Return whether a table says what the letters mean: they stand in its labels."""
    read = reader_of(scheme)
    labels = [
        read(cell_of(row, 0).text).cell for row in table.rows if not is_blank(row)
    ]
    return bool(labels) and all(cell.letters for cell in labels)


def is_group(row: TableRow, table: Table, columns: Columns, read: CellReader) -> bool:
    """Return whether a row is a heading: one bold label and nothing else but a number.

    A row of one cell where the header has more (ragged, or merged over the full
    width) is one, too, and in a data file any label alone.
    """
    if row.is_group:
        return True
    filled = _content(row, columns)
    if len(filled) != 1:
        return False
    (column,) = filled
    cell = row.cells[column]
    if len(row.cells) == 1 < len(table.header.cells):
        return True
    if column in columns.letters and read(cell.text).cell.letters:
        return False
    return is_bold(cell) or (table.is_data and column == columns.label)


def group_cell(row: TableRow, columns: Columns) -> TableCell:
    """Return the words of a heading, with its number if it has one."""
    filled = [n for n, cell in enumerate(row.cells) if words(cell)]
    (column, *_) = _content(row, columns) or filled
    cell = row.cells[column]
    numbers = [words(row.cells[n]) for n in filled if n < column]
    if not numbers:
        return cell
    return TableCell(" ".join((*numbers, words(cell))), is_parsed=True)


def group_rows(table: Table, scheme: Scheme, headers: Headers = HEADERS) -> list[bool]:
    """Return for each row of a table as written whether it is a heading."""
    columns = _Layouts(table, scheme, headers).columns()
    read = reader_of(scheme)
    return [
        not is_blank(row) and is_group(row, table, columns, read) for row in table.rows
    ]


def is_blank(row: TableRow) -> bool:
    """Return whether nothing stands in a row."""
    return not any(without_emphasis(cell.text) for cell in row.cells)


def cell_of(row: TableRow, column: int) -> TableCell:
    """Return the cell of a column, a blank one where the row ends before it."""
    return row.cells[column] if column < len(row.cells) else NO_CELL


def _content(row: TableRow, columns: Columns) -> list[int]:
    """Return the filled columns of a row less those of text before the label."""
    return [
        n
        for n, cell in enumerate(row.cells)
        if words(cell) and not (n < columns.label and n in columns.texts)
    ]


class _Layouts:
    """One table, and the ways in which it can be read."""

    def __init__(self, table: Table, scheme: Scheme, headers: Headers) -> None:
        self.table = table
        self.scheme = scheme
        self.headers = headers
        self.read = reader_of(scheme)

    def sheet(self, layout: Layout | None) -> Sheet:
        """Return the table as activities by participants."""
        columns = self.columns()
        match layout or self._find_layout(columns):
            case Layout.PARTICIPANTS:
                return self._turned(columns)
            case Layout.LETTERS:
                return self._by_letters(columns)
        return self._as_written(columns)

    # Columns

    def columns(self) -> Columns:
        """Return what each column holds: the label, letters or other text."""
        table = self.table
        width = max(len(table.header.cells), *(len(r.cells) for r in table.rows), 1)
        headers = [words(cell_of(table.header, n)).casefold() for n in range(width)]
        is_text = [self._is_text(n) for n in range(width)]
        known = self.headers
        labels = [
            n
            for n in range(width)
            if is_text[n] and headers[n] not in (*known.numbers, AUDIENCE)
        ]
        # Stages stand beside the activities, unless they are what is to be done.
        labels.sort(key=lambda n: headers[n] in known.stages)
        columns = Columns(label=labels[0] if labels else 0)
        for number, header in enumerate(headers):
            if number == columns.label:
                continue
            if known.are_text(header) or header == AUDIENCE or is_text[number]:
                columns.texts.append(number)
            else:
                columns.letters.append(number)
        return columns

    def _is_text(self, column: int) -> bool:
        """Return whether more of the column's filled cells are words than letters."""
        read = unread = 0
        for row in self.table.rows:
            if column < len(row.cells):
                cell = self.read(row.cells[column].text).cell
                if cell.letters:
                    read += 1
                elif cell.unread:
                    unread += 1
        return unread > read

    # Which layout

    def _find_layout(self, columns: Columns) -> Layout:
        if self._are_letters_above(columns):
            return Layout.LETTERS
        corner = self._corner(columns)
        over = set(re.findall(r"\w+", words(corner).casefold()))
        of_activities = bool(over & self.headers.activities)
        if bool(over & self.headers.participants) != of_activities:
            return Layout.ACTIVITIES if of_activities else Layout.PARTICIPANTS
        if self._owned_by_column(columns):
            return Layout.PARTICIPANTS
        return Layout.ACTIVITIES

    def _corner(self, columns: Columns) -> TableCell:
        rows = (self.table.header, *reversed(self.table.above))
        corners = (cell_of(row, columns.label) for row in rows)
        return next((cell for cell in corners if words(cell)), NO_CELL)

    def _letter_headers(self, columns: Columns) -> dict[int, tuple[str, ...]]:
        """Return the letters that stand over columns, by column."""
        return {
            n: letters
            for n, cell in enumerate(self.table.header.cells)
            if n != columns.label and (letters := self.read(cell.text).cell.letters)
        }

    def _are_letters_above(self, columns: Columns) -> bool:
        """Return whether the headers are letters, and names stand below them."""
        above = self._letter_headers(columns)
        if len(above) < 2:  # noqa: PLR2004 (a matrix of one letter is a list)
            return False
        below = [
            self.read(cell_of(row, n).text).cell
            for row in self.table.rows
            for n in above
        ]
        names = sum(bool(cell.unread) for cell in below)
        return names > sum(bool(cell.letters) for cell in below)

    def _owned_by_column(self, columns: Columns) -> bool:
        """Return whether it is the columns, and not the rows, that have an owner each.

        Each activity has exactly one owner: where every column has one and most rows
        have none or many, the columns are the activities.
        """
        header = self.table.header
        if not all(words(cell_of(header, n)) for n in columns.letters):
            return False
        owner = self.scheme.owner
        holds = [
            [
                owner in self.read(cell_of(row, n).text).cell.letters
                for n in columns.letters
            ]
            for row in self.table.rows
            if not is_blank(row) and not self._is_group(row, columns)
        ]
        by_row = sum(sum(row) == 1 for row in holds)
        by_column = [sum(column) == 1 for column in zip(*holds, strict=True)]
        return (
            len(by_column) > 1
            and len(holds) > 1
            and all(by_column)
            and by_row * 2 < len(holds)
        )

    def _is_group(self, row: TableRow, columns: Columns) -> bool:
        return is_group(row, self.table, columns, self.read)

    # Rows are activities

    def _as_written(self, columns: Columns) -> Sheet:
        table = self.table
        texts = list(table.above)
        first = next((n for n, row in enumerate(table.rows) if not is_blank(row)), None)
        if first is not None and self._may_be_header(table.rows[first], columns):
            rest = (*table.rows[:first], *table.rows[first + 1 :])
            others = _Layouts(table._replace(rows=rest), self.scheme, self.headers)
            of_rest = others.columns()
            row = table.rows[first]
            if others._has_letters(of_rest) and self._may_be_header(row, of_rest):
                columns = of_rest
                if words(cell_of(row, columns.label)):
                    texts.append(table.header)
                    table = table._replace(header=row, rows=rest)
                else:
                    texts.append(row)
                    table = table._replace(rows=rest)
        if not texts:
            return Sheet(table, columns)
        header = table.header
        if not words(cell_of(header, columns.label)):
            cells = list(header.cells)
            cells[columns.label : columns.label + 1] = [self._corner(columns)]
            header = header._replace(cells=tuple(cells))
            table = table._replace(header=header)
        shown = (_less_repeated(row, header) for row in texts)
        return Sheet(
            table, columns, participant_texts=tuple(r for r in shown if not is_blank(r))
        )

    def _has_letters(self, columns: Columns) -> bool:
        return any(
            self.read(cell_of(row, n).text).cell.letters
            for row in self.table.rows
            for n in columns.letters
        )

    def _may_be_header(self, row: TableRow, columns: Columns) -> bool:
        """Return whether a row of the body looks like a second row of headers."""
        label = words(cell_of(row, columns.label)).casefold()
        if label and self.headers.activities.isdisjoint(re.findall(r"\w+", label)):
            return False
        found = [
            self.read(cell.text).cell
            for n, cell in enumerate(row.cells)
            if n != columns.label and n not in columns.texts
        ]
        names = sum(bool(cell.unread) for cell in found)
        return names > 1 and not any(cell.letters for cell in found)

    # Rows are participants

    def _turned(self, columns: Columns) -> Sheet:
        """Return the table with rows for columns."""
        table = self.table
        rows: list[TableRow] = []
        groups: list[TableCell] = []
        group = NO_CELL
        for row in table.rows:
            if is_blank(row):
                continue
            if self._is_group(row, columns):
                group = group_cell(row, columns)._replace(line=row.line)
            else:
                rows.append(row)
                groups.append(group)
        header = TableRow(
            (self._corner(columns), *self._down(rows, columns.label)), table.header.line
        )
        turned = table._replace(
            header=header,
            rows=tuple(self._activity_rows(rows, columns)),
            above=(),
            is_data=False,
        )
        texts = [
            TableRow(
                (cell_of(table.header, n), *self._down(rows, n)), table.header.line
            )
            for n in columns.texts
        ]
        if any(map(words, groups)):
            texts.insert(0, TableRow((NO_CELL, *groups), table.header.line))
        of_turned = _Layouts(turned, self.scheme, self.headers)
        found = Columns(label=0)
        for number, cell in enumerate(header.cells[1:], 1):
            is_text = self.headers.are_text(words(cell).casefold()) or (
                of_turned._is_text(number)
            )
            (found.texts if is_text else found.letters).append(number)
        return Sheet(turned, found, Layout.PARTICIPANTS, tuple(texts))

    def _down(self, rows: Iterable[TableRow], column: int) -> Iterator[TableCell]:
        """Yield the cells of a column, each with its own line."""
        return (cell_of(row, column)._replace(line=row.line) for row in rows)

    def _activity_rows(
        self, rows: Sequence[TableRow], columns: Columns
    ) -> Iterator[TableRow]:
        header = self.table.header
        group = ""
        for n in columns.letters:
            over = [
                cell
                for row in self.table.above
                if words(cell := cell_of(row, n)) not in ("", words(cell_of(header, n)))
            ]
            if over and words(over[-1]) != group:
                group = words(over[-1])
                yield TableRow((over[-1],), header.line, is_group=True)
            yield TableRow((cell_of(header, n), *self._down(rows, n)), header.line)

    # Columns are letters

    def _by_letters(self, columns: Columns) -> Sheet:
        """Return the table with a column for each participant that its cells name."""
        table = self.table
        above = self._letter_headers(columns)
        texts = [
            n for n in sorted((*columns.texts, *columns.letters)) if n not in above
        ]
        left = [n for n in texts if n < columns.label]
        right = [n for n in texts if n > columns.label]
        kept = [*left, columns.label, *right]
        found = Columns(
            label=len(left), texts=[n for n in range(len(kept)) if n != len(left)]
        )
        narrow = Columns(columns.label, texts=texts)
        names: dict[str, TableCell] = {}
        parts: list[TableRow | tuple[TableRow, dict[str, list[_Named]]]] = []
        for row in table.rows:
            if is_blank(row):
                continue
            if self._is_group(row, narrow):
                cell = group_cell(row, narrow)
                parts.append(TableRow((cell,), row.line, is_group=True))
                continue
            named: dict[str, list[_Named]] = {}
            for n, letters in above.items():
                for one in _names(cell_of(row, n), letters):
                    key = fold(one.name.text)
                    names.setdefault(key, one.name._replace(line=row.line))
                    named.setdefault(key, []).append(one)
            parts.append((row, named))
        found.letters = list(range(len(kept), len(kept) + len(names)))
        header = TableRow(
            (*(cell_of(table.header, n) for n in kept), *names.values()),
            table.header.line,
        )
        rows = [
            part
            if isinstance(part, TableRow)
            else TableRow(
                (
                    *(cell_of(part[0], n) for n in kept),
                    *(_letters_of(part[1].get(key, ())) for key in names),
                ),
                part[0].line,
            )
            for part in parts
        ]
        turned = Table(header, tuple(rows))
        return Sheet(turned, found, Layout.LETTERS)


@dataclass(frozen=True, slots=True)
class _Named:
    """A participant that a cell names: the letters over it, and the note beside it."""

    name: TableCell
    letters: tuple[str, ...]
    note: str
    rest: TableCell


def _names(cell: TableCell, letters: tuple[str, ...]) -> Iterator[_Named]:
    """Yield the participants that a cell names."""
    text = cell.text if cell.label is not None else without_emphasis(cell.text)
    if text.strip().casefold() in NOBODY:
        return
    if len(text) > _LONGEST:
        # Prose, or bytes that would keep the patterns busy: shown as one name.
        name = TableCell(" ".join(without_emphasis(text).split()), cell.label)
        yield _Named(name, letters, "", NO_CELL)
        return
    for start, end in _between(text):
        written = text[start:end]
        match = _NAME.fullmatch(written.rstrip())
        if match is None:
            continue
        stop = start + match.end("name")
        name, rest = (
            TableCell(" ".join(without_emphasis(match["name"]).split())),
            NO_CELL,
        )
        if cell.label is not None:
            name = name._replace(label=cell.label, span=(start, stop))
            rest = TableCell("", cell.label, span=(stop, end))
        note = (match["note"] or "").strip() + (match["mark"] or "")
        yield _Named(name, letters, note, rest)


def _between(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names of a cell begin and end; brackets hold no separators."""
    outside = re.sub(r"[(（][^)）]*[)）]", lambda m: "x" * len(m[0]), text)
    start = 0
    for match in _BETWEEN_NAMES.finditer(outside):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _letters_of(named: Sequence[_Named]) -> TableCell:
    """Return the cell of one participant: the letters, and all notes."""
    if not named:
        return NO_CELL
    letters = "/".join(dict.fromkeys(code for one in named for code in one.letters))
    notes = ", ".join(dict.fromkeys(one.note for one in named if one.note))
    rest = next((one.rest for one in named if one.rest.label is not None), NO_CELL)
    return rest._replace(text=f"{letters} ({notes})" if notes else letters)


# Several tables


def _joined(sheets: Sequence[Sheet], headings: Sequence[tuple[TableRow, ...]]) -> Sheet:
    """Return one sheet of several: columns are the same where their names are."""
    union: dict[tuple[str, str, int], TableCell] = {}
    places: list[list[tuple[str, str, int]]] = []
    for sheet in sheets:
        names = _column_names(sheet)
        places.append(names)
        for n, name in enumerate(names):
            union.setdefault(name, cell_of(sheet.table.header, n))
    position = {name: n for n, name in enumerate(union)}
    rows: list[TableRow] = []
    texts: dict[str, TableRow] = {}
    for sheet, names, above in zip(sheets, places, headings, strict=True):
        rows += above
        to = [position[name] for name in names]
        rows += (_moved(row, sheet, to, len(union)) for row in sheet.table.rows)
        for row in sheet.participant_texts:
            title = fold(words(cell_of(row, sheet.columns.label)))
            moved = _spread(row, to, len(union))
            before = texts.get(title, moved).cells
            cells = (
                old if words(old) else new
                for old, new in zip(before, moved.cells, strict=True)
            )
            texts[title] = moved._replace(cells=tuple(cells))
    kinds = [kind for kind, _, _ in union]
    columns = Columns(
        kinds.index("label"),
        [n for n, kind in enumerate(kinds) if kind == "letters"],
        [n for n, kind in enumerate(kinds) if kind == "text"],
    )
    header = sheets[0].table.header._replace(cells=tuple(union.values()))
    table = Table(header, tuple(rows))
    return Sheet(table, columns, sheets[0].layout, tuple(texts.values()))


def _column_names(sheet: Sheet) -> list[tuple[str, str, int]]:
    """Return a name for each column: what it holds, its header, and which of such."""
    columns = sheet.columns
    seen: dict[tuple[str, str], int] = {}
    names = []
    for n in range(1 + len(columns.letters) + len(columns.texts)):
        kind, text = "label", ""
        if n != columns.label:
            kind = "letters" if n in columns.letters else "text"
            text = fold(words(cell_of(sheet.table.header, n)))
        number = seen[kind, text] = seen.get((kind, text), 0) + 1
        names.append((kind, text, number))
    return names


def _moved(row: TableRow, sheet: Sheet, to: Sequence[int], width: int) -> TableRow:
    """Return a row with its cells in the columns of the union."""
    columns = sheet.columns
    if is_blank(row):
        return TableRow((), row.line)
    if row.is_group or (
        len(row.cells) == 1 < len(sheet.table.header.cells)
        or (sheet.table.is_data and _content(row, columns) == [columns.label])
    ):
        return TableRow((group_cell(row, columns),), row.line, is_group=True)
    return _spread(row, to, width)


def _spread(row: TableRow, to: Sequence[int], width: int) -> TableRow:
    cells = [NO_CELL] * width
    for cell, place in zip(row.cells, to, strict=False):
        cells[place] = cell
    return row._replace(cells=tuple(cells))


def _less_repeated(row: TableRow, header: TableRow) -> TableRow:
    """Return a row of headers less what the last row of headers says again."""
    return row._replace(
        cells=tuple(
            NO_CELL if words(cell) == words(cell_of(header, n)) else cell
            for n, cell in enumerate(row.cells)
        ),
    )
