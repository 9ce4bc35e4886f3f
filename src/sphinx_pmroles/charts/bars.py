"""The bars of a timeline: where bar, label and slip stand, and their shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from sphinx_pmroles.charts.axis import Axis
from sphinx_pmroles.charts.glyphs import GLYPH, diamond, health_glyph, status_glyph
from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Line,
    Point,
    Polygon,
    Rect,
    Text,
)
from sphinx_pmroles.charts.states import (
    STATUS_STYLE,
    has_low_confidence,
    has_status_glyph,
    is_rough,
    is_to_the_day,
    slip_days,
)
from sphinx_pmroles.charts.style import BAR, LABEL, SMALL
from sphinx_pmroles.charts.text_width import (
    RESERVE,
    clean,
    shorten,
    text_room,
    text_width,
)
from sphinx_pmroles.model.roadmap import Item, Status

#: The room between a bar and what stands beside it, and that around what is inside.
_BESIDE = 6.0
_INSIDE = 8.0
#: Half of the width of a milestone.
_DIAMOND = 9.0
_CAP = 4.0
#: The least width of a bar, and the width under which its corners are sharper.
_THINNEST = 5.0
_THIN = 9.0
#: How far the tip of a bar that goes on reaches over the edge of what is shown.
TIP: Final = 7.0
#: How much a soft end takes, by the least width of a bar that can spare it.
_SOFT_ENDS = ((44.0, 12.5), (24.0, 7.0))
_STRIPE_GAP = 2.5


class Frame(NamedTuple):
    """What bars are placed in: an axis, and the edges that no label may pass."""

    axis: Axis
    left: float
    right: float
    words: Callable[[str], str]


@dataclass(slots=True)
class Bar:
    """An item on its way into a row: where all that belongs to it stands.

    It takes up the stretch from *left* to *right*; the bar itself is from *begin* to
    *end*.  All are in px.  What lies outside of the axis is cut off: *whole* is from
    where to where the bar would be.
    """

    item: Item
    is_milestone: bool
    begin: float
    end: float
    left: float
    right: float
    whole: tuple[float, float]
    #: The stretch without the soft ends.
    body: tuple[float, float] = (0.0, 0.0)
    label: str = ""
    label_x: float = 0.0
    label_room: float = 0.0
    is_inside: bool = False
    is_over: bool = False
    slip: str = ""
    slip_x: float | None = None
    slip_anchor: Anchor = Anchor.START
    ghost: tuple[float, float] | None = None

    @property
    def cut(self) -> tuple[bool, bool]:
        """Whether the bar goes on before its beginning and after its end."""
        return self.whole[0] < self.begin, self.end < self.whole[1]

    def widen(self, left: float, right: float) -> None:
        """Take up the stretch from *left* to *right*, too."""
        self.left = min(self.left, left)
        self.right = max(self.right, right)


class _Side(IntEnum):
    """Where a label may stand, the best first."""

    INSIDE = 1
    RIGHT = 2
    LEFT = 3
    #: From inside the bar over its end: better than a title that is cut.
    OVER = 4


def place_bar(item: Item, frame: Frame) -> Bar:
    """Return where a dated item, its label, its slip and its baseline stand."""
    axis, start, end = frame.axis, item.period.start, item.period.end
    assert start is not None
    assert end is not None
    is_milestone = item.period.is_milestone
    if is_milestone:
        middle = axis.x(start) + axis.scale / 2
        middle = min(max(middle, frame.left + _DIAMOND), frame.right - _DIAMOND)
        begin, finish = middle - _DIAMOND, middle + _DIAMOND
        whole = (begin, finish)
    else:
        whole = (axis.x(start), axis.x(end) + axis.scale)
        begin, finish = max(whole[0], axis.left), whole[1]
        if end >= axis.end:
            finish = axis.x(axis.last) + axis.scale
            begin = min(begin, finish - _THINNEST)
        finish = max(finish, begin + _THINNEST)
    bar = Bar(item, is_milestone, begin, finish, begin, finish, whole)
    bar.body = _body(bar)
    _add_ghost(bar, frame)
    _add_label(bar, frame)
    return bar


def _add_ghost(bar: Bar, frame: Frame) -> None:
    """Give *bar* its baseline, if its dates were others."""
    axis, item, baseline = frame.axis, bar.item, bar.item.baseline
    if not (baseline.start and baseline.end):
        return
    end = axis.x(baseline.end) + axis.scale
    days = slip_days(item)
    if bar.is_milestone:
        was, now = end - axis.scale / 2, (bar.begin + bar.end) / 2
        bar.ghost = (min(was, now), max(was, now)) if days else None
    elif baseline.is_milestone:
        # Only the end was kept: it began when it begins.
        bar.ghost = (min(bar.begin, end - axis.scale), end) if days else None
    elif (baseline.start, baseline.end) != (item.period.start, item.period.end):
        bar.ghost = (axis.x(baseline.start), end)
    if bar.ghost:
        first = max(bar.ghost[0], frame.left - TIP)
        last = min(bar.ghost[1], frame.right + TIP)
        bar.ghost = (first, last) if first < last else None
    if bar.ghost:
        bar.widen(*bar.ghost)
    if days and is_to_the_day(item):
        sign = "+" if days > 0 else "−"
        bar.slip = frame.words("{days} d").format(days=f"{sign}{abs(days)}")
    elif days and baseline.first == baseline.last:
        # Of a range, the bar below says enough: there is no room for its words.
        bar.slip = planned_before(item, frame.words)


def planned_before(item: Item, words: Callable[[str], str]) -> str:
    """Return when *item* was to be, in words; empty where it is as it was."""
    if not item.baseline.text or item.baseline.text == item.period.text:
        return ""
    return words("was {period}").format(period=clean(item.baseline.text))


def _add_label(bar: Bar, frame: Frame) -> None:
    """Place the label: inside, to the right, to the left, over the end, else cut."""
    title = clean(bar.item.title)
    glyphs = glyphs_width(bar.item)
    slip = text_room(bar.slip, SMALL, bold=True) + _BESIDE if bar.slip else 0.0
    inner_left, inner_right = bar.body
    rooms = _rooms(bar, frame, slip)
    width = text_room(title, LABEL)
    side = _first_side(rooms, width)
    if side is None and slip and slip <= rooms[_Side.INSIDE] + glyphs:
        # The slip moves into the bar, if that saves the label.
        side = _first_side(_rooms(bar, frame, 0.0), width)
        if side is not None:
            bar.slip_x, bar.slip_anchor = inner_right - _INSIDE, Anchor.END
    over = rooms.pop(_Side.OVER)
    # Its glyphs and its first letters are on the bar.
    if side is None and width <= over and rooms[_Side.INSIDE] >= 2 * LABEL:
        side = _Side.OVER
    if side is None:
        side = max(rooms, key=lambda side: rooms[side])
        title = shorten(title, LABEL, (rooms[side] - 1) / RESERVE)
        width = text_room(title, LABEL)
    bar.label, bar.label_room = title, width
    unit = glyphs + width
    bar.is_inside, bar.is_over = side is _Side.INSIDE, side is _Side.OVER
    match side:
        case _Side.RIGHT:
            bar.label_x = bar.end + _BESIDE
        case _Side.LEFT:
            bar.label_x = bar.begin - _BESIDE - unit
        case _:
            bar.label_x = inner_left + _INSIDE
    if not bar.is_inside:
        bar.widen(bar.label_x, bar.label_x + unit)
    if bar.slip and bar.slip_x is None:
        _place_slip(bar, frame, unit, slip)


def _rooms(bar: Bar, frame: Frame, slip: float) -> dict[_Side, float]:
    """Return the room for a label's text on each side, beside a slip so wide."""
    glyphs = glyphs_width(bar.item)
    left, right = bar.body
    inside = 0.0 if bar.is_milestone else right - left - 2 * _INSIDE - glyphs
    beside = bar.begin - _BESIDE - glyphs - frame.left
    # At the right edge of the chart, the slip stands on the left, too.
    if frame.right - bar.end < slip:
        beside -= slip
    return {
        _Side.INSIDE: inside,
        _Side.RIGHT: frame.right - bar.end - _BESIDE - glyphs - slip,
        _Side.LEFT: beside,
        _Side.OVER: 0.0
        if bar.is_milestone
        else frame.right - left - _INSIDE - glyphs - slip,
    }


