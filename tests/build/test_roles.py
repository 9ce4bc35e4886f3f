"""``pm:roles`` in built pages: the table, the list, the tree and its chart."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

from tests.build.test_builders import SHOWING, words_of
from tests.build.test_freshness import pages

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

VIEWS = ("table", "list", "tree")
RequireTool = Callable[[str], Path]


def add_overviews(project: Project, language: str = "md") -> None:
    """Write the sample handbook, and a page in a folder with all views."""
    project.write_handbook(language)
    if language == "md":
        shown = "\n".join(f":::{{pm:roles}}\n:view: {view}\n:::\n" for view in VIEWS)
        project.write_file("all/who.md", f"# Who\n\n{shown}")
    else:
        shown = "\n".join(f".. pm:roles::\n   :view: {view}\n" for view in VIEWS)
        project.write_file("all/who.rst", f"Who\n===\n\n{shown}")
    toctree = "plan/roadmap\n" if language == "md" else "   plan/roadmap\n"
    project.replace(
        f"index.{language}",
        toctree,
        toctree + toctree.replace("plan/roadmap", "all/who"),
    )


def one(project: Project, *options: str, roles: str = "") -> Built:
    """Build a page with an overview of *roles*, written as in Markdown."""
    lines = "\n".join((f"# One\n\n{roles}\n\n:::{{pm:roles}}", *options, ":::\n"))
    project.write_file("index.md", lines)
    return project.build()


def role(title: str, *options: str) -> str:
    return "\n".join((f":::{{pm:role}} {title}", *options, ":::", ""))


def page_of(built: Built, name: str = "all/who.html") -> BeautifulSoup:
    return BeautifulSoup(built.text(name), "html5lib")


def cells(page: BeautifulSoup) -> list[list[str]]:
    return [
        [cell.get_text() for cell in row.select("th, td")]
        for row in page.select(".pm-roles table tr")
    ]


def tree_of(items: Tag) -> list[object]:
    """Return a list with what stands below each item in a list of its own."""
    found: list[object] = []
    for item in items.find_all("li", recursive=False):
        assert isinstance(item, Tag)
        found.append(item.p.get_text() if item.p else "")
        inner = item.find("ul", recursive=False)
        if isinstance(inner, Tag):
            found.append(tree_of(inner))
    return found


TABLE = [
    ["Role", "Abbreviation", "Kind", "Level", "Reports to", "Purpose"],
    [
        *("Product Manager", "PM", "role", "", "Sponsor"),
        "Hold technology, business and customers together.",
    ],
    ["Business Analyst", "BA", "role", "senior", "Product Manager", ""],
    ["Sponsor", "", "person", "", "", ""],
]
TREE = [
    "Sponsor (person)",
    ["Product Manager (PM)", ["Business Analyst (BA, senior)"]],
]


@pytest.mark.parametrize("language", ["md", "rst"])
def test_views__say_the_same_in_both_languages(project: Project, language: str) -> None:
    add_overviews(project, language)
    built = project.build()
    assert built.warnings == []
    page = page_of(built)
    assert cells(page) == TABLE
    # On a phone its rows are cards: in columns, what roles are for had no room.
    assert page.select("div.pm-roles.pm-cards > .pm-scroll > table")
    (listed,) = page.select("ul.pm-roles")
    assert tree_of(listed) == [
        "Product Manager (PM): Hold technology, business and customers together.",
        "Business Analyst (BA, senior)",
        "Sponsor (person)",
    ]
    (twin,) = page.select(".pm-roles .pm-twin > ul")
    assert tree_of(twin) == TREE


@pytest.mark.parametrize("builder", SHOWING)
@pytest.mark.parametrize("language", ["md", "rst"])
def test_builders__keep_every_word(
    project: Project, language: str, builder: str
) -> None:
    add_overviews(project, language)
    built = project.build(builder)
    assert built.warnings == []
    words = words_of(built, SHOWING[builder])
    if builder in ("html", "dirhtml"):
        words = words_of(built, "all/**/*.html")
    for cell in ("Abbreviation", "Level", "senior", "person", "Hold technology"):
        assert cell in words
    assert words.count("Business Analyst") >= 3


def test_columns__that_nobody_fills_are_left_out(project: Project) -> None:
    built = one(project, roles=role("Clerk") + role("Cook", ":reports-to: Clerk"))
    assert built.warnings == []
    assert cells(page_of(built, "index.html")) == [
        ["Role", "Reports to"],
        ["Clerk", ""],
        ["Cook", "Clerk"],
    ]


# The chart


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_boxes__lead_to_their_roles(project: Project, builder: str) -> None:
    add_overviews(project)
    built = project.build(builder)
    name = {
        "html": "all/who.html",
        "dirhtml": "all/who/index.html",
        "singlehtml": "index.html",
    }[builder]
    links = page_of(built, name).select(".pm-roles svg a")
    assert [link.text.split("(")[0] for link in links] != []
    assert len(links) == 3
    for link in links:
        file, _, anchor = str(link["href"]).partition("#")
        target = (built.out / name).parent / file if file else built.out / name
        target = target / "index.html" if target.is_dir() else target
        there = BeautifulSoup(target.read_text("utf-8"), "html5lib").find(id=anchor)
        assert there is not None
        title = link.find("title")
        assert isinstance(title, Tag)
        assert title.get_text().split(" · ")[0] in there.get_text()


def test_chart__has_words_for_those_who_do_not_see_it(project: Project) -> None:
    add_overviews(project)
    (svg,) = page_of(project.build()).select(".pm-roles svg")
    assert svg["role"] == "group"
    titles = [page_title.get_text() for page_title in svg.select("title, desc")[:2]]
    assert titles == ["Organisation chart", "Roles: 3"]
    assert [str(svg.find(id=name)) for name in str(svg["aria-labelledby"]).split()]


def test_circle__is_drawn_and_said(project: Project) -> None:
    roles = role("Head", ":reports-to: Clerk") + role("Clerk", ":reports-to: Head")
    roles += role("Cook", ":reports-to: Nobody")
    built = one(project, ":view: tree", roles=roles)
    checks = sorted(re.findall(r"\[pmroles\.(.*)\]", " ".join(built.warnings)))
    assert len(built.warnings) == 2
    assert checks[0].startswith("reporting-cycle")
    page = page_of(built, "index.html")
    (twin,) = page.select(".pm-twin > ul")
    assert tree_of(twin) == [
        "Head, reports to Clerk, in a circle",
        ["Clerk"],
        "Cook, reports to Nobody, which is no role",
    ]
    assert len(page.select("svg .pm-c-late")) == 1
    links = [link["href"] for link in page.select("svg a")]
    assert sorted(links) == [
        "#pm-role-clerk",
        "#pm-role-clerk",
        "#pm-role-cook",
        "#pm-role-head",
    ]


def test_deep_twin__nests_as_deep_as_latex_can(project: Project) -> None:
    roles = role("R0") + "".join(
        role(f"R{n}", f":reports-to: R{n - 1}") for n in range(1, 300)
    )
    (twin,) = page_of(one(project, ":view: tree", roles=roles), "index.html").select(
        ".pm-twin > ul"
    )
    assert tree_of(twin)[0] == "R0"
    items = [item.p.get_text() for item in twin.select("li") if item.p]
    assert items[:3] == ["R0", "R1", "R2"]
    assert items[4:6] == ["R4, reports to R3", "R5, reports to R4"]
    assert len(items) == 300
    assert max(len(item.find_parents("ul")) for item in twin.select("li")) == 4


def test_kinds__are_those_that_are_asked_for(project: Project) -> None:
    roles = (
        role("Owners", ":kind: team")
        + role("Board", ":kind: forum")
        + role("Cook", ":kind: person", ":reports-to: Owners")
        + role("Clerk")
    )
    built = one(project, ":kind: Person, forum", ":view: tree", roles=roles)
    assert built.warnings == []
    page = page_of(built, "index.html")
    (twin,) = page.select(".pm-twin > ul")
    assert tree_of(twin) == ["Cook (person), reports to Owners", "Board (forum)"]
    assert page.select("svg title")[0].get_text() == "Organisation chart: person, forum"


@pytest.mark.parametrize(
    ("options", "said"),
    [((), "No role is defined yet."), ((":kind: team",), "No role of this kind")],
)
@pytest.mark.parametrize("view", VIEWS)
def test_no_role__is_said(
    project: Project, view: str, options: tuple[str, ...], said: str
) -> None:
    roles = role("Clerk") if options else ""
    built = one(project, f":view: {view}", *options, roles=roles)
    assert built.warnings == []
    (paragraph,) = page_of(built, "index.html").select("p.pm-roles")
    assert paragraph.get_text().startswith(said)


@pytest.mark.parametrize(
    ("option", "fault"),
    [
        (
            ":view: tee",
            ":view: 'tee' is not known, 'table' is used: did you mean 'tree'?",
        ),
        (":view:", ":view: '' is not known, 'table' is used: write one of"),
        (
            ":kind: teem, role",
            ":kind: 'teem' is no kind of role and is left out: did you mean 'team'?",
        ),
        (":sort: title", ":sort: is no option of pm:roles"),
    ],
)
def test_wrong_option__is_a_warning_and_the_roles_are_shown(
    project: Project, option: str, fault: str
) -> None:
    built = one(project, option, roles=role("Clerk"))
    (warning,) = built.warnings
    assert warning.startswith("index.md:7: WARNING: ")
    assert fault in warning
    assert warning.endswith("[pmroles.directive]")
    assert cells(page_of(built, "index.html")) == [["Role"], ["Clerk"]]


def test_title__is_shown_as_it_was_written(project: Project) -> None:
    title = 'R&D <b>"chief"</b> 100 % \\of_ $everything^ 部長 مدير'
    built = one(project, ":view: tree", roles=role(title.replace("\\", "\\\\")))
    (svg,) = page_of(built, "index.html").select(".pm-roles svg")
    assert title in [tag.get_text() for tag in svg.select("a > title, g > title")]
    assert svg.find("b") is None


def test_name__leads_to_the_overview(project: Project) -> None:
    roles = role("Clerk")
    text = "\n".join(f":::{{pm:roles}}\n:view: {v}\n:name: {v}\n:::\n" for v in VIEWS)
    links = ", ".join(f"{{ref}}`see <{view}>`" for view in VIEWS)
    project.write_file("index.md", f"# One\n\n{links}\n\n{roles}\n\n{text}")
    for builder in ("html", "epub", "latex", "text"):
        assert project.build(builder).warnings == [], builder
    page = page_of(project.build(), "index.html")
    hrefs = [str(link["href"]) for link in page.select("p > a.reference")][:3]
    assert all(len(page.select(f'[id="{href[1:]}"]')) == 1 for href in hrefs)
    tex = project.build("latex").text("handbook.tex")
    for href in hrefs:
        label = rf"\label{{\detokenize{{index:{href[1:]}}}}}"
        assert tex.count(label) == 1, label


# Staying fresh


def rename_role(project: Project) -> None:
    project.replace("team/roles.md", "{pm:role} Business", "{pm:role} Process")


def reword_purpose(project: Project) -> None:
    project.replace("team/roles.md", "Hold technology", "Keep technology")


def change_level(project: Project) -> None:
    project.replace("team/roles.md", ":level: senior", ":level: junior")


def change_kind(project: Project) -> None:
    project.replace("team/roles.md", ":kind: person", ":kind: forum")


def change_abbreviation(project: Project) -> None:
    project.replace("team/roles.md", ":abbr: BA", ":abbr: BAN")
    project.replace("team/roles.md", "`BA`", "`BAN`")


def change_head(project: Project) -> None:
    project.replace("team/roles.md", ":reports-to: PM", ":reports-to: Sponsor")


def move_role(project: Project) -> None:
    moved = ":::{pm:role} Sponsor\n:kind: person\n:::"
    project.replace("team/roles.md", moved, "")
    project.replace("index.md", "# Handbook\n", f"# Handbook\n\n{moved}\n")


CHANGES: tuple[Callable[[Project], None], ...] = (
    *(rename_role, reword_purpose, change_level, change_kind, change_abbreviation),
    *(change_head, move_role),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_overview__is_fresh_after_a_change_elsewhere(
    project: Project, change: Callable[[Project], None]
) -> None:
    add_overviews(project)
    before = pages(project.build(nitpicky=False))
    change(project)
    incremental = project.build(nitpicky=False)
    clean = project.build(out="clean", doctrees="clean-doctrees", nitpicky=False)
    assert pages(incremental) == pages(clean)
    assert "all/who" not in incremental.read
    assert pages(clean)["all/who.html"] != before["all/who.html"]


def test_overview__is_left_alone_by_what_it_does_not_show(project: Project) -> None:
    add_overviews(project)
    project.build()
    project.replace("team/roles.md", "Detailed requirements", "All requirements")
    assert set(project.build().written) - {"index"} == {"team/roles"}


# Books


@pytest.mark.slow
def test_books__hold_a_large_chart(project: Project, require_tool: RequireTool) -> None:
    from tests.build.test_books import letters_only, output_of

    latexmk = require_tool("latexmk")
    require_tool("xelatex")
    roles = [role("Head of everything", ":id: r0", ":kind: person")]
    roles += [
        role(f"Lead of {n}", f":id: r{n}", f":reports-to: r{(n - 1) // 5}")
        for n in range(1, 150)
    ]
    text = "\n".join(roles)
    project.write_file("roles.md", f"# Roles\n\n{text}")
    tree = ":::{pm:roles}\n:view: tree\n:::"
    project.write_file(
        "index.md", f"# One\n\n```{{toctree}}\nroles\n```\n\n## All\n\n{tree}\n"
    )
    project.configure(latex_elements={"papersize": "a4paper"}, latex_use_xindy=False)
    built = project.build("latex")
    assert built.warnings == []
    (tex,) = built.out.glob("*.tex")
    source = tex.read_text("utf-8")
    assert source.count(r"\begin{tikzpicture}") > 2
    output_of(
        *(latexmk, "-pdfxe", "-interaction=nonstopmode", "-halt-on-error", tex.name),
        folder=built.out,
    )
    log = tex.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    assert re.findall(r"Overfull \\[hv]box \((\d{2,})", log) == []
    pdf = tex.with_suffix(".pdf")
    pdftotext = require_tool("pdftotext")
    words = letters_only(output_of(pdftotext, "-raw", pdf, "-"))
    assert all(f"leadof{n}" in words for n in range(1, 150))
    # The path at the head of a page of the chart.
    assert output_of(pdftotext, pdf, "-").count("Head of everything") >= 4
    # Two lines of heading: nothing is a picture.
    assert output_of(require_tool("pdfimages"), "-list", pdf).count("\n") == 2
    # Each box is a link to its role.
    links = source.count(r"\pmlink{\hyperref[roles:pm-role-r")
    assert links == 150 + source.count("No such")
    drawings = (project.build("epub").out / "_images").glob("*.svg")
    assert len(list(drawings)) == source.count(r"\begin{tikzpicture}")
