"""Each example of the docs, in Markdown and in reStructuredText."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from sphinx_pmroles.inventory.schema import schema

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

SNIPPETS = Path(__file__).parents[2] / "docs" / "snippets"
#: The files that snippets name.
DATA = SNIPPETS.parent / "data"
#: As in the conf.py of the docs.
BASELINES = {"2026.1": "data/archive-2026.1.json"}
LETTERS = {"P": "Proposes", "D": "Decides", "H": "Is heard"}
SCHEMES = {"pdh": {"letters": LETTERS, "owner": "D", "doer": "P"}}
NAMES = sorted(path.stem for path in SNIPPETS.glob("*.md"))


def without_places(value: Any) -> Any:
    """Return an inventory less what depends on the page's name."""
    if isinstance(value, dict):
        return {
            key: without_places(inner)
            for key, inner in value.items()
            if key not in ("docname", "uri")
        }
    if isinstance(value, list):
        return [without_places(inner) for inner in value]
    return value


def our_parts(html: str) -> list[str]:
    """Return the HTML of the outermost elements of ours."""
    page = BeautifulSoup(html, "html5lib")
    ours = page.select(".pm")
    outermost = [tag for tag in ours if not any(p in ours for p in tag.parents)]
    for tag in page.select("dl.myst"):
        # MyST marks its definition lists.
        tag["class"] = " ".join(name for name in tag["class"] if name != "myst")
    return [tag.prettify() for tag in outermost]


@pytest.fixture
def build_twins(
    new_project: Callable[[str], Project],
) -> Callable[[str, str], tuple[Built, Built]]:
    """Return a function that builds a snippet in both languages with one builder."""

    def build(name: str, builder: str) -> tuple[Built, Built]:
        twins = []
        for suffix in (".md", ".rst"):
            project = new_project(f"{builder}{suffix}")
            text = (SNIPPETS / f"{name}{suffix}").read_text(encoding="utf-8")
            head = {".md": "# Snippet\n\n", ".rst": "Snippet\n=======\n\n"}[suffix]
            project.write_file(f"index{suffix}", head + text)
            shutil.copytree(DATA, project.source / DATA.name)
            project.configure(pmroles_baselines=BASELINES, pmroles_schemes=SCHEMES)
            handbooks = {"shop": "data/shop.json", "museum": None}
            project.configure(pmroles_handbooks=handbooks)
            twins.append(project.build(builder))
        return twins[0], twins[1]

    return build


BuildTwins = Callable[[str, str], tuple["Built", "Built"]]


def test_snippets__each_has_a_twin() -> None:
    assert sorted(path.stem for path in SNIPPETS.glob("*.rst")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_snippet__is_the_same_in_both_languages(
    name: str, build_twins: BuildTwins
) -> None:
    markdown, rst = build_twins(name, "html")
    assert (markdown.warnings, rst.warnings) == ([], [])
    assert without_places(markdown.inventory) == without_places(rst.inventory)
    Draft202012Validator(
        schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).validate(markdown.inventory)
    parts = our_parts(markdown.text("index.html"))
    assert parts
    assert parts == our_parts(rst.text("index.html"))


@pytest.mark.parametrize("name", NAMES)
def test_snippet__reads_the_same_as_text(name: str, build_twins: BuildTwins) -> None:
    markdown, rst = build_twins(name, "text")
    assert (markdown.warnings, rst.warnings) == ([], [])
    assert markdown.text("index.txt") == rst.text("index.txt")
