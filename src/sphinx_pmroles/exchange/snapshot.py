"""A snapshot (``pmroles.json``) as other tools want it: with names, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sphinx_pmroles.model.key import fold
from sphinx_pmroles.reading.layouts import HEADERS

#: A thing of a snapshot: a role, an item ...
Record = Mapping[str, Any]


class Snapshot:
    """A snapshot, and the names by which its things are found again.

    A title is used where it leads back to the one thing that has it, else the key.
    """

    def __init__(self, inventory: Mapping[str, Any]) -> None:
        self.project: str = inventory.get("project") or ""
        self.release: str = inventory.get("release") or ""
        self.roles = _section(inventory, "roles")
        self.matrices = _section(inventory, "matrices")
        self.roadmaps = _section(inventory, "roadmaps")
        self._items = _section(inventory, "items")
        # Of participants and owners that are no role: a format before had none.
        words: dict[str, str] = _section(inventory, "names")
        self._role_names = words | _titles(
            (key, (role["title"], role["abbr"], *role["aka"]))
            for key, role in self.roles.items()
        )
        self._product_names = _titles(
            (key, (product["title"],))
            for key, product in _section(inventory, "products").items()
        )
        self._stage_names = _titles(
            (stage["id"], (stage["title"],))
            for cycle in _section(inventory, "lifecycles").values()
            for stage in cycle["stages"]
        )

    def items(self, roadmap: str) -> Iterator[tuple[str, Record]]:
        """Yield the items of a roadmap in its order, each with its own key."""
        for key in self.roadmaps[roadmap]["items"]:
            if key in self._items:
                yield key, self._items[key]

    def role(self, key: str | None) -> str:
        """Return the name of a role or of another participant."""
        return self._role_names.get(key or "", key or "")

    def product(self, key: str | None) -> str:
        """Return the name of a product, or what stands in its place."""
        return self._product_names.get(key or "", key or "")

    def stage(self, key: str | None) -> str:
        """Return the name of a stage, or what stands in its place."""
        return self._stage_names.get(key or "", key or "")

    def participants(self, matrix: Record) -> list[str]:
        """Return the headers of a matrix's participants."""
        return [
            self._participant(key, matrix["participants"])
            for key in matrix["participants"]
        ]

    def _participant(self, key: str, keys: list[str]) -> str:
        # The second column of a role has the role's key with a number.
        first, _, number = key.rpartition("-")
        if key not in self.roles and number.isdecimal() and first in keys:
            key = first
        name = self.role(key)
        # "Task" over a column would be read as that of a text.
        return key if HEADERS.are_text(fold(name)) else name


def _section(inventory: Mapping[str, Any], name: str) -> dict[str, Any]:
    return inventory.get(name) or {}


def _titles(things: Iterable[tuple[str, tuple[str | None, ...]]]) -> dict[str, str]:
    """Return the title of each key, if nothing else goes by it.

    *things* are keys with their names, of which the first is the title.
    """
    entries = list(things)
    named = Counter(
        name
        for key, names in entries
        for name in {fold(name) for name in (key, *names) if name}
    )
    return {
        key: title for key, (title, *_) in entries if title and named[fold(title)] == 1
    }
