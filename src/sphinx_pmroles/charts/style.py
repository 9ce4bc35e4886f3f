"""The look of charts: one table that the style sheet, SVG files and TikZ are made of.

A :class:`Token` is a colour with a light and a dark value.  A :class:`Style` says what
a shape is painted with; a shape names one or several of them, the later refining the
earlier.  Text has at least 4.5:1 and every edge and glyph at least 3:1 against what is
around it in both palettes (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple, Self


class Token(StrEnum):
    """The colours, by their use: a page has each as the CSS property ``--pm-`` name."""

    means: str

    INK = "ink", "Text; on web pages the colour that the theme gives to text."
    MUTED = "muted", "Text of less weight: notes, legends, names of months."
    BAND = "band", "The ground of lanes, groups of rows and boxes."
    SURFACE = "surface", "The ground of cards, and of bars without a status."
    GRID = "grid", "Lines of the calendar, and between rows."
    GRID_STRONG = "grid-2", "The stronger of these lines."
    PLANNED = "planned", "What is planned, and stages that are not the current one."
    EDGE = "edge", "Edges, where no other colour is named, and dependencies."
    PROGRESS = "progress", "What is in progress, and the letter of who does the work."
    PROGRESS_EDGE = "progress-edge", "The edge of the same, and the part that is done."
    BLOCKED = "blocked", "What is blocked."
    BLOCKED_EDGE = "blocked-edge", "The edge of the same."
    DONE = "done", "What is done."
    DONE_EDGE = "done-edge", "The edge of the same."
    ON_TRACK = "on-track", "The sign and the word *on track*."
    AT_RISK = "at-risk", "The sign and the words *at risk*, and gates."
    OFF_TRACK = "off-track", "The sign and the words *off track*, and what is too late."
    TODAY = "today", "The line that says today."
    ACCENT = "accent", "The letter of the owner, the current stage, and what has focus."
    ON_COLOUR = "on", "Text on the two colours before."

    def __new__(cls, name: str, means: str) -> Self:
        """Return the colour, with what it is for."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.means = means
        return member


#: Each colour on a light page and on a dark one.
PALETTE: Final[dict[Token, tuple[str, str]]] = {
    # On a dark page, the least light text of the themes that we know: furo's.
    Token.INK: ("#222222", "#cfd0d0"),
    Token.MUTED: ("#525c69", "#a9b3bf"),
    Token.BAND: ("#f8f9fb", "#1f252d"),
    Token.SURFACE: ("#ffffff", "#14181d"),
    Token.GRID: ("#e1e6ec", "#313a45"),
    Token.GRID_STRONG: ("#c2cad4", "#4c5865"),
    Token.PLANNED: ("#e6eaf0", "#2d3642"),
    Token.EDGE: ("#66758a", "#93a1b3"),
    Token.PROGRESS: ("#dceafe", "#1c3352"),
    Token.PROGRESS_EDGE: ("#1f62c8", "#6aa6ff"),
    Token.BLOCKED: ("#fdebdd", "#311c10"),
    Token.BLOCKED_EDGE: ("#b04a0c", "#dc8448"),
    Token.DONE: ("#d9f0e0", "#163426"),
    Token.DONE_EDGE: ("#1d7440", "#56bf80"),
    Token.ON_TRACK: ("#17763b", "#4fc77d"),
    Token.AT_RISK: ("#9a5b00", "#f3b33d"),
    Token.OFF_TRACK: ("#c02626", "#ff8077"),
    Token.TODAY: ("#7b2fa5", "#cf9bf0"),
    Token.ACCENT: ("#1f5fc0", "#7db0ff"),
    Token.ON_COLOUR: ("#ffffff", "#0c1726"),
}


def light(token: Token) -> str:
    """Return the colour of *token* on a light page, such as ``#222222``."""
    return PALETTE[token][0]


class Style(NamedTuple):
    """What a shape is painted with; ``None`` and 0 leave a thing as it is.

    *width* and *dash* are those of the outline, *size* that of the font, in px;
    *halo* is the colour behind a text that lines may cross.
    """

    fill: Token | None = None
    stroke: Token | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()
    opacity: float = 0.0
    size: float = 0.0
    bold: bool = False
    halo: Token | None = None


#: The height of a bar, in px: patterns are lines as broad as a bar is high.
BAR: Final = 22.0
#: The sizes of text, in px: nothing is smaller than 12 px, however narrow the screen.
LABEL, SMALL, HEADING = 12.0, 12.0, 14.0

