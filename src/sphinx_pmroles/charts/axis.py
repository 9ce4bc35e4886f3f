"""The axis of a timeline: which calendar units it shows, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from sphinx_pmroles.charts.style import SMALL
from sphinx_pmroles.charts.text_width import text_width

#: The least room between the labels of two ticks, in px.
TICK_GAP = 8.0


class Unit(Enum):
    """The units that a tier may show, the finest first."""

    DAY = 1
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    YEAR = 5


class Tick(NamedTuple):
    """A unit on the axis: from *start* to the day before *end*."""

    start: date
    end: date
    label: str


class Axis(NamedTuple):
    """Two tiers over the days from *start* to the day before *end*.

    A day is *scale* px wide; *left* is where the first begins.  *upper* is empty if
    the span is so long that one tier of years has to do.
    """

    start: date
    end: date
    left: float
    scale: float
    upper: tuple[Tick, ...]
    lower: tuple[Tick, ...]

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - timedelta(1)

    def x(self, day: date) -> float:
        """Return where *day* begins, in px."""
        return self.left + (day - self.start).days * self.scale


class Names(NamedTuple):
    """The words on an axis: twelve months, short and long, and four quarters."""

    short: tuple[str, ...]
    long: tuple[str, ...]
    quarters: tuple[str, ...]


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ENGLISH = Names(
    tuple(month[:3] for month in _MONTHS), _MONTHS, ("Q1", "Q2", "Q3", "Q4")
)


@lru_cache(maxsize=16)
def names_in(locale: str) -> Names:
    """Return the words of a language, English where it is not known."""
    if locale.replace("-", "_").partition("_")[0] in ("", "en"):
        return _ENGLISH
    # Imported late: Babel takes as long to import as a chart to draw.
    try:
        from babel import Locale
        from babel.core import UnknownLocaleError
        from babel.localedata import LocaleDataDict, load
    except ImportError:
        return _ENGLISH
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return _ENGLISH
    # A copy: Babel (2.18) keeps what it looks up for one language in a part of its
    # data that others inherit, so that after Japanese all months are Japanese.
    data = load(str(known))
    own = LocaleDataDict(
        {part: deepcopy(data[part]) for part in ("months", "quarters")}
    )
    months, quarters = own["months"]["stand-alone"], own["quarters"]["format"]
    return Names(
        tuple(str(months["abbreviated"][n]) for n in range(1, 13)),
        tuple(str(months["wide"][n]) for n in range(1, 13)),
        tuple(str(quarters["abbreviated"][n]) for n in range(1, 5)),
    )


def make_axis(
    first: date,
    last: date,
    left: float,
    right: float,
    *,
    locale: str = "en",
    fiscal_year_start: int = 1,
    start: date | None = None,
    end: date | None = None,
) -> Axis:
    """Return the axis from *left* to *right* px that shows *first* to *last*.

    It takes the finest units whose labels still stand apart, and begins and ends
    with whole ones; but where *start* is given it begins on just that day, and where
    *end* is given it ends with that.
    """
    calendar = _Calendar(names_in(locale), fiscal_year_start, start, end)
    first, last = start or first, end or last
    for upper, lower in (
        (Unit.MONTH, Unit.DAY),
        (Unit.MONTH, Unit.WEEK),
        (Unit.QUARTER, Unit.MONTH),
        (Unit.YEAR, Unit.QUARTER),
    ):
        # Most spans are far too long for weeks: do not make hundreds to find out.
        if (last - first).days * _WIDEST[lower] > (right - left) * 1.2:
            continue
        axis = calendar.axis((first, last), (left, right), upper, lower)
        if _stands_apart(axis):
            return axis
    return calendar.years((first, last), (left, right))


#: About the least px a day that each lower unit needs for its labels.
_WIDEST = {Unit.DAY: 36.0, Unit.WEEK: 3.5, Unit.MONTH: 0.7, Unit.QUARTER: 0.2}


def _stands_apart(axis: Axis) -> bool:
    return all(_fitted(tick, axis.scale) is tick for tick in axis.lower)


def _fitted(tick: Tick, scale: float) -> Tick:
    """Return *tick* without its label if that has no room beside others."""
    room = (tick.end - tick.start).days * scale
    fits = not tick.label or text_width(tick.label, SMALL) + TICK_GAP <= room
    return tick if fits else tick._replace(label="")


#: The first and the last day to be shown.
_Days: TypeAlias = tuple[date, date]
_YEAR = 12


class _Calendar(NamedTuple):
    """A calendar whose years begin with the month *begins*.

    Its axes begin on the day *first_day* and end with *last_day*, if there are such.
    """

    names: Names
    begins: int
    first_day: date | None = None
    last_day: date | None = None

    def axis(
        self, days: _Days, place: tuple[float, float], upper: Unit, lower: Unit
    ) -> Axis:
        """Return the axis of two tiers that shows *days* in *place*, from x to x."""
        left, right = place
        start, end = self.ends(days, lower)
        scale = (right - left) / (end - start).days
        ticks = list(self.ticks(start, end, lower))
        # No others can be cut.
        for n in {0, len(ticks) - 1}:
            if self.is_cut(ticks[n], lower):
                ticks[n] = _fitted(ticks[n], scale)
        return Axis(
            start=start,
            end=end,
            left=left,
            scale=scale,
            upper=tuple(self.ticks(start, end, upper, with_year=True)),
            lower=tuple(ticks),
        )

    def is_cut(self, tick: Tick, unit: Unit) -> bool:
        """Return whether an end of the axis is inside of the unit of *tick*."""
        begin = self.floor(tick.start, unit)
        return begin < tick.start or tick.end < self.after(begin, unit)

    def ends(self, days: _Days, unit: Unit) -> _Days:
        """Return the first day of an axis and the day after its last."""
        first, last = days
        start = self.first_day or self.floor(first, unit)
        if self.last_day:
            end = self.after(self.last_day, Unit.DAY)
        else:
            end = self.after(self.floor(last, unit), unit)
        # There is no day after the last that dates know.
        return (start, end) if start < end else (end - timedelta(1), end)

    def years(self, days: _Days, place: tuple[float, float]) -> Axis:
        """Return an axis of years alone, only every so many of them labelled."""
        left, right = place
        start, end = self.ends(days, Unit.YEAR)
        ticks = list(self.ticks(start, end, Unit.YEAR))
        widest = max(text_width(tick.label, SMALL) for tick in ticks) + TICK_GAP
        step = int(widest * len(ticks) / (right - left)) + 1
        groups = [ticks[n : n + step] for n in range(0, len(ticks), step)]
        scale = (right - left) / (end - start).days
        return Axis(
            start=start,
            end=end,
            left=left,
            scale=scale,
            upper=(),
            # A last group cut short has no room for its label.
            lower=tuple(
                _fitted(Tick(g[0].start, g[-1].end, g[0].label), scale) for g in groups
            ),
        )

    def ticks(
        self, start: date, end: date, unit: Unit, *, with_year: bool = False
    ) -> Iterator[Tick]:
        """Yield the units from *start* to *end*; the outer ones may be cut."""
        begin = self.floor(start, unit)
        while begin < end:
            after = self.after(begin, unit)
            label = self.label(begin, unit, with_year=with_year)
            yield Tick(max(begin, start), min(after, end), label)
            if after == begin:
                return
            begin = after

    def floor(self, day: date, unit: Unit) -> date:
        """Return the first day of the unit that *day* is in."""
        match unit:
            case Unit.DAY:
                return day
            case Unit.WEEK:
                return day - timedelta(min(day.weekday(), day.toordinal() - 1))
            case Unit.MONTH:
                return day.replace(day=1)
            case Unit.QUARTER:
                back = (day.month - self.begins) % 3
            case Unit.YEAR:
                back = (day.month - self.begins) % 12
        return _add_months(day, -back)

    def after(self, begin: date, unit: Unit) -> date:
        """Return the first day after the unit that begins on *begin*."""
        match unit:
            case Unit.DAY | Unit.WEEK:
                days = 1 if unit is Unit.DAY else 7
                return begin + timedelta(
                    min(days, date.max.toordinal() - begin.toordinal())
                )
            case Unit.MONTH:
                return _add_months(begin, 1)
            case Unit.QUARTER:
                return _add_months(begin, 3)
            case Unit.YEAR:
                return _add_months(begin, 12)

    def label(self, begin: date, unit: Unit, *, with_year: bool) -> str:
        """Return the name of the unit that begins on *begin*."""
        match unit:
            case Unit.DAY:
                return str(begin.day)
            case Unit.WEEK:
                return f"W{begin.isocalendar().week:02}"
            case Unit.MONTH if with_year:
                return f"{self.names.long[begin.month - 1]} {begin.year}"
            case Unit.MONTH:
                return self.names.short[begin.month - 1]
            case Unit.QUARTER:
                number = (begin.month - self.begins) % 12 // 3
                year = f" {self.year(begin)}" if with_year else ""
                return self.names.quarters[number] + year
            case Unit.YEAR:
                return self.year(begin)

    def year(self, day: date) -> str:
        """Return the name of the year: a fiscal one is named by its end."""
        if self.begins == 1:
            return str(day.year)
        return f"FY{(day.year + (day.month >= self.begins)) % 100:02}"


def _add_months(day: date, months: int) -> date:
    """Return the first of the month so many months later, within what dates can be."""
    total = day.year * _YEAR + day.month - 1 + months
    if total < date.min.year * _YEAR:
        return date.min
    if total >= (date.max.year + 1) * _YEAR:
        return date.max
    return date(total // _YEAR, total % _YEAR + 1, 1)
