"""Read a handbook as a build does, from a program: nothing is rendered."""

from __future__ import annotations

import io
import json
import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import extract_tb
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.errors import ConfigError, ExtensionError, SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from sphinx_pmroles.extension.builder import INVENTORY, InventoryBuilder
from sphinx_pmroles.extension.log import HINTED

#: Takes how many pages have been read, and how many there are.
Progress = Callable[[int, int], object]


class UnreadableHandbookError(Exception):
    """A handbook that Sphinx cannot read; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of Sphinx, or of an extension such as ours.

    *type* and *subtype* are those that ``suppress_warnings`` knows, empty if it has
    none.  *line* counts from 1, 0 where it is not known.  *is_hinted* says that it is
    about something of ours, whoever warns.
    """

    type: str
    subtype: str
    message: str
    file: Path | None = None
    line: int = 0
    is_error: bool = False
    is_hinted: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a handbook's sources hold: its inventory, and what was warned of."""

    inventory: dict[str, Any]
    warnings: tuple[Warned, ...]
    pages: int


def read_handbook(
    source: Path,
    *,
    conf_dir: Path | None = None,
    settings: Mapping[str, Any] | None = None,
    tags: Sequence[str] = (),
    jobs: int = 1,
    resolve: bool = False,
    progress: Progress | None = None,
) -> Reading:
    """Read and check the handbook in the folder *source*, and render nothing.

    Nothing is written into *source*; *settings* override values of its ``conf.py``,
    which may stand in another folder, *conf_dir*; *tags* are Sphinx's.  With *resolve*
    all cross-references are looked up, not just those to things of ours.

    Raises UnreadableHandbookError.
    """
    conf_dir = conf_dir or source
    warnings = _Collector()
    with TemporaryDirectory(prefix="pmroles-") as folder:
        out = Path(folder, "out")
        try:
            with patch_docutils(conf_dir), docutils_namespace():
                app = _Application(
                    *(source, conf_dir, out, Path(folder, "doctrees")),
                    InventoryBuilder.name,
                    confoverrides=dict(settings or {}),
                    status=_Status(warnings),
                    warning=io.StringIO(),
                    freshenv=True,
                    tags=tags,
                    parallel=jobs,
                )
                cast("InventoryBuilder", app.builder).resolves_all = resolve
                if progress:
                    _tell(app, progress)
                app.build()
        except UnreadableHandbookError:
            raise
        # Whatever conf.py or an extension raises: it is told without its traceback.
        except Exception as error:
            raise UnreadableHandbookError(_explain(error, conf_dir)) from error
        inventory = json.loads((out / INVENTORY).read_text("utf-8"))
    return Reading(inventory, tuple(warnings.found), len(app.env.found_docs))


class _Application(Sphinx):
    def preload_builder(self, name: str) -> None:
        """Look for our extension, too: without it the builder is not there."""
        if "sphinx_pmroles" not in self.extensions:
            raise UnreadableHandbookError(
                f"{self.confdir / 'conf.py'} does not use sphinx-pmroles: "
                'add "sphinx_pmroles" to its list of extensions'
            )
        super().preload_builder(name)


# Warnings


class _Collector(logging.Filter):
    """Takes the warnings that Sphinx would print: all that were not suppressed.

    It is the last filter of Sphinx's own handler, and so sees records that come from
    other processes, too, and places that are paths already.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Warned] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Take a warning, and let it not be printed."""
        kind, subtype = getattr(record, "type", ""), getattr(record, "subtype", "")
        # Not Sphinx's own getMessage(), which begins with the place.
        message = logging.LogRecord.getMessage(record)
        name = ".".join(filter(None, (kind, subtype)))
        file, line = _place(getattr(record, "location", None) or "")
        self.found.append(
            Warned(
                *(kind or "", subtype or ""),
                # With show_warning_types.
                message.removesuffix(f" [{name}]"),
                *(file, line),
                is_error=record.levelno >= logging.ERROR,
                is_hinted=hasattr(record, HINTED),
            )
        )
        return False


class _Status(io.StringIO):
    """Takes Sphinx's account of its work, for its first word.

    When it comes, the log is set up, and ``conf.py`` is not yet read: Sphinx has no
    event that is as early, and forgets what was added to its log before.
    """

    def __init__(self, collector: _Collector) -> None:
        super().__init__()
        self._collector: _Collector | None = collector

    def write(self, text: str, /) -> int:
        """Add the collector to the log, once."""
        if self._collector:
            for handler in logging.getLogger(NAMESPACE).handlers:
                if isinstance(handler, WarningStreamHandler):
                    handler.addFilter(self._collector)
            self._collector = None
        return len(text)


#: How Sphinx writes a place.
_PLACE = re.compile(r"(?P<file>.+?)(?::docstring of [^:]+)?(?::(?P<line>\d*))?")


def _place(location: str) -> tuple[Path | None, int]:
    """Return the file and line of a place.

    >>> _place("/docs/a.md:12")
    (PosixPath('/docs/a.md'), 12)
    """
    found = _PLACE.fullmatch(location)
    if found is None or found["file"] == "<unknown>":
        return None, 0
    return Path(found["file"]), int(found["line"] or 0)


# Progress


def _tell(app: Sphinx, progress: Progress) -> None:
    """Tell *progress* of each page that is read, by whichever process."""
    total = read = 0
    this = os.getpid()

    def begin(_app: Sphinx, _env: object, docnames: list[str]) -> None:
        nonlocal total
        total = len(docnames)
        progress(0, total)

    def count(pages: int) -> None:
        nonlocal read
        # Another process only knows of its own pages, and hands them over.
        if os.getpid() == this:
            read += pages
            progress(read, total)

    app.connect("env-before-read-docs", begin)
    app.connect("doctree-read", lambda *_: count(1))
    app.connect("env-merge-info", lambda _app, _env, docs, _other: count(len(docs)))


# Failures


def _explain(error: Exception, conf_dir: Path) -> str:
    """Return what went wrong and what to do, without a traceback."""
    conf = conf_dir / "conf.py"
    cause = error.__cause__
    if isinstance(error, ConfigError) and cause is not None:
        lines = [
            str(frame.lineno)
            for frame in extract_tb(cause.__traceback__)
            if Path(frame.filename) == conf.resolve()
        ]
        where = f"{conf}:{lines[-1]}" if lines else str(conf)
        return f"{where} cannot be run: {type(cause).__name__}: {cause}"
    if isinstance(error, ExtensionError) and isinstance(error.orig_exc, ImportError):
        if "pmroles'" in str(error.orig_exc):
            return f'{error}: write "sphinx_pmroles" in the extensions in {conf}'
        return (
            f"{error}: install it beside sphinx-pmroles, or take it out of the "
            f"extensions in {conf}"
        )
    if isinstance(error, SphinxError):
        return str(error)
    return (
        f"{type(error).__name__}: {error}; to see where it comes from, run "
        f"python -m sphinx -T -b dummy -c {conf_dir}, with the folder of the sources "
        "and one for the output"
    )
