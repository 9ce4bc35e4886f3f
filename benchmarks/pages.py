"""Measure what a directive adds to a page, beside the plain table that it replaces.

Each scenario has the same pages three times: prose alone, prose with a plain Markdown
table, and prose with the same table wrapped in a directive.  Each build has a process
of its own with a fixed hash seed.  Variants are shuffled within each round and compared
within it, so that a slow minute of the machine slows all of them; what is printed is
the median of the rounds, with its range.

First the same pages are measured against themselves: if that is off by more than 5 %,
the machine is noisy, and no ratio inside that error means anything.  Numbers of calls
do not waver.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

NOISY = 0.05
ROLES = ("Manager", "Analyst", "Engineer", "Designer", "Support", "Sponsor")
PROSE = "\n\n".join(
    f"Paragraph {number} says what every page says: that somebody answers for "
    "something, *by when*, and where [more of it](index.md) stands. " * 3
    for number in range(6)
)
CONF = """\
project = "Benchmark"
extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence", "deflist"]
html_theme = "basic"
"""


@dataclass(frozen=True)
class Scenario:
    """What is compared: on how many pages, and the goal for *added* or the page.

    *plain* and *ours* make the body of a page from its number.
    """

    name: str
    pages: int
    plain: Callable[[int], str]
    ours: Callable[[int], str]
    goal: str


# ----- what stands on the pages


def matrix_table(
    number: int, *, linked: bool, activities: int = 10, participants: int = 6
) -> str:
    """Return a matrix as a table; its headers are links to roles, or plain names.

    Beyond the roles that are defined, a participant is a name.
    """
    others = ("R", "C", "C", "I", "-")
    headers = [f"[{role}](roles.md)" if linked else role for role in ROLES]
    headers += [f"Team {n}" for n in range(len(ROLES), participants)]
    rows = [
        [
            f"Activity {number}.{row}",
            *(
                "A/R" if n == row % participants else others[(row + n) % 5]
                for n in range(participants)
            ),
        ]
        for row in range(activities)
    ]
    return pipe_table(["Activity", *headers], rows)


def roadmap_table(number: int, items: int) -> str:
    """Return a roadmap of dated items in five teams over two years."""
    headers = ("Item", "When", "Team", "Owner", "Status", "Health", "Progress", "Notes")
    return pipe_table(headers, roadmap_rows(number, items))


def roadmap_rows(number: int, items: int) -> list[tuple[str, ...]]:
    """Return the rows of a roadmap."""
    quarters = [
        f"{year}-Q{quarter}" for year in (2026, 2027) for quarter in range(1, 5)
    ]
    return [
        (
            f"Item {number}.{item} of the plan",
            f"{quarters[item % 7]} .. {quarters[item % 7 + item % 2]}",
            f"Team {item % 5}",
            ROLES[item % 6],
            ("planned", "in progress", "done")[item % 3],
            ("on track", "at risk", "")[item % 3],
            f"{item % 11 * 10} %",
            f"Notes on item {item}",
        )
        for item in range(items)
    ]


def pipe_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    rule = ["---"] * len(headers)
    return "\n".join(f"| {' | '.join(row)} |" for row in (headers, rule, *rows))


def wrapped_matrix(number: int, activities: int = 10, participants: int = 6) -> str:
    """Return the matrix in its directive: the headers find the roles by name."""
    table = matrix_table(
        number, linked=False, activities=activities, participants=participants
    )
    return f":::{{pm:matrix}} Matrix {number}\n\n{table}\n:::"


def wrapped_roadmap(number: int, items: int) -> str:
    """Return the roadmap in its directive, as a timeline."""
    table = roadmap_table(number, items)
    return f":::{{pm:roadmap}} Roadmap {number}\n:group-by: team\n\n{table}\n:::"


def role_definitions() -> str:
    """Return the page that the headers link to."""
    return "\n\n".join(
        f":::{{pm:role}} {role}\n:assignments: none\n\nPurpose\n: To be linked.\n:::"
        for role in ROLES
    )


SCENARIOS = (
    Scenario(
        "matrix 10 × 6",
        40,
        lambda number: matrix_table(number, linked=True),
        wrapped_matrix,
        "added ≤ 0.25, page ≤ 0.7",
    ),
    Scenario(
        "matrix 40 × 20",
        10,
        lambda number: matrix_table(
            number, linked=True, activities=40, participants=20
        ),
        lambda number: wrapped_matrix(number, 40, 20),
        "added ≤ 0.25",
    ),
    Scenario(
        "roadmap of 20",
        20,
        lambda number: roadmap_table(number, 20),
        lambda number: wrapped_roadmap(number, 20),
        "added ≤ 0.15",
    ),
    Scenario(
        "roadmap of 300",
        3,
        lambda number: roadmap_table(number, 300),
        lambda number: wrapped_roadmap(number, 300),
        "added ≤ 0.10, ≤ 50 ms",
    ),
)


def write_pages(
    folder: Path, pages: int, body: Callable[[int], str], conf: str | None = None
) -> Path:
    """Write the sources of *pages* pages, an index and the roles; return *folder*.

    With a *conf* of other extensions, there are no roles.
    """
    folder.mkdir(parents=True)
    names = [f"page-{number}" for number in range(pages)]
    roles = role_definitions() if conf is None else "None."
    toctree = "\n".join(["```{toctree}", "roles", *names, "```"])
    (folder / "conf.py").write_text(conf or CONF, "utf-8")
    (folder / "index.md").write_text(f"# Index\n\n{toctree}\n", "utf-8")
    (folder / "roles.md").write_text(f"# Roles\n\n{roles}\n", "utf-8")
    for number, name in enumerate(names):
        text = f"# Page {number}\n\n{PROSE}\n\n{body(number)}\n"
        (folder / f"{name}.md").write_text(text, "utf-8")
    return folder


def write_team(folder: Path, roles: int) -> Path:
    """Write so many roles, each on a page with a matrix of it and of five others.

    Each role reports to another and works with a third, by abbreviation and by alias.
    """

    def body(number: int) -> str:
        around = [(number + step * step) % roles for step in range(6)]
        others = ("C", "R", "I", "-", "C")
        rows = [
            [
                f"Activity {number}.{row}",
                *("A/R" if n == row % 6 else others[(row + n) % 5] for n in range(6)),
            ]
            for row in range(10)
        ]
        table = pipe_table(["Activity", *(f"R{n}" for n in around)], rows)
        above = f":reports-to: R{number // 8}\n" if number else ""
        return (
            f":::{{pm:role}} Role number {number}\n:abbr: R{number}\n"
            f":aka: Alias {number}\n{above}:works-with: alias {around[1]}\n\n"
            f"Purpose\n: Be the role number {number}.\n:::\n\n"
            f":::{{pm:matrix}} Matrix {number}\n\n{table}\n:::"
        )

    return write_pages(folder, roles, body)


def write_variants(scenario: Scenario, folder: Path) -> dict[str, Path]:
    """Write the three variants of a scenario; return their folders."""
    bodies = {"prose": lambda _: "", "plain": scenario.plain, "ours": scenario.ours}
    return {
        name: write_pages(folder / name, scenario.pages, body)
        for name, body in bodies.items()
    }


# ----- measuring


Measure = dict[str, float]
Round = dict[str, Measure]


def measure(
    source: Path, *options: str, python: Path = Path(sys.executable)
) -> Measure:
    """Return what a build of *source* takes, in a process of its own."""
    build = Path(__file__).with_name("build.py")
    return run_measured([str(python), str(build), str(source), *options])


def run_measured(command: list[str]) -> Measure:
    """Return what *command* says, in the last line that it prints."""
    result = subprocess.run(
        command,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured: Measure = json.loads(result.stdout.splitlines()[-1])
    return measured


def measure_rounds(variants: dict[str, Path], rounds: int, seed: int) -> list[Round]:
    """Return the measures of each variant, round by round."""
    shuffle = random.Random(seed).shuffle  # noqa: S311 - an order, not a secret
    measured = []
    for _ in range(rounds):
        order = list(variants)
        shuffle(order)
        measured.append({name: measure(variants[name]) for name in order})
    return measured


def spread(values: Sequence[float], scale: float = 1.0, digits: int = 2) -> str:
    """Return the median of *values* and their range, as text."""
    middle, low, high = statistics.median(values), min(values), max(values)
    return " ".join(
        [
            f"{middle * scale:.{digits}f}",
            f"({low * scale:.{digits}f} to {high * scale:.{digits}f})",
        ]
    )


def against_itself(source: Path, rounds: int) -> None:
    """Print how far the same pages are from themselves on this machine."""
    measured = measure_rounds({"A": source, "A again": source}, rounds, seed=1)
    ratios = [each["A again"]["cpu"] / each["A"]["cpu"] for each in measured]
    noise = abs(statistics.median(ratios) - 1)
    verdict = "noisy: judge no ratio by less" if noise > NOISY else "quiet enough"
    print(f"A against A: {spread(ratios)}, off by {noise:.1%}: {verdict}\n")


def compare(scenario: Scenario, variants: dict[str, Path], rounds: int) -> None:
    """Measure a scenario and print its table."""
    measured = measure_rounds(variants, rounds, seed=2)
    counted = {name: measure(source, "--count") for name, source in variants.items()}
    print(f"{scenario.name}, {scenario.pages} pages, {rounds} rounds")
    print(
        f"{'':8}{'CPU s':24}{'added ms a page':28}{'memory MiB':24}"
        f"{'calls':>12}{'own calls':>12}"
    )
    for name in variants:
        added = [each[name]["cpu"] - each["prose"]["cpu"] for each in measured]
        memory = spread([each[name]["memory"] for each in measured], digits=0)
        print(
            f"{name:8}{spread([each[name]['cpu'] for each in measured]):24}"
            f"{spread(added, 1000 / scenario.pages, 1):28}{memory:24}"
            f"{counted[name]['calls']:12,}{counted[name]['own_calls']:12,}"
        )
    ours_to_plain = {
        "added": [
            (each["ours"]["cpu"] - each["prose"]["cpu"])
            / (each["plain"]["cpu"] - each["prose"]["cpu"])
            for each in measured
        ],
        "page": [each["ours"]["cpu"] / each["plain"]["cpu"] for each in measured],
    }
    # Noise only adds: the least times are the nearest to the truth.
    cpu = {name: min(each[name]["cpu"] for each in measured) for name in variants}
    least = {
        "added": (cpu["ours"] - cpu["prose"]) / (cpu["plain"] - cpu["prose"]),
        "page": cpu["ours"] / cpu["plain"],
    }
    for name, ratios in ours_to_plain.items():
        times = f"{spread(ratios)}; of the least times {least[name]:.2f}"
        print(f"ours to plain, {name}: {times}")
    calls = {name: counted[name]["calls"] - counted["prose"]["calls"] for name in cpu}
    print(f"ours to plain, calls added: {calls['ours'] / calls['plain']:.3f}")
    print(f"goal: {scenario.goal}\n")


def growth(what: str, few: Path, many: Path) -> None:
    """Print how the calls grow with ten times the pages."""
    counted = [measure(pages, "--count") for pages in (few, many)]
    print(f"{what}: calls grow")
    for name, whose in (("own_calls", "own (goal ≤ 10.3)"), ("calls", "all")):
        small, large = (each[name] for each in counted)
        print(f"  {whose}: {small:,} to {large:,}, {large / small:.2f} ×")


def growth_in_time(folder: Path, few: int, many: int) -> None:
    """Print how the time grows from *few* to *many* pages, beside plain Sphinx."""
    scenario = SCENARIOS[0]
    bodies = {"prose": lambda _: "", "plain": scenario.plain, "ours": scenario.ours}
    cpu = {
        (name, pages): measure(write_pages(folder / f"{name}-{pages}", pages, body))
        for pages in (few, many)
        for name, body in bodies.items()
    }
    print(f"{few:,} and {many:,} pages: CPU s, and memory MiB")
    for name in bodies:
        small, large = cpu[name, few], cpu[name, many]
        print(
            f"  {name:6} {small['cpu']:7.1f} to {large['cpu']:7.1f}, "
            f"{large['cpu'] / small['cpu']:.2f} ×; "
            f"{small['memory']:.0f} to {large['memory']:.0f}"
        )


def main() -> None:
    """Measure every scenario."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument(
        "--times", type=int, default=1, help="so many times the pages, against noise"
    )
    parser.add_argument(
        "--pages", type=int, help="time the growth from a tenth of so many pages, too"
    )
    parser.add_argument(
        "--roles", type=int, help="count the growth to so many roles and matrices, too"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="measure the command `check` beside plain builds, and nothing else",
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="measure roadmaps beside what others draw them with, and nothing else",
    )
    options = parser.parse_args()
    rounds = options.rounds
    chosen = [
        replace(scenario, pages=scenario.pages * options.times)
        for scenario in SCENARIOS
        if options.only in scenario.name
    ]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.check:
            # Imported here: it builds upon this module.
            from checking import compare_checking

            compare_checking(folder, rounds)
            return
        if options.peers:
            # Imported here: it builds upon this module.
            from peers import compare_peers

            pages = write_pages(folder / "itself", 20, lambda n: roadmap_table(n, 20))
            measure(pages)
            against_itself(pages, rounds)
            compare_peers(folder, rounds)
            return
        for number, scenario in enumerate(chosen):
            variants = write_variants(scenario, folder / f"scenario-{number}")
            if number == 0:
                measure(variants["ours"])  # fills the caches of the disk
                against_itself(variants["plain"], rounds)
            compare(scenario, variants, rounds)
        if not options.only:
            few, many = (
                write_pages(folder / f"growth-{pages}", pages, wrapped_matrix)
                for pages in (10, 100)
            )
            growth("10 and 100 pages with a matrix", few, many)
        if options.roles:
            few, many = (
                write_team(folder / f"team-{roles}", roles)
                for roles in (options.roles // 10, options.roles)
            )
            what = f"{options.roles // 10:,} and {options.roles:,} roles and matrices"
            growth(what, few, many)
        if options.pages:
            growth_in_time(folder / "large", options.pages // 10, options.pages)


if __name__ == "__main__":
    main()
