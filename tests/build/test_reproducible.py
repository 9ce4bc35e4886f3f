"""The same sources give the same bytes: in parallel, elsewhere, another day."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: What Sphinx itself makes anew at each build.
NOT_OURS = re.compile(r"\.doctrees|environment\.pickle|\.buildinfo")


def faulty(project: Project) -> None:
    """Write many pages, with faults, and things that are defined twice."""
    project.write_handbook()
    names = [f"more/page{number:02}" for number in range(12)]
    for number, name in enumerate(names):
        project.write_file(
            f"{name}.md",
            f"""
            # Page {number}

            :::{{pm:role}} Twice {number % 4}
            :reports-to: nobody-{number}
            :::

            :::{{pm:matrix}} Matrix {number % 6}

            | Activity | PM  | Engineering |
            | -------- | --- | ----------- |
            | Work     | A/R | {"X" if number % 3 else "С"} |
            | Rest     | R   | I           |
            :::

            See {{pm:role}}`twice-{number % 5}`.
            """,
        )
    listed = "\n".join(names)
    index = (project.source / "index.md").read_text(encoding="utf-8")
    project.write_file(
        "index.md", index.replace("plan/roadmap\n", f"plan/roadmap\n{listed}\n")
    )


def bytes_of(built: Built) -> dict[str, bytes]:
    files = built.files()
    return {name: data for name, data in files.items() if not NOT_OURS.search(name)}


@pytest.fixture
def serial(new_project: Callable[[str], Project]) -> Built:
    """Return the build of the faulty handbook in one process."""
    project = new_project("serial")
    faulty(project)
    return project.run("html", "-j1", environment={"PYTHONHASHSEED": "1"})


def test_parallel_build__equals_a_serial_one(
    serial: Built, new_project: Callable[[str], Project]
) -> None:
    # In another folder and with another order of sets, besides.
    project = new_project("deep/parallel")
    faulty(project)
    parallel = project.run("html", "-j4", environment={"PYTHONHASHSEED": "2"})
    assert parallel.warnings == serial.warnings
    assert bytes_of(parallel) == bytes_of(serial)


def test_duplicates__give_one_warning_each(serial: Built) -> None:
    twice = [line for line in serial.warnings if "[pmroles.duplicate]" in line]
    # Eight roles and six matrices are defined again; their activities with them.
    assert len(twice) == len(set(twice)) == 8 + 6 + 12
    assert twice[0].startswith("more/page04.md:3: WARNING: the role 'twice-0' is defin")
    assert "in more/page00, line 3: give one of them another :id:" in twice[0]


def test_warnings__come_in_the_order_of_the_documents(serial: Built) -> None:
    places = [
        line.partition(": ")[0]
        for line in serial.warnings
        if "[pmroles." in line and "'pm:role " not in line and "pm:role '" not in line
    ]
    order = [
        (place.partition(":")[0], int(place.rpartition(":")[2])) for place in places
    ]
    assert len(order) > 40
    assert order == sorted(order)


def test_build__of_another_day_is_the_same(
    new_project: Callable[[str], Project],
) -> None:
    builds = []
    for name in ("one", "two"):
        project = new_project(name)
        project.write_handbook()
        project.replace("plan/roadmap.md", ":as-of: 2026-10-01\n", "")
        project.configure(pmroles_today="build")
        builds.append(
            project.run("html", environment={"SOURCE_DATE_EPOCH": "1790812800"})
        )
    assert bytes_of(builds[0]) == bytes_of(builds[1])
    assert "Today 2026-10-01" in builds[0].text("plan/roadmap.html")
