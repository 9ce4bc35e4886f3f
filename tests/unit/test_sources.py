from __future__ import annotations

import codecs
import io
import json
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]

from sphinx_pmroles.model.scheme import RACI
from sphinx_pmroles.reading import sources, workbook
from sphinx_pmroles.reading.audiences import plain
from sphinx_pmroles.reading.cells import reader_of
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.layouts import _names
from sphinx_pmroles.reading.sources import Format, format_of, read_source
from sphinx_pmroles.reading.tables import TableCell, is_delimiter, read_pipe_parts
from tests.unit.limits import seconds_of_work

if TYPE_CHECKING:
    from sphinx_pmroles.reading.tables import Table

DATA = Path(__file__).parents[1] / "data"


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in (table.header, *table.rows)]


def lines_of(table: Table) -> list[int]:
    return [row.line for row in (table.header, *table.rows)]


def error_of(data: bytes | str, data_format: Format, sheet: str = "") -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_source(data, format=data_format, sheet=sheet or None)
    return caught.value


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook_of(*rows: Sequence[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


# Formats


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("raci.csv", Format.CSV),
        ("RACI.CSV", Format.CSV),
        ("a/b.tsv", Format.TSV),
        ("a.yml", Format.YAML),
        ("a.yaml", Format.YAML),
        ("a.json", Format.JSON),
        ("a.xlsx", Format.XLSX),
    ],
)
def test_format_of__goes_by_the_suffix(name: str, expected: Format) -> None:
    assert format_of(name) is expected


@pytest.mark.parametrize("name", ["raci.ods", "raci", ".csv"])
def test_format_of__names_the_suffixes_there_are(name: str) -> None:
    with pytest.raises(ReadError, match=r"\.csv, \.tsv, .*:format:"):
        format_of(name)


# CSV and TSV


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv__is_separated_by_what_its_header_has_most(mark: str) -> None:
    text = mark.join(["Activity", '"PM, the; boss\tof all"', "BA"]) + "\n"
    table = read_source(text + mark.join("xAR"), format=Format.CSV)
    assert [len(row) for row in rows_of(table)] == [3, 3]


def test_csv__may_say_what_separates_it_as_excel_does() -> None:
    table = read_source("sep=;\r\nItem;When, roughly\r\na;b", format=Format.CSV)
    assert rows_of(table) == [["Item", "When, roughly"], ["a", "b"]]
    assert lines_of(table) == [2, 3]


def test_csv__keeps_the_line_where_each_record_starts() -> None:
    text = 'A,B\r\n"one\r\nlabel",R\r\n\r\n,,\r\nlast,"A\nR"\r\n'
    table = read_source(text, format=Format.CSV, first_line=10)
    assert rows_of(table) == [["A", "B"], ["one label", "R"], ["last", "A R"]]
    assert lines_of(table) == [10, 11, 15]


def test_csv__breaks_lines_only_where_files_do() -> None:
    table = read_source("A,B\na\u2028b,R\nc,A", format=Format.CSV)
    assert rows_of(table)[1:] == [["a b", "R"], ["c", "A"]]
    assert lines_of(table) == [1, 2, 3]


def test_csv__takes_quotes_after_a_blank() -> None:
    table = read_source('A, B\n"x, y", "say ""R"""', format=Format.CSV)
    assert rows_of(table)[1] == ["x, y", 'say "R"']


@pytest.mark.parametrize("text", ['A,B\nx,"R\ny,A\n', 'A,B\n"x"y,R\n'])
def test_csv__says_where_a_quote_goes_wrong(text: str) -> None:
    error = error_of(text, Format.CSV)
    assert error.line == 2
    assert 'twice ("")' in error.message


def test_tsv__has_no_quotes_to_guess() -> None:
    table = read_source("A\tB; C, D\nx\tR\n", format=Format.TSV)
    assert rows_of(table) == [["A", "B; C, D"], ["x", "R"]]


def test_csv__leaves_out_blank_margins_and_keeps_titles() -> None:
    text = ",RACI of the launch,,\n,,,\n,Activity,PM,\n,Strategy,,\n,Set,A,\n"
    table = read_source(text, format=Format.CSV)
    assert table.titles == ("RACI of the launch",)
    assert rows_of(table) == [["Activity", "PM"], ["Strategy", ""], ["Set", "A"]]
    assert lines_of(table) == [3, 4, 5]
    assert table.is_data


