from __future__ import annotations

from dataclasses import replace

import pytest

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.roadmap import Item, Roadmap
from sphinx_pmroles.model.role import Role, Section

HERE = Place("page", 1)


def role(key: str, title: str, **more: object) -> Role:
    return Role(key, title, f"pm-role-{key}", HERE, **more)  # type: ignore[arg-type]


def matrix(key: str, *rows: str, group: str = "") -> Matrix:
    """Return a matrix of PM and BA; a row is its title, and a cell for each."""
    activities = []
    for row in rows:
        title, *cells = row.split("|")
        activities.append(
            Activity(
                title.lower(),
                title,
                f"pm-activity-{key}-{title.lower()}",
                HERE,
                tuple(Cell(tuple(cell)) for cell in cells),
                group=group,
            )
        )
    people = (Participant("PM", HERE), Participant("analyst", HERE))
    return Matrix(
        key,
        key.title(),
        f"pm-matrix-{key}",
        HERE,
        "raci",
        "",
        people,
        tuple(activities),
    )


PM = role(
    "product-manager",
    "Product Manager",
    abbr="PM",
    aka=("PdM", "Lead"),
    reports_to="boss",
    works_with=("BA", "nobody"),
    sections=(Section("Purpose", "Win."),),
)
BA = role("ba", "Analyst", abbr="BA", aka=("Lead",), reports_to="pm")
BOSS = role("Boss", "Sponsor")
CYCLE = Lifecycle(
    "life",
    "Life",
    "pm-life",
    HERE,
    (
        Stage("grow", "Grow", "pm-stage-life-grow", HERE, decided_by="sponsor"),
        Stage("end", "End", "pm-stage-life-end", HERE),
    ),
)
OTHER_CYCLE = Lifecycle(
    "other", "Other", "pm-other", HERE, (Stage("end", "End", "pm-stage-2", HERE),)
)
PLAN = Roadmap(
    "plan",
    "Plan",
    "pm-plan",
    HERE,
    (),
    (
        Item("sign-up", "Sign-up", "pm-item-1", HERE, owner="PM", stage="Grow"),
        Item("REQ-7", "Seven", "pm-item-2", HERE, owner="nobody", stage="End"),
    ),
)
BOOK = Handbook(
    [
        Page("first", roles=(PM, BA), matrices=(matrix("build", "Plan|AR|C"),)),
        Page(
            "second",
            roles=(BOSS,),
            matrices=(matrix("sell", "Plan|A|R", "Price|R|A", group="Grow"),),
            lifecycles=(CYCLE, OTHER_CYCLE),
            roadmaps=(PLAN,),
        ),
    ]
)


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [
        (Kind.ROLE, "product-manager", "product-manager"),
        (Kind.ROLE, "PRODUCT  manager", "product-manager"),
        (Kind.ROLE, "pdm", "product-manager"),
        (Kind.ROLE, "boss", "Boss"),
        (Kind.ROLE, "Sponsor", "Boss"),
        (Kind.ROLE, "Lead", None),
        (Kind.ROLE, "", None),
        (Kind.MATRIX, "build", "build"),
        (Kind.MATRIX, "Sell", "sell"),
        (Kind.ACTIVITY, "build/plan", "build/plan"),
        (Kind.ACTIVITY, "sell/Price", "sell/price"),
        (Kind.ACTIVITY, "price", "sell/price"),
        (Kind.ACTIVITY, "plan", None),
        (Kind.STAGE, "grow", "life/grow"),
        (Kind.STAGE, "end", None),
        (Kind.STAGE, "other/end", "other/end"),
        (Kind.ITEM, "req-7", "plan/REQ-7"),
        (Kind.ITEM, "Seven", "plan/REQ-7"),
        # What the key was made of: titles may be translated.
        (Kind.ITEM, "Sign up", "plan/sign-up"),
        (Kind.ITEM, "Sign in", None),
        (Kind.LIFECYCLE, "plan", None),
    ],
)
def test_find__takes_every_name_of_one_thing(
    kind: Kind, name: str, key: str | None
) -> None:
    entry = BOOK.find(kind, name)
    assert (entry and entry.key) == key


def test_find__looks_inside_first() -> None:
    inside = BOOK.find(Kind.ACTIVITY, "plan", inside="sell")
    assert inside is not None
    assert inside.key == "sell/plan"
    elsewhere = BOOK.find(Kind.ACTIVITY, "price", inside="build")
    assert elsewhere is not None
    assert elsewhere.key == "sell/price"


def test_find__takes_the_first_of_two_with_one_key() -> None:
    book = Handbook(
        [
            Page("a", roles=(role("x", "First"),)),
            Page("b", roles=(role("X", "Second"),)),
        ]
    )
    found = book.find_role("x")
    assert found is not None
    assert found.title == "First"
    assert [entry.title for entry in book.entries[Kind.ROLE]] == ["First", "Second"]


def test_find_all__gives_all_that_a_name_may_mean() -> None:
    found = BOOK.find_all(Kind.ROLE, "lead")
    assert [entry.key for entry in found] == ["product-manager", "ba"]


