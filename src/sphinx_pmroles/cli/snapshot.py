"""``sphinx-pmroles snapshot``: a handbook as data, of today or of an older version."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from sphinx_pmroles.cli.examples import examples
from sphinx_pmroles.cli.files import Output, deliver_text
from sphinx_pmroles.cli.sources import HowToRead, source_options
from sphinx_pmroles.cli.versions import read_ref, read_tree


@click.command(
    epilog=examples(
        "sphinx-pmroles snapshot docs -o pmroles.json",
        "sphinx-pmroles snapshot docs --ref v1.0 -o docs/baselines/1.0.json",
    )
)
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--ref",
    metavar="REF",
    help="Take the sources of this tag, branch or commit of git. What is checked out "
    "is not touched. Submodules are left out, and links stay links.",
)
@source_options
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="The file to write; - or nothing is the standard output.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def snapshot(
    source: Path,
    ref: str | None,
    output: Path | None,
    *,
    force: bool,
    **how: Unpack[HowToRead],
) -> None:
    """Write what a handbook holds into a pmroles.json; render nothing.

    SOURCE is the folder of the sources. What is written is what a build writes.
    Warnings are shown, and stop nothing. The command ends with 0, or with 2 if the
    handbook cannot be read.
    """
    inventory = read_ref(ref, source, how) if ref else read_tree(source, how)

    from sphinx_pmroles.inventory.export import dump

    made = Output("pmroles.json", dump(inventory).encode())
    deliver_text(made, output, force=force)
