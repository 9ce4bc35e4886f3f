"""The checks, each declared once: its rule, its defaults, and what its page says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sphinx_pmroles.checks import rules
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Handbook

Rule = Callable[[Handbook], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what it looks for and why.

    A check without a *rule* is made while the text is read.
    """

    name: str
    finds: str
    why: str
    rule: Rule | None = None
    on: bool = True


CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        Check(
            "unreadable-cell",
            "A cell of a matrix that holds no letters of its scheme.",
            "A reader cannot tell who does what, and neither can the other checks.",
        ),
        Check(
            "look-alike-letter",
            "A Cyrillic or Greek letter that only looks like the Latin one.",
            "Searches, spreadsheets and other tools do not take it for the letter.",
        ),
        Check(
            "one-owner",
            "An activity without an owner, or with more than one.",
            "What two people answer for, nobody answers for.",
            rules.one_owner,
        ),
        Check(
            "no-doer",
            "An activity that nobody is to do.",
            "An owner alone does not get the work done.",
            rules.no_doer,
        ),
        Check(
            "duplicate",
            "Two things of one kind with the same id.",
            "A reference can lead to one of them only.",
            rules.duplicate,
        ),
        Check(
            "unknown-reference",
            "A reference, or an option, that names something that is not there.",
            "The reader meets a dead end, and the computed tables lack a line.",
            rules.unknown_reference,
        ),
        Check(
            "unknown-stage",
            "A life cycle whose current stage is none of its stages.",
            "The chart cannot show where the product stands.",
            rules.unknown_stage,
        ),
        Check(
            "unreadable-date",
            "A date or period in no known notation, or one that does not exist.",
            "The item cannot stand on the calendar.",
        ),
        Check(
            "unknown-status",
            "A word for status, health, confidence or progress that is not known.",
            "The item is drawn as if nobody had said how it stands.",
        ),
    )
}


def run_checks(handbook: Handbook, switched: Mapping[str, object]) -> list[Finding]:
    """Return the findings of all checks that are on, in document order.

    *switched* maps names of checks to whether they are on, for those that do not
    keep their default.
    """
    findings = [finding for page in handbook.pages for finding in page.findings]
    for check in CHECKS.values():
        if check.rule and switched.get(check.name, check.on):
            findings.extend(check.rule(handbook))
    wanted = (
        finding
        for finding in findings
        if finding.check not in finding.allow and switched.get(finding.check, True)
    )
    position = {page.docname: n for n, page in enumerate(handbook.pages)}
    return sorted(
        wanted,
        key=lambda f: (
            position.get(f.place.docname, -1),
            f.place.file,
            f.place.line,
            f.check,
            f.message,
        ),
    )
