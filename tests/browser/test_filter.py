"""The filter of roadmaps, as readers use it: by mouse, keys, links and reload."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from sphinx_pmroles import extension
from tests.browser.axe import load_axe

SCRIPT = Path(extension.__file__).parent / "static" / "pmroles.js"
HOSTILE = '"><img src=x onerror=hit=1></script><!--'
CONF = """\
extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
"""
PAGE = f"""\
# Plans

:::{{pm:role}} Product Manager
:abbr: PM
:::

:::{{pm:roadmap}} Line
:id: line
:group-by: team

| Item  | When    | Team       | Owner           | Status | Depends on |
| ----- | ------- | ---------- | --------------- | ------ | ---------- |
| One   | 2026-Q3 | Red & blue | PM              | done   |            |
| Two   | 2026-Q4 | Red & blue | Product Manager |        | One        |
| Three | 2027-Q1 | Green      | BA              | done   | Two        |
| Four  | later   | Green      | BA              | done   |            |
:::

{{pm:roadmap}}`line`

:::{{pm:roadmap}} Rows
:id: rows
:view: table
:group-by: team

| Item  | When    | Team         | Owner |
| ----- | ------- | ------------ | ----- |
| Five  | 2026-Q3 | `{HOSTILE}`  | PM    |
| Six   | 2026-Q4 | Green        | PM    |
| Seven | 2027-Q1 | `{HOSTILE}`  | PM    |
:::

:::{{pm:roadmap}} Board
:id: board
:view: board

| Item  | When  | Owner |
| ----- | ----- | ----- |
| Eight | later | PM    |
| Nine  | now   | BA    |
| Ten   | now   | PM    |
:::

:::{{pm:roadmap}} Alike
:id: alike

| Item   | When    | Owner |
| ------ | ------- | ----- |
| Eleven | 2026-Q3 | PM    |
:::
"""
#: What a reader sees of the items, wherever they stand.
SEEN = """
const items = document.querySelectorAll(arguments[0]);
return [...items].filter(e => e.getBoundingClientRect().width).map(e => e.dataset.pm
  ?? e.querySelector("th, p").textContent.trim().split(" ")[0]);
