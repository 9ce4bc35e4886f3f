"""Exports to ``needs.json``, imported by Sphinx-Needs itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sphinx_pmroles.exchange.needs import write_needs
from sphinx_pmroles.exchange.snapshot import Snapshot

if TYPE_CHECKING:
    from tests.build.conftest import Project

PLAN = r"""
# Plans

:::{pm:role} Product Manager
:abbr: PM
:::

:::{pm:roadmap} Plan
:as-of: 2026-10-01

| Item | When | Owner | Status | Progress | Depends on | Notes |
| --- | --- | --- | --- | --- | --- | --- |
| Sign-up | 2026-Q3 | PM | in progress | 60 % | | A \*b\* \[\[c\]\] `d_` |
| Prix d'été: \<b\> | 2026-12-15 | PM | done | | Sign-up | \|x\| \\ y |
| 戦略 | later | Sponsor | | | Sign-up, Prix d'été: \<b\> | |
:::
"""


@pytest.fixture
def needs_json(project: Project) -> str:
    """Return what is exported of a handbook that was built."""
    project.write(index=PLAN)
    inventory = project.build("pmroles").inventory
    return write_needs(Snapshot(inventory), inventory["roadmaps"], "need")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("index.md", "# Needs\n\n```{needimport} needs.json\n```\n"),
        ("index.rst", "Needs\n=====\n\n.. needimport:: needs.json\n"),
    ],
)
def test_needs_json__is_imported_by_sphinx_needs(
    page: str, text: str, needs_json: str, project: Project
) -> None:
    for path in project.source.glob("index.*"):
        path.unlink()
    project.write_file(page, text)
    project.write_file("needs.json", needs_json)
    project.write_file("conf.py", 'extensions = ["myst_parser", "sphinx_needs"]\n')
    assert project.run("html", "-W").warnings == []
    html = BeautifulSoup(
        (project.root / "html" / "index.html").read_text("utf-8"), "html5lib"
    )
    shown = html.get_text(" ", strip=True)
    for part in (
        "Prix d'été: <b>",
        "戦略",
        "When: 2026-Q3",
        "Owner: Product Manager",
        "Notes: A *b* [[c]] d_",
        "Notes: |x| \\ y",
    ):
        assert part in shown
    project.run("needs", "-W")
    kept = json.loads((project.root / "needs" / "needs.json").read_text("utf-8"))
    needs: dict[str, Any] = kept["versions"][kept["current_version"]]["needs"]
    sign_up, price, strategy = sorted(needs, key=lambda each: len(needs[each]["links"]))
    assert (sign_up, needs[price]["links"]) == ("PM_PLAN__SIGN_UP", [sign_up])
    assert set(needs[strategy]["links"]) == {sign_up, price}
    assert needs[sign_up]["status"] == "in progress"
    assert needs[sign_up]["completion"] == 60
    assert needs[sign_up]["duration"] == 92
