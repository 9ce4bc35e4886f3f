from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Entry, Handbook, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.overview import Portfolio
from sphinx_pmroles.model.period import Period
from sphinx_pmroles.model.portfolio import (
    ProductContents,
    Standing,
    portfolio,
    product_contents,
)
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.roadmap import Health, Item, Roadmap, Status
from sphinx_pmroles.model.role import Role
from sphinx_pmroles.reading.dates import read_period

HERE = Place("page", 1)
ALL = Portfolio("", HERE)


def product(key: str, **values: Any) -> Product:
    return Product(key, key.title(), f"pm-product-{key}", HERE, **values)


def item(key: str, when: str = "", **values: Any) -> Item:
    period = read_period(when) if when else Period()
    values.setdefault("product", "Atlas")
    return Item(key, key.title(), f"pm-item-{key}", HERE, period, **values)


def roadmap(*items: Item, key: str = "plan", as_of: date | None = None) -> Roadmap:
    return Roadmap(key, key.title(), "", HERE, (), items, as_of=as_of)


def cycle(key: str, *stages: str) -> Lifecycle:
    parts = tuple(Stage(s.lower(), s, "", HERE) for s in stages)
    return Lifecycle(key, key.title(), "", HERE, parts)


def book(*products: Product, today: date | None = None, **parts: Any) -> Handbook:
    return Handbook([Page("page", products=products, **parts)], today=today)


def contents_of_atlas(
    *items: Item, today: date | None = None, **values: Any
) -> ProductContents:
    """Return what a handbook of these items says of the product Atlas."""
    one = product("atlas")
    handbook = book(one, roadmaps=(roadmap(*items, **values),), today=today)
    return product_contents(handbook, one)


def atlas(*items: Item, today: date | None = None, **values: Any) -> Standing:
    """Return where the product Atlas stands."""
    return contents_of_atlas(*items, today=today, **values).standing


def names(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.key for entry in entries]


# What its author said


def test_standing__leads_to_what_is_named() -> None:
    one = product("atlas", stage="grow", owner="PM", part_of="suite")
    handbook = book(
        *(product("suite"), one),
        roles=(Role("manager", "Manager", "", HERE, abbr="PM"),),
        lifecycles=(cycle("life", "Start", "Grow"),),
    )
    found = product_contents(handbook, one)
    stage, owner, whole = found.standing.stage, found.standing.owner, found.part_of
    assert isinstance(stage, Entry)
    assert isinstance(owner, Entry)
    assert isinstance(whole, Entry)
    assert (stage.key, owner.key, whole.key) == ("life/grow", "manager", "suite")
    assert found.lifecycle == ""
    assert names(product_contents(handbook, product("suite")).parts) == ["atlas"]


def test_standing__keeps_the_words_that_name_nothing() -> None:
    one = product(
        "atlas", lifecycle="Life", stage="Grow", owner="Jane", part_of="Suite"
    )
    found = product_contents(book(one), one)
    assert (found.lifecycle, found.part_of) == ("Life", "Suite")
    assert (found.standing.stage, found.standing.owner) == ("Grow", "Jane")


@pytest.mark.parametrize(
    ("lifecycle", "stage", "key"),
    [
        ("", "Grow", "one/grow"),
        ("", "End", None),
        ("", "two/end", "two/end"),
        ("one", "End", "one/end"),
        ("Two", "end", "two/end"),
        ("two", "two/end", "two/end"),
        ("two", "Grow", None),
        ("two", "one/end", None),
        ("three", "Grow", None),
        ("one", "", None),
    ],
)
def test_stage_of_product__is_that_of_its_life_cycle(
    lifecycle: str, stage: str, key: str | None
) -> None:
    one = product("atlas", lifecycle=lifecycle, stage=stage)
    cycles = (cycle("one", "Grow", "End"), cycle("two", "End"))
    found = book(one, lifecycles=cycles).stage_of_product(one)
    assert (found.key if found else None) == key


def test_stage_contents__are_the_products_in_it() -> None:
    life = cycle("life", "Start", "Grow")
    products = (
        product("a", stage="Grow"),
        product("b", stage="start"),
        product("c", stage="GROW"),
        product("d"),
    )
    handbook = book(*products, lifecycles=(life,))
    start, grow = (handbook.stage_contents(life, s).products for s in life.stages)
    assert (names(start), names(grow)) == (["b"], ["a", "c"])


def test_involvement__is_in_the_products_that_a_role_owns() -> None:
    role = Role("manager", "Manager", "", HERE, abbr="PM")
    products = (product("a", owner="PM"), product("b", owner="manager"), product("c"))
    handbook = book(*products, roles=(role,))
    assert names(handbook.involvement(role).products) == ["a", "b"]


# What roadmaps say


def test_items__are_those_whose_column_names_the_product() -> None:
    items = (
        item("one"),
        item("two", product="ATLAS"),
        item("three", product="Other"),
        item("four", product=""),
    )
    assert names(contents_of_atlas(*items).items) == ["plan/one", "plan/two"]


def test_items__of_an_ambiguous_name_are_given_to_neither() -> None:
    twins = (replace(product("a"), title="Twin"), replace(product("b"), title="Twin"))
    handbook = book(*twins, roadmaps=(roadmap(item("x", product="Twin")),))
    items = [product_contents(handbook, twin).items for twin in twins]
    assert items == [(), ()]


