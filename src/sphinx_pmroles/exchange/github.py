"""Issues and projects of GitHub as JSON, as a table of plans.

Read are what ``gh project item-list --format json`` and ``gh issue list --json`` print,
and what the GraphQL API answers for the items of a project (``projectV2``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.tables import make_table
from sphinx_pmroles.exchange.texts import on_one_line
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.reading.roadmap import known_field
from sphinx_pmroles.reading.tables import Table

#: What an object is called by, the best first.
_NAMES = ("title", "name", "login", "nameWithOwner", "text", "date", "url", "number")
#: The columns that come first, in this order.
_FIRST: tuple[str, ...] = (
    *(Field.ID, Field.ITEM, Field.START, Field.END, Field.OWNER, Field.STATUS),
)
#: The columns that a roadmap has under another name.
_HEADERS: dict[str, str] = {
    "title": Field.ITEM,
    "assignees": Field.OWNER,
    "status": Field.STATUS,
    "url": Field.LINK,
    # The name of the record in GitHub's own store, which nobody sees.
    "id": "GitHub id",
}
#: What tells an issue from a row of other data.
_OF_ISSUES = frozenset({"assignees", "labels", "milestone", "number", "state", "url"})
_SERVER = re.compile(r"https?://[^/]+/")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: How many objects there may be around the items of a project, and inside a value.
_DEEPEST = 8


def from_github(data: Any) -> tuple[Table, list[str]] | None:
    """Return the table of plans that *data* says, and what is to be said of it.

    The answer is ``None`` if it is in none of the shapes that are known.

    Raises ExchangeError if there are no items in it.
    """
    found = _items(data, _DEEPEST)
    if found is None:
        return None
    items, remarks = found
    if not items:
        raise ExchangeError("there are no items in it")
    records = [_record(item) for item in items]
    repositories = {record.repository for record in records if record.number}
    for record in records:
        record.complete(in_several=len(repositories) > 1)
    headers = dict.fromkeys(
        name for record in records for name, text in record.texts.items() if text
    )
    ordered = [
        *(name for name in _FIRST if name in headers),
        *(name for name in headers if name not in _FIRST),
    ]
    # JSON has no rows to name.
    rows = ((0, [record.texts.get(name, "") for name in ordered]) for record in records)
    return make_table(ordered, rows), remarks


def _items(data: Any, depth: int) -> tuple[list[Any], list[str]] | None:
    """Return the items in *data*, with a remark if they are not all.

    They are looked for inside what the API puts around them.
    """
    if isinstance(data, list):
        return (data, []) if data and all(map(_is_issue, data)) else None
    if not isinstance(data, Mapping) or not depth:
        return None
    for name in ("items", "issues"):
        match data.get(name):
            case [*items] if all(map(_is_issue, items)):
                total = data.get("totalCount")
                is_all = not isinstance(total, int) or total <= len(items)
                return items, [] if is_all else [_not_all(len(items), f" of {total}")]
            case {"nodes": [*items], **rest} if all(map(_is_issue, items)):
                match rest.get("pageInfo"):
                    case {"hasNextPage": True}:
                        return items, [_not_all(len(items), "")]
                return items, []
    found = (_items(value, depth - 1) for value in data.values())
    return next(filter(None, found), None)


def _not_all(count: int, of_all: str) -> str:
    return (
        f"these are the first {count}{of_all} items: ask for more, with --limit of gh "
        "or with the next page of the API"
    )


def _is_issue(item: Any) -> bool:
    return isinstance(item, Mapping) and (
        isinstance(item.get("content"), Mapping)
        or isinstance(item.get("fieldValues"), Mapping)
        or ("title" in item and not _OF_ISSUES.isdisjoint(item))
    )


@dataclass(slots=True)
class _Record:
    """An item on its way to being a row: texts by column, and what they are made of.

    *first* and *last* are days that its iteration or its milestone says.
    """

    texts: dict[str, str] = field(default_factory=dict)
    number: str = ""
    repository: str = ""
    first: str = ""
    last: str = ""

    def complete(self, *, in_several: bool) -> None:
        """Add what is made of several values; *in_several*: of more repositories."""
        if self.number:
            where = self.repository if in_several else ""
            self.texts[Field.ID] = f"{where}#{self.number}"
        if not (self.texts.get(Field.START) or self.texts.get(Field.END)):
            self.texts |= {Field.START: self.first, Field.END: self.last}

    def add(self, name: str, value: Any) -> None:
        """Add a value of GitHub's."""
        text = _text(value, _DEEPEST)
        match name.casefold():
            case "number":
                self.number = text
                return
            case "repository":
                text = _SERVER.sub("", text)
                self.repository = text.rpartition("/")[2]
        if isinstance(value, Mapping):
            self._add_days(value)
        header = _header(name)
        before = self.texts.get(header)
        if before and text and text != before:
            text = f"{before}, {text}"
        self.texts[header] = text or before or ""

    def _add_days(self, value: Mapping[str, Any]) -> None:
        """Add the days of an iteration, or else that on which a milestone is due."""
        try:
            if "startDate" in value and "duration" in value:
                start = date.fromisoformat(value["startDate"])
                days = timedelta(days=int(value["duration"]) - 1)
                self.first, self.last = start.isoformat(), (start + days).isoformat()
            elif value.get("dueOn") and not self.last:
                self.last = date.fromisoformat(value["dueOn"][:10]).isoformat()
        except (KeyError, TypeError, ValueError, OverflowError):
            # KeyError: since Python 3.12 a slice may be looked up in a dictionary.
            # They are in the text of the value all the same.
            return


