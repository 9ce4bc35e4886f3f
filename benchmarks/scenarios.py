"""What is measured: each scenario, its cases, and the figures that are read off them.

Small sites are built in many rounds and the largest in one: their times differ less
from build to build, and they take minutes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpus import (
    HANDBOOK_OBJECTS,
    Body,
    matrix_table,
    nothing,
    roadmap_table,
    wrapped_matrix,
    wrapped_roadmap,
    write_handbook,
    write_pages,
    write_site,
)
from judging import Figure
from peers import Environment, NotInstalledError, peers_of

PROBE = Path(__file__).with_name("probe.py")


@dataclass(frozen=True)
class Case:
    """A program that prints what it took, and in how many rounds it is run.

    *before* is called with the number of the round, unmeasured; a case that *counts* is
    run once more for its function calls.
    """

    command: Sequence[str]
    rounds: int
    before: Callable[[int], object] = lambda _: None
    counts: bool = False


@dataclass(frozen=True)
class Scenario:
    """Cases that are measured side by side; *missing* says why others are not."""

    name: str
    title: str
    cases: dict[str, Case]
    figures: tuple[Figure, ...]
    missing: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workshop:
    """Where sites are written and kept, and by how much they are smaller."""

    folder: Path
    environment: Environment
    less: int = 1

    def site(self, name: str, write: Callable[[Path], Path]) -> Path:
        """Return the folder of a site, written the first time that it is asked for."""
        folder = self.folder / name
        return folder if folder.exists() else write(folder)

    def pages(self, number: int, *, ours: bool) -> Path:
        """Return the site of so many pages."""
        name = f"pages-{number}-{'ours' if ours else 'plain'}"
        return self.site(name, lambda to: write_pages(to, number, ours=ours))

    def handbook(self, roles: int, *, ours: bool) -> Path:
        """Return the handbook of so many roles."""
        name = f"handbook-{roles}-{'ours' if ours else 'plain'}"
        return self.site(name, lambda to: write_handbook(to, roles, ours=ours))


def probe(how: str, source: Path | str, *options: str) -> list[str]:
    """Return the command that measures one thing."""
    return [sys.executable, str(PROBE), how, str(source), *options]


def kept(source: Path) -> Path:
    """Return where the output of a site is kept."""
    return source.with_name(f"{source.name}-built")


def from_scratch(source: Path, rounds: int, jobs: int = 1, **more: bool) -> Case:
    """Return the first build of a site, which is kept for builds after an edit."""
    target = kept(source)
    command = probe("html", source, "--keep", str(target), "--jobs", str(jobs))

    def clear(_round: int) -> None:
        shutil.rmtree(target, ignore_errors=True)

    return Case(command, rounds, clear, **more)


# ----- the scenarios


def itself(shop: Workshop) -> Scenario:
    """Return the scenario that says how noisy the machine is."""
    source = shop.pages(max(20 // shop.less, 5), ours=False)
    cases = {name: Case(probe("html", source), 7) for name in ("A", "A again")}
    figure = Figure("A again, to A", "cpu", "A again", "A")
    return Scenario("itself", "The same pages against themselves", cases, (figure,))


def what_a_directive_adds(shop: Workshop) -> Iterator[Scenario]:
    """Yield what a directive adds to a page of prose, beside the plain table."""
    big = {"activities": 40, "participants": 20}
    rows: tuple[tuple[str, int, Body, Body, float], ...] = (
        (
            "matrix of 10 × 6",
            40,
            partial(matrix_table, linked=True),
            wrapped_matrix,
            0.25,
        ),
        (
            "matrix of 40 × 20",
            10,
            lambda number: matrix_table(number, linked=True, **big),
            lambda number: wrapped_matrix(number, **big),
            0.25,
        ),
        *(
            (
                f"roadmap of {items} items",
                pages,
                partial(roadmap_table, items=items),
                partial(wrapped_roadmap, items=items),
                goal,
            )
            for items, pages, goal in ((20, 20, 0.15), (300, 3, 0.1))
        ),
    )
    for name, pages, plain, ours, goal in rows:
        # A few pages at least, or noise is all that is seen.
        pages = max(pages // shop.less, min(pages, 5))  # noqa: PLW2901 - the same, less of it
        bodies = {"prose": nothing, "plain": plain, "ours": ours}
        cases = {
            case: Case(
                probe(
                    "html",
                    shop.site(
                        f"{name}-{case}", partial(_write, pages=pages, body=body)
                    ),
                ),
                5,
                counts=True,
            )
            for case, body in bodies.items()
        }
        yield Scenario(
            f"row: {name}",
            f"A {name} on a page",
            cases,
            (
                Figure("added, CPU", "cpu", "ours", "plain", "prose", goal=goal),
                Figure("added, calls", "calls", "ours", "plain", "prose"),
                Figure("page, CPU", "cpu", "ours", "plain"),
                Figure(
                    "added", "cpu", "ours", less="prose", per=pages / 1000, unit="ms"
                ),
            ),
        )


def _write(folder: Path, pages: int, body: Body) -> Path:
    return write_site(folder, pages, body)


def sites_of_pages(shop: Workshop) -> Iterator[Scenario]:
    """Yield sites of pages with a role, a matrix and a roadmap each."""
    for size, rounds, goal in ((50, 5, None), (500, 2, 0.45), (2000, 1, 0.45)):
        pages = max(size // shop.less, 2)
        cases = {
            name: from_scratch(shop.pages(pages, ours=name == "ours"), rounds)
            for name in ("plain", "ours")
        }
        measures = {"CPU": "cpu", "memory": "memory", "size of the output": "bytes"}
        goals = {"cpu": goal, "memory": goal}
        yield Scenario(
            f"pages: {size:,}",
            f"{pages:,} pages with a role, a matrix and a roadmap each",
            cases,
            tuple(
                Figure(label, measure, "ours", "plain", goal=goals.get(measure))
                for label, measure in measures.items()
            ),
        )


def rebuilds(shop: Workshop) -> Iterator[Scenario]:
    """Yield builds after one edit of a sentence, and after none."""
    for size, rounds in ((500, 3), (2000, 2)):
        pages = max(size // shop.less, 2)
        sources = {name: shop.pages(pages, ours=name == "ours") for name in _BOTH}
        for what, edit in (("no", _edit_nothing), ("one", _edit_a_sentence)):
            yield Scenario(
                f"edit: {size:,}, {what}",
                f"{pages:,} pages after {what} edit",
                {
                    name: Case(
                        probe("html", source, "--keep", str(kept(source))),
                        rounds,
                        partial(edit, source),
                    )
                    for name, source in sources.items()
                },
                (
                    Figure("CPU", "cpu", "ours", "plain", goal=1.1),
                    Figure(
                        *("written for nothing, beyond plain", "unchanged", "ours"),
                        less="plain",
                        unit="pages",
                        goal=0,
                    ),
                ),
            )


_BOTH = ("plain", "ours")


def edits_of_facts(shop: Workshop) -> Scenario:
    """Return an edit that is shown on other pages, beside one that is not."""
    roles = handbooks(shop)[1]
    source = shop.handbook(roles, ours=True)
    command = probe("html", source, "--keep", str(kept(source)))
    edits = {"sentence": _edit_a_sentence, "title": _edit_a_title}
    return Scenario(
        "edit: a fact",
        f"A handbook of {roles:,} roles after the edit of a sentence, and of a title",
        {name: Case(command, 5, partial(edit, source)) for name, edit in edits.items()},
        (
            Figure("title, to the sentence, CPU", "cpu", "title", "sentence"),
            *(
                Figure(f"{name}, {said}", measure, name, unit="pages")
                for name in edits
                for said, measure in (
                    ("written", "written"),
                    ("written for nothing", "unchanged"),
                )
            ),
        ),
    )


def _edit_nothing(source: Path, _round: int) -> None:
    _build_first(source)


def _edit_a_sentence(source: Path, number: int) -> None:
    _build_first(source)
    page = source / "page-1.md"
    page.write_text(f"{page.read_text('utf-8')}\nEdited, {number}.\n", "utf-8")


def _edit_a_title(source: Path, number: int) -> None:
    """Give a role another title: five other pages and more show it."""
    _build_first(source)
    page = source / "page-1.md"
    text = page.read_text("utf-8")
    title = "{pm:role} Role number 1"
    line = next(line for line in text.splitlines() if title in line)
    page.write_text(text.replace(line, f":::{title}, edited, {number}"), "utf-8")


def _build_first(source: Path) -> None:
    from running import run_measured

    if not kept(source).exists():
        run_measured(probe("html", source, "--keep", str(kept(source)), "--jobs", "2"))


def handbooks(shop: Workshop) -> tuple[int, int, int]:
    """Return the roles of the handbooks: two steps, each as large as the other."""
    # A page names roles up to 25 pages away.
    step, many = (10, 5000) if shop.less == 1 else (3, max(5000 // shop.less, 26 * 9))
    return many // step**2, many // step, many


def growth(shop: Workshop) -> Scenario:
    """Return the handbook of a hundred thousand objects, a tenth and a hundredth."""
    sizes = few, some, many = handbooks(shop)
    rounds = (3, 1, 1)
    cases = {
        f"{name} {roles}": from_scratch(
            shop.handbook(roles, ours=name == "ours"),
            n,
            2,
            # Of the largest the counts alone would take as long as all small ones.
            counts=name == "ours" and roles != many,
        )
        for roles, n in zip(sizes, rounds, strict=True)
        for name in _BOTH
    }
    figures = []
    for small, large in ((few, some), (some, many)):
        label = f"{small * HANDBOOK_OBJECTS:,} to {large * HANDBOOK_OBJECTS:,} objects"
        ours = (f"ours {large}", f"ours {small}")
        plain = (f"plain {large}", f"plain {small}")
        figures += [
            Figure(f"{label}, CPU", "cpu", *ours),
            Figure(f"{label}, CPU, to plain's", "cpu", *ours, beside=plain, goal=1.1),
        ]
        if large != many:
            most = round(1.03 * large / small, 1)
            calls = Figure(f"{label}, own calls", "own_calls", *ours, goal=most)
            figures.append(calls)
    for said, measure, unit in (
        ("on the clock", "elapsed", "s"),
        ("CPU", "cpu", "s"),
        ("memory of the largest process", "memory", "MiB"),
    ):
        figures += [
            Figure(
                f"{many:,} roles, {name}, {said}",
                measure,
                f"{name} {many}",
                unit=unit,
            )
            for name in _BOTH
        ]
    title = (
        f"A handbook of {many:,} roles, {many:,} matrices and {4 * many:,} items, "
        "on two cores, and a tenth and a hundredth of it"
    )
    return Scenario("handbook", title, cases, tuple(figures))


def handbook_edit(shop: Workshop) -> Scenario:
    """Return one edit in the handbook."""
    roles = handbooks(shop)[2]
    cases = {}
    for name in _BOTH:
        source = shop.handbook(roles, ours=name == "ours")
        command = probe("html", source, "--keep", str(kept(source)), "--jobs", "2")
        cases[name] = Case(command, 1, partial(_edit_a_sentence, source))
    figures = (
        Figure("CPU", "cpu", "ours", "plain", goal=1.1),
        Figure("on the clock", "elapsed", "ours", unit="s"),
    )
    return Scenario(
        "handbook edit", f"A handbook of {roles:,} roles after one edit", cases, figures
    )


def checking(shop: Workshop) -> Scenario:
    """Return the command ``check``, beside reading alone."""
    pages = max(200 // shop.less, 2)
    plain, ours = (shop.pages(pages, ours=each) for each in (False, True))
    cases = {
        "plain": Case(probe("dummy", plain), 3),
        "dummy": Case(probe("dummy", ours), 3),
        "check": Case(probe("check", ours), 3),
    }
    return Scenario(
        "check",
        f"The command check, {pages:,} pages",
        cases,
        (
            Figure("check, to plain Sphinx reading", "cpu", "check", "plain", goal=1.2),
            Figure("check, to ours reading", "cpu", "check", "dummy"),
        ),
    )


def set_up(shop: Workshop) -> Scenario:
    """Return what it takes to import and set up the extension, beside two others."""
    ours = "sphinx_pmroles"
    cases, missing = {ours: Case(probe("set-up", ours), 15)}, {}
    for package in ("sphinx-design", "sphinx-needs"):
        try:
            shop.environment.beside_sphinx(package)
        except NotInstalledError as error:
            missing[package] = str(error)
            continue
        _, *what = probe("set-up", package.replace("-", "_"))
        cases[package] = Case([str(shop.environment.python), *what], 15)
    return Scenario(
        "set-up",
        "Import and set-up of an extension",
        cases,
        (
            Figure(ours, "cpu", ours, per=0.001, unit="ms", goal=15.0),
            *(
                Figure(name, "cpu", name, per=0.001, unit="ms")
                for name in cases
                if name != ours
            ),
        ),
        missing,
    )


def helping(_shop: Workshop) -> Scenario:
    """Return what it takes to say how the command is used, beside Python alone."""
    what = {"help": "sphinx_pmroles.cli", "python": "this"}
    return Scenario(
        "help",
        "The command sphinx-pmroles --help",
        {name: Case(probe("help", module), 15) for name, module in what.items()},
        (
            Figure("all of it", "cpu", "help", per=0.001, unit="ms"),
            Figure("Python alone", "cpu", "python", per=0.001, unit="ms"),
        ),
    )


def beside_others(shop: Workshop) -> Iterator[Scenario]:
    """Yield roadmaps beside what others draw them with."""
    for items, many, goal, at_least in ((20, 20, 0.15, 400), (300, 3, 0.1, None)):
        pages = max(many // shop.less, min(many, 5))
        cases, figures, missing = {}, [], {}
        sources = {
            name: shop.site(
                f"peers-{items}-{name}", partial(_write, pages=pages, body=b)
            )
            for name, b in (
                ("prose", nothing),
                ("plain", partial(roadmap_table, items=items)),
                ("ours", partial(wrapped_roadmap, items=items)),
            )
        }
        for name, source in sources.items():
            cases[name] = Case(probe("html", source), 3)
        figures.append(
            Figure("ours, to the table", "cpu", "ours", "plain", "prose", goal=goal)
        )
        for label, name in (("plain table", "plain"), ("ours", "ours")):
            figures += _amounts(label, name, "prose", pages)
        for name, make in peers_of(shop.folder, shop.environment, items, pages):
            try:
                peer = make()
            except NotInstalledError as error:
                missing[name] = str(error)
                continue
            cases[name] = Case(peer.command, 3)
            if peer.without:
                cases[f"{name}, prose"] = Case(peer.without, 3)
            less = f"{name}, prose" if peer.without else ""
            figures += _amounts(name, name, less, peer.pages)
            if name == "mermaid-cli":
                figures.append(
                    Figure(
                        "mermaid-cli, to ours, CPU",
                        "cpu",
                        *(name, "ours", less, "prose"),
                        per=peer.pages / pages,
                        goal=at_least,
                        at_least=True,
                    )
                )
        yield Scenario(
            f"peers: {items}",
            f"A roadmap of {items} items, beside what others draw it with",
            cases,
            tuple(figures),
            missing,
        )


def _amounts(label: str, over: str, less: str, pages: int) -> list[Figure]:
    per = pages / 1000
    return [
        Figure(f"{label}, {said}", measure, over, less=less, per=per, unit="ms a page")
        for said, measure in (("CPU", "cpu"), ("on the clock", "elapsed"))
    ]


def scenarios(shop: Workshop) -> Iterator[tuple[str, Callable[[], list[Scenario]]]]:
    """Yield all groups, by name, in the order in which they are measured."""
    yield "row", lambda: list(what_a_directive_adds(shop))
    yield "set-up", lambda: [set_up(shop), helping(shop)]
    yield "check", lambda: [checking(shop)]
    yield "peers", lambda: list(beside_others(shop))
    yield "pages", lambda: list(sites_of_pages(shop))
    yield "edit", lambda: [*rebuilds(shop), edits_of_facts(shop)]
    yield "handbook", lambda: [growth(shop), handbook_edit(shop)]
