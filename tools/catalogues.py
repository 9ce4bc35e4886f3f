"""Collect the words that the extension prints, and update their translations.

    python tools/catalogues.py           update the template and every language
    python tools/catalogues.py it        begin a language

The words are those that the sources pass to ``translate`` (``_``), and those of the
tables that :func:`tables` lists.  Nothing in the files changes unless a word does: no
date, no line number, no version.
"""

from __future__ import annotations

import ast
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import sphinx_pmroles
from sphinx_pmroles import charts, inventory, model
from sphinx_pmroles.checks.table import CHECKS
from sphinx_pmroles.extension.words import (
    CATALOG,
    HEADER,
    KINDS,
    LOCALES,
    PARTS,
    SECTION,
    header_words,
    names_of,
)
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.model.role import ROLE_KINDS
from sphinx_pmroles.model.scheme import SCHEMES
from sphinx_pmroles.reading.layouts import HEADERS, Headers
from sphinx_pmroles.reading.vocabulary import NAMES

PACKAGE = Path(sphinx_pmroles.__file__).parent
TEMPLATE = LOCALES / f"{CATALOG}.pot"

#: What a message is found by: its context (mostly none), and its words in English.
Key = tuple[str | None, str]

#: What begins a comment that is meant for translators, on the line above their word.
TAG = "# Translators:"
TEMPLATE_HEAD = """\
# The words that sphinx-pmroles prints.
# Made by "python3 run.py locale": do not edit."""
HEAD = """\
# The words that sphinx-pmroles prints.
# Translate each msgid, then run "python3 run.py locale"."""


@dataclass(frozen=True, slots=True)
class Message:
    """A word to be translated, the file that declares it, and a note on its use."""

    words: str
    file: str
    note: str = ""
    context: str | None = None

    @property
    def key(self) -> Key:
        """What the message is found by."""
        return self.context, self.words


# What there is to translate


def messages() -> list[Message]:
    """Return every word that the extension may print, in the order of the files."""
    found = [m for path in sorted(PACKAGE.rglob("*.py")) for m in _passed(path)]
    return sorted([*found, *tables()], key=lambda message: message.file)


def tables() -> Iterator[Message]:
    """Yield the words that stand in tables, and are translated when they are shown."""
    yield from _declared()
    for check in CHECKS.values():
        note = f"What the check {check.name} finds."
        yield Message(check.finds, "checks/table.py", note)
    for word in PARTS.values():
        note = "What a role does: a list of activities follows."
        yield Message(word, "extension/words.py", note)
    for word in KINDS.values():
        yield Message(word, "extension/words.py", "A kind of thing in the handbook.")
    for kind in ROLE_KINDS:
        yield Message(kind, "model/role.py", "What a role can be.")
    for column in Field:
        yield Message(column.value, "model/roadmap.py", "A column of a roadmap.")
    yield from _letters()
    for field in fields(Headers):
        words = header_words(getattr(HEADERS, field.name))
        note = f'Words over columns of {field.name}: any number, with "|" between.'
        yield Message(words, "reading/layouts.py", note, HEADER)
    for kind, listed in NAMES.items():
        for name, *others in listed:
            note = (
                f"What authors may write for the {kind} {name!r} of a roadmap: any "
                'number of names, with "|" between them, also the one that is shown.'
            )
            words = names_of(name, others)
            yield Message(words, "reading/vocabulary.py", note, kind)


def _declared() -> Iterator[Message]:
    """Yield the words of the constants ``…WORDS`` and ``…SECTIONS``."""
    seen: set[int] = set()
    for package in (model, charts, inventory):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            file = found.name.removeprefix(f"{PACKAGE.name}.").replace(".", "/") + ".py"
            for name, value in vars(import_module(found.name)).items():
                # What another module declares, and this one only uses.
                if not name.endswith(("WORDS", "SECTIONS")) or id(value) in seen:
                    continue
                seen.add(id(value))
                if name.endswith("SECTIONS"):
                    yield from _sections(file, value)
                else:
                    words = value.values() if isinstance(value, dict) else value
                    yield from (Message(word, file) for word in words)


