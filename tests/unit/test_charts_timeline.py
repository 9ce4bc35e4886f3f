"""Timelines: nothing lost, nothing invented, nothing over anything else."""

from __future__ import annotations

import cProfile
import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time
from xml.etree import ElementTree as ET

import pytest

from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Group,
    Line,
    Polygon,
    Rect,
    Scene,
    Text,
)
from sphinx_pmroles.charts.style import style_of
from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.charts.text_width import ELLIPSIS, text_width
from sphinx_pmroles.charts.timeline import WIDTH, WORDS, timeline, timeline_pages
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.period import UNDATED, Horizon, Period
from sphinx_pmroles.model.roadmap import Column, Field, Health, Item, Roadmap, Status
from sphinx_pmroles.reading.dates import read_period
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 22)
HERE = Place("roadmap")
TITLES = {
    "de": "Verwaltung der Datenschutzfreigaben für Geschäftskunden und Behörden",
    "ja": "顧客向け監査ログのリアルタイム配信と保存期間の管理機能",
}


def sample(count: int, *, language: str = "en") -> Roadmap:
    """Return the roadmap in the data file of *count* items."""
    with (DATA / f"roadmap-{count}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = (
            TableRow(tuple(TableCell(text) for text in row))
            for row in csv.reader(lines)
        )
    roadmap = read_roadmap(
        Table(header, tuple(rows)),
        key="plan",
        title="Plan",
        place=HERE,
        rules=DateRules(),
        group_by="team",
        as_of=TODAY,
    ).roadmap
    if language == "en":
        return roadmap
    title = TITLES[language]
    items = tuple(
        replace(item, title=f"{title[: 8 + number % len(title)].strip()} {number}")
        for number, item in enumerate(roadmap.items)
    )
    return replace(roadmap, items=items)


SAMPLES = {
    (count, language): sample(count, language=language)
    for count in (20, 300)
    for language in ("en", "de", "ja")
}
BOTH = pytest.mark.parametrize("count", [20, 300])
ALL = pytest.mark.parametrize("roadmap", SAMPLES.values(), ids=map(str, SAMPLES))


def item(title: str, when: str = "", **fields: object) -> Item:
    period = read_period(when) if when else UNDATED
    made = Item(title, title, "", HERE, period, cells=(title,))
    return replace(made, **fields)  # type: ignore[arg-type]


def plan(*items: Item, as_of: date | None = None) -> Roadmap:
    return Roadmap(
        "plan", "Plan", "", HERE, (Column("Item", Field.ITEM),), items, as_of=as_of
    )


def shapes(elements: Sequence[Element]) -> Iterator[Rect | Line | Polygon | Text]:
    for element in elements:
        if isinstance(element, Group):
            yield from shapes(element.children)
        else:
            yield element


def groups(scene: Scene) -> dict[str, Group]:
    return {
        e.link: e
        for e in scene.elements
        if isinstance(e, Group) and e.link and e.style != "note"
    }


def texts(scene: Scene) -> list[Text]:
    return [shape for shape in shapes(scene.elements) if isinstance(shape, Text)]


def said(scene: Scene) -> list[str]:
    return [text.text for text in texts(scene)]


Box = tuple[float, float, float, float]


def box(text: Text) -> Box:
    """Return left, top, right and bottom of *text* by the built-in widths."""
    style = style_of(text.style)
    width = text_width(text.text, style.size, bold=style.bold)
    left = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}
    x = text.x - left[text.anchor]
    return x, text.y - 0.95 * style.size, x + width, text.y + 0.3 * style.size


def overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def overlaps(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    ordered = sorted(boxes, key=lambda box: box[1])
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other[1] >= one[3]:
                break
            if overlap(one, other):
                yield one, other


# -- nothing is lost -----------------------------------------------------------


@ALL
def test_timeline__says_every_title_whole(roadmap: Roadmap) -> None:
    found = groups(timeline(roadmap))
    for each in roadmap.items:
        tooltip = found[each.key].tooltip
        assert tooltip is not None
        assert tooltip.startswith(each.title)
        assert each.period.text in tooltip


@ALL
def test_timeline__labels_every_bar_with_its_title_or_its_first_words(
    roadmap: Roadmap,
) -> None:
    found = groups(timeline(roadmap))
    for each in roadmap.items:
        label = next(s for s in shapes([found[each.key]]) if isinstance(s, Text))
        short = label.text.removesuffix(ELLIPSIS)
        assert each.title.startswith(short)
        rest = each.title[len(short) :]
        at_word = not rest or not rest[0].isalnum() or ord(rest[0]) > 0x3000
        assert at_word, f"{label.text!r} is cut in mid-word"


def test_timeline__lists_undated_items_by_horizon() -> None:
    scene = timeline(
        plan(
            item("Someday", period=Period("someday")),
            item("Far", period=Period("later", horizon=Horizon.LATER)),
            item("Near", period=Period("next", horizon=Horizon.NEXT)),
            item("Dated", "2026-07"),
        )
    )
    wanted = ["Not dated yet", "next", "Near", "later", "Far", "Someday (someday)"]
    assert [text for text in said(scene) if text in wanted] == wanted
    assert set(groups(scene)) == {"Someday", "Far", "Near", "Dated"}


def test_timeline__is_drawn_without_any_date_or_item() -> None:
    assert said(timeline(plan())) == []
    scene = timeline(plan(item("Idea"), as_of=TODAY))
    assert said(scene) == ["Not dated yet", "Idea"]


def test_timeline__moves_no_date_for_a_dependency() -> None:
    first = item("First", "2026-07-01 .. 2026-12-31")
    early = item("Early", "2026-08-01 .. 2026-09-30")
    bars = []
    for depends_on in ((), ("First",)):
        scene = timeline(plan(first, replace(early, depends_on=depends_on)))
        bars.append(next(shapes([groups(scene)["Early"]])))
    assert bars[0] == bars[1]


def test_timeline__draws_to_scale() -> None:
    scene = timeline(plan(item("A", "2026-01"), item("B", "2026-02 .. 2026-12")))
    found = groups(scene)
    one, other = (next(shapes([found[key]])) for key in "AB")
    assert isinstance(one, Rect)
    assert isinstance(other, Rect)
    scale = (WIDTH - 24) / 365
    assert one.x == pytest.approx(12)
    assert one.width == pytest.approx(31 * scale)
    assert other.x == pytest.approx(12 + 31 * scale)
    assert other.width == pytest.approx(334 * scale)


@pytest.mark.parametrize("progress", [1, 40, 100])
def test_timeline__draws_the_progress_that_is_given(progress: int) -> None:
    scene = timeline(plan(item("A", "2026", progress=progress), as_of=TODAY))
    bar, part, *_ = shapes([groups(scene)["A"]])
    assert isinstance(bar, Rect)
    assert isinstance(part, Rect)
    assert part.style.startswith("part")
    assert part.width / bar.width == pytest.approx(progress / 100, abs=0.01)


# -- nothing is over anything else ---------------------------------------------


@ALL
def test_timeline__keeps_texts_apart(roadmap: Roadmap) -> None:
    assert list(overlaps([box(text) for text in texts(timeline(roadmap))])) == []


@ALL
def test_timeline_pages__keep_texts_apart(roadmap: Roadmap) -> None:
    for page in timeline_pages(roadmap):
        assert list(overlaps([box(text) for text in texts(page)])) == []


@ALL
def test_timeline__keeps_texts_inside(roadmap: Roadmap) -> None:
    scene = timeline(roadmap)
    for text in texts(scene):
        left, top, right, bottom = box(text)
        assert left >= 0, text
        assert top >= 0, text
        assert right <= scene.width, text
        assert bottom <= scene.height, text


@ALL
def test_timeline__keeps_labels_off_the_bars_of_others(roadmap: Roadmap) -> None:
    bars, labels = [], []
    for key, group in groups(timeline(roadmap)).items():
        if key.startswith("lane:"):
            continue
        for shape in shapes([group]):
            match shape:
                case Rect(x, y, width, height):
                    bars.append((key, (x, y, x + width, y + height)))
                case Text():
                    labels.append((key, box(shape)))
    by_row: dict[float, list[tuple[str, Box]]] = {}
    for key, bar in bars:
        by_row.setdefault(bar[1] // 34, []).append((key, bar))
    for key, label in labels:
        for row in (label[1] // 34 - 1, label[1] // 34):
            for other, bar in by_row.get(row, ()):
                assert other == key or not overlap(label, bar), (key, other)


@ALL
def test_timeline__draws_dependencies_past_every_label(roadmap: Roadmap) -> None:
    scene = timeline(roadmap)
    boxes = [box(text) for text in texts(scene) if "axis" not in text.style]
    lines = [
        shape
        for shape in shapes(scene.elements)
        if isinstance(shape, Line) and shape.style in ("dep", "late")
    ]
    assert len(lines) > 10
    for line in lines:
        for (x1, y1), (x2, y2) in pairwise(line.points):
            assert x1 == x2 or y1 == y2
            run = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            assert not any(overlap(run, other) for other in boxes), line


@ALL
def test_timeline__has_a_halo_where_a_line_passes_behind(roadmap: Roadmap) -> None:
    scene = timeline(roadmap)
    lines = [
        (shape.points[0][0], shape.points[0][1], shape.points[1][1])
        for shape in scene.elements
        if isinstance(shape, Line) and shape.style in ("grid", "grid-2", "today")
    ]
    bars = [s for s in shapes(scene.elements) if isinstance(s, Rect)]
    bars = [bar for bar in bars if bar.style != "band"]
    for text in texts(scene):
        left, top, right, bottom = box(text)
        crossed = any(
            left < x < right and begin < bottom and top < end for x, begin, end in lines
        )
        is_on_bar = any(
            bar.x <= left and right <= bar.x + bar.width and bar.y <= top
            for bar in bars
            if bar.y + bar.height >= bottom
        )
        assert not crossed or is_on_bar or style_of(text.style).halo, text


def test_timeline__cuts_what_has_no_room() -> None:
    long = "An outcome that nobody can say in one short line of text " * 9
    scene = timeline(plan(item(long, "2026-12-01 .. 2026-12-02"), item("B", "2026-01")))
    label = next(text for text in texts(scene) if text.text.endswith(ELLIPSIS))
    assert box(label)[2] <= scene.width
    assert groups(scene)[long].tooltip is not None
    assert " ".join(long.split()) in str(groups(scene)[long].tooltip)


def test_timeline__lets_a_title_run_over_the_end_of_its_bar_before_it_is_cut() -> None:
    around = item("Around", "2026")
    title = "A title of a length for which there is no room beside its own bar at all"
    long = item(title, "2026-03-10 .. 2026-06-20")
    label = next(t for t in texts(timeline(plan(around, long))) if t.text == title)
    assert style_of(label.style).halo, "the end of the bar is behind it"


# -- what is drawn how ---------------------------------------------------------


def test_timeline__marks_today_only_if_it_is_given() -> None:
    dated = item("A", "2026")
    styles = [shape.style for shape in shapes(timeline(plan(dated)).elements)]
    assert "today" not in styles
    scene = timeline(plan(dated, as_of=TODAY))
    line = next(s for s in shapes(scene.elements) if s.style == "today")
    assert isinstance(line, Line)
    days = (TODAY - date(2026, 1, 1)).days + 0.5
    assert line.points[0][0] == pytest.approx(12 + days * (WIDTH - 24) / 365)
    assert "Today 2026-11-22" in said(scene)


@pytest.mark.parametrize("year", [1950, 2100])
def test_timeline__says_where_a_far_today_is(year: int) -> None:
    scene = timeline(plan(item("A", "2026"), as_of=date(year, 1, 1)))
    assert "today" not in [shape.style for shape in shapes(scene.elements)]
    arrow = "← Today 1950-01-01" if year == 1950 else "Today 2100-01-01 →"
    assert arrow in said(scene)


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("health", [None, *Health])
def test_timeline__says_states_by_shape_and_word(
    status: Status | None, health: Health | None
) -> None:
    scene = timeline(plan(item("A", "2026", status=status, health=health)))
    group = groups(scene)["A"]
    for state in filter(None, (status, health)):
        assert str(state) in str(group.tooltip)
        assert str(state) in said(scene), "not in the legend"
    known = {
        None: "plain",
        Status.PLANNED: "planned",
        Status.IN_PROGRESS: "cap",
        Status.BLOCKED: "hatch",
        Status.DONE: "tick",
        Status.DROPPED: "strike",
    }
    styles = {shape.style for shape in shapes([group])}
    assert known[status] in styles
    assert (health is None) == styles.isdisjoint({"on-track", "at-risk", "off-track"})


def test_timeline__shows_each_state_as_a_shape_of_its_own() -> None:
    """Without colour, no two states look alike."""
    looks = set()
    for status in Status:
        for health in Health:
            scene = timeline(plan(item("A", "2026", status=status, health=health)))
            kinds = []
            for shape in shapes([groups(scene)["A"]]):
                match shape:
                    case Polygon(points) | Line(points):
                        kinds.append(f"{type(shape).__name__}{len(points)}")
                        kinds += [str(style_of(shape.style).dash)]
                    case Rect():
                        hollow = style_of(shape.style).stroke is not None
                        kinds.append(f"Rect{shape.radius}{hollow}")
                    case Text():
                        pass
            looks.add(tuple(kinds))
    assert len(looks) == len(Status) * len(Health)


@pytest.mark.parametrize(
    ("confidence", "dashed"),
    [("low", True), ("30", True), ("high", False), ("80", False), ("", False)],
)
def test_timeline__dashes_what_is_unsure(confidence: str, *, dashed: bool) -> None:
    scene = timeline(plan(item("A", "2026", confidence=confidence)))
    bar = next(shapes([groups(scene)["A"]]))
    assert bool(style_of(bar.style).dash) is dashed
    assert ("low confidence" in said(scene)) is dashed


@pytest.mark.parametrize(
    ("when", "soft"),
    [
        ("2026-H1", 2),
        ("2026-Q1 .. 2026-Q3", 2),
        ("2026-02-03 .. 2026-Q3", 1),
        ("2026-02 .. 2026-06", 0),
        ("2026-02-03 .. 2026-06-30", 0),
    ],
)
def test_timeline__softens_ends_that_are_not_known(when: str, soft: int) -> None:
    scene = timeline(plan(item("A", when)))
    lines = [s for s in shapes([groups(scene)["A"]]) if s.style.startswith("soft")]
    assert len(lines) == soft
    assert ("roughly known date" in said(scene)) is bool(soft)


def test_timeline__shows_the_slip() -> None:
    late = item("Late", "2026-03-01 .. 2026-06-28", baseline=read_period("2026-05-31"))
    early = item(
        "Early", "2026-03-01 .. 2026-05-28", baseline=read_period("2026-05-31")
    )
    same = item("Same", "2026-03-01 .. 2026-05-31", baseline=read_period("2026-05-31"))
    scene = timeline(plan(late, early, same))
    assert {"+28 d", "−3 d"} <= set(said(scene))
    found = groups(scene)
    ghosts = {
        key: [s for s in shapes([found[key]]) if s.style == "ghost"] for key in found
    }
    assert {key: len(lines) for key, lines in ghosts.items()} == {
        "Late": 1,
        "Early": 1,
        "Same": 0,
    }


@pytest.mark.parametrize(
    ("now", "then", "slip"),
    [
        ("2026-Q4", "2026-Q3", "was 2026-Q3"),
        ("2026-Q3 .. 2026-Q4", "2026-Q3", "was 2026-Q3"),
        ("2026-10-15", "2026-Q3", "was 2026-Q3"),
        ("2026-Q3 .. 2026-Q4", "2026-Q2 .. 2026-Q3", None),
    ],
)
def test_timeline__turns_no_quarter_into_days(
    now: str, then: str, slip: str | None
) -> None:
    scene = timeline(plan(item("A", now, baseline=read_period(then))))
    slips = [text for text in said(scene) if text.startswith(("was", "+"))]
    assert slips == ([slip] if slip else [])
    assert [s.style for s in shapes([groups(scene)["A"]])].count("ghost") == 1
    assert f"was {then}" in (groups(scene)["A"].tooltip or "")


def test_timeline__warns_of_what_starts_before_what_it_rests_on_has_ended() -> None:
    first = item("First", "2026-01-01 .. 2026-06-30")
    early = item("Early", "2026-06-30 .. 2026-09-30", depends_on=("first",))
    scene = timeline(plan(first, early))
    assert {"dep", "late"} & {e.style for e in scene.elements} == {"late"}
    assert "starts too early" in said(scene)
    after = item("After", "2026-07-01 .. 2026-09-30", depends_on=("FIRST",))
    scene = timeline(plan(first, after))
    assert {"dep", "late"} & {e.style for e in scene.elements} == {"dep"}


def test_timeline__has_a_legend_of_just_what_is_used() -> None:
    assert said(timeline(plan(item("A", "2026-02 .. 2026-04"))))[-1] == "A"
    scene = timeline(plan(item("A", "2026-02-03", status=Status.DONE)))
    assert said(scene)[-2:] == ["done", "milestone"]


def test_timeline__packs_rows_in_one_order_whatever_that_of_the_source() -> None:
    roadmap = SAMPLES[300, "en"]
    lanes = list(dict.fromkeys(map(roadmap.lane, roadmap.items)))
    turned = list(roadmap.items[::-1])
    turned.sort(key=lambda item: lanes.index(roadmap.lane(item)))
    one, other = timeline(roadmap), timeline(replace(roadmap, items=tuple(turned)))
    assert groups(one) == groups(other)


def test_timeline__translates_every_word_of_its_own() -> None:
    asked: set[str] = set()

    def words(word: str) -> str:
        asked.add(word)
        return word.upper() if "{" not in word else word

    roadmap = plan(
        *(item(str(s), "2026-Q1", status=s, progress=5) for s in Status),
        *(item(str(h), "2026-02-02", health=h, confidence="low") for h in Health),
        *(item(str(h), period=Period("", horizon=h)) for h in Horizon),
        item("Late", "2026-06", baseline=read_period("2026-05")),
        item("Later", "2026-06-02", baseline=read_period("2026-06-01")),
        item("After", "2026-07", depends_on=("Late",)),
        item("Early", "2026-01", depends_on=("Late",)),
        as_of=TODAY,
    )
    assert len(timeline_pages(roadmap, words=words, max_height=300)) > 1
    timeline(replace(roadmap, start=date(2026, 6, 2)), words=words)
    timeline(plan(), words=words)
    assert asked == set(WORDS)


@ALL
def test_timeline__folds_into_lanes_and_rows(roadmap: Roadmap) -> None:
    scene = timeline(roadmap)
    found = groups(scene)
    lanes = [fold for fold in scene.folds if len(fold.keys) > 1]
    dated = {each.key for each in roadmap.items}
    assert {key for fold in scene.folds for key in fold.keys} == dated
    end = 0.0
    for fold in scene.folds:
        assert fold.top >= end or fold.bottom <= end, "neither after nor inside"
        end = max(end, fold.bottom)
        for key in fold.keys:
            bar = next(shapes([found[key]]))
            assert isinstance(bar, Rect | Polygon)
            top = bar.y if isinstance(bar, Rect) else bar.points[0][1]
            assert fold.top < top < fold.bottom
    assert lanes
    assert end <= scene.height


def test_timeline__keeps_the_rows_that_say_from_when_on_undated_items_are() -> None:
    """The word of a horizon stands in its first row, which is not taken out."""
    titles = [f"An idea that is worth a line of its own {n}" for n in range(5)]
    scene = timeline(
        plan(*(item(t, period=Period("", horizon=Horizon.NEXT)) for t in titles))
    )
    whole, *rows = scene.folds
    assert set(whole.keys) == set(titles)
    assert rows
    assert titles[0] not in {key for row in rows for key in row.keys}


# -- pages ---------------------------------------------------------------------


@ALL
def test_timeline_pages__show_every_item_once(roadmap: Roadmap) -> None:
    pages = timeline_pages(roadmap)
    keys = [key for page in pages for key in groups(page) if ":" not in key]
    assert sorted(keys) == sorted(each.key for each in roadmap.items)


def test_timeline_pages__say_at_both_ends_what_a_line_to_another_page_leads_to() -> (
    None
):
    first = item("Foundation", "2026-01")
    between = [item(f"Between {n}", "2026-03 .. 2026-12") for n in range(20)]
    last = item("Roof", "2026-03-02 .. 2026-12", depends_on=("Foundation",))
    roadmap = plan(first, *between, last)
    one, *_, other = timeline_pages(roadmap, max_height=420)
    assert "→ Roof" in said(one)
    assert "Foundation →" in said(other)
    for page, key in ((one, "Roof"), (other, "Foundation")):
        notes = [e for e in page.elements if isinstance(e, Group) and e.style == "note"]
        assert [(note.link, note.tooltip) for note in notes] == [(key, key)]
        assert [e for e in page.elements if isinstance(e, Line) and e.style == "dep"]
    assert not any("→" in text for text in said(timeline(roadmap)))


@BOTH
def test_timeline_pages__say_every_title_whole(count: int) -> None:
    pages = timeline_pages(SAMPLES[count, "en"])
    titles = {text for page in pages for text in said(page)}
    assert {each.title for each in SAMPLES[count, "en"].items} <= titles


@BOTH
@pytest.mark.parametrize("max_height", [400, 820, 2000])
def test_timeline_pages__fit_and_repeat_axis_and_legend(
    count: int, max_height: int
) -> None:
    pages = timeline_pages(SAMPLES[count, "en"], max_height=max_height)
    for page in pages:
        assert page.height <= max_height
        assert {"Today 2026-11-22", "planned", "depends on"} <= set(said(page))
        assert {"Jul", "Q3"} & set(said(page))
    if len(pages) > 1:
        assert pages[0].title == f"Plan, part 1 of {len(pages)}"


def test_timeline_pages__repeat_the_name_of_a_lane_that_goes_on() -> None:
    roadmap = SAMPLES[300, "en"]
    for page in timeline_pages(roadmap):
        lanes = {
            roadmap.lane(each) for each in roadmap.items if each.key in groups(page)
        }
        assert lanes <= set(said(page))


def test_timeline_pages__split_undated_items_too() -> None:
    many = plan(*(item(f"An idea that is worth a line {n}") for n in range(200)))
    pages = timeline_pages(many, max_height=400)
    assert len(pages) > 3
    assert sum(len(groups(page)) for page in pages) == 200
    assert all(page.height <= 400 for page in pages)


# -- as SVG --------------------------------------------------------------------


@ALL
def test_timeline__is_small_well_formed_svg(roadmap: Roadmap) -> None:
    links = {each.key: f"page.html#pm-item-plan-{each.key}" for each in roadmap.items}
    numbers = {each.key: number for number, each in enumerate(roadmap.items)}
    svg = to_svg(timeline(roadmap), ids="pm-chart-1", links=links, numbers=numbers)
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert len(root.findall(".//a")) == len(roadmap.items)
    assert len(svg.encode()) <= 1000 * len(roadmap.items)


def test_timeline__is_drawn_fast() -> None:
    """At most 100 µs an item; three times as much here, for slow machines."""
    roadmap = SAMPLES[300, "en"]
    links = {each.key: f"#{each.key}" for each in roadmap.items}
    times = []
    for _ in range(5):
        start = process_time()
        to_svg(timeline(roadmap), ids="a", links=links)
        times.append(process_time() - start)
    assert min(times) / 300 <= 300e-6


def test_timeline__takes_no_longer_for_each_of_many_items() -> None:
    """5,000 items at once in one lane, half of them depending on another."""

    def calls(count: int) -> int:
        names = [f"Item {n}" for n in range(count)]
        items = [
            item(name, "2026-07", depends_on=(names[n * 7919 % count],) * (n % 2))
            for n, name in enumerate(names)
        ]
        profile = cProfile.Profile()
        scene = profile.runcall(timeline, plan(*items))
        assert len(groups(scene)) == count
        return sum(entry.callcount for entry in profile.getstats())

    few, many = calls(500), calls(5000)
    assert many / few <= 11


HOSTILE = [
    "<script>alert(1)</script>",
    "]]> <!-- -->",
    '"onload="alert(1)',
    r"\input{/etc/passwd}",
    "NUL \x00 and \x1b and \ufffe",
    "&amp; &lt; &#0;",
    "x" * 500,
    "\u202egnitirw",
    "\n\n# heading\n",
    "",
]


@pytest.mark.parametrize("standalone", [False, True])
@pytest.mark.parametrize("title", HOSTILE)
def test_timeline__prints_hostile_titles_as_text(
    title: str, *, standalone: bool
) -> None:
    hostile = item(title, "2026-02 .. 2026-04", owner=title, depends_on=(title,))
    undated = replace(hostile, key="undated", period=Period(title))
    lanes = replace(plan(hostile, undated), title=title, group_by="Item")
    svg = to_svg(
        timeline(lanes), ids=title, links={title: title}, standalone=standalone
    )
    root = ET.fromstring(svg.encode())  # noqa: S314 - that it can be read is the test
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    allowed = {"svg", "title", "desc", "g", "a", "rect", "path", "text", "style"}
    assert names <= allowed
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") for name in attributes)
    shown = "".join(root.itertext())
    plain = re.sub(r"[\x00-\x1f\ufffe]", "", " ".join(title.split()))
    assert plain in re.sub(r"[\x00-\x1f]", "", shown)


CODE = """
import sys
sys.path.insert(0, sys.argv[1])
import test_charts_timeline as t
roadmap = t.sample(300)
links = {item.key: f"#{item.key}" for item in roadmap.items}
print(t.to_svg(t.timeline(roadmap), ids="a", links=links))
from sphinx_pmroles.charts.tikz import to_tikz
for page in t.timeline_pages(roadmap):
    print(to_tikz(page, links=links))
"""


def test_timeline__has_the_same_bytes_under_any_hash_seed() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", CODE, str(Path(__file__).parent)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 200_000