def _first_side(rooms: dict[_Side, float], width: float) -> _Side | None:
    for side in (_Side.INSIDE, _Side.RIGHT, _Side.LEFT):
        if width <= rooms[side]:
            return side
    return None


def _place_slip(bar: Bar, frame: Frame, unit: float, room: float) -> None:
    """Put the slip to the right of bar and label, else to their left, else inside.

    *unit* is the width of the label with its glyphs.
    """
    before = min(bar.begin, bar.label_x)
    after = max(bar.end, bar.label_x + unit)
    if after + room <= frame.right:
        bar.slip_x = after + _BESIDE
        bar.widen(after, after + room)
    elif before - room >= frame.left:
        bar.slip_x, bar.slip_anchor = before - _BESIDE, Anchor.END
        bar.widen(before - room, before)
    else:
        # The bar is as wide as the chart: the label makes room for the slip.
        right = bar.body[1] - _INSIDE
        bar.slip_x, bar.slip_anchor = right, Anchor.END
        left = bar.label_x + glyphs_width(bar.item)
        bar.label = shorten(bar.label, LABEL, (right - room - left - 1) / RESERVE)
        bar.label_room = text_room(bar.label, LABEL)


def glyphs_width(item: Item) -> float:
    """Return how much room the glyphs before a label take, in px."""
    return GLYPH * ((item.health is not None) + has_status_glyph(item))


