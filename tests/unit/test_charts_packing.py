"""Rows of a lane: the first with room, as if each had been looked at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.charts.packing import Ends


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=60)
)
def test_ends__find_the_first_row_with_room(bars: list[tuple[int, int]]) -> None:
    ends = Ends(len(bars))
    rows: list[float] = []
    for left, width in bars:
        wanted = next((n for n, end in enumerate(rows) if end <= left), len(rows))
        assert ends.first_under(left) == wanted
        rows[wanted : wanted + 1] = [left + width]
        ends.put(wanted, left + width)
