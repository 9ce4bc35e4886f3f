"""All directives on one page, in each theme that is promised, light and dark.

How ours looks is kept as facts (``look.json``), not as pictures: a picture changes with
each release of a theme, a browser or a font, and says not what is wrong.  The facts are
those that ours has in common in all themes, so they say that none gets in its way.
Where one changes on purpose, write it anew: ``PMROLES_LOOK=write pytest`` this file.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.color import Color

from tests.browser.axe import EVERYTHING, findings
from tests.build.everything import CONFIG, write_one_page

HERE = Path(__file__).parent
#: A page of Sphinx's own elements.
ELEMENTS = HERE / "elements.md"
LOOK = HERE / "look.json"
CONF = {
    **CONFIG,
    "project": "Everything",
    "extensions": ["myst_parser", "sphinx_design", "sphinx_pmroles"],
    "myst_enable_extensions": ["colon_fence", "deflist", "tasklist"],
    "suppress_warnings": ["toc.not_included"],
}
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
#: Whether everything is looked at in every theme, as ``nox -s axe`` does.
ALL = os.environ.get("PMROLES_AXE") == "all"
#: What is left of 1280 × 1024 px at 400 %: WCAG 2.2, 1.4.10.
ZOOMED, ZOOMED_HEIGHT = 320, 256
#: The themes, and whether each is dark where the system is.
THEMES = {
    "alabaster": False,
    "furo": True,
    "pydata_sphinx_theme": True,
    "sphinx_book_theme": True,
    "sphinx_rtd_theme": False,
    "shibuya": True,
}
#: Those in which keys, forced colours and motion are tried; and how the page is walked.
SOME = list(THEMES) if ALL else ["furo", "alabaster"]
WALKS = [
    (theme, width, way)
    for theme in SOME
    for width in (1280, ZOOMED)
    for way in (False, True)
]
if not ALL:
    WALKS = [("furo", 1280, False), ("alabaster", ZOOMED, True)]
#: Where links of the theme's own are too pale, on its own page already.
PALE_LINKS = {"sphinx_rtd_theme"}
#: What is of a theme unless it is nothing at all: how loosely it sets its blocks.
THEIRS = {"margin"}
#: What each theme would paint otherwise, of titles, lists and cards.
PAINT = """
const all = s => [...document.querySelectorAll(s)].map(e => getComputedStyle(e));
const isClear = e => getComputedStyle(e).backgroundColor === "rgba(0, 0, 0, 0)";
const behind = e => e.parentElement && isClear(e) ? behind(e.parentElement) : e;
const lists = [".pm-legend > li", ".pm-facts li", ".pm-board li"];
return {
  band: all(".pm-c-band")[0].fill,
  title: [...new Set(all("dl.pm > dt.pm-title").map(
    s => `${s.display} ${s.backgroundColor} ${s.borderTopWidth}`))],
  marks: [...new Set(lists.flatMap(all).map(s => s.listStyleType))],
  tables: [...new Set(all(".pm-table").map(s => `${s.marginTop} ${s.marginBottom}`))],
  // What is behind the first of ours: the page of the theme.
  page: getComputedStyle(behind(document.querySelector(".pm").parentElement))
    .backgroundColor,
  indents: [...new Set(lists.flatMap(all).map(
    s => `${s.marginLeft} ${s.getPropertyValue("text-indent")}`))],
};
"""
#: The facts of each kind of element of ours: by its tag and classes, for each property
#: the values that there are.  Lengths are told in sizes of the font, by twentieths.
FACTS = """
const properties = ["display", "vertical-align", "text-align", "text-indent",
  "white-space", "list-style-type", "font-style", "font-weight", "border-top",
  "border-bottom", "background-color", "padding", "margin"];
