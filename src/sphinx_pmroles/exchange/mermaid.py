"""Roadmaps as Gantt charts of Mermaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.snapshot import Record, Snapshot
from sphinx_pmroles.exchange.texts import on_one_line
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.roadmap import Field, Health, Status
from sphinx_pmroles.reading.roadmap import known_field

#: What can make lanes; of the first four, that which any item has, if none is named.
_LANES: dict[Field, Callable[[Snapshot, Record], str]] = {
    Field.TEAM: lambda _, item: item["team"] or "",
    Field.PRODUCT: lambda snapshot, item: snapshot.product(item["product"]),
    Field.STAGE: lambda snapshot, item: snapshot.stage(item["stage"]),
    Field.OWNER: lambda snapshot, item: snapshot.role(item["owner"]),
    Field.STATUS: lambda _, item: item["status"] or "",
    Field.HEALTH: lambda _, item: item["health"] or "",
    Field.OUTCOME: lambda _, item: item["outcome"] or "",
}
_BY_ITSELF = (Field.TEAM, Field.PRODUCT, Field.STAGE, Field.OWNER)
#: Mermaid's grammar of Gantt charts gives these a meaning, and reads each as itself
#: when it is written as the number of its character.
_MARKS = re.compile(r"[#:;%<>&{}\"\\]")
#: So it does to a day and to its own words where a line begins with them.
_STARTS = re.compile(
    r"\d|acc(?:title|descr)|axisformat|call|click|dateformat|excludes|gantt|href|includes|inclusive"
    r"|section|tickinterval|title|todaymarker|topaxis|week",
    re.IGNORECASE,
)


def write_gantt(snapshot: Snapshot, roadmap: str, group_by: str = "") -> str:
    """Return a roadmap as a Gantt chart with its items in sections by *group_by*.

    An item without a date is in a comment: a Gantt chart has no place for it.

    Raises ExchangeError if nothing of that name can group the items.
    """
    items = [item for _, item in snapshot.items(roadmap)]
    lane_of = _lane_of(snapshot, items, group_by)
    # What is in no lane stands before the first: no line ends a section.
    lanes: dict[str, list[Record]] = {"": []}
    for item in items:
        lanes.setdefault(lane_of(item), []).append(item)
    lines = [
        "gantt",
        f"    title {_text(snapshot.roadmaps[roadmap]['title']) or roadmap}",
        "    dateFormat YYYY-MM-DD",
        "    inclusiveEndDates",
    ]
    for lane, inside in lanes.items():
        lines += [f"    section {_text(lane)}"] if lane else []
        lines += map(_task, inside)
    return "\n".join(lines) + "\n"


def _lane_of(
    snapshot: Snapshot, items: Sequence[Record], group_by: str
) -> Callable[[Record], str]:
    """Return the function that gives each item the name of its lane."""
    if not group_by:
        used = (
            field
            for field in _BY_ITSELF
            if any(_LANES[field](snapshot, item) for item in items)
        )
        field = next(used, _BY_ITSELF[0])
        return lambda item: on_one_line(_LANES[field](snapshot, item))
    extra = {make_key(name): name for item in items for name in item["extra"]}
    own = extra.get(make_key(group_by))
    if own is not None:
        return lambda item: on_one_line(item["extra"].get(own, ""))
    known = known_field(group_by)
    if known not in _LANES:
        names = listed((*_LANES, *extra.values()))
        raise ExchangeError(
            f"items cannot be grouped by {quoted(group_by)}; they can be by {names}"
        )
    return lambda item: on_one_line(_LANES[known](snapshot, item))


def _task(item: Record) -> str:
    """Return the line of an item."""
    text = _text(item["title"])
    start, end = item["start"], item["end"]
    if not (start and end):
        when = on_one_line(item["when"] or "")
        return f"    %% Without a date: {text}{f' ({_text(when)})' if when else ''}"
    if item["status"] == Status.DROPPED:
        text += " (dropped)"
    # One that ends before it starts is reported where it is written.
    days = f"{start}, 0d" if start >= end else f"{start}, {end}"
    return f"    {text} :{''.join(f'{tag}, ' for tag in _tags(item))}{days}"


def _tags(item: Record) -> Iterator[str]:
    if item["start"] >= item["end"]:
        yield "milestone"
    if item["status"] == Status.DONE:
        yield "done"
    elif item["status"] == Status.IN_PROGRESS:
        yield "active"
    if item["status"] == Status.BLOCKED or item["health"] == Health.OFF_TRACK:
        yield "crit"


def _text(text: str) -> str:
    """Return a text as Mermaid reads it again."""
    text = on_one_line(text)
    start = 1 if _STARTS.match(text) else 0
    return _numbered(text[:start]) + _MARKS.sub(_number, text[start:])


def _numbered(text: str) -> str:
    return "".join(f"#{ord(char)};" for char in text)


def _number(mark: re.Match[str]) -> str:
    return _numbered(mark[0])
