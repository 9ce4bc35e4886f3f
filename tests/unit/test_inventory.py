from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    ValidationError,
)

from sphinx_pmroles.inventory.export import dump, to_json
from sphinx_pmroles.inventory.schema import schema
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.lifecycle import Criteria, Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.period import CalendarUnit, Period, Precision
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.roadmap import (
    Column,
    Field,
    Health,
    Item,
    Roadmap,
    Status,
)
from sphinx_pmroles.model.role import Role, Section


def here(docname: str) -> Place:
    return Place(docname, 1)


QUARTER = CalendarUnit(date(2026, 7, 1), date(2026, 9, 30), Precision.QUARTER)
BOOK = Handbook(
    [
        Page(
            "roles",
            roles=(
                Role(
                    "product-manager",
                    "Product Manager",
                    "pm-role-product-manager",
                    here("roles"),
                    abbr="PM",
                    aka=("PdM",),
                    level="senior",
                    reports_to="Nobody known",
                    works_with=("Sponsor",),
                    sections=(
                        Section("Purpose", "Hold it together."),
                        Section("Purpose", "And more."),
                    ),
                ),
                Role("sponsor", "Sponsor", "pm-role-sponsor", here("roles")),
                Role("sponsor", "Second", "pm-role-sponsor-2", here("roles")),
            ),
        ),
        Page(
            "plans",
            matrices=(
                Matrix(
                    "launch",
                    "Launch a product",
                    "pm-matrix-launch",
                    here("plans"),
                    "raci",
                    "Activity",
                    tuple(
                        Participant(name, here("plans"))
                        for name in ("PM", "Engineering", "Sponsor", "pdm")
                    ),
                    (
                        Activity(
                            "secure",
                            "Secure resources",
                            "",
                            here("plans"),
                            (
                                Cell(("A", "R")),
                                Cell(("C",), "if over budget"),
                                Cell(),
                                Cell(unread="huh?"),
                            ),
                            group="Strategy",
                            stage="Grow",
                        ),
                    ),
                ),
            ),
            lifecycles=(
                Lifecycle(
                    "life",
                    "Life",
                    "pm-life",
                    here("plans"),
                    (
                        Stage(
                            *("grow", "Grow", "", here("plans")),
                            decided_by="Sponsor",
                            entry=Criteria(2, 5),
                        ),
                    ),
                    current="Grow",
                ),
            ),
            products=(
                Product(
                    "atlas",
                    "Atlas",
                    "pm-product-atlas",
                    here("plans"),
                    stage="Grow",
                    owner="PM",
                    part_of="suite",
                    sections=(Section("Vision", "Maps for all."),),
                ),
                Product("suite", "Suite", "pm-product-suite", here("plans")),
                Product(
                    "lost",
                    "Lost",
                    "pm-product-lost",
                    here("plans"),
                    lifecycle="LIFE",
                    stage="Shrink",
                    owner="Key accounts",
                    part_of="Nowhere",
                ),
            ),
            roadmaps=(
                Roadmap(
                    "plan",
                    "Plan",
                    "pm-plan",
                    here("plans"),
                    (
                        Column("Item", Field.ITEM),
                        Column("Budget"),
                        Column("Notes", Field.NOTES),
                    ),
                    (
                        Item(
                            "first",
                            "First",
                            "pm-item-first",
                            here("plans"),
                            period=Period("2026-Q3", QUARTER, QUARTER),
                            status=Status.IN_PROGRESS,
                            health=Health.AT_RISK,
                            progress=60,
                            confidence="70",
                            owner="pdm",
                            stage="grow",
                            product="Atlas",
                            depends_on=("second", "elsewhere"),
                            cells=("First", "10 k€", ""),
                        ),
                        Item("second", "Second", "", here("plans"), product="Etc."),
                    ),
                ),
            ),
        ),
    ]
)


def locate(docname: str, anchor: str) -> str:
    return f"{docname}.html#{anchor}" if anchor else f"{docname}.html"


@pytest.fixture
def inventory() -> dict[str, Any]:
    return to_json(BOOK, project="Book", release="1.1", locate=locate)


