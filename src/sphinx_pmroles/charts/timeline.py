"""The timeline of a roadmap: its items in lanes, over a true calendar axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from sphinx_pmroles.charts.axis import Axis, make_axis
from sphinx_pmroles.charts.bars import (
    Bar,
    Frame,
    bar_shapes,
    foot_of,
    glyphs_width,
    label_shapes,
    place_bar,
    planned_before,
)
from sphinx_pmroles.charts.legend import Legend
from sphinx_pmroles.charts.packing import Ends
from sphinx_pmroles.charts.routes import End, Router, Shelf
from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Fold,
    Group,
    Line,
    Point,
    Polygon,
    Rect,
    Scene,
    Text,
)
from sphinx_pmroles.charts.states import (
    STATUS_STYLE,
    has_low_confidence,
)
from sphinx_pmroles.charts.style import BAR, HEADING, LABEL, SMALL
from sphinx_pmroles.charts.text_width import (
    ELLIPSIS,
    RESERVE,
    clean,
    shorten,
    text_room,
)
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.period import Horizon
from sphinx_pmroles.model.roadmap import Item, Roadmap

#: The width of a chart in px: that of the narrowest text column of common themes.  The
#: style sheet lets one of this width fill a wider column; in a narrower one it scrolls.
WIDTH: Final = 660
#: The width of a page of a PDF in px, at which 12 px come to 8.5 pt on A4.
PAGE_WIDTH: Final = 640
#: The height of a page of a PDF in px, which leaves room for a heading and a caption:
#: on letter, Sphinx's own choice, and on A4, which is higher and not so wide.
PAGE_HEIGHT: Final = 820
A4_HEIGHT: Final = 880

#: The fixed words that a timeline prints, for catalogues of messages.
WORDS: Final = (
    "Today",
    "Not dated yet",
    "now",
    "next",
    "later",
    "low confidence",
    "{days} d",
    "was {period}",
    "{title}, part {number} of {count}",
    "Items: {count}",
    "Items: {count}, {first} to {last}",
    *("planned", "in progress", "blocked", "done", "dropped"),
    *("on track", "at risk", "off track"),
    *("progress", "milestone", "roughly known date", "continues beyond", "baseline"),
    *("depends on", "starts too early"),
)

Words = Callable[[str], str]

_MARGIN = 12.0
_TIER = 20.0
_TODAY = 22.0
_LANE_GAP = 6.0
_LANE_HEAD = 26.0
_LANE_PAD = 6.0
#: The pitch of the rows: the bar, the baseline under it, and a channel for lines.
_ROW = 34.0
#: The height of that channel.
_CHANNEL = 5.0
_CHIP_ROW = 29.0
_GAP = 12.0
_INSIDE = 8.0
_LEAST_NOTE = 60.0


def timeline(
    roadmap: Roadmap,
    *,
    outside: Sequence[Item] = (),
    words: Words = str,
    locale: str = "en",
    fiscal_year_start: int = 1,
    width: int = WIDTH,
) -> Scene:
    """Return the timeline of *roadmap*, *width* px wide and as high as it must be.

    *words* translates what the chart itself prints (:data:`WORDS`); *locale* is the
    language of the months; *fiscal_year_start* is the month that years begin with.
    *outside* are items that are not shown, whose names stand at the ends of the lines
    to them.

    A group's link is the key of its item, or ``lane:`` and the name of its lane.
    """
    style = (words, locale, fiscal_year_start, float(width))
    chart = _Chart(roadmap, *style, outside=outside)
    return chart.draw(chart.everything())


def timeline_pages(
    roadmap: Roadmap,
    *,
    outside: Sequence[Item] = (),
    words: Words = str,
    locale: str = "en",
    fiscal_year_start: int = 1,
    width: int = PAGE_WIDTH,
    max_height: int = PAGE_HEIGHT,
) -> list[Scene]:
    """Return the timeline of *roadmap* in pages of at most *max_height* px.

    Lanes are kept whole where that leaves no page half empty.  Each page has the axis
    and the legend; a dependency between two pages is drawn as a stub on both of them,
    with the name of the other item where there is room.
    """
    style = (words, locale, fiscal_year_start, float(width))
    chart = _Chart(roadmap, *style, outside=outside)
    pages = list(chart.pages(float(max_height)))
    if len(pages) == 1:
        return [chart.draw(pages[0])]
    titles = [
        words("{title}, part {number} of {count}").format(
            title=roadmap.title, number=number, count=len(pages)
        )
        for number in range(1, len(pages) + 1)
    ]
    return [chart.draw(page, title) for page, title in zip(pages, titles, strict=True)]


@dataclass(slots=True)
class _Lane:
    """A lane, or as much of it as is on one page."""

    name: str
    rows: list[list[Bar]]

    @property
    def height(self) -> float:
        head = _LANE_HEAD if self.name else _LANE_PAD
        return _LANE_GAP + head + _ROW * len(self.rows)


class _Chip(NamedTuple):
    """An undated item in a row of such: *x* and *width* in px."""

    item: Item
    text: str
    x: float
    width: float


class _ChipRow(NamedTuple):
    """A row of undated items; the first of a horizon is headed by its word."""

    heading: str
    chips: tuple[_Chip, ...]


@dataclass(slots=True)
class _Page:
    """What is drawn together under one axis."""

    lanes: list[_Lane] = field(default_factory=list)
    undated: list[_ChipRow] = field(default_factory=list)

    @property
    def height(self) -> float:
        return sum(lane.height for lane in self.lanes) + self.undated_height

    @property
    def undated_height(self) -> float:
        if not self.undated:
            return 0.0
        return _LANE_GAP + _LANE_HEAD + _CHIP_ROW * len(self.undated) + 2


class _Chart:
    """One roadmap on its way to one or several scenes."""

    def __init__(
        self,
        roadmap: Roadmap,
        words: Words,
        locale: str,
        fiscal_year_start: int,
        width: float,
        *,
        outside: Sequence[Item],
    ) -> None:
        self.roadmap = roadmap
        # The same few words are in hundreds of tooltips.
        self.words = cache(words)
        self.width = width
        self.left, self.right = _MARGIN, width - _MARGIN
        self.dated = [item for item in roadmap.items if item.period.first]
        self.axis = self._axis(locale, fiscal_year_start) if self.dated else None
        is_cut = self.axis is not None and any(
            not self.axis.start <= day < self.axis.end
            for item in self.dated
            for day in (item.period.start, item.period.end)
            if day
        )
        arrows = self._arrows(outside)
        self.legend = Legend(roadmap.items, words, arrows, is_cut=is_cut)
        self.description = self._description()

    # -- what there is ---------------------------------------------------------

    def everything(self) -> _Page:
        """Return one page with all lanes and all undated items."""
        return _Page(self._lanes(), self._chip_rows())

    def pages(self, max_height: float) -> Iterator[_Page]:
        """Yield pages whose scenes are at most *max_height* px high, if that can be."""
        fixed = self._header_height + self.legend.height(self.width)
        # Whatever is asked for, a page holds a few rows.
        room = max(max_height - fixed, _LANE_GAP + _LANE_HEAD + 3 * _ROW)
        page = _Page()
        for lane in self._lanes():
            rest = lane
            while rest.rows:
                free = room - page.height
                fits_here = rest.height <= free
                if (
                    not fits_here
                    and page.lanes
                    and (
                        rest.height <= room / 2
                        or free < _LANE_GAP + _LANE_HEAD + 2 * _ROW
                    )
                ):
                    yield page
                    page = _Page()
                    continue
                overhead = rest.height - _ROW * len(rest.rows)
                count = len(rest.rows) if fits_here else int((free - overhead) // _ROW)
                count = max(count, 1)
                page.lanes.append(_Lane(rest.name, rest.rows[:count]))
                rest = _Lane(rest.name, rest.rows[count:])
        for row in self._chip_rows():
            one_more = _Page(page.lanes, [*page.undated, row])
            if one_more.height > room and (page.lanes or page.undated):
                yield page
                one_more = _Page([], [row])
            page = one_more
        yield page

    def _axis(self, locale: str, fiscal_year_start: int) -> Axis:
        days = [
            day
            for item in self.dated
            for period in (item.period, item.baseline)
            for day in (period.start, period.end)
            if day
        ]
        first, last = min(days), max(days)
        start, end = self.roadmap.start, self.roadmap.end
        first, last = start or first, end or last
        today = self.roadmap.as_of
        # A roadmap long past or far ahead is not squeezed for the sake of today.
        reach = (last - first) / 2 + timedelta(31)
        if today and abs(today - first) < reach + (last - first):
            if today < first and first - today < reach:
                first = today
            elif today > last and today - last < reach:
                last = today
        return make_axis(
            first,
            last,
            self.left,
            self.right,
            locale=locale,
            fiscal_year_start=fiscal_year_start,
            start=start,
            end=end,
        )

    def _arrows(self, outside: Sequence[Item]) -> list[tuple[Item, Item]]:
        """Return the dependencies between dated items: first and then.

        Of the items *outside*, at most one of the two is.
        """
        dated = [*self.dated, *outside]
        if not any(item.depends_on for item in dated):
            return []
        known: dict[str, int] = {}
        # What an item depends on is named as its author calls it.
        for name in ("key", "source_title", "title"):
            for number, item in enumerate(dated):
                known.setdefault(fold(getattr(item, name)), number)
        return [
            (dated[first], then)
            for number, then in enumerate(dated)
            for first in (known.get(fold(name)) for name in then.depends_on)
            if first is not None and first != number
            if min(first, number) < len(self.dated)
        ]

    # -- layout ----------------------------------------------------------------

    def _lanes(self) -> list[_Lane]:
        by_lane: dict[str, list[Item]] = {}
        for item, lane in zip(self.dated, self.roadmap.lanes(self.dated), strict=True):
            by_lane.setdefault(clean(lane), []).append(item)
        # What belongs to no lane stands below all of them, without a heading.
        names = sorted(by_lane, key=lambda name: name == "")
        return [_Lane(name, self._pack(by_lane[name])) for name in names]

    def _pack(self, items: Iterable[Item]) -> list[list[Bar]]:
        """Return rows of bars that keep apart, each bar in the first row it fits in."""
        assert self.axis is not None
        frame = Frame(self.axis, self.left, self.right, self.words)
        bars = [place_bar(item, frame) for item in sorted(items, key=_order)]
        rows: list[list[Bar]] = []
        ends = Ends(len(bars))
        for bar in bars:
            number = ends.first_under(bar.left - _GAP)
            ends.put(number, bar.right)
            if number == len(rows):
                rows.append([])
            rows[number].append(bar)
        return rows

    def _chip_rows(self) -> list[_ChipRow]:
        """Return the undated items, by horizon, in rows."""
        undated = [item for item in self.roadmap.items if item.period.first is None]
        rows: list[_ChipRow] = []
        headings = {horizon: self.words(str(horizon)) for horizon in Horizon}
        used = {item.period.horizon for item in undated}
        widths = [
            text_room(headings[h], SMALL, bold=True) for h in Horizon if h in used
        ]
        x0 = self.left + (max(widths) + _GAP if widths else 0.0)
        for horizon in (*Horizon, None):
            heading = headings[horizon] if horizon else ""
            chips: list[_Chip] = []
            x = x0
            for item in undated:
                if item.period.horizon is not horizon:
                    continue
                chip = self._chip(item, x, x0)
                if chips and chip.x + chip.width > self.right:
                    rows.append(_ChipRow(heading, tuple(chips)))
                    chips, heading = [], ""
                    chip = chip._replace(x=x0)
                chips.append(chip)
                x = chip.x + chip.width + _INSIDE
            if chips:
                rows.append(_ChipRow(heading, tuple(chips)))
        return rows

    def _chip(self, item: Item, x: float, x0: float) -> _Chip:
        text = clean(item.title)
        said = clean(item.period.text)
        horizon = item.period.horizon
        # What stands before the row is not said again.
        if said and (
            horizon is None or fold(said) not in (horizon, fold(self.words(horizon)))
        ):
            text = f"{text} ({said})"
        extra = 2 * _INSIDE + glyphs_width(item)
        room = self.right - x0 - extra
        text = shorten(text, LABEL, (room - 1) / RESERVE)
        return _Chip(item, text, x, extra + text_room(text, LABEL))

    # -- drawing ---------------------------------------------------------------

    @property
    def _header_height(self) -> float:
        if self.axis is None:
            return 0.0
        tiers = 2 if self.axis.upper else 1
        return tiers * _TIER + _TODAY * (self.roadmap.as_of is not None)

    def draw(self, page: _Page, title: str = "") -> Scene:
        """Return the scene of *page*."""
        top = self._header_height
        bottom = top + page.height
        notes = self._notes(page)
        shelves, ends = self._shelves(page, top)
        elements: list[Element] = [*self._bands(page, top)]
        if self.axis and page.lanes:
            lanes_end = top + sum(lane.height for lane in page.lanes)
            elements += self._grid(self.axis, lanes_end)
            elements += self._today(self.axis, lanes_end)
        elements += self._lane_names(page, top)
        elements += self._dependencies(shelves, ends)
        elements += self._stubs(ends)
        y = top
        for lane in page.lanes:
            y += lane.height - _ROW * len(lane.rows)
            for row in lane.rows:
                elements += [
                    Group(
                        tuple(bar_shapes(bar, y)),
                        bar.item.key,
                        self._tooltip(bar.item),
                    )
                    for bar in row
                ]
                elements += [
                    note.shape(y) for bar in row for note in notes.get(bar.item.key, ())
                ]
                y += _ROW
        elements += self._undated(page, y)
        elements += self.legend.draw(self.left, self.right, bottom)
        return Scene(
            width=self.width,
            height=bottom + self.legend.height(self.width),
            title=clean(title or self.roadmap.title),
            description=self.description,
            elements=tuple(elements),
            folds=tuple(self._folds(page, top)),
        )

    def _folds(self, page: _Page, y: float) -> Iterator[Fold]:
        """Yield the lanes and their rows, each with the channel before it."""
        for lane in page.lanes:
            bottom = y + lane.height
            keys = [tuple(bar.item.key for bar in row) for row in lane.rows]
            yield Fold(y, bottom, tuple(chain.from_iterable(keys)))
            first = bottom - _ROW * len(keys) - _CHANNEL
            tops = [first + _ROW * number for number in range(len(keys))]
            yield from map(Fold, tops, [*tops[1:], bottom], keys)
            y = bottom
        if page.undated:
            keys = [tuple(chip.item.key for chip in row.chips) for row in page.undated]
            yield Fold(y, y + page.undated_height, tuple(chain.from_iterable(keys)))
            y += _LANE_GAP + _LANE_HEAD
            for row, its_keys in zip(page.undated, keys, strict=True):
                # A row with a word of its own has something to show.
                if not row.heading:
                    yield Fold(y, y + _CHIP_ROW, its_keys)
                y += _CHIP_ROW

    def _description(self) -> str:
        count = len(self.roadmap.items)
        starts = [item.period.start for item in self.dated if item.period.start]
        ends = [item.period.end for item in self.dated if item.period.end]
        if not starts:
            return self.words("Items: {count}").format(count=count)
        return self.words("Items: {count}, {first} to {last}").format(
            count=count, first=min(starts).isoformat(), last=max(ends).isoformat()
        )

    def _bands(self, page: _Page, y: float) -> Iterator[Element]:
        for lane in page.lanes:
            y += _LANE_GAP
            yield Rect(0, y, self.width, lane.height - _LANE_GAP, "band", 6)
            y += lane.height - _LANE_GAP
        if page.undated:
            height = _LANE_HEAD + _CHIP_ROW * len(page.undated) + 2
            yield Rect(0, y + _LANE_GAP, self.width, height, "band", 6)

    def _lane_names(self, page: _Page, y: float) -> Iterator[Element]:
        for lane in page.lanes:
            if lane.name:
                name, width = self._lane_name(lane)
                text = Text(
                    self.left, y + _LANE_GAP + 17, name, "lane-name halo", width
                )
                tooltip = lane.name if name != lane.name else None
                yield Group((text,), f"lane:{lane.name}", tooltip, "lane")
            y += lane.height

    def _lane_name(self, lane: _Lane) -> tuple[str, float]:
        room = self.right - self.left
        # Bold is up to 9 % wider than the widths that texts are cut by.
        name = shorten(lane.name, HEADING, room / 1.15)
        return name, min(text_room(name, HEADING, bold=True), room)

    def _grid(self, axis: Axis, bottom: float) -> Iterator[Element]:
        lower = _TIER if axis.upper else 0.0
        strong = {tick.start for tick in axis.upper}
        whole = {tick.start for tick in axis.lower}
        for tick in axis.lower:
            x = axis.x(tick.start)
            if tick.start not in strong:
                yield Line(((x, lower + 4), (x, bottom)), "grid")
        for tick in axis.upper:
            x = axis.x(tick.start)
            if tick.start in whole:
                yield Line(((x, 2), (x, bottom)), "grid-2")
            else:
                # A month that begins inside of a week does not cross its label.
                yield Line(((x, 2), (x, lower)), "grid-2")
                yield Line(((x, lower + _TIER), (x, bottom)), "grid-2")
        for tick in axis.lower:
            x, end = axis.x(tick.start), axis.x(tick.end)
            yield from _centred(tick.label, (x + end) / 2, lower + 14, end - x)
        for tick in axis.upper:
            x = axis.x(tick.start)
            room = axis.x(tick.end) - x - 10
            width = text_room(tick.label, SMALL, bold=True)
            if width <= room:
                yield Text(x + 6, 14, tick.label, "axis-2", width)

    def _today(self, axis: Axis, bottom: float) -> Iterator[Element]:
        today = self.roadmap.as_of
        if today is None:
            return
        y = self._header_height - _TODAY
        said = f"{self.words('Today')} {today.isoformat()}"
        if today < axis.start:
            said, x = f"← {said}", self.left
        elif today >= axis.end:
            said, x = f"{said} →", self.right
        else:
            x = axis.x(today) + axis.scale / 2
            yield Line(((x, y + 18), (x, bottom)), "today")
        text = text_room(said, SMALL, bold=True)
        half = text / 2 + 7
        middle = min(max(x, self.left + half), self.right - half)
        yield Rect(middle - half, y + 2, 2 * half, 17, "today-box", 8.5)
        yield Text(middle, y + 14.3, said, "today-text", text, Anchor.MIDDLE)

    def _shelves(self, page: _Page, y: float) -> tuple[list[Shelf], dict[str, End]]:
        """Return the rows as the router sees them, and where each item's bar is."""
        shelves: list[Shelf] = []
        ends: dict[str, End] = {}
        for lane in page.lanes:
            head = lane.height - _ROW * len(lane.rows)
            taken = []
            if lane.name:
                taken.append((self.left, self.left + self._lane_name(lane)[1]))
            shelves.append(Shelf(y + head - 3, 1, taken))
            y += head
            for row in lane.rows:
                taken = [(bar.left, bar.right) for bar in row]
                for bar in row:
                    ends[bar.item.key] = End(len(shelves), bar.begin, y, y + BAR)
                shelves.append(Shelf(y + 28.5, 3, taken))
                y += _ROW
        self._bars = {
            bar.item.key: bar for lane in page.lanes for row in lane.rows for bar in row
        }
        return shelves, ends

    def _dependencies(
        self, shelves: Sequence[Shelf], ends: dict[str, End]
    ) -> Iterator[Element]:
        router = Router(shelves, self.width)
        for first, then in self.legend.arrows:
            if first.key not in ends or then.key not in ends:
                continue
            start = ends[first.key]._replace(
                x=foot_of(self._bars[first.key], at_end=True)
            )
            to = ends[then.key]._replace(x=foot_of(self._bars[then.key], at_end=False))
            points = router.route(start, to)
            style = "late" if then.starts_too_early(first) else "dep"
            x, y = points[-1]
            back = 5 if points[-2][1] > y else -5
            line = Line((*points[:-1], (x, y + back)), style)
            head = ((x, y), (x - 3, y + back), (x + 3, y + back))
            arrow = (line, Polygon(head, f"{style}-head"))
            yield Group(arrow, joins=(first.key, then.key))

    def _notes(self, page: _Page) -> dict[str, list[_Note]]:
        """Return the names of items that are not here, beside the bars they belong to.

        Each takes its place in the row of its bar; where there is none, the stub of
        the line is all that is said.
        """
        here = {bar.item.key for lane in page.lanes for row in lane.rows for bar in row}
        after: dict[str, list[Item]] = {}
        before: dict[str, list[Item]] = {}
        for first, then in self.legend.arrows:
            if first.key in here and then.key not in here:
                after.setdefault(first.key, []).append(then)
            elif then.key in here and first.key not in here:
                before.setdefault(then.key, []).append(first)
        notes: dict[str, list[_Note]] = {}
        if not (after or before):
            return notes
        for row in (row for lane in page.lanes for row in lane.rows):
            left = self.left
            for number, bar in enumerate(row):
                key = bar.item.key
                beside = row[number + 1 :]
                right = beside[0].left - _GAP if beside else self.right
                notes[key] = [
                    *_notes_right(bar, after.get(key, ()), right),
                    *_notes_left(bar, before.get(key, ()), left),
                ]
                left = bar.right + _GAP
        return notes

    def _stubs(self, ends: dict[str, End]) -> Iterator[Element]:
        """Yield the ends of lines to and from items that are not here."""
        after: dict[str, list[tuple[Item, bool]]] = {}
        before: dict[str, list[tuple[Item, bool]]] = {}
        for first, then in self.legend.arrows:
            is_late = then.starts_too_early(first)
            if first.key in ends and then.key not in ends:
                after.setdefault(first.key, []).append((then, is_late))
            elif then.key in ends and first.key not in ends:
                before.setdefault(then.key, []).append((first, is_late))
        for key, others in after.items():
            x = foot_of(self._bars[key], at_end=True)
            bottom, y = ends[key].bottom, ends[key].bottom + 8.5
            tip = min(x + 16, self.width - 1)
            line = ((x, bottom), (x, y), (tip - 5, y))
            head = ((tip, y), (tip - 5, y - 3), (tip - 5, y + 3))
            said = [f"→ {clean(other.title)}" for other, _ in others]
            yield _stub(key, line, head, said, is_late=any(late for _, late in others))
        for key, others in before.items():
            x = foot_of(self._bars[key], at_end=False)
            tip, y = ends[key].bottom, ends[key].bottom + 8.5
            line = ((x - 11, y), (x, y), (x, tip + 5))
            head = ((x, tip), (x - 3, tip + 5), (x + 3, tip + 5))
            said = [f"{clean(other.title)} →" for other, _ in others]
            yield _stub(key, line, head, said, is_late=any(late for _, late in others))

    def _undated(self, page: _Page, y: float) -> Iterator[Element]:
        if not page.undated:
            return
        y += _LANE_GAP
        heading = self.words("Not dated yet")
        width = text_room(heading, HEADING, bold=True)
        yield Text(self.left, y + 17, heading, "lane-name halo", width)
        y += _LANE_HEAD
        for row in page.undated:
            if row.heading:
                width = text_room(row.heading, SMALL, bold=True)
                yield Text(self.left, y + 15, row.heading, "axis-2", width)
            for chip in row.chips:
                item = chip.item
                style = STATUS_STYLE[item.status]
                if has_low_confidence(item):
                    style += " low"
                shapes: list[Element] = [Rect(chip.x, y, chip.width, BAR, style, 4)]
                # The hatch of what is blocked is left to bars: this is about text.
                label = (chip.text, text_room(chip.text, LABEL))
                shapes += label_shapes(item, label, chip.x + _INSIDE, y, "label")
                yield Group(tuple(shapes), item.key, self._tooltip(item))
            y += _CHIP_ROW

    def _tooltip(self, item: Item) -> str:
        """Return all that the drawing says of *item*, in words."""
        parts = [clean(item.period.text), planned_before(item, self.words)]
        parts += [self.words(str(word)) for word in (item.status, item.health) if word]
        if item.progress is not None:
            parts.append(f"{item.progress} %")
        if has_low_confidence(item):
            parts.append(self.words("low confidence"))
        details = " · ".join(filter(None, parts))
        title = clean(item.title)
        return f"{title}\n{details}" if details else title


