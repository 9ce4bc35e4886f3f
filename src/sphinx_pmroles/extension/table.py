"""A table as it is shown: what a table node holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter as it is shown: its code, its word for the reader, its style's name."""

    code: str
    word: str
    style: str


@dataclass(frozen=True, slots=True)
class Cell:
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


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: one cell a column, or just one cell if it is a heading over the next."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its header, whether it holds letters, and the id of its header."""

    header: Cell
    is_letters: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
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
