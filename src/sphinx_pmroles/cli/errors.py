"""How a command stops when it cannot do what it was asked."""

from __future__ import annotations

from enum import IntEnum

import click


class Exit(IntEnum):
    """What the exit code of every command says."""

    DONE = 0
    """It was done, and nothing was found."""
    FOUND = 1
    """It was done, and what it looks for was found: findings, or changes."""
    FAILED = 2
    """It could not be done: wrong use, or files that cannot be read or written."""


class Failure(click.ClickException):
    """A reason to stop: says what is wrong and what to do, without a traceback."""

    exit_code = Exit.FAILED
