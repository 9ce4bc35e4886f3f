"""Sheets as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date

from sphinx_pmroles.exchange.sheets import Percent, Sheet, Value
from sphinx_pmroles.reading.formulas import guard


def write_csv(sheet: Sheet) -> str:
    """Return a sheet as comma-separated values, in which no text is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_field, sheet.header))
    writer.writerows(map(_field, row.cells) for row in sheet.rows)
    return text.getvalue()


def _field(value: Value) -> str:
    match value:
        case date():
            return value.isoformat()
        case Percent(number):
            return f"{number} %"
    return guard(value.strip())
