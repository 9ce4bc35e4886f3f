"""Texts of a matrix are data where nobody needs them as nodes, and nothing is lost."""

from __future__ import annotations

import codecs
import pickle
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from sphinx_pmroles.extension.nodes import MatrixNode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.build.conftest import Project

PAGE = """\
    # Page

    :::{pm:matrix} Launch
    :layout: activities

    | Activity         | Buyer | Ops | Notes              |
    | ---------------- | ----- | --- | ------------------ |
    | **Preparations** |       |     |                    |
    | Secure resources | A/R   | C (beforehand) | Every year -- twice |
    | Say "no"         | R     | A   | Or *perhaps*...    |
    :::
    """


def labels(doctree: Path) -> list[str]:
    """Return the texts of a matrix that are nodes in the pickled page."""
    document: nodes.document = pickle.loads(doctree.read_bytes())  # noqa: S301
    (matrix,) = document.findall(MatrixNode)
    return [child.astext() for child in matrix.children]


def test_plain_texts__are_no_nodes(project: Project) -> None:
    project.write(index=PAGE)
    project.build()
    assert labels(project.root / "doctrees" / "index.doctree") == [
        "Launch",
        # What has markup, and what print has other marks for.
        "Preparations",
        "Every year – twice",
        "Say “no”",
        "Or perhaps…",
    ]


@pytest.mark.parametrize("where", ["locales", "gettext"])
def test_plain_texts__are_nodes_where_they_may_be_translated(
    project: Project, where: str
) -> None:
    project.write(index=PAGE)
    if where == "locales":
        (project.source / "locales").mkdir()
        project.build()
    else:
        built = project.build("gettext")
        (pot,) = built.files("*.pot").values()
        messages = re.findall(r'^msgid "(.+)"$', pot.decode(), re.MULTILINE)
        assert messages == [
            *("Page", "Launch", "Activity", "Buyer", "Ops", "Notes"),
            *("**Preparations**", "Secure resources", "Every year -- twice"),
            "beforehand",
            *(r"Say \"no\"", "Or *perhaps*..."),
        ]
    found = labels(project.root / "doctrees" / "index.doctree")
    assert {"Activity", "Buyer", "Ops", "Notes", "Secure resources"} <= set(found)


@pytest.mark.parametrize("show", ["activities", "participants", "letters"])
def test_texts__are_shown_in_print_marks_and_found_by_the_search(
    project: Project, show: str
) -> None:
    project.write(index=PAGE.replace(":layout: activities", f":show: {show}"))
    built = project.build()
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    shown = [" ".join(c.get_text().split()) for c in page.select("th, td")]
    assert {"Say “no”", "Every year – twice", "Or perhaps…"} <= set(shown)
    index = built.text("searchindex.js")
    # Stems: words of headers, groups, activities, texts and notes.
    for word in ("buyer", "op", "prepar", "resourc", "year", "perhap", "beforehand"):
        assert re.search(rf'\b"?{word}"?:', index), word


def test_smart_quotes__are_left_out_where_they_are_switched_off(
    project: Project,
) -> None:
    project.write(index=PAGE)
    built = project.build(smartquotes=False)
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    heads = [th.get_text() for th in page.select("th[scope=row]")]
    assert heads == ["Secure resources", 'Say "no"']


ESCAPED = {
    ".md": r"""
        # Page

        :::{pm:matrix} Launch

        | Activity           | PM  | Notes |
        | ------------------ | --- | ----- |
        | \*not bold\*       | A/R | \`x\` |
        | \*\*no heading\*\* | -   |       |
        :::
        """,
    ".rst": r"""
        Page
        ====

        .. pm:matrix:: Launch

           .. csv-table::
              :header-rows: 1

              Activity, PM, Notes
              \*not bold\*, A/R, \`x\`
              \*\*no heading\*\*, \-,
        """,
}


@pytest.mark.parametrize("suffix", ESCAPED)
def test_matrix__keeps_marks_that_are_escaped(suffix: str, project: Project) -> None:
    project.write_file(f"index{suffix}", ESCAPED[suffix])
    built = project.build()
    (matrix,) = built.inventory["matrices"].values()
    assert [(a["title"], a["group"]) for a in matrix["activities"]] == [
        ("*not bold*", None),
        ("**no heading**", None),
    ]
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    shown = [cell.get_text() for cell in page.select(".pm-table tbody :is(th, td)")]
    assert shown[:3] == ["*not bold*", "A/R", "`x`"]
    assert shown[3] == "**no heading**"


@pytest.mark.parametrize("language", ["md", "rst"])
def test_page__reads_the_same_however_its_lines_end(
    new_project: Callable[[str], Project], language: str
) -> None:
    """A file saved on Windows begins with a mark and has other ends of lines."""
    usual, other = (new_project(name) for name in ("usual", "other"))
    for project in (usual, other):
        project.write_handbook(language)
    for path in other.source.rglob(f"*.{language}"):
        lines = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(codecs.BOM_UTF8 + lines)
    shown, expected = other.build(), usual.build()
    assert shown.warnings == expected.warnings == []
    for pattern in ("**/*.html", "pmroles.json"):
        assert shown.files(pattern) == expected.files(pattern)


#: A name in a script, and what of it a word of a search or an anchor may keep.
SCRIPTS = {
    "chinese": "产品经理",
    "japanese": "プロダクトマネージャー",
    "arabic": "مدير المنتج",
    "hebrew": "מנהל מוצר",
    "emoji": "\N{ROCKET} \N{WOMAN}\u200d\N{PERSONAL COMPUTER}",
    "combining": "Zo\u0308e Vie\u0323\u0302t",
}


def test_titles__of_every_script_are_shown_and_found(project: Project) -> None:
    parts = [
        f"""\
## {name}

:::{{pm:role}} {title}
:::

:::{{pm:matrix}} {title} {name}

| Activity | {title} |
| -------- | ------- |
| {title}  | A/R     |
:::

:::{{pm:roadmap}} {title} {name}

| Item    | When    | Owner   |
| ------- | ------- | ------- |
| {title} | 2026-Q3 | {title} |
:::

Ask {{pm:role}}`{title}` of {{pm:matrix}}`{title} {name}`.
"""
        for name, title in SCRIPTS.items()
    ]
    project.write(index="# Scripts\n\n" + "\n".join(parts))
    for builder in ("html", "text", "latex"):
        built = project.build(builder)
        assert built.warnings == [], builder
        if builder == "html":
            page = BeautifulSoup(built.text("index.html"), "html5lib")
            ids = [str(tag["id"]) for tag in page.select("[id]")]
            assert len(ids) == len(set(ids))
            for title in SCRIPTS.values():
                links = page.find_all("a", string=title)
                # In the text, in the header, in the cell, in the role's own part.
                assert len(links) >= 4, title
                assert {str(link["href"]).lstrip("#") for link in links} <= set(ids)
                drawn = [text.get_text() for text in page.select("svg text")]
                assert title in drawn
            assert {r["title"] for r in built.inventory["roles"].values()} == set(
                SCRIPTS.values()
            )
        else:
            (text,) = built.files(
                "index.txt" if builder == "text" else "*.tex"
            ).values()
            for title in SCRIPTS.values():
                assert text.decode().count(title) >= 5, (builder, title)
