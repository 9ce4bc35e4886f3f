"""``pm:compare``: roles side by side, in built pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from tests.build.test_builders import SHOWING, words_of
from tests.build.test_freshness import pages

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: What each role says, in sections of its own: a list, a reference, markup, a line.
SAYS = {
    "md": (
        ":works-with: Sponsor\n:::",
        (
            ":works-with: Sponsor\n\nPurpose\n: Understand a *need*.\n\nDecisions\n"
            ": What is clear:\n\n  - To {pm:role}`sponsor` and {pm:role}`PM`\n"
            "  - To `<all>` & none\n\nTools\n: Pencil\n:::"
        ),
    ),
    "rst": (
        "   :works-with: Sponsor\n",
        (
            "   :works-with: Sponsor\n\n   Purpose\n      Understand a *need*.\n\n"
            "   Decisions\n      What is clear:\n\n"
            "      - To :pm:role:`sponsor` and :pm:role:`PM`\n"
            "      - To ``<all>`` & none\n\n   Tools\n      Pencil\n"
        ),
    ),
}


def add_comparison(
    project: Project, asked: str = "PM BA Sponsor", language: str = "md"
) -> None:
    """Write the sample handbook, and a page that compares its roles."""
    project.write_handbook(language)
    project.replace(f"team/roles.{language}", *SAYS[language])
    if language == "md":
        page = f"# Compared\n\n:::{{pm:compare}} {asked}\n:::\n"
        project.replace("index.md", "plan/roadmap\n", "plan/roadmap\nall/compared\n")
    else:
        page = f"Compared\n========\n\n.. pm:compare:: {asked}\n"
        project.replace("index.rst", "plan/roadmap", "plan/roadmap\n   all/compared")
    project.write_file(f"all/compared.{language}", page)


def tables(built: Built, page: str = "all/compared.html") -> list[Tag]:
    html = BeautifulSoup(built.text(page), "html5lib")
    return html.select(".pm-compare table")


def rows_of(table: Tag) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in table.select("tr")
    ]


SIDES = [
    ["Section", "Product Manager (PM)", "Business Analyst (BA)", "Sponsor"],
    [
        *("Purpose", "Hold technology, business and customers together."),
        *("Understand a need.", ""),
    ],
    ["Decisions", "", "What is clear: To Sponsor and PM To <all> & none", ""],
    ["Not accountable for", "Detailed requirements, see BA", "", ""],
    ["Tools", "", "Pencil", ""],
    [
        *("Accountable for", "Launch a product : Set the vision Train support"),
        *("", "Launch a product : Secure resources"),
    ],
    [
        *("Responsible for", "Launch a product : Set the vision Secure resources"),
        *("Launch a product : Train support", ""),
    ],
    ["Decides the gates", "", "", "Launch"],
    ["Owns on the roadmap", "Sign-up page Partner market", "Usage price", ""],
]


MEETINGS = [
    ["Activity", "PM", "BA", "Sponsor"],
    ["Launch a product"],
    ["Set the vision", "A / R", "C", "I"],
    ["Secure resources", "R", "–", "A"],
    ["Train support", "A", "R", ""],
]


@pytest.mark.parametrize("language", ["md", "rst"])
def test_comparison__says_the_same_in_both_languages(
    project: Project, language: str
) -> None:
    add_comparison(project, language=language)
    built = project.build()
    assert built.warnings == []
    sides, met = tables(built)
    assert rows_of(sides) == SIDES
    assert rows_of(met) == MEETINGS


@pytest.mark.parametrize(
    "asked",
    [
        "PM BA",
        "pm business-analyst",
        "Product Manager, Business Analyst",
        "PdM,\n  BA,",
    ],
)
def test_comparison__finds_roles_by_every_name(project: Project, asked: str) -> None:
    add_comparison(project, asked, "rst")
    built = project.build()
    assert built.warnings == []
    sides, _met = tables(built)
    assert rows_of(sides)[0][1:] == ["Product Manager (PM)", "Business Analyst (BA)"]


def test_cells__hold_lists_and_escaped_text(project: Project) -> None:
    add_comparison(project)
    sides, _met = tables(project.build())
    cell = sides.select("tbody tr")[1].select("td")[1]
    assert [tag.name for tag in cell.find_all(recursive=False)] == ["p", "ul"]
    first, second = cell.select("li")
    assert [link.get_text() for link in first.select("a")] == ["Sponsor", "PM"]
    assert second.get_text().strip() == "To <all> & none"
    # Plain text alone is kept of what is said on another page.
    assert not sides.select("em, code")


def test_tables__are_tables_for_those_who_hear_them(project: Project) -> None:
    add_comparison(project)
    for table in tables(project.build()):
        assert table.caption is not None
        assert table.caption.select("a.headerlink")
        assert {cell["scope"] for cell in table.select("thead th")} == {"col"}
        for row in table.select("tbody tr:not(.pm-group)"):
            assert [cell.get("scope") for cell in row.select("th")] == ["row"]
    sides = tables(project.build())[0]
    named = {cell.get("data-label") for cell in sides.select("td") if cell.get_text()}
    assert named == {"Product Manager (PM)", "Business Analyst (BA)", "Sponsor"}


def test_captions__are_targets_of_their_own(project: Project) -> None:
    add_comparison(project)
    more = ":::{pm:compare} PM Sponsor BA\n:name: again\n:class: wide\n:::\n"
    page = (project.source / "all/compared.md").read_text(encoding="utf-8")
    project.write_file(
        "all/compared.md", f"{page}\n{more}\n{page}\nSee {{ref}}`x <again>`.\n"
    )
    built = project.build()
    html = BeautifulSoup(built.text("all/compared.html"), "html5lib")
    anchors = [str(a["href"])[1:] for a in html.select("caption .headerlink")]
    assert len(anchors) == len(set(anchors)) == 6
    assert all(html.find(id=anchor) for anchor in anchors)
    (link,) = (a for a in html.select("a.reference") if a.get_text() == "x")
    assert link["href"] == f"#{anchors[2]}"
    assert len(html.select(".pm-compare.wide")) == 2
    names = [str(box["aria-label"]) for box in html.select(".pm-compare .pm-scroll")]
    assert names[:2] == [
        "Side by side: Product Manager, Business Analyst, Sponsor",
        "Where they meet: PM, BA, Sponsor",
    ]


@pytest.mark.parametrize("language", ["md", "rst"])
@pytest.mark.parametrize("builder", SHOWING)
def test_builders__keep_every_word(
    project: Project, builder: str, language: str
) -> None:
    add_comparison(project, language=language)
    built = project.build(builder)
    assert built.warnings == []
    words = words_of(built, SHOWING[builder]).replace(r"\&", "&")
    words = words.replace(r"\textless{}all\textgreater{}", "<all>")
    expected = {
        *("Product Manager", "Business Analyst", "Side by side", "Where they meet"),
        *("Accountable for", "Responsible for", "Decides the gates", "Tools"),
        *("Understand a need.", "What is clear:", "& none", "Pencil", "Usage price"),
    }
    if builder in ("latex", "xml", "pseudoxml", "texinfo"):
        # Markup stands between the words.
        expected -= {"Understand a need."}
    assert sorted(word for word in expected if word not in words) == []


def test_text__stacks_lists_below_the_names_of_roles(project: Project) -> None:
    add_comparison(project)
    text = project.build("text").text("all/compared.txt")
    assert (
        "Decisions\n   Business Analyst (BA)\n      What is clear:\n\n"
        "      * To Sponsor and PM\n\n      * To <all> & none\n"
    ) in text
    assert re.search(r"\| Train support +\| A +\| R +\| +\|", text)


def test_man__stacks_lists_below_the_names_of_roles(project: Project) -> None:
    add_comparison(project)
    (name,) = (path.name for path in (project.build("man")).out.glob("*.1"))
    # How links are marked differs between versions of docutils.
    page = re.sub(r"\\f[A-Z]|\\%", "", project.build("man").text(name))
    assert re.search(r"\.B Tools\n.*\n\.TP\n\.B Business Analyst.*\nPencil", page)


def test_latex__breaks_a_row_that_is_taller_than_a_page(project: Project) -> None:
    add_comparison(project, "PM BA")
    rows = "".join(f"| Step {n} of the way | A/R | C |\n" for n in range(200))
    head = "| Do | PM | BA |\n| -- | -- | -- |\n"
    project.write(team__way=f"# Way\n\n:::{{pm:matrix}} The way\n\n{head}{rows}:::\n")
    project.replace("index.md", "team/launch\n", "team/launch\nteam/way\n")
    tex = project.build("latex").text("handbook.tex")
    start = tex.index("Side by side: Product Manager")
    table = tex[start : tex.index(r"\end{longtable}", start)]
    parts = re.split(r"\\sphinxhline|\n\\\\\n", table)
    longest = max(part.count(r"\item") for part in parts)
    assert longest <= 25
    # Accountable and responsible for each: the lists lose nothing.
    assert table.count("of the way") == 400
    assert table.count("Accountable for") > 8


# Names

#: What is asked, what is said of it, and the roles that are shown all the same.
NAMES = {
    "one": ("PM", "'PM' is one role; name 2 to 5, such as 'PM BA' [", ("PM",)),
    "unknown": (
        *("PM, Sponser, BA", "'Sponser' names no role: did you mean 'Sponsor'? ["),
        ("PM", "BA"),
    ),
    "twice": (
        "PM PdM BA",
        "'PdM' names 'Product Manager' again, after 'PM': take one of them out [",
        ("PM", "BA"),
    ),
    "blanks": (
        "Product Manager Business Analyst",
        (
            "'Product', 'Manager', 'Business', 'Analyst' name no role: with blanks in "
            "a name, put commas between the names: 'Product Manager, Business Analyst'"
        ),
        (),
    ),
    "too many": (
        "PM BA Sponsor r1 r2 r3 r4",
        (
            "only 5 roles fit side by side: 'r3', 'r4' are left out; compare fewer, or "
            "write a second pm:compare ["
        ),
        ("PM", "BA", "Sponsor", "r1", "r2"),
    ),
    "ambiguous": ("lead PM", "'lead' names more than one role: ", ("PM",)),
}
MORE = {
    "md": "# More\n\n" + ":::{pm:role} r1\n:aka: lead\n:::\n\n",
    "rst": "More\n====\n\n" + ".. pm:role:: r1\n   :aka: lead\n\n",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["md", "rst"])
def test_names__are_reported_at_their_line_and_the_rest_is_shown(
    project: Project, language: str, name: str
) -> None:
    asked, message, shown = NAMES[name]
    add_comparison(project, asked, language)
    title, role = MORE[language].split("\n\n", 1)
    roles = "".join(role.replace("r1", f"r{n}") for n in range(1, 5))
    project.write_file(f"more.{language}", f"{title}\n\n{roles}")
    built = project.build(suppress_warnings=["toc.not_included"])
    (warning,) = built.warnings
    place = {"md": "all/compared.md:3", "rst": "all/compared.rst:4"}[language]
    assert warning.startswith(f"{place}: WARNING: pm:compare: {message}")
    html = BeautifulSoup(built.text("all/compared.html"), "html5lib")
    heads = [cell.get_text() for cell in html.select(".pm-even thead th")][1:]
    assert [re.sub(r".*\((.*)\)", r"\1", head) for head in heads] == list(shown)


@pytest.mark.parametrize("language", ["md", "rst"])
def test_names__missing_are_asked_for(project: Project, language: str) -> None:
    add_comparison(project, "", language)
    (warning,) = project.build().warnings
    assert (
        "WARNING: pm:compare: no role is named; name 2 to 5, such as 'PM BA' "
        "[pmroles.directive]"
    ) in warning


def test_nothing__is_said_in_words(project: Project) -> None:
    add_comparison(project, "Nobody, No one")
    html = project.build(nitpicky=False).text("all/compared.html")
    page = BeautifulSoup(html, "html5lib")
    (said,) = page.select("p.pm-compare")
    assert said.get_text() == "None of these roles is defined yet."
    project.write(
        all__compared="# Compared\n\n:::{pm:compare} One Two\n:::\n\n"
        ":::{pm:role} One\n:::\n\n:::{pm:role} Two\n:::\n"
    )
    built = project.build()
    assert built.warnings == []
    page = BeautifulSoup(built.text("all/compared.html"), "html5lib")
    (said,) = page.select("p.pm-compare")
    assert said.get_text() == "No matrix says where these roles meet."


@pytest.mark.parametrize("builder", [*SHOWING])
def test_roles__that_say_nothing_are_shown_all_the_same(
    project: Project, builder: str
) -> None:
    project.write(
        index="# Compared\n\n:::{pm:compare} One Two\n:::\n\n"
        ":::{pm:role} One\n:::\n\n:::{pm:role} Two\n:::\n"
    )
    built = project.build(builder)
    assert built.warnings == []
    assert "Side by side: One, Two" in words_of(built, SHOWING[builder])


# Links and staying fresh


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_links__lead_to_what_is_there(project: Project, builder: str) -> None:
    add_comparison(project)
    built = project.build(builder)
    page = {
        "html": "all/compared.html",
        "dirhtml": "all/compared/index.html",
        "singlehtml": "index.html",
    }[builder]
    html = BeautifulSoup(built.text(page), "html5lib")
    links = [str(link["href"]) for link in html.select(".pm-compare a.reference")]
    assert len(links) > 20
    for href in links:
        name, _, anchor = href.partition("#")
        target = (built.out / page).parent / name if name else built.out / page
        target = target / "index.html" if target.is_dir() else target
        there = BeautifulSoup(target.read_text("utf-8"), "html5lib")
        assert there.find(id=anchor), href


def reword_section(project: Project) -> None:
    project.replace("team/roles.md", "Hold technology", "Keep technology")


def make_items_of_paragraphs(project: Project) -> None:
    project.replace("team/roles.md", "  - To", "\n  To")


def retitle_mentioned(project: Project) -> None:
    project.replace(
        "team/roles.md", "{pm:role} Sponsor\n", "{pm:role} Patron\n:aka: sponsor\n"
    )
    project.replace("all/compared.md", "PM BA Sponsor", "PM BA")


def change_letter(project: Project) -> None:
    project.replace("team/launch.md", "| R   | -   |", "| R   | I   |")


def change_note(project: Project) -> None:
    project.replace("team/launch.md", "| A   | R   | I ", "| A (once) | R   | I ")


def change_scheme(project: Project) -> None:
    project.replace("team/launch.md", ":id: launch", ":id: launch\n:letters: C=Asked")


def retitle_activity(project: Project) -> None:
    project.replace("team/launch.md", "Train support   ", "Teach support   ")


def change_abbreviation(project: Project) -> None:
    project.replace("team/roles.md", ":abbr: PM", ":abbr: PMR\n:aka: PM")
    project.replace("team/roles.md", ":aka: PdM\n", "")


def move_gate(project: Project) -> None:
    project.replace("plan/cycle.md", ":decided-by: sponsor", ":decided-by: PM")


def retitle_item(project: Project) -> None:
    project.replace("plan/roadmap.md", "Sign-up page   ", "Sign-up pages  ")


CHANGES: tuple[Callable[[Project], None], ...] = (
    *(reword_section, make_items_of_paragraphs, change_letter, change_note),
    *(change_scheme, retitle_activity, change_abbreviation, move_gate, retitle_item),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_comparison__is_fresh_after_a_change_elsewhere(
    project: Project, change: Callable[[Project], None]
) -> None:
    add_comparison(project)
    before = pages(project.build())
    change(project)
    incremental = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert incremental.warnings == clean.warnings == []
    assert pages(incremental) == pages(clean)
    assert "all/compared" not in incremental.read
    assert pages(clean)["all/compared.html"] != before["all/compared.html"]


def test_comparison__is_fresh_when_a_role_that_it_mentions_is_renamed(
    project: Project,
) -> None:
    add_comparison(project, "PM BA")
    before = pages(project.build())
    project.replace(
        "team/roles.md", "{pm:role} Sponsor\n", "{pm:role} Patron\n:id: sponsor\n"
    )
    incremental = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert pages(incremental) == pages(clean)
    assert pages(clean)["all/compared.html"] != before["all/compared.html"]
    assert b"To <a" in pages(clean)["all/compared.html"]


def test_comparison__is_left_alone_by_what_it_does_not_show(project: Project) -> None:
    add_comparison(project)
    project.build()
    project.replace("team/launch.md", "# Launching\n", "# Launching\n\nA line.\n")
    project.replace("plan/roadmap.md", "| in progress |", "| planned     |")
    written = set(project.build().written)
    assert "all/compared" not in written
    assert project.build().written == []


def test_comparison__is_the_same_from_four_processes(project: Project) -> None:
    add_comparison(project)
    one = project.run("html")
    four = project.run("html", "-j4", out="four", doctrees="four-doctrees")
    assert one.warnings == four.warnings == []
    assert pages(one) == pages(four)


def test_comparison__is_translated(project: Project) -> None:
    add_comparison(project)
    built = project.build(language="de")
    sides, met = tables(built)
    rows = [row[0] for row in rows_of(sides)]
    assert rows[:3] == ["Abschnitt", "Zweck", "Entscheidungen"]
    assert "Tools" in rows
    assert met.caption is not None
    assert "Wo sie zusammentreffen: PM, BA, Sponsor" in met.caption.get_text()
    assert project.build("gettext", doctrees="doctrees-gettext").warnings == []
