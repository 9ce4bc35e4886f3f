"""The examples of checks, which are declared in Markdown, in reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r":{3,}(?:\{(?P<name>[\w:]+)\} ?(?P<title>.*))?")
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
#: A definition begins with a colon, and goes on below it.
_DEFINITION = re.compile(r"^(?:: |  )(?=\S)")
#: How far what stands in a directive or a definition is indented.
_INSIDE = "   "


def restructured(page: str) -> str:
    """Return a page of directives, pipe tables and definitions in the other language.

    Each directive has a blank line after its options.
    """
    lines, depth = [], 0
    for line in _TABLE.sub(_simple_table, page).splitlines():
        fence = _FENCE.fullmatch(line)
        if fence is None:
            text = _DEFINITION.sub(_INSIDE, line)
            lines.append(f"{_INSIDE * depth}{text}".rstrip())
        elif fence["name"]:
            head = f"{_INSIDE * depth}.. {fence['name']}:: {fence['title']}"
            lines.append(head.rstrip())
            depth += 1
        else:
            depth -= 1
    return "\n".join([*lines, ""])


def _simple_table(pipes: re.Match[str]) -> str:
    """Return a pipe table as a simple one; no first cell of a row may be blank."""
    head, _rule, *body = ([*_cells(line)] for line in pipes[0].splitlines())
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    rule = ["=" * width for width in widths]

    def row(cells: Sequence[str]) -> str:
        return "  ".join(map(str.ljust, cells, widths)).rstrip()

    return "\n".join([*map(row, [rule, head, rule, *body, rule]), ""])


def _cells(line: str) -> Iterator[str]:
    return (cell.strip() for cell in line.strip().strip("|").split("|"))
