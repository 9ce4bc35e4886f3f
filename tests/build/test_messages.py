"""What is wrong is said at its file and line, with the value and the cure."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import myst_parser
import pytest

if TYPE_CHECKING:
    from tests.build.conftest import Project


@dataclass(frozen=True)
class Fault:
    """A page with a fault: what each language writes, the line, and what is said.

    Lines are counted in the body, which stands below two lines of heading and a
    blank one.  *shown* is what the page must hold all the same.
    """

    subtype: str
    words: tuple[str, ...]
    markdown: str
    line: int
    rst: str
    rst_line: int
    shown: tuple[str, ...] = ()


def matrix(first: str, second: str, options: str = "") -> tuple[str, str]:
    """Return a matrix of one good row and one whose two cells are given."""
    rows = [("Activity", "PM", "Sales"), ("Good", "A/R", "C"), ("Odd", first, second)]
    cells = [f"| {a:<8} | {b:<12} | {c:<12} |" for a, b, c in rows]
    rule = f"| {'-' * 8} | {'-' * 12} | {'-' * 12} |"
    markdown = "\n".join(
        (":::{pm:matrix} Work", *options.splitlines(), "", cells[0], rule, *cells[1:])
    )
    edge = f"   +{'-' * 10}+{'-' * 14}+{'-' * 14}+"
    grid = [edge]
    for number, row in enumerate(cells):
        grid += [
            f"   {row}".replace("| - ", r"| \-"),
            edge.replace("-", "=") if number == 0 else edge,
        ]
    rst = "\n".join(
        (
            ".. pm:matrix:: Work",
            *(f"   {option}" for option in options.splitlines()),
            "",
            *grid,
        )
    )
    return f"{markdown}\n:::\n", f"{rst}\n"


def roadmap(header: str, value: str) -> tuple[str, str]:
    """Return a roadmap of one good row and one with a value."""
    markdown = (
        f":::{{pm:roadmap}} Plan\n\n| Item | {header} |\n| --- | --- |\n"
        f"| Good |  |\n| Odd | {value} |\n:::\n"
    )
    rst = (
        f".. pm:roadmap:: Plan\n\n   .. list-table::\n      :header-rows: 1\n\n"
        f"      * - Item\n        - {header}\n      * - Good\n        -\n"
        f"      * - Odd\n        - {value}\n"
    )
    return markdown, rst


def of_matrix(subtype: str, first: str, second: str, *words: str) -> Fault:
    markdown, rst = matrix(first, second)
    return Fault(subtype, words, markdown, 6, rst, 8, ("Odd", "Good", "After"))


def of_roadmap(subtype: str, header: str, value: str, *words: str) -> Fault:
    markdown, rst = roadmap(header, value)
    return Fault(
        subtype, ("'Odd'", *words), markdown, 6, rst, 10, ("Odd", value, "After")
    )


def twins(
    subtype: str, markdown: str, line: int, rst: str, rst_line: int, *words: str
) -> Fault:
    return Fault(
        subtype,
        words,
        textwrap.dedent(markdown).strip() + "\n",
        line,
        textwrap.dedent(rst).strip() + "\n",
        rst_line,
        ("After",),
    )


def of_option(option: str, *words: str) -> Fault:
    """Return a matrix with an option that cannot be used: the rest is shown."""
    (markdown, rst) = matrix("A/R", "C", option)
    return Fault("directive", words, markdown, 1, rst, 1, ("Odd", "Good"))


CHOICES = "expected letters of the scheme 'raci': R (Responsible), A (Accountable)"
FAULTS = {
    "unreadable cell": of_matrix("unreadable-cell", "A/R", "X", "'X'", CHOICES),
    "look-alike letter": of_matrix(
        "look-alike-letter", "A/R", "С", "'С' (U+0421)", "type the Latin letter"
    ),
    "no owner": of_matrix("one-owner", "R", "C", "'Odd' has no A", "give exactly one"),
    "two owners": of_matrix(
        "one-owner", "A/R", "A", "'Odd' has 2 A", "'PM', 'Sales'", "leave exactly one"
    ),
    "no doer": of_matrix("no-doer", "A", "C", "'Odd' has no R", "give at least one"),
    "bad date": of_roadmap("unreadable-date", "When", "2027-02-30", "2027-02-30"),
    "no date": of_roadmap("unreadable-date", "When", "someday", "someday"),
    "unknown status": of_roadmap(
        "unknown-status", "Status", "nearly", "'nearly'", "in progress", "blocked"
    ),
    "unknown health": of_roadmap("unknown-status", "Health", "so-so", "on track"),
    "bad progress": of_roadmap("unknown-status", "Progress", "120 %", "0 % to 100 %"),
    "unknown scheme": of_option(
        ":scheme: rcai", "'rcai' is not known, 'raci' is used", "did you mean 'raci'?"
    ),
    "strange scheme": of_option(":scheme: us", "'us' is not known", "'pacsi', 'paris'"),
    "unknown layout": of_option(
        ":layout: activity", "'activity' is not known", "did you mean 'activities'?"
    ),
    "unknown way to show": of_option(
        ":show: x", "'x' is not known", "write one of 'activities', 'letters'"
    ),
    "unknown letter": of_option(
        ":letters: Z=Approves, I=Is told",
        "'Z=Approves' renames no letter of 'raci'",
        "write one of 'A=Approves', 'C=Approves'",
    ),
    "a word for a letter": of_option(
        ":letters: acountable=Approves", "did you mean 'A=Approves'?"
    ),
    "letter without a word": of_option(
        ":letters: A", "'A' renames no letter", "'A=Accountable'"
    ),
    "sheet of no workbook": of_option(
        ":sheet: One", ":sheet: names a sheet of a workbook", "as :file:"
    ),
    "unknown name in allow": Fault(
        "directive",
        (":allow: 'one-ovner' is no check", "one-owner, no-doer"),
        matrix("A/R", "C", ":allow: one-ovner")[0],
        1,
        matrix("A/R", "C", ":allow: one-ovner")[1],
        1,
        ("Odd", "Good"),
    ),
    "no letter at all": Fault(
        "directive",
        ("no cell of the table holds a letter of the scheme 'raci'",),
        ":::{pm:matrix} Work\n\n| Activity | Words |\n| --- | --- |\n"
        "| One | two |\n:::\n",
        1,
        ".. pm:matrix:: Work\n\n   ======== =====\n   Activity Words\n"
        "   ======== =====\n   One      two\n   ======== =====\n",
        1,
        ("One", "two"),
    ),
    "matrix without a body": twins(
        "directive",
        ":::{pm:matrix} Work\n:::",
        1,
        ".. pm:matrix:: Work",
        1,
        "the body holds no table that can be read",
        "write a Markdown table",
    ),
    "matrix without a table": Fault(
        "directive",
        ("the body holds no table that can be read", "grid, simple, list or csv"),
        ":::{pm:matrix} Work\n\nWords alone.\n:::\n",
        1,
        ".. pm:matrix:: Work\n\n   Words alone.\n",
        1,
        ("Words alone.",),
    ),
    "roadmap without a table": Fault(
        "directive",
        ("the body holds no table that can be read", "| Item | When |"),
        ":::{pm:roadmap} Plan\n\nWords alone.\n:::\n",
        1,
        ".. pm:roadmap:: Plan\n\n   Words alone.\n",
        1,
        ("Words alone.",),
    ),
    "roadmap without a body": twins(
        "unknown-reference",
        ":::{pm:roadmap} Plan\n:::",
        1,
        ".. pm:roadmap:: Plan",
        1,
        "the roadmap 'Plan' has no items",
        "write a table in its body, or items elsewhere with :roadmap: plan",
    ),
    "bad as-of": twins(
        "directive",
        """
        :::{pm:roadmap} Plan
        :as-of: soon

        | Item | When |
        | ---- | ---- |
        | One  |      |
        :::
        """,
        1,
        """
        .. pm:roadmap:: Plan
           :as-of: soon

           ==== =====
           Item When
           ==== =====
           One  later
           ==== =====
        """,
        1,
        ":as-of: 'soon' is not a date such as 2026-10-01",
    ),
    "unknown group-by": twins(
        "directive",
        """
        :::{pm:roadmap} Plan
        :group-by: colour

        | Item | When |
        | ---- | ---- |
        | One  |      |
        :::
        """,
        1,
        """
        .. pm:roadmap:: Plan
           :group-by: colour

           ==== =====
           Item When
           ==== =====
           One  later
           ==== =====
        """,
        1,
        ":group-by: 'colour' is no column of the table",
        "its columns are 'Item', 'When'",
    ),
    "unknown reference": twins(
        "unknown-reference",
        """
        :::{pm:role} Product Manager
        :::

        See {pm:role}`product-manger`.
        """,
        4,
        """
        .. pm:role:: Product Manager

        See :pm:role:`product-manger`.
        """,
        3,
        "pm:role 'product-manger' names no role",
        "did you mean 'product-manager'?",
    ),
    "ambiguous reference": twins(
        "unknown-reference",
        """
        :::{pm:role} Product Manager
        :aka: Lead
        :::

        :::{pm:role} Engineer
        :aka: Lead
        :::

        See {pm:role}`lead`.
        """,
        9,
        """
        .. pm:role:: Product Manager
           :aka: Lead

        .. pm:role:: Engineer
           :aka: Lead

        See :pm:role:`lead`.
        """,
        7,
        "pm:role 'lead' names more than one role: "
        "'product-manager' (Product Manager), 'engineer' (Engineer): write the id",
    ),
    "unknown reports-to": twins(
        "unknown-reference",
        """
        :::{pm:role} Product Manager
        :reports-to: nobody
        :::
        """,
        1,
        """
        .. pm:role:: Product Manager
           :reports-to: nobody
        """,
        1,
        ":reports-to: 'nobody' names no role",
        "define it with pm:role",
    ),
    "duplicate": twins(
        "duplicate",
        """
        :::{pm:role} Analyst
        :::

        :::{pm:role} analyst
        :::
        """,
        4,
        """
        .. pm:role:: Analyst

        .. pm:role:: analyst
        """,
        3,
        "the role 'analyst' is defined already, in index, line",
        "give one of them another :id:",
    ),
    "stage outside": twins(
        "directive",
        ":::{pm:stage} Launch\n:::",
        1,
        ".. pm:stage:: Launch",
        1,
        "the stage 'Launch' is in no life cycle",
        "put it into a pm:lifecycle directive",
    ),
    "stage inside a stage": twins(
        "directive",
        """
        :::::{pm:lifecycle} Life

        ::::{pm:stage} Alpha

        :::{pm:stage} Beta
        In Beta.
        :::
        ::::
        :::::
        """,
        5,
        """
        .. pm:lifecycle:: Life

           .. pm:stage:: Alpha

              .. pm:stage:: Beta

                 In Beta.
        """,
        5,
        "the stage 'Beta' is inside the stage 'Alpha': close that one before it",
    ),
    "life cycle inside a life cycle": twins(
        "directive",
        """
        :::::{pm:lifecycle} Life

        :::{pm:stage} Alpha
        :::
        ::::{pm:lifecycle} Other
        :::{pm:stage} Beta
        :::
        ::::
        :::::
        """,
        5,
        """
        .. pm:lifecycle:: Life

           .. pm:stage:: Alpha

           .. pm:lifecycle:: Other

              .. pm:stage:: Beta
        """,
        5,
        "the life cycle 'Other' is inside the life cycle 'Life'",
        "put it after that one",
    ),
    "stage named twice": twins(
        "duplicate",
        """
        ::::{pm:lifecycle} Life

        :::{pm:stage} Alpha
        :::
        :::{pm:stage} Alpha
        :::
        ::::
        """,
        5,
        """
        .. pm:lifecycle:: Life

           .. pm:stage:: Alpha

           .. pm:stage:: Alpha
        """,
        5,
        "the stage 'life/alpha' is defined already, in index, line",
        "give one of them another :id:",
    ),
    "no stages": twins(
        "directive",
        ":::{pm:lifecycle} Life\n:::",
        1,
        ".. pm:lifecycle:: Life",
        1,
        "the life cycle 'Life' has no stages",
        "write each as a pm:stage directive inside it",
    ),
    "unknown current stage": twins(
        "unknown-stage",
        """
        ::::{pm:lifecycle} Life
        :current: gamma

        :::{pm:stage} Alpha
        :::
        ::::
        """,
        1,
        """
        .. pm:lifecycle:: Life
           :current: gamma

           .. pm:stage:: Alpha
        """,
        1,
        ":current: names 'gamma', which is no stage of 'Life'; its stages are 'Alpha'",
    ),
    "unknown option": twins(
        "directive",
        """
        :::{pm:role} Product Manager
        :report-to: sponsor

        After all.
        :::
        """,
        1,
        """
        .. pm:role:: Product Manager
           :report-to: sponsor

           After all.
        """,
        1,
        ":report-to: is no option of pm:role: did you mean :reports-to:?",
    ),
    "option that is like none": twins(
        "directive",
        """
        :::{pm:role} Product Manager
        :zzz: 1
        :::
        """,
        1,
        """
        .. pm:role:: Product Manager
           :zzz: 1
        """,
        1,
        ":zzz: is no option of pm:role: write one of :abbr:, :aka:, :allow:",
    ),
    "section as a field": twins(
        "directive",
        """
        :::{pm:role} Product Manager
        :purpose: Hold it together.

        After all.
        :::
        """,
        1,
        """
        .. pm:role:: Product Manager
           :Purpose: Hold it together.

           After all.
        """,
        1,
        ":purpose: 'Hold it together.' is read as an option and left out: write the "
        "section as a term of a definition list",
    ),
    "unknown kind": twins(
        "directive",
        """
        :::{pm:role} Sales
        :kind: taem

        After all.
        :::
        """,
        1,
        """
        .. pm:role:: Sales
           :kind: taem

           After all.
        """,
        1,
        ":kind: 'taem' is not known, 'role' is used: did you mean 'team'?",
    ),
    "unknown assignments": twins(
        "directive",
        """
        :::{pm:role} Sales
        :assignments: some
        :::
        """,
        1,
        """
        .. pm:role:: Sales
           :assignments: some
        """,
        1,
        ":assignments: 'some' is not known, 'all' is used: write one of 'all', 'none'",
    ),
    "bad class": twins(
        "directive",
        """
        :::{pm:role} Sales
        :class: "!!!"

        After all.
        :::
        """,
        1,
        """
        .. pm:role:: Sales
           :class: !!!

           After all.
        """,
        1,
        ":class: '!!!' is left out",
    ),
    "reports to itself": twins(
        "reporting-cycle",
        """
        :::{pm:role} Sales
        :reports-to: sales
        :::
        """,
        1,
        """
        .. pm:role:: Sales
           :reports-to: sales
        """,
        1,
        "'Sales' reports to itself: name another role, or none",
    ),
    "ambiguous participant": Fault(
        "unknown-reference",
        (
            (
                "the participant 'PM' names more than one role: 'product-manager' "
                "(Product Manager), 'project-manager' (Project Manager): write the id"
            ),
        ),
        ":::{pm:role} Product Manager\n:abbr: PM\n:::\n"
        ":::{pm:role} Project Manager\n:abbr: PM\n:::\n"
        ":::{pm:matrix} Work\n\n| Activity | PM |\n| --- | --- |\n"
        "| One | A/R |\n:::\n",
        9,
        ".. pm:role:: Product Manager\n   :abbr: PM\n\n"
        ".. pm:role:: Project Manager\n   :abbr: PM\n\n"
        ".. pm:matrix:: Work\n\n   ======== ===\n   Activity PM\n"
        "   ======== ===\n   One      A/R\n   ======== ===\n",
        10,
        ("One", "A/R", "PM"),
    ),
    "ambiguous owner": Fault(
        "unknown-reference",
        ("the owner 'PM' names more than one role: 'product-manager'",),
        ":::{pm:role} Product Manager\n:abbr: PM\n:::\n"
        ":::{pm:role} Project Manager\n:abbr: PM\n:::\n"
        ":::{pm:roadmap} Plan\n\n| Item | Owner |\n| --- | --- |\n"
        "| One | PM |\n:::\n",
        11,
        ".. pm:role:: Product Manager\n   :abbr: PM\n\n"
        ".. pm:role:: Project Manager\n   :abbr: PM\n\n"
        ".. pm:roadmap:: Plan\n\n   ==== =====\n   Item Owner\n"
        "   ==== =====\n   One  PM\n   ==== =====\n",
        12,
        ("One", "PM"),
    ),
    "misspelt current stage": twins(
        "unknown-stage",
        """
        ::::{pm:lifecycle} Life
        :current: alhpa

        :::{pm:stage} Alpha
        :::
        :::{pm:stage} Beta
        :::
        ::::
        """,
        1,
        """
        .. pm:lifecycle:: Life
           :current: alhpa

           .. pm:stage:: Alpha

           .. pm:stage:: Beta
        """,
        1,
        ":current: names 'alhpa', which is no stage of 'Life': did you mean 'Alpha'? "
        "Its stages are 'Alpha', 'Beta'",
    ),
    "current stage of several": twins(
        "unknown-stage",
        """
        ::::{pm:lifecycle} Life
        :current: Review

        :::{pm:stage} Review
        :id: first
        :::
        :::{pm:stage} Review
        :id: second
        :::
        ::::
        """,
        1,
        """
        .. pm:lifecycle:: Life
           :current: Review

           .. pm:stage:: Review
              :id: first

           .. pm:stage:: Review
              :id: second
        """,
        1,
        "'Review', which is the title of more than one stage: 'first', 'second': "
        "write the id",
    ),
    "no title": twins(
        "directive",
        ":::{pm:role}\n:::",
        1,
        ".. pm:role::",
        1,
        "pm:role has no title: write one after its name",
    ),
}


def assert_said(warnings: list[str], place: str, fault: Fault) -> None:
    assert len(warnings) == 1, warnings
    (warning,) = warnings
    assert warning.startswith(f"{place}: WARNING: "), warning
    assert warning.endswith(f"[pmroles.{fault.subtype}]")
    for words in fault.words:
        assert words in warning


@pytest.mark.parametrize("name", FAULTS)
def test_fault__is_said_at_its_line_in_markdown(project: Project, name: str) -> None:
    fault = FAULTS[name]
    project.write_file("index.md", f"# Page\n\n\n{fault.markdown}\nAfter\n")
    built = project.build("text")
    assert_said(built.warnings, f"index.md:{fault.line + 3}", fault)
    text = built.text("index.txt")
    assert [words for words in (*fault.shown, "After") if words not in text] == []


@pytest.mark.parametrize("name", FAULTS)
def test_fault__is_said_at_its_line_in_rst(project: Project, name: str) -> None:
    fault = FAULTS[name]
    project.write_file("index.rst", f"Page\n====\n\n{fault.rst}\nAfter\n")
    built = project.build("text")
    assert_said(built.warnings, f"index.rst:{fault.rst_line + 3}", fault)
    text = built.text("index.txt")
    assert [words for words in (*fault.shown, "After") if words not in text] == []


#: MyST-Parser before 5.2 counts the lines of an included file from 2.
COUNTS_INCLUDED_LINES = tuple(map(int, myst_parser.__version__.split(".")[:2])) >= (
    5,
    2,
)
INCLUDED = ("unreadable cell", "two owners", "unknown status", "unknown scheme")


@pytest.mark.parametrize("name", INCLUDED)
@pytest.mark.parametrize("language", ["md", "rst"])
def test_fault__is_said_in_the_file_that_is_included(
    project: Project, language: str, name: str
) -> None:
    fault = FAULTS[name]
    body, line = {
        "md": (fault.markdown, fault.line),
        "rst": (fault.rst, fault.rst_line),
    }[language]
    include = {
        "md": "# Page\n\n```{include} parts/part.txt\n```\n",
        "rst": "Page\n====\n\n.. include:: parts/part.txt\n",
    }[language]
    project.write_file("parts/part.txt", f"Before.\n\n{body}")
    project.write_file(f"index.{language}", include)
    built = project.build("text")
    if language == "md" and not COUNTS_INCLUDED_LINES:
        line += 1
    assert_said(built.warnings, f"parts/part.txt:{line + 2}", fault)


def test_fence_that_ends_a_role_too_early__is_reported(project: Project) -> None:
    project.write(
        index="""
        # Page

        :::{pm:role} Product Manager

        Before.

        :::{note}
        Inside.
        :::

        After.
        :::
        """
    )
    built = project.build("text")
    (warning,) = built.warnings
    assert warning.startswith(
        "index.md:7: WARNING: the fence ':::{note}' is not closed"
    )
    assert "write more colons (or backticks) around pm:role than inside it" in warning
    text = built.text("index.txt")
    assert [w for w in ("Before.", "Inside.", "After.") if w not in text] == []


def test_suppress_warnings__silences_one_check(project: Project) -> None:
    project.write_file("index.md", f"# Page\n\n{matrix('R', 'X')[0]}")
    subtypes = [line.rpartition("[")[2] for line in project.build("text").warnings]
    assert subtypes == ["pmroles.one-owner]", "pmroles.unreadable-cell]"]
    silenced = project.build("text", suppress_warnings=["pmroles.one-owner"])
    assert [line.rpartition("[")[2] for line in silenced.warnings] == [subtypes[1]]
    assert project.build("text", suppress_warnings=["pmroles"]).warnings == []


def test_allow__silences_a_check_on_one_object(project: Project) -> None:
    allowed = matrix("R", "X", ":allow: one-owner, unreadable-cell")[0]
    other = matrix("R", "C")[0].replace("Work", "Other")
    project.write_file("index.md", f"# Page\n\n{allowed}\n{other}")
    (warning,) = project.build("text").warnings
    assert warning.startswith("index.md:17: ")
    assert "[pmroles.one-owner]" in warning


@pytest.mark.parametrize("name", ["one-owner", "unknown-reference", "unreadable-cell"])
def test_pmroles_checks__switches_a_check_off(project: Project, name: str) -> None:
    reference = "See {pm:role}`nobody`.\n"
    project.write_file("index.md", f"# Page\n\n{matrix('R', 'X')[0]}\n{reference}")
    everything = project.build("text").warnings
    assert len(everything) == 3
    rest = project.build("text", pmroles_checks={name: False}).warnings
    assert rest == [line for line in everything if f"[pmroles.{name}]" not in line]


@pytest.mark.parametrize(
    ("name", "value", "allowed", "default"),
    [
        ("checks", ["one-owner"], "a dictionary of names of checks", "{}"),
        ("today", "tomorrow", 'None, "build" or a date', "None"),
        ("fiscal_year_start", 13, "the number of a month, 1 to 12", "1"),
        ("inventory", "yes", "True or False", "True"),
    ],
)
def test_config__that_is_wrong_is_named_and_replaced(
    project: Project, name: str, value: object, allowed: str, default: str
) -> None:
    project.write_handbook()
    plain = project.build("html", out="plain", doctrees="plain-doctrees")
    project.configure(**{f"pmroles_{name}": value})
    built = project.build("html")
    (warning,) = built.warnings
    assert f"pmroles_{name} = {value!r} is not allowed" in warning
    assert f"expected {allowed}" in warning
    assert f"the default {default} is used" in warning
    assert warning.endswith("[pmroles.config]")
    assert built.inventory == plain.inventory


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("checks", {"one-owner": False}),
        ("today", "2026-10-01"),
        ("today", "build"),
        ("fiscal_year_start", 4),
        ("inventory", False),
    ],
)
def test_config__that_is_right_is_taken_without_a_word(
    project: Project, name: str, value: object
) -> None:
    project.write_handbook()
    project.configure(**{f"pmroles_{name}": value})
    assert project.build("dummy").warnings == []


@pytest.mark.parametrize(
    ("check", "switch", "said"),
    [
        ("one-ovner", True, "the name of a check (perhaps 'one-owner'): unreadable"),
        ("zebra", True, "the name of a check: unreadable-cell, look-alike-letter"),
        ("one-owner", "no", "True or False; the default True is used"),
        ("one-owner", 5, "True or False; the default True is used"),
        (
            "too-many-consulted",
            0,
            "True, False or a whole number above 0; the default False is used",
        ),
    ],
)
def test_pmroles_checks__keeps_the_entries_that_are_right(
    project: Project, check: str, switch: object, said: str
) -> None:
    project.write_file("index.md", f"# Page\n\n{matrix('A', 'C')[0]}")
    checks = {check: switch, "no-doer": False, "nobody-consulted": True}
    first, *rest = project.build("text", pmroles_checks=checks).warnings
    assert f"pmroles_checks[{check!r}] = {switch!r} is not allowed: expected " in first
    assert said in first
    assert first.endswith("[pmroles.config]")
    # The second row has no doer, and both rows have somebody to consult.
    assert rest == []
    assert len(project.build("text", pmroles_checks={}).warnings) == 1
