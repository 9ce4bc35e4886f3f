"""Pages of the docs, followed to the letter: files are written and commands run.

A block of code whose caption names a file is written into it, or into a part of it:
``release.md``; ``release.md, at the end``; ``release.md, this row``; and below a line
that begins so, ``index.md, below `roles```.  A ``console`` block is run, line by
line: what stands below a command is what it has to print.
"""

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

DOCS = Path(__file__).parents[2] / "docs"
#: Blocks of code, also those whose text is part of another file.
BLOCK = re.compile(
    r"^```(?P<kind>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
OPTION = re.compile(r":([\w-]+): (.*)\n")
#: Lines that make the place to work in: the tests have one already.
MADE = ("python -m venv ", "source ", "pip install ")


@dataclass(frozen=True)
class Run:
    """A command of a page, what the page says of it, and what came of it."""

    command: str
    expected: str
    output: str
    code: int


def follow(
    page: str, folder: Path, *, leave_out: Callable[[str], bool] = lambda _: False
) -> tuple[Path, list[Run]]:
    """Do in *folder* what a page of the docs says; return its folder and the runs.

    Commands that are to be left out are not run.
    """
    runs = []
    for caption, text in blocks(page):
        if caption != "console":
            edit(folder, caption, text)
            continue
        for command, expected in commands(text):
            if command.startswith("cd "):
                folder /= command.removeprefix("cd ")
            elif not command.startswith(MADE) and not leave_out(command):
                done = run(folder, command)
                runs.append(Run(command, expected, done.stdout, done.returncode))
    return folder, runs


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield each block of a page as its caption, or ``console``, and its text."""
    file = DOCS / page
    for block in BLOCK.finditer(file.read_text("utf-8")):
        kind, text = block["kind"], block["body"]
        options = {}
        while option := OPTION.match(text):
            options[option[1]] = option[2]
            text = text[option.end() :]
        if kind == "console":
            yield kind, text
        elif "caption" in options:
            included = _included(file.parent, kind, options)
            yield options["caption"], included or text.lstrip("\n")


def _included(folder: Path, kind: str, options: dict[str, str]) -> str:
    """Return the part of a file that a block shows."""
    if not kind.startswith("{literalinclude} "):
        return ""
    text = (folder / kind.split()[1]).read_text("utf-8")
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
            new = text
        case ["at", "the end"]:
            new = f"{old}{text}"
        case ["below", line]:
            begun = re.escape(line.strip("`"))
            new, times = re.subn(rf"(?m)^{begun}.*\n", lambda it: it[0] + text, old)
            assert times == 1
        case ["this", "row"]:
            (label,) = re.findall(r"^\|[^|]+\|", text)
            new, times = re.subn(rf"(?m)^{re.escape(label)}.*\n", text, old)
            assert times == 1
            assert new != old
        case _:
            pytest.fail(f"a caption of a new kind: {caption}")
    file.parent.mkdir(exist_ok=True)
    file.write_text(new, "utf-8")


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a page in *folder*, by the programs that are tested."""
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
