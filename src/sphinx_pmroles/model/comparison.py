"""Roles side by side: what each says of itself, what it does, and where they meet.

Pure questions to a :class:`~sphinx_pmroles.model.handbook.Handbook`; nothing here knows
how an answer is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sphinx_pmroles.model.handbook import Entry, Handbook, MatrixParts, Part, titled
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.matrix import BLANK, Activity, Cell, Matrix
from sphinx_pmroles.model.meaning import omitted
from sphinx_pmroles.model.overview import LEAST, Comparison
from sphinx_pmroles.model.role import ROLE_SECTIONS, Role, Section
from sphinx_pmroles.model.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and what they refer to, if they do."""

    text: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of several roles: what each says in it, nothing if it has none."""

    name: str
    says: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A role of a comparison, and what the handbook says of it."""

    entry: Entry
    abbr: str
    accountable: tuple[MatrixParts, ...]
    responsible: tuple[MatrixParts, ...]
    gates: tuple[Entry, ...]
    items: tuple[Entry, ...]

    @property
    def short_name(self) -> str:
        """The abbreviation, or the title of a role that has none."""
        abbreviation = titled(self.abbr, self.entry.place) if self.abbr else ""
        return abbreviation or self.entry.title


@dataclass(frozen=True, slots=True)
class Meeting:
    """An activity in which roles meet, and the part of each of them."""

    activity: Entry
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MatrixMeetings:
    """Where roles meet in one matrix."""

    matrix: Entry
    scheme: Scheme
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The answer to a comparison; rows have an entry for each of the *sides*."""

    sides: tuple[Side, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    meetings: tuple[MatrixMeetings, ...] = ()


def side_by_side(handbook: Handbook, comparison: Comparison) -> SideBySide:
    """Return what *comparison* asks; names of nothing are left out."""
    handbook = handbook.together_with(comparison.handbooks)
    found = (handbook.find_role(name) for name in comparison.shown)
    roles = list({role.key: role for role in found if role}.values())
    if not roles:
        return SideBySide()
    shared = list(_shared_matrices(handbook, roles))
    return SideBySide(
        tuple(_side(handbook, role, n, shared) for n, role in enumerate(roles)),
        tuple(_section_rows(handbook, roles)),
        tuple(_meetings(handbook, shared)),
    )


# Sections


def _section_rows(handbook: Handbook, roles: Sequence[Role]) -> Iterator[SectionRow]:
    """Yield the known sections in their order, then the others as they appear."""
    names: dict[str, str] = {}
    for name in (*ROLE_SECTIONS, *(s.name for role in roles for s in role.sections)):
        names.setdefault(fold(name), name)
    for folded, name in names.items():
        says = tuple(
            tuple(
                line
                for section in role.sections
                if fold(section.name) == folded
                for line in _lines(handbook, section)
            )
            for role in roles
        )
        if any(says):
            yield SectionRow(name, says)


def _lines(handbook: Handbook, section: Section) -> Iterator[Line]:
    start = 0
    for number, text in enumerate(section.text.split("\n")):
        if text:
            runs = tuple(_runs(handbook, section, start, start + len(text)))
            yield Line(runs, number in section.items)
        start += len(text) + 1


def _runs(handbook: Handbook, section: Section, start: int, end: int) -> Iterator[Run]:
    """Yield a line of a section in pieces, each reference with what it names."""
    for mention in section.mentions:
        if start <= mention.start < end:
            if mention.start > start:
                yield Run(section.text[start : mention.start])
            words = section.text[mention.start : mention.end]
            entry = handbook.find(Kind(mention.kind), mention.name)
            # As on the role's own page, where a reference by key shows the title.
            if entry and not mention.is_titled and entry.is_keyed(mention.name):
                words = entry.title
            yield Run(words, entry)
            start = mention.end
    if start < end:
        yield Run(section.text[start:end])


# Matrices

#: A matrix, its scheme, and the parts of each role in each activity.
_Shared = tuple[Matrix, Scheme, list[tuple[Activity, tuple[Cell, ...]]]]


def _shared_matrices(handbook: Handbook, roles: Sequence[Role]) -> Iterator[_Shared]:
    """Yield the matrices that name one of the roles, in document order."""
    columns: dict[int, list[list[int]]] = {}
    matrices: dict[int, Matrix] = {}
    for n, role in enumerate(roles):
        for matrix, column in handbook.columns(role):
            # Two matrices of one key are reported, and counted all the same.
            of = columns.setdefault(id(matrix), [[] for _ in roles])
            of[n].append(column)
            matrices[id(matrix)] = matrix
    for matrix in sorted(matrices.values(), key=handbook.position_of):
        parts = [
            (activity, tuple(_joined(activity, own) for own in columns[id(matrix)]))
            for activity in matrix.activities
        ]
        yield matrix, handbook.scheme(matrix), parts


def _joined(activity: Activity, columns: Sequence[int]) -> Cell:
    """Return the cell of a role: two columns of one matrix may name it."""
    cells = [activity.cells[n] for n in columns]
    if not cells[1:]:
        return cells[0] if cells else BLANK
    letters = dict.fromkeys(code for cell in cells for code in cell.letters)
    notes = dict.fromkeys(cell.note for cell in cells if cell.note)
    unread = dict.fromkeys(cell.unread for cell in cells if cell.unread)
    return Cell(tuple(letters), ", ".join(notes), ", ".join(unread))


def _meetings(
    handbook: Handbook, shared: Sequence[_Shared]
) -> Iterator[MatrixMeetings]:
    """Yield the activities in which at least two of the roles take part."""
    for matrix, scheme, parts in shared:
        outside = {letter.code for letter in omitted(scheme)}
        meetings = tuple(
            Meeting(handbook.entry_of(matrix, activity), cells)
            for activity, cells in parts
            if sum(not outside.issuperset(cell.letters) for cell in cells) >= LEAST
        )
        if meetings:
            yield MatrixMeetings(handbook.entry_of(matrix), scheme, meetings)


def _side(handbook: Handbook, role: Role, n: int, shared: Sequence[_Shared]) -> Side:
    involvement = handbook.involvement(role)
    return Side(
        handbook.entry_of(role),
        role.abbr,
        tuple(_parts(handbook, n, shared, lambda scheme: scheme.owner)),
        tuple(_parts(handbook, n, shared, lambda scheme: scheme.at_least_one)),
        involvement.gates,
        involvement.items,
    )


def _parts(
    handbook: Handbook,
    n: int,
    shared: Sequence[_Shared],
    letter: Callable[[Scheme], str | None],
) -> Iterator[MatrixParts]:
    """Yield where role *n* has the letter that means the same in every scheme."""
    for matrix, scheme, activities in shared:
        code = letter(scheme)
        if code is None:
            continue
        word = scheme.word(code)
        parts = tuple(
            Part(code, word, handbook.entry_of(matrix, activity), cells[n].note)
            for activity, cells in activities
            if code in cells[n].letters
        )
        if parts:
            yield MatrixParts(code, word, handbook.entry_of(matrix), parts)
