"""Roadmaps as a ``needs.json``, which Sphinx-Needs imports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from sphinx_pmroles.exchange.snapshot import Record, Snapshot
from sphinx_pmroles.exchange.texts import escaped, on_one_line
from sphinx_pmroles.model.key import make_key

#: What an id begins with: it says where the need comes from.
_PREFIX = "PM_"
_LONGEST_ID = 60
#: A key that can be told from any other when "/" and "-" are written as underscores.
_PLAIN_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")


def write_needs(snapshot: Snapshot, roadmaps: Iterable[str], need_type: str) -> str:
    """Return a ``needs.json`` with a need for each item of the *roadmaps*."""
    items = {key: item for roadmap in roadmaps for key, item in snapshot.items(roadmap)}
    ids = {key: need_id(key) for key in items}
    needs = {
        ids[key]: {
            "id": ids[key],
            "type": need_type,
            # Two brackets would begin a function that Sphinx-Needs calls.
            "title": on_one_line(item["title"]).replace("[[", "[ ["),
            "status": item["status"],
            "tags": [make_key(item["roadmap"])],
            "links": [ids[name] for name in item["depends_on"] if name in ids],
            "content": "\n".join(_content(snapshot, item, ids)),
            **_measures(item),
        }
        for key, item in items.items()
    }
    version = snapshot.release or "1.0"
    whole = {
        "project": snapshot.project,
        "current_version": version,
        "versions": {version: {"needs_amount": len(needs), "needs": needs}},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def need_id(key: str) -> str:
    """Return the id of an item's need: of A to Z, 0 to 9 and underscores.

    It is made of the item's key alone, so it stays when other items come and go; what
    of the key it cannot hold is told apart by a hash of it.
    """
    words = key.replace("/", "__").upper()
    plain = _PREFIX + re.sub(r"[^A-Z0-9_]+", "_", words).strip("_")
    if _PLAIN_KEY.fullmatch(key) and len(plain) <= _LONGEST_ID:
        return plain
    digest = sha256(key.encode()).hexdigest()[:8].upper()
    return f"{plain[:_LONGEST_ID]}_{digest}"


def _measures(item: Record) -> dict[str, str]:
    """Return what ``needgantt`` draws: the days of an item, and how far it has come."""
    measures: dict[str, str] = {}
    if item["start"] and item["end"]:
        start, end = (date.fromisoformat(item[name]) for name in ("start", "end"))
        measures["duration"] = str(max((end - start).days + 1, 1))
    if item["progress"] is not None:
        measures["completion"] = str(item["progress"])
    return measures


def _content(snapshot: Snapshot, item: Record, ids: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a list of what else is known of an item.

    It is a list, and its texts are themselves, in reStructuredText and in Markdown: a
    page of either may import it.
    """
    facts: dict[str, Any] = {
        "When": item["when"],
        "Owner": snapshot.role(item["owner"]),
        "Product": snapshot.product(item["product"]),
        "Team": item["team"],
        "Stage": snapshot.stage(item["stage"]),
        "Health": item["health"],
        "Confidence": item["confidence"],
        "Outcome": item["outcome"],
        "Depends on": ", ".join(n for n in item["depends_on"] if n not in ids),
    }
    for name, text in (*facts.items(), *item["extra"].items()):
        if text:
            yield f"- {escaped(name)}: {escaped(text)}"
