"""The one way in which reading a text fails."""

from __future__ import annotations


class ReadError(ValueError):
    """A text does not say what it should.

    *message* names the value, what was expected and how to mend it.  *line* is the
    line of the text on which it stands, counted from 1, or 0 where it is not known.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
