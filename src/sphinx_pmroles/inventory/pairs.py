"""Which thing of one inventory is which of another: by its key, else by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import pairwise

from sphinx_pmroles.inventory.likeness import Traits, find_renamed
from sphinx_pmroles.inventory.side import Json, Side
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.role import ROLE_KINDS

_WORD = re.compile(r"\w+")
_Things = Mapping[str, Json]
#: From a key and a thing to what is told of it.
_Facts = Callable[[str, Json], Iterator[Hashable]]
#: From the name of something of a kind to what is the same in both inventories.
_Token = Callable[[Kind, str], str]
#: From a side and some of its things, in order, to the facts of any of them.
_Knowledge = Callable[[Side, _Token, _Things], _Facts]


class Pairs:
    """The things that two inventories share.

    *became* holds the new keys by the old ones, for each kind, and *came* the other way
    round; *guessed* the new ones of those that were found by likeness.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.became: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
        self.came: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
        self.guessed: set[tuple[Kind, str]] = set()
        self._stages: dict[str, str] = {}
        # In this order: what is found again helps to find what refers to it.
        self._find_wholes(Kind.ROLE, _facts_of_roles)
        self._find_wholes(Kind.LIFECYCLE, _facts_of_lifecycles)
        self._find_parts(Kind.LIFECYCLE, Kind.STAGE, "stages", _facts_of_stages)
        for was, now in self.became[Kind.STAGE].items():
            self._stages.setdefault(_own(was), _own(now))
        self._find_wholes(Kind.PRODUCT, _facts_of_products)
        self._find_wholes(Kind.MATRIX, _facts_of_matrices)
        self._find_parts(Kind.MATRIX, Kind.ACTIVITY, "activities", _facts_of_activities)
        self._find_wholes(Kind.ROADMAP, _facts_of_roadmaps)
        self._find_items()

    # What names refer to

    def was(self, kind: Kind, name: str) -> str:
        """Return the key that what *name* referred to has now, or the one it had."""
        if kind is Kind.STAGE:
            return self._stages.get(name, make_key(name))
        if self.old.has(kind, name):
            return self.became[kind].get(name, name)
        return self._words(kind, name)

    def now(self, kind: Kind, name: str) -> str:
        """Return the key of what *name* refers to: the same as that of what it was."""
        if kind is Kind.STAGE:
            return name if self.new.has(kind, name) else make_key(name)
        return name if self.new.has(kind, name) else self._words(kind, name)

    def _words(self, kind: Kind, name: str) -> str:
        """Return what is the same in both of words that name nothing in one of them.

        They may have become the name of a role, or have been one: nobody has changed
        what refers to it.
        """
        key = make_key(name)
        if kind is not Kind.ROLE:
            return key
        if key in self.new.roles_by_name:
            return self.new.roles_by_name[key]
        role = self.old.roles_by_name.get(key, key)
        return self.became[kind].get(role, role)

    # Finding

    def _find_wholes(self, kind: Kind, facts: _Knowledge) -> None:
        old, new = self.old.things[kind], self.new.things[kind]
        self._find(kind, old, new, _by_key({key: key for key in old}, new), facts)

    def _find_parts(
        self,
        whole: Kind,
        kind: Kind,
        name: str,
        facts: _Knowledge,
    ) -> None:
        """Find the parts of wholes that both have."""
        for was, now in self.became[whole].items():
            before = self.old.things[whole][was][name]
            after = self.new.things[whole][now][name]
            if before == after and was == now:
                self._keep(kind, {(key := f"{now}/{x['id']}"): key for x in after})
                continue
            old = {f"{was}/{part['id']}": part for part in before}
            new = {f"{now}/{part['id']}": part for part in after}
            expected = {key: f"{now}{key.removeprefix(was)}" for key in old}
            self._find(kind, old, new, _by_key(expected, new), facts)

    def _find_items(self) -> None:
        old, new = self.old.things[Kind.ITEM], self.new.things[Kind.ITEM]
        roadmaps = self.became[Kind.ROADMAP]
        expected = {}
        for key, item in old.items():
            was = item["roadmap"]
            # An item goes with its roadmap, whatever that is called now.
            expected[key] = f"{roadmaps.get(was, was)}{key.removeprefix(was)}"
        self._find(Kind.ITEM, old, new, _by_key(expected, new), _facts_of_items)

    def _find(
        self,
        kind: Kind,
        old: _Things,
        new: _Things,
        found: dict[str, str],
        facts: _Knowledge,
    ) -> None:
        """Keep what was *found* by keys, and find of the others what was renamed."""
        self._keep(kind, found)
        gone = [key for key in old if key not in found]
        come = [key for key in new if key not in self.came[kind]]
        if not gone or not come:
            return
        facts_then = facts(self.old, self.was, old)
        facts_now = facts(self.new, self.now, new)
        renamed = find_renamed(
            {
                k: Traits(old[k]["title"], frozenset(facts_then(k, old[k])))
                for k in gone
            },
            {k: Traits(new[k]["title"], frozenset(facts_now(k, new[k]))) for k in come},
        )
        self._keep(kind, renamed)
        self.guessed.update((kind, key) for key in renamed.values())

    def _keep(self, kind: Kind, found: Mapping[str, str]) -> None:
        self.became[kind].update(found)
        self.came[kind].update((now, was) for was, now in found.items())


