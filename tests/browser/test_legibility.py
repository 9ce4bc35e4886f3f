"""Charts in a real browser: what its own measures say of texts and colours."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from gettext import translation
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome

import sphinx_pmroles
from sphinx_pmroles.charts.organisation import organisation_chart
from sphinx_pmroles.charts.strip import strip
from sphinx_pmroles.charts.style import PALETTE, Token
from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.charts.timeline import timeline
from sphinx_pmroles.extension.words import CATALOG, LOCALES
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.organisation import Organisation, listed_roles, place_members
from sphinx_pmroles.model.overview import RoleList
from sphinx_pmroles.model.roadmap import Health, Roadmap, Status
from sphinx_pmroles.model.role import ROLE_KINDS, Role
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow

RequireTool = Callable[[str], Path]
DATA = Path(__file__).parents[1] / "data"
CSS = Path(sphinx_pmroles.__file__).parent / "extension" / "static" / "pmroles.css"
WIDTH = 900
TITLES = {
    "de": "Verwaltung der Datenschutzfreigaben für Geschäftskunden und Behörden",
    "ja": "顧客向け監査ログのリアルタイム配信と保存期間の管理機能",
    "ar": "إدارة سجلات API للعملاء وبثها المباشر وحفظها في المنطقة",
}
#: The page and the text of furo.
THEMES = {"light": ("#ffffff", "#000000"), "dark": ("#131416", "#cfd0d0")}


def sample(count: int, language: str) -> Roadmap:
    """Return a roadmap of *count* items, with titles in *language*.

    Those beyond the 300 of the larger file are its items again, under other ids.
    """
    name = f"roadmap-{min(count, 300)}.csv"
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        written, *items = csv.reader(lines)
    rows = []
    for number in range(count):
        again, at = divmod(number, len(items))
        mark = f"-{again}" if again else ""
        cells = [
            text + mark if text and field in ("id", "title", "depends") else text
            for field, text in zip(written, items[at], strict=True)
        ]
        rows.append(TableRow(tuple(map(TableCell, cells))))
    header = TableRow(tuple(map(TableCell, written)))
    roadmap = read_roadmap(
        Table(header, tuple(rows)),
        key="plan",
        title="Plan",
        place=Place("roadmap"),
        rules=DateRules(),
        group_by="team",
        as_of=date(2026, 11, 22),
    ).roadmap
    # Every status and health, so that every colour is measured.
    states = [(status, health) for status in Status for health in Health]
    return replace(
        roadmap,
        items=tuple(
            replace(
                item,
                title=title_in(language, number) or item.title,
                status=states[number % len(states)][0],
                health=states[number % len(states)][1],
                progress=number % 101,
            )
            for number, item in enumerate(roadmap.items)
        ),
    )


def title_in(language: str, number: int) -> str:
    title = TITLES.get(language, "")
    return f"{title[: 8 + number % len(title)].strip()} {number}" if title else ""


def words_in(language: str) -> Callable[[str], str]:
    """Return the translation of a chart's own words."""
    return translation(CATALOG, LOCALES, [language], fallback=True).gettext


def drawn(roadmap: Roadmap, language: str) -> str:
    """Return the timeline of *roadmap* with its own words in *language*, too."""
    scene = timeline(roadmap, words=words_in(language), locale=language)
    return to_svg(scene, ids="a", links={})


def life_cycle() -> Lifecycle:
    titles = ("Idea screening", "Development and integration", "市場投入", "Decline")
    stages = [Stage(t, t, "", Place("a"), "Steering committee") for t in titles]
    return Lifecycle("life", "Life", "", Place("a"), tuple(stages), titles[1])


