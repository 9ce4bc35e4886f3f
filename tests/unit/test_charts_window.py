"""Timelines of a part of the time: exactly that part, and what reaches beyond it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_pmroles.charts.scene import (
    Group,
    Line,
    Polygon,
    Rect,
    Scene,
)
from sphinx_pmroles.charts.style import STYLES
from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.charts.tikz import to_tikz
from sphinx_pmroles.charts.timeline import WIDTH, timeline, timeline_pages
from sphinx_pmroles.model.planning import restrict
from sphinx_pmroles.model.roadmap import Item, Roadmap, Status
from sphinx_pmroles.reading.dates import read_period
from tests.unit.test_charts_timeline import groups, item, plan, said, shapes, texts

DATA = Path(__file__).parents[1] / "data"
#: Where the axis begins and ends.
LEFT, RIGHT = 12.0, WIDTH - 12.0
START, END = date(2026, 4, 1), date(2026, 9, 30)


def window(
    *items: Item, start: date | None = START, end: date | None = END
) -> tuple[Roadmap, tuple[Item, ...]]:
    """Return a roadmap from *start* to *end*, and what of it lies outside."""
    shown = restrict(replace(plan(*items), start=start, end=end), len(items))
    return shown.roadmap, shown.outside


def drawn(*items: Item, start: date | None = START, end: date | None = END) -> Scene:
    roadmap, outside = window(*items, start=start, end=end)
    return timeline(roadmap, outside=outside)


def bar(scene: Scene, key: str) -> Rect | Polygon:
    shape = next(shapes([groups(scene)[key]]))
    assert isinstance(shape, Rect | Polygon)
    return shape


def reach(shape: Rect | Polygon) -> tuple[float, float]:
    """Return from where to where a bar is drawn."""
    if isinstance(shape, Rect):
        return shape.x, shape.x + shape.width
    xs = [x for x, _ in shape.points]
    return min(xs), max(xs)


def test_timeline__has_just_the_axis_that_is_asked_for() -> None:
    scene = drawn(item("A", "2026-06"), item("B", "2025-11 .. 2027-02"))
    scale = (RIGHT - LEFT) / 183
    assert reach(bar(scene, "A")) == pytest.approx(
        (LEFT + 61 * scale, LEFT + 91 * scale)
    )
    assert {"Q2 2026", "Q3 2026"} <= set(said(scene))
    assert not {"Q1 2026", "Q4 2026", "Q1"} & set(said(scene))


@pytest.mark.parametrize("today", [None, date(2026, 4, 1), date(2026, 9, 30)])
def test_timeline__begins_and_ends_inside_of_a_month_if_that_is_asked_for(
    today: date | None,
) -> None:
    start, end = date(2026, 4, 11), date(2026, 9, 20)
    roadmap, _ = window(item("A", "2026-04-20 .. 2026-05-11"), start=start, end=end)
    shape = bar(timeline(replace(roadmap, as_of=today)), "A")
    scale = (RIGHT - LEFT) / 163
    assert reach(shape) == pytest.approx((LEFT + 9 * scale, LEFT + 31 * scale))


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        ("2026-01-05 .. 2026-06-30", True, False),
        ("2026-06-01 .. 2026-12-24", False, True),
        ("2025-H2 .. 2027-H1", True, True),
        ("2026-04-01 .. 2026-09-30", False, False),
    ],
)
def test_timeline__marks_the_ends_of_bars_that_go_on(
    when: str, *, before: bool, after: bool
) -> None:
    scene = drawn(item("A", when), item("B", "2026-05"))
    shape = bar(scene, "A")
    left, right = reach(shape)
    assert (left < LEFT, right > RIGHT) == (before, after)
    assert isinstance(shape, Polygon) is (before or after)
    assert ("continues beyond" in said(scene)) is (before or after)
    assert when in str(groups(scene)["A"].tooltip)
    # Where it goes on, nothing says that its end is known roughly.
    assert not [s for s in shapes([groups(scene)["A"]]) if "soft" in s.style]


@pytest.mark.parametrize("when", ["2025 .. 2026-04-01", "2045-12-31 .. 2050"])
def test_timeline__shows_even_the_least_that_reaches_into_what_is_shown(
    when: str,
) -> None:
    scene = drawn(item("A", when), start=START, end=date(2045, 12, 31))
    left, right = reach(bar(scene, "A"))
    assert right - left >= 5
    assert LEFT - 7 <= left <= right <= RIGHT + 7


def test_timeline__leaves_open_ends_as_they_are() -> None:
    """Only ``:from:``: the axis ends with the quarter that the last item ends in."""
    scene = drawn(item("A", "2026-01 .. 2026-11"), end=None)
    left, right = reach(bar(scene, "A"))
    assert left < LEFT
    assert right == pytest.approx(RIGHT)


@pytest.mark.parametrize(
    ("progress", "share"), [(25, 0.0), (50, 45.5 / 183), (100, 1.0)]
)
def test_timeline__draws_progress_to_the_scale_of_the_whole_bar(
    progress: int, share: float
) -> None:
    """Cut off, a bar is the same part of the picture that it was."""
    days = timedelta(91), timedelta(1)
    when = f"{START - days[0]} .. {END - days[1]}"
    scene = drawn(item("A", when, progress=progress))
    parts = [s for s in shapes([groups(scene)["A"]]) if s.style.startswith("part")]
    width = sum(part.width for part in parts if isinstance(part, Rect))
    assert width / (RIGHT - LEFT) == pytest.approx(share, abs=0.01)


def test_timeline__cuts_off_baselines_too() -> None:
    baseline = read_period("2025-01-01 .. 2026-11-30")
    late = item("A", "2026-03-01 .. 2026-12-31", baseline=baseline)
    scene = drawn(late)
    ghost = next(s for s in shapes([groups(scene)["A"]]) if s.style == "ghost")
    assert isinstance(ghost, Line)
    assert all(0 < x < WIDTH for x, _ in ghost.points)
    gone = replace(late, baseline=read_period("2025-01-01 .. 2025-03-31"))
    scene = drawn(gone)
    assert "ghost" not in [s.style for s in shapes([groups(scene)["A"]])]
    assert "+640 d" in said(scene)


def test_timeline__says_what_lines_beyond_what_is_shown_lead_to() -> None:
    before = item("Before", "2025-11")
    here = item("Here", "2026-05 .. 2026-07", depends_on=("before",))
    after = item("After", "2027-02", depends_on=("Here",))
    scene = drawn(before, here, after)
    assert {"Before →", "→ After"} <= set(said(scene))
    assert set(groups(scene)) == {"Here"}
    stubs = [g for g in scene.elements if isinstance(g, Group) and g.joins == ("Here",)]
    assert [g.tooltip for g in stubs] == ["→ After", "Before →", "After", "Before"]
    # Hidden with their bar by the filter, and no link to what is not there.
    svg = to_svg(scene, ids="a", links={"Here": "#here"}, numbers={"Here": 7})
    assert svg.count('data-pm="7"') == 5
    assert svg.count("<a ") == 1


def test_timeline__ends_many_lines_beyond_what_is_shown_in_one() -> None:
    here = item("Here", "2026-05 .. 2026-09", depends_on=("One", "Two"))
    others = item("One", "2026-01"), item("Two", "2026-02 .. 2026-03-31")
    scene = drawn(here, *others)
    stubs = [g.tooltip for g in scene.elements if isinstance(g, Group) and not g.link]
    assert stubs == ["One →\nTwo →"]


def test_timeline__draws_no_line_between_two_that_are_not_shown() -> None:
    one = item("One", "2025-01")
    two = item("Two", "2025-02", depends_on=("One",))
    scene = drawn(one, two, item("Here", "2026-05"))
    assert not {"dep", "late"} & {shape.style for shape in shapes(scene.elements)}


def test_timeline__crosses_no_label_of_a_week_with_the_line_of_a_month() -> None:
    scene = drawn(item("A", "2026-10"), start=date(2026, 9, 20), end=date(2026, 12, 15))
    weeks = {t.y for t in texts(scene) if t.text.startswith("W")}
    (baseline,) = weeks
    for shape in scene.elements:
        if isinstance(shape, Line) and shape.style == "grid-2":
            (x, top), (_, bottom) = shape.points
            assert x == LEFT or bottom <= baseline - 10 or top >= baseline + 4


# No deadline: other work on a machine is no fault of the chart.
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-900, 900), st.integers(0, 900), st.sampled_from(Status)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 500),
)
def test_timeline__keeps_all_bars_inside_the_picture(
    bars: Sequence[tuple[int, int, Status]], days: int
) -> None:
    items = [
        item(
            f"Number {n}",
            f"{START + timedelta(start)} .. {START + timedelta(start + length)}",
            status=status,
            progress=50,
        )
        for n, (start, length, status) in enumerate(bars)
    ]
    scene = drawn(*items, end=START + timedelta(days))
    for shape in shapes(scene.elements):
        if isinstance(shape, Rect) and shape.style != "band":
            assert shape.width > 0
        if isinstance(shape, Rect | Polygon) and shape.style in STYLES:
            assert 0 <= reach(shape)[0] <= reach(shape)[1] <= WIDTH


def test_timeline_pages__cut_off_what_a_page_of_print_does_not_show() -> None:
    with (DATA / "roadmap-300.csv").open(encoding="utf-8", newline="") as lines:
        items = [
            item(row["title"], f"{row['start']} .. {row['end']}", key=row["id"])
            for row in csv.DictReader(lines)
        ]
    roadmap = replace(plan(*items), start=date(2027, 1, 1), end=date(2027, 6, 30))
    shown = restrict(roadmap, len(roadmap.items))
    assert shown.earlier
    assert shown.later
    pages = timeline_pages(shown.roadmap, outside=shown.outside)
    keys = {key for page in pages for key in groups(page)}
    assert {each.key for each in shown.roadmap.items} <= keys
    assert not {each.key for each in shown.outside} & keys
    assert all("continues beyond" in to_tikz(page, links={}) for page in pages)