def foot_of(bar: Bar, *, at_end: bool) -> float:
    """Return where a line leaves or meets a bar: near its end or its start."""
    if bar.is_milestone:
        return (bar.begin + bar.end) / 2
    left, right = bar.body
    inset = min(7.0, (right - left) / 2)
    return right - inset if at_end else left + inset


def _body(bar: Bar) -> tuple[float, float]:
    """Return the stretch of the bar without its soft ends."""
    if bar.is_milestone:
        return bar.begin, bar.end
    starts, ends = is_rough(bar.item.period)
    is_cut_before, is_cut_after = bar.cut
    width = bar.end - bar.begin
    fade = next((fade for least, fade in _SOFT_ENDS if width >= least), 0.0)
    return (
        bar.begin + fade * (starts and not is_cut_before),
        bar.end - fade * (ends and not is_cut_after),
    )


def bar_shapes(bar: Bar, y: float) -> Iterator[Element]:
    """Yield the shapes of a bar whose upper edge is at *y*, and of its texts."""
    item = bar.item
    name = STATUS_STYLE[item.status]
    style = f"{name} low" if has_low_confidence(item) else name
    if bar.is_milestone:
        middle = (bar.begin + bar.end) / 2
        yield Polygon(diamond(middle, y + BAR / 2, _DIAMOND), style)
        if item.status is Status.IN_PROGRESS:
            yield Polygon(diamond(middle, y + BAR / 2, _CAP), "cap")
    else:
        yield from _body_shapes(bar, y, name, style)
    if bar.ghost:
        yield Line(((bar.ghost[0], y + 25), (bar.ghost[1], y + 25)), "ghost")
    if not (bar.is_inside or bar.is_over) and item.status is Status.DROPPED:
        # On a bar, the lighter ink would not stand out from the progress.
        label_style = "label halo struck"
    elif not bar.is_inside:
        label_style = "label halo"
    elif item.status is Status.BLOCKED:
        label_style = "label halo-hatch"
    else:
        label_style = "label"
    label = (bar.label, bar.label_room)
    yield from label_shapes(item, label, bar.label_x, y, label_style)
    if bar.slip and bar.slip_x is not None:
        if bar.begin < bar.slip_x < bar.end:
            # Red would not stand out from every bar.
            slip_style = "axis-2"
        else:
            slip_style = "slip-late halo" if slip_days(item) > 0 else "slip halo"
        width = text_room(bar.slip, SMALL, bold=True)
        yield Text(bar.slip_x, y + 15, bar.slip, slip_style, width, bar.slip_anchor)


