"""A handbook as ``pmroles.json``: sorted, stable and in plain types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.key import make_unique
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Criteria, Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Matrix
from sphinx_pmroles.model.period import Period
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.roadmap import Field, Item, Roadmap
from sphinx_pmroles.model.role import Role, Section

FORMAT = "pmroles"
FORMAT_VERSION = 1

Keyed = TypeVar("Keyed", Role, Matrix, Lifecycle, Product, Roadmap)

#: From a page's name and an anchor on it to a URI relative to the inventory.
Locate = Callable[[str, str], str]


def to_json(
    handbook: Handbook,
    *,
    project: str,
    release: str,
    locate: Locate,
    audience: str | None = None,
) -> dict[str, Any]:
    """Return the inventory of a handbook; of duplicates the first counts.

    *audience* is for whom the handbook was read, ``None`` if all of it was.
    """
    inventory = _Inventory(handbook, locate).whole(project, release)
    return inventory | {"audience": audience}


def dump(inventory: dict[str, Any]) -> str:
    """Return the text of an inventory: the same for the same handbook.

    Each thing has a line of its own, so that versions compare well.  The standard
    library's own indenting is ten times as slow: it is written in Python, not in C.
    """
    parts = [
        f"{_compact(key)}: {_lines(value)}" for key, value in sorted(inventory.items())
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any) -> str:
    """Return the JSON of a value; of a dictionary, a line an entry."""
    if not isinstance(value, dict) or not value:
        return _compact(value)
    entries = (f" {_compact(k)}: {_compact(v)}" for k, v in sorted(value.items()))
    return "{\n" + ",\n".join(entries) + "\n}"


_compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class _Inventory:
    def __init__(self, handbook: Handbook, locate: Locate) -> None:
        self.handbook = handbook
        self.locate = locate
        self.roles = _first_by_key(handbook.roles)
        self.names: dict[str, str] = {}

    def whole(self, project: str, release: str) -> dict[str, Any]:
        handbook = self.handbook
        roadmaps = _first_by_key(handbook.roadmaps)
        whole = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "project": project,
            "release": release,
            "roles": {key: self.role(role) for key, role in self.roles.items()},
            "matrices": {
                key: self.matrix(matrix)
                for key, matrix in _first_by_key(handbook.matrices).items()
            },
            "lifecycles": {
                key: self.lifecycle(cycle)
                for key, cycle in _first_by_key(handbook.lifecycles).items()
            },
            "products": {p.key: self.product(p) for p in handbook.known_products},
            "roadmaps": {key: self.roadmap(r) for key, r in roadmaps.items()},
            "items": {
                f"{key}/{item.key}": self.item(roadmap, item)
                for key, roadmap in roadmaps.items()
                for item in reversed(roadmap.items)
            },
        }
        # Last: the others fill it.
        return {**whole, "names": self.names}

    def role(self, role: Role) -> dict[str, Any]:
        return {
            "title": role.title,
            "abbr": role.abbr or None,
            "aka": list(role.aka),
            "kind": role.kind,
            "level": role.level or None,
            "reports_to": self.key_of(Kind.ROLE, role.reports_to),
            "works_with": [self.key_of(Kind.ROLE, name) for name in role.works_with],
            "sections": _sections(role.sections),
            **self.where(role),
        }

    def matrix(self, matrix: Matrix) -> dict[str, Any]:
        # A participant named twice keeps both columns: the second gets "-2".
        keys = make_unique(
            self.handbook.participant_key(p.text) for p in matrix.participants
        )
        for key, participant in zip(keys, matrix.participants, strict=True):
            self.name(key, participant.text)
        scheme = self.handbook.scheme(matrix)
        return {
            "title": matrix.title,
            "scheme": matrix.scheme,
            "letters": {letter.code: letter.word for letter in scheme.letters},
            "owner": scheme.owner,
            "doer": scheme.at_least_one,
            "participants": keys,
            "activities": [self.activity(a, keys) for a in matrix.activities],
            **self.where(matrix),
        }

    def activity(self, activity: Activity, participants: list[str]) -> dict[str, Any]:
        cells = list(zip(participants, activity.cells, strict=True))
        return {
            "id": activity.key,
            "title": activity.title,
            "group": activity.group or None,
            "stage": self.stage(activity.stage, activity.place),
            "assignments": {key: list(c.letters) for key, c in cells if c.letters},
            "notes": {
                key: cell.note or cell.unread
                for key, cell in cells
                if cell.note or cell.unread
            },
            "uri": self.uri(activity),
        }

    def lifecycle(self, cycle: Lifecycle) -> dict[str, Any]:
        current = cycle.current_stage
        return {
            "title": cycle.title,
            "current": current.key if current else None,
            "stages": [
                {
                    "id": stage.key,
                    "title": stage.title,
                    "decided_by": self.key_of(Kind.ROLE, stage.decided_by),
                    "entry_criteria": _criteria(stage.entry),
                    "exit_criteria": _criteria(stage.exit),
                    "sections": _sections(stage.sections),
                    "uri": self.uri(stage),
                }
                for stage in cycle.stages
            ],
            **self.where(cycle),
        }

    def product(self, product: Product) -> dict[str, Any]:
        stage = self.handbook.stage_of_product(product)
        cycle = self.key_of(Kind.LIFECYCLE, product.lifecycle)
        inside, _, own = stage.key.rpartition("/") if stage else ("", "", "")
        return {
            "title": product.title,
            # The stage says which life cycle it is of, where the author does not.
            "lifecycle": cycle or inside or None,
            "stage": own or product.stage or None,
            "owner": self.participant(product.owner),
            "part_of": self.key_of(Kind.PRODUCT, product.part_of),
            "sections": _sections(product.sections),
            **self.where(product),
        }

    def roadmap(self, roadmap: Roadmap) -> dict[str, Any]:
        return {
            "title": roadmap.title,
            "items": [f"{roadmap.key}/{item.key}" for item in roadmap.items],
            **self.where(roadmap),
        }

    def item(self, roadmap: Roadmap, item: Item) -> dict[str, Any]:
        period = item.period
        return {
            "title": item.title,
            "roadmap": roadmap.key,
            "when": period.text or None,
            "start": period.start.isoformat() if period.start else None,
            "end": period.end.isoformat() if period.end else None,
            "precision": _precision(period),
            "horizon": period.horizon,
            "status": item.status,
            "health": item.health,
            "progress": item.progress,
            "confidence": item.confidence or None,
            "owner": self.participant(item.owner),
            "stage": self.stage(item.stage, item.place),
            "product": self.key_of(Kind.PRODUCT, item.product),
            "team": item.team or None,
            "outcome": item.outcome or None,
            "depends_on": [
                self.key_of(Kind.ITEM, name, inside=roadmap.key)
                for name in item.depends_on
            ],
            "extra": _extra(roadmap, item),
            **self.where(item),
        }

    def key_of(self, kind: Kind, name: str, inside: str = "") -> str | None:
        """Return the key of what *name* names; the name itself if it names nothing."""
        if not name:
            return None
        entry = self.handbook.find(kind, name, inside)
        return entry.key if entry else name

    def participant(self, name: str) -> str | None:
        """Return the key of a role, or the one that is made of a name."""
        key = self.handbook.participant_key(name)
        self.name(key, name)
        return key or None

    def name(self, key: str, words: str) -> None:
        """Note the words that a key was made of, if it is no role's."""
        if key and key != words and key not in self.roles:
            self.names.setdefault(key, words)

    def stage(self, name: str, place: Place) -> str | None:
        """Return a stage's own part of its key, as a life cycle lists it."""
        entry = self.handbook.stage_named(name, place.docname)
        return (entry.key if entry else name).rpartition("/")[2] or None

    def where(
        self, thing: Role | Matrix | Lifecycle | Product | Roadmap | Item
    ) -> dict[str, str]:
        return {"docname": thing.place.docname, "uri": self.uri(thing)}

    def uri(
        self,
        thing: Role | Matrix | Activity | Lifecycle | Stage | Product | Roadmap | Item,
    ) -> str:
        return self.locate(thing.place.docname, thing.anchor)


