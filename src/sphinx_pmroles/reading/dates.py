"""The grammar of dates: from ``2026-Q3 .. FY27-H1`` to a period.

What an author writes is kept as precisely as it was said: a quarter stays a quarter.
The calendar is the proleptic Gregorian one, weeks are those of ISO 8601, years run
from 1 to 9999.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.model.period import CalendarUnit, Period, Precision
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.vocabulary import ENGLISH, Vocabulary, word_key

#: What people write where there is no date, besides words.
_NO_DATE = frozenset({"", "-", "–", "—", "?"})

_UNITS = (
    "expected a day (2026-07-15, 15 July 2026), week (2026-W31), "
    "month (2026-07, Jul 2026), quarter (2026-Q3), half (2026-H2), year (2026, FY27), "
)
_UNDATED = "or one of: now, next, later, TBD"
EXPECTED = f"{_UNITS}two of these with '..' between them, {_UNDATED}"
#: The same, of a column that holds no ranges: Start or End.
EXPECTED_END = f"{_UNITS}{_UNDATED}"

# No notation is longer than this, so no text can keep the patterns below busy.
_LONGEST = 120

_YEAR_MONTHS = 12
_MONTHS: Mapping[Precision, int] = {
    Precision.MONTH: 1,
    Precision.QUARTER: 3,
    Precision.HALF: 6,
    Precision.YEAR: _YEAR_MONTHS,
}
_PARTS = {"Q": (Precision.QUARTER, "quarters"), "H": (Precision.HALF, "halves")}


class _Rules(NamedTuple):
    """What a notation may need to know: the fiscal year, the names of months."""

    fiscal_year_start: int
    locale: str


def read_period(
    text: str,
    *,
    fiscal_year_start: int = 1,
    locale: str = "en",
    words: Vocabulary = ENGLISH,
) -> Period:
    """Return the period that *text* says: a date, a range, a horizon or undated.

    *fiscal_year_start* is the month, 1 to 12, that a fiscal year starts in; FY27 is
    the one that ends in 2027.  *locale* is the language of month names, as Sphinx's
    ``language`` has it; the English ones are always read.  *words* has those of
    horizons and ranges.  A range that ends before it starts is returned as written.

    :raises ReadError: if *text* is none of these, or names a day, week, month, quarter
        or half that there is not
    :raises ValueError: if *fiscal_year_start* is no month
    """
    rules = _rules(fiscal_year_start, locale)
    text = text.strip()
    undated = _read_undated(text, words)
    if undated:
        return undated
    first, last = _read_ends(text, rules, words)
    return Period(text, first, last)


def period_of(
    start: str,
    end: str,
    *,
    fiscal_year_start: int = 1,
    locale: str = "en",
    words: Vocabulary = ENGLISH,
) -> Period:
    """Return the period that a Start and an End column say.

    Where only one of them is dated, the period is that one alone.  The rest is as in
    :func:`read_period`, but for ranges, which neither column may hold.

    :raises ReadError: if one cannot be read or is a range, or one is a horizon and the
        other is not blank
    :raises ValueError: if *fiscal_year_start* is no month
    """
    rules = _rules(fiscal_year_start, locale)
    start, end = start.strip(), end.strip()
    if not (start and end):
        written = start or end
        undated = _read_undated(written, words)
        return undated or _single(written, _read_end(written, rules, words))
    before, after = _read_undated(start, words), _read_undated(end, words)
    text = f"{start} .. {end}"
    for no_date, value in ((before, start), (after, end)):
        if no_date and no_date.horizon:
            raise ReadError(
                f"{quoted(value)} is a horizon, not an end of a range: write it in "
                "one column and leave the other one blank, or write dates in both"
            )
    if before and after:
        return Period(text)
    if after:
        return _single(text, _read_end(start, rules, words))
    if before:
        return _single(text, _read_end(end, rules, words))
    first, last = (_read_end(written, rules, words) for written in (start, end))
    return Period(text, first, last)


def restored_period(
    text: str,
    start: date | None,
    end: date | None,
    *,
    fiscal_year_start: int = 1,
    locale: str = "en",
) -> Period:
    """Return the period of another handbook, whose *text* was read there already.

    The days count.  How precisely they were meant is what *text* says here; where it
    says nothing, or other days (that handbook may have another fiscal year or another
    language), the two ends are as precise as months are: never a false day.
    """
    try:
        period = read_period(text, fiscal_year_start=fiscal_year_start, locale=locale)
    except ReadError:
        period = Period(text)
    if start is None or end is None:
        return Period(text, horizon=period.horizon)
    if (period.start, period.end) == (start, end):
        return period
    precision = Precision.DAY if start == end else Precision.MONTH
    first, last = (CalendarUnit(day, day, precision) for day in (start, end))
    return Period(text, first, last)


def _rules(fiscal_year_start: int, locale: str) -> _Rules:
    if not 1 <= fiscal_year_start <= _YEAR_MONTHS:
        raise ValueError(
            f"fiscal_year_start is {quoted(fiscal_year_start)}: write a month, 1 to 12"
        )
    return _Rules(fiscal_year_start, locale)


def _single(text: str, unit: CalendarUnit) -> Period:
    return Period(text, unit, unit)


def _read_undated(text: str, words: Vocabulary) -> Period | None:
    """Return the period of a horizon or of no date; ``None`` for anything else."""
    if text in _NO_DATE:
        return Period(text)
    if len(text) > _LONGEST:
        return None
    key = word_key(text)
    known = words.horizons
    return Period(text, horizon=known[key]) if key in known else None


# Dashes and "to" that belong to a date (2026-07, October) have no space around them.
@cache
def _range_pattern(between: frozenset[str]) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, sorted(between)))
    marks = r"\s*(?:\.\.|->|[–—→〜～])\s*"
    return re.compile(rf"{marks}|\s+(?:{listed}|-)\s+", re.IGNORECASE)


def _read_ends(
    text: str, rules: _Rules, words: Vocabulary
) -> tuple[CalendarUnit, CalendarUnit]:
    """Return the first and the last unit of a date (the same one) or of a range."""
    _check_length(text)
    match _range_pattern(words.ranges).split(text):
        case [only]:
            unit = _read_unit(only, rules)
            return unit, unit
        case [first, last] if first and last:
            return _read_unit(first, rules), _read_unit(last, rules)
        case [first, last]:
            raise ReadError(
                f"{quoted(text)} has no {'end' if first else 'start'}: write a date on "
                "both sides, or one date alone"
            )
    raise ReadError(
        f"{quoted(text)} is more than a range of two: write the first and the last "
        "date alone, such as 2026-Q3 .. 2026-Q4"
    )


def _read_end(text: str, rules: _Rules, words: Vocabulary) -> CalendarUnit:
    """Return the unit that a Start or an End is: one date, and no range."""
    _check_length(text, EXPECTED_END)
    if _range_pattern(words.ranges).search(text):
        _read_ends(text, rules, words)  # first of all, it may be no range of dates
        raise ReadError(
            f"{quoted(text)} is a range: write its start and its end in columns of "
            "their own, Start and End, or all of it in the column When"
        )
    return _read_unit(text, rules, EXPECTED_END)


@lru_cache(maxsize=4096)
def _read_unit(text: str, rules: _Rules, expected: str = EXPECTED) -> CalendarUnit:
    """Return the day, week, month, quarter, half or year that *text* is."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    for pattern, read in _NOTATIONS:
        match = pattern.fullmatch(plain)
        try:
            unit = read(match, rules) if match else None
        except ReadError as error:
            raise ReadError(f"{quoted(text)} is no date: {error.message}") from None
        if unit:
            return unit
    raise ReadError(f"{quoted(text)} is no date: {_meant(plain, rules) or expected}")


