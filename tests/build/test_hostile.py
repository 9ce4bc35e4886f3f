"""Whatever a text holds, it stays a text: in pages, drawings, print, books and data.

One book for each language, in which each text is in every place that an author or a
file can fill, is read once; each output of it is made once, and looked at as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import html5lib  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup
from lxml import etree  # type: ignore[import-untyped]

from sphinx_pmroles.model.link import is_safe
from tests.build.conftest import Project
from tests.build.hostile import (
    CONTROLS,
    LANGUAGES,
    OTHER,
    PAST,
    TEXTS,
    configuration,
    data,
    overview,
    page,
)

if TYPE_CHECKING:
    from tests.build.conftest import Built

#: Data files may hold markup: what that may make, in texts that are markup.
MARKUP = {"code", "em", "strong", "cite", "img"}
LINKS = ("href", "src", "action", "formaction", "data", "xlink:href", "srcset")
PAGES = {f"p{number}": name for number, name in enumerate(TEXTS)}
WORDS = {docname: " ".join(TEXTS[name].split()) for docname, name in PAGES.items()}
NAMES = tuple(f"{name}." for name in (*PAGES, "all"))
NO_XML = etree.XMLParser(resolve_entities=False)


@dataclass
class Book:
    """A handbook with each text on a page of its own, and what builders made of it."""

    project: Project
    inventory: Built
    made: dict[str, Built] = field(default_factory=dict)

    def build(self, builder: str) -> Built:
        """Build it beside another handbook and a past that hold the same texts."""
        if builder not in self.made:
            self.made[builder] = self.project.build(
                builder, nitpicky=False, smartquotes=False
            )
        return self.made[builder]


@pytest.fixture(scope="module", params=LANGUAGES)
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Book:
    """Return the book in a language; tests of one builder may ask for one of them."""
    language = LANGUAGES[request.param]
    project = Project(tmp_path_factory.mktemp(request.param) / "book")
    texts = {name: TEXTS[text] for name, text in PAGES.items()}
    pages = {name: page(language, name, text) for name, text in texts.items()}
    contents = language.toctree([*texts, "all"])
    pages["index"] = f"{language.heading('Book')}\n\n{contents}"
    pages["all"] = overview(language)
    for docname, text in pages.items():
        path = project.source / f"{docname}.{language.suffix}"
        path.write_text(f"{text}\n", encoding="utf-8")
    for docname, text in texts.items():
        file = project.source / f"{docname}.csv"
        file.write_text(data(text), encoding="utf-8", newline="")
    project.configure(**configuration(texts))
    built = project.build("pmroles", nitpicky=False, smartquotes=False)
    (project.source / "other.json").write_text(built.text("pmroles.json"), "utf-8")
    project.configure(
        pmroles_handbooks={OTHER: ("https://example.org/", "other.json")},
        pmroles_baselines={PAST: "other.json"},
    )
    return Book(project, built)


def one(language: str) -> pytest.MarkDecorator:
    """Have a test look at the book in one language: both have the same doctrees."""
    return pytest.mark.parametrize("book", [language], indirect=True)


def shape(page: BeautifulSoup) -> set[tuple[str, str]]:
    """Return which elements a page has, with which attributes."""
    return {(tag.name, name) for tag in page.select("*") for name in ("", *tag.attrs)}


def check_shapes(pages: dict[str, BeautifulSoup]) -> None:
    """Say whether a text has made an element, an attribute, a script or a link."""
    innocent = shape(pages["p0"])
    scripts = len(pages["p0"].find_all("script"))
    for docname, name in PAGES.items():
        more = shape(pages[docname]) - innocent - {("text", "direction")}
        if "markup" in name:
            assert {tag for tag, _ in more} <= MARKUP, name
        else:
            assert not more, name
        assert len(pages[docname].find_all("script")) == scripts, name
    for name, shown in pages.items():
        tags = shown.select("*")
        links = [str(tag[key]) for tag in tags for key in LINKS if key in tag.attrs]
        assert not [link for link in links if not is_safe(link)], name
        assert not [key for tag in tags for key in tag.attrs if key.startswith("on")]


def check_drawings(text: str) -> None:
    """Say whether all drawings in a page are well-formed and inert."""
    for drawing in re.findall(r"<svg\b.*?</svg>", text, re.DOTALL):
        for element in etree.fromstring(drawing, NO_XML).iter():
            assert etree.QName(element).localname not in ("script", "foreignObject")
            assert not any(key.startswith("on") for key in element.attrib)


def test_html__has_no_part_that_a_text_made(book: Book) -> None:
    built = book.build("html")
    texts = {
        name.removesuffix(".html"): built.text(name)
        for name in built.files()
        if name.endswith(".html")
    }
    for text in texts.values():
        html5lib.HTMLParser(strict=True).parse(text)
        check_drawings(text)
    assert all(texts[name].count("<svg") >= 2 for name in PAGES)
    pages = {name: BeautifulSoup(text, "html5lib") for name, text in texts.items()}
    check_shapes(pages)
    for docname, name in PAGES.items():
        if "markup" not in name:
            check_shown(pages[docname], WORDS[docname])


def check_shown(page: BeautifulSoup, words: str) -> None:
    """Say whether readers see a text as it was written, in each place."""

    def shown(selector: str) -> list[str]:
        return [" ".join(tag.get_text().split()) for tag in page.select(selector)]

    titles = shown("dt.pm-title strong")
    assert all(any(f"{x} {words}" in title for title in titles) for x in "RSQE")
    assert {f"H {words}", f"P {words}"} <= set(shown(".pm-matrix th[scope=col]"))
    assert f"G {words}" in shown(".pm-matrix th[scope=rowgroup]")
    assert f"A {words}" in shown(".pm-matrix th[scope=row]")
    cells = shown(".pm-matrix td")
    assert words in cells
    assert any(f"N {words}" in cell for cell in cells)
    assert any(f"what {words}" in cell for cell in cells)
    assert shown(".pm-even thead th")[1].startswith(f"R {words} (B")
    assert f"X {words}" in shown(".pm-even tbody th")
    assert f"Says {words}" in shown(".pm-even li")
    assert f"decided by {words}" in shown(".pm-stage .pm-gate")[-1]
    assert shown(".pm-stage .task-list-item") == [f"☑ K {words}"]
    assert {f"I {words}", f"J {words}"} <= set(shown(".pm-twin th[scope=row]"))
    # A data file with more semicolons than commas is read as separated by those.
    if ";" not in words:
        assert f"W {words}" in " ".join(shown(".pm-matrix"))


def test_warnings__are_lines_that_do_nothing_to_a_terminal(book: Book) -> None:
    said = [each for each in book.build("html").warnings if "[pmroles." in each]
    assert len(said) > 4 * len(PAGES)
    for warning in said:
        assert warning.startswith(NAMES), warning
        categories = {unicodedata.category(each) for each in warning}
        assert not categories & {"Cc", "Cf", "Cs"}, warning


def test_inventory__holds_texts_as_written(book: Book) -> None:
    inventory = book.inventory.inventory
    for docname, name in PAGES.items():
        text = TEXTS[name]
        role = inventory["roles"][f"{docname}-role"]
        assert role["title"] == f"R {text}"
        assert role["abbr"] == f"B{docname} {text}"
        assert role["level"] == text
        assert role["sections"]["Purpose"] == f"Means {text}"
        assert role["sections"][f"X {text}"] == f"Says {text}"
        cycle = inventory["lifecycles"][f"{docname}-cycle"]
        assert (cycle["title"], cycle["stages"][0]["title"]) == (
            f"L {text}",
            f"S {text}",
        )
        product = inventory["products"][f"{docname}-product"]
        assert product["title"] == f"Q {text}"
        assert product["sections"] == {f"V {text}": f"D {text}"}
        matrix = inventory["matrices"][f"{docname}-matrix"]
        activity = matrix["activities"][0]
        assert (activity["title"], activity["group"]) == (f"A {text}", f"G {text}")
        letters = inventory["matrices"][f"{docname}-file"]["letters"]
        assert letters["C"] == f"W {text}"
        titles = [
            each["title"]
            for each in inventory["items"].values()
            if each["roadmap"] == f"{docname}-plan"
        ]
        assert set(titles) == {f"{letter} {text}" for letter in "IJE"}


#: How LaTeX names the characters that mean something to it.
ESCAPES = re.compile(
    r"\\(?:text\w+|sphinx\w+|PYGZ\w+|kern|lbrack|rbrack|char|[^A-Za-z])"
)
#: What headers that are longer make.
LONG = {r"\rotatebox"}


def commands(tex: str) -> set[str]:
    """Return the commands of LaTeX but for those that stand for a character."""
    found = re.findall(r"\\(?:[A-Za-z@]+|.)", tex, re.DOTALL)
    return {command for command in found if not ESCAPES.match(command)}


@one("md")
def test_latex__has_no_command_that_a_text_made(book: Book) -> None:
    (tex,) = (file.decode() for file in book.build("latex").files("*.tex").values())
    found = re.findall(r"\\chapter\{Page (p\d+)\}(.*?)(?=\\chapter\{)", tex, re.DOTALL)
    chapters = dict(found)
    assert chapters.keys() == PAGES.keys()
    known = commands(chapters["p0"]) | LONG
    more = {PAGES[name]: commands(text) - known for name, text in chapters.items()}
    unknown = {name: new for name, new in more.items() if new and "markup" not in name}
    assert unknown == {}
    body = tex[tex.index(r"\begin{document}") :]
    for command in (r"\input{/etc", r"\write18", "$x_1$"):
        assert command not in body
    drawings = body.count(r"\begin{tikzpicture}")
    assert drawings == body.count(r"\end{tikzpicture}") >= 2 * len(PAGES)
    # A percent sign or an ampersand that is not escaped would eat what follows it.
    assert not re.search(r"(?<!\\)% of", body)


@pytest.mark.slow
@one("md")
def test_epub__has_no_part_that_a_text_made(book: Book) -> None:
    files = book.build("epub").files()
    pages = {}
    for name, content in files.items():
        if name.endswith((".xhtml", ".svg", ".opf", ".ncx")):
            # Readers of books take nothing that is not well-formed.
            root = etree.fromstring(content, NO_XML)
            assert not root.findall(".//{*}foreignObject"), name
        if name.endswith(".xhtml"):
            text = content.decode()
            pages[name.removesuffix(".xhtml")] = BeautifulSoup(text, "lxml-xml")
    assert pages.keys() >= PAGES.keys()
    check_shapes(pages)


#: What a manual page of ours is made of: its macros, and its escapes.
MACROS = {*("UNINDENT", "INDENT", "TP", "IP", "TS", "TE", "SH", "SS", "TH")}
MACROS |= {*("B", "sp", "nf", "fi", "in")}
ROFF = {*(r"\e", r"\(", r"\:", r"\-", r"\%", r"\f", r"\ ", r"\&")}


@pytest.mark.slow
@one("rst")
def test_man__has_no_macro_that_a_text_made(book: Book) -> None:
    (page,) = (file.decode() for file in book.build("man").files("*.1").values())
    # Less its comments.
    body = re.sub(r'\n\.\\".*', "", page[page.index("\n.TH ") :])
    assert set(re.findall(r"^[.'](\w+)", body, re.MULTILINE)) <= MACROS
    assert set(re.findall(r"\\.", body)) <= ROFF
    assert all(word in body for word in ("/etc/passwd", "مدير"))


#: Likewise of a Texinfo file; the rest of its commands stand for characters.
TEXINFO = {*("tab", "item", "itemize", "table", "multitable", "headitem", "end")}
TEXINFO |= {*("ref", "anchor", "node", "chapter", "deffn", "enumerate", "geindex")}
TEXINFO |= {*("footnote", "comma", "w", "asis", "code", "cite", "email")}
TEXINFO |= {"indicateurl"}


@pytest.mark.slow
@one("rst")
def test_texinfo__has_no_command_that_a_text_made(book: Book) -> None:
    (text,) = (f.decode() for f in book.build("texinfo").files("*.texi").values())
    body = text[text.index("@node Page p0") : text.index("@node Everything")]
    assert set(re.findall(r"@([A-Za-z]+)|@[@{}*]", body)) - {""} <= TEXINFO
    assert re.findall(r"@[^A-Za-z@{}*]", re.sub("@@", "", body)) == []


@pytest.mark.slow
@one("rst")
def test_text__holds_every_text(book: Book) -> None:
    built = book.build("text")
    for docname, name in PAGES.items():
        shown = "".join(built.text(f"{docname}.txt").split())
        assert f"R{WORDS[docname]}".replace(" ", "") in shown, name
        assert not CONTROL.search(built.text(f"{docname}.txt").encode()), name


CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def test_html__holds_no_control_characters(book: Book) -> None:
    for name, content in book.build("html").files().items():
        if name.endswith((".html", ".json", "searchindex.js")):
            assert not CONTROL.search(content), name


def test_control_characters__break_no_drawing_and_no_data(project: Project) -> None:
    # In a text on a page they are Sphinx's affair, which writes them as they are.
    project.write_file("index.md", f"{page(LANGUAGES['md'], 'p', CONTROLS)}\n")
    project.configure(**configuration({"p": CONTROLS}))
    drawings = 0
    for builder in ("html", "epub", "pmroles"):
        built = project.build(builder, nitpicky=False)
        for name, content in built.files().items():
            if name.endswith((".html", ".xhtml")):
                check_drawings(content.decode())
            if name.endswith(".svg") and not name.startswith("_static"):
                etree.fromstring(content)
                drawings += 1
    assert drawings
    assert built.inventory["roles"]["p-role"]["title"].startswith("R a")


def test_drawing__leads_to_no_script(project: Project) -> None:
    # In a text, such a link is docutils' affair: it allows them in every page.
    targets = ("javascript:alert(1)", "data:text/html,x", "vbscript:x")
    safe = "https://example.org"
    lines = [
        f"      * - `I{n} <{target}>`_\n        - 2026-Q4\n        - {target}\n"
        for n, target in enumerate((*targets, safe))
    ]
    head = "Page\n====\n\n.. pm:roadmap:: P\n\n   .. list-table::\n"
    head += "      :header-rows: 1\n\n      * - Item\n        - When\n        - Link\n"
    project.write_file("index.rst", head + "".join(lines))
    html = project.build(nitpicky=False).text("index.html")
    page = BeautifulSoup(html, "html5lib")
    links = {str(link.get("href")) for link in page.select("svg a")}
    assert safe in links
    assert not any(link.startswith(targets) for link in links)
