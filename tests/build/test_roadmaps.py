"""Roadmaps on their pages: found, linked and translated, whatever they cost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Project

PAGES = {
    "index.md": """\
        # Plans

        :::{pm:role} Gardener
        :assignments: none
        :::

        :::{pm:roadmap} Garden
        :view: table

        | Item           | When    | Owner    | Notes              |
        | -------------- | ------- | -------- | ------------------ |
        | Plant rhubarb  | 2026-Q3 | Gardener | Mind the "old" bed |
        | **Dig** a pond | 2026-Q4 | Gardener | Quite deep         |
        :::
        """,
    "index.rst": """\
        Plans
        =====

        .. pm:role:: Gardener
           :assignments: none

        .. pm:roadmap:: Garden
           :view: table

           ============== ======= ======== ==================
           Item           When    Owner    Notes
           ============== ======= ======== ==================
           Plant rhubarb  2026-Q3 Gardener Mind the "old" bed
           **Dig** a pond 2026-Q4 Gardener Quite deep
           ============== ======= ======== ==================
        """,
}
BOTH = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def garden(project: Project, page: str) -> Project:
    project.write_file(page, PAGES[page])
    return project


@BOTH
def test_roadmap__links_each_cell_that_names_an_owner(garden: Project) -> None:
    page = BeautifulSoup(garden.build().text("index.html"), "html5lib")
    rows = page.select(".pm-roadmap tbody tr")
    links = [[a["href"] for a in row.select("a.reference")] for row in rows]
    assert links == [["#pm-role-gardener"]] * 2
    assert [row.get_text(" ").split()[-1] for row in rows] == ["bed", "deep"]
    latex = garden.build("latex").text("handbook.tex")
    assert latex.count(r"{\hyperref[\detokenize{index:pm-role-gardener}]") == 2


@BOTH
def test_roadmap__has_smart_quotes_as_all_text_has(garden: Project) -> None:
    assert "Mind the “old” bed" in garden.build().text("index.html")


@BOTH
def test_roadmap__is_found_by_the_search(garden: Project) -> None:
    index = garden.build().text("searchindex.js")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    assert {"rhubarb", "pond", "deep", "bed"} <= set(found["terms"])


@BOTH
def test_roadmap__has_its_prose_translated_line_by_line(
    garden: Project, page: str
) -> None:
    catalogue = garden.build("gettext").text("index.pot")
    lines = garden.source.joinpath(page).read_text("utf-8").splitlines()
    for text in ("Plant rhubarb", "**Dig** a pond", "Quite deep"):
        (line,) = [n for n, each in enumerate(lines, 1) if text in each]
        place = f"{page}:{line}\nmsgid"
        assert f'{place} "{text}"' in catalogue, catalogue
    assert '"2026-Q3"' not in catalogue
