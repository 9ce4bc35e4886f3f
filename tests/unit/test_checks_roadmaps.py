from __future__ import annotations

from datetime import date

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.tables import read_pipe_table

EARLY = (
    "'One': '2027-Q2 .. 2027-Q1' ends before it starts: write the earlier date first"
)
NEAREST = (
    "'Price list': it depends on 'Cost modell' names no item: "
    "did you mean 'Cost model'?"
)
HEADER = "| Item | When | Owner | Status | Depends on |\n| - | - | - | - | - |\n"


def found(
    check: str,
    *rows: str,
    as_of: date | None = None,
    today: date | None = None,
    allow: tuple[str, ...] = (),
) -> list[tuple[int, str]]:
    """Return the lines and messages of one check, on a roadmap with rows at 3."""
    table = read_pipe_table((HEADER + "\n".join(rows)).splitlines(), 1)
    assert table
    reading = read_roadmap(
        table,
        key="plan",
        title="Plan",
        place=Place("page", 1),
        rules=DateRules(),
        as_of=as_of,
        allow=allow,
    )
    page = Page("page", roadmaps=(reading.roadmap,))
    others = dict.fromkeys(CHECKS, False)
    findings = run_checks(Handbook([page], today=today), others | {check: True})
    return [(finding.place.line, finding.message) for finding in findings]


def test_end_before_start__is_found_in_a_range() -> None:
    assert found(
        "end-before-start",
        "| One | 2027-Q2 .. 2027-Q1 | | | |",
        "| Two | 2027-Q1 .. 2027-Q1 | | | |",
        "| Three | later | | | |",
    ) == [(3, EARLY)]


def test_unknown_dependency__looks_for_a_near_item_so_often_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guesses: list[str] = []

    def suggest(_self: Handbook, _kind: Kind, name: str) -> str:
        guesses.append(name)
        return ""

    monkeypatch.setattr(Handbook, "suggest", suggest)
    rows = [f"| Item {n} | 2027 | | | Unknown {n % 80} |" for n in range(160)]
    assert len(found("unknown-dependency", *rows)) == 160
    assert len(guesses) == 50


def test_unknown_dependency__names_the_nearest_item() -> None:
    assert found(
        "unknown-dependency",
        "| Cost model | 2027 | | | |",
        "| Price list | 2027 | | | Cost modell |",
        "| Launch | 2027 | | | cost-model |",
    ) == [(4, NEAREST)]


def test_dependency_cycle__is_told_once_at_its_first_item() -> None:
    ((line, message),) = found(
        "dependency-cycle",
        "| Zero | 2027 | | | One |",
        "| One | 2027 | | | Two |",
        "| Two | 2027 | | | Three, Zero |",
        "| Three | 2027 | | | One |",
        "| Four | 2027 | | | Three |",
    )
    assert line == 3
    assert message.startswith(
        "'Zero' depends on 'One' depends on 'Two' depends on 'Zero': "
    )


def test_dependency_cycle__may_be_one_item() -> None:
    ((_, message),) = found("dependency-cycle", "| One | 2027 | | | One |")
    assert message.startswith("'One' depends on 'One': ")


@pytest.mark.parametrize(
    ("first", "then", "is_found"),
    [
        ("2026-12", "2027-01", False),
        ("2026-12", "2026-11", True),
        # Both may be right: the one early in the quarter, the other late.
        ("2026-Q4", "2026-Q4", False),
        ("2026-Q4", "2026-11", False),
        ("2026-Q4", "2026-Q3", True),
        ("2026-Q3 .. 2026-Q4", "2026-08", True),
        ("2026-10-01 .. 2026-10-09", "2026-10-09 .. 2026-10-12", True),
        # What is reached on a day may begin what starts on that day.
        ("2026-10-09", "2026-10-09 .. 2026-10-12", False),
        ("later", "2026-10-09", False),
        ("2026-10-09", "later", False),
    ],
)
def test_starts_before_dependency_ends__is_found_where_it_cannot_be_right(
    first: str, then: str, *, is_found: bool
) -> None:
    messages = found(
        "starts-before-dependency-ends",
        f"| One | {first} | | | |",
        f"| Two | {then} | | | One |",
    )
    assert bool(messages) is is_found
    if is_found:
        assert messages[0][0] == 4
        assert f"'Two': {then!r} begins before 'One'" in messages[0][1]


ROWS = (
    "| One | 2026-08 | | wip | |",
    "| Two | 2026-08 | | done | |",
    "| Three | 2026-Q4 | | | |",
    "| Four | 2026-09-30 | | | |",
)


def test_overdue__is_what_is_over_and_not_done() -> None:
    day = date(2026, 10, 1)
    assert [line for line, _ in found("overdue", *ROWS, as_of=day)] == [3, 6]
    assert [line for line, _ in found("overdue", *ROWS, today=day)] == [3, 6]
    # The roadmap's own date goes before that of the handbook.
    early = date(2026, 9, 1)
    assert [line for line, _ in found("overdue", *ROWS, as_of=early, today=day)] == [3]


def test_overdue__is_nothing_without_a_date_to_compare_with() -> None:
    assert found("overdue", *ROWS) == []


def test_item_without_owner__is_found() -> None:
    assert [
        line
        for line, _ in found(
            "item-without-owner", "| One | 2027 | PM | | |", "| Two | 2027 | | | |"
        )
    ] == [4]


def test_undated_item__has_neither_date_nor_horizon() -> None:
    rows = ("| One | 2027 | | | |", "| Two | TBD | | | |", "| Three | next | | | |")
    assert [line for line, _ in found("undated-item", *rows)] == [4]


@pytest.mark.parametrize(
    ("check", "row"),
    [
        ("end-before-start", "| One | 2027-Q2 .. 2027-Q1 | | | |"),
        ("unknown-dependency", "| One | 2027 | | | Two |"),
        ("dependency-cycle", "| One | 2027 | | | One |"),
        ("item-without-owner", "| One | 2027 | | | |"),
        ("undated-item", "| One | | | | |"),
    ],
)
def test_checks_of_roadmaps__can_be_allowed(check: str, row: str) -> None:
    assert found(check, row)
    assert not found(check, row, allow=(check,))
