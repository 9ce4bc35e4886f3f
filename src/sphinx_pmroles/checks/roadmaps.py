"""The rules on roadmaps."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_pmroles.checks.names import Faults
from sphinx_pmroles.model.circles import find_knots
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.roadmap import Item, Roadmap, Status

#: The states in which nothing is to come any more.
_OVER = frozenset({Status.DONE, Status.DROPPED})


def _items(handbook: Handbook) -> Iterator[tuple[Roadmap, Item]]:
    """Yield each item with its roadmap, in document order."""
    for roadmap in handbook.roadmaps:
        for item in roadmap.items:
            yield roadmap, item


def _waiting(handbook: Handbook) -> Iterator[tuple[Roadmap, Item]]:
    """Yield each item that depends on others, with its roadmap."""
    return ((roadmap, item) for roadmap, item in _items(handbook) if item.depends_on)


def _finding(check: str, message: str, roadmap: Roadmap, item: Item) -> Finding:
    allow = (*roadmap.allow, *item.allow)
    return Finding(check, f"{quoted(item.title)}: {message}", item.place, allow)


def end_before_start(handbook: Handbook) -> Iterator[Finding]:
    """Find the items that end before they start."""
    for roadmap, item in _items(handbook):
        start, end = item.period.start, item.period.end
        if start and end and end < start:
            yield _finding(
                "end-before-start",
                f"{quoted(item.period.text)} ends before it starts: write the earlier "
                "date first",
                roadmap,
                item,
            )


def unknown_dependency(handbook: Handbook) -> Iterator[Finding]:
    """Find what an item depends on and that is no item, or may be one of several."""
    fault = Faults(handbook)
    for roadmap, item in _waiting(handbook):
        for name in item.depends_on:
            found = handbook.find(Kind.ITEM, name, inside=roadmap.key)
            if found is None and not handbook.is_out_of_reach(name):
                message = f"it depends on {fault.of(Kind.ITEM, name)}"
                yield _finding("unknown-dependency", message, roadmap, item)


def dependency_cycle(handbook: Handbook) -> Iterator[Finding]:
    """Find the items that wait for themselves in the end: each knot once."""
    items = {f"{r.key}/{item.key}": (r, item) for r, item in _waiting(handbook)}
    needs = {
        key: [
            entry.key
            for name in item.depends_on
            if (entry := handbook.find(Kind.ITEM, name, inside=roadmap.key))
        ]
        for key, (roadmap, item) in items.items()
    }
    for keys in find_knots(needs):
        members = [items[key] for key in keys]
        first = members[0][1]
        chain = listed((i.title for _, i in (*members, members[0])), " depends on ")
        allow = tuple(n for r, i in members for n in (*r.allow, *i.allow))
        yield Finding(
            "dependency-cycle",
            f"{chain}: nothing of that can start; take out one of the dependencies",
            first.place,
            allow,
        )


def starts_before_dependency_ends(handbook: Handbook) -> Iterator[Finding]:
    """Find the items that start before what they depend on has ended."""
    waiting = list(_waiting(handbook))
    items = (
        {f"{r.key}/{item.key}": item for r, item in _items(handbook)} if waiting else {}
    )
    for roadmap, item in waiting:
        for name in item.depends_on:
            entry = handbook.find(Kind.ITEM, name, inside=roadmap.key)
            first = items.get(entry.key) if entry else None
            if first and item.starts_too_early(first):
                yield _finding(
                    "starts-before-dependency-ends",
                    f"{quoted(item.period.text)} begins before {quoted(first.title)}, "
                    f"which it depends on, has ended ({quoted(first.period.text)}): "
                    "move one of them, or take out the dependency",
                    roadmap,
                    item,
                )


def overdue(handbook: Handbook) -> Iterator[Finding]:
    """Find the items that should have ended before the as-of date and have not."""
    for roadmap, item in _items(handbook):
        today, end = roadmap.as_of or handbook.today, item.period.end
        if today and end and end < today and item.status not in _OVER:
            yield _finding(
                "overdue",
                f"{quoted(item.period.text)} is over on {today}, and the item is "
                f"{item.status or 'not said to be done'}: give it a new date, or say "
                "that it is done or dropped",
                roadmap,
                item,
            )


def item_without_owner(handbook: Handbook) -> Iterator[Finding]:
    """Find the items that nobody owns."""
    for roadmap, item in _items(handbook):
        if not item.owner:
            yield _finding(
                "item-without-owner", "nobody owns it: name a role", roadmap, item
            )


def undated_item(handbook: Handbook) -> Iterator[Finding]:
    """Find the items with neither a date nor a horizon."""
    for roadmap, item in _items(handbook):
        period = item.period
        if period.first is None and period.horizon is None:
            yield _finding(
                "undated-item",
                "nobody says when: give it a date, or now, next or later",
                roadmap,
                item,
            )
