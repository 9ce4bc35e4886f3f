"""Boards, as readers use them: side by side, or one under the other, by keys alone."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

CONF = """\
extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
"""
PAGE = """\
# Plans

:::{pm:role} Product Manager
:abbr: PM
:::

:::{pm:roadmap} Core
:id: core
:view: board

| Item      | When    | Owner | Status |
| --------- | ------- | ----- | ------ |
| Sign-up   | now     | PM    | done   |
| Partners  | next    | Sales |        |
| **Price** | 2027-Q1 | PM    |        |
:::

:::{pm:item} Audit trail
:roadmap: core
:when: later
:owner: PM
:::

:::{pm:roadmap} All
:id: all
:view: board
:of: *
:group-by: owner
:::
"""
FOCUSED = """
const e = document.activeElement;
const board = e.closest(".pm-board");
const style = getComputedStyle(e);
return [board !== null, e.textContent.trim(), style.outlineStyle,
  e.getBoundingClientRect().width > 0];
"""
PLACES = """
return [...document.querySelectorAll(".pm-board")].map(board =>
  [...board.children].map(column => {
    const box = column.getBoundingClientRect();
    return [Math.round(box.left), Math.round(box.top)];
  }));
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page with two boards."""
    root = tmp_path_factory.mktemp("boards")
    (root / "index.md").write_text(PAGE, encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html"]
    subprocess.run([*command, str(root), str(root / "html")], check=True)
    return (root / "html" / "index.html").as_uri()


def press_tab(browser: Chrome) -> None:
    for kind in ("keyDown", "keyUp"):
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **key})


def test_board__can_be_walked_by_keyboard(browser: Chrome, page: str) -> None:
    browser.get(page)
    browser.execute_script(
        "document.querySelector('#pm-roadmap-core').scrollIntoView()"
    )
    links = browser.find_elements(By.CSS_SELECTOR, ".pm-board a[href]")
    wanted = [link.text for link in links]
    # Cards lead to their items, and owners to their roles, in the order of reading.
    assert wanted == [
        *("PM", "Audit trail", "PM", "PM"),
        *("Product Manager", "Sign-up", "PM", "Price", "PM", "Audit trail", "PM"),
        "Partners",
    ]
    walked: list[str] = []
    for _ in range(60):
        press_tab(browser)
        found: list[Any] = browser.execute_script(FOCUSED)
        on_board, text, outline, is_seen = found
        if on_board:
            assert is_seen
            assert outline != "none", text
            walked.append(text)
        if len(walked) == len(wanted):
            break
    assert walked == wanted


def test_board__has_its_columns_side_by_side_or_in_one(
    browser: Chrome, page: str
) -> None:
    for width, is_wide in ((1280, True), (390, False)):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(page)
        boards: list[list[list[int]]] = browser.execute_script(PLACES)
        assert len(boards) == 2
        for columns in boards:
            lefts, tops = ({place[n] for place in columns} for n in (0, 1))
            assert (len(lefts) > 1, len(tops) == 1) == (is_wide, is_wide)
        inner, scrolled = browser.execute_script(
            "return [innerWidth, document.documentElement.scrollWidth]"
        )
        assert scrolled <= inner
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
