"""The names in what a page asks of the handbook: comparisons and reports.

Apart from the answers, for the checks look at the names of every handbook, and few
pages ask anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.report import Report

#: No name of a role that is looked for has more words: an argument may have thousands.
LONGEST = 12


def names_of_words(handbook: Handbook, words: Sequence[str]) -> list[str]:
    """Return *words* as the names that they make: those of roles, the longest first.

    Words between these that name no role are taken for one name.
    """
    names = []
    unknown: list[str] = []
    rest = list(words)
    while rest:
        lengths = range(min(len(rest), LONGEST), 0, -1)
        known = (n for n in lengths if handbook.find(Kind.ROLE, " ".join(rest[:n])))
        length = next(known, 0)
        if not length:
            unknown.append(rest.pop(0))
            continue
        names += [" ".join(unknown)] if unknown else []
        names.append(" ".join(rest[:length]))
        unknown, rest = [], rest[length:]
    return [*names, " ".join(unknown)] if unknown else names


def unknown_names(handbook: Handbook, report: Report) -> Iterator[tuple[Kind, str]]:
    """Yield the kinds and names that are asked for and name nothing, or too much.

    A participant that is no defined role can be asked for, too.
    """
    handbook = handbook.together_with(report.handbooks)
    known = known_participants(handbook)
    for name in report.roles:
        roles = handbook.find_all(Kind.ROLE, name)
        if handbook.is_out_of_reach(name):
            continue
        if len(roles) > 1 or not (roles or make_key(name) in known):
            yield Kind.ROLE, name
    for name in report.matrices:
        if not (handbook.find(Kind.MATRIX, name) or handbook.is_out_of_reach(name)):
            yield Kind.MATRIX, name
    if handbook.is_out_of_reach(report.stage):
        return
    if report.stage and not handbook.find(Kind.STAGE, report.stage):
        yield Kind.STAGE, report.stage


def known_participants(handbook: Handbook) -> dict[str, str]:
    """Return the words of each header, by its participant's key."""
    return {
        handbook.participant_key(participant.text): participant.text
        for matrix in handbook.matrices
        for participant in matrix.participants
    }
