"""The rows of a lane: which is the first with room, found without a look at each."""

from __future__ import annotations

from math import inf


class Ends:
    """Where the rows end that bars are packed into, the first rows first.

    A tree over the rows, each knot of which knows the least end below it: of 5,000
    bars in one lane, to look at every row for every bar would take 12 million looks.
    """

    def __init__(self, rows: int) -> None:
        self._leaves = 1
        while self._leaves < rows:
            self._leaves *= 2
        # Knot n stands over 2 n and 2 n + 1; the rows are the knots from "leaves" on.
        self._least = [-inf] * (2 * self._leaves)

    def first_under(self, limit: float) -> int:
        """Return the first row that ends at *limit* or before: an empty one at last."""
        knot = 1
        while knot < self._leaves:
            knot *= 2
            if self._least[knot] > limit:
                knot += 1
        return knot - self._leaves

    def put(self, row: int, end: float) -> None:
        """Let *row* end at *end*."""
        knot = row + self._leaves
        self._least[knot] = end
        while knot > 1:
            knot //= 2
            self._least[knot] = min(self._least[2 * knot], self._least[2 * knot + 1])
