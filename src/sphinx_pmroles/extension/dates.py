"""Dates as they are shown: no line of a narrow cell or card ends at their hyphens."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes

#: The class by which style sheet and print know what does not break.
WHOLE = "pm-when"
#: ``2026-07-15``, ``2026-Q3``, ``FY27-Q2``: one of two in a range may stand below it.
DATE = re.compile(r"(?<![\w-])\w{0,5}\d(?:-\w{1,4}){1,2}(?![\w-])")
#: With what stands between it and another: narrow columns would have a line of that
#: alone.  In print a column is as wide as its longest word, so there it may.
BEGUN = re.compile(rf"{DATE.pattern}(?: (?:\.\.|–)(?= ))?")


def unbroken(text: str) -> list[nodes.Node]:
    """Return *text* as nodes, each of its dates in one that does not break."""
    shown: list[nodes.Node] = []
    at = 0
    for date in DATE.finditer(text):
        if date.start() > at:
            shown.append(nodes.Text(text[at : date.start()]))
        shown.append(nodes.inline("", date[0], classes=[WHOLE]))
        at = date.end()
    if at < len(text):
        shown.append(nodes.Text(text[at:]))
    return shown


def unbroken_html(text: str) -> str:
    """Return *text* as HTML, each of its dates in what does not break."""
    shown = escape(text, quote=False)
    if "-" not in shown:
        return shown
    return BEGUN.sub(rf'<span class="{WHOLE}">\g<0></span>', shown)
