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
from selenium.webdriver.support.color import Color

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
#: Where links of the theme's own are too pale, on its own page already.
PALE_LINKS = {"sphinx_rtd_theme"}
#: What axe finds, but for the contrast of links; and that of links: the contrast on
#: what is behind them, and how the colours are written.
AXE = """
const done = arguments[0];
for (const fold of document.querySelectorAll("details")) fold.open = true;
axe.run({include: [[".pm"]]}, {resultTypes: ["violations"]}).then(
  found => {
    const all = found.violations.flatMap(v => v.nodes.map(n => [v.id, n]));
    const isLink = ([id, node]) => id === "color-contrast"
      && document.querySelector(node.target[0]).closest("a");
    done([
      all.filter(n => !isLink(n)).map(([id, n]) => `${id}: ${n.html.slice(0, 120)}`),
      all.filter(isLink).map(([id, n]) => n.any[0].data.fgColor),
    ]);
  },
  error => done([[String(error)], []]));
"""
#: What each theme would paint otherwise, of titles, lists and cards.
LOOK = """
const all = s => [...document.querySelectorAll(s)].map(e => getComputedStyle(e));
const isClear = e => getComputedStyle(e).backgroundColor === "rgba(0, 0, 0, 0)";
const behind = e => e.parentElement && isClear(e) ? behind(e.parentElement) : e;
const lists = [".pm-legend > li", ".pm-facts li", ".pm-board li"];
return {
  band: all(".pm-c-band")[0].fill,
  title: [...new Set(all("dl.pm > dt.pm-title").map(
    s => `${s.display} ${s.backgroundColor} ${s.borderTopWidth}`))],
  marks: [...new Set(lists.flatMap(all).map(s => s.listStyleType))],
  // What is behind the first of ours: the page of the theme.
  page: getComputedStyle(behind(document.querySelector(".pm").parentElement))
    .backgroundColor,
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


#: How wide the last cells of the table of roles are.
PURPOSES = """
return [...document.querySelectorAll(".pm-roles td:last-child")].map(
  cell => cell.getBoundingClientRect().width);
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
    look = open_page(browser, page, scheme)
    is_dark = scheme == "dark" and THEMES[theme]
    assert look["band"] == ("rgb(31, 37, 45)" if is_dark else "rgb(248, 249, 251)")
    assert look["title"] == ["block rgba(0, 0, 0, 0) 0px"]
    assert look["marks"] == ["none"]
    assert look["indents"] == ["0px 0px"]
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    browser.execute_script(axe)
    found, pale = browser.execute_async_script(AXE)
    assert found == []
    # A link that is pale on our ground is so on the theme's own page, too.
    assert bool(pale) == (theme in PALE_LINKS)
    assert all(contrast(colour, look["page"]) < 4.5 for colour in pale)
    resize(browser, 390)
    assert browser.execute_script(BEYOND) == []
    # What roles are for has room on a phone, too: else its rows are tall and empty.
    assert min(browser.execute_script(PURPOSES)) > 110


def open_page(browser: Chrome, page: Path, scheme: str) -> dict[str, Any]:
    """Open *page*, and return how it looks on a wide screen."""
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    resize(browser, 1280)
    browser.get(page.as_uri())
    look: dict[str, Any] = browser.execute_script(LOOK)
    return look


def resize(browser: Chrome, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, by WCAG 2.2."""
    low, high = sorted(luminance(Color.from_string(each)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (
            int(part) / 255 for part in (colour.red, colour.green, colour.blue)
        )
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
