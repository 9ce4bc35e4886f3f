"""The axis: true units of the calendar, whose labels stand apart."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.charts.axis import TICK_GAP, Axis, make_axis
from sphinx_pmroles.charts.style import SMALL
from sphinx_pmroles.charts.text_width import text_width

#: A year before time ends, so that an axis may go on after it.
LATEST = date(9998, 12, 31)


def axis(first: str, last: str, **options: object) -> Axis:
    locale = str(options.get("locale", "en"))
    begins = options.get("fiscal_year_start", 1)
    assert isinstance(begins, int)
    return make_axis(
        date.fromisoformat(first),
        date.fromisoformat(last),
        10,
        750,
        locale=locale,
        fiscal_year_start=begins,
    )


def test_make_axis__shows_days_of_a_month() -> None:
    made = axis("2026-11-23", "2026-11-29")
    assert [tick.label for tick in made.lower] == [str(n) for n in range(23, 30)]
    assert [tick.label for tick in made.upper] == ["November 2026"]


def test_make_axis__shows_weeks_of_months() -> None:
    made = axis("2026-10-05", "2026-11-22")
    assert [tick.label for tick in made.lower] == [f"W{n}" for n in range(41, 48)]
    assert [tick.label for tick in made.upper] == ["October 2026", "November 2026"]
    assert made.lower[0].start == date(2026, 10, 5)
    assert made.upper[1].start == date(2026, 11, 1)


def test_make_axis__shows_months_of_quarters() -> None:
    made = axis("2026-07-06", "2027-03-31")
    months = "Jul Aug Sep Oct Nov Dec Jan Feb Mar"
    assert [tick.label for tick in made.lower] == months.split()
    assert [tick.label for tick in made.upper] == ["Q3 2026", "Q4 2026", "Q1 2027"]
    assert all(tick.start.day == 1 for tick in made.lower)


def test_make_axis__shows_quarters_of_years() -> None:
    made = axis("2026-02-01", "2029-11-30")
    assert [tick.label for tick in made.lower] == ["Q1", "Q2", "Q3", "Q4"] * 4
    assert [tick.label for tick in made.upper] == ["2026", "2027", "2028", "2029"]
    assert (made.start, made.end) == (date(2026, 1, 1), date(2030, 1, 1))


def test_make_axis__shows_fiscal_years() -> None:
    made = axis("2026-04-01", "2029-03-31", fiscal_year_start=4)
    assert [tick.label for tick in made.upper] == ["FY27", "FY28", "FY29"]
    assert made.lower[0].label == "Q1"
    assert made.lower[0].start == date(2026, 4, 1)


def test_make_axis__shows_some_of_many_years() -> None:
    made = axis("1990-01-01", "2089-12-31")
    labels = [tick.label for tick in made.lower if tick.label]
    assert made.upper == ()
    assert labels[0] == "1990"
    assert len(labels) < 30


@pytest.mark.parametrize(
    ("locale", "month", "quarter"),
    [("de", "Mai", "Q2 2027"), ("fr_FR", "mai", "T2 2027"), ("ja", "5月", "Q2 2027")],
)
def test_make_axis__speaks_other_languages(
    locale: str, month: str, quarter: str
) -> None:
    made = axis("2027-04-01", "2027-12-31", locale=locale)
    assert made.lower[1].label == month
    assert made.upper[0].label == quarter


def test_names_in__are_those_of_the_language_whatever_was_asked_before() -> None:
    ask = (
        "from sphinx_pmroles.charts.axis import names_in\n"
        "names = [names_in(name) for name in ('ja', 'fr_FR', 'de')]\n"
        "print(*(short for each in names for short in (each.short[4], each.long[4])))"
    )
    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", ask],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert said.stdout.split() == ["5月", "5月", "mai", "mai", "Mai", "Mai"]


def test_make_axis__speaks_english_where_it_does_not_know_the_language() -> None:
    assert axis("2027-04-01", "2027-12-31", locale="tlh").lower[1].label == "May"


@given(
    st.dates(date(2, 1, 1), date(9990, 1, 1)),
    st.integers(0, 40_000),
    st.integers(1, 12),
)
def test_make_axis__is_whole_and_legible(first: date, days: int, begins: int) -> None:
    last = first + min(timedelta(days), LATEST - first)
    made = make_axis(first, last, 10, 750, fiscal_year_start=begins)
    assert made.start <= first
    assert last < made.end
    assert made.x(made.start) == 10
    assert made.x(made.end) == pytest.approx(750)
    for tier in filter(None, (made.upper, made.lower)):
        assert tier[0].start == made.start
        assert tier[-1].end == made.end
        for one, after in pairwise(tier):
            assert one.end == after.start
    for tick in made.lower:
        room = made.x(tick.end) - made.x(tick.start)
        assert not tick.label or text_width(tick.label, SMALL) + TICK_GAP <= room


@given(
    st.dates(date(2, 1, 1), date(9999, 12, 31)),
    st.integers(0, 40_000),
    st.integers(1, 12),
    st.sampled_from([(True, True), (True, False), (False, True)]),
)
def test_make_axis__begins_and_ends_on_the_days_that_are_given(
    first: date, days: int, begins: int, given_ends: tuple[bool, bool]
) -> None:
    first = min(first, LATEST)
    last = first + min(timedelta(days), LATEST - first)
    start, end = (
        day if is_given else None
        for day, is_given in zip((first, last), given_ends, strict=True)
    )
    made = make_axis(
        first, last, 10, 750, fiscal_year_start=begins, start=start, end=end
    )
    if start:
        assert made.start == start
    if end:
        assert made.last == end
    for tier in filter(None, (made.upper, made.lower)):
        assert (tier[0].start, tier[-1].end) == (made.start, made.end)
        assert all(one.end == after.start for one, after in pairwise(tier))
    for tick in made.lower:
        room = made.x(tick.end) - made.x(tick.start)
        assert not tick.label or text_width(tick.label, SMALL) + TICK_GAP <= room


def test_make_axis__ends_where_time_does() -> None:
    end = date.max
    made = make_axis(end, end, 10, 750, start=end, end=end)
    assert made.x(made.end) == pytest.approx(750)
