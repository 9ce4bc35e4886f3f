"""Hostile texts stay texts in every place that an author or a file can fill."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import html5lib  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup
from lxml import etree  # type: ignore[import-untyped]

from sphinx_pmroles.model.link import is_safe
from tests.build.conftest import Project
from tests.build.hostile import LANGUAGES, TEXTS, data, overview, page

if TYPE_CHECKING:
    from tests.build.conftest import Built

#: Data files may hold markup: what that may make, in texts that are markup.
MARKUP = {"code", "em", "strong", "cite", "img"}
LINKS = ("href", "src", "action", "formaction", "data", "xlink:href", "srcset")
PAGES = {f"p{number}": name for number, name in enumerate(TEXTS)}


@dataclass
class Book:
    """A handbook with each text on a page of its own, and what builds made of it."""

    project: Project
    inventory: Built

    def build(self, builder: str) -> Built:
        """Build it beside another handbook and a past that hold the same texts."""
        return self.project.build(builder, nitpicky=False, smartquotes=False)


@pytest.fixture(scope="module", params=LANGUAGES)
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Book:
    language = LANGUAGES[request.param]
    project = Project(tmp_path_factory.mktemp(request.param) / "book")
    written = {
        "index": f"{language.heading('Book')}\n\n{language.toctree([*PAGES, 'all'])}",
        "all": overview(language),
    }
    for docname, name in PAGES.items():
        written[docname] = page(language, docname, TEXTS[name])
        file = project.source / f"{docname}.csv"
        file.write_text(data(TEXTS[name]), encoding="utf-8", newline="")
    for docname, text in written.items():
        path = project.source / f"{docname}.{language.suffix}"
        path.write_text(f"{text}\n", encoding="utf-8")
    built = project.build("pmroles", nitpicky=False, smartquotes=False)
    (project.source / "other.json").write_text(built.text("pmroles.json"), "utf-8")
    project.configure(
        pmroles_handbooks={"other": ("https://example.org/", "other.json")},
        pmroles_baselines={"past": "other.json"},
    )
    return Book(project, built)


def shape(page: BeautifulSoup) -> set[tuple[str, str]]:
    """Return which elements a page has, with which attributes."""
    return {(tag.name, name) for tag in page.select("*") for name in ("", *tag.attrs)}


def test_html__has_no_part_that_a_text_made(book: Book) -> None:
    built = book.build("html")
    pages = {}
    for name, content in built.files("*.html").items():
        html5lib.HTMLParser(strict=True).parse(content.decode())
        pages[name] = BeautifulSoup(content.decode(), "html5lib")
    innocent = shape(pages["p0.html"])
    scripts = len(pages["p0.html"].find_all("script"))
    for docname, name in PAGES.items():
        shown = pages[f"{docname}.html"]
        more = shape(shown) - innocent - {("text", "direction")}
        if "markup" in name:
            assert {tag for tag, _ in more} <= MARKUP, name
        else:
            assert not more, name
        assert len(shown.find_all("script")) == scripts, name
    for name, shown in pages.items():
        tags = shown.select("*")
        links = [str(tag[key]) for tag in tags for key in LINKS if key in tag.attrs]
        assert not [link for link in links if not is_safe(link)], name
        assert not [key for tag in tags for key in tag.attrs if key.startswith("on")]
        for drawing in re.findall(r"<svg\b.*?</svg>", built.text(name), re.DOTALL):
            etree.fromstring(drawing)


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


def test_latex__has_no_command_that_a_text_made(book: Book) -> None:
    (tex,) = (file.decode() for file in book.build("latex").files("*.tex").values())
    found = re.findall(r"\\chapter\{Page (p\d+)\}(.*?)(?=\\chapter\{)", tex, re.DOTALL)
    chapters = dict(found)
    known = commands(chapters["p0"]) | LONG
    more = {PAGES[name]: commands(text) - known for name, text in chapters.items()}
    unknown = {name: new for name, new in more.items() if new and "markup" not in name}
    assert unknown == {}
    assert r"\input{/etc" not in tex


#: What headers that are longer make.
LONG = {r"\rotatebox"}


def commands(tex: str) -> set[str]:
    """Return the commands of LaTeX but for those that stand for a character."""
    found = re.findall(r"\\(?:[A-Za-z@]+|.)", tex, re.DOTALL)
    return {command for command in found if not ESCAPES.match(command)}


def test_outputs__hold_no_control_characters(book: Book) -> None:
    for builder in ("html", "text"):
        for name, content in book.build(builder).files().items():
            if name.endswith((".html", ".txt", ".json", "searchindex.js")):
                assert not re.search(rb"[\x00-\x08\x0e-\x1f]", content), name
