"""The tutorial, followed to the letter."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.build.followed import DOCS, Run, blocks, commands, follow, run

PAGE = (DOCS / "tutorial.md").read_text("utf-8")
Followed = tuple[Path, list[Run]]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Return the folder of the handbook, and what was run, but for the PDF."""
    folder = tmp_path_factory.mktemp("tutorial")
    return follow("tutorial.md", folder, leave_out=lambda line: "latexpdf" in line)


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
    consoles = [text for caption, text in blocks("tutorial.md") if caption == "console"]
    lines = [found for text in consoles for found in commands(text)]
    ((command, expected),) = [found for found in lines if "latexpdf" in found[0]]
    done = run(folder, command)
    assert done.returncode == 0, done.stdout
    assert expected in done.stdout
    (name,) = re.findall(r"The PDF is `([^`]+)`", PAGE)
    text = subprocess.run(
        [pdftotext, folder / name, "-"], capture_output=True, check=True
    ).stdout.decode()
    for word in ("Our handbook", "Release Lead", "Day of 2.0"):
        assert word in text
