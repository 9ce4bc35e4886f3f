"""A matrix turned for its reader: every layout says all that was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

PAGE = """\
    # Page

    :::{{pm:role}} Engineering Lead
    :abbr: EL
    :::

    :::{{pm:matrix}} Launch
    {option}

    | Activity      | PM  | EL                 | Ops | Notes |
    | ------------- | --- | ------------------ | --- | ----- |
    | **Plan**      |     |                    |     |       |
    | Set the price | A/R | C (if over budget) | C   | First |
    | Support it    | A   | R                  | -   |       |
    | **Do**        |     |                    |     |       |
    | Build it      | I   | A/R                | ?!  |       |
    :::

    See {{pm:activity}}`build-it`.
    """


def build(project: Project, show: str, builder: str = "html") -> Built:
    option = f":show: {show}" if show else ""
    project.write(index=PAGE.format(option=option))
    return project.build(builder, suppress_warnings=["pmroles.unreadable-cell"])


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def table_of(project: Project, show: str) -> Tag:
    built = build(project, show)
    assert built.warnings == []
    table = BeautifulSoup(built.text("index.html"), "html.parser").find("table")
    assert isinstance(table, Tag)
    return table


def rows_of(table: Tag) -> list[list[str]]:
    return [
        [words(cell) for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]


def test_show__is_by_activity_unless_said(project: Project) -> None:
    table = table_of(project, "")
    assert rows_of(table) == [
        ["Activity", "PM", "EL", "Ops", "Notes"],
        ["Plan"],
        ["Set the price", "A / R", "C if over budget", "C", "First"],
        ["Support it", "A", "R", "–", ""],
        ["Do"],
        ["Build it", "I", "A / R", "?!", ""],
    ]


def test_show_participants__has_a_row_a_participant(project: Project) -> None:
    table = table_of(project, "participants")
    assert rows_of(table) == [
        ["Participant", "Set the price", "Support it", "Build it"],
        ["Group", "Plan", "Plan", "Do"],
        ["PM", "A / R", "A", "I"],
        ["EL", "C if over budget", "R", "A / R"],
        ["Ops", "C", "–", "?!"],
        ["Notes", "First", "", ""],
    ]
    assert [words(th) for th in table.find_all("th", scope="row")][1:] == [
        "PM",
        "EL",
        "Ops",
        "Notes",
    ]


def test_show_letters__names_the_participants(project: Project) -> None:
    table = table_of(project, "letters")
    assert [[re.sub(" ,", ",", cell) for cell in row] for row in rows_of(table)] == [
        [
            "Activity",
            "R · Responsible",
            "A · Accountable",
            "C · Consulted",
            "I · Informed",
            "Not read",
            "Notes",
        ],
        ["Plan"],
        ["Set the price", "PM", "PM", "EL (if over budget), Ops", "", "", "First"],
        ["Support it", "EL", "PM", "", "", "", ""],
        ["Do"],
        ["Build it", "EL", "EL", "", "PM", "Ops: ?!", ""],
    ]


@pytest.mark.parametrize("show", ["activities", "participants", "letters"])
def test_show__links_participants_and_keeps_targets(
    project: Project, show: str
) -> None:
    table = table_of(project, show)
    links = {words(a): a["href"] for a in table.find_all("a") if words(a) == "EL"}
    assert links == {"EL": "#pm-role-engineering-lead"}
    assert len(table.find_all(id="pm-activity-launch-build-it")) == 1


#: Where each builder puts the words.
OUTPUT = {"text": "index.txt", "latex": "handbook.tex", "man": "handbook.1"}


@pytest.mark.parametrize("builder", OUTPUT)
@pytest.mark.parametrize("show", ["participants", "letters"])
def test_show__says_all_in_other_builders(
    project: Project, show: str, builder: str
) -> None:
    built = build(project, show, builder)
    assert built.warnings == []
    shown = " ".join(built.text(OUTPUT[builder]).split())
    for word in ("PM", "EL", "Ops", "Set the price", "Build it", "over budget"):
        assert word in shown


def test_show__says_which_layouts_there_are(project: Project) -> None:
    built = build(project, "sideways")
    (warning,) = built.warnings
    assert "Set the price" in built.text("index.html")
    for word in ("sideways", "activities", "participants", "letters"):
        assert word in warning


def test_letters__look_by_what_they_mean_in_any_scheme(project: Project) -> None:
    project.write(
        index="""\
        # Page

        :::{pm:matrix} Decide
        :scheme: daci

        | Activity | PM  | EL  | Ops | Board |
        | -------- | --- | --- | --- | ----- |
        | Sell     | D   | C   | I   | A     |
        :::
        """
    )
    built = project.build("html")
    assert built.warnings == []
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    shown = {
        (words(badge), str(badge["title"]), badge["class"][-1])
        for badge in page.select("td abbr")
    }
    assert shown == {
        ("D", "Driver", "pm-responsible"),
        ("C", "Contributor", "pm-consulted"),
        ("I", "Informed", "pm-informed"),
        ("A", "Approver", "pm-accountable"),
    }


def test_show_letters__keeps_what_is_said_of_participants(project: Project) -> None:
    project.write(
        index="""\
        # Page

        :::{pm:matrix} Launch
        :layout: participants
        :show: letters

        | Who | Department | Sell | Build |
        | --- | ---------- | ---- | ----- |
        | PM  | Product    | A/R  | C     |
        | EL  | Technology | C    | A/R   |
        :::
        """
    )
    built = project.build("text")
    assert built.warnings == []
    assert "Department: PM: Product, EL: Technology" in built.text("index.txt")


@pytest.mark.parametrize("show", ["", "activities", "participants", "letters"])
def test_activity__is_a_target_for_references_search_and_index(
    project: Project, show: str
) -> None:
    built = build(project, show)
    anchor = "pm-activity-launch-build-it"
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    target = page.find(id=anchor)
    assert isinstance(target, Tag)
    assert "Build it" in target.get_text()
    links = [a for a in page.select("p a.reference") if "Build it" in a.get_text()]
    # From the sentence, and from what the handbook says of the role: its A, its R.
    assert [link["href"] for link in links] == [f"#{anchor}"] * 3
    index = BeautifulSoup(built.text("genindex.html"), "html5lib")
    targets = [str(a["href"]) for a in index.select("a") if "Build it" in a.get_text()]
    assert targets == [f"index.html#{anchor}"]
    assert f'"{anchor}"' in built.text("searchindex.js")
