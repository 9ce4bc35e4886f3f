"""Items written by themselves, roll-ups, boards: every view shows every item."""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from openpyxl import Workbook  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

ROLES = """\
    # Roles

    :::{pm:role} Product Manager
    :abbr: PM
    :::

    ::::{pm:lifecycle} Life cycle

    :::{pm:stage} Alpha
    :::

    :::{pm:stage} Beta
    :::
    ::::
    """
PLAN = """\
    # Plan

    ::::{pm:roadmap} Core plan
    :id: core

    Before all.

    | Item        | When               | Owner | Status | Stage | Risk |
    | ----------- | ------------------ | ----- | ------ | ----- | ---- |
    | **Sign-up** | 2026-Q3 .. 2026-Q4 | PM    | wip    | Alpha | low  |
    | Partners    | later              | Sales |        | Beta  |      |

    :::{pm:item} Usage price
    :when: 2027-H1
    :owner: PM
    :health: at risk
    :depends-on: Sign-up

    A body with *words* and

    - a list.
    :::
    ::::
    """
ELSEWHERE = """\
    # Elsewhere

    :::{pm:item} Audit trail
    :id: trail
    :roadmap: Core plan
    :start: 2027-01-01
    :end: 2027-02-28
    :status: planned
    :stage: Beta
    :::
    """
INDEX = """\
    # Index

    ```{{toctree}}
    roles
    plan
    elsewhere
    ```

    :::{{pm:roadmap}} All
    :of: *
    {options}
    :::

    See {{pm:item}}`trail` and {{pm:item}}`core/usage-price`.
    """
PLAN_RST = """\
    Plan
    ====

    .. pm:roadmap:: Core plan
       :id: core

       Before all.

       =========== ================== ===== ====== ===== ====
       Item        When               Owner Status Stage Risk
       =========== ================== ===== ====== ===== ====
       **Sign-up** 2026-Q3 .. 2026-Q4 PM    wip    Alpha low
       Partners    later              Sales        Beta
       =========== ================== ===== ====== ===== ====

       .. pm:item:: Usage price
          :when: 2027-H1
          :owner: PM
          :health: at risk
          :depends-on: Sign-up

          A body with *words* and

          - a list.
    """
ALL_ITEMS = ["Sign-up", "Partners", "Usage price", "Audit trail"]


def write(project: Project, options: str = "") -> None:
    project.write(
        index=INDEX.format(options=options),
        roles=ROLES,
        plan=PLAN,
        elsewhere=ELSEWHERE,
    )


def page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.text(f"{name}.html"), "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def rows(soup: BeautifulSoup) -> list[list[str]]:
    return [
        [words(cell) for cell in row.find_all(["th", "td"])]
        for row in soup.select("table.pm-table tr")
    ]


def board(soup: BeautifulSoup) -> dict[str, list[str]]:
    """Return the titles of the cards by the headings of their columns."""
    return {
        words(column.select("p")[0]): [
            words(card) for card in column.select("li li > p:first-child")
        ]
        for column in soup.select("ul.pm-board > li")
    }


def test_item__stands_in_its_roadmap_and_by_itself(project: Project) -> None:
    write(project)
    built = project.build()
    assert built.warnings == []
    plan = page(built, "plan")
    titles = [row[0] for row in rows(plan)[1:]]
    assert titles == ALL_ITEMS
    header = rows(plan)[0]
    assert header == [
        *("Item", "When", "Owner", "Status", "Stage", "Risk", "Health", "Depends on")
    ]
    text = words(plan)
    assert text.index("Before all.") < text.index("Usage price")
    definition = plan.select_one("dl.pm-item")
    assert definition
    assert "A body with words and" in words(definition)
    facts = words(definition.select("dl.pm-facts")[0])
    assert facts == (
        "When 2027-H1 Owner Product Manager Health at risk Depends on Sign-up "
        "Roadmap Core plan"
    )


def test_item__leads_to_its_own_place_from_its_roadmap(project: Project) -> None:
    write(project)
    plan = page(project.build(), "plan")
    row = next(r for r in plan.select("table.pm-table tr") if "Audit" in words(r))
    link = row.select_one("th a")
    assert link
    assert link["href"] == "elsewhere.html#pm-item-core-plan-trail"
    bars = [a["href"] for a in plan.select("svg a")]
    assert "elsewhere.html#pm-item-core-plan-trail" in bars


