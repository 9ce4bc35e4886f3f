"""The legend of a timeline: only what the timeline uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sphinx_pmroles.charts.glyphs import diamond, health_glyph, status_glyph
from sphinx_pmroles.charts.scene import Element, Line, Polygon, Rect, Text
from sphinx_pmroles.charts.states import (
    STATUS_STYLE,
    has_low_confidence,
    is_rough,
    slip_days,
)
from sphinx_pmroles.charts.style import SMALL
from sphinx_pmroles.charts.text_width import text_width
from sphinx_pmroles.model.roadmap import Health, Item, Status

_ROW = 20.0
_ABOVE = 10.0
_BELOW = 4.0
_SWATCH = 22.0
_GAP = 16.0

#: Draws the sign of an entry with its left end at x, about the height y.
_Sign = Callable[[float, float], Iterator[Element]]


class _Entry(NamedTuple):
    word: str
    sign: _Sign
    sign_width: float

    @property
    def width(self) -> float:
        # As much room as for text elsewhere in the chart, for other fonts.
        return self.sign_width + 6 + text_width(self.word, SMALL) * 1.03 + 1


class Legend:
    """The signs of a roadmap's timeline and their words."""

    def __init__(
        self,
        items: Sequence[Item],
        words: Callable[[str], str],
        arrows: Sequence[tuple[Item, Item]],
        *,
        is_cut: bool = False,
    ) -> None:
        self.arrows = tuple(arrows)
        self._entries = tuple(_entries(items, words, self.arrows, is_cut=is_cut))

    def height(self, width: float) -> float:
        """Return the height of the legend of a chart *width* px wide."""
        rows = {y for _, _, y in self._flow(12.0, width - 12.0, 0.0)}
        return _ABOVE + _ROW * len(rows) + _BELOW if rows else _BELOW

    def draw(self, left: float, right: float, top: float) -> Iterator[Element]:
        """Yield the legend between *left* and *right*, under the height *top*."""
        for entry, x, y in self._flow(left, right, top + _ABOVE + _ROW / 2):
            yield from entry.sign(x, y)
            text_x = x + entry.sign_width + 6
            room = entry.width - entry.sign_width - 6
            yield Text(text_x, y + 4, entry.word, "axis", room)

    def _flow(
        self, left: float, right: float, top: float
    ) -> Iterator[tuple[_Entry, float, float]]:
        """Yield each entry with its place: in lines from *left* to *right*."""
        x, y = left, top
        for entry in self._entries:
            if x > left and x + entry.width > right:
                x, y = left, y + _ROW
            yield entry, x, y
            x += entry.width + _GAP


def _entries(
    items: Sequence[Item],
    words: Callable[[str], str],
    arrows: Sequence[tuple[Item, Item]],
    *,
    is_cut: bool,
) -> Iterator[_Entry]:
    """Yield an entry for each sign that is used; *is_cut* says if bars are cut off."""
    statuses = {item.status for item in items}
    healths = {item.health for item in items}
    for status in Status:
        if status in statuses:
            yield _Entry(words(str(status)), _status_sign(status), _SWATCH)
    for health in Health:
        if health in healths:
            yield _Entry(words(str(health)), _health_sign(health), 10)
    dated = [item for item in items if item.period.first]
    violated = [then.starts_too_early(first) for first, then in arrows]
    others: tuple[tuple[str, bool, _Sign], ...] = (
        ("progress", any(map(_shows_progress, dated)), _progress),
        ("milestone", any(item.period.is_milestone for item in dated), _milestone),
        ("low confidence", any(map(has_low_confidence, items)), _low),
        (
            "roughly known date",
            any(True in is_rough(item.period) for item in dated),
            _soft,
        ),
        ("continues beyond", is_cut, _going_on),
        ("baseline", any(slip_days(item) for item in dated), _ghost),
        ("depends on", not all(violated), _dependency("dep")),
        ("starts too early", any(violated), _dependency("late")),
    )
    for word, is_used, sign in others:
        if is_used:
            yield _Entry(words(word), sign, _SWATCH)


def _shows_progress(item: Item) -> bool:
    is_bar = not item.period.is_milestone
    return is_bar and bool(item.progress) and item.status is not Status.DONE


def _status_sign(status: Status) -> _Sign:
    def sign(x: float, y: float) -> Iterator[Element]:
        yield Rect(x, y - 6, _SWATCH, 12, STATUS_STYLE[status], 3)
        if status is Status.BLOCKED:
            yield Line(((x + 2, y), (x + _SWATCH - 1, y)), "hatch hatch-key")
        if status is Status.IN_PROGRESS:
            yield Rect(x, y - 6, 4, 12, "cap", 2)
        glyph = status_glyph(status, x + 6, y)
        if glyph is not None:
            yield glyph

    return sign


def _health_sign(health: Health) -> _Sign:
    def sign(x: float, y: float) -> Iterator[Element]:
        yield health_glyph(health, x, y)

    return sign


def _progress(x: float, y: float) -> Iterator[Element]:
    yield Rect(x, y - 6, _SWATCH, 12, "progress", 3)
    yield Rect(x + 0.6, y - 5.4, 12, 10.8, "part progress-part", 2.4)


def _milestone(x: float, y: float) -> Iterator[Element]:
    yield Polygon(diamond(x + 11, y, 7), "plain")


def _low(x: float, y: float) -> Iterator[Element]:
    yield Rect(x, y - 6, _SWATCH, 12, "plain low", 3)


def _soft(x: float, y: float) -> Iterator[Element]:
    yield Rect(x, y - 6, 9.5, 12, "planned", 3)
    yield Line(((x + 12, y), (x + _SWATCH, y)), "soft soft-key planned-soft")


def _going_on(x: float, y: float) -> Iterator[Element]:
    end = x + _SWATCH
    corners = ((x, y - 6), (end - 5, y - 6), (end, y), (end - 5, y + 6), (x, y + 6))
    yield Polygon(corners, "plain")


def _ghost(x: float, y: float) -> Iterator[Element]:
    yield Line(((x, y), (x + _SWATCH, y)), "ghost")


def _dependency(style: str) -> _Sign:
    def sign(x: float, y: float) -> Iterator[Element]:
        end = x + _SWATCH
        yield Line(((x, y), (end - 5, y)), style)
        yield Polygon(((end, y), (end - 5, y - 3), (end - 5, y + 3)), f"{style}-head")

    return sign
