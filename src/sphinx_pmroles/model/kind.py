"""The kinds of things that a handbook defines."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of things that can be defined and referred to."""

    ROLE = "role"
    MATRIX = "matrix"
    ACTIVITY = "activity"
    LIFECYCLE = "lifecycle"
    STAGE = "stage"
    PRODUCT = "product"
    ROADMAP = "roadmap"
    ITEM = "item"
