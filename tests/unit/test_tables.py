from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinx_pmroles.reading.tables import read_pipe_table, split_pipe_row

if TYPE_CHECKING:
    from sphinx_pmroles.reading.tables import Table

TABLE = """\
| Activity | PM  |
| :------- | --: |
| Build    | A/R |
| Ragged
| Too | many | cells |
|  |  |
"""


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in (table.header, *table.rows)]


def test_read_pipe_table__keeps_every_cell_and_its_line() -> None:
    table = read_pipe_table(["", *TABLE.splitlines(), "  "], 10)
    assert table is not None
    assert rows_of(table) == [
        ["Activity", "PM"],
        ["Build", "A/R"],
        ["Ragged"],
        ["Too", "many", "cells"],
        ["", ""],
    ]
    assert table.header.line == 11
    assert [row.line for row in table.rows] == [13, 14, 15, 16]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("| a | b", ["a", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        (r"| `a \| b` | c |", ["`a | b`", "c"]),
        (r"| a | b \|", ["a", "b |"]),
        ("||", [""]),
        ("| a |  |", ["a", ""]),
    ],
)
def test_split_pipe_row__knows_escaped_pipes(line: str, cells: list[str]) -> None:
    assert split_pipe_row(line) == cells


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A paragraph.",
        "| a | b |",
        "| a | b |\n| c | d |",
        "| a | b |\n| --- |\n| c | d |",
        "Before.\n\n| a |\n| - |",
        "| a |\n| - |\n\nAfter.",
        "    | a |\n    | - |",
        "# Head\n| a |\n| - |",
    ],
)
def test_read_pipe_table__leaves_anything_else_to_the_parser(text: str) -> None:
    assert read_pipe_table(text.splitlines(), 1) is None


@pytest.mark.parametrize("dashes", ["-", "---", ":-", "-:", ":-:", " :--- "])
def test_read_pipe_table__takes_every_form_of_delimiter(dashes: str) -> None:
    table = read_pipe_table(["| a | b |", f"|{dashes}|{dashes}|", "| c | d |"], 1)
    assert table is not None
    assert rows_of(table) == [["a", "b"], ["c", "d"]]


def markdown_rows(text: str, width: int) -> list[list[str]]:
    """Return the rows of a table as markdown-it reads them, less its filling."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    assert all(len(row) == width for row in rows)
    return rows


CELL = st.text("abR/ *`|—é", max_size=6)


@given(
    width=st.integers(2, 4),
    data=st.data(),
    delimiter=st.sampled_from(["---", ":-:", "-"]),
    indent=st.sampled_from(["", "  ", "   "]),
)
@settings(deadline=None)
def test_read_pipe_table__reads_what_markdown_it_reads(
    width: int, data: st.DataObject, delimiter: str, indent: str
) -> None:
    cells = st.lists(CELL, min_size=width, max_size=width)
    rows = data.draw(st.lists(cells, min_size=1, max_size=4))
    escaped = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    lines = [f"{indent}| {' | '.join(row)} |" for row in escaped]
    lines.insert(1, f"{indent}|{'|'.join([delimiter] * width)}|")
    table = read_pipe_table(lines, 1)
    assert table is not None
    assert rows_of(table) == markdown_rows("\n".join(lines), width)
