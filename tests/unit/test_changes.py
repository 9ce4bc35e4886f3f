"""What a comparison of two inventories finds."""

from __future__ import annotations

import copy
import cProfile
import random
from collections import Counter
from collections.abc import Callable
from itertools import product as product_of
from typing import Any

import pytest

from sphinx_pmroles.inventory.change import Change, Changes, Named, Sort, What
from sphinx_pmroles.inventory.changes import compare
from sphinx_pmroles.inventory.phrases import phrase, shown
from sphinx_pmroles.model.kind import Kind
from tests.unit import snapshots
from tests.unit.snapshots import role

Json = dict[str, Any]

HERE = {"docname": "index", "uri": "index.html"}


def activity(title: str, own: str = "", **assignments: str) -> Json:
    return snapshots.activity(
        title,
        id=own or title.lower().replace(" ", "-"),
        assignments={
            key.replace("_", "-"): list(letters) for key, letters in assignments.items()
        },
    )


def matrix(title: str, participants: str, *activities: Json) -> Json:
    return snapshots.matrix(*activities, title=title, participants=participants.split())


def stage(title: str, **values: Any) -> Json:
    return {
        "id": title.lower(),
        "title": title,
        "decided_by": None,
        "entry_criteria": None,
        "exit_criteria": None,
        "sections": {},
        **values,
    }


def item(
    title: str, when: str = "", start: str = "", end: str = "", **values: Any
) -> Json:
    dates = {"when": when or None, "start": start or None, "end": end or start or None}
    return snapshots.item(title, **dates, **values)


def product(title: str, **values: Any) -> Json:
    return {
        "title": title,
        "lifecycle": None,
        "stage": None,
        "owner": None,
        "part_of": None,
        "sections": {},
        **HERE,
        **values,
    }


def book(**groups: Any) -> Json:
    items = groups.pop("items", {})
    roadmaps = groups.pop("roadmaps", {"plan": "Plan"} if items else {})
    return {
        "format": "pmroles",
        "format_version": 1,
        "project": "Book",
        "release": "1.0",
        "audience": None,
        "roles": {},
        "matrices": {},
        "lifecycles": {},
        "products": {},
        "roadmaps": {
            key: {
                "title": title,
                "items": [k for k, each in items.items() if each["roadmap"] == key],
                **HERE,
            }
            for key, title in roadmaps.items()
        },
        "items": items,
        **groups,
    }


PEOPLE = {
    "pm": role("Product Manager", abbr="PM", sections={"Purpose": "Hold it together."}),
    "sponsor": role("Sponsor", level="senior"),
    "sales": role("Sales Lead", reports_to="sponsor", works_with=["pm"]),
}


def told(changes: Changes) -> list[str]:
    """Return the changes in short."""
    return [short(change) for change in changes.changes]


def short(change: Change) -> str:
    def words(values: tuple[Named, ...]) -> str:
        return ", ".join(value.words for value in values)

    parts = [
        change.thing.words,
        f"{change.what}{'?' if change.is_guess else ''}",
        change.name.words if change.name else "",
        f"{words(change.before)} > {words(change.after)}",
        f"{change.days:+d}" if change.days is not None else "",
    ]
    return " | ".join(part for part in parts if part not in ("", " > "))


def changed(old: Json, new: Json) -> list[str]:
    return told(compare(old, new))


def test_compare__finds_nothing_in_an_unchanged_handbook() -> None:
    old = book(roles=PEOPLE, items={"plan/a": item("A", "later", horizon="later")})
    changes = compare(old, copy.deepcopy(old))
    assert not changes
    assert list(changes.by_kind()) == []


def test_compare__is_not_about_pages() -> None:
    old = book(roles={"pm": role("PM")})
    new = book(roles={"pm": role("PM", docname="other", uri="other.html")})
    assert not compare(old, new)


# Roles


