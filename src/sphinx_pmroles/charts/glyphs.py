"""Small shapes that say health and status without colour."""

from __future__ import annotations

from sphinx_pmroles.charts.scene import Element, Line, Polygon, Rect
from sphinx_pmroles.model.roadmap import Health, Status

#: The room of one glyph, in px, with the gap to what follows.
GLYPH = 14.0
#: An octagon 10 px high with a bar across it: without that and colours, it were a disc.
_NO_ENTRY = (
    *((0, -0.9), (0, -2.1), (2.9, -5), (7.1, -5), (10, -2.1), (10, -0.9), (0, -0.9)),
    *((0, 0.9), (10, 0.9), (10, 2.1), (7.1, 5), (2.9, 5), (0, 2.1), (0, 0.9)),
)


def health_glyph(health: Health, x: float, y: float) -> Element:
    """Return a disc, a triangle or a sign of no entry, 10 px high, about *y*."""
    match health:
        case Health.ON_TRACK:
            return Rect(x + 0.5, y - 4.5, 9, 9, "on-track", 4.5)
        case Health.AT_RISK:
            triangle = ((x - 0.5, y + 4.5), (x + 5, y - 5), (x + 10.5, y + 4.5))
            return Polygon(triangle, "at-risk")
        case Health.OFF_TRACK:
            sign = tuple((x + right, y + down) for right, down in _NO_ENTRY)
            return Polygon(sign, "off-track")


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
