"""What measured rounds say: ratios pair by pair, their medians, and verdicts.

A round holds the measures of some cases: ``{"plain": {"cpu": 2.0}, "ours": …}``.
Cases are compared within a round, never across rounds: a slow minute of the machine
slows all that was measured in it.
"""

from __future__ import annotations

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

    What *less* took is first taken off both.  *beside* names two more cases: the ratio
    is then divided by theirs.  *per* divides what is no ratio, by pages for instance.
    A figure above its *goal* is not as it should be.
    """

    label: str
    measure: str
    over: str
    under: str = ""
    less: str = ""
    beside: tuple[str, ...] = ()
    per: float = 1.0
    unit: str = "×"
    goal: float | None = None

    def of(self, measured: Round) -> float | None:
        """Return the figure of one round, or nothing if it lacks a case."""
        cases = filter(None, (self.over, self.under, self.less, *self.beside))
        if any(self.measure not in measured.get(case, {}) for case in cases):
            return None
        value = {case: each.get(self.measure, 0.0) for case, each in measured.items()}
        base = value[self.less] if self.less else 0.0
        figure = value[self.over] - base
        if self.under:
            figure = _ratio(figure, value[self.under] - base)
        if self.beside:
            figure = _ratio(figure, _ratio(*(value[case] for case in self.beside)))
        return figure / self.per


def _ratio(over: float, under: float) -> float:
    # Noise can make what was added nothing, or less.
    return over / under if under > 0 else float("inf")


@dataclass(frozen=True)
class Spread:
    """A median with the range that it was taken from."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Return the median of *values*, and their range."""
    return Spread(statistics.median(values), min(values), max(values))


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
    if wavers and abs(value - figure.goal) <= noise * figure.goal:
        return "too noisy to say"
    return "met" if value <= figure.goal else "not met"
