"""How the letters of a scheme are shown."""

from __future__ import annotations

from sphinx_pmroles.extension.table import ShownLetter
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.meaning import Meaning, meanings
from sphinx_pmroles.model.scheme import Scheme


def shown_letters(scheme: Scheme) -> dict[str, ShownLetter]:
    """Return the letters of a scheme by their codes, in the scheme's order."""
    meaning = meanings(scheme)
    return {
        letter.code: shown_letter(letter.code, letter.word, meaning[letter.code])
        for letter in scheme.letters
    }


def shown_letter(code: str, word: str, meaning: Meaning) -> ShownLetter:
    """Return a letter as it is shown.

    The style of a letter is that of what it means: whatever a scheme calls its owner
    and its doer, a reader finds them at once.
    """
    return ShownLetter(code, _(word), meaning.value)
