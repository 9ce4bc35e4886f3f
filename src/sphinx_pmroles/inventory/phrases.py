"""The words in which changes are said: for the command, and for pages.

Each phrase has slots for what a change names, so that a page can put links there; it is
translated before they are filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from string import Formatter
from typing import Final

from sphinx_pmroles.inventory.change import Change, Named, Sort, What
from sphinx_pmroles.model.kind import Kind

#: What is said of a change, after the title of what has changed and a colon.
PHRASES: Final = {
    What.ADDED: "added",
    What.REMOVED: "removed",
    What.RENAMED: "renamed, before: {before}",
    What.MOVED: "moved from {before} to {after}",
    What.REORDERED: "now in the order {after}",
    What.CHANGED: "{name}: {before} → {after}",
    What.REWORDED: "{name} reworded",
    What.SLIPPED: "slipped: {before} → {after}",
    What.BROUGHT_FORWARD: "brought forward: {before} → {after}",
    What.FINISHED: "finished",
    What.DROPPED: "dropped",
    What.PARTICIPANT_ADDED: "participants added: {after}",
    What.PARTICIPANT_REMOVED: "participants removed: {before}",
    What.PARTICIPANT_RENAMED: "participant probably renamed: {before} → {after}",
    What.LETTER_DEFINED: "{name} stands for {after}, before: {before}",
    What.LETTER_MOVED: "{name} moved from {before} to {after}",
    What.LETTER_GIVEN: "{name} given to {after}",
    What.LETTER_TAKEN: "{name} taken from {before}",
    What.NOTE: "note for {name}: {before} → {after}",
}
#: What is said instead where there was nothing before.
_GAINED: Final = {
    What.CHANGED: "{name}: now {after}",
    What.REWORDED: "{name} added",
    What.LETTER_DEFINED: "{name} added, it stands for {after}",
    What.NOTE: "note for {name} added: {after}",
}
#: What is said instead where there is nothing any more.
_LOST: Final = {
    What.CHANGED: "{name}: no longer {before}",
    What.REWORDED: "{name} removed",
    What.LETTER_DEFINED: "{name} removed, it stood for {before}",
    What.NOTE: "note for {name} removed: {before}",
}
_GUESSED: Final = {
    What.RENAMED: "probably renamed, before: {before}",
    What.CHANGED: "{name}: probably {before} → {after}",
}
_BY_DAYS: Final = {
    What.SLIPPED: "slipped by {days}: {before} → {after}",
    What.BROUGHT_FORWARD: "brought forward by {days}: {before} → {after}",
}
_ONE_DAY: Final = "{number} day"
_DAYS: Final = "{number} days"

#: What the kinds of things are called where their changes are listed.
KIND_WORDS: Final = {
    Kind.ROLE: "Roles",
    Kind.MATRIX: "Responsibility matrices",
    Kind.LIFECYCLE: "Life cycles",
    Kind.PRODUCT: "Products",
    Kind.ROADMAP: "Roadmaps",
}
NOTHING: Final = "Nothing changed."
#: All of these, to be translated.
CHANGE_WORDS: Final = (
    *(phrase for table in (PHRASES, _GAINED, _LOST) for phrase in table.values()),
    *(phrase for table in (_GUESSED, _BY_DAYS) for phrase in table.values()),
    *(_ONE_DAY, _DAYS, NOTHING),
)

Translate = Callable[[str], str]


def phrase(change: Change, translate: Translate = str) -> Iterator[str | Named]:
    """Yield what is said of a change: words, and in their places what it names.

    Words are translated, names are not: :func:`shown` does that for those it may.
    """
    for words, slot, _spec, _conversion in Formatter().parse(translate(_said(change))):
        yield words
        match slot:
            case "name":
                yield change.name or Named("")
            case "before" | "after":
                yield from _listed(change.before if slot == "before" else change.after)
            case "days":
                yield _days(change.days or 0, translate)


def shown(named: Named, translate: Translate = str) -> str:
    """Return the words of what a change names, as they are shown."""
    return translate(named.words) if named.sort is Sort.WORD else named.words


def _said(change: Change) -> str:
    what = change.what
    if change.days is not None:
        return _BY_DAYS[what]
    if change.is_guess and what in _GUESSED:
        return _GUESSED[what]
    if not change.before and what in _GAINED:
        return _GAINED[what]
    if not change.after and what in _LOST:
        return _LOST[what]
    return PHRASES[what]


def _listed(values: tuple[Named, ...]) -> Iterator[str | Named]:
    for number, value in enumerate(values):
        if number:
            yield ", "
        yield value


def _days(days: int, translate: Translate) -> str:
    number = f"{days:+d}".replace("-", "\N{MINUS SIGN}")
    return translate(_ONE_DAY if abs(days) == 1 else _DAYS).format(number=number)
