"""Responsibility matrices: who takes which part in what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.scheme import Letter


class Layout(StrEnum):
    """How the table of a matrix was written: what its rows are.

    Rows are activities and columns participants; or the other way round; or rows are
    activities, columns are letters, and cells name participants.
    """

    ACTIVITIES = "activities"
    PARTICIPANTS = "participants"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Participant:
    """A column of a matrix: the words of its header, a role's name or just a text.

    *texts* has one entry for each of the matrix's ``participant_texts``.
    """

    text: str
    place: Place
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one participant does in one activity.

    *letters* are codes of the matrix's scheme, in the order written; none means
    nobody, and *nobody* is then what was written to say so, such as a dash.  *note* is
    the remark beside the letters.  *unread* holds the text of a cell that could not be
    read: it is shown as written.
    """

    is_repeated: ClassVar = True

    letters: tuple[str, ...] = ()
    note: str = ""
    unread: str = ""
    nobody: str = ""


#: Most cells of most matrices: nobody, no note.
BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of a matrix: something that is done, and each participant's part in it.

    *cells* has one entry a participant, in the participants' order; *texts* has one
    entry a text column.
    """

    key: str
    title: str
    anchor: str
    place: Place
    cells: tuple[Cell, ...]
    group: str = ""
    stage: str = ""
    texts: tuple[str, ...] = ()

    def holders(self, code: str) -> list[int]:
        """Return the positions of the participants that have the letter *code*."""
        return [n for n, cell in enumerate(self.cells) if code in cell.letters]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading that stands before the activity numbered *before*, from 0."""

    title: str
    before: int


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column that holds text, not letters, before the participant *before*.

    The first participant is 0; a column left of the activities has -1.
    """

    title: str
    before: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A responsibility matrix.

    It is activities by participants, whatever the *layout* in which it was written.
    *label_header* is the header over the activities.  *letters* are those of the
    scheme where the matrix has other words for them.  *participant_texts* are the
    titles of what is said of the participants beside their names: a second row of
    headers, or the text columns and groups where rows are participants.
    """

    key: str
    title: str
    anchor: str
    place: Place
    scheme: str
    label_header: str
    participants: tuple[Participant, ...]
    activities: tuple[Activity, ...]
    groups: tuple[Group, ...] = ()
    text_columns: tuple[TextColumn, ...] = ()
    allow: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()
    layout: Layout = Layout.ACTIVITIES
    participant_texts: tuple[str, ...] = ()

    def letters_in_use(self) -> set[str]:
        """Return the codes that stand in at least one cell."""
        return {
            code
            for activity in self.activities
            for cell in activity.cells
            for code in cell.letters
        }
