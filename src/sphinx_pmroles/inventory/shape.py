"""What an inventory must be made of, so that nothing that reads one can stumble.

The JSON Schema says the same and more; a validator takes seconds where this takes
milliseconds, and it need not be installed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sphinx_pmroles.model.messages import quoted, shortened
from sphinx_pmroles.model.period import Horizon, Precision
from sphinx_pmroles.model.roadmap import Health, Status
from sphinx_pmroles.model.role import ROLE_KINDS


class ShapeError(ValueError):
    """Something that is not as the format has it; says where and what."""


#: Raises ShapeError unless a value, found at a place, is as it must be.
Check = Callable[[Any, str], None]

_NAMES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_TEXT = (str,)
_MAYBE = (str, type(None))
_LIST = (list,)
_OBJECT = (dict,)


@dataclass(frozen=True, slots=True)
class _Shape:
    """An object: the types of its values, and how those are checked further.

    What has a check and no types may be missing; what nobody knows is let be.
    """

    types: Mapping[str, tuple[type, ...]]
    checks: Mapping[str, Check] = field(default_factory=dict)

    def __call__(self, value: Any, where: str) -> None:
        if type(value) is not dict:
            raise _wrong(value, where, _OBJECT)
        for name, types in self.types.items():
            if name not in value:
                raise ShapeError(f"{_at(where)}'{name}' is missing")
            if type(value[name]) not in types:
                raise _wrong(value[name], f"{_at(where)}'{name}'", types)
        for name, check in self.checks.items():
            if value.get(name) is not None:
                check(value[name], f"{_at(where)}'{name}'")


def _at(where: str) -> str:
    return f"{where}: " if where else ""


def _wrong(value: Any, where: str, types: Collection[type]) -> ShapeError:
    expected = " or ".join(_NAMES[each] for each in types)
    return ShapeError(f"{where} is {_shown(value)}: expected {expected}")


def _shown(value: Any) -> str:
    return shortened(json.dumps(value, ensure_ascii=False))


def _texts(value: Any, where: str) -> None:
    for each in value:
        if type(each) is not str:
            raise _wrong(each, f"an entry of {where}", _TEXT)


def _texts_by_name(value: Any, where: str) -> None:
    _texts(value.values(), where)


def _text(value: Any, where: str) -> None:
    if type(value) is not str:
        raise _wrong(value, where, _TEXT)


def _names(value: Any, where: str) -> None:
    if type(value) is not dict:
        raise _wrong(value, where, _OBJECT)
    _texts_by_name(value, where)


def _precision(value: Any, where: str) -> None:
    if type(value) is not list:
        raise _wrong(value, where, _LIST)
    for each in value:
        _one_of(tuple(Precision))(each, f"an entry of {where}")
    if len(value) not in (1, 2):
        raise ShapeError(f"{where} has {len(value)} entries: expected 1 or 2")


def _lists_of_texts(value: Any, where: str) -> None:
    for each in value.values():
        if type(each) is not list:
            raise _wrong(each, f"an entry of {where}", _LIST)
        _texts(each, where)


def _day(value: Any, where: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ShapeError(
            f"{where} is {_shown(value)}: expected a date such as 2026-07-15"
        ) from None


def _one_of(words: Collection[str]) -> Check:
    known = frozenset(words)

    def check(value: Any, where: str) -> None:
        if type(value) is not str or value not in known:
            raise ShapeError(
                f"{where} is {_shown(value)}: expected one of: {', '.join(words)}"
            )

    return check


def _percent(value: Any, where: str) -> None:
    if not 0 <= value <= 100:  # noqa: PLR2004 (a percentage)
        raise ShapeError(f"{where} is {value}: expected 0 to 100")


def _each(check: Check) -> Check:
    def check_each(value: Any, where: str) -> None:
        for number, each in enumerate(value, 1):
            check(each, f"{where} {number}")

    return check_each


def _each_by_key(check: Check) -> Check:
    def check_each(value: Any, where: str) -> None:
        for key, each in value.items():
            check(each, f"{where} {quoted(key)}")

    return check_each


def _fields(
    texts: str = "", perhaps: str = "", lists: str = "", objects: str = ""
) -> dict[str, tuple[type, ...]]:
    """Return the types of the values whose names are listed by their types."""
    listed = ((texts, _TEXT), (perhaps, _MAYBE), (lists, _LIST), (objects, _OBJECT))
    return {name: types for names, types in listed for name in names.split()}


_ROLE = _Shape(
    _fields(
        texts="title kind docname uri",
        perhaps="abbr level reports_to",
        lists="aka works_with",
        objects="sections",
    ),
    {
        "aka": _texts,
        "kind": _one_of(ROLE_KINDS),
        "works_with": _texts,
        "sections": _texts_by_name,
    },
)
_ACTIVITY = _Shape(
    _fields(texts="id title", perhaps="group stage", objects="assignments notes"),
    {"assignments": _lists_of_texts, "notes": _texts_by_name, "uri": _text},
)
_MATRIX = _Shape(
    _fields(
        texts="title scheme docname uri",
        lists="participants activities",
        objects="letters",
    ),
    {
        "letters": _texts_by_name,
        "owner": _text,
        "doer": _text,
        "participants": _texts,
        "activities": _each(_ACTIVITY),
    },
)
_CRITERIA = _Shape({"met": (int,), "total": (int,)})
_STAGE = _Shape(
    _fields(texts="id title", perhaps="decided_by", objects="sections"),
    {
        "sections": _texts_by_name,
        "entry_criteria": _CRITERIA,
        "exit_criteria": _CRITERIA,
        "uri": _text,
    },
)
_LIFECYCLE = _Shape(
    _fields(texts="title docname uri", perhaps="current", lists="stages"),
    {"stages": _each(_STAGE)},
)
_PRODUCT = _Shape(
    _fields(
        texts="title docname uri",
        perhaps="lifecycle stage owner part_of",
        objects="sections",
    ),
    {"sections": _texts_by_name},
)
_ROADMAP = _Shape(_fields(texts="title docname uri", lists="items"), {"items": _texts})
_ITEM = _Shape(
    _fields(
        texts="title roadmap docname uri",
        perhaps="when start end horizon status health confidence owner stage product "
        "team outcome",
        lists="depends_on",
        objects="extra",
    )
    | {"progress": (int, type(None))},
    {
        "start": _day,
        "end": _day,
        "precision": _precision,
        "horizon": _one_of(tuple(Horizon)),
        "status": _one_of(tuple(Status)),
        "health": _one_of(tuple(Health)),
        "progress": _percent,
        "depends_on": _texts,
        "extra": _texts_by_name,
    },
)
_WHOLE = _Shape(
    _fields(
        texts="project release",
        perhaps="audience",
        objects="roles matrices lifecycles products roadmaps items",
    ),
    {
        "roles": _each_by_key(_ROLE),
        "matrices": _each_by_key(_MATRIX),
        "lifecycles": _each_by_key(_LIFECYCLE),
        "products": _each_by_key(_PRODUCT),
        "roadmaps": _each_by_key(_ROADMAP),
        "items": _each_by_key(_ITEM),
        "names": _names,
    },
)


def check_shape(inventory: dict[str, Any]) -> None:
    """Return if *inventory* is made as the format says.

    Raises ShapeError, which names the first thing that is not.
    """
    _WHOLE(inventory, "")
    for key, roadmap in inventory["roadmaps"].items():
        for item in roadmap["items"]:
            if item not in inventory["items"]:
                raise ShapeError(
                    f"'roadmaps' {quoted(key)}: there is no item {quoted(item)}"
                )
    for key, item in inventory["items"].items():
        if item["roadmap"] not in inventory["roadmaps"]:
            raise ShapeError(
                f"'items' {quoted(key)}: there is no roadmap {quoted(item['roadmap'])}"
            )
