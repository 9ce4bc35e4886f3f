"""Roadmaps: what is planned, when, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.period import UNDATED, Period


class Status(StrEnum):
    """How far an item has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


class Health(StrEnum):
    """Whether an item will come as planned."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"


class View(StrEnum):
    """How a roadmap is shown."""

    TIMELINE = "timeline"
    BOARD = "board"
    STAGES = "stages"
    TABLE = "table"


class Field(StrEnum):
    """The columns that a roadmap knows, by the name that the language gives them."""

    ID = "ID"
    ITEM = "Item"
    WHEN = "When"
    START = "Start"
    END = "End"
    HORIZON = "Horizon"
    PRODUCT = "Product"
    TEAM = "Team"
    STAGE = "Stage"
    OWNER = "Owner"
    STATUS = "Status"
    HEALTH = "Health"
    PROGRESS = "Progress"
    CONFIDENCE = "Confidence"
    OUTCOME = "Outcome"
    DEPENDS_ON = "Depends on"
    BASELINE = "Baseline"
    AUDIENCE = "Audience"
    LINK = "Link"
    NOTES = "Notes"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its author headed it, and what it holds if we know it.

    *translated* is what a catalogue of translations has for the header.
    """

    title: str
    field: Field | None = None
    translated: str = ""


#: The columns of an item that is written by itself: all that the language knows.
ITEM_COLUMNS = tuple(Column(field.value, field) for field in Field)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a roll-up asks of its items: one of *values* in the column *name*."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a roadmap.

    *key* is the item's own part, unique in its roadmap.  *cells* are its texts as
    written, one a column of the roadmap.  *progress* and a numeric *confidence* are
    in percent.  *owner*, *stage*, *product* and *depends_on* are names as written.
    *link* is where its link leads, or the text in its place; nothing if it could run.

    *roadmap* names the roadmap of an item that is written by itself; its cells are
    those of :data:`ITEM_COLUMNS`.  *written* are the cells in the language of the
    sources, where *cells* are translated, and *source_title* is the title there.
    """

    key: str
    title: str
    anchor: str
    place: Place
    period: Period = UNDATED
    status: Status | None = None
    health: Health | None = None
    progress: int | None = None
    confidence: str = ""
    owner: str = ""
    stage: str = ""
    product: str = ""
    team: str = ""
    outcome: str = ""
    depends_on: tuple[str, ...] = ()
    baseline: Period = UNDATED
    link: str = ""
    notes: str = ""
    cells: tuple[str, ...] = ()
    roadmap: str = ""
    allow: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    source_title: str = ""

    def with_cells(self, cells: tuple[str, ...], columns: Sequence[Column]) -> Item:
        """Return the item with translated *cells* of its *columns*."""
        said = dict(zip((column.field for column in columns), cells, strict=False))
        title = said.get(Field.ITEM) or self.title
        return replace(
            self,
            title=title,
            source_title=self.title if title != self.title else self.source_title,
            outcome=said.get(Field.OUTCOME, self.outcome),
            notes=said.get(Field.NOTES, self.notes),
            cells=cells,
            written=self.cells,
        )

    @property
    def shown(self) -> tuple[object, ...]:
        """All that a page can show of this: of its place, what leads there."""
        return (
            *(self.key, self.title, self.anchor, self.place.leads_to, self.period),
            *(self.status, self.health, self.progress, self.confidence, self.owner),
            *(self.stage, self.product, self.team, self.outcome, self.depends_on),
            *(self.baseline, self.link, self.notes, self.cells, self.roadmap),
        )

    def starts_too_early(self, first: Item) -> bool:
        """Return whether this starts before *first*, which it depends on, has ended.

        What is known to the quarter may start late in it: only what cannot be right,
        whatever the days turn out to be, starts too early.
        """
        if first.period.last is None or self.period.first is None:
            return False
        latest_start, earliest_end = self.period.first.end, first.period.last.start
        if first.period.is_milestone or self.period.is_milestone:
            # What is reached on a day may rest on what ends, or begin with what is
            # reached, on that day.
            return latest_start < earliest_end
        return latest_start <= earliest_end


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A roadmap: its items in the order in which they were written.

    *group_by* names the column whose values make the lanes of the timeline; *as_of*
    is the day of the today line, which is left out where it is ``None``.  *chosen*
    names the columns of a table, in their order; nothing chooses all.

    *start* and *end* are the ends of what is shown, both included.  A roll-up collects
    the items of the roadmaps that *of* names, ``*`` being all, if they meet *where*.
    *since* names the version whose dates are shown as the baseline of items that have
    none of their own.
    """

    key: str
    title: str
    anchor: str
    place: Place
    columns: tuple[Column, ...]
    items: tuple[Item, ...]
    view: View = View.TIMELINE
    group_by: str = ""
    as_of: date | None = None
    chosen: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    of: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    allow: tuple[str, ...] = ()
    since: str = ""

    def values(self, item: Item, column: int) -> str:
        """Return what *item* has in a column, as written; empty if nothing."""
        return item.cells[column] if column < len(item.cells) else ""

    def texts(self, column: int) -> list[str]:
        """Return what each item has in a column, as written."""
        return [
            item.cells[column] if column < len(item.cells) else ""
            for item in self.items
        ]

    def column(self, name: str) -> int | None:
        """Return the position of the column of that title or field, if there is one."""
        wanted = make_key(name)
        for number, column in enumerate(self.columns):
            if wanted and wanted in map(make_key, (column.title, column.field or "")):
                return number
        return None

    def chosen_columns(self) -> list[int]:
        """Return the positions of the columns that were chosen for a table."""
        chosen = (self.column(name) for name in self.chosen)
        return [number for number in chosen if number is not None]

    def lane_column(self) -> int | None:
        """Return the position of the column that makes the lanes, if there is one."""
        return self.column(self.group_by)

    def lanes(self, items: Sequence[Item]) -> list[str]:
        """Return the name of each item's lane, empty where it belongs to none."""
        column = self.lane_column()
        if column is None:
            return [""] * len(items)
        return [self.values(item, column) for item in items]

    def lane(self, item: Item) -> str:
        """Return the name of the lane that *item* belongs to; empty if it has none."""
        (name,) = self.lanes([item])
        return name
