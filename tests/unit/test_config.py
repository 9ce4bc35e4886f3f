from __future__ import annotations

import ast
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from sphinx_pmroles.extension.config import Settings, default_of

DECLARED = {value.name: value for value in fields(Settings)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("checks", {}),
        ("checks", {"one-owner": False, "no-doer": True}),
        ("checks", {"too-many-consulted": 1, "too-many-owned": True}),
        ("today", None),
        ("today", "build"),
        ("today", "2026-10-01"),
        ("fiscal_year_start", 1),
        ("fiscal_year_start", 12),
        ("inventory", False),
    ],
)
def test_value__that_is_allowed(name: str, value: Any) -> None:
    assert DECLARED[name].metadata["valid"](value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("checks", ["one-owner"]),
        ("checks", {"one-ovner": False}),
        ("checks", {"one-owner": "no"}),
        ("checks", {"one-owner": 5}),
        ("checks", {"one-owner": 0}),
        ("checks", {"too-many-consulted": 0}),
        ("checks", {"too-many-consulted": -1}),
        ("checks", {"too-many-consulted": 2.5}),
        ("checks", {"too-many-consulted": "5"}),
        ("checks", {5: True}),
        ("checks", None),
        ("today", "tomorrow"),
        ("today", "2026-02-30"),
        ("today", date(2026, 10, 1)),
        ("today", 20261001),
        ("fiscal_year_start", 0),
        ("fiscal_year_start", 13),
        ("fiscal_year_start", "4"),
        ("fiscal_year_start", True),
        ("inventory", "yes"),
        ("inventory", None),
    ],
)
def test_value__that_is_not_allowed(name: str, value: Any) -> None:
    assert not DECLARED[name].metadata["valid"](value)


@pytest.mark.parametrize("name", DECLARED)
def test_default__is_allowed_and_said(name: str) -> None:
    declared = DECLARED[name]
    assert declared.metadata["valid"](default_of(declared))
    assert declared.metadata["help"].endswith(".")
    assert declared.metadata["allowed"]


@pytest.mark.parametrize("name", DECLARED)
def test_example__is_allowed_and_not_the_default(name: str) -> None:
    declared = DECLARED[name]
    example = ast.literal_eval(declared.metadata["example"])
    assert declared.metadata["valid"](example)
    assert example != default_of(declared)


@pytest.mark.parametrize(
    ("today", "as_of"), [(None, None), ("2026-10-01", date(2026, 10, 1))]
)
def test_as_of__is_the_day_that_was_given(
    today: str | None, as_of: date | None
) -> None:
    assert Settings(today=today).as_of() == as_of


def test_as_of__of_a_build_is_that_of_its_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790812800")
    assert Settings(today="build").as_of() == date(2026, 10, 1)


def test_as_of__of_a_build_is_today_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    as_of = Settings(today="build").as_of()
    assert as_of is not None
    # Midnight may pass between the two.
    assert (date.today() - as_of).days in (0, 1)  # noqa: DTZ011 (the day here)
