"""The reference page of the command line, made of the commands themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from bs4 import BeautifulSoup

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.examples import examples
from sphinx_pmroles.cli.main import main

if TYPE_CHECKING:
    from tests.build.conftest import Project

DOCS = Path(__file__).parents[2] / "docs"


@click.command(epilog=examples("sphinx-pmroles probe a.json", "sphinx-pmroles probe b"))
@click.argument("file")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="F."
)
@click.option("-o", "--output", metavar="FILE", help="Where to write it.")
def probe(file: str, **options: str) -> None:
    """Look into FILE.

    It may be *large*, see --format.
    """


def page(project: Project, monkeypatch: pytest.MonkeyPatch) -> BeautifulSoup:
    """Return the page of the docs, built alone."""
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    extensions = ["myst_parser", "sphinx_pmroles", "declarations"]
    project.configure(extensions=extensions)
    text = (DOCS / "reference" / "command-line.md").read_text("utf-8")
    project.write_file("index.md", text)
    built = project.build()
    assert built.warnings == []
    return BeautifulSoup(built.text("index.html"), "html.parser")


def test_command_line__has_a_section_for_each_command(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = page(project, monkeypatch)
    titles = [title.get_text().rstrip("¶") for title in found.select("h2")]
    assert titles == sorted(main.commands)
    codes = [row.td.get_text() for row in found.select("tbody tr") if row.td]
    assert codes == [str(code.value) for code in Exit]


def test_command_line__shows_what_a_command_takes_and_an_example(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(main.commands, "probe", probe)
    section = page(project, monkeypatch).select_one("section#probe")
    assert section
    usage, example = (block.get_text() for block in section.select("pre"))
    assert usage == "sphinx-pmroles probe [OPTIONS] FILE\n"
    assert example == "$ sphinx-pmroles probe a.json\n$ sphinx-pmroles probe b\n"
    assert [text.get_text() for text in section.find_all("p", recursive=False)] == [
        "Look into FILE.",
        "It may be large, see --format.",
    ]
    options = {
        term.get_text(): term.find_next("dd").get_text(strip=True)  # type: ignore[union-attr]
        for term in section.select("dt")
    }
    assert options == {
        "--format [text|json]": "F.  [default: text]",
        "-o, --output FILE": "Where to write it.",
    }
