"""Read a handbook as a build does, from a program: nothing is rendered."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_pmroles.extension.builder import INVENTORY, InventoryBuilder


class UnreadableHandbookError(Exception):
    """A handbook that Sphinx cannot read; says what it said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a handbook's sources hold: its inventory, and what was warned of."""

    inventory: dict[str, Any]
    warnings: str


def read_handbook(
    source: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    jobs: int = 1,
    progress: TextIO | None = None,
) -> Reading:
    """Read and check the handbook in the folder *source*, and render nothing.

    Nothing is written into *source*; *settings* override values of its ``conf.py``;
    Sphinx tells *progress* how far it is.

    Raises UnreadableHandbookError.
    """
    warnings = io.StringIO()
    with TemporaryDirectory(prefix="pmroles-") as folder:
        out = Path(folder, "out")
        try:
            with patch_docutils(source), docutils_namespace():
                app = Sphinx(
                    *(source, source, out, Path(folder, "doctrees")),
                    InventoryBuilder.name,
                    confoverrides=dict(settings or {}),
                    status=progress,
                    warning=warnings,
                    freshenv=True,
                    parallel=jobs,
                )
                app.build()
        except SphinxError as error:
            raise UnreadableHandbookError(str(error)) from error
        inventory = json.loads((out / INVENTORY).read_text("utf-8"))
    return Reading(inventory, warnings.getvalue())
