"""A table of letters to a responsibility matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sphinx_pmroles.model.audience import OF_MATRICES
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.key import make_keys
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.matrix import (
    Activity,
    Cell,
    Group,
    Layout,
    Matrix,
    Participant,
    TextColumn,
)
from sphinx_pmroles.model.messages import quoted, shortened
from sphinx_pmroles.model.scheme import Scheme
from sphinx_pmroles.reading.audiences import Hides, blank, nothing
from sphinx_pmroles.reading.cells import reader_of
from sphinx_pmroles.reading.layouts import (
    HEADERS,
    NO_CELL,
    Headers,
    Sheet,
    cell_of,
    group_cell,
    is_blank,
    is_group,
    make_sheet,
)
from sphinx_pmroles.reading.tables import Part, Table, TableCell, TableRow, words


@dataclass(slots=True)
class MatrixReading:
    """A matrix as read, what was wrong with it, and where its marked-up texts are.

    *labels* says, for each text that has a parsed label, which part of the matrix it
    is (see :class:`Slot`).  *spans* says from and to which character of such a text is
    meant, where it is not all: the letters of a cell are shown as letters, and what
    follows as the note.  *lines* are those of groups, and *header_line* is that of the
    headers.  *is_withheld* says that a participant was left out.
    """

    matrix: Matrix
    findings: list[Finding]
    labels: dict[Slot, int]
    spans: dict[Slot, tuple[int, int | None]]
    lines: dict[Slot, int]
    header_line: int
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A text of a matrix: what kind, in which activity or group, in which column."""

    part: str
    row: int = -1
    column: int = -1


def read_matrix(
    written: Table | Sequence[Part],
    scheme: Scheme,
    *,
    key: str,
    title: str,
    place: Place,
    allow: tuple[str, ...] = (),
    layout: Layout | None = None,
    headers: Headers = HEADERS,
    hides: Hides | None = None,
) -> MatrixReading:
    """Return the matrix that a table says, or several together.

    Without a *layout* it is found out, columns by the words in *headers*.  Nothing of
    the table is left out: a cell that cannot be read is kept as written and reported.
    Anchors are empty: they are the page's to give.

    What *hides* says is left out: the columns of hidden roles, the names of hidden
    stages.
    """
    sheet = make_sheet(written, scheme, layout, headers)
    return _MatrixTable(
        sheet, scheme, headers, place, allow=allow, hides=hides or nothing
    ).read(key, title)


