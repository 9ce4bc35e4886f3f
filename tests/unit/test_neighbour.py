from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.inventory.export import to_json
from sphinx_pmroles.inventory.neighbour import LINE, TEXT, to_handbook
from sphinx_pmroles.model.comparison import side_by_side
from sphinx_pmroles.model.finding import Elsewhere, Place
from sphinx_pmroles.model.handbook import Entry, Handbook, Neighbours, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.organisation import Tie, listed_roles, place_members
from sphinx_pmroles.model.overview import Comparison, Portfolio, RoleList
from sphinx_pmroles.model.period import CalendarUnit, Period, Precision
from sphinx_pmroles.model.portfolio import portfolio
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.report import Report, ReportKind
from sphinx_pmroles.model.reports import Decisions, Load, Plan, answer
from sphinx_pmroles.model.roadmap import (
    Column,
    Condition,
    Field,
    Health,
    Item,
    Roadmap,
    Status,
)
from sphinx_pmroles.model.role import Role, Section
from sphinx_pmroles.model.scheme import Letter

HERE = Place("page", 1)
BASE = "https://platform.example.org/book/"

QUARTER = CalendarUnit(date(2026, 7, 1), date(2026, 9, 30), Precision.QUARTER)
DAY = CalendarUnit(date(2026, 12, 15), date(2026, 12, 15), Precision.DAY)
HALF = CalendarUnit(date(2027, 1, 1), date(2027, 6, 30), Precision.HALF)
WEEK = CalendarUnit(date(2026, 7, 27), date(2026, 8, 2), Precision.WEEK)
MONTH = CalendarUnit(date(2026, 9, 1), date(2026, 9, 30), Precision.MONTH)


def role(key: str, title: str, **more: Any) -> Role:
    return Role(key, title, f"pm-role-{key}", HERE, **more)


def matrix(key: str, people: tuple[str, ...], *rows: str, **more: Any) -> Matrix:
    """Return a matrix; a row is its title, and the letters of each participant."""
    activities = []
    for row in rows:
        title, *cells = row.split("|")
        made = tuple(Cell(tuple(cell)) for cell in cells)
        activities.append(Activity(title.lower(), title, f"a-{title}", HERE, made))
    return Matrix(
        *(key, key.title(), f"pm-matrix-{key}", HERE, "raci", "Activity"),
        tuple(Participant(name, HERE) for name in people),
        tuple(activities),
        **more,
    )


def item(key: str, title: str, **more: Any) -> Item:
    return Item(key, title, f"pm-item-{key}", HERE, cells=(title,), **more)


def plan(key: str, *items: Item, **more: Any) -> Roadmap:
    columns = (Column("Item", Field.ITEM),)
    return Roadmap(key, key.title(), f"pm-{key}", HERE, columns, items, **more)


#: The other handbook, as its own authors wrote it.
PLATFORM = Page(
    "page",
    roles=(
        role("head", "Head of Product", abbr="HoP", reports_to="company/cpo"),
        role(
            *("pm", "Product Manager"),
            abbr="PM",
            aka=("PdM",),
            level="senior",
            reports_to="HoP",
            works_with=("Legal", "head"),
            sections=(Section("Purpose", "Win.\nTwice."),),
        ),
    ),
    matrices=(
        matrix("run", ("PM", "HoP", "Operations", "pdm"), "Sell|A|I|R|R", "Go|C|AR||"),
    ),
    lifecycles=(
        Lifecycle(
            *("life", "Life", "pm-life", HERE),
            (
                Stage("build", "Build", "pm-stage-build", HERE),
                Stage("launch", "Launch", "pm-stage-launch", HERE, decided_by="HoP"),
            ),
            current="launch",
        ),
    ),
    products=(
        Product("store", "Store", "pm-product-store", HERE, stage="Launch", owner="PM"),
        Product("disk", "Disk", "pm-disk", HERE, part_of="store", owner="A. Person"),
    ),
    roadmaps=(
        plan(
            "plan",
            item(
                *("search", "Search"),
                period=Period("2026-Q3", QUARTER, QUARTER),
                status=Status.IN_PROGRESS,
                health=Health.AT_RISK,
                progress=60,
                confidence="high",
                owner="PM",
                stage="Build",
                product="Store",
                team="Core",
            ),
            item(
                *("day", "Day"),
                period=Period("2026-12-15", DAY, DAY),
                owner="A. Person",
                depends_on=("Search",),
            ),
            item("odd", "Odd", period=Period("2026-W31 .. 2026-09", WEEK, MONTH)),
            item("far", "Far", period=Period("2026-Q3 .. 2027-H1", QUARTER, HALF)),
            item("tbd", "Some day", period=Period("TBD")),
        ),
    ),
)


