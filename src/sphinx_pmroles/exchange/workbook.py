"""Sheets as an Excel workbook; openpyxl is imported where one is written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sphinx_pmroles.exchange.errors import ExchangeError, MissingLibraryError
from sphinx_pmroles.exchange.sheets import Kind, Percent, Sheet, Value
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.messages import quoted

#: Excel's limits, and the characters that it allows in no name of a sheet.
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]\x00-\x1f\x7f]")
#: What XML cannot hold.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The width of a column in characters, at the least and at the most.
_NARROWEST, _WIDEST = 6, 48
_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with a worksheet for each sheet.

    The same sheets give the same bytes.

    Raises ExchangeError.
    """
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError:
        raise MissingLibraryError("workbooks", "openpyxl", "excel") from None
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, name in zip(sheets, sheet_names(sheets), strict=True):
        _check_lengths(sheet, name)
        _write_sheet(book.create_sheet(name), sheet)
    data = io.BytesIO()
    book.save(data)
    return _without_times(data.getvalue())


def sheet_names(sheets: Iterable[Sheet]) -> list[str]:
    """Return a name for each sheet that Excel allows, each of them once."""
    taken: set[str] = set()
    names = []
    for sheet in sheets:
        legal = _NOT_IN_NAMES.sub(" ", sheet.title or sheet.key)
        words = " ".join(legal.split()).strip("'") or sheet.kind
        # Excel keeps "History" for itself.
        base = f"{words} " if fold(words) == "history" else words
        name, number = _cut(base, ""), 1
        while fold(name) in taken:
            number += 1
            name = _cut(base, f" ({number})")
        taken.add(fold(name))
        names.append(name)
    return names


def _cut(name: str, end: str) -> str:
    """Return as much of *name* as there is room for: Excel counts in UTF-16."""
    room = 2 * (_LONGEST_NAME - len(end))
    return name.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").strip() + end


def _check_lengths(sheet: Sheet, name: str) -> None:
    """Refuse a text that would be cut."""
    for number, row in enumerate(sheet.rows, 2):
        for value, header in zip(row.cells, sheet.header, strict=True):
            if isinstance(value, str) and len(value) > _LONGEST_TEXT:
                raise ExchangeError(
                    f"the sheet {quoted(name)} would have {len(value):,} characters in "
                    f"row {number}, column {quoted(header)}, and a cell of a workbook "
                    f"holds {_LONGEST_TEXT:,}: shorten that text, or export to csv"
                )


def _write_sheet(worksheet: Any, sheet: Sheet) -> None:
    from openpyxl.styles import (  # type: ignore[import-untyped]
        Alignment,
        Font,
        PatternFill,
    )
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    bold = Font(bold=True)
    fill = PatternFill("solid", fgColor="FFE7E6E6")
    lines = [(sheet.header, True), *((row.cells, row.is_group) for row in sheet.rows)]
    for number, (values, is_heading) in enumerate(lines, 1):
        for column, value in enumerate(values, 1):
            if value == "":
                continue
            cell = worksheet.cell(number, column)
            _set_value(cell, value)
            is_letters = sheet.kind is Kind.MATRIX and column > 1
            cell.alignment = Alignment(
                horizontal="center" if is_letters else None,
                vertical="top",
                wrap_text=True,
            )
            if is_heading:
                cell.font = bold
            if number == 1:
                cell.fill = fill
    for column in range(len(sheet.header)):
        width = max(_width(values[column]) for values, _ in lines)
        letter = get_column_letter(column + 1)
        worksheet.column_dimensions[letter].width = width
    worksheet.freeze_panes = "B2" if sheet.kind is Kind.MATRIX else "C2"
    worksheet.print_title_rows = "1:1"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True


def _set_value(cell: Any, value: Value) -> None:
    match value:
        case date():
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
        case Percent(number):
            cell.value = number / 100
            cell.number_format = "0%"
        case _:
            cell.value = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", value)
            # Else "=1+1" would be a formula, and "#N/A" an error.
            cell.data_type = "s"


def _width(value: Value) -> float:
    lines = value.splitlines() if isinstance(value, str) else ["2026-07-15"]
    # Characters of Chinese, Japanese and Korean are twice as wide.
    longest = max((len(x) + sum(map(_is_wide, x)) for x in lines), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _is_wide(char: str) -> bool:
    import unicodedata

    return unicodedata.east_asian_width(char) in "WF"


def _without_times(data: bytes) -> bytes:
    """Return the archive with no time of its making in it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            # The first time that an archive can say.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return made.getvalue()
