"""Texts as any format can hold them."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\s\ufffe\uffff]+")


def on_one_line(text: str) -> str:
    """Return *text* without line breaks and control characters."""
    return _CONTROLS.sub(" ", text).strip()
