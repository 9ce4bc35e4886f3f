"""The look: contrasts, and the style sheet that is made of the same table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sphinx_pmroles
from sphinx_pmroles.charts.style import (
    PALETTE,
    STYLES,
    Token,
    css_rule,
    style_of,
    style_sheet,
)

CSS = Path(sphinx_pmroles.__file__).parent / "extension" / "static" / "pmroles.css"
PALETTES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
STATUSES = ("plain", "planned", "progress", "blocked", "done", "dropped")
Colour = tuple[float, float, float]


def rgb(token: Token, *, dark: bool) -> Colour:
    value = PALETTE[token][dark]
    red, green, blue = (int(value[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def over(top: Colour, opacity: float, below: Colour) -> Colour:
    red, green, blue = (
        a * opacity + b * (1 - opacity) for a, b in zip(top, below, strict=True)
    )
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2.2."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def grounds(*, dark: bool) -> list[Colour]:
    """Return every colour that a label inside a bar may stand on."""
    found = [rgb(Token.BAND, dark=dark), rgb(Token.SURFACE, dark=dark)]
    for status in STATUSES:
        style = STYLES[status]
        assert style.fill
        assert style.stroke
        fill, edge = rgb(style.fill, dark=dark), rgb(style.stroke, dark=dark)
        found += [fill, over(edge, STYLES["part"].opacity, fill)]
        if status == "blocked":
            hatched = over(edge, STYLES["hatch"].opacity, fill)
            found += [hatched, over(edge, STYLES["part"].opacity, hatched)]
    return found


@PALETTES
def test_palette__text_stands_out_from_every_bar(*, dark: bool) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5:1."""
    ink = rgb(Token.INK, dark=dark)
    assert min(contrast(ink, ground) for ground in grounds(dark=dark)) >= 4.5