def locate(docname: str, anchor: str) -> str:
    return f"{docname}.html#{anchor}"


def published(page: Page = PLATFORM) -> dict[str, Any]:
    """Return what the other handbook publishes, as it comes from its file."""
    made = to_json(Handbook([page]), project="Other", release="1", locate=locate)
    loaded: dict[str, Any] = json.loads(json.dumps(made))
    return loaded


def company(*pages: Page, data: Any = None, own: str = "company") -> Handbook:
    """Return our handbook, beside the other one, which we call Platform."""
    data = published() if data is None else data
    names = frozenset({"platform", own})
    other = to_handbook(data, "Platform", BASE, names)
    return Handbook(pages, neighbours=Neighbours({"platform": other}, own, "Our book"))


OURS = Page(
    "ours",
    roles=(
        role("cpo", "Chief Product Officer"),
        role("pm", "Product Manager", abbr="PM", reports_to="platform/head"),
    ),
    matrices=(matrix("sell", ("PM", "platform/HoP", "Operations"), "Sell|A|C|R"),),
    lifecycles=(
        Lifecycle("cycle", "C", "c", HERE, (Stage("launch", "Launch", "s", HERE),)),
    ),
    products=(Product("shop", "Shop", "shop", HERE, part_of="platform/Store"),),
    roadmaps=(
        plan(
            "sales", item("ads", "Ads", owner="PM", depends_on=("platform/plan/day",))
        ),
    ),
)


def found(handbook: Handbook, kind: Kind, name: str) -> Entry:
    entry = handbook.find(kind, name)
    assert entry, name
    return entry


# What is made of the file


def test_to_handbook__keeps_what_its_authors_said() -> None:
    other = to_handbook(published(), "Platform", BASE)
    head, pm = other.roles
    assert (pm.title, pm.abbr, pm.aka, pm.level) == (
        *("Product Manager", "PM", ("PdM",), "senior"),
    )
    assert pm.reports_to == head.key == "Platform/head"
    assert pm.works_with == ("Legal (Platform)", "Platform/head")
    assert pm.purpose == "Win.\nTwice."
    (run,) = other.matrices
    assert [p.text for p in run.participants] == [
        *("Platform/pm", "Platform/head", "Operations (Platform)", "Platform/pm"),
    ]
    assert [[c.letters for c in a.cells] for a in run.activities] == [
        [("A",), ("I",), ("R",), ("R",)],
        [("C",), ("A", "R"), (), ()],
    ]
    store, disk = sorted(other.products, key=lambda p: p.key, reverse=True)
    assert (store.stage, store.owner) == ("Platform/life/launch", "Platform/pm")
    assert (disk.part_of, disk.owner) == ("Platform/store", "A. Person (Platform)")
    (cycle,) = other.lifecycles
    assert [s.decided_by for s in cycle.stages] == ["", "Platform/head"]
    assert cycle.current_stage == cycle.stages[1]


def test_to_handbook__keeps_when_items_are_as_precisely_as_they_were_said() -> None:
    (theirs,) = to_handbook(published(), "Platform").roadmaps
    (ours,) = PLATFORM.roadmaps
    assert [i.period for i in theirs.items] == [i.period for i in ours.items]
    assert [i.key for i in theirs.items] == [i.key for i in ours.items]


