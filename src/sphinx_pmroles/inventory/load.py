"""Read a ``pmroles.json`` of another build, whatever is in the file."""

from __future__ import annotations

import errno
import json
import stat
from pathlib import Path
from typing import Any

from sphinx_pmroles.inventory.export import FORMAT, FORMAT_VERSION
from sphinx_pmroles.inventory.shape import ShapeError, check_shape
from sphinx_pmroles.model.messages import quoted

#: No inventory has more bytes: 50,000 items have about 25 million.
MOST_BYTES = 100_000_000
TOO_LARGE = f"it has more than {MOST_BYTES // 1_000_000} million bytes"
ENDLESS = "it is a pipe or a device, not a file"


class InventoryError(ValueError):
    """A file that is no inventory we can read; says why and what to do."""


def read_bytes(path: Path, *, may_wait: bool) -> bytes:
    """Return what the file *path* holds, no more than an inventory may.

    On a command line it may be a pipe; a build that waits for one would hang.

    Raises OSError if it cannot be read, is too large, or is one that may not wait.
    """
    if not may_wait:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise OSError(errno.EINVAL, ENDLESS)
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(errno.EFBIG, TOO_LARGE)
    return data


def read_inventory(path: Path, *, may_wait: bool = True) -> dict[str, Any]:
    """Return the inventory in the file *path*.

    Unless it *may_wait*, a pipe or a device is refused.

    Raises InventoryError if there is no such file, or none that we can read.
    """
    try:
        text = read_bytes(path, may_wait=may_wait)
    except (OSError, ValueError) as error:
        # ValueError: a NUL or half a character in the path.
        why = getattr(error, "strerror", None) or error
        # A path is said whole, however long: it is what has to be mended.
        where = repr(str(path))
        raise InventoryError(f"{where} cannot be read: {why}") from error
    return load(text, str(path))


def load(text: bytes | str, name: str) -> dict[str, Any]:
    """Return the inventory that *text* holds; *name* is what errors call it.

    An earlier format is read, a later one refused: what it says may mean something
    that we do not know.

    Raises InventoryError.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InventoryError(f"{name} is not JSON: {error}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InventoryError(
            f"{name} is no inventory of a handbook: expected a pmroles.json, with "
            f'"format": "{FORMAT}"'
        )
    version = data.get("format_version")
    if type(version) is not int or version < 1:
        raise InventoryError(
            f"{name} has the format version {quoted(version)}: expected a whole number "
            "from 1"
        )
    if version > FORMAT_VERSION:
        raise InventoryError(
            f"{name} has the format version {version}, and this sphinx-pmroles reads "
            f"up to {FORMAT_VERSION}: upgrade sphinx-pmroles"
        )
    try:
        check_shape(data)
    except ShapeError as error:
        raise InventoryError(f"{name} is damaged: {error}") from error
    except RecursionError as error:
        # To say what is wrong with it, it would have to be written.
        raise InventoryError(
            f"{name} is damaged: something in it is nested too deeply"
        ) from error
    return data