def test_csv__reads_a_roadmap_of_the_real_world() -> None:
    data = (DATA / "roadmap-300.csv").read_bytes()
    table = read_source(data, format=Format.CSV)
    assert len(table.rows) == 300
    assert {len(row) for row in rows_of(table)} == {19}
    assert lines_of(table) == list(range(1, 302))


# Encodings


@pytest.mark.parametrize(
    "encoded",
    [
        "Ä,B\r\n戦略,Я\r\n".encode(),
        codecs.BOM_UTF8 + "Ä,B\r\n戦略,Я\r\n".encode(),
        "Ä,B\r\n戦略,Я\r\n".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Ä,B\r\n戦略,Я\r\n".encode("utf-16-be"),
        "Ä,B\r\n戦略,Я\r\n".encode("utf-32"),
    ],
)
def test_text__may_be_of_any_unicode_encoding(encoded: bytes) -> None:
    table = read_source(encoded, format=Format.CSV)
    assert rows_of(table) == [["Ä", "B"], ["戦略", "Я"]]


SCRIPTS = [["פעילות", "مدير"], ["תמחור 2026", "👩🏽‍💻 R"], ["戦略", "e\u0301"]]


@pytest.mark.parametrize(
    ("data", "data_format"),
    [
        *(
            (mark + ending.join(map(between.join, SCRIPTS)).encode(), each)
            for each, between in ((Format.CSV, ","), (Format.TSV, "\t"))
            for mark in (b"", codecs.BOM_UTF8)
            for ending in ("\n", "\r\n")
        ),
        *(
            (json.dumps(rows, ensure_ascii=is_ascii).encode(), each)
            for rows in (
                [dict(zip(SCRIPTS[0], row, strict=True)) for row in SCRIPTS[1:]],
            )
            for each, is_ascii in (
                (Format.JSON, False),
                (Format.JSON, True),
                (Format.YAML, False),
            )
        ),
        (saved(workbook_of(*SCRIPTS)), Format.XLSX),
    ],
)
def test_text__of_any_script_is_read_as_it_is_written(
    data: bytes, data_format: Format
) -> None:
    assert rows_of(read_source(data, format=data_format)) == SCRIPTS


def test_text__of_another_encoding_is_an_error_at_its_byte() -> None:
    error = error_of("A,B\nStratégie,R\n".encode("latin-1"), Format.CSV)
    assert error.line == 2
    assert "byte 10 is 0xE9" in error.message
    assert "UTF-8" in error.message


@pytest.mark.parametrize(
    ("data", "data_format"),
    [
        ("A,B\nx\0,R\n", Format.CSV),
        ('[{"A": "\\u0001"}]', Format.JSON),
        ('[{"A": "\\ud800"}]', Format.JSON),
        ('- A: "\\x01"', Format.YAML),
    ],
)
def test_text__with_what_no_page_can_hold_is_an_error(
    data: str, data_format: Format
) -> None:
    assert "U+" in error_of(data, data_format).message


# YAML and JSON


def test_yaml__keeps_strings_as_they_are_written() -> None:
    text = "- {Item: no, ID: 012, When: 1:30, Day: 2026-01-01, N: 1.50, Z: ~, E: }\n"
    table = read_source(text, format=Format.YAML)
    assert rows_of(table)[1] == ["no", "012", "1:30", "2026-01-01", "1.50", "", ""]


@pytest.mark.parametrize("data_format", [Format.YAML, Format.JSON])
def test_rows__are_mappings_in_a_list(data_format: Format) -> None:
    text = """\
[{"Activity": "Set", "PM": "A",
  "BA": ["R", "C"]},

 {"Sponsor": "I", "Activity": "Tell", "PM": null}]
"""
    table = read_source(text, format=data_format)
    assert rows_of(table) == [
        ["Activity", "PM", "BA", "Sponsor"],
        ["Set", "A", "R, C", ""],
        ["Tell", "", "", "I"],
    ]
    assert lines_of(table) == [1, 1, 4]
    assert table.is_data


@pytest.mark.parametrize("data_format", [Format.YAML, Format.JSON])
def test_rows__may_be_named_by_keys(data_format: Format) -> None:
    text = '{"Set": {"PM": "A"},\n "Tell": {}}'
    table = read_source(text, format=data_format, label_header="Activity")
    assert rows_of(table) == [["Activity", "PM"], ["Set", "A"], ["Tell", ""]]
    assert lines_of(table) == [1, 1, 2]
    # Tell is an activity that nobody is assigned to, and no heading.
    assert not table.is_data


