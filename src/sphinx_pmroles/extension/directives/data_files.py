"""Data files: found inside the source folder, and what in them is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_pmroles.model.link import is_safe
from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.sources import MAX_BYTES

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
        try:
            name, path = env.relfn2path(written)
            is_inside = Path(path).is_relative_to(env.srcdir)
            if is_inside:
                env.note_dependency(name)
                # A link inside may lead out: not every Sphinx follows it itself.
                real = Path(path).resolve()
                is_inside = real.is_relative_to(Path(env.srcdir).resolve())
            found = is_inside and real.is_file()
        except (OSError, RuntimeError, ValueError) as error:
            # RuntimeError: links that lead to each other, before Python 3.13.
            raise ReadError(
                f":file: {quoted(written)} cannot be found: {error}"
            ) from None
        if not is_inside:
            raise ReadError(
                f":file: {quoted(written)} leads out of the source folder, and is not "
                "read: copy the file into the sources"
            )
        if not found:
            raise ReadError(
                f":file: {quoted(written)} is no file: it would be {quoted(name)} in "
                "the source folder; begin it with '/' to name it from there"
            )
        return cls(Path(path), Path(path).relative_to(env.srcdir).as_posix())

    def read(self) -> bytes:
        """Return what the file holds, as far as anyone would read it."""
        try:
            with self.path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ReadError(f"it cannot be opened: {error.strerror}") from None


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