def page(svg: str, *, html: str = "", body: str = "data-theme=light") -> str:
    return f"""<!doctype html><html {html}><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>{CSS.read_text("utf-8")}</style>
<body {body} style="margin:8px;--color-foreground-primary:inherit">
<div class="pm pm-chart"><p class="pm-caption">Plan</p>
<div class="pm-scroll" dir="ltr" tabindex="0" role="region" aria-label="Plan">
{svg}</div>
<details class="pm-twin"><summary>The same as a table</summary>
<table><tr><td id="twin">Twin</table></details></div></body></html>"""


def themed(svg: str, theme: str) -> str:
    ground, ink = THEMES[theme]
    return page(svg, body=f"data-theme={theme}").replace(
        "margin:8px;--color-foreground-primary:inherit",
        f"margin:8px;background:{ground};--color-foreground-primary:{ink}",
    )


def open_page(browser: Chrome, folder: Path, source: str, width: int = WIDTH) -> None:
    path = folder / "page.html"
    path.write_text(source, encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get(path.as_uri())


@dataclass(frozen=True)
class Box:
    """A text as the browser drew it, in px of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Return whether the two have a px in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


MEASURE = """
const box = e => { const r = e.getBoundingClientRect();
  return [e.textContent, r.left, r.top + scrollY, r.right, r.bottom + scrollY]; };
return [box(document.querySelector('svg')),
        ...[...document.querySelectorAll('svg text')].map(box)];
"""

MEASURE_INSIDE = """
const left = document.querySelector('svg').getBoundingClientRect().left;
return [...document.querySelectorAll('svg text')].map(e =>
  [e.textContent, Math.round(e.getBoundingClientRect().left - left)]);
"""

# The pixels of a picture, and how light one is, by the measure of WCAG 2.2.
PIXELS = """
const load = async data => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + data;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(image, 0, 0);
  return context;
};
const linear = v => (v /= 255, v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
const light = (r, g, b) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
"""

# The page is pictured with its texts and with their fill gone, halos kept: where the
# two differ is the ink, and what is left there is what the ink stands on.
CONTRAST = (
    PIXELS
    + """
const [withText, without, top, bottom, done] = arguments;
const run = async () => {
  const [one, other] = [await load(withText), await load(without)];
  const found = [];
  for (const text of document.querySelectorAll('svg text')) {
    const r = text.getBoundingClientRect();
    if (r.top + scrollY < top || r.bottom + scrollY > bottom) continue;
    const area = [Math.floor(r.left), Math.floor(r.top + scrollY - top),
                  Math.ceil(r.width) + 1, Math.ceil(r.height) + 1];
    const [a, b] = [one, other].map(c => c.getImageData(...area).data);
    const ink = getComputedStyle(text).fill.match(/[0-9.]+/g).map(Number);
    const inkLight = light(...ink);
    const pixels = [];
    for (let n = 0; n < a.length; n += 4) {
      const change = Math.abs(a[n] - b[n]) + Math.abs(a[n + 1] - b[n + 1])
                   + Math.abs(a[n + 2] - b[n + 2]);
      const ground = light(b[n], b[n + 1], b[n + 2]);
      const [low, high] = [inkLight, ground].sort((x, y) => x - y);
      pixels.push([change, (high + .05) / (low + .05)]);
    }
    const most = Math.max(...pixels.map(p => p[0]));
    const inked = pixels.filter(p => p[0] > most / 2).map(p => p[1]);
    inked.sort((x, y) => x - y);
    // One pixel in twenty may be the soft edge of something else.
    const worst = most ? inked[Math.floor(inked.length / 20)] : 1;
    found.push([text.textContent, worst]);
  }
  done(found);
};
run().catch(error => done(String(error)));
"""
)


#: Ends when the page has been painted twice, so that it is the page in sight.
PAINTED = (
    "const done = arguments[arguments.length - 1];"
    "requestAnimationFrame(() => requestAnimationFrame(done));"
)
TRIES = 5


def picture(browser: Chrome, top: int, bottom: int) -> str:
    """Return a picture of the page between two heights.

    Chromium drops a capture while it moves a new page into its own process, and says
    that the page is not active: that is no fault of the page, so it is asked again.
    """
    for left in reversed(range(TRIES)):
        try:
            browser.execute_async_script(PAINTED)
            shot: dict[str, Any] = browser.execute_cdp_cmd(
                "Page.captureScreenshot",
                {
                    "format": "png",
                    "captureBeyondViewport": True,
                    "clip": {
                        "x": 0,
                        "y": top,
                        "scale": 1,
                        "width": WIDTH,
                        "height": bottom - top,
                    },
                },
            )
        except TimeoutException as error:
            if not left or "Not attached to an active page" not in str(error):
                raise
        else:
            return str(shot["data"])
    raise AssertionError


SAMPLES = pytest.mark.parametrize(
    ("count", "language"),
    [
        *((count, language) for count in (20, 300) for language in TITLES),
        *((count, "en") for count in (20, 300, 1000)),
        *((1000, language) for language in ("de", "ja")),
    ],
)
#: Pictures of many items take seconds each: so each language once, and both themes.
PICTURED = pytest.mark.parametrize(
    ("count", "language", "theme"),
    [
        *((20, language, theme) for language in ("en", "de", "ja") for theme in THEMES),
        *((300, "en", "light"), (300, "de", "dark"), (300, "ja", "light")),
        *((1000, "en", "dark"), (1000, "de", "light"), (1000, "ja", "dark")),
    ],
)
#: How much of a high page is pictured, at its upper and at its lower end, in px.
PICTURE = 3000


@SAMPLES
def test_timeline__has_no_text_over_another_or_outside(
    browser: Chrome, tmp_path: Path, count: int, language: str
) -> None:
    svg = drawn(sample(count, language), language)
    html = "dir=rtl" if language == "ar" else ""
    open_page(browser, tmp_path, page(svg, html=html))
    boxes = boxes_inside(browser)
    assert len(boxes) >= count
    assert overlaps(boxes) == []


def test_timeline__runs_from_left_to_right_on_any_page_but_not_its_titles(
    browser: Chrome, tmp_path: Path
) -> None:
    """Arabic before "API" is on its right, and the glyphs are before both."""
    svg = drawn(sample(20, "ar"), "ar")
    measured = []
    for html in ("", "dir=rtl"):
        open_page(browser, tmp_path, page(svg, html=html))
        measured.append(browser.execute_script(MEASURE_INSIDE))
    assert measured[0] == measured[1]
    found: list[float] = browser.execute_script(
        """
        const text = [...document.querySelectorAll("svg text")]
          .find(e => /^[^A-Za-z]+API/.test(e.textContent));
        const at = text.textContent.indexOf("API");
        return [text.getStartPositionOfChar(0).x, text.getStartPositionOfChar(at).x];
        """
    )
    assert found[1] < found[0]


STAGES = {
    "en": ("Idea screening", "Development and integration", "Full market launch"),
    "de": ("Geschäftsfall", "Verwaltung der Freigaben", "Produktionsanlauf"),
    "ja": ("アイデアの審査", "試験と妥当性の確認", "本格生産と市場投入"),
}


@pytest.mark.parametrize("language", STAGES)
@pytest.mark.parametrize("count", range(1, 16))
def test_strip__has_no_text_over_another_or_outside(
    browser: Chrome, tmp_path: Path, count: int, language: str
) -> None:
    stages = tuple(
        Stage(
            *(str(n), STAGES[language][n % 3], f"a{n}", Place("a")),
            decided_by="The steering committee of the whole portfolio",
        )
        for n in range(count)
    )
    cycle = Lifecycle("life", "Life", "", Place("a"), stages, str(count - 1))
    scene = strip(cycle, words=words_in(language))
    svg = to_svg(scene, ids="a", links={s.anchor: "#" for s in stages})
    open_page(browser, tmp_path, page(svg))
    boxes = boxes_inside(browser)
    # A name, a decider and the mark of the current stage.
    assert len(boxes) >= 2 * count + 1
    assert overlaps(boxes) == []


def boxes_inside(browser: Chrome) -> list[Box]:
    """Return the texts of the drawing; each must be inside of it."""
    view, *boxes = (Box(*values) for values in browser.execute_script(MEASURE))
    for box in boxes:
        assert box.right > box.left
        assert view.left <= box.left, box
        assert view.top <= box.top, box
        assert box.right <= view.right, box
        assert box.bottom <= view.bottom, box
    return boxes


def overlaps(boxes: list[Box]) -> list[tuple[str, str]]:
    """Return the texts that have a px in common."""
    ordered = sorted(boxes, key=lambda box: box.top)
    found = []
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.top >= one.bottom:
                break
            if one.overlaps(other):
                found.append((one.text, other.text))
    return found


#: The texts that a line passes, and that have no halo and stand on no bar.
CROSSED = """
const rect = e => e.getBoundingClientRect();
const all = s => [...document.querySelectorAll('svg ' + s)];
const lines = all('path:is(.pm-c-grid,.pm-c-grid-2,.pm-c-today)').map(rect);
const bars = all('rect:not(.pm-c-band)').map(rect);
return all('text').filter(text => {
  const r = rect(text);
  const on = b => b.left <= r.left + 1 && r.right <= b.right + 1
               && b.top <= r.top + 4 && r.bottom <= b.bottom + 4;
  return getComputedStyle(text).stroke === 'none' && !bars.some(on)
      && lines.some(l => r.left < l.left && l.right < r.right
                      && l.top < r.bottom - 3 && r.top + 3 < l.bottom);
}).map(text => text.textContent);
"""


@pytest.mark.parametrize("count", [20, 300, 1000])
def test_timeline__has_a_halo_around_what_a_line_crosses(
    browser: Chrome, tmp_path: Path, count: int
) -> None:
    svg = drawn(sample(count, "de"), "de")
    open_page(browser, tmp_path, page(svg))
    assert browser.execute_script(CROSSED) == []


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_chart__has_no_text_under_12_px_at_any_width(
    browser: Chrome, tmp_path: Path, width: int
) -> None:
    for scene in (timeline(sample(20, "en")), strip(life_cycle())):
        open_page(browser, tmp_path, page(to_svg(scene, ids="a", links={})), width)
        sizes = browser.execute_script(
            "return [...document.querySelectorAll('svg text')].map(t =>"
            " parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
        )
        assert min(sizes) >= 11.99
        inner, shown, page_width = browser.execute_script(
            "const box = document.querySelector('.pm-scroll');"
            "return [box.scrollWidth, box.clientWidth,"
            " document.documentElement.scrollWidth]"
        )
        assert page_width <= width, "the page itself never scrolls sideways"
        assert (inner > shown) is (width < 660)


@PICTURED
def test_timeline__has_text_of_enough_contrast(
    browser: Chrome, tmp_path: Path, count: int, language: str, theme: str
) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5:1."""
    svg = drawn(sample(count, language), language)
    low = contrasts_under(browser, tmp_path, themed(svg, theme), 4.5)
    assert low == []


@pytest.mark.parametrize("theme", THEMES)
def test_strip__has_text_of_enough_contrast(
    browser: Chrome, tmp_path: Path, theme: str
) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5:1."""
    svg = to_svg(strip(life_cycle()), ids="a", links={})
    low = contrasts_under(browser, tmp_path, themed(svg, theme), 4.5)
    assert low == []


def organisation(count: int, language: str) -> Organisation:
    """Return an organisation of roles of all kinds, of which some cannot be placed."""
    roles = []
    for n in range(count):
        title = title_in(language, n) or f"Head of product operations {n}"
        head = f"r{(n - 1) // 5}" if n else "r4"
        if n > 0.9 * count:
            head = ("", "nobody")[n % 2]
        kind = ROLE_KINDS[n % len(ROLE_KINDS)]
        roles.append(
            Role(f"r{n}", title, f"r{n}", Place("a"), kind, f"R{n}", reports_to=head)
        )
    listed = listed_roles(
        Handbook([Page("a", tuple(roles))]), RoleList("tree", Place("a"))
    )
    return Organisation("tree", Place("a"), "Who leads", place_members(listed))


ORGANISATIONS = pytest.mark.parametrize(
    ("count", "language"),
    [(count, language) for count in (5, 150) for language in ("en", "de", "ja")],
)


@ORGANISATIONS
def test_organisation__has_no_text_over_another_or_outside(
    browser: Chrome, tmp_path: Path, count: int, language: str
) -> None:
    chart = organisation_chart(organisation(count, language), words=words_in(language))
    open_page(browser, tmp_path, page(to_svg(chart, ids="a", links={})))
    boxes = boxes_inside(browser)
    assert len(boxes) >= count
    assert overlaps(boxes) == []
    # Each line of a box has as much room as it takes in a browser.
    outside = browser.execute_script(
        "return [...document.querySelectorAll('svg g')].filter(g => {"
        " const box = g.querySelector('rect,path').getBoundingClientRect();"
        " return g.querySelector('.pm-c-label') && [...g.querySelectorAll('text')]"
        "  .some(t => { const r = t.getBoundingClientRect();"
        "   return r.left < box.left || r.right > box.right || r.bottom > box.bottom"
        "    || r.top < box.top }) }).map(g => g.textContent)"
    )
    assert outside == []


@pytest.mark.parametrize("theme", THEMES)
@ORGANISATIONS
def test_organisation__has_text_of_enough_contrast(
    browser: Chrome, tmp_path: Path, count: int, language: str, theme: str
) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5:1."""
    chart = organisation_chart(organisation(count, language))
    svg = to_svg(chart, ids="a", links={})
    low = contrasts_under(browser, tmp_path, themed(svg, theme), 4.5)
    assert low == []


def settled(browser: Chrome, *part: int) -> str:
    """Return the picture that comes twice: a first one may be of half a painting."""
    last = picture(browser, *part)
    for _attempt in range(5):
        now = picture(browser, *part)
        if now == last:
            break
        last = now
    return last


def contrasts_under(
    browser: Chrome, folder: Path, source: str, least: float
) -> list[tuple[str, float]]:
    """Return the texts whose contrast is under *least*."""
    # The line through a struck text is ink of its own, and nothing it stands on.
    strike = "<style>.pm-c-strike{stroke:none!important}</style>"
    open_page(browser, folder, source + strike)
    height = int(browser.execute_script("return document.body.scrollHeight")) + 16
    parts = sorted({(0, min(height, PICTURE)), (max(0, height - PICTURE), height)})
    before = [settled(browser, *part) for part in parts]
    browser.execute_script(
        "const s = document.createElement('style');"
        "s.textContent = 'svg text{fill:transparent!important}';"
        "s.id = 'inkless'; document.head.append(s);"
    )
    after = [settled(browser, *part) for part in parts]
    browser.execute_script("document.getElementById('inkless').remove();")
    found = []
    for part, one, other in zip(parts, before, after, strict=True):
        assert one != other
        measured = browser.execute_async_script(CONTRAST, one, other, *part)
        assert isinstance(measured, list), measured
        found += measured
    assert len(found) > 4
    return [(text, contrast) for text, contrast in found if contrast < least]


@pytest.mark.parametrize(
    ("html", "body", "prefers", "media", "is_dark"),
    [
        # furo says it on the body, and leaves "auto" to the style sheet
        ("", "data-theme=light", "dark", "screen", False),
        ("", "data-theme=dark", "light", "screen", True),
        ("", "data-theme=auto", "light", "screen", False),
        ("", "data-theme=auto", "dark", "screen", True),
        # pydata and book say on the root what it came to; shibuya with a class
        ("data-theme=dark data-mode=auto", "", "light", "screen", True),
        ("data-theme=light data-mode=auto", "", "dark", "screen", False),
        ('class="dark"', "", "light", "screen", True),
        ('class="light"', "", "dark", "screen", False),
        # alabaster and Read the Docs say nothing, and are white
        ("", "", "dark", "screen", False),
        # paper is white
        ("data-theme=dark", "", "dark", "print", False),
        ("", "data-theme=auto", "dark", "print", False),
    ],
)
def test_style_sheet__follows_the_theme(  # noqa: PLR0917 - a table of cases
    browser: Chrome,
    tmp_path: Path,
    html: str,
    body: str,
    prefers: str,
    media: str,
    *,
    is_dark: bool,
) -> None:
    svg = to_svg(timeline(sample(20, "en")), ids="a", links={})
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {
            "media": media,
            "features": [{"name": "prefers-color-scheme", "value": prefers}],
        },
    )
    try:
        open_page(browser, tmp_path, page(svg, html=html, body=body))
        fill = browser.execute_script(
            "return getComputedStyle(document.querySelector('.pm-c-band')).fill"
        )
    finally:
        browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"media": "", "features": []}
        )
    value = PALETTE[Token.BAND][is_dark]
    red, green, blue = (int(value[n : n + 2], 16) for n in (1, 3, 5))
    assert fill == f"rgb({red}, {green}, {blue})"


