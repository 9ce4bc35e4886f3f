"""The strip of a life cycle: its stages as chevrons, its gates as diamonds between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sphinx_pmroles.charts.glyphs import diamond
from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Group,
    Polygon,
    Scene,
    Text,
)
from sphinx_pmroles.charts.style import LABEL, SMALL
from sphinx_pmroles.charts.text_width import clean, shorten, text_width, wrap
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage

#: The width of a strip in px: that of the narrowest text column of common themes.
WIDTH: Final = 660
CRITERIA_MET: Final = "{met} of {total} criteria met"
#: The fixed words that a strip prints, for catalogues of messages.
STRIP_WORDS: Final = (
    *("current stage", "gate", "Stages: {count}", "{stages}; now: {now}"),
    CRITERIA_MET,
)

_HEIGHT = 58.0
#: How far the point of a chevron reaches.
_NOTCH = 16.0
_GATE = 9.0
_BETWEEN = 5.0
_ABOVE = 4.0
#: The room of the mark over the current stage.
_MARK = 20.0
_BELOW = 24.0
_PAD = 6.0
_LINE = 15.0
_LINES = 3
_RESERVE = 1.04
_WIDEST = 190.0


@dataclass(frozen=True, slots=True)
class _Chevron:
    """A stage with the lines of its name and where it stands."""

    stage: Stage
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    is_current: bool


def strip(
    lifecycle: Lifecycle,
    *,
    words: Callable[[str], str] = str,
    long_names: Mapping[str, str] | None = None,
    width: int = WIDTH,
) -> Scene:
    """Return the strip of *lifecycle*, *width* px wide, in as few rows as can be.

    *words* translates what the strip itself prints (:data:`STRIP_WORDS`).
    *long_names* says what deciders' abbreviations stand for.  A group's link is the
    anchor of its stage.
    """
    chevrons, height = _layout(lifecycle, float(width))
    elements = [_stage(chevron, words) for chevron in chevrons]
    # Gates are drawn last: they overlap the chevrons on both of their sides.
    for chevron in chevrons:
        if chevron.is_current:
            elements += _mark(chevron, words, float(width))
        if chevron.stage.has_gate:
            elements += _gate(chevron, words, long_names or {})
    return Scene(
        width=float(width),
        height=height,
        title=clean(lifecycle.title),
        description=_description(lifecycle, words),
        elements=tuple(elements),
    )


def _layout(lifecycle: Lifecycle, width: float) -> tuple[list[_Chevron], float]:
    """Return the chevrons in the fewest rows in which names are whole, and how high."""
    stages = lifecycle.stages
    per_row, names = _rows(stages, width)
    size, _ = _measures(per_row, width)
    current = lifecycle.current_stage
    chevrons = []
    y = 0.0
    for begin in range(0, len(stages), per_row):
        row = stages[begin : begin + per_row]
        y += _MARK if current in row else _ABOVE
        chevrons += [
            _Chevron(
                stage,
                names[begin + n],
                _GATE + 2 + n * (size + _BETWEEN),
                y,
                size,
                stage is current,
            )
            for n, stage in enumerate(row)
        ]
        y += _HEIGHT + (_BELOW if any(stage.decided_by for stage in row) else _ABOVE)
    return chevrons, max(y, _HEIGHT)


def _rows(stages: tuple[Stage, ...], width: float) -> tuple[int, list[tuple[str, ...]]]:
    """Return how many stages go into a row, and the lines of each one's name."""
    titles = [clean(stage.title) for stage in stages]
    _, widest = _measures(1, width)
    # A name that no row has room for is cut: it must not make the other rows longer.
    whole = [title for title in titles if _wrapped(title, widest)]
    per_row = max(len(stages), 1)
    while per_row > 1:
        _, room = _measures(per_row, width)
        if all(_wrapped(title, room) for title in whole):
            break
        # Rows of about equal length: eight stages go four and four, not seven and one.
        rows = -(-len(stages) // per_row)
        while -(-len(stages) // per_row) == rows:
            per_row -= 1
        per_row = -(-len(stages) // -(-len(stages) // per_row))
    _, room = _measures(per_row, width)
    return per_row, [_balanced(title, room) for title in titles]


def _measures(per_row: int, width: float) -> tuple[float, float]:
    """Return the width of a chevron without its point, and the room for its name."""
    usable = width - (_GATE + 2) - 2 - _NOTCH
    size = (usable - _BETWEEN * (per_row - 1)) / per_row
    size = min(size, _WIDEST * 1.4)
    # The notch on the left, and the diamonds that overlap both ends.
    return size, size - _NOTCH - _GATE - _PAD


def _wrapped(title: str, room: float) -> list[str] | None:
    return wrap(title, LABEL, room / _RESERVE, _LINES, bold=True)


def _balanced(title: str, room: float) -> tuple[str, ...]:
    """Return the lines of a name, as few and then as even as can be."""
    lines = _wrapped(title, room)
    if lines is None:
        return (shorten(title, LABEL, room / _RESERVE / 1.1),)
    width = text_width(title, LABEL, bold=True) * _RESERVE / max(len(lines), 1)
    while width < room:
        even = _wrapped(title, width)
        if even is not None and len(even) == len(lines):
            return tuple(even)
        width += LABEL / 2
    return tuple(lines)


def _stage(chevron: _Chevron, words: Callable[[str], str]) -> Element:
    left, right = chevron.x, chevron.x + chevron.width
    top, bottom = chevron.y, chevron.y + _HEIGHT
    middle = chevron.y + _HEIGHT / 2
    points = (
        (left, top),
        (right, top),
        (right + _NOTCH, middle),
        (right, bottom),
        (left, bottom),
        (left + _NOTCH, middle),
    )
    now = chevron.is_current
    shapes: list[Element] = [Polygon(points, "stage-now" if now else "stage")]
    x = (left + right + _NOTCH) / 2
    y = middle - (len(chevron.lines) - 1) * _LINE / 2 + 4.3
    room = chevron.width - _NOTCH - _GATE - _PAD
    for number, line in enumerate(chevron.lines):
        style = "now-text" if now else "stage-text"
        shapes.append(Text(x, y + number * _LINE, line, style, room, Anchor.MIDDLE))
    title = clean(chevron.stage.title)
    tooltip = f"{title} · {words('current stage')}" if now else title
    return Group(tuple(shapes), chevron.stage.anchor, tooltip)


def _mark(
    chevron: _Chevron, words: Callable[[str], str], width: float
) -> Iterator[Element]:
    """Yield the mark over the current stage, inside a strip of *width* px."""
    said = words("current stage")
    room = text_width(said, SMALL, bold=True) * _RESERVE + 1
    x, y = chevron.x + 2, chevron.y - 5
    yield Polygon(((x, y - 8), (x + 10, y - 8), (x + 5, y)), "marker")
    yield Text(min(x + 14, width - room), y, said, "marker-text", room)


def _gate(
    chevron: _Chevron, words: Callable[[str], str], long_names: Mapping[str, str]
) -> Iterator[Element]:
    """Yield the gate into a stage, and under the stage who decides it."""
    decider = clean(chevron.stage.decided_by)
    x, y = chevron.x + _NOTCH - _BETWEEN / 2 - 1, chevron.y + _HEIGHT / 2
    shapes: list[Element] = [Polygon(diamond(x, y, _GATE), "gate")]
    room = chevron.width - 18
    said = shorten(decider, SMALL, (room - 1) / _RESERVE)
    x, y = chevron.x + 6, chevron.y + _HEIGHT + 11
    if said:
        shapes.append(Polygon(diamond(x, y, 4), "gate"))
        shapes.append(Text(x + 8, y + 4, said, "axis", room))
    tooltip = words("gate")
    if decider:
        tooltip = f"{tooltip}: {clean(long_names.get(decider, decider))}"
    criteria = chevron.stage.entry
    if criteria:
        count = words(CRITERIA_MET).format(met=criteria.met, total=criteria.total)
        tooltip = f"{tooltip} · {count}"
    yield Group(tuple(shapes), chevron.stage.anchor, tooltip)


def _description(lifecycle: Lifecycle, words: Callable[[str], str]) -> str:
    stages = words("Stages: {count}").format(count=len(lifecycle.stages))
    current = lifecycle.current_stage
    if current is None:
        return stages
    return words("{stages}; now: {now}").format(stages=stages, now=current.title)
