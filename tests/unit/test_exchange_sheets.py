"""Exports to CSV and Excel: what is in them, and that the same is read again."""

from __future__ import annotations

import csv
import io
import warnings
from datetime import date
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_pmroles.exchange.csv_files import write_csv
from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.sheets import Kind, Row, Sheet, sheets_of
from sphinx_pmroles.exchange.snapshot import Snapshot
from sphinx_pmroles.exchange.workbook import sheet_names, write_workbook
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.scheme import RACI
from sphinx_pmroles.reading.formulas import guard, unguard
from sphinx_pmroles.reading.matrix import read_matrix
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.sources import Format, read_source
from sphinx_pmroles.reading.tables import Table
from tests.unit.snapshots import activity, item, matrix, role, snapshot

PLACE = Place("page", 1)


def csv_rows(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(write_csv(sheet))))


def from_csv(sheet: Sheet) -> Table:
    return read_source(write_csv(sheet), format=Format.CSV)


def from_workbook(sheet: Sheet) -> Table:
    return read_source(write_workbook([sheet]), format=Format.XLSX)


LAUNCH = snapshot(
    roles={"pm": role("Product Manager"), "ba": role("Analyst", reports_to="pm")},
    matrices={
        "launch": matrix(
            activity("Plan", assignments={"pm": ["A", "R"]}, notes={"pm": "once"}),
            activity("Wait", "Later"),
            activity("Ship", "Later", assignments={"engineering": ["R"]}),
            activity("Sell", "Last", notes={"engineering": "who?"}),
        )
    },
    items={
        "one": item(
            "One",
            when="2026-Q3",
            start="2026-07-01",
            end="2026-09-30",
            owner="pm",
            progress=60,
        ),
        "two": item("Two", when="later", horizon="later", depends_on=["plan/one"]),
    },
)


def test_sheets_of__lays_a_matrix_out_as_people_do() -> None:
    sheet, *_ = sheets_of(LAUNCH)
    assert csv_rows(sheet) == [
        ["Activity", "Product Manager", "engineering"],
        ["Plan", "A/R (once)", ""],
        ["Later", "", ""],
        ["Wait", "-", "-"],
        ["Ship", "", "R"],
        ["Last", "", ""],
        ["Sell", "", "who?"],
    ]


def test_sheets_of__lays_a_roadmap_out_without_empty_columns() -> None:
    sheet = sheets_of(LAUNCH)[1]
    assert csv_rows(sheet) == [
        ["ID", "Item", "When", "Start", "End", "Owner", "Progress", "Depends on"],
        [
            *("one", "One", "2026-Q3", "2026-07-01", "2026-09-30"),
            *("Product Manager", "60 %", ""),
        ],
        ["two", "Two", "later", "", "", "", "", "one"],
    ]


def test_sheets_of__lists_roles_by_name() -> None:
    *_, sheet = sheets_of(LAUNCH)
    assert (sheet.kind, sheet.header[:2]) == (Kind.ROLES, ("ID", "Role"))
    column = sheet.header.index("Reports to")
    assert [row.cells[column] for row in sheet.rows] == ["", "Product Manager"]


def test_sheets_of__has_none_for_a_roll_up() -> None:
    collected = Snapshot({"roadmaps": {"all": {"title": "All", "items": []}}})
    assert sheets_of(collected) == []


def test_sheets_of__gives_files_names_that_every_system_takes() -> None:
    keys = ["../../etc", "A", "a", "ロードマップ" * 40, "..."]
    sheets = sheets_of(
        snapshot(matrices={key: matrix(activity("Plan")) for key in keys})
    )
    names = [sheet.name for sheet in sheets]
    assert names[:3] == ["matrix-etc", "matrix-a", "matrix-a-2"]
    assert max(len(name.encode()) for name in names) <= 200
    assert names[4] == "matrix"


def test_sheets_of__names_by_key_what_its_title_does_not_find() -> None:
    twins = {"a": role("Lead"), "b": role("Lead"), "task": role("Task", abbr="T")}
    sheet, *_ = sheets_of(
        snapshot(
            roles=twins,
            matrices={"m": matrix(activity("Plan"), participants=["a", "b", "task"])},
        )
    )
    assert sheet.header == ("Activity", "a", "b", "task")


def test_sheets_of__names_a_role_again_that_has_two_columns() -> None:
    sheet, *_ = sheets_of(
        snapshot(
            roles={"pm": role("Product Manager"), "v-2": role("V2")},
            matrices={
                "m": matrix(activity("Plan"), participants=["pm", "pm-2", "v-2"])
            },
        )
    )
    assert sheet.header == ("Activity", "Product Manager", "Product Manager", "V2")


def test_sheets_of__keeps_the_first_column_of_a_field_that_has_two() -> None:
    sheet, *_ = sheets_of(
        snapshot(items={"one": item("One", extra={"Lead": "x", "Cost": "1"})})
    )
    assert sheet.header[-3:] == ("Owner", "Lead", "Cost")


# Round trips

#: A workbook takes long to write and to read, and longer where others work.
PATIENT = settings(deadline=None, max_examples=40)

TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "-", "-2", "+x", "@x", "'=x", "A, B", 'a "b"', "Ω 戦略 🚀"]
    ),
    st.text(min_size=1, max_size=20),
).map(lambda text: " ".join(text.split()))


def is_kept(text: str) -> bool:
    """Return whether a text is one that a handbook can hold as it is."""
    return text.isprintable() and bool(text) and text.strip("*_`'") == text


