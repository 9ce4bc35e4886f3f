"""Ways for the lines between items: straight runs that cross no label and no bar.

Between two rows of bars there is a channel where nothing else is drawn.  A line leaves
its bar at the bottom or the top, runs along channels, and goes past the rows on its
way where they are free: between its ends if it can, in the margin if it is long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from sphinx_pmroles.charts.scene import Point

#: Free stretches of a row, from left to right, from x to x.
_Gaps: TypeAlias = list[tuple[float, float]]

#: How far a line keeps from what it passes, in px.
_CLEARANCE = 4.0
#: How far beside its ends a line looks for a way, in px, before it goes anywhere else.
_NEAR = 60.0
#: What two turns of a line cost, as a length in px.
_TURN = 40.0
#: A line past more rows than this, about a screen of them, runs in the margin.
_FAR = 24
#: What is no further from an edge than this, in px, is the margin.
_EDGE = 8.0
#: Columns no further apart than this, in px, are printed as one.
_STRAIGHT = 0.05


@dataclass(slots=True)
class Shelf:
    """One row: its *channel* is the height, in px, of the channel that follows it.

    *taken* are the stretches, from x to x, that no line may cross.
    """

    channel: float
    tracks: int = 1
    taken: list[tuple[float, float]] = field(default_factory=list)


class End(NamedTuple):
    """Where a line ends: at *x*, on a bar from *top* to *bottom* in a row."""

    row: int
    x: float
    top: float
    bottom: float


class Router:
    """Finds ways through rows of which each is a :class:`Shelf`, from top to bottom."""

    def __init__(self, shelves: Sequence[Shelf], width: float) -> None:
        self._channels = [(shelf.channel, shelf.tracks) for shelf in shelves]
        self._gaps = [_gaps(sorted(shelf.taken), width) for shelf in shelves]
        self._width = width
        self._used: dict[int, int] = {}
        self._long = 0

    def route(self, start: End, to: End) -> tuple[Point, ...]:
        """Return the corners of a line from the bar *start* to the bar *to*."""
        if to.row == start.row:
            y = self._track(start.row)
            corners = [(start.x, start.bottom), (start.x, y), (to.x, y)]
            return (*corners, (to.x, to.bottom))
        if to.row > start.row:
            rows = range(start.row + 1, to.row)
            channels = range(start.row, to.row)
            first, last = (start.x, start.bottom), to.top
        else:
            rows = range(start.row - 1, to.row, -1)
            channels = range(start.row - 1, to.row - 1, -1)
            first, last = (start.x, start.top), to.bottom
        points = [first]
        x = start.x
        # A column for each row on the way; a change of column runs in the channel
        # before the row.
        if len(rows) > _FAR:
            columns = [self._margin(start.x, to.x)]
            channels = channels[:: len(channels) - 1]
        else:
            columns = self._columns(rows, start.x, to.x)
        for channel, column in zip(channels, [*columns, to.x], strict=True):
            if abs(column - x) > _STRAIGHT:
                y = self._track(channel)
                points += [(x, y), (column, y)]
                x = column
        return (*points, (x, last))

    def _track(self, row: int) -> float:
        """Return a height in the channel after *row*: another one each time."""
        base, tracks = self._channels[row]
        number = self._used.get(row, 0)
        self._used[row] = number + 1
        return base + 2 * (number % tracks)

    def _margin(self, start: float, target: float) -> float:
        """Return an x in the nearer margin, beside the lines that run there already."""
        self._long += 1
        margin = 3.0 + 2 * (self._long % 3)
        return margin if start + target < self._width else self._width - margin

    def _columns(self, rows: range, start: float, target: float) -> list[float]:
        """Return an x for each row where it is free."""
        all_gaps = [self._gaps[row] for row in rows]
        near = [(min(start, target) - _NEAR, max(start, target) + _NEAR)]
        near_gaps = [_intersection(near, gaps) or gaps for gaps in all_gaps]
        straight = _straightest(all_gaps, target)
        short = _straightest(near_gaps, target)
        best = min(straight, short, key=lambda xs: _cost((start, *xs, target)))
        if all(_EDGE < x < self._width - _EDGE for x in best):
            return best
        left, right = self._margin(0.0, 0.0), self._width - _EDGE
        return [
            min(x, left)
            if x <= _EDGE
            else max(x, self._width - left)
            if x >= right
            else x
            for x in best
        ]


def _cost(xs: tuple[float, ...]) -> float:
    """Return what a way through columns costs: its length to the sides, its turns."""
    steps = [abs(after - before) for before, after in pairwise(xs)]
    return sum(steps) + _TURN * sum(step > _STRAIGHT for step in steps)


def _straightest(rows: list[_Gaps], target: float) -> list[float]:
    """Return an x in a gap of each row: the same for as many as can be."""
    columns: list[float] = []
    free: _Gaps = []
    run = 0
    for gaps in rows:
        both = _intersection(free, gaps) if run else gaps
        if not both:
            columns += [_nearest(free, target)] * run
            both, run = gaps, 0
        free, run = both, run + 1
    return columns + [_nearest(free, target)] * run if run else columns


def _gaps(taken: list[tuple[float, float]], width: float) -> _Gaps:
    """Return the free stretches beside the sorted *taken* ones."""
    gaps, at = [], 2.0
    for left, right in taken:
        if left - _CLEARANCE > at:
            gaps.append((at, left - _CLEARANCE))
        at = max(at, right + _CLEARANCE)
    # The margin is always free, so that there is always a way.
    gaps.append((min(at, width - 2.0), width - 2.0))
    return gaps


def _intersection(one: _Gaps, other: _Gaps) -> _Gaps:
    both = []
    for left, right in one:
        at = max(bisect_left(other, (left,)) - 1, 0)
        while at < len(other) and other[at][0] <= right:
            low, high = max(left, other[at][0]), min(right, other[at][1])
            if low <= high:
                both.append((low, high))
            at += 1
    return both


def _nearest(free: _Gaps, target: float) -> float:
    """Return the free x that is nearest to *target*."""
    return min(
        (min(max(target, low), high) for low, high in free),
        key=lambda x: (abs(x - target), x),
    )