class _Note(NamedTuple):
    """The name of an item that is not drawn here, at *x* in a row.

    It stands beside the bar of the item *beside*.
    """

    item: Item
    beside: str
    text: str
    x: float

    @property
    def width(self) -> float:
        return text_room(self.text, SMALL)

    def shape(self, y: float) -> Group:
        """Return the note in the row at *y*, which leads to its item."""
        text = Text(self.x, y + 15.2, self.text, "axis halo", self.width)
        title = clean(self.item.title)
        return Group((text,), self.item.key, title, "note", joins=(self.beside,))


def _notes_right(bar: Bar, items: Iterable[Item], limit: float) -> Iterator[_Note]:
    """Yield what depends on *bar*, to its right."""
    for item in items:
        x = bar.right + _INSIDE
        text = shorten(f"→ {clean(item.title)}", SMALL, (limit - x - 1) / RESERVE)
        note = _Note(item, bar.item.key, text, x)
        if _says_enough(text):
            yield note
            bar.widen(bar.left, x + note.width)


def _notes_left(bar: Bar, items: Iterable[Item], limit: float) -> Iterator[_Note]:
    """Yield what *bar* depends on, to its left."""
    for item in items:
        end = bar.left - _INSIDE
        arrow = " →"
        room = end - limit - text_room(arrow, SMALL)
        title = shorten(clean(item.title), SMALL, (room - 1) / RESERVE)
        note = _Note(item, bar.item.key, title + arrow, 0.0)
        if _says_enough(title):
            x = end - note.width
            yield note._replace(x=x)
            bar.widen(x, bar.right)


def _says_enough(text: str) -> bool:
    """Return whether a name, as far as there is room for it, tells which it is."""
    is_cut = not text or text.endswith(ELLIPSIS)
    return not is_cut or text_room(text, SMALL) >= _LEAST_NOTE


def _stub(
    key: str,
    line: tuple[Point, ...],
    head: tuple[Point, ...],
    said: Sequence[str],
    *,
    is_late: bool,
) -> Group:
    """Return the end of lines to or from the item *key*, which says what of."""
    style = "late" if is_late else "dep"
    shapes = (Line(line, style), Polygon(head, f"{style}-head"))
    return Group(shapes, None, "\n".join(said), joins=(key,))


def _order(item: Item) -> tuple[date, date, str, str]:
    start, end = item.period.start, item.period.end
    assert start is not None
    assert end is not None
    return start, end, item.title, item.key


def _centred(text: str, x: float, y: float, width: float) -> Iterator[Element]:
    if text:
        yield Text(x, y, text, "axis", width, Anchor.MIDDLE)
