"""Organisation charts: every role in its place, legible however many there are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pytest

from sphinx_pmroles.charts.organisation import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WIDTH,
    organisation_chart,
    organisation_pages,
)
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
from sphinx_pmroles.charts.text_width import text_width
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.organisation import (
    Organisation,
    listed_roles,
    place_members,
)
from sphinx_pmroles.model.overview import RoleList
from sphinx_pmroles.model.role import ROLE_KINDS, Role

HERE = Place("roles")
WORDS = {
    "en": ["Head", "of", "product", "operations", "manager", "international", "lead"],
    "de": ["Leitung", "Geschäftskundenverwaltung", "für", "Datenschutz", "und"],
    "ja": ["顧客", "監査", "配信", "管理", "部長", "製品"],
    "ar": ["مدير", "المنتج", "رئيس", "قسم", "العمليات", "والتحليل"],
}
#: A word that no box is wide enough for.
LONGEST = "Rindfleischetikettierungsüberwachungsaufgabenübertragung"


def role(  # noqa: PLR0917 - as in the record
    key: str,
    title: str,
    reports_to: str = "",
    kind: str = "role",
    abbr: str = "",
    level: str = "",
) -> Role:
    return Role(
        *(key, title, f"pm-role-{key}", HERE, kind, abbr),
        level=level,
        reports_to=reports_to,
    )


@cache
def organisation(*roles: Role) -> Organisation:
    handbook = Handbook([Page("roles", roles)])
    listed = listed_roles(handbook, RoleList("pm-roles", HERE))
    return Organisation("pm-roles", HERE, "Who leads whom", place_members(listed))


def chain(count: int) -> list[Role]:
    return [
        role(f"r{n}", f"Role number {n}", f"r{n - 1}" if n else "")
        for n in range(count)
    ]


def star(count: int) -> list[Role]:
    return [role(f"r{n}", f"Role number {n}", "r0" if n else "") for n in range(count)]


def comb(count: int) -> list[Role]:
    """Return a chain with a role beside each of its roles."""
    roles = chain(count // 2)
    beside = [role(f"b{n}", f"Beside {n}", f"r{n}") for n in range(count // 2 - 1)]
    return [*roles, *beside]


def grown(count: int, language: str, seed: int = 1) -> list[Role]:
    """Return a forest that has grown by chance, with roles of all kinds."""
    dice = random.Random(seed)  # noqa: S311 - a sample, no secret
    roles = []
    for n in range(count):
        words = dice.choices(WORDS[language], k=dice.randint(1, 6))
        title = ("" if language == "ja" else " ").join([*words, str(n)])
        head = f"r{dice.randrange(n)}" if n and dice.random() > 0.05 else ""
        kind, abbr = dice.choice(ROLE_KINDS), dice.choice(("", f"R{n}"))
        roles.append(
            role(f"r{n}", title, head, kind, abbr, dice.choice(("", "senior")))
        )
    return roles


def company(count: int) -> list[Role]:
    """Return an organisation of four levels, with teams of about five."""
    roles = [role("r0", "Head of everything", abbr="HE")]
    for n in range(1, count):
        above = (n - 1) // 5
        roles.append(
            role(f"r{n}", f"Engineering manager {n}", f"r{above}", level="lead")
        )
    return roles


SHAPES = {
    **{f"company-{count}": company(count) for count in (1, 5, 150)},
    **{f"chain-{count}": chain(count) for count in (12, 1000)},
    **{f"star-{count}": star(count) for count in (9, 1000)},
    "comb-200": comb(200),
    **{f"grown-{language}": grown(150, language) for language in WORDS},
    "grown-1000": grown(1000, "en"),
    "forest": [*company(6), *(role(f"x{n}", f"Alone {n}") for n in range(30))],
    "circle": [role("a", "First", "c"), role("b", "Second", "a"), role("c", "C", "b")],
    "long": [role("a", LONGEST), role("b", f"{LONGEST} and {LONGEST}", "a")],
}
EVERY_SHAPE = pytest.mark.parametrize("roles", SHAPES.values(), ids=SHAPES)


@dataclass(frozen=True)
class Box:
    """What a shape covers."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def extent(shape: Element) -> Box:
    match shape:
        case Rect(x, y, width, height):
            return Box(x, y, x + width, y + height)
        case Text(x, y, said, style, _, anchor):
            size, bold = style_of(style).size, style_of(style).bold
            width = text_width(said, size, bold=bold)
            left = x - (width / 2 if anchor is Anchor.MIDDLE else 0)
            return Box(left, y - 0.8 * size, left + width, y + 0.22 * size)
        case Line(points) | Polygon(points):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            return Box(min(xs), min(ys), max(xs), max(ys))
    raise AssertionError(shape)


