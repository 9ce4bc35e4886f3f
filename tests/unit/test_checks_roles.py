from __future__ import annotations

from typing import Any

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.report import Report, ReportKind
from sphinx_pmroles.model.roadmap import Item, Roadmap
from sphinx_pmroles.model.role import Role, Section


def at(line: int) -> Place:
    return Place("page", line)


def role(key: str, line: int, **values: Any) -> Role:
    return Role(key, key.upper(), "", at(line), **values)


def owned(*owners: str, title: str = "M", allow: tuple[str, ...] = ()) -> Matrix:
    """Return a matrix with an activity for each name, which owns it."""
    people = tuple(dict.fromkeys(owners))
    activities = tuple(
        Activity(
            f"key-{n}",
            f"Do {n}",
            "",
            at(50 + n),
            tuple(Cell(("A", "R") if name == owner else ()) for name in people),
        )
        for n, owner in enumerate(owners)
    )
    participants = tuple(Participant(name, at(48)) for name in people)
    return Matrix(
        title, title, "", at(40), "raci", "", participants, activities, allow=allow
    )


def found(check: str, *, switch: int = True, **parts: Any) -> list[tuple[int, str]]:
    """Return the lines and messages of one check."""
    handbook = Handbook([Page("page", **parts)])
    others = dict.fromkeys(CHECKS, False)
    findings = run_checks(handbook, others | {check: switch})
    return [(finding.place.line, finding.message) for finding in findings]


# reporting-cycle


def test_reporting_cycle__is_found_once_at_its_first_role() -> None:
    roles = (
        role("outside", 3, reports_to="b"),
        role("b", 6, reports_to="c"),
        role("c", 9, reports_to="a"),
        role("a", 12, reports_to="b"),
    )
    assert found("reporting-cycle", roles=roles) == [
        (
            6,
            (
                "'B' reports to 'C' reports to 'A' reports to 'B': "
                "take :reports-to: from the one at the head"
            ),
        )
    ]


def test_reporting_cycle__may_be_of_one() -> None:
    assert found("reporting-cycle", roles=(role("a", 3, reports_to="A"),)) == [
        (3, "'A' reports to itself: name another role, or none")
    ]


def test_reporting_cycle__is_found_for_each_circle() -> None:
    roles = (
        role("a", 3, reports_to="b"),
        role("b", 6, reports_to="a"),
        role("c", 9, reports_to="d"),
        role("d", 12, reports_to="c"),
    )
    assert [line for line, _ in found("reporting-cycle", roles=roles)] == [3, 9]


def test_reporting_cycle__is_none_in_a_tree_or_towards_nobody() -> None:
    roles = (
        role("a", 3, reports_to="head"),
        role("b", 6, reports_to="head"),
        role("head", 9, reports_to="unknown"),
    )
    assert found("reporting-cycle", roles=roles) == []


def test_reporting_cycle__is_allowed_by_any_of_its_roles() -> None:
    roles = (
        role("a", 3, reports_to="b"),
        role("b", 6, reports_to="a", allow=("reporting-cycle",)),
    )
    assert found("reporting-cycle", roles=roles) == []


def test_reporting_cycle__of_ten_thousand_is_found() -> None:
    roles = tuple(role(f"r{n}", n, reports_to=f"r{n + 1}") for n in range(10_000))
    assert found("reporting-cycle", roles=roles) == []
    head = role("r10000", 1, reports_to="r0")
    assert len(found("reporting-cycle", roles=(*roles, head))) == 1


# role-without-purpose


def test_role_without_purpose__is_named() -> None:
    good = role("a", 3, sections=(Section("Purpose", "To be"),))
    empty = role("b", 6, sections=(Section("Purpose", ""), Section("Skills", "All")))
    assert found("role-without-purpose", roles=(good, empty)) == [
        (6, "'B' has no Purpose: say in a sentence what it is for")
    ]


# unused-role


def test_unused_role__takes_part_in_nothing() -> None:
    roles = tuple(role(key, n) for n, key in enumerate(("a", "b", "c", "d", "e"), 1))
    stages = (Stage("s", "S", "", at(60), decided_by="b"),)
    items = (Item("i", "I", "", at(70), owner="c"),)
    assert found(
        "unused-role",
        roles=(*roles, role("f", 6, reports_to="d")),
        matrices=(owned("A", title="M"),),
        lifecycles=(Lifecycle("l", "L", "", at(60), stages),),
        roadmaps=(Roadmap("r", "R", "", at(70), (), items),),
    ) == [
        (
            line,
            (
                f"{name!r} takes part in no matrix, decides no gate, owns no roadmap "
                "item and no product, and nobody reports to it: give it a part, or "
                "remove it"
            ),
        )
        for line, name in ((5, "E"), (6, "F"))
    ]


def test_unused_role__has_a_column_without_letters() -> None:
    roles = (role("a", 3), role("b", 6))
    blank = Activity("k", "K", "", at(51), (Cell(("A", "R")), Cell()))
    people = (Participant("A", at(48)), Participant("B", at(48)))
    matrix = Matrix("m", "M", "", at(40), "raci", "", people, (blank,))
    lines = [line for line, _ in found("unused-role", roles=roles, matrices=(matrix,))]
    assert lines == [6]


# undefined-role


