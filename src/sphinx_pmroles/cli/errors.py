"""How a command ends, and how it stops when it cannot do what it was asked."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

import click


class Exit(IntEnum):
    """What the exit code of every command says."""

    means: str

    DONE = 0, "It was done, and nothing was found."
    FOUND = 1, "It was done, and it found what it looks for: findings, or changes."
    FAILED = 2, "It could not be done: wrong use, or files that cannot be used."

    def __new__(cls, code: int, means: str) -> Self:
        """Return the code, with what it means."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.means = means
        return member


class Failure(click.ClickException):
    """A reason to stop: says what is wrong and what to do, without a traceback."""

    exit_code = Exit.FAILED
