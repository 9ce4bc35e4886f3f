"""Life cycles: the stages that a product goes through, and the gates between them."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.role import Section

_PURPOSE: dict[str, tuple[str, ...]] = {"Purpose": ("Goal", "Objective", "Aim")}

#: The known section of a life cycle, and the other words for it.
LIFECYCLE_SECTIONS = _PURPOSE

#: The known sections of a stage, and the other words for each.
STAGE_SECTIONS: dict[str, tuple[str, ...]] = {
    **_PURPOSE,
    "Entry criteria": ("Entry gate", "Entrance criteria", "Entry conditions"),
    "Deliverables": ("Outputs", "Artefacts", "Artifacts"),
    "Exit criteria": ("Exit gate", "Exit conditions", "Definition of done"),
    "Activities": ("Tasks", "Work"),
}


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of a task list: how many are met, of how many."""

    met: int
    total: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a life cycle.

    *key* is the stage's own part, unique in its life cycle.  *decided_by* names who
    decides the gate into the stage, as written.  *entry* and *exit* count the criteria
    that are task lists.  *source_title* is the title in the sources, if another
    is shown.
    """

    key: str
    title: str
    anchor: str
    place: Place
    decided_by: str = ""
    sections: tuple[Section, ...] = ()
    entry: Criteria | None = None
    exit: Criteria | None = None
    allow: tuple[str, ...] = ()
    source_title: str = ""

    @property
    def purpose(self) -> str:
        """What the stage is for, in plain text; empty if its author did not say."""
        return next((s.text for s in self.sections if s.name == "Purpose"), "")

    @property
    def has_gate(self) -> bool:
        """Whether anything stands between this stage and the one before."""
        return bool(self.decided_by) or any(
            section.name == "Entry criteria" for section in self.sections
        )


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A life cycle: its stages in order; *current* names the one it is in, if any.

    *source_title* is the title in the sources, if another is shown.
    """

    key: str
    title: str
    anchor: str
    place: Place
    stages: tuple[Stage, ...]
    current: str = ""
    purpose: str = ""
    allow: tuple[str, ...] = ()
    source_title: str = ""

    def named(self, name: str) -> tuple[Stage, ...]:
        """Return the stages that *name* names: by key, else by title.

        More than one answer means that the name is ambiguous.
        """
        wanted, made = fold(name), make_key(name)
        by_key = [s for s in self.stages if wanted in self._keys(s)]
        by_title = [
            s for s in self.stages if wanted in map(fold, (s.title, s.source_title))
        ]
        # An untranslated title still leads to the key that was made of it.
        by_made_key = [s for s in self.stages if made and made == make_key(s.key)]
        return tuple(by_key[:1] or by_title or by_made_key[:1])

    def _keys(self, stage: Stage) -> tuple[str, str]:
        return fold(stage.key), fold(f"{self.key}/{stage.key}")

    @property
    def current_stage(self) -> Stage | None:
        """The stage that it is in, ``None`` if none or several are named."""
        found = self.named(self.current)
        return found[0] if len(found) == 1 else None
