"""The same sources give the same bytes: in parallel, elsewhere, another day."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.build.everything import write_everything

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


# Another machine: short here, longer by ``nox -s edits``.

#: The builders that write files.
BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"),
    *("gettext", "xml", "pseudoxml", "pmroles"),
)
#: Two machines: they agree on the day that the build is of, and on nothing else.
MACHINES = {
    "one": {"PYTHONHASHSEED": "1", "TZ": "UTC-14", "LC_ALL": "C"},
    "deep/er/two": {"PYTHONHASHSEED": "2", "TZ": "UTC+12", "LC_ALL": "C.UTF-8"},
}
LANGUAGES = ["md", "rst"] if "PMROLES_EDITS" in os.environ else ["md"]
#: All builds and exports of a machine in one process: each start costs a second.
#: gettext alone keeps doctrees that no other builder can read.
WORK = """\
import sys
from pathlib import Path
from sphinx.cmd.build import main as build
from sphinx_pmroles.cli.main import main

root, jobs, *builders = sys.argv[1:]
for name in builders:
    trees = "other" if name == "gettext" else "doctrees"
    options = ["-q", "-b", name, "-d", f"{root}/{trees}", f"-j{jobs}"]
    if build([*options, f"{root}/source", f"{root}/out/{name}"]):
        sys.exit(f"{name} failed")
for form in ("csv", "xlsx", "ics", "mermaid", "needs"):
    folder = Path(root, "out", f"export-{form}")
    folder.mkdir()
    target = folder if form in ("csv", "mermaid") else folder / "all"
    snapshot = f"{root}/out/pmroles/pmroles.json"
    main(["export", snapshot, "--to", form, "-o", str(target)], standalone_mode=False)
"""


def written(project: Project) -> dict[str, bytes]:
    """Return what was written, less where the sources are and times in archives."""
    found: dict[str, bytes] = {}
    out = project.root / "out"
    for path in sorted(path for path in out.glob("**/*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        if name.endswith(".epub"):
            # Sphinx puts the files in with the time at which they were written.
            with zipfile.ZipFile(path) as book:
                found |= {f"{name}/{n}": book.read(n) for n in book.namelist()}
        elif not NOT_OURS.search(name):
            # docutils writes into XML which file a tree was read from.
            data = path.read_bytes()
            data = data.replace(str(project.source).encode(), b"SOURCE")
            found[name] = _in_order(data) if name.endswith(".texi") else data
    return found


def _in_order(texinfo: bytes) -> bytes:
    """Return it with the anchors at its end in order: Sphinx pops them from a set."""
    body, end, rest = texinfo.partition(b"@printindex ge\n")
    return body + end + b"\n".join(sorted(rest.splitlines()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_output__is_the_same_on_another_machine(
    new_project: Callable[[str], Project], language: str
) -> None:
    made = []
    for jobs, (name, machine) in zip("14", MACHINES.items(), strict=True):
        project = new_project(name)
        write_everything(project, language)
        project.configure(pmroles_today="build")
        done = subprocess.run(
            [sys.executable, "-c", WORK, str(project.root), jobs, *BUILDERS],
            env={**os.environ, **machine, "SOURCE_DATE_EPOCH": "1790812800"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        made.append(written(project))
    one, two = made
    assert one.keys() == two.keys()
    folders = {Path(name).parts[0] for name in one}
    exports = {f"export-{form}" for form in ("csv", "xlsx", "ics", "mermaid", "needs")}
    assert folders == {*BUILDERS, *exports}
    assert [name for name in one if one[name] != two[name]] == []
