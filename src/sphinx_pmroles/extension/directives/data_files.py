"""Data files: found inside the source folder, and what in them is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes

from sphinx_pmroles.model.link import is_safe
from sphinx_pmroles.model.messages import nearest, quoted
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.sources import MAX_BYTES, SUFFIXES

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def file_name(argument: str | None) -> str:
    """Return the name of a file; blanks inside it are part of it."""
    return (argument or "").strip()


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file inside the source folder: its path, and its name relative to it."""

    path: Path
    name: str

    @classmethod
    def find(cls, env: BuildEnvironment, written: str) -> DataFile:
        """Return the file that *written* names on the page that is being read.

        The page depends on it from then on, even if it is not there yet.
        """
        if not written:
            raise ReadError(":file: is empty: name a data file")
        said = f":file: {quoted(written)}"
        try:
            name, found = env.relfn2path(written)
            path = Path(found)
            if path.is_relative_to(env.srcdir):
                env.note_dependency(name)
            fault = _fault(env, written, name, path)
        except RuntimeError:
            # Before Python 3.13, links that lead to each other are no paths.
            fault = _NOWHERE
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise ReadError(f"{said} cannot be found: {why}") from None
        if fault:
            raise ReadError(f"{said} {fault}")
        return cls(path, path.relative_to(env.srcdir).as_posix())

    def read(self) -> bytes:
        """Return what the file holds, as far as anyone would read it."""
        try:
            with self.path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ReadError(f"it cannot be opened: {error.strerror}") from None


_NOWHERE = "is a link that leads nowhere: have it lead to a file, or name that"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_OF_ONE_COMPUTER = re.compile(r"[a-z]:[\\/]|\\\\|~[\\/]", re.IGNORECASE)


def _is_inside(env: BuildEnvironment, path: Path) -> bool:
    """Return whether a path is in the source folder, wherever links in it lead."""
    # Not every Sphinx follows the links itself.
    sources = Path(env.srcdir)
    is_there = path.is_relative_to(sources)
    return is_there and path.resolve().is_relative_to(sources.resolve())


def _fault(env: BuildEnvironment, written: str, name: str, path: Path) -> str:
    """Return why what is written names no file of ours, and how to mend that."""
    if not _is_inside(env, path):
        through = "" if ".." in PurePath(written).parts else ", through a link"
        return (
            f"leads out of the source folder{through}, and is not read: copy the file "
            "into the sources"
        )
    if path.is_symlink() and not path.exists():
        return _NOWHERE
    return "" if path.is_file() else _no_file(env, written, name, path)


def _no_file(env: BuildEnvironment, written: str, name: str, path: Path) -> str:
    """Return why a path in the sources is that of no file, and how to mend that."""
    if path.is_dir():
        return "is a folder: name a file in it"
    if path.exists():
        return "is a pipe or a device: copy what it gives into a file, and name that"
    if _ADDRESS.match(written):
        return (
            "is an address, and no build reads data from the web: save the file in the "
            "source folder, and name it there"
        )
    guess = _near(env, written, path)
    if guess:
        return f"is no file: did you mean {quoted(guess)}?"
    if _OF_ONE_COMPUTER.match(written):
        return (
            "is a path of one computer: copy the file into the source folder, and name "
            "it from there, with '/' between folders"
        )
    return (
        f"is no file: it would be {quoted(name)} in the source folder; begin it with "
        "'/' to name it from there"
    )


def _near(env: BuildEnvironment, written: str, path: Path) -> str:
    """Return the file that may be meant by a name of none; empty if there is none."""
    plain = unquote(written.replace("\\", "/"))
    other = PurePath(written)
    guesses = [plain, f"/{plain.lstrip('/')}"]
    if other.is_relative_to(env.srcdir):
        guesses.append(f"/{other.relative_to(env.srcdir).as_posix()}")
    for guess in guesses:
        there = Path(env.relfn2path(guess)[1])
        if _is_inside(env, there) and there.is_file():
            return guess
    if not (_is_inside(env, path.parent) and path.parent.is_dir()):
        return ""
    files = {each.name.casefold(): each.name for each in sorted(path.parent.iterdir())}
    suffix = path.suffix.casefold()
    suffixes = {suffix} if suffix in SUFFIXES else SUFFIXES
    data = [name for name in files if PurePath(name).suffix in suffixes]
    # All of one format are alike in their ends.
    near = nearest(path.name.casefold(), data, 0.7)
    return written[: len(written) - len(path.name)] + files[near] if near else ""


def without_active_content(parsed: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return the parsed text of a cell of data less what could run in a browser.

    Data may come from people who do not write the pages: HTML in it is shown as it is
    written.  Links that lead elsewhere than they may are dropped wherever they stand.
    """
    holder = nodes.inline("", "", *parsed)
    for raw in list(holder.findall(nodes.raw)):
        raw.replace_self(nodes.Text(raw.astext()))
    return list(holder.children)


def without_unsafe_links(parsed: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return a parsed text whose links all lead to the web, to mail or to pages."""
    holder = nodes.inline("", "", *parsed)
    for link in list(holder.findall(nodes.reference)):
        if not is_safe(link.get("refuri", "")):
            link.replace_self(nodes.inline("", "", *link.children))
    return list(holder.children)