@PATIENT
@given(
    cells=st.lists(
        st.tuples(
            TEXTS.filter(is_kept),
            st.lists(st.sampled_from("RACI"), unique=True, max_size=4),
            TEXTS.filter(lambda text: is_kept(text) and "(" not in text),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
@pytest.mark.parametrize("read_back", [from_csv, from_workbook])
def test_matrix_sheet__is_read_as_the_same_matrix(read_back: Any, cells: Any) -> None:
    activities = [
        activity(
            f"Do {title}",
            "Group" if number else None,
            assignments={"pm": letters} if letters else {},
            notes={"pm": note} if has_note and letters else {},
        )
        for number, (title, letters, note, has_note) in enumerate(cells)
    ]
    sheet, *_ = sheets_of(snapshot(matrices={"m": matrix(*activities)}))
    read = read_matrix(read_back(sheet), RACI, key="m", title="", place=PLACE).matrix
    assert [p.text for p in read.participants] == ["pm", "engineering"]
    assert [
        (a.title, a.group or None, list(a.cells[0].letters), a.cells[0].note)
        for a in read.activities
    ] == [
        (
            a["title"],
            a["group"],
            a["assignments"].get("pm", []),
            a["notes"].get("pm", ""),
        )
        for a in activities
    ]


@PATIENT
@given(texts=st.lists(TEXTS.filter(is_kept), min_size=1, max_size=6, unique=True))
@pytest.mark.parametrize("read_back", [from_csv, from_workbook])
def test_roadmap_sheet__is_read_as_the_same_items(read_back: Any, texts: Any) -> None:
    items = {
        f"i{number}": item(
            text,
            team=text,
            outcome=text,
            when="15 July 2026",
            start="2026-07-15",
            end="2026-07-15",
            status="in progress",
            progress=number,
            confidence="80",
            extra={"Notes": text, "Cost": text},
            depends_on=["plan/i0"] if number else [],
        )
        for number, text in enumerate(texts)
    }
    sheet, *_ = sheets_of(snapshot(items=items))
    read = read_roadmap(
        read_back(sheet), key="plan", title="", place=PLACE, rules=DateRules()
    )
    assert read.findings == []
    found = read.roadmap.items
    assert [(i.key, i.title, i.team, i.outcome, i.notes) for i in found] == [
        (key, i["title"], i["team"], i["outcome"], i["extra"]["Notes"])
        for key, i in items.items()
    ]
    for one, number in zip(found, range(len(found)), strict=True):
        assert one.period.text == "15 July 2026"
        assert (one.period.start, one.status) == (date(2026, 7, 15), "in progress")
        assert (one.progress, one.confidence) == (number, "80")
        assert one.depends_on == (("i0",) if number else ())


# Formulas


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "＝1+1", "\t=1", "\r=1"],
)
def test_guard__makes_a_formula_a_text(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["-", "-2", "+1.5", "A/R", "'tis", "", "a=b"])
def test_guard__leaves_what_is_no_formula(text: str) -> None:
    assert guard(text) == text


@given(st.text())
def test_unguard__gives_back_every_text(text: str) -> None:
    assert unguard(guard(text)) == text


def test_write_csv__holds_no_formula() -> None:
    evil = snapshot(
        matrices={
            "m": matrix(
                activity("=1+1", "@SUM(A1)", notes={"pm": "+cmd"}),
                participants=["pm", "=x"],
            )
        }
    )
    sheet, *_ = sheets_of(evil)
    fields = [field for row in csv_rows(sheet) for field in row]
    assert [f for f in fields if f.lstrip()[:1] in ("=", "+", "@", "\t")] == []
    assert "'=1+1" in fields


def test_write_workbook__holds_no_formula() -> None:
    evil = snapshot(matrices={"m": matrix(activity("=1+1", notes={"pm": "#N/A"}))})
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(sheets_of(evil))))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert "=1+1" in [cell.value for cell in cells]


# Workbooks


def named(*titles: str) -> list[Sheet]:
    return [Sheet(Kind.MATRIX, "m", "m", title, (), ()) for title in titles]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("A/B: [c]?*", "'x'"), ["A B c", "x"]),
        (("x" * 40, "X" * 40), ["x" * 31, "X" * 27 + " (2)"]),
        (("", ""), ["m", "m (2)"]),
        (("???",), ["matrix"]),
        (("\N{ROCKET}" * 20,), ["\N{ROCKET}" * 15]),
    ],
)
def test_sheet_names__are_legal_and_unique(
    titles: tuple[str, ...], names: list[str]
) -> None:
    assert sheet_names(named(*titles)) == names


def test_write_workbook__freezes_headers_and_sets_widths() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(sheets_of(LAUNCH))))
    assert book.sheetnames == ["Launch", "Plan", "Roles"]
    launch, plan, _ = book.worksheets
    assert (launch.freeze_panes, plan.freeze_panes) == ("B2", "C2")
    assert launch.column_dimensions["B"].width == len("Product Manager") + 2
    assert launch["A3"].value == "Later"
    assert launch["A3"].font.b
    assert not launch["A2"].font.b
    assert plan["D2"].value.date() == date(2026, 7, 1)


def test_write_workbook__is_the_same_every_time(monkeypatch: Any) -> None:
    first = write_workbook(sheets_of(LAUNCH))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert write_workbook(sheets_of(LAUNCH)) == first


def test_write_workbook__refuses_to_cut_a_text() -> None:
    long = Row(("x" * 40_000,))
    sheet = Sheet(Kind.ROLES, "roles", "roles", "Roles", ("ID",), (long,))
    with pytest.raises(ExchangeError, match=r"40,000 .* row 2, column 'ID'"):
        write_workbook([sheet])
