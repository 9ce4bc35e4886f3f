"""Scenes as SVG: inline in a page, where it follows the theme, or as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Final

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
from sphinx_pmroles.charts.style import STYLES, Token, css_root, css_rule, light
from sphinx_pmroles.charts.text_width import runs_to_the_left
from sphinx_pmroles.model.link import is_safe

#: What XML 1.0 does not allow, and the controls that it allows and nobody can see.
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def to_svg(
    scene: Scene,
    *,
    ids: str,
    links: Mapping[str, str],
    numbers: Mapping[str, int] | None = None,
    standalone: bool = False,
) -> str:
    """Return *scene* as an SVG element, or as a file if *standalone*.

    *ids* begins the element ids and must be unique on the page.  *links* maps the
    link keys of groups to URLs; a group without one is drawn without a link, and so
    is one whose URL is neither relative nor http, https or mailto.  *numbers* maps
    them to the numbers by which a script finds the groups, and what joins them.

    Inline, colours are custom properties of the page's style sheet.  A file brings
    its own style, in the light colours.
    """
    printer = _Printer(links, numbers or {}, "xlink:href" if standalone else "href")
    printer.print(scene.elements)
    body = "".join(printer.parts)
    prefix = escape(_plain(ids))
    # An image has no insides for assistive technology: links need a group.
    role = "group" if printer.has_links else "img"
    width, height = _number(scene.width), _number(scene.height)
    folds = f' data-pm-folds="[{_folds(scene, numbers)}]"' if numbers else ""
    head = (
        f'class="pm-svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="{role}"{folds}'
        f' aria-labelledby="{prefix}-t {prefix}-d">'
        f'<title id="{prefix}-t">{escape(_plain(scene.title))}</title>'
        f'<desc id="{prefix}-d">{escape(_plain(scene.description))}</desc>'
    )
    if not standalone:
        return f"<svg {head}{body}</svg>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink" {head}'
        f"<style>{_style_sheet(_styles_in(scene.elements))}</style>{body}</svg>\n"
    )


class _Printer:
    """One scene on its way to SVG, which is all of *parts*."""

    def __init__(
        self, links: Mapping[str, str], numbers: Mapping[str, int], href: str
    ) -> None:
        self.links = links
        self.numbers = numbers
        self.href = href
        self.has_links = False
        self.parts: list[str] = []

    def print(self, elements: tuple[Element, ...]) -> None:
        """Print *elements*: lines of one style that follow each other are one shape."""
        write = self.parts.append
        lines: list[Line] = []
        for element in elements:
            if isinstance(element, Line):
                if lines and element.style != lines[0].style:
                    write(_lines(lines))
                    lines = []
                lines.append(element)
                continue
            if lines:
                write(_lines(lines))
                lines = []
            match element:
                case Rect():
                    write(_rect(element))
                case Text():
                    write(_text(element))
                case Polygon():
                    write(_shape(element.style, f"{_path(element.points)}Z"))
                case Group():
                    self.group(element)
        if lines:
            write(_lines(lines))

    def group(self, group: Group) -> None:
        """Print a group: one with a link that is safe is a link."""
        write = self.parts.append
        url = self.links.get(group.link) if group.link is not None else None
        if url is not None and not is_safe(url):
            url = None
        said = f' class="{_classes(group.style)}"' if group.style else ""
        keys = group.joins or (group.link or "",)
        numbers = [str(self.numbers[key]) for key in keys if key in self.numbers]
        if numbers:
            said += f' data-pm="{" ".join(numbers)}"'
        if group.joins and not (numbers or url or group.tooltip):
            self.print(group.children)
            return
        if url is None:
            write(f"<g{said}>")
        else:
            self.has_links = True
            write(f'<a{said} {self.href}="{escape(_plain(url))}">')
        if group.tooltip:
            write(f"<title>{escape(_plain(group.tooltip), quote=False)}</title>")
        self.print(group.children)
        write("</g>" if url is None else "</a>")


def _folds(scene: Scene, numbers: Mapping[str, int]) -> str:
    """Return the folds as lists: top, bottom, and the numbers of what is in them."""
    return ",".join(
        f"[{_number(fold.top)},{_number(fold.bottom)}"
        + "".join([f",{numbers[key]}" for key in fold.keys if key in numbers])
        + "]"
        for fold in scene.folds
    )


def _lines(lines: list[Line]) -> str:
    """Return lines of one style as one shape."""
    return _shape(lines[0].style, "".join([_path(line.points) for line in lines]))


def _rect(rect: Rect) -> str:
    rounded = f' rx="{_number(rect.radius)}"' if rect.radius else ""
    return (
        f'<rect class="{_classes(rect.style)}" x="{_number(rect.x)}"'
        f' y="{_number(rect.y)}" width="{_number(rect.width)}"'
        f' height="{_number(rect.height)}"{rounded}/>'
    )


def _shape(style: str, path: str) -> str:
    return f'<path class="{_classes(style)}" d="{path}"/>'


_TURNED: Final = {
    Anchor.START: Anchor.END,
    Anchor.MIDDLE: Anchor.MIDDLE,
    Anchor.END: Anchor.START,
}


def _text(text: Text) -> str:
    anchor, direction = text.anchor, ""
    if runs_to_the_left(text.text):
        # No CSS, which EPUB forbids to say it; such a text starts at its right end.
        anchor, direction = _TURNED[anchor], ' direction="rtl"'
    where = "" if anchor is Anchor.START else f' text-anchor="{anchor}"'
    said = escape(_plain(text.text), quote=False)
    return (
        f'<text class="{_classes(text.style)}" x="{_number(text.x)}"'
        f' y="{_number(text.y)}"{where}{direction}>{said}</text>'
    )


def _path(points: tuple[Point, ...]) -> str:
    """Return path data: straight runs need only the coordinate that changes."""
    parts: list[str] = []
    before_x = before_y = ""
    for x, y in points:
        to_x, to_y = _number(x), _number(y)
        if not parts:
            parts.append(f"M{to_x} {to_y}")
        elif to_y == before_y:
            parts.append(f"H{to_x}")
        elif to_x == before_x:
            parts.append(f"V{to_y}")
        else:
            parts.append(f"L{to_x} {to_y}")
        before_x, before_y = to_x, to_y
    return "".join(parts)


# Rows and columns share their places, bars their heights.
@lru_cache(maxsize=4096)
def _number(value: float) -> str:
    """Return a length to a tenth of a px, as short as can be."""
    text = f"{value:.1f}"
    if text[-1] == "0":
        text = text[:-2]
    return "0" if text == "-0" else text


def _plain(text: str) -> str:
    return text if text.isprintable() else _UNPRINTABLE.sub("", text)


@lru_cache(maxsize=256)
def _classes(styles: str) -> str:
    return " ".join(f"pm-c-{name}" for name in styles.split())


def _styles_in(elements: tuple[Element, ...]) -> set[str]:
    found: set[str] = set()
    for element in elements:
        found.update(element.style.split())
        if isinstance(element, Group):
            found |= _styles_in(element.children)
    return found


def _style_sheet(used: set[str]) -> str:
    """Return the rules of the styles in use, in the light colours."""
    rules = "".join(css_rule(name, literal=True) for name in STYLES if name in used)
    return f"{css_root()}.pm-svg{{background:{light(Token.SURFACE)}}}{rules}"
