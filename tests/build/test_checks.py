"""Each check finds its own wrong example, and lets its right one pass."""

from __future__ import annotations

import re

import pytest
from twins import restructured

from sphinx_pmroles.checks import table
from sphinx_pmroles.checks.table import CHECKS, Check
from tests.build.conftest import Project

NAMES = re.compile(r"\[pmroles\.([a-z-]+)\]$")


@pytest.fixture(scope="module")
def one_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return one project for all examples, which are built one after another."""
    return Project(tmp_path_factory.mktemp("examples"))


def said(project: Project, page: str, check: Check, language: str) -> list[str]:
    """Return the checks that speak when *page* is built with *check* switched on."""
    text = page if language == "md" else restructured(page)
    heading = "# Page" if language == "md" else "Page\n===="
    project.write_file(f"index.{language}", f"{heading}\n\n{text}")
    switch = check.example or True
    built = project.build("dummy", pmroles_checks={check.name: switch})
    (project.source / f"index.{language}").unlink()
    for warning in built.warnings:
        assert re.match(rf"index\.{language}:\d+: WARNING: ", warning), warning
    return [name for line in built.warnings for name in NAMES.findall(line)]


@pytest.mark.parametrize("language", ["md", "rst"])
@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_wrong_example__gives_the_finding_and_no_other(
    one_project: Project, check: Check, language: str
) -> None:
    assert set(said(one_project, check.wrong, check, language)) == {check.name}


@pytest.mark.parametrize("language", ["md", "rst"])
@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_right_example__gives_none(
    one_project: Project, check: Check, language: str
) -> None:
    assert ":::{pm:" in check.right
    assert said(one_project, check.right, check, language) == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_wrong_example__is_silent_where_the_check_is_off(
    one_project: Project, check: Check
) -> None:
    one_project.write_file("index.md", f"# Page\n\n{check.wrong}")
    off = one_project.build("dummy", pmroles_checks={check.name: False})
    assert off.warnings == []
    default = one_project.build("dummy", pmroles_checks={})
    assert bool(default.warnings) is check.on


COUNTING = [check for check in CHECKS.values() if check.threshold]


@pytest.mark.parametrize("check", COUNTING, ids=lambda check: check.name)
def test_threshold__is_the_number_that_is_allowed(
    one_project: Project, check: Check
) -> None:
    one_project.write_file("index.md", f"# Page\n\n{check.wrong}")
    assert check.example
    # The wrong examples have one more than the threshold that they are written for.
    for switch, count in ((True, 0), (check.example + 1, 0), (check.example, 1)):
        built = one_project.build("dummy", pmroles_checks={check.name: switch})
        assert len(built.warnings) == count


def write_faults(project: Project) -> None:
    """Write all wrong examples, each a few times, and pages of references."""
    for number, check in enumerate(CHECKS.values()):
        for part in ("one", "two"):
            text = f"# {check.name} {part}\n\n{check.wrong}\nSee {{pm:role}}`nobody`.\n"
            project.write_file(f"{part}/page{number}.md", text)
    project.write_file(
        "index.md",
        """\
        # Handbook

        ```{toctree}
        :glob:

        two/*
        one/*
        ```
        """,
    )
    switches = {check.name: check.example or True for check in CHECKS.values()}
    project.configure(pmroles_checks=switches)


def test_findings__come_in_one_order_from_one_process_and_from_many(
    project: Project,
) -> None:
    write_faults(project)
    alone = project.run("html", "-j1", out="alone", doctrees="trees-alone")
    many = project.run("html", "-j3", out="many", doctrees="trees-many")
    assert many.warnings == alone.warnings
    spoke = {name for line in alone.warnings for name in NAMES.findall(line)}
    # The first page to define its roles gives them nobody to report to.
    assert spoke == set(CHECKS) - {"reporting-cycle"}


def test_findings__are_the_same_for_a_second_builder(project: Project) -> None:
    write_faults(project)
    first = project.build("html")
    second = project.build("text")
    assert second.read == []
    assert second.warnings == first.warnings
    # It writes no page, and yet says which references lead nowhere.
    assert project.build("pmroles").warnings == first.warnings


def test_checks__run_once_a_build(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    run = Check.run

    def note(self: Check, *args: object) -> object:
        runs.append(self.name)
        return run(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(table.Check, "run", note)
    project.write_handbook()
    project.build("html")
    assert sorted(runs) == sorted(check.name for check in CHECKS.values() if check.on)


def test_message__names_the_place_in_another_page(project: Project) -> None:
    check = CHECKS["same-activity-other-owner"]
    first, second = check.wrong.split(":::\n\n")
    project.write_file("index.md", f"# One\n\n{first}:::\n\n```{{toctree}}\ntwo\n```\n")
    project.write_file("two.md", f"# Two\n\n{second}")
    (warning,) = project.build("dummy", pmroles_checks={check.name: True}).warnings
    assert warning.startswith("two.md:7: WARNING: 'Sales' owns 'Set the price' here, ")
    assert "'PM' in 'Launch a product' (index, line 7)" in warning


@pytest.mark.parametrize(
    ("name", "directive"),
    [
        ("role-without-purpose", "{pm:role}"),
        ("unused-participant", "{pm:matrix}"),
        ("stage-without-decider", "{pm:lifecycle}"),
        ("stage-without-decider", "{pm:stage} Beta"),
        ("reporting-cycle", "Product Manager"),
        ("too-many-owned", "{pm:matrix}"),
        ("undefined-role", "{pm:matrix}"),
        ("same-activity-other-owner", "Run a product"),
    ],
)
def test_allow__silences_a_check_on_its_object(
    one_project: Project, name: str, directive: str
) -> None:
    check = CHECKS[name]
    lines = check.wrong.splitlines()
    at = next(n for n, line in enumerate(lines) if directive in line)
    lines.insert(at + 1, f":allow: {name}")
    assert said(one_project, "\n".join(lines), check, "md") == []
