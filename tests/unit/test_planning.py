from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page, Past
from sphinx_pmroles.model.period import Period
from sphinx_pmroles.model.planning import Shown
from sphinx_pmroles.model.roadmap import Column, Condition, Field, Item, Roadmap
from sphinx_pmroles.model.role import Role
from sphinx_pmroles.reading.dates import read_period
from sphinx_pmroles.reading.roadmap import DateRules, read_item, read_roadmap
from sphinx_pmroles.reading.tables import read_pipe_table

PLAN = """
| Item  | When               | Owner | Status  | Risk |
| ----- | ------------------ | ----- | ------- | ---- |
| One   | 2026-Q3 .. 2026-Q4 | PM    | shipped | low  |
| Two   | later              | Sales | planned |      |
| Three | 2027-05-05         | PM    | planned |      |
"""
OTHER = """
| Item | Start      | End        | Depends on |
| ---- | ---------- | ---------- | ---------- |
| One  | 2026-10-01 | 2026-12-24 |            |
| Four | 2027-01-01 | 2027-02-28 | One        |
"""


def roadmap(key: str, table: str = "", **options: Any) -> Roadmap:
    read = read_pipe_table(table.strip().splitlines(), 1)
    reading = (
        read_roadmap(
            read,
            key=key,
            title=key.title(),
            place=Place(key, 1),
            rules=DateRules(),
        ).roadmap
        if read
        else Roadmap(key, key.title(), "", Place(key, 1), (), ())
    )
    names = {name: getattr(reading, name) for name in reading.__slots__}
    return Roadmap(**{**names, "anchor": f"pm-{key}", **options})


def item(title: str, roadmap: str, **texts: str) -> Item:
    by_field = {
        Field(name.replace("_", " ").capitalize()): texts[name] for name in texts
    }
    reading = read_item(
        title,
        by_field,
        key=title.lower(),
        place=Place("items", 1),
        rules=DateRules(),
    )
    values = {name: getattr(reading.item, name) for name in reading.item.__slots__}
    return Item(**{**values, "roadmap": roadmap})


def shown(asked: Roadmap, *others: Roadmap, items: tuple[Item, ...] = ()) -> Shown:
    manager = Role("product-manager", "Product Manager", "", Place("r", 1), abbr="PM")
    page = Page("page", roles=(manager,), roadmaps=(asked, *others), items=items)
    return Handbook([page]).shown(asked)


def titles(told: Shown) -> list[str]:
    return [each.title for each in told.roadmap.items]


def test_shown__is_the_roadmap_itself_where_nothing_is_asked() -> None:
    plan = roadmap("plan", PLAN)
    assert shown(plan) == Shown(plan, (0, 1, 2))


def test_shown__has_the_items_that_name_the_roadmap_after_its_rows() -> None:
    told = shown(
        roadmap("plan", PLAN),
        items=(
            item("Five", "Plan", when="2027-H1", team="Core"),
            item("Six", "elsewhere"),
        ),
    )
    assert titles(told) == ["One", "Two", "Three", "Five"]
    assert told.rows == (0, 1, 2, None)
    # The columns of the table first, then what only the item has.
    headers = [column.title for column in told.roadmap.columns]
    assert headers == ["Item", "When", "Owner", "Status", "Risk", "Team"]
    assert told.roadmap.items[3].cells == ("Five", "2027-H1", "", "", "", "Core")
    assert told.roadmap.items[0].cells[-1] == ""


def test_shown__says_when_in_one_column() -> None:
    told = shown(
        roadmap("plan", PLAN),
        items=(item("Five", "plan", start="2027-01", end="2027-03"),),
    )
    assert told.roadmap.items[3].cells[1] == "2027-01 .. 2027-03"
    assert "Start" not in [column.title for column in told.roadmap.columns]


def test_shown__says_when_in_a_column_of_its_own_beside_start_and_end() -> None:
    told = shown(
        roadmap("other", OTHER), items=(item("Five", "other", when="2027-Q3"),)
    )
    column = told.roadmap.column("when")
    assert column is not None
    assert told.roadmap.values(told.roadmap.items[2], column) == "2027-Q3"


def test_shown__of_a_roll_up_has_the_items_of_all_with_full_keys() -> None:
    told = shown(
        roadmap("all", of=("*",)), roadmap("plan", PLAN), roadmap("other", OTHER)
    )
    keys = [each.key for each in told.roadmap.items]
    assert keys == ["plan/one", "plan/two", "plan/three", "other/one", "other/four"]
    # "One" is the one of its own roadmap, not the first of that name.
    assert told.roadmap.items[4].depends_on == ("other/one",)
    assert [column.title for column in told.roadmap.columns] == [
        *("Item", "When", "Owner", "Status", "Depends on", "Risk")
    ]


