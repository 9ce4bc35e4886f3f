"""The entry point of the command, and its list of subcommands."""

from __future__ import annotations

import click

from sphinx_pmroles import __version__
from sphinx_pmroles.cli.export import export


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Check, compare and exchange product-management handbooks.

    Every command ends with 0 if all is well, with 1 if it found what it looks for,
    and with 2 if it could not do what it was asked.
    """


main.add_command(export)
