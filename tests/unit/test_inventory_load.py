from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from sphinx.config import Config

from sphinx_pmroles.extension.neighbours import Source, fetch_all
from sphinx_pmroles.inventory.load import ENDLESS, InventoryError, load, read_inventory

HERE = {"docname": "index", "uri": "index.html"}
WHOLE: dict[str, Any] = {
    "format": "pmroles",
    "format_version": 1,
    "project": "Book",
    "release": "",
    "audience": None,
    "roles": {
        "pm": {
            "title": "PM",
            "abbr": None,
            "aka": ["PdM"],
            "kind": "role",
            "level": None,
            "reports_to": None,
            "works_with": ["BA"],
            "sections": {"Purpose": "Hold it together."},
            **HERE,
        }
    },
    "matrices": {
        "launch": {
            "title": "Launch",
            "scheme": "raci",
            "letters": {"A": "Accountable"},
            "participants": ["pm"],
            **HERE,
            "activities": [
                {
                    "id": "plan",
                    "title": "Plan",
                    "group": None,
                    "stage": None,
                    "assignments": {"pm": ["A"]},
                    "notes": {"pm": "alone"},
                }
            ],
        }
    },
    "lifecycles": {
        "life": {
            "title": "Life",
            "current": None,
            **HERE,
            "stages": [
                {
                    "id": "grow",
                    "title": "Grow",
                    "decided_by": None,
                    "sections": {},
                    "entry_criteria": {"met": 1, "total": 2},
                }
            ],
        }
    },
    "products": {
        "atlas": {
            "title": "Atlas",
            "lifecycle": None,
            "stage": None,
            "owner": "pm",
            "part_of": None,
            "sections": {},
            **HERE,
        }
    },
    "roadmaps": {"plan": {"title": "Plan", "items": ["plan/a"], **HERE}},
    "items": {
        "plan/a": {
            "title": "A",
            "roadmap": "plan",
            "when": "2026-07-15",
            "start": "2026-07-15",
            "end": "2026-07-15",
            "horizon": None,
            "status": "done",
            "health": None,
            "progress": 60,
            "confidence": None,
            "owner": "pm",
            "stage": None,
            "product": None,
            "team": None,
            "outcome": None,
            "depends_on": [],
            "extra": {},
            **HERE,
        }
    },
}


def test_load__reads_what_was_written(tmp_path: Path) -> None:
    data = {**WHOLE, "of_a_later_minor_version": 1}
    path = tmp_path / "pmroles.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_inventory(path) == data


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "old.json is not JSON"),
        ("[" * 100_000, "old.json is not JSON"),
        (b"\xff\xfe\x00", "old.json is not JSON"),
        ('{"format": "pmroles", "format_version": 1}', "'project' is missing"),
        ("[]", "old.json is no inventory of a handbook"),
        ('{"format": "needs"}', "old.json is no inventory of a handbook"),
        ('{"format": "pmroles"}', "has the format version None"),
        (
            '{"format": "pmroles", "format_version": 2}',
            "has the format version 2, and this sphinx-pmroles reads up to 1: upgrade",
        ),
    ],
)
def test_load__refuses_what_it_cannot_read(text: str | bytes, says: str) -> None:
    with pytest.raises(InventoryError, match=says):
        load(text, "old.json")


ROLE, ITEM = ("roles", "pm"), ("items", "plan/a")
ACTIVITY = ("matrices", "launch", "activities", 0)
STAGE = ("lifecycles", "life", "stages", 0)


