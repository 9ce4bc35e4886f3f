"""What a chart shows of an item's state, asked in one place."""

from __future__ import annotations

from typing import Final

from sphinx_pmroles.model.period import Period, Precision
from sphinx_pmroles.model.roadmap import Item, Status

#: The style of each status; an item without one is plain.
STATUS_STYLE: Final[dict[Status | None, str]] = {
    None: "plain",
    Status.PLANNED: "planned",
    Status.IN_PROGRESS: "progress",
    Status.BLOCKED: "blocked",
    Status.DONE: "done",
    Status.DROPPED: "dropped",
}
#: A confidence under so many percent is low.
_EVEN: Final = 50
#: An end known no better than this is drawn soft.
_ROUGH: Final = frozenset({Precision.QUARTER, Precision.HALF, Precision.YEAR})


def slip_days(item: Item) -> int:
    """Return by how many days the end of *item* is later than it was to be."""
    if item.period.end is None or item.baseline.end is None:
        return 0
    return (item.period.end - item.baseline.end).days


def is_to_the_day(item: Item) -> bool:
    """Return whether both ends, that of *item* and that it was to have, are days.

    The days between two quarters would be more precise than their author was.
    """
    ends = (item.period.last, item.baseline.last)
    return all(end is not None and end.precision is Precision.DAY for end in ends)


def has_low_confidence(item: Item) -> bool:
    """Return whether *item* is called unsure, in a word or by less than 50 %."""
    confidence = item.confidence
    return confidence == "low" or (confidence.isdecimal() and int(confidence) < _EVEN)


def is_rough(period: Period) -> tuple[bool, bool]:
    """Return whether the start and the end are known only roughly."""
    assert period.first is not None
    assert period.last is not None
    return period.first.precision in _ROUGH, period.last.precision in _ROUGH


def has_status_glyph(item: Item) -> bool:
    """Return whether the status of *item* has a glyph of its own."""
    return item.status in (Status.DONE, Status.BLOCKED, Status.DROPPED)
