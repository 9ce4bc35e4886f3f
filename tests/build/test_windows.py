"""Roadmaps from one date to another: what is shown, cut off, left out and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

TABLE = """
| Item  | When               | Team | Depends on |
| ----- | ------------------ | ---- | ---------- |
| Cable | 2026-Q1            | Core |            |
| Mast  | 2026-02 .. 2027-02 | Core | Cable      |
| Radio | 2026-08            | Air  | Cable      |
| Relay | 2027-Q2            | Air  | Radio      |
"""
FROM_TO = ":::{pm:roadmap} Tower\n:group-by: team\n:from: 2026-07\n:to: 2026-12\n"


def svg(built: Built, page: str = "index.html") -> BeautifulSoup:
    found = BeautifulSoup(built.text(page), "html5lib").svg
    assert found
    return BeautifulSoup(str(found), "html5lib")


def test_window__shows_what_reaches_into_it_and_says_what_does_not(
    project: Project,
) -> None:
    project.write_file("index.md", f"# Page\n\n{FROM_TO}{TABLE}:::\n")
    built = project.build()
    assert built.warnings == []
    chart = svg(built)
    titles = [title.get_text() for title in chart.select("a > title")]
    assert titles == ["Mast\n2026-02 .. 2027-02", "Radio\n2026-08"]
    # Mast goes on at both ends.
    assert len(chart.select("a > path")) == 1
    assert "continues beyond" in chart.get_text()
    assert {"Cable →", "→ Relay"} <= {text.get_text() for text in chart.select("text")}
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    assert "2026-02 .. 2027-02" in page.select(".pm-table")[0].get_text()
    left_out = "1 that end before 2026-07-01, 1 that start after 2026-12-31"
    assert left_out in page.get_text()
    (latex,) = project.build("latex").files("*.tex").values()
    assert rb"\textrightarrow{} Relay" in latex
    assert b"continues beyond" in latex


def test_timeline__runs_from_left_to_right_on_a_page_that_does_not(
    project: Project,
) -> None:
    project.write_file("index.md", f"# Page\n\n{FROM_TO}{TABLE}:::\n")
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    box = page.select_one(".pm-chart > .pm-scroll")
    assert box
    assert box["dir"] == "ltr"
    assert not page.select(".pm-twin [dir]"), "the table runs as the page does"


def test_board__breaks_no_date_and_begins_no_line_with_a_dot(project: Project) -> None:
    project.write_file(
        "index.md",
        """\
        # Page

        :::{pm:roadmap} Tower
        :view: board

        | Item  | Start      | End        | Team | Owner |
        | ----- | ---------- | ---------- | ---- | ----- |
        | Cable | 2026-01-05 | 2026-03-31 | Core | Ida   |
        | Gate  | 2026-04-01 | 2026-04-01 | Core |       |
        :::
        """,
    )
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    cable, gate = page.select(".pm-board .pm-line")
    assert cable.get_text() == "2026-01-05 – 2026-03-31\xa0· Ida"
    assert gate.get_text() == "2026-04-01"
    unbroken = [date.get_text() for date in page.select(".pm-board .pm-when")]
    assert unbroken == ["2026-01-05", "2026-03-31", "2026-04-01"]


def test_table__breaks_no_date(project: Project) -> None:
    project.write_file(
        "index.md",
        """\
        # Page

        :::{pm:roadmap} Tower
        :view: table

        | Item     | When                 | Baseline | Notes    |
        | -------- | -------------------- | -------- | -------- |
        | Cable <b | 2026-01-05 – 2026-Q3 | FY27-Q2  | in-house |
        | Gate     | later                | <x-1     |          |
        | Lift     | 2026-09 .. 2026-11   |          |          |
        :::
        """,
    )
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    when, baseline, notes = page.select("tbody tr:first-child td")
    assert when.get_text() == "2026-01-05 – 2026-Q3"
    assert [date.get_text() for date in when.select(".pm-when")] == [
        "2026-01-05 –",
        "2026-Q3",
    ]
    # A line may end after the dots between two dates, and not before them.
    lift = page.select("tbody tr:last-child .pm-when")
    assert [date.get_text() for date in lift] == ["2026-09 ..", "2026-11"]
    assert str(baseline.span) == '<span class="pm-when">FY27-Q2</span>'
    assert not notes.find("span")
    assert "<x-1" in [cell.get_text() for cell in page.select("td")]
    tex = project.build("latex").text("handbook.tex").replace(r"\sphinxhyphen{}", "-")
    assert r"\mbox{2026-01-05} – \mbox{2026-Q3}" in tex
    assert r"\mbox{FY27-Q2}" in tex
    assert r"\mbox{in" not in tex


def test_window__that_ends_before_it_starts_is_told_and_left_out(
    project: Project,
) -> None:
    turned = FROM_TO.replace("2026-12", "2025-12")
    project.write_file("index.md", f"# Page\n\n{turned}{TABLE}:::\n")
    built = project.build()
    (warning,) = built.warnings
    assert warning.startswith("index.md:3: WARNING: ")
    assert ":to: '2025-12' ends before :from: '2026-07' starts" in warning
    assert len(svg(built).select("a > title")) == 4


@pytest.mark.parametrize(("old", "new"), [("Cable", "Wiring"), ("2026-Q1", "2026-05")])
def test_window__is_written_again_when_what_it_leaves_out_changes(
    project: Project, old: str, new: str
) -> None:
    roll_up = FROM_TO.replace("\n", "\n:of: plan\n", 1)
    project.write_file("index.md", f"# Page\n\n{roll_up}:::\n")
    project.write_file(
        "plan.md", f"---\norphan:\n---\n# Plan\n\n:::{{pm:roadmap}} Plan\n{TABLE}:::\n"
    )
    project.build()
    project.replace("plan.md", old, new)
    after = project.build().text("index.html")
    clean = project.build(out="clean", doctrees="clean-doctrees").text("index.html")
    assert after == clean
    if old == "Cable":
        assert "Wiring →" in after
