"""The organisation: who reports to whom, drawn from what each role says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sphinx_pmroles.model.circles import find_circles
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Entry, Handbook
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.overview import RoleList, RoleView
from sphinx_pmroles.model.role import Role


@dataclass(frozen=True, slots=True)
class ListedRole:
    """A role in an overview of roles.

    *reports_to* is the name as its author wrote it, *superiors* are the roles that it
    names: one, unless it is blank, wrong or ambiguous.  A list has neither.
    """

    entry: Entry
    kind: str
    abbr: str = ""
    level: str = ""
    reports_to: str = ""
    superiors: tuple[Entry, ...] = ()

    @property
    def superior(self) -> Entry | None:
        """The role that this one reports to, if just one is named."""
        return self.superiors[0] if len(self.superiors) == 1 else None


class Tie(StrEnum):
    """How a member hangs together with the role that it reports to."""

    NONE = "none"
    """It reports to nobody."""
    BELOW = "below"
    """It stands below that role."""
    CIRCLE = "circle"
    """That role reports to this one in the end, so this one stands at the head."""
    ELSEWHERE = "elsewhere"
    """That role is of a kind that is not shown."""
    UNKNOWN = "unknown"
    """No role has that name."""
    AMBIGUOUS = "ambiguous"
    """Several roles have that name."""


#: How a role says whom it reports to, where it does not stand below that one.
TIE_WORDS: Final = {
    Tie.CIRCLE: "reports to {name}, in a circle",
    Tie.ELSEWHERE: "reports to {name}",
    Tie.UNKNOWN: "reports to {name}, which is no role",
    Tie.AMBIGUOUS: "reports to {name}, a name of several roles",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A role in its place: *depth* is the number of roles above it."""

    role: ListedRole
    depth: int = 0
    tie: Tie = Tie.NONE


@dataclass(frozen=True, slots=True)
class Organisation:
    """Roles in their places: each before those that report to it, and they at once.

    Roles that neither report to anyone nor are reported to come last.
    """

    anchor: str
    place: Place
    title: str
    members: tuple[Member, ...]


def listed_roles(handbook: Handbook, asked: RoleList) -> tuple[ListedRole, ...]:
    """Return the roles that an overview shows, in document order.

    Of two roles with one key the first counts.
    """
    handbook = handbook.together_with(asked.handbooks)
    roles: dict[str, tuple[Role, Entry]] = {}
    for role, entry in zip(handbook.roles, handbook.entries_of(Kind.ROLE), strict=True):
        roles.setdefault(fold(role.key), (role, entry))
    listed = []
    for role, entry in roles.values():
        if not asked.kinds or role.kind in asked.kinds:
            name = "" if asked.view is RoleView.LIST else role.reports_to
            superiors = handbook.find_all(Kind.ROLE, name) if name else ()
            listed.append(
                ListedRole(entry, role.kind, role.abbr, role.level, name, superiors)
            )
    return tuple(listed)


def place_members(roles: Iterable[ListedRole]) -> tuple[Member, ...]:
    """Return *roles* in their places; a circle is opened at the first of its roles."""
    listed = {role.entry.key: role for role in roles}
    ties = {key: _tie(role, listed) for key, role in listed.items()}
    heads = {
        key: role.superior.key
        for key, role in listed.items()
        if role.superior and ties[key] is Tie.BELOW
    }
    for first, *_others in find_circles({key: heads.get(key, "") for key in listed}):
        ties[first] = Tie.CIRCLE
        del heads[first]
    reports: dict[str, list[str]] = {}
    for key, head in heads.items():
        reports.setdefault(head, []).append(key)
    roots = [key for key in listed if key not in heads]
    roots.sort(key=lambda key: ties[key] is Tie.NONE and key not in reports)
    members = []
    left = [(key, 0) for key in reversed(roots)]
    while left:
        key, depth = left.pop()
        members.append(Member(listed[key], depth, ties[key]))
        left += [(below, depth + 1) for below in reversed(reports.get(key, []))]
    return tuple(members)


def _tie(role: ListedRole, listed: dict[str, ListedRole]) -> Tie:
    if not role.reports_to:
        return Tie.NONE
    if not role.superior:
        return Tie.AMBIGUOUS if role.superiors else Tie.UNKNOWN
    return Tie.BELOW if role.superior.key in listed else Tie.ELSEWHERE
