from __future__ import annotations

from dataclasses import replace

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.meaning import consulted, informed
from sphinx_pmroles.model.role import Role
from sphinx_pmroles.model.scheme import RACI, SCHEMES

PEOPLE = ("PM", "Sales", "Legal", "Support")


def at(line: int) -> Place:
    return Place("page", line)


def activity(
    line: int, text: str, *, group: str = "", stage: str = "", note: str = ""
) -> Activity:
    title, *cells = text.split("|")
    letters = [Cell(tuple(cell), note=note if not cell else "") for cell in cells]
    key = f"key-{line}"
    return Activity(key, title, "", at(line), tuple(letters), group, stage)


def matrix(
    *rows: str | Activity,
    scheme: str = "raci",
    people: tuple[str, ...] = PEOPLE,
    title: str = "Launch",
    allow: tuple[str, ...] = (),
) -> Matrix:
    """Return a matrix whose rows stand at line 12 and below."""
    activities = [
        row if isinstance(row, Activity) else activity(12 + n, row)
        for n, row in enumerate(rows)
    ]
    size = len(activities[0].cells) if activities else 0
    return Matrix(
        title.casefold(),
        title,
        "",
        at(8),
        scheme,
        "",
        tuple(Participant(name, at(10)) for name in people[:size]),
        tuple(activities),
        allow=allow,
    )


def found(
    check: str,
    *matrices: Matrix,
    switch: int = True,
    roles: tuple[Role, ...] = (),
) -> list[tuple[int, str]]:
    """Return the lines and messages of one check."""
    handbook = Handbook([Page("page", matrices=matrices, roles=roles)])
    others = dict.fromkeys(CHECKS, False)
    findings = run_checks(handbook, others | {check: switch})
    assert all(finding.check == check for finding in findings)
    return [(finding.place.line, finding.message) for finding in findings]


PM = Role("pm", "Product Manager", "", at(3), abbr="PM", aka=("PdM",))


# What letters mean


@pytest.mark.parametrize(
    ("scheme", "asked", "told"),
    [
        ("raci", "C", "I"),
        ("rasci", "C", "I"),
        ("cairo", "C", "I"),
        ("daci", "C", "I"),
        ("rapid", "AI", ""),
        ("dci", "C", "I"),
        ("paris", "RI", ""),
        ("pacsi", "S", "I"),
    ],
)
def test_letters__mean_what_their_words_say(scheme: str, asked: str, told: str) -> None:
    named = {one.name: one for one in SCHEMES}[scheme]
    assert "".join(letter.code for letter in consulted(named)) == asked
    assert "".join(letter.code for letter in informed(named)) == told


def test_letter__that_was_renamed_means_what_it_meant() -> None:
    renamed = RACI.renamed({"C": "Gefragt", "I": "Erfährt es"})
    assert [letter.word for letter in consulted(renamed)] == ["Gefragt"]
    assert [letter.word for letter in informed(renamed)] == ["Erfährt es"]


# unused-participant


def test_unused_participant__is_found_at_its_header() -> None:
    assert found("unused-participant", matrix("Sell|A|R||", "Train|A|R||I")) == [
        (
            10,
            (
                "'Legal' has no letter in 'Launch': "
                "give it one, or leave it out of the matrix"
            ),
        )
    ]


def test_unused_participant__is_none_with_a_note_alone() -> None:
    noted = activity(12, "Sell|AR|", note="if asked")
    assert found("unused-participant", matrix(noted)) == []


def test_unused_participant__is_not_asked_of_a_form_to_fill_in() -> None:
    assert found("unused-participant", matrix("Sell||", "Train||")) == []
    assert found("unused-participant", matrix()) == []


# contradiction


def test_contradiction__names_both_letters_and_the_cure() -> None:
    assert found("contradiction", matrix("Good|A|RI", "Price|AI|R")) == [
        (
            13,
            (
                "'Price' has both A (Accountable) and I (Informed) for 'PM': "
                "who owns it knows of it; leave out the I"
            ),
        )
    ]


def test_contradiction__knows_a_role_by_two_names() -> None:
    people = ("PM", "PdM", "Sales")
    bad = matrix("Price|A|I|R", people=people)
    assert found("contradiction", bad) == []
    ((_, message),) = found("contradiction", bad, roles=(PM,))
    assert "for 'PM', as 'PdM': " in message


@pytest.mark.parametrize(
    ("scheme", "row", "count"),
    [
        ("daci", "Price|AI|D", 1),
        ("daci", "Price|A|DI", 1),
        ("daci", "Price|ACI|DI", 2),
        ("dci", "Price|DI|C", 1),
        ("raci", "Price|A|RI", 0),
        # There the I gives input, and an owner may.
        ("rapid", "Price|DI|P", 0),
        ("paris", "Price|AI|P", 0),
    ],
)
def test_contradiction__asks_the_scheme(scheme: str, row: str, count: int) -> None:
    assert len(found("contradiction", matrix(row, scheme=scheme))) == count


# duplicate-activity


def test_duplicate_activity__names_the_first() -> None:
    assert found("duplicate-activity", matrix("Price|A|R", "Sell|A|R", "PRICE|A|")) == [
        (
            14,
            (
                "'PRICE' stands already in page, line 12: "
                "make one row of the two, or say how they differ"
            ),
        )
    ]


