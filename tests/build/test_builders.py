"""One handbook, in both languages, through every builder."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

# What stands in the sources, page by page, and must stand in every output.
TITLES = (
    *("Product Manager", "Business Analyst", "Sponsor", "PM", "BA", "senior", "person"),
    "Hold technology, business and customers together.",
    *("Launch a product", "Set the vision", "Secure resources", "Train support"),
    *("Strategy", "Engineering", "Once", "Every year", "if over budget"),
    *("Product life cycle", "Develop", "Launch", "Must: support trained"),
    *("Two-year roadmap", "Sign-up page", "Usage price", "Partner market"),
    *("2026-Q3", "2027-H1", "later", "in progress", "planned"),
    *("Hiring plan", "Hire a writer", "2026-12-15"),
)
LETTERS = [
    ["Activity", "PM", "BA", "Engineering", "Sponsor", "Notes"],
    ["Strategy"],
    ["Set the vision", "A/R", "C", "C", "I", "Once"],
    ["Secure resources", "R", "–", "C (if over budget)", "A", "Every year"],
    ["Launch"],
    ["Train support", "A", "R", "I", "", ""],
]
#: The builders that show everything, and where they put it.
SHOWING = {
    "html": "**/*.html",
    "dirhtml": "**/*.html",
    "singlehtml": "*.html",
    "latex": "*.tex",
    "epub": "*.epub",
    "text": "**/*.txt",
    "man": "*.1",
    "texinfo": "*.texi",
    "xml": "**/*.xml",
    "pseudoxml": "**/*.pseudoxml",
}
SILENT = ("dummy", "linkcheck", "pmroles")
ORDERS = {
    "forwards": (*SHOWING, *SILENT),
    "backwards": (*SILENT[::-1], *list(SHOWING)[::-1]),
}


def words_of(built: Built, pattern: str) -> str:
    """Return the words of an output, less the format's own marks."""
    texts = []
    for path in sorted(built.out.glob(pattern)):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                texts += [
                    BeautifulSoup(book.read(name), "xml").get_text(" ")
                    for name in book.namelist()
                    if name.endswith(".xhtml")
                ]
            continue
        text = path.read_text(encoding="utf-8")
        match path.suffix:
            case ".html":
                text = BeautifulSoup(text, "html5lib").get_text(" ")
            case ".xml":
                text = BeautifulSoup(text, "xml").get_text(" ")
            case ".1":
                text = re.sub(r"\\-", "-", text)
            case ".tex":
                text = re.sub(r"\\(sphinx)?hyphen\{\}|\\sphinxhyphen\{\}", "-", text)
        texts.append(text)
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("language", ["md", "rst"])
def test_builders__lose_nothing_on_shared_doctrees(
    project: Project, language: str, order: str
) -> None:
    project.write_handbook(language)
    for builder in ORDERS[order]:
        built = project.build(builder)
        assert built.warnings == [], builder
        if builder in SHOWING:
            words = words_of(built, SHOWING[builder])
            lost = [title for title in TITLES if title not in words]
            assert lost == [], builder


@pytest.mark.parametrize("language", ["md", "rst"])
def test_text__shows_each_letter_in_its_cell(project: Project, language: str) -> None:
    project.write_handbook(language)
    text = project.build("text").text("team/launch.txt")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    plain = [[cell.strip("*") for cell in row] for row in cells]
    assert plain == LETTERS


@pytest.mark.parametrize("language", ["md", "rst"])
def test_html__shows_each_letter_in_its_cell(project: Project, language: str) -> None:
    project.write_handbook(language)
    page = BeautifulSoup(project.build().text("team/launch.html"), "html5lib")
    rows = page.select("table.pm-table tr")
    shown = [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in rows
    ]
    written = [
        [cell.replace("(if over budget)", "if over budget") for cell in row]
        for row in LETTERS
    ]
    assert shown == written


@pytest.mark.parametrize("language", ["md", "rst"])
def test_xml__shows_each_letter_in_its_cell(project: Project, language: str) -> None:
    project.write_handbook(language)
    page = BeautifulSoup(project.build("xml").text("team/launch.xml"), "xml")
    rows = page.select("table row")
    assert [
        [cell.get_text().strip() for cell in row.select("entry")] for row in rows
    ] == LETTERS


@pytest.mark.parametrize("language", ["md", "rst"])
def test_gettext__extracts_what_is_to_be_translated(
    project: Project, language: str
) -> None:
    project.write_handbook(language)
    built = project.build("gettext", doctrees="doctrees-gettext")
    assert built.warnings == []
    messages = set(
        re.findall(
            r'^msgid "(.+)"$',
            "\n".join(path.read_text("utf-8") for path in built.out.glob("**/*.pot")),
            re.MULTILINE,
        )
    )
    assert messages >= {
        *("Product Manager", "Business Analyst", "Sponsor"),
        "Hold technology, business and customers together.",
        *("Launch a product", "Activity", "Engineering", "Notes", "Once"),
        *("Set the vision", "Secure resources", "Train support"),
        *("Product life cycle", "Develop", "Launch", "Entry criteria"),
        *("Two-year roadmap", "Sign-up page", "Usage price", "Partner market"),
        *("Item", "When", "Stage", "Owner", "Status", "Depends on"),
    }
    assert "Strategy" in messages or "**Strategy**" in messages


def test_pmroles__says_the_same_as_html(project: Project) -> None:
    project.write_handbook()
    html = project.build("html")
    assert project.build("pmroles").text("pmroles.json") == html.text("pmroles.json")


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_inventory__leads_to_what_is_there(project: Project, builder: str) -> None:
    project.write_handbook()
    built = project.build(builder)
    inventory = built.inventory
    things = [
        thing
        for kind in ("roles", "matrices", "lifecycles", "roadmaps", "items")
        for thing in inventory[kind].values()
    ]
    assert len(things) == 3 + 1 + 1 + 2 + 4
    for thing in things:
        page, _, anchor = thing["uri"].partition("#")
        path = built.out / page
        path = path / "index.html" if path.is_dir() else path
        html = BeautifulSoup(path.read_text("utf-8"), "html5lib")
        assert html.find(id=anchor) is not None, thing["uri"]


@pytest.mark.parametrize("builder", ["latex", "epub", "text"])
def test_inventory__is_written_beside_web_pages_alone(
    project: Project, builder: str
) -> None:
    project.write_handbook()
    assert not (project.build(builder).out / "pmroles.json").exists()
    assert (project.build("html").out / "pmroles.json").exists()


def test_inventory__can_be_switched_off(project: Project) -> None:
    project.write_handbook()
    off = project.build("html", pmroles_inventory=False)
    assert not (off.out / "pmroles.json").exists()
    on = project.build("pmroles", pmroles_inventory=False)
    assert (on.out / "pmroles.json").exists()
