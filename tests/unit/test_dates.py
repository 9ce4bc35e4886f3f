from __future__ import annotations

import calendar
import contextlib
import itertools
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.model.period import CalendarUnit, Horizon, Period, Precision
from sphinx_pmroles.reading.dates import period_of, read_period, restored_period
from sphinx_pmroles.reading.errors import ReadError

DAY, WEEK, MONTH, QUARTER, HALF, YEAR = Precision

NOTATIONS = [
    ("2026-07-15", "2026-07-15", "2026-07-15", DAY),
    ("15 July 2026", "2026-07-15", "2026-07-15", DAY),
    ("15 Jul 2026", "2026-07-15", "2026-07-15", DAY),
    ("15th July 2026", "2026-07-15", "2026-07-15", DAY),
    ("July 15, 2026", "2026-07-15", "2026-07-15", DAY),
    ("Jul. 15 2026", "2026-07-15", "2026-07-15", DAY),
    ("2028-02-29", "2028-02-29", "2028-02-29", DAY),
    ("2026-W31", "2026-07-27", "2026-08-02", WEEK),
    ("2026-W53", "2026-12-28", "2027-01-03", WEEK),
    ("2026-07", "2026-07-01", "2026-07-31", MONTH),
    ("Jul 2026", "2026-07-01", "2026-07-31", MONTH),
    ("July 2026", "2026-07-01", "2026-07-31", MONTH),
    ("Sept. 2026", "2026-09-01", "2026-09-30", MONTH),
    ("February 2028", "2028-02-01", "2028-02-29", MONTH),
    ("2026-Q3", "2026-07-01", "2026-09-30", QUARTER),
    ("Q3 2026", "2026-07-01", "2026-09-30", QUARTER),
    ("q4 2026", "2026-10-01", "2026-12-31", QUARTER),
    ("2026-H2", "2026-07-01", "2026-12-31", HALF),
    ("H1 2026", "2026-01-01", "2026-06-30", HALF),
    ("2026", "2026-01-01", "2026-12-31", YEAR),
    ("  July \t 2026 ", "2026-07-01", "2026-07-31", MONTH),
    ("9999-12-31", "9999-12-31", "9999-12-31", DAY),
    ("0001", "0001-01-01", "0001-12-31", YEAR),
]


def unit(start: str, end: str, precision: Precision) -> CalendarUnit:
    return CalendarUnit(date.fromisoformat(start), date.fromisoformat(end), precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), NOTATIONS)
def test_read_period__reads_each_notation(
    text: str, start: str, end: str, precision: Precision
) -> None:
    expected = unit(start, end, precision)
    assert read_period(text) == Period(text.strip(), expected, expected)


@pytest.mark.parametrize(
    ("text", "first_month", "start", "end", "precision"),
    [
        ("FY27", 4, "2026-04-01", "2027-03-31", YEAR),
        ("FY2027", 4, "2026-04-01", "2027-03-31", YEAR),
        ("fy 27", 4, "2026-04-01", "2027-03-31", YEAR),
        ("FY27", 1, "2027-01-01", "2027-12-31", YEAR),
        ("FY27", 12, "2026-12-01", "2027-11-30", YEAR),
        ("FY27-Q1", 4, "2026-04-01", "2026-06-30", QUARTER),
        ("FY27-Q2", 4, "2026-07-01", "2026-09-30", QUARTER),
        ("FY27-Q4", 4, "2027-01-01", "2027-03-31", QUARTER),
        ("Q4 FY27", 4, "2027-01-01", "2027-03-31", QUARTER),
        ("FY27-Q2", 10, "2027-01-01", "2027-03-31", QUARTER),
        ("FY27-Q1", 12, "2026-12-01", "2027-02-28", QUARTER),
        ("FY27-H1", 4, "2026-04-01", "2026-09-30", HALF),
        ("FY27-H2", 7, "2027-01-01", "2027-06-30", HALF),
        ("FY9999", 4, "9998-04-01", "9999-03-31", YEAR),
        ("2026-Q3", 4, "2026-07-01", "2026-09-30", QUARTER),
    ],
)
def test_read_period__counts_fiscal_years_from_their_first_month(
    text: str, first_month: int, start: str, end: str, precision: Precision
) -> None:
    period = read_period(text, fiscal_year_start=first_month)
    assert period.first == period.last == unit(start, end, precision)


