"""Measure roadmaps beside what others draw them with, and beside the plain table.

The others are sphinxcontrib-mermaid, once with the chart drawn by the reader's browser
and once by mermaid-cli while the page is built, and roadmapper, which knows no Sphinx.
They get an environment of their own, with the Sphinx that measures us.  What cannot be
installed is said in its row, and nothing is made up for it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from random import Random

from pages import (
    Measure,
    measure,
    roadmap_rows,
    roadmap_table,
    run_measured,
    spread,
    wrapped_roadmap,
    write_pages,
)

HERE = Path(__file__).parent
#: The programs that mermaid-cli can draw with.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: Items a page, and the pages for that many; a chart of mermaid-cli takes seconds.
SIZES = ((20, 20), (300, 3))
MERMAID_CLI_PAGES = 1
CONF = """\
project = "Benchmark"
extensions = ["myst_parser", "sphinxcontrib.mermaid"]
html_theme = "basic"
"""
STATES = {"planned": "", "in progress": "active, ", "done": "done, "}


class NotInstalledError(Exception):
    """Why something cannot be measured here."""


@dataclass(frozen=True)
class Contender:
    """One way to put a roadmap on a page.

    *run* measures all of its *pages*, or as many without any roadmap; *note* is what
    the numbers leave out.
    """

    name: str
    pages: int
    run: Callable[[], Measure]
    without: Callable[[], Measure]
    count: Callable[[], tuple[Measure, Measure]] | None = None
    note: str = ""


# ----- what they need


class Environment:
    """The environment of the others, below a folder that may be there already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        self.python = folder / "venv" / scripts / "python"

    def install(self, *packages: str) -> None:
        """Install *packages* from the Python package index."""
        if not self.python.exists():
            venv.create(self.folder / "venv", with_pip=True)
        _command(str(self.python), "-m", "pip", "install", "--quiet", *packages)

    def mermaid(self) -> None:
        """Install sphinxcontrib-mermaid beside the Sphinx that we are measured with."""
        same = [f"{name}=={version(name)}" for name in ("sphinx", "myst-parser")]
        self.install(*same, "sphinxcontrib-mermaid>=2")

    def roadmapper(self) -> None:
        """Install roadmapper, and what it (1.5.5) imports and does not ask for."""
        self.install("roadmapper>=1.5", "rich")

    def mermaid_cli(self) -> tuple[Path, Path]:
        """Return mermaid-cli, and its settings for the browser of this machine."""
        npm = shutil.which("npm")
        browser = next(filter(None, map(shutil.which, BROWSERS)), None)
        if npm is None or browser is None:
            missing = "npm" if npm is None else "Chromium or Chrome"
            raise NotInstalledError(f"{missing} is not on this machine")
        folder = self.folder / "node"
        program = folder / "node_modules" / ".bin" / "mmdc"
        folder.mkdir(parents=True, exist_ok=True)
        if not program.exists():
            quiet = ("--silent", "--no-fund", "--no-audit", "--no-save")
            package = "@mermaid-js/mermaid-cli"
            # It would fetch a browser of its own.
            environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
            command = [npm, "install", *quiet, "--prefix", str(folder), package]
            _command(*command, environment=environment)
        settings = folder / "puppeteer.json"
        # Without its sandbox: as root, Chromium does not start with it.
        chosen = {"executablePath": browser, "args": ["--no-sandbox"]}
        settings.write_text(json.dumps(chosen), "utf-8")
        return program, settings


