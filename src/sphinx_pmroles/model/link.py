"""Links that data and options may hold: none that could run in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

#: The schemes of links that may be shown; the blank one is of relative links.
_SCHEMES = frozenset({"", "http", "https", "mailto"})
_DROPPED = re.compile(r"[\s\x00-\x20]")
#: What a text that is no link in its markup must look like to be one all the same.
_LINK = re.compile(
    r"https?://\S+|mailto:\S+|(?:#|/|\.\.?/)\S*|\S+\.(?:html?|md|rst)(?:[?#]\S*)?",
    re.IGNORECASE,
)
#: What a link to a page looks like: its path from here or from the top, a suffix or
#: not, and a place on it.
_PAGE = re.compile(
    r"(?!//)(?P<path>(?P<way>/|\.\.?/)?[^\s?#:]*?)(?P<suffix>\.(?:html?|md|rst))?"
    r"(?:#(?P<anchor>[^\s#]+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page: its path without the suffix, and the place on it.

    A blank path is of the page itself.  One that *may_be_a_file* was written as a page
    of the output, which may be none of ours.
    """

    path: str
    anchor: str = ""
    may_be_a_file: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a link to a page leads: the page, the id of a place on it, its title.

    There is no page of a blank *docname*: *guess* may be the path of the one that is
    meant.  *missing* is a place that the page has not.
    """

    docname: str = ""
    anchor: str = ""
    title: str = ""
    guess: str = ""
    missing: str = ""


class Site(Protocol):
    """All pages, those included that say nothing of the handbook."""

    def find(self, link: PageLink, docname: str) -> Spot:
        """Return where a link on a page leads."""


def page_link(text: str) -> PageLink | None:
    """Return the link to a page that a text is, ``None`` if it is none.

    >>> page_link("../team/roles.md#pm")
    PageLink(path='../team/roles', anchor='pm', may_be_a_file=False)
    >>> [page_link(text) for text in ("v1.2", "a/b", "../map.pdf", "https://e.org")]
    [None, None, None, None]
    """
    match = _PAGE.fullmatch(text)
    if not match:
        return None
    path, suffix, anchor = match["path"], match["suffix"], match["anchor"] or ""
    is_one = suffix or (
        "." not in path.rpartition("/")[2] if match["way"] else anchor and not path
    )
    if not is_one or path.endswith("/"):
        return None
    is_output = bool(suffix) and suffix.lower().startswith(".h")
    return PageLink(unquote(path), unquote(anchor), is_output)


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
