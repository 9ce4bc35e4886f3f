"""Files that commands write: never over another unasked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from sphinx_pmroles.cli.errors import Failure


@dataclass(frozen=True, slots=True)
class Output:
    """What a command makes: the name of a file, and what it holds.

    *mark* is what stands before that in a file, and not on the standard output.
    """

    name: str
    data: bytes
    is_text: bool = True
    mark: bytes = b""


def show(output: Output) -> None:
    """Write a text to the standard output, in its own encoding wherever that leads."""
    sys.stdout.buffer.write(output.data)
    sys.stdout.buffer.flush()


def deliver_text(output: Output, target: Path | None, *, force: bool) -> None:
    """Write a text to a file, or to the standard output where none is named.

    Raises Failure.
    """
    if target is None or str(target) == "-":
        show(output)
    else:
        write([output], target, is_folder=False, force=force)


def write(
    outputs: Sequence[Output], target: Path, *, is_folder: bool, force: bool
) -> None:
    """Write files: into the folder *target*, or the only one as *target*.

    None is written if one of them is there already, unless *force* says so.

    Raises Failure.
    """
    paths = [target / output.name if is_folder else target for output in outputs]
    taken = [str(path) for path in paths if path.exists() and not force]
    if taken:
        raise Failure(
            f"{', '.join(taken)} {'is' if len(taken) == 1 else 'are'} there already: "
            "name another place with -o, or write over it with --force"
        )
    for output, path in zip(outputs, paths, strict=True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(output.mark + output.data)
        except OSError as error:
            raise Failure(f"{path} cannot be written: {error.strerror}") from error
        click.echo(f"Written: {path}", err=True)
