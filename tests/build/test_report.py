"""``pm:report`` and the general index, in built pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.build.test_builders import SHOWING, words_of
from tests.build.test_freshness import pages

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

REPORTS = ("load", "gaps", "communication", "decisions")


def add_reports(project: Project, language: str = "md") -> None:
    """Write the sample handbook, and a page with all reports."""
    project.write_handbook(language)
    if language == "md":
        fences = "\n".join(f":::{{pm:report}} {name}\n:::\n" for name in REPORTS)
        project.write_file("all/reports.md", f"# Reports\n\n{fences}")
    else:
        fences = "\n".join(f".. pm:report:: {name}\n" for name in REPORTS)
        project.write_file("all/reports.rst", f"Reports\n=======\n\n{fences}")
    project.replace(
        f"index.{language}", "plan/roadmap\n", "plan/roadmap\nall/reports\n"
    )
    if language == "rst":
        project.replace("index.rst", "\nall/reports", "\n   all/reports")


def add_gap(project: Project, language: str = "md") -> None:
    """Take the owner from an activity."""
    old = {"md": "| A   | R   |", "rst": "| A   | R  |"}[language]
    project.replace(f"team/launch.{language}", old, old.replace("A", "C"))


def table(built: Built, name: str, page: str = "all/reports.html") -> list[list[str]]:
    """Return the cells of a report, row by row."""
    html = BeautifulSoup(built.text(page), "html5lib")
    rows = html.select(f"#pm-report-{name} tr")
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in rows
    ]


LOAD = [
    ["Participant", "R", "A", "C", "I", "Total", "Share"],
    ["Product Manager", "2", "2", "0", "0", "4", "36%"],
    ["Engineering", "0", "0", "2", "1", "3", "27%"],
    ["Business Analyst", "1", "0", "1", "0", "2", "18%"],
    ["Sponsor", "0", "1", "0", "1", "2", "18%"],
]
DECISIONS = [
    ["What", "How", "In"],
    ["Product Manager"],
    ["Set the vision", "Accountable", "Launch a product"],
    ["Train support", "Accountable", "Launch a product"],
    ["Sponsor"],
    ["Secure resources", "Accountable", "Launch a product"],
    ["Launch", "Decides the gate", "Product life cycle"],
]
COMMUNICATION = [
    ["Activity", "When and how", "By whom", "Matrix"],
    ["Business Analyst"],
    ["Set the vision", "Before · Consulted", "Product Manager", "Launch a product"],
    ["Sponsor"],
    ["Set the vision", "After · Informed", "Product Manager", "Launch a product"],
    ["Engineering"],
    ["Set the vision", "Before · Consulted", "Product Manager", "Launch a product"],
    [
        *("Secure resources (if over budget)", "Before · Consulted"),
        *("Sponsor, Product Manager", "Launch a product"),
    ],
    [
        *("Train support", "After · Informed"),
        *("Product Manager, Business Analyst", "Launch a product"),
    ],
]


@pytest.mark.parametrize("language", ["md", "rst"])
def test_reports__say_the_same_in_both_languages(
    project: Project, language: str
) -> None:
    add_reports(project, language)
    built = project.build()
    assert built.warnings == []
    assert table(built, "load") == LOAD
    assert table(built, "decisions") == DECISIONS
    assert table(built, "communication") == COMMUNICATION
    assert "No gaps" in built.text("all/reports.html")


@pytest.mark.parametrize("language", ["md", "rst"])
def test_gaps__are_the_warnings_with_links_to_their_places(
    project: Project, language: str
) -> None:
    add_reports(project, language)
    add_gap(project, language)
    built = project.build()
    (warning,) = built.warnings
    _header, (check,), (where, message, source) = table(built, "gaps")
    assert check.startswith("one-owner · ")
    assert where == "Train support"
    assert f"WARNING: {message} [pmroles.one-owner]" in warning
    line = int(warning.split(":")[1])
    assert source == f"team/launch, line {line}"
    page = BeautifulSoup(built.text("all/reports.html"), "html5lib")
    hrefs = [link["href"] for link in page.select(".pm-report-gaps tbody td a")]
    assert hrefs == ["../team/launch.html"]


def test_gaps__are_those_of_the_checks_that_are_on(project: Project) -> None:
    add_reports(project)
    add_gap(project)
    off = project.build(pmroles_checks={"one-owner": False})
    assert "No gaps" in off.text("all/reports.html")
    on = project.build(pmroles_checks={"undefined-role": True}, nitpicky=False)
    checks = [row[0].split(" · ")[0] for row in table(on, "gaps") if len(row) == 1]
    assert sorted(checks) == ["one-owner", "undefined-role"]


@pytest.mark.parametrize("builder", SHOWING)
def test_builders__keep_every_word_and_number(project: Project, builder: str) -> None:
    add_reports(project)
    add_gap(project)
    built = project.build(builder)
    words = words_of(built, SHOWING[builder]).replace(r"\%", "%")
    cells = {cell for rows in (LOAD, DECISIONS) for row in rows for cell in row}
    cells -= {"A", "C", "I", "R", "0"}
    # The one letter that moved.
    cells -= {"36%", "27%", "2", "3"}
    cells |= {"4", "Before · Consulted", "By whom", "has no A (Accountable)"}
    if builder == "text":
        # There, a cell of several lines is set beside its neighbours.
        cells = {word for cell in cells for word in cell.split()}
    lost = sorted(cell for cell in cells if cell not in words)
    assert lost == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_links__lead_to_what_is_there(project: Project, builder: str) -> None:
    add_reports(project)
    add_gap(project)
    built = project.build(builder)
    page = {
        "html": "all/reports.html",
        "dirhtml": "all/reports/index.html",
        "singlehtml": "index.html",
    }[builder]
    html = BeautifulSoup(built.text(page), "html5lib")
    links = [link["href"] for link in html.select(".pm-report a.reference")]
    assert len(links) > 25
    for href in links:
        name, _, anchor = str(href).partition("#")
        target = (built.out / page).parent / name if name else built.out / page
        target = target / "index.html" if target.is_dir() else target
        there = BeautifulSoup(target.read_text("utf-8"), "html5lib")
        assert not anchor or there.find(id=anchor), href


def test_bars__are_as_long_as_the_numbers_and_never_alone(project: Project) -> None:
    add_reports(project)
    html = BeautifulSoup(project.build().text("all/reports.html"), "html5lib")
    lengths = {}
    for row in html.select("#pm-report-load tbody tr"):
        (bar,) = row.select("svg.pm-bar")
        assert bar["aria-hidden"] == "true"
        parts = [float(str(part["width"])) + 1 for part in bar.select("rect")]
        counts = [int(cell.get_text()) for cell in row.select("td")[:4]]
        # One part a letter, in the order of the columns.
        assert len(parts) == len([count for count in counts if count])
        lengths[row.select("td")[4].get_text()] = sum(parts)
    assert lengths == {"4": 100, "3": 75, "2": 50}
    book = project.build("epub")
    assert all(b"<svg" not in page for page in book.files("**/*.xhtml").values())


SCHEMES = """\
    # Schemes

    :::{pm:matrix} Agree on it
    :id: agree
    :letters: A=Approves, R=Recommends, C=Is asked, I=Is told

    | Activity | PM  | BA  | Sponsor |
    | -------- | --- | --- | ------- |
    | Date     | R   | C   | A       |
    | Price    | A/R | I   |         |
    :::

    :::{pm:matrix} Decide it
    :scheme: rapid

    | Activity | PM  | BA  | Sponsor |
    | -------- | --- | --- | ------- |
    | Name     | R   | P/I | D       |
    :::
    """


def add_schemes(project: Project) -> Built:
    """Build reports over matrices of two schemes, one with words of its own."""
    add_reports(project)
    project.write_file("team/launch.md", SCHEMES)
    project.replace(
        "plan/roadmap.md", "See {pm:matrix}`launch`", "See {pm:matrix}`agree`"
    )
    built = project.build()
    assert built.warnings == []
    return built


def test_letters__have_the_style_of_what_they_mean_in_all_schemes(
    project: Project,
) -> None:
    built = add_schemes(project)
    page = BeautifulSoup(built.text("all/reports.html"), "html5lib")
    styles = [
        (letter.get_text(), letter["title"], letter["class"][1])
        for letter in page.select("#pm-report-load thead abbr")
    ]
    assert styles == [
        ("R", "Recommends", "pm-responsible"),
        ("A", "Approves", "pm-accountable"),
        ("C", "Is asked", "pm-consulted"),
        ("I", "Is told", "pm-informed"),
        ("R", "Recommend", "pm-consulted"),
        ("P", "Perform", "pm-responsible"),
        ("I", "Input", "pm-consulted"),
        ("D", "Decide", "pm-accountable"),
    ]
    # The bars are painted as the badges are, whatever the letter.
    bars = {
        row.select("th")[0].get_text(): [part["class"] for part in row.select("rect")]
        for row in page.select("#pm-report-load tbody tr")
    }
    assert bars["Sponsor"] == [["pm-c-progress-part"], ["pm-c-progress-part"]]
    consulted, informed, doer = ["pm-c-planned"], ["pm-c-plain"], ["pm-c-progress"]
    assert bars["Business Analyst"] == [consulted, informed, doer, consulted]
    # A matrix and a report do not differ.
    launch = BeautifulSoup(built.text("team/launch.html"), "html5lib")
    legend = {
        (letter.get_text(), letter["title"], letter["class"][1])
        for letter in launch.select(".pm-legend abbr")
    }
    assert legend == set(styles)


def test_renamed_letters__are_said_everywhere(project: Project) -> None:
    built = add_schemes(project)
    roles = BeautifulSoup(built.text("team/roles.html"), "html5lib")
    facts = [
        tag.get_text() for tag in roles.select("#pm-role-sponsor + dd .pm-facts dt")
    ]
    assert facts[-2:] == ["Decide", "Decides the gates"]
    assert "Approves" in facts
    assert [row[:2] for row in table(built, "decisions") if len(row) > 1] == [
        ["What", "How"],
        ["Price", "Approves"],
        ["Date", "Approves"],
        ["Name", "Decide"],
        ["Launch", "Decides the gate"],
    ]
    said = {row[1] for row in table(built, "communication")[1:] if len(row) > 1}
    assert said == {"Before · Is asked", "After · Is told", "Before · Input"}
    (agree, decide) = built.inventory["matrices"].values()
    assert agree["letters"] == {
        "A": "Approves",
        "C": "Is asked",
        "I": "Is told",
        "R": "Recommends",
    }
    assert decide["letters"]["D"] == "Decide"


# Limits


def one_report(project: Project, name: str, *options: str) -> Built:
    project.write_handbook()
    lines = "\n".join((f"# One\n\n:::{{pm:report}} {name}", *options, ":::\n"))
    project.write_file("one.md", lines)
    project.replace("index.md", "plan/roadmap\n", "plan/roadmap\none\n")
    return project.build()


OTHER = """\
    # Other

    :::{pm:matrix} Run the shop
    :id: shop

    | Activity | PM  | Clerk |
    | -------- | --- | ----- |
    | Open     | C   | A/R   |
    :::
    """


def test_report__is_over_one_matrix_or_all(project: Project) -> None:
    project.write_file("team/other.md", OTHER)
    built = one_report(project, "load", ":matrix: shop")
    assert [row[0] for row in table(built, "load", "one.html")] == [
        "Participant",
        "Clerk",
        "Product Manager",
    ]
    assert "Who carries how much: Run the shop" in built.text("one.html")
    project.replace("one.md", ":matrix: shop\n", "")
    both = table(project.build(), "load", "one.html")
    assert [row[0] for row in both[1:]] == [
        *("Product Manager", "Engineering", "Business Analyst", "Clerk", "Sponsor")
    ]
    assert both[1][1:6] == ["2", "2", "1", "0", "5"]


def test_report__is_for_some_roles_and_a_stage(project: Project) -> None:
    built = one_report(
        *(project, "decisions", ":for: PM, Sponsor", ":stage: Launch"),
        *(":class: wide", ":name: register"),
    )
    assert built.warnings == []
    assert table(built, "decisions", "one.html") == [
        ["What", "How", "In"],
        ["Product Manager"],
        ["Train support", "Accountable", "Launch a product"],
        ["Sponsor"],
        ["Launch", "Decides the gate", "Product life cycle"],
    ]
    html = BeautifulSoup(built.text("one.html"), "html5lib")
    assert "wide" in html.select_one(".pm-report")["class"]  # type: ignore[index]


@pytest.mark.parametrize("name", REPORTS)
def test_report__of_nothing_says_so(project: Project, name: str) -> None:
    project.write(index=f"# None\n\n:::{{pm:report}} {name}\n:::\n")
    built = project.build()
    assert built.warnings == []
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    (said,) = html.select(f"p.pm-report-{name}")
    assert said.get_text().startswith(("No", "Nothing"))


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":for: Sponsr", ":for: 'Sponsr' names no role: did you mean 'Sponsor'?"),
        (":matrix: lunch", ":matrix: 'lunch' names no matrix: did you mean 'launch'?"),
        (":stage: Sale", ":stage: 'Sale' names no stage: "),
    ],
)
def test_unknown_name__is_a_finding(
    project: Project, option: str, message: str
) -> None:
    (warning,) = one_report(project, "load", option).warnings
    assert warning.startswith(f"one.md:3: WARNING: {message}")
    assert warning.endswith("[pmroles.unknown-reference]")


@pytest.mark.parametrize(
    ("name", "said"), [("burden", "'burden' is no report"), ("", "no report is named")]
)
def test_unknown_report__lists_the_four(project: Project, name: str, said: str) -> None:
    (warning,) = one_report(project, name).warnings
    assert warning == (
        f"one.md:3: WARNING: pm:report: {said}; the reports are load, gaps, "
        "communication, decisions [pmroles.directive]"
    )


# Staying fresh


def change_letter(project: Project) -> None:
    project.replace("team/launch.md", "| R   | -   |", "| R   | I   |")


def retitle_role(project: Project) -> None:
    project.replace("team/roles.md", "{pm:role} Sponsor", "{pm:role} Patron")
    project.replace("team/launch.md", "| Sponsor |", "| Patron  |")
    project.replace("team/roles.md", ":works-with: Sponsor", ":works-with: Patron")
    project.replace("team/roles.md", ":reports-to: sponsor", ":reports-to: patron")
    project.replace("plan/cycle.md", ":decided-by: sponsor", ":decided-by: patron")


def retitle_activity(project: Project) -> None:
    project.replace("team/launch.md", "Train support   ", "Teach support   ")


def move_gate(project: Project) -> None:
    project.replace("plan/cycle.md", ":decided-by: sponsor", ":decided-by: PM")


def delete_matrix(project: Project) -> None:
    (project.source / "team/launch.md").unlink()
    project.replace("index.md", "team/launch\n", "")
    project.replace("plan/roadmap.md", "{pm:matrix}`launch` and ", "")


CHANGES: tuple[Callable[[Project], None], ...] = (
    *(change_letter, retitle_role, retitle_activity, move_gate, add_gap),
    delete_matrix,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_reports__are_fresh_after_a_change_elsewhere(
    project: Project, change: Callable[[Project], None]
) -> None:
    add_reports(project)
    before = pages(project.build())
    change(project)
    incremental = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    if change is delete_matrix:
        # Sphinx leaves the page itself behind.
        (incremental.out / "team/launch.html").unlink()
    assert incremental.warnings == clean.warnings
    assert pages(incremental) == pages(clean)
    assert "all/reports" not in incremental.read
    assert pages(clean)["all/reports.html"] != before["all/reports.html"]


def test_gaps__are_stale_when_a_line_moves(project: Project) -> None:
    add_reports(project)
    add_gap(project)
    project.build()
    project.replace("team/launch.md", "# Launching\n", "# Launching\n\nA line.\n")
    incremental = project.build()
    assert "all/reports" in incremental.written
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert pages(incremental) == pages(clean)


def test_reports__are_left_alone_by_what_they_do_not_show(project: Project) -> None:
    add_reports(project)
    project.build()
    project.replace("plan/roadmap.md", "| in progress |", "| planned     |")
    # Sphinx writes a page with the one that lists it.
    assert set(project.build().written) - {"index"} == {"plan/roadmap"}
    assert project.build().written == []


def test_reports__are_the_same_from_four_processes(project: Project) -> None:
    add_reports(project)
    add_gap(project)
    one = project.run("html")
    four = project.run("html", "-j4", out="four", doctrees="four-doctrees")
    assert one.warnings == four.warnings
    assert pages(one) == pages(four)


# The general index


def index_of(built: Built) -> dict[str, str]:
    """Return the words of the general index, each with where it leads."""
    html = BeautifulSoup(built.text("genindex.html"), "html5lib")
    return {
        link.get_text(): str(link["href"]) for link in html.select("table.indextable a")
    }


@pytest.mark.parametrize("language", ["md", "rst"])
def test_index__lists_everything_by_its_names(project: Project, language: str) -> None:
    project.write_handbook(language)
    built = project.build()
    index = index_of(built)
    assert {
        *("Product Manager (role)", "PM (Product Manager)", "Sponsor (person)"),
        "Launch a product (responsibility matrix)",
        "Set the vision (activity in Launch a product)",
        "Product life cycle (life cycle)",
        "Launch (stage of Product life cycle)",
        "Two-year roadmap (roadmap)",
        "Usage price (item of Two-year roadmap)",
    } <= set(index)
    assert "see Product Manager" in built.text("genindex.html")
    for href in index.values():
        name, _, anchor = href.partition("#")
        page = BeautifulSoup(built.text(name), "html5lib")
        assert page.find(id=anchor), href


def test_index__follows_a_new_title(project: Project) -> None:
    project.write_handbook()
    project.build()
    project.replace("team/launch.md", "Set the vision  ", "Share the vision")
    index = index_of(project.build())
    assert "Share the vision (activity in Launch a product)" in index
    assert "Set the vision (activity in Launch a product)" not in index


def test_index__takes_a_title_for_one_entry(project: Project) -> None:
    table = "| Activity | PM |\n| --- | --- |\n| Plan; do @ once! | A/R |\n"
    project.write(index=f"# Odd\n\n:::{{pm:matrix}} This | that\n{table}:::\n")
    built = project.build()
    assert built.warnings == []
    assert "Plan, do @ once! (activity in This | that)" in index_of(built)
    assert r"\index{Plan, do" in project.build("latex").text("handbook.tex")


def test_index__is_in_the_book_and_no_text_to_translate(project: Project) -> None:
    project.write_handbook()
    tex = project.build("latex").text("handbook.tex")
    assert r"\spxentry{Set the vision}\spxextra{activity in Launch a product}" in tex
    targets = ["index", "literal-block"]
    pot = project.build(
        "gettext", doctrees="pot-doctrees", gettext_additional_targets=targets
    )
    assert all(b"activity in" not in text for text in pot.files("**/*.pot").values())


def test_search__knows_activities_as_objects(project: Project) -> None:
    project.write_handbook()
    index = project.build().text("searchindex.js")
    assert "set-the-vision" in index
