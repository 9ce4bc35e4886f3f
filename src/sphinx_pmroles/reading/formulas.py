"""Texts that a spreadsheet program would take for formulas.

In CSV, nothing says that a field is a text: ``=1+1`` is worked out, and a formula may
call other programs (OWASP, "CSV Injection").  An apostrophe before it makes it a text.
"""

from __future__ import annotations

import re

#: What begins a formula, in any locale of a program: the last four are the wide forms.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")
#: A dash means nobody, and a number is nothing else.
_HARMLESS = re.compile(r"-|[+-]?\d+(?:[.,]\d+)?")


def guard(text: str) -> str:
    """Return *text* as one that no spreadsheet program takes for a formula."""
    if not _FORMULA.match(text) or _HARMLESS.fullmatch(text):
        return text
    return f"'{text}"


def unguard(text: str) -> str:
    """Return the text of which :func:`guard` made *text*."""
    return text[1:] if _GUARDED.match(text) else text
