"""Strips: stages as chevrons, gates as diamonds, the current stage marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sphinx_pmroles.charts.scene import Element, Group, Polygon, Scene, Text
from sphinx_pmroles.charts.strip import STRIP_WORDS, strip
from sphinx_pmroles.charts.style import style_of
from sphinx_pmroles.charts.text_width import text_width
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.lifecycle import Criteria, Lifecycle, Stage
from sphinx_pmroles.model.role import Section

HERE = Place("life-cycle")
LONG = (
    "Introduction to the market",
    "Development and integration",
    "Testing and validation",
    "Full production and market launch",
    "Commercialisation",
    "Post-launch review",
    "End of life and withdrawal",
    "Decommissioning",
    *("Idea screening", "Scoping", "Business case", "Pilot", "Discovery"),
    *("Beta", "Retirement"),
)


def cycle(*titles: str, current: str = "", decided_by: str = "") -> Lifecycle:
    stages = tuple(
        Stage(f"stage-{n}", title, f"pm-stage-{n}", HERE, decided_by)
        for n, title in enumerate(titles)
    )
    return Lifecycle("life", "Life cycle", "", HERE, stages, current)


def shapes(scene: Scene, style: str) -> list[tuple[Group, Element]]:
    return [
        (element, child)
        for element in scene.elements
        if isinstance(element, Group)
        for child in element.children
        if child.style == style
    ]


def texts(scene: Scene) -> Iterator[Text]:
    for element in scene.elements:
        children = element.children if isinstance(element, Group) else (element,)
        yield from (child for child in children if isinstance(child, Text))


@pytest.mark.parametrize("count", range(1, 16))
@pytest.mark.parametrize("width", [320, 640, 760])
def test_strip__has_every_name_whole_and_inside(count: int, width: int) -> None:
    scene = strip(cycle(*LONG[:count], current=LONG[0], decided_by="SP"), width=width)
    stages = [e for e in scene.elements if isinstance(e, Group)][:count]
    assert [stage.link for stage in stages] == [f"pm-stage-{n}" for n in range(count)]
    for stage, title in zip(stages, LONG, strict=False):
        chevron, *lines = stage.children
        assert isinstance(chevron, Polygon)
        assert " ".join(t.text for t in lines if isinstance(t, Text)) == title
        left = chevron.points[5][0]
        right = chevron.points[1][0] + 8
        assert len(lines) <= 3
        for line in lines:
            assert isinstance(line, Text)
            half = text_width(line.text, 12, bold=True) / 2
            assert left < line.x - half
            assert line.x + half < right
    for shape in (child for stage in stages for child in stage.children):
        if isinstance(shape, Polygon):
            assert all(0 <= x <= width for x, _ in shape.points)
            assert all(0 <= y <= scene.height for _, y in shape.points)


def test_strip__breaks_names_into_even_lines() -> None:
    lines = [text.text for text in texts(strip(cycle(*["試験と妥当性の確認"] * 5)))]
    assert lines == ["試験と妥当", "性の確認"] * 5


def test_strip__has_rows_as_long_for_a_name_that_is_cut() -> None:
    scene = strip(cycle(*LONG[:4], "x" * 500, *LONG[5:8]))
    heights = [
        polygon.points[0][1]
        for _, polygon in shapes(scene, "stage")
        if isinstance(polygon, Polygon)
    ]
    assert sorted(map(heights.count, set(heights))) == [4, 4]


def test_strip__has_rows_of_about_equal_length() -> None:
    scene = strip(cycle(*LONG[:8]))
    heights = [
        polygon.points[0][1]
        for _, polygon in shapes(scene, "stage")
        if isinstance(polygon, Polygon)
    ]
    assert sorted(map(heights.count, set(heights))) == [4, 4]


def test_strip__has_a_diamond_and_the_decider_at_each_gate() -> None:
    stages = (
        Stage("a", "Alpha", "pm-a", HERE),
        Stage("b", "Beta", "pm-b", HERE, decided_by="Service owner"),
    )
    scene = strip(Lifecycle("life", "Life", "", HERE, stages))
    gates = {group.link for group, _ in shapes(scene, "gate")}
    assert gates == {"pm-b"}
    assert "Service owner" in [text.text for text in texts(scene)]
    assert "gate: Service owner" in [
        element.tooltip for element in scene.elements if isinstance(element, Group)
    ]


@pytest.mark.parametrize("current", ["beta", "Beta", "stage-1"])
def test_strip__marks_the_current_stage_by_a_word_a_shape_and_bold(
    current: str,
) -> None:
    scene = strip(cycle("Alpha", "Beta", "Live", current=current))
    assert [group.link for group, _ in shapes(scene, "stage-now")] == ["pm-stage-1"]
    assert "current stage" in [text.text for text in texts(scene)]
    assert "marker" in [element.style for element in scene.elements]
    bold = [text.text for text in texts(scene) if style_of(text.style).bold]
    assert set(bold) == {"Beta", "current stage"}
    assert scene.description == "Stages: 3; now: Beta"


def test_strip__keeps_a_long_mark_inside() -> None:
    scene = strip(
        cycle(*(f"Stage {n}" for n in range(8)), current="Stage 7"),
        words=lambda word: f"{word} in which it stands now",
    )
    (mark,) = (text for text in texts(scene) if text.text.startswith("current"))
    assert mark.x + text_width(mark.text, 11, bold=True) <= scene.width


@pytest.mark.parametrize("current", ["", "unknown"])
def test_strip__marks_nothing_that_is_not_there(current: str) -> None:
    scene = strip(cycle("Alpha", "Beta", current=current))
    assert shapes(scene, "stage-now") == []
    assert scene.description == "Stages: 2"


def test_strip__is_drawn_without_stages() -> None:
    scene = strip(cycle())
    assert scene.elements == ()
    assert scene.height > 0


def test_strip__cuts_a_word_that_no_row_has_room_for() -> None:
    scene = strip(cycle("x" * 500, "y"))
    label = next(texts(scene)).text
    assert label.endswith("…")
    groups = [e for e in scene.elements if isinstance(e, Group)]
    assert groups[0].tooltip == "x" * 500


def test_strip__says_what_a_deciders_abbreviation_stands_for() -> None:
    stages = (
        Stage("a", "Alpha", "pm-a", HERE, decided_by="SP"),
        Stage("b", "Beta", "pm-b", HERE, decided_by="The board"),
    )
    life = Lifecycle("life", "Life", "", HERE, stages)
    scene = strip(life, long_names={"SP": "Sponsor"})
    tooltips = {group.tooltip for group, _ in shapes(scene, "gate")}
    assert tooltips == {"gate: Sponsor", "gate: The board"}
    assert "SP" in [text.text for text in texts(scene)]


def test_strip__has_a_gate_where_criteria_stand_and_nobody_decides() -> None:
    criteria = Section("Entry criteria", "Support trained")
    stages = (
        Stage("a", "Alpha", "pm-a", HERE),
        Stage("b", "Beta", "pm-b", HERE, sections=(criteria,), entry=Criteria(2, 5)),
        Stage("c", "Live", "pm-c", HERE, sections=(criteria,)),
        Stage("d", "End", "pm-d", HERE, decided_by="The board", entry=Criteria(0, 1)),
    )
    scene = strip(Lifecycle("life", "Life", "", HERE, stages))
    tooltips = {
        group.link: group.tooltip for group, _ in shapes(scene, "gate") if group.link
    }
    assert tooltips == {
        "pm-b": "gate · 2 of 5 criteria met",
        "pm-c": "gate",
        "pm-d": "gate: The board · 0 of 1 criteria met",
    }


def test_strip__translates_every_word_of_its_own() -> None:
    asked: set[str] = set()

    def words(word: str) -> str:
        asked.add(word)
        return word

    drawn = cycle("Alpha", "Beta", current="beta", decided_by="SP")
    stages = tuple(replace(stage, entry=Criteria(1, 2)) for stage in drawn.stages)
    strip(replace(drawn, stages=stages), words=words)
    assert asked == set(STRIP_WORDS)