@PALETTES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (Token.MUTED, Token.BAND),
        (Token.MUTED, Token.SURFACE),
        (Token.OFF_TRACK, Token.BAND),
        (Token.ON_COLOUR, Token.TODAY),
        (Token.ON_COLOUR, Token.ACCENT),
    ],
)
def test_palette__text_stands_out(text: Token, ground: Token, *, dark: bool) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5:1."""
    assert contrast(rgb(text, dark=dark), rgb(ground, dark=dark)) >= 4.5


@PALETTES
@pytest.mark.parametrize(
    "shape",
    [
        *(STYLES[name].stroke for name in (*STATUSES, "today", "dep", "late", "ghost")),
        *(STYLES[name].fill for name in ("on-track", "at-risk", "off-track")),
        *(STYLES[name].stroke for name in ("gate", "stage", "stage-now")),
    ],
)
def test_palette__edges_and_glyphs_stand_out(shape: Token, *, dark: bool) -> None:
    """WCAG 2.2, success criterion 1.4.11: at least 3:1."""
    colour = rgb(shape, dark=dark)
    for ground in (Token.BAND, Token.SURFACE):
        assert contrast(colour, rgb(ground, dark=dark)) >= 3


@PALETTES
def test_palette__glyphs_stand_out_from_the_bars(*, dark: bool) -> None:
    """WCAG 2.2, success criterion 1.4.11: from the bar or from their own outline."""
    outline = rgb(Token.SURFACE, dark=dark)
    for glyph in (Token.ON_TRACK, Token.AT_RISK, Token.OFF_TRACK):
        colour = rgb(glyph, dark=dark)
        for ground in grounds(dark=dark):
            assert max(contrast(colour, ground), contrast(colour, outline)) >= 3


def test_style_of__lets_the_later_refine_the_earlier() -> None:
    style = style_of("planned low")
    assert style.fill is Token.PLANNED
    assert style.dash == STYLES["low"].dash


def test_styles__dash_in_pairs() -> None:
    """As TikZ wants them."""
    assert all(len(style.dash) % 2 == 0 for style in STYLES.values())


def test_style_sheet__is_what_the_extension_ships() -> None:
    """Failing?  Put what ``style_sheet()`` returns into ``pmroles.css``."""
    assert style_sheet() in CSS.read_text("utf-8")


#: What is refined: a rule that is said once stands where the first that says it does.
REFINED = (
    *("planned low", "soft soft-key planned-soft", "hatch hatch-key"),
    *("part blocked-part", "label halo", "label halo struck", "label halo-hatch"),
    *("slip-late halo", "lane-name halo", "stage-text bold"),
)


@pytest.mark.parametrize("names", [*STYLES, *REFINED])
def test_style_sheet__gives_a_shape_what_its_styles_come_to(names: str) -> None:
    wanted: dict[str, str] = {}
    for name in names.split():
        wanted |= declarations(css_rule(name))
    classes = {f".pm-c-{name}" for name in names.split()}
    found: dict[str, str] = {}
    for line in style_sheet().splitlines():
        if classes & set(line.partition("{")[0].split(",")):
            found |= declarations(line)
    assert found == wanted


def declarations(rule: str) -> dict[str, str]:
    """Return what a CSS rule says, by property."""
    says = rule.partition("{")[2].rstrip("}")
    return dict(each.split(":", 1) for each in says.split(";") if each)


def own_part() -> str:
    """Return the part of the style sheet that is about charts and colours."""
    return CSS.read_text("utf-8").partition("/* == ")[0]


def test_style_sheet__is_small() -> None:
    assert len(own_part()) <= 7000


def test_style_sheet__touches_nothing_that_is_not_ours() -> None:
    plain = re.sub(r"/\*.*?\*/", "", CSS.read_text("utf-8"), flags=re.DOTALL)
    themes = r"(?:\[data-theme=dark\] |html\.dark |body\[data-theme=auto\] )?"
    plain = re.sub(r"@keyframes [\w-]+\{[^{}]*\{[^{}]*\}\}", "", plain)
    plain = re.sub(r"@(?:media|supports)[^{]*\{", "", plain)
    preludes = re.findall(r"([^{}]+)\{", plain)
    assert len(preludes) > 40
    for prelude in preludes:
        # Commas inside parentheses part no selectors.
        flat = re.sub(r"\([^)]*\)", "", prelude)
        for selector in flat.split(","):
            ours = rf"{themes}(?:dl|abbr)?\.pm(-|\b)"
            assert re.match(ours, selector.strip()), selector


def test_shadow__says_on_light_and_on_dark_pages_that_there_is_more() -> None:
    (shade,) = re.findall(r"--pm-shadow:#(\w{4})[;}]", CSS.read_text("utf-8"))
    red, green, blue, opacity = (int(digit, 16) / 15 for digit in shade)
    for page in ((1.0, 1.0, 1.0), (0.07, 0.07, 0.07)):
        assert contrast(over((red, green, blue), opacity, page), page) > 1.5


def test_style_sheet__is_css_that_epub_readers_know() -> None:
    """EPUBCheck's parser, as old readers', knows neither ``:is()`` nor lists in it."""
    assert not re.findall(r":is\(|:where\(|:not\([^)]*,", CSS.read_text("utf-8"))


def test_style_sheet__weighs_no_more_than_12_kb() -> None:
    assert len(CSS.read_bytes()) <= 12_000


def test_style_sheet__is_dark_only_where_the_theme_says_so() -> None:
    sheet = style_sheet()
    band = f"--pm-band:{PALETTE[Token.BAND][True]}"
    lines = [line for line in sheet.splitlines() if band in line]
    assert len(lines) == 2
    assert all(line.startswith("@media screen") for line in lines)
    assert "[data-theme=dark] .pm," in lines[0]
    assert "html.dark .pm{" in lines[0]
    assert "prefers-color-scheme" not in lines[0]
    assert "prefers-color-scheme:dark" in lines[1]
    assert "body[data-theme=auto] .pm{" in lines[1]
