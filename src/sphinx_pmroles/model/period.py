"""Periods: when something is, as precisely as its author said it and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class Precision(StrEnum):
    """How precisely one end of a period is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Horizon(StrEnum):
    """A place in time without a date."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class CalendarUnit:
    """One day, week, month, quarter, half or year: both its ends belong to it."""

    start: date
    end: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Period:
    """When something is.

    *text* is what the author wrote and what a reader is shown.  A dated period runs
    from the first day of *first* to the last day of *last*, both included; the two are
    the same unit where one was written.  An undated one may have a *horizon*.
    """

    text: str = ""
    first: CalendarUnit | None = None
    last: CalendarUnit | None = None
    horizon: Horizon | None = None

    #: Many items are planned for few periods, and few have a baseline.
    is_repeated: ClassVar = True

    @property
    def start(self) -> date | None:
        """The first day, if the period is dated."""
        return self.first.start if self.first else None

    @property
    def end(self) -> date | None:
        """The last day, if the period is dated."""
        return self.last.end if self.last else None

    @property
    def is_milestone(self) -> bool:
        """Whether the period is one single day."""
        return (
            self.first is not None
            and self.first.precision is Precision.DAY
            and self.first == self.last
        )


#: The period of an item of which nobody said when it is.
UNDATED = Period()
