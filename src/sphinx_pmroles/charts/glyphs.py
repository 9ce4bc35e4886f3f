"""Small shapes that say health and status without colour."""

from __future__ import annotations

import math

from sphinx_pmroles.charts.scene import Element, Line, Polygon, Rect
from sphinx_pmroles.model.roadmap import Health, Status

#: The room of one glyph, in px, with the gap to what follows.
GLYPH = 14.0


def health_glyph(health: Health, x: float, y: float) -> Element:
    """Return a disc, a triangle or a square, 10 px high, about the height *y*."""
    match health:
        case Health.ON_TRACK:
            return Rect(x + 0.5, y - 4.5, 9, 9, "on-track", 4.5)
        case Health.AT_RISK:
            points = ((x - 0.5, y + 4.5), (x + 5, y - 5), (x + 10.5, y + 4.5))
            return Polygon(points, "at-risk")
        case Health.OFF_TRACK:
            return Polygon(_octagon(x + 5, y, 5.4), "off-track")


def status_glyph(status: Status | None, x: float, y: float) -> Element | None:
    """Return a tick, a pause sign or a cross; nothing for what just runs or waits."""
    match status:
        case Status.DONE:
            return Line(((x + 1, y), (x + 4, y + 3.5), (x + 10, y - 4)), "tick")
        case Status.BLOCKED:
            return Line(((x + 1.2, y), (x + 8.7, y)), "pause")
        case Status.DROPPED:
            middle = (x + 5, y)
            corners = [(x + 1.5, y - 3.5), (x + 8.5, y + 3.5)]
            corners += [(x + 8.5, y - 3.5), (x + 1.5, y + 3.5)]
            return Line(
                (corners[0], corners[1], middle, corners[2], corners[3]), "cross"
            )
        case _:
            return None


def diamond(x: float, y: float, radius: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of a diamond around (*x*, *y*)."""
    return ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))


def _octagon(x: float, y: float, radius: float) -> tuple[tuple[float, float], ...]:
    turns = [math.pi * (2 * n + 1) / 8 for n in range(8)]
    # Rounded here, so that no last bit of a sine depends on the machine.
    return tuple(
        (round(x + radius * math.cos(t), 1), round(y + radius * math.sin(t), 1))
        for t in turns
    )
