"""How the letters of a scheme are shown."""

from __future__ import annotations

from sphinx_pmroles.extension.nodes import ShownLetter
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.meaning import informed
from sphinx_pmroles.model.scheme import Letter, Scheme


def shown_letters(scheme: Scheme) -> dict[str, ShownLetter]:
    """Return the letters of a scheme by their codes, in the scheme's order.

    The style of a letter is that of what it means: whatever a scheme calls its owner
    and its doer, a reader finds them at once.
    """
    return {
        letter.code: ShownLetter(letter.code, _(letter.word), _style(scheme, letter))
        for letter in scheme.letters
    }


def _style(scheme: Scheme, letter: Letter) -> str:
    if letter.code == scheme.owner:
        return "accountable"
    if letter.code == scheme.at_least_one:
        return "responsible"
    return "informed" if letter in informed(scheme) else "consulted"
