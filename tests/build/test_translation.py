"""A handbook in another language: what is translated is shown everywhere."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from tests.build.everything import write_everything

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

GERMAN = {
    "Product Manager": "Produktmanager",
    "Hold technology, business and customers together.": "Alles zusammenhalten.",
    "Launch a product": "Ein Produkt einführen",
    "Activity": "Tätigkeit",
    "Engineering": "Technik",
    "**Strategy**": "**Strategie**",
    "Set the vision": "Die Vision setzen",
    "Train support": "Den Kundendienst schulen",
    "Notes": "Bemerkungen",
    "Once": "Einmal",
    "Product life cycle": "Lebenszyklus",
    "Develop": "Entwickeln",
    "Two-year roadmap": "Zweijahresplan",
    "Item": "Vorhaben",
    "Sign-up page": "Anmeldeseite",
    "Usage price": "Nutzungspreis",
}
#: How a catalogue begins.
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def german(project: Project) -> Project:
    """Return the sample handbook with its translation into German."""
    project.write_handbook()
    entries = [f'msgid "{old}"\nmsgstr "{new}"\n' for old, new in GERMAN.items()]
    catalogue = "\n".join((HEAD, *entries))
    for name in ("index", "team", "plan"):
        path = project.source / "locale" / "de" / "LC_MESSAGES" / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalogue, encoding="utf-8")
    return project


def build(project: Project, builder: str) -> Built:
    built = project.build(builder, language="de", locale_dirs=["locale"])
    assert built.warnings == []
    return built


def test_translation__is_shown_in_the_matrix(german: Project) -> None:
    html = build(german, "html").text("team/launch.html")
    page = BeautifulSoup(html, "html5lib")
    words = [tag.get_text().strip() for tag in page.select(".pm-matrix th")]
    assert words == [
        *("Tätigkeit", "PM", "BA", "Technik", "Sponsor", "Bemerkungen"),
        *("Strategie", "Die Vision setzen", "Secure resources"),
        *("Launch", "Den Kundendienst schulen"),
    ]
    caption = page.select_one(".pm-caption-text")
    assert caption is not None
    assert caption.get_text() == "Ein Produkt einführen"
    # The keys, and with them the links from elsewhere, are those of the original.
    assert page.find(id="pm-activity-launch-set-the-vision") is not None


def test_translation__is_shown_where_others_refer_to_it(german: Project) -> None:
    built = build(german, "text")
    roles = built.text("team/roles.txt")
    assert "* Ein Produkt einführen: Die Vision setzen, Den Kundendienst" in roles
    assert "Anmeldeseite, Partner market" in roles
    assert re.search(r"Produktmanager\W* \(PM\)", roles)
    cycle = built.text("plan/cycle.txt")
    assert "1. Entwickeln" in cycle
    assert "Nutzungspreis" in cycle
    assert "See *Ein Produkt einführen*" in built.text("plan/roadmap.txt")


@pytest.mark.parametrize("page", ["plan/roadmap.html", "plan/cycle.html"])
def test_translation__is_drawn(german: Project, page: str) -> None:
    html = build(german, "html").text(page)
    drawings = " ".join(re.findall(r"<svg\b.*?</svg>", html, re.DOTALL))
    words = {
        "plan/roadmap.html": ("Zweijahresplan", "Anmeldeseite", "Nutzungspreis"),
        "plan/cycle.html": ("Lebenszyklus", "Entwickeln"),
    }
    assert [word for word in words[page] if word not in drawings] == []
    assert "Sign-up page" not in drawings
    assert "Develop" not in drawings


@pytest.mark.parametrize("builder", ["html", "epub", "text", "latex"])
@pytest.mark.parametrize(
    ("options", "columns"),
    [
        (":view: board", ["Jetzt", "Als Nächstes", "Später", "Mit Termin"]),
        (":view: board\n:group-by: status", ["geplant", "in Arbeit", "Ohne Angabe"]),
        (":view: stages", ["Entwickeln", "Launch"]),
    ],
)
def test_translation__is_shown_on_boards(
    german: Project, options: str, columns: list[str], builder: str
) -> None:
    german.replace("plan/roadmap.md", ":as-of: 2026-10-01", options)
    built = build(german, builder)
    names = {"epub": "plan/roadmap.xhtml", "latex": "handbook.tex"}
    suffix = {"html": "html", "text": "txt"}.get(builder, "")
    shown = built.text(names.get(builder, f"plan/roadmap.{suffix}"))
    shown = shown.replace(r"\sphinxhyphen{}", "-")
    shown = shown[shown.rindex("Zweijahresplan") :] if builder == "text" else shown
    for words in (*columns, "Zweijahresplan", "Anmeldeseite", "Nutzungspreis"):
        assert words in shown
    assert "Sign-up page" not in shown
    if builder in {"html", "epub"}:
        board = BeautifulSoup(shown, "html5lib").select(".pm-board > li > p strong")
        assert [heading.get_text() for heading in board] == columns


def test_translation__is_shown_on_hovering(german: Project) -> None:
    html = build(german, "html").text("team/launch.html")
    page = BeautifulSoup(html, "html5lib")
    link = page.select_one(".pm-matrix th a")
    assert link is not None
    assert link["title"] == "Produktmanager: Alles zusammenhalten."
    page = BeautifulSoup(build(german, "html").text("team/roles.html"), "html5lib")
    short = page.select_one(".pm-title abbr")
    assert short is not None
    assert short["title"] == "Produktmanager"


def test_translation__is_in_the_inventory_under_the_same_keys(german: Project) -> None:
    inventory = build(german, "pmroles").inventory
    assert inventory["roles"]["product-manager"]["title"] == "Produktmanager"
    first = inventory["matrices"]["launch"]["activities"][0]
    assert (first["id"], first["title"]) == ("set-the-vision", "Die Vision setzen")
    assert first["group"] in ("Strategie", "Strategy")
    assert inventory["items"]["plan/sign-up-page"]["title"] == "Anmeldeseite"


def test_translation__is_shown_in_the_general_index_and_in_reports(
    german: Project,
) -> None:
    german.write_file("all.md", "# All\n\n:::{pm:report} decisions\n:::\n")
    german.replace("index.md", "plan/roadmap\n", "plan/roadmap\nall\n")
    built = build(german, "html")
    index = built.text("genindex.html")
    assert ">Die Vision setzen (Aktivität in Ein Produkt einführen)</a>" in index
    assert ">Entwickeln (Phase von Lebenszyklus)</a>" in index
    assert ">PM (Produktmanager)</a>" in index
    page = BeautifulSoup(built.text("all.html"), "html5lib")
    rows = [tag.get_text().strip() for tag in page.select(".pm-report tbody th")]
    assert rows[:3] == [
        "Produktmanager",
        "Die Vision setzen",
        "Den Kundendienst schulen",
    ]


#: What Sphinx writes, what our header of labels is where data has none, and the texts
#: of options, which stand at the line of their directive.
NOT_THERE = {
    *("Todo", "Activity", "When", "Owner"),
    *("Trust", "Ask the printer", "Approves", "senior"),
}
#: What stands before each translated text, so that a reader tells it from the source.
MARK = "Ü "
#: What a version in the sources' language is compared with.
NEWS = "news.html"


def messages_of(built: Built) -> dict[str, list[tuple[str, int]]]:
    """Return what was extracted, and where each stands: file and line."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(built.out.glob("**/*.pot")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if message.id:
                places = [
                    (name.split("source/")[-1], n) for name, n in message.locations
                ]
                found.setdefault(str(message.id), []).extend(places)
    return found


def translate_everything(project: Project, language: str) -> dict[str, str]:
    """Write the whole handbook with a catalogue of its own .pot: all texts marked.

    Return the words of the texts without markup.
    """
    write_everything(project, language)
    built = project.build("gettext", doctrees="doctrees-gettext")
    assert built.warnings == []
    for path in sorted(built.out.glob("*.pot")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if message.id:
                message.string = f"{MARK}{message.id}"
        target = project.source / "locale/de/LC_MESSAGES" / f"{path.stem}.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)
    return {
        message: re.sub(r"\[(.*?)\]\(.*?\)|`(.*?) <.*?>`_*|[*`]", r"\1\2", message)
        for message in messages_of(built)
    }


@pytest.mark.parametrize("language", ["md", "rst"])
def test_everything__is_extracted_from_where_it_stands(
    project: Project, language: str
) -> None:
    write_everything(project, language)
    messages = messages_of(project.build("gettext", doctrees="doctrees-gettext"))
    # What stands in options, notes and other files is text, too.
    assert messages.keys() >= {
        *("Approves", "if over budget", "senior", "Trust", "Ask the printer"),
        *("Filed wish", "Sign the contract", "Ring the bell", "Two-year roadmap"),
    }
    lost = []
    for message, places in messages.items():
        first = re.split(r"[\s*`\[\]<>{}:]+", message.strip("*`[:{"))[0]
        if message in NOT_THERE:
            continue
        for name, line in places:
            path = project.source / name
            if path.suffix == ".xlsx":
                continue
            lines = path.read_text("utf-8").splitlines()
            # Sphinx names the line below a heading in reStructuredText, and docutils
            # the first of a table for its rows, or the last.
            near = (
                lines[line - 1 : line]
                if language == "md"
                else lines[max(0, line - 3) : line + 3]
            )
            if not any(first in text for text in near):
                lost.append((message, name, line))
    assert lost == []


@pytest.mark.parametrize("language", ["md", "rst"])
def test_everything__is_translated_everywhere(project: Project, language: str) -> None:
    texts = translate_everything(project, language)
    # A word alone may be a name, and names are data.
    said = {words for words in texts.values() if " " in words and "{" not in words}
    assert len(said) >= 45
    for builder in ("html", "latex"):
        built = build(project, builder)
        pages = {
            path.name: _words(path.read_text("utf-8"))
            for path in built.out.glob("**/*.html")
        } or {
            "handbook.tex": built.text("handbook.tex"),
        }
        assert pages
        if builder == "html":
            left = [
                (name, words)
                for name, page in pages.items()
                for words in said
                if name != NEWS and words in page.replace(f"{MARK}{words}", "")
            ]
            assert left == []
        else:
            (tex,) = pages.values()
            assert f"{MARK}Sign\\sphinxhyphen{{}}up page" in tex
            assert f"{MARK}Well of ideas" in tex


