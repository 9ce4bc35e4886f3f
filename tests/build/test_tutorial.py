"""The tutorial, followed to the letter: its files are written and its commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "tutorial.md").read_text("utf-8")
#: Blocks of code, also those whose text is part of another file.
BLOCK = re.compile(
    r"^```(?P<kind>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
OPTION = re.compile(r"^:([\w-]+): (.*)\n", re.MULTILINE)
#: Lines that make the place to work in: the tests have one already.
MADE = ("python -m venv ", "source ", "pip install ")


@dataclass(frozen=True)
class Run:
    """A command of the page, what the page says of it, and what came of it."""

    command: str
    expected: str
    output: str
    code: int


def blocks() -> Iterator[tuple[str, str]]:
    """Yield each block of the page as its caption, or ``console``, and its text."""
    for block in BLOCK.finditer(PAGE):
        kind, body = block["kind"], block["body"]
        options = dict(OPTION.findall(body))
        if kind == "console":
            yield kind, body
        elif "caption" in options:
            text = OPTION.sub("", body).lstrip("\n")
            yield options["caption"], included(kind, options) or text


def included(kind: str, options: dict[str, str]) -> str:
    """Return the part of a file that a block shows."""
    if not kind.startswith("{literalinclude} "):
        return ""
    text = (DOCS / kind.split()[1]).read_text("utf-8")
    if start := options.get("start-at", "").strip('"'):
        text = text[text.index(start) :]
    if end := options.get("end-before", "").strip('"'):
        text = text[: text.index(end)]
    first = options.get("prepend", "").strip('"').replace(r"\n", "\n")
    return f"{first}\n{text}" if first else text


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console, and what it is said to print."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected.strip("\n")


def edit(folder: Path, caption: str, text: str) -> None:
    """Write what a block shows into the file that its caption names."""
    name, _, where = caption.partition(", ")
    file = folder / name
    old = file.read_text("utf-8") if where else ""
    match where.split(" ", 1):
        case [""]:
            assert not file.exists()
            new = text
        case ["at", "the end"]:
            new = f"{old}{text}"
        case ["below", line]:
            line = line.strip("`") + "\n"
            assert old.count(f"\n{line}") == 1
            new = old.replace(f"\n{line}", f"\n{line}{text}")
        case ["this", "row"]:
            (label,) = re.findall(r"^\|[^|]+\|", text)
            new, times = re.subn(rf"(?m)^{re.escape(label)}.*\n", text, old)
            assert times == 1
            assert new != old
        case _:
            pytest.fail(f"the page has a caption of a new kind: {caption}")
    file.write_text(new, "utf-8")


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the page in *folder*, by the programs that are tested."""
    program, *arguments = shlex.split(command)
    module = {"python": [], "sphinx-pmroles": ["-m", "sphinx_pmroles.cli"]}[program]
    return subprocess.run(
        [sys.executable, *module, *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Run]]:
    """Return the folder of the handbook, and what was run, but for the PDF."""
    folder = tmp_path_factory.mktemp("tutorial")
    runs = []
    for caption, text in blocks():
        if caption != "console":
            edit(folder, caption, text)
            continue
        for command, expected in commands(text):
            if command.startswith("cd "):
                folder /= command.removeprefix("cd ")
            elif not command.startswith(MADE) and "latexpdf" not in command:
                done = run(folder, command)
                runs.append(Run(command, expected, done.stdout, done.returncode))
    return folder, runs


Followed = tuple[Path, list[Run]]


def part_of(page: Path, key: str) -> str:
    """Return the text of a role on a page."""
    found = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    title = found.select_one(f"#{key}")
    assert title
    role = title.find_parent("dl")
    assert role
    return " ".join(role.get_text().split())


def test_tutorial__prints_what_it_says(followed: Followed) -> None:
    _folder, runs = followed
    assert len(runs) == 5
    for done in runs:
        assert done.expected in done.output, done
        # Only the mistake that is made on purpose has anything found.
        assert done.code == ("finding" in done.expected), done
        assert "WARNING" not in done.output, done


def test_tutorial__shows_what_it_promises(followed: Followed) -> None:
    folder, _runs = followed
    pages = folder / "_build" / "html"
    release = BeautifulSoup((pages / "release.html").read_text("utf-8"), "html.parser")
    matrix = release.select_one("table.pm-table")
    assert matrix
    heads = [head.get_text() for head in matrix.select("thead a")]
    assert heads == ["PM", "EL", "RL", "SU", "Sponsor"]
    ours = part_of(pages / "release.html", "pm-role-release-lead")
    assert "Stop the release" in ours
    manager = part_of(pages / "roles.html", "pm-role-product-manager")
    assert "Fix the day" in manager
    assert release.select_one("svg.pm-svg")
    # The first page of the docs shows the same mistake, as a build warns of it.
    (quoted,) = re.findall(
        r"^release\.md:(\d+): WARNING: (.*) \[pmroles\.(.*)\]$",
        (DOCS / "index.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert "  {}  {} [{}]\n".format(*quoted) in PAGE


@pytest.mark.slow
def test_tutorial__makes_the_pdf(
    followed: Followed, require_tool: Callable[[str], Path]
) -> None:
    require_tool("latexmk")
    pdftotext = require_tool("pdftotext")
    folder, _runs = followed
    ((command, expected),) = [
        found
        for caption, text in blocks()
        if caption == "console"
        for found in commands(text)
        if "latexpdf" in found[0]
    ]
    done = run(folder, command)
    assert done.returncode == 0, done.stdout
    assert expected in done.stdout
    (name,) = re.findall(r"The PDF is `([^`]+)`", PAGE)
    text = subprocess.run(
        [pdftotext, folder / name, "-"], capture_output=True, check=True
    ).stdout.decode()
    for word in ("Our handbook", "Release Lead", "Day of 2.0"):
        assert word in text
