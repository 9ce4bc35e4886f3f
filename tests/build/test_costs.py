"""What an item costs a build, in numbers that hardly waver: never in seconds."""

from __future__ import annotations

import cProfile
import gc
from dataclasses import dataclass
from pathlib import Path
from pstats import Stats
from typing import TYPE_CHECKING, Any

from sphinx_pmroles.model.rows import unpack

if TYPE_CHECKING:
    import pytest

    from tests.build.conftest import Project

HEADER = (
    "| Item | When | Team | Owner | Status | Notes |",
    "| ---- | ---- | ---- | ----- | ------ | ----- |",
)
STATUSES = ("planned", "in progress", "done")


@dataclass(frozen=True)
class Cost:
    """Our function calls, the nodes that are made, and the bytes of the page."""

    calls: int
    nodes: int
    size: int


def cost(project: Project, items: int) -> Cost:
    """Return what it takes to build a page with a roadmap of so many items."""
    rows = [
        f"| Item {n} of the plan | 2026-Q{n % 4 + 1} | Team {n % 5} | Lead {n % 7} | "
        f"{STATUSES[n % 3]} | Notes on item {n} |"
        for n in range(items)
    ]
    table = "\n".join((*HEADER, *rows))
    roadmap = f":::{{pm:roadmap}} Plan\n:group-by: team\n\n{table}\n:::"
    project.write(index=f"# Plan\n\n{roadmap}\n")
    return build_cost(project, f"{items}")


def build_cost(project: Project, folder: str) -> Cost:
    """Return what a build takes whose output and doctrees are in a *folder*."""
    profile = cProfile.Profile()
    built = profile.runcall(
        project.build, out=f"out-{folder}", doctrees=f"doctrees-{folder}"
    )
    assert built.warnings == []
    stats = Stats(profile).stats  # type: ignore[attr-defined]  # typeshed lacks it
    counts = {place: entry[1] for place, entry in stats.items()}
    return Cost(
        sum(n for (file, *_), n in counts.items() if "sphinx_pmroles" in file),
        sum(n for place, n in counts.items() if _makes_a_node(*place)),
        len(built.files("index.html")["index.html"]),
    )


def _makes_a_node(file: str, _line: int, name: str) -> bool:
    return name == "__init__" and Path(file).match("docutils/nodes.py")


def test_item__costs_few_calls_and_bytes_and_no_node(project: Project) -> None:
    cost(project, 2)  # imports what is imported late
    few, many = cost(project, 20), cost(project, 220)
    # A node an item would be passed by some sixty walks of Sphinx over the page.
    assert many.nodes - few.nodes < 20
    assert (many.calls - few.calls) / 200 <= 245
    assert (many.size - few.size) / 200 <= 760


def team_page(number: int, pages: int) -> str:
    """Return a role, a matrix of it and two others, and a roadmap that they own."""
    around = [(number + n) % pages for n in range(3)]
    headers = " | ".join(f"R{n}" for n in around)
    activities = "\n".join(f"| Act {number}.{n} | A/R | C | I |" for n in range(8))
    items = "\n".join(
        f"| Item {number}.{n} | 2026-Q{n + 1} | R{around[n % 3]} |" for n in range(4)
    )
    return f"""# Page {number}

:::{{pm:role}} Role {number}
:abbr: R{number}
{f":reports-to: R{(number - 1) // 4}" if number else ":level: lead"}
:::

:::{{pm:matrix}} Matrix {number}

| Activity | {headers} |
| -------- | --- | --- | --- |
{activities}
:::

:::{{pm:roadmap}} Roadmap {number}

| Item | When | Owner |
| ---- | ---- | ----- |
{items}
:::
"""


OVERVIEWS = """# Overviews

:::{pm:roles}
:::

:::{pm:report} load
:::

:::{pm:report} gaps
:::

:::{pm:roadmap} All
:of: *
:view: board
:::
"""


def team(project: Project, pages: int) -> Cost:
    """Return what a book of so many pages takes, with overviews of all of them."""
    names = [f"page-{n}" for n in range(pages)]
    toctree = "\n".join(["```{toctree}", *names, "```"])
    sources = {name: team_page(n, pages) for n, name in enumerate(names)}
    project.write(index=f"{OVERVIEWS}\n{toctree}\n", **sources)
    return build_cost(project, f"{pages}")


def test_handbook__costs_in_proportion_to_its_objects(project: Project) -> None:
    few, more, many = (team(project, pages) for pages in (4, 20, 36))
    # Each page defines 15 objects, so the second 16 pages cost what the first 16 do:
    # three times that if it grew with the square.
    assert (many.calls - more.calls) / (more.calls - few.calls) <= 1.03
    assert (many.nodes - more.nodes) / (more.nodes - few.nodes) <= 1.03


def rebuilt(project: Project, pages: int, edit: str = "") -> Cost:
    """Return what building a book again takes; with an *edit*, at the end of a page."""
    team(project, pages)
    if edit:
        page = project.source / "page-1.md"
        page.write_text(f"{page.read_text('utf-8')}\n{edit}\n", "utf-8")
    return build_cost(project, f"{pages}")


def test_second_build__costs_nothing_an_object(project: Project) -> None:
    few, many = rebuilt(project, 20), rebuilt(project, 40)
    # A page has 15 objects: nobody asks for them where no index is made.
    assert (many.calls - few.calls) / 20 <= 6


def test_edit__costs_no_fingerprint_where_it_tells_nothing(project: Project) -> None:
    few, many = (rebuilt(project, pages, "More of it.") for pages in (20, 40))
    # What it takes to show all pages in the overviews of the index, which Sphinx writes
    # again with any page that it lists.
    assert (many.calls - few.calls) / 20 <= 725


def test_edit__makes_no_look_for_garbage_among_the_pages(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def watched(kind: type[Any], row: tuple[Any, ...]) -> Any:
        looked.append(gc.isenabled())
        return unpack(kind, row)

    monkeypatch.setattr("sphinx_pmroles.extension.domain.unpack", watched)
    rebuilt(project, 4, "More of it.")
    # All pages but the one that was read are unpacked.
    assert looked
    assert not any(looked)
    assert gc.isenabled()


def test_edit__sets_what_it_loaded_aside_until_the_next_build(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = []

    def keep(kind: type[Any], row: tuple[Any, ...]) -> Any:
        unpacked.append(unpack(kind, row))
        return unpacked[-1]

    monkeypatch.setattr("sphinx_pmroles.extension.domain.unpack", keep)
    rebuilt(project, 4, "More of it.")
    assert unpacked
    seen = {id(each) for each in gc.get_objects()}
    assert seen.isdisjoint(map(id, unpacked))
    # One that reads all pages sets nothing aside.
    project.build(out="anew", doctrees="anew")
    assert gc.get_freeze_count() == 0
