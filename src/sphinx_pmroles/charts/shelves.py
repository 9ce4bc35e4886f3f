"""Where the boxes of a forest stand, in a column of fixed width.

A tree that fits is drawn level by level: a head above, those below it in a row and,
where their own rows would be too wide, those below them in stacks that hang from their
heads.  A tree that does not fit is taken apart: its head stands alone, and what is
below it stands on shelves, which hang from a spine at their left.  No shelf is high, so
that a drawing can be parted into pages between them.

Everything is a loop over boxes in order, never a recursion: chains may be long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from sphinx_pmroles.charts.scene import Point

#: The room between a head and the row below it, between the boxes of a stack, between
#: trees in a row, and how far a stack or a shelf is indented; all in px.
LEVEL, STACK, BESIDE, INDENT = 26.0, 8.0, 14.0, 18.0
#: How far a spine stands from the left end of the head that it hangs from.
SPINE: Final = 9.0
#: How long the line is below a box whose reports are drawn elsewhere.
TAIL: Final = 9.0
#: The room above a head on a shelf, and above a tree that hangs from nothing.
NESTED, APART = 14.0, 30.0

#: No tree on a shelf is higher than this.
_HIGHEST: Final = 480.0
#: What is below so many rows is stacked.
_ROWS: Final = 6
#: How much higher shelves may get for one more level in a row.
_WORTH: Final = 1.25


@dataclass(frozen=True, slots=True)
class Forest:
    """Boxes of one *width*, each before those below it.

    *depths* are their levels, *heights* their heights; *above* is the room that a root
    wants over its box.  Roots from number *lone* on have nothing below them and stand
    apart from the trees.
    """

    depths: Sequence[int]
    heights: Sequence[float]
    above: Sequence[float]
    width: float
    lone: int

    def below(self) -> list[list[int]]:
        """Return, for each box, the boxes right below it."""
        below: list[list[int]] = [[] for _ in self.depths]
        path: list[int] = []
        for number, depth in enumerate(self.depths):
            del path[depth:]
            if path:
                below[path[-1]].append(number)
            path.append(number)
        return below


@dataclass(frozen=True, slots=True)
class Box:
    """A box in its place: its upper left corner and its height."""

    number: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tree:
    """The box *root* at *x* and all below it: *rows* levels in rows, others stacked.

    Of a tree without *rows* only the root is drawn: what is below it does not fit.
    """

    root: int
    rows: int | None
    x: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """Trees side by side, at *gap* px below the shelf before.

    Their roots hang from *head*, whose left end is at *base*.  A box that is *parted*
    has no room for what is below it: that hangs from a shelf without trees.
    """

    trees: tuple[Tree, ...]
    gap: float
    height: float
    head: int | None = None
    base: float = 0.0
    is_lone: bool = False
    is_parted: bool = False


class Shapes:
    """The extent of every tree, for each number of rows that it may have."""

    def __init__(self, forest: Forest) -> None:
        self.forest = forest
        self.below = forest.below()
        self.widths: list[list[float]] = []
        self.heights: list[list[float]] = []
        self.centres: list[list[float]] = []
        for _ in range(1 + min(max(forest.depths, default=0), _ROWS)):
            self._add_row()

    def _add_row(self) -> None:
        """Measure the trees with one more row; at first there is none."""
        box, own = self.forest.width, self.forest.heights
        count = len(own)
        widths, heights, centres = [box] * count, list(own), [box / 2] * count
        for number in reversed(range(count)):
            below = self.below[number]
            if not below:
                continue
            if not self.widths:
                widths[number] = INDENT + max(widths[n] for n in below)
                heights[number] += sum(heights[n] + STACK for n in below)
                continue
            w, h, c = self.widths[-1], self.heights[-1], self.centres[-1]
            width = sum(w[n] for n in below) + BESIDE * (len(below) - 1)
            last = below[-1]
            widths[number] = width
            heights[number] += LEVEL + max(h[n] for n in below)
            centres[number] = (c[below[0]] + width - w[last] + c[last]) / 2
        self.widths.append(widths)
        self.heights.append(heights)
        self.centres.append(centres)

    def fitting(self, number: int, rows: int, width: float) -> int | None:
        """Return the most rows, at most *rows*, with which a tree fits, if any."""
        # A root's own reports stand in a row, even where a stack would do.
        is_root = not self.forest.depths[number]
        least = 1 if is_root and self.below[number] else 0
        for fewer in range(min(rows, len(self.widths) - 1), least - 1, -1):
            if (
                self.widths[fewer][number] <= width
                and self.heights[fewer][number] <= _HIGHEST
            ):
                return fewer
        return None

    def place(self, trees: Sequence[Tree], y: float) -> dict[int, Box]:
        """Return the boxes of *trees* whose roots stand in a row at the height *y*.

        A box in a row is as high as the highest there, if nothing stands below it.
        """
        boxes: dict[int, Box] = {}
        left = self._row([(tree.root, tree.rows, tree.x) for tree in trees], y)[::-1]
        while left:
            box, rows = left.pop()
            boxes[box.number] = box
            below = self.below[box.number]
            if rows is None or not below:
                continue
            under = box.y + self.forest.heights[box.number]
            if rows:
                widths = self.widths[rows - 1]
                x = box.x + self.forest.width / 2 - self.centres[rows][box.number]
                row: list[tuple[int, int | None, float]] = []
                for number in below:
                    row.append((number, rows - 1, x))
                    x += widths[number] + BESIDE
                left += self._row(row, under + LEVEL)[::-1]
                continue
            stack: list[tuple[Box, int | None]] = []
            for number in below:
                under += STACK
                height = self.forest.heights[number]
                stack.append((Box(number, box.x + INDENT, under, height), 0))
                under += self.heights[0][number]
            left += stack[::-1]
        return boxes

    def _row(
        self, row: Sequence[tuple[int, int | None, float]], y: float
    ) -> list[tuple[Box, int | None]]:
        """Return the first boxes of trees, given their places, in a row."""
        own = self.forest.heights
        highest = max(own[number] for number, _, _ in row)
        placed = []
        for number, rows, x in row:
            shift = self.centres[rows or 0][number] - self.forest.width / 2
            height = own[number] if self.below[number] else highest
            placed.append((Box(number, x + shift, y, height), rows))
        return placed

    def wires(self, tree: Tree, boxes: dict[int, Box]) -> Iterator[tuple[Point, ...]]:
        """Yield the lines from each box of a tree, placed before, to those below it."""
        half = self.forest.width / 2
        left = [(tree.root, tree.rows)]
        while left:
            number, rows = left.pop()
            below = self.below[number]
            if rows is None or not below:
                continue
            box = boxes[number]
            bottom = box.y + box.height
            if rows:
                row = [boxes[n] for n in below]
                yield from row_wires((box.x + half, bottom), row, half)
            else:
                spine, end = box.x + SPINE, box.x + INDENT
                *others, last = (boxes[n].y + boxes[n].height / 2 for n in below)
                yield (spine, bottom), (spine, last), (end, last)
                yield from (((spine, y), (end, y)) for y in others)
            left += [(n, max(rows - 1, 0)) for n in below]


def row_wires(
    start: Point, row: Sequence[Box], half: float
) -> Iterator[tuple[Point, ...]]:
    """Yield the lines from *start* to the tops of boxes in a row."""
    tops = [(box.x + half, box.y) for box in row]
    bus = tops[0][1] - LEVEL / 2
    left, right = min(start[0], tops[0][0]), max(start[0], tops[-1][0])
    yield start, (start[0], bus)
    if left < right:
        yield (left, bus), (right, bus)
    yield from (((x, bus), (x, y)) for x, y in tops)


def shelves(shapes: Shapes, width: float) -> Iterator[Shelf]:
    """Yield the shelves of a forest, from top to bottom, in a column of *width* px."""
    forest = shapes.forest
    roots = [number for number, depth in enumerate(forest.depths) if not depth]
    lone = [number for number in roots if number >= forest.lone]
    todo = _fill(shapes, roots[: len(roots) - len(lone)], width, _Hook())[::-1]
    # Those with no room left beside their spine have it below the whole tree.
    later: deque[int] = deque()
    while todo or later:
        if not todo:
            head = later.popleft()
            yield Shelf((), APART, 0.0, head)
            hook = _Hook(INDENT, head)
            todo = _fill(shapes, shapes.below[head], width, hook)[::-1]
        shelf = todo.pop()
        tree = shelf.trees[0]
        if tree.rows is not None:
            yield shelf
            continue
        below = shapes.below[tree.root]
        x = tree.x + (INDENT if len(below) > 1 else 0.0)
        if len(below) > 1 and x + 2 * forest.width + BESIDE > width:
            yield replace(shelf, height=shelf.height + TAIL, is_parted=True)
            later.append(tree.root)
        else:
            yield shelf
            hook = _Hook(x, tree.root, tree.x)
            todo += _fill(shapes, below, width, hook)[::-1]
    for number, shelf in enumerate(_fill(shapes, lone, width, _Hook())):
        yield replace(shelf, is_lone=True, gap=BESIDE if number else APART)


@dataclass(frozen=True, slots=True)
class _Hook:
    """Where shelves hang: right of *x*, below *head*, whose left end is at *base*."""

    x: float = 0.0
    head: int | None = None
    base: float = 0.0


def _fill(
    shapes: Shapes, roots: Sequence[int], width: float, hook: _Hook
) -> list[Shelf]:
    """Return the shelves of the trees of *roots*.

    Of all numbers of rows, the largest is taken that makes them little higher than
    they must be.
    """
    found: list[tuple[int, float, list[Shelf]]] = []
    before: list[int | None] = []
    for rows in reversed(range(len(shapes.widths) if roots else 0)):
        fitting = [shapes.fitting(root, rows, width - hook.x) for root in roots]
        if fitting == before:
            continue
        before = fitting
        filled: list[Shelf] = []
        for is_open, group in groupby(
            zip(roots, fitting, strict=True), key=lambda pair: pair[1] is None
        ):
            trees = [Tree(root, fits, hook.x) for root, fits in group]
            if is_open:
                filled += [_opening(shapes, tree, hook) for tree in trees]
            else:
                filled += _split(shapes, trees, width, hook)
        height = sum(shelf.gap + shelf.height for shelf in filled)
        found.append((fitting.count(None), height, filled))
    # What is taken apart takes the more room the less of its tree is seen here.
    fewest = min((opened for opened, _, _ in found), default=0)
    found = [each for each in found if each[0] == fewest]
    least = min((height for _, height, _ in found), default=0.0)
    return next((each[2] for each in found if each[1] <= least * _WORTH), [])


def _opening(shapes: Shapes, tree: Tree, hook: _Hook) -> Shelf:
    """Return the shelf with the root alone of a tree that does not fit."""
    forest, head = shapes.forest, hook.head
    gap = APART if head is None else NESTED
    if head is not None and len(shapes.below[head]) == 1:
        gap = LEVEL
    height = forest.above[tree.root] + forest.heights[tree.root]
    return Shelf((tree,), gap, height, head, hook.base)


def _split(
    shapes: Shapes, trees: list[Tree], width: float, hook: _Hook
) -> Iterator[Shelf]:
    """Yield *trees* on as few shelves as can be, and those about equally full."""
    runs = _runs(shapes, trees, width, len(trees))
    even = _runs(shapes, trees, width, -(-len(trees) // len(runs)))
    for run in even if len(even) == len(runs) else runs:
        height = max(shapes.heights[tree.rows or 0][tree.root] for tree in run)
        above = max(shapes.forest.above[tree.root] for tree in run)
        gap = APART if hook.head is None else LEVEL
        yield Shelf(tuple(run), gap, above + height, hook.head, hook.base)


def _runs(
    shapes: Shapes, trees: list[Tree], width: float, most: int
) -> list[list[Tree]]:
    """Return *trees* in runs of at most *most* that fit, each put in its place."""
    runs: list[list[Tree]] = []
    x = 0.0
    for tree in trees:
        own = shapes.widths[tree.rows or 0][tree.root]
        if not runs or len(runs[-1]) == most or x + own > width:
            runs.append([])
            x = tree.x
        runs[-1].append(Tree(tree.root, tree.rows, x))
        x += own + BESIDE
    return runs
