"""A matrix as a table of letters."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from sphinx_pmroles.extension.nodes import (
    Cell,
    MatrixNode,
    ShownLetter,
    Table,
    TableColumn,
    TableNode,
    TableRow,
)
from sphinx_pmroles.extension.views.references import link
from sphinx_pmroles.extension.views.tables import TableView
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Handbook, Kind
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.matrix import BLANK, Activity
from sphinx_pmroles.model.scheme import Letter


class Holds(Enum):
    """What a column of a matrix holds."""

    ACTIVITIES = "activities"
    LETTERS = "letters"
    TEXT = "text"


def show_matrix(handbook: Handbook, node: MatrixNode) -> TableNode:
    """Return the matrix as a table of letters, its headers linked to the roles."""
    return MatrixView(handbook, node).show()


class MatrixView(TableView):
    """One matrix on its way to being a table."""

    def __init__(self, handbook: Handbook, node: MatrixNode) -> None:
        super().__init__(node)
        self.handbook = handbook
        self.matrix = node.record
        self.scheme = handbook.scheme(self.matrix)
        #: What each column holds, and its number among those that hold the same.
        self.columns = list(self._columns())
        self.shown_letters = {
            letter.code: _shown(letter) for letter in self.scheme.letters
        }

    def show(self) -> TableNode:
        """Return the table."""
        self._link_headers()
        in_use = self.matrix.letters_in_use()
        return self.table_node(
            Table(
                columns=tuple(self._column(holds, n) for holds, n in self.columns),
                rows=tuple(self._rows()),
                label_column=self.columns.index((Holds.ACTIVITIES, -1)),
                caption=self.number.get(("title",)),
                legend=tuple(
                    shown
                    for code, shown in self.shown_letters.items()
                    if code in in_use
                ),
            )
        )

    def _link_headers(self) -> None:
        for n, participant in enumerate(self.matrix.participants):
            position = self.number.get(("participant", -1, n))
            if position is not None:
                entry = self.handbook.find(Kind.ROLE, participant.text)
                link(self.labels[position], entry, self.matrix.place.docname)

    def _columns(self) -> Iterator[tuple[Holds, int]]:
        """Yield the columns in their author's order."""
        texts = list(enumerate(self.matrix.text_columns))
        yield from ((Holds.TEXT, n) for n, column in texts if column.before < 0)
        yield Holds.ACTIVITIES, -1
        participants = len(self.matrix.participants)
        for position in range(participants + 1):
            yield from ((Holds.TEXT, n) for n, c in texts if c.before == position)
            if position < participants:
                yield Holds.LETTERS, position

    def _column(self, holds: Holds, n: int) -> TableColumn:
        match holds:
            case Holds.ACTIVITIES:
                return TableColumn(self.cell("header", -1, -1))
            case Holds.LETTERS:
                return TableColumn(self.cell("participant", -1, n), is_letters=True)
            case Holds.TEXT:
                return TableColumn(self.cell("text header", -1, n))

    def _rows(self) -> Iterator[TableRow]:
        groups = list(enumerate(self.matrix.groups))
        activities = self.matrix.activities
        for row in range(len(activities) + 1):
            for n, group in groups:
                if group.before == row:
                    yield TableRow((self.cell("group", n, -1),), is_group=True)
            if row < len(activities):
                activity = activities[row]
                cells = (self._cell(activity, row, h, n) for h, n in self.columns)
                yield TableRow(tuple(cells), activity.anchor)

    def _cell(self, activity: Activity, row: int, holds: Holds, n: int) -> Cell:
        match holds:
            case Holds.ACTIVITIES:
                return self.cell("activity", row, -1)
            case Holds.TEXT:
                return self.cell("text", row, n)
        cell = activity.cells[n]
        if cell == BLANK:
            return _BLANK
        label = self.number.get(("cell", row, n))
        if cell.unread:
            return Cell(cell.unread, label, style="unread")
        letters = tuple(self.shown_letters[code] for code in cell.letters)
        return Cell(cell.note, label, letters)


_BLANK = Cell()


def _shown(letter: Letter) -> ShownLetter:
    return ShownLetter(letter.code, _(letter.word), make_key(letter.word))
