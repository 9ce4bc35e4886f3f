"""Boards: columns of cards.

They are lists of lists, which every builder shows and every reader can follow; the
style sheet sets the columns side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes


class Card(NamedTuple):
    """An item on a board: its title, and the facts below; *anchor* is its id.

    *position* is its place in the roadmap.
    """

    position: int
    anchor: str
    title: Sequence[nodes.Node]
    facts: Sequence[nodes.Node]


@dataclass(slots=True)
class BoardColumn:
    """A column with its heading."""

    heading: Sequence[nodes.Node]
    cards: list[Card] = field(default_factory=list)


class Board(NamedTuple):
    """A board with its title."""

    title: Sequence[nodes.Node]
    columns: Sequence[BoardColumn]

    def show(self, node: nodes.Element) -> list[nodes.Node]:
        """Return the nodes that take the place of *node*, with its ids."""
        listed = (_column(column) for column in self.columns)
        board = nodes.bullet_list("", *listed, classes=[*node["classes"], "pm-board"])
        board.source, board.line = node.source, node.line
        return [caption(node, self.title), board]


def caption(node: nodes.Element, title: Sequence[nodes.Node]) -> nodes.paragraph:
    """Return the line with the title of what takes the place of *node*, and its ids."""
    target = nodes.target("", "", ids=node["ids"], names=node["names"])
    # Or docutils gives them to the first node, too.
    node["ids"], node["names"] = [], []
    line = nodes.paragraph(classes=["pm-caption"])
    line += [target, nodes.strong("", "", *title)]
    line.source, line.line = node.source, node.line
    return line


def _column(column: BoardColumn) -> nodes.list_item:
    count = nodes.inline("", f" ({len(column.cards)})", classes=["pm-fact"])
    heading = nodes.paragraph("", "", nodes.strong("", "", *column.heading), count)
    item = nodes.list_item("", heading)
    if column.cards:
        item += nodes.bullet_list("", *map(_card, column.cards))
    return item


def _card(card: Card) -> nodes.list_item:
    title = nodes.paragraph()
    if card.anchor:
        title += nodes.target("", "", ids=[card.anchor])
    title += nodes.inline("", "", *card.title)
    item = nodes.list_item("", title)
    if card.facts:
        facts = nodes.paragraph(classes=["pm-line"])
        for fact in card.facts:
            # No line begins with the dot.
            facts += [nodes.Text("\xa0· "), fact] if len(facts) else [fact]
        item += facts
    return item