def test_milestone__is_the_earliest_day_and_no_longer_period() -> None:
    found = atlas(
        item("late", "2027-03-01"),
        item("quarter", "2026-Q4"),
        item("range", "2026-12-01 .. 2026-12-02"),
        item("early", "15 Jan 2027"),
        item("someday", "later"),
        item("undated"),
    ).milestone
    assert found is not None
    assert (found.item.key, found.when) == ("plan/early", "15 Jan 2027")


@pytest.mark.parametrize(
    ("today", "as_of", "key"),
    [
        (None, None, "plan/first"),
        (date(2026, 12, 1), None, "plan/first"),
        (date(2026, 12, 2), None, "plan/second"),
        (date(2027, 2, 1), None, None),
        # The roadmap's own as-of date is for it alone.
        (date(2027, 2, 1), date(2026, 1, 1), "plan/first"),
        (None, date(2027, 1, 1), "plan/second"),
    ],
)
def test_milestone__is_on_or_after_the_as_of_date(
    today: date | None, as_of: date | None, key: str | None
) -> None:
    items = (item("second", "2027-01-05"), item("first", "2026-12-01"))
    found = atlas(*items, today=today, as_of=as_of).milestone
    assert (found.item.key if found else None) == key


@pytest.mark.parametrize(
    ("status", "is_next"),
    [
        (None, True),
        (Status.PLANNED, True),
        (Status.IN_PROGRESS, True),
        (Status.BLOCKED, True),
        (Status.DONE, False),
        (Status.DROPPED, False),
    ],
)
def test_milestone__is_not_over(status: Status | None, *, is_next: bool) -> None:
    found = atlas(item("a", "2026-12-01", status=status)).milestone
    assert bool(found) is is_next


def test_milestone__of_two_on_one_day_is_the_first_written() -> None:
    found = atlas(item("b", "2026-12-01"), item("a", "2026-12-01")).milestone
    assert found is not None
    assert found.item.key == "plan/b"


def test_milestone__may_be_of_any_roadmap() -> None:
    one = product("atlas")
    roadmaps = (
        roadmap(item("x", "2027-01-01"), as_of=date(2026, 6, 1)),
        roadmap(item("y", "2026-01-01"), key="old"),
    )
    handbook = book(one, roadmaps=roadmaps)
    found = product_contents(handbook, one).standing.milestone
    assert found is not None
    assert found.item.key == "old/y"


@pytest.mark.parametrize(
    ("items", "worst"),
    [
        ((), None),
        (((Status.IN_PROGRESS, None),), None),
        (((Status.IN_PROGRESS, Health.ON_TRACK),), Health.ON_TRACK),
        (
            (
                (Status.IN_PROGRESS, Health.AT_RISK),
                (Status.IN_PROGRESS, Health.ON_TRACK),
            ),
            Health.AT_RISK,
        ),
        (
            (
                (Status.IN_PROGRESS, Health.ON_TRACK),
                (Status.BLOCKED, Health.OFF_TRACK),
                (Status.IN_PROGRESS, Health.AT_RISK),
            ),
            Health.OFF_TRACK,
        ),
        (((None, Health.AT_RISK),), Health.AT_RISK),
        (
            (
                (Status.PLANNED, Health.AT_RISK),
                (Status.DONE, Health.OFF_TRACK),
                (Status.DROPPED, Health.OFF_TRACK),
            ),
            None,
        ),
    ],
)
def test_health__is_the_worst_of_what_is_under_way(
    items: tuple[tuple[Status | None, Health | None], ...], worst: Health | None
) -> None:
    made = (
        item(f"i{n}", status=status, health=health)
        for n, (status, health) in enumerate(items)
    )
    assert atlas(*made).health is worst


# All of them


def shown(handbook: Handbook, asked: Portfolio = ALL) -> list[str]:
    """Return the lines of a portfolio: dots for the depth, then the key."""
    return [
        "." * line.depth + line.standing.product.key
        for line in portfolio(handbook, asked)
    ]


def test_portfolio__has_parts_below_their_whole_in_document_order() -> None:
    handbook = book(
        product("c", part_of="b"),
        product("z"),
        product("b", part_of="a"),
        product("a"),
        product("d", part_of="A"),
        product("lost", part_of="nothing"),
    )
    assert shown(handbook) == ["z", "a", ".b", "..c", ".d", "lost"]


def test_portfolio__is_of_one_product() -> None:
    handbook = book(
        product("a"), product("b", part_of="a"), product("c", part_of="b"), product("d")
    )
    assert shown(handbook, replace(ALL, part_of="A")) == ["b", ".c"]
    assert shown(handbook, replace(ALL, part_of="d")) == []
    assert shown(handbook, replace(ALL, part_of="zebra")) == []


def test_portfolio__shows_products_in_a_circle_once() -> None:
    handbook = book(
        product("tail", part_of="b"),
        product("a", part_of="b"),
        product("b", part_of="a"),
        product("self", part_of="self"),
    )
    assert shown(handbook) == ["a", ".b", "..tail", "self"]
    assert shown(handbook, replace(ALL, part_of="b")) == ["tail", "a", ".b"]


def test_portfolio__takes_the_first_of_two_with_one_key() -> None:
    assert shown(book(product("a"), product("A"), product("a"))) == ["a"]


def test_portfolio__of_a_deep_chain_is_walked() -> None:
    deep = 5_000
    chain = [product(f"p{n}", part_of=f"p{n - 1}" if n else "") for n in range(deep)]
    lines = list(portfolio(book(*chain), ALL))
    assert lines[-1].depth == deep - 1


def test_entry_of__a_product_says_what_it_is_for() -> None:
    entry = book().entry_of(product("atlas"))
    assert (entry.kind, entry.key, entry.says) == (Kind.PRODUCT, "atlas", "")
