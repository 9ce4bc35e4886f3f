"""Organisation charts: roles as boxes, each below the one that it reports to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from sphinx_pmroles.charts.scene import (
    Anchor,
    Element,
    Group,
    Line,
    Point,
    Polygon,
    Rect,
    Scene,
    Text,
)
from sphinx_pmroles.charts.shelves import (
    BESIDE,
    INDENT,
    LEVEL,
    NESTED,
    SPINE,
    TAIL,
    Box,
    Forest,
    Shapes,
    Shelf,
    row_wires,
    shelves,
)
from sphinx_pmroles.charts.style import LABEL, SMALL
from sphinx_pmroles.charts.text_width import (
    RESERVE,
    clean,
    has_full_width,
    longest_part,
    shorten,
    text_room,
    text_width,
    wrap,
)
from sphinx_pmroles.model.organisation import TIE_WORDS, Member, Organisation, Tie

#: The width of a chart on a screen and on paper, and the height of a page, in px.
WIDTH: Final = 660
PAGE_WIDTH: Final = 640
PAGE_HEIGHT: Final = 860
#: How much of its first page a heading may take.
FIRST_PAGE: Final = 160

#: The fixed words that a chart prints, for catalogues of messages.
ORGANISATION_WORDS: Final = (
    *TIE_WORDS.values(),
    "Roles: {count}",
    "No reporting line",
    "{title}, part {number} of {count}",
)

Words = Callable[[str], str]

#: The least and the greatest width of boxes, and that up to which titles of one line
#: make the boxes wide.
_NARROWEST, _WIDEST, _ONE_LINE = 92.0, 240.0, 184.0
#: How many stacks may stand side by side.
_STACKS: Final = (3, 4, 5, 6)
_PAD_X, _PAD_Y = 9.0, 7.0
_LINE, _SMALL_LINE = 14.5, 14.5
#: How much higher lines are in scripts whose letters fill them.
_TALLER: Final = 3.5
_LINES: Final = 5
#: The room of the line that says where a page goes on.
_PATH: Final = 20.0
#: The room of the words over those that stand apart.
_HEADING: Final = 20.0
#: How far the second of the two cards of a team stands out.
_CARD: Final = 3.0
_ROUND: Final = 4.0
_EDGE: Final = 1.0
#: How many of the roles above it the tooltip of a path says.
_SHOWN: Final = 12
#: Bold letters are wider by that.
_BOLD: Final = 1.1


def organisation_chart(
    organisation: Organisation, *, words: Words = str, width: int = WIDTH
) -> Scene:
    """Return the chart of *organisation*, at most *width* px wide.

    *words* translates what the chart itself prints (:data:`ORGANISATION_WORDS`) and
    the kinds of roles.  A group's link is the key of its role.
    """
    chart = _Chart(organisation, words, float(width))
    return chart.draw(chart.pages(None))[0]


def organisation_pages(
    organisation: Organisation,
    *,
    words: Words = str,
    width: int = PAGE_WIDTH,
    max_height: int = PAGE_HEIGHT,
) -> list[Scene]:
    """Return the chart of *organisation* in pages of at most *max_height* px.

    The first is lower, for it may stand below a heading.

    A page that goes on with the reports of a role names it, and all roles above it.
    """
    chart = _Chart(organisation, words, float(width))
    return chart.draw(chart.pages(float(max_height)))


@dataclass(frozen=True, slots=True)
class _Card:
    """What stands in a box, and above it."""

    lines: tuple[str, ...]
    facts: str
    note: tuple[str, ...]
    is_cut: bool
    line: float
    small_line: float

    @property
    def height(self) -> float:
        """The height of the box."""
        facts = self.small_line if self.facts else 0.0
        return 2 * _PAD_Y + len(self.lines) * self.line + facts

    @property
    def above(self) -> float:
        """The room for the note above the box."""
        return len(self.note) * self.small_line + 6 if self.note else 0.0


@dataclass(slots=True)
class _Page:
    """Shelves at their heights; *path* is the role below which the page goes on."""

    shelves: list[tuple[Shelf, float]]
    path: int | None
    height: float = 0.0


class _Chart:
    """One organisation on its way to being drawn."""

    def __init__(self, organisation: Organisation, words: Words, width: float) -> None:
        self.organisation = organisation
        self.members = organisation.members
        self.words = words
        self.width = width - 2 * _EDGE
        self.heads = _heads(self.members)
        self.leading = set(self.heads.values())
        lone = (
            number
            for number, member in enumerate(self.members)
            if not member.depth
            and member.tie is Tie.NONE
            and number not in self.leading
        )
        self.lone = next(lone, len(self.members))
        titles = (member.role.entry.title for member in self.members)
        self.taller = _TALLER if any(map(has_full_width, titles)) else 0.0
        self._choose_width()
        self.bases = {
            shelf.head: shelf.base for shelf in self.shelves if shelf.head is not None
        }

    def _choose_width(self) -> None:
        """Take the width of boxes in which most titles are whole, then the lowest."""
        best: tuple[int, float] | None = None
        for box in self._widths():
            cards = [self._card(n, box) for n in range(len(self.members))]
            forest = Forest(
                depths=[member.depth for member in self.members],
                heights=self._heights(cards),
                above=[card.above for card in cards],
                width=box,
                lone=self.lone,
            )
            shapes = Shapes(forest)
            found = list(shelves(shapes, self.width))
            height = sum(shelf.gap + shelf.height for shelf in found)
            score = (sum(card.is_cut for card in cards), height)
            if best is None or score < best:
                best = score
                self.cards, self.shapes, self.shelves = cards, shapes, found
                self.box = box

    def _heights(self, cards: list[_Card]) -> list[float]:
        """Return the heights of the boxes.

        Where some of those below one head lead others, all of them are alike, so that
        what is below them begins at one height.
        """
        heights = [card.height for card in cards]
        heads = [self.heads.get(number) for number in range(len(cards))]
        leading = {heads[number] for number in self.leading}
        highest: dict[int | None, float] = {}
        for head, height in zip(heads[: self.lone], heights, strict=False):
            if head in leading:
                highest[head] = max(height, highest.get(head, 0.0))
        alike = [highest.get(*pair) for pair in zip(heads, heights, strict=True)]
        return alike[: self.lone] + heights[self.lone :]

    def _widths(self) -> Iterator[float]:
        """Yield the widths of boxes worth trying.

        In all of them no word is cut, if that can be; in one no title is wrapped, if
        titles are short; in others, so many stacks as can be stand side by side.
        """
        least = most = 0.0
        for number, member in enumerate(self.members):
            title, bold = clean(member.role.entry.title), number in self.leading
            least = max(least, longest_part(title, LABEL, bold=bold))
            most = max(most, text_width(title, LABEL, bold=bold))
        least, most = (
            ceil(min(max(size * RESERVE + 2 * _PAD_X + 1, _NARROWEST), _WIDEST))
            for size in (least, most)
        )
        yield most if most <= _ONE_LINE else least
        for count in _STACKS:
            room = self.width - INDENT + BESIDE
            box = floor(room / count - BESIDE - INDENT)
            if least < box < most:
                yield box

    def _card(self, number: int, box: float) -> _Card:
        member = self.members[number]
        room = (box - 2 * _PAD_X) / RESERVE
        title = clean(member.role.entry.title)
        lines = wrap(title, LABEL, room, _LINES, bold=number in self.leading)
        note = ""
        if member.tie in TIE_WORDS:
            note = self.tie(member)
        return _Card(
            lines=tuple(lines or _cut(title, room)),
            facts=self._facts(member, room),
            note=tuple(_note(note, box - 14)) if note else (),
            is_cut=lines is None,
            line=_LINE + self.taller,
            small_line=_SMALL_LINE + self.taller,
        )

    def _facts(self, member: Member, room: float) -> str:
        """Return as many of the short facts as there is room for."""
        facts = self._all_facts(member)
        while len(facts) > 1 and text_width(" · ".join(facts), SMALL) > room:
            facts.pop()
        return shorten(" · ".join(facts), SMALL, room)

    def _all_facts(self, member: Member) -> list[str]:
        role = member.role
        kind = self.words(role.kind) if role.kind != "role" else ""
        return [clean(fact) for fact in (kind, role.abbr, role.level) if fact]

    def tie(self, member: Member) -> str:
        """Return whom a role reports to that it does not stand below."""
        superior = member.role.superior
        name = superior.title if superior else member.role.reports_to
        return clean(self.words(TIE_WORDS[member.tie]).format(name=name))

    # Pages

    def pages(self, max_height: float | None) -> list[_Page]:
        """Return the shelves in pages of at most *max_height* px, or in one."""
        pages = [_Page([], None)]
        y = _EDGE
        for number, shelf in enumerate(self.shelves):
            page = pages[-1]
            if max_height and page.shelves:
                needs = self._gap(shelf, page) + self._needs(number)
                heading = FIRST_PAGE if len(pages) == 1 else 0
                if y + needs + _EDGE > max_height - heading:
                    page.height = y + _EDGE
                    y = _EDGE
                    # A shelf without trees says itself whom the page goes on with.
                    page = _Page([], shelf.head if shelf.trees else None)
                    pages.append(page)
                    y += _PATH if page.path is not None else 0.0
            y += self._gap(shelf, page)
            page.shelves.append((shelf, y))
            y += shelf.height
        pages[-1].height = y + _EDGE
        return pages

    def _gap(self, shelf: Shelf, page: _Page) -> float:
        """Return the room above a shelf that goes onto *page*."""
        before = page.shelves[-1][0] if page.shelves else None
        gap = shelf.gap if before or shelf.head is not None else 0.0
        if shelf.is_lone and not (before and before.is_lone):
            gap += _HEADING
        return gap if shelf.trees else max(gap, _PATH)

    def _needs(self, number: int) -> float:
        """Return the height of a shelf, with that of the next if it hangs from it."""
        shelf, *after = self.shelves[number : number + 2]
        own = shelf.trees[0].root if shelf.trees else shelf.head
        if after and after[0].head is not None and after[0].head == own:
            return shelf.height + after[0].gap + after[0].height
        return shelf.height

    # Drawing

    def draw(self, pages: list[_Page]) -> list[Scene]:
        """Return the scenes of *pages*, all of one width."""
        going_on = {
            shelf.head: number
            for number, page in enumerate(pages)
            for shelf, _ in page.shelves
            if shelf.head is not None
        }
        drawings = []
        for number, page in enumerate(pages):
            drawing = _Drawing(self, page)
            drawing.draw({head for head, last in going_on.items() if last > number})
            drawings.append(drawing)
        right = min(max(drawing.right for drawing in drawings), self.width)
        roles = self.words("Roles: {count}").format(count=len(self.members))
        return [
            Scene(
                width=right + 2 * _EDGE,
                height=drawing.page.height,
                title=self._title(number, len(pages)),
                description=roles,
                elements=(*drawing.wires, *drawing.boxes),
            )
            for number, drawing in enumerate(drawings, start=1)
        ]

    def _title(self, number: int, count: int) -> str:
        title = clean(self.organisation.title)
        if count == 1:
            return title
        return self.words("{title}, part {number} of {count}").format(
            title=title, number=number, count=count
        )

    def path(self, head: int) -> list[str]:
        """Return the titles from the root down to *head*."""
        titles = []
        here: int | None = head
        while here is not None:
            titles.append(clean(self.members[here].role.entry.title))
            here = self.heads.get(here)
        return titles[::-1]

    def tooltip(self, number: int) -> str:
        """Return all that a box may say."""
        member = self.members[number]
        title = clean(member.role.entry.title)
        return " · ".join((title, *self._all_facts(member)))


class _Drawing:
    """One page of a chart: the lines, then the boxes, and how far they reach."""

    def __init__(self, chart: _Chart, page: _Page) -> None:
        self.chart = chart
        self.page = page
        self.wires: list[Element] = []
        self.boxes: list[Element] = []
        self.right = 0.0
        #: Where the next line from a head begins.
        self.starts: dict[int, Point] = {}

    def draw(self, going_on: set[int]) -> None:
        """Draw the page; the lines of those *going on* lead to the next ones."""
        if self.page.path is not None:
            self._path(self.page.path, _EDGE + _PATH)
        was_lone = False
        for shelf, y in self.page.shelves:
            if shelf.is_lone and not was_lone:
                self._heading(y)
            was_lone = shelf.is_lone
            if not shelf.trees and shelf.head is not None:
                self._path(shelf.head, y)
            elif shelf.trees:
                self._shelf(shelf, y)
        for head, (x, y) in self.starts.items():
            if head in going_on and y < self.page.height:
                self._wire(((x, y), (x, self.page.height)))

    def _heading(self, y: float) -> None:
        said = self.chart.words("No reporting line")
        self._text(_EDGE, y - 9, said, "axis-2", text_room(said, SMALL, bold=True))

    def _path(self, head: int, y: float) -> None:
        """Say above *y* below whom the drawing goes on, and let the lines begin."""
        titles = self.chart.path(head)
        said = _path_words(titles, self.chart.width)
        text = Text(_EDGE, y - 8, said, "axis", text_room(said, SMALL))
        link = self.chart.members[head].role.entry.key
        self.boxes.append(Group((text,), link, " › ".join(titles[-_SHOWN:])))
        self.right = max(self.right, text.x + text.width)
        bases = self.chart.bases
        here: int | None = head
        while here is not None:
            if here in bases:
                self._begin(here, bases[here], y - 4)
            here = self.chart.heads.get(here)

    def _shelf(self, shelf: Shelf, y: float) -> None:
        """Draw the boxes of a shelf, and the lines to them."""
        chart, shapes = self.chart, self.chart.shapes
        roots = [tree.root for tree in shelf.trees]
        top = y + max(chart.cards[root].above for root in roots)
        boxes = shapes.place(shelf.trees, top)
        for tree in shelf.trees:
            for wire in shapes.wires(tree, boxes):
                self._wire(wire)
        for box in boxes.values():
            self._box(box)
        if shelf.head is not None:
            self._hang(shelf, shelf.head, [boxes[root] for root in roots])
        first, tree = boxes[roots[0]], shelf.trees[0]
        bottom = first.y + first.height
        if shelf.is_parted:
            middle = first.x + chart.box / 2
            self._wire(((middle, bottom), (middle, bottom + TAIL)), "dep low")
        elif tree.rows is None:
            self._begin(tree.root, tree.x, bottom)

    def _begin(self, head: int, base: float, y: float) -> None:
        is_only = len(self.chart.shapes.below[head]) == 1
        x = self.chart.box / 2 if is_only else SPINE
        self.starts[head] = (base + x, y)

    def _hang(self, shelf: Shelf, head: int, row: list[Box]) -> None:
        """Draw the lines from a head to the boxes that hang from it on a shelf."""
        start = self.starts[head]
        if shelf.gap == NESTED:
            middle = row[0].y + row[0].height / 2
            self._wire((start, (start[0], middle), (row[0].x, middle)))
            self.starts[head] = (start[0], middle)
            return
        for wire in row_wires(start, row, self.chart.box / 2):
            self._wire(wire)
        self.starts[head] = (start[0], row[0].y - LEVEL / 2)

    def _wire(self, points: tuple[Point, ...], style: str = "dep") -> None:
        self.wires.append(Line(tuple((x + _EDGE, y) for x, y in points), style))

    def _box(self, box: Box) -> None:
        """Draw a role: a box in the shape of its kind, its title and short facts."""
        chart = self.chart
        card, member = chart.cards[box.number], chart.members[box.number]
        left, width = box.x + _EDGE, chart.box
        if card.note:
            self._note(box.number, left, box.y)
        style = "label bold" if box.number in chart.leading else "label"
        room, middle = width - 2 * _PAD_X, left + width / 2
        y = box.y + _PAD_Y + 11 + (box.height - card.height) / 2
        texts: list[Element] = []
        for line in card.lines:
            texts.append(Text(middle, y, line, style, room, Anchor.MIDDLE))
            y += card.line
        if card.facts:
            texts.append(Text(middle, y, card.facts, "axis", room, Anchor.MIDDLE))
        kind = member.role.kind
        if kind == "team":
            # The card behind; no part of the link, which takes its first shape.
            size = (width - _CARD, box.height - _CARD)
            self.wires.append(Rect(left + _CARD, box.y, *size, "progress", _ROUND))
        shape = _shape(kind, left, box.y, width, box.height)
        key = member.role.entry.key
        self.boxes.append(Group((*shape, *texts), key, chart.tooltip(box.number)))
        self.right = max(self.right, left + width)

    def _note(self, number: int, x: float, y: float) -> None:
        """Say over a box whom its role reports to, though it does not stand below."""
        card, member = self.chart.cards[number], self.chart.members[number]
        is_circle = member.tie is Tie.CIRCLE
        top = y - card.above + 4
        line, head = ("late", "late-head") if is_circle else ("dep low", "dep-head")
        shapes: list[Element] = [
            Line(((x + 8, y), (x + 8, top + 6)), line),
            Polygon(((x + 4, top + 6), (x + 12, top + 6), (x + 8, top)), head),
        ]
        room = self.chart.box - 18
        for count, said in enumerate(card.note):
            text_y = top + 8 + count * card.small_line
            shapes.append(Text(x + 18, text_y, said, "axis", room))
        superior = member.role.superior
        self.boxes.append(
            Group(
                tuple(shapes),
                superior.key if superior else None,
                self.chart.tie(member),
            )
        )

    def _text(self, x: float, y: float, said: str, style: str, width: float) -> None:
        self.boxes.append(Text(x, y, said, style, width))
        self.right = max(self.right, x + width)


def _heads(members: Iterable[Member]) -> dict[int, int]:
    """Return the number of the role that each one stands below, if any."""
    heads: dict[int, int] = {}
    path: list[int] = []
    for number, member in enumerate(members):
        del path[member.depth :]
        if path:
            heads[number] = path[-1]
        path.append(number)
    return heads


def _shape(
    kind: str, x: float, y: float, width: float, height: float
) -> Iterator[Element]:
    """Yield a box in the shape of its kind; the first closed one is the whole box."""
    match kind:
        case "team":
            front = (width - _CARD, height - _CARD)
            yield Rect(x, y + _CARD, *front, "progress", _ROUND)
        case "person":
            yield Rect(x, y, width, height, "plain", min(height / 2, 17))
        case "organisation":
            yield Rect(x, y, width, height, "planned")
            yield Rect(x, y, width, 4, "dep-head")
        case "forum":
            cut = 8.0
            right, bottom = x + width, y + height
            yield Polygon(
                (
                    *((x + cut, y), (right - cut, y), (right, y + cut)),
                    *((right, bottom - cut), (right - cut, bottom)),
                    *((x + cut, bottom), (x, bottom - cut), (x, y + cut)),
                ),
                "dropped low",
            )
        case _:
            yield Rect(x, y, width, height, "plain", _ROUND)


def _cut(title: str, room: float) -> list[str]:
    """Return the lines of a title that does not fit, the last with an ellipsis."""
    lines = wrap(title, LABEL, room / _BOLD, len(title), bold=False)
    if lines is None:
        return [shorten(title, LABEL, room / _BOLD)]
    rest = " ".join(lines[_LINES - 1 :])
    return [*lines[: _LINES - 1], shorten(rest, LABEL, room / _BOLD)]


def _note(said: str, room: float) -> list[str]:
    """Return words in two lines at most."""
    lines = wrap(said, SMALL, room / RESERVE, 3)
    return lines or [shorten(said, SMALL, room / RESERVE)]


def _path_words(titles: list[str], width: float) -> str:
    """Return the last of *titles* that fit, in one line."""
    said = titles[-1]
    for title in reversed(titles[:-1]):
        longer = f"{title} › {said}"
        if text_room(f"… › {longer}", SMALL) > width:
            return shorten(f"… › {said}", SMALL, width / RESERVE - 1)
        said = longer
    return shorten(said, SMALL, width / RESERVE - 1)
