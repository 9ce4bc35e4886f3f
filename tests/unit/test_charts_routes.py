"""Ways for dependencies: straight runs past everything in their way."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.charts.routes import End, Router, Shelf

WIDTH = 400.0
ROW = 34.0
Stretch = tuple[float, float]


def end(row: int, x: float) -> End:
    return End(row, x, row * ROW, row * ROW + 22)


def shelves(rows: list[list[Stretch]]) -> list[Shelf]:
    return [Shelf(n * ROW + 28.5, 3, taken) for n, taken in enumerate(rows)]


def crossings(points: tuple[Stretch, ...], rows: list[list[Stretch]]) -> list[Stretch]:
    """Return what upright runs go through in the rows between the ends."""
    found = []
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 != x2:
            continue
        for row, taken in enumerate(rows):
            top, bottom = row * ROW, row * ROW + 22
            if min(y1, y2) < top and bottom < max(y1, y2):
                found += [s for s in taken if s[0] <= x1 <= s[1]]
    return found


stretches = st.lists(
    st.tuples(st.floats(10, 380), st.floats(1, 200)).map(
        lambda pair: (pair[0], min(pair[0] + pair[1], WIDTH - 12))
    ),
    max_size=4,
)


@given(st.lists(stretches, min_size=2, max_size=8), st.data())
def test_route__is_orthogonal_and_crosses_nothing(
    rows: list[list[Stretch]], data: st.DataObject
) -> None:
    numbers = st.integers(0, len(rows) - 1)
    start = end(data.draw(numbers), data.draw(st.floats(10, 390)))
    to = end(data.draw(numbers), data.draw(st.floats(10, 390)))
    points = Router(shelves(rows), WIDTH).route(start, to)
    assert points[0] in ((start.x, start.top), (start.x, start.bottom))
    assert points[-1][1] in (to.top, to.bottom)
    assert abs(points[-1][0] - to.x) < 0.1
    for (x1, y1), (x2, y2) in pairwise(points):
        assert x1 == x2 or y1 == y2
        assert 0 <= x2 <= WIDTH
    between = range(min(start.row, to.row) + 1, max(start.row, to.row))
    inner = [taken if n in between else [] for n, taken in enumerate(rows)]
    assert crossings(points, inner) == []


def test_route__goes_straight_where_it_can() -> None:
    rows: list[list[Stretch]] = [[(10, 100)], [(200, 300)], [(10, 150)]]
    points = Router(shelves(rows), WIDTH).route(end(0, 90), end(2, 90))
    assert points == ((90, 22), (90, 68))


def test_route__changes_its_column_as_seldom_as_can_be() -> None:
    rows: list[list[Stretch]] = [[], [(80, 100)], [(60, 120)], [(70, 90)], []]
    points = Router(shelves(rows), WIDTH).route(end(0, 90), end(4, 90))
    assert len(points) == 6


def test_route__keeps_to_its_own_part_of_the_chart() -> None:
    """A way round everything would be the straightest."""
    wall: list[Stretch] = [(12, 90), (110, WIDTH - 12)]
    rows: list[list[Stretch]] = [[], wall, [(12, 150), (170, WIDTH - 12)], []]
    points = Router(shelves(rows), WIDTH).route(end(0, 100), end(3, 160))
    assert all(90 < x < 170 for x, _ in points)


def test_route__runs_in_the_margin_past_more_rows_than_a_screen_shows() -> None:
    rows: list[list[Stretch]] = [[(12, 200)] for _ in range(40)]
    router = Router(shelves(rows), WIDTH)
    for begin, inside in ((20, range(2, 9)), (380, range(392, 399))):
        points = router.route(end(0, begin), end(39, begin))
        assert len(points) == 6
        assert int(points[2][0]) in inside
    one, other = (router.route(end(0, 20), end(39, 20)) for _ in range(2))
    assert one[2][0] != other[2][0], "not on top of each other"


def test_route__runs_beside_the_lines_that_are_in_the_margin_already() -> None:
    rows: list[list[Stretch]] = [[], [(12, WIDTH - 12)], []]
    router = Router(shelves(rows), WIDTH)
    for begin in (30, WIDTH - 30):
        ways = [router.route(end(0, begin), end(2, begin)) for _ in range(3)]
        assert len({way[2][0] for way in ways}) == 3
