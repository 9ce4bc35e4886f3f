"""Stages that are named and are none, or are several."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Matrix
from sphinx_pmroles.model.roadmap import Item, Roadmap


def at(line: int) -> Place:
    return Place("page", line)


def cycle(key: str, *titles: str, **values: Any) -> Lifecycle:
    stages = tuple(Stage(t.lower(), t, "", at(2)) for t in titles)
    return Lifecycle(key, key.upper(), "", at(1), stages, **values)


def matrix(*rows: tuple[str, str], allow: tuple[str, ...] = ()) -> Matrix:
    """Return a matrix of activities, each with its group and its stage."""
    activities = tuple(
        Activity(f"a{n}", f"Do {n}", "", at(10 + n), (), group, stage)
        for n, (group, stage) in enumerate(rows)
    )
    return Matrix("m", "M", "", at(8), "raci", "", (), activities, allow=allow)


def roadmap(*stages: str, allow: tuple[str, ...] = ()) -> Roadmap:
    items = tuple(
        Item(f"i{n}", f"Item {n}", "", at(20 + n), stage=stage)
        for n, stage in enumerate(stages)
    )
    return Roadmap("r", "R", "", at(18), (), items, allow=allow)


def found_on_two_pages(**parts: Any) -> list[str]:
    """Return the messages where the life cycle to build is on another page."""
    other = Page("other", lifecycles=(replace(TWO[0], stages=(elsewhere(),)),))
    book = Handbook([Page("page", lifecycles=TWO[1:], **parts), other])
    others = dict.fromkeys(CHECKS, False)
    return [f.message for f in run_checks(book, others | {"unknown-stage": True})]


def elsewhere() -> Stage:
    return Stage("launch", "Launch", "", Place("other", 2))


def found(**parts: Any) -> list[tuple[int, str]]:
    others = dict.fromkeys(CHECKS, False)
    findings = run_checks(
        Handbook([Page("page", **parts)]), others | {"unknown-stage": True}
    )
    return [(finding.place.line, finding.message) for finding in findings]


TWO = (cycle("build", "Design", "Launch"), cycle("sell", "Launch", "Renew"))
DEFINE = "define it with pm:stage inside a pm:lifecycle"
SEVERAL = (
    "the column Stage: 'Launch' names more than one stage: 'build/launch' (Launch), "
    "'sell/launch' (Launch): write the id of the one that is meant, or give the "
    "others another name"
)


def test_unknown_stage__lists_the_candidates_of_an_ambiguous_one() -> None:
    assert found(
        lifecycles=TWO,
        matrices=(matrix(("", "Design"), ("", "Launch"), ("", "Launch")),),
        roadmaps=(roadmap("Renew", "", "Launch"),),
    ) == [(11, SEVERAL), (22, SEVERAL)]


@pytest.mark.parametrize("name", ["build/launch", "sell/Launch", "renew", "DESIGN"])
def test_unknown_stage__takes_the_key_of_the_life_cycle_too(name: str) -> None:
    assert found(lifecycles=TWO, roadmaps=(roadmap(name),)) == []


def test_unknown_stage__takes_the_life_cycle_of_the_same_page() -> None:
    assert found_on_two_pages(matrices=(matrix(("", "Launch")),)) == []
    assert found_on_two_pages(roadmaps=(roadmap("launch"),)) == []


def test_unknown_stage__is_no_matter_of_groups() -> None:
    assert found(lifecycles=TWO, matrices=(matrix(("Launch", ""), ("Lanch", "")),)) == (
        []
    )


def test_unknown_stage__suggests_the_nearest_in_a_column_of_stages() -> None:
    assert found(lifecycles=TWO, roadmaps=(roadmap("Design", "Renw", "zebra"),)) == [
        (21, "the column Stage: 'Renw' names no stage: did you mean 'renew'?"),
        (22, f"the column Stage: 'zebra' names no stage: {DEFINE}"),
    ]


def test_unknown_stage__leaves_a_column_alone_that_names_no_stages() -> None:
    assert found(lifecycles=TWO, roadmaps=(roadmap("Phase 1", "Phase 2"),)) == []
    assert found(roadmaps=(roadmap("Launch"),)) == []


def test_unknown_stage__may_be_allowed() -> None:
    allow = ("unknown-stage",)
    assert (
        found(
            lifecycles=(*TWO, cycle("x", "Alpha", current="beta", allow=allow)),
            matrices=(matrix(("", "Launch"), allow=allow),),
            roadmaps=(roadmap("Launch", allow=allow),),
        )
        == []
    )


def test_unknown_stage__is_silent_of_a_life_cycle_without_stages() -> None:
    assert found(lifecycles=(cycle("x", current="beta"),)) == []


def test_duplicate__may_be_allowed_at_the_stage() -> None:
    stages = (
        Stage("a", "A", "", at(2)),
        Stage("a", "A", "", at(3), allow=("duplicate",)),
    )
    book = Handbook([Page("p", lifecycles=(Lifecycle("l", "L", "", at(1), stages),))])
    assert run_checks(book, {}) == []
