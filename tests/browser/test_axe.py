"""Axe finds nothing of ours, in light and dark, wide and on a phone."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

#: A page with everything, as the example handbook shows it.
HANDBOOK = Path(__file__).parents[2] / "examples" / "handbook"
PAGES = (
    *(
        "roles-in-the-team",
        "all-roles",
        "idea-to-launch",
        "life-cycle",
        "products",
        "roadmap",
    ),
    # All reports.
    "who-carries-what",
    # Roles side by side.
    "four-neighbours",
)
#: What is ours: the themes have findings of their own.
OURS = [[".pm"]]
RUN = """
const [ours, done] = arguments;
axe.run({include: ours}, {resultTypes: ["violations"]}).then(
  found => done(found.violations.map(v =>
    `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(" | ")}`)),
  error => done([String(error)]));
"""
UNFOLD = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
"""


@pytest.fixture(scope="module", params=["furo", "alabaster"])
def handbook(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the example handbook, built with a theme."""
    target: Path = tmp_path_factory.mktemp(request.param)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
    command += ["-D", f"html_theme={request.param}", "-d", str(target / "doctrees")]
    subprocess.run([*command, str(HANDBOOK), str(target / "html")], check=True)
    return target / "html"


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_page__has_nothing_of_ours_that_axe_finds(
    browser: Chrome, handbook: Path, page: str, scheme: str, width: int
) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    resize(browser, width)
    browser.get((handbook / f"{page}.html").as_uri())
    browser.execute_script(axe())
    found: Any = browser.execute_async_script(RUN, OURS)
    assert found == []
    # What is folded is hidden from axe, too.
    browser.execute_script(UNFOLD)
    found = browser.execute_async_script(RUN, OURS)
    assert found == []


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_comparison__is_a_table_for_all_and_fits_the_page(
    browser: Chrome, handbook: Path, width: int
) -> None:
    resize(browser, width)
    browser.get((handbook / "four-neighbours.html").as_uri())
    inner, table, cells, box = browser.execute_script(
        "const q = s => document.querySelector(s);"
        "const t = q('.pm-even table'), b = t.parentElement;"
        "const lefts = [...t.querySelectorAll('tbody tr:first-child td')]"
        ".map(c => Math.round(c.getBoundingClientRect().left));"
        "return [document.documentElement.scrollWidth,"
        " getComputedStyle(t).display, lefts, b.scrollWidth - b.clientWidth]"
    )
    # Four roles fit beside each other, or below each other.
    assert inner <= width
    assert box <= 0
    assert len(cells) == 4
    assert len(set(cells)) == (1 if width < 640 else 4)
    assert table == ("block" if width < 640 else "table")
    # Whatever it looks like, it is heard as a table.
    tree = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})
    roles = [node["role"]["value"] for node in tree["nodes"] if not node["ignored"]]
    assert roles.count("table") == 2
    assert roles.count("columnheader") == 2 * 5
    # The headings of the two matrices have no cells; empty cells count.
    rows = roles.count("rowheader") - 2
    assert rows > 40
    assert roles.count("cell") == 4 * rows


def resize(browser: Chrome, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )


def axe() -> str:
    """Return axe-core, as the package ships it."""
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