def test_chart__scrolls_in_its_own_box_on_a_phone(
    browser: Chrome, tmp_path: Path
) -> None:
    svg = to_svg(timeline(sample(20, "en")), ids="a", links={})
    open_page(browser, tmp_path, page(svg), width=390)
    page_width, chart, shown, twin, drawing = browser.execute_script(
        "const y = s => document.querySelector(s).getBoundingClientRect().top;"
        "const box = document.querySelector('.pm-scroll');"
        "return [document.documentElement.scrollWidth, box.scrollWidth,"
        " box.clientWidth, y('#twin'), y('svg')]"
    )
    assert page_width <= 390
    assert chart > shown
    assert 0 < twin < drawing, "the twin comes first, and is shown though it is closed"


def test_chart__keeps_lane_names_in_sight(browser: Chrome, tmp_path: Path) -> None:
    svg = to_svg(timeline(sample(20, "en")), ids="a", links={})
    open_page(browser, tmp_path, page(svg), width=390)
    lefts = browser.execute_async_script(
        "const done = arguments[0], box = document.querySelector('.pm-scroll');"
        "const lane = document.querySelector('.pm-c-lane text');"
        "const left = () => lane.getBoundingClientRect().left;"
        "const before = left();"
        "box.scrollLeft = 250;"
        # The scroll is seen by a later frame.
        "let frames = 0; const look = () => ++frames > 100 || left() - before > -1"
        " ? done([before, left(), box.scrollLeft]) : requestAnimationFrame(look);"
        "requestAnimationFrame(() => requestAnimationFrame(look));"
    )
    before, after, scrolled = lefts
    assert scrolled == 250
    assert after == pytest.approx(before, abs=1)


def test_chart__can_be_walked_by_keyboard(browser: Chrome, tmp_path: Path) -> None:
    roadmap = sample(20, "en")
    links = {item.key: f"#{item.key}" for item in roadmap.items}
    svg = to_svg(timeline(roadmap), ids="a", links=links)
    open_page(browser, tmp_path, page(svg))
    browser.execute_script("document.querySelector('.pm-scroll').focus()")
    seen = []
    for _ in roadmap.items:
        for kind in ("keyDown", "keyUp"):
            browser.execute_cdp_cmd(
                "Input.dispatchKeyEvent",
                {"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9},
            )
        href, outline = browser.execute_script(
            "const e = document.activeElement;"
            "return [e.getAttribute('href'), getComputedStyle(e).outlineStyle]"
        )
        assert outline == "solid"
        seen.append(href)
    assert sorted(seen) == sorted(links.values())
