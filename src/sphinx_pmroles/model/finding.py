"""Findings: what is wrong, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the sources.

    *line* counts from 1, 0 where it is not known.  *file* is given for text that is
    not on the page itself: a data file or an included file, relative to the source
    folder, with ``/`` between its parts.
    """

    docname: str
    line: int = 0
    file: str = ""

    @property
    def leads_to(self) -> tuple[str, ...]:
        """What a link needs to know of it: not the line."""
        return (self.docname,)


@dataclass(frozen=True, slots=True)
class Elsewhere(Place):
    """Where something of another handbook stands: a page of that, and its URL.

    *handbook* is the name that the other handbook has here; *uri* is empty where its
    address is not known.
    """

    handbook: str = ""
    uri: str = ""

    @property
    def leads_to(self) -> tuple[str, ...]:
        """What a link needs to know of it: not the line."""
        return (self.docname, self.handbook, self.uri)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the check that found it, what is wrong and how to mend it.

    *allow* names the checks that the author of the object has switched off for it.
    """

    check: str
    message: str
    place: Place
    allow: tuple[str, ...] = ()
