"""The rules on names: what is defined twice, and what names nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Handbook, Kind
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.reports import unknown_names


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
                f"the {kind} {entry.key!r} is defined already, in {where(place)}: "
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
                allow = (*cycle.allow, *stage.allow)
                yield Finding("unknown-reference", message, stage.place, allow)
    for page in handbook.pages:
        for report in page.reports:
            for kind, name in unknown_names(handbook, report):
                message = not_found(handbook, kind, name, _REPORT_OPTIONS[kind])
                yield Finding("unknown-reference", message, report.place)


#: The options of a report that limit it, by what they name.
_REPORT_OPTIONS = {Kind.ROLE: ":for:", Kind.MATRIX: ":matrix:", Kind.STAGE: ":stage:"}


def undefined_role(handbook: Handbook) -> Iterator[Finding]:
    """Find the participants and the owners that name no role."""
    # A name that no role has may stand in many matrices.
    messages: dict[str, str] = {}

    def find(
        name: str, what: str, place: Place, allow: tuple[str, ...]
    ) -> Iterator[Finding]:
        if name and handbook.find(Kind.ROLE, name) is None:
            if name not in messages:
                guess = len(messages) < _GUESSES
                messages[name] = _not_found(handbook, Kind.ROLE, name, guess=guess)
            yield Finding("undefined-role", f"{what} {messages[name]}", place, allow)

    for matrix in handbook.matrices:
        for one in matrix.participants:
            yield from find(one.text, "the participant", one.place, matrix.allow)
    for roadmap in handbook.roadmaps:
        for item in roadmap.items:
            yield from find(item.owner, "the owner", item.place, roadmap.allow)


def not_found(handbook: Handbook, kind: Kind, name: str, what: str) -> str:
    """Return the message for a name that names nothing, or several things."""
    return f"{what} {_not_found(handbook, kind, name)}"


def _not_found(handbook: Handbook, kind: Kind, name: str, *, guess: bool = True) -> str:
    candidates = handbook.find_all(kind, name)
    if candidates:
        could_be = ", ".join(entry.key for entry in candidates)
        return f"{name!r} names more than one {kind}: {could_be}; use the id"
    suggestion = handbook.suggest(kind, name) if guess else ""
    cure = f"did you mean {suggestion!r}?" if suggestion else _CURES[kind]
    return f"{name!r} names no {kind}: {cure}"


#: For so many participants a near name is looked for: each is compared with all names,
#: and a handbook without role definitions has participants by the thousand.
_GUESSES = 50

#: What to do where no known name is near.
_CURES = {
    Kind.ROLE: "define it with pm:role",
    Kind.MATRIX: "define it with pm:matrix",
    Kind.ACTIVITY: "an activity is the first cell of a row of a pm:matrix",
    Kind.LIFECYCLE: "define it with pm:lifecycle",
    Kind.STAGE: "define it with pm:stage inside a pm:lifecycle",
    Kind.PRODUCT: "define it with pm:product",
    Kind.ROADMAP: "define it with pm:roadmap",
    Kind.ITEM: "an item is a row of a pm:roadmap",
}


def where(place: Place) -> str:
    """Return a place in words."""
    return f"{place.file or place.docname}, line {place.line}"
