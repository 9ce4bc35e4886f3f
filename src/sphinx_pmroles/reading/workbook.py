"""Excel workbooks to rows of cells; openpyxl is imported where one is read."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Any
from xml.parsers import expat

from sphinx_pmroles.model.messages import listed, nearest, quoted
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.sources import MAX_CELLS, MAX_ROWS, check_size, clean
from sphinx_pmroles.reading.tables import TableCell, TableRow

#: What a workbook may unpack to: a few kilobytes of it can be gigabytes of blanks.
MAX_UNPACKED = 100_000_000

#: What all that is no cell may have in elements: each is a record in memory.
MAX_ELEMENTS = 500_000

#: So many cells are named in a message.
_NAMED = 5
#: So much is unpacked at once, and so long a number format is looked at.
_CHUNK, _LONGEST_FORMAT, _MAX_PLACES = 1 << 20, 255, 30
_SHEETS, _TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"
#: Elements whose areas openpyxl fills with cells, however far they reach.
_AREAS = frozenset({"mergeCell", "hyperlink", "comment"})
_AREA = re.compile(
    r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)
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
    archive = _Archive.unpacked(data)
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError:
        raise ReadError(_MISSING) from None
    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out: charts, validation, unknown styles.
            warnings.simplefilter("ignore")
            load = partial(openpyxl.load_workbook, keep_links=False)
            book = load(io.BytesIO(archive.data), data_only=True)
            shown = _worksheet(book, sheet)
            rows = list(_rows(shown))
            if not archive.has_formulas:
                return rows, None
            written = load(io.BytesIO(archive.data))[shown.title]
            return rows, _formulas_without_values(shown, written)
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - it raises whatever its parsers do
        raise ReadError(
            f"it is no Excel workbook that can be read ({_why(error)}): open it in a "
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
        f"in the sheet {quoted(shown.title)} the formulas in {named}{more} have no "
        "value yet and read as blank: open the workbook in a spreadsheet program and "
        "save it",
        blank[0].row,
    )


@dataclass(slots=True)
class _Archive:
    """A workbook that is what it says of itself, and is not more than can be read.

    openpyxl makes a record of each element, and cells of whole areas, before anyone
    can ask how many: so they are counted before it is given them.
    """

    data: bytes = b""
    cells: int = 0
    elements: int = 0
    has_formulas: bool = False

    @classmethod
    def unpacked(cls, data: bytes) -> _Archive:
        """Return the archive in *data*, unpacked and looked through."""
        if data.startswith(_OLE):
            raise ReadError(
                "it is a workbook of the old kind (.xls) or has a password: save it as "
                ".xlsx without one"
            )
        found = cls()
        made = io.BytesIO()
        try:
            with (
                zipfile.ZipFile(io.BytesIO(data)) as old,
                zipfile.ZipFile(made, "w") as new,
            ):
                entries = {entry.filename: entry for entry in old.infolist()}
                _check_unpacked(sum(entry.file_size for entry in entries.values()))
                for name, entry in entries.items():
                    part = _unpacked(old, entry)
                    found.look_through(name, part)
                    new.writestr(zipfile.ZipInfo(name), part)
        except ReadError:
            raise
        except Exception as error:  # noqa: BLE001 - broken archives raise many kinds
            raise ReadError(
                f"it is no Excel workbook ({_why(error)}): save it as .xlsx"
            ) from None
        found.data = made.getvalue()
        return found

    def look_through(self, name: str, part: bytes) -> None:
        """Count what is in a part of the workbook, if it is XML."""
        parser = expat.ParserCreate()
        is_sheet = name.startswith(_SHEETS)
        is_counted_as_cell = is_sheet or name == _TEXTS

        def start(tag: str, attributes: dict[str, str]) -> None:
            kind = tag.rpartition(":")[2]
            if is_sheet and kind == "f":
                self.has_formulas = True
            if is_sheet and kind == "c":
                self.cells += 1
            if not is_counted_as_cell:
                self.elements += 1
            if kind in _AREAS:
                self.cells += _size(attributes.get("ref", ""))
            self._check()

        def refuse(*_declaration: object) -> None:
            raise ReadError(
                f"{quoted(name)} in it declares a document type, which no spreadsheet "
                "program writes: open it in one and save it as .xlsx"
            )

        parser.StartElementHandler = start
        parser.StartDoctypeDeclHandler = refuse
        try:
            parser.Parse(part, True)  # noqa: FBT003 (the parser takes no keyword)
        except expat.ExpatError:
            # A picture, or what openpyxl will say more of.
            return

    def _check(self) -> None:
        check_size(0, self.cells)
        if self.elements > MAX_ELEMENTS:
            raise ReadError(
                f"it has more than {MAX_ELEMENTS:,} styles, names and other things: "
                "keep only the table in it"
            )


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a part of an archive, as much of it as its entry says."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # Other methods cannot be unpacked in pieces, and are not of this format.
        raise ReadError(
            f"{quoted(entry.filename)} in it is packed in a way that no spreadsheet "
            "program uses: open it in one and save it as .xlsx"
        )
    # Read at once, an entry that says less than it is would be unpacked in full.
    with archive.open(entry) as file:
        chunks = iter(partial(file.read, _CHUNK), b"")
        return b"".join(chunks)


def _check_unpacked(size: int) -> None:
    if size > MAX_UNPACKED:
        raise ReadError(
            f"it unpacks to {size:,} bytes, and no more than {MAX_UNPACKED:,} are "
            "read: keep only the table in it"
        )


def _size(area: str) -> int:
    """Return how many cells an area has; one of whole rows or columns has too many."""
    match = _AREA.fullmatch(area)
    if not match:
        return MAX_CELLS + 1 if ":" in area else 1
    left, top, right, bottom = match.groups()
    if right is None:
        return 1
    columns = abs(_column(right) - _column(left)) + 1
    return columns * (abs(int(bottom) - int(top)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _why(error: Exception, longest: int = 200) -> str:
    """Return what an error of a library says, on one line and not too long."""
    text = " ".join(repr(str(error))[1:-1].split())
    return text if len(text) <= longest else f"{text[:longest]}…"


def _worksheet(book: Any, name: str | None) -> Any:
    """Return the worksheet of that name, or the first that is shown."""
    sheets = {each.title: each for each in book.worksheets}
    if name and name not in sheets:
        near = nearest(name, sheets)
        cure = f"did you mean {quoted(near)}? " if near else ""
        known = listed(sheets)
        raise ReadError(f"it has no sheet {quoted(name)}: {cure}its sheets are {known}")
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
    shown = _QUOTED.sub("", number_format[:_LONGEST_FORMAT]).lower()
    text = "" if value is None else str(value)
    match value:
        case bool():
            text = text.upper()
        case datetime():
            has_time = value.time() != time() and ("h" in shown or "s" in shown)
            text = value.isoformat(" ", "minutes") if has_time else f"{value:%Y-%m-%d}"
        case int() | float() if "%" in shown:
            places = re.search(r"\.([0#?]+)", shown)
            text = (
                f"{value * 100:.{min(len(places[1]), _MAX_PLACES) if places else 0}f} %"
            )
        case float():
            # 15 digits are what a spreadsheet keeps.
            text = f"{value:.15g}"
    return text