def _sections(sections: tuple[Section, ...]) -> dict[str, str]:
    """Return the sections by name; a name written twice holds both texts."""
    texts: dict[str, str] = {}
    for section in sections:
        before = texts.get(section.name)
        texts[section.name] = f"{before}\n{section.text}" if before else section.text
    return texts


def _criteria(criteria: Criteria | None) -> dict[str, int] | None:
    """Return how many criteria are met, of how many, if they are a task list."""
    return {"met": criteria.met, "total": criteria.total} if criteria else None


def _precision(period: Period) -> list[str] | None:
    """Return how precisely the ends of a period are known; one where it is one unit."""
    if period.first is None or period.last is None:
        return None
    units = (
        [period.first] if period.first == period.last else [period.first, period.last]
    )
    return [unit.precision.value for unit in units]


#: The columns that have a name of their own in the format.
_NAMED = frozenset(Field) - {Field.LINK, Field.NOTES, Field.BASELINE, Field.AUDIENCE}


def _extra(roadmap: Roadmap, item: Item) -> dict[str, str]:
    """Return what stands in columns that have no name of their own in the format."""
    return {
        column.title: item.link if column.field is Field.LINK and item.link else text
        for n, column in enumerate(roadmap.columns)
        if column.field not in _NAMED and (text := roadmap.values(item, n))
    }


def _first_by_key(things: Iterable[Keyed]) -> dict[str, Keyed]:
    first: dict[str, Keyed] = {}
    for thing in things:
        first.setdefault(thing.key, thing)
    return first