def test_compare__finds_roles_that_came_and_went() -> None:
    old = book(roles={"sponsor": role("Sponsor"), "pm": role("Product Manager")})
    new = book(roles={"pm": role("Product Manager"), "lead": role("Engineering Lead")})
    assert changed(old, new) == ["Engineering Lead | added", "Sponsor | removed"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ({}, {"abbr": "PM"}, "Abbreviation |  > PM"),
        ({"level": "senior"}, {}, "Level | senior > "),
        ({"aka": ["a", "b"]}, {"aka": ["b", "c"]}, "Also called | a, b > b, c"),
        ({"kind": "role"}, {"kind": "team"}, "Kind | role > team"),
        ({}, {"reports_to": "sponsor"}, "Reports to |  > Sponsor"),
        ({}, {"works_with": ["sponsor", "Legal"]}, "Works with |  > Sponsor, Legal"),
    ],
)
def test_compare__finds_what_a_role_is_otherwise(
    before: Json, after: Json, says: str
) -> None:
    sponsor = role("Sponsor")
    old = book(roles={"pm": role("Product Manager", **before), "sponsor": sponsor})
    new = book(roles={"pm": role("Product Manager", **after), "sponsor": sponsor})
    assert changed(old, new) == [f"Product Manager | changed | {says}"]


def test_compare__takes_another_order_of_the_same_for_no_change() -> None:
    old = book(roles={"pm": role("PM", aka=["a", "b"], works_with=["x", "y"])})
    new = book(roles={"pm": role("PM", aka=["b", "a"], works_with=["y", "x"])})
    assert changed(old, new) == []


def test_compare__says_which_sections_are_reworded() -> None:
    old = book(roles={"pm": role("PM", sections={"Purpose": "Old.", "Skills": "x"})})
    new = book(roles={"pm": role("PM", sections={"Purpose": "New.", "Measures": "y"})})
    assert changed(old, new) == [
        "PM | reworded | Purpose | Old. > New.",
        "PM | reworded | Measures |  > y",
        "PM | reworded | Skills | x > ",
    ]


# Renames


def test_compare__finds_a_rename_by_the_id() -> None:
    old, new = book(roles={"pm": role("Owner")}), book(roles={"pm": role("Manager")})
    assert changed(old, new) == ["Manager | renamed | Owner > Manager"]


def test_compare__finds_an_id_whatever_its_case() -> None:
    old, new = book(roles={"PM": role("Lead")}), book(roles={"pm": role("Lead")})
    assert changed(old, new) == []


SECTIONS = {
    "Purpose": "Hold technology, business and customers together.",
    "Measures": "The success of the product in its market.",
}


def test_compare__finds_a_rename_by_likeness_and_follows_it() -> None:
    old = book(
        roles={
            "product-manager": role("Product Manager", sections=SECTIONS),
            "ba": role("Business Analyst", reports_to="product-manager"),
        },
        matrices={
            "m": matrix(
                "Launch",
                "product-manager ba",
                activity("Set price", product_manager="A", ba="R"),
            )
        },
        products={"atlas": product("Atlas", owner="product-manager")},
        items={"plan/a": item("First", owner="product-manager")},
    )
    new = book(
        roles={
            "product-lead": role("Product Lead", sections=SECTIONS),
            "ba": role("Business Analyst", reports_to="product-lead"),
        },
        matrices={
            "m": matrix(
                "Launch",
                "product-lead ba",
                activity("Set price", product_lead="A", ba="R"),
            )
        },
        products={"atlas": product("Atlas", owner="product-lead")},
        items={"plan/a": item("First", owner="product-lead")},
    )
    assert changed(old, new) == [
        "Product Lead | renamed? | Product Manager > Product Lead"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (role("Product Manager"), role("Project Manager")),
        (role("PM"), role("PO")),
        (role("Internal release"), role("International release")),
        (role("Planner"), role("Planning")),
        (role("Release 1", sections=SECTIONS), role("Release 2", sections=SECTIONS)),
        (
            role("Product Manager", sections={"Purpose": "Make the product succeed."}),
            role("Project Manager", sections={"Purpose": "Keep to time and budget."}),
        ),
    ],
)
def test_compare__takes_no_two_things_for_one_by_chance(one: Json, other: Json) -> None:
    old, new = book(roles={"one": one}), book(roles={"other": other})
    assert [each.what for each in compare(old, new).changes] == ["added", "removed"]


def test_compare__does_not_guess_between_two_that_are_as_good() -> None:
    old = book(roles={"a": role("Product Manager", sections=SECTIONS)})
    twin = role("Product Managers", sections=SECTIONS)
    new = book(roles={"b": twin, "c": twin})
    assert Counter(each.what for each in compare(old, new).changes) == {
        What.ADDED: 2,
        What.REMOVED: 1,
    }


