"""Links of roadmap items to pages of the handbook, as authors write paths."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from tests.build.hostile import LANGUAGES, Language

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: What an item's link says, the words that readers see, and the page and the place on
#: it where it leads.
LEADS = (
    ("../team/roles.md", "Our roles", "team/roles", ""),
    ("../team/roles.rst#in-short", "In short", "team/roles", "in-short"),
    ("../team/roles.html#a-name", "In short", "team/roles", "a-name"),
    ("/team/roles", "Our roles", "team/roles", ""),
    ("../team/roles#pm-role-editor", "Editor", "team/roles", "pm-role-editor"),
    ("./far.md", "Far", "plans/far", ""),
    ("far.md", "Far", "plans/far", ""),
    ("#pm-roadmap-plan", "Plan", "plans/plan", "pm-roadmap-plan"),
)
IDS = {"in-short": "a-name", "a-name": "in-short"}
#: Links in markup: the words, the page.
MARKED = {
    "md": ("[see there](../team/roles.md)", "see there", "team/roles", ""),
    "rst": (":doc:`see there <../team/roles>`", "see there", "team/roles", ""),
}
#: What leads to nothing, what is said of it, and whether it is a link all the same.
NOWHERE = {
    "../team/rolls.md": "there is no such page: did you mean '../team/roles.{}'?",
    "/elsewhere": "there is no such page: write its path from this page, such as "
    "../team/roles.md",
    "../team/roles.md#nobody": "the page has no place 'nobody': name one in it",
}
#: Where each page is, by the builder.
FILES = {
    "html": "{}.html",
    "dirhtml": "{}/index.html",
    "singlehtml": "index.html",
    "epub": "{}.xhtml",
}


def write(project: Project, language: Language, links: tuple[str, ...]) -> None:
    """Write a roadmap with *links* and an item by itself, and two pages to link to."""
    heading, directive, suffix = language.heading, language.directive, language.suffix
    rows = [("Item", "Link"), *((f"Item {n}", link) for n, link in enumerate(links))]
    label = {"md": "(a-name)=\n## In short", "rst": ".. _a-name:\n\nIn short\n--------"}
    toctree = language.toctree(("team/roles", "plans/plan", "plans/far"))
    pages = {
        "index": [toctree],
        "team/roles": [label[suffix], directive("pm:role", "Editor", {})],
        "plans/plan": [
            directive("pm:roadmap", "Plan", {"view": "table"}, language.table(*rows)),
            directive("pm:item", "Alone", {"roadmap": "plan", "link": links[0]}),
        ],
        "plans/far": [directive("pm:roadmap", "All", {"of": "plan"})],
    }
    titles = {"index": "Index", "team/roles": "Our roles"}
    for name, parts in pages.items():
        title = titles.get(name, name.rpartition("/")[2].capitalize())
        text = "\n\n".join([heading(title), *parts])
        project.write_file(f"{name}.{suffix}", f"{text}\n")


def links_on(
    built: Built, builder: str, docname: str
) -> list[list[tuple[str, str, str]]]:
    """Return the words, the file and the place of the links in each *Link* cell."""
    page = FILES[builder].format(docname)
    html = BeautifulSoup(built.text(page), "html5lib")
    anchor = {"plans/plan": "pm-roadmap-plan", "plans/far": "pm-roadmap-all"}[docname]
    spot = html.find(id=anchor)
    assert spot is not None
    table = spot if spot.name == "table" else spot.find_next("table")
    assert table is not None
    return [
        [
            (link.get_text(), *_target(page, unquote(str(link["href"]))))
            for link in cell.select("a")
        ]
        for cell in table.select("tbody td")
    ]


def _target(page: str, href: str) -> tuple[str, str]:
    path, _, place = href.partition("#")
    if not path:
        return page, place
    # A folder is shown by what is in it.
    path += "index.html" if path.endswith("/") else ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)), place


@pytest.mark.parametrize("builder", FILES)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_link_to_a_page__leads_there_from_every_page(
    project: Project, language: Language, builder: str
) -> None:
    leads = (*LEADS, MARKED[language.suffix])
    write(project, language, tuple(written for written, *_ in leads))
    built = project.build(builder)
    assert built.warnings == []
    for docname in ("plans/plan", "plans/far"):
        cells = links_on(built, builder, docname)
        shown = [(*leads, leads[0]), cells]
        for (_, words, target, place), found in zip(*shown, strict=True):
            # On one page, a page is a place.
            whole = f"document-{target}" if builder == "singlehtml" else ""
            path = FILES[builder].format(target)
            ((shown_words, shown_path, shown_place),) = found
            assert (shown_words, shown_path) == (words, path)
            # A heading with a label has two ids: which is the first one, differs.
            assert shown_place in (place or whole, IDS.get(place))
            html = BeautifulSoup(built.text(path), "html5lib")
            assert not shown_place or html.find(id=shown_place)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_link_to_a_page__leads_there_in_latex_and_text(
    project: Project, language: Language
) -> None:
    write(project, language, tuple(written for written, *_ in LEADS))
    tex = project.build("latex").text("handbook.tex")
    for _, words, page, place in LEADS:
        if place in IDS:
            continue
        leads = rf"{{\hyperref[\detokenize{{{page}:{place or ':doc'}}}]"
        assert tex.count(rf"{leads}{{\sphinxcrossref{{{words}}}}}}}") >= 2
    text = project.build("text").text("plans/far.txt")
    assert "| Item 0   | Our roles" in text


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_link_to_a_page__that_is_not_there_is_said_at_its_row(
    project: Project, language: Language
) -> None:
    suffix = language.suffix
    write(project, language, ("far.md", *NOWHERE, "../tickets/12.html", "../map.pdf"))
    built = project.build()
    lines = (project.source / f"plans/plan.{suffix}").read_text().splitlines()
    expected = []
    for number, (link, fault) in enumerate(NOWHERE.items(), start=1):
        line = next(n for n, text in enumerate(lines, start=1) if link in text)
        expected.append(
            f"plans/plan.{suffix}:{line if suffix == 'md' else line - 1}: WARNING: the "
            f"link of 'Item {number}' leads to {link!r}, but "
            f"{fault.format(suffix)} [pmroles.unknown-reference]"
        )
    assert built.warnings == expected
    # The words stay; what leads to the page is a link, and no dead end.
    html = BeautifulSoup(built.text("plans/plan.html"), "html5lib")
    cells = html.select("#pm-roadmap-plan tbody td")
    assert [cell.get_text() for cell in cells][1:4] == [*NOWHERE]
    links = [[a["href"] for a in cell.select("a")] for cell in cells]
    assert links[1:4] == [[], [], ["../team/roles.html"]]
    # Other files are none of ours: on their own page they are links, as written.
    assert links[4:6] == [["../tickets/12.html"], ["../map.pdf"]]


def test_link_to_a_page__that_is_not_there_may_be_allowed(project: Project) -> None:
    write(project, LANGUAGES["md"], ("nowhere.md",))
    for name in ("roadmap} Plan", "item} Alone"):
        project.replace(
            "plans/plan.md", f"{name}\n", f"{name}\n:allow: unknown-reference\n"
        )
    assert project.build().warnings == []


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("# Our roles", "# All roles", "All roles"),
        ("## In short", "## At length", "At length"),
        ("(a-name)=", "(another)=", "../team/roles.md#a-name"),
    ],
)
def test_link_to_a_page__follows_an_edit_of_that_page(
    project: Project, old: str, new: str, shown: str
) -> None:
    write(project, LANGUAGES["md"], ("../team/roles.md", "../team/roles.md#a-name"))
    project.build()
    project.replace("team/roles.md", old, new)
    again = project.build()
    assert "plans/far" not in again.read
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert again.warnings == clean.warnings
    for page in ("plans/far.html", "plans/plan.html"):
        assert shown in again.text(page)
        assert again.text(page) == clean.text(page)


def test_link_to_a_page__follows_a_page_that_comes_and_goes(project: Project) -> None:
    write(project, LANGUAGES["md"], ("../team/new.md",))
    project.replace("index.md", "team/roles\n", "team/roles\nteam/new\n")
    fault = [w for w in project.build(nitpicky=False).warnings if "such page" in w]
    assert len(fault) == 2
    project.write_file("team/new.md", "# New page\n")
    built = project.build()
    assert built.warnings == []
    link = '<a class="reference internal" href="../team/new.html"><span>New page'
    assert link in built.text("plans/far.html")
    (project.source / "team/new.md").unlink()
    assert "New page" not in project.build(nitpicky=False).text("plans/far.html")


@pytest.mark.parametrize("source", ["md", "rst"])
def test_linkcheck__names_the_row_of_a_link(project: Project, source: str) -> None:
    language = LANGUAGES[source]
    links = ("https://example.org/a", "https://example.org/b")
    write(project, language, ("plan.md", *links))
    # Of the pages that show a link, Sphinx names the first by name.
    project.write_file(f"plans/far.{source}", f"{language.heading('Far')}\n")
    said = project.build("linkcheck", linkcheck_ignore=[".*"]).status.splitlines()
    lines = (project.source / f"plans/plan.{source}").read_text().splitlines()
    for link in links:
        line = next(n for n, text in enumerate(lines, start=1) if link in text)
        # A row of a list begins with its first cell.
        line -= source == "rst"
        (found,) = (each for each in said if link in each)
        assert f"plan: line {line:>4})" in found


def test_link_of_two_items__is_shown_in_print_beside_each(project: Project) -> None:
    """Their cells say the same, and share what was made of it."""
    project.write_file(
        "index.md",
        """
        # Page

        :::{pm:roadmap} Plan
        :view: table

        | Item | Link                         |
        | ---- | ---------------------------- |
        | One  | [Wish](https://example.org/) |
        | Two  | [Wish](https://example.org/) |
        :::

        :::{pm:roadmap} All
        :of: plan
        :view: table
        :::
        """,
    )
    tex = project.build("latex", latex_show_urls="inline").text("handbook.tex")
    rows = re.findall(r"Wish\}(.*)", tex)
    assert len(rows) == 4
    assert [row.count("example.org") for row in rows] == [1] * 4