def texts(element: Element) -> Iterator[Text]:
    if isinstance(element, Group):
        for child in element.children:
            yield from texts(child)
    elif isinstance(element, Text):
        yield element


def groups(scene: Scene) -> list[Group]:
    """Return the boxes of the roles, which alone have a closed shape at first."""
    return [
        element
        for element in scene.elements
        if isinstance(element, Group)
        and isinstance(element.children[0], Rect | Polygon)
    ]


def said(group: Group) -> str:
    return " ".join(text.text for text in texts(group) if "label" in text.style)


# Many tests look at the same drawings.
chart = cache(organisation_chart)
pages = cache(organisation_pages)


@EVERY_SHAPE
def test_chart__has_every_role_once_in_order(roles: list[Role]) -> None:
    organised = organisation(*roles)
    keys = [member.role.entry.key for member in organised.members]
    assert len(keys) == len(roles)
    drawn = [group.link for group in groups(chart(organised))]
    assert sorted(map(str, drawn)) == sorted(keys)
    paged = [group.link for page in pages(organised) for group in groups(page)]
    assert sorted(map(str, paged)) == sorted(keys)


@pytest.mark.parametrize("name", ["company-5", "company-150", "grown-en", "star-9"])
def test_chart__is_walked_in_the_order_of_the_twin(name: str) -> None:
    organised = organisation(*SHAPES[name])
    keys = [member.role.entry.key for member in organised.members]
    assert [group.link for group in groups(chart(organised))] == keys


@EVERY_SHAPE
def test_chart__has_nothing_outside_and_no_box_over_another(roles: list[Role]) -> None:
    organised = organisation(*roles)
    scenes = [chart(organised), *pages(organised)]
    assert scenes[0].width <= WIDTH
    for scene in scenes:
        whole = Box(0, 0, scene.width, scene.height)
        for element in scene.elements:
            parts = element.children if isinstance(element, Group) else [element]
            assert all(whole.holds(extent(part)) for part in parts), element
        boxes = [extent(group.children[0]) for group in groups(scene)]
        notes = [
            extent(text)
            for element in scene.elements
            if element not in groups(scene)
            for text in texts(element)
        ]
        placed = sorted([*boxes, *notes], key=lambda box: box.top)
        for n, box in enumerate(placed):
            for other in placed[n + 1 :]:
                if other.top >= box.bottom:
                    break
                assert not box.overlaps(other)


@EVERY_SHAPE
def test_box__holds_its_lines_with_room_between(roles: list[Role]) -> None:
    for group in groups(chart(organisation(*roles))):
        box = extent(group.children[0])
        lines = [extent(text) for text in texts(group)]
        assert lines
        for line in lines:
            assert box.left + 4 < line.left
            assert line.right < box.right - 4
            assert box.top + 3 < line.top
            assert line.bottom < box.bottom - 3
        for above, below in pairwise(lines):
            assert above.bottom < below.top