def _command(*command: str, environment: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise NotInstalledError(str(error)) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no word why"]
        raise NotInstalledError(f"the installation failed: {said[-1]}")


# ----- what stands on the pages


def quarter_days(period: str) -> tuple[date, date]:
    """Return the first day of a period, and the last: ``2026-Q3 .. 2026-Q4``."""

    def first(quarter: str, later: int = 0) -> date:
        year, number = quarter.split("-Q")
        months = 3 * (int(number) - 1 + later)
        return date(int(year) + months // 12, months % 12 + 1, 1)

    begin, end = period.split(" .. ")
    return first(begin), first(end, 1) - timedelta(1)


def teams(number: int, items: int) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return the items of a roadmap by team: title, first day, last day, status."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for title, when, team, _owner, status, *_ in roadmap_rows(number, items):
        first, last = map(date.isoformat, quarter_days(when))
        found.setdefault(team, []).append((title, first, last, status))
    return found


def gantt(number: int, items: int) -> str:
    """Return the same roadmap as a chart of Mermaid: its teams are sections."""
    lines = ["gantt", f"title Roadmap {number}", "dateFormat YYYY-MM-DD"]
    for team, planned in teams(number, items).items():
        lines.append(f"section {team}")
        lines += [f"{t} :{STATES[s]}{first}, {last}" for t, first, last, s in planned]
    return "\n".join(["```{mermaid}", *lines, "```"])


# ----- the contenders


def contenders(
    folder: Path, environment: Environment, items: int, pages: int
) -> list[Contender | tuple[str, str]]:
    """Return who can be measured; of the others, the name and why they cannot be."""
    prose = write_pages(folder / "prose", pages, _nothing)
    made: list[Contender | tuple[str, str]] = [
        _sphinx(name, folder / body.__name__, prose, pages, partial(body, items=items))
        for name, body in (
            ("a plain table", roadmap_table),
            ("sphinx-pmroles", wrapped_roadmap),
        )
    ]
    for name, make in (
        ("mermaid in the browser", _mermaid),
        ("mermaid-cli", _mermaid_cli),
        ("roadmapper", _roadmapper),
    ):
        try:
            made.append(make(name, folder / make.__name__, environment, items, pages))
        except NotInstalledError as error:
            made.append((name, str(error)))
    return made


def _nothing(_number: int) -> str:
    return ""


def _sphinx(
    name: str,
    folder: Path,
    prose: Path,
    pages: int,
    body: Callable[[int], str],
    *,
    python: Path = Path(sys.executable),
    conf: str | None = None,
    note: str = "",
) -> Contender:
    """Return who builds pages with Sphinx."""
    source = write_pages(folder, pages, body, conf)

    def count() -> tuple[Measure, Measure]:
        counted = [measure(each, "--count", python=python) for each in (source, prose)]
        return counted[0], counted[1]

    return Contender(
        name,
        pages,
        lambda: measure(source, python=python),
        lambda: measure(prose, python=python),
        count,
        note,
    )


def _mermaid(
    name: str, folder: Path, environment: Environment, items: int, pages: int
) -> Contender:
    environment.mermaid()
    prose = write_pages(folder / "prose", pages, _nothing, CONF)
    note = "nothing is drawn: each reader's browser loads a script and does it"
    return _sphinx(
        *(name, folder / "charts", prose, pages, partial(gantt, items=items)),
        python=environment.python,
        conf=CONF,
        note=note,
    )


def _mermaid_cli(
    name: str,
    folder: Path,
    environment: Environment,
    items: int,
    _pages: int,
) -> Contender:
    environment.mermaid()
    program, settings = environment.mermaid_cli()
    conf = (
        f'{CONF}mermaid_output_format = "svg"\nmermaid_cmd = {str(program)!r}\n'
        f'mermaid_params = ["--puppeteerConfigFile", {str(settings)!r}]\n'
    )
    prose = write_pages(folder / "prose", MERMAID_CLI_PAGES, _nothing, conf)
    return _sphinx(
        *(name, folder / "charts", prose, MERMAID_CLI_PAGES),
        partial(gantt, items=items),
        python=environment.python,
        conf=conf,
        note="a browser is started for each chart; its calls are not counted",
    )


def _roadmapper(
    name: str, folder: Path, environment: Environment, items: int, _pages: int
) -> Contender:
    environment.roadmapper()
    folder.mkdir(parents=True)
    source, target = folder / "roadmap.json", folder / "roadmap.svg"
    planned = {
        team: [item[:3] for item in found] for team, found in teams(0, items).items()
    }
    source.write_text(json.dumps(planned), "utf-8")
    program = str(HERE / "draw_roadmapper.py")
    command = [str(environment.python), program, str(source), str(target)]
    return Contender(
        name,
        1,
        lambda: run_measured(command),
        lambda: {"cpu": 0.0, "elapsed": 0.0, "bytes": 0},
        note="the drawing alone, without a page around it",
    )


# ----- measuring


def compare_peers(folder: Path, rounds: int) -> None:
    """Measure all of them for each size, and print the tables."""
    # The same folder each time: under nox, the installed is found again.
    environment = Environment(Path(tempfile.gettempdir()) / "pmroles-peers")
    for items, pages in SIZES:
        found = contenders(folder / f"peers-{items}", environment, items, pages)
        _compare(found, items, rounds)


def _compare(
    found: Sequence[Contender | tuple[str, str]], items: int, rounds: int
) -> None:
    there = [each for each in found if isinstance(each, Contender)]
    shuffle = Random(3).shuffle  # noqa: S311 - an order, not a secret
    added: dict[str, list[Measure]] = {each.name: [] for each in there}
    for _ in range(rounds):
        order = list(there)
        shuffle(order)
        for each in order:
            added[each.name].append(_less(each.run(), each.without(), each.pages))
    print(f"A roadmap of {items} items, {rounds} rounds: what it adds to a page")
    print(
        f"  {'':24}{'calls':>10}{'KiB':>8}  {'CPU ms':24}{'elapsed ms':24}"
        f"{'CPU, to the table':20}"
    )
    for contender in found:
        if not isinstance(contender, Contender):
            print(f"  {contender[0]:24}not measured: {contender[1]}")
            continue
        mine, table = added[contender.name], added[there[0].name]
        ratios = [a["cpu"] / b["cpu"] for a, b in zip(mine, table, strict=True)]
        calls = "-"
        if contender.count:
            calls = f"{_less(*contender.count(), contender.pages)['calls']:,.0f}"
        print(
            f"  {contender.name:24}{calls:>10}{mine[0]['bytes'] / 1024:8.0f}  "
            f"{spread([m['cpu'] for m in mine], 1000, 0):24}"
            f"{spread([m['elapsed'] for m in mine], 1000, 0):24}{spread(ratios):20}"
        )
    for contender in there:
        if contender.note:
            print(f"  {contender.name}: {contender.note}")
    print()


def _less(measured: Measure, without: Measure, pages: int) -> Measure:
    """Return what each of *pages* adds."""
    return {
        name: (value - without[name]) / pages
        for name, value in measured.items()
        if name in without
    }
