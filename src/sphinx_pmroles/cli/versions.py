"""Versions of a handbook: files of snapshots, sources in folders and in git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sphinx_pmroles.cli.errors import Failure
from sphinx_pmroles.cli.git import Repository
from sphinx_pmroles.cli.sources import HowToRead, read_sources

if TYPE_CHECKING:
    from sphinx_pmroles.extension.running import Reading

#: What names the sources as they are in the working tree.
WORKING_TREE = "."


def read_version(name: str, source: Path, how: HowToRead) -> dict[str, Any]:
    """Return the inventory of a version: what *name* names first of these.

    A file is a snapshot; ``.`` is the folder *source* as it is; another folder that has
    a ``conf.py`` is that of a handbook; all else is a tag, branch or commit of the
    repository that *source* is in.

    Raises Failure.
    """
    from sphinx_pmroles.inventory.load import InventoryError, read_inventory

    path = Path(name)
    # A pipe, such as /dev/stdin, is no regular file.
    if path.exists() and not path.is_dir():
        try:
            return read_inventory(path)
        except InventoryError as error:
            raise Failure(str(error)) from error
    if name == WORKING_TREE:
        return read_tree(source, how, apart=True)
    if (path / "conf.py").is_file():
        return read_tree(path, how, apart=True)
    return read_ref(name, source, how)


def read_tree(source: Path, how: HowToRead, *, apart: bool = False) -> dict[str, Any]:
    """Return the inventory of the sources in a folder, and show what is warned of.

    Raises Failure.
    """
    reading = _read(source, how, apart=apart)
    _show_warnings(reading, Path.cwd(), "")
    return reading.inventory


def read_ref(ref: str, source: Path, how: HowToRead) -> dict[str, Any]:
    """Return the inventory of the folder *source* as it is at *ref* in git.

    Raises Failure.
    """
    repository = Repository.around(source)
    inside = repository.inside(source)
    with repository.tree_at(ref) as root, _called(root, ref):
        if how["conf_dir"]:
            conf_dir = how["conf_dir"].absolute()
            if conf_dir.resolve().is_relative_to(repository.root):
                conf_dir = root / repository.inside(conf_dir)
            how = {**how, "conf_dir": conf_dir}
        elif not (root / inside / "conf.py").is_file():
            found = sorted(path.parent for path in root.rglob("conf.py"))
            places = ", ".join(path.relative_to(root).as_posix() for path in found)
            hint = f": there is one in {places}" if found else ""
            raise Failure(f"there is no conf.py in the folder {inside} of {ref}{hint}")
        reading = _read(root / inside, how, apart=True)
        _show_warnings(reading, root, f"{ref}:")
    return reading.inventory


@contextmanager
def _called(root: Path, ref: str) -> Iterator[None]:
    """Say in failures what the files in *root* are, and not where they were put."""
    try:
        yield
    except Failure as failure:
        raise Failure(failure.message.replace(f"{root}/", f"{ref}:")) from failure


def _show_warnings(reading: Reading, root: Path, prefix: str) -> None:
    from sphinx_pmroles.cli.findings import path_from

    for warned in reading.warnings:
        place = ""
        if warned.file:
            line = f":{warned.line}" if warned.line else ""
            place = f"{prefix}{path_from(root, warned.file)}{line}: "
        level = "ERROR" if warned.is_error else "WARNING"
        click.echo(f"{place}{level}: {warned.message}", err=True)


def _read(source: Path, how: HowToRead, *, apart: bool) -> Reading:
    if not apart:
        return read_sources(source, how)
    # A conf.py may import modules that lie beside it: each version has its own, and a
    # process knows a module once.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        try:
            return process.submit(read_sources, source, how).result()
        except BrokenProcessPool as error:
            raise Failure(f"the process that read {source} ended early") from error
