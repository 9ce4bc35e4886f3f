"""Tables of many columns keep to the printed page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.build.conftest import Project


@pytest.mark.parametrize(("participants", "is_turned"), [(6, False), (20, True)])
def test_latex__turns_the_headers_of_a_wide_matrix(
    project: Project, participants: int, *, is_turned: bool
) -> None:
    names = [f"Participant {n}" for n in range(participants)]
    header = f"| Activity | {' | '.join(names)} |"
    letters = ["A/R", *["C"] * (participants - 1)]
    rows = [
        header,
        "| --- " * (participants + 1) + "|",
        f"| Sell | {' | '.join(letters)} |",
    ]
    matrix = ":::{pm:matrix} Wide\n" + "\n".join(rows) + "\n:::"
    project.write(index=f"# Page\n\n{matrix}\n")
    built = project.build("latex")
    assert built.warnings == []
    tex = built.text("handbook.tex")
    # The header stands there twice: for the first page, and for those that follow.
    assert tex.count(r"\rotatebox{90}{") == (2 * participants if is_turned else 0)
    assert all(name in tex for name in names)


def test_latex__sets_a_table_of_too_many_columns_in_parts(project: Project) -> None:
    """In print, columns narrower than their words would lie over each other."""
    header = [f"Property number {n}" for n in range(20)]
    rows = [
        ["Pond[^1]", *(f"Immeasurable-{n}" for n in range(20))],
        ["Bridge", *(f"Unforeseeable-{n}" for n in range(20))],
    ]
    lines = [["Item", *header], ["---"] * 21, *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    roadmap = f":::{{pm:roadmap}} Wide\n:view: table\n\n{table}\n:::"
    project.write(index=f"# Page\n\n{roadmap}\n\n{{pm:item}}`bridge`\n\n[^1]: Deep.\n")
    built = project.build("latex")
    assert built.warnings == []
    tex = built.text("handbook.tex")
    parts = re.findall(r"\\begin\{longtable\}.*?\\end\{longtable\}", tex, re.DOTALL)
    assert len(parts) > 2
    for part in parts:
        assert "Bridge" in part
        (total,) = set(re.findall(r"\\X\{\d+\}\{(\d+)\}", part))
        assert int(total) <= 124
    cells = re.findall(r"(?:Immeasurable|Unforeseeable)\S*\d", tex)
    assert len(cells) == len(set(cells)) == 40
    assert len(set(re.findall(r"Property number \d+", tex))) == 20
    # The first part alone is what a reference leads to.
    labels = re.findall(r"\\label\{([^}]*)\}", tex)
    assert len(labels) == len(set(labels))
    assert [label for label in labels if "bridge" in label]


def test_latex__leaves_a_table_whose_words_fit_in_one(project: Project) -> None:
    header = [f"P{n}" for n in range(20)]
    lines = [["Item", *header], ["---"] * 21, ["Pond", *map(str, range(20))]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    project.write(
        index=f"# Page\n\n:::{{pm:roadmap}} A\n:view: table\n\n{table}\n:::\n"
    )
    tex = project.build("latex").text("handbook.tex")
    assert tex.count(r"\begin{longtable}") == 1


def test_latex__breaks_the_words_in_a_table_of_many_rows(project: Project) -> None:
    """Sphinx sets the columns of a table that spans pages as wide as their words."""
    note = "What stands around it, what comes before it and what follows from it. " * 3
    rows = "".join(f"| Row {n} | A/R | {note}|\n" for n in range(40))
    head = "| Activity | PM | Notes |\n| --- | --- | --- |\n"
    matrix = f":::{{pm:matrix}} Long\n\n{head}{rows}:::\n"
    head = "| Item | When | Notes |\n| --- | --- | --- |\n"
    items = rows.replace("A/R", "2026-Q3")
    roadmap = f":::{{pm:roadmap}} Plan\n:view: table\n\n{head}{items}:::\n"
    project.write(index=f"# Page\n\n{matrix}\n{roadmap}")
    tex = project.build("latex").text("handbook.tex")
    specs = re.findall(r"\\begin\{longtable\}\{(.*)\}", tex)
    assert len(specs) == 2
    for spec in specs:
        widths = re.findall(r"\\X\{(\d+)\}\{(\d+)\}", spec)
        assert len(widths) == 3
        # Parts of one line, and no more than the whole of it.
        assert sum(int(part) for part, _whole in widths) == int(widths[0][1])


def test_latex__sets_both_parts_of_a_roadmap_small_and_breaks_no_short_text(
    project: Project,
) -> None:
    prose = ["Notes", "Risks", "Sources"]
    names = ["Item", "When", *(f"Property-{n}" for n in range(8)), "Status", *prose]
    texts = ["2026-Q3 .. 2026-Q4", *["Immeasurable"] * 8, "in progress"]
    rows = [names, ["---"] * len(names), ["Pond", *texts, *["Imagined " * 9] * 3]]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    roadmap = f":::{{pm:roadmap}} Wide\n:view: table\n\n{table}\n:::"
    project.write(index=f"# Page\n\n{roadmap}\n")
    tex = project.build("latex").text("handbook.tex")
    assert tex.count(r"\begin{longtable}") == 2
    assert tex.count(r"\begingroup\footnotesize") == 2
    *_, last = re.findall(r"\\begin\{longtable\}\{(.*)\}", tex)
    *_, status, notes, _risks, _sources = map(int, re.findall(r"\\X\{(\d+)\}", last))
    assert status >= len("in progress") + 2
    assert notes > status


def test_latex__keeps_a_table_with_its_heading_and_a_short_one_whole(
    project: Project,
) -> None:
    matrix = ":::{pm:matrix} Kept\n| What | PM |\n| --- | --- |\n| Sell | A/R |\n:::"
    project.write(index=f"# Page\n\nText.\n\n## Under it\n\n{matrix}\n")
    tex = project.build("latex").text("handbook.tex")
    room = r"\ifdim\dimexpr\pagegoal-\pagetotal\relax<5\baselineskip"
    assert tex.count(r"\dimexpr\pagegoal") == 1
    assert tex.index("Text.") < tex.index(room) < tex.index("{Under it}")


def test_latex__ends_no_page_between_a_term_and_its_list(project: Project) -> None:
    role = ":::{pm:role} Manager\nMeasures\n: - Success\n:::"
    project.write(index=f"# Page\n\n{role}\n")
    tex = project.build("latex").text("handbook.tex")
    begin = tex.index(r"\begin{fulllineitems}")
    assert begin < tex.index(r"\@beginparpenalty10000") < tex.index("Measures")


def test_latex__begins_no_definition_at_the_foot_of_a_page(project: Project) -> None:
    role = ":::{pm:role} Manager\nMeasures\n: - Success\n:::"
    project.write(index=f"# Page\n\nText.\n\n## Under it\n\n{role}\n")
    tex = project.build("latex").text("handbook.tex")
    assert tex.count(r"\dimexpr\pagegoal") == 1
    assert (
        tex.index("Text.") < tex.index(r"\dimexpr\pagegoal") < tex.index("{Under it}")
    )


def test_latex__ends_no_page_after_the_heading_of_a_group(project: Project) -> None:
    rows = "| **Early** | |\n| Plan | A/R |\n| **Late** | |\n| Sell | A/R |"
    matrix = f":::{{pm:matrix}} Kept\n| What | PM |\n| --- | --- |\n{rows}\n:::"
    project.write(index=f"# Page\n\n{matrix}\n")
    tex = project.build("latex").text("handbook.tex")
    assert tex.index(r"\def\LT@tabularcr") < tex.index(r"\begin{longtable}")
    # What says so stands in the row of the heading, before its end.
    assert re.findall(r"(\w+)\}\\gdef\\pmkeep\{\}", tex) == ["Early", "Late"]


def test_latex__gives_tasks_a_box_and_no_bullet(project: Project) -> None:
    project.configure(myst_enable_extensions=["colon_fence", "deflist", "tasklist"])
    criteria = "Entry criteria\n: - [x] Must: price\n  - [ ] Must: support\n"
    others = "\nDeliverables\n: - Contract\n  - [x] Help\n"
    stage = f":::{{pm:stage}} Launch\n{criteria}{others}:::"
    project.write(index=f"# Page\n\n::::{{pm:lifecycle}} Life\n{stage}\n::::\n")
    tex = project.build("latex").text("handbook.tex")
    assert tex.count(r"\@itemitem") == 1
    assert tex.index("Entry criteria") < tex.index(r"\@itemitem") < tex.index("☑")


@pytest.mark.parametrize(("paper", "pages"), [("letterpaper", 2), ("a4paper", 1)])
def test_latex__uses_the_height_of_the_paper(
    project: Project, paper: str, pages: int
) -> None:
    rows = "".join(f"| Item {n} | 2026-Q3 | \n" for n in range(22))
    roadmap = f":::{{pm:roadmap}} Plan\n| Item | When |\n| --- | --- |\n{rows}:::"
    project.write(index=f"# Page\n\n{roadmap}\n")
    project.configure(latex_elements={"papersize": paper})
    tex = project.build("latex").text("handbook.tex")
    assert tex.count(r"\begin{tikzpicture}") == pages
