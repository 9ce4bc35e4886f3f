"""Exports to ``needs.json``: what is in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.exchange.needs import need_id, write_needs
from sphinx_pmroles.exchange.snapshot import Snapshot
from tests.unit.snapshots import item, role, snapshot

#: What Sphinx-Needs asks of an id unless it is told otherwise.
ID = re.compile(r"[A-Z0-9_]{5,}")


def needs(book: Snapshot, need_type: str = "need") -> dict[str, Any]:
    whole = json.loads(write_needs(book, ["plan"], need_type))
    version: dict[str, Any] = whole["versions"][whole["current_version"]]
    assert version["needs_amount"] == len(version["needs"])
    found: dict[str, Any] = version["needs"]
    return found


def test_write_needs__has_a_need_for_each_item() -> None:
    book = snapshot(
        roles={"pm": role("Product Manager")},
        items={
            "sign-up": item("Sign-up", when="later", owner="pm", status="planned"),
            "price": item(
                "Price",
                start="2026-07-01",
                end="2026-09-30",
                progress=60,
                depends_on=["plan/sign-up", "other/thing"],
                extra={"Notes": "a *b* [[c]]"},
            ),
        },
    )
    found = needs(book, "feature")
    assert found["PM_PLAN__SIGN_UP"] == {
        "id": "PM_PLAN__SIGN_UP",
        "type": "feature",
        "title": "Sign-up",
        "status": "planned",
        "tags": ["plan"],
        "links": [],
        "content": "- When: later\n- Owner: Product Manager",
    }
    price = found["PM_PLAN__PRICE"]
    assert price["links"] == ["PM_PLAN__SIGN_UP"]
    assert (price["duration"], price["completion"]) == ("92", "60")
    assert price["content"] == (
        "- Depends on: other\\/thing\n- Notes: a \\*b\\* \\[\\[c\\]\\]"
    )


def test_write_needs__begins_no_function_of_sphinx_needs() -> None:
    (need,) = needs(snapshot(items={"a": item("[[copy('id')]]")})).values()
    assert need["title"] == "[ [copy('id')]]"


KEYS = st.one_of(
    st.text(min_size=1), st.text("ab1-_/É", min_size=1, max_size=6), st.just("x" * 99)
)


@given(keys=st.sets(KEYS, min_size=2, max_size=20))
def test_need_id__is_one_that_sphinx_needs_takes_and_no_other_keys(
    keys: set[str],
) -> None:
    ids = [need_id(f"plan/{key}") for key in sorted(keys)]
    assert len(set(ids)) == len(ids)
    for made in ids:
        assert ID.fullmatch(made)


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("plan/sign-up", "PM_PLAN__SIGN_UP"),
        ("plan-sign/up", "PM_PLAN_SIGN__UP"),
        ("plan/a_b", "PM_PLAN__A_B_BE805168"),
        ("x/戦略", "PM_X_"),
    ],
)
def test_need_id__is_made_of_the_key_alone(key: str, made: str) -> None:
    assert need_id(key).startswith(made)
