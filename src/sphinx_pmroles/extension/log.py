"""The warnings of the extension: their subtypes, and the one door they go out by."""

from __future__ import annotations

import logging as python_logging
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from docutils.nodes import Node
from sphinx.util import logging
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

if TYPE_CHECKING:
    from sphinx_pmroles.model.finding import Finding, Place

_logger = logging.getLogger(__name__)

#: A node, a path with a line, or a page with a line.
Location = Node | str | tuple[str, int | None]

#: The type of all our warnings; the subtype is a check's name or a :class:`Subtype`.
TYPE = "pmroles"

#: Set for a message of another that says what to do about something of ours.
HINTED = "pmroles_hinted"

#: Where a page's findings wait, while it is read, for the domain to collect them.
FINDINGS = "pmroles_findings"


class Subtype(StrEnum):
    """The warnings that are not findings of a check."""

    means: str

    CONFIG = "config", "A value in `conf.py` is not allowed; the default is used."
    DIRECTIVE = "directive", "An option or a body of a directive cannot be used."
    HANDBOOKS = "handbooks", "Another handbook cannot be had as it is now."
    INVENTORY = "inventory", "`pmroles.json` cannot be written or removed."

    def __new__(cls, name: str, means: str) -> Self:
        """Return the subtype, with what it means."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.means = means
        return member


def warn(subtype: Subtype, message: str, location: Location | None = None) -> None:
    """Issue a warning that is not a finding."""
    _logger.warning(message, type=TYPE, subtype=subtype.value, location=location)


def report(finding: Finding, source_folder: Path) -> None:
    """Issue a finding as a warning at its place."""
    _logger.warning(
        finding.message,
        type=TYPE,
        subtype=finding.check,
        location=location(finding.place, source_folder),
    )


def location(place: Place, source_folder: Path) -> Location:
    """Return *place* as Sphinx's log wants it."""
    if place.file:
        path = source_folder / place.file
        return f"{path}:{place.line}" if place.line else str(path)
    return place.docname, place.line or None


def add_hints() -> None:
    """Have Sphinx's own warnings say what to do, where we know it."""
    for handler in python_logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            # First, before their types are added to them.  Those of other processes
            # come here, too, and each just once.
            handler.filters.insert(0, _Hints())


class _Hints(python_logging.Filter):
    def filter(self, record: python_logging.LogRecord) -> bool:
        """Add to a message what to do; none is left out."""
        from sphinx_pmroles.extension.hints import with_hint

        # Not Sphinx's own getMessage(), which begins with the place.
        message = python_logging.LogRecord.getMessage(record)
        hinted = with_hint(message)
        if hinted != message:
            record.msg, record.args = hinted, ()
            setattr(record, HINTED, True)
        return True