def _sections(file: str, known: dict[str, tuple[str, ...]]) -> Iterator[Message]:
    for name, others in known.items():
        note = (
            f"What authors may call the section {name!r}: any number of names, with "
            '"|" between them, the one that is shown first.'
        )
        yield Message(names_of(name, others), file, note, SECTION)


def _letters() -> Iterator[Message]:
    """Yield the words of the letters, each with the schemes that have it."""
    schemes: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        for letter in scheme.letters:
            said = f"{letter.code} of {scheme.name.upper()}"
            schemes.setdefault(letter.word, []).append(said)
    for word, used in schemes.items():
        note = f"What a letter means: {', '.join(used)}."
        yield Message(word, "model/scheme.py", note)


def _passed(path: Path) -> Iterator[Message]:
    """Yield the words that a source file passes to ``translate``."""
    source = path.read_text("utf-8")
    lines, file = source.splitlines(), path.relative_to(PACKAGE).as_posix()
    # Babel's own extractor does not look into f-strings before Python 3.12.
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match call:
            case ast.Call(
                func=ast.Name(id="_" | "translate"),
                args=[ast.Constant(value=str(words))],
            ):
                before = lines[call.lineno - 2].strip()
                note = before.removeprefix(TAG) if before.startswith(TAG) else ""
                yield Message(words, file, note.strip())


# Catalogues


class SteadyCatalog(Catalog):
    """A catalogue whose header holds nothing that changes when no word does."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The entries of the header, without dates and versions."""
        language = [("Language", str(self.locale))] if self.locale else []
        return [
            ("Project-Id-Version", CATALOG),
            *language,
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            # Without an end of its own, the header would run into what follows it.
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def catalogue(
    header: str, language: str | None = None, known: dict[Key, str] | None = None
) -> SteadyCatalog:
    """Return all words, with those translations that are *known*."""
    made = SteadyCatalog(language, header_comment=header, fuzzy=False)
    for message in messages():
        made.add(
            message.words,
            (known or {}).get(message.key, ""),
            locations=[(message.file, 0)],
            auto_comments=[message.note] if message.note else [],
            context=message.context,
        )
    return made


def translations(path: Path) -> dict[Key, str]:
    """Return what a ``.po`` file says."""
    return {
        (message.context, str(message.id)): str(message.string)
        for message in read(path)
        if message.id
    }


def read(path: Path) -> Catalog:
    """Return the catalogue in a ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file)


def languages() -> list[str]:
    """Return the languages that there are."""
    return sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/*.po"))


def po_file(language: str) -> Path:
    """Return the file with the translations into a language."""
    return LOCALES / language / "LC_MESSAGES" / f"{CATALOG}.po"


def as_po(made: Catalog) -> bytes:
    """Return a catalogue as translators edit it."""
    return _written(write_po, made, width=0, include_lineno=False)


def as_mo(made: Catalog) -> bytes:
    """Return a catalogue as it is loaded."""
    return _written(write_mo, made)


def _written(write: Callable[..., None], made: Catalog, **options: Any) -> bytes:
    file = BytesIO()
    write(file, made, **options)
    # Babel ends a file with a blank line.
    return file.getvalue() if write is write_mo else file.getvalue().rstrip() + b"\n"


# The command


def update(language: str) -> list[str]:
    """Write the files of a language; return the words that are not translated."""
    path = po_file(language)
    header, known = HEAD, dict[Key, str]()
    if path.exists():
        header, known = read(path).header_comment, translations(path)
    made = catalogue(header, language, known)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(made))
    path.with_suffix(".mo").write_bytes(as_mo(made))
    return [str(message.id) for message in made if message.id and not message.string]


def main(begun: Iterable[str]) -> int:
    """Update all files, and begin the languages *begun*."""
    LOCALES.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_po(catalogue(TEMPLATE_HEAD)))
    for language in sorted({*languages(), *begun}):
        missing = update(language)
        print(f"{po_file(language)}: {len(missing)} to translate")
        print("".join(f"  {words}\n" for words in missing), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
