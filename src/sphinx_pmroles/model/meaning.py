"""What a letter means, whatever its scheme calls it.

Schemes have other letters for the same part: who is asked first is *Consulted* in
RACI, a *Contributor* in DACI, gives *Input* in RAPID and *Suggests* in PACSI.  A letter
means what its word says, so that a scheme of one's own and ``:letters:`` have a say,
too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.scheme import Letter, Scheme

#: The words for one whose opinion is asked before the work is done.
CONSULTED: Final = frozenset(
    {"agree", "consulted", "contributor", "input", "reviewer", "suggest"}
)
#: The words for one who is told afterwards.
INFORMED: Final = frozenset({"informed"})
#: The words for one who is left out on purpose.
OMITTED: Final = frozenset({"omitted"})


class Meaning(StrEnum):
    """What a reader looks for in a letter, by the words of the best known scheme."""

    ACCOUNTABLE = "accountable"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"


def meanings(scheme: Scheme) -> dict[str, Meaning]:
    """Return what the letters of a scheme mean, by their codes.

    What is neither the owner's letter, nor the doer's, nor that of one who is told,
    helps before the work is done, as those do who are consulted.
    """
    return {
        **dict.fromkeys(scheme.codes, Meaning.CONSULTED),
        **{letter.code: Meaning.INFORMED for letter in informed(scheme)},
        **({scheme.at_least_one: Meaning.RESPONSIBLE} if scheme.at_least_one else {}),
        scheme.owner: Meaning.ACCOUNTABLE,
    }


def consulted(scheme: Scheme) -> tuple[Letter, ...]:
    """Return the letters of those who are asked before an activity is done."""
    return _meaning(scheme, CONSULTED)


def informed(scheme: Scheme) -> tuple[Letter, ...]:
    """Return the letters of those who are told when an activity is done."""
    return _meaning(scheme, INFORMED)


def omitted(scheme: Scheme) -> tuple[Letter, ...]:
    """Return the letters of those who take no part in an activity, on purpose."""
    return _meaning(scheme, OMITTED)


def _meaning(scheme: Scheme, words: frozenset[str]) -> tuple[Letter, ...]:
    return tuple(
        letter
        for letter in scheme.letters
        # A letter that was renamed keeps its old word among the others.
        if not words.isdisjoint(map(fold, (letter.word, *letter.also)))
    )
