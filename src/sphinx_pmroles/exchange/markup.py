"""Tables in Markdown and in reStructuredText, ready to paste into a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sphinx_pmroles.exchange.texts import escaped, on_one_line


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of texts, as many as there are headers; *is_group*: it is a heading."""

    texts: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A directive with a table in it; all texts are plain.

    *options* are those of the directive, *paragraphs* stand above the table.
    """

    directive: str
    title: str
    header: tuple[str, ...]
    rows: tuple[TextRow, ...]
    options: dict[str, str] = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()

    def sources(self, inside: Callable[[str], str]) -> Iterator[list[str]]:
        """Yield the cells of the header and of each row, as *inside* writes them."""
        yield [inside(text) for text in self.header]
        for row in self.rows:
            cells = [inside(text) for text in row.texts]
            if row.is_group:
                # What stands before the words of a heading is its number.
                words = max(n for n, cell in enumerate(cells) if cell)
                cells[words] = f"**{cells[words]}**"
            yield cells


# Markdown

#: What means something inside a line: entities and tags only where they are such.
_MARKDOWN = re.compile(r"[\\`*_\[\]{|$~]|&(?=#?\w+;)|<(?=[A-Za-z/!?])")
#: The longest cell that shorter ones are filled up to.
_ALIGNED = 30


def write_markdown(draft: Draft) -> str:
    """Return the directive in Markdown: what it shows are the texts as they are."""
    # Backticks, not colons: they make a directive wherever MyST is read.  But after
    # them the line can hold none (CommonMark, 4.5).
    fence = "~~~" if "`" in draft.title else "```"
    lines = [f"{fence}{{{draft.directive}}} {in_markdown(draft.title)}"]
    lines += [f":{name}: {value}" for name, value in draft.options.items()]
    lines += ["", *(line for each in draft.paragraphs for line in (escaped(each), ""))]
    header, *rows = draft.sources(in_markdown)
    columns = zip(header, *rows, strict=True)
    widths = [
        max([3, *(len(cell) for cell in cells if len(cell) <= _ALIGNED)])
        for cells in columns
    ]
    dashes = ["-" * width for width in widths]
    lines += [_pipe_row(cells, widths) for cells in (header, dashes, *rows)]
    return "\n".join([*lines, fence, ""])


def in_markdown(text: str) -> str:
    r"""Return *text* as the inside of a line of Markdown, where it reads as itself.

    >>> print(in_markdown("*a* | b_c & d"))
    \*a\* \| b\_c & d
    """
    return _MARKDOWN.sub(r"\\\g<0>", on_one_line(text))


def _pipe_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    filled = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(filled)} |"


# reStructuredText

#: What means something inside a line; two colons at its end begin a block.
_RST = re.compile(r"[\\`*_|]|:(?=:)")
#: What begins a list, a field, a comment, an option, an adornment ...: the last
#: character of it, if it is no mark any more, begins nothing.
_BLOCK = re.compile(r"\(?(?:\w+|#)[.)](?=\s|$)|[!-/:-@\[-`{-~•‣⁃]")


def write_rst(draft: Draft) -> str:
    """Return the directive in reStructuredText: it shows the texts as they are."""
    lines = [f".. {draft.directive}:: {in_rst(draft.title)}"]
    lines += [f"   :{name}: {value}" for name, value in draft.options.items()]
    for paragraph in draft.paragraphs:
        lines += ["", f"   {in_rst(paragraph)}"]
    lines += ["", "   .. list-table::", "      :header-rows: 1", ""]
    for cells in draft.sources(in_rst):
        marks = ("* -", *["  -"] * (len(cells) - 1))
        lines += [
            f"      {mark} {cell}".rstrip()
            for mark, cell in zip(marks, cells, strict=True)
        ]
    return "\n".join([*lines, ""])


def in_rst(text: str) -> str:
    r"""Return *text* as a paragraph of reStructuredText that reads as itself.

    >>> print(in_rst("- a*b"), in_rst("1. c_"), in_rst("R/A"))
    \- a\*b 1\. c\_ R/A
    """
    text = on_one_line(text)
    marks = {match.start() for match in _RST.finditer(text)}
    block = _BLOCK.match(text)
    if block:
        marks.add(block.end() - 1)
    source = "".join(f"\\{c}" if n in marks else c for n, c in enumerate(text))
    # A line of backslashes alone would be an adornment; a blank after one is no text.
    return f"\\ {source}" if source and not source.strip("\\") else source
