"""A Markdown table read from its text is read as the page's own parser reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_pmroles.extension.directives.tables import TableDirective
from tests.build.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

CELLS = (
    *("A", "R", "C", "I", "A/R", "R, C", "a", "**A**", "*R*", "`C`", "-", "–", "", " "),
    *("C (if over budget)", "C - *later*", "N/A", "?", "see **b**", "A[^1]", "R\\*"),
)
LABELS = (
    *("Build", "Sell it", "**Strategy**", "*Plan*", "`code` it", "A \\| B", "", "2"),
    *("**Two** parts", "Say “no”", "[Page](#page)", "__Launch__", "x < y & z", "A*B"),
)
HEADERS = ("PM", "BA", "Ops", "Notes", "**Sponsor**", "[Lead](#page)", "", "Stage")


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Return a pipe table with groups, spacers, and rows that are too short.

    Of rows that are too long Markdown drops what is too much; read from its text, all
    is kept.
    """
    width = draw(st.integers(1, 4))
    headers = draw(st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width))
    rows = [["Activity", *headers], ["---"] * (width + 1)]
    for _ in range(draw(st.integers(1, 6))):
        label = draw(st.sampled_from(LABELS))
        length = draw(st.integers(0, width))
        cells = st.lists(st.sampled_from(CELLS), min_size=length, max_size=length)
        full = st.sampled_from([True, True, True, False])
        row = [label, *draw(cells)]
        rows.append((row + [""] * width)[: width + 1] if draw(full) else row)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def read(project: Project, page: str) -> tuple[object, list[str], list[str]]:
    """Return the matrices of a page as data and as shown, and the warnings."""
    project.write_file("index.md", page)
    built = project.build(nitpicky=False, suppress_warnings=["myst"])
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    shown = [re.sub(r"id\d+", "id", str(table)) for table in html.select(".pm-matrix")]
    return built.inventory["matrices"], shown, built.warnings


@given(made=st.lists(tables(), min_size=20, max_size=20))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_pipe_table__reads_the_same_from_its_text_and_from_the_parser(
    made: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    parts = [f":::{{pm:matrix}} M{n}\n\n{table}\n:::\n" for n, table in enumerate(made)]
    page = "\n".join(("# Page", *parts, "[^1]: A note."))
    folder: Path = tmp_path_factory.mktemp("paths")
    fast = read(Project(folder / "fast"), page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TableDirective, "_markup_body", TableDirective._parsed_body)
        slow = read(Project(folder / "slow"), page)
    assert fast[0] == slow[0]
    assert fast[1] == slow[1]
    assert fast[2] == slow[2]


def test_rows_after_a_link__keep_their_own_lines(project: Project) -> None:
    project.write(
        index="""\
            # Page

            :::{pm:matrix} Launch

            In prose, the page's parser is asked.

            | Activity      | PM |
            | ------------- | -- |
            | [One](#page)  | R  |
            | Two           | R  |
            | Three
            | Four          | R  |
            :::
            """
    )
    built = project.build(suppress_warnings=["myst"])
    lines = [line.split(":")[1] for line in built.warnings if "has no A" in line]
    assert lines == ["9", "10", "12"]
    (matrix,) = built.inventory["matrices"].values()
    assert [each["group"] for each in matrix["activities"]] == [None, None, "Three"]


def test_emphasis_in_a_column_of_text__is_kept(project: Project) -> None:
    rows = "| Activity | PM | Notes |\n| --- | --- | --- |\n| Sell | **A/R** | *Once* |"
    project.write_file("index.md", f"# Page\n\n:::{{pm:matrix}} M\n\n{rows}\n:::\n")
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    letters, text = page.select(".pm-matrix td")
    assert letters.get_text() == "A/R"
    assert text.decode_contents() == "<em>Once</em>"
