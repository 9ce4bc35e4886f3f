"""``sphinx-pmroles diff``: what changed between two versions of a handbook."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.examples import examples
from sphinx_pmroles.cli.files import Output, deliver_text
from sphinx_pmroles.cli.sources import HowToRead, source_options
from sphinx_pmroles.cli.versions import WORKING_TREE, read_version


@click.command(
    epilog=examples(
        "sphinx-pmroles diff v1.0 v1.1 --source docs",
        "sphinx-pmroles diff v1.0 --source docs --format markdown -o changes.md",
        "sphinx-pmroles diff docs/baselines/1.0.json pmroles.json --exit-code",
    )
)
@click.argument("old")
@click.argument("new", default=WORKING_TREE)
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder of the sources, for versions in git and for the working tree.",
)
@source_options
@click.option(
    "--format",
    "chosen",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    help="How changes are written.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="The file to write them into; - or nothing is the standard output.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option("--exit-code", is_flag=True, help="End with 1 if anything changed.")
@click.pass_context
def diff(
    context: click.Context,
    old: str,
    new: str,
    *,
    source: Path,
    chosen: str,
    output: Path | None,
    force: bool,
    exit_code: bool,
    **how: Unpack[HowToRead],
) -> None:
    """Say what changed from OLD to NEW: roles, letters, stages, roadmaps.

    Each is a file that snapshot or a build wrote; a tag, branch or commit of git; a
    folder with a conf.py; or . for the sources in the working tree, which NEW is if it
    is not given. Where a name could be several of these, a file wins, then a folder.

    Pages, layout and what is not of sphinx-pmroles are not compared. The command ends
    with 0, whether anything changed or not; with --exit-code it ends with 1 if anything
    did; and with 2 if a version cannot be read.
    """
    versions = [read_version(name, source, how) for name in (old, new)]

    from sphinx_pmroles.cli.change_formats import WRITERS
    from sphinx_pmroles.inventory.changes import compare

    changes = compare(*versions)
    # JSON can hold half a character: it is spelt out, as JSON does.
    text = WRITERS[chosen](changes).encode(errors="backslashreplace")
    made = Output("changes", text)
    deliver_text(made, output, force=force)
    context.exit(Exit.FOUND if exit_code and changes else Exit.DONE)