const inTables = ["table", "tbody", "td", "th", "thead", "tr"];
const kind = e => {
  const own = [...e.classList].filter(c => c.startsWith("pm-")).sort();
  if (own.length) return [e.localName, ...own].join(".");
  if (!e.closest(".pm-table") || !inTables.includes(e.localName)) return "";
  const group = e.closest(".pm-group") ? ".pm-group " : "";
  return group + (e.scope ? `th[scope=${e.scope}]` : e.localName);
};
const round = (px, size) => `${Math.round(px / size * 20) / 20}em`;
const facts = {};
for (const e of document.querySelectorAll(".pm, .pm *")) {
  const name = e.parentElement.closest("svg") ? "" : kind(e);
  if (!name) continue;
  const style = getComputedStyle(e), size = parseFloat(style.fontSize);
  facts[name] ??= Object.fromEntries(properties.map(p => [p, []]));
  for (const p of properties) {
    let value = style.getPropertyValue(p).replaceAll(style.color, "ink");
    if (value.startsWith("0px ") && p.startsWith("border")) value = "none";
    if (["padding", "margin"].includes(p))
      value = value.replace(/(-?[\\d.]+)px/g, (_, px) => round(px, size));
    if (!facts[name][p].includes(value)) facts[name][p].push(value);
  }
}
for (const fact of Object.values(facts)) for (const p of properties) fact[p].sort();
return facts;
"""
#: What of ours is beyond the right side, and in no box of ours that scrolls: what a
#: theme cuts off is lost.
BEYOND = """
const scrolls = e => e && getComputedStyle(e).overflowX === "auto";
return [...document.querySelectorAll(".pm, .pm *")].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1
    && !scrolls(e.parentElement.closest(".pm-scroll"));
}).map(e => e.outerHTML.slice(0, 80));
"""
#: The lines around each row that is a card.
FRAMES = """
return [...document.querySelectorAll(".pm-cards tbody tr")].map(
  row => getComputedStyle(row).borderWidth);
