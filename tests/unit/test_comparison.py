"""Roles side by side, without a build."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinx_pmroles.checks.table import run_checks
from sphinx_pmroles.model.comparison import SideBySide, side_by_side
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, MatrixParts, Page
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.named import names_of_words
from sphinx_pmroles.model.overview import Comparison
from sphinx_pmroles.model.report import Report, ReportKind
from sphinx_pmroles.model.reports import Gaps, answer
from sphinx_pmroles.model.role import Mention, Role, Section
from tests.unit.test_reports import matrix, role


def with_sections(one: Role, *sections: Section) -> Role:
    return replace(one, sections=sections)


PM = with_sections(
    replace(role("boss", "Product Manager", "PM"), aka=("PdM",)),
    Section("Budget", "A million."),
    Section("Purpose", "Win."),
    Section(
        "Decisions",
        "Alone:\nGoals\nWith the ba: the rest\nSee PM",
        items=(1, 2),
        mentions=(Mention(22, 24, "role", "ba"), Mention(39, 41, "role", "PM")),
    ),
)
BA = with_sections(
    role("ba", "Business Analyst", "BA"),
    Section("Purpose", "Understand."),
    Section("Purpose", "And explain."),
    Section("budget", "None."),
    Section("Tools", "Pencil and paper."),
)
PO = role("po", "Owner", "")
BUILD = matrix(
    "build", "PM Analyst ba PO", "Plan|AR|C||", "Code|C||R:late|A", "Ship|A|||"
)
#: Agree is asked before, Perform does, Decide owns.
SELL = matrix("sell", "BA PdM", "Price|D|AP:twice", "Talk|P|D", scheme="rapid")
#: Nobody is left out by accident.
SKIP = matrix("skip", "PM BA", "Sleep|AR|O", "Wake|AR|C", scheme="cairo")
CYCLE = Lifecycle(
    *("life", "Life", "pm-life", Place("life", 1)),
    (Stage("grow", "Grow", "pm-grow", Place("life", 4), decided_by="PdM"),),
)
BOOK = Handbook(
    [
        Page("roles", roles=(PM, BA, PO)),
        Page("life", lifecycles=(CYCLE,)),
        Page("work", matrices=(BUILD, SELL, SKIP)),
    ]
)


def compared(asked: str, book: Handbook = BOOK) -> SideBySide:
    return side_by_side(book, comparison(asked))


def comparison(asked: str) -> Comparison:
    return Comparison("pm-compare", "pm-compare-meet", Place("page", 7), asked)


def findings(asked: str) -> list[str]:
    page = Page("page", comparisons=(comparison(asked),))
    found = run_checks(Handbook([*BOOK.pages[:2], page]), {})
    assert all(f.check == "unknown-reference" for f in found)
    assert all(f.place == Place("page", 7) for f in found)
    return [finding.message.removeprefix("pm:compare: ") for finding in found]


def titles(answer: SideBySide) -> list[str]:
    return [side.entry.title for side in answer.sides]


# Names


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("PM BA", ("PM", "BA")),
        ("  PM   BA ", ("PM", "BA")),
        ("Product Manager, BA", ("Product Manager", "BA")),
        ("Product Manager,", ("Product Manager",)),
        (", ,", ()),
        ("", ()),
    ],
)
def test_comparison__splits_by_commas_or_else_by_blanks(
    asked: str, names: tuple[str, ...]
) -> None:
    assert comparison(asked).names == names


def test_comparison__shows_five_names_and_says_the_rest() -> None:
    asked = comparison("a b A c d e f g f")
    assert asked.shown == ("a", "b", "c", "d", "e")
    assert asked.left_out == ("f", "g")


@pytest.mark.parametrize(
    "asked", ["PM BA", "pm ba", "Product Manager, analyst", "PdM BA"]
)
def test_side_by_side__finds_roles_by_every_name(asked: str) -> None:
    book = Handbook([Page("roles", roles=(PM, replace(BA, aka=("Analyst",))))])
    assert titles(compared(asked, book)) == ["Product Manager", "Business Analyst"]


def test_side_by_side__keeps_the_order_and_leaves_out_what_is_unknown() -> None:
    assert titles(compared("po nobody BA PdM PM")) == [
        *("Owner", "Business Analyst", "Product Manager")
    ]
    assert compared("nobody no-one") == SideBySide()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Product Manager Business Analyst", ["Product Manager", "Business Analyst"]),
        ("PM Business Analist", ["PM", "Business Analist"]),
        ("The Product Manager po", ["The", "Product Manager", "po"]),
        ("x", ["x"]),
        ("", []),
    ],
)
def test_names_of_words__are_the_longest_known(words: str, names: list[str]) -> None:
    assert names_of_words(BOOK, words.split()) == names


def test_names__that_name_nothing_are_found_with_the_nearest() -> None:
    assert findings("PM, Business Analist") == [
        "'Business Analist' names no role: did you mean 'Business Analyst'?"
    ]
    assert findings("PM BA") == findings("Product Manager, Business Analyst, PO") == []


def test_names__with_blanks_are_told_to_take_commas() -> None:
    (message,) = findings("Product Manager Business Analyst")
    assert message == (
        "'Product', 'Manager', 'Business', 'Analyst' name no role: with blanks in a "
        "name, put commas between the names: 'Product Manager, Business Analyst'"
    )
    # One name that is wrong is no reason for it.
    assert findings("PM BAX") == ["'BAX' names no role: did you mean 'BA'?"]


def test_names__of_one_role_twice_are_found() -> None:
    assert findings("PM ba PdM BA") == [
        "'BA' names 'Business Analyst' again, after 'ba': take one of them out",
        "'PdM' names 'Product Manager' again, after 'PM': take one of them out",
    ]


def test_names__are_no_finding_about_the_role_above() -> None:
    page = Page("roles", roles=(PM,), comparisons=(comparison("PM x"),))
    page = replace(
        page, comparisons=(replace(page.comparisons[0], place=Place("roles", 9)),)
    )
    book = Handbook([page])
    found = answer(
        book, Report(ReportKind.GAPS, "", Place("roles", 1)), run_checks(book, {})
    )
    assert isinstance(found, Gaps)
    assert [gap.about for gap in found.gaps] == [None]


# Sections


def test_sections__known_ones_come_first_then_others_as_they_appear() -> None:
    assert [row.name for row in compared("BA PM").sections] == [
        *("Purpose", "Decisions", "budget", "Tools")
    ]


def test_sections__hold_what_each_role_says() -> None:
    purpose, _decisions, budget, tools = compared("PM BA").sections

    def texts(says: object) -> list[list[str]]:
        assert isinstance(says, tuple)
        return [["".join(run.text for run in li.runs) for li in role] for role in says]

    assert texts(purpose.says) == [["Win."], ["Understand.", "And explain."]]
    assert (budget.name, texts(budget.says)) == ("Budget", [["A million."], ["None."]])
    assert texts(tools.says) == [[], ["Pencil and paper."]]


def test_sections__keep_lists_and_references() -> None:
    decisions = compared("PM BA").sections[1].says[0]
    assert [line.is_item for line in decisions] == [False, True, True, False]
    assert [
        [(run.text, run.entry.key if run.entry else "") for run in line.runs]
        for line in decisions
    ] == [
        [("Alone:", "")],
        [("Goals", "")],
        # By key it is shown by its title, as on the role's own page.
        [("With the ", ""), ("Business Analyst", "ba"), (": the rest", "")],
        # An abbreviation stays.
        [("See ", ""), ("PM", "boss")],
    ]


def test_sections__leave_a_reference_to_nothing_as_text() -> None:
    book = Handbook([Page("roles", roles=(PM, PO))])
    decisions = compared("PM PO", book).sections[1].says[0]
    assert "".join(run.text for run in decisions[2].runs) == "With the ba: the rest"
    assert [run.entry for run in decisions[2].runs] == [None, None, None]


# What each does


def listed(parts: tuple[MatrixParts, ...]) -> dict[str, list[tuple[str, str]]]:
    return {
        each.matrix.key: [(part.activity.title, part.note) for part in each.parts]
        for each in parts
    }


def test_sides__say_what_a_role_does_whatever_the_letters() -> None:
    manager, analyst = compared("PM BA").sides
    assert listed(manager.accountable) == {
        "build": [("Plan", ""), ("Ship", "")],
        # Decide owns in RAPID, Perform does.
        "sell": [("Talk", "")],
        "skip": [("Sleep", ""), ("Wake", "")],
    }
    assert listed(manager.responsible) == {
        "build": [("Plan", "")],
        "sell": [("Price", "twice")],
        "skip": [("Sleep", ""), ("Wake", "")],
    }
    assert listed(analyst.accountable) == {"sell": [("Price", "")]}
    assert listed(analyst.responsible) == {
        "build": [("Code", "late")],
        "sell": [("Talk", "")],
    }
    assert [gate.key for gate in manager.gates] == ["life/grow"]
    assert analyst.gates == ()


# Where they meet


def meetings(asked: str) -> dict[str, dict[str, list[str]]]:
    return {
        met.matrix.key: {
            meeting.activity.title: ["".join(cell.letters) for cell in meeting.cells]
            for meeting in met.meetings
        }
        for met in compared(asked).meetings
    }


def test_meetings__are_the_activities_of_at_least_two() -> None:
    assert meetings("PM BA PO") == {
        "build": {"Code": ["C", "R", "A"]},
        "sell": {"Price": ["AP", "D", ""], "Talk": ["D", "P", ""]},
        # Omitted is no part.
        "skip": {"Wake": ["AR", "C", ""]},
    }
    assert meetings("BA PO") == {"build": {"Code": ["R", "A"]}}
    assert meetings("PO") == {}


def test_meetings__join_the_columns_of_one_role() -> None:
    work = matrix("work", "PM PdM BA", "Do|A:first|AR:then|C", "Rest|||")
    book = Handbook([Page("p", roles=(PM, BA), matrices=(work,))])
    (met,) = compared("PM BA", book).meetings
    (meeting,) = met.meetings
    assert [(cell.letters, cell.note) for cell in meeting.cells] == [
        (("A", "R"), "first, then"),
        (("C",), ""),
    ]


def test_meetings__stand_in_the_order_of_the_pages() -> None:
    one, two = matrix("one", "BA", "Do|A"), matrix("two", "PM BA", "Do|A|R")
    three = matrix("three", "PM BA", "Do|A|R")
    book = Handbook(
        [Page("p", roles=(PM, BA), matrices=(one, three)), Page("q", matrices=(two,))]
    )
    met = compared("PM BA", book).meetings
    assert [each.matrix.key for each in met] == ["three", "two"]
    assert list(listed(compared("PM BA", book).sides[1].accountable)) == ["one"]