"""
BARS = "svg [data-pm]"
TWIN = "#pm-roadmap-line tbody tr"
ROWS = "#pm-roadmap-rows tbody tr"
CARDS = ".pm-board > li > ul > li"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page with a roadmap of each kind."""
    root = tmp_path_factory.mktemp("filter")
    (root / "index.md").write_text(PAGE, encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html"]
    subprocess.run([*command, str(root), str(root / "html")], check=True)
    return (root / "html" / "index.html").as_uri()


@pytest.fixture
def reader(browser: Chrome, page: str) -> Iterator[Chrome]:
    """Return a browser that shows the page, with the twin unfolded."""
    browser.get("about:blank")
    open_page(browser, page)
    yield browser
    assert browser.execute_script("return window.hit") is None


def open_page(browser: Chrome, url: str) -> None:
    browser.get(url)
    unfold(browser)


def unfold(browser: Chrome) -> None:
    browser.execute_script(
        "document.querySelectorAll('details').forEach(d => { d.open = true; })"
    )


def seen(reader: Chrome, selector: str) -> list[str]:
    found: list[str] = reader.execute_script(SEEN, selector)
    return found


def control(reader: Chrome, name: str) -> WebElement:
    return reader.find_element(By.NAME, f"pm-roadmap-{name}")


def choose(reader: Chrome, name: str, value: str) -> None:
    Select(control(reader, name)).select_by_visible_text(value)


def said(reader: Chrome) -> list[str]:
    return [e.text for e in reader.find_elements(By.CSS_SELECTOR, "[role=status]")]


def test_filter__is_small_and_keeps_to_itself() -> None:
    script = SCRIPT.read_text("utf-8")
    assert len(script.encode()) < 6000
    assert '"use strict";' in script
    assert "innerHTML" not in script
    assert "http" not in script


def test_filter__hides_bars_lines_and_rows_that_do_not_fit(reader: Chrome) -> None:
    everything = ["0", "1", "2", "3", "0 1", "1 2"]
    assert sorted(seen(reader, BARS)) == sorted(everything)
    choose(reader, "line.team", "Red & blue")
    assert sorted(seen(reader, BARS)) == ["0", "0 1", "1"]
    assert seen(reader, TWIN) == ["One", "Two"]
    choose(reader, "line.status", "done")
    assert seen(reader, BARS) == ["0"]
    assert seen(reader, TWIN) == ["One"]
    # The other roadmaps of the page are as they were.
    assert said(reader) == [
        "1 of 4 items shown",
        "3 of 3 items shown",
        "3 of 3 items shown",
    ]
    reader.find_element(By.XPATH, "//button[. = 'Show all']").click()
    assert sorted(seen(reader, BARS)) == sorted(everything)
    assert "?" not in reader.current_url


#: Where the shapes of the first drawing are, and all its texts that can be seen.
DRAWN = """
const svg = document.querySelector(".pm-svg");
const shapes = [...svg.querySelectorAll("rect, path, text")];
const said = ["y", "height", "d"];
return {
  size: [svg.getAttribute("height"), svg.getAttribute("viewBox").split(" ")[3]],
  shapes: shapes.map(e => said.map(name => e.getAttribute(name))),
  texts: shapes.filter(e => e.matches("text") && e.getBoundingClientRect().width)
    .map(e => [e.textContent, e.getBoundingClientRect().top
      - svg.getBoundingClientRect().top]),
  inside: svg.getBoundingClientRect().height,
  bands: shapes.filter(e => e.matches(".pm-c-band"))
    .map(e => +e.getAttribute("height")),
};
"""


def test_filter__takes_lanes_and_rows_with_nothing_to_show_out_of_the_drawing(
    reader: Chrome,
) -> None:
    before: Any = reader.execute_script(DRAWN)
    tops = dict(before["texts"])
    choose(reader, "line.team", "Green")
    drawn: Any = reader.execute_script(DRAWN)
    assert drawn["size"][0] == drawn["size"][1]
    assert float(drawn["size"][0]) < float(before["size"][0])
    moved = dict(drawn["texts"])
    assert not {"Red & blue", "One", "Two"} & set(moved)
    # Green is where Red & blue was, and all below moved up by as much.
    assert moved["Green"] == pytest.approx(tops["Red & blue"], abs=0.5)
    up = tops["Green"] - moved["Green"]
    for text in ("Three", "Not dated yet", "Four", "done"):
        assert tops[text] - moved[text] == pytest.approx(up, abs=0.5)
    assert moved["Q3 2026"] == pytest.approx(tops["Q3 2026"], abs=0.5)
    assert all(0 <= top < drawn["inside"] for top in moved.values())
    # A row of a lane, and what is not dated.
    choose(reader, "line.team", "Red & blue")
    choose(reader, "line.status", "Not said")
    drawn = reader.execute_script(DRAWN)
    moved = dict(drawn["texts"])
    assert drawn["bands"] == [before["bands"][0] - 34, 0, 0]
    assert "Not dated yet" not in moved
    assert moved["Two"] == pytest.approx(tops["One"], abs=0.5)
    reader.find_element(By.XPATH, "//button[. = 'Show all']").click()
    assert reader.execute_script(DRAWN) == before


def test_filter__knows_a_role_by_all_its_names(reader: Chrome) -> None:
    options = Select(control(reader, "line.owner")).options
    assert [option.text for option in options] == ["All", "BA", "PM"]
    options = Select(control(reader, "line.status")).options
    assert [option.text for option in options] == ["All", "done", "Not said"]
    choose(reader, "line.owner", "PM")
    assert seen(reader, TWIN) == ["One", "Two"]


def test_filter__hides_rows_with_their_group_whatever_it_is_called(
    reader: Chrome,
) -> None:
    rows = seen(reader, ROWS)
    assert [row for row in rows if row in {"Five", "Six", "Seven"}] == [
        "Five",
        "Seven",
        "Six",
    ]
    choose(reader, "rows.team", HOSTILE)
    assert seen(reader, ROWS)[1:] == ["Five", "Seven"]
    reader.refresh()
    assert seen(reader, ROWS)[1:] == ["Five", "Seven"]
    choose(reader, "rows.team", "Green")
    assert seen(reader, ROWS) == ["Green", "Six"]


def test_filter__hides_cards_and_counts_the_others(reader: Chrome) -> None:
    assert sorted(seen(reader, CARDS)) == ["Eight", "Nine", "Ten"]
    choose(reader, "board.owner", "PM")
    assert seen(reader, CARDS) == ["Ten", "Eight"]
    heads = reader.find_elements(By.CSS_SELECTOR, ".pm-board > li > p:first-child")
    assert [head.text for head in heads] == ["Now (1)", "Next (0)", "Later (1)"]


def test_filter__is_not_made_where_it_would_choose_nothing(reader: Chrome) -> None:
    legends = reader.find_elements(By.CSS_SELECTOR, "fieldset > legend")
    shown = [legend.text for legend in legends]
    assert shown == ["Filter: Line", "Filter: Rows", "Filter: Board"]
    names = [
        e.get_attribute("name") for e in reader.find_elements(By.TAG_NAME, "select")
    ]
    assert "pm-roadmap-rows.owner" not in names


def test_filter__works_by_keys_alone(reader: Chrome) -> None:
    reader.execute_script("arguments[0].focus()", control(reader, "line.team"))
    active = reader.switch_to.active_element
    active.send_keys("Green")
    assert seen(reader, TWIN) == ["Three", "Four"]
    assert said(reader)[0] == "2 of 4 items shown"
    for _ in range(3):
        reader.switch_to.active_element.send_keys(Keys.TAB)
    assert reader.switch_to.active_element.text == "Show all"
    reader.switch_to.active_element.send_keys(Keys.ENTER)
    assert said(reader)[0] == "4 of 4 items shown"


def test_filter__stays_over_reload_and_beside_an_anchor(
    reader: Chrome, page: str
) -> None:
    choose(reader, "line.team", "Green")
    choose(reader, "board.owner", "BA")
    kept = reader.current_url
    assert kept.startswith(f"{page}?")
    reader.refresh()
    unfold(reader)
    assert seen(reader, TWIN) == ["Three", "Four"]
    assert seen(reader, CARDS) == ["Nine"]
    open_page(reader, f"{kept}#pm-item-line-three")
    assert seen(reader, TWIN) == ["Three", "Four"]
    assert reader.current_url == f"{kept}#pm-item-line-three"
    # What others put into the query stays there.
    open_page(reader, f"{page}?from=x#pm-roadmap-rows")
    choose(reader, "line.team", "Green")
    assert "from=x&pm-roadmap-line.team=Green#pm" in reader.current_url
    open_page(reader, f"{page}?pm-roadmap-line.team=Nobody")
    assert len(seen(reader, TWIN)) == 4


def test_filter__shows_an_item_that_a_link_leads_to(reader: Chrome) -> None:
    choose(reader, "line.team", "Green")
    choose(reader, "board.owner", "BA")
    reader.execute_script("location.hash = '#pm-item-line-one'")
    reader.execute_async_script("setTimeout(arguments[0], 100)")
    assert len(seen(reader, TWIN)) == 4
    assert seen(reader, CARDS) == ["Nine"]
    assert "line.team" not in reader.current_url
    open_page(reader, reader.current_url.replace("line-one", "board-ten"))
    assert len(seen(reader, CARDS)) == 3


def test_filter__is_printed_only_where_it_hides_something(reader: Chrome) -> None:
    choose(reader, "line.team", "Green")
    reader.execute_script("dispatchEvent(new Event('beforeprint'))")
    shown = [e.is_displayed() for e in reader.find_elements(By.TAG_NAME, "fieldset")]
    assert shown == [True, False, False]
    reader.execute_script("dispatchEvent(new Event('afterprint'))")
    assert all(e.is_displayed() for e in reader.find_elements(By.TAG_NAME, "fieldset"))


def test_filter__leaves_all_there_without_a_script(browser: Chrome, page: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{page}?pm-roadmap-line.team=Green")
        fieldsets = browser.find_elements(By.TAG_NAME, "fieldset")
        cards = [e.is_displayed() for e in browser.find_elements("css selector", CARDS)]
        bars = [e.is_displayed() for e in browser.find_elements("css selector", BARS)]
    finally:
        browser.execute_cdp_cmd(
            "Emulation.setScriptExecutionDisabled", {"value": False}
        )
    assert fieldsets == []
    assert cards == [True] * 3
    assert bars == [True] * 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_filter__has_nothing_that_axe_finds(reader: Chrome, scheme: str) -> None:
    reader.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    choose(reader, "line.team", "Green")
    choose(reader, "board.owner", "BA")
    load_axe(reader)
    found: Any = reader.execute_async_script(
        "axe.run({include: [['.pm'], ['.pm-board']]}).then(f => arguments[0]("
        "f.violations.map(v => v.id + v.nodes[0].html)))"
    )
    assert found == []
