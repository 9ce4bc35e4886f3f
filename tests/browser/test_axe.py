"""Axe finds nothing of ours on any page, in light and dark, wide and on a phone.

``nox -s axe`` looks at every page of the example handbook and of the docs in all six
themes; otherwise it is the handbook in two of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.axe import COLOURS, EVERYTHING, findings
from tests.browser.test_themes import ALL, THEMES, prefer, resize

ROOT = Path(__file__).parents[2]
SITES = {"handbook": ROOT / "examples" / "handbook", "docs": ROOT / "docs"}
#: Together they have everything, as the example handbook shows it.
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
BUILT = [(site, theme) for site in SITES for theme in THEMES]
if not ALL:
    BUILT = [("handbook", theme) for theme in ("furo", "alabaster")]


@pytest.fixture(scope="module", params=BUILT, ids="-".join)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Return a theme, and the pages of a site that is built with it."""
    site, theme = request.param
    return theme, build(site, theme, tmp_path_factory.mktemp(theme))


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example handbook, built with the theme of its own."""
    return build("handbook", "furo", tmp_path_factory.mktemp("handbook"))


def build(site: str, theme: str, target: Path) -> Path:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
    command += ["-D", f"html_theme={theme}", "-d", str(target / "doctrees")]
    subprocess.run([*command, str(SITES[site]), str(target / "html")], check=True)
    return target / "html"


def pages_of(built: Path, *, everything: bool) -> list[Path]:
    """Return the pages of a site that show something of ours, or the chosen ones."""
    if not everything:
        return [built / f"{page}.html" for page in PAGES]
    pages = sorted(built.rglob("*.html"))
    return [page for page in pages if 'class="pm' in page.read_text("utf-8")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages__have_nothing_of_ours_that_axe_finds(
    browser: Chrome, built: tuple[str, Path], scheme: str
) -> None:
    theme, root = built
    if scheme == "dark" and not THEMES[theme]:
        pytest.skip("it is light, whatever the system is")
    prefer(browser, scheme)
    pages = pages_of(root, everything=ALL or scheme == "light")
    assert len(pages) >= len(PAGES)
    found = {}
    for page in pages:
        resize(browser, 1280)
        browser.get(page.as_uri())
        for width in (1280, 390):
            resize(browser, width)
            # In the dark, nothing is other than it was but the colours.
            rules = EVERYTHING if scheme == "light" else COLOURS
            # Links that are pale are the theme's: test_themes.py knows where.
            if faults := findings(browser, rules).faults:
                found[f"{page.stem}, {width} px"] = faults
    assert found == {}


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_comparison__is_a_table_for_all_and_fits_the_page(
    browser: Chrome, handbook: Path, width: int
) -> None:
    resize(browser, width)
    browser.get((handbook / "four-neighbours.html").as_uri())
    inner, row, cells, box = browser.execute_script(
        "const q = s => document.querySelector(s);"
        "const t = q('.pm-even table'), b = t.parentElement;"
        "const lefts = [...t.querySelectorAll('tbody tr:first-child td')]"
        ".map(c => Math.round(c.getBoundingClientRect().left));"
        "return [document.documentElement.scrollWidth,"
        " getComputedStyle(t.querySelector('tbody tr')).display, lefts,"
        " b.scrollWidth - b.clientWidth]"
    )
    # Four roles fit beside each other, or below each other.
    assert inner <= width
    assert box <= 0
    assert len(cells) == 4
    assert len(set(cells)) == (1 if width < 640 else 4)
    assert row == ("block" if width < 640 else "table-row")
    # Whatever it looks like, it is heard as a table.
    tree = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})
    roles = [node["role"]["value"] for node in tree["nodes"] if not node["ignored"]]
    assert roles.count("table") == 2
    assert roles.count("columnheader") == 2 * 5
    # The headings of matrices have no cells; empty cells count.
    headings = browser.find_elements("css selector", "tr.pm-group")
    assert len(headings) > 1
    rows = roles.count("rowheader") - len(headings)
    assert rows > 40
    assert roles.count("cell") == 4 * rows
