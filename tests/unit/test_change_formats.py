"""The forms that changes are written in."""

from __future__ import annotations

import json
from html import unescape
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from sphinx_pmroles.cli.change_formats import as_json, as_markdown, as_text
from sphinx_pmroles.inventory.change import Change, Changes, Named, Sort, Version, What
from sphinx_pmroles.model.kind import Kind


def thing(kind: Kind, title: str) -> Named:
    return Named(title, Sort.THING, kind, title.lower())


def changes(*found: Change) -> Changes:
    return Changes(Version("Book", "1.0"), Version("Book", "1.1"), found)


PLAN = thing(Kind.ROADMAP, "Plan")
GATE = thing(Kind.ITEM, "Launch gate")
THEN, NOW = (Named("2026-12-15"),), (Named("2027-01-12"),)
SPONSOR = thing(Kind.ROLE, "Sponsor")
ALL = changes(
    Change(What.ADDED, Kind.ROLE, None, SPONSOR),
    Change(What.RENAMED, Kind.ROADMAP, PLAN, PLAN, before=(Named("The plan"),)),
    Change(What.SLIPPED, Kind.ITEM, GATE, GATE, PLAN, None, THEN, NOW, 28),
    Change(What.FINISHED, Kind.ITEM, GATE, GATE, PLAN),
    Change(What.REMOVED, Kind.ITEM, thing(Kind.ITEM, "Price"), None, PLAN),
)
NONE = changes()


def test_as_text__has_a_line_a_thing() -> None:
    assert as_text(ALL) == (
        "Roles\n"
        "  Sponsor: added\n"
        "\n"
        "Roadmaps\n"
        "  Plan: renamed, before: The plan\n"
        "    Launch gate: slipped by +28 days: 2026-12-15 → 2027-01-12; finished\n"
        "    Price: removed\n"
    )


def test_as_markdown__is_lists_below_headings() -> None:
    assert as_markdown(ALL) == (
        "### Roles\n"
        "\n"
        "- **Sponsor**: added\n"
        "\n"
        "### Roadmaps\n"
        "\n"
        "- **Plan**: renamed, before: The plan\n"
        "  - **Launch gate**: slipped by +28 days: 2026-12-15 → 2027-01-12; finished\n"
        "  - **Price**: removed\n"
    )


@pytest.mark.parametrize("write", [as_text, as_markdown])
def test_formats__say_that_nothing_changed(write: Any) -> None:
    assert write(NONE) == "Nothing changed.\n"


def test_as_text__spells_out_what_could_command_a_terminal() -> None:
    title = Named("A\x1b[31m\nB", Sort.THING, Kind.ROLE, "a")
    text = as_text(changes(Change(What.ADDED, Kind.ROLE, None, title)))
    assert text == "Roles\n  A\\x1b[31m B: added\n"


printable = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1
).filter(str.strip)


@given(printable)
def test_as_markdown__shows_each_title_as_it_is(title: str) -> None:
    named = Named(title, Sort.THING, Kind.ROLE, "a")
    before = (Named(title),)
    change = Change(What.RENAMED, Kind.ROLE, named, named, before=before)
    html = MarkdownIt("commonmark").render(as_markdown(changes(change)))
    plain = " ".join(title.split())
    shown = unescape(html).replace("<strong>", "").replace("</strong>", "")
    assert f"<li>{plain}: renamed, before: {plain}</li>" in shown


@pytest.mark.parametrize("written", [ALL, NONE])
def test_as_json__keeps_to_its_schema(written: Changes) -> None:
    package = files("sphinx_pmroles.cli")
    schema = json.loads(package.joinpath("changes.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(as_json(written)))


def test_as_json__says_what_happened_to_what() -> None:
    slipped = json.loads(as_json(ALL))["changes"][2]
    item = {"words": "Launch gate", "kind": "item", "key": "launch gate"}
    assert slipped == {
        "what": "slipped",
        "kind": "item",
        "old": item,
        "new": item,
        "inside": {"words": "Plan", "kind": "roadmap", "key": "plan"},
        "name": None,
        "before": [{"words": "2026-12-15"}],
        "after": [{"words": "2027-01-12"}],
        "days": 28,
        "is_guess": False,
    }
