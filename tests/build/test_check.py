"""The command ``check``: what it finds in a handbook, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, filterwarnings

import pytest
from click.testing import CliRunner, Result

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.main import main

if TYPE_CHECKING:
    from tests.build.conftest import Project

PROGRAM = [sys.executable, "-m", "sphinx_pmroles.cli"]

FAULTS = """\
    # Launching

    :::{pm:matrix} Launch a product

    | Activity      | PM  | Sales |
    | ------------- | --- | ----- |
    | Set the price | A/R | A     |
    | Train support | A   | C     |
    :::

    See {pm:role}`nobody` and [it](#nowhere).
    """


@pytest.fixture(autouse=True)
def _working_directory(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    monkeypatch.delenv("NO_COLOR", raising=False)


def check(*arguments: str) -> Result:
    """Run the command in this process, on the folder ``source``."""
    with catch_warnings():
        # MyST-Parser 5.2 still asks its transforms for the application.
        filterwarnings("ignore", module=r"myst_parser\.")
        return CliRunner().invoke(main, ["check", "source", *arguments])


def findings(*arguments: str) -> list[tuple[str, int, str]]:
    """Return the file, line and check of each finding."""
    result = check("--format", "json", *arguments)
    assert result.exit_code in (Exit.DONE, Exit.FOUND), result.output
    found = json.loads(result.stdout)["findings"]
    assert (result.exit_code == Exit.FOUND) == bool(found)
    return [(one["file"], one["line"], one["check"]) for one in found]


def test_check__finds_nothing_in_a_sound_handbook(project: Project) -> None:
    project.write_handbook()
    result = check()
    assert (result.stdout, result.stderr) == ("Nothing found in 5 pages.\n", "")
    assert result.exit_code == Exit.DONE
    assert [path.name for path in project.root.iterdir()] == ["source"]


def test_check__groups_findings_by_file(project: Project) -> None:
    project.write_file("index.md", FAULTS)
    result = check()
    assert result.exit_code == Exit.FOUND
    assert result.stdout == (
        "source/index.md\n"
        "   7  'Set the price' has 2 A (Accountable): 'PM', 'Sales'; "
        "leave exactly one of them the A [one-owner]\n"
        "   8  'Train support' has no R (Responsible): "
        "give at least one participant the R [no-doer]\n"
        "  11  pm:role 'nobody' names no role: define it with pm:role "
        "[unknown-reference]\n"
        "\n"
        "3 findings in 1 file.\n"
        "Not counted: 1 other warning of Sphinx and its extensions; "
        "--all-warnings shows and counts them.\n"
    )


def test_check__finds_what_a_build_warns_of(project: Project) -> None:
    project.write_handbook()
    project.write_file("team/wrong.md", FAULTS)
    project.write_file("team/broken.md", "# Broken\n\n[It](#elsewhere).\n")
    project.write_file("team/data.md", ":::{pm:matrix} Data\n:file: data.csv\n:::\n")
    project.write_file("team/data.csv", "Activity,PM\nPlan,R\n")
    project.configure(pmroles_fiscal_year_start=13, show_warning_types=True)
    warned = re.findall(
        r"^(?:(\S+?)(?::(\d+))?: )?WARNING: .* \[(?:pmroles\.)?([\w.-]+)\]$",
        "\n".join(project.build("html", pmroles_checks={}).warnings),
        flags=re.MULTILINE,
    )
    built = [(f"source/{f or 'conf.py'}", int(n or 0), name) for f, n, name in warned]
    found = [(file, line or 0, name) for file, line, name in findings("--all-warnings")]
    assert found == sorted(built)
    assert ("source/team/data.csv", 2, "one-owner") in found
    assert ("source/team/wrong.md", 0, "toc.not_included") in found
    assert ("source/team/wrong.md", 11, "myst.xref_missing") in found
    assert ("source/team/broken.md", 3, "myst.xref_missing") in found
    assert ("source/conf.py", 0, "config") in found
    assert "[pmroles." not in check().stdout  # The name is said once.


def test_check__leaves_out_what_is_allowed_or_switched_off(project: Project) -> None:
    project.write_file("index.md", FAULTS)
    project.replace("index.md", "a product\n", "a product\n:allow: one-owner\n")
    project.configure(
        suppress_warnings=["pmroles.unknown-reference"],
        pmroles_checks={"no-doer": False},
    )
    assert findings() == []


def test_check__takes_what_sphinx_build_takes(project: Project) -> None:
    project.write_file("index.md", FAULTS)
    everything = findings()
    assert len(everything) == 3
    assert findings("-D", "suppress_warnings=pmroles.no-doer") == [
        one for one in everything if one[2] != "no-doer"
    ]
    (project.root / "conf").mkdir()
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('if tags.has("draft"):\n    suppress_warnings.append("pmroles")\n')
    (project.source / "conf.py").rename(project.root / "conf" / "conf.py")
    assert findings("-c", "conf") == everything
    assert findings("-c", "conf", "-t", "draft") == []


def test_check__is_the_same_from_one_process_and_from_many(project: Project) -> None:
    for number in range(12):
        project.write_file(f"page{number}.md", FAULTS.replace("Launch", f"L{number}"))
    project.write_file("index.md", "# Index\n\n```{toctree}\n:glob:\n\n*\n```\n")
    command = [*PROGRAM, "check", "source", "--all-warnings"]
    outputs = [
        subprocess.run([*command, f"-j{jobs}"], capture_output=True, check=False)
        for jobs in (1, 3)
    ]
    assert outputs[0].stdout == outputs[1].stdout
    assert b"48 findings in 12 files.\n" in outputs[0].stdout
    assert [one.returncode for one in outputs] == [Exit.FOUND, Exit.FOUND]


@pytest.mark.parametrize("jobs", [1, 3])
def test_read_handbook__tells_how_far_it_is(project: Project, jobs: int) -> None:
    for number in range(12):
        project.write_file(f"page{number}.md", "---\norphan: true\n---\n# Page\n")
    project.write_file("index.md", "# Index\n")
    code = (
        "from pathlib import Path\n"
        "from sphinx_pmroles.extension.running import read_handbook\n"
        f"read_handbook(Path('source'), jobs={jobs}, progress=print)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    told = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert told[0] == (0, 13)
    assert told[-1] == (13, 13)
    # Each once, and by one process alone.
    assert told == sorted(set(told))


def test_check__writes_into_a_file(project: Project) -> None:
    project.write_file("index.md", FAULTS)
    for _ in range(2):  # A report may be written over.
        result = check("--format", "sarif", "-o", "reports/findings.sarif")
        assert (result.exit_code, result.stdout) == (Exit.FOUND, "")
        assert "3 findings in 1 file." in result.stderr
    log: dict[str, Any] = json.loads(Path("reports/findings.sarif").read_text("utf-8"))
    assert len(log["runs"][0]["results"]) == 3


def test_check__keeps_what_conf_py_prints_out_of_its_output(project: Project) -> None:
    project.write_handbook()
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('print("{")\n')
    result = check("--format", "json")
    assert json.loads(result.stdout)["findings"] == []
    assert result.stderr.startswith("{\n")


def test_check__resolves_no_page_of_a_sound_handbook(project: Project) -> None:
    project.write_handbook()
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            "def setup(app):\n"
            '    app.connect("doctree-resolved", lambda *_: print("resolved"))\n'
        )
    assert "resolved" not in check().stderr
    project.write_file("team/wrong.md", "# Wrong\n\n{pm:role}`nobody`\n")
    # Just the page that has a reference which leads nowhere.
    assert check().stderr.count("resolved") == 1
    assert check("--all-warnings").stderr.count("resolved") == 6


# What cannot be checked


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ("x = 1\ny = nothing\n", "conf.py:2 cannot be run: NameError: name 'nothing'"),
        ("x = (\n", "conf.py cannot be run: SyntaxError: '(' was never closed"),
        ("raise SystemExit(3)\n", "conf.py:1 cannot be run: SystemExit: 3"),
        (
            'extensions = ["sphinx_pmroles", "not_there"]\n',
            (
                "Could not import extension not_there (exception: No module named "
                "'not_there'): install it beside sphinx-pmroles, or take it out of the "
                "extensions in source/conf.py"
            ),
        ),
        (
            'extensions = ["myst_parser"]\n',
            (
                "source/conf.py does not use sphinx-pmroles: "
                'add "sphinx_pmroles" to its list of extensions'
            ),
        ),
        (
            'extensions = ["sphinx_pmroles"]\ndef setup(app):\n    1 / 0\n',
            (
                "ZeroDivisionError: division by zero; to see where it comes from, run "
                "python -m sphinx -T -b dummy -c source"
            ),
        ),
    ],
)
def test_check__says_why_it_cannot_read(project: Project, conf: str, said: str) -> None:
    (project.source / "conf.py").write_text(conf, encoding="utf-8")
    project.write_file("index.md", "# Index\n")
    result = check()
    assert (result.exit_code, result.stdout) == (Exit.FAILED, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_check__says_what_is_not_there(project: Project) -> None:
    (project.source / "conf.py").unlink()
    result = check()
    assert result.exit_code == Exit.FAILED
    assert (
        "Error: source/conf.py is not there: name the folder that has it, with -c"
        in (result.stderr)
    )
    result = CliRunner().invoke(main, ["check", "nowhere"])
    assert result.exit_code == Exit.FAILED
    assert "Directory 'nowhere' does not exist" in result.stderr


def test_check__says_that_its_file_cannot_be_written(project: Project) -> None:
    project.write_handbook()
    Path("taken").write_text("", "utf-8")
    result = check("-o", "taken/findings.txt")
    assert result.exit_code == Exit.FAILED
    assert "taken/findings.txt cannot be written: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-j", "0"], "'0' is neither a number from 1 nor 'auto'"),
        (["-D", "language"], "'language' is not of the form NAME=VALUE"),
        (["--format", "xml"], "'xml' is not one of 'text', 'json', 'github', 'sarif'"),
    ],
)
def test_check__refuses_what_it_cannot_use(arguments: list[str], said: str) -> None:
    result = check(*arguments)
    assert result.exit_code == Exit.FAILED
    assert said in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize(
    ("jobs", "place"),
    [("1", "reading"), ("2", "reading"), ("2", "beginning")],
)
def test_check__stops_at_ctrl_c_without_a_traceback(
    project: Project, jobs: str, place: str
) -> None:
    project.write_file("index.md", "# Index\n")
    for number in range(9):
        project.write_file(f"page{number}.md", "---\norphan: true\n---\n# Page\n")
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            "import multiprocessing.process, pathlib, time\n"
            "def wait(*given):\n"
            '    pathlib.Path(__file__).with_name("started").touch()\n'
            "    time.sleep(30)\n"
            "def setup(app):\n"
            f'    if "{place}" == "reading":\n'
            '        app.connect("source-read", wait)\n'
            "    else:\n"
            "        multiprocessing.process.BaseProcess.run = wait\n"
        )
    # Tests that run in the background, as with nohup, hand on that it is ignored.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [*PROGRAM, "check", "source", "-j", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        signal.signal(signal.SIGINT, heard)
        while not (project.source / "started").exists():
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (Exit.FAILED, "")
    assert stderr.strip() == "Error: stopped before it was done"


# On a terminal


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Return the ends of a terminal: ours, and that of the command."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}])
def test_check__shows_progress_and_colours_on_a_terminal_alone(
    project: Project, terminal: tuple[int, int], variables: dict[str, str]
) -> None:
    project.write_file("index.md", FAULTS)
    ours, theirs = terminal
    subprocess.run(
        [*PROGRAM, "check", "source"],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **variables},
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    assert re.search(r"Reading  \[#+\]  100%", shown)
    assert ("\x1b[1msource/index.md\x1b[0m" in shown) == (not variables)
    # Into a pipe go neither.
    assert "\x1b" not in check().output
    assert "Reading" not in check().output