def test_shown__of_a_roll_up_knows_needs_by_the_words_of_their_author() -> None:
    plan = roadmap("plan", OTHER.replace("One", "Set price"))
    one, four = plan.items
    translated = one.with_cells(("Preis", *one.cells[1:]), plan.columns)
    told = shown(
        roadmap("all", of=("plan",)), replace(plan, items=(translated, four))
    ).roadmap
    assert [each.depends_on for each in told.items] == [(), ("plan/set-price",)]


def test_shown__of_a_roll_up_collects_no_roll_up() -> None:
    told = shown(
        roadmap("all", of=("*",)),
        roadmap("more", of=("plan",)),
        roadmap("plan", PLAN),
    )
    assert titles(told) == ["One", "Two", "Three"]


def test_shown__of_a_roll_up_has_the_named_roadmaps_alone() -> None:
    told = shown(
        roadmap("all", of=("Other", "nothing")),
        roadmap("plan", PLAN),
        roadmap("other", OTHER),
    )
    assert titles(told) == ["One", "Four"]


def where(*conditions: tuple[str, tuple[str, ...]]) -> list[str]:
    asked = roadmap(
        "all", of=("*",), where=tuple(Condition(*each) for each in conditions)
    )
    return titles(shown(asked, roadmap("plan", PLAN)))


def test_where__takes_words_states_and_names_of_roles() -> None:
    assert where(("risk", ("LOW",))) == ["One"]
    # "shipped" is a word for done.
    assert where(("status", ("done",))) == ["One"]
    assert where(("status", ("shipped", "blocked"))) == ["One"]
    assert where(("owner", ("product-manager",))) == ["One", "Three"]
    assert where(("owner", ("Product Manager",)), ("status", ("planned",))) == ["Three"]


def test_where__finds_nothing_in_a_column_that_is_not_there() -> None:
    assert where(("colour", ("red",))) == []


def test_shown__counts_what_lies_outside_and_keeps_what_is_undated() -> None:
    asked = roadmap("plan", PLAN, start=date(2027, 1, 1), end=date(2027, 3, 31))
    told = shown(asked)
    assert titles(told) == ["Two"]
    assert (told.earlier, told.later) == (1, 1)
    assert told.rows == (1,)


def test_shown__keeps_what_reaches_into_what_is_shown() -> None:
    told = shown(roadmap("plan", PLAN, start=date(2026, 12, 31)))
    assert titles(told) == ["One", "Two", "Three"]
    told = shown(roadmap("plan", PLAN, end=date(2026, 7, 1)))
    assert titles(told) == ["One", "Two"]


def past(**periods: str) -> dict[str, dict[str, Period]]:
    """Return what an earlier version, 1.0, planned: periods by key of ``plan``."""
    return {"1.0": {f"plan/{key}": read_period(text) for key, text in periods.items()}}


def since(asked: Roadmap, then: Mapping[str, Past], *others: Roadmap) -> Roadmap:
    return (
        Handbook([Page("page", roadmaps=(asked, *others))], past=then)
        .shown(replace(asked, since="1.0"))
        .roadmap
    )


def test_shown__has_the_dates_of_an_earlier_version_as_baseline() -> None:
    plan = replace(roadmap("plan", PLAN), since="1.0")
    told = since(plan, past(one="2026-Q3", two="now", three="2027-05-05"))
    assert [each.baseline.text for each in told.items] == ["2026-Q3", "now", ""]
    assert told.columns[-1] == Column("Baseline", Field.BASELINE)
    assert [each.cells[-1] for each in told.items] == ["2026-Q3", "now", ""]
    assert [each.period for each in told.items] == [each.period for each in plan.items]


def test_shown__adds_no_baseline_where_every_date_is_as_it_was() -> None:
    plan = replace(roadmap("plan", PLAN), since="1.0")
    assert since(plan, past(three="2027-05-05", gone="2025")) == plan


def test_shown__keeps_the_baseline_that_its_author_wrote() -> None:
    table = (
        "| Item | When       | Baseline   |\n"
        "| ---- | ---------- | ---------- |\n"
        "| One  | 2026-10-01 | 2026-09-01 |\n"
        "| Two  | 2026-10-01 |            |"
    )
    told = since(roadmap("plan", table), past(one="2026-08-01", two="2026-08-01"))
    assert [each.cells[-1] for each in told.items] == ["2026-09-01", "2026-08-01"]
    assert [each.baseline.text for each in told.items] == ["2026-09-01", "2026-08-01"]
    assert len(told.columns) == 3


def test_shown__has_the_earlier_dates_of_what_it_collects() -> None:
    plan, other = roadmap("plan", PLAN), roadmap("other", OTHER)
    everything = roadmap("all", of=("*",))
    told = since(everything, past(one="2026-Q3"), plan, other)
    assert {
        each.key: each.baseline.text for each in told.items if each.baseline.text
    } == {"plan/one": "2026-Q3"}


def test_shown__has_no_baseline_of_a_version_that_nobody_knows() -> None:
    plan = roadmap("plan", PLAN)
    assert since(plan, {"2.0": {}}).items == plan.items
