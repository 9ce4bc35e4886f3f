"""Tables of other tools: what they are found to be, and that nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sphinx_pmroles.exchange.days import as_day
from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.files import Origin, Remark, Wishes, adopt
from sphinx_pmroles.exchange.markup import Draft

Rows = list[list[str]]


def rows(draft: Draft) -> Rows:
    return [list(draft.header), *(list(row.texts) for row in draft.rows)]


def imported(text: str | bytes, name: str = "a.csv", **wishes: Any) -> Draft:
    data = text.encode() if isinstance(text, str) else text
    return adopt(data, name, Wishes(**wishes))[0]


def remarks(text: str, name: str = "a.csv", **wishes: Any) -> list[Remark]:
    return adopt(text.encode(), name, Wishes(**wishes))[1]


# What it is


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("Activity,PM,BA\nPlan,A,R\n", "pm:matrix"),
        ("Activity,Due,PM,BA,Notes\nPlan,2026,A,R,x\n", "pm:matrix"),
        ("Task,R,A,C,I\nPlan,Ann,Bob,Cy,Di\n", "pm:matrix"),
        ("Item,When\nPlan,2026-Q3\n", "pm:roadmap"),
        ("Item,Start,End,RAG\nPlan,2026,2027,R\nSell,2026,2027,A\n", "pm:roadmap"),
        ("Feature,Status\nPlan,done\n", "pm:roadmap"),
    ],
)
def test_adopt__finds_out_what_a_table_is(text: str, directive: str) -> None:
    assert imported(text).directive == directive


def test_adopt__asks_where_it_cannot_tell() -> None:
    with pytest.raises(ExchangeError, match="--as matrix or --as roadmap"):
        imported("Word,Meaning\nx,y\n")
    assert imported("Word,Meaning\nx,y\n", origin=Origin.ROADMAP).directive == (
        "pm:roadmap"
    )


@pytest.mark.parametrize(
    ("cells", "options"),
    [("A/R,C", {}), ("D,A", {"scheme": "daci"}), ("R,S", {"scheme": "rasci"})],
)
def test_adopt__finds_the_scheme(cells: str, options: dict[str, str]) -> None:
    assert imported(f"Activity,PM,BA\nPlan,{cells}\n").options == options


def test_adopt__takes_the_scheme_that_is_named() -> None:
    text = "Activity,PM,BA\nPlan,A,C\n"
    assert imported(text, scheme="daci").options == {"scheme": "daci"}
    with pytest.raises(ExchangeError, match="there is none such; there are raci"):
        imported(text, scheme="raic")


def test_adopt__takes_the_title_from_above_the_table() -> None:
    text = "Launch\nDraft\nActivity,PM\nPlan,A\n"
    draft = imported(text, "our_raci-sheet.csv")
    assert (draft.title, draft.paragraphs) == ("Launch", ("Draft",))
    draft = imported(text, title="Mine")
    assert (draft.title, draft.paragraphs) == ("Mine", ("Launch", "Draft"))
    assert imported("Activity,PM\nPlan,A\n", "our_raci-sheet.csv").title == (
        "Our raci sheet"
    )


def test_adopt__keeps_headings_notes_and_columns_of_text() -> None:
    text = "#,Activity,PM,Notes\n1,Plan,,\n1.1,Think,A (once),Hm\n,Sell,-,\n"
    draft = imported(text)
    assert rows(draft)[1:] == [
        ["1", "Plan", "", ""],
        ["1.1", "Think", "A (once)", "Hm"],
        ["", "Sell", "-", ""],
    ]
    assert [row.is_group for row in draft.rows] == [True, False, False]


def test_adopt__says_what_it_did_not_understand_and_keeps_it() -> None:
    text = "Activity,PM,BA\nPlan,A,R\nSell,sometimes,A\nBuy,A,R\n"
    (remark,) = remarks(text)
    assert remark.line == 3
    assert "cannot read 'sometimes' of 'PM' in 'Sell'" in remark.message
    assert rows(imported(text))[2] == ["Sell", "sometimes", "A"]
    text = "Item,When,Status\nPlan,soonish,done\n"
    (remark,) = remarks(text)
    assert (remark.line, "'soonish' is no date" in remark.message) == (2, True)
    assert rows(imported(text))[1] == ["Plan", "soonish", "done"]


def test_adopt__leaves_out_the_columns_that_are_not_wanted() -> None:
    text = "Item,When,Body\nPlan,2026,long\n"
    assert rows(imported(text, without=("body",))) == [
        ["Item", "When"],
        ["Plan", "2026"],
    ]
    with pytest.raises(ExchangeError, match=r"no column 'Text' .* 'When', 'Body'"):
        imported(text, without=("Text",))


def test_adopt__reads_what_excel_writes_in_europe() -> None:
    text = "Activity;PM;BA\nPlan, think;A;R\n"
    assert rows(imported(text.encode("utf-8-sig"))) == [
        ["Activity", "PM", "BA"],
        ["Plan, think", "A", "R"],
    ]
    assert rows(imported(text.encode("utf-16")))[1] == ["Plan, think", "A", "R"]


def test_adopt__keeps_ten_thousand_rows() -> None:
    text = "Item,When\n" + "".join(f"Item {n},2026-Q3\n" for n in range(10_000))
    assert len(imported(text).rows) == 10_000


# Days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("15/Jul/26 3:04 PM", "2026-07-15"),
        ("15/Jul/2026", "2026-07-15"),
        ("5-Sept-26 12:00 AM", "2026-09-05"),
        ("2026-07-15 15:04", "2026-07-15"),
        ("2026-07-15T15:04:05.000+0200", "2026-07-15"),
        ("2026-07-15T00:00:00Z", "2026-07-15"),
        ("2026/7/5", "2026-07-05"),
        ("07/08/2026", "07/08/2026"),
        ("31/Feb/26", "31/Feb/26"),
        ("2026-Q3", "2026-Q3"),
        ("2026-W31", "2026-W31"),
        ("", ""),
    ],
)
def test_as_day__reads_what_can_be_one_day_alone(written: str, day: str) -> None:
    assert as_day(written) == day


def test_adopt__makes_days_of_columns_of_dates_alone() -> None:
    text = "Item,Due,Created\nPlan,15/Jul/26 3:04 PM,15/Jul/26 3:04 PM\n"
    assert rows(imported(text))[1] == ["Plan", "2026-07-15", "15/Jul/26 3:04 PM"]


# Jira

JIRA = """\
Summary,Issue key,Status,Labels,Due date,Labels,Assignee,Sprint,\
Inward issue link (Blocks),Custom field (Start date),Custom field (Team),\
Custom field (Labels),Resolution,Inward issue link (Blocks)
"Map, small",MUS-1,Done,app,15/Jul/26 12:00 AM,,Ann,,,01/Jun/26 12:00 AM,Web,big,,
Tours,MUS-2,In Review,app,,map,,Sprint 1,MUS-1,,,,,MUS-9
"""


def test_from_jira__puts_the_columns_of_roadmaps_first_and_loses_none() -> None:
    draft, said = adopt(JIRA.encode(), "jira.csv", Wishes())
    assert draft.directive == "pm:roadmap"
    assert rows(draft) == [
        [
            *("ID", "Item", "Start", "End", "Owner", "Status", "Depends on"),
            *("Labels", "Sprint", "Team", "Custom field (Labels)"),
        ],
        [
            *("MUS-1", "Map, small", "2026-06-01", "2026-07-15", "Ann", "Done", ""),
            *("app", "", "Web", "big"),
        ],
        [
            *("MUS-2", "Tours", "", "", "", "In Review", "MUS-1, MUS-9"),
            *("app, map", "Sprint 1", "", ""),
        ],
    ]
    assert [(remark.line, remark.message[:51]) for remark in said] == [
        (0, "left out, for nothing stands in them: 'Resolution'"),
        (3, "'Tours', column 'Status': 'In Review' is not known;"),
    ]


# GitHub

PROJECT: dict[str, Any] = {
    "items": [
        {
            "id": "PVTI_1",
            "title": "Map",
            "status": "Done",
            "assignees": ["ann", "bob"],
            "repository": "https://github.com/example/app",
            "content": {
                "type": "Issue",
                "number": 7,
                "title": "Map",
                "body": "Line one\nline two",
                "repository": "example/app",
                "url": "https://github.com/example/app/issues/7",
            },
            "iteration": {"title": "Summer", "startDate": "2026-06-01", "duration": 14},
            "story points": 3.0,
        },
        {
            "id": "PVTI_2",
            "title": "Tours",
            "content": {"type": "DraftIssue", "title": "Tours", "body": ""},
            "start date": "2026-09-01",
            "target Date": "2026-12-18",
            "milestone": {"title": "v2", "dueOn": "2027-01-01T00:00:00Z"},
        },
    ],
    "totalCount": 2,
}


def github(data: Any, **wishes: Any) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of an import, each by header, and what was said."""
    draft, said = adopt(json.dumps(data).encode(), "github.json", Wishes(**wishes))
    header, *below = rows(draft)
    return [dict(zip(header, row, strict=True)) for row in below], [
        remark.message for remark in said
    ]