def _check_length(text: str, expected: str = EXPECTED) -> None:
    if len(text) > _LONGEST:
        raise ReadError(f"{quoted(text)} is no date: {expected}")


# ----- what is no notation here, and may be meant

_NUMBER = r"([0-9]{1,2})"
#: A day that begins with the year, and one that ends with it.
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.]{_NUMBER}[-/.]{_NUMBER}")
_YEAR_LAST = re.compile(rf"{_NUMBER}[-/.]{_NUMBER}[-/.]([0-9]{{4}})")
_MONTH_YEAR = re.compile(rf"{_NUMBER}[-/.]([0-9]{{4}})")
_PART_SHORT_YEAR = re.compile(r"([QH][1-4])[-/ ']*([0-9]{2})", re.IGNORECASE)
_PART_ALONE = re.compile(r"[QH][1-4]", re.IGNORECASE)


def _meant(text: str, rules: _Rules) -> str:
    """Return what to write for what is likely meant, nothing if nobody knows.

    Of 03/04/2026 both days are named: half of the world writes the month first.
    """
    days: list[tuple[str, ...]] = []
    if found := _YEAR_FIRST.fullmatch(text):
        days = [found.groups()]
    elif found := _YEAR_LAST.fullmatch(text):
        first, second, year = found.groups()
        days = [(year, second, first), (year, first, second)]
    elif found := _MONTH_YEAR.fullmatch(text):
        days = [(found[2], found[1])]
    elif found := _PART_SHORT_YEAR.fullmatch(text):
        return f"did you mean '20{found[2]}-{found[1].upper()}'?"
    elif _PART_ALONE.fullmatch(text):
        return f"write its year, too, such as '2026-{text.upper()}'"
    written = dict.fromkeys("-".join(part.zfill(2) for part in day) for day in days)
    meant = [quoted(day) for day in written if _is_date(day, rules)]
    return f"did you mean {' or '.join(meant)}?" if meant else ""


