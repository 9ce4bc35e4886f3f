"""Overviews: what a page shows of the roles and products of the whole handbook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sphinx_pmroles.model.finding import Place


class RoleView(StrEnum):
    """The ways to show all roles."""

    TABLE = "table"
    TREE = "tree"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class RoleList:
    """All roles, or those of some *kinds*."""

    anchor: str
    place: Place
    view: RoleView = RoleView.TABLE
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to five roles side by side; *names* are as their author wrote them."""

    anchor: str
    place: Place
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All products, or those that are part of one, with where each stands.

    *part_of* is a name as its author wrote it, empty for all products.
    """

    anchor: str
    place: Place
    part_of: str = ""