def test_from_github__reads_a_project_of_the_command_line() -> None:
    (first, second), said = github(PROJECT)
    assert first == {
        "ID": "#7",
        "Item": "Map",
        "Start": "2026-06-01",
        "End": "2026-06-14",
        "Owner": "ann, bob",
        "Status": "Done",
        "GitHub id": "PVTI_1",
        "Repository": "example/app",
        "Type": "Issue",
        "Body": "Line one line two",
        "Link": "https://github.com/example/app/issues/7",
        "Iteration": "Summer",
        "Story points": "3",
        "Milestone": "",
    }
    assert (second["ID"], second["Start"], second["End"], second["Milestone"]) == (
        *("", "2026-09-01", "2026-12-18", "v2"),
    )
    assert said == []


def test_from_github__says_that_there_are_more_items() -> None:
    _, (said,) = github({**PROJECT, "totalCount": 90})
    assert said.startswith("these are the first 2 of 90 items: ask for more")


def test_from_github__tells_issues_of_several_repositories_apart() -> None:
    other = {**PROJECT["items"][0], "content": {"number": 7, "repository": "a/site"}}
    other.pop("repository")
    items, _ = github({"items": [PROJECT["items"][0], other]})
    assert [item["ID"] for item in items] == ["app#7", "site#7"]