def test_compare__says_that_a_thing_has_another_id() -> None:
    old = book(roles={"pm": role("Product Manager", sections=SECTIONS)})
    new = book(roles={"lead": role("Product Manager", sections=SECTIONS)})
    assert changed(old, new) == ["Product Manager | changed? | ID | pm > lead"]


def test_compare__finds_all_of_many_that_have_another_id() -> None:
    # Nothing but the whole title is told of one alone.
    titles = map(
        " ".join, product_of(("red", "blue", "green", "grey", "pink"), repeat=4)
    )
    people = {f"old-{t}": role(t, sections=SECTIONS) for t in titles}
    old = book(roles=people)
    new = book(roles={f"new-{key}": each for key, each in people.items()})
    assert {change.what for change in compare(old, new).changes} == {What.CHANGED}


def test_compare__takes_a_new_name_within_a_text_for_no_rewording() -> None:
    def roles(title: str) -> Json:
        says = {"Purpose": f"Helps the {title} of the day."}
        return {"pm": role(title), "ba": role("Analyst", sections=says)}

    old, new = book(roles=roles("Manager")), book(roles=roles("Lead"))
    assert changed(old, new) == ["Lead | renamed | Manager > Lead"]


def test_compare__takes_words_that_now_name_a_role_for_no_change() -> None:
    old = book(
        matrices={
            "m": matrix("M", "head-of-sales", activity("Sell", head_of_sales="A"))
        },
        items={"plan/a": item("First", owner="head-of-sales")},
    )
    new = book(
        roles={"hos": role("Head of Sales")},
        matrices={"m": matrix("M", "hos", activity("Sell", hos="A"))},
        items={"plan/a": item("First", owner="hos")},
    )
    assert changed(old, new) == ["Head of Sales | added"]
    assert changed(new, old) == ["Head of Sales | removed"]


# Matrices


def letters(**assignments: str) -> Json:
    price = activity("Set price", **assignments)
    return book(
        roles=PEOPLE, matrices={"m": matrix("Launch", "pm sponsor sales", price)}
    )


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            {"pm": "A", "sponsor": "C"},
            {"sponsor": "AC"},
            ["letter moved | A | Product Manager > Sponsor"],
        ),
        ({"pm": "A"}, {"pm": "AR"}, ["letter given | R |  > Product Manager"]),
        ({"pm": "AR"}, {"pm": "A"}, ["letter taken | R | Product Manager > "]),
        (
            {"pm": "A"},
            {"sponsor": "A", "sales": "A"},
            [
                "letter taken | A | Product Manager > ",
                "letter given | A |  > Sponsor, Sales Lead",
            ],
        ),
    ],
)
def test_compare__says_where_each_letter_went(
    before: Json, after: Json, says: list[str]
) -> None:
    found = changed(letters(**before), letters(**after))
    assert found == [f"Set price | {each}" for each in says]


def test_compare__finds_what_changed_of_a_matrix() -> None:
    old = book(
        roles=PEOPLE,
        matrices={
            "m": matrix(
                "Launch",
                "pm legal",
                activity("Plan", pm="A"),
                activity("Sell", pm="A", legal="C"),
            )
        },
    )
    new = copy.deepcopy(old)
    launch = new["matrices"]["m"]
    launch["title"] = "Launch well"
    launch["letters"] = {**launch["letters"], "A": "Approves"}
    del launch["letters"]["C"]
    launch["participants"] = ["pm", "sponsor"]
    launch["activities"] = [
        {
            **activity("Sell", pm="A"),
            "group": "Market",
            "notes": {"pm": "if over budget"},
            "title": "Sell it",
        },
        activity("Learn", pm="A"),
    ]
    assert changed(old, new) == [
        "Launch well | renamed | Launch > Launch well",
        "Launch well | letter defined | A | Accountable > Approves",
        "Launch well | letter defined | C | Consulted > ",
        "Launch well | participant added |  > Sponsor",
        "Launch well | participant removed | legal > ",
        "Sell it | renamed | Sell > Sell it",
        "Sell it | changed | Group |  > Market",
        "Sell it | letter taken | C | legal > ",
        "Sell it | note | Product Manager |  > if over budget",
        "Learn | added",
        "Plan | removed",
    ]


