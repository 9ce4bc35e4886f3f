from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.matrix import BLANK, Cell, Layout
from sphinx_pmroles.model.scheme import RACI
from sphinx_pmroles.reading.matrix import MatrixReading, Slot, read_matrix
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow, read_pipe_table


def read(text: str) -> MatrixReading:
    """Read a pipe table whose first line is line 10 of the page."""
    table = read_pipe_table([line.strip() for line in text.splitlines()], 9)
    assert table is not None
    return read_matrix(table, RACI, key="m", title="M", place=Place("page", 8))


def letters(reading: MatrixReading) -> list[list[str]]:
    return [
        [activity.title, *("/".join(cell.letters) for cell in activity.cells)]
        for activity in reading.matrix.activities
    ]


def test_read_matrix__takes_rows_for_activities() -> None:
    reading = read("""
        | Activity       | PM  | BA |
        | -------------- | --- | -- |
        | Set the vision | A/R | C  |
        | Build it       |     | R  |
    """)
    assert reading.findings == []
    matrix = reading.matrix
    assert matrix.label_header == "Activity"
    assert [p.text for p in matrix.participants] == ["PM", "BA"]
    assert letters(reading) == [["Set the vision", "A/R", "C"], ["Build it", "", "R"]]
    assert [a.key for a in matrix.activities] == ["set-the-vision", "build-it"]
    assert [a.place.line for a in matrix.activities] == [12, 13]
    assert matrix.letters_in_use() == set("ARC")


@pytest.mark.parametrize(
    "group", ["| **Launch** |  |  |", "| Launch |", "| __Launch__ | | |"]
)
def test_read_matrix__knows_groups(group: str) -> None:
    reading = read(f"""
        | Activity | PM | BA |
        | -------- | -- | -- |
        | First    | A  | R  |
        {group}
        | Second   | A  | R  |
    """)
    matrix = reading.matrix
    assert [(g.title, g.before) for g in matrix.groups] == [("Launch", 1)]
    assert [a.group for a in matrix.activities] == ["", "Launch"]


def test_read_matrix__skips_blank_rows_alone() -> None:
    reading = read("""
        | Activity | PM | BA |
        | -------- | -- | -- |
        | First    | A  | R  |
        |          |    |    |
        | Nobody's |    |    |
        | No one's | -  | –  |
    """)
    titles = [a.title for a in reading.matrix.activities]
    assert titles == ["First", "Nobody's", "No one's"]
    assert reading.matrix.activities[1].cells == (BLANK, BLANK)
    assert reading.matrix.groups == ()


def test_read_matrix__keeps_columns_of_text_in_their_places() -> None:
    reading = read("""
        | #  | Activity | PM | Deliverable | BA | Notes      |
        | -- | -------- | -- | ----------- | -- | ---------- |
        | 1  | First    | A  | A plan      | R  | I          |
        | 2  | Second   | A  |             | R  | Every year |
    """)
    matrix = reading.matrix
    assert [(c.title, c.before) for c in matrix.text_columns] == [
        ("#", -1),
        ("Deliverable", 1),
        ("Notes", 2),
    ]
    assert [p.text for p in matrix.participants] == ["PM", "BA"]
    assert matrix.activities[0].texts == ("1", "A plan", "I")
    assert matrix.activities[1].texts == ("2", "", "Every year")


@pytest.mark.parametrize("header", ["Stage", "phase", "**Stage**"])
def test_read_matrix__takes_the_stage_of_an_activity(header: str) -> None:
    reading = read(f"""
        | {header} | Activity | PM  |
        | -------- | -------- | --- |
        | Launch   | Train    | A/R |
        |          | Sell     | A/R |
    """)
    assert letters(reading) == [["Train", "A/R"], ["Sell", "A/R"]]
    assert [a.stage for a in reading.matrix.activities] == ["Launch", ""]


def test_read_matrix__numbers_activities_of_one_name() -> None:
    reading = read("""
        | Activity | PM  |
        | -------- | --- |
        | Test     | A/R |
        | Test     | A/R |
        | …        | A/R |
    """)
    keys = [a.key for a in reading.matrix.activities]
    assert keys == ["test", "test-2", "untitled"]


def test_read_matrix__reports_what_it_cannot_read_and_keeps_it() -> None:
    reading = read("""
        | Activity | PM  | Sales |
        | -------- | --- | ----- |
        | First    | A/R | X     |
        | Second   | A/R | С     |
        | Third    | A/R | I     |
    """)
    cells = [activity.cells[1] for activity in reading.matrix.activities]
    assert cells == [Cell(unread="X"), Cell(("C",)), Cell(("I",))]
    assert [(f.check, f.place.line) for f in reading.findings] == [
        ("unreadable-cell", 12),
        ("look-alike-letter", 13),
    ]
    unreadable, look_alike = (finding.message for finding in reading.findings)
    for words in ("'X'", "'Sales'", "'First'", "A (Accountable)", "'-' for nobody"):
        assert words in unreadable
    for words in ("'С' (U+0421)", "'Sales'", "'Second'", "type the Latin letter"):
        assert words in look_alike


def test_read_matrix__says_which_label_belongs_where() -> None:
    def cell(text: str, label: int | None = None) -> TableCell:
        return TableCell(text, label)

    table = Table(
        TableRow((cell("Activity", 0), cell("PM", 1), cell("BA"))),
        (
            TableRow((TableCell("Launch", 2, strong=True),)),
            TableRow((cell("Train", 3), cell("A/R (now)", 4), cell("-", 5))),
        ),
    )
    reading = read_matrix(table, RACI, key="m", title="", place=Place("page", 1))
    assert reading.labels == {
        Slot("header"): 0,
        Slot("participant", column=0): 1,
        Slot("group", row=0): 2,
        Slot("activity", row=0): 3,
        Slot("cell", 0, 0): 4,
    }
    assert reading.spans == {Slot("cell", 0, 0): (len("A/R"), None)}
    # A row whose line is not known counts as standing where the matrix does.
    assert reading.matrix.activities[0].place == Place("page", 1)


CELLS = st.sampled_from(["A", "R/A", "C (note)", "-", "", "?", "**I**", "words here"])


@given(
    st.lists(st.lists(CELLS, min_size=0, max_size=5), max_size=6),
    st.integers(min_value=0, max_value=4),
)
@settings(deadline=None)
def test_read_matrix__never_raises_and_loses_no_row(
    rows: list[list[str]], width: int
) -> None:
    header = TableRow(tuple(TableCell(f"P{n}") for n in range(width)))
    table = Table(
        header,
        tuple(
            TableRow(tuple(map(TableCell, row)), n + 3) for n, row in enumerate(rows)
        ),
    )
    place = Place("page", 1)
    for layout in (*Layout, None):
        read_matrix(table, RACI, key="m", title="", place=place, layout=layout)
    matrix = read_matrix(
        table, RACI, key="m", title="", place=place, layout=Layout.ACTIVITIES
    ).matrix
    filled = [row for row in rows if any(row)]
    # A second row of headers is no activity.
    assert len(matrix.activities) + len(matrix.groups) + len(
        matrix.participant_texts
    ) == len(filled)
    for activity in matrix.activities:
        assert len(activity.cells) == len(matrix.participants)
        assert len(activity.texts) == len(matrix.text_columns)
    assert len({activity.key for activity in matrix.activities}) == len(
        matrix.activities
    )
