"""The rules: each a small function from a handbook to what breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Handbook, Kind
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.matrix import Activity, Matrix
from sphinx_pmroles.model.scheme import Scheme


def one_owner(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities that have no owner, or more than one."""
    for matrix, scheme, activity in _assigned_activities(handbook):
        for code in scheme.exactly_one:
            held_by = [matrix.participants[n].text for n in activity.holders(code)]
            word = f"{code} ({scheme.word(code)})"
            if not held_by:
                message = (
                    f"{activity.title!r} has no {word}: "
                    f"give exactly one participant the {code}"
                )
            elif len(held_by) > 1:
                names = ", ".join(map(repr, held_by))
                message = (
                    f"{activity.title!r} has {len(held_by)} {word}: {names}; "
                    f"leave exactly one of them the {code}"
                )
            else:
                continue
            yield Finding("one-owner", message, activity.place, matrix.allow)


def no_doer(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities that nobody does."""
    for matrix, scheme, activity in _assigned_activities(handbook):
        code = scheme.at_least_one
        if code and not activity.holders(code):
            yield Finding(
                "no-doer",
                f"{activity.title!r} has no {code} ({scheme.word(code)}): "
                f"give at least one participant the {code}",
                activity.place,
                matrix.allow,
            )


def duplicate(handbook: Handbook) -> Iterator[Finding]:
    """Find what is defined twice: of each, all but the first in document order."""
    for kind, entries in handbook.entries.items():
        first: dict[str, Place] = {}
        for entry in entries:
            place = first.setdefault(fold(entry.key), entry.place)
            if place is entry.place:
                continue
            yield Finding(
                "duplicate",
                f"the {kind} {entry.key!r} is defined already, in {_where(place)}: "
                "give one of them another :id: (or title)",
                entry.place,
                entry.allow,
            )


def unknown_reference(handbook: Handbook) -> Iterator[Finding]:
    """Find the names in options and columns that name nothing."""
    for role in handbook.roles:
        for option, name in (
            ("reports-to", role.reports_to),
            *(("works-with", name) for name in role.works_with),
        ):
            if name and handbook.find(Kind.ROLE, name) is None:
                message = not_found(handbook, Kind.ROLE, name, f":{option}:")
                yield Finding("unknown-reference", message, role.place, role.allow)
    for cycle in handbook.lifecycles:
        for stage in cycle.stages:
            name = stage.decided_by
            if name and handbook.find(Kind.ROLE, name) is None:
                message = not_found(handbook, Kind.ROLE, name, ":decided-by:")
                yield Finding("unknown-reference", message, stage.place, cycle.allow)


def unknown_stage(handbook: Handbook) -> Iterator[Finding]:
    """Find the life cycles whose current stage is none of theirs."""
    for cycle in handbook.lifecycles:
        titles = [stage.title for stage in cycle.stages]
        if cycle.current and not any(map(cycle.is_current, cycle.stages)):
            message = (
                f":current: names {cycle.current!r}, which is no stage of "
                f"{cycle.title!r}; its stages are {', '.join(titles) or 'none'}"
            )
            yield Finding("unknown-stage", message, cycle.place, cycle.allow)


def not_found(handbook: Handbook, kind: Kind, name: str, where: str) -> str:
    """Return the message for a name that names nothing, or several things."""
    candidates = handbook.find_all(kind, name)
    if candidates:
        could_be = ", ".join(entry.key for entry in candidates)
        return f"{where} {name!r} names more than one {kind}: {could_be}; use the id"
    suggestion = handbook.suggest(kind, name)
    cure = f"did you mean {suggestion!r}?" if suggestion else _CURES[kind]
    return f"{where} {name!r} names no {kind}: {cure}"


#: What to do where no known name is near.
_CURES = {
    Kind.ROLE: "define it with pm:role",
    Kind.MATRIX: "define it with pm:matrix",
    Kind.ACTIVITY: "an activity is the first cell of a row of a pm:matrix",
    Kind.LIFECYCLE: "define it with pm:lifecycle",
    Kind.STAGE: "define it with pm:stage inside a pm:lifecycle",
    Kind.ROADMAP: "define it with pm:roadmap",
    Kind.ITEM: "an item is a row of a pm:roadmap",
}


def _assigned_activities(
    handbook: Handbook,
) -> Iterator[tuple[Matrix, Scheme, Activity]]:
    """Yield the activities in which somebody takes part.

    One whose cells are all blank is nobody's: it is not unowned by mistake, and
    another check asks for those.
    """
    for matrix in handbook.matrices:
        scheme = handbook.scheme(matrix)
        for activity in matrix.activities:
            if any(cell.letters or cell.unread for cell in activity.cells):
                yield matrix, scheme, activity


def _where(place: Place) -> str:
    return f"{place.file or place.docname}, line {place.line}"