def test_to_handbook__shows_items_in_columns_that_we_know() -> None:
    (theirs,) = to_handbook(published(), "Platform").roadmaps
    row = dict(
        zip((c.title for c in theirs.columns), theirs.items[0].cells, strict=True)
    )
    assert {title: text for title, text in row.items() if text} == {
        "Item": "Search",
        "When": "2026-Q3",
        "Product": "Store (Platform)",
        "Team": "Core",
        "Stage": "Build",
        "Owner": "Product Manager (Platform)",
        "Status": "in progress",
        "Health": "at risk",
        "Progress": "60 %",
        "Confidence": "high",
        "Handbook": "Platform",
    }
    assert theirs.values(theirs.items[1], theirs.column("Depends on") or 0) == "Search"


def test_to_handbook__keeps_other_columns_and_schemes() -> None:
    columns = (Column("Item", Field.ITEM), Column("Budget"), Column("Why", Field.NOTES))
    rows = replace(item("a", "A"), cells=("A", "10", "Because"))
    page = Page(
        "page",
        matrices=(
            replace(matrix("own", ("X",), "Do|L"), scheme="own"),
            matrix(
                *("raci", ("X",), "Do|A"),
                letters=(
                    *(Letter("R", "Does"), Letter("A", "Approves")),
                    *(Letter("C", "Consulted"), Letter("I", "Informed")),
                ),
            ),
        ),
        roadmaps=(replace(plan("plan", rows), columns=columns),),
    )
    data = published(replace(page, matrices=page.matrices[1:]))
    data["matrices"]["own"] = {
        **data["matrices"]["raci"],
        "scheme": "own",
        "letters": {"L": "Leads"},
        "owner": "L",
        "doer": None,
        "activities": [{"id": "do", "title": "Do", "assignments": {"x": ["L", "Z"]}}],
    }
    other = to_handbook(data, "P", BASE)
    by_key = {m.key: other.scheme(m) for m in other.matrices}
    assert by_key["P/own"].owner == "L"
    assert by_key["P/own"].word("L") == "Leads"
    assert by_key["P/raci"].word("A") == "Approves"
    assert (by_key["P/raci"].owner, by_key["P/raci"].at_least_one) == ("A", "R")
    assert by_key["P/raci"].codes == ("R", "A", "C", "I")
    # A letter that the scheme has not would be shown as nothing.
    own = next(m for m in other.matrices if m.key == "P/own")
    assert own.activities[0].cells[0].letters == ("L",)
    (theirs,) = other.roadmaps
    assert theirs.values(theirs.items[0], theirs.column("Budget") or 0) == "10"
    assert theirs.values(theirs.items[0], theirs.column("Why") or 0) == "Because"


# Looking up


@pytest.mark.parametrize(
    ("kind", "name", "key", "title"),
    [
        (Kind.ROLE, "platform/pm", "Platform/pm", "Product Manager (Platform)"),
        (Kind.ROLE, "PLATFORM/PdM", "Platform/pm", "Product Manager (Platform)"),
        (Kind.ROLE, "platform/Product Manager", "Platform/pm", ""),
        (Kind.ACTIVITY, "platform/run/sell", "Platform/run/sell", "Sell"),
        (Kind.ACTIVITY, "platform/Sell", "Platform/run/sell", "Sell"),
        (Kind.STAGE, "platform/life/launch", "Platform/life/launch", "Launch"),
        (Kind.STAGE, "platform/life/Launch", "Platform/life/launch", "Launch"),
        (Kind.ITEM, "platform/plan/day", "Platform/plan/day", "Day"),
        (Kind.PRODUCT, "platform/store", "Platform/store", "Store (Platform)"),
        (Kind.ROADMAP, "platform/plan", "Platform/plan", "Plan (Platform)"),
        (Kind.MATRIX, "platform/Run", "Platform/run", "Run (Platform)"),
        (Kind.LIFECYCLE, "platform/life", "Platform/life", "Life (Platform)"),
        (Kind.ROLE, "company/PM", "pm", "Product Manager"),
        (Kind.STAGE, "company/cycle/launch", "cycle/launch", "Launch"),
        # Ours alone, by names that both have.
        (Kind.ROLE, "PM", "pm", "Product Manager"),
        (Kind.STAGE, "launch", "cycle/launch", "Launch"),
    ],
)
def test_find__finds_things_of_others_by_the_name_of_their_handbook(
    kind: Kind, name: str, key: str, title: str
) -> None:
    for handbook in (company(OURS), company(OURS).together_with(["*"])):
        entry = found(handbook, kind, name)
        assert entry.key == key
        assert title in ("", entry.title)


