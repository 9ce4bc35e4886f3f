"""A table of letters to a responsibility matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.key import make_keys
from sphinx_pmroles.model.matrix import (
    BLANK,
    Activity,
    Cell,
    Group,
    Matrix,
    Participant,
    TextColumn,
)
from sphinx_pmroles.model.scheme import Scheme
from sphinx_pmroles.reading.cells import CellReader, without_emphasis
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow

#: Headers of columns that hold text whatever stands in them, case-folded.
TEXT_HEADERS = frozenset(
    {
        "#", "id", "no", "no.", "task", "description", "note", "notes", "comment",
        "comments", "remark", "remarks", "deliverable", "deliverables", "stage",
        "phase", "when", "due",
    }
)  # fmt: skip
STAGE_HEADERS = frozenset({"stage", "phase"})

_NO_CELL = TableCell()


@dataclass(slots=True)
class MatrixReading:
    """A matrix as read, what was wrong with it, and where its marked-up texts are.

    *labels* says, for each text that has a parsed label, which part of the matrix it
    is (see :class:`Slot`).  *letters* says how many characters of such a text are the
    letters of a cell: they are shown as letters, and what follows as the note.
    """

    matrix: Matrix
    findings: list[Finding]
    labels: dict[Slot, int]
    letters: dict[Slot, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """A text of a matrix: what kind, in which activity or group, in which column."""

    part: str
    row: int = -1
    column: int = -1


@dataclass(slots=True)
class _Columns:
    """What each column of the table holds, as positions in the table."""

    label: int
    letters: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)


def read_matrix(
    table: Table,
    scheme: Scheme,
    *,
    key: str,
    title: str,
    place: Place,
    allow: tuple[str, ...] = (),
) -> MatrixReading:
    """Return the matrix that *table* says, with rows as activities.

    Nothing of the table is left out: a cell that cannot be read is kept as written
    and reported.  Anchors are empty: they are the page's to give.
    """
    return _MatrixTable(table, scheme, place, allow).read(key, title)


class _MatrixTable:
    """One table on its way to being a matrix."""

    def __init__(
        self, table: Table, scheme: Scheme, place: Place, allow: tuple[str, ...]
    ) -> None:
        self.table = table
        self.scheme = scheme
        self.place = place
        self.allow = allow
        self.read_cell = CellReader(scheme)
        self.columns = self._columns()
        self.findings: list[Finding] = []
        self.labels: dict[Slot, int] = {}
        self.letters: dict[Slot, int] = {}

    def read(self, key: str, title: str) -> MatrixReading:
        header = self.table.header
        columns = self.columns
        activities, groups = self._rows()
        matrix = Matrix(
            key=key,
            title=title,
            anchor="",
            place=self.place,
            scheme=self.scheme.name,
            label_header=self._text(header, columns.label, Slot("header")),
            participants=tuple(
                Participant(
                    self._text(header, column, Slot("participant", column=number)),
                    self._at(header),
                )
                for number, column in enumerate(columns.letters)
            ),
            activities=tuple(activities),
            groups=tuple(groups),
            text_columns=tuple(
                TextColumn(
                    self._text(header, column, Slot("text header", column=number)),
                    before=self._participants_left_of(column),
                )
                for number, column in enumerate(columns.texts)
            ),
            allow=self.allow,
        )
        return MatrixReading(matrix, self.findings, self.labels, self.letters)

    def _participants_left_of(self, column: int) -> int:
        if column < self.columns.label:
            return -1
        return sum(letters < column for letters in self.columns.letters)

    def _columns(self) -> _Columns:
        """Return what each column holds: the label, letters or other text."""
        width = max(len(self.table.header.cells), *self._widths(), 1)
        headers = [
            without_emphasis(_cell(self.table.header, n).text).casefold()
            for n in range(width)
        ]
        columns = _Columns(label=next(self._label_candidates(headers), 0))
        for number, header in enumerate(headers):
            if number == columns.label:
                continue
            if header in TEXT_HEADERS or self._is_text(number):
                columns.texts.append(number)
            else:
                columns.letters.append(number)
        return columns

    def _widths(self) -> Iterator[int]:
        return (len(row.cells) for row in self.table.rows)

    def _label_candidates(self, headers: Sequence[str]) -> Iterator[int]:
        """Yield the columns that may name the activities, the likeliest first."""
        numbering = {"#", "id", "no", "no.", *STAGE_HEADERS}
        for number, header in enumerate(headers):
            if header not in numbering and self._is_text(number):
                yield number

    def _is_text(self, column: int) -> bool:
        """Return whether more of the column's filled cells are words than letters."""
        read = unread = 0
        for row in self.table.rows:
            cell = self.read_cell(_cell(row, column).text).cell
            read += bool(cell.letters)
            unread += bool(cell.unread)
        return unread > read

    def _rows(self) -> tuple[list[Activity], list[Group]]:
        activities: list[Activity] = []
        groups: list[Group] = []
        group = ""
        titles = self._activity_titles()
        keys = make_keys(titles)
        for row in self.table.rows:
            if self._is_blank(row):
                continue
            if self._is_group(row):
                slot = Slot("group", row=len(groups))
                group = self._text(row, self._first_filled(row), slot)
                groups.append(Group(group, before=len(activities)))
            else:
                number = len(activities)
                activities.append(
                    self._activity(row, number, keys[number], titles[number], group)
                )
        return activities, groups

    def _activity_titles(self) -> list[str]:
        return [
            without_emphasis(_cell(row, self.columns.label).text)
            for row in self.table.rows
            if not (self._is_blank(row) or self._is_group(row))
        ]

    def _activity(
        self, row: TableRow, number: int, key: str, title: str, group: str
    ) -> Activity:
        self._text(row, self.columns.label, Slot("activity", row=number))
        texts = tuple(
            self._text(row, column, Slot("text", number, n))
            for n, column in enumerate(self.columns.texts)
        )
        return Activity(
            key=key,
            title=title,
            anchor="",
            place=self._at(row),
            cells=tuple(self._cells(row, number, title)),
            group=group,
            stage=self._stage(row),
            texts=texts,
        )

    def _cells(self, row: TableRow, number: int, title: str) -> Iterator[Cell]:
        for n, column in enumerate(self.columns.letters):
            written = _cell(row, column)
            reading = self.read_cell(written.text)
            if written.label is not None and reading.cell is not BLANK:
                slot = Slot("cell", number, n)
                self.labels[slot] = written.label
                self.letters[slot] = reading.end
            participant = without_emphasis(_cell(self.table.header, column).text)
            if reading.cell.unread:
                self._unreadable(row, reading.cell.unread, title, participant)
            elif reading.look_alikes:
                self._look_alike(row, reading.look_alikes, title, participant)
            yield reading.cell

    def _unreadable(
        self, row: TableRow, written: str, title: str, participant: str
    ) -> None:
        letters = ", ".join(f"{x.code} ({x.word})" for x in self.scheme.letters)
        self._report(
            "unreadable-cell",
            f"cannot read {_short(written)!r} of {participant!r} in {title!r}: "
            f"expected letters of the scheme {self.scheme.name!r}: {letters}, alone or "
            "with a note in round brackets, or '-' for nobody; it is shown as written",
            row,
        )

    def _look_alike(
        self, row: TableRow, written: str, title: str, participant: str
    ) -> None:
        names = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in written)
        self._report(
            "look-alike-letter",
            f"{names} of {participant!r} in {title!r} only looks like a Latin letter "
            "and is read as one: type the Latin letter",
            row,
        )

    def _stage(self, row: TableRow) -> str:
        for column in self.columns.texts:
            header = without_emphasis(_cell(self.table.header, column).text)
            if header.casefold() in STAGE_HEADERS:
                return without_emphasis(_cell(row, column).text)
        return ""

    def _is_blank(self, row: TableRow) -> bool:
        return not any(without_emphasis(cell.text) for cell in row.cells)

    def _is_group(self, row: TableRow) -> bool:
        """Return whether a row is a heading: one bold label and nothing else.

        A row of one cell where the header has more (ragged, or merged over the full
        width) is one, too.
        """
        filled = [cell for cell in row.cells if without_emphasis(cell.text)]
        if len(filled) != 1:
            return False
        ragged = len(row.cells) == 1 < len(self.table.header.cells)
        return ragged or filled[0].strong or _is_bold(filled[0].text)

    def _first_filled(self, row: TableRow) -> int:
        return next(n for n, c in enumerate(row.cells) if without_emphasis(c.text))

    def _text(self, row: TableRow, column: int, slot: Slot) -> str:
        """Return the text of a cell, and remember its label if it has one."""
        cell = _cell(row, column)
        if cell.label is not None:
            self.labels[slot] = cell.label
        return without_emphasis(cell.text)

    def _at(self, row: TableRow) -> Place:
        line = row.line or self.place.line
        return Place(self.place.docname, line, self.place.file)

    def _report(self, check: str, message: str, row: TableRow) -> None:
        self.findings.append(Finding(check, message, self._at(row), self.allow))


def _cell(row: TableRow, column: int) -> TableCell:
    return row.cells[column] if column < len(row.cells) else _NO_CELL


def _is_bold(text: str) -> bool:
    return text.strip().startswith(("**", "__")) and without_emphasis(text) != text


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
