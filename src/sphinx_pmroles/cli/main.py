"""The entry point of the command, and its list of subcommands."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from sphinx_pmroles import __version__
from sphinx_pmroles.cli.check import check
from sphinx_pmroles.cli.diff import diff
from sphinx_pmroles.cli.errors import Failure
from sphinx_pmroles.cli.export import export
from sphinx_pmroles.cli.import_ import import_
from sphinx_pmroles.cli.new import new
from sphinx_pmroles.cli.snapshot import snapshot


class Program(click.Group):
    """The command as a whole: what holds for every subcommand."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand; Ctrl-C is no finding, and no text is too foreign."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Failure("stopped before it was done") from None


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Check, compare and exchange product-management handbooks.

    Every command ends with 0 if all is well, with 1 if it found what it looks for,
    and with 2 if it could not do what it was asked.
    """


main.add_command(check)
main.add_command(diff)
main.add_command(export)
main.add_command(import_)
main.add_command(new)
main.add_command(snapshot)
