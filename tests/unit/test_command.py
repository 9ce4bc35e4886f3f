"""The command as a whole: what every subcommand shares."""

from __future__ import annotations

import shlex
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from sphinx_pmroles import __version__
from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.examples import commands_of
from sphinx_pmroles.cli.main import main

PROGRAM = "sphinx-pmroles"

#: What takes long to load, and is needed by none to show its help.
HEAVY = ("babel", "docutils", "jsonschema", "openpyxl", "rich", "sphinx", "yaml")


def test_main__says_its_version() -> None:
    result = CliRunner().invoke(main, ["--version"], prog_name=PROGRAM)
    assert (result.exit_code, result.output) == (0, f"{PROGRAM} {__version__}\n")


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "--help"] for name in main.commands)], ids=str
)
def test_help__loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from sphinx_pmroles.cli.main import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        f"heavy = set({HEAVY!r}) & sys.modules.keys()\n"
        "sys.exit(', '.join(sorted(heavy)) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_help__says_what_each_part_is_for_and_shows_an_example(name: str) -> None:
    command = main.commands[name]
    result = CliRunner().invoke(main, [name, "--help"], prog_name=PROGRAM)
    assert result.exit_code == Exit.DONE
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
        else:
            assert parameter.human_readable_name in command.help
    examples = commands_of(command.epilog)
    assert examples
    for example in examples:
        assert f"  $ {example}\n" in result.output, "it is filled as prose"


@pytest.mark.parametrize(
    ("name", "example"),
    [
        (name, example)
        for name, command in sorted(main.commands.items())
        for example in commands_of(command.epilog)
    ],
)
def test_help__shows_examples_that_the_command_takes(name: str, example: str) -> None:
    program, used, *arguments = shlex.split(example, comments=True)
    assert (program, used) == (PROGRAM, name)
    command = main.commands[name]
    context = click.Context(command, info_name=name)
    # Options and the number of arguments; files need not be there.
    given, left, _ = command.make_parser(context).parse_args(arguments)
    assert not left
    assert {parameter.name for parameter in command.params if parameter.required} <= {
        key for key, value in given.items() if value is not None
    }
