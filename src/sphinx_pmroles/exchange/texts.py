"""Texts as any format can hold them."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")


def on_one_line(text: str) -> str:
    """Return *text* without line breaks and control characters."""
    return _CONTROLS.sub(" ", text).strip()


def escaped(text: str) -> str:
    r"""Return *text* as reStructuredText and Markdown alike read it as itself.

    In both, a backslash makes a mark of ASCII a character as any other.  Something must
    stand on the line before it: in reStructuredText, one of backslashes alone is an
    adornment.

    >>> print(escaped("A *b* c_d"))
    A \*b\* c\_d
    """
    return _MARKS.sub(r"\\\g<0>", on_one_line(text))