def test_find__leads_to_the_page_of_the_other_site() -> None:
    handbook = company(OURS)
    for kind, name, anchor in (
        (Kind.ROLE, "platform/pm", "pm-role-pm"),
        (Kind.ACTIVITY, "platform/run/sell", "a-Sell"),
        (Kind.STAGE, "platform/life/build", "pm-stage-build"),
        (Kind.ITEM, "platform/plan/search", "pm-item-search"),
    ):
        assert found(handbook, kind, name).uri == f"{BASE}page.html#{anchor}"
    assert found(handbook, Kind.ROLE, "pm").uri == ""


def test_find__finds_nothing_in_a_handbook_that_nobody_named() -> None:
    assert company(OURS).find(Kind.ROLE, "mobile/pm") is None
    assert Handbook([OURS]).find(Kind.ROLE, "platform/pm") is None


def test_entries__are_ours_alone() -> None:
    handbook = company(OURS)
    assert all_entries(handbook)
    assert not [entry for entry in all_entries(handbook) if entry.handbook]


def test_suggest__names_what_is_near_in_the_other_handbook() -> None:
    handbook = company(OURS)
    assert handbook.suggest(Kind.ROLE, "platform/haed") == "Platform/head"
    assert handbook.suggest(Kind.ROLE, "platform/Hed of Product") == (
        "Platform/Head of Product"
    )


# Together


def rolled_up(*of: str, **more: Any) -> Roadmap:
    asked = plan("all", of=of, **more)
    handbook = company(replace(OURS, roadmaps=(*OURS.roadmaps, asked)))
    return handbook.shown(asked).roadmap


def test_shown__collects_the_items_of_other_handbooks() -> None:
    assert [i.key for i in rolled_up("*").items] == ["sales/ads"]
    theirs = ["Platform/plan/search", "Platform/plan/day", "Platform/plan/odd"]
    theirs += ["Platform/plan/far", "Platform/plan/tbd"]
    assert [i.key for i in rolled_up("platform/*").items] == theirs
    assert [i.key for i in rolled_up("*/*").items] == theirs
    assert [i.key for i in rolled_up("platform/plan").items] == theirs
    assert [i.key for i in rolled_up("*", "PLATFORM/*").items] == ["sales/ads", *theirs]
    assert [i.key for i in rolled_up("company/*").items] == ["sales/ads"]


def test_shown__says_of_which_handbook_an_item_is_where_it_may_be_of_several() -> None:
    both = rolled_up("*", "platform/*")
    column = both.column("handbook") or 0
    assert [both.values(i, column) for i in both.items[:2]] == ["Our book", "Platform"]
    assert rolled_up("*").column("Handbook") is None


@pytest.mark.parametrize(
    ("name", "value", "keys"),
    [
        ("owner", "pm", ["sales/ads", "Platform/plan/search"]),
        ("owner", "PdM", ["Platform/plan/search"]),
        ("stage", "build", ["Platform/plan/search"]),
        ("product", "Store", ["Platform/plan/search"]),
        ("status", "in progress", ["Platform/plan/search"]),
        (
            "handbook",
            "platform",
            [f"Platform/plan/{k}" for k in ("search", "day", "odd", "far", "tbd")],
        ),
    ],
)
def test_shown__filters_items_of_other_handbooks(
    name: str, value: str, keys: list[str]
) -> None:
    owners = (Column("Item", Field.ITEM), Column("Owner", Field.OWNER))
    ads = item("ads", "Ads", owner="PM")
    sales = replace(plan("sales", replace(ads, cells=("Ads", "PM"))), columns=owners)
    where = (Condition(name, (value,)),)
    asked = plan("all", of=("*", "platform/*"), where=where)
    handbook = company(replace(OURS, roadmaps=(sales, asked)))
    assert [i.key for i in handbook.shown(asked).roadmap.items] == keys