class _MatrixTable:
    """One table on its way to being a matrix."""

    def __init__(
        self,
        sheet: Sheet,
        scheme: Scheme,
        headers: Headers,
        place: Place,
        *,
        allow: tuple[str, ...],
        hides: Hides,
    ) -> None:
        self.sheet = sheet
        self.table = sheet.table
        self.hides = hides
        # What is a heading is asked of all columns: a row whose only letter is hidden
        # is still an activity.
        self.all_columns = sheet.columns
        header = sheet.table.header
        hidden = [
            n
            for n in sheet.columns.letters
            if hides(Kind.ROLE, words(cell_of(header, n)), "")
        ]
        shown = [n for n in sheet.columns.letters if n not in hidden]
        self.hidden = frozenset(hidden)
        self.columns = replace(sheet.columns, letters=shown)
        self.scheme = scheme
        self.headers = headers
        self.place = place
        self.allow = (*allow, *OF_MATRICES) if hidden else allow
        self.read_cell = reader_of(scheme)
        self.findings: list[Finding] = []
        self.labels: dict[Slot, int] = {}
        self.spans: dict[Slot, tuple[int, int | None]] = {}
        self.lines: dict[Slot, int] = {}

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
                    self._at(header, cell_of(header, column)),
                    tuple(
                        self._text(row, column, Slot("participant text", number, n))
                        for n, row in enumerate(self.sheet.participant_texts)
                    ),
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
            layout=self.sheet.layout,
            participant_texts=tuple(
                self._text(
                    row, columns.label, Slot("participant text header", column=n)
                )
                for n, row in enumerate(self.sheet.participant_texts)
            ),
        )
        return MatrixReading(
            matrix,
            self.findings,
            self.labels,
            self.spans,
            self.lines,
            header_line=self._at(header).line,
            is_withheld=bool(self.hidden),
        )

    def _participants_left_of(self, column: int) -> int:
        if column < self.columns.label:
            return -1
        return sum(letters < column for letters in self.columns.letters)

    def _rows(self) -> tuple[list[Activity], list[Group]]:
        activities: list[Activity] = []
        groups: list[Group] = []
        group = ""
        rows = [
            (row, is_group(row, self.table, self.all_columns, self.read_cell))
            for row in self.table.rows
            if not is_blank(row)
        ]
        label = self.columns.label
        titles = [
            words(cell_of(row, label)) for row, is_heading in rows if not is_heading
        ]
        keys = make_keys(titles)
        for row, is_heading in rows:
            if is_heading:
                cell = group_cell(row, self.all_columns)
                if self.hides(Kind.STAGE, words(cell), ""):
                    cell = TableCell("…")
                slot = Slot("group", row=len(groups))
                self.lines[slot] = self._at(row, cell).line
                group = self._keep(cell, slot)
                groups.append(Group(group, before=len(activities)))
            else:
                number = len(activities)
                activities.append(
                    self._activity(row, number, keys[number], titles[number], group)
                )
        return activities, groups

    def _activity(
        self, row: TableRow, number: int, key: str, title: str, group: str
    ) -> Activity:
        self._text(row, self.columns.label, Slot("activity", row=number))
        texts = tuple(
            self._text(self._shown(row), column, Slot("text", number, n))
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

    def _shown(self, row: TableRow) -> TableRow:
        """Return a row without the names of hidden stages."""
        header = self.table.header
        stages = [
            n
            for n in self.columns.texts
            if words(cell_of(header, n)).casefold() in self.headers.stages
            and self.hides(Kind.STAGE, words(cell_of(row, n)), "")
        ]
        return blank(row, stages) if stages else row

    def _cells(self, row: TableRow, number: int, title: str) -> Iterator[Cell]:
        for n, column in enumerate(self.columns.letters):
            written = cell_of(row, column)
            reading = self.read_cell(written.text)
            if written.label is not None and (
                reading.cell.letters or reading.cell.unread
            ):
                slot = Slot("cell", number, n)
                self.labels[slot] = written.label
                self.spans[slot] = written.span or (reading.end, None)
            if reading.cell.unread:
                self._unreadable(row, column, reading.cell.unread, title)
            elif reading.look_alikes:
                self._look_alike(row, column, reading.look_alikes, title)
            yield reading.cell

    def _unreadable(self, row: TableRow, column: int, written: str, title: str) -> None:
        participant = words(cell_of(self.table.header, column))
        letters = ", ".join(
            f"{x.code} ({shortened(x.word)})" for x in self.scheme.letters
        )
        self._report(
            "unreadable-cell",
            f"cannot read {quoted(written)} of {quoted(participant)} in "
            f"{quoted(title)}: expected letters of the scheme "
            f"{quoted(self.scheme.name)}: {letters}, alone or with a note in round "
            "brackets, or '-' for nobody; it is shown as written",
            self._at(row, cell_of(row, column)),
        )

    def _look_alike(self, row: TableRow, column: int, written: str, title: str) -> None:
        participant = words(cell_of(self.table.header, column))
        names = ", ".join(f"{quoted(char)} (U+{ord(char):04X})" for char in written)
        self._report(
            "look-alike-letter",
            f"{names} of {quoted(participant)} in {quoted(title)} only looks like a "
            "Latin letter and is read as one: type the Latin letter",
            self._at(row, cell_of(row, column)),
        )

    def _stage(self, row: TableRow) -> str:
        for column in self.columns.texts:
            header = words(cell_of(self.table.header, column))
            if header.casefold() in self.headers.stages:
                named = words(cell_of(row, column))
                return "" if self.hides(Kind.STAGE, named, "") else named
        return ""

    def _text(self, row: TableRow, column: int, slot: Slot) -> str:
        """Return the text of a cell, and remember its label if it has one."""
        return self._keep(cell_of(row, column), slot)

    def _keep(self, cell: TableCell, slot: Slot) -> str:
        if cell.label is not None:
            self.labels[slot] = cell.label
            if cell.span is not None:
                self.spans[slot] = cell.span
        return words(cell)

    def _at(self, row: TableRow, cell: TableCell = NO_CELL) -> Place:
        line = cell.line or row.line or self.place.line
        return Place(self.place.docname, line, self.place.file)

    def _report(self, check: str, message: str, place: Place) -> None:
        self.findings.append(Finding(check, message, place, self.allow))
