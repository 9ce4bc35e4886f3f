"""Links that data and options may hold: none that could run in a browser."""

from __future__ import annotations

from urllib.parse import urlsplit

#: The schemes of links that may be shown; the blank one is of relative links.
_SCHEMES = frozenset({"", "http", "https", "mailto"})


def is_safe(uri: str) -> bool:
    """Return whether a link leads to the web, to mail or to a page."""
    try:
        return urlsplit(uri).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def is_link(text: str) -> bool:
    """Return whether a text is a safe link; a mere name, such as T-12, is none."""
    is_name = not any(mark in text for mark in "/.#:")
    return not is_name and len(text.split()) == 1 and is_safe(text)
