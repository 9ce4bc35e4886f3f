from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.model.circles import find_knots

NAMES = "abcdefg"
GRAPHS = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(NAMES), max_size=2) for name in NAMES}
)


@pytest.mark.parametrize(
    ("following", "knots"),
    [
        ({"a": ["b"], "b": []}, []),
        ({"a": ["a"]}, [["a"]]),
        ({"a": ["b"], "b": ["a"], "c": ["a"]}, [["a", "b"]]),
        # Two circles in one knot: the shorter one is told.
        ({"a": ["b"], "b": ["c", "a"], "c": ["a"]}, [["a", "b"]]),
        # What leads to nothing known is no circle.
        ({"a": ["elsewhere"]}, []),
    ],
)
def test_find_knots__yields_a_shortest_circle_of_each(
    following: dict[str, list[str]], knots: list[list[str]]
) -> None:
    assert list(find_knots(following)) == knots


@given(GRAPHS)
def test_find_knots__finds_what_a_plain_search_finds(
    following: dict[str, list[str]],
) -> None:
    reached = {name: reach(name, following) for name in following}
    knots = {
        frozenset(b for b in following if b in reached[a] and a in reached[b])
        for a in following
        if a in reached[a]
    }
    found = list(find_knots(following))
    assert len(found) == len(knots)
    for circle in found:
        assert any(set(circle) <= knot for knot in knots)
        ahead = [*circle[1:], circle[0]]
        assert all(b in following[a] for a, b in zip(circle, ahead, strict=True))


def reach(start: str, following: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(following[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += following[name]
    return found


def test_find_knots__takes_a_chain_of_any_length() -> None:
    length = 20_000
    ring = {str(n): [str((n + 1) % length)] for n in range(length)}
    (circle,) = find_knots(ring)
    assert len(circle) == length
