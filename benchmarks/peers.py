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
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

from corpus import CONF as ANY_CONF
from corpus import nothing, roadmap_rows, write_site

HERE = Path(__file__).parent
#: The programs that mermaid-cli can draw with.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: A chart of mermaid-cli takes seconds.
MERMAID_CLI_PAGES = 1
CONF = ANY_CONF.format(extensions='"myst_parser", "sphinxcontrib.mermaid"')
STATES = {"planned": "", "in progress": "active, ", "done": "done, "}


class NotInstalledError(Exception):
    """Why something cannot be measured here."""


@dataclass(frozen=True)
class Peer:
    """The commands that measure one way to put a roadmap on so many pages.

    *without* measures as many pages without any roadmap.
    """

    pages: int
    command: Sequence[str]
    without: Sequence[str] = ()


# ----- what they need


class Environment:
    """The environment of the others, below a folder that may be there already."""

    def __init__(self, folder: Path, *, offline: bool = False) -> None:
        self.folder = folder
        self.offline = offline
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        self.python = folder / "venv" / scripts / "python"

    def install(self, *packages: str) -> None:
        """Install *packages* from the Python package index."""
        self.go_online()
        if not self.python.exists():
            venv.create(self.folder / "venv", with_pip=True)
        _command(str(self.python), "-m", "pip", "install", "--quiet", *packages)

    def go_online(self) -> None:
        """Raise an error if nothing may be installed."""
        if self.offline:
            raise NotInstalledError("nothing was to be installed")

    def beside_sphinx(self, *packages: str) -> None:
        """Install *packages* beside the Sphinx that we are measured with."""
        same = [f"{name}=={version(name)}" for name in ("sphinx", "myst-parser")]
        self.install(*same, *packages)

    def mermaid(self) -> None:
        """Install sphinxcontrib-mermaid."""
        self.beside_sphinx("sphinxcontrib-mermaid>=2")

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
            self.go_online()
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


# ----- the peers


def peers_of(
    folder: Path, environment: Environment, items: int, pages: int
) -> list[tuple[str, Callable[[], Peer]]]:
    """Return who is measured, each with what installs it and writes its pages."""
    given = (folder / f"others-{items}", environment, items)
    return [
        ("mermaid in the browser", partial(_mermaid, *given, pages)),
        ("mermaid-cli", partial(_mermaid_cli, *given)),
        ("roadmapper", partial(_roadmapper, *given)),
    ]


def _sphinx(
    folder: Path, environment: Environment, items: int, pages: int, conf: str
) -> Peer:
    chart = partial(gantt, items=items)
    sources = (
        write_site(folder / "charts", pages, chart, conf),
        write_site(folder / "prose", pages, nothing, conf),
    )
    python = str(environment.python)
    commands = [
        [python, str(HERE / "probe.py"), "html", str(source)] for source in sources
    ]
    return Peer(pages, *commands)


def _mermaid(folder: Path, environment: Environment, items: int, pages: int) -> Peer:
    environment.mermaid()
    return _sphinx(folder / "browser", environment, items, pages, CONF)


def _mermaid_cli(folder: Path, environment: Environment, items: int) -> Peer:
    environment.mermaid()
    program, settings = environment.mermaid_cli()
    conf = (
        f'{CONF}mermaid_output_format = "svg"\nmermaid_cmd = {str(program)!r}\n'
        f'mermaid_params = ["--puppeteerConfigFile", {str(settings)!r}]\n'
    )
    return _sphinx(folder / "cli", environment, items, MERMAID_CLI_PAGES, conf)


def _roadmapper(folder: Path, environment: Environment, items: int) -> Peer:
    environment.roadmapper()
    folder.mkdir(parents=True, exist_ok=True)
    source, target = folder / "roadmap.json", folder / "roadmap.svg"
    planned = {
        team: [item[:3] for item in found] for team, found in teams(0, items).items()
    }
    source.write_text(json.dumps(planned), "utf-8")
    program = str(HERE / "draw_roadmapper.py")
    return Peer(1, [str(environment.python), program, str(source), str(target)])
