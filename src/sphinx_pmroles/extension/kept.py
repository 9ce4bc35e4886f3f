"""What is kept in the doctree folder, about one output folder, for the next build.

The build environment is no place for it: it is shared by all builders, and is not saved
by a build that reads nothing.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


def digest_of(value: Any, plain: Callable[[Any], Any] | None = None) -> str:
    """Return a hash of plain data: the same for what is equal, in every process.

    *plain* makes plain data of what is none.
    """
    text = json.dumps(value, default=plain, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def kept_file(app: Sphinx, what: str) -> Path:
    """Return the file for this builder's output: other builders have others."""
    output = f"{app.builder.name}\n{app.outdir}"
    name = sha256(output.encode(errors="surrogateescape")).hexdigest()[:16]
    return Path(app.doctreedir) / f"pmroles-{what}-{name}.json"


def load_kept(app: Sphinx, what: str) -> dict[str, Any]:
    """Return what was kept; nothing if that is not there, or cannot be read."""
    try:
        loaded = json.loads(kept_file(app, what).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def keep(app: Sphinx, what: str, value: dict[str, Any]) -> None:
    """Keep plain data until the next build of this output."""
    kept_file(app, what).write_text(json.dumps(value, sort_keys=True), encoding="utf-8")
