"""The rules on responsibility matrices.

The rules belong to the scheme, not to the letter: which letter owns, which does, and
which are consulted or informed is asked of the scheme of each matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from sphinx_pmroles.checks.names import where
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix
from sphinx_pmroles.model.meaning import consulted, informed
from sphinx_pmroles.model.messages import listed, quoted, shortened
from sphinx_pmroles.model.scheme import Letter, Scheme


def one_owner(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities that have no owner, or more than one."""
    for matrix, scheme, activity in _assigned_activities(handbook):
        for code in scheme.exactly_one:
            held_by = [matrix.participants[n].text for n in activity.holders(code)]
            word = f"{code} ({shortened(scheme.word(code))})"
            if not held_by:
                message = (
                    f"{quoted(activity.title)} has no {word}: "
                    f"give exactly one participant the {code}"
                )
            elif len(held_by) > 1:
                names = listed(held_by)
                message = (
                    f"{quoted(activity.title)} has {len(held_by)} {word}: {names}; "
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
                f"{quoted(activity.title)} has no {code} "
                f"({shortened(scheme.word(code))}): give at least one participant the "
                f"{code}",
                activity.place,
                matrix.allow,
            )


def contradiction(handbook: Handbook) -> Iterator[Finding]:
    """Find the owners that are to be informed of what they own themselves.

    Two columns that name one role are one participant.
    """
    key = cache(handbook.participant_key)
    for matrix, scheme, activity in _assigned_activities(handbook):
        told = _holders(activity, informed(scheme))
        if not told:
            continue
        for owner, owns in _holders(
            activity, [x for x in scheme.letters if x.code in scheme.exactly_one]
        ):
            name = matrix.participants[owner].text
            for column, letter in told:
                other = matrix.participants[column].text
                if column != owner and key(other) != key(name):
                    continue
                also = f", as {quoted(other)}" if other != name else ""
                yield Finding(
                    "contradiction",
                    f"{quoted(activity.title)} has both {_say(owns)} and "
                    f"{_say(letter)} for {quoted(name)}{also}: who owns it knows of "
                    f"it; leave out the {letter.code}",
                    activity.place,
                    matrix.allow,
                )


def unused_participant(handbook: Handbook) -> Iterator[Finding]:
    """Find the participants that take part in nothing of their matrix.

    A matrix without any letter is a form to fill in, and has none.
    """
    for matrix in handbook.matrices:
        used: set[int] = set()
        for activity in matrix.activities:
            used.update(n for n, cell in enumerate(activity.cells) if _is_used(cell))
        if not used:
            continue
        for column, participant in enumerate(matrix.participants):
            if column not in used:
                yield Finding(
                    "unused-participant",
                    f"{quoted(participant.text)} has no letter in "
                    f"{quoted(matrix.title)}: give it one, or leave it out of the "
                    "matrix",
                    participant.place,
                    matrix.allow,
                )


def duplicate_activity(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities that stand twice in one matrix.

    The same words in another group, or at another stage, are another activity.
    """
    for matrix in handbook.matrices:
        first: dict[tuple[str, ...], Activity] = {}
        for activity in matrix.activities:
            says = (activity.title, activity.group, activity.stage, *activity.texts)
            earlier = first.setdefault(tuple(map(fold, says)), activity)
            if earlier is not activity:
                yield Finding(
                    "duplicate-activity",
                    f"{quoted(activity.title)} stands already in "
                    f"{where(earlier.place)}: make one row of the two, or say how they "
                    "differ",
                    activity.place,
                    matrix.allow,
                )


def all_blank_activity(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities in which nobody takes part."""
    for matrix in handbook.matrices:
        for activity in matrix.activities:
            if not _is_assigned(activity):
                yield Finding(
                    "all-blank-activity",
                    f"nobody takes part in {quoted(activity.title)}: "
                    "give it letters, or take it out",
                    activity.place,
                    matrix.allow,
                )


def too_many_consulted(handbook: Handbook, threshold: int) -> Iterator[Finding]:
    """Find the activities for which more than *threshold* are to be asked."""
    cure = "ask only those whose answer can change the result"
    yield from _too_many("too-many-consulted", consulted, cure, handbook, threshold)


def too_many_informed(handbook: Handbook, threshold: int) -> Iterator[Finding]:
    """Find the activities of which more than *threshold* are to be told."""
    cure = "tell only those who act on it"
    yield from _too_many("too-many-informed", informed, cure, handbook, threshold)


def _too_many(
    check: str,
    meant: Callable[[Scheme], tuple[Letter, ...]],
    cure: str,
    handbook: Handbook,
    threshold: int,
) -> Iterator[Finding]:
    for matrix, scheme, activity in _assigned_activities(handbook):
        letters = meant(scheme)
        count = len({column for column, _ in _holders(activity, letters)})
        if count > threshold:
            yield Finding(
                check,
                f"{quoted(activity.title)} has {count} {_say(*letters)}, "
                f"more than {threshold}: {cure}",
                activity.place,
                matrix.allow,
            )


def nobody_consulted(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities before which nobody is asked.

    A scheme without such a letter asks for nobody.
    """
    for matrix, scheme, activity in _assigned_activities(handbook):
        letters = consulted(scheme)
        if letters and not _holders(activity, letters):
            yield Finding(
                "nobody-consulted",
                f"{quoted(activity.title)} has no {_say(*letters)}: "
                "ask somebody whose answer can change the result",
                activity.place,
                matrix.allow,
            )


def same_activity_other_owner(handbook: Handbook) -> Iterator[Finding]:
    """Find the activities that another matrix gives to another owner.

    Each is compared with the first of its title, in document order.
    """
    first: dict[str, tuple[Matrix, Activity, str]] = {}
    for matrix, scheme, activity in _assigned_activities(handbook):
        owners = activity.holders(scheme.owner)
        if len(owners) != 1:
            continue
        name = matrix.participants[owners[0]].text
        earlier, there, other = first.setdefault(
            fold(activity.title), (matrix, activity, name)
        )
        if earlier is matrix:
            continue
        if handbook.participant_key(name) != handbook.participant_key(other):
            yield Finding(
                "same-activity-other-owner",
                f"{quoted(name)} owns {quoted(activity.title)} here, and "
                f"{quoted(other)} in {quoted(earlier.title)} ({where(there.place)}): "
                "agree on one owner, or say how the activities differ",
                activity.place,
                matrix.allow,
            )


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
            if _is_assigned(activity):
                yield matrix, scheme, activity


def _is_assigned(activity: Activity) -> bool:
    return any(cell.letters or cell.unread for cell in activity.cells)


def _is_used(cell: Cell) -> bool:
    """Return whether anything is said in a cell: a remark alone says something."""
    return bool(cell.letters or cell.unread or cell.note)


def _holders(activity: Activity, letters: Iterable[Letter]) -> list[tuple[int, Letter]]:
    """Return the participants that have any of *letters*, each with the letter."""
    return [
        (column, letter)
        for letter in letters
        for column in activity.holders(letter.code)
    ]


def _say(*letters: Letter) -> str:
    return " or ".join(
        f"{letter.code} ({shortened(letter.word)})" for letter in letters
    )