def test_inventory__has_the_published_shape(inventory: dict[str, Any]) -> None:
    assert inventory == {
        "format": "pmroles",
        "format_version": 1,
        "project": "Book",
        "release": "1.1",
        "audience": None,
        "roles": {
            "product-manager": {
                "title": "Product Manager",
                "abbr": "PM",
                "aka": ["PdM"],
                "kind": "role",
                "level": "senior",
                "reports_to": "Nobody known",
                "works_with": ["sponsor"],
                "sections": {"Purpose": "Hold it together.\nAnd more."},
                "docname": "roles",
                "uri": "roles.html#pm-role-product-manager",
            },
            "sponsor": {
                "title": "Sponsor",
                "abbr": None,
                "aka": [],
                "kind": "role",
                "level": None,
                "reports_to": None,
                "works_with": [],
                "sections": {},
                "docname": "roles",
                "uri": "roles.html#pm-role-sponsor",
            },
        },
        "matrices": {
            "launch": {
                "title": "Launch a product",
                "scheme": "raci",
                "letters": {
                    "R": "Responsible",
                    "A": "Accountable",
                    "C": "Consulted",
                    "I": "Informed",
                },
                "owner": "A",
                "doer": "R",
                # The column that names the same role again is kept.
                "participants": [
                    "product-manager",
                    "engineering",
                    "sponsor",
                    "product-manager-2",
                ],
                "activities": [
                    {
                        "id": "secure",
                        "title": "Secure resources",
                        "group": "Strategy",
                        "stage": "grow",
                        "assignments": {
                            "product-manager": ["A", "R"],
                            "engineering": ["C"],
                        },
                        "notes": {
                            "engineering": "if over budget",
                            "product-manager-2": "huh?",
                        },
                        "uri": "plans.html",
                    }
                ],
                "docname": "plans",
                "uri": "plans.html#pm-matrix-launch",
            }
        },
        "lifecycles": {
            "life": {
                "title": "Life",
                "current": "grow",
                "stages": [
                    {
                        "id": "grow",
                        "title": "Grow",
                        "decided_by": "sponsor",
                        "entry_criteria": {"met": 2, "total": 5},
                        "exit_criteria": None,
                        "sections": {},
                        "uri": "plans.html",
                    }
                ],
                "docname": "plans",
                "uri": "plans.html#pm-life",
            }
        },
        "products": {
            "atlas": {
                "title": "Atlas",
                # That of the stage, for its author named none.
                "lifecycle": "life",
                "stage": "grow",
                "owner": "product-manager",
                "part_of": "suite",
                "sections": {"Vision": "Maps for all."},
                "docname": "plans",
                "uri": "plans.html#pm-product-atlas",
            },
            "suite": {
                **dict.fromkeys(("lifecycle", "stage", "owner", "part_of")),
                "title": "Suite",
                "sections": {},
                "docname": "plans",
                "uri": "plans.html#pm-product-suite",
            },
            "lost": {
                "title": "Lost",
                "lifecycle": "life",
                "stage": "Shrink",
                "owner": "key-accounts",
                "part_of": "Nowhere",
                "sections": {},
                "docname": "plans",
                "uri": "plans.html#pm-product-lost",
            },
        },
        "roadmaps": {
            "plan": {
                "title": "Plan",
                "items": ["plan/first", "plan/second"],
                "docname": "plans",
                "uri": "plans.html#pm-plan",
            }
        },
        "items": {
            "plan/first": {
                "title": "First",
                "roadmap": "plan",
                "when": "2026-Q3",
                "start": "2026-07-01",
                "end": "2026-09-30",
                "precision": ["quarter"],
                "horizon": None,
                "status": "in progress",
                "health": "at risk",
                "progress": 60,
                "confidence": "70",
                "owner": "product-manager",
                "stage": "grow",
                "product": "atlas",
                "team": None,
                "outcome": None,
                "depends_on": ["plan/second", "elsewhere"],
                "extra": {"Budget": "10 k€"},
                "docname": "plans",
                "uri": "plans.html#pm-item-first",
            },
            "plan/second": {
                **dict.fromkeys(
                    (
                        *(
                            "when",
                            "start",
                            "end",
                            "precision",
                            "horizon",
                            "status",
                            "health",
                        ),
                        *("progress", "confidence", "owner", "stage"),
                        *("team", "outcome"),
                    )
                ),
                "title": "Second",
                "roadmap": "plan",
                "product": "Etc.",
                "depends_on": [],
                "extra": {},
                "docname": "plans",
                "uri": "plans.html",
            },
        },
        "names": {
            "engineering": "Engineering",
            "key-accounts": "Key accounts",
            "product-manager-2": "pdm",
        },
    }


def test_dump__is_sorted_and_gives_all_back(inventory: dict[str, Any]) -> None:
    text = dump(inventory)
    assert json.loads(text) == json.loads(json.dumps(inventory))
    assert text.endswith("}\n")
    assert "€" in text
    keys = [key for key, _ in json.loads(text, object_pairs_hook=list)]
    assert keys == sorted(keys)


def test_schema__is_one_and_the_inventory_keeps_to_it(
    inventory: dict[str, Any],
) -> None:
    Draft202012Validator.check_schema(schema())
    validator = Draft202012Validator(
        schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(json.loads(dump(inventory)))
    validator.validate(to_json(Handbook(), project="", release="", locate=locate))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("format",), "other"),
        (("format_version",), 2),
        (("roles", "sponsor", "kind"), "robot"),
        (("roles", "sponsor", "nickname"), "Boss"),
        (("matrices", "launch", "participants"), ["a", "a"]),
        (("matrices", "launch", "scheme"), None),
        (("matrices", "launch", "letters"), {}),
        (("matrices", "launch", "letters"), {"A": None}),
        (("items", "plan/first", "progress"), 101),
        (("items", "plan/first", "start"), "2026-7-1"),
        (("items", "plan/first", "start"), "2026-02-30"),
        (("items", "plan/first", "status"), "nearly"),
        (("lifecycles", "life", "stages"), {}),
        (("products", "atlas", "owner"), ""),
        (("products", "atlas", "health"), "on track"),
        (
            ("lifecycles", "life", "stages"),
            [
                {
                    "id": "a",
                    "title": "A",
                    "decided_by": None,
                    "sections": {},
                    "entry_criteria": {"met": 1},
                }
            ],
        ),
    ],
)
def test_schema__refuses_what_is_wrong(
    inventory: dict[str, Any], path: tuple[str, ...], wrong: object
) -> None:
    inner = inventory
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    validator = Draft202012Validator(
        schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    with pytest.raises(ValidationError):
        validator.validate(json.loads(dump(inventory)))