def test_compare__says_nothing_of_the_letters_of_another_scheme() -> None:
    old = book(matrices={"m": matrix("M", "pm")})
    new = copy.deepcopy(old)
    new["matrices"]["m"].update(scheme="daci", letters={"D": "Driver"})
    assert changed(old, new) == ["M | changed | Scheme | raci > daci"]


NAMES = ("Plan", "Build", "Test", "Ship", "Sell", "Learn", "Stop", "Archive")


def rows(person: str, first: str) -> Json:
    made = [activity(name, **{person: "R"}, sponsor="A") for name in (first, *NAMES)]
    return book(matrices={"m": matrix("M", f"{person} sponsor", *made)})


def test_compare__finds_a_header_that_is_written_otherwise() -> None:
    assert changed(rows("engineer", "Set price"), rows("engineers", "Set price")) == [
        "M | participant renamed? | engineer > engineers"
    ]


def test_compare__finds_an_activity_that_is_called_otherwise() -> None:
    assert changed(rows("engineer", "Set prices"), rows("engineer", "Set price")) == [
        "Set price | renamed? | Set prices > Set price"
    ]


def test_compare__takes_words_that_name_a_thing_since_for_no_change() -> None:
    items = {"plan/a": item("First", product="Atlas")}
    items_now = {"plan/a": item("First", product="ATL")}
    new = book(products={"ATL": product("Atlas")}, items=items_now)
    assert changed(book(items=items), new) == ["Atlas | added"]


def test_compare__shows_the_words_of_who_is_no_role() -> None:
    old = {**rows("it-team", "Set price"), "names": {"it-team": "The IT team"}}
    new = {**rows("legal", "Set price"), "names": {}}
    assert changed(old, new)[:2] == [
        "M | participant added |  > legal",
        "M | participant removed | The IT team > ",
    ]


# Life cycles and products


def cycle(current: str | None, *stages: Json) -> Json:
    life = {"title": "Life", "current": current, "stages": list(stages), **HERE}
    return book(roles=PEOPLE, lifecycles={"life": life})


@pytest.mark.parametrize(
    ("text", "met", "says"),
    [
        ("☑ price approved", 1, ["Entry criteria met | 0/1 > 1/1"]),
        (
            "☑ price known",
            1,
            [
                "Entry criteria met | 0/1 > 1/1",
                "Entry criteria | ☐ price approved > ☑ price known",
            ],
        ),
    ],
)
def test_compare__says_once_that_a_criterion_is_met(
    text: str, met: int, says: list[str]
) -> None:
    def grow(met: int, text: str) -> Json:
        criteria, sections = {"met": met, "total": 1}, {"Entry criteria": text}
        return cycle(None, stage("Grow", entry_criteria=criteria, sections=sections))

    found = changed(grow(0, "☐ price approved"), grow(met, text))
    assert [each.split(" | ", 2)[2] for each in found] == says


def test_compare__finds_what_changed_of_a_life_cycle() -> None:
    old = cycle(
        "grow",
        stage("Grow", decided_by="pm", entry_criteria={"met": 1, "total": 3}),
        stage("Mature", sections={"Purpose": "Earn."}),
        stage("Decline"),
    )
    new = cycle(
        "mature",
        stage("Mature", sections={"Purpose": "Earn well."}),
        stage("Grow", decided_by="sponsor", entry_criteria={"met": 2, "total": 3}),
        stage("Retire"),
    )
    assert changed(old, new) == [
        "Life | changed | Current stage | Grow > Mature",
        "Life | reordered | Grow, Mature, Decline > Mature, Grow, Retire",
        "Mature | reworded | Purpose | Earn. > Earn well.",
        "Grow | changed | Decided by | Product Manager > Sponsor",
        "Grow | changed | Entry criteria met | 1/3 > 2/3",
        "Retire | added",
        "Decline | removed",
    ]


