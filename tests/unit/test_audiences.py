"""Audiences: who sees what, and what a hidden body may define."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_pmroles.model.audience import is_shown, name_hashes, unknown_audience
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.reading.audiences import FILE, names_in, plain, screen
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow


def table_of(*rows: str, is_data: bool = False) -> Table:
    """Return the table of rows of cells with bars between them."""
    header, *below = (
        TableRow(tuple(TableCell(text.strip()) for text in row.split("|")), line)
        for line, row in enumerate(rows, start=1)
    )
    return Table(header, tuple(below), is_data=is_data)


def texts_of(table: Table) -> list[list[str]]:
    """Return the texts of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in (table.header, *table.rows)]


def public(audiences: tuple[str, ...], _line: int) -> bool:
    """Return whether the public may see what is for *audiences*."""
    return is_shown(audiences, "public")


@pytest.mark.parametrize(
    ("audiences", "audience", "shown"),
    [
        ((), "public", True),
        (("internal",), None, True),
        (("Internal",), "internal", True),
        (("internal", "public"), "PUBLIC", True),
        (("internal",), "public", False),
    ],
)
def test_is_shown__to_those_who_are_named(
    audiences: tuple[str, ...], audience: str | None, *, shown: bool
) -> None:
    assert is_shown(audiences, audience) is shown


def test_unknown_audience__names_the_nearest() -> None:
    assert unknown_audience("Internal", ["internal", "public"]) == ""
    assert "did you mean 'internal'?" in unknown_audience("intern", ["internal"])
    assert "did you mean" not in unknown_audience("staff", ["internal", "public"])


def test_name_hashes__meet_as_names_do() -> None:
    known = name_hashes(Kind.ROLE, "product-manager")
    assert name_hashes(Kind.ROLE, "Product  Manager") & known
    assert not name_hashes(Kind.STAGE, "Product Manager") & known
    assert not any("product" in one for one in known)


def test_screen__leaves_out_rows_and_columns() -> None:
    table = table_of(
        "Item | Notes | When | Audience",
        "One | no | 2026 |",
        "Two | no | 2026 | internal",
        "Three | no | 2026 | internal, public",
    )
    screened = screen(table, public, ["notes"], keeps_audiences=False)
    assert texts_of(screened.table) == [
        ["Item", "When"],
        ["One", "2026"],
        ["Three", "2026"],
    ]
    assert screened.hidden == ["Two", "no", "2026"]


def test_screen__takes_the_rows_below_a_heading_along() -> None:
    table = table_of(
        "What | PM | Audience",
        "**Inside** | | internal",
        "One | A |",
        "**Outside** | |",
        "Two | A |",
    )
    assert texts_of(screen(table, public).table)[1:] == [
        ["**Outside**", "", ""],
        ["Two", "A", ""],
    ]


def test_screen__takes_no_text_of_escaped_marks_for_a_heading() -> None:
    table = table_of(
        "What | PM | Audience", "**Inside** | | internal", "**x** | |", "One | A |"
    )
    inside, escaped, one = table.rows
    parsed = TableRow((TableCell("**x**", is_parsed=True), *escaped.cells[1:]), 3)
    table = Table(table.header, (inside, parsed, one))
    assert screen(table, public).table.rows == ()


def test_screen__takes_no_row_of_a_plan_for_a_heading() -> None:
    table = table_of("Item | Audience", "One | internal", "Two |", is_data=True)
    screened = screen(table, public, has_headings=False)
    assert texts_of(screened.table)[1:] == [["Two", ""]]


def test_screen__makes_no_heading_of_a_row_whose_letters_are_hidden() -> None:
    table = table_of("What | PM | BA", "Group | |", "One | A |", is_data=True)
    _group, row = screen(table, public, ["PM"]).table.rows
    assert not row.is_group
    assert not screen(table, public, ["PM"]).table.is_data


@pytest.mark.parametrize("header", ["audience", "Audiance", "**Audiences**"])
def test_screen__knows_the_header_however_it_is_written(header: str) -> None:
    table = table_of(f"Item | {header}", "One | internal", "Two | public")
    screened = screen(table, public, audiences=["internal", "public"])
    assert texts_of(screened.table)[1:] == [["Two", "public"]]


def test_screen__takes_no_other_column_for_that_of_audiences() -> None:
    table = table_of("Item | Audiences", "One | developers", "Two | buyers")
    assert screen(table, public, audiences=["internal"]).table is table


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        (":::{pm:stage} *Launch*\n:::", Kind.STAGE, "Launch"),
        (":::{role} Editor\n:id: ed\n:aka: Ed, E\n:::", Kind.ROLE, "E"),
        (".. pm:item:: Page\n   :id: the-page", Kind.ITEM, "the-page"),
        ("| What | PM |\n| - | - |\n| [Set](x) it | A |", Kind.ACTIVITY, "Set it"),
        ("==== ==\nWhat PM\n==== ==\nDo\nit   A\n==== ==", Kind.ACTIVITY, "it"),
        (
            "=====  ==\nWhat   PM\n=====  ==\nDo it  A\n=====  ==",
            Kind.ACTIVITY,
            "Do it",
        ),
        (
            "+----+--+\n| Do | A|\n| it |  |\n+----+--+",
            Kind.ACTIVITY,
            "Do it",
        ),
        ("* - What\n  - PM\n* - Do it\n  - A", Kind.ACTIVITY, "Do it"),
        ("What,PM\nDo it,A", Kind.ACTIVITY, "Do it"),
        ("Do it: {PM: A}", Kind.ACTIVITY, "Do it"),
        (".. include:: /more.txt", FILE, "/more.txt"),
        (":::{pm:matrix} Of a file\n:file: a.csv\n:::", FILE, "a.csv"),
    ],
)
def test_names_in__finds_what_a_body_may_define(
    body: str, kind: str, name: str
) -> None:
    assert (kind, name) in set(names_in(body.splitlines(), Kind.MATRIX))


# As it may be written where a line is short: what is hidden is decided by this.
LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|`([^`<]*?)\s*<[^>]*>`_*")
MARKUP = re.compile(r"\{[\w:-]+\}`|:[\w:-]+:`|[*`\\]|(?<!\w)_+|_+(?!\w)")


def names_of(text: str) -> list[str]:
    """Return a title as it is written, and without its markup."""
    written = " ".join(text.split())
    bare = LINK.sub(lambda found: found[1] or found[2] or "", written)
    bare = " ".join(MARKUP.sub("", bare).strip().strip("\"'").split())
    return [name for name in dict.fromkeys((written, bare)) if name]


PIECES = st.sampled_from((*'[]()!`<>_{}:-a *\\"é', "[a](", "`a <", ">`_", ":a:`", "_a"))


@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=12)))
@example(":a:{b}`")
@example("a_:b:`_c")
def test_plain__yields_the_names_that_the_patterns_find(text: str) -> None:
    assert list(plain(text)) == names_of(text)
