"""The notations of days of other tools, made the one that roadmaps read."""

from __future__ import annotations

import re

from sphinx_pmroles.reading.dates import read_period
from sphinx_pmroles.reading.errors import ReadError

_ZONE = r"(?:Z| ?[+-]\d{2}:?\d{2})?"
_TIME = rf"(?:[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?: ?[AaPp][Mm])?{_ZONE})?"
#: 15/Jul/26 3:04 PM, 2026-07-15T15:04:05Z, 2026/07/15: each says what is the month.
_NAMED = re.compile(rf"(\d{{1,2}})[/-]([^\W\d]+)\.?[/-](\d{{4}}|\d{{2}}){_TIME}")
_COUNTED = re.compile(rf"(\d{{4}})([-/])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")


def as_day(text: str) -> str:
    """Return a day, with or without a time, as ``2026-07-15``; else *text* itself.

    What may be two different days, such as 07/08/2026, is left as it is.
    """
    text = text.strip()
    if counted := _COUNTED.fullmatch(text):
        year, _, month, day = counted.groups()
        made = f"{year}-{int(month):02}-{int(day):02}"
    elif named := _NAMED.fullmatch(text):
        day, month, year = named.groups()
        # Jira writes two digits for the years of this century.
        made = f"{day} {month} {year if len(year) > len('26') else f'20{year}'}"
    else:
        return text
    try:
        start = read_period(made).start
    except ReadError:
        return text
    return start.isoformat() if start else text