def _is_date(text: str, rules: _Rules) -> bool:
    try:
        return bool(_read_unit(text, rules))
    except ReadError:
        return False


# ----- the notations: a pattern, and what makes a unit of its groups


def _read_day(match: re.Match[str], _: _Rules) -> CalendarUnit:
    return _day(int(match["year"]), int(match["month"]), int(match["day"]))


def _read_month(match: re.Match[str], _: _Rules) -> CalendarUnit:
    return _months(int(match["year"]), _month(int(match["month"])), Precision.MONTH)


def _read_week(match: re.Match[str], _: _Rules) -> CalendarUnit:
    year, week = _year(int(match["year"])), int(match["week"])
    weeks = date(year, 12, 28).isocalendar().week  # always in the year's last week
    if not 1 <= week <= weeks:
        raise ReadError(f"{year:04} has weeks 1 to {weeks}; write {year:04}-W{weeks}")
    monday, sunday = 1, 7
    try:
        return CalendarUnit(
            date.fromisocalendar(year, week, monday),
            date.fromisocalendar(year, week, sunday),
            Precision.WEEK,
        )
    except ValueError:  # the last week of 9999 ends in 10000
        raise ReadError("it runs into the year 10000; write a day instead") from None


def _read_year(match: re.Match[str], rules: _Rules) -> CalendarUnit:
    """Return a year, or the quarter or half of it that the match names."""
    year, month = int(match["year"] or match["fiscal"]), 1
    if match["fiscal"]:
        year = year if len(match["fiscal"]) > len("27") else 2000 + year
        if rules.fiscal_year_start > 1:  # FY27 is the fiscal year that ends in 2027
            year, month = year - 1, rules.fiscal_year_start
    part = (match.groupdict().get("part") or "").upper()
    if not part:
        return _months(year, month, Precision.YEAR)
    precision, parts = _PARTS[part]
    number, count = int(match["number"]), _YEAR_MONTHS // _MONTHS[precision]
    if not 1 <= number <= count:
        raise ReadError(f"a year has {count} {parts}; write {part}1 to {part}{count}")
    return _months(year, month + (number - 1) * _MONTHS[precision], precision)


def _read_named_month(match: re.Match[str], rules: _Rules) -> CalendarUnit | None:
    """Return the day or month whose month is named; ``None`` if it is no month."""
    month = _month_names(rules.locale).get(_month_key(match["name"]))
    if month is None:
        return None
    year, day = int(match["year"]), match.groupdict().get("day")
    if day:
        return _day(year, month, int(day))
    return _months(year, month, Precision.MONTH)