def _words(page: str) -> str:
    soup = BeautifulSoup(page, "html5lib")
    for part in soup.select("script, style, .highlight"):
        part.decompose()
    return " ".join(soup.get_text(" ").split())


def test_everything__is_chosen_by_the_words_of_its_author(project: Project) -> None:
    project.write_file(
        "index.md",
        """
        # Plans

        :::{pm:roadmap} Plan
        :id: plan
        :view: table

        | ID | Item  | Outcome | Size  | Owner      | Depends on |
        | -- | ----- | ------- | ----- | ---------- | ---------- |
        | 1  | First | Growth  | Small | The Editor |            |
        | 2  | Other | Trust   | Large |            | First      |
        :::

        :::{pm:role} The Editor
        :::

        :::{pm:roadmap} What grows
        :of: plan
        :where: outcome=Growth, size=small
        :view: table
        :::
        """,
    )
    words = ("First", "Growth", "Small", "Size", "Outcome", "The Editor")
    catalogue = Catalog()
    for word in words:
        catalogue.add(word, f"{MARK}{word}")
    target = project.source / "locale/de/LC_MESSAGES/index.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    built = build(project, "html")
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    (table,) = page.select("#pm-roadmap-what-grows")
    cells = [cell.get_text().strip() for cell in table.select("th, td")]
    assert cells == [
        *("ID", "Vorhaben", "Verantwortlich", "Ergebnis", f"{MARK}Size"),
        *("1", f"{MARK}First", f"{MARK}The Editor", f"{MARK}Growth", f"{MARK}Small"),
    ]


