"""What the docs promise of themselves: that they show all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinx_pmroles.charts.style import Token
from sphinx_pmroles.extension.domain import HandbookDomain
from sphinx_pmroles.model.matrix import Layout
from sphinx_pmroles.model.report import ReportKind
from sphinx_pmroles.model.roadmap import View

DOCS = Path(__file__).parents[2] / "docs"
GALLERY = (DOCS / "gallery.md").read_text("utf-8")
PIECES = (DOCS / "snippets" / "gallery.md").read_text("utf-8")


def test_gallery__shows_each_directive_and_view() -> None:
    both = GALLERY + PIECES
    shown = set(re.findall(r"^:+\{pm:(\w+)\}", both, re.MULTILINE))
    assert shown == set(HandbookDomain.directives)
    # A matrix is by activity without being turned.
    wanted = {f":view: {view}" for view in View}
    wanted |= {f":show: {layout}" for layout in Layout if layout != Layout.ACTIVITIES}
    wanted |= {f":::{{pm:report}} {kind}" for kind in ReportKind}
    assert wanted <= set(both.splitlines())


def test_gallery__shows_each_piece_once() -> None:
    named = re.findall(r"^```\{pm-piece\} (.*)$", GALLERY, re.MULTILINE)
    assert named == re.findall(r"^% ---- (.*)$", PIECES, re.MULTILINE)[:-1]


def test_house_style__sets_properties_that_there_are() -> None:
    css = (DOCS / "_static" / "house.css").read_text("utf-8")
    named = re.findall(r"--pm-([\w-]+):", css)
    assert named
    assert set(named) <= set(Token)


#: The pages that describe directives, where they are not called like them.
PAGES = {"stage": "lifecycle", "item": "roadmap", "products": "product"}


@pytest.mark.parametrize("name", sorted(HandbookDomain.directives))
def test_reference__names_each_option(name: str) -> None:
    page = DOCS / "reference" / f"{PAGES.get(name, name)}.md"
    shared = (DOCS / "reference" / "index.md").read_text("utf-8")
    text = page.read_text("utf-8") + shared
    options = HandbookDomain.directives[name].option_spec or {}
    assert [option for option in options if f"`:{option}:`" not in text] == []
