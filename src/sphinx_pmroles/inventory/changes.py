"""Compare two inventories: what was added, removed, renamed, and what else changed.

Things are the same whose keys are; of the others, those that are alike were renamed
(:mod:`.pairs`).  What refers to a renamed thing is not changed by its new name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sphinx_pmroles.inventory.change import (
    Change,
    Changes,
    Named,
    Sort,
    Version,
    What,
)
from sphinx_pmroles.inventory.likeness import Traits, find_renamed
from sphinx_pmroles.inventory.pairs import Pairs
from sphinx_pmroles.inventory.side import Json, Side, part
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.period import Horizon, Precision
from sphinx_pmroles.model.roadmap import Field, Status


def compare(old: Json, new: Json) -> Changes:
    """Return what changed from one inventory to another.

    Both have the published form, as :func:`~.load.load` and :func:`~.export.to_json`
    return it.
    """
    return Changes(
        Version(old["project"], old["release"]),
        Version(new["project"], new["release"]),
        tuple(_Comparison(Side(old), Side(new)).all()),
    )


# What is compared of each kind of thing


@dataclass(frozen=True, slots=True)
class _Property:
    """A value of a thing: its name in the format, what people call it, what it is.

    *kind* is that of what it refers to, if it does; *sort* that of its own words.
    """

    name: str
    label: str
    kind: Kind | None = None
    sort: Sort = Sort.TEXT
    unit: str = ""

    def of(self, data: Json) -> list[str]:
        """Return the values, as they are in the format."""
        value = data[self.name]
        if value is None:
            return []
        return value if isinstance(value, list) else [str(value)]

    def shown(self, side: Side, value: str) -> Named:
        """Return what people are shown of a value."""
        if self.kind:
            return side.refer(self.kind, value)
        return Named(value + (self.unit if value.isdigit() else ""), self.sort)


_PROPERTIES: Mapping[Kind, tuple[_Property, ...]] = {
    Kind.ROLE: (
        _Property("abbr", "Abbreviation"),
        _Property("aka", "Also called"),
        _Property("kind", "Kind", sort=Sort.WORD),
        _Property("level", "Level"),
        _Property("reports_to", "Reports to", Kind.ROLE),
        _Property("works_with", "Works with", Kind.ROLE),
    ),
    Kind.MATRIX: (_Property("scheme", "Scheme"),),
    Kind.ACTIVITY: (
        _Property("group", "Group"),
        _Property("stage", Field.STAGE, Kind.STAGE),
    ),
    Kind.LIFECYCLE: (_Property("current", "Current stage", Kind.STAGE),),
    Kind.STAGE: (_Property("decided_by", "Decided by", Kind.ROLE),),
    Kind.PRODUCT: (
        _Property("lifecycle", "Life cycle", Kind.LIFECYCLE),
        _Property("stage", Field.STAGE, Kind.STAGE),
        _Property("owner", Field.OWNER, Kind.ROLE),
        _Property("part_of", "Part of", Kind.PRODUCT),
    ),
    Kind.ROADMAP: (),
    Kind.ITEM: (
        _Property("health", Field.HEALTH, sort=Sort.WORD),
        _Property("progress", Field.PROGRESS, unit=" %"),
        _Property("confidence", Field.CONFIDENCE, sort=Sort.WORD, unit=" %"),
        _Property("owner", Field.OWNER, Kind.ROLE),
        _Property("stage", Field.STAGE, Kind.STAGE),
        _Property("product", Field.PRODUCT, Kind.PRODUCT),
        _Property("team", Field.TEAM),
        _Property("outcome", Field.OUTCOME),
        _Property("depends_on", Field.DEPENDS_ON, Kind.ITEM),
    ),
}
#: What is counted of a stage's criteria: its name in the format, what people call it,
#: and the section that has them.
_CRITERIA = {
    "entry_criteria": ("Entry criteria met", "Entry criteria"),
    "exit_criteria": ("Exit criteria met", "Exit criteria"),
}
#: A ticked box is like one that is not.
_BOXES = str.maketrans("☑", "☐")
_WORD = re.compile(r"\w+")
_STATUSES = {Status.DONE: What.FINISHED, Status.DROPPED: What.DROPPED}

#: What is said of the properties, beside the columns of a roadmap.
PROPERTY_WORDS = tuple(
    dict.fromkeys(
        each.label
        for properties in _PROPERTIES.values()
        for each in properties
        if each.label not in set(Field)
    )
) + tuple(label for label, _section in _CRITERIA.values())


def _plain(*words: str | None, sort: Sort = Sort.TEXT) -> tuple[Named, ...]:
    return tuple(Named(each, sort) for each in words if each)


def _met(criteria: Json | None) -> tuple[Named, ...]:
    return _plain(f"{criteria['met']}/{criteria['total']}" if criteria else None)


@dataclass(frozen=True, slots=True)
class _Both:
    """A thing that both inventories have: as it was, and as it is."""

    kind: Kind
    was: Named
    now: Named
    old: Json
    new: Json
    inside: Named | None = None

    def change(
        self,
        what: What,
        name: Named | None = None,
        before: Iterable[Named] = (),
        after: Iterable[Named] = (),
        days: int | None = None,
        *,
        is_guess: bool = False,
    ) -> Change:
        """Return a change of it."""
        return Change(
            *(what, self.kind, self.was, self.now, self.inside, name),
            *(tuple(before), tuple(after), days, is_guess),
        )


# All


class _Comparison:
    """Two inventories, and which thing of the one is which of the other."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.pairs = Pairs(old, new)
        renamed = list(_renamed(old, new, self.pairs))
        self._renames = _replacer(renamed)
        self._back = _replacer([(now, was) for was, now in renamed])

    def all(self) -> Iterator[Change]:
        """Yield all changes."""
        yield from self._wholes(Kind.ROLE, self._sections)
        yield from self._wholes(Kind.MATRIX, self._matrix)
        yield from self._wholes(Kind.LIFECYCLE, self._lifecycle)
        yield from self._wholes(Kind.PRODUCT, self._sections)
        yield from self._roadmaps()

    # Any kind

    def _wholes(
        self, kind: Kind, more: Callable[[_Both], Iterator[Change]]
    ) -> Iterator[Change]:
        """Yield what changed of the things of a kind; *more* finds what only it has."""
        old, new = self.old.things[kind], self.new.things[kind]
        came, became = self.pairs.came[kind], self.pairs.became[kind]
        for key, data in new.items():
            if key not in came:
                yield Change(What.ADDED, kind, None, self.new.named(kind, key))
            elif came[key] != key or old[key] != data:
                was = came[key]
                named = self.old.named(kind, was), self.new.named(kind, key)
                both = _Both(kind, *named, old[was], data)
                yield from self._common(both)
                yield from more(both)
        for key in old:
            if key not in became:
                yield Change(What.REMOVED, kind, self.old.named(kind, key), None)

    def _parts(
        self,
        whole: _Both,
        kind: Kind,
        name: str,
        more: Callable[[_Both], Iterator[Change]],
    ) -> Iterator[Change]:
        """Yield what changed of the parts of a thing that both have."""
        old = {(p := part(kind, whole.was.key, x)).key: (p, x) for x in whole.old[name]}
        new = {(p := part(kind, whole.now.key, x)).key: (p, x) for x in whole.new[name]}
        came, became = self.pairs.came[kind], self.pairs.became[kind]
        for key, (now, data) in new.items():
            if key not in came:
                yield Change(What.ADDED, kind, None, now, whole.now)
                continue
            was, before = old[came[key]]
            if before != data:
                both = _Both(kind, was, now, before, data, whole.now)
                yield from self._common(both)
                yield from more(both)
        for key, (was, _data) in old.items():
            if key not in became:
                yield Change(What.REMOVED, kind, was, None, whole.now)

    def _common(self, both: _Both) -> Iterator[Change]:
        """Yield what changed of what every kind has."""
        yield from self._title(both)
        yield from self._properties(both)

    def _title(self, both: _Both) -> Iterator[Change]:
        kind = both.kind
        is_guess = (kind, both.now.key) in self.pairs.guessed
        if both.was.words != both.now.words:
            titles = _plain(both.was.words), _plain(both.now.words)
            yield both.change(What.RENAMED, None, *titles, is_guess=is_guess)
        elif is_guess and kind is not Kind.ITEM:
            # The same title and another key: links from elsewhere have to follow.
            keys = _plain(both.was.key), _plain(both.now.key)
            label = Named(Field.ID, Sort.WORD)
            yield both.change(What.CHANGED, label, *keys, is_guess=is_guess)

    def _properties(self, both: _Both) -> Iterator[Change]:
        for each in _PROPERTIES[both.kind]:
            before, after = each.of(both.old), each.of(both.new)
            if before == after or self._are_same(each.kind, before, after):
                continue
            was = [each.shown(self.old, value) for value in before]
            now = [each.shown(self.new, value) for value in after]
            if [named.words for named in was] != [named.words for named in now]:
                yield both.change(What.CHANGED, Named(each.label, Sort.WORD), was, now)

    def _are_same(self, kind: Kind | None, old: list[str], new: list[str]) -> bool:
        """Return whether two lists have the same in them, in whatever order."""
        if kind is None:
            return sorted(old) == sorted(new)
        return {self.pairs.was(kind, each) for each in old} == {
            self.pairs.now(kind, each) for each in new
        }

    def _sections(self, both: _Both, counted: Collection[str] = ()) -> Iterator[Change]:
        """Yield the sections that were reworded; of those *counted*, boxes aside."""
        old, new = both.old["sections"], both.new["sections"]
        for name in dict.fromkeys([*new, *old]):
            before, after = old.get(name, ""), new.get(name, "")
            if name in counted and before.translate(_BOXES) == after.translate(_BOXES):
                continue
            if before != after and not self._only_renames(before, after):
                texts = _plain(before), _plain(after)
                yield both.change(What.REWORDED, Named(name, Sort.SECTION), *texts)

    def _only_renames(self, before: str, after: str) -> bool:
        """Return whether a text differs in the names of what was renamed alone."""
        if not before or not after:
            return False
        return self._renames(before) == after or self._back(after) == before

    # Matrices

    def _matrix(self, both: _Both) -> Iterator[Change]:
        old, new = both.old["letters"], both.new["letters"]
        # Another scheme has other letters: they go without saying.
        if both.old["scheme"] == both.new["scheme"]:
            for code in dict.fromkeys([*new, *old]):
                if old.get(code) != new.get(code):
                    was = _plain(old.get(code), sort=Sort.WORD)
                    now = _plain(new.get(code), sort=Sort.WORD)
                    yield both.change(What.LETTER_DEFINED, Named(code), was, now)
        columns = _Columns(self.old, self.new, self.pairs, both)
        yield from columns.changes()
        yield from self._parts(both, Kind.ACTIVITY, "activities", columns.activity)

    # Life cycles

    def _lifecycle(self, both: _Both) -> Iterator[Change]:
        old = [part(Kind.STAGE, both.was.key, x) for x in both.old["stages"]]
        new = [part(Kind.STAGE, both.now.key, x) for x in both.new["stages"]]
        became, came = self.pairs.became[Kind.STAGE], self.pairs.came[Kind.STAGE]
        order = [became[stage.key] for stage in old if stage.key in became]
        if order != [stage.key for stage in new if stage.key in came]:
            yield both.change(What.REORDERED, None, old, new)
        yield from self._parts(both, Kind.STAGE, "stages", self._stage)

    def _stage(self, both: _Both) -> Iterator[Change]:
        counted = []
        for name, (label, section) in _CRITERIA.items():
            old, new = both.old.get(name), both.new.get(name)
            if old != new:
                counted.append(section)
                word = Named(label, Sort.WORD)
                yield both.change(What.CHANGED, word, _met(old), _met(new))
        yield from self._sections(both, counted)

    # Roadmaps

    def _roadmaps(self) -> Iterator[Change]:
        """Yield what changed of the roadmaps, each with its items."""
        kind = Kind.ROADMAP
        came, became = self.pairs.came[kind], self.pairs.became[kind]
        for key, data in self.new.things[kind].items():
            now, was = self.new.named(kind, key), came.get(key)
            if was is None:
                yield Change(What.ADDED, kind, None, now)
            else:
                named = self.old.named(kind, was), now
                yield from self._common(
                    _Both(kind, *named, self.old.things[kind][was], data)
                )
            for item in self.new.items_of[key]:
                yield from self._item(item, now)
            yield from self._items_gone(self.old.items_of[was] if was else (), now)
        for key in self.old.things[kind]:
            if key not in became:
                gone = self.old.named(kind, key)
                yield Change(What.REMOVED, kind, gone, None)
                yield from self._items_gone(self.old.items_of[key], gone)

    def _items_gone(self, keys: Iterable[str], inside: Named) -> Iterator[Change]:
        became = self.pairs.became[Kind.ITEM]
        for key in keys:
            if key not in became:
                was = self.old.named(Kind.ITEM, key)
                yield Change(What.REMOVED, Kind.ITEM, was, None, inside)

    def _item(self, key: str, roadmap: Named) -> Iterator[Change]:
        kind = Kind.ITEM
        came = self.pairs.came[kind].get(key)
        if came is None:
            now = self.new.named(kind, key)
            yield Change(What.ADDED, kind, None, now, roadmap)
            return
        old, new = self.old.things[kind][came], self.new.things[kind][key]
        if came == key and old == new:
            return
        named = self.old.named(kind, came), self.new.named(kind, key)
        both = _Both(kind, *named, old, new, roadmap)
        if self.pairs.became[Kind.ROADMAP].get(old["roadmap"]) != roadmap.key:
            before = self.old.named(Kind.ROADMAP, old["roadmap"])
            yield both.change(What.MOVED, None, [before], [roadmap])
        yield from self._title(both)
        yield from _when(both)
        yield from _status(both)
        yield from self._properties(both)
        for name in dict.fromkeys([*new["extra"], *old["extra"]]):
            texts = _plain(old["extra"].get(name)), _plain(new["extra"].get(name))
            if texts[0] != texts[1]:
                yield both.change(What.CHANGED, Named(name), *texts)


