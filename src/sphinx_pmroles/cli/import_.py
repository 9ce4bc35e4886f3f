"""``sphinx-pmroles import``: a table of another tool, ready to paste into a page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sphinx_pmroles.cli.errors import Failure
from sphinx_pmroles.cli.examples import examples
from sphinx_pmroles.cli.files import Output, show, write

_STANDARD_INPUT = "-"


@click.command(
    "import",
    epilog=examples(
        'sphinx-pmroles import responsibilities.xlsx --sheet "Launch"',
        "sphinx-pmroles import jira.csv --without Description -o plan.md",
        "sphinx-pmroles import project.json --title Plan --rst",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--as",
    "origin",
    type=click.Choice(["matrix", "roadmap", "jira", "github"]),
    help="What the file holds. Default: it is found out.",
)
@click.option(
    "--sheet",
    default="",
    show_default=False,
    metavar="NAME",
    help="The sheet of a workbook. Default: the first that is shown.",
)
@click.option(
    "--scheme",
    default="",
    show_default=False,
    metavar="NAME",
    help="The scheme of the letters of a matrix, such as daci. Default: the one that "
    "reads most of them.",
)
@click.option(
    "--title",
    default="",
    show_default=False,
    help="The title. Default: the text above the table, else the sheet that was named "
    "or the name of the file.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="COLUMN",
    help="Leave this column out. May be given several times.",
)
@click.option("--rst", is_flag=True, help="Write reStructuredText, not Markdown.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write. Default: the standard output.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def import_(
    *,
    file: Path,
    origin: str | None,
    sheet: str,
    scheme: str,
    title: str,
    without: tuple[str, ...],
    rst: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Turn a table of another tool into a pm:matrix or pm:roadmap to paste.

    FILE is a RACI sheet or a roadmap as .xlsx, .csv, .tsv, .json or .yaml, the CSV that
    Jira exports, or the JSON that GitHub gives of issues or of a project; - is the
    standard input.

    Every row and column is there, and reads on the page as it does in the file. What
    was not understood is said, with its line, and is in the table all the same.
    """
    from sphinx_pmroles.exchange.errors import ExchangeError
    from sphinx_pmroles.exchange.files import Origin, Wishes, adopt
    from sphinx_pmroles.exchange.markup import write_markdown, write_rst
    from sphinx_pmroles.reading.errors import ReadError

    wishes = Wishes(Origin(origin) if origin else None, sheet, scheme, title, without)
    is_input = str(file) == _STANDARD_INPUT
    name = "standard input" if is_input else str(file)
    try:
        draft, remarks = adopt(_read(file), "" if is_input else file.name, wishes)
    except ReadError as error:
        where = f"{name}:{error.line}" if error.line else name
        # Reading names the options of directives.
        message = error.message.replace(":sheet:", "--sheet").replace(":file:", "FILE")
        raise Failure(f"{where}: {message}") from error
    except ExchangeError as error:
        raise Failure(f"{name}: {error}") from error
    for remark in remarks:
        where = f"{name}:{remark.line}" if remark.line else name
        click.echo(f"{where}: {remark.message}", err=True)
    source = write_rst(draft) if rst else write_markdown(draft)
    made = Output("", source.encode())
    if output is None or str(output) == _STANDARD_INPUT:
        show(made)
    else:
        write([made], output, is_folder=False, force=force)


def _read(file: Path) -> bytes:
    """Return what a file holds, as far as anyone would read it."""
    from sphinx_pmroles.reading.sources import MAX_BYTES

    if str(file) == _STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}") from error
