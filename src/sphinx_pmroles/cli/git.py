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
from sphinx_pmroles.model.messages import quoted

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
        """Return the repository that a path is in, even if it is there no more.

        Raises Failure.
        """
        root = _git(_nearest_folder(path), "rev-parse", "--show-toplevel")
        return cls(Path(root.removesuffix("\n")))

    def inside(self, path: Path) -> PurePosixPath:
        """Return what a path is in the tree; links are followed where there are any."""
        folder = _nearest_folder(path)
        prefix = _git(folder, "rev-parse", "--show-prefix").removesuffix("\n")
        return PurePosixPath(prefix, path.absolute().relative_to(folder))

    @contextmanager
    def tree_at(self, ref: str) -> Iterator[Path]:
        """Write all files of *ref* into a folder that is removed in the end.

        Raises Failure.
        """
        tree = self._tree(ref)
        with TemporaryDirectory(prefix="pmroles-") as temporary:
            # Sphinx resolves paths: what we are to find in its messages must be so.
            folder = Path(temporary).resolve()
            root = folder / "tree"
            root.mkdir()
            self._write(tree, root, folder / "index")
            self._tell_of_submodules(tree, ref)
            yield root

    def _tree(self, ref: str) -> str:
        done = _run(
            self.root,
            *("rev-parse", "--verify", "--quiet", "--end-of-options"),
            f"{ref}^{{tree}}",
        )
        if done.returncode:
            raise Failure(self._unknown(ref))
        return done.stdout.strip()

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
        return f"there is no tag, branch or commit {quoted(ref)} in {self.root}{hint}"


def _nearest_folder(path: Path) -> Path:
    folder = path.absolute()
    while not folder.is_dir():
        folder = folder.parent
    return folder


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
        return subprocess.run(  # noqa: S603 (git alone, and no shell)
            ["git", *arguments],  # noqa: S607 (wherever the user has it)
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
