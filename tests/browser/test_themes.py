"""Most directives on one page, in each theme that is promised, light and dark."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from selenium.webdriver import Chrome

SNIPPETS = Path(__file__).parents[2] / "docs" / "snippets"
#: What together shows most of what there is; no two of them share a key.
SHOWN = (
    *("role-assignments", "role-folded", "roles-tree", "roles-table", "compare"),
    *("matrix-groups", "matrix-cells", "matrix-show-letters", "lifecycle-gates"),
    *("products-portfolio", "roadmap-timeline", "roadmap-board", "roadmap-item"),
    *("roadmap-table", "report-load", "report-gaps", "report-decisions"),
    *("report-communication", "cross-references"),
)
CONF = """\
project = "Everything"
extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence", "deflist", "tasklist"]
"""
#: The themes, and whether each is dark where the system is.
THEMES = {
    "alabaster": False,
    "furo": True,
    "pydata_sphinx_theme": True,
    "sphinx_book_theme": True,
    "sphinx_rtd_theme": False,
    "shibuya": True,
}
#: Axe reckons the contrast of text, too: that of links is the theme's own (Read the
#: Docs has 4.3:1 on white).
AXE = """
const done = arguments[0];
for (const fold of document.querySelectorAll("details")) fold.open = true;
axe.run({include: [[".pm"]]}, {resultTypes: ["violations"]}).then(
  found => done(found.violations.flatMap(v => v.nodes
    .filter(n => v.id !== "color-contrast"
      || !document.querySelector(n.target[0]).closest("a"))
    .map(n => `${v.id}: ${n.html.slice(0, 120)}`))),
  error => done([String(error)]));
"""
#: What each theme would paint otherwise, of titles, lists and cards.
LOOK = """
const all = s => [...document.querySelectorAll(s)].map(e => getComputedStyle(e));
const lists = [".pm-legend > li", ".pm-facts li", ".pm-board li"];
return {
  band: all(".pm-c-band")[0].fill,
  title: [...new Set(all("dl.pm > dt.pm-title").map(
    s => `${s.display} ${s.backgroundColor} ${s.borderTopWidth}`))],
  marks: [...new Set(lists.flatMap(all).map(s => s.listStyleType))],
  indents: [...new Set(lists.flatMap(all).map(
    s => `${s.marginLeft} ${s.getPropertyValue("text-indent")}`))],
};
"""
#: What of ours is beyond the right side, and in no box that scrolls.
BEYOND = """
const scrolls = e => e && (getComputedStyle(e).overflowX !== "visible"
  || scrolls(e.parentElement));
return [...document.querySelectorAll(".pm, .pm *")].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !scrolls(e.parentElement);
}).map(e => e.outerHTML.slice(0, 80));
"""


@pytest.fixture(scope="module", params=THEMES)
def themed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Return the name of a theme, and the page that is built with it."""
    theme: str = request.param
    root = tmp_path_factory.mktemp(theme)
    texts = [(SNIPPETS / f"{name}.md").read_text("utf-8") for name in SHOWN]
    (root / "index.md").write_text("\n\n".join(["# All", *texts]), encoding="utf-8")
    (root / "conf.py").write_text(f"{CONF}html_theme = {theme!r}\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "html"]
    subprocess.run([*command, str(root), str(root / "html")], check=True)
    return theme, root / "html" / "index.html"


def test_theme__is_given_our_style_and_script_and_headers_with_scope(
    themed: tuple[str, Path],
) -> None:
    text = themed[1].read_text("utf-8")
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(text)
    assert "pmroles.css" in text
    assert "pmroles.js" in text
    prefix = "{http://www.w3.org/1999/xhtml}"
    heads = [
        cell
        for table in tree.iter(f"{prefix}table")
        if "pm-table" in table.get("class", "")
        for cell in table.iter(f"{prefix}th")
    ]
    assert len(heads) > 60
    assert {cell.get("scope") for cell in heads} <= {"col", "row", "rowgroup"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme__shows_ours_as_it_is_meant(
    browser: Chrome, themed: tuple[str, Path], scheme: str
) -> None:
    theme, page = themed
    look = open_page(browser, page, scheme, 1280)
    is_dark = scheme == "dark" and THEMES[theme]
    assert look["band"] == ("rgb(31, 37, 45)" if is_dark else "rgb(244, 246, 249)")
    assert look["title"] == ["block rgba(0, 0, 0, 0) 0px"]
    assert look["marks"] == ["none"]
    assert look["indents"] == ["0px 0px"]
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    browser.execute_script(axe)
    assert browser.execute_async_script(AXE) == []


def test_theme__has_nothing_of_ours_beyond_a_phone(
    browser: Chrome, themed: tuple[str, Path]
) -> None:
    open_page(browser, themed[1], "light", 390)
    assert browser.execute_script(BEYOND) == []


def open_page(browser: Chrome, page: Path, scheme: str, width: int) -> dict[str, Any]:
    """Open *page*, and return how it looks."""
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get(page.as_uri())
    look: dict[str, Any] = browser.execute_script(LOOK)
    return look
