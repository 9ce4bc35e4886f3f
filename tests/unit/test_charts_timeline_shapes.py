"""Timelines of data of any shape: the rules that hold whatever is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_pmroles.charts.scene import Anchor, Element, Group, Line, Rect, Scene, Text
from sphinx_pmroles.charts.style import style_of
from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.charts.text_width import text_width
from sphinx_pmroles.charts.tikz import to_tikz
from sphinx_pmroles.charts.timeline import timeline, timeline_pages
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.period import (
    UNDATED,
    CalendarUnit,
    Horizon,
    Period,
    Precision,
)
from sphinx_pmroles.model.roadmap import Column, Field, Health, Item, Roadmap, Status

FIRST = date(2026, 1, 1)
#: From a week to twenty years.
SPANS = (7, 60, 400, 1500, 7300)
WORDS = (
    *("Search", "invoice", "roll-out", "Datenschutzfreigabe", "Überprüfung", "of"),
    *("監査ログの配信", "保存期間", "خريطة", "المنتج", "x" * 90, r"\input{a}", "<b>"),
    *("", "\x07", "\u202e", "e\u0301", "🚀"),
)

titles = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@st.composite
def periods(draw: st.DrawFn, span: int) -> Period:
    kind = draw(st.sampled_from(("range", "range", "range", "day", "undated")))
    if kind == "undated":
        return Period("some day", horizon=draw(st.sampled_from((None, *Horizon))))
    start = FIRST + timedelta(draw(st.integers(0, span)))
    if kind == "day":
        day = CalendarUnit(start, start, Precision.DAY)
        return Period(start.isoformat(), day, day)
    # A few end before they start: they are reported, and drawn all the same.
    end = start + timedelta(draw(st.integers(-5, max(1, span // 2))))
    rough = st.sampled_from(tuple(Precision))
    one = CalendarUnit(start, start, draw(rough))
    return Period(f"{start} .. {end}", one, CalendarUnit(end, end, draw(rough)))


@st.composite
def roadmaps(draw: st.DrawFn) -> Roadmap:
    span = draw(st.sampled_from(SPANS))
    count = draw(st.integers(1, 25))
    items = []
    for number in range(count):
        lane = draw(st.sampled_from(("", "One", "Zwei " * 30, "三")))
        key = f"item-{number}"
        others = st.integers(0, count - 1).map(lambda n: f"item-{n}")
        items.append(
            Item(
                *(key, draw(titles) or key, "", Place("a")),
                period=draw(periods(span)),
                status=draw(st.sampled_from((None, *Status))),
                health=draw(st.sampled_from((None, *Health))),
                progress=draw(st.one_of(st.none(), st.integers(0, 100))),
                confidence=draw(st.sampled_from(("", "low", "80"))),
                depends_on=tuple(draw(st.lists(others, max_size=3))),
                baseline=draw(st.one_of(st.just(UNDATED), periods(span))),
                cells=(key, lane),
            )
        )
    columns = (Column("Item", Field.ITEM), Column("Lane"))
    as_of = draw(st.sampled_from((None, FIRST, FIRST + timedelta(span))))
    made = Roadmap("plan", "Plan", "", Place("a"), columns, tuple(items), as_of=as_of)
    return replace(made, group_by=draw(st.sampled_from(("", "Lane"))))


Box = tuple[float, float, float, float]


def flat(elements: Sequence[Element]) -> list[Element]:
    found: list[Element] = []
    for each in elements:
        found += flat(each.children) if isinstance(each, Group) else [each]
    return found


def box(text: Text) -> Box:
    style = style_of(text.style)
    width = text_width(text.text, style.size, bold=style.bold)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}
    x = text.x - shift[text.anchor]
    return x, text.y - 0.9 * style.size, x + width, text.y + 0.25 * style.size


def crosses(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def check_legible(scene: Scene) -> None:
    boxes = sorted(
        (box(e) for e in flat(scene.elements) if isinstance(e, Text) and e.text),
        key=lambda each: each[1],
    )
    for number, one in enumerate(boxes):
        assert one[0] >= -0.5
        assert one[2] <= scene.width + 0.5
        assert one[1] >= 0
        assert one[3] <= scene.height
        for other in boxes[number + 1 :]:
            assert not crosses(one, other), (one, other)
    for group in (e for e in scene.elements if isinstance(e, Group)):
        for shape in flat([group]):
            if isinstance(shape, Rect):
                assert shape.width >= 0
                assert shape.x >= -0.5
                assert shape.x + shape.width <= scene.width + 0.5
    for line in (e for e in flat(scene.elements) if isinstance(e, Line)):
        if line.style in ("dep", "late"):
            for (x1, y1), (x2, y2) in zip(line.points, line.points[1:], strict=False):
                run = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                assert not any(crosses(run, each) for each in boxes), line


def keys(*scenes: Scene) -> Counter[str]:
    return Counter(
        each.link
        for scene in scenes
        for each in scene.elements
        if isinstance(each, Group) and each.link and each.style == ""
    )


MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@MANY
@given(roadmaps())
def test_timeline__is_whole_and_legible_whatever_is_planned(roadmap: Roadmap) -> None:
    scene = timeline(roadmap)
    assert keys(scene) == Counter(item.key for item in roadmap.items)
    check_legible(scene)
    root = ET.fromstring(to_svg(scene, ids="a", links={}))  # noqa: S314 - our own
    said = "".join(root.itertext())
    for item in roadmap.items:
        title = "".join(c for c in " ".join(item.title.split()) if ord(c) > 31)
        assert title in said


@settings(MANY, max_examples=60)
@given(roadmaps(), st.sampled_from((300, 820)))
def test_timeline_pages__are_whole_and_legible_whatever_is_planned(
    roadmap: Roadmap, height: int
) -> None:
    pages = timeline_pages(roadmap, max_height=height)
    assert keys(*pages) == Counter(item.key for item in roadmap.items)
    for page in pages:
        check_legible(page)
        assert to_tikz(page, links={})