@pytest.mark.parametrize(
    "between", ["..", " .. ", " to ", " TO ", "–", " – ", "—", " → ", "→", "->", " - "]
)
@pytest.mark.parametrize("last", ["2026-Q4", "15 December 2026", "Dec 2026"])
def test_read_period__reads_a_range_of_two(between: str, last: str) -> None:
    text = f"2026-07{between}{last}"
    period = read_period(text)
    assert period.text == text
    assert period.first == unit("2026-07-01", "2026-07-31", MONTH)
    assert period.last == read_period(last).last


def test_read_period__keeps_the_months_that_have_a_range_word_inside() -> None:
    period = read_period("October 2026 to October 2027")
    assert (period.start, period.end) == (date(2026, 10, 1), date(2027, 10, 31))


def test_read_period__returns_a_range_that_ends_before_it_starts() -> None:
    period = read_period("2027 .. 2026")
    assert (period.start, period.end) == (date(2027, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("text", ["now", "Next", " LATER "])
def test_read_period__reads_the_horizons(text: str) -> None:
    horizon = Horizon(text.strip().lower())
    assert read_period(text) == Period(text.strip(), horizon=horizon)


@pytest.mark.parametrize("text", ["TBD", "tbd", "?", "-", "–", "—", "", " "])
def test_read_period__reads_no_date(text: str) -> None:
    assert read_period(text) == Period(text.strip())


@pytest.mark.parametrize(
    ("text", "milestone"),
    [
        ("2026-07-15", True),
        ("15 July 2026", True),
        ("2026-07-15 .. 2026-07-15", True),
        ("2026-07-15 .. 2026-07-16", False),
        ("2026-07", False),
        ("TBD", False),
    ],
)
def test_read_period__a_single_day_is_a_milestone(text: str, milestone: bool) -> None:  # noqa: FBT001 - a parameter of a test
    assert read_period(text).is_milestone is milestone


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-06-31", "2026-06 has days 1 to 30"),
        ("31 June 2026", "2026-06 has days 1 to 30"),
        ("2027-02-29", "2027-02 has days 1 to 28"),
        ("2026-07-00", "has days 1 to 31"),
        ("2026-13", "there is no month 13; write 01 to 12"),
        ("2026-00-10", "there is no month 0"),
        ("2026-W54", "2026 has weeks 1 to 53; write 2026-W53"),
        ("2027-W53", "2027 has weeks 1 to 52"),
        ("2026-W00", "2026 has weeks 1 to 53"),
        ("2026-Q5", "a year has 4 quarters; write Q1 to Q4"),
        ("FY27-H3", "a year has 2 halves; write H1 to H2"),
        ("0000", "outside the years 1 to 9999"),
        ("0000-W01", "outside the years 1 to 9999"),
        ("9999-W52", "runs into the year 10000"),
        ("9999-W53", "9999 has weeks 1 to 52"),
        ("soon", "expected a day (2026-07-15"),
        ("07/15/2026", "did you mean '2026-07-15'?"),
        ("03/04/2026", "did you mean '2026-04-03' or '2026-03-04'?"),
        ("03.03.2026", "did you mean '2026-03-03'?"),
        ("2026/7/5", "did you mean '2026-07-05'?"),
        ("30/02/2026", "expected a day (2026-07-15"),
        ("7/2026", "did you mean '2026-07'?"),
        ("q4/27", "did you mean '2027-Q4'?"),
        ("h2", "write its year, too, such as '2026-H2'"),
        ("20260", "expected a day (2026-07-15"),
        ("FY027", "expected a day (2026-07-15"),
        ("٢٠٢٦", "expected a day (2026-07-15"),
        ("2026 .. later", "expected a day (2026-07-15"),
        ("2026年13月", "there is no month 13"),
        ("2026年6月31日", "2026-06 has days 1 to 30"),
        ("2026 ..", "has no end"),
        (".. 2026", "has no start"),
        ("2026 .. 2027 .. 2028", "more than a range of two"),
    ],
)
def test_read_period__says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_period(text)
    assert says in caught.value.message
    assert caught.value.line == 0
    # The end of a range that is wrong is named, or else all of it.
    assert any(repr(part) in caught.value.message for part in (text, *text.split()))


def test_read_period__a_fiscal_year_must_start_in_year_1_or_later() -> None:
    with pytest.raises(ReadError, match="outside the years 1 to 9999"):
        read_period("FY0001", fiscal_year_start=4)