def _body_shapes(bar: Bar, y: float, name: str, style: str) -> Iterator[Element]:
    item = bar.item
    left, right = bar.body
    width = right - left
    middle = y + BAR / 2
    radius = 4.0 if width > _THIN else 2.0
    is_cut_before, is_cut_after = bar.cut
    if is_cut_before or is_cut_after:
        yield Polygon(_tipped(left, right, y, bar.cut, radius), style)
    else:
        yield Rect(left, y, width, BAR, style, radius)
    if item.status is Status.BLOCKED and width > _CAP:
        yield Line(((left + 2, middle), (right - 1, middle)), "hatch")
    if item.progress and item.status is not Status.DONE:
        # Of the whole bar, whatever of it is shown.
        first = bar.whole[0] if is_cut_before else left
        last = bar.whole[1] if is_cut_after else right
        done = max((last - first - 1.2) * item.progress / 100, 1)
        done = min(first + done, right - 1.2) - left
        corner = radius - 0.6
        if done > 0:
            yield Rect(
                left + 0.6, y + 0.6, done, BAR - 1.2, f"part {name}-part", corner
            )
    if item.status is Status.IN_PROGRESS and is_cut_before:
        yield Polygon(((left, y), (left - TIP, middle), (left, y + BAR)), "cap")
    elif item.status is Status.IN_PROGRESS:
        yield Rect(left, y, min(_CAP, width), BAR, "cap", 2)
    soft = f"soft {name}-soft"
    if left > bar.begin:
        yield Line(((left - _STRIPE_GAP, middle), (bar.begin, middle)), soft)
    if right < bar.end:
        yield Line(((right + _STRIPE_GAP, middle), (bar.end, middle)), soft)


def _tipped(
    left: float, right: float, y: float, cut: tuple[bool, bool], radius: float
) -> tuple[Point, ...]:
    """Return the corners of a bar with a tip at each end that is *cut*."""
    top, middle, bottom = y, y + BAR / 2, y + BAR
    r, s = radius, radius * 0.3
    before: tuple[Point, ...] = ((left, bottom), (left - TIP, middle), (left, top))
    after: tuple[Point, ...] = ((right, top), (right + TIP, middle), (right, bottom))
    # The other end is as round as that of a rectangle.
    if not cut[0]:
        lower = ((left + r, bottom), (left + s, bottom - s), (left, bottom - r))
        before = (*lower, (left, top + r), (left + s, top + s), (left + r, top))
    if not cut[1]:
        upper = ((right - r, top), (right - s, top + s), (right, top + r))
        lower = ((right, bottom - r), (right - s, bottom - s), (right - r, bottom))
        after = (*upper, *lower)
    return (*after, *before)


def label_shapes(
    item: Item, label: tuple[str, float], x: float, y: float, style: str
) -> Iterator[Element]:
    """Yield the glyphs and the text of a label whose left end is at *x*.

    A *label* is a text and the room that it was given.
    """
    text, room = label
    middle = y + BAR / 2
    if item.health is not None:
        yield health_glyph(item.health, x, middle)
        x += GLYPH
    glyph = status_glyph(item.status, x, middle)
    if glyph is not None:
        yield glyph
        x += GLYPH
    if not text:
        return
    yield Text(x, y + 15.2, text, style, room)
    if item.status is Status.DROPPED:
        end = x + text_width(text, LABEL)
        yield Line(((x, y + 11.5), (end, y + 11.5)), "strike")
