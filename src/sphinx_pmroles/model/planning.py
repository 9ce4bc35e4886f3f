"""Roadmaps as they are shown: with all their items, or with those of others.

An item may be written by itself, away from its roadmap's table, and a roll-up shows
the items of other roadmaps.  Both come to one roadmap with one set of columns, so that
every view, chart and check has the same items before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.period import Period
from sphinx_pmroles.model.roadmap import (
    ITEM_COLUMNS,
    Column,
    Condition,
    Field,
    Item,
    Roadmap,
)

#: What stands for all roadmaps in ``:of:``.
ALL = "*"

#: The column of a roll-up over several handbooks that says whose an item is.
HANDBOOK = Column("Handbook")

#: From an item, a field and the text in its column to the keys of what the text names.
KeysOf = Callable[[Item, Field, str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A roadmap with the items that it shows.

    *rows* are the numbers of the items among the rows of the roadmap's own table,
    ``None`` for those from elsewhere.  *outside* are those that it does not show, for
    they end before or start after what is shown: *earlier* and *later* are how many.
    """

    roadmap: Roadmap
    rows: tuple[int | None, ...]
    earlier: int = 0
    later: int = 0
    outside: tuple[Item, ...] = ()


def join(
    roadmaps: Sequence[Roadmap], items: Iterable[Item]
) -> tuple[tuple[Roadmap, ...], tuple[Item, ...]]:
    """Return roadmaps with the items that name them, and the items that name none.

    Of several roadmaps with one key or title, the first is meant.
    """
    by_name: dict[str, int] = {}
    for name in ("key", "title"):
        for position, roadmap in enumerate(roadmaps):
            by_name.setdefault(fold(getattr(roadmap, name)), position)
    theirs: dict[int, list[Item]] = {}
    homeless = []
    for item in items:
        number = by_name.get(fold(item.roadmap)) if item.roadmap else None
        if number is None:
            homeless.append(item)
        else:
            theirs.setdefault(number, []).append(item)
    joined = list(roadmaps)
    for number, found in theirs.items():
        added = [(item, ITEM_COLUMNS) for item in found]
        joined[number] = with_items(joined[number], added)
    return tuple(joined), tuple(homeless)


def with_items(
    roadmap: Roadmap, added: Sequence[tuple[Item, Sequence[Column]]]
) -> Roadmap:
    """Return *roadmap* with more items, each with the columns that its cells are of.

    The roadmap gets the columns that it lacks and that a new item has a text in.
    """
    columns = list(roadmap.columns)
    known = {_identity(column) for column in columns}
    if Field.START not in known and Field.END not in known:
        # One column says when: it takes what others said in two.
        known |= {Field.START, Field.END}
    lacking: dict[str, Column] = {}
    for item, theirs in added:
        if item.period.text and Field.WHEN not in known and Field.START in known:
            lacking.setdefault(Field.WHEN, Column(Field.WHEN, Field.WHEN))
        for column, text in zip(theirs, item.cells, strict=False):
            if text and _identity(column) not in known:
                lacking.setdefault(_identity(column), column)
    order = {field.value: number for number, field in enumerate(Field)}
    columns += sorted(
        (Column(c.field.value, c.field) if c.field else c for c in lacking.values()),
        key=lambda column: order.get(column.title, len(order)),
    )
    items = [
        replace(item, cells=(*item.cells, *[""] * (len(columns) - len(item.cells))))
        for item in roadmap.items
    ]
    items += [
        replace(item, cells=tuple(_text(item, theirs, column) for column in columns))
        for item, theirs in added
    ]
    return replace(roadmap, columns=tuple(columns), items=tuple(items))


def collect(roadmap: Roadmap, others: Iterable[Roadmap], keys_of: KeysOf) -> Roadmap:
    """Return a roll-up with the items of *others* that meet its conditions.

    Their keys are full ones, for two roadmaps may have an item of the same name.
    """
    found = []
    for other in others:
        names = {
            fold(name): item.key
            for item in reversed(other.items)
            for name in (item.title, item.source_title or item.title, item.key)
        }
        for item in chosen(other, roadmap.where, keys_of):
            needs = tuple(
                f"{other.key}/{names[fold(name)]}" if fold(name) in names else name
                for name in item.depends_on
            )
            key = f"{other.key}/{item.key}"
            moved = replace(item, key=key, depends_on=needs, roadmap=other.key)
            found.append((moved, other.columns))
    return with_items(roadmap, found)