def _by_key(expected: Mapping[str, str], new: Iterable[str]) -> dict[str, str]:
    """Return which keys are still there, by the old ones: whatever their case."""
    keys = dict.fromkeys(new)
    found = {was: now for was, now in expected.items() if now in keys}
    taken = set(found.values())
    left: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if key not in taken:
            left[fold(key)].append(key)
    if not left:
        return found
    folded: dict[str, list[str]] = defaultdict(list)
    for was, now in expected.items():
        if was not in found:
            folded[fold(now)].append(was)
    for name, olds in folded.items():
        if len(olds) == 1 and len(left.get(name, ())) == 1:
            found[olds[0]] = left[name][0]
    return found


def _own(key: str) -> str:
    """Return the last part of a key, its own."""
    return key.rpartition("/")[2]


# What is told of each kind of thing, so that it is found again under another name


def _facts_of_roles(side: Side, token: _Token, things: _Things) -> _Facts:
    letters: dict[str, set[Hashable]] = {key: set() for key in things}
    for matrix_key, matrix in side.things[Kind.MATRIX].items():
        for activity in matrix["activities"]:
            for who, codes in activity["assignments"].items():
                if who in letters:
                    letters[who].update((matrix_key, activity["id"], c) for c in codes)

    def facts(key: str, role: Json) -> Iterator[Hashable]:
        yield from letters[key]
        yield from _words(role)
        if role["kind"] != ROLE_KINDS[0]:
            yield "kind", role["kind"]
        yield from _told(role, "abbr", "level")
        yield from _referred(role, token, reports_to=Kind.ROLE, works_with=Kind.ROLE)

    return facts


def _facts_of_lifecycles(_side: Side, _token: _Token, _things: _Things) -> _Facts:
    def facts(_key: str, cycle: Json) -> Iterator[Hashable]:
        for stage in cycle["stages"]:
            yield "stage", stage["id"]
            yield from _words(stage)

    return facts


def _facts_of_stages(_side: Side, token: _Token, things: _Things) -> _Facts:
    beside = _beside(things)

    def facts(key: str, stage: Json) -> Iterator[Hashable]:
        yield from beside[key]
        yield from _words(stage)
        yield from _referred(stage, token, decided_by=Kind.ROLE)

    return facts


def _facts_of_products(_side: Side, token: _Token, _things: _Things) -> _Facts:
    def facts(_key: str, product: Json) -> Iterator[Hashable]:
        yield from _words(product)
        yield from _referred(
            product,
            token,
            lifecycle=Kind.LIFECYCLE,
            stage=Kind.STAGE,
            owner=Kind.ROLE,
            part_of=Kind.PRODUCT,
        )

    return facts


def _facts_of_matrices(_side: Side, token: _Token, _things: _Things) -> _Facts:
    def facts(_key: str, matrix: Json) -> Iterator[Hashable]:
        yield "scheme", matrix["scheme"]
        yield from _referred(matrix, token, participants=Kind.ROLE)
        for activity in matrix["activities"]:
            yield "activity", activity["id"]

    return facts


def _facts_of_activities(_side: Side, token: _Token, things: _Things) -> _Facts:
    beside = _beside(things)

    def facts(key: str, activity: Json) -> Iterator[Hashable]:
        yield from beside[key]
        yield from _told(activity, "group")
        for who, codes in activity["assignments"].items():
            yield from (("letter", token(Kind.ROLE, who), code) for code in codes)

    return facts


def _facts_of_roadmaps(side: Side, _token: _Token, _things: _Things) -> _Facts:
    def facts(key: str, _roadmap: Json) -> Iterator[Hashable]:
        yield from (("item", _own(item)) for item in side.items_of[key])

    return facts


def _facts_of_items(side: Side, token: _Token, _things: _Things) -> _Facts:
    beside = {
        key: facts
        for items in side.items_of.values()
        for key, facts in zip(items, _neighbours(map(_own, items)), strict=True)
    }

    def facts(key: str, item: Json) -> Iterator[Hashable]:
        yield from beside[key]
        yield from _told(item, "when", "status", "health", "progress", "confidence")
        yield from _told(item, "team", "outcome")
        yield from _referred(
            item,
            token,
            owner=Kind.ROLE,
            stage=Kind.STAGE,
            product=Kind.PRODUCT,
            depends_on=Kind.ITEM,
        )
        yield from item["extra"].items()

    return facts


def _words(data: Json) -> Iterator[Hashable]:
    """Yield the words of the sections of a thing, and which follows which.

    Two texts have many words in common by chance, but few pairs of them.
    """
    for text in data["sections"].values():
        words = _WORD.findall(text.casefold())
        yield from words
        yield from pairwise(words)


def _told(data: Json, *names: str) -> Iterator[Hashable]:
    """Yield those values of a thing that are given."""
    yield from ((name, data[name]) for name in names if data[name] is not None)


def _referred(data: Json, token: _Token, **kinds: Kind) -> Iterator[Hashable]:
    """Yield what a thing refers to, by the names of its values."""
    for name, kind in kinds.items():
        value = data[name]
        values = value if isinstance(value, list) else [value]
        yield from ((name, token(kind, each)) for each in values if each is not None)


def _beside(parts: _Things) -> dict[str, list[Hashable]]:
    """Return what stands before and after each part of a whole, by its full key."""
    ids = [part["id"] for part in parts.values()]
    return dict(zip(parts, _neighbours(ids), strict=True))


def _neighbours(keys: Iterable[str]) -> Iterator[list[Hashable]]:
    """Yield for each of *keys* the one before and the one after it."""
    listed = list(keys)
    befores, afters = [None, *listed[:-1]], [*listed[1:], None]
    for before, after in zip(befores[: len(listed)], afters, strict=False):
        yield [
            *([("after", before)] if before is not None else []),
            *([("before", after)] if after is not None else []),
        ]
