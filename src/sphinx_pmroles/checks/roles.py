"""The rules on roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sphinx_pmroles.model.circles import find_circles
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.role import Role


def reporting_cycle(handbook: Handbook) -> Iterator[Finding]:
    """Find the roles that report to themselves in the end.

    Each circle is found once, at the first of its roles in document order.
    """
    roles: dict[str, Role] = {}
    for role in handbook.roles:
        roles.setdefault(role.key, role)
    heads = {key: handbook.find_role(r.reports_to) for key, r in roles.items()}
    following = {key: head.key if head else "" for key, head in heads.items()}
    for keys in find_circles(following):
        members = [roles[key] for key in keys]
        chain = listed((r.title for r in (*members, members[0])), " reports to ")
        message = f"{chain}: take :reports-to: from the one at the head"
        if len(members) == 1:
            title = members[0].title
            message = f"{quoted(title)} reports to itself: name another role, or none"
        yield Finding(
            "reporting-cycle",
            message,
            members[0].place,
            tuple(name for role in members for name in role.allow),
        )


def role_without_purpose(handbook: Handbook) -> Iterator[Finding]:
    """Find the roles whose definition does not say what they are for."""
    for role in handbook.roles:
        if not role.purpose:
            yield Finding(
                "role-without-purpose",
                f"{quoted(role.title)} has no Purpose: "
                "say in a sentence what it is for",
                role.place,
                role.allow,
            )


def unused_role(handbook: Handbook) -> Iterator[Finding]:
    """Find the roles that take part in nothing.

    Parts are letters in a matrix, gates to decide, roadmap items and products to own,
    and other roles that report to this one.
    """
    for role in handbook.roles:
        takes = handbook.involvement(role)
        owns = takes.items or takes.products
        if not (takes.parts or takes.gates or owns or takes.reports):
            yield Finding(
                "unused-role",
                f"{quoted(role.title)} takes part in no matrix, decides no gate, owns "
                "no roadmap item and no product, and nobody reports to it: give it a "
                "part, or remove it",
                role.place,
                role.allow,
            )


@dataclass(slots=True)
class _Load:
    """How many activities a participant owns; where it, or its role, is named."""

    name: str
    place: Place
    allow: tuple[str, ...]
    owns: int = 0


def too_many_owned(handbook: Handbook, threshold: int) -> Iterator[Finding]:
    """Find the roles that own more than *threshold* activities, in all matrices.

    Activities of a matrix that allows it do not count.
    """
    loads: dict[str, _Load] = {}
    for matrix in handbook.matrices:
        if "too-many-owned" in matrix.allow:
            continue
        owner = handbook.scheme(matrix).owner
        for column, participant in enumerate(matrix.participants):
            owns = sum(owner in act.cells[column].letters for act in matrix.activities)
            if owns:
                role = handbook.find_role(participant.text)
                load = loads.setdefault(
                    handbook.participant_key(participant.text),
                    _Load(role.title, role.place, role.allow)
                    if role
                    else _Load(participant.text, participant.place, matrix.allow),
                )
                load.owns += owns
    for load in loads.values():
        if load.owns > threshold:
            yield Finding(
                "too-many-owned",
                f"{quoted(load.name)} owns {load.owns} activities, more than "
                f"{threshold}: give some of them to another owner",
                load.place,
                load.allow,
            )