def test_compare__finds_what_changed_of_a_product() -> None:
    life = cycle("grow", stage("Grow"), stage("Mature"))
    atlas = product("Atlas", stage="grow", owner="pm", sections={"Vision": "Maps."})
    old = {**life, "products": {"atlas": atlas}}
    then = {"stage": "mature", "owner": "Key accounts", "part_of": "Suite"}
    new = {**life, "products": {"atlas": {**atlas, **then, "title": "Atlas 2"}}}
    assert changed(old, new) == [
        "Atlas 2 | renamed | Atlas > Atlas 2",
        "Atlas 2 | changed | Stage | Grow > Mature",
        "Atlas 2 | changed | Owner | Product Manager > Key accounts",
        "Atlas 2 | changed | Part of |  > Suite",
    ]


# Roadmaps


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            item("A", "2026-12-15", "2026-12-15"),
            item("A", "12 January 2027", "2027-01-12"),
            "slipped | When | 2026-12-15 > 12 January 2027 | +28",
        ),
        (
            item("A", "2026-08-07", "2026-08-07"),
            item("A", "2026-W31", "2026-07-27", "2026-08-02"),
            "brought forward | When | 2026-08-07 > 2026-W31",
        ),
        (
            item("A", "2026-07 .. 2026-12-30", "2026-07-01", "2026-12-30"),
            item("A", "2026-07 .. 2026-12-31", "2026-07-01", "2026-12-31"),
            "slipped | When | 2026-07 .. 2026-12-30 > 2026-07 .. 2026-12-31 | +1",
        ),
        (
            item("A", "Q3 2026", "2026-07-01", "2026-09-30"),
            item("A", "Q4 2026", "2026-10-01", "2026-12-31"),
            "slipped | When | Q3 2026 > Q4 2026",
        ),
        (
            item("A", "2026-W30", "2026-07-20", "2026-07-26"),
            item("A", "2026-W31", "2026-07-27", "2026-08-02"),
            "slipped | When | 2026-W30 > 2026-W31",
        ),
        (
            item("A", "2026-07 .. FY31", "2026-07-01", "2031-12-31"),
            item("A", "2026-07 .. FY30", "2026-07-01", "2030-12-31"),
            "brought forward | When | 2026-07 .. FY31 > 2026-07 .. FY30",
        ),
        (
            item("A", "2026-07 .. 2026-09", "2026-07-01", "2026-09-30"),
            item("A", "2026-08 .. 2026-09", "2026-08-01", "2026-09-30"),
            "changed | When | 2026-07 .. 2026-09 > 2026-08 .. 2026-09",
        ),
        (
            item("A", "next", horizon="next"),
            item("A", "later", horizon="later"),
            "slipped | When | next > later",
        ),
        (
            item("A", "Next", horizon="next"),
            item("A", "now", horizon="now"),
            "brought forward | When | next > now",
        ),
        (
            item("A", "later", horizon="later"),
            item("A", "2027", "2027-01-01", "2027-12-31"),
            "changed | When | later > 2027",
        ),
        (
            item("A", "TBD"),
            item("A", "2027-01-12", "2027-01-12"),
            "changed | When |  > 2027-01-12",
        ),
        (
            item("A", status="in progress"),
            item("A", status="done"),
            "finished | Status | in progress > done",
        ),
        (item("A"), item("A", status="dropped"), "dropped | Status |  > dropped"),
        (
            item("A", status="done"),
            item("A", status="in progress"),
            "changed | Status | done > in progress",
        ),
        (
            item("A", health="on track"),
            item("A", health="at risk"),
            "changed | Health | on track > at risk",
        ),
        (
            item("A", progress=0),
            item("A", progress=60),
            "changed | Progress | 0 % > 60 %",
        ),
        (
            item("A", confidence="high"),
            item("A", confidence="70"),
            "changed | Confidence | high > 70 %",
        ),
        (item("A", team="X"), item("A", team="Y"), "changed | Team | X > Y"),
        (
            item("A", extra={"Budget": "1"}),
            item("A", extra={"Budget": "2"}),
            "changed | Budget | 1 > 2",
        ),
        (
            item("A"),
            item("A", depends_on=["plan/b", "elsewhere"]),
            "changed | Depends on |  > B, elsewhere",
        ),
    ],
)
def test_compare__finds_what_changed_of_an_item(
    before: Json, after: Json, says: str
) -> None:
    old = book(items={"plan/a": before, "plan/b": item("B")})
    new = book(items={"plan/a": after, "plan/b": item("B")})
    assert changed(old, new) == [f"A | {says}"]


