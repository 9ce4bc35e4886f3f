"""The organisation: who stands below whom, and what is done where nobody can."""

from __future__ import annotations

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.organisation import (
    ListedRole,
    Tie,
    listed_roles,
    place_members,
)
from sphinx_pmroles.model.overview import RoleList
from sphinx_pmroles.model.role import Role

HERE = Place("roles")


def role(key: str, reports_to: str = "", *, kind: str = "role", abbr: str = "") -> Role:
    return Role(
        key, key.upper(), f"pm-role-{key}", HERE, kind, abbr, reports_to=reports_to
    )


def listed(*roles: Role, kinds: tuple[str, ...] = ()) -> tuple[ListedRole, ...]:
    asked = RoleList("pm-roles", HERE, kinds=kinds)
    return listed_roles(Handbook([Page("roles", roles)]), asked)


def placed(*roles: Role, kinds: tuple[str, ...] = ()) -> list[tuple[str, int, Tie]]:
    members = place_members(listed(*roles, kinds=kinds))
    return [(m.role.entry.key, m.depth, m.tie) for m in members]


def test_members__stand_below_their_heads_in_document_order() -> None:
    roles = (role("c", "a"), role("a"), role("b", "A"), role("d", "c"), role("e", "a"))
    assert placed(*roles) == [
        ("a", 0, Tie.NONE),
        ("c", 1, Tie.BELOW),
        ("d", 2, Tie.BELOW),
        ("b", 1, Tie.BELOW),
        ("e", 1, Tie.BELOW),
    ]


def test_members__who_have_nobody_come_last() -> None:
    roles = (role("alone"), role("a"), role("b", "a"), role("other"), role("c", "b"))
    assert [key for key, _, _ in placed(*roles)] == ["a", "b", "c", "alone", "other"]


def test_circle__is_opened_at_its_first_role_in_document_order() -> None:
    roles = (
        *(role("tail", "b"), role("b", "c"), role("c", "d"), role("d", "b")),
        role("self", "self"),
    )
    assert placed(*roles) == [
        ("b", 0, Tie.CIRCLE),
        ("tail", 1, Tie.BELOW),
        ("d", 1, Tie.BELOW),
        ("c", 2, Tie.BELOW),
        ("self", 0, Tie.CIRCLE),
    ]


def test_head__that_cannot_be_found_is_told_from_one_that_is_not_shown() -> None:
    roles = (
        *(role("a", abbr="X"), role("b", abbr="X", kind="team")),
        *(role("c", "x"), role("d", "nobody"), role("e", "b"), role("f", "a")),
    )
    ties = {key: tie for key, _, tie in placed(*roles)}
    assert ties["c"] is Tie.AMBIGUOUS
    assert ties["d"] is Tie.UNKNOWN
    assert ties["e"] is Tie.BELOW
    ties = {key: tie for key, _, tie in placed(*roles, kinds=("role",))}
    assert "b" not in ties
    assert ties["e"] is Tie.ELSEWHERE
    assert ties["f"] is Tie.BELOW


def test_listed_roles__are_of_the_kinds_and_each_is_there_once() -> None:
    roles = (role("a"), role("t", kind="team"), role("A", kind="team"), role("b", "a"))
    assert [r.entry.key for r in listed(*roles)] == ["a", "t", "b"]
    assert [r.entry.key for r in listed(*roles, kinds=("team",))] == ["t"]
    assert [entry.title for entry in listed(*roles)[2].superiors] == ["A"]
    assert listed(kinds=("person",)) == ()


def test_members__may_be_a_long_chain() -> None:
    chain = [role("r0"), *(role(f"r{n}", f"r{n - 1}") for n in range(1, 3000))]
    members = placed(*reversed(chain))
    assert [depth for _, depth, _ in members] == list(range(3000))
