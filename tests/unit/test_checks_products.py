from __future__ import annotations

from typing import Any

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.overview import Portfolio
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.roadmap import Item, Roadmap
from sphinx_pmroles.model.role import Role


def at(line: int) -> Place:
    return Place("page", line)


def product(key: str, line: int, **values: Any) -> Product:
    return Product(key, key.title(), "", at(line), **values)


def cycle(key: str, *titles: str) -> Lifecycle:
    stages = tuple(Stage(f"s{n}", t, "", at(40)) for n, t in enumerate(titles))
    return Lifecycle(key, key.title(), "", at(40), stages)


def found(*products: Product, checks: str = "", **parts: Any) -> list[tuple[int, str]]:
    """Return the lines and messages of the checks that are on, or of some."""
    handbook = Handbook([Page("page", products=products, **parts)])
    switches = {name: name in checks.split() for name in CHECKS} if checks else {}
    findings = run_checks(handbook, switches)
    return [(f.place.line, f"{f.check}: {f.message}") for f in findings]


def test_products__that_name_what_is_there_are_left_alone() -> None:
    good = product(
        "atlas", 3, lifecycle="life", stage="grow", owner="PM", part_of="Suite"
    )
    parts: dict[str, Any] = {
        "roles": (Role("manager", "Manager", "", at(1), abbr="PM"),),
        "lifecycles": (cycle("life", "Start", "Grow"), cycle("other", "Grow")),
        "portfolios": (Portfolio("", at(9), "suite"), Portfolio("", at(10))),
    }
    assert found(good, product("suite", 6), **parts) == []


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("owner", ":owner: 'manger' names no role: did you mean 'Manager'?"),
        ("lifecycle", ":lifecycle: 'manger' names no lifecycle: did you mean 'Mange'?"),
        ("part_of", ":part-of: 'manger' names no product: did you mean 'Manged'?"),
    ],
)
def test_unknown_reference__of_a_product_names_what_is_near(
    option: str, message: str
) -> None:
    assert found(
        product("atlas", 3, **{option: "manger"}),
        product("manged", 6),
        roles=(Role("manager", "Manager", "", at(1)),),
        lifecycles=(cycle("mange", "Start"),),
    ) == [(3, f"unknown-reference: {message}")]


def test_unknown_reference__of_a_product_says_what_to_do() -> None:
    assert found(product("atlas", 3, owner="Jane")) == [
        (
            3,
            "unknown-reference: :owner: 'Jane' names no role: define it with pm:role",
        )
    ]


def test_undefined_role__does_not_say_it_again() -> None:
    assert found(
        product("atlas", 3, owner="Jane"), checks="undefined-role unknown-reference"
    ) == [
        (
            3,
            "unknown-reference: :owner: 'Jane' names no role: define it with pm:role",
        )
    ]


def test_unknown_reference__is_found_in_a_portfolio() -> None:
    portfolio = Portfolio("", at(9), "atlsa")
    assert found(product("atlas", 3), portfolios=(portfolio,)) == [
        (
            9,
            (
                "unknown-reference: :part-of: 'atlsa' names no product: "
                "did you mean 'Atlas'?"
            ),
        )
    ]


def test_item__may_be_of_no_product_but_not_of_several() -> None:
    twins = (product("a", 3), product("A B", 6), product("a-b", 9))
    items = (
        Item("one", "One", "", at(20), product="Zebra"),
        Item("two", "Two", "", at(21), product="a"),
        Item("three", "Three", "", at(22), product="Twin"),
    )
    named = (Product("x", "Twin", "", at(12)), Product("y", "Twin", "", at(15)))
    plan = Roadmap("r", "R", "", at(19), (), items)
    ((line, message),) = found(*twins, *named, roadmaps=(plan,))
    assert line == 22
    assert "the product 'Twin' names more than one product: 'x'" in message


@pytest.mark.parametrize(
    ("lifecycle", "stage", "message"),
    [
        ("", "Strat", ":stage: 'Strat' names no stage: did you mean 'Start'?"),
        (
            "",
            "Grow",
            (
                ":stage: 'Grow' names a stage of several life cycles: 'life/s1', "
                "'other/s0'; give :lifecycle:, too"
            ),
        ),
        (
            "life",
            "Launch",
            ":stage: 'Launch' names no stage of 'Life'; its stages are 'Start', 'Grow'",
        ),
        (
            "other",
            "Start",
            ":stage: 'Start' names no stage of 'Other'; its stages are 'Grow'",
        ),
        (
            "twice",
            "End",
            (
                ":stage: 'End' names more than one stage: 'twice/s0', 'twice/s1'; "
                "use the id"
            ),
        ),
        (
            "empty",
            "End",
            ":stage: 'End' names no stage of 'Empty'; its stages are none",
        ),
    ],
)
def test_unknown_stage__of_a_product_says_which_there_are(
    lifecycle: str, stage: str, message: str
) -> None:
    cycles = (
        cycle("life", "Start", "Grow"),
        cycle("other", "Grow"),
        cycle("twice", "End", "End"),
        cycle("empty"),
    )
    one = product("atlas", 3, lifecycle=lifecycle, stage=stage)
    assert found(one, lifecycles=cycles) == [(3, f"unknown-stage: {message}")]


def test_unknown_stage__is_silent_where_the_life_cycle_is_unknown() -> None:
    one = product("atlas", 3, lifecycle="lief", stage="Grow")
    ((_line, message),) = found(one, lifecycles=(cycle("life", "Start"),))
    assert message.startswith("unknown-reference: :lifecycle: 'lief' names no")


def test_part_of_cycle__is_found_once_at_its_first_product() -> None:
    assert found(
        product("tail", 1, part_of="b"),
        product("b", 3, part_of="c"),
        product("c", 6, part_of="b"),
        product("self", 9, part_of="SELF"),
    ) == [
        (
            3,
            (
                "part-of-cycle: 'B' is part of 'C' is part of 'B': "
                "take :part-of: from the one that is the whole"
            ),
        ),
        (
            9,
            (
                "part-of-cycle: 'Self' is part of 'Self': "
                "take :part-of: from the one that is the whole"
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("check", "values"),
    [
        ("unknown-reference", {"owner": "Jane"}),
        ("unknown-stage", {"stage": "Grow"}),
        ("part-of-cycle", {"part_of": "atlas"}),
    ],
)
def test_allow__silences_a_check_of_a_product(
    check: str, values: dict[str, str]
) -> None:
    one = product("atlas", 3, **values)
    assert len(found(one)) == 1
    assert found(product("atlas", 3, **values, allow=(check,))) == []


def test_unused_role__owns_no_product() -> None:
    roles = (Role("a", "A", "", at(1)), Role("b", "B", "", at(2)))
    ((line, message),) = found(
        product("atlas", 3, owner="a"), roles=roles, checks="unused-role"
    )
    assert line == 2
    assert "owns no roadmap item and no product" in message