def test_item__is_found_by_reference_inventory_and_role(project: Project) -> None:
    write(project)
    built = project.build()
    index = page(built, "index")
    links = {a.get_text(): a["href"] for a in index.select("p a.reference")}
    assert links["Audit trail"] == "elsewhere.html#pm-item-core-plan-trail"
    assert links["Usage price"] == "plan.html#pm-item-core-usage-price"
    items = built.inventory["items"]
    assert list(items) == [
        *("core/partners", "core/sign-up", "core/trail", "core/usage-price")
    ]
    assert items["core/trail"]["start"] == "2027-01-01"
    assert items["core/trail"]["uri"] == "elsewhere.html#pm-item-core-plan-trail"
    assert items["core/usage-price"]["depends_on"] == ["core/sign-up"]
    role = words(page(built, "roles").select("dl.pm-role")[0])
    assert "Owns on the roadmap Sign-up , Usage price" in role


def test_item__is_in_the_contents_of_its_page_and_named_on_hovering(
    project: Project,
) -> None:
    write(project)
    built = project.build(html_theme="alabaster")
    contents = page(built, "plan").select(
        ".sphinxsidebar a[href='#pm-item-core-usage-price']"
    )
    # A title is no piece of code.
    assert [link.decode_contents() for link in contents] == ["Usage price"]
    assert page(built, "elsewhere").select("a[href='#pm-item-core-plan-trail']")
    (link,) = page(built, "index").select(
        "p a[href='plan.html#pm-item-core-usage-price']"
    )
    assert link["title"] == "Usage price"


def test_item__is_the_same_in_both_languages(project: Project) -> None:
    write(project)
    markdown = project.build(out="md").text("plan.html")
    (project.source / "plan.md").unlink()
    project.write_file("plan.rst", PLAN_RST)
    assert project.build(out="rst").text("plan.html") == markdown


VIEWS = [":view: timeline", ":view: board", ":view: stages", ":view: table"]


@pytest.mark.parametrize("builder", ["html", "text", "latex", "epub", "man"])
@pytest.mark.parametrize("view", [*VIEWS, ":view: board\n    :group-by: owner"])
def test_every_view__shows_every_item(
    project: Project, view: str, builder: str
) -> None:
    write(project, view)
    built = project.build(builder)
    assert built.warnings == []
    names = {
        "html": "index.html",
        "text": "index.txt",
        "latex": "handbook.tex",
        "epub": "index.xhtml",
        "man": "handbook.1",
    }
    shown = (
        built.text(names[builder]).replace("\\-", "-").replace("\\sphinxhyphen{}", "-")
    )
    for title in ALL_ITEMS:
        assert title in shown


@pytest.mark.parametrize("view", ["board", "timeline"])
def test_view__has_its_title_in_a_paragraph_of_its_own_in_print(
    project: Project, view: str
) -> None:
    write(project, f":view: {view}")
    project.replace("index.md", ":::{pm:roadmap}", "Words before.\n\n:::{pm:roadmap}")
    tex = project.build("latex").text("handbook.tex")
    between = tex.partition("Words before.")[2].partition("sphinxstylestrong{All}")[0]
    assert "\n\n" in between or "\\par\n" in between


@pytest.mark.parametrize(
    "view", [":view: board", ":view: stages", ":view: board\n    :group-by: owner"]
)
def test_board__is_the_same_in_epub(project: Project, view: str) -> None:
    write(project, view)
    html, epub = project.build(), project.build("epub")
    assert epub.warnings == []
    text = epub.text("index.xhtml")
    book = BeautifulSoup(text, "html.parser")
    assert board(book) == board(page(html, "index"))
    assert text.count('id="pm-roadmap-all"') == 1
    # Cards and columns lead to files of the book.
    links = [str(link["href"]) for link in book.select("ul.pm-board a")]
    assert len(links) >= len(ALL_ITEMS)
    for link in links:
        name, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in epub.text(name or "index.xhtml"), link


