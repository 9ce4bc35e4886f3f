"""The sources of another version: read from git, without touching what is checked out.

A tree is written into a temporary folder through an index of its own.  Not by ``git
archive``, which leaves out what ``.gitattributes`` keeps out of archives, and not by
``git worktree``, which leaves traces in the repository.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import click

from sphinx_pmroles.cli.errors import Failure

#: What a hook of git, or who calls us, may have set for another repository.
_LOCAL = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of git: the folder of its working tree."""

    root: Path

    @classmethod
    def around(cls, path: Path) -> Repository:
        """Return the repository that a path is in, even if the path is no more.

        Raises Failure.
        """
        folder = path.resolve()
        while not folder.is_dir():
            folder = folder.parent
        root = _git(folder, "rev-parse", "--show-toplevel")
        return cls(Path(root.removesuffix("\n")))

    def has(self, ref: str) -> bool:
        """Return whether *ref* names a commit: a tag, a branch or a hash."""
        return self._tree(ref) is not None

    @contextmanager
    def folder_at(self, ref: str, source: Path) -> Iterator[tuple[Path, Path]]:
        """Write the tree of *ref* into a folder that is removed in the end.

        Gives that folder, and what *source* is there.

        Raises Failure.
        """
        tree = self._tree(ref)
        if tree is None:
            raise Failure(self._unknown(ref))
        inside = self._inside(source)
        with TemporaryDirectory(prefix="pmroles-") as temporary:
            root = Path(temporary, "tree")
            root.mkdir()
            self._write(tree, root, Path(temporary, "index"))
            self._tell_of_submodules(tree, ref)
            if not (root / inside).is_dir():
                raise Failure(self._misses(tree, ref, inside))
            yield root, root / inside

    def _tree(self, ref: str) -> str | None:
        done = _run(
            self.root,
            *("rev-parse", "--verify", "--quiet", "--end-of-options"),
            f"{ref}^{{tree}}",
        )
        return done.stdout.strip() if done.returncode == 0 else None

    def _inside(self, source: Path) -> PurePosixPath:
        # What is in a folder of the tree may be a link out of it: its parts are not
        # followed, but those above it are.
        path = Path(os.path.abspath(source))
        for candidate in (path, path.resolve()):
            if candidate.is_relative_to(self.root):
                return PurePosixPath(candidate.relative_to(self.root).as_posix())
        raise Failure(f"{source} is not in the repository {self.root}")

    def _write(self, tree: str, root: Path, index: Path) -> None:
        """Write all files of a tree into the folder *root*."""
        places = {"GIT_INDEX_FILE": str(index), "GIT_WORK_TREE": str(root)}
        # With a sparse checkout, an index leaves out what that leaves out.
        all_of_it = ("-c", "core.sparseCheckout=false")
        _git(self.root, *all_of_it, "read-tree", tree, **places)
        _git(self.root, *all_of_it, "checkout-index", "--all", "--quiet", **places)

    def _tell_of_submodules(self, tree: str, ref: str) -> None:
        listed = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", tree)
        entries = [entry.partition("\t") for entry in listed.split("\0")]
        modules = [path for how, _, path in entries if how.startswith(_SUBMODULE)]
        if modules:
            click.echo(
                f"Submodules of {ref} are left out, for their files are in other "
                f"repositories: {', '.join(modules)}",
                err=True,
            )

    def _misses(self, tree: str, ref: str, inside: PurePosixPath) -> str:
        """Return that there is no such folder, and where there might be one."""
        listed = _git(self.root, "ls-tree", "-r", "-z", "--name-only", tree)
        found = [
            str(path.parent)
            for path in map(PurePosixPath, listed.split("\0"))
            if path.name == "conf.py"
        ]
        hint = f": there is a conf.py in {', '.join(found)}" if found else ""
        return f"there is no folder {inside} in {ref}{hint}"

    def _unknown(self, ref: str) -> str:
        """Return that there is no such ref, and which ones are near."""
        listed = _git(self.root, "for-each-ref", "--format=%(refname:short)")
        near = get_close_matches(ref, listed.split(), cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        shallow = _git(self.root, "rev-parse", "--is-shallow-repository").strip()
        if shallow == "true":
            hint += (
                "; this clone is shallow and may lack it: "
                "git fetch --tags --unshallow gets the rest"
            )
        return f"there is no tag, branch or commit {ref!r} in {self.root}{hint}"


def _git(folder: Path, *arguments: str, **places: str) -> str:
    """Return what git says; raise Failure with what it complains of."""
    done = _run(folder, *arguments, **places)
    if done.returncode:
        said = done.stderr.strip().removeprefix("fatal: ")
        raise Failure(f"git {arguments[0]} in {folder}: {said or 'failed'}")
    return done.stdout


def _run(
    folder: Path, *arguments: str, **places: str
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in _LOCAL}
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment | places,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
        )
    except FileNotFoundError:
        raise Failure(
            "git is not installed, or not where programs are looked for: a version is "
            "read from git; give files of snapshots instead"
        ) from None
