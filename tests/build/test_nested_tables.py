"""A table is found wherever in the body it stands, and nothing around it is lost."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Project

ROWS = """\
| Activity | PM  | Ops |
| -------- | --- | --- |
| Sell it  | A/R | C   |
| Odd      | A   | ?   |"""
QUOTED = """\
> | X    | Y     |
> | ---- | ----- |
> | Kept | as is |"""
GRID = """\
+----------+-----+-----+
| Activity | PM  | Ops |
+==========+=====+=====+
| Sell it  | A/R | C   |
+----------+-----+-----+
| Odd      | A   | \\?  |
+----------+-----+-----+"""
BODY = f"One\n\n{ROWS}\n\nTwo"
#: Bodies with a table inside something, and the line on which its last row stands.
BODIES = {
    "block quote": (indent(BODY, "> ", lambda _line: True), 10),
    "list item": ("- " + indent(BODY, "  ")[2:], 10),
    "nested lists": ("- - " + indent(BODY, "    ")[4:], 10),
    "admonition": (f":::{{note}}\n{BODY}\n:::", 11),
    "div": (f":::{{container}} wide\n{BODY}\n:::", 11),
}
RST = {
    "block quote": (indent(f"One\n\n{GRID}\n\nTwo", "   "), 13),
    "list item": ("- " + indent(f"One\n\n{GRID}\n\nTwo", "  ")[2:], 13),
    "admonition": (".. note::\n\n" + indent(f"One\n\n{GRID}\n\nTwo", "   "), 15),
    "div": (".. container:: wide\n\n" + indent(f"One\n\n{GRID}\n\nTwo", "   "), 15),
}


def check(project: Project, page: str, line: int) -> None:
    built = project.build(builder="html")
    assert [each.partition(": WARNING: ")[0] for each in built.warnings] == [
        f"{page}:{line}",
        f"{page}:{line}",
    ]
    assert "cannot read '?' of 'Ops' in 'Odd'" in "".join(built.warnings)
    (matrix,) = built.inventory["matrices"].values()
    assert [activity["assignments"] for activity in matrix["activities"]] == [
        {"pm": ["A", "R"], "ops": ["C"]},
        {"pm": ["A"]},
    ]
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    words = " ".join(html.select("[role=main], body")[0].get_text().split())
    # In the author's order, each once.
    marks = ("One", "Sell it", "Two")
    assert sorted(marks, key=words.index) == list(marks)
    assert [words.count(mark) for mark in ("One", "Two")] == [1, 1]


@pytest.mark.parametrize("name", BODIES)
def test_markdown_table__is_found_inside(project: Project, name: str) -> None:
    body, line = BODIES[name]
    project.write(index=f"# Page\n\n::::{{pm:matrix}} M\n\n{body}\n::::\n")
    check(project, "index.md", line)


@pytest.mark.parametrize("name", RST)
def test_rst_table__is_found_inside(project: Project, name: str) -> None:
    body, line = RST[name]
    text = f"Page\n====\n\n.. pm:matrix:: M\n\n{indent(body, '   ')}\n"
    project.write_file("index.rst", text)
    check(project, "index.rst", line)


def test_tables_inside__are_left_alone_beside_one_outside(project: Project) -> None:
    project.write(index=f"# Page\n\n:::{{pm:matrix}} M\n\n{ROWS}\n\n{QUOTED}\n:::\n")
    built = project.build(suppress_warnings=["pmroles"])
    (matrix,) = built.inventory["matrices"].values()
    assert len(matrix["activities"]) == 2
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    assert [cell.get_text() for cell in html.select("blockquote td")] == [
        "Kept",
        "as is",
    ]