def test_from_github__reads_a_list_of_issues() -> None:
    (issue,), _ = github(
        [
            {
                "number": 3,
                "title": "Map | x",
                "state": "OPEN",
                "assignees": [{"id": "u", "login": "ann", "name": "Ann"}],
                "labels": [{"name": "app", "color": "red"}, {"name": "map"}],
                "milestone": {"title": "v1", "dueOn": "2026-07-15T00:00:00Z"},
                "createdAt": "2026-01-01T00:00:00Z",
                "comments": [],
            }
        ]
    )
    assert issue == {
        "ID": "#3",
        "Item": "Map | x",
        "End": "2026-07-15",
        "Owner": "Ann",
        "State": "OPEN",
        "Labels": "app, map",
        "Milestone": "v1",
        "Created at": "2026-01-01T00:00:00Z",
    }


def test_from_github__reads_the_items_of_a_project_from_the_api() -> None:
    node = {
        "id": "PVTI_1",
        "content": {"__typename": "Issue", "number": 7, "title": "Map"},
        "fieldValues": {
            "nodes": [
                {},
                {"text": "Map", "field": {"name": "Title"}},
                {"name": "In Progress", "field": {"name": "Status"}},
                {"date": "2026-06-01", "field": {"name": "Start date"}},
                {"number": 3, "field": {"name": "Points"}},
                {"users": {"nodes": [{"login": "a"}]}, "field": {"name": "Assignees"}},
            ]
        },
    }
    page = {"nodes": [node], "pageInfo": {"hasNextPage": True}}
    (item,), said = github({"data": {"node": {"projectV2": {"items": page}}}})
    assert item == {
        "ID": "#7",
        "Item": "Map",
        "Start": "2026-06-01",
        "Owner": "a",
        "Status": "In Progress",
        "GitHub id": "PVTI_1",
        "Points": "3",
    }
    assert said[0].startswith("these are the first 1 items: ask for more")


@pytest.mark.parametrize(
    "data", [{}, [], {"items": {}}, {"data": None}, 3, "x", [[]], {"a": {"b": [1]}}]
)
def test_from_github__says_what_it_reads(data: Any) -> None:
    with pytest.raises(ExchangeError, match="it is none of what GitHub gives"):
        github(data, origin=Origin.GITHUB)


def test_from_github__says_that_there_are_no_items() -> None:
    with pytest.raises(ExchangeError, match="there are no items in it"):
        github({"items": [], "totalCount": 0})


def test_adopt__reads_json_that_is_not_of_github() -> None:
    draft = imported('[{"Item": "Map", "When": "2026-Q3"}]', "a.json")
    assert rows(draft) == [["Item", "When"], ["Map", "2026-Q3"]]