def in_handbook(roadmap: Roadmap, name: str) -> Roadmap:
    """Return *roadmap* with a column that says of which handbook its items are."""
    if any(_identity(column) == _identity(HANDBOOK) for column in roadmap.columns):
        return roadmap
    before = len(roadmap.columns)
    return replace(
        roadmap,
        columns=(*roadmap.columns, HANDBOOK),
        items=tuple(
            replace(i, cells=(*i.cells, *[""] * (before - len(i.cells)), name))
            for i in roadmap.items
        ),
    )


def chosen(
    roadmap: Roadmap, conditions: Sequence[Condition], keys_of: KeysOf
) -> Iterator[Item]:
    """Yield the items of *roadmap* that have one of the values of each condition."""

    def keys(item: Item, number: int) -> Iterator[str]:
        field, text = roadmap.columns[number].field, roadmap.values(item, number)
        yield make_key(text)
        if item.written:
            yield make_key(item.written[number])
        yield from _state(item, field)
        if field:
            yield from keys_of(item, field, text)

    asked = [
        (roadmap.column(condition.name), set(map(make_key, condition.values)))
        for condition in conditions
    ]
    for item in roadmap.items:
        if all(
            number is not None and not wanted.isdisjoint(keys(item, number))
            for number, wanted in asked
        ):
            yield item


def with_baseline(roadmap: Roadmap, before: Mapping[str, Period]) -> Roadmap:
    """Return *roadmap* with the periods that items had *before*, by their full keys.

    A baseline of an author's own stays, and one that says what the item says adds
    nothing.  What changed is in the column *Baseline*, too.
    """
    found = {}
    for number, item in enumerate(roadmap.items):
        # The key of an item that was collected is a full one.
        then = before.get(f"{roadmap.key}/{item.key}") or before.get(item.key)
        if then and not item.baseline.text and then.text != item.period.text:
            found[number] = then
    if not found:
        return roadmap
    columns, position = roadmap.columns, roadmap.column(Field.BASELINE)
    if position is None:
        position = len(columns)
        columns = (*columns, Column(Field.BASELINE, Field.BASELINE))
    items = list(roadmap.items)
    for number, item in enumerate(items):
        then = found.get(number, item.baseline)
        cells = [*item.cells, *[""] * (len(columns) - len(item.cells))]
        cells[position] = cells[position] or then.text
        items[number] = replace(item, baseline=then, cells=tuple(cells))
    return replace(roadmap, columns=columns, items=tuple(items))


def restrict(roadmap: Roadmap, own_rows: int) -> Shown:
    """Return *roadmap* without the items that lie outside of its start and end.

    *own_rows* is how many of its items are rows of its own table: they come first.
    """
    kept: list[Item] = []
    rows: list[int | None] = []
    outside: list[Item] = []
    earlier = later = 0
    start, end = roadmap.start, roadmap.end
    for number, item in enumerate(roadmap.items):
        if start and (last := item.period.end) and last < start:
            earlier += 1
            outside.append(item)
        elif end and (first := item.period.start) and first > end:
            later += 1
            outside.append(item)
        else:
            kept.append(item)
            rows.append(number if number < own_rows else None)
    shown = roadmap
    if outside:
        shown = replace(roadmap, items=tuple(kept))
    return Shown(shown, tuple(rows), earlier, later, tuple(outside))


def _identity(column: Column) -> str:
    return column.field.value if column.field else f"={make_key(column.title)}"


def _text(item: Item, columns: Sequence[Column], wanted: Column) -> str:
    """Return what *item*, whose cells are of *columns*, has in another's column."""
    if wanted.field is Field.ITEM:
        return item.title
    if wanted.field is Field.WHEN:
        # Its author may have said it in two columns.
        return item.period.text
    for column, text in zip(columns, item.cells, strict=False):
        if _identity(column) == _identity(wanted):
            return text
    return ""


def _state(item: Item, field: Field | None) -> Iterable[str]:
    """Yield the keys of the states that the item's text was read as."""
    match field:
        case Field.STATUS if item.status:
            yield make_key(item.status)
        case Field.HEALTH if item.health:
            yield make_key(item.health)
        case Field.HORIZON if item.period.horizon:
            yield make_key(item.period.horizon)
