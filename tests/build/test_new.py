"""The command ``new``: a handbook to start from, as its author finds it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.main import main


def new(folder: Path, *arguments: str, code: Exit = Exit.DONE) -> Result:
    """Run the command; it has to end with *code*."""
    result = CliRunner().invoke(main, ["new", str(folder), *arguments])
    assert result.exit_code == code, result.output
    return result


def build(folder: Path, builder: str, *options: str) -> Path:
    """Build the handbook, with every warning an error; return the output."""
    out = folder / "_build" / builder
    command = [sys.executable, "-m", "sphinx", "-nW", "--keep-going", "-q"]
    done = subprocess.run(
        [*command, "-b", builder, *options, str(folder), str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return out


def texts(folder: Path) -> dict[str, str]:
    """Return the files of the handbook by name."""
    found = (path for path in sorted(folder.iterdir()) if path.is_file())
    return {path.name: path.read_text("utf-8") for path in found}


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new handbook."""
    folder = tmp_path_factory.mktemp("new") / "handbook"
    new(folder, "--year", "2027")
    return folder


def test_new__says_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "our handbook"
    said = new(folder).stderr.splitlines()
    assert said == [
        f"Written: {folder}, with 13 files",
        f"Build it: python -m sphinx '{folder}' '{folder}/_build/html'",
        f"Check it: sphinx-pmroles check '{folder}'",
    ]


# The themes: one that comes with Sphinx, and the nicer one if it is installed.
@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_new__builds_as_web_pages_without_a_warning(handbook: Path, theme: str) -> None:
    out = build(handbook, "html", "-E", "-D", f"html_theme={theme}")
    pages = {path.stem for path in handbook.glob("*.md")} - {"README"}
    for name in pages:
        page = BeautifulSoup((out / f"{name}.html").read_text("utf-8"), "html.parser")
        # What the comments say is for those who edit.
        assert not [line for line in page.get_text().splitlines() if line[:1] == "%"]
    inventory = json.loads((out / "pmroles.json").read_text("utf-8"))
    for kind in ("roles", "matrices", "lifecycles", "products", "roadmaps", "items"):
        assert inventory[kind]


def test_new__builds_for_print_without_a_warning(handbook: Path) -> None:
    tex = (build(handbook, "latex") / "handbook.tex").read_text("utf-8")
    assert "tikzpicture" in tex


# Not slow: the one book that is typeset by each job of CI.
def test_new__is_typeset_with_every_letter(
    handbook: Path, require_tool: Callable[[str], Path]
) -> None:
    latexmk = require_tool("latexmk")
    out = build(handbook, "latex")
    subprocess.run(
        [latexmk, "-pdfxe", "-interaction=nonstopmode", "-halt-on-error", "-quiet"],
        cwd=out,
        capture_output=True,
        check=True,
    )
    log = (out / "handbook.log").read_text("utf-8", "replace")
    assert "Missing character" not in log
    assert (out / "handbook.pdf").exists()


def test_new__has_nothing_to_find(handbook: Path) -> None:
    command = [sys.executable, "-m", "sphinx_pmroles.cli", "check", "--all-warnings"]
    done = subprocess.run([*command, handbook], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"Nothing found in 10 pages.\n")


def test_new__says_on_each_page_what_to_change(handbook: Path) -> None:
    for name, text in texts(handbook).items():
        if name.endswith(".md") and name != "README.md":
            title, _blank, comment = text.splitlines()[:3]
            assert title.startswith("# ")
            assert comment.startswith("% "), name
    assert {".gitignore", "conf.py"} <= texts(handbook).keys()


def test_new__leaves_no_blank_to_fill(handbook: Path) -> None:
    template = files("sphinx_pmroles.cli").joinpath("template")
    assert len(list(template.iterdir())) == len(texts(handbook))
    for name, text in texts(handbook).items():
        assert "@" not in text, name
        assert all(len(line) < 89 for line in text.splitlines() if line[:1] == "%")
    # The columns of its tables are straight.
    for name in ("roadmap.md", "who-does-what.md"):
        rows = [line for line in texts(handbook)[name].splitlines() if line[:1] == "|"]
        assert len({len(row) for row in rows}) == 1


def test_new__begins_its_plan_in_the_year_that_is_given(tmp_path: Path) -> None:
    new(tmp_path / "one", "--year", "2031")
    new(tmp_path / "two", "--year", "2031")
    assert texts(tmp_path / "one") == texts(tmp_path / "two")
    plan = texts(tmp_path / "one")["roadmap.md"]
    assert ":as-of: 2031-02-15\n" in plan
    assert "2032-H2" in plan
    assert "2033" not in plan


def test_new__takes_any_title(tmp_path: Path) -> None:
    title = "Größe: “A &amp; B” 100 % *x*_y $z$ <b> {c} `d` [e](f) \\n # | ~~#"
    new(tmp_path / "book", "--title", title)
    out = build(tmp_path / "book", "html")
    page = BeautifulSoup((out / "index.html").read_text("utf-8"), "html.parser")
    assert page.h1
    assert page.h1.get_text().removesuffix("¶") == title
    inventory = json.loads((out / "pmroles.json").read_text("utf-8"))
    assert inventory["project"] == title
    assert (
        "the title is empty"
        in new(tmp_path / "other", "--title", " ", code=Exit.FAILED).stderr
    )


def test_new__writes_nothing_over(tmp_path: Path) -> None:
    for name in ("index.md", "a.txt", "b.txt", "z.txt"):
        (tmp_path / name).write_text("mine", "utf-8")
    said = new(tmp_path, code=Exit.FAILED).stderr
    assert (
        f"{tmp_path} is not empty: a.txt, b.txt, index.md and 1 more would be in the "
        "way; name a new folder\n"
    ) in said
    assert set(texts(tmp_path).values()) == {"mine"}


def test_new__writes_into_a_folder_that_is_a_repository_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    new(tmp_path)
    assert (tmp_path / "conf.py").exists()


def test_new__says_where_it_cannot_write(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", "utf-8")
    assert f"{taken} cannot be used: " in new(taken, code=Exit.FAILED).stderr
    below = taken / "below"
    assert f"{below} cannot be" in new(below, code=Exit.FAILED).stderr