@pytest.mark.parametrize(
    "rows",
    ['{"Set": {"PM": "A"}}', '[{"Activity": "Set", "PM": "A"}]'],
)
def test_rows__may_be_in_groups(rows: str) -> None:
    text = f'{{"Strategy":\n {rows},\n "Launch":\n {rows}}}'
    table = read_source(text, format=Format.JSON, label_header="Activity")
    assert rows_of(table) == [
        ["Activity", "PM"],
        ["Strategy"],
        ["Set", "A"],
        ["Launch"],
        ["Set", "A"],
    ]
    assert lines_of(table) == [1, 1, 2, 3, 4]
    assert [row.is_group for row in table.rows] == [True, False, True, False]


def test_rows__may_be_in_groups_only_where_there_are_such() -> None:
    with pytest.raises(ReadError, match="no groups") as caught:
        read_source("a:\n  b: {c: d}", format=Format.YAML, with_groups=False)
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- {A: x}\n- A: y\n  B: 1\n  A: z\n", 4, "'A' is here twice, first on line 2"),
        ("a: {b: c}\na: {b: c}\n", 2, "'a' is here twice"),
        ("a: &x {b: c}\nd: *x\n", 2, "*x"),
        ("a: {b: c}\n---\na: {b: c}\n", 3, "second document"),
        ("- a: !!python/object:os.system x\n", 1, "tags"),
        ("- a: !secret x\n", 1, "tags"),
        ("- a: [b\n", 2, "not valid YAML"),
        ("- a: {b: c}\n", 1, "'a' must be a text"),
        ("text", 1, "found the text 'text'"),
        ("- text", 1, "expected a row"),
        ("a: {b: {c: d}}\ne: {f: g}", 2, "none of the groups"),
        ("a:\n- {b: c}\nd:\n  e: {f: g}", 1, "two kinds"),
        ("? {a: b}\n: c", 1, "a key must be a text"),
        ("- {}\n", 1, "no rows"),
        ("", 0, "nothing is in it"),
        ("# none", 0, "nothing is in it"),
    ],
)
def test_yaml__that_means_no_table_is_an_error(
    text: str, line: int, message: str
) -> None:
    error = error_of(text, Format.YAML)
    assert message in error.message
    assert error.line == line


def test_yaml__alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    error = error_of(bomb, Format.YAML)
    assert error.line == 2
    assert "aliases" in error.message


@pytest.mark.parametrize("data_format", [Format.YAML, Format.JSON])
@pytest.mark.parametrize("mark", ["[", '{"a":', '[{"a":'])
def test_rows__nested_deeply_are_an_error(mark: str, data_format: Format) -> None:
    assert "nested" in error_of(mark * 100_000, data_format).message


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[{"a": 1,\n "a": 2}]', 2, "twice"),
        ("[{'a': 1}]", 1, "a key in"),
        ('[{"a" 1}]', 1, "expected ':', found '1'"),
        ('[{"a": 1}\n{"a": 2}]', 2, "expected ',' or ']'"),
        ('[{"a": 1},\n]', 2, "expected a value, found ']'"),
        ('[{"a": "x\ny"}]', 1, "control character"),
        ('[{"a": 1}', 1, "found the end"),
        ('[{"a": 01}]', 1, "expected ',' or '}'"),
        ('[{"a": 1}] []', 1, "nothing more"),
        ('[{"a": NaN}]', 1, "a value"),
    ],
)
def test_json__that_is_not_valid_is_an_error(
    text: str, line: int, message: str
) -> None:
    error = error_of(text, Format.JSON)
    assert message in error.message
    assert error.line == line


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@given(st.lists(st.dictionaries(TEXTS, TEXTS, min_size=1), min_size=1))
def test_json_and_yaml__agree_with_the_standard_readers(
    rows: list[dict[str, str]],
) -> None:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    expected = [headers, *([row.get(h, "") for h in headers] for row in rows)]
    text = json.dumps(rows, indent=1)
    assert rows_of(read_source(text, format=Format.JSON)) == expected
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    assert rows_of(read_source(text, format=Format.YAML)) == expected


# Workbooks


