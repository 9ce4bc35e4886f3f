"""Scenes: a drawing as plain shapes, before any printer has seen it.

All lengths are in px, 96 to the inch where they are printed at their own size; *x*
runs to the right, *y* downwards from the upper left corner.  A shape's *style* is a
name in :data:`sphinx_pmroles.charts.style.STYLES`.

Shapes are named tuples: a chart has thousands, and a frozen dataclass takes three times
as long to make.  So are all values of a layout: their classes are imported faster, too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Anchor(StrEnum):
    """Which end of a text stands at its *x*."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


Point: TypeAlias = tuple[float, float]


class Rect(NamedTuple):
    """A rectangle, its corners rounded by *radius*."""

    x: float
    y: float
    width: float
    height: float
    style: str
    radius: float = 0.0


class Line(NamedTuple):
    """An open line through points."""

    points: tuple[Point, ...]
    style: str


class Polygon(NamedTuple):
    """A closed shape."""

    points: tuple[Point, ...]
    style: str


class Text(NamedTuple):
    """One line of text; *y* is its baseline, *width* the room that it was given."""

    x: float
    y: float
    text: str
    style: str
    width: float
    anchor: Anchor = Anchor.START


class Group(NamedTuple):
    """Shapes that belong together.

    *link* is the key of what they lead to, *tooltip* what is said of them in full.
    A group of *style* takes that class of its own, which only a style sheet uses.
    *joins* are the link keys of those that a dependency is drawn between, or stands
    beside: without one of them, it is nothing.
    """

    children: tuple[Element, ...]
    link: str | None = None
    tooltip: str | None = None
    style: str = ""
    joins: tuple[str, ...] = ()


Element: TypeAlias = Rect | Line | Polygon | Text | Group


class Fold(NamedTuple):
    """A stretch from *top* to *bottom* that may be left out of a drawing.

    There is nothing to show in it once all groups are hidden whose links *keys* are.
    """

    top: float
    bottom: float
    keys: tuple[str, ...]


class Scene(NamedTuple):
    """A drawing of *width* by *height* px; *title* and *description* are its words.

    *folds* are in their order from top to bottom, one that holds others before those.
    """

    width: float
    height: float
    title: str
    description: str
    elements: tuple[Element, ...]
    folds: tuple[Fold, ...] = ()
