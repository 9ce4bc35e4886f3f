"""What of a table an audience may not see, taken out before the table is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from sphinx_pmroles.model.audience import LABEL
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.reading.tables import (
    Table,
    TableCell,
    TableRow,
    is_bold,
    split_pipe_row,
    words,
)

#: The header of the column that says who may see a row.
AUDIENCE = "audience"
#: How like that header another must be to be a slip of the pen.
_LIKE = 0.85


#: Whether a thing of that kind and name, looked for inside another, is hidden.
Hides = Callable[[str, str, str], bool]


def nothing(kind: str, name: str, inside: str) -> bool:  # noqa: ARG001 (as all do)
    """Hide nothing."""
    return False


def list_names(text: str) -> tuple[str, ...]:
    """Return the names in a comma list."""
    parts = (part.strip() for part in text.split(","))
    return tuple(part for part in parts if part)


@dataclass(slots=True)
class Screened:
    """A table less what is hidden.

    *hidden* holds the texts of the hidden rows.
    """

    table: Table
    hidden: list[str] = field(default_factory=list)


#: Whether the names in a cell let a row be shown; it gets the row's line, too.
Shows = Callable[[tuple[str, ...], int], bool]


def screen(
    table: Table,
    shows: Shows,
    columns: Collection[str] = (),
    *,
    headers: Collection[str] = (AUDIENCE,),
    audiences: Iterable[str] = (),
    keeps_audiences: bool = True,
    has_headings: bool = True,
) -> Screened:
    """Return *table* without the rows that *shows* refuses, and without *columns*.

    A hidden heading takes the rows below it along, in a table that *has_headings*.
    *keeps_audiences* says whether the column of audiences itself is kept.  It has one
    of *headers*; one that is nearly *Audience* counts where one of *audiences* stands
    below it: a slip of the pen must show nothing.
    """
    screened = Screened(table)
    wanted = {key for name in columns for key in (fold(name), make_key(name)) if key}
    width = max((len(row.cells) for row in (table.header, *table.rows)), default=0)
    over = [set(_headers(table, n)) for n in range(width)]
    gone = [n for n, said in enumerate(over) if wanted & said]
    says = _audience_column(table, over, headers, audiences)
    if says is None and not gone:
        return screened
    rows = table.rows
    if gone and table.is_data and has_headings:
        # A row whose only letters are hidden must not be taken for a heading.
        marked = (
            row._replace(is_group=_is_heading(row, -1 if says is None else says, table))
            for row in rows
        )
        table = screened.table = table._replace(rows=tuple(marked), is_data=False)
        rows = table.rows
    if says is not None:
        rows = tuple(_rows(screened, says, shows, has_headings=has_headings))
    if says is not None and not keeps_audiences:
        gone.append(says)
    screened.table = table._replace(
        header=_less(table.header, gone),
        rows=tuple(_less(row, gone) for row in rows),
        above=tuple(_less(row, gone) for row in table.above),
    )
    return screened


def has_column(table: Table, name: str) -> bool:
    """Return whether *name* stands over a column."""
    wanted = {fold(name), make_key(name)}
    return any(wanted & set(_headers(table, n)) for n in range(len(table.header.cells)))


def _headers(table: Table, column: int) -> Iterator[str]:
    """Yield the words over a column, as they are compared."""
    for row in (table.header, *table.above):
        if column < len(row.cells):
            said = words(row.cells[column])
            yield from filter(None, (fold(said), make_key(said)))


def _audience_column(
    table: Table,
    over: Sequence[set[str]],
    headers: Collection[str],
    known: Iterable[str],
) -> int | None:
    """Return the column of audiences, if there is one; *over* are all headers."""
    for number, said in enumerate(over):
        if said.intersection(headers):
            return number
    names = set(map(fold, known))
    for number, said in enumerate(over):
        if any(map(_is_like_audience, said)):
            below = (_names(row, number) for row in table.rows)
            if any(names & set(map(fold, named)) for named in below):
                return number
    return None


# The tables of a handbook have the same few headers.
@lru_cache(maxsize=1024)
def _is_like_audience(word: str) -> bool:
    return bool(get_close_matches(AUDIENCE, [word], cutoff=_LIKE))


def _names(row: TableRow, column: int) -> tuple[str, ...]:
    if column >= len(row.cells) or len(row.cells) == 1:
        return ()
    text = words(row.cells[column])
    return () if text in ("-", "–", "—") else list_names(text)


def _rows(
    screened: Screened, column: int, shows: Shows, *, has_headings: bool
) -> Iterator[TableRow]:
    table = screened.table
    is_hidden = False
    for row in table.rows:
        is_heading = has_headings and _is_heading(row, column, table)
        is_own = shows(_names(row, column), row.line)
        if is_heading:
            is_hidden = not is_own
        if is_own and not is_hidden:
            yield row
        else:
            texts = (cell.text for n, cell in enumerate(row.cells) if n != column)
            screened.hidden += [text for text in texts if text.strip()]


def _is_heading(row: TableRow, column: int, table: Table) -> bool:
    """Return whether a row is a heading over those below it: one bold label alone."""
    filled = [
        cell
        for n, cell in enumerate(row.cells)
        if cell.text.strip() and (n != column or len(row.cells) == 1)
    ]
    if row.is_group or (len(row.cells) == 1 < len(table.header.cells)):
        return True
    if not filled or any(cell is not filled[0] for cell in filled):
        return False
    return is_bold(filled[0]) or table.is_data


def _less(row: TableRow, columns: Collection[int]) -> TableRow:
    if not columns or (len(row.cells) == 1 and not row.is_group):
        # A heading over the whole width has no columns.
        return row
    cells = (cell for n, cell in enumerate(row.cells) if n not in columns)
    return row._replace(cells=tuple(cells))


def blank(row: TableRow, columns: Collection[int]) -> TableRow:
    """Return *row* with nothing in *columns*."""
    cells = (TableCell() if n in columns else c for n, c in enumerate(row.cells))
    return row._replace(cells=tuple(cells))


# What stands in a body that is not parsed

_DIRECTIVE = re.compile(
    r"[\s>*+-]*(?:\.\.\s+|[`:~]{3,}\s*\{)(?:pm:)?"
    r"(role|matrix|lifecycle|stage|product|roadmap|item)(?:::|\})\s*(.*)"
)
_OPTION = re.compile(r"[\s>]*:?(id|abbr|aka|name|file)\s*:\s*(.+)")
_INCLUDE = re.compile(r"[\s>*+-]*(?:\.\.\s+include::|[`:~]{3,}\s*\{include\})\s*(.+)")
_BETWEEN = re.compile(r"\s{2,}|[,;:{}\t]")
_RULER = re.compile(r"\s*=+(?: +=+)+\s*")
#: What stands around the cells of lists.
_MARKS = " *-+=|"
# What follows is written so that lines of any length are read in one go: a pattern
# that looks for the end of each beginning would look n times to the end of the line.
#: Where a link of Markdown begins, or one of reStructuredText goes on to its target.
_LINK = re.compile(r"!?\[|`[^`<]*<")
#: The name of a role, and what of the same run of characters stands before it.
_ROLE = re.compile(r"\{[\w:-]+\}`|(?<![\w:-])([\w-]*+):[\w:-]+:`")
_MARKUP = re.compile(r"[*`\\]|(?<!\w)_+|(?<!_)_++(?!\w)")

#: What stands for the kind of a name that is that of a file.
FILE = "file"


def names_in(lines: Sequence[str], kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield what the body of a hidden thing may define: a kind and a name of each.

    The body is not parsed, for that would leave traces of it, so this is a guess on the
    safe side: too many names hide nothing that is shown, too few would show one.
    """
    inside = {kind}
    current: Kind = kind
    for line in lines:
        if found := _DIRECTIVE.match(line):
            current = Kind(found[1])
            inside.add(current)
            for name in plain(found[2]):
                yield current, name
        elif found := _OPTION.match(line):
            yield from _names_in_option(current, found[1], found[2])
        elif found := _INCLUDE.match(line):
            yield FILE, found[1].strip()
    if {Kind.MATRIX, Kind.ROADMAP} & inside:
        for text in cells_in(lines):
            for name in plain(text):
                yield Kind.ACTIVITY, name
                yield Kind.ITEM, name