@EVERY_SHAPE
def test_line__crosses_no_box(roles: list[Role]) -> None:
    for scene in pages(organisation(*roles)):
        boxes = [extent(group.children[0]) for group in groups(scene)]
        boxes.sort(key=lambda box: box.top)
        for line in scene.elements:
            if isinstance(line, Line):
                for one, other in pairwise(line.points):
                    run = extent(Line((one, other), ""))
                    inner = Box(run.left, run.top + 1, run.right, run.bottom - 1)
                    if run.top == run.bottom:
                        inner = Box(run.left + 1, run.top, run.right - 1, run.bottom)
                    assert not any(
                        box.left < inner.right
                        and inner.left < box.right
                        and box.top < inner.bottom
                        and inner.top < box.bottom
                        for box in boxes
                    )


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "long"])
def test_titles__are_whole_and_break_between_words(name: str) -> None:
    organised = organisation(*SHAPES[name])
    titles = {m.role.entry.key: m.role.entry.title for m in organised.members}
    for scene in (chart(organised), *pages(organised)):
        for group in groups(scene):
            words = said(group).replace(" ", "")
            assert words == titles[str(group.link)].replace(" ", "")
            for text in texts(group):
                if not name.endswith("ja") and "label" in text.style:
                    assert set(text.text.split()) <= set(
                        titles[str(group.link)].split()
                    )


def test_title__too_long_for_every_box_is_cut_and_whole_in_the_tooltip() -> None:
    first, second = groups(chart(organisation(*SHAPES["long"])))
    assert said(first).endswith("…")
    assert first.tooltip == LONGEST
    assert second.tooltip == f"{LONGEST} and {LONGEST}"


def rows(scene: Scene) -> list[list[str]]:
    """Return the titles by the height of their boxes."""
    found: dict[float, list[str]] = {}
    for group in groups(scene):
        found.setdefault(extent(group.children[0]).top, []).append(said(group))
    return [found[top] for top in sorted(found)]


def test_small_organisation__is_a_tree_with_heads_over_the_middle() -> None:
    roles = [
        *(role("a", "Head"), role("b", "One", "a"), role("c", "Two", "a")),
        *(role("d", "Three", "a"), role("e", "Four", "b")),
    ]
    scene = chart(organisation(*roles))
    assert rows(scene) == [["Head"], ["One", "Two", "Three"], ["Four"]]
    by_title = {said(group): extent(group.children[0]) for group in groups(scene)}
    assert by_title["Head"].left == pytest.approx(by_title["Two"].left)
    assert by_title["Four"].left == pytest.approx(by_title["One"].left)


def test_teams__hang_in_stacks_where_a_row_would_be_too_wide() -> None:
    roles = company(31)
    scene = chart(organisation(*roles))
    assert len(rows(scene)[0]) == 1
    assert len(rows(scene)[1]) == 5
    boxes = {group.link: extent(group.children[0]) for group in groups(scene)}
    members = [boxes[f"r{n}"] for n in range(6, 11)]
    assert len({box.left for box in members}) == 1
    assert members[0].left > boxes["r1"].left
    assert scene.height < 500


def test_reports_of_a_root__stand_in_rows_even_where_a_stack_would_do() -> None:
    scene = chart(organisation(*star(9)))
    assert [len(row) for row in rows(scene)] == [1, 4, 4]


def test_rows__have_boxes_of_one_height() -> None:
    roles = [
        role("a", "Head"),
        *(role(f"r{n}", "Word " * 9 * n, "a") for n in range(1, 4)),
    ]
    _head, *row = groups(chart(organisation(*roles)))
    assert len({len(list(texts(group))) for group in row}) > 1
    heights = {box.bottom - box.top for box in (extent(g.children[0]) for g in row)}
    assert len(heights) == 1


def test_boxes__are_wide_enough_for_the_longest_title() -> None:
    title = "one of the many words that this title has " * 3
    scene = chart(organisation(*star(30), role("long", title, "r0")))
    (whole,) = (said(group) for group in groups(scene) if group.link == "long")
    assert whole == title.strip()


def test_alone__stand_apart_below_their_heading() -> None:
    scene = organisation_chart(
        organisation(role("x", "Alone"), role("a", "Head"), role("b", "One", "a"))
    )
    assert rows(scene) == [["Head"], ["One"], ["Alone"]]
    assert "No reporting line" in [
        text.text for text in scene.elements if isinstance(text, Text)
    ]