PLAN = """\
# Plan

:::{pm:roadmap} Plan

| Item         | When    | Depends on   |
| ------------ | ------- | ------------ |
| Sign-up page | 2026-Q1 |              |
| Usage price  | 2026-Q3 | Sign-up page |
:::
"""
ALL = """\
# All

:::{pm:roadmap} All
:of: plan
:::
"""
LATER = """\
# Later

:::{pm:roadmap} Later
:view: table

| Item  | Depends on                |
| ----- | ------------------------- |
| Price | usage price; Sign-up page |
:::
"""


def translate_plan(project: Project, words: dict[str, str]) -> None:
    """Write a catalogue of the page, which Sphinx compiles."""
    entries = [f'msgid "{old}"\nmsgstr "{new}"\n' for old, new in words.items()]
    path = project.source / "locale/de/LC_MESSAGES/plan.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((HEAD, *entries)), encoding="utf-8")
    # Newer than what was compiled of the one before.
    later = time.time() + 5
    os.utime(path, (later, later))


def test_translation__keeps_what_items_depend_on(project: Project) -> None:
    """It is named as its author calls it, and shown as readers know it."""
    project.write(
        index="# Plans\n\n```{toctree}\nplan\nall\nlater\n```\n",
        plan=PLAN,
        all=ALL,
        later=LATER,
    )
    project.configure(pmroles_today="2026-06-01", language="de", locale_dirs=["locale"])
    translate_plan(project, {"Sign-up page": "Anmeldung", "Usage price": "Preis"})
    built = project.run("html", "-W")
    for name in ("plan.html", "all.html"):
        page = BeautifulSoup(built.text(name), "html5lib")
        # The line, and what the legend says of it.
        assert len(page.select("svg .pm-c-dep")) == 2
        assert [cell.get_text() for cell in page.select("tbody td")][-1] == "Anmeldung"
    assert ">Preis; Anmeldung</td>" in built.text("later.html")
    translate_plan(project, {"Sign-up page": "Zugang", "Usage price": "Preis"})
    # In a new process, for Python keeps the catalogues that it has read.
    built = project.run("html", "-W")
    assert ">Preis; Zugang</td>" in built.text("later.html")