_STATUSES: Final = {
    "plain": (Token.SURFACE, Token.EDGE),
    "planned": (Token.PLANNED, Token.EDGE),
    "progress": (Token.PROGRESS, Token.PROGRESS_EDGE),
    "blocked": (Token.BLOCKED, Token.BLOCKED_EDGE),
    "done": (Token.DONE, Token.DONE_EDGE),
    "dropped": (Token.BAND, Token.EDGE),
}


def _status_styles() -> dict[str, Style]:
    """Return the bar of each status, its part that is done, and its soft end."""
    styles: dict[str, Style] = {}
    for name, (fill, edge) in _STATUSES.items():
        styles[name] = Style(fill=fill, stroke=edge)
        styles[f"{name}-part"] = Style(fill=edge)
        styles[f"{name}-soft"] = Style(stroke=edge)
    return styles


STYLES: Final[dict[str, Style]] = {
    "band": Style(fill=Token.BAND),
    "grid": Style(stroke=Token.GRID, width=1),
    "grid-2": Style(stroke=Token.GRID_STRONG, width=1),
    **_status_styles(),
    "part": Style(opacity=0.28),
    # Stripes that thin out: a line as broad as the bar is high, drawn outwards.
    "soft": Style(width=BAR, dash=(2, 2.5, 1.5, 3, 1, 99)),
    "soft-key": Style(width=12),
    "low": Style(dash=(4, 2.5)),
    "cap": Style(fill=Token.PROGRESS_EDGE),
    "hatch": Style(
        stroke=Token.BLOCKED_EDGE, width=BAR - 1.2, dash=(2, 5), opacity=0.22
    ),
    "hatch-key": Style(width=11),
    "ghost": Style(stroke=Token.EDGE, width=3),
    "on-track": Style(fill=Token.ON_TRACK, stroke=Token.SURFACE, width=0.8),
    "at-risk": Style(fill=Token.AT_RISK, stroke=Token.SURFACE, width=0.8),
    "off-track": Style(fill=Token.OFF_TRACK, stroke=Token.SURFACE, width=0.8),
    "tick": Style(stroke=Token.DONE_EDGE, width=2),
    "pause": Style(stroke=Token.BLOCKED_EDGE, width=8, dash=(2.5, 2.5)),
    "cross": Style(stroke=Token.EDGE, width=1.8),
    "today": Style(stroke=Token.TODAY, width=1.5),
    "today-box": Style(fill=Token.TODAY),
    "dep": Style(stroke=Token.EDGE, width=1.1),
    "dep-head": Style(fill=Token.EDGE),
    "late": Style(stroke=Token.OFF_TRACK, width=1.3, dash=(4, 3)),
    "late-head": Style(fill=Token.OFF_TRACK),
    "stage": Style(fill=Token.PLANNED, stroke=Token.EDGE, width=1),
    "stage-now": Style(fill=Token.ACCENT, stroke=Token.ACCENT, width=1),
    "gate": Style(fill=Token.SURFACE, stroke=Token.AT_RISK, width=1.6),
    "marker": Style(fill=Token.ACCENT),
    "label": Style(fill=Token.INK, size=LABEL),
    "halo": Style(halo=Token.BAND),
    "halo-hatch": Style(halo=Token.BLOCKED),
    "struck": Style(fill=Token.MUTED),
    # Not a decoration of the text: browsers paint its halo over the letters.
    "strike": Style(stroke=Token.MUTED, width=1),
    "slip": Style(fill=Token.MUTED, size=SMALL),
    "slip-late": Style(fill=Token.OFF_TRACK, size=SMALL, bold=True),
    "axis": Style(fill=Token.MUTED, size=SMALL),
    "axis-2": Style(fill=Token.INK, size=SMALL, bold=True),
    "lane-name": Style(fill=Token.INK, size=HEADING, bold=True),
    "today-text": Style(fill=Token.ON_COLOUR, size=SMALL, bold=True),
    "stage-text": Style(fill=Token.INK, size=LABEL),
    "bold": Style(bold=True),
    "now-text": Style(fill=Token.ON_COLOUR, size=LABEL, bold=True),
    "marker-text": Style(fill=Token.INK, size=SMALL, bold=True),
}

#: The width of an outline whose style says nothing of it, in px.
OUTLINE: Final = 1.2
#: Fonts with the advance widths that the layout counts on, then any sans serif.
FONTS: Final = "Arial,'Liberation Sans',Arimo,Helvetica,sans-serif"


def style_of(names: str) -> Style:
    """Return what the styles in *names*, split by spaces, come to together."""
    found = _MERGED.get(names)
    if found is None:
        found = _MERGED[names] = _merge(names.split())
    return found


_MERGED: dict[str, Style] = dict(STYLES)


