"""The strip of a life cycle: its stages as chevrons, its gates as diamonds between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sphinx_pmroles.charts.glyphs import diamond
from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Group,
    Polygon,
    Rect,
    Scene,
    Text,
)
from sphinx_pmroles.charts.style import LABEL, SMALL
from sphinx_pmroles.charts.text_width import shorten, text_width, wrap
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage

#: The width of a strip in px: that of the text column of the common themes.
WIDTH: Final = 760
#: The fixed words that a strip prints, for catalogues of messages.
STRIP_WORDS: Final = ("current stage", "gate", "{count} stages", "{stages}; now: {now}")

_HEIGHT = 58.0
#: How far the point of a chevron reaches.
_NOTCH = 16.0
_GATE = 9.0
_BETWEEN = 5.0
_ABOVE = 4.0
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
    lifecycle: Lifecycle, *, words: Callable[[str], str] = str, width: int = WIDTH
) -> Scene:
    """Return the strip of *lifecycle*, *width* px wide, in as few rows as its names fit.

    *words* translates what the strip itself prints (:data:`STRIP_WORDS`).  A group's
    link is the key of its stage.
    """
    chevrons, rows = _layout(lifecycle, float(width))
    has_notes = any(c.is_current or c.stage.decided_by for c in chevrons)
    pitch = _ABOVE + _HEIGHT + (_BELOW if has_notes else 8.0)
    elements: list[Element] = []
    for chevron in chevrons:
        elements.append(_stage(chevron, words))
    # Gates are drawn last: they overlap the chevrons on both of their sides.
    for number, chevron in enumerate(chevrons):
        after = chevrons[number + 1 :][:1]
        follows = [c for c in after if c.y == chevron.y and c.stage.decided_by]
        elements += _gate(chevron, words, has_next_gate=bool(follows))
    return Scene(
        width=float(width),
        height=rows * pitch,
        title=" ".join(lifecycle.title.split()),
        description=_description(lifecycle, words),
        elements=tuple(elements),
    )


def _layout(lifecycle: Lifecycle, width: float) -> tuple[list[_Chevron], int]:
    """Return the chevrons, in the fewest rows in which all names are whole."""
    stages = lifecycle.stages
    if not stages:
        return [], 1
    for rows in range(1, len(stages) + 1):
        per_row = -(-len(stages) // rows)
        size, room = _measures(per_row, width)
        wrapped = [_wrapped(stage.title, room) for stage in stages]
        if all(wrapped) or per_row == 1:
            break
    rows = -(-len(stages) // per_row)
    lines = [found or _cut(stage.title, room) for found, stage in zip(wrapped, stages)]
    has_notes = any(s.decided_by for s in stages) or bool(_current(lifecycle))
    pitch = _ABOVE + _HEIGHT + (_BELOW if has_notes else 8.0)
    step = size + _BETWEEN
    current = _current(lifecycle)
    chevrons = [
        _Chevron(
            stage,
            tuple(lines[n]),
            _GATE + 2 + n % per_row * step,
            _ABOVE + n // per_row * pitch,
            size,
            stage is current,
        )
        for n, stage in enumerate(stages)
    ]
    return chevrons, rows


def _measures(per_row: int, width: float) -> tuple[float, float]:
    """Return the width of a chevron without its point, and the room for its name."""
    usable = width - (_GATE + 2) - 2 - _NOTCH
    size = (usable - _BETWEEN * (per_row - 1)) / per_row
    size = min(size, _WIDEST * 1.4)
    # The notch on the left, and the diamonds that overlap both ends.
    return size, size - _NOTCH - _GATE - _PAD


def _wrapped(title: str, room: float) -> list[str] | None:
    text = " ".join(title.split())
    return wrap(text, LABEL, room / _RESERVE, _LINES, bold=True)


def _cut(title: str, room: float) -> list[str]:
    return [shorten(" ".join(title.split()), LABEL, room / _RESERVE / 1.1)]


def _current(lifecycle: Lifecycle) -> Stage | None:
    wanted = fold(lifecycle.current)
    if not wanted:
        return None
    for stage in lifecycle.stages:
        if wanted in (fold(stage.key), fold(stage.title)):
            return stage
    return None


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
    title = " ".join(chevron.stage.title.split())
    tooltip = f"{title} · {words('current stage')}" if now else title
    return Group(tuple(shapes), chevron.stage.key, tooltip)


def _gate(
    chevron: _Chevron, words: Callable[[str], str], *, has_next_gate: bool
) -> Iterator[Element]:
    """Yield the gate into a stage, and under the stage its decider or its mark."""
    decider = " ".join(chevron.stage.decided_by.split())
    base = chevron.y + _HEIGHT
    gate_x = chevron.x - _BETWEEN / 2 + _NOTCH / 2
    if decider:
        middle = chevron.y + _HEIGHT / 2
        gate_x = chevron.x + _NOTCH - _BETWEEN / 2 - 1
        shape = Polygon(diamond(gate_x, middle, _GATE), "gate")
        yield Group((shape,), chevron.stage.key, f"{words('gate')}: {decider}")
    room = chevron.width - 8
    x = chevron.x + 2
    if chevron.is_current:
        said = words("current stage")
        width = text_width(said, SMALL, bold=True) * _RESERVE + 1
        yield Polygon(((x, base + 14), (x + 5, base + 5), (x + 10, base + 14)), "marker")
        if width + 14 <= room:
            yield Text(x + 14, base + 14, said, "marker-text", width)
            room -= width + 24
            x += width + 24
        else:
            room -= 14
            x += 14
    if decider:
        said = shorten(f"◇ {decider}", SMALL, (room - 1) / _RESERVE)
        if said:
            yield Text(x, base + 14, said, "axis", room)


def _description(lifecycle: Lifecycle, words: Callable[[str], str]) -> str:
    stages = words("{count} stages").format(count=len(lifecycle.stages))
    current = _current(lifecycle)
    if current is None:
        return stages
    return words("{stages}; now: {now}").format(stages=stages, now=current.title)
