"""Life cycles: the stages that a product goes through, and the gates between them."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.role import Section

#: The known sections of a stage, and the other words for each.
STAGE_SECTIONS: dict[str, tuple[str, ...]] = {
    "Purpose": (),
    "Entry criteria": (),
    "Deliverables": (),
    "Exit criteria": (),
    "Activities": (),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a life cycle.

    *key* is the stage's own part, unique in its life cycle.  *decided_by* names who
    decides the gate into the stage, as written.
    """

    key: str
    title: str
    anchor: str
    place: Place
    decided_by: str = ""
    sections: tuple[Section, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A life cycle: its stages in order; *current* names the one it is in, if any."""

    key: str
    title: str
    anchor: str
    place: Place
    stages: tuple[Stage, ...]
    current: str = ""
    allow: tuple[str, ...] = ()

    def is_current(self, stage: Stage) -> bool:
        """Return whether *stage* is where the life cycle stands."""
        names = {make_key(stage.key), make_key(stage.title)}
        return bool(self.current) and make_key(self.current) in names