def test_xlsx__reads_values_as_they_are_shown() -> None:
    book = workbook_of(
        ["Item", "When", "At", "Done", "Cost", "Count", "Open"],
        ["Sign-up", date(2026, 7, 15), datetime(2026, 7, 15, 9, 30, tzinfo=UTC)],
    )
    sheet = book.active
    for cell, value, shown in (
        ("C2", datetime(2026, 7, 15, 9, 30, tzinfo=UTC).replace(tzinfo=None), ""),
        ("D2", 0.6, "0%"),
        ("E2", 0.1 + 0.2, ""),
        ("F2", 3.0, ""),
        ("G2", True, ""),
        ("D3", 0.625, '0.0%" done"'),
        ("A3", "Two\nlines", ""),
    ):
        sheet[cell] = value
        if shown:
            sheet[cell].number_format = shown
    table = read_source(saved(book), format=Format.XLSX)
    assert rows_of(table)[1:] == [
        ["Sign-up", "2026-07-15", "2026-07-15 09:30", "60 %", "0.3", "3", "TRUE"],
        ["Two lines", "", "", "62.5 %", "", "", ""],
    ]


def test_xlsx__keeps_rows_bold_cells_and_merged_values() -> None:
    book = workbook_of(
        ["RACI of the launch"],
        [],
        ["Group", "Activity", "PM", "BA"],
        ["Strategy", "Set", "A", None],
        [None, "Tell", "R", "A"],
        ["All of this", None, None, None],
    )
    sheet = book.active
    for area in ("A1:D1", "A4:A5", "C4:D4", "A6:D6"):
        sheet.merge_cells(area)
    sheet["A6"].font = Font(bold=True)
    table = read_source(saved(book), format=Format.XLSX)
    assert table.titles == ("RACI of the launch",)
    assert rows_of(table) == [
        ["Group", "Activity", "PM", "BA"],
        ["Strategy", "Set", "A", "A"],
        ["Strategy", "Tell", "R", "A"],
        ["All of this", "", "", ""],
    ]
    assert lines_of(table) == [3, 4, 5, 6]
    assert [row.cells[0].strong for row in table.rows] == [False, False, True]


def test_xlsx__reads_the_first_sheet_shown_or_the_one_named() -> None:
    book = workbook_of(["Hidden", "x"], ["a", "b"])
    book.active.sheet_state = "hidden"
    for name in ("One", "Two"):
        book.create_sheet(name).append([name, "x"])
    data = saved(book)
    assert rows_of(read_source(data, format=Format.XLSX))[0][0] == "One"
    named = read_source(data, format=Format.XLSX, sheet="Two")
    assert rows_of(named)[0][0] == "Two"
    message = error_of(data, Format.XLSX, "Three").message
    assert "'Three'" in message
    assert "'Sheet', 'One', 'Two'" in message


def test_xlsx__reads_the_values_that_formulas_had() -> None:
    book = workbook_of(["A", "B"], ["x", "=1+1"])
    data = with_sheet_xml(
        saved(book), lambda xml: re.sub(r"(</f>)<v.*?(?=</c>)", r"\1<v>2</v>", xml)
    )
    assert "<f>1+1</f><v>2</v>" in sheet_xml(data)
    table = read_source(data, format=Format.XLSX)
    assert rows_of(table)[1] == ["x", "2"]
    assert table.fault is None


def test_xlsx__says_which_formulas_have_no_value() -> None:
    # As openpyxl writes them, and other programs that do not calculate.
    book = workbook_of(["Activity", "PM"], ["Sell", '="A/" & "R"'], ["Tell", "R"])
    table = read_source(saved(book), format=Format.XLSX)
    assert rows_of(table)[1:] == [["Sell", ""], ["Tell", "R"]]
    assert table.fault is not None
    assert table.fault.line == 2
    assert "in the sheet 'Sheet' the formulas in B2 have no value" in str(table.fault)
    for row in range(4, 12):
        book.active.append([f"Activity {row}", "=B3"])
    many = read_source(saved(book), format=Format.XLSX).fault
    assert "B2, B4, B5, B6, B7 and 4 more have no value" in str(many)