def test_shown__names_owners_and_stages_as_their_own_handbook_means_them() -> None:
    handbook = company(OURS)
    (theirs,) = handbook.neighbours.handbooks["platform"].roadmaps
    names = [entry and entry.key for entry in handbook.names_of(theirs.items[:1])]
    assert names == ["Platform/pm", "Platform/life/build", "Platform/store"]


def test_reports__add_up_several_handbooks() -> None:
    handbook = company(OURS)

    def asked(kind: ReportKind, *handbooks: str, **more: Any) -> Any:
        report = Report(kind, "", HERE, handbooks=handbooks, **more)
        return answer(handbook, report)

    alone, both = asked(ReportKind.LOAD), asked(ReportKind.LOAD, "platform")
    assert isinstance(both, Load)
    totals = {row.who.name: row.total for row in both.rows}
    assert totals == {
        "Product Manager": 1,
        "Product Manager (Platform)": 3,
        "Head of Product (Platform)": 4,
        "Operations": 1,
        "Operations (Platform)": 1,
    }
    assert sum(row.total for row in alone.rows) == 3
    decisions = asked(ReportKind.DECISIONS, "*")
    assert isinstance(decisions, Decisions)
    assert [
        (d.who.name, d.what.title, d.inside.title) for d in decisions.decisions
    ] == [
        ("Product Manager", "Sell", "Sell"),
        ("Head of Product (Platform)", "Go", "Run (Platform)"),
        ("Head of Product (Platform)", "Launch", "Life (Platform)"),
        ("Product Manager (Platform)", "Sell", "Run (Platform)"),
    ]
    messages = asked(ReportKind.COMMUNICATION, "platform", roles=("platform/HoP",))
    assert isinstance(messages, Plan)
    assert [(m.activity.key, m.word) for m in messages.messages] == [
        ("sell/sell", "Consulted"),
        ("Platform/run/sell", "Informed"),
    ]
    stage = asked(ReportKind.DECISIONS, "*", stage="platform/life/launch")
    assert [d.what.key for d in stage.decisions] == ["Platform/life/launch"]


def test_organisation__hangs_together_over_handbooks() -> None:
    handbook = company(OURS)

    def tree(*handbooks: str) -> list[tuple[str, int, Tie]]:
        asked = RoleList("", HERE, handbooks=handbooks)
        members = place_members(listed_roles(handbook, asked))
        return [(m.role.entry.title, m.depth, m.tie) for m in members]

    assert tree("platform") == [
        ("Chief Product Officer", 0, Tie.NONE),
        ("Head of Product (Platform)", 1, Tie.BELOW),
        ("Product Manager", 2, Tie.BELOW),
        ("Product Manager (Platform)", 2, Tie.BELOW),
    ]
    assert tree() == [
        ("Product Manager", 0, Tie.ELSEWHERE),
        ("Chief Product Officer", 0, Tie.NONE),
    ]


def test_portfolio__has_products_of_several_handbooks() -> None:
    handbook = company(OURS)

    def lines(*handbooks: str, part_of: str = "") -> list[tuple[str, int]]:
        asked = Portfolio("", HERE, part_of, handbooks)
        found = portfolio(handbook, asked)
        return [(line.standing.product.title, line.depth) for line in found]

    # Ours is part of one that is not shown: it stands by itself.
    assert lines() == [("Shop", 0)]
    assert lines("platform") == [
        ("Store (Platform)", 0),
        ("Shop", 1),
        ("Disk (Platform)", 1),
    ]
    assert lines("platform", part_of="platform/store") == [
        ("Shop", 0),
        ("Disk (Platform)", 0),
    ]
    asked = Portfolio("", HERE, handbooks=("platform",))
    store = next(iter(portfolio(handbook, asked))).standing
    assert isinstance(store.stage, Entry)
    assert store.stage.key == "Platform/life/launch"
    assert isinstance(store.owner, Entry)
    assert store.milestone is None
    assert store.health is Health.AT_RISK