def test_duplicate_activity__is_found_each_time_but_the_first() -> None:
    three = matrix("Price|A|R", "Price|A|R", "Price|A|R")
    assert [line for line, _ in found("duplicate-activity", three)] == [13, 14]


def test_duplicate_activity__may_stand_in_two_groups_stages_and_matrices() -> None:
    rows = (
        activity(12, "Review|A|R"),
        activity(13, "Review|A|R", group="Alpha"),
        activity(14, "Review|A|R", group="Beta"),
        activity(15, "Review|A|R", stage="beta"),
        replace(activity(16, "Review|A|R"), texts=("Atlas",)),
    )
    other = matrix("Review|A|R", title="Other")
    assert found("duplicate-activity", matrix(*rows), other) == []


# all-blank-activity


def test_all_blank_activity__is_named() -> None:
    assert found("all-blank-activity", matrix("Sell|A|R", "Train||")) == [
        (13, "nobody takes part in 'Train': give it letters, or take it out")
    ]


# nobody-consulted, too-many-consulted, too-many-informed


def test_nobody_consulted__names_the_letter_to_give() -> None:
    assert found("nobody-consulted", matrix("Sell|A|RC", "Price|A|RI", "Blank||")) == [
        (
            13,
            (
                "'Price' has no C (Consulted): "
                "ask somebody whose answer can change the result"
            ),
        )
    ]


def test_nobody_consulted__names_every_letter_that_means_it() -> None:
    ((_, message),) = found("nobody-consulted", matrix("Price|D|P", scheme="rapid"))
    assert "has no A (Agree) or I (Input): " in message


def test_too_many_consulted__speaks_above_the_threshold() -> None:
    three = matrix("Price|AR|C|C|C")
    assert found("too-many-consulted", three, switch=3) == []
    assert found("too-many-consulted", three, switch=2) == [
        (
            12,
            (
                "'Price' has 3 C (Consulted), more than 2: "
                "ask only those whose answer can change the result"
            ),
        )
    ]


def test_too_many_consulted__takes_one_for_a_threshold() -> None:
    two = matrix("Price|AR|C|C|")
    assert len(found("too-many-consulted", two, switch=1)) == 1
    # True is 1 to Python, and is the default threshold here.
    assert found("too-many-consulted", two, switch=True) == []


def test_too_many_consulted__counts_each_participant_once() -> None:
    both = matrix("Price|D|P|AI|", scheme="rapid")
    assert found("too-many-consulted", both, switch=1) == []


def test_too_many_informed__speaks_above_the_threshold() -> None:
    assert found("too-many-informed", matrix("Price|AR|I|I|I"), switch=2) == [
        (
            12,
            "'Price' has 3 I (Informed), more than 2: tell only those who act on it",
        )
    ]


# same-activity-other-owner


def test_same_activity_other_owner__names_both() -> None:
    first, second = matrix("Price|A|R"), matrix("price|R|A", title="Run")
    assert found("same-activity-other-owner", first, second) == [
        (
            12,
            (
                "'Sales' owns 'price' here, and 'PM' in 'Launch' (page, line 12): "
                "agree on one owner, or say how the activities differ"
            ),
        )
    ]


def test_same_activity_other_owner__knows_a_role_by_two_names() -> None:
    first = matrix("Price|A|R")
    second = matrix("Price|A|R", people=("Product manager", "Sales"), title="Run")
    assert len(found("same-activity-other-owner", first, second)) == 1
    assert found("same-activity-other-owner", first, second, roles=(PM,)) == []


def test_same_activity_other_owner__asks_each_scheme_and_one_owner_alone() -> None:
    first = matrix("Price|A|R", "Sell|A|A")
    rapid = matrix("Price|D|A", "Sell|P|D", scheme="rapid", title="Run")
    assert found("same-activity-other-owner", first, rapid) == []


def test_same_activity_other_owner__leaves_one_matrix_to_other_checks() -> None:
    assert found("same-activity-other-owner", matrix("Price|A|R", "Price|R|A")) == []


# The switches


@pytest.mark.parametrize(
    "check",
    [
        "unused-participant",
        "contradiction",
        "duplicate-activity",
        "all-blank-activity",
        "nobody-consulted",
        "too-many-informed",
    ],
)
def test_check__is_allowed_on_its_matrix(check: str) -> None:
    rows = ("Price|AI|I||", "Price|A|R||", "Price|||", "Price|A||I|")
    bad = matrix(*rows, people=(*PEOPLE[:2], "Legal", "Support"))
    assert found(check, bad, switch=1 if CHECKS[check].threshold else True)
    quiet = replace(bad, allow=(check,))
    assert found(check, quiet, switch=1 if CHECKS[check].threshold else True) == []


def test_letters__that_were_renamed_are_named_by_their_new_words() -> None:
    renamed = RACI.renamed({"I": "Told"})
    bad = replace(matrix("Price|AI|R"), letters=renamed.letters)
    ((_, message),) = found("contradiction", bad)
    assert "I (Told)" in message
