"""Circles: things that lead back to themselves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.product import Product


def find_circles(following: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each circle once, as the keys in it, beginning with the first of them.

    *following* says for each key to which other it leads, if to any that is there.
    """
    rank = {key: number for number, key in enumerate(following)}
    # A thing leads to one other at most, so each walk has one way, and stops where an
    # earlier one has been.
    done: set[str] = set()
    for start in following:
        path: dict[str, None] = {}
        here = start
        while here in following and here not in done and here not in path:
            path[here] = None
            here = following[here]
        if here in path:
            walked = list(path)
            members = walked[walked.index(here) :]
            first = members.index(min(members, key=rank.__getitem__))
            yield members[first:] + members[:first]
        done.update(path)


def find_knots(following: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield a shortest circle of each knot: things that all lead to each other.

    *following* says for each key to which others it leads.  A knot may hold many
    circles; the one that is yielded begins with its first key in the mapping's order.
    """
    rank = {key: number for number, key in enumerate(following)}
    knots = [
        knot
        for knot in _strong_components(following)
        if len(knot) > 1 or any(key in following[key] for key in knot)
    ]
    firsts = {min(knot, key=rank.__getitem__): knot for knot in knots}
    for first in sorted(firsts, key=rank.__getitem__):
        yield _shortest_circle(first, firsts[first], following)


def _shortest_circle(
    first: str, knot: set[str], following: Mapping[str, Sequence[str]]
) -> list[str]:
    came_from: dict[str, str] = {}
    waiting = deque([first])
    while first not in came_from:
        here = waiting.popleft()
        for key in following[here]:
            if key in knot and key not in came_from:
                came_from[key] = here
                waiting.append(key)
    circle = [first]
    while (before := came_from[circle[-1]]) != first:
        circle.append(before)
    return [first, *reversed(circle[1:])]


def _strong_components(following: Mapping[str, Sequence[str]]) -> Iterator[set[str]]:
    """Yield the strongly connected components (Tarjan 1972), without recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    done: set[str] = set()
    open_keys: list[str] = []
    for root in following:
        if root in number:
            continue
        walk = [(root, iter(following[root]))]
        number[root] = low[root] = len(number)
        open_keys.append(root)
        while walk:
            here, ahead = walk[-1]
            key = next((k for k in ahead if k in following and k not in done), None)
            if key is None:
                walk.pop()
                if walk:
                    above = walk[-1][0]
                    low[above] = min(low[above], low[here])
                if low[here] == number[here]:
                    component = set()
                    while here not in component:
                        component.add(open_keys.pop())
                    done |= component
                    yield component
            elif key in number:
                low[here] = min(low[here], number[key])
            else:
                number[key] = low[key] = len(number)
                open_keys.append(key)
                walk.append((key, iter(following[key])))


def circles_of_parts(handbook: Handbook) -> Iterator[list[Product]]:
    """Yield the products that are part of each other, each circle once."""
    products = {product.key: product for product in handbook.known_products}
    wholes = {key: handbook.find_product(p.part_of) for key, p in products.items()}
    following = {key: whole.key if whole else "" for key, whole in wholes.items()}
    for keys in find_circles(following):
        yield [products[key] for key in keys]