# Renames


def _renamed(old: Side, new: Side, pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Yield the old and the new titles, and keys, of what was renamed."""
    for kind, things in new.things.items():
        for now, was in pairs.came[kind].items():
            titles = old.things[kind][was]["title"], things[now]["title"]
            if titles[0] != titles[1]:
                yield titles
                yield was, now


def _replacer(renamed: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """Return what replaces, in a text, what was renamed: whole words alone.

    Names are looked up by their words: a pattern of thousands of them takes seconds.
    """
    names: dict[str, set[str]] = {}
    for was, now in renamed:
        if was and now:
            names.setdefault(was, set()).add(now)
    # A name that became two tells nobody which of them is meant.
    found = {was: now.pop() for was, now in names.items() if len(now) == 1}
    longest_first = sorted({len(_WORD.findall(was)) for was in found}, reverse=True)

    def replace(text: str) -> str:
        words = [match.span() for match in _WORD.finditer(text)]
        parts, done = [], 0
        for n, (start, _) in enumerate(words):
            for count in longest_first:
                end = words[n + count - 1][1] if n + count <= len(words) else 0
                if start >= done and text[start:end] in found:
                    parts += [text[done:start], found[text[start:end]]]
                    done = end
                    break
        return "".join([*parts, text[done:]])

    return replace


# Items


def _status(both: _Both) -> Iterator[Change]:
    before, after = both.old["status"], both.new["status"]
    if before != after:
        what = _STATUSES.get(after, What.CHANGED) if after else What.CHANGED
        was, now = _plain(before, sort=Sort.WORD), _plain(after, sort=Sort.WORD)
        yield both.change(what, Named(Field.STATUS, Sort.WORD), was, now)


_HORIZONS = list(Horizon)


def _when(both: _Both) -> Iterator[Change]:
    """Yield that an item comes later or earlier, or that its time is another."""
    old, new = both.old, both.new
    said = ("start", "end", "horizon")
    if all(old[name] == new[name] for name in said):
        return
    label = Named(Field.WHEN, Sort.WORD)
    words = _period(old), _period(new)
    if old["end"] and new["end"]:
        days = (date.fromisoformat(new["end"]) - date.fromisoformat(old["end"])).days
        if days:
            what = What.SLIPPED if days > 0 else What.BROUGHT_FORWARD
            exact = _ends_on_day(old) and _ends_on_day(new)
            yield both.change(what, label, *words, days if exact else None)
            return
    elif old["horizon"] and new["horizon"]:
        is_later = _HORIZONS.index(new["horizon"]) > _HORIZONS.index(old["horizon"])
        what = What.SLIPPED if is_later else What.BROUGHT_FORWARD
        yield both.change(what, label, *words)
        return
    yield both.change(What.CHANGED, label, *words)


def _period(item: Json) -> tuple[Named, ...]:
    if item["horizon"]:
        return _plain(item["horizon"], sort=Sort.WORD)
    return _plain(item["when"] if item["start"] or item["end"] else None)


def _ends_on_day(item: Json) -> bool:
    """Return whether what is said of the end is a day: 31 July, and not July.

    The format has both as 2026-07-31, and says in ``precision`` which it is.  Where
    that is missing, as in files of before, it is a day if there is no more, or if the
    words name its number: a week, half or fiscal year (W31, H2, FY31) is no number.
    """
    if item.get("precision"):
        return bool(item["precision"][-1] == Precision.DAY)
    if item["start"] == item["end"]:
        return True
    day = date.fromisoformat(item["end"]).day
    return bool(re.search(rf"(?<![A-Za-z0-9])0?{day}(?![0-9])", item["when"] or ""))


# Matrices


class _Columns:
    """The participants of a matrix that both inventories have.

    A participant is found by what is the same in both: the key that a role has now, or
    the one that is made of the words of a header.
    """

    def __init__(self, old: Side, new: Side, pairs: Pairs, both: _Both) -> None:
        self._both = both
        self._activities = pairs.became[Kind.ACTIVITY]
        self._was = {key: pairs.was(Kind.ROLE, key) for key in _people(both.old)}
        self._now = {key: pairs.now(Kind.ROLE, key) for key in _people(both.new)}
        self._old = {same: old.refer(Kind.ROLE, k) for k, same in self._was.items()}
        self._new = {same: new.refer(Kind.ROLE, k) for k, same in self._now.items()}
        self._renamed = self._find_renamed()
        for key, same in self._was.items():
            if same in self._renamed:
                self._was[key] = self._renamed[same]
                self._old[self._renamed[same]] = self._old.pop(same)

    def _find_renamed(self) -> dict[str, str]:
        """Return which headers that name no role are written otherwise now."""
        gone = {k: v for k, v in self._old.items() if k not in self._new and not v.kind}
        come = {k: v for k, v in self._new.items() if k not in self._old and not v.kind}
        if not gone or not come:
            return {}
        old: dict[str, set[Hashable]] = {key: set() for key in gone}
        new: dict[str, set[Hashable]] = {key: set() for key in come}
        for whole, facts, same in (
            ((self._both.old, self._both.was), old, self._was),
            ((self._both.new, self._both.now), new, self._now),
        ):
            for activity in whole[0]["activities"]:
                key = part(Kind.ACTIVITY, whole[1].key, activity).key
                for who, codes in activity["assignments"].items():
                    told = facts.get(same[who], set())
                    found = key if facts is new else self._activities.get(key)
                    told.update((found, code) for code in codes)
        return find_renamed(
            {key: Traits(v.words, frozenset(old[key])) for key, v in gone.items()},
            {key: Traits(v.words, frozenset(new[key])) for key, v in come.items()},
        )

    def changes(self) -> Iterator[Change]:
        """Yield which participants came, went, and were named otherwise."""
        change = self._both.change
        for same in self._renamed.values():
            words = [self._old[same]], [self._new[same]]
            yield change(What.PARTICIPANT_RENAMED, None, *words, is_guess=True)
        come = [v for key, v in self._new.items() if key not in self._old]
        gone = [v for key, v in self._old.items() if key not in self._new]
        if come:
            yield change(What.PARTICIPANT_ADDED, None, (), come)
        if gone:
            yield change(What.PARTICIPANT_REMOVED, None, gone, ())

    def activity(self, both: _Both) -> Iterator[Change]:
        """Yield which letters of an activity moved, and which notes changed."""
        old = {self._was[key]: v for key, v in both.old["assignments"].items()}
        new = {self._now[key]: v for key, v in both.new["assignments"].items()}
        codes = (code for cell in (*new.values(), *old.values()) for code in cell)
        for code in dict.fromkeys(codes):
            had = [key for key, cell in old.items() if code in cell]
            has = [key for key, cell in new.items() if code in cell]
            yield from self._letter(
                both,
                Named(code),
                [self._old[key] for key in had if key not in has],
                [self._new[key] for key in has if key not in had],
            )
        notes = {self._was[key]: v for key, v in both.old["notes"].items()}
        notes_now = {self._now[key]: v for key, v in both.new["notes"].items()}
        for key in dict.fromkeys([*notes_now, *notes]):
            texts = _plain(notes.get(key)), _plain(notes_now.get(key))
            if texts[0] != texts[1]:
                who = self._new.get(key) or self._old[key]
                yield both.change(What.NOTE, who, *texts)

    def _letter(
        self, both: _Both, code: Named, gone: list[Named], come: list[Named]
    ) -> Iterator[Change]:
        if len(gone) == len(come) == 1:
            yield both.change(What.LETTER_MOVED, code, gone, come)
            return
        # Of several, nobody can say which of them went where.
        if gone:
            yield both.change(What.LETTER_TAKEN, code, gone, ())
        if come:
            yield both.change(What.LETTER_GIVEN, code, (), come)


def _people(matrix: Json) -> Iterable[str]:
    """Return all participants of a matrix: those of its columns first."""
    found = dict.fromkeys(matrix["participants"])
    for activity in matrix["activities"]:
        found.update(dict.fromkeys((*activity["assignments"], *activity["notes"])))
    return found