def test_compare__knows_days_by_their_precision() -> None:
    def plan(when: str, day: str, *precision: str) -> Json:
        dates = ("2026-07-01", day)
        return book(items={"plan/a": item("A", when, *dates, precision=precision)})

    # The words alone would say a day, and none: there are 30 of them.
    old = plan("to week 30", "2026-07-30", "day", "day")
    new = plan("to the last of August", "2026-08-31", "day", "day")
    weeks = plan("to week 30", "2026-07-30", "day", "week")
    assert compare(old, new).changes[0].days == 32
    assert compare(weeks, new).changes[0].days is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            item("A", "Q3 2026", "2026-07-01", "2026-09-30"),
            item("A", "2026-Q3", "2026-07-01", "2026-09-30"),
        ),
        (item("A", "TBD"), item("A", "-")),
        (item("A", depends_on=["Elsewhere"]), item("A", depends_on=["elsewhere"])),
    ],
)
def test_compare__takes_other_words_for_the_same_for_no_change(
    before: Json, after: Json
) -> None:
    old, new = book(items={"plan/a": before}), book(items={"plan/a": after})
    assert changed(old, new) == []


def test_compare__follows_an_item_to_another_roadmap_and_name() -> None:
    told = {"owner": "pm", "team": "Web", "outcome": "More"}
    maps = {"plan": "Plan", "next": "Next year"}
    old = book(
        roadmaps=maps,
        items={
            "plan/a": item(
                "Usage-based price", "2027", "2027-01-01", "2027-12-31", **told
            ),
            "plan/b": item("Self-service sign-up", **told),
            "plan/c": item("Launch gate", depends_on=["plan/a", "plan/b"]),
        },
    )
    new = book(
        roadmaps=maps,
        items={
            "plan/c": item("Launch gate", depends_on=["plan/x", "next/b"]),
            "plan/x": item(
                "Usage-based pricing", "2027", "2027-01-01", "2027-12-31", **told
            ),
            "next/b": item("Self-service sign-up", roadmap="next", **told),
        },
    )
    assert changed(old, new) == [
        "Usage-based pricing | renamed? | Usage-based price > Usage-based pricing",
        "Self-service sign-up | moved | Plan > Next year",
    ]


def test_compare__finds_an_item_again_that_has_an_ending_more_and_slipped() -> None:
    def plan(title: str, quarter: str, start: str, end: str) -> Json:
        gate = item("Launch gate", owner="pm")
        price = item(title, quarter, start, end, owner="pm")
        return book(items={"plan/launch-gate": gate, f"plan/{title}": price})

    old = plan("Usage-based price", "2026-Q3", "2026-07-01", "2026-09-30")
    new = plan("Usage-based pricing", "2026-Q4", "2026-10-01", "2026-12-31")
    assert changed(old, new) == [
        "Usage-based pricing | renamed? | Usage-based price > Usage-based pricing",
        "Usage-based pricing | slipped | When | 2026-Q3 > 2026-Q4",
    ]


def test_compare__finds_an_item_again_by_what_stands_beside_it() -> None:
    def plan(title: str) -> Json:
        titles = ("Launch gate", title, "Partner day")
        return book(items={f"plan/{each}": item(each) for each in titles})

    old, new = plan("Search for accountants"), plan("Search by accountants")
    then, now = "Search for accountants", "Search by accountants"
    assert changed(old, new) == [f"{now} | renamed? | {then} > {now}"]


def test_compare__takes_the_items_of_a_renamed_roadmap_along() -> None:
    names = ("Sign-up", "Price list", "Search", "Export")

    def plan(key: str, title: str, first: str) -> Json:
        titles = {"first": first, **{name: name for name in names}}
        items = {f"{key}/{k}": item(t, roadmap=key) for k, t in titles.items()}
        return book(roadmaps={key: title}, items=items)

    old = plan("plan-2026", "The plan", "Onboarding")
    new = plan("the-plans", "The plans", "First steps")
    assert changed(old, new) == [
        "The plans | renamed? | The plan > The plans",
        "First steps | renamed | Onboarding > First steps",
    ]