def test_undefined_role__is_found_in_headers_and_owners() -> None:
    roles = (role("sponsor", 3), role("lead-a", 5, aka=("Lead",)))
    items = (
        Item("i", "I", "", at(70), owner="Sponsor"),
        Item("j", "J", "", at(71), owner="Zebra"),
        Item("k", "K", "", at(72)),
    )
    assert found(
        "undefined-role",
        roles=(*roles, role("lead-b", 7, aka=("lead",))),
        matrices=(owned("Sponsor", "Sponsr", "Zebra", "Lead"),),
        roadmaps=(Roadmap("r", "R", "", at(70), (), items),),
    ) == [
        (
            48,
            "the participant 'Sponsr' names no role: did you mean 'SPONSOR'?",
        ),
        (48, "the participant 'Zebra' names no role: define it with pm:role"),
        (71, "the owner 'Zebra' names no role: define it with pm:role"),
    ]


# unknown-reference

AMBIGUOUS = (
    "'Lead' names more than one role: 'lead-a' (LEAD-A), 'lead-b' (LEAD-B): "
    "write the id of the one that is meant, or give the others another name"
)


def test_unknown_reference__finds_an_ambiguous_name_wherever_it_stands() -> None:
    leads = (role("lead-a", 3, aka=("Lead",)), role("lead-b", 5, abbr="lead"))
    user = role("user", 7, reports_to="Lead", works_with=("lead-a", "Lead"))
    item = Item("i", "I", "", at(70), owner="Lead")
    gate = Stage("s", "S", "", at(30), decided_by="Lead")
    report = Report(ReportKind.LOAD, "", at(80), roles=("Lead",))
    assert found(
        "unknown-reference",
        roles=(*leads, user),
        matrices=(owned("Lead"),),
        lifecycles=(Lifecycle("c", "C", "", at(20), (gate,)),),
        roadmaps=(Roadmap("r", "R", "", at(60), (), (item,)),),
        reports=(report,),
    ) == [
        (7, f":reports-to: {AMBIGUOUS}"),
        (7, f":works-with: {AMBIGUOUS}"),
        (30, f":decided-by: {AMBIGUOUS}"),
        (48, f"the participant {AMBIGUOUS}"),
        (70, f"the owner {AMBIGUOUS}"),
        (80, f":for: {AMBIGUOUS}"),
    ]


def test_unknown_reference__says_nothing_of_a_shared_name_that_nobody_uses() -> None:
    leads = (role("lead-a", 3, aka=("Lead",)), role("lead-b", 5, abbr="lead"))
    matrices = (owned("lead-a", "LEAD-B"),)
    assert found("unknown-reference", roles=leads, matrices=matrices) == []


def test_unknown_reference__takes_a_participant_that_names_nothing_for_text() -> None:
    items = (Item("i", "I", "", at(70), owner="Zebra"),)
    roadmaps = (Roadmap("r", "R", "", at(60), (), items),)
    matrices = (owned("Zebra"),)
    assert found("unknown-reference", matrices=matrices, roadmaps=roadmaps) == []


def test_unknown_reference__is_allowed_by_what_uses_the_name() -> None:
    leads = (role("lead-a", 3, aka=("Lead",)), role("lead-b", 5, abbr="lead"))
    matrices = (owned("Lead", allow=("unknown-reference",)),)
    assert found("unknown-reference", roles=leads, matrices=matrices) == []


def test_unknown_reference__names_five_candidates_at_most() -> None:
    leads = tuple(role(f"lead-{n}", n, aka=("Lead",)) for n in range(1, 9))
    ((_line, message),) = found(
        "unknown-reference", roles=leads, matrices=(owned("Lead"),)
    )
    assert "'lead-5' (LEAD-5), and 3 more: write the id" in message
    assert "lead-6" not in message


def test_unknown_reference__looks_for_a_near_name_so_often_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guesses: list[str] = []

    def suggest(_self: Handbook, _kind: Kind, name: str) -> str:
        guesses.append(name)
        return ""

    monkeypatch.setattr(Handbook, "suggest", suggest)
    roles = tuple(role(f"r{n}", n, reports_to=f"boss {n % 80}") for n in range(400))
    assert len(found("unknown-reference", roles=roles)) == 400
    assert len(guesses) == 50


# too-many-owned


def test_too_many_owned__counts_all_matrices_by_role() -> None:
    pm = role("pm", 3, aka=("Boss",))
    matrices = (owned("PM", "Sales"), owned("Boss", "PM", title="N"))
    assert found("too-many-owned", switch=3, roles=(pm,), matrices=matrices) == []
    assert found("too-many-owned", switch=2, roles=(pm,), matrices=matrices) == [
        (3, "'PM' owns 3 activities, more than 2: give some of them to another owner")
    ]


def test_too_many_owned__is_found_at_the_header_of_who_is_no_role() -> None:
    matrices = (owned("Sales", "Sales"),)
    ((line, message),) = found("too-many-owned", switch=1, matrices=matrices)
    assert (line, message.startswith("'Sales' owns 2 activities")) == (48, True)


def test_too_many_owned__leaves_out_a_matrix_that_allows_it() -> None:
    quiet = owned("PM", "PM", title="N", allow=("too-many-owned",))
    assert found("too-many-owned", switch=1, matrices=(owned("PM"), quiet)) == []
    allowed = role("pm", 3, allow=("too-many-owned",))
    matrices = (owned("PM", "PM"),)
    assert found("too-many-owned", switch=1, roles=(allowed,), matrices=matrices) == []


# stage-without-decider


def test_stage_without_decider__is_not_asked_of_the_first() -> None:
    stages = (
        Stage("a", "Alpha", "", at(21)),
        Stage("b", "Beta", "", at(24)),
        Stage("c", "Gamma", "", at(27), decided_by="Sponsor"),
        Stage("d", "Delta", "", at(30), allow=("stage-without-decider",)),
    )
    cycle = Lifecycle("c", "C", "", at(20), stages)
    assert found("stage-without-decider", lifecycles=(cycle,)) == [
        (24, "nobody decides the gate into 'Beta': name a role with :decided-by:")
    ]
