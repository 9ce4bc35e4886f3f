"""One of the two inventories of a comparison, to look things up in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sphinx_pmroles.inventory.change import Named, Sort
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind

#: An object of an inventory, as JSON has it.
Json = Mapping[str, Any]

_GROUPS = {
    Kind.ROLE: "roles",
    Kind.MATRIX: "matrices",
    Kind.LIFECYCLE: "lifecycles",
    Kind.PRODUCT: "products",
    Kind.ROADMAP: "roadmaps",
    Kind.ITEM: "items",
}


class Side:
    """An inventory to look things up in.

    *things* holds those that have a full key of their own in the format.
    """

    def __init__(self, inventory: Json) -> None:
        self.things: dict[Kind, Mapping[str, Json]] = {
            kind: inventory[group] for kind, group in _GROUPS.items()
        }
        self._words: Mapping[str, str] = inventory.get("names", {})

    @cached_property
    def roles_by_name(self) -> dict[str, str]:
        """The keys of roles by those of all their names; a title comes first."""
        names: dict[str, str] = {}
        roles = self.things[Kind.ROLE].items()
        for key, role in roles:
            names.setdefault(make_key(role["title"]), key)
        for key, role in roles:
            for name in (key, role["abbr"] or "", *role["aka"]):
                names.setdefault(make_key(name), key)
        return names

    @cached_property
    def stages(self) -> dict[str, Named]:
        """Each stage by its own id; of several, the first."""
        found: dict[str, Named] = {}
        for key, cycle in self.things[Kind.LIFECYCLE].items():
            for stage in cycle["stages"]:
                named = part(Kind.STAGE, key, stage)
                found.setdefault(stage["id"], named)
        return found

    @cached_property
    def items_of(self) -> dict[str, list[str]]:
        """The keys of the items of each roadmap, in order."""
        found = {
            key: dict.fromkeys(roadmap["items"])
            for key, roadmap in self.things[Kind.ROADMAP].items()
        }
        for key, item in self.things[Kind.ITEM].items():
            found[item["roadmap"]].setdefault(key)
        return {key: list(items) for key, items in found.items()}

    def named(self, kind: Kind, key: str) -> Named:
        """Return the thing of a key."""
        return _thing(kind, key, self.things[kind][key])

    def has(self, kind: Kind, name: str) -> bool:
        """Return whether *name* refers to a thing of a kind."""
        return name in (self.stages if kind is Kind.STAGE else self.things[kind])

    def refer(self, kind: Kind, name: str) -> Named:
        """Return what *name* refers to: a thing, or words that name none."""
        if not self.has(kind, name):
            return Named(self._words.get(name, name))
        return self.stages[name] if kind is Kind.STAGE else self.named(kind, name)


def part(kind: Kind, whole: str, data: Json) -> Named:
    """Return a part of the thing whose key is *whole*."""
    return _thing(kind, f"{whole}/{data['id']}", data)


def _thing(kind: Kind, key: str, data: Json) -> Named:
    return Named(data["title"] or key, Sort.THING, kind, key)
