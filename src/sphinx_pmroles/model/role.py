"""Roles: who takes part."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_pmroles.model.finding import Place

#: What a participant can be; the first is what a role is when its author says nothing.
ROLE_KINDS = ("role", "team", "person", "organisation", "forum")

#: The known sections of a role definition, and the other words for each.
ROLE_SECTIONS: dict[str, tuple[str, ...]] = {
    "Purpose": (),
    "Domains": (),
    "Accountabilities": ("Responsibilities",),
    "Decisions": ("Decision rights", "Authority"),
    "Measures": ("Success measures", "Key measures", "KPIs"),
    "Skills": ("Competencies",),
    "Deliverables": (),
    "Not accountable for": ("Out of scope",),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference in a text: the words from *start* to *end*, and what they name.

    *kind* and *name* are those of the reference; with *is_titled* the words are its
    author's own, and else *name* itself.
    """

    start: int
    end: int
    kind: str
    name: str
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a definition: its known or written name, and its plain text.

    A line of the text is a paragraph or an item of a list: *items* are the numbers of
    the latter, from 0.
    """

    name: str
    text: str
    items: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A role definition.

    *reports_to* and *works_with* are names as their author wrote them; the handbook
    finds the roles that they name.  *source_title* is the title in the sources, if
    another is shown: options and tables name the role by it.
    """

    key: str
    title: str
    anchor: str
    place: Place
    kind: str = ROLE_KINDS[0]
    abbr: str = ""
    aka: tuple[str, ...] = ()
    level: str = ""
    reports_to: str = ""
    works_with: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    allow: tuple[str, ...] = ()
    source_title: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which the role may be called, the key first."""
        names = (self.key, self.title, self.source_title, self.abbr, *self.aka)
        return tuple(name for name in names if name)

    @property
    def purpose(self) -> str:
        """What the role is for, in plain text; empty if its author did not say."""
        return next((s.text for s in self.sections if s.name == "Purpose"), "")