@pytest.mark.parametrize(
    ("kind", "name", "near"),
    [
        (Kind.ROLE, "prodct-manager", "product-manager"),
        (Kind.ROLE, "Product Manger", "Product Manager"),
        (Kind.ROLE, "zzz", ""),
        (Kind.ACTIVITY, "sell/prise", "sell/Price"),
        (Kind.ITEM, "plan/req-8", "plan/REQ-7"),
    ],
)
def test_suggest__gives_the_nearest_name(kind: Kind, name: str, near: str) -> None:
    assert BOOK.suggest(kind, name) == near
    assert not near or BOOK.find(kind, near)


def test_participant_key__is_the_roles_or_made_of_the_text() -> None:
    keys = [BOOK.participant_key(text) for text in ("PM", "Sponsor", "Key accounts")]
    assert keys == ["product-manager", "Boss", "key-accounts"]


def test_involvement__says_all_that_the_handbook_says() -> None:
    involvement = BOOK.involvement(PM)
    parts = [
        (group.word, group.matrix.key, [part.activity.key for part in group.parts])
        for group in involvement.parts
    ]
    assert parts == [
        ("Accountable", "build", ["build/plan"]),
        ("Accountable", "sell", ["sell/plan"]),
        ("Responsible", "build", ["build/plan"]),
        ("Responsible", "sell", ["sell/price"]),
    ]
    assert [entry.key for entry in involvement.items] == ["plan/sign-up"]
    assert [entry.key for entry in involvement.reports] == ["ba"]
    assert involvement.reports_to is not None
    assert involvement.reports_to.key == "Boss"
    assert [entry.key for entry in involvement.works_with] == ["ba"]
    assert [gate.key for gate in BOOK.involvement(BOSS).gates] == ["life/grow"]


def test_involvement__comes_in_the_schemes_order_whatever_comes_first() -> None:
    first, then = matrix("first", "Tell|I|A"), matrix("then", "Sell|A|R")
    involvement = Handbook([Page("page", (PM,), (first, then))]).involvement(PM)
    assert [(parts.word, parts.matrix.key) for parts in involvement.parts] == [
        ("Accountable", "then"),
        ("Informed", "first"),
    ]


def test_involvement__makes_no_activity_again_that_is_made() -> None:
    # A large handbook has each activity in the lists of many roles.
    known = {id(entry) for entry in BOOK.entries[Kind.ACTIVITY]}
    shown = [
        part.activity for group in BOOK.involvement(PM).parts for part in group.parts
    ]
    assert shown
    assert {id(entry) for entry in shown} <= known


def test_stage_contents__are_those_that_name_the_stage() -> None:
    contents = BOOK.stage_contents(CYCLE, CYCLE.stages[0])
    assert contents.decided_by is not None
    assert contents.decided_by.key == "Boss"
    assert [a.key for a in contents.activities] == ["sell/plan", "sell/price"]
    assert [i.key for i in contents.items] == ["plan/sign-up"]
    # "End" may be the stage of either life cycle: it is given to neither.
    assert BOOK.stage_contents(CYCLE, CYCLE.stages[1]).items == ()


@pytest.mark.parametrize(
    ("name", "docname", "key"),
    [
        ("Grow", "elsewhere", "life/grow"),
        # Two life cycles end: that of the same page is meant.
        ("End", "here", "life/end"),
        ("End", "there", "other/end"),
        ("End", "elsewhere", None),
        ("other/end", "here", "other/end"),
        ("", "here", None),
    ],
)
def test_stage_named__prefers_the_same_page(
    name: str, docname: str, key: str | None
) -> None:
    def cycle(whole: Lifecycle, page: str) -> Page:
        place = Place(page, 1)
        stages = tuple(replace(stage, place=place) for stage in whole.stages)
        return Page(page, lifecycles=(replace(whole, place=place, stages=stages),))

    book = Handbook([cycle(CYCLE, "here"), cycle(OTHER_CYCLE, "there")])
    entry = book.stage_named(name, docname)
    assert (entry.key if entry else None) == key


@pytest.mark.parametrize(
    ("current", "which"),
    [
        ("grow", "grow"),
        ("Grow", "grow"),
        ("END", "end"),
        ("life/end", "end"),
        ("", None),
        ("x", None),
        # Two have the title, and one of them has it as its key.
        ("Review", None),
        ("review-2", "review-2"),
        # The title is a translation; the key was made of the original.
        ("Run down", "run-down"),
        ("!", None),
    ],
)
def test_current_stage__is_named_by_key_or_title(
    current: str, which: str | None
) -> None:
    others = (("review-1", "Review"), ("review-2", "Review"), ("run-down", "Auslauf"))
    stages = (*CYCLE.stages, *(Stage(k, t, "", HERE) for k, t in (*others, ("-", "★"))))
    stage = Lifecycle("life", "Life", "", HERE, stages, current=current).current_stage
    assert (stage.key if stage else None) == which