def test_xlsx__takes_an_empty_text_for_the_value_of_a_formula() -> None:
    # As spreadsheet programs write what =IF(..., "R", "") gives.
    book = workbook_of(["Activity", "PM"], ["Sell", '=IF(TRUE, "", "R")'])
    data = with_sheet_xml(
        saved(book), lambda xml: xml.replace('<c r="B2"', '<c r="B2" t="str"')
    )
    assert 't="str"><f>' in sheet_xml(data)
    assert read_source(data, format=Format.XLSX).fault is None


def test_xlsx__says_nothing_of_formulas_in_another_sheet() -> None:
    book = workbook_of(["Activity", "PM"], ["Sell", "A/R"])
    book.create_sheet("Sums").append(["=1+1"])
    assert read_source(saved(book), format=Format.XLSX).fault is None


def sheet_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def with_sheet_xml(data: bytes, change: Callable[[str], str]) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = change(text.decode()).encode()
            new.writestr(name, text)
    return file.getvalue()


def test_xlsx__without_openpyxl_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = saved(workbook_of(["A", "B"]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    message = error_of(data, Format.XLSX).message
    assert 'pip install "sphinx-pmroles[excel]"' in message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"A,B\nx,R\n", "no Excel workbook"),
        (b"", "no Excel workbook"),
        (workbook._OLE + b"\0" * 512, r"\.xls\) or has a password"),
    ],
)
def test_xlsx__that_is_none_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_source(data, format=Format.XLSX)


def test_xlsx__that_unpacks_to_too_much_is_refused_before_it_is() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"{number}.xml", b" " * 10_000_000)
    assert (
        "unpacks to 110,000,000 bytes" in error_of(file.getvalue(), Format.XLSX).message
    )


def test_xlsx__with_a_cell_far_below_is_refused() -> None:
    book = workbook_of(["A", "B"])
    book.active["A1048576"] = "x"
    assert "1,048,576" in error_of(saved(book), Format.XLSX).message


def test_xlsx__is_no_text() -> None:
    assert ":file:" in error_of("A,B", Format.XLSX).message


def with_size(data: bytes, size: int) -> bytes:
    """Return an archive of one part that says of itself to unpack to *size*."""
    at = data.index(b"PK\x01\x02")
    told = size.to_bytes(4, "little")
    return data[:22] + told + data[26 : at + 24] + told + data[at + 28 :]


def test_xlsx__that_unpacks_to_more_than_it_says_takes_no_memory() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 50_000_000)
    tracemalloc.start()
    error_of(with_size(file.getvalue(), 10), Format.XLSX)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_xlsx__that_is_packed_in_a_foreign_way_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", b" " * 1_000)
    assert "packed in a way" in error_of(file.getvalue(), Format.XLSX).message


@pytest.mark.parametrize(
    "area",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD9"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:Z9" location="x"/></hyperlinks>',
        '<hyperlinks><hyperlink ref="A:B" location="x"/></hyperlinks>',
    ],
)
def test_xlsx__with_an_area_of_too_many_cells_is_refused(
    area: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_CELLS", 100)
    data = with_sheet_xml(
        VALID[Format.XLSX],
        lambda xml: xml.replace("</sheetData>", f"</sheetData>{area}"),
    )
    assert "100 cells" in error_of(data, Format.XLSX).message


def test_xlsx__with_too_many_cells_or_styles_is_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MAX_ELEMENTS", 5)
    assert "styles" in error_of(VALID[Format.XLSX], Format.XLSX).message
    monkeypatch.undo()
    monkeypatch.setattr(sources, "MAX_CELLS", 100)
    data = with_sheet_xml(
        VALID[Format.XLSX],
        lambda xml: xml.replace(
            "</sheetData>", f'<row r="1">{"<c/>" * 101}</row></sheetData>'
        ),
    )
    assert "100 cells" in error_of(data, Format.XLSX).message


def test_xlsx__that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>'
    data = with_sheet_xml(VALID[Format.XLSX], lambda xml: f"{bomb}{xml}")
    assert "document type" in error_of(data, Format.XLSX).message


def test_xlsx__shows_no_more_places_than_a_spreadsheet_does() -> None:
    assert len(workbook._text(0.5, f"0.{'0' * 200}%")) < 40


# Limits


def test_csv__with_a_wide_header_is_not_filled_up_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "MAX_CELLS", 100)
    text = ",".join("abcdefghijklmnopqrst") + "\n" + "x,y\n" * 10
    assert "100 cells" in error_of(text, Format.CSV).message


