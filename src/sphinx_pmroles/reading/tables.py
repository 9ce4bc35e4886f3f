"""Tables as their author wrote them, before anyone asks what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its source or plain text.

    *label* is the number by which whoever made the table knows the cell's parsed
    inline markup, or ``None`` where the text has no markup.  *strong* says whether
    all of the text is bold.  *span* is the part of the label that is meant, from and
    to which character, where it is not all of it.  *line* is given where the cell does
    not stand on its row's line.
    """

    text: str = ""
    label: int | None = None
    strong: bool = False
    span: tuple[int, int | None] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row and the line on which it stands, 0 if unknown.

    It may have fewer or more cells than the header.  *is_group* says that it is a
    heading over the rows below it.
    """

    cells: tuple[TableCell, ...]
    line: int = 0
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A header row and the rows below it.

    *is_data* says that it comes from a data file, where nothing can be bold.  *above*
    are rows of headers over the last.
    """

    header: TableRow
    rows: tuple[TableRow, ...]
    is_data: bool = False
    above: tuple[TableRow, ...] = ()


_DELIMITER = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
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
    header = split_pipe_row(lines[start])
    delimiter = lines[start + 1]
    if not _DELIMITER.fullmatch(delimiter) or len(header) != len(
        split_pipe_row(delimiter)
    ):
        return None
    return Table(
        _row(header, first_line + start),
        tuple(
            _row(split_pipe_row(lines[number]), first_line + number)
            for number in range(start + 2, end)
        ),
    )


def split_pipe_row(line: str) -> list[str]:
    r"""Return the texts between the pipes of a row; ``\|`` is a pipe in a text.

    As GitHub's Markdown does, a pipe inside code counts unless it is escaped.
    """
    text = line.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [part.strip().replace("\\|", "|") for part in _UNESCAPED_PIPE.split(text)]


def _row(texts: Sequence[str], line: int) -> TableRow:
    return TableRow(tuple(map(TableCell, texts)), line)