_CALENDAR_YEAR = r"(?P<year>[0-9]{4})"
_ANY_YEAR = rf"(?:{_CALENDAR_YEAR}|FY ?(?P<fiscal>[0-9]{{4}}|[0-9]{{2}}))"
_PART = r"(?P<part>[QH])(?P<number>[0-9])"
_DAY_NUMBER = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_COUNTED_MONTH = rf"{_CALENDAR_YEAR}[年년] ?(?P<month>[0-9]{{1,2}})[月월]"
_NAME = r"(?:de )?(?P<name>.+?)(?: de)?"  # 15 de julio de 2026
_Reader = Callable[[re.Match[str], _Rules], CalendarUnit | None]
_NOTATIONS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), read)
    for pattern, read in (
        (rf"{_CALENDAR_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})", _read_day),
        (rf"{_CALENDAR_YEAR}-(?P<month>[0-9]{{2}})", _read_month),
        (rf"{_CALENDAR_YEAR}[- ]?W(?P<week>[0-9]{{1,2}})", _read_week),
        (_ANY_YEAR, _read_year),
        (rf"{_ANY_YEAR}[- ]?{_PART}", _read_year),
        (rf"{_PART}[- ]{_ANY_YEAR}", _read_year),
        (rf"{_DAY_NUMBER} {_NAME} {_CALENDAR_YEAR}", _read_named_month),
        (rf"{_NAME} {_DAY_NUMBER},? {_CALENDAR_YEAR}", _read_named_month),
        (rf"{_NAME},? {_CALENDAR_YEAR}", _read_named_month),
        # 2026年7月15日 and 2026년 7월 15일 say of each number what it is.
        (_COUNTED_MONTH, _read_month),
        (rf"{_COUNTED_MONTH} ?(?P<day>[0-9]{{1,2}})[日일]", _read_day),
    )
)


# ----- the calendar


def _year(year: int) -> int:
    if not date.min.year <= year <= date.max.year:
        raise ReadError("it is outside the years 1 to 9999; write a year among them")
    return year


def _month(month: int) -> int:
    if not 1 <= month <= _YEAR_MONTHS:
        raise ReadError(f"there is no month {month}; write 01 to 12")
    return month


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(_year(year), _month(month))[1]


def _day(year: int, month: int, day: int) -> CalendarUnit:
    days = _last_day(year, month)
    if not 1 <= day <= days:
        raise ReadError(f"{year:04}-{month:02} has days 1 to {days}; write one of them")
    the_day = date(year, month, day)
    return CalendarUnit(the_day, the_day, Precision.DAY)


def _months(year: int, month: int, precision: Precision) -> CalendarUnit:
    """Return the unit that starts with a month; 13 and up are in the next year."""
    last_year, last_month = _carry(year, month + _MONTHS[precision] - 1)
    year, month = _carry(year, month)
    end = date(last_year, last_month, _last_day(last_year, last_month))
    return CalendarUnit(date(year, month, 1), end, precision)


def _carry(year: int, month: int) -> tuple[int, int]:
    """Return a year and a month of it, for a month counted from an earlier year."""
    years, month = divmod(month - 1, _YEAR_MONTHS)
    return _year(year + years), month + 1


# ----- the names of months

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _month_key(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold()).rstrip(".")


@cache
def _month_names(locale: str) -> Mapping[str, int]:
    """Return the numbers of months by name, in English and in *locale*'s language."""
    names = {"sept": 9}
    for number, name in enumerate(_ENGLISH_MONTHS, 1):
        names[_month_key(name)] = names[_month_key(name[:3])] = number
    if not locale.startswith("en"):
        names |= _foreign_month_names(locale)
    return names


def _foreign_month_names(locale: str) -> dict[str, int]:
    # Imported here: most handbooks are in English, and Babel is heavy.
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_month_names

    try:
        parsed = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}
    # "format" is the form beside a day (5 lipca), "stand-alone" the one without.
    return {
        _month_key(name): number
        for context in ("stand-alone", "format")
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, context, parsed).items()
    }