def _names_in_option(kind: Kind, option: str, text: str) -> Iterator[tuple[str, str]]:
    written = text.strip().strip("'\"")
    match option:
        case "name":
            yield LABEL, written
        case "file":
            yield FILE, written
        case _:
            for name in list_names(written.strip("[]")):
                yield kind, name.strip("'\"")


def cells_in(lines: Sequence[str]) -> Iterator[str]:
    """Yield what may be the cells of a table, whatever the kind of table."""
    # Of grids and simple tables: a cell may go on in the lines below.
    grown: list[str] = []
    columns: list[int] = []
    for line in lines:
        if _RULER.fullmatch(line):
            columns = [found.start() for found in re.finditer(r"=+", line)]
            grown = []
            continue
        if line.lstrip().startswith("+-") or not line.strip():
            grown = []
            continue
        if "|" in line:
            texts = split_pipe_row(line)
        elif columns:
            ends = [*columns[1:], None]
            texts = [line[a:b].strip() for a, b in zip(columns, ends, strict=True)]
        else:
            texts = _BETWEEN.split(line.strip(_MARKS))
        yield line.strip(_MARKS)
        yield from texts
        if len(texts) == len(grown):
            grown = [f"{a} {b}".strip() for a, b in zip(grown, texts, strict=True)]
            yield from grown
        else:
            grown = list(texts)
        if columns and texts[0] and grown != texts:
            # In a simple table a first cell begins a row.
            grown = list(texts)


def plain(text: str) -> Iterator[str]:
    """Yield a title as it is written, and without its markup."""
    written = " ".join(text.split())
    if not written:
        return
    yield written
    # For the marks beside it, a role is its last character.
    bare = _MARKUP.sub("", _ROLE.sub(r"\1`", _without_targets(written)))
    bare = " ".join(bare.strip().strip("\"'").split())
    if bare and bare != written:
        yield bare


def _without_targets(text: str) -> str:
    """Return *text* with the words of each link instead of the link."""
    last = {mark: text.rfind(mark) for mark in ")]"}
    parts: list[str] = []
    done = at = 0
    close = -1
    while found := _LINK.search(text, at):
        at = found.start() + 1
        opened = found.end()
        if found[0][-1] == "[":
            if opened > last["]"]:
                continue
            end = text.index("]", opened)
            said = text[opened:end]
            end += 1
            closes = {"(": ")", "[": "]"}.get(text[end : end + 1], "")
            if closes and end < last[closes]:
                end = text.index(closes, end) + 1
        else:
            if close < opened:
                close = text.find(">", opened)
                close = len(text) if close < 0 else close
            end = close + 2
            if text[close + 1 : end] != "`":
                continue
            said = found[0][1:-1].rstrip()
            while text.startswith("_", end):
                end += 1
        parts += (text[done : found.start()], said)
        done = at = end
    return "".join((*parts, text[done:]))
