"""The records of what changed between two inventories, and of what they name.

:mod:`.changes` finds them, :mod:`.phrases` has the words in which they are said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from sphinx_pmroles.model.kind import Kind


class Sort(Enum):
    """What the words of a :class:`Named` are, and so what becomes of them."""

    THING = auto()
    """The title of something that the handbook defines: may be a link."""
    TEXT = auto()
    """Words of an author: stay as they are."""
    WORD = auto()
    """A word of ours, such as a status: may be translated."""
    SECTION = auto()
    """The name of a section: if it is a known one, it may be translated."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a change names, by the words that people know it by.

    *kind* and *key* are those of a thing: the key of a part follows its whole's and a
    slash.
    """

    words: str
    sort: Sort = Sort.TEXT
    kind: Kind | None = None
    key: str = ""


class What(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    """From *before* to *after*, its titles."""
    MOVED = "moved"
    """An item: from the roadmap *before* to that of *after*."""
    REORDERED = "reordered"
    """A life cycle: its stages, from the order *before* to that of *after*."""
    CHANGED = "changed"
    """The property *name*; where *before* or *after* is empty, it had, or has, none."""
    REWORDED = "reworded"
    """The section *name*; a text that is empty was not there, or is no more."""
    SLIPPED = "slipped"
    """An item: later by *days*, if both are days; else from one period to another."""
    BROUGHT_FORWARD = "brought forward"
    """An item: earlier by *days*, which is then negative."""
    FINISHED = "finished"
    """An item: its status *after* is done."""
    DROPPED = "dropped"
    """An item: its status *after* is dropped."""
    PARTICIPANT_ADDED = "participant added"
    """A matrix: those in *after* have a column now."""
    PARTICIPANT_REMOVED = "participant removed"
    """A matrix: those in *before* had one."""
    PARTICIPANT_RENAMED = "participant renamed"
    """A matrix: a column that names no role is called otherwise."""
    LETTER_DEFINED = "letter defined"
    """A matrix: the letter *name* stood for *before*, and stands for *after*."""
    LETTER_MOVED = "letter moved"
    """An activity: the letter *name* from one participant to another."""
    LETTER_GIVEN = "letter given"
    """An activity: the letter *name* to those in *after*."""
    LETTER_TAKEN = "letter taken"
    """An activity: the letter *name* from those in *before*."""
    NOTE = "note"
    """An activity: the note beside the letters of the participant *name*."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed in one way.

    *old* is the thing as it was and *new* as it is, if it was, or is.  *inside* is the
    matrix, life cycle or roadmap that a part is in, as it is, or was if it went too.
    *is_guess* says of a rename that it was found by likeness and not by an id.
    """

    what: What
    kind: Kind
    old: Named | None
    new: Named | None
    inside: Named | None = None
    name: Named | None = None
    before: tuple[Named, ...] = ()
    after: tuple[Named, ...] = ()
    days: int | None = None
    is_guess: bool = False

    @property
    def thing(self) -> Named:
        """The thing as it is now; as it was, if it is no more."""
        thing = self.new or self.old
        assert thing is not None
        return thing


@dataclass(frozen=True, slots=True)
class Version:
    """Which handbook, and which version of it, an inventory is of."""

    project: str
    release: str


#: The kinds of wholes in the order in which their changes come, and their parts.
PARTS = {
    Kind.ROLE: None,
    Kind.MATRIX: Kind.ACTIVITY,
    Kind.LIFECYCLE: Kind.STAGE,
    Kind.PRODUCT: None,
    Kind.ROADMAP: Kind.ITEM,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed between two versions; of an unchanged handbook, nothing.

    Those of one kind are together, those of a part with those of its whole, in the
    order of the newer handbook; what was removed comes last.
    """

    old: Version
    new: Version
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def by_kind(self) -> Iterator[tuple[Kind, dict[Named, list[Change]]]]:
        """Yield each kind of whole that has changes, with these by what they are of.

        The changes of parts are with those of their whole.
        """
        for kind, part in PARTS.items():
            groups: dict[Named, list[Change]] = {}
            for change in self.changes:
                if change.kind in (kind, part):
                    whole = change.inside or change.thing
                    groups.setdefault(whole, []).append(change)
            if groups:
                yield kind, groups