def test_board__has_the_horizons_for_columns(project: Project) -> None:
    write(project, ":view: board")
    assert board(page(project.build(), "index")) == {
        "Now (0)": [],
        "Next (0)": [],
        "Later (1)": ["Partners"],
        "Dated (3)": ["Sign-up", "Usage price", "Audit trail"],
    }


@pytest.mark.parametrize("options", [":view: board", ":where: status=done"])
def test_board__has_its_id_once(project: Project, options: str) -> None:
    write(project, options)
    text = project.build().text("index.html")
    assert text.count('id="pm-roadmap-all"') == 1


def test_board__has_the_states_in_their_order(project: Project) -> None:
    write(project, ":view: board\n    :group-by: status")
    assert board(page(project.build(), "index")) == {
        "planned (1)": ["Audit trail"],
        "in progress (1)": ["Sign-up"],
        "Not said (2)": ["Partners", "Usage price"],
    }


def test_board__links_its_columns_and_cards(project: Project) -> None:
    write(project, ":view: board\n    :group-by: owner")
    index = page(project.build(), "index")
    assert list(board(index)) == ["Product Manager (2)", "Sales (1)", "Not said (1)"]
    links = [a["href"] for a in index.select("ul.pm-board > li > p a")]
    assert links == ["roles.html#pm-role-product-manager"]


def test_stages__are_the_columns_in_their_order(project: Project) -> None:
    write(project, ":view: stages")
    assert board(page(project.build(), "index")) == {
        "Alpha (1)": ["Sign-up"],
        "Beta (2)": ["Partners", "Audit trail"],
        "Not said (1)": ["Usage price"],
    }


def test_stages__are_those_that_each_page_means_by_a_name(project: Project) -> None:
    """A stage of that name on the item's own page goes before all others."""

    def team(name: str) -> str:
        return f"""\
    # Team

    ::::{{pm:lifecycle}} Cycle of {name}

    :::{{pm:stage}} Launch
    :::
    ::::

    :::{{pm:roadmap}} Plan of {name}
    :view: table

    | Item        | Stage  |
    | ----------- | ------ |
    | Do {name}   | Launch |
    :::
    """

    project.write(
        index="""\
    # Index

    ```{toctree}
    one
    two
    ```

    :::{pm:roadmap} All
    :of: *
    :view: stages
    :::
    """,
        one=team("one"),
        two=team("two"),
    )
    built = project.build()
    assert built.warnings == []
    columns = page(built, "index").select("ul.pm-board > li")
    links = [column.select("a")[0]["href"] for column in columns]
    cards = [[words(card) for card in column.select("li li")] for column in columns]
    assert links == [
        "one.html#pm-stage-cycle-of-one-launch",
        "two.html#pm-stage-cycle-of-two-launch",
    ]
    assert cards == [["Do one"], ["Do two"]]


def test_table__has_the_chosen_columns_in_groups(project: Project) -> None:
    write(project, ":view: table\n    :columns: status, risk\n    :group-by: owner")
    assert rows(page(project.build(), "index")) == [
        ["Item", "Status", "Risk"],
        ["PM"],
        ["Sign-up", "wip", "low"],
        ["Usage price", "", ""],
        ["Sales"],
        ["Partners", "", ""],
        ["Not said"],
        ["Audit trail", "planned", ""],
    ]


def test_window__says_how_many_are_left_out(project: Project) -> None:
    write(project, ":view: table\n    :from: 2027-01\n    :to: 2027-Q1")
    soup = page(project.build(), "index")
    assert [row[0] for row in rows(soup)[1:]] == [
        *("Partners", "Usage price", "Audit trail")
    ]
    # Its colour is ours.
    said = soup.select_one("p.pm.pm-line")
    assert said
    assert words(said) == "Items not shown: 1 that end before 2027-01-01."


def test_roll_up__has_the_items_that_meet_its_conditions(project: Project) -> None:
    write(project, ":view: table\n    :where: status=planned|in progress")
    titles = [row[0] for row in rows(page(project.build(), "index"))[1:]]
    assert titles == ["Sign-up", "Audit trail"]