"""
#: The texts of ours that are seen, or can be scrolled to.  Of the headings of columns,
#: rows that are cards show those of their cells.
TEXTS = """
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange(), found = [];
while (walker.nextNode()) {
  const node = walker.currentNode, e = node.parentElement;
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  if (node.data.trim() && e.closest(".pm") && !e.closest("thead")
    && box.width && box.height && getComputedStyle(e).clipPath === "none"
    && e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    found.push(node.data.trim());
}
return found;
"""
#: Where the cells of each row of the table of roles begin.
ROLES = """
return [...document.querySelectorAll(".pm-roles tbody tr")].map(row =>
  [...new Set([...row.cells].map(cell => cell.getBoundingClientRect().left))]);
"""
#: The titles that go on where their table has to be scrolled.
CUT = """
return [...document.querySelectorAll(".pm-table > caption")].filter(title => {
  const [own, box] = [title, title.closest(".pm-scroll")]
    .map(e => e.getBoundingClientRect());
  return own.left < box.left - 1 || own.right > box.right + 1;
}).map(title => title.textContent);
"""
#: How wide the cells of text in matrices are, in sizes of their font.
TEXT_CELLS = """
return [...document.querySelectorAll(".pm-matrix td[data-label]")].map(cell =>
  cell.getBoundingClientRect().width / parseFloat(getComputedStyle(cell).fontSize));
"""
#: Of boxes of cards, whether each fades out at its end, and how far from there the text
#: of its last card is, once it has been scrolled to, in sizes of the font.
FADES = """
return [...document.querySelectorAll(".pm-twin .pm-scroll")].map(box => {
  box.scrollTop = box.scrollHeight;
  const {maskImage, fontSize} = getComputedStyle(box), range = document.createRange();
  range.selectNodeContents([...box.querySelectorAll("td[data-label]")].at(-1));
  const [end, last] = [box, range].map(e => e.getBoundingClientRect().bottom);
  return [maskImage !== "none", (end - last) / parseFloat(fontSize)];
});
"""
#: How many elements a page has, and what of them looks other without our style sheet.
#: What a theme moves of its own accord is stopped before.
OTHERS = """
document.getAnimations().forEach(animation => animation.cancel());
const all = [...document.querySelectorAll("body, body *")];
const looks = () => all.map(e => [null, "::before", "::after"]
  .map(part => getComputedStyle(e, part))
  .filter((style, n) => n === 0 || style.content !== "none")
  .flatMap(style => Array.from(style).filter(p => !p.startsWith("--"))
    .map(p => `${e.localName} ${p}: ${style.getPropertyValue(p)}`)));
const styled = looks();
for (const link of document.querySelectorAll("link[href*='pmroles.css']"))
  link.disabled = true;
const plain = looks();
const differs = styled.flatMap((own, n) => own.filter((s, m) => s !== plain[n][m]));
return [all.length, differs];
"""
#: What a page loads of ours.
LOADED = """
return [...document.querySelectorAll("link[rel=stylesheet], script")]
  .map(e => e.getAttribute("href") || e.getAttribute("src") || e.textContent)
  .filter(text => /pm[-_]?roles|\\bpm-/.test(text));
"""
#: The colours that are seen of ours, all of them in one text.
COLOURS = """
const properties = ["color", "backgroundColor", "backgroundImage", "boxShadow", "fill",
  "stroke", "borderTopColor", "borderBottomColor", "borderLeftColor"];
return [...document.querySelectorAll(".pm, .pm *")].map(e => {
  const style = getComputedStyle(e);
  return properties.map(p => style[p]).join();
}).join();
"""
#: What can be reached by keys in ours, each with a number, in the order of the page,
#: and how it looks before.  The focus is put before the first, or onto the last.
REACHED = """
document.documentElement.style.scrollBehavior = "auto";
const seen = e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0;
const all = [...document.querySelectorAll(
  ".pm a[href], .pm summary, .pm select, .pm button, .pm .pm-scroll")]
  .filter(seen);
window.mark = e => {
  const style = getComputedStyle(e);
  return [style.outlineStyle, style.outlineColor, style.boxShadow].join();
};
all.forEach((e, n) => [e.dataset.stop, e.dataset.mark] = [n, mark(e)]);
const isBack = arguments[0];
const from = isBack ? all.at(-1) : document.querySelector(".pm");
if (!isBack) from.tabIndex = -1;
from.focus();
if (!isBack) from.removeAttribute("tabindex");
return all.length;
"""
#: The number of what has the focus, and what it is; whether that is marked, and whether
#: any part is in sight.  What a theme keeps at the top of the window is not ours.
FOCUSED = """
const e = document.activeElement, n = e.dataset.stop;
const html = e.outerHTML.slice(0, 80);
if (n === undefined) return [null, e.closest(".pm") ? html : "", true, true];
const shapes = e.ownerSVGElement ? [...e.querySelectorAll("rect, path, text")] : [e];
const steps = [.02, .25, .5, .75, .98];
const over = shapes.flatMap(shape => [...shape.getClientRects()]).flatMap(box =>
  steps.flatMap(x => steps.map(y => document.elementFromPoint(
    box.left + x * box.width, box.top + y * box.height)))).filter(Boolean);
const sticks = a => a && !a.closest(".pm")
  && (/fixed|sticky/.test(getComputedStyle(a).position) || sticks(a.parentElement));
// Chromium takes the ends of wide strokes for a part of a bar, and does not scroll to
// it; nor to a heading that sticks in a box whose top is above the window.
const box = e.getBoundingClientRect(), frame = e.closest(".pm-scroll, body")
  .getBoundingClientRect();
const isNear = e.ownerSVGElement && box.left < frame.right + 11
  && frame.left < box.right + 11 && box.top < innerHeight && box.bottom > 0;
return [n, html, mark(e) !== e.dataset.mark && !/^none.*none$/.test(mark(e)),
  isNear || e.closest("thead") && box.bottom < 0
    || over.some(a => e.contains(a) || sticks(a))];
"""
OPEN = "tried.parentElement.open"
#: Tells a state once it has been the same for ten frames.
SETTLED = """
const done = arguments[arguments.length - 1];
const settled = state => {
  let last, frames = 0;
  const look = () => {
    frames = state() === last ? frames + 1 : 0;
    last = state();
    frames < 10 ? requestAnimationFrame(look) : done(last);
  };
  look();
};
"""
#: The colours of the signs in charts: of all shapes but those behind others.
SIGNS = """
const behind = ".pm-c-band, .pm-c-grid, .pm-c-grid-2, .pm-c-part, .pm-c-hatch";
const shapes = [...document.querySelectorAll(".pm-svg rect, .pm-svg path")]
  .filter(e => !e.matches(behind));
const canvas = getComputedStyle(document.querySelector(".pm-c-gate")).fill;
const found = shapes.flatMap(e => ["fill", "stroke"].map(
  p => `${e.getAttribute("class")} ${p}|${getComputedStyle(e)[p]}`))
  .filter(sign => !/[|](none|transparent)/.test(sign) && !sign.endsWith(`|${canvas}`));
return [...new Set(found)].map(sign => sign.split("|"));
"""
#: How each kind of what has the focus is marked.
MARKS = """
const kinds = ["a[href]", "summary", "select", "button", ".pm-scroll", ".pm-svg a"];
return kinds.map(kind => {
  const all = [...document.querySelectorAll(`.pm ${kind}`)];
  const e = all.find(e => e.checkVisibility({visibilityProperty: true}));
  e.focus({focusVisible: true});
  const style = getComputedStyle(e);
  return [style.outlineStyle, style.outlineColor];
});
"""
#: How many of ours move, and what changes slowly by our style sheet.
MOVING = """
// An animation along a scroll stands still with it.
const moving = document.getAnimations().filter(a => a.timeline === document.timeline
  && a.effect.target.closest(".pm")).length;
const all = [...document.querySelectorAll(".pm, .pm *")];
const looks = () => all.map(e => getComputedStyle(e).transition);
const styled = looks();
for (const link of document.querySelectorAll("link[href*='pmroles.css']"))
  link.disabled = true;
const plain = looks();
return [moving, styled.filter((look, n) => look !== plain[n])];
"""


@pytest.fixture(params=THEMES)
def themed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Return the name of a theme, and the page that is built with it, once."""
    theme: str = request.param
    root = tmp_path_factory.getbasetemp() / f"everything-{theme}"
    page = root / "html" / "index.html"
    if root.exists():
        return theme, page
    root.mkdir()
    write_one_page(root)
    shutil.copy(ELEMENTS, root)
    (root / "dot.svg").write_text(DOT, encoding="utf-8")
    values = {**CONF, "html_theme": theme}
    lines = (f"{name} = {value!r}\n" for name, value in values.items())
    (root / "conf.py").write_text("".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "html"]
    subprocess.run([*command, str(root), str(root / "html")], check=True)
    return theme, page


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
    assert look["tables"] == ["0px 0px"]
    if scheme == "dark" and not THEMES[theme]:
        return  # axe has seen it
    found, pale = findings(browser)
    assert found == []
    # A link that is pale on our ground is so on the theme's own page, too.
    assert bool(pale) == (theme in PALE_LINKS)
    assert all(contrast(colour, look["page"]) < 4.5 for colour in pale)


@pytest.mark.parametrize("width", [390, ZOOMED], ids=["phone", "zoomed"])
def test_theme__has_room_for_ours(
    browser: Chrome, themed: tuple[str, Path], width: int
) -> None:
    open_page(browser, themed[1], "light")
    texts = browser.execute_script(TEXTS)
    resize(browser, width)
    assert browser.execute_script(BEYOND) == []
    # What was said still is.
    assert len(texts) > 1000
    assert set(texts) - set(browser.execute_script(TEXTS)) == set()
    # The rows of roles are cards: beside each other, cells would be tall and empty.
    assert {len(lefts) for lefts in browser.execute_script(ROLES)} == {1}
    assert min(browser.execute_script(TEXT_CELLS)) > 5.9
    assert browser.execute_script(CUT) == []
    # Cards are closed on all sides, the last one, too.
    assert set(browser.execute_script(FRAMES)) == {"1px"}
    # That there are more cards is seen, and no text of the last one is pale.
    fades = browser.execute_script(FADES)
    assert all(is_faded and room > 1.9 for is_faded, room in fades)
    assert len(fades) > 1


def test_theme__gives_ours_the_look_that_it_has_in_all(
    browser: Chrome, themed: tuple[str, Path]
) -> None:
    theme, page = themed
    open_page(browser, page, "light")
    facts: dict[str, dict[str, list[str]]] = browser.execute_script(FACTS)
    if os.environ.get("PMROLES_LOOK") == "write":
        keep(theme, facts)
    kept = json.loads(LOOK.read_text("utf-8"))
    differs = [
        f"{kind}: {name} is {facts.get(kind, {}).get(name)}, elsewhere {values}"
        for kind, known in kept.items()
        for name, values in known.items()
        if facts.get(kind, {}).get(name) != values
    ]
    assert differs == []


def test_style_sheet__changes_nothing_that_is_not_ours(
    browser: Chrome, themed: tuple[str, Path]
) -> None:
    open_page(browser, themed[1].with_name("elements.html"), "light")
    count, differs = browser.execute_script(OTHERS)
    assert count > 100
    assert differs == []


def test_page_without_ours__loads_no_script_of_ours_and_one_style_sheet(
    browser: Chrome, themed: tuple[str, Path]
) -> None:
    browser.get(themed[1].with_name("elements.html").as_uri())
    (loaded,) = browser.execute_script(LOADED)
    assert "pmroles.css" in loaded


@pytest.mark.parametrize("themed", ["furo"], indirect=True)
def test_style_sheet__has_no_property_that_paints_nothing(
    browser: Chrome, themed: tuple[str, Path]
) -> None:
    open_page(browser, themed[1], "light")
    before = browser.execute_script(COLOURS)
    browser.execute_script(
        "document.head.append(Object.assign(document.createElement('style'),"
        " {id: 'restyled'}))"
    )
    names = sorted(set(own_properties(themed[1])))
    assert len(names) > 20
    for name in names:
        browser.execute_script(
            "document.querySelector('#restyled').textContent ="
            f" '.pm {{ {name}: rgb(1, 2, 3) }}'"
        )
        assert browser.execute_script(COLOURS) != before, name


@pytest.mark.parametrize(("themed", "width", "is_back"), WALKS, indirect=["themed"])
def test_page__can_be_walked_by_keyboard(
    browser: Chrome, themed: tuple[str, Path], width: int, *, is_back: bool
) -> None:
    open_page(browser, themed[1], "light")
    resize(browser, width, ZOOMED_HEIGHT if width == ZOOMED else 900)
    stops = browser.execute_script(REACHED, is_back)
    assert stops > 250
    walked = [stops - 1] if is_back else []
    for _ in range(2 * stops):
        press(browser, "Tab", 9, shift=is_back)
        stop, element, is_marked, is_in_sight = browser.execute_script(FOCUSED)
        if not is_in_sight:  # some boxes scroll with the next frame only
            browser.execute_async_script(SETTLED + "settled(() => scrollY)")
            is_in_sight = browser.execute_script(FOCUSED)[3]
        if stop is None:
            assert element == "", "it is reached, but is no part that is known"
            continue
        assert (is_marked, is_in_sight) == (True, True), element
        walked.append(int(stop))
        if len(walked) == stops:
            break
    assert walked == sorted(walked, reverse=is_back)
    assert len(walked) == stops
    press(browser, "Tab", 9, shift=is_back)
    assert browser.execute_script(FOCUSED)[1] == "", "the end is no trap"


@pytest.mark.parametrize("themed", SOME, indirect=True)
def test_page__is_operated_by_keys(browser: Chrome, themed: tuple[str, Path]) -> None:
    open_page(browser, themed[1], "light")
    resize(browser, ZOOMED, ZOOMED_HEIGHT)

    def after(selector: str, keys: dict[str, int], state: str) -> list[Any]:
        """Return the state of what is there before, and after each of the keys."""
        browser.execute_script(
            "window.tried = [...document.querySelectorAll(arguments[0])].find(e =>"
            " e.checkVisibility() && (!e.matches('.pm-scroll')"
            "  || e.scrollWidth > e.clientWidth + 9)); tried.focus()",
            selector,
        )
        states = [browser.execute_script(f"return {state}")]
        for key, code in keys.items():
            press(browser, key, code)
            # What scrolls needs a while; what is said does not change any more.
            states += [
                browser.execute_async_script(SETTLED + f"settled(() => {state})")
            ]
        return states

    enter, space = {"Enter": 13}, {" ": 32}
    assert after(".pm-twin > summary", enter | space, OPEN) == [False, True, False]
    arrows = {"ArrowRight": 39, "ArrowLeft": 37}
    for box in (".pm-chart > .pm-scroll", ".pm-table-box > .pm-scroll"):
        before, there, back = after(box, arrows, "tried.scrollLeft")
        assert before == back == 0, box
        assert there > 0, box
    before, there = after(".pm-svg a[href]", enter, "location.hash")
    assert there == browser.execute_script("return tried.getAttribute('href')")
    assert before != there
    chosen = after(".pm-filter select", {"ArrowDown": 40}, "tried.selectedIndex")
    assert chosen == [0, 1]
    value = "document.querySelector('.pm-filter select').selectedIndex"
    assert after(".pm-filter button", space, value) == [1, 0]


@pytest.mark.parametrize("themed", SOME, indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page__is_read_with_forced_colours(
    browser: Chrome, themed: tuple[str, Path], scheme: str
) -> None:
    open_page(browser, themed[1], scheme, **{"forced-colors": "active"})
    assert browser.execute_script(
        "return matchMedia('(forced-colors: active)').matches"
    )
    if ALL or themed[0] == "furo":
        # Of text, axe 4.14 judges the colour that it would have if none were forced.
        unforced = {"color-contrast": {"enabled": False}}
        rules = EVERYTHING["rules"] | unforced
        assert findings(browser, {"rules": rules}).faults == []
    words = browser.execute_script(
        "const ground = e => { const c = getComputedStyle(e).backgroundColor;"
        " return /^rgba.*, 0\\)/.test(c) && e.parentElement"
        "  ? ground(e.parentElement) : c };"
        "return [...document.querySelectorAll('.pm, .pm :not(.pm-svg *)')]"
        ".map(e => [e.outerHTML.slice(0, 80), getComputedStyle(e).color, ground(e)])"
    )
    assert len(words) > 100
    assert [word for word in words if contrast(*word[1:]) < 4.5] == []
    fills, strokes, texts, ground, letters = browser.execute_script(
        "const all = (s, p) => [...new Set([...document.querySelectorAll(s)]"
        ".map(e => getComputedStyle(e)[p]))];"
        "const bars = '.pm-c-planned, .pm-c-progress, .pm-c-blocked, .pm-c-done';"
        "return [all(bars, 'fill'), all(bars, 'stroke'),"
        " all('.pm-svg text:not(.pm-c-today-text, .pm-c-now-text)', 'fill'),"
        " all('body', 'backgroundColor'), all('abbr.pm-letter', 'borderTopStyle')]"
    )
    # Bars and letters keep an edge, and the names on them can be read.
    assert all(contrast(stroke, fill) >= 3 for stroke in strokes for fill in fills)
    assert all(contrast(text, colour) >= 4.5 for text in texts for colour in fills)
    assert all(contrast(text, ground[0]) >= 4.5 for text in texts)
    assert sorted(letters) == ["dotted", "solid"]
    # So are the signs of what a bar is, and what has the focus.
    signs = browser.execute_script(SIGNS)
    assert len(signs) > 10
    assert [
        (name, colour, fills[0])
        for name, colour in signs
        if contrast(colour, fills[0]) < 3
    ] == []
    marks = browser.execute_script(MARKS)
    assert "none" not in [style for style, _colour in marks], marks
    assert all(contrast(colour, ground[0]) >= 3 for _style, colour in marks)


@pytest.mark.parametrize("themed", SOME, indirect=True)
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_page__has_nothing_that_moves_by_itself(
    browser: Chrome, themed: tuple[str, Path], motion: str
) -> None:
    open_page(browser, themed[1], "light", **{"prefers-reduced-motion": motion})
    moving, sliding = browser.execute_script(MOVING)
    assert moving == 0
    assert sliding == []


def test_print__is_light_unfolded_and_whole(
    browser: Chrome, themed: tuple[str, Path]
) -> None:
    # What is left of A4, at 96 px an inch.
    open_page(browser, themed[1], "dark", media="print")
    resize(browser, 718)
    band, hidden, folded = browser.execute_script(
        "const boxes = [...document.querySelectorAll('.pm-scroll')];"
        "const style = e => getComputedStyle(e);"
        "return [style(document.querySelector('.pm-c-band')).fill,"
        " boxes.filter(b => style(b).overflowY !== 'visible'"
        "  || style(b).maxHeight !== 'none').length,"
        " [...document.querySelectorAll('.pm-twin > :not(summary)')]"
        "  .filter(e => !e.getBoundingClientRect().height).length]"
    )
    assert (band, hidden, folded) == ("rgb(248, 249, 251)", 0, 0)
    beyond, whole = browser.execute_script(
        "const all = query => [...document.querySelectorAll(query)];"
        "return [all('.pm-twin td, .pm-twin th')"
        "  .filter(e => e.getBoundingClientRect().right"
        "   > e.closest('.pm').getBoundingClientRect().right + 1).length,"
        " all('.pm-table').filter(e => getComputedStyle(e).breakInside !== 'auto')"
        "  .length]"
    )
    # No paper scrolls, and a table may go on with the next sheet.
    assert beyond == 0
    assert not whole or themed[0] == "sphinx_book_theme", "it keeps all tables whole"


def keep(theme: str, facts: dict[str, dict[str, list[str]]]) -> None:
    """Keep the facts of the first theme, and of them what the next have, too."""
    known = facts
    if theme != next(iter(THEMES)):
        known = json.loads(LOOK.read_text("utf-8"))
    shared = {
        kind: {
            name: values
            for name, values in known[kind].items()
            if facts[kind][name] == values
            # Names in texts look as the text that they stand in.
            and (name not in THEIRS or values == ["0em"])
        }
        for kind in known
        if kind in facts and not kind.startswith("bdi")
    }
    lines = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(shared.items()))
    LOOK.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def own_properties(page: Path) -> Iterator[str]:
    """Yield the names of the custom properties that the style sheet sets."""
    sheet = (page.parent / "_static" / "pmroles.css").read_text("utf-8")
    for part in sheet.split("--pm-")[1:]:
        name, colon, _value = part.partition(":")
        if colon and name.replace("-", "").isalnum():
            yield f"--pm-{name}"


def press(browser: Chrome, name: str, code: int, *, shift: bool = False) -> None:
    """Press a key, as it is named and numbered by browsers."""
    key = {"key": name, "windowsVirtualKeyCode": code, "modifiers": 8 * shift}
    # Some keys are only pressed where they write something.
    text = {"Enter": "\r", " ": " "}.get(name)
    down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
    for event in (down, {"type": "keyUp"}):
        browser.execute_cdp_cmd("Input.dispatchKeyEvent", {**key, **event})


def open_page(
    browser: Chrome, page: Path, scheme: str, media: str = "", **features: str
) -> dict[str, Any]:
    """Open *page*, and return how it looks on a wide screen."""
    prefer(browser, scheme, media, **features)
    resize(browser, 1280)
    browser.get(page.as_uri())
    if page.stem != "index":
        return {}
    look: dict[str, Any] = browser.execute_script(PAINT)
    return look


def prefer(browser: Chrome, scheme: str, media: str = "", **features: str) -> None:
    """Have the browser say that its reader prefers *scheme*, and other features."""
    wanted = {"prefers-color-scheme": scheme, **features}
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {
            "media": media,
            "features": [{"name": n, "value": v} for n, v in wanted.items()],
        },
    )


def resize(browser: Chrome, width: int, height: int = 900) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
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
