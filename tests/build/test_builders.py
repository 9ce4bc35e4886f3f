"""One handbook, in both languages, through every builder."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_pmroles.extension.domain import HandbookDomain
from sphinx_pmroles.model.matrix import Layout
from sphinx_pmroles.model.overview import RoleView
from sphinx_pmroles.model.report import ReportKind
from sphinx_pmroles.model.roadmap import View
from tests.build.everything import MARKDOWN, RST, write_everything
from tests.build.test_snippets import our_parts

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
#: Another order than these: set it, and all of them are tried in both languages.
SEED = os.environ.get("PMROLES_ORDERS_SEED", "")
ORDERS = {
    "forwards": (*SHOWING, *SILENT),
    "backwards": (*SILENT[::-1], *list(SHOWING)[::-1]),
}
if SEED:
    shuffled = list(ORDERS["forwards"])
    Random(SEED).shuffle(shuffled)  # noqa: S311 (nothing is secret)
    ORDERS[f"shuffled-{SEED}"] = tuple(shuffled)
#: On CI each language goes one way.
WAYS = [
    (language, order)
    for n, language in enumerate(("md", "rst"))
    for m, order in enumerate(ORDERS)
    if SEED or n == m
]


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


@pytest.mark.parametrize("language", ["md", "rst"])
def test_builders__lose_nothing(project: Project, language: str) -> None:
    project.write_handbook(language)
    for builder, pattern in SHOWING.items():
        built = project.build(builder)
        assert built.warnings == [], builder
        words = words_of(built, pattern)
        assert [title for title in TITLES if title not in words] == [], builder


@pytest.mark.parametrize(("language", "order"), WAYS)
def test_builders__on_one_doctree_folder_give_what_each_gives_alone(
    new_project: Callable[[str], Project],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    order: str,
) -> None:
    # EPUB says when it was made.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    project = new_project("handbook")
    write_everything(project, language)
    for builder in ORDERS[order]:
        built = project.build(builder)
        # In a folder of its own: Sphinx keeps the sums of files by their paths.
        alone = project.build(builder, out=f"alone-{builder}", doctrees="alone")
        assert (built.warnings, alone.warnings) == ([], []), builder
        shown, expected = output_of(built), output_of(alone)
        assert shown.keys() == expected.keys(), builder
        differing = [name for name in shown if shown[name] != expected[name]]
        assert differing == [], builder
        shutil.rmtree(project.root / "alone")


def output_of(built: Built) -> dict[str, object]:
    """Return the files that a build gave, and what is in its archives."""
    shown: dict[str, object] = {}
    for name, data in built.files().items():
        shown[name] = data
        if name.startswith("output."):
            # Threads look at the links: the first done is the first told.
            shown[name] = sorted(data.splitlines())
        if name.endswith(".epub"):
            with zipfile.ZipFile(built.out / name) as book:
                # Less the times of the files.
                shown[name] = [(each.filename, each.CRC) for each in book.infolist()]
    return shown


def test_everything__is_used() -> None:
    """Each directive, option and view is in the handbook of these tests."""
    for pages in (MARKDOWN, RST):
        sources = "\n".join(pages.values())
        written = re.findall(r"(?:\{pm:(\w+)\}|\.\. pm:(\w+)::)(?!`)", sources)
        used = {"".join(names) for names in written}
        options = set(re.findall(r"^\s*:([\w-]+): ", sources, re.MULTILINE))
        views = set(re.findall(r":(?:view|show|layout): (\w+)", sources))
        reports = set(re.findall(r"pm:report(?:\}|::) (\w+)", sources))
        roles = set(re.findall(r"[{:]pm:(\w+)[}:]`", sources))
        spec = {
            option
            for directive in HandbookDomain.directives.values()
            for option in directive.option_spec or {}
        }
        assert set(HandbookDomain.directives) - used == set()
        assert spec - options == set()
        assert set(HandbookDomain.roles) - roles == set()
        assert {view.value for view in (*View, *RoleView, *Layout)} - views == set()
        assert {kind.value for kind in ReportKind} - reports == set()


@pytest.mark.parametrize("builder", ["html", "text"])
def test_everything__is_the_same_in_both_languages(
    new_project: Callable[[str], Project], builder: str
) -> None:
    markdown, rst = (new_project(language) for language in ("md", "rst"))
    write_everything(markdown, "md")
    write_everything(rst, "rst")
    pages = [markdown.build(builder), rst.build(builder)]
    if builder == "text":
        one, other = (page.files("**/*.txt") for page in pages)
        assert one == other
        return
    parts = [
        # Sphinx and MyST mark a reference to a page, each in its way.
        {n: re.sub(r'"(std )?(std-)?doc"', '"doc"', "".join(our_parts(page.text(n))))}
        for page in pages
        for n in sorted(page.files("**/*.html"))
    ]
    half = len(parts) // 2
    assert half > len(MARKDOWN)
    assert parts[:half] == parts[half:]


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


#: A page with much of what Sphinx has, and nothing of ours.
THEIRS = {
    "index.md": """\
        # Theirs

        Some *text* with `code`, a [link](#numbers), a footnote[^1], {term}`word` and
        {numref}`the-table`; {doc}`other`, <https://example.org>.

        (numbers)=
        ## Numbers

        ```{table} A table
        :name: the-table

        | One | Two    |
        | --- | ------ |
        | 1   | **2**  |
        | 3   | `four` |
        ```

        ```{list-table}
        :header-rows: 1

        * - A
          - B
        * - 1
          - 2
        ```

        - [x] done
        - [ ] open

        Term
        : What it is.

        :::{glossary}
        word
          A thing.
        :::

        :::{note}
        Noted, "quoted" -- and so on...
        :::

        ```{code-block} python
        :caption: Code

        print("x")
        ```

        ```{py:function} f(x)
        A function.
        ```

        ```{toctree}
        other
        ```

        [^1]: A note.
        """,
    "other.rst": """\
        Other
        =====

        .. index:: thing

        .. figure:: dot.svg
           :width: 10

           A figure

        .. math:: x^2

        .. productionlist::
           a: "b"

        +---+---+
        | a | b |
        +===+===+
        | c     |
        +---+---+

        :ref:`genindex`, :envvar:`HOME`, :abbr:`RACI (Responsible)`

        .. _raw: https://example.org

        raw_ |word|

        .. |word| replace:: *a word*
        """,
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_page_without_ours__is_what_it_is_without_the_extension(
    new_project: Callable[[str], Project], builder: str
) -> None:
    shown = []
    for name, extensions in (("with", ["sphinx_pmroles"]), ("without", [])):
        project = new_project(name)
        for file, text in THEIRS.items():
            project.write_file(file, text)
        project.configure(
            extensions=["myst_parser", *extensions],
            myst_heading_anchors=3,
            numfig=True,
            suppress_warnings=["image"],
        )
        built = project.build(builder, nitpicky=False)
        assert built.warnings == []
        pages = built.files({"html": "*.html", "latex": "*.tex"}.get(builder, "*.txt"))
        shown.append({name: _body(page.decode()) for name, page in pages.items()})
    one, other = shown
    assert one.keys() == other.keys()
    assert [page for page in one if one[page] != other[page]] == []


def _body(page: str) -> str:
    """Return a page less its head: our style sheet and packages stand there."""
    return re.split(r"<body\b|\\begin\{document\}", page, maxsplit=1)[-1]


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


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "dummy"])
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


def test_inventory__of_an_earlier_build_goes_when_it_is_switched_off(
    project: Project,
) -> None:
    project.write_handbook()
    project.build("html")
    file = project.build("html", pmroles_inventory=False).out / "pmroles.json"
    assert not file.exists()
    # One that somebody else has put there stays, from then on.
    for name in ("html", "dirhtml"):
        file = project.build(name).out / "pmroles.json"
        file.write_text("{}", encoding="utf-8")
        for _build in range(2):
            project.build(name, pmroles_inventory=False)
            assert file.read_text(encoding="utf-8") == "{}"
