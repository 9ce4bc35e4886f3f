"""Where products stand: what roadmaps say of each, and of all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sphinx_pmroles.model.circles import circles_of_parts
from sphinx_pmroles.model.handbook import Entry, Handbook, PlacedItem
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.overview import Portfolio
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.roadmap import Health, Status

#: What a name names; the name as written where it names nothing, or several things.
Named = Entry | str

#: The statuses of items that are over: nothing more comes of them.
OVER = (Status.DONE, Status.DROPPED)

_WORST_FIRST = (Health.OFF_TRACK, Health.AT_RISK, Health.ON_TRACK)


@dataclass(frozen=True, slots=True)
class Milestone:
    """An item of a single day, with its date as its author wrote it."""

    item: Entry
    when: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a product stands: what its author said, and what roadmaps say.

    *stage* and *owner* are empty where nobody said.
    """

    product: Entry
    stage: Named
    owner: Named
    milestone: Milestone | None
    health: Health | None


@dataclass(frozen=True, slots=True)
class ProductContents:
    """What the handbook says of a product, beside its definition.

    *part_of* is the product that it is part of, and *parts* are those that are part of
    it; *lifecycle* and *part_of* are empty where nobody said.
    """

    standing: Standing
    lifecycle: Named
    part_of: Named
    parts: tuple[Entry, ...]
    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a portfolio; *depth* is the number of products that it is part of."""

    standing: Standing
    depth: int = 0


def standing(handbook: Handbook, product: Product) -> Standing:
    """Return where *product* stands."""
    items = handbook.items_of(product)
    return Standing(
        product=handbook.entry_of(product),
        stage=handbook.stage_of_product(product) or product.stage,
        owner=_named(handbook, Kind.ROLE, product.owner),
        milestone=_next_milestone(handbook, items),
        health=_worst_health(items),
    )


def product_contents(handbook: Handbook, product: Product) -> ProductContents:
    """Return what the handbook says of *product*."""
    items = handbook.items_of(product)
    return ProductContents(
        standing=standing(handbook, product),
        lifecycle=_named(handbook, Kind.LIFECYCLE, product.lifecycle),
        part_of=_named(handbook, Kind.PRODUCT, product.part_of),
        parts=tuple(map(handbook.entry_of, handbook.parts_of(product))),
        items=tuple(handbook.entry_of(roadmap, item) for roadmap, item in items),
    )


def portfolio(handbook: Handbook, asked: Portfolio) -> Iterator[Line]:
    """Yield the products that are asked for, each with its parts below it."""
    handbook = handbook.together_with(asked.handbooks)
    seen: set[str] = set()
    waiting = [(product, 0) for product in _tops(handbook, asked)][::-1]
    while waiting:
        product, depth = waiting.pop()
        # Of products that are part of each other, each has one line.
        if product.key in seen:
            continue
        seen.add(product.key)
        yield Line(standing(handbook, product), depth)
        parts = handbook.parts_of(product)
        waiting += [(part, depth + 1) for part in reversed(parts)]


def _named(handbook: Handbook, kind: Kind, name: str) -> Named:
    return (handbook.find(kind, name) if name else None) or name


def _tops(handbook: Handbook, asked: Portfolio) -> Iterable[Product]:
    """Return the products that stand on the left, in document order."""
    if asked.part_of:
        whole = handbook.find_product(asked.part_of)
        return handbook.parts_of(whole) if whole else ()
    # A circle has no top: its first product stands for one.
    first = {circle[0].key for circle in circles_of_parts(handbook)}
    return [
        product
        for product in handbook.known_products
        if product.key in first or not handbook.whole_of(product)
    ]


def _next_milestone(
    handbook: Handbook, items: Iterable[PlacedItem]
) -> Milestone | None:
    """Return the earliest milestone that is not over, on or after the as-of date.

    The as-of date is that of the item's roadmap; where there is none, every milestone
    that is not over is still to come.
    """

    def day(placed: PlacedItem) -> date:
        return placed[1].period.start or date.max

    coming = [
        (roadmap, item)
        for roadmap, item in items
        if item.period.is_milestone
        and item.status not in OVER
        and day((roadmap, item)) >= (roadmap.as_of or handbook.today or date.min)
    ]
    if not coming:
        return None
    roadmap, item = min(coming, key=day)
    return Milestone(handbook.entry_of(roadmap, item), item.period.text)


def _worst_health(items: Iterable[PlacedItem]) -> Health | None:
    """Return the worst health of the items that are under way.

    Those are all but the planned, the done and the dropped: blocked work is under way,
    and so is an item of whose status its author says nothing.
    """
    found = {
        item.health
        for _roadmap, item in items
        if item.status not in (Status.PLANNED, *OVER)
    }
    return next((health for health in _WORST_FIRST if health in found), None)