@pytest.mark.parametrize(
    ("path", "wrong", "says"),
    [
        (("roles",), [], "'roles' is []: expected an object"),
        (ROLE, "PM", "'roles' 'pm' is \"PM\": expected an object"),
        ((*ROLE, "title"), 7, "'roles' 'pm': 'title' is 7: expected a text"),
        ((*ROLE, "title"), ..., "'roles' 'pm': 'title' is missing"),
        ((*ROLE, "kind"), "robot", "'kind' is \"robot\": expected one of: role, team"),
        ((*ROLE, "aka"), {}, "'aka' is {}: expected a list"),
        ((*ROLE, "aka"), [None], "an entry of 'roles' 'pm': 'aka' is null: expected a"),
        ((*ROLE, "sections"), {"Purpose": 1}, "'sections' is 1: expected a text"),
        (ACTIVITY, None, "'activities' 1 is null: expected an object"),
        ((*ACTIVITY, "id"), ..., "'activities' 1: 'id' is missing"),
        ((*ACTIVITY, "assignments"), {"pm": "A"}, 'is "A": expected a list'),
        ((*ACTIVITY, "assignments"), {"pm": [1]}, "is 1: expected a text"),
        ((*STAGE, "entry_criteria"), [1], "'entry_criteria' is [1]: expected an obj"),
        ((*STAGE, "entry_criteria"), {"met": 1}, "'total' is missing"),
        ((*ITEM, "progress"), True, "'progress' is true: expected a whole number or"),
        ((*ITEM, "progress"), 101, "'progress' is 101: expected 0 to 100"),
        ((*ITEM, "start"), "soon", "'start' is \"soon\": expected a date such as"),
        (
            (*ITEM, "status"),
            "nearly",
            "'status' is \"nearly\": expected one of: planned",
        ),
        ((*ITEM, "horizon"), "soon", "'horizon' is \"soon\": expected one of: now"),
        ((*ITEM, "extra"), {"Budget": 5}, "'extra' is 5: expected a text"),
        ((*ITEM, "roadmap"), "lost", "'items' 'plan/a': there is no roadmap 'lost'"),
        (("roadmaps", "plan", "items"), ["plan/b"], "there is no item 'plan/b'"),
        ((*ITEM, "precision"), "day", "'precision' is \"day\": expected a list"),
        ((*ITEM, "precision"), [[]], "'precision' is []: expected one of: day, week"),
        ((*ITEM, "precision"), [], "'precision' has 0 entries: expected 1 or 2"),
        ((*ACTIVITY, "uri"), 1, "'uri' is 1: expected a text"),
        ((*ACTIVITY[:2], "owner"), [], "'owner' is []: expected a text"),
        (("names",), [], "'names' is []: expected an object"),
        (("names",), {"pm": 1}, "an entry of 'names' is 1: expected a text"),
    ],
)
def test_load__names_what_is_not_as_the_format_has_it(
    path: tuple[str | int, ...], wrong: object, says: str
) -> None:
    data = copy.deepcopy(WHOLE)
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    if wrong is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = wrong
    with pytest.raises(InventoryError) as error:
        load(json.dumps(data), "old.json")
    assert str(error.value).startswith("old.json is damaged: ")
    assert says in str(error.value)


def test_read_inventory__says_that_there_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / f"{'very-' * 20}long.json"
    with pytest.raises(InventoryError, match="No such file") as error:
        read_inventory(path)
    assert repr(str(path)) in str(error.value)


def test_read_inventory__waits_for_no_pipe_and_reads_no_more_than_it_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The device first: whoever reads it meets its end, and does not wait.
    os.mkfifo(tmp_path / "pipe.json")
    for path in (Path("/dev/null"), tmp_path / "pipe.json"):
        with pytest.raises(InventoryError, match=r"' .* a pipe or a device"):
            read_inventory(path, may_wait=False)
    (source,) = sources = [Source("other", "pipe.json")]
    assert str(fetch_all(sources, tmp_path, Config())[source]) == ENDLESS
    (tmp_path / "large.json").write_text("[1, 2]")
    monkeypatch.setattr("sphinx_pmroles.inventory.load.MOST_BYTES", 5)
    with pytest.raises(InventoryError, match=r"large\.json' .* it has more than"):
        read_inventory(tmp_path / "large.json")
