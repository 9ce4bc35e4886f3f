"""What ``check`` found: the warnings of a reading that count."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sphinx_pmroles.extension.log import TYPE
from sphinx_pmroles.extension.running import Reading, Warned


@dataclass(frozen=True, slots=True)
class Found:
    """A finding.

    *check* is the name of the check, or of the warning if it is none of ours.  *line*
    counts from 1, 0 where it is not known.
    """

    file: Path
    line: int
    check: str
    message: str
    is_error: bool = False

    @property
    def level(self) -> str:
        """How bad it is, in the word that GitHub and SARIF share."""
        return "error" if self.is_error else "warning"


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in so many pages, by file and line.

    *others* are the warnings that do not count, *root* is the folder of the repository.
    """

    findings: tuple[Found, ...]
    pages: int
    others: int
    root: Path


def result_of(reading: Reading, source: Path, conf: Path, *, count_all: bool) -> Result:
    """Return what counts of a reading, the same whichever process read which page.

    What has no place is wrong with the configuration, *conf*.
    """
    counted = [
        one
        for one in reading.warnings
        if count_all or one.type == TYPE or one.is_hinted
    ]
    found = {
        Found(
            one.file or conf.resolve(),
            one.line,
            _check(one),
            one.message,
            is_error=one.is_error,
        )
        for one in counted
    }
    return Result(
        tuple(sorted(found, key=lambda f: (str(f.file), f.line, f.check, f.message))),
        reading.pages,
        len(reading.warnings) - len(counted),
        _root(source.resolve()),
    )


def _check(warned: Warned) -> str:
    if warned.type == TYPE:
        return warned.subtype
    return ".".join(filter(None, (warned.type, warned.subtype))) or "sphinx"


def _root(source: Path) -> Path:
    """Return the folder of the repository, the working directory if there is none."""
    return next(
        (folder for folder in (source, *source.parents) if (folder / ".git").exists()),
        Path.cwd(),
    )


def path_from(folder: Path, file: Path) -> str:
    """Return the path of *file* as seen from *folder*, absolute if it is elsewhere."""
    inside = file.is_relative_to(folder)
    return (file.relative_to(folder) if inside else file).as_posix()