def test_compare__lists_the_items_of_a_roadmap_that_came_or_went() -> None:
    old = book()
    new = book(items={"plan/b": item("B"), "plan/a": item("A")})
    assert changed(old, new) == ["Plan | added", "B | added", "A | added"]
    assert changed(new, old) == ["Plan | removed", "B | removed", "A | removed"]


def test_by_kind__has_the_changes_of_parts_with_those_of_their_whole() -> None:
    old = book(roles=PEOPLE, items={"plan/a": item("A")})
    new = book(items={"plan/a": item("A", team="X"), "plan/b": item("B")})
    found = [
        (kind, [(whole.words, len(of)) for whole, of in groups.items()])
        for kind, groups in compare(old, new).by_kind()
    ]
    assert found == [
        (Kind.ROLE, [("Product Manager", 1), ("Sponsor", 1), ("Sales Lead", 1)]),
        (Kind.ROADMAP, [("Plan", 2)]),
    ]


# Any two handbooks

WORDS = ("price", "launch", "plan", "sell", "support", "Release 1", "Release 2", "")
KEYS = "abcde"


class Maker(random.Random):
    """Makes handbooks of few words and keys, so that two have much in common."""

    def some_keys(self) -> list[str]:
        return self.sample(KEYS, self.randrange(5))

    def title(self) -> str:
        return " ".join(self.choice(WORDS) for _ in range(self.randint(1, 3)))

    def person(self) -> str | None:
        people: list[str | None] = [None, *KEYS, "someone", "nobody"]
        return self.choice(people)

    def sections(self) -> Json:
        return {
            name: f"{self.title()} of {self.title()}"
            for name in ("Purpose", "Other")
            if self.random() < 0.5
        }

    def role(self) -> Json:
        return role(
            self.title(),
            reports_to=self.person(),
            abbr=self.choice([None, "pm"]),
            sections=self.sections(),
        )

    def matrix(self) -> Json:
        rows = [
            activity(
                self.title(), key, **{who: self.choice(["A", "AR"]) for who in "ab"}
            )
            for key in self.some_keys()
        ]
        return matrix(self.title(), self.choice(["a b c", "a b someone"]), *rows)

    def lifecycle(self) -> Json:
        stages = [stage(self.title(), id=key) for key in self.some_keys()]
        return {"title": self.title(), "stages": stages, "current": None, **HERE}

    def item(self, plan: str) -> Json:
        day = f"2026-07-0{self.randint(1, 9)}"
        return item(
            self.title(),
            *(day, day),
            roadmap=plan,
            owner=self.person(),
            status=self.choice([None, "planned", "done"]),
        )

    def book(self) -> Json:
        plans = {key: self.title() for key in self.some_keys()}
        return book(
            roles={key: self.role() for key in self.some_keys()},
            matrices={key: self.matrix() for key in self.some_keys()},
            lifecycles={key: self.lifecycle() for key in self.some_keys()},
            products={
                key: product(self.title(), owner=self.person(), stage=self.person())
                for key in self.some_keys()
            },
            roadmaps=plans,
            items={
                f"{plan}/{key}": self.item(plan)
                for plan in plans
                for key in self.some_keys()
            },
        )


MIRRORED = {
    What.ADDED: What.REMOVED,
    What.PARTICIPANT_ADDED: What.PARTICIPANT_REMOVED,
    What.LETTER_GIVEN: What.LETTER_TAKEN,
    What.SLIPPED: What.BROUGHT_FORWARD,
}
MIRRORED |= {other: one for one, other in MIRRORED.items()}
#: What a status became says more than that it changed; the way back does not.
STATUSES = {What.FINISHED: What.CHANGED, What.DROPPED: What.CHANGED}


def facts(change: Change, *, is_mirrored: bool = False) -> tuple[Any, ...]:
    what = STATUSES.get(change.what, change.what)
    ends = [(change.old, set(change.before)), (change.new, set(change.after))]
    days = change.days
    if is_mirrored:
        what = MIRRORED.get(what, what)
        ends.reverse()
        days = None if days is None else -days
    name = change.name.words if change.name and what != What.NOTE else ""
    return (
        what,
        change.kind,
        name,
        days,
        change.is_guess,
        *map(str, map(sorted_, ends)),
    )


def sorted_(end: tuple[Named | None, set[Named]]) -> tuple[Any, ...]:
    return end[0], sorted(str(named) for named in end[1])


