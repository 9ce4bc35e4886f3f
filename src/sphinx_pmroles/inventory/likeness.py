"""Which of the things that went is which of those that came: renames without an id.

A title alone proves little: *Product Manager* and *Project Manager* are two roles, and
*Release 1* and *Release 2* two releases.  So two measures must agree, both from 0 to 1:

- how alike the titles are written: the Dice coefficient of their pairs of letters;
- how much is told of both: the Dice coefficient of what is known of each (the words
  of the title among it), held down where little is known, so that being short or
  empty never makes two things alike.

Two things are one that was renamed if the mean of both is at least 0.75, or if so much
is the same of both (0.9) that it does not matter what they are called.  They must be
each other's best match, with no other as good, and their titles must hold the same
numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sphinx_pmroles.model.key import make_key

#: The mean of both measures from which on two things are one.
ALIKE = 0.75
#: How much must be told of both where the title says nothing.
SAME_IN_SUBSTANCE = 0.9
#: How alike titles are at least if the things are one: no more can be told than all.
_WRITTEN_ALIKE = 2 * ALIKE - 1
#: Words that begin with so many letters alike are one if they end in so many others.
_STEM, _ENDING = 4, 3
#: A mark that more things than this have says nothing of which one it is.
_COMMON = 100
#: How many candidates are weighed for each thing, those with the rarest marks first.
_CANDIDATES = 20
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Traits:
    """What a thing is known by: its title, and what else is told of it.

    No slots: what is made of the title is kept, for it is asked for often.
    """

    title: str
    facts: frozenset[Hashable] = frozenset()

    @cached_property
    def key(self) -> str:
        """The title, less what makes no difference."""
        return make_key(self.title)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The pairs of letters in the title, its ends among them."""
        text = f" {self.key} "
        return frozenset(text[n : n + 2] for n in range(len(text) - 1))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the title."""
        return frozenset(self.key.split("-"))

    @cached_property
    def told(self) -> int:
        """How much is known."""
        return len(self.facts) + len(self.words)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in the title, in order."""
        return tuple(sorted(_NUMBER.findall(self.title)))


def are_alike(one: Traits, other: Traits) -> float:
    """Return how alike two things are; 0 if they cannot be one."""
    if one.numbers != other.numbers:
        return 0.0
    written = 2 * len(one.letters & other.letters)
    title = written / (len(one.letters) + len(other.letters))
    shared = len(one.facts & other.facts) + len(one.words & other.words)
    if title >= _WRITTEN_ALIKE:
        shared += _inflected(one.words, other.words)
    # The 2 stands for a fact of each that nobody knows.
    substance = 2 * shared / (one.told + other.told + 2)
    alike = (title + substance) / 2
    return max(alike, ALIKE) if substance >= SAME_IN_SUBSTANCE else alike


def _inflected(some: frozenset[str], others: frozenset[str]) -> int:
    """Return how many words two titles share but for the ending: *price*, *pricing*."""
    of_some, of_others = set(), set()
    for word in some - others:
        for other in others - some:
            if _is_inflected(word, other):
                of_some.add(word)
                of_others.add(other)
    return min(len(of_some), len(of_others))


def _is_inflected(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    different = (n for n, char in enumerate(shorter) if char != longer[n])
    stem = next(different, len(shorter))
    return stem >= _STEM and len(longer) - stem <= _ENDING


def find_renamed(
    old: Mapping[str, Traits], new: Mapping[str, Traits]
) -> dict[str, str]:
    """Return the new keys of what was renamed, by their old ones.

    Swapping *old* and *new* gives the same pairs the other way round.
    """
    if not old or not new:
        return {}
    candidates = _candidates(old, new)
    candidates |= {(a, b) for b, a in _candidates(new, old)}
    best_of_old: dict[str, tuple[float, str | None]] = {}
    best_of_new: dict[str, tuple[float, str | None]] = {}
    for a, b in candidates:
        alike = are_alike(old[a], new[b])
        if alike >= ALIKE:
            _keep_best(best_of_old, a, alike, b)
            _keep_best(best_of_new, b, alike, a)
    return {
        a: b
        for a, (_alike, b) in best_of_old.items()
        if b is not None and best_of_new[b][1] == a
    }


def _keep_best(
    best: dict[str, tuple[float, str | None]], key: str, alike: float, other: str
) -> None:
    """Keep *other* if it is better than the best so far; of two as good, none."""
    known, _ = best.get(key, (0.0, None))
    if alike > known:
        best[key] = alike, other
    elif alike == known:
        best[key] = alike, None


def _candidates(
    these: Mapping[str, Traits], those: Mapping[str, Traits]
) -> set[tuple[str, str]]:
    """Return pairs that share a mark: for each of *these* those with its rarest.

    All pairs would be a million of a thousand by a thousand.
    """
    having: dict[Hashable, list[str]] = defaultdict(list)
    for key, traits in those.items():
        for mark in _marks(traits):
            having[mark].append(key)
    known = {mark for traits in these.values() for mark in _marks(traits)}
    rank = {
        mark: (len(keys), repr(mark))
        for mark, keys in having.items()
        if mark in known and len(keys) <= _COMMON
    }
    found: set[tuple[str, str]] = set()
    for key, traits in these.items():
        near: set[str] = set()
        marks = (mark for mark in _marks(traits) if mark in rank)
        for mark in sorted(marks, key=rank.__getitem__):
            near.update(having[mark])
            if len(near) >= _CANDIDATES:
                break
        found.update((key, other) for other in near)
    return found


def _marks(traits: Traits) -> Iterable[Hashable]:
    return (traits.key, *traits.words, *traits.letters, *traits.facts)
