"""Editions: an output folder shows what one audience may see, and nothing of another.

Sphinx writes pages over those of the build before, and leaves all else where it is:
images, downloads, sources, and the pages of sources that are no longer part.  After a
build for another audience, those would still show what is hidden now.

So it is noted which files of the output folder a build wrote, in the doctree folder,
and for whom; a build for another audience removes them first.  They are noted as
hashes, for a file may be named after what is hidden.  What nobody's build wrote stays.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.kept import keep, load_kept

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The folder beside the doctrees in which the image files of charts are made.
DRAWINGS = "pmroles"
#: The folders in the output that are Sphinx's alone.
_OWN_FOLDERS = ("_sources", "_images", "_downloads", "_modules")

#: The name of what is kept of an output.
WHAT = "output"

#: The time of a file's last change, and its size: they tell whether it was written.
Stamp = tuple[int, int]


class EditionError(SphinxError):
    """A file of a build for another audience that cannot be removed."""

    category = "Audience error"


@dataclass(slots=True)
class Output:
    """What builds left in an output folder: for whom, and each file by its hash."""

    audience: str | None
    files: dict[str, Stamp] = field(default_factory=dict)


class Editions:
    """The output folder of one build: as it was before, and as it is after."""

    def __init__(self) -> None:
        self.before: dict[str, Stamp] = {}
        self.last: Output | None = None
        self.is_new = False

    def begin(self, app: Sphinx) -> None:
        """Remove what builds for another audience left in the output folder."""
        audience = Settings.of(app.config).audience
        self.last = _load(app)
        self.before = _snapshot(app)
        self.is_new = bool(self.before) and self._is_of_others(audience)
        if self.is_new:
            known = self.last.files if self.last else {}
            old = [
                name for name in self.before if _is_own(name) or _hash(name) in known
            ]
            _remove(Path(app.outdir), old)
            for name in old:
                del self.before[name]
            self.last = None
        if not self.before or self.is_new:
            # All pages are written, with new drawings.
            shutil.rmtree(Path(app.doctreedir, DRAWINGS), ignore_errors=True)

    def _is_of_others(self, audience: str | None) -> bool:
        if self.last is None:
            # Nobody knows what is in it: it may be what is to be hidden.
            return audience is not None
        if self.last.audience != audience:
            return True
        if audience is None:
            return False
        # A build with other doctrees, for whomever, may have been here.
        now = {_hash(name): stamp for name, stamp in self.before.items()}
        return any(now.get(n) not in (s, None) for n, s in self.last.files.items())

    def outdated_pages(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to write again: all, if those of others were there."""
        if Settings.of(app.config).audience is not None or self.is_new:
            _remove_old_doctrees(Path(app.doctreedir), env)
        return sorted(env.all_docs) if self.is_new else []

    def finish(self, app: Sphinx, _exception: Exception | None) -> None:
        """Note what the build left, even if it failed."""
        known = self.last.files if self.last else {}
        files = {
            _hash(name): stamp
            for name, stamp in _snapshot(app).items()
            if self.before.get(name) != stamp or _hash(name) in known
        }
        left = Output(Settings.of(app.config).audience, files)
        if left != self.last:
            keep(app, WHAT, {"audience": left.audience, "files": files})


def connect(app: Sphinx) -> None:
    """Have each build leave what one audience may see."""
    editions = Editions()
    app.connect("builder-inited", editions.begin, priority=1)
    app.connect("env-updated", editions.outdated_pages)
    # After all others have written what they write at the end.
    app.connect("build-finished", editions.finish, priority=999)


def _hash(name: str) -> str:
    return sha256(name.encode(errors="surrogateescape")).hexdigest()[:24]


def _is_own(name: str) -> bool:
    return name.partition("/")[0] in _OWN_FOLDERS


def _snapshot(app: Sphinx) -> dict[str, Stamp]:
    """Return the files of the output folder by their names in it.

    The sources and the doctrees, which may lie inside, are not looked at, and neither
    are hidden folders such as ``.git``.
    """
    out = Path(app.outdir)
    apart = {os.path.realpath(folder) for folder in (app.srcdir, app.doctreedir)}
    found: dict[str, Stamp] = {}
    for folder, folders, files in os.walk(out):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and os.path.realpath(Path(folder, name)) not in apart
        ]
        inside = Path(folder).relative_to(out)
        # Once a folder: it takes longer than to look at a file.
        before = "" if inside == Path() else f"{inside.as_posix()}/"
        for name in files:
            stat = os.lstat(os.path.join(folder, name))  # noqa: PTH118
            found[before + name] = (stat.st_mtime_ns, stat.st_size)
    return found


def _remove(out: Path, names: Iterable[str]) -> None:
    """Remove files, and the folders that are empty without them."""
    folders: set[Path] = set()
    for name in names:
        path = out / name
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise EditionError(
                f"{path} was built for another audience and cannot be removed "
                f"({error.strerror}): remove it, or build into another folder"
            ) from error
        folders.update(f for f in path.parents if f.is_relative_to(out) and f != out)
    for folder in sorted(folders, reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _remove_old_doctrees(doctrees: Path, env: BuildEnvironment) -> None:
    """Remove the doctrees of pages that are no longer part: Sphinx keeps them."""
    current = {doctrees / f"{docname}.doctree" for docname in env.found_docs}
    old = (path for path in doctrees.rglob("*.doctree") if path not in current)
    _remove(doctrees, [path.relative_to(doctrees).as_posix() for path in old])


def _load(app: Sphinx) -> Output | None:
    loaded = load_kept(app, WHAT)
    try:
        files = {str(name): _stamp(each) for name, each in loaded["files"].items()}
        return Output(loaded["audience"], files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _stamp(loaded: Iterator[int]) -> Stamp:
    time, size = loaded
    return int(time), int(size)
