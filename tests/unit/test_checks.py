from __future__ import annotations

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.role import Role


def at(line: int) -> Place:
    return Place("page", line)


def matrix(*rows: str, allow: tuple[str, ...] = ()) -> Matrix:
    """Return a matrix of PM and Sales, its rows at line 12 and below."""
    activities = []
    for n, row in enumerate(rows):
        title, *cells = row.split("|")
        letters = tuple(
            Cell(unread=cell) if cell == "?" else Cell(tuple(cell)) for cell in cells
        )
        activities.append(Activity(f"key-{n}", title, "", at(12 + n), letters))
    people = (Participant("PM", at(10)), Participant("Sales", at(10)))
    return Matrix(
        "m", "M", "", at(8), "raci", "", people, tuple(activities), allow=allow
    )


def book(*matrices: Matrix, **parts: object) -> Handbook:
    return Handbook([Page("page", matrices=matrices, **parts)])  # type: ignore[arg-type]


def found(handbook: Handbook, **switched: bool) -> list[tuple[str, int, str]]:
    switches = {name.replace("_", "-"): on for name, on in switched.items()}
    return [
        (finding.check, finding.place.line, finding.message)
        for finding in run_checks(handbook, switches)
    ]


def test_checks__find_nothing_in_a_good_matrix() -> None:
    good = matrix("Set the price|AR|C", "Train|A|R", "Nobody's||", "Sell|R|A")
    assert found(book(good)) == []


def test_one_owner__names_the_activity_without_and_the_cure() -> None:
    assert found(book(matrix("Set the price|R|C"))) == [
        (
            "one-owner",
            12,
            (
                "'Set the price' has no A (Accountable): "
                "give exactly one participant the A"
            ),
        )
    ]


def test_one_owner__names_all_who_own() -> None:
    assert found(book(matrix("Fine|AR|I", "Set the price|AR|A"))) == [
        (
            "one-owner",
            13,
            (
                "'Set the price' has 2 A (Accountable): 'PM', 'Sales'; "
                "leave exactly one of them the A"
            ),
        )
    ]


def test_no_doer__names_the_activity_and_the_cure() -> None:
    assert found(book(matrix("Set the price|A|C"))) == [
        (
            "no-doer",
            12,
            (
                "'Set the price' has no R (Responsible): "
                "give at least one participant the R"
            ),
        )
    ]


def test_owner_checks__ask_of_a_row_with_an_unread_cell_alone() -> None:
    assert [check for check, *_ in found(book(matrix("Odd|?|C")))] == [
        "no-doer",
        "one-owner",
    ]


def test_duplicate__is_found_for_all_but_the_first() -> None:
    first = Role("pm", "First", "", Place("a", 3))
    second = Role("PM", "Second", "", Place("b", 7))
    handbook = Handbook([Page("a", roles=(first,)), Page("b", roles=(second,))])
    (finding,) = run_checks(handbook, {})
    assert (finding.check, finding.place) == ("duplicate", Place("b", 7))
    assert finding.message == (
        "the role 'PM' is defined already, in a, line 3: "
        "give one of them another :id: (or title)"
    )


def test_duplicate__is_no_matter_between_kinds() -> None:
    role = Role("m", "M", "", at(3))
    assert found(book(matrix("Sell|AR|C"), roles=(role,))) == []


def test_unknown_reference__names_what_is_near() -> None:
    roles = (
        Role("product-manager", "Product Manager", "", at(3)),
        Role("ba", "Analyst", "", at(9), reports_to="product-manger"),
        Role("qa", "Tester", "", at(15), works_with=("Zebra", "ba")),
    )
    assert found(book(roles=roles)) == [
        (
            "unknown-reference",
            9,
            (
                ":reports-to: 'product-manger' names no role: "
                "did you mean 'product-manager'?"
            ),
        ),
        (
            "unknown-reference",
            15,
            ":works-with: 'Zebra' names no role: define it with pm:role",
        ),
    ]


def test_unknown_reference__names_all_that_an_ambiguous_name_may_mean() -> None:
    roles = (
        Role("one", "Lead", "", at(3)),
        Role("two", "Lead", "", at(6)),
        Role("three", "Three", "", at(9), reports_to="lead"),
    )
    assert found(book(roles=roles)) == [
        (
            "unknown-reference",
            9,
            (
                ":reports-to: 'lead' names more than one role: 'one' (Lead), "
                "'two' (Lead): write the id of the one that is meant, or give the "
                "others another name"
            ),
        )
    ]


def test_unknown_reference__is_found_at_the_gate_of_a_stage() -> None:
    stage = Stage("s", "S", "", at(21), decided_by="Nobody")
    cycle = Lifecycle("c", "C", "", at(20), (stage,))
    ((check, line, message),) = found(book(lifecycles=(cycle,)))
    assert (check, line) == ("unknown-reference", 21)
    assert message.startswith(":decided-by: 'Nobody' names no role")


def test_unknown_stage__names_the_stages() -> None:
    stages = (Stage("a", "Alpha", "", at(21)), Stage("b", "Beta", "", at(24)))
    cycle = Lifecycle("c", "Life", "", at(20), stages, current="gamma")
    assert found(book(lifecycles=(cycle,))) == [
        (
            "unknown-stage",
            20,
            (
                ":current: names 'gamma', which is no stage of 'Life'; "
                "its stages are 'Alpha', 'Beta'"
            ),
        )
    ]


@pytest.mark.parametrize("name", CHECKS)
def test_check__can_be_switched_off(name: str) -> None:
    finding = Finding(name, "Wrong", at(5))
    handbook = Handbook([Page("page", findings=(finding,))])
    assert run_checks(handbook, {name: True}) == [finding]
    assert run_checks(handbook, {name: False}) == []
    assert run_checks(handbook, {}) == [finding] * CHECKS[name].on


def test_check__is_switched_off_for_a_whole_handbook() -> None:
    bad = book(matrix("Set the price|R|C"))
    assert [check for check, *_ in found(bad)] == ["one-owner"]
    assert found(bad, one_owner=False) == []


def test_check__is_allowed_on_one_object() -> None:
    bad = matrix("Set the price|C|I", allow=("one-owner",))
    assert [check for check, *_ in found(book(bad))] == ["no-doer"]


def test_run_checks__sorts_by_document_then_line() -> None:
    def noted(docname: str, line: int) -> Finding:
        return Finding("unreadable-cell", "Wrong", Place(docname, line))

    pages = [
        Page("z", findings=(noted("z", 9), noted("z", 2))),
        Page("a", findings=(noted("a", 1),)),
    ]
    places = [f.place for f in run_checks(Handbook(pages), {})]
    assert places == [Place("z", 2), Place("z", 9), Place("a", 1)]


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_check__says_what_it_finds_and_why(check: object) -> None:
    assert all(
        getattr(check, words).endswith(".") and len(getattr(check, words)) > 20
        for words in ("finds", "why")
    )
