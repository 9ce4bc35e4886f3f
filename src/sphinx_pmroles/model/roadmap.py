"""Roadmaps: what is planned, when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
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
    """A column as its author headed it, and what it holds if we know it."""

    title: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a roadmap.

    *key* is the item's own part, unique in its roadmap.  *cells* are its texts as
    written, one a column of the roadmap.  *progress* and a numeric *confidence* are
    in percent.  *owner*, *stage*, *product* and *depends_on* are names as written.
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


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A roadmap: its items in the order in which they were written.

    *group_by* names the column whose values make the lanes of the timeline; *as_of*
    is the day of the today line, which is left out where it is ``None``.
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
    allow: tuple[str, ...] = ()

    def values(self, item: Item, column: int) -> str:
        """Return what *item* has in a column, as written; empty if nothing."""
        return item.cells[column] if column < len(item.cells) else ""

    def lane_column(self) -> int | None:
        """Return the position of the column that makes the lanes, if there is one."""
        wanted = make_key(self.group_by)
        for number, column in enumerate(self.columns):
            if wanted and wanted in map(make_key, (column.title, column.field or "")):
                return number
        return None

    def lane(self, item: Item) -> str:
        """Return the name of the lane that *item* belongs to; empty if it has none."""
        column = self.lane_column()
        return "" if column is None else self.values(item, column)
