"""What measured rounds say: ratios pair by pair, their medians, and verdicts.

A round holds the measures of some cases: ``{"plain": {"cpu": 2.0}, "ours": …}``.
Cases are compared within a round, never across rounds: a slow minute of the machine
slows all that was measured in it.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

#: How far the same pages may be from themselves on a machine that is quiet enough.
NOISY = 0.05
#: What wavers with the machine; all else are counts and sizes.
TIMES = ("cpu", "elapsed")

Measures = dict[str, float]
Round = dict[str, Measures]


@dataclass(frozen=True)
class Figure:
    """What is read off the rounds: a measure of *over*, or its ratio to *under*.

    What *less* took is first taken off both; from *under* what *under_less* took, where
    that is another.  *beside* names two more cases: the ratio is then divided by
    theirs.  *per* divides what is found, by pages for instance.  A figure above its
    *goal* is not as it should be, or below it where that is for *at_least*.
    """

    label: str
    measure: str
    over: str
    under: str = ""
    less: str = ""
    under_less: str = ""
    beside: tuple[str, ...] = ()
    per: float = 1.0
    unit: str = "×"
    goal: float | None = None
    at_least: bool = False

    def of(self, measured: Round) -> float | None:
        """Return the figure of one round, or nothing if it lacks a case."""
        under_less = self.under_less or self.less
        needed = (self.over, self.under, self.less, under_less, *self.beside)
        if any(self.measure not in measured.get(case, {}) for case in needed if case):
            return None
        value = {case: each.get(self.measure, 0.0) for case, each in measured.items()}
        value[""] = 0.0
        figure = value[self.over] - value[self.less]
        if self.under:
            figure = _ratio(figure, value[self.under] - value[under_less])
        if self.beside:
            figure = _ratio(figure, _ratio(*(value[case] for case in self.beside)))
        return figure / self.per


def _ratio(over: float, under: float) -> float:
    # Noise can make what was added nothing, or less.
    return over / under if under > 0 else float("inf")


@dataclass(frozen=True)
class Spread:
    """A median with the range that it was taken from, and of how many rounds."""

    median: float
    low: float
    high: float
    rounds: int = 1


def spread(values: Sequence[float]) -> Spread:
    """Return the median of *values*, and their range."""
    return Spread(statistics.median(values), min(values), max(values), len(values))


def said(value: float, unit: str) -> str:
    """Return a value as it is printed."""
    return "lost in the noise" if _is_lost(value) else f"{value:,.2f} {unit}"


def _is_lost(value: float) -> bool:
    # What was added can be less than nothing, or to less than nothing, by noise alone.
    return value < 0 or math.isinf(value)


def span(found: Spread) -> str:
    """Return the range of a figure as it is printed, and of how many rounds it is."""
    if found.rounds == 1:
        return "once"
    high = f" to {found.high:,.2f}" if math.isfinite(found.high) else " or more"
    return f"{found.low:,.2f}{high}, {found.rounds} rounds"


def aim(figure: Figure) -> str:
    """Return the goal of a figure as it is printed."""
    if figure.goal is None:
        return ""
    return f"{'≥' if figure.at_least else '≤'} {figure.goal:g} {figure.unit}"


def read_off(figure: Figure, rounds: Sequence[Round]) -> Spread | None:
    """Return a figure over the rounds that have what it needs."""
    values = [value for each in rounds if (value := figure.of(each)) is not None]
    return spread(values) if values else None


def noise_of(rounds: Sequence[Round], first: str, again: str) -> float:
    """Return how far the same thing, measured twice a round, is from itself."""
    found = read_off(Figure("", "cpu", again, first), rounds)
    return abs(found.median - 1) if found else 0.0


def verdict(figure: Figure, value: float, noise: float) -> str:
    """Return whether a figure meets its goal, if that can be said."""
    if figure.goal is None:
        return ""
    wavers = figure.measure in TIMES and noise > NOISY
    near = wavers and abs(value - figure.goal) <= noise * figure.goal
    if near or _is_lost(value):
        return "too noisy to say"
    met = value >= figure.goal if figure.at_least else value <= figure.goal
    return "met" if met else "not met"