@pytest.mark.parametrize("month", [0, 13, -1])
def test_read_period__refuses_a_fiscal_month_that_there_is_not(month: int) -> None:
    with pytest.raises(ValueError, match="write a month, 1 to 12") as caught:
        read_period("2026", fiscal_year_start=month)
    assert not isinstance(caught.value, ReadError)
    with pytest.raises(ValueError, match="write a month, 1 to 12"):
        period_of("", "", fiscal_year_start=month)


# ----- Start and End columns


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-07", "2026-Q4", "2026-07 .. 2026-Q4"),
        ("2026-07", "", "2026-07"),
        ("", " 2026-Q4 ", "2026-Q4"),
        ("", "2026-07-15", "2026-07-15"),
        ("", "", ""),
        ("later", "", "later"),
        ("", "next", "next"),
        ("TBD", "", "TBD"),
    ],
)
def test_period_of__reads_like_the_same_period_in_one_column(
    start: str, end: str, expected: str
) -> None:
    assert period_of(start, end) == read_period(expected)


def test_period_of__takes_no_date_for_blank_and_keeps_what_was_written() -> None:
    july = unit("2026-07-01", "2026-07-31", MONTH)
    assert period_of("2026-07", "TBD") == Period("2026-07 .. TBD", july, july)
    assert period_of("?", "2026-07") == Period("? .. 2026-07", july, july)
    assert period_of("?", "TBD") == Period("? .. TBD")


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("soon", "2026", "'soon' is no date"),
        ("2026", "2026-06-31", "'2026-06-31' is no date"),
        ("2026 .. 2027", "2028", "'2026 .. 2027' is a range: write its start and its"),
        ("2026 – 2027", "", "'2026 – 2027' is a range"),
        ("", "2026 to 2027", "'2026 to 2027' is a range"),
        ("2026 ..", "2027", "'2026 ..' has no end"),
        ("now", "2026", "'now' is a horizon"),
        ("2026", "later", "'later' is a horizon"),
        ("now", "later", "'now' is a horizon"),
    ],
)
def test_period_of__says_what_is_wrong(start: str, end: str, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        period_of(start, end)
    assert says in caught.value.message


def test_period_of__expects_no_range() -> None:
    ranges = "two of these with '..' between them"
    with pytest.raises(ReadError, match=ranges):
        read_period("soon")
    for start, end in (("soon", ""), ("", "soon"), ("2026", "soon"), ("x" * 200, "")):
        with pytest.raises(ReadError, match="expected a day") as caught:
            period_of(start, end)
        assert ranges not in caught.value.message


def test_period_of__counts_fiscal_years() -> None:
    period = period_of("FY27-Q1", "FY27-Q2", fiscal_year_start=4)
    assert (period.start, period.end) == (date(2026, 4, 1), date(2026, 9, 30))


# ----- other languages


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("locale", ["de", "fr", "es", "pt_BR", "it", "nl", "pl", "cs"])
def test_read_period__reads_dates_as_other_languages_write_them(
    locale: str, month: int
) -> None:
    day = date(2026, month, 5)
    written = format_date(day, "long", locale=locale)
    assert read_period(written, locale=locale).start == day, written
    written = format_skeleton("yMMMM", day, locale=locale)
    first, last = day.replace(day=1), calendar.monthrange(2026, month)[1]
    expected = CalendarUnit(first, day.replace(day=last), MONTH)
    assert read_period(written, locale=locale).first == expected, written


@pytest.mark.parametrize(
    ("locale", "written"),
    [("de", "Jul 2026"), ("fr", "juil. 2026"), ("es", "jul 2026"), ("ja", "7月 2026")],
)
def test_read_period__reads_the_short_names_of_other_languages(
    locale: str, written: str
) -> None:
    assert read_period(written, locale=locale).first == read_period("2026-07").first


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("locale", ["ja", "zh", "ko"])
def test_read_period__reads_dates_that_say_what_each_number_is(
    locale: str, month: int
) -> None:
    day = date(2026, month, 5)
    written = format_date(day, "long", locale=locale)
    # They cannot be mistaken, so they are read in every language.
    assert read_period(written).first == read_period(f"2026-{month:02}-05").first
    written = format_skeleton("yMMMM", day, locale=locale)
    assert read_period(written).first == read_period(f"2026-{month:02}").first


@pytest.mark.parametrize("locale", ["de", "zh-CN", "xx", "no_such@locale", ""])
def test_read_period__reads_english_names_in_every_locale(locale: str) -> None:
    assert read_period("July 2026", locale=locale) == read_period("July 2026")


def test_read_period__reads_no_foreign_name_unasked() -> None:
    with pytest.raises(ReadError):
        read_period("Juli 2026")


def test_read_period__leaves_babel_alone_in_english() -> None:
    code = (
        "import sys; from sphinx_pmroles.reading.dates import read_period;"
        "read_period('15 July 2026'); sys.exit('babel' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ----- properties

DAYS = st.dates()
FISCAL_STARTS = st.integers(1, 12)


def spellings(day: date, precision: Precision) -> list[str]:
    """Return every way to write the unit of *precision* that holds *day*."""
    year, month = f"{day.year:04}", day.month
    name = calendar.month_name[month]
    quarter, half = (month + 2) // 3, (month + 5) // 6
    iso = day.isocalendar()
    match precision:
        case Precision.DAY:
            return [
                day.isoformat(),
                *(f"{day.day} {month} {year}" for month in (name, name[:3])),
                *(f"{month} {day.day}, {year}" for month in (name, name[:3])),
            ]
        case Precision.WEEK:
            return [f"{iso.year:04}-W{iso.week:02}", f"{iso.year:04}-W{iso.week}"]
        case Precision.MONTH:
            return [f"{year}-{month:02}", f"{name} {year}", f"{name[:3]} {year}"]
        case Precision.QUARTER:
            return [f"{year}-Q{quarter}", f"Q{quarter} {year}", f"{year}Q{quarter}"]
        case Precision.HALF:
            return [f"{year}-H{half}", f"H{half} {year}"]
        case Precision.YEAR:
            return [year]


def printed_unit(unit: CalendarUnit, fiscal_start: int) -> str:
    """Return a unit in the one notation that says just it."""
    start, year = unit.start, f"{unit.start.year:04}"
    letter, months = {QUARTER: ("Q", 3), HALF: ("H", 6)}.get(unit.precision, ("", 12))
    match unit.precision:
        case Precision.DAY:
            return start.isoformat()
        case Precision.WEEK:
            iso = start.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}"
        case Precision.MONTH:
            return f"{year}-{start.month:02}"
    number, rest = divmod(start.month - 1, months)
    if rest:
        # It begins with no quarter, half or year of the calendar.
        number = (start.month - fiscal_start) % 12 // months
        ends_in = start.year + (start.month >= fiscal_start)
        year = f"FY{ends_in:04}"
    return f"{year}-{letter}{number + 1}" if letter else year


@st.composite
def written_units(draw: st.DrawFn, locale: str) -> str:
    """Return a date in one of the notations that the language has."""
    # Two digits, and so the years from 2000 to 2099, can be written in every one.
    day = draw(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
    choices = [text for each in Precision for text in spellings(day, each)]
    choices += [format_date(day, "long", locale=locale)]
    choices += [format_skeleton(s, day, locale=locale) for s in ("yMMMM", "yMMM")]
    fiscal = f"FY{day.year % 100:02}"
    quarter, half = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    choices += [fiscal, f"FY{day.year}", f"{fiscal}-Q{quarter}", f"{fiscal}-H{half}"]
    choices += [f"Q{quarter} {fiscal}", f"H{half} {fiscal}"]
    return draw(st.sampled_from(choices))


@given(
    data=st.data(),
    locale=st.sampled_from(["en", "de", "fr", "es", "ja"]),
    fiscal_start=FISCAL_STARTS,
    between=st.sampled_from([" .. ", "..", " to ", " – ", "–", " → ", "→", ""]),
)
def test_read_period__what_is_read_is_printed_back_the_same(
    data: st.DataObject, locale: str, fiscal_start: int, between: str
) -> None:
    def read(text: str) -> Period:
        return read_period(text, fiscal_year_start=fiscal_start, locale=locale)

    texts = [data.draw(written_units(locale))]
    if between:
        texts.append(data.draw(written_units(locale)))
    written = between.join(texts)
    period = read(written)
    # What a reader is shown is what was written, to the letter.
    assert period.text == written
    ends = [period.first, period.last]
    assert ends == [read(texts[0]).first, read(texts[-1]).last]
    for end in ends:
        assert end is not None
        printed = printed_unit(end, fiscal_start)
        assert read(printed).first == end, printed


@given(day=DAYS, precision=st.sampled_from(Precision), data=st.data())
def test_read_period__every_spelling_gives_the_unit_back(
    day: date, precision: Precision, data: st.DataObject
) -> None:
    if precision is WEEK:  # some days of the first and last week are out of bounds
        day = min(max(day, date(1, 1, 7)), date(9999, 12, 20))
    texts = spellings(day, precision)
    text = data.draw(st.sampled_from(texts))
    change = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    period = read_period(change(text))
    assert period.first == period.last == read_period(texts[0]).first
    assert period.first is not None
    assert period.first.precision is precision
    assert period.first.start <= day <= period.first.end


@given(year=st.integers(2, 9999), start=FISCAL_STARTS)
def test_read_period__quarters_and_halves_fill_the_fiscal_year(
    year: int, start: int
) -> None:
    def read(text: str) -> CalendarUnit:
        unit = read_period(text, fiscal_year_start=start).first
        assert unit is not None
        return unit

    name = f"FY{year:04}"
    whole = read(name)
    assert whole.start.month == start
    assert whole.end.year == year
    for parts in (["Q1", "Q2", "Q3", "Q4"], ["H1", "H2"]):
        units = [read(f"{name}-{part}") for part in parts]
        assert units == [read(f"{part} {name}") for part in parts]
        assert (units[0].start, units[-1].end) == (whole.start, whole.end)
        for before, after in itertools.pairwise(units):
            assert before.end + timedelta(days=1) == after.start


@given(year=st.integers(0, 99), start=FISCAL_STARTS)
def test_read_period__two_digits_are_a_year_of_this_century(
    year: int, start: int
) -> None:
    short = read_period(f"FY{year:02}", fiscal_year_start=start)
    assert short.first == read_period(f"FY20{year:02}", fiscal_year_start=start).first


@given(
    first=DAYS,
    last=DAYS,
    between=st.sampled_from(["..", " to ", "–", "—", "→", "->", " - "]),
)
def test_read_period__a_range_runs_from_one_end_to_the_other(
    first: date, last: date, between: str
) -> None:
    period = read_period(f"{first}{between}{last}")
    assert (period.start, period.end) == (first, last)


ALPHABET = st.sampled_from([*"0123456789-. ?–→QHWFYqhwfy,:/'", "July", " to ", "FY27"])


@given(
    text=st.one_of(st.text(), st.lists(ALPHABET, max_size=12).map("".join)),
    start=FISCAL_STARTS,
    locale=st.sampled_from(["en", "de", "ja"]),
)
def test_read_period__raises_nothing_but_read_errors(
    text: str, start: int, locale: str
) -> None:
    with contextlib.suppress(ReadError):
        period = read_period(text, fiscal_year_start=start, locale=locale)
        assert period.text == text.strip()
    with contextlib.suppress(ReadError):
        period_of(text, "2026", fiscal_year_start=start, locale=locale)
    with contextlib.suppress(ReadError):
        period_of("2026", text, fiscal_year_start=start, locale=locale)


@pytest.mark.parametrize(
    "piece", ["x", " ", "9", "-", ".", " to ", "2026 .. ", "de ", "July ", "\udc80"]
)
def test_read_period__is_quick_on_a_megabyte(piece: str) -> None:
    text = "2026" + piece * (1_000_000 // len(piece)) + "2026!"
    began = time.process_time()
    for read in (read_period, lambda text: period_of(text, text)):
        with pytest.raises(ReadError):
            read(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text", ["2026-Q3", "2026-07-15", "2026-Q3 .. 2026-11-30", "FY27", "later", "", "?"]
)
def test_restored_period__is_what_was_read(text: str) -> None:
    period = read_period(text)
    assert restored_period(text, period.start, period.end) == period


@pytest.mark.parametrize("text", ["FY27-Q1", "erstes Quartal", "2026-02-31"])
def test_restored_period__keeps_the_days_and_claims_none(text: str) -> None:
    start, end = date(2026, 4, 1), date(2026, 6, 30)
    period = restored_period(text, start, end)
    assert (period.text, period.start, period.end) == (text, start, end)
    assert not period.is_milestone
    assert period.last
    assert period.last.precision is not Precision.DAY


def test_restored_period__knows_a_day_whatever_its_words() -> None:
    day = date(2026, 5, 15)
    assert restored_period("15 mei 2026", day, day).is_milestone


def test_restored_period__has_no_date_that_was_not_read() -> None:
    assert restored_period("2026-Q3", None, None) == Period("2026-Q3")
