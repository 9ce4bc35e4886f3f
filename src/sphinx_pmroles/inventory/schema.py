"""The JSON Schema of ``pmroles.json``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every inventory keeps to."""
    text = (
        files(__package__).joinpath("pmroles.schema.json").read_text(encoding="utf-8")
    )
    loaded: dict[str, Any] = json.loads(text)
    return loaded
