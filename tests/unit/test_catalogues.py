"""The catalogues of the words that the extension prints: complete, and up to date."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from itertools import combinations, permutations

import catalogues
import pytest
from babel.messages import Catalog
from catalogues import Key, Message

from sphinx_pmroles.extension.words import HEADER, SECTION, header_words, names_of
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.lifecycle import STAGE_SECTIONS
from sphinx_pmroles.model.product import PRODUCT_SECTIONS
from sphinx_pmroles.model.role import ROLE_SECTIONS
from sphinx_pmroles.model.scheme import SCHEMES, Scheme
from sphinx_pmroles.reading.layouts import HEADERS
from sphinx_pmroles.reading.vocabulary import NAMES, word_key

LANGUAGES = ("de", "es", "fr", "ja")
#: What whoever adds a word has to do.
UPDATE = "run: python3 run.py locale, and translate what it lists"

_PLACEHOLDER = re.compile(r"\{\w*\}|%\w")


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """Return the words that the sources print."""
    return catalogues.messages()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Return one of the languages, each in turn."""
    return str(request.param)


@pytest.fixture
def translated(language: str) -> dict[Key, str]:
    """Return the translations of a language."""
    return catalogues.translations(catalogues.po_file(language))


def test_catalogues__are_those_of_the_languages_that_we_promise() -> None:
    assert catalogues.languages() == list(LANGUAGES)


def test_template__is_up_to_date() -> None:
    now = described(catalogues.catalogue(""))
    written = described(catalogues.read(catalogues.TEMPLATE))
    assert written == now, UPDATE
    assert list(written) == list(now), UPDATE


def described(catalogue: Catalog) -> dict[Key, tuple[list[str], str]]:
    """Return the files and the notes of each message."""
    return {
        (message.context, str(message.id)): (
            sorted({file for file, _ in message.locations}),
            " ".join(message.auto_comments),
        )
        for message in catalogue
        if message.id
    }


def test_catalogue__has_every_word_and_no_other(
    messages: list[Message], translated: dict[Key, str]
) -> None:
    words = {message.key for message in messages}
    assert sorted(words - set(translated), key=str) == [], UPDATE
    assert sorted(set(translated) - words, key=str) == [], UPDATE


def test_catalogue__translates_every_word(translated: dict[Key, str]) -> None:
    missing = [words for (_, words), said in translated.items() if not said.strip()]
    assert missing == [], UPDATE


def test_catalogue__leaves_nothing_open(language: str) -> None:
    read = catalogues.read(catalogues.po_file(language))
    assert [message.id for message in read if message.fuzzy and message.id] == []
    assert list(read.obsolete) == [], UPDATE


def test_catalogue__keeps_the_placeholders(translated: dict[Key, str]) -> None:
    for (_, words), said in translated.items():
        expected = sorted(_PLACEHOLDER.findall(words))
        assert sorted(_PLACEHOLDER.findall(said)) == expected, words


def test_catalogue__keeps_the_white_space_at_the_ends(
    translated: dict[Key, str],
) -> None:
    for (_, words), said in translated.items():
        assert said == said.strip(), words


def test_catalogue__is_compiled(language: str, translated: dict[Key, str]) -> None:
    with catalogues.po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for (context, words), said in translated.items():
        loaded = (
            compiled.pgettext(context, words) if context else compiled.gettext(words)
        )
        assert loaded == said, UPDATE
    # The header is a message, too.
    assert len(compiled._catalog) == len(translated) + 1, UPDATE  # type: ignore[attr-defined]


def test_catalogue__tells_apart_what_stands_together(
    translated: dict[Key, str],
) -> None:
    together = (
        ("Responsible", "Accountable", "Consulted", "Informed", "Support"),
        ("planned", "in progress", "blocked", "done", "dropped"),
        ("on track", "at risk", "off track"),
        ("now", "next", "later"),
        ("role", "team", "person", "organisation", "forum"),
    )
    for group in together:
        said = [translated[None, words] for words in group]
        assert len(set(said)) == len(said), said


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_catalogue__tells_apart_the_letters_of_a_scheme(
    translated: dict[Key, str], scheme: Scheme
) -> None:
    """Authors may write the words: none may stand for another letter, too."""
    for letter, other in permutations(scheme.letters, 2):
        names = {fold(name) for name in (other.code, other.word, *other.also)}
        names.add(fold(translated[None, other.word]))
        assert fold(translated[None, letter.word]) not in names, letter


@pytest.mark.parametrize("known", [ROLE_SECTIONS, STAGE_SECTIONS, PRODUCT_SECTIONS])
def test_catalogue__names_no_two_sections_alike(
    translated: dict[Key, str], known: dict[str, tuple[str, ...]]
) -> None:
    names: dict[str, set[str]] = {}
    for name, others in known.items():
        listed = translated[SECTION, " | ".join((name, *others))]
        keys = [make_key(words) for words in (name, *others, *listed.split("|"))]
        assert all(keys), f"a name of {name!r} is blank"
        names[name] = set(keys)
    for one, other in combinations(names, 2):
        assert names[one] & names[other] == set(), f"{one!r} and {other!r}"


@pytest.mark.parametrize("kind", NAMES)
def test_catalogue__gives_no_word_of_roadmaps_two_meanings(
    translated: dict[Key, str], kind: str
) -> None:
    """Neither with another of the language, nor with an English one."""
    meanings: dict[str, str] = {}
    for name, *others in NAMES[kind]:
        listed = translated[kind, names_of(name, others)].split("|")
        keys = {word_key(word) for word in (name, *others, *listed)}
        assert all(keys), f"a word for {name!r} is blank"
        for key in keys:
            assert key not in meanings, f"{key!r}: {meanings.get(key)!r} or {name!r}"
            meanings[key] = name
        # What is shown can be written, too.
        if (None, name) in translated:
            assert word_key(translated[None, name]) in keys, name


def test_words__are_found_where_they_are_passed_and_in_tables(
    messages: list[Message],
) -> None:
    files = {(message.words, message.file) for message in messages}
    for declared in (
        ("Reports to", "extension/views/roles.py"),
        ("current stage", "charts/strip.py"),
        ("Accountable", "model/scheme.py"),
        ("forum", "model/role.py"),
        ("An activity that nobody is to do.", "checks/table.py"),
    ):
        assert declared in files


def test_catalogue__tells_activities_and_participants_apart(
    translated: dict[Key, str],
) -> None:
    """The word over the first column says which of them the rows are."""
    of = {
        kind: {word.strip() for word in translated[HEADER, message].split("|")}
        for kind, message in (
            ("activities", header_words(HEADERS.activities)),
            ("participants", header_words(HEADERS.participants)),
        )
    }
    assert all(map(all, of.values()))
    assert of["activities"] & of["participants"] == set()
    assert of["activities"] & HEADERS.participants == set()
    assert of["participants"] & HEADERS.activities == set()
