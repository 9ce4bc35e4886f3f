"""Excel workbooks to rows of cells; openpyxl is imported where one is read."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from difflib import get_close_matches
from functools import partial
from typing import Any

from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.sources import MAX_ROWS, check_size, clean
from sphinx_pmroles.reading.tables import TableCell, TableRow

#: What a workbook may unpack to: a few kilobytes of it can be gigabytes of blanks.
MAX_UNPACKED = 100_000_000

#: So many cells are named in a message.
_NAMED = 5
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_OLE = b"\xd0\xcf\x11\xe0"
_MISSING = (
    "to read workbooks, openpyxl is needed and not installed: "
    'pip install "sphinx-pmroles[excel]", or save the sheet as CSV'
)


def read_workbook(
    data: bytes, sheet: str | None
) -> tuple[list[TableRow], ReadError | None]:
    """Return the rows of a worksheet, by default of the first that is shown.

    The line of a row is its number in the spreadsheet.  With the rows comes what is
    wrong with a cell of them, if anything is.
    """
    _check_archive(data)
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError:
        raise ReadError(_MISSING) from None
    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out: charts, validation, unknown styles.
            warnings.simplefilter("ignore")
            load = partial(openpyxl.load_workbook, keep_links=False)
            shown = _worksheet(load(io.BytesIO(data), data_only=True), sheet)
            rows = list(_rows(shown))
            if not _has_formulas(data):
                return rows, None
            written = load(io.BytesIO(data))[shown.title]
            return rows, _formulas_without_values(shown, written)
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - it raises whatever its parsers do
        raise ReadError(
            f"it is no Excel workbook that can be read ({error}): open it in a "
            "spreadsheet program and save it as .xlsx"
        ) from None


def _rows(sheet: Any) -> Iterator[TableRow]:
    if sheet.max_row > MAX_ROWS:
        raise ReadError(
            f"its last row is {sheet.max_row:,}, and no more than {MAX_ROWS:,} are "
            "read: delete the rows below the table",
            sheet.max_row,
        )
    check_size(sheet.max_row, sheet.max_row * sheet.max_column)
    merged = _merged(sheet)
    for row in sheet.iter_rows():
        number = row[0].row
        cells = [_cell(cell, number) for cell in row]
        filled = [n for n, cell in enumerate(cells) if cell.text]
        for column in range(len(cells)):
            origin = merged.get((number, column + 1))
            # A heading over the full width stands once.
            if origin and (origin.row != number or len(filled) > 1):
                cells[column] = _cell(origin, number)
        yield TableRow(tuple(cells), number)


def _has_formulas(data: bytes) -> bool:
    """Return whether any sheet has formulas: to read them, all is read once more."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (n for n in archive.namelist() if n.startswith("xl/worksheets/"))
        return any(_FORMULA.search(archive.read(name)) for name in sheets)


def _formulas_without_values(shown: Any, written: Any) -> ReadError | None:
    """Return that there are formulas whose values nobody has ever worked out."""

    def is_blank(cell: Any) -> bool:
        value = shown[cell.coordinate]
        # An empty text is a value, and openpyxl keeps its type alone.
        return value.value is None and value.data_type == "n"

    cells = (cell for row in written.iter_rows() for cell in row)
    blank = [cell for cell in cells if cell.data_type == "f" and is_blank(cell)]
    if not blank:
        return None
    named = ", ".join(cell.coordinate for cell in blank[:_NAMED])
    more = f" and {len(blank) - _NAMED:,} more" if len(blank) > _NAMED else ""
    return ReadError(
        f"in the sheet {shown.title!r} the formulas in {named}{more} have no value yet "
        "and read as blank: open the workbook in a spreadsheet program and save it",
        blank[0].row,
    )


def _check_archive(data: bytes) -> None:
    """Refuse what is no archive, or one that would unpack to too much."""
    if data.startswith(_OLE):
        raise ReadError(
            "it is a workbook of the old kind (.xls) or has a password: save it as "
            ".xlsx without one"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:  # noqa: BLE001 - broken archives raise many kinds
        raise ReadError(
            f"it is no Excel workbook ({error}): save it as .xlsx"
        ) from None
    if size > MAX_UNPACKED:
        raise ReadError(
            f"it unpacks to {size:,} bytes, and no more than {MAX_UNPACKED:,} are "
            "read: keep only the table in it"
        )


def _worksheet(book: Any, name: str | None) -> Any:
    """Return the worksheet of that name, or the first that is shown."""
    sheets = {each.title: each for each in book.worksheets}
    if name and name not in sheets:
        near = get_close_matches(name, sheets, n=1)
        cure = f"did you mean {near[0]!r}? " if near else ""
        known = ", ".join(map(repr, sheets))
        raise ReadError(f"it has no sheet {name!r}: {cure}its sheets are {known}")
    if name:
        return sheets[name]
    shown = [each for each in sheets.values() if each.sheet_state == "visible"]
    if not shown:
        raise ReadError("it has no sheet that is shown: name one with :sheet:")
    return shown[0]


def _merged(sheet: Any) -> dict[tuple[int, int], Any]:
    """Return the cell whose value counts, for each cell merged with it."""
    found: dict[tuple[int, int], Any] = {}
    for area in sheet.merged_cells.ranges:
        check_size(0, len(found) + area.size["rows"] * area.size["columns"])
        origin = sheet.cell(area.min_row, area.min_col)
        for row, column in area.cells:
            found[row, column] = origin
    return found


def _cell(cell: Any, line: int) -> TableCell:
    text = clean(_text(cell.value, cell.number_format or ""), line)
    return TableCell(text, strong=bool(text and cell.font and cell.font.b))


_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _text(value: object, number_format: str) -> str:
    """Return a value as text: as the sheet shows it where that is unambiguous."""
    shown = _QUOTED.sub("", number_format).lower()
    text = "" if value is None else str(value)
    match value:
        case bool():
            text = text.upper()
        case datetime():
            has_time = value.time() != time() and ("h" in shown or "s" in shown)
            text = value.isoformat(" ", "minutes") if has_time else f"{value:%Y-%m-%d}"
        case int() | float() if "%" in shown:
            places = re.search(r"\.([0#?]+)", shown)
            text = f"{value * 100:.{len(places[1]) if places else 0}f} %"
        case float():
            # 15 digits are what a spreadsheet keeps.
            text = f"{value:.15g}"
    return text