def test_compare__finds_nothing_between_any_handbook_and_itself() -> None:
    for seed in range(100):
        old = Maker(seed).book()
        assert not compare(old, copy.deepcopy(old)), seed


def test_compare__mirrors_itself() -> None:
    for seed in range(400):
        maker = Maker(seed)
        old, new = maker.book(), maker.book()
        there = Counter(facts(change) for change in compare(old, new).changes)
        back = Counter(facts(x, is_mirrored=True) for x in compare(new, old).changes)
        assert there == back, seed


# Size


def test_compare__takes_no_longer_than_it_must() -> None:
    """Of 1,000 that went and 1,000 that came, few are looked at closely."""
    words = Maker(1)
    names = [
        " ".join(
            words.choice("abcdefgh") * 3 + words.choice(("price", "plan", "sale"))
            for _ in range(4)
        )
        for _ in range(2000)
    ]

    def of(titles: list[str]) -> Json:
        return book(
            items={f"plan/{t}": item(t, team="Web", owner="pm") for t in titles}
        )

    profile = cProfile.Profile()
    profile.runcall(compare, of(names[:1000]), of(names[1000:]))
    profile.create_stats()
    calls = sum(entry[0] for entry in profile.stats.values())
    assert calls < 1_000_000, calls


# How it is said


def say(change: Change, translate: Callable[[str], str] = str) -> str:
    return "".join(
        part if isinstance(part, str) else shown(part, translate)
        for part in phrase(change, translate)
    )


THEN, NOW, NAME = Named("then"), Named("now"), Named("x")


def a_change(what: What, **values: Any) -> Change:
    return Change(what, Kind.ITEM, THEN, NOW, **values)


@pytest.mark.parametrize(
    ("what", "both", "gained", "lost"),
    [
        (
            What.CHANGED,
            "x: then → now, now",
            "x: now now, now",
            "x: no longer then",
        ),
        (What.REWORDED, "x reworded", "x added", "x removed"),
        (
            What.LETTER_DEFINED,
            "x stands for now, now, before: then",
            "x added, it stands for now, now",
            "x removed, it stood for then",
        ),
        (
            What.NOTE,
            "note for x: then → now, now",
            "note for x added: now, now",
            "note for x removed: then",
        ),
    ],
)
def test_phrase__says_what_was_there_and_what_is(
    what: What, both: str, gained: str, lost: str
) -> None:
    before, after = (THEN,), (NOW, NOW)
    assert say(a_change(what, name=NAME, before=before, after=after)) == both
    assert say(a_change(what, name=NAME, after=after)) == gained
    assert say(a_change(what, name=NAME, before=before)) == lost


@pytest.mark.parametrize(
    ("what", "days", "says"),
    [
        (What.SLIPPED, None, "slipped: then → now"),
        (What.SLIPPED, 28, "slipped by +28 days: then → now"),
        (What.SLIPPED, 1, "slipped by +1 day: then → now"),
        (What.BROUGHT_FORWARD, -14, "brought forward by −14 days: then → now"),
    ],
)
def test_phrase__says_by_how_many_days(what: What, days: int | None, says: str) -> None:
    assert say(a_change(what, before=(THEN,), after=(NOW,), days=days)) == says


def test_phrase__says_that_a_rename_is_a_guess() -> None:
    change = a_change(What.RENAMED, before=(THEN,), after=(NOW,), is_guess=True)
    assert say(change) == "probably renamed, before: then"


@pytest.mark.parametrize("what", What)
def test_phrase__has_words_for_all_that_can_happen(what: What) -> None:
    for values in ({}, {"before": (THEN,)}, {"after": (NOW,)}, {"is_guess": True}):
        said = say(a_change(what, name=NAME, **values))
        assert said.strip()
        assert "{" not in said


def test_phrase__translates_its_own_words_alone() -> None:
    change = a_change(
        What.CHANGED,
        name=Named("Status", Sort.WORD),
        before=(Named("done", Sort.WORD),),
        after=(Named("done"),),
    )
    words = {"{name}: {before} → {after}": "{after} ← {before} ({name})"}
    assert say(change, lambda said: words.get(said, said.upper())) == (
        "done ← DONE (STATUS)"
    )
