"""A table as it is shown: what a table node holds.

All of it is named tuples: a page may have thousands of cells, and a frozen dataclass
takes three times as long to make, and its class four times as long to import.
"""

from __future__ import annotations

from typing import NamedTuple


class ShownLetter(NamedTuple):
    """A letter as it is shown: its code, its word for the reader, its style's name."""

    code: str
    word: str
    style: str


class Cell(NamedTuple):
    """A cell of a table: a plain text, or the number of a label of its node.

    The label may hold paragraphs and lists.  Where there are *letters*, the text or
    the label is the note beside them.  *style* is the name by which the style sheet
    knows a state, such as ``at-risk``.  *bar* draws what the text says: the style and
    the length of each of its parts, of 1 in all.
    """

    text: str = ""
    label: int | None = None
    letters: tuple[ShownLetter, ...] = ()
    style: str = ""
    bar: tuple[tuple[str, float], ...] = ()


class TableRow(NamedTuple):
    """A row: one cell a column, or just one cell if it is a heading over the next."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    is_group: bool = False


class TableColumn(NamedTuple):
    """A column: its header, whether it holds letters, and the id of its header.

    The texts of one that *is_dates* do not break inside a date.
    """

    header: Cell
    is_letters: bool = False
    anchor: str = ""
    is_dates: bool = False


class Table(NamedTuple):
    """A table as it is shown.

    *label_column* is the column that names the rows; *caption* is the number of the
    label that names the table; *legend* explains the letters.  The columns of one that
    *is_even* are of one width, for cells that hold more than words: where there is no
    room for them side by side, each row is stacked.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    label_column: int = 0
    caption: int | None = None
    legend: tuple[ShownLetter, ...] = ()
    is_even: bool = False