def test_roll_up__follows_an_edit_of_another_page(project: Project) -> None:
    write(project)
    project.build()
    project.replace("elsewhere.md", "2027-02-28", "2027-03-31")
    again = project.build()
    assert sorted(again.written) == ["elsewhere", "index", "plan", "roles"] or {
        "elsewhere",
        "index",
        "plan",
    } <= set(again.written)
    clean = project.build(out="clean", doctrees="clean-doctrees")
    for name in ("index.html", "plan.html", "elsewhere.html"):
        assert again.text(name) == clean.text(name)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "of: coer\n",
            ":of: 'coer' names no roadmap: did you mean 'Core'?",
        ),
        (
            "of: '*'\n:where: status\n",
            ":where: 'status' is left out: write the name of a column and its values",
        ),
        (
            "of: '*'\n:from: soon\n",
            ":from: is left out: 'soon' is no date",
        ),
        (
            "of: '*'\n:to: later\n",
            ":to: 'later' is left out: write a date, or 2026-Q3",
        ),
    ],
)
def test_roll_up__says_what_is_wrong_and_is_shown(
    project: Project, written: str, said: str
) -> None:
    text = written.replace("'*'", "*").rstrip("\n").replace("\n", "\n    ")
    project.write(
        index=f"""\
    # Index

    :::{{pm:roadmap}} All
    :{text}
    :::

    :::{{pm:roadmap}} Core
    :view: table

    | Item    | When |
    | ------- | ---- |
    | Sign-up | 2027 |
    :::
    """
    )
    built = project.build()
    (warning,) = built.warnings
    assert warning.startswith("index.md:3: WARNING: ")
    assert said in warning
    assert "Sign-up" in built.text("index.html")


def test_item__without_a_roadmap_is_said_and_shown(project: Project) -> None:
    project.write(
        index="""\
    # Index

    :::{pm:item} Astray
    :when: 2027-13
    :::

    :::{pm:item} Lost
    :roadmap: core
    :::
    """
    )
    built = project.build()
    assert [line.partition(": WARNING: ")[0] for line in built.warnings] == [
        *("index.md:3", "index.md:3", "index.md:7")
    ]
    assert "the item 'Astray' is of no roadmap" in built.warnings[0]
    assert "there is no month 13" in built.warnings[1]
    assert ":roadmap: 'core' names no roadmap" in built.warnings[2]
    assert "Astray" in built.text("index.html")
    assert "2027-13" in built.text("index.html")


FULL = {
    "md": """\
        # Page

        :::{pm:roadmap} Plan
        :view: table
        :::

        :::{pm:item} Audit "trail"
        :roadmap: plan
        :when: 2027-Q1
        :owner: PM
        :team: Blue
        :outcome: Trust
        :link: https://example.org/t?a=1&b=2
        :notes: Mind <the> gap
        :baseline: 2026-Q4
        :confidence: low
        :progress: 10 %
        :class: special
        :name: the-trail
        :allow: undefined-role

        Body.
        :::

        See [](#the-trail).
        """,
    "rst": """\
        Page
        ====

        .. pm:roadmap:: Plan
           :view: table

        .. pm:item:: Audit "trail"
           :roadmap: plan
           :when: 2027-Q1
           :owner: PM
           :team: Blue
           :outcome: Trust
           :link: https://example.org/t?a=1&b=2
           :notes: Mind <the> gap
           :baseline: 2026-Q4
           :confidence: low
           :progress: 10 %
           :class: special
           :name: the-trail
           :allow: undefined-role

           Body.

        See :ref:`here <the-trail>`.
        """,
}


