"""The words by which a roadmap is read: over its columns, and for its states.

Each meaning is declared once, with its English names.  The language of a document has
its own names beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.period import Horizon
from sphinx_pmroles.model.roadmap import Field, Health, Status

Meaning = TypeVar("Meaning")
#: English names by what they mean.
Names = Mapping[Meaning, tuple[str, ...]]
#: From what is named, such as "status", and its English names to those of a language.
Translate = Callable[[str, tuple[str, ...]], Iterable[str]]

COLUMN_NAMES: Names[Field] = {
    Field.ID: ("ID", "Key", "Number"),
    Field.ITEM: (
        *("Item", "Title", "Feature", "Initiative", "Epic", "Task"),
        *("Name", "Summary", "Milestone"),
    ),
    Field.WHEN: ("When", "Dates", "Period", "Timeframe"),
    Field.START: ("Start", "From", "Begin", "Start date"),
    Field.END: (
        *("End", "Due", "Date", "Target", "Finish", "To"),
        *("End date", "Due date", "Target date"),
    ),
    Field.HORIZON: ("Horizon", "Bucket"),
    Field.PRODUCT: ("Product",),
    Field.TEAM: ("Team", "Squad"),
    Field.STAGE: ("Stage", "Phase"),
    Field.OWNER: ("Owner", "Lead", "Who"),
    Field.STATUS: ("Status", "State"),
    Field.HEALTH: ("Health", "RAG"),
    Field.PROGRESS: ("Progress", "%", "Percent", "Done", "Complete"),
    Field.CONFIDENCE: ("Confidence",),
    Field.OUTCOME: ("Outcome", "Objective", "Goal", "Theme"),
    Field.DEPENDS_ON: (
        *("Depends on", "After", "Blocked by"),
        *("Depends", "Dependencies", "Needs"),
    ),
    Field.BASELINE: ("Baseline", "Baseline end", "Original"),
    Field.AUDIENCE: ("Audience",),
    Field.LINK: ("Link", "URL"),
    Field.NOTES: ("Notes", "Note", "Comment", "Comments", "Remarks"),
}
STATUS_NAMES: Names[Status] = {
    Status.PLANNED: (
        *("planned", "plan", "to do", "todo", "open", "new", "backlog"),
        *("proposed", "scheduled", "not started", "upcoming"),
    ),
    Status.IN_PROGRESS: (
        *("in progress", "WIP", "started", "doing", "active", "ongoing"),
        *("underway", "in development", "building"),
    ),
    Status.BLOCKED: ("blocked", "waiting", "on hold", "hold", "stuck", "paused"),
    Status.DONE: (
        *("done", "shipped", "released", "launched", "complete", "completed"),
        *("finished", "closed", "delivered", "live"),
    ),
    Status.DROPPED: (
        *("dropped", "cancelled", "canceled", "rejected", "won't do", "wont do"),
        *("abandoned", "removed"),
    ),
}
HEALTH_NAMES: Names[Health] = {
    Health.ON_TRACK: ("on track", "green", "good", "OK", "healthy"),
    Health.AT_RISK: ("at risk", "amber", "yellow", "orange", "risk", "warning"),
    Health.OFF_TRACK: ("off track", "red", "late", "bad", "delayed"),
}
CONFIDENCE_NAMES: Names[str] = {
    "high": ("high",),
    "medium": ("medium",),
    "low": ("low",),
}
HORIZON_NAMES: Names[Horizon | None] = {
    Horizon.NOW: ("now",),
    Horizon.NEXT: ("next",),
    Horizon.LATER: ("later",),
    # Of what nobody knows yet when it will be.
    None: ("TBD", "n/a"),
}
#: What stands between the two ends of a period, as a word.
RANGE_NAMES: Names[str] = {"to": ("to",)}

#: The names of each meaning, by what it is a meaning of.
NAMES: dict[str, Collection[tuple[str, ...]]] = {
    "column": COLUMN_NAMES.values(),
    "status": STATUS_NAMES.values(),
    "health": HEALTH_NAMES.values(),
    "confidence": CONFIDENCE_NAMES.values(),
    "horizon": HORIZON_NAMES.values(),
    "range": RANGE_NAMES.values(),
}

#: What says the same in every language.
_STATUS_GLYPHS = {
    Status.IN_PROGRESS: ("🔄", "🚧"),
    Status.BLOCKED: ("⛔", "🚫"),
    Status.DONE: ("✅", "✔", "✓", "☑"),
    Status.DROPPED: ("❌", "✗", "✘"),
}
_HEALTH_GLYPHS = {
    Health.ON_TRACK: ("🟢",),
    Health.AT_RISK: ("🟡", "🟠", "⚠"),
    Health.OFF_TRACK: ("🔴",),
}

_VARIATION_SELECTORS = re.compile("[\ufe0e\ufe0f]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What words mean, by their keys (:func:`word_key`)."""

    columns: Mapping[str, Field]
    statuses: Mapping[str, Status]
    healths: Mapping[str, Health]
    confidences: Mapping[str, str]
    horizons: Mapping[str, Horizon | None]
    ranges: frozenset[str]

    def with_statuses(self, words: Mapping[str, str]) -> Vocabulary:
        """Return the vocabulary with more words for states, which come first."""
        if not words:
            return self
        added = {word_key(word): Status(state) for word, state in words.items()}
        return replace(self, statuses={**self.statuses, **added})


def word_key(text: str) -> str:
    """Return what a word is known by: its key, or a mark, which has none, itself.

    >>> word_key("In Progress"), word_key("%"), word_key("✔️")
    ('in-progress', '%', '✔')
    """
    return make_key(text) or fold(_VARIATION_SELECTORS.sub("", text))


def make_vocabulary(translate: Translate | None = None) -> Vocabulary:
    """Return the English vocabulary, with the names of a language if one translates.

    Where two languages disagree on a name, English has it, so that a table means the
    same in every handbook.
    """

    def words(
        kind: str, names: Names[Meaning], glyphs: Names[Meaning] | None = None
    ) -> dict[str, Meaning]:
        known = {
            word_key(name): meaning
            for table in (names, glyphs or {})
            for meaning, listed in table.items()
            for name in listed
        }
        for meaning, listed in names.items():
            for name in translate(kind, listed) if translate else ():
                known.setdefault(word_key(name), meaning)
        return known

    return Vocabulary(
        columns=words("column", COLUMN_NAMES),
        statuses=words("status", STATUS_NAMES, _STATUS_GLYPHS),
        healths=words("health", HEALTH_NAMES, _HEALTH_GLYPHS),
        confidences=words("confidence", CONFIDENCE_NAMES),
        horizons=words("horizon", HORIZON_NAMES),
        ranges=frozenset(words("range", RANGE_NAMES)),
    )


ENGLISH = make_vocabulary()
