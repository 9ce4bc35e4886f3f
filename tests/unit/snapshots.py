"""Snapshots for tests: records of ``pmroles.json`` with what a test says of them."""

from __future__ import annotations

from typing import Any

from sphinx_pmroles.exchange.snapshot import Snapshot
from sphinx_pmroles.model.scheme import RACI


def role(title: str, **fields: Any) -> dict[str, Any]:
    return {
        "title": title,
        "abbr": None,
        "aka": [],
        "kind": "role",
        "level": None,
        "reports_to": None,
        "works_with": [],
        "sections": {},
        "docname": "roles",
        "uri": "roles.html",
        **fields,
    }


def activity(title: str, group: str | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "id": title.lower(),
        "title": title,
        "group": group,
        "stage": None,
        "assignments": {},
        "notes": {},
        **fields,
    }


def matrix(*activities: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "title": "Launch",
        "scheme": "raci",
        "letters": {let.code: let.word for let in RACI.letters},
        "participants": ["pm", "engineering"],
        "activities": list(activities),
        "docname": "launch",
        "uri": "launch.html",
        **fields,
    }


def item(title: str, **fields: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(
        (
            *("when", "start", "end", "horizon", "status", "health", "progress"),
            *("confidence", "owner", "stage", "product", "team", "outcome"),
        )
    )
    return {
        "title": title,
        "roadmap": "plan",
        **nothing,
        "depends_on": [],
        "extra": {},
        "docname": "plan",
        "uri": "plan.html",
        **fields,
    }


def snapshot(
    *,
    items: dict[str, dict[str, Any]] | None = None,
    **sections: Any,
) -> Snapshot:
    keyed = {f"plan/{key}": each for key, each in (items or {}).items()}
    roadmaps = {"plan": {"title": "Plan", "items": list(keyed)}} if items else {}
    return Snapshot(
        {"project": "Book", "items": keyed, "roadmaps": roadmaps, **sections}
    )
