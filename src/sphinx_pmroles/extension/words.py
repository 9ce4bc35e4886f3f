"""The words that the extension itself prints, in the language of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation, get_translator

from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind

if TYPE_CHECKING:
    from sphinx_pmroles.reading.layouts import Headers
    from sphinx_pmroles.reading.vocabulary import Vocabulary

#: The name of the message catalogue, and the folder with its translations.
CATALOG = "sphinx-pmroles"
LOCALES = Path(__file__).parent / "locale"

translate = get_translation(CATALOG)

#: How to say what a role does in an activity, by the word of its letter.
PARTS = {
    "Accountable": "Accountable for",
    "Responsible": "Responsible for",
    "Consulted": "Consulted on",
    "Informed": "Informed of",
}

#: What each kind of thing is called.
KINDS = {
    Kind.ROLE: "role",
    Kind.MATRIX: "responsibility matrix",
    Kind.ACTIVITY: "activity",
    Kind.LIFECYCLE: "life cycle",
    Kind.STAGE: "stage",
    Kind.PRODUCT: "product",
    Kind.ROADMAP: "roadmap",
    Kind.ITEM: "item",
}

# Lists of names, each a message

_BETWEEN = "|"


def names_of(name: str, others: Iterable[str]) -> str:
    """Return the message that lists a thing's names; a translation has others."""
    return _listed((name, *others))


def _listed(names: Iterable[str]) -> str:
    return f" {_BETWEEN} ".join(names)


def _names_in(message: str) -> list[str]:
    return [name.strip() for name in message.split(_BETWEEN)]


# Sections

#: The context of the messages that list the names of a section.
SECTION = "section"


def section_title(name: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """Return what a *known* section is called; other names stay as they are."""
    if name not in known:
        return name
    listed = get_translator(CATALOG).pgettext(SECTION, names_of(name, known[name]))
    return _names_in(listed)[0]


def section_names(known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the sections by the keys of all names that an author may give them.

    A section is *known* by its name and by others, in English and in the language of
    the document.  Where two languages disagree on a name, English has it.
    """
    translator = get_translator(CATALOG)
    names: dict[str, str] = {}
    for name, others in known.items():
        names.update((make_key(word), name) for word in (name, *others))
    for name, others in known.items():
        listed = translator.pgettext(SECTION, names_of(name, others))
        for word in _names_in(listed):
            names.setdefault(make_key(word), name)
    return names


# Headers

#: The context of the messages that list the words over the columns of a matrix.
HEADER = "header"


def header_words(words: Iterable[str]) -> str:
    """Return the message that lists words over columns; a translation has others."""
    return _listed(sorted(words))


def known_headers() -> Headers:
    """Return the words over columns, in English and in the document's language."""
    return headers_of(get_translator(CATALOG))


@lru_cache(maxsize=1)
def headers_of(translator: NullTranslations) -> Headers:
    """Return the words over columns, in English and as *translator* has them."""
    from sphinx_pmroles.reading.layouts import HEADERS, Headers

    def known(words: frozenset[str]) -> frozenset[str]:
        listed = _names_in(translator.pgettext(HEADER, header_words(words)))
        return words.union(word.casefold() for word in listed)

    return Headers(*(known(getattr(HEADERS, f.name)) for f in fields(Headers)))


# Roadmaps


def roadmap_words() -> Vocabulary:
    """Return the words of roadmaps, in English and in the document's language."""
    return vocabulary_of(get_translator(CATALOG))


# A handbook may have thousands of items, each a directive.
@lru_cache(maxsize=1)
def vocabulary_of(translator: NullTranslations) -> Vocabulary:
    """Return the words of roadmaps, in English and as *translator* has them."""
    from sphinx_pmroles.reading.vocabulary import make_vocabulary

    def translated(kind: str, names: tuple[str, ...]) -> list[str]:
        name, *others = names
        return _names_in(translator.pgettext(kind, names_of(name, others)))

    return make_vocabulary(translated)


def states(word: str) -> tuple[str, ...]:
    """Return *word* with the state that is called so in the document's language."""
    from sphinx_pmroles.model.period import Horizon
    from sphinx_pmroles.model.roadmap import Health, Status

    key = make_key(word)
    named = (state for state in (*Status, *Health, *Horizon) if state != word)
    return word, *(state for state in named if make_key(translate(state)) == key)
