"""``sphinx-pmroles new``: a handbook to start from."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import click

from sphinx_pmroles.cli.errors import Failure
from sphinx_pmroles.cli.examples import examples

#: The files of the template whose names would mean something in our own sources.
_RENAMED = {"conf.py.txt": "conf.py", "gitignore.txt": ".gitignore"}

#: What may be in the folder beforehand.
_HARMLESS = {".git"}

#: How many of the files that are in the way are named.
NAMED = 3


def _this_year() -> int:
    return datetime.now().astimezone().year


@click.command(
    epilog=examples(
        "sphinx-pmroles new handbook",
        'sphinx-pmroles new handbook --title "Invoicing: our handbook" --year 2027',
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--title",
    default="Product management handbook",
    help="The title of the handbook.",
)
@click.option(
    "--year",
    type=click.IntRange(1000, 9998),
    default=_this_year,
    show_default="this year",
    help="The year in which its roadmap begins.",
)
def new(folder: Path, title: str, year: int) -> None:
    """Write a handbook to start from, with a page on each topic.

    DIR is the folder to write it into, and is made if it is not there. The pages are
    Markdown; comments in them say what to change. The handbook builds without a
    warning, as web pages and for print.
    """
    title = " ".join(title.split())
    if not title:
        raise Failure("the title is empty: write one after --title")
    _refuse_to_overwrite(folder)
    written = list(_pages(title, year))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in written:
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"{folder} cannot be written: {error.strerror}") from error
    source = shlex.quote(str(folder))
    target = shlex.quote(str(folder / "_build" / "html"))
    click.echo(f"Written: {folder}, with {len(written)} files", err=True)
    click.echo(f"Build it: python -m sphinx {source} {target}", err=True)
    click.echo(f"Check it: sphinx-pmroles check {source}", err=True)


def _refuse_to_overwrite(folder: Path) -> None:
    try:
        found = sorted({path.name for path in folder.iterdir()} - _HARMLESS)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Failure(f"{folder} cannot be used: {error.strerror}") from error
    if found:
        first = ", ".join(found[:NAMED])
        more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
        raise Failure(
            f"{folder} is not empty: {first}{more} would be in the way; "
            "name a new folder"
        )


def _pages(title: str, year: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    values = {
        "@TITLE_QUOTED@": json.dumps(title, ensure_ascii=False),
        # It stands in headings of Markdown, and nothing of it is markup.
        "@TITLE@": re.sub(r"([\\`*_{}\[\]<>#$&])", r"\\\1", title),
        "@YEAR@": str(year),
        "@NEXT@": str(year + 1),
    }
    pattern = re.compile("|".join(values))
    folder = files(__package__).joinpath("template")
    for page in sorted(folder.iterdir(), key=lambda page: page.name):
        text = page.read_text(encoding="utf-8")
        yield (
            _RENAMED.get(page.name, page.name),
            pattern.sub(lambda found: values[found[0]], text),
        )
