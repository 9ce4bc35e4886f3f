r"""Scenes as TikZ, for LaTeX: vectors, selectable text, the fonts of the document.

The picture is as wide as the line but never wider than it would be on a screen.  Each
px is a ``\pmpx``, so that text grows and shrinks with the drawing.  Only ``tikz``,
``graphicx`` and ``hyperref`` are needed, which Sphinx loads but for the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias
from urllib.parse import quote

from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Group,
    Line,
    Point,
    Polygon,
    Rect,
    Scene,
    Text,
)
from sphinx_pmroles.charts.style import OUTLINE, Style, Token, light, style_of

#: How every special character is written so that any font encoding shows it, and no
#: babel shorthand or ligature takes it for its own.
_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    # The arrows that charts print: pdfLaTeX knows them by name alone.
    "→": r"\textrightarrow{}",
    "←": r"\textleftarrow{}",
    "\xa0": "~",
}
_ESCAPED: Final = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
#: Two hyphens would become a dash; braces alone do not part them for XeTeX.
_HYPHENS: Final = re.compile("-(?=-)")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: A label is put between braces unescaped, so only plain ones are.
_SAFE_LABEL: Final = re.compile(r"[^\\{}%#$^&~\x00-\x1f]+")

#: Left, top, width and height.
_Box: TypeAlias = tuple[float, float, float, float]

#: \pmfit{width}{text} squeezes a text only if the document's font is so wide that it
#: would leave its room.  \pmlink{link}{width}{height} is an invisible link: XeTeX
#: makes links of letters alone, so there it is two spaces, as far apart and as high.
#: "\sbox" keeps the colour of the text inside: LuaTeX would set all that follows in it.
_MACROS: Final = r"""\def\pmfit#1#2{\sbox0{#2}%
\ifdim\wd0>#1\relax\resizebox{#1}{\height}{\usebox0}\else\usebox0\fi}%
\def\pmlink#1#2#3{#1{\ifdefined\XeTeXversion
\fontsize{#3}{#3}\selectfont\lower.35\dimexpr#3\relax
\hbox to#2{\char32\hfil\char32}%
\else\vbox to#3{\vss\hbox to#2{\hss}}\fi}}%
"""


def to_tikz(scene: Scene, *, links: Mapping[str, str]) -> str:
    r"""Return *scene* as a ``tikzpicture``.

    *links* maps the link keys of groups to names of LaTeX labels, or to URLs, which
    the groups' texts and first shapes then lead to.
    """
    used = sorted(_styles_in(scene.elements))
    colours = "".join(
        rf"\definecolor{{pm-{token}}}{{HTML}}{{{light(token)[1:].upper()}}}%" + "\n"
        for token in Token
    )
    styles = ",%\n".join(_tikz_style(names) for names in used)
    body = "\n".join(_print(scene.elements, links, ""))
    width, height = _number(scene.width), _number(scene.height)
    return (
        "\\begingroup\\parindent=0pt\n"
        "\\ifdefined\\pmpx\\else\\newdimen\\pmpx\\fi\n"
        "\\pmpx=\\dimexpr\\linewidth/" + f"{scene.width:.0f}\\relax\n"
        "\\ifdim\\pmpx>0.75bp\\pmpx=0.75bp\\fi\n"
        f"{_MACROS}{colours}"
        "\\begin{tikzpicture}[x=\\pmpx,y=-\\pmpx,line cap=butt,line join=round,\n"
        f"line width={_px(OUTLINE)},\n"
        f"every node/.style={{inner sep=0pt,outer sep=0pt}},%\n{styles}]\n"
        f"\\useasboundingbox (0,0) rectangle ({width},{height});\n"
        f"{body}\n\\end{{tikzpicture}}\\par\\endgroup\n"
    )


def escape_tex(text: str) -> str:
    r"""Return *text* as LaTeX that prints it and does nothing else.

    >>> escape_tex(r"\input{a} 5%")
    '\\textbackslash{}input\\{a\\} 5\\%'
    """
    plain = _UNPRINTABLE.sub(" ", text)
    escaped = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], plain)
    return _HYPHENS.sub(r"-\\kern0pt{}", escaped)


def _print(
    elements: tuple[Element, ...], links: Mapping[str, str], link: str
) -> Iterator[str]:
    """Yield the commands of *elements*, which are a *link* if there is one."""
    covered = False
    for element in elements:
        match element:
            case Rect(x, y, width, height):
                corners = (
                    f",rounded corners={_px(element.radius)}" if element.radius else ""
                )
                yield (
                    rf"\path[{_key(element.style)}{corners}] {_at((x, y))} rectangle "
                    f"{_at((x + width, y + height))};"
                )
                if link and not covered:
                    yield _cover((x, y, width, height), link)
                    covered = True
            case Polygon(points):
                yield rf"\path[{_key(element.style)}] {_run(points)} -- cycle;"
                if link and not covered:
                    yield _cover(_extent(points), link)
                    covered = True
            case Line(points):
                yield rf"\path[{_key(element.style)}] {_run(points)};"
            case Text():
                yield _text(element, link)
            case Group():
                to = links.get(element.link) if element.link is not None else None
                yield from _print(element.children, links, _link(to or "") or link)


def _link(to: str) -> str:
    r"""Return the command that makes its argument a link; nothing if there is none.

    >>> _link("page:anchor"), _link("https://example.org/a#b")
    ('\\hyperref[page:anchor]', '\\href{https://example.org/a\\#b}')
    """
    if "://" in to:
        # TeX reads it before hyperref does: what it takes for its own is escaped.
        plain = quote(to, safe="/:?=.#%&+@,;()!*-").replace("~", "%7E")
        return rf"\href{{{re.sub('[#%&]', lambda m: chr(92) + m[0], plain)}}}"
    return rf"\hyperref[{to}]" if _SAFE_LABEL.fullmatch(to) else ""


def _text(text: Text, link: str) -> str:
    style = style_of(text.style)
    said = escape_tex(text.text)
    colour = rf"\color{{pm-{style.fill or Token.INK}}}"
    bold = r"\bfseries" if style.bold else ""
    fitted = rf"\pmfit{{{_px(text.width)}}}{{{bold}{colour}{said}}}"
    if link:
        fitted = f"{link}{{{fitted}}}"
    side = {Anchor.START: "base west", Anchor.MIDDLE: "base", Anchor.END: "base east"}
    halo = f",fill=pm-{style.halo},inner xsep=1pt,inner ysep=.5pt" if style.halo else ""
    # The halo's margin must not move the text that it surrounds.
    shift = {Anchor.START: ",xshift=-1pt", Anchor.END: ",xshift=1pt"}.get(
        text.anchor, ""
    )
    size = f"\\fontsize{{{_px(style.size)}}}{{{_px(style.size * 1.2)}}}\\selectfont"
    return (
        rf"\node[anchor={side[text.anchor]}{halo}{shift if halo else ''},font={size}]"
        f" at {_at((text.x, text.y))} {{{fitted}}};"
    )


def _cover(box: _Box, link: str) -> str:
    """Return an invisible box over a shape, which is a *link*."""
    x, y, width, height = box
    middle = _at((x + width / 2, y + height / 2))
    return rf"\node at {middle} {{\pmlink{{{link}}}{{{_px(width)}}}{{{_px(height)}}}}};"


def _extent(points: tuple[Point, ...]) -> _Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _styles_in(elements: tuple[Element, ...]) -> set[str]:
    """Return the styles of all shapes but texts, whose style is written with them."""
    found: set[str] = set()
    for element in elements:
        match element:
            case Group():
                found |= _styles_in(element.children)
            case Text():
                pass
            case _:
                found.add(element.style)
    return found


def _tikz_style(names: str) -> str:
    style: Style = style_of(names)
    says = []
    if style.fill:
        says.append(f"fill=pm-{style.fill}")
    if style.stroke:
        says.append(f"draw=pm-{style.stroke}")
    if style.width:
        says.append(f"line width={_px(style.width)}")
    if style.dash:
        # TikZ wants pairs of on and off, as CSS has them already.
        words = ("on", "off")
        pattern = " ".join(f"{words[n % 2]} {_px(d)}" for n, d in enumerate(style.dash))
        says.append(f"dash pattern={pattern}")
    if style.opacity:
        says.append(f"opacity={style.opacity:g}")
    return f"{_key(names)}/.style={{{','.join(says)}}}"


def _key(names: str) -> str:
    return "pm " + names.replace("-", " ")


def _run(points: tuple[Point, ...]) -> str:
    return " -- ".join(map(_at, points))


def _at(point: Point) -> str:
    return f"({_number(point[0])},{_number(point[1])})"


def _px(length: float) -> str:
    return f"{_number(length)}\\pmpx"


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