def _record(item: Mapping[str, Any]) -> _Record:
    record = _Record()
    for name, value in _values(item, _DEEPEST):
        record.add(name, value)
    return record


def _values(item: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the values of an item by name, those of its issue and its fields too."""
    for name, value in item.items():
        if name == "content" and isinstance(value, Mapping) and depth:
            yield from _values(value, depth - 1)
        elif name == "fieldValues" and isinstance(value, Mapping):
            nodes = value.get("nodes")
            for node in nodes if isinstance(nodes, list) else []:
                inside = dict(node) if isinstance(node, Mapping) else {}
                named = inside.pop("field", None)
                if inside and isinstance(named, Mapping) and "name" in named:
                    yield _text(named["name"], 1), inside
        elif name != "__typename":
            yield name, value


def _header(name: str) -> str:
    key = name.casefold()
    if key in _HEADERS:
        return _HEADERS[key]
    known = known_field(name)
    if known in (Field.START, Field.END):
        return known
    words = _CAPITAL.sub(" ", name) if name.isidentifier() else name
    shown = words[:1].upper() + (words[1:].lower() if words != name else words[1:])
    # A field that is called so is not what a roadmap means by it.
    return f"{shown} (GitHub)" if shown in _FIRST else shown


def _text(value: Any, depth: int) -> str:
    """Return a value as text: of an object its name, of a list all of them."""
    if isinstance(value, Mapping) and depth:
        return _name(value, depth)
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (_text(each, depth - 1) for each in value)))
    if value is None:
        return ""
    if isinstance(value, str):
        return on_one_line(value)
    # Of numbers: 3.0 is 3.
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return json.dumps(whole, ensure_ascii=False)


def _name(value: Mapping[str, Any], depth: int) -> str:
    """Return what an object is called by; all of it if that is not known."""
    inside = {key: each for key, each in value.items() if key != "__typename"}
    found = next(
        (inside[name] for name in ("nodes", *_NAMES) if inside.get(name)), None
    )
    if found is None and len(inside) == 1:
        (found,) = inside.values()
    if found is not None or not any(inside.values()):
        return _text(found, depth - 1)
    return json.dumps(inside, ensure_ascii=False)