@pytest.mark.parametrize("language", FULL)
def test_item__shows_all_that_is_said_of_it(project: Project, language: str) -> None:
    project.write_file(f"index.{language}", FULL[language])
    project.configure(pmroles_checks={"undefined-role": True})
    built = project.build()
    assert built.warnings == []
    soup = page(built, "index")
    item = soup.select_one("dl.pm-item.special")
    assert item
    facts = dict(
        zip(
            (words(term) for term in item.select("dl.pm-facts dt")),
            (words(said) for said in item.select("dl.pm-facts dd")),
            strict=True,
        )
    )
    assert facts == {
        "When": "2027-Q1",
        "Team": "Blue",
        "Owner": "PM",
        "Progress": "10 %",
        "Confidence": "low",
        "Outcome": "Trust",
        "Baseline": "2026-Q4",
        "Link": "https://example.org/t?a=1&b=2",
        "Notes": "Mind <the> gap",
        "Roadmap": "Plan",
    }
    (link,) = item.select("dd a.reference.external")
    assert link["href"] == facts["Link"]
    assert item.select_one("#the-trail")
    # Where a reader looks for it: general index, search, other handbooks.
    assert "index.html#pm-item-plan-audit-trail" in built.text("genindex.html")
    assert "pm-item-plan-audit-trail" in built.text("searchindex.js")
    known = built.files("objects.inv")["objects.inv"]
    lines = zlib.decompress(known.split(b"zlib.\n", 1)[1]).decode()
    assert "plan/audit-trail pm:item" in lines
    said = built.inventory["items"]["plan/audit-trail"]
    assert said["extra"] == {
        "Baseline": "2026-Q4",
        "Link": facts["Link"],
        "Notes": facts["Notes"],
    }
    assert (said["team"], said["outcome"], said["progress"]) == ("Blue", "Trust", 10)