@pytest.mark.parametrize("data_format", [Format.JSON, Format.YAML])
def test_rows__of_nothing_are_counted(
    data_format: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_CELLS", 100)
    text = f"[{', '.join(['{}'] * 300)}]"
    assert "100 cells" in error_of(text, data_format).message


def test_csv__with_a_very_long_text_says_how_long_one_may_be() -> None:
    assert "131,072" in error_of(f"A,B\n{'x' * 200_000},R\n", Format.CSV).message


LONG = 100_000


@pytest.mark.parametrize(
    "read",
    [
        lambda: sources.clean("\t" + " " * LONG + "x", 1),
        lambda: is_delimiter("| -" + " " * LONG + "x"),
        lambda: read_pipe_parts(["# a" + " " * LONG + "x", ""], 1),
        lambda: reader_of(RACI)("R (x), " * (LONG // 4) + "!"),
        lambda: list(_names(TableCell("(" * LONG), ("A",))),
        lambda: list(plain("[" * LONG)),
        lambda: list(plain("[a](" * LONG)),
        lambda: list(plain("`<" * LONG)),
        lambda: list(plain("`<" * LONG + ">")),
        lambda: list(plain(":" * LONG)),
        lambda: list(plain("a" + "_" * LONG + "b")),
    ],
)
def test_texts__of_any_length_are_read_in_bounded_work(
    read: Callable[[], object],
) -> None:
    with seconds_of_work(4):
        read()


def test_data__that_is_too_long_is_refused() -> None:
    error = error_of(b"x" * (sources.MAX_BYTES + 1), Format.CSV)
    assert "larger than 20,000,000 bytes" in error.message
    rows = "A,B\n" + "x,R\n" * (sources.MAX_ROWS + 1)
    assert "more than" in error_of(rows, Format.CSV).message
    assert "more than" in error_of("," * (sources.MAX_CELLS + 1), Format.CSV).message
    wide = json.dumps([{f"h{n}": "x"} for n in range(1_100)])
    assert "more than" in error_of(wide, Format.JSON).message


@pytest.mark.parametrize("data_format", list(Format))
@given(data=st.binary())
def test_data__of_random_bytes_is_a_table_or_an_error(
    data: bytes, data_format: Format
) -> None:
    try:
        read_source(data, format=data_format)
    except ReadError as error:
        assert error.message  # noqa: PT017 - either is an answer


VALID = {
    Format.CSV: b'Activity;PM\n"Set; price";A\n\nx;"R"\n',
    Format.TSV: b"Activity\tPM\nSet\tA\n",
    Format.YAML: b'Strategy:\n  Set: {PM: A, BA: [R, "C"]}\n  Tell: &x |\n    x\n',
    Format.JSON: b'{"Strategy": {"Set": {"PM": "A\\n", "BA": ["R", 1.5e3]}}}',
    Format.XLSX: saved(workbook_of(["Activity", "PM"], ["Set", "A"])),
}


@pytest.mark.parametrize("data_format", list(Format))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.binary(max_size=4)),
        min_size=1,
        max_size=5,
    )
)
def test_data__that_was_mangled_is_a_table_or_an_error(
    changes: list[tuple[int, int, bytes]], data_format: Format
) -> None:
    data = VALID[data_format]
    for at, removed, added in changes:
        start = at % (len(data) + 1)
        data = data[:start] + added + data[start + removed :]
    try:
        read_source(data, format=data_format)
    except ReadError as error:
        assert error.message  # noqa: PT017 - either is an answer


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(at=st.integers(0, 10_000), removed=st.integers(0, 9), added=st.text(max_size=9))
def test_xlsx__with_mangled_xml_is_a_table_or_an_error(
    at: int, removed: int, added: str
) -> None:
    def change(xml: str) -> str:
        start = at % len(xml)
        return xml[:start] + added + xml[start + removed :]

    try:
        read_source(with_sheet_xml(VALID[Format.XLSX], change), format=Format.XLSX)
    except (ReadError, UnicodeEncodeError) as error:
        assert str(error)  # noqa: PT017 - either is an answer


def test_read_source__leaves_out_what_keeps_a_text_from_being_a_formula() -> None:
    text = "Activity,PM\n'=Plan,'-\n'tis,\"'+1\"\n"
    rows = read_source(text, format=Format.CSV).rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["=Plan", "-"],
        ["'tis", "+1"],
    ]