def _merge(names: list[str]) -> Style:
    merged = Style()
    for name in names:
        style = STYLES[name]
        merged = Style(
            fill=style.fill or merged.fill,
            stroke=style.stroke or merged.stroke,
            width=style.width or merged.width,
            dash=style.dash or merged.dash,
            opacity=style.opacity or merged.opacity,
            size=style.size or merged.size,
            bold=style.bold or merged.bold,
            halo=style.halo or merged.halo,
        )
    return merged


def css_rule(name: str, *, literal: bool = False) -> str:
    """Return the CSS rule of one style, in light colours if *literal*."""
    style = STYLES[name]

    def colour(token: Token) -> str:
        return light(token) if literal else f"var(--pm-{token})"

    says: list[str] = []
    if style.fill:
        says.append(f"fill:{colour(style.fill)}")
    if style.stroke:
        says.append(f"stroke:{colour(style.stroke)}")
    if style.width:
        says.append(f"stroke-width:{_short_number(style.width)}")
    if style.dash:
        says.append("stroke-dasharray:" + " ".join(f"{d:g}" for d in style.dash))
    if style.opacity:
        says.append(f"opacity:{_short_number(style.opacity)}")
    if style.size not in (0, LABEL):
        says.append(f"font-size:{style.size:g}px")
    if style.bold:
        says.append("font-weight:700")
    if style.halo:
        says.append(f"stroke:{colour(style.halo)}")
        says.append("stroke-width:3px;paint-order:stroke")
    return f".pm-c-{name}{{{';'.join(says)}}}"


def css_root() -> str:
    """Return the CSS of what every shape inherits."""
    return (
        f".pm-svg{{fill:none;stroke-width:{OUTLINE:g};"
        f"font-family:{FONTS};font-size:{LABEL:g}px}}"
        ".pm-svg text{white-space:pre}"
    )


def css_tokens(*, dark: bool) -> str:
    """Return the declarations of all colours of a page in one palette.

    Text is not among them: it takes the colour that the theme gives to text.
    """
    return ";".join(
        f"--pm-{token}:{_short(values[dark])}"
        for token, values in PALETTE.items()
        if token is not Token.INK
    )


def _short_number(number: float) -> str:
    """Return ``.5`` for 0.5."""
    return f"{number:g}".removeprefix("0") or "0"


def _short(colour: str) -> str:
    """Return ``#abc`` for ``#aabbcc``."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:]
    if all(pair[0] == pair[1] for pair in (red, green, blue)):
        return f"#{red[0]}{green[0]}{blue[0]}"
    return colour


def style_sheet() -> str:
    """Return the part of ``pmroles.css`` that this table decides, for a page."""
    dark = f"{{{css_tokens(dark=True)}}}"
    ink = _short(light(Token.INK))
    theme = (
        "var(--color-foreground-primary,"
        f"var(--pst-color-text-base,var(--sy-c-text,{ink})))"
    )
    lines = [
        f"{_ours()}{{--pm-ink:{theme};{css_tokens(dark=False)}}}",
        # Print is always light: the dark palettes are for screens alone.
        f"@media screen{{{_ours(_DARK)}{dark}}}",
        f"@media screen and (prefers-color-scheme:dark){{{_ours(_AUTO)}{dark}}}",
        f"@media print{{{_ours()}{{--pm-ink:{ink}}}}}",
        css_root(),
        *_joined(css_rule(name) for name in STYLES),
    ]
    return "\n".join(lines) + "\n"


def _joined(rules: Iterable[str]) -> Iterator[str]:
    """Yield *rules* with each declaration said once, for all that say it."""
    selectors: dict[str, list[str]] = {}
    for rule in rules:
        selector, says = rule.removesuffix("}").split("{")
        for declaration in says.split(";") if says else ():
            selectors.setdefault(declaration, []).append(selector)
    declarations: dict[tuple[str, ...], list[str]] = {}
    for declaration, alike in selectors.items():
        declarations.setdefault(tuple(alike), []).append(declaration)
    for together, shared in declarations.items():
        yield f"{','.join(together)}{{{';'.join(shared)}}}"


#: The themes that are dark now: furo, pydata and book; shibuya.
_DARK: Final = ("[data-theme=dark] ", "html.dark ")
#: Furo, where it follows the system.  Others that do so say dark or light themselves,
#: and alabaster and Read the Docs are light whatever the system prefers.
_AUTO: Final = ("body[data-theme=auto] ",)


def _ours(inside: tuple[str, ...] = ("",)) -> str:
    """Return our selector *inside* what says so, spelt out: EPUB's CSS is old."""
    return ",".join(f"{theme}.pm" for theme in inside)