def test_note__says_whom_a_role_reports_to_that_it_does_not_stand_below() -> None:
    scene = organisation_chart(
        organisation(
            *(role("a", "First", "b"), role("b", "Second", "a")),
            role("c", "Third", "nobody"),
        )
    )
    notes = {
        group.tooltip: group
        for group in scene.elements
        if isinstance(group, Group) and group not in groups(scene)
    }
    circle = notes["reports to Second, in a circle"]
    assert circle.link == "b"
    assert style_of(circle.children[0].style).dash
    assert " ".join(t.text for t in texts(circle)) == "reports to Second, in a circle"
    assert notes["reports to nobody, which is no role"].link is None
    assert rows(scene) == [["First", "Third"], ["Second"]]


def test_kinds__differ_by_shape_and_by_word() -> None:
    roles = [role(kind, "The same", kind=kind) for kind in ROLE_KINDS]
    scene = chart(organisation(*roles))
    shapes, words = set(), set()
    for group in groups(scene):
        first = group.children[0]
        corners = len(first.points) if isinstance(first, Polygon) else 4
        radius = first.radius if isinstance(first, Rect) else 0
        closed = sum(isinstance(child, Rect | Polygon) for child in group.children)
        shapes.add((corners, radius, closed, first.style == "progress"))
        words.add(" ".join(t.text for t in texts(group)))
    assert len(shapes) == len(words) == len(ROLE_KINDS)


def test_facts__are_as_many_as_there_is_room_for() -> None:
    long = role("a", "A", kind="forum", abbr="ABC", level="a long word " * 9)
    (box,) = groups(chart(organisation(long)))
    assert [text.text for text in texts(box)] == ["A", "forum · ABC"]
    assert box.tooltip == f"A · forum · ABC · {' '.join(long.level.split())}"


# Pages


@EVERY_SHAPE
def test_page__is_of_readable_size(roles: list[Role]) -> None:
    scenes = pages(organisation(*roles))
    assert len({scene.width for scene in scenes}) == 1
    for scene in scenes:
        assert scene.width <= PAGE_WIDTH
        assert scene.height <= PAGE_HEIGHT
        # A line of A4 paper has 451 pt; see the printer.
        point = min(451 / scene.width, 0.75)
        sizes = [style_of(t.style).size for e in scene.elements for t in texts(e)]
        assert min(sizes) * point >= 7


def test_page__that_goes_on_repeats_the_path() -> None:
    scenes = pages(organisation(*company(150)))
    assert len(scenes) > 1
    assert [scene.title for scene in scenes[:2]] == [
        f"Who leads whom, part {n} of {len(scenes)}" for n in (1, 2)
    ]
    for scene in scenes[1:]:
        path = min(
            (t for e in scene.elements for t in texts(e)), key=lambda text: text.y
        )
        assert path.text.startswith("Head of everything")


def test_path__of_many_roles_has_the_nearest_ones() -> None:
    for scene in pages(organisation(*chain(1000)))[1:]:
        (path,) = (t for e in scene.elements for t in texts(e) if "›" in t.text)
        nearest = int(said(groups(scene)[0]).split()[-1]) - 1
        assert path.text.startswith("… › Role number")
        assert path.text.endswith(f" › Role number {nearest}")
        assert text_width(path.text, 11) <= scene.width


def test_deep_tree__goes_on_below_with_its_path() -> None:
    scene = chart(organisation(*comb(200)))
    paths = [
        text.text
        for element in scene.elements
        for text in texts(element)
        if " › " in text.text
    ]
    assert paths
    assert all(path.startswith("… › ") or "Role number 0" in path for path in paths)


# The printers


@EVERY_SHAPE
def test_svg__is_small_and_always_the_same(roles: list[Role]) -> None:
    links = {one.key: f"roles.html#pm-role-{one.key}" for one in roles}
    svg = to_svg(chart(organisation(*roles)), ids="a", links=links)
    again = to_svg(organisation_chart(organisation(*roles)), ids="a", links=links)
    assert svg == again
    assert len(svg.encode()) <= 1000 * len(roles) + 500
    assert svg.count("<a ") >= len(roles)
    assert "<title id=" in svg
    assert f"Roles: {len(roles)}" in svg
