"""The ways in which an exchange fails; each says why and what to do."""

from __future__ import annotations


class ExchangeError(Exception):
    """What was asked for cannot be had of what is there."""


class MissingLibraryError(ExchangeError):
    """A library that is needed, and that an extra of ours installs."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(
            f"to write {what}, {library} is needed and not installed: "
            f'pip install "sphinx-pmroles[{extra}]"'
        )