@pytest.mark.parametrize(
    ("written", "is_link"),
    [
        ("mailto:team@example.org", True),
        ("../tickets/12.html", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("T-12", False),
        ("v1.2", False),
        ("design/search", False),
        ("see example.org", False),
        ("http://[", False),
    ],
)
def test_item__has_no_link_that_could_run(
    project: Project,
    written: str,
    is_link: bool,  # noqa: FBT001 - a parameter
) -> None:
    project.write_file(
        "index.md",
        "# Page\n\n:::{pm:roadmap} Plan\n:view: table\n:::\n\n"
        f':::{{pm:item}} One\n:roadmap: plan\n:link: "{written}"\n:::\n',
    )
    facts = page(project.build(), "index").select_one("dl.pm-item dl.pm-facts")
    assert facts
    assert written in facts.get_text()
    links = [
        unquote(str(a["href"])) for a in facts.select("a") if a.get_text() == written
    ]
    assert links == [written] * is_link


#: Links as authors write them: the cell, its text, where it leads, and whether from
#: another page, too.
LINKS = [
    ("https://example.org/a?b=1&c=2", "", "https://example.org/a?b=1&c=2", True),
    ("http://example.org", "", "http://example.org", True),
    ("mailto:team@example.org", "", "mailto:team@example.org", True),
    ("{spec}", "spec", "https://example.org/spec", True),
    ("{next}", "spec", "https://example.org/next", True),
    ("../tickets/12.html", "", "../tickets/12.html", False),
    ("JavaScript:alert(1)", "", "", False),
    ("data:text/html,x", "", "", False),
    ("T-12", "", "", False),
    ("", "", "", False),
]
MARKED_UP = {
    "md": "[spec](https://example.org/{})",
    "rst": "`spec <https://example.org/{}>`__",
    "csv": "[spec](https://example.org/{})",
}


def write_links(project: Project, source: str) -> None:
    """Write a plan with links in a folder, and two pages that collect it."""
    project.write(index="# Index\n\n```{toctree}\nplans/plan\nplans/near\nfar\n```\n")
    for name, view in (("plans/near", "timeline"), ("far", "table")):
        text = (
            f"# Page\n\n:::{{pm:roadmap}} All, {view}\n:view: {view}\n:of: plan\n:::\n"
        )
        project.write_file(f"{name}.md", text)
    marked = {name: MARKED_UP[source].format(name) for name in ("spec", "next")}
    cells = [cell.format(**marked) for cell, *_ in LINKS]
    head, body = "# Plan\n\n:::{pm:roadmap} Plan\n:view: table\n", "\n:::\n"
    rows = [["Item", "Link"], *([f"I{n}", cell] for n, cell in enumerate(cells))]
    match source:
        case "md":
            lines = [f"| {' | '.join(row)} |" for row in rows]
            body = "\n".join(("", lines[0], "| - | - |", *lines[1:], ":::\n"))
        case "csv":
            head += ":file: plan.csv"
            data = "".join(f'{item},"{cell}"\n' for item, cell in rows)
            project.write_file("plans/plan.csv", data)
        case "rst":
            head = "Plan\n====\n\n.. pm:roadmap:: Plan\n   :view: table\n\n"
            listed = [f"      - - {item}\n        - {cell}" for item, cell in rows]
            table = "   .. list-table::\n      :header-rows: 1\n\n"
            body = table + "\n".join(listed) + "\n"
    suffix = "rst" if source == "rst" else "md"
    project.write_file(f"plans/plan.{suffix}", head + body)


@pytest.mark.parametrize("source", MARKED_UP)
def test_link__is_one_wherever_its_item_is_shown(project: Project, source: str) -> None:
    write_links(project, source)
    built = project.build()
    said = [w for w in built.warnings if "unsafe-link" in w]
    assert said == built.warnings
    assert len(said) == 2
    assert "'I6', column 'Link': 'JavaScript:alert(1" in said[0]
    place = {
        "md": "plans/plan.md:14",
        "rst": "plans/plan.rst:",
        "csv": "plans/plan.csv:8",
    }
    assert said[0].startswith(place[source])
    for name in ("plans/plan", "plans/near", "far"):
        found = page(built, name).select("table.pm-table tbody td")
        for cell, (written, text, uri, is_absolute) in zip(found, LINKS, strict=True):
            assert cell.get_text() == (text or written)
            leads = uri if is_absolute or name == "plans/plan" else ""
            links = [unquote(str(a["href"])) for a in cell.select("a")]
            assert links == ([leads] if leads else []), (name, written)
    items = built.inventory["items"]
    assert items["plan/i3"]["extra"]["Link"] == "https://example.org/spec"
    assert items["plan/i6"]["extra"]["Link"] == "JavaScript:alert(1)"
    tex = project.build("latex").text("handbook.tex")
    assert tex.count(r"\sphinxhref{https://example.org/spec}") == 3
    assert "javascript" not in re.sub(r"[Jj]ava[Ss]cript:alert\(1\)", "", tex)


def test_link__follows_an_edit_of_the_page_that_has_it(project: Project) -> None:
    write_links(project, "md")
    project.build()
    project.replace("plans/plan.md", "example.org/spec", "example.org/draft")
    again = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert again.text("far.html") == clean.text("far.html")
    assert "example.org/draft" in again.text("far.html")


# The same items, wherever they are written

TABLE = [
    ["Item", "When", "Owner", "Status", "Depends on", "Risk"],
    ["Sign-up", "2026-Q3 .. 2026-Q4", "PM", "wip", "", "low, we hope"],
    ["Price", "later", "Sales", "", "Sign-up", ""],
    ["Launch", "2027-01-12", "", "in review", "Sign-up, Price", "high"],
]
STATUSES = {"in review": "in progress"}

#: The same as people write YAML: plain, quoted and folded, and without what is blank.
YAML = """\
# What comes first.
- Item: Sign-up
  When: 2026-Q3 .. 2026-Q4
  Owner: &owner PM
  Status: wip
  Depends on:
  Risk: >-
    low,
    we hope
- Item: "Price"
  When: later
  Owner: Sales
  Depends on: [Sign-up]
- {Item: Launch, When: 2027-01-12, Status: 'in review',
   Depends on: "Sign-up, Price", Risk: high}
"""


def records() -> list[dict[str, str]]:
    header, *below = TABLE
    return [dict(zip(header, row, strict=True)) for row in below]


def write_source(project: Project, suffix: str) -> str:
    """Write the items in a format, and return the body of their roadmap."""
    target = project.source / f"plan.{suffix}"
    match suffix:
        case "md":
            lines = ["| " + " | ".join(row) + " |" for row in TABLE]
            return "\n".join(["", lines[0], "|" + " - |" * len(TABLE[0]), *lines[1:]])
        case "csv":
            with target.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(TABLE)
        case "json":
            target.write_text(json.dumps(records()), encoding="utf-8")
        case "yaml":
            target.write_text(YAML, encoding="utf-8")
        case "xlsx":
            book = Workbook()
            for row in TABLE:
                book.active.append(row)
            book.save(target)
    return f":file: plan.{suffix}"


@pytest.mark.parametrize("view", ["timeline", "board", "table"])
def test_items__are_the_same_from_every_source(project: Project, view: str) -> None:
    project.configure(pmroles_statuses=STATUSES)
    shown = {}
    for suffix in ("md", "csv", "json", "yaml", "xlsx"):
        body = write_source(project, suffix)
        plan = f":::{{pm:roadmap}} Plan\n:view: {view}\n{body}\n:::"
        project.write_file("index.md", f"# Page\n\n{plan}\n")
        built = project.build(out=suffix, doctrees=f"{suffix}-doctrees")
        assert built.warnings == []
        page_text = str(page(built, "index").select_one("[role=main]"))
        shown[suffix] = (built.inventory["items"], page_text)
    items, _ = shown["md"]
    assert {key: item["status"] for key, item in items.items()} == {
        "plan/launch": "in progress",
        "plan/price": None,
        "plan/sign-up": "in progress",
    }
    assert items["plan/launch"]["extra"] == {"Risk": "high"}
    for suffix, found in shown.items():
        assert found == shown["md"], suffix


def test_statuses__of_the_handbook_are_states(project: Project) -> None:
    project.configure(
        pmroles_statuses={"in review": "in progress", "nearly": "finished", "": "done"}
    )
    body = write_source(project, "md")
    project.write_file(
        "index.md",
        f"# Page\n\n:::{{pm:roadmap}} Plan\n:view: board\n:group-by: status\n{body}\n"
        ":::\n\n:::{pm:item} Cake\n:roadmap: plan\n:status: In Review\n:::\n",
    )
    built = project.build()
    assert len(built.warnings) == 2
    for warning, wrong in zip(sorted(built.warnings), ("''", "'nearly'"), strict=True):
        assert wrong in warning
        assert "'planned', 'in progress', 'blocked', 'done', 'dropped'" in warning
        assert "the entry is left out" in warning
    assert board(page(built, "index")) == {
        "in progress (3)": ["Sign-up", "Launch", "Cake"],
        "Not said (1)": ["Price"],
    }


# Incremental builds


def move_item(project: Project) -> None:
    project.replace("elsewhere.md", ":stage: Beta", ":stage: Alpha")


def retitle_source_row(project: Project) -> None:
    project.replace("plan.md", "Partners ", "Resellers")


def swap_stages(project: Project) -> None:
    for old, new in (("Alpha", "Gamma"), ("Beta", "Alpha"), ("Gamma", "Beta")):
        project.replace("roles.md", f"{{pm:stage}} {old}", f"{{pm:stage}} {new}")


def put_item_out_of_the_window(project: Project) -> None:
    project.replace("elsewhere.md", "2027-01-01", "2040-01-01")
    project.replace("elsewhere.md", "2027-02-28", "2040-02-28")


@pytest.mark.parametrize("builder", ["html", "latex"])
@pytest.mark.parametrize(
    "change", [move_item, retitle_source_row, swap_stages, put_item_out_of_the_window]
)
def test_incremental_build__is_a_clean_one(
    project: Project, builder: str, change: Callable[[Project], None]
) -> None:
    write(project, ":view: stages\n    :to: 2039")
    # A page that Sphinx itself has no reason to write again.
    stages = ":::{pm:roadmap} Stages\n:of: core\n:view: stages\n:::"
    project.write_file("apart.md", f"---\norphan: true\n---\n# Apart\n\n{stages}\n")
    before = project.build(builder)
    change(project)
    again = project.build(builder)
    clean = project.build(builder, out="clean", doctrees="clean-doctrees")
    assert again.warnings == clean.warnings == []
    pattern = "*.html" if builder == "html" else "*.tex"
    pages = {n: t for n, t in again.files(pattern).items() if n != "search.html"}
    for name, text in pages.items():
        assert text == clean.files(pattern)[name], name
    assert before.warnings == []


# What is published of them


def test_inventory__has_each_item_with_the_roadmap_that_it_is_of(
    project: Project,
) -> None:
    write(project)
    found = project.build().inventory
    assert found["roadmaps"]["core"]["items"] == [
        *("core/sign-up", "core/partners", "core/usage-price", "core/trail")
    ]
    # What a roll-up shows is that of others.
    assert found["roadmaps"]["all"]["items"] == []
    assert found["items"]["core/trail"]["stage"] == "beta"
    assert found["items"]["core/sign-up"]["extra"] == {"Risk": "low"}
