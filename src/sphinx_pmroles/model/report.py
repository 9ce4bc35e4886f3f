"""Reports: what a page asks of the whole handbook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sphinx_pmroles.model.finding import Place


class ReportKind(StrEnum):
    """The questions that a report answers."""

    LOAD = "load"
    GAPS = "gaps"
    COMMUNICATION = "communication"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Report:
    """A report, and what it is limited to: nothing given, nothing left out.

    *roles*, *matrices* and *stage* are names as their author wrote them, and so are
    *handbooks*: those of other handbooks that the report is about, too.
    """

    kind: ReportKind
    anchor: str
    place: Place
    roles: tuple[str, ...] = ()
    matrices: tuple[str, ...] = ()
    stage: str = ""
    handbooks: tuple[str, ...] = ()
