"""``sphinx-pmroles check``: what is wrong in a handbook."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Unpack

import click

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.examples import examples
from sphinx_pmroles.cli.files import Output, show, write
from sphinx_pmroles.cli.sources import HowToRead, read_sources, source_options


@click.command(
    epilog=examples(
        "sphinx-pmroles check docs",
        "sphinx-pmroles check docs -D pmroles_audience=public -j auto",
        "sphinx-pmroles check docs --format sarif -o findings.sarif",
    )
)
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@source_options
@click.option(
    "--all-warnings",
    is_flag=True,
    help="Count the warnings of Sphinx and of other extensions, too, and look up all "
    "cross-references.",
)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(("text", "json", "github", "sarif")),
    default="text",
    help="How findings are written.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write them into, instead of the standard output.",
)
@click.pass_context
def check(
    context: click.Context,
    source: Path,
    chosen: str,
    output: Path | None,
    *,
    all_warnings: bool,
    **how: Unpack[HowToRead],
) -> None:
    """Read a handbook and report what is wrong in it; render nothing.

    SOURCE is the folder of the sources. Findings are the warnings of sphinx-pmroles
    that a build would give: pmroles_checks, suppress_warnings and the option allow
    hold as they do there. The command ends with 0 if nothing is found, with 1 if
    anything is, and with 2 if the handbook cannot be read.
    """
    reading = read_sources(source, how, resolve=all_warnings)

    from sphinx_pmroles.cli.findings import result_of
    from sphinx_pmroles.cli.formats import WRITERS, as_text, summary

    conf = (how["conf_dir"] or source) / "conf.py"
    result = result_of(reading, source, conf, count_all=all_warnings)
    if output is None and chosen == "text" and _shows_colours():
        text = as_text(result, is_coloured=True)
    else:
        text = WRITERS[chosen](result)
    if output is not None or chosen != "text":
        click.echo(summary(result), err=True)
    made = Output("findings", text.encode("utf-8"))
    if output is None:
        show(made)
    else:
        write([made], output, is_folder=False, force=True)
    context.exit(Exit.FOUND if result.findings else Exit.DONE)


def _shows_colours() -> bool:
    """Return whether the standard output is a terminal, and nobody is against."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