def test_side_by_side__compares_roles_of_several_handbooks() -> None:
    asked = Comparison("", "", HERE, "PM, platform/HoP")
    answered = side_by_side(company(OURS), asked)
    assert [side.short_name for side in answered.sides] == ["PM", "HoP (Platform)"]
    (meeting,) = answered.meetings
    assert meeting.matrix.key == "sell"
    owned = answered.sides[1].accountable
    assert [parts.matrix.title for parts in owned] == ["Run (Platform)"]


# Checks


def findings(handbook: Handbook) -> list[str]:
    return [finding.message for finding in run_checks(handbook, {})]


def test_checks__know_others_and_do_not_run_on_them() -> None:
    assert findings(company(OURS)) == []
    wrong = {**published(), "roles": {}}
    assert [m for m in findings(company(OURS, data=wrong)) if "platform" not in m] == []


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (
            Page("p", roles=(role("x", "X", reports_to="platform/haed"),)),
            (
                "'platform/haed' names no role of the handbook 'platform': did you "
                "mean 'Platform/head'?"
            ),
        ),
        (
            Page("p", roles=(role("x", "X", reports_to="platform/zzzzz"),)),
            (
                "'platform/zzzzz' names no role of the handbook 'platform': its "
                "pmroles.json has no role of that name"
            ),
        ),
        (
            Page("p", roadmaps=(plan("x", of=("platfrom/*",)),)),
            (
                ":of: 'platfrom/*': 'platfrom' is no other handbook: did you mean "
                "'platform'?"
            ),
        ),
        (
            Page("p", reports=(Report(ReportKind.LOAD, "", HERE, handbooks=("z",)),)),
            ":handbooks: 'z' is no other handbook: pmroles_handbooks names them",
        ),
        (
            Page("p", items=(item("x", "X", roadmap="platform/plan"),)),
            ":roadmap: 'platform/plan' is a roadmap of another handbook",
        ),
        (
            Page(
                "p", roadmaps=(plan("x", item("y", "Y", depends_on=("platform/q",))),)
            ),
            "it depends on 'platform/q' names no item of the handbook 'platform'",
        ),
    ],
)
def test_checks__report_names_that_the_other_handbook_has_not(
    page: Page, says: str
) -> None:
    (message,) = findings(company(page))
    assert says in message


def test_checks__say_nothing_of_a_handbook_that_could_not_be_had() -> None:
    pages = (
        OURS,
        Page("p", portfolios=(Portfolio("", HERE, handbooks=("platform",)),)),
    )
    gone = Neighbours(out_of_reach=frozenset({"platform"}))
    assert findings(Handbook(pages, neighbours=gone)) == []
    assert findings(Handbook(pages)) != []


# What others may put into the file

#: What must not come out of any value.
CONTROL = "\x00\x07\x1b\x9f\ud800\udfff\ufffe"


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "https://evil.example/",
        "//evil.example/",
        "/etc/passwd",
        "\\\\evil.example\\x",
        "..",
        "../secret.html",
        "a/../../b.html",
        "a.html?x=1",
        'a.html"onclick="x',
        "a b.html",
        "a\nb.html",
        "a\x00.html",
        "data:text/html,x",
        "x" * (LINE + 1),
        7,
        None,
        ["a.html"],
    ],
)
def test_to_handbook__takes_no_address_that_leads_elsewhere(uri: object) -> None:
    data = published()
    data["roles"]["pm"]["uri"] = uri
    entry = found(company(data=data), Kind.ROLE, "platform/pm")
    assert entry.uri == ""


