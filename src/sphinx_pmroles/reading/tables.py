"""Tables as their author wrote them, before anyone asks what they say.

All of it is named tuples, which are made, and imported, in less time than dataclasses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sphinx_pmroles.reading.cells import without_emphasis
from sphinx_pmroles.reading.errors import ReadError


class TableCell(NamedTuple):
    """A cell: its source or plain text.

    *label* is the number by which whoever made the table knows the cell's parsed
    inline markup, or ``None`` where the text has no markup.  *strong* says whether
    all of the text is bold.  *span* is the part of the label that is meant, from and
    to which character, where it is not all of it.  *line* is given where the cell does
    not stand on its row's line.  *link* is where its first link leads.  *is_parsed*
    says that *text* is no source any more: a mark that is left in it was escaped.
    """

    text: str = ""
    label: int | None = None
    strong: bool = False
    span: tuple[int, int | None] | None = None
    line: int = 0
    link: str = ""
    is_parsed: bool = False


class TableRow(NamedTuple):
    """A row and the line on which it stands, 0 if unknown.

    It may have fewer or more cells than the header.  *is_group* says that it is a
    heading over the rows below it.
    """

    cells: tuple[TableCell, ...]
    line: int = 0
    is_group: bool = False


class Table(NamedTuple):
    """A header row and the rows below it.

    *is_data* says that it comes from a data file, where nothing can be bold.  *above*
    are rows of headers over the last.  *titles* are texts that data has above those.
    *fault* says what of the data could not be read, where all else could.
    """

    header: TableRow
    rows: tuple[TableRow, ...]
    is_data: bool = False
    above: tuple[TableRow, ...] = ()
    titles: tuple[str, ...] = ()
    fault: ReadError | None = None


class Part(NamedTuple):
    """One of several tables that belong together, and the headings over it."""

    headings: tuple[TableRow, ...]
    table: Table


def words(cell: TableCell) -> str:
    """Return the text of a cell without the emphasis around it."""
    return cell.text.strip() if cell.is_parsed else without_emphasis(cell.text)


def is_bold(cell: TableCell) -> bool:
    """Return whether all of a cell is bold."""
    if cell.strong:
        return True
    return cell.text.strip().startswith(("**", "__")) and words(cell) != cell.text


# Blanks stand in one place of each pattern: in two, n of them would take n² steps.
_DELIMITER = re.compile(r"\|?(\s*:?-+:?\s*\|)*(\s*:?-+:?)?")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*)")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")


def read_pipe_table(lines: Sequence[str], first_line: int) -> Table | None:
    """Return the Markdown pipe table that *lines* are, if they are just that.

    *first_line* is the line number of the first of *lines*.  The answer is ``None``
    for anything else, a table with more around it included: the caller then asks the
    page's own parser.  Texts are Markdown source.
    """
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if end - start < len(("header", "delimiter")) or not all(
        line.lstrip().startswith("|") and not line.startswith("    ")
        for line in lines[start:end]
    ):
        return None
    cells = _Cells()
    header = split_pipe_row(lines[start])
    delimiter = lines[start + 1]
    if not is_delimiter(delimiter) or len(header) != len(split_pipe_row(delimiter)):
        return None
    return Table(
        _row(cells, header, first_line + start),
        tuple(
            _row(cells, split_pipe_row(lines[number]), first_line + number)
            for number in range(start + 2, end)
        ),
    )


def read_pipe_parts(lines: Sequence[str], first_line: int) -> list[Part] | None:
    """Return the Markdown pipe tables that *lines* are, with headings between them.

    The answer is ``None`` for anything else: one table, or any prose.
    """
    parts: list[Part] = []
    headings: list[TableRow] = []
    begin: int | None = None
    for number, line in enumerate((*lines, "")):
        if line.lstrip().startswith("|"):
            begin = number if begin is None else begin
            continue
        if begin is not None:
            table = read_pipe_table(lines[begin:number], first_line + begin)
            if table is None:
                return None
            parts.append(Part(tuple(headings), table))
            headings, begin = [], None
        if heading := _HEADING.fullmatch(line):
            cell = TableCell(_less_closing(heading[1]))
            headings.append(TableRow((cell,), first_line + number, is_group=True))
        elif line.strip():
            return None
    return parts if len(parts) > 1 and not headings else None


def _less_closing(heading: str) -> str:
    """Return the text of a heading without the marks that may close it."""
    text = heading.rstrip(" \t")
    opened = text.rstrip("#")
    return opened.rstrip(" \t") if opened.endswith((" ", "\t")) else text


def is_delimiter(line: str) -> bool:
    """Return whether a line is that of dashes below the header of a pipe table."""
    text = line.strip()
    return "-" in text and bool(_DELIMITER.fullmatch(text))


def split_pipe_row(line: str) -> list[str]:
    r"""Return the texts between the pipes of a row; ``\|`` is a pipe in a text.

    As GitHub's Markdown does, a pipe inside code counts unless it is escaped.
    """
    text = line.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [part.strip().replace("\\|", "|") for part in _UNESCAPED_PIPE.split(text)]


class _Cells(dict[str, TableCell]):
    """Cells by text: few different ones make most of a table."""

    def __missing__(self, text: str) -> TableCell:
        cell = self[text] = TableCell(text)
        return cell


def _row(cells: _Cells, texts: Sequence[str], line: int) -> TableRow:
    return TableRow(tuple(map(cells.__getitem__, texts)), line)
