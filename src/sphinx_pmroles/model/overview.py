"""Overviews: what a page shows of the whole handbook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.key import fold


class RoleView(StrEnum):
    """The ways to show all roles."""

    TABLE = "table"
    TREE = "tree"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class RoleList:
    """All roles, or those of some *kinds*; with those of other *handbooks*."""

    anchor: str
    place: Place
    view: RoleView = RoleView.TABLE
    kinds: tuple[str, ...] = ()
    handbooks: tuple[str, ...] = ()


#: How many roles can be compared: a table is as wide as it is.
LEAST, MOST = 2, 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to five roles side by side.

    *asked* is what their author wrote: names with commas between them, or else with
    blanks.  *meeting_anchor* is the target of where they meet.
    """

    anchor: str
    meeting_anchor: str
    place: Place
    asked: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names as their author wrote them."""
        parts = self.asked.split("," if "," in self.asked else None)
        return tuple(name for part in parts if (name := part.strip()))

    @property
    def shown(self) -> tuple[str, ...]:
        """The names that there is room for: the first five, each once."""
        return self._different[:MOST]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The names that there is no room for."""
        return self._different[MOST:]

    @property
    def _different(self) -> tuple[str, ...]:
        first: dict[str, str] = {}
        for name in self.names:
            first.setdefault(fold(name), name)
        return tuple(first.values())

    @property
    def handbooks(self) -> tuple[str, ...]:
        """What may be names of the other handbooks that roles are compared with."""
        return tuple(name.partition("/")[0] for name in self.shown if "/" in name)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All products, or those that are part of one, with where each stands.

    *part_of* is a name as its author wrote it, empty for all products.  *handbooks*
    names other handbooks, whose products are shown, too.
    """

    anchor: str
    place: Place
    part_of: str = ""
    handbooks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeList:
    """What changed since the version *since*: everything, or the things in *of*.

    All are names as their author wrote them.
    """

    anchor: str
    place: Place
    since: str
    of: tuple[str, ...] = ()
