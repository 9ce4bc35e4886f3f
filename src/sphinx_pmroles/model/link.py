"""Links that data and options may hold: none that could run in a browser."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: The schemes of links that may be shown; the blank one is of relative links.
_SCHEMES = frozenset({"", "http", "https", "mailto"})
_DROPPED = re.compile(r"[\s\x00-\x20]")
#: What a text that is no link in its markup must look like to be one all the same.
_LINK = re.compile(
    r"https?://\S+|mailto:\S+|(?:#|/|\.\.?/)\S*|\S+\.html?(?:[?#]\S*)?", re.IGNORECASE
)


def is_safe(uri: str) -> bool:
    """Return whether a link leads to the web, to mail or to a page.

    >>> is_safe("a.html#b"), is_safe("https://example.org"), is_safe("javascript:x")
    (True, True, False)
    """
    # Browsers drop white space and controls before they look for the scheme.
    try:
        return urlsplit(_DROPPED.sub("", uri)).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def is_link(text: str) -> bool:
    """Return whether a text is a safe link; a mere name, such as v1.2, is none.

    >>> [is_link(text) for text in ("https://example.org", "#here", "v1.2", "a/b")]
    [True, True, False, False]
    """
    return _LINK.fullmatch(text) is not None and is_safe(text)


def is_absolute(uri: str) -> bool:
    """Return whether a safe link leads to the same place from wherever it stands."""
    return bool(urlsplit(uri).scheme)


def is_refused(text: str) -> bool:
    """Return whether a text is written as a link, and must not be one.

    >>> [is_refused(text) for text in ("javascript:x", "T-12", "see https://e.org")]
    [True, False, False]
    """
    return len(text.split()) == 1 and not is_safe(text)