@pytest.mark.parametrize(
    "uri", ["a.html", "a/b.html#c", "a/", "%C3%A9.html#戦略", "", "index.html#a:b"]
)
def test_to_handbook__takes_addresses_in_its_folder(uri: str) -> None:
    data = published()
    data["roles"]["pm"]["uri"] = uri
    entry = found(company(data=data), Kind.ROLE, "platform/pm")
    assert entry.uri == (f"{BASE}{uri}" if uri else "")


def test_to_handbook__makes_no_links_without_a_base() -> None:
    other = to_handbook(published(), "Platform")
    places = [role.place for role in other.roles]
    assert all(isinstance(place, Elsewhere) and not place.uri for place in places)


#: Values of every wrong type, and texts that are too long or not to be printed.
ODD: list[object] = [
    *(None, 7, -1.5, True, [], {}, [[]], [None], {"x": None}, "", " ", "x" * 9_999),
    *(
        f"a{CONTROL}b",
        "</script><b>",
        "\\input{x}",
        "platform/pm",
        "../..",
        "9999-12-31",
    ),
]


def every_path(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value in a file; of a list, to those in its first."""
    paths = [path] if path else []
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        # The things of a kind are alike.
        pairs = list(value.items())[: 1 if len(path) == 1 else None]
    elif isinstance(value, list):
        pairs = list(enumerate(value[:1]))
    for key, inner in pairs:
        paths += every_path(inner, (*path, key))
    return paths


def all_entries(handbook: Handbook) -> list[Entry]:
    return [entry for kind in Kind for entry in handbook.entries[kind]]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_to_handbook__survives_whatever_stands_anywhere(odd: object) -> None:
    good = json.dumps(published())
    for path in every_path(json.loads(good)):
        data = json.loads(good)
        inside = data
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = odd
        handbook = company(OURS, data=data)
        united = handbook.together_with(["*"])
        shown = [text for entry in all_entries(united) for text in entry.shown]
        for roadmap in united.roadmaps:
            shown += [text for item in roadmap.items for text in item.cells]
        for kind in ReportKind:
            answer(handbook, Report(kind, "", HERE, handbooks=("*",)))
        list(portfolio(handbook, Portfolio("", HERE, handbooks=("*",))))
        words = "".join(shown)
        assert not set(CONTROL) & set(words), path
        assert "x" * (TEXT + 1) not in words


@pytest.mark.parametrize(
    "key", ["a/b", "戦略 🚀", "*", "platform/pm", "..", "%2e", "<b>"]
)
def test_to_handbook__takes_any_key(key: str) -> None:
    data = published()
    data["roles"] = {key: {**data["roles"]["pm"], "abbr": None, "aka": []}}
    entry = found(company(data=data), Kind.ROLE, f"platform/{key}")
    assert entry.key == f"Platform/{key}"


def test_to_handbook__does_not_let_others_name_our_things() -> None:
    """Their names are looked up among theirs: ours of the same name are not meant."""
    data = published()
    data["roles"] = {}
    data["lifecycles"] = {}
    data["products"]["store"]["stage"] = "launch"
    data["matrices"]["run"]["activities"][0]["group"] = "Launch"
    handbook = company(OURS, data=data)
    united = handbook.together_with(["platform"])
    assert united.stage_contents(*cycle_of(united)).products == ()
    assert united.stage_contents(*cycle_of(united)).activities == ()
    assert united.involvement(next(united.roles)).parts == ()
    (theirs,) = handbook.neighbours.handbooks["platform"].roadmaps
    assert not any(handbook.names_of(theirs.items[:1])[:2])


def cycle_of(handbook: Handbook) -> tuple[Lifecycle, Stage]:
    cycle = next(handbook.lifecycles)
    return cycle, cycle.stages[0]


def test_checks__are_all_known() -> None:
    # The tests above count on these.
    assert {"unknown-reference", "unknown-dependency"} <= set(CHECKS)
