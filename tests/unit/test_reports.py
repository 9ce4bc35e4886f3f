"""What the matrices add up to, without a build."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_pmroles.checks.table import run_checks
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.named import unknown_names
from sphinx_pmroles.model.report import Report, ReportKind
from sphinx_pmroles.model.reports import (
    Decisions,
    Gaps,
    Load,
    Plan,
    answer,
    scope,
)
from sphinx_pmroles.model.role import Role

HERE = Place("page", 1)


def role(key: str, title: str, abbr: str) -> Role:
    return Role(key, title, f"pm-role-{key}", Place("roles", 3), abbr=abbr)


def matrix(key: str, people: str, *rows: str, scheme: str = "raci") -> Matrix:
    """Return a matrix; a row is ``title|cell|cell``, a cell ``letters:note``."""
    activities = []
    group = ""
    for line, row in enumerate(rows, 10):
        title, *cells = row.split("|")
        if not cells:
            group = title
            continue
        parts = [cell.partition(":") for cell in cells]
        activities.append(
            Activity(
                title.lower(),
                title,
                f"pm-activity-{key}-{title.lower()}",
                Place(key, line),
                tuple(Cell(tuple(letters), note) for letters, _, note in parts),
                group=group,
            )
        )
    return Matrix(
        key,
        key.title(),
        f"pm-matrix-{key}",
        Place(key, 5),
        scheme,
        "",
        tuple(Participant(name, Place(key, 8)) for name in people.split()),
        tuple(activities),
    )


ROLES = (role("pm", "Manager", "PM"), role("ba", "Analyst", "BA"))
BUILD = matrix(
    "build",
    *("Eng Analyst PM", "Plan|I|C|AR", "Grow", "Code|AR||C:if late"),
    "Ship|R|I|A:always",
)
#: Agree is asked before, Decide owns.
SELL = matrix("sell", "PM BA", "Grow", "Price|D|AP:twice", scheme="rapid")
CYCLE = Lifecycle(
    "life",
    "Life",
    "pm-life",
    Place("life", 1),
    (
        Stage("grow", "Grow", "pm-grow", Place("life", 4), decided_by="PM"),
        Stage("end", "End", "pm-end", Place("life", 8), decided_by="The board"),
    ),
)
BOOK = Handbook(
    [
        Page("roles", roles=ROLES),
        Page("build", matrices=(BUILD,)),
        Page("sell", matrices=(SELL,)),
        Page("life", lifecycles=(CYCLE,)),
    ]
)


def ask(kind: str, book: Handbook = BOOK, /, **limits: Any) -> object:
    report = Report(ReportKind(kind), "", HERE, **limits)
    return answer(book, report, run_checks(book, {}))


# Load


def loads(**limits: Any) -> tuple[list[str], list[tuple[object, ...]]]:
    load = ask("load", **limits)
    assert isinstance(load, Load)
    return (
        [letter.word for letter in load.letters],
        [(r.who.name, *r.counts, r.total, round(r.share, 3)) for r in load.rows],
    )


def test_load__counts_each_letter_of_one_matrix() -> None:
    words, rows = loads(matrices=("build",))
    assert words == ["Responsible", "Accountable", "Consulted", "Informed"]
    assert rows == [
        ("Eng", 2, 1, 0, 1, 4, 0.4),
        ("Manager", 1, 2, 1, 0, 4, 0.4),
        ("Analyst", 0, 0, 1, 1, 2, 0.2),
    ]


def test_load__adds_up_a_role_whatever_it_is_called() -> None:
    words, rows = loads()
    # One code stands for two words: they are counted apart.
    assert words[4:] == ["Agree", "Perform", "Decide"]
    assert [row[0] for row in rows] == ["Manager", "Analyst", "Eng"]
    assert rows[0] == ("Manager", 1, 2, 1, 0, 0, 0, 1, 5, round(5 / 13, 3))
    assert rows[1] == ("Analyst", 0, 0, 1, 1, 1, 1, 0, 4, round(4 / 13, 3))


def test_load__knows_what_letters_mean_in_their_schemes() -> None:
    one = matrix("one", "PM Ops", "Pay|D|C", "Tell|A|I", scheme="daci")
    two = matrix("two", "PM Ops", "Pay|D|I", "Tell|R|A", scheme="rapid")
    three = matrix("three", "PM", "Drive|D", scheme="drasci")
    book = Handbook([Page("p", matrices=(one, two, three))])
    shown = answer(book, Report(ReportKind.LOAD, "", HERE))
    assert isinstance(shown, Load)
    assert [(x.code, x.word, x.meaning) for x in shown.letters] == [
        # Drivers of both schemes stand in one column, and mean what they do first.
        ("D", "Driver", "responsible"),
        ("A", "Approver", "accountable"),
        ("C", "Contributor", "consulted"),
        ("I", "Informed", "informed"),
        ("R", "Recommend", "consulted"),
        ("A", "Agree", "consulted"),
        ("I", "Input", "consulted"),
        ("D", "Decide", "accountable"),
    ]
    (driver, *_others) = [row.counts for row in shown.rows]
    assert driver[0] == 2


def test_load__is_limited_to_roles_and_a_stage() -> None:
    _words, rows = loads(roles=("BA", "eng"))
    # The share is still that of all.
    assert [(row[0], row[-1]) for row in rows] == [
        ("Analyst", round(4 / 13, 3)),
        ("Eng", round(4 / 13, 3)),
    ]
    _words, rows = loads(stage="grow")
    # Equals stand by name.
    assert [(row[0], row[-2]) for row in rows] == [
        ("Analyst", 3),
        ("Eng", 3),
        ("Manager", 3),
    ]


def test_load__shows_who_has_nothing() -> None:
    book = Handbook([Page("p", matrices=(matrix("m", "One Two", "Do|AR|"),))])
    load = ask("load", book)
    assert isinstance(load, Load)
    assert [(r.who.name, r.total) for r in load.rows] == [("One", 2), ("Two", 0)]


@pytest.mark.parametrize(
    "pages", [[], [Page("p", matrices=(matrix("m", "One", "Do|"),))]]
)
def test_load__is_empty_where_there_is_no_letter(pages: list[Page]) -> None:
    load = ask("load", Handbook(pages))
    assert isinstance(load, Load)
    assert (load.rows, load.letters) == ((), ())


# Gaps


def gap_list(book: Handbook, **limits: Any) -> list[tuple[str, str]]:
    gaps = ask("gaps", book, **limits)
    assert isinstance(gaps, Gaps)
    return [(g.finding.check, g.about.key if g.about else "") for g in gaps.gaps]


FAULTY = Handbook(
    [
        Page("roles", roles=(Role("pm", "M", "", Place("roles", 2), reports_to="x"),)),
        Page("a", matrices=(matrix("a", "pm Other", "One|R|", "Two|A|"),)),
        Page("b", matrices=(matrix("b", "pm Other", "Three||A", "Four|A|AR"),)),
        Page("c", findings=(Finding("unreadable-date", "Bad", Place("c", 3)),)),
    ]
)


def test_gaps__name_what_they_are_about_check_by_check() -> None:
    found = gap_list(FAULTY)
    assert [f for f in found if f[0] != "unused-participant"] == [
        ("unknown-reference", "pm"),
        ("one-owner", "a/one"),
        ("one-owner", "b/four"),
        ("no-doer", "a/two"),
        ("no-doer", "b/three"),
        ("unreadable-date", ""),
    ]
    checks = [check for check, _about in found]
    assert checks == sorted(checks, key=checks.index)


def test_gaps__are_limited() -> None:
    one = gap_list(FAULTY, matrices=("b",))
    assert {about.partition("/")[0] for _check, about in one} == {"b"}
    assert ("no-doer", "b/three") in one
    assert ("no-doer", "b/three") not in gap_list(FAULTY, roles=("pm",))
    assert ("unknown-reference", "pm") in gap_list(FAULTY, roles=("pm",))
    assert gap_list(FAULTY, stage="nowhere") == []


def test_gaps__of_a_good_handbook_are_none() -> None:
    assert gap_list(Handbook(BOOK.pages[:3])) == []


def test_gaps__of_a_report_are_about_no_role_above_it() -> None:
    report = Report(ReportKind.LOAD, "", Place("roles", 9), matrices=("nowhere",))
    book = Handbook([Page("roles", roles=ROLES, reports=(report,))])
    assert gap_list(book) == [("unknown-reference", "")]


# Communication


def messages(**limits: Any) -> list[tuple[object, ...]]:
    plan = ask("communication", **limits)
    assert isinstance(plan, Plan)
    return [
        (
            *(m.who.name, "before" if m.is_before else "after", m.activity.key),
            [who.name for who in m.by],
            m.note,
        )
        for m in plan.messages
    ]


def test_communication__says_who_asks_and_tells_whom() -> None:
    assert messages() == [
        ("Manager", "before", "build/code", ["Eng"], "if late"),
        ("Analyst", "before", "build/plan", ["Manager"], ""),
        # Who agrees and performs need not ask themselves.
        ("Analyst", "before", "sell/price", ["Manager"], "twice"),
        ("Analyst", "after", "build/ship", ["Manager", "Eng"], ""),
        ("Eng", "after", "build/plan", ["Manager"], ""),
    ]


def test_communication__is_limited() -> None:
    keys = [m[2] for m in messages(roles=("ba",), matrices=("build",), stage="Grow")]
    assert keys == ["build/ship"]


# Decisions


def decided(**limits: Any) -> list[tuple[str, str, str, str]]:
    decisions = ask("decisions", **limits)
    assert isinstance(decisions, Decisions)
    return [(d.who.name, d.word, d.what.key, d.note) for d in decisions.decisions]


def test_decisions__are_the_owners_letters_and_the_gates() -> None:
    assert decided() == [
        ("Manager", "Accountable", "build/plan", ""),
        ("Manager", "Accountable", "build/ship", "always"),
        ("Manager", "Decide", "sell/price", ""),
        ("Manager", "", "life/grow", ""),
        ("Eng", "Accountable", "build/code", ""),
        ("The board", "", "life/end", ""),
    ]


def test_decisions__are_limited() -> None:
    assert [d[2] for d in decided(stage="life/end")] == ["life/end"]
    assert [d[2] for d in decided(roles=("The board",))] == ["life/end"]
    # A gate is in no matrix.
    assert [d[2] for d in decided(matrices=("sell",))] == ["sell/price"]


# Names


def test_unknown_names__are_those_that_name_nothing() -> None:
    report = Report(
        ReportKind.LOAD,
        "",
        HERE,
        roles=("pm", "ENG", "Engg"),
        matrices=("Sell", "sel"),
        stage="grown",
    )
    assert [(kind.value, name) for kind, name in unknown_names(BOOK, report)] == [
        ("role", "Engg"),
        ("matrix", "sel"),
        ("stage", "grown"),
    ]
    found = scope(BOOK, report)
    assert [who.name for who in found.roles] == ["Manager", "Eng"]
    assert [entry.key for entry in found.matrices] == ["sell"]
    assert found.stages == ()


def test_reports__with_unknown_names_alone_show_nothing() -> None:
    assert loads(matrices=("sel",))[1] == []
    assert decided(roles=("nobody",)) == []
    assert messages(stage="grown") == []
