"""What is wrong in a plan is told with its place, and all of it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

HOSTILE = r"<b onclick='x'>a</b> \input{/etc/passwd} 100 % & $x_1$ {} ^~"
LONG = " ".join(["Dampfschiff"] * 42)
VIEWS = ["timeline", "board", "stages", "table"]
#: What LaTeX prints for what our pages write; a chart is escaped by us.
TEX = {
    **{f"\\{char}": char for char in "{}%&$_#"},
    r"\sphinxhyphen{}": "-",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textquotesingle{}": "'",
    r"\textbackslash{}": "\\",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\sphinxstrong": "",
}
UNTEX = re.compile("|".join(map(re.escape, sorted(TEX, key=len, reverse=True))))
EACH_VIEW = pytest.mark.parametrize("view", VIEWS)


def markdown(text: str) -> str:
    """Return a text with every character that Markdown gives a meaning escaped."""
    return re.sub(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])", r"\\\1", text)


#: Items with the date and the dependency of each, and what is said of them.
FAULTY = [
    ("Backwards", "2027-Q2 .. 2027-Q1", "", "end-before-start"),
    ("June", "2026-06-31", "", "unreadable-date"),
    ("Hen", "now", "Egg", "dependency-cycle"),
    ("Egg", "now", "Hen", ""),
    ("Zero days", "2026-10-01 .. 2026-10-01", "", ""),
    (LONG, "2026-Q4", "", ""),
    (HOSTILE, "2026-11-01", "", ""),
    ("Nothing but a title", "", "", ""),
]


def rows() -> str:
    lines = [
        f"| {markdown(title)} | {when} | {needs} |" for title, when, needs, _ in FAULTY
    ]
    return "\n".join(["| Item | When | Depends on |", "| - | - | - |", *lines])


def items() -> str:
    return "\n\n".join(
        f":::{{pm:item}} {markdown(title)}\n:id: i{number}\n:roadmap: plan\n"
        f":when: {when}\n:depends-on: {needs}\n:::"
        for number, (title, when, needs, _) in enumerate(FAULTY)
    )


def told(built: Built) -> list[tuple[int, str]]:
    """Return the line and the check of each warning, in the order of the lines."""
    pattern = re.compile(r"index\.md:(\d+): WARNING: .* \[pmroles\.([a-z-]+)\]")
    found = [pattern.fullmatch(line) for line in built.warnings]
    assert all(found), built.warnings
    return sorted((int(match[1]), match[2]) for match in found if match)


def page(built: Built) -> Tag:
    body = BeautifulSoup(built.text("index.html"), "html5lib").body
    assert body
    return body


def assert_shown(project: Project, built: Built, times: int) -> None:
    """Find each title and each date in the page, in plain text and in LaTeX."""
    text = " ".join(page(built).get_text(" ").split())
    plain = "".join(project.build("text").text("index.txt").split())
    plain = plain.replace("|", "")
    for title, when, *_ in FAULTY:
        assert text.count(title) >= times
        assert when in text
        if len(title) < 40:
            assert title.replace(" ", "") in plain
    assert plain.count("Dampfschiff") >= 42 * times
    tex = project.build("latex").text("handbook.tex")
    assert r"\input{/etc" not in tex
    printed = "".join(UNTEX.sub(lambda match: TEX[match[0]], tex).split())
    # What must not break stands in a box of its own.
    printed = re.sub(r"\\mbox\{([^{}]*)\}", r"\1", printed)
    for title, when, *_ in FAULTY:
        if title != LONG:
            assert printed.count(title.replace(" ", "")) >= times, title
        assert when.replace(" ", "") in printed
    assert printed.count("Dampfschiff") >= 42 * times


@EACH_VIEW
def test_faulty_rows__are_told_and_shown(project: Project, view: str) -> None:
    plan = f":::{{pm:roadmap}} Plan\n:view: {view}\n\n{rows()}\n:::"
    project.write_file("index.md", f"# Page\n\n{plan}\n")
    project.configure(smartquotes=False)
    built = project.build()
    assert told(built) == [
        (line, check) for line, (*_, check) in enumerate(FAULTY, 8) if check
    ]
    assert_shown(project, built, 1)
    assert not page(built).select("b[onclick]")


@EACH_VIEW
def test_faulty_items__are_told_and_shown(project: Project, view: str) -> None:
    plan = f":::{{pm:roadmap}} Plan\n:view: {view}\n:::"
    project.write_file("index.md", f"# Page\n\n{plan}\n\n{items()}\n")
    project.configure(smartquotes=False)
    built = project.build()
    assert told(built) == [
        (7 + 7 * number, check) for number, (*_, check) in enumerate(FAULTY) if check
    ]
    # By themselves, and in the roadmap.
    assert_shown(project, built, 2)
    assert not page(built).select("b[onclick]")


@EACH_VIEW
def test_faulty_items__are_told_once_and_shown_in_a_roll_up(
    project: Project, view: str
) -> None:
    plan = f":::{{pm:roadmap}} Plan\n:view: table\n\n{rows()}\n:::"
    all_plans = f":::{{pm:roadmap}} All\n:view: {view}\n:of: plan\n:::"
    project.write_file("index.md", f"# Page\n\n{plan}\n\n{all_plans}\n")
    project.configure(smartquotes=False)
    built = project.build()
    assert [check for _, check in told(built)] == [c for *_, c in FAULTY if c]
    assert_shown(project, built, 2)
    latex = project.build("latex").text("handbook.tex")
    assert r"\input{/etc" not in latex
    assert latex.count("Dampfschiff") >= 84


@EACH_VIEW
@pytest.mark.parametrize(
    ("options", "said", "words"),
    [
        (
            ":of: all",
            ":of: 'all' has no items of its own, it collects those of others",
            "There are no items yet.",
        ),
        (
            ":of: *\n:where: statsu=planned",
            "'statsu' is no column of the collected roadmaps: did you mean 'Status'?",
            "No item meets the conditions.",
        ),
        (
            ":of: *\n:where: owner=PM",
            ":where: 'Owner' is no column of the collected roadmaps (they have",
            "No item meets the conditions.",
        ),
        (":of: *\n:where: state=done", "", "No item meets the conditions."),
        (":of: *\n:from: 2030\n:where: status=planned", "", "Sign-up"),
        (
            ":of: *\n:columns: risk, owner",
            ":columns: 'risk' is no column of the collected roadmaps (they have",
            "Sign-up",
        ),
        (
            ":of: *\n:group-by: risk",
            ":group-by: 'risk' is no column of the collected roadmaps (they have",
            "Sign-up",
        ),
    ],
)
def test_roll_up__of_nothing_says_so(
    project: Project, view: str, options: str, said: str, words: str
) -> None:
    project.write_file(
        "index.md",
        "# Page\n\n"
        f":::{{pm:roadmap}} All\n:view: {view}\n{options}\n:::\n\n"
        ":::{pm:roadmap} Plan\n:view: table\n\n"
        "| Item | Status |\n| - | - |\n| Sign-up | planned |\n:::\n",
    )
    built = project.build()
    if said:
        (warning,) = built.warnings
        assert warning.startswith("index.md:3: WARNING: ")
        assert said in warning
    else:
        assert built.warnings == []
    assert words in page(built).get_text()
    plain = project.build("text").text("index.txt")
    assert "All" in plain
    assert words in plain
    # It can be referred to, empty or not.
    assert page(built).select_one("#pm-roadmap-all")


def test_where__knows_a_column_by_its_synonym(project: Project) -> None:
    project.write_file(
        "index.md",
        "# Page\n\n:::{pm:roadmap} All\n:view: board\n:of: *\n:where: state=done\n"
        ":group-by: squad\n:::\n\n:::{pm:roadmap} Plan\n:view: table\n\n"
        "| Item | Team | Status |\n| - | - | - |\n"
        "| Sign-up | Blue | shipped |\n| Price | Red | planned |\n:::\n",
    )
    built = project.build()
    assert built.warnings == []
    (column,) = page(built).select("ul.pm-board > li")
    assert " ".join(column.get_text(" ").split()) == "Blue (1) Sign-up shipped"


def test_item__with_the_key_of_another_is_told_and_shown(project: Project) -> None:
    project.write_file(
        "index.md",
        "# Page\n\n:::{pm:roadmap} Plan\n:view: table\n\n| Item | When |\n| - | - |\n"
        "| Sign-up | 2026 |\n:::\n\n:::{pm:item} Sign-up\n:roadmap: plan\n"
        ":when: 2027\n:::\n\n:::{pm:item} Sign-up\n:roadmap: plan\n:when: 2028\n"
        ":allow: duplicate\n:::\n",
    )
    built = project.build()
    assert told(built) == [(11, "duplicate")]
    assert "'plan/sign-up' is defined already, in index, line 8" in built.warnings[0]
    cells = [
        [cell.get_text() for cell in row.select("th, td")]
        for row in page(built).select("table.pm-table tbody tr")
    ]
    assert cells == [["Sign-up", "2026"], ["Sign-up", "2027"], ["Sign-up", "2028"]]


def test_roadmap__without_a_body_has_the_items_of_other_pages(project: Project) -> None:
    project.write_file(
        "index.md",
        "# Page\n\n:::{pm:roadmap} Plan\n:view: table\n:::\n\n"
        ":::{pm:item} Sign-up\n:roadmap: plan\n:when: 2027\n:::\n",
    )
    built = project.build()
    assert built.warnings == []
    assert "There are no items yet." not in page(built).get_text()
    assert page(built).select_one("table.pm-table")


def test_roadmap__without_a_body_and_items_is_told(project: Project) -> None:
    project.write_file("index.md", "# Page\n\n:::{pm:roadmap} Plan\n:::\n")
    built = project.build()
    assert told(built) == [(3, "unknown-reference")]
    assert "There are no items yet." in page(built).get_text()
