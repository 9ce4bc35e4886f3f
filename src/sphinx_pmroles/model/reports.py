"""What the matrices add up to: who carries how much, who decides, who is told.

Pure questions to a :class:`~sphinx_pmroles.model.handbook.Handbook`; nothing here knows
how an answer is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Entry, Handbook
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.matrix import Activity, Matrix
from sphinx_pmroles.model.meaning import Meaning, consulted, informed, meanings
from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.model.named import known_participants
from sphinx_pmroles.model.report import Report, ReportKind
from sphinx_pmroles.model.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Who:
    """A participant: the defined role, or the words of a header that names none."""

    key: str
    name: str
    role: Entry | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is limited to, found; an empty part limits nothing."""

    roles: tuple[Who, ...] = ()
    matrices: tuple[Entry, ...] = ()
    stages: tuple[Entry, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names by which a reader is told."""
        named = [entry.title for entry in (*self.matrices, *self.stages)]
        return [*named, *(who.name for who in self.roles)]


@dataclass(frozen=True, slots=True)
class CountedLetter:
    """A letter that is counted: of two schemes, one code may stand for two words.

    One of the same code and word is the same letter, and means what it does where it
    is met first.
    """

    code: str
    word: str
    meaning: Meaning = field(default=Meaning.CONSULTED, compare=False)


@dataclass(frozen=True, slots=True)
class Burden:
    """What one participant carries: a count for each letter, their sum and its share.

    *share* is of all the letters that the report counts, from 0 to 1.
    """

    who: Who
    counts: tuple[int, ...]
    total: int
    share: float


@dataclass(frozen=True, slots=True)
class Load:
    """Who carries how much: the heaviest first, then by name."""

    letters: tuple[CountedLetter, ...]
    rows: tuple[Burden, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding, and what it is about, if that can be told from its place."""

    finding: Finding
    about: Entry | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """The findings, those of one check together."""

    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody who is asked before an activity, or told after it.

    *by* are those who have to ask or to tell: the owner, and those who do the work.
    """

    who: Who
    is_before: bool
    word: str
    activity: Entry
    matrix: Entry
    by: tuple[Who, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The communication plan: the messages, those to one participant together."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Someone who decides: an activity by a letter, or the gate into a stage.

    *word* is that of the letter, empty for a gate; *inside* is the matrix or the life
    cycle.
    """

    who: Who
    what: Entry
    inside: Entry
    word: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The register of decisions: those of one participant together."""

    decisions: tuple[Decision, ...]


Answer = Load | Gaps | Plan | Decisions


def answer(
    handbook: Handbook, report: Report, findings: Sequence[Finding] = ()
) -> Answer:
    """Return what *report* asks; *findings* are those of all checks that are on."""
    if report.kind is not ReportKind.GAPS:
        # The gaps are our own: nobody here can mend those of others.
        handbook = handbook.together_with(report.handbooks)
    match report.kind:
        case ReportKind.LOAD:
            return load(handbook, report)
        case ReportKind.GAPS:
            return gaps(handbook, report, findings)
        case ReportKind.COMMUNICATION:
            return communication(handbook, report)
        case ReportKind.DECISIONS:
            return decisions(handbook, report)


def is_empty(answer: Answer) -> bool:
    """Return whether there is nothing to show."""
    match answer:
        case Load(rows=found) | Gaps(gaps=found):
            return not found
        case Plan(messages=found) | Decisions(decisions=found):
            return not found


# What a report is limited to


def scope(handbook: Handbook, report: Report) -> Scope:
    """Return what the names in *report* name; unknown names are left out."""
    handbook = handbook.together_with(report.handbooks)
    question = _Question(handbook, report)
    stage = handbook.find(Kind.STAGE, report.stage) if report.stage else None
    known = known_participants(handbook)
    roles = (question.who(name) for name in report.roles)
    matrices = (handbook.find(Kind.MATRIX, name) for name in report.matrices)
    return Scope(
        tuple(
            who if who.role else question.who(known[who.key])
            for who in roles
            if who.role or who.key in known
        ),
        tuple(entry for entry in matrices if entry),
        (stage,) if stage else (),
    )


class _Question:
    """A report with its names looked up, once."""

    def __init__(self, handbook: Handbook, report: Report) -> None:
        self.handbook = handbook
        self.report = report
        self._people: dict[str, Who] = {}
        self._roles = {self.who(name).key for name in report.roles}
        found = (handbook.find(Kind.MATRIX, name) for name in report.matrices)
        self._matrices = {entry.key for entry in found if entry}
        stage = handbook.find(Kind.STAGE, report.stage) if report.stage else None
        self._stage = stage.key if stage else ""

    def who(self, text: str) -> Who:
        """Return the participant that *text* names."""
        if text not in self._people:
            role = self.handbook.find(Kind.ROLE, text)
            key = role.key if role else make_key(text)
            name = role.title if role else text
            self._people[text] = Who(key, name, role)
        return self._people[text]

    def asks_for(self, who: Who) -> bool:
        """Return whether the report is about *who*."""
        return not self.report.roles or who.key in self._roles

    def matrices(self) -> list[tuple[Matrix, Entry]]:
        """Return the matrices that the report is about; each key once."""
        entries = {entry.key: entry for entry in self.handbook.entries_of(Kind.MATRIX)}
        return [
            (matrix, entries[matrix.key])
            for matrix in self.handbook.matrices
            if not self.report.matrices or matrix.key in self._matrices
        ]

    def activities(self, matrix: Matrix) -> Iterator[Activity]:
        """Yield the activities of *matrix* that the report is about."""
        for activity in matrix.activities:
            stage = self.handbook.stage_of(activity)
            if not self.report.stage or (stage and stage.key == self._stage):
                yield activity

    def asks_for_gate(self, stage: Entry) -> bool:
        """Return whether the report is about the gate into *stage*.

        A gate is in no matrix: where one is asked for, gates are not.
        """
        if self.report.matrices:
            return False
        return not self.report.stage or stage.key == self._stage

    def ranks(self, people: Iterable[Who]) -> dict[str, int]:
        """Return the ranks of participants: roles as defined, then as they appear."""
        keys = dict.fromkeys(who.key for who in people)
        roles = dict.fromkeys(
            entry.key for entry in self.handbook.entries_of(Kind.ROLE)
        )
        defined = [key for key in roles if key in keys]
        order = dict.fromkeys([*defined, *keys])
        return {key: rank for rank, key in enumerate(order)}


# Load


def load(handbook: Handbook, report: Report) -> Load:
    """Return how many of each letter each participant has."""
    question = _Question(handbook, report)
    counts: dict[str, dict[CountedLetter, int]] = {}
    people: dict[str, Who] = {}
    letters: dict[CountedLetter, bool] = {}
    for matrix, _entry in question.matrices():
        scheme = handbook.scheme(matrix)
        meaning = meanings(scheme)
        counted = {
            x.code: CountedLetter(x.code, x.word, meaning[x.code])
            for x in scheme.letters
        }
        for letter in counted.values():
            letters.setdefault(letter, False)
        columns = [question.who(person.text) for person in matrix.participants]
        for who in columns:
            people.setdefault(who.key, who)
            counts.setdefault(who.key, {})
        for activity in question.activities(matrix):
            for who, cell in zip(columns, activity.cells, strict=False):
                for code in cell.letters:
                    letter = counted.get(code, CountedLetter(code, code))
                    letters[letter] = True
                    of = counts[who.key]
                    of[letter] = of.get(letter, 0) + 1
    used = tuple(letter for letter, is_used in letters.items() if is_used)
    everything = sum(sum(of.values()) for of in counts.values())
    rows = [
        Burden(
            who,
            tuple(counts[who.key].get(letter, 0) for letter in used),
            total := sum(counts[who.key].values()),
            total / everything if everything else 0.0,
        )
        for who in people.values()
        if question.asks_for(who)
    ]
    rows.sort(key=lambda row: (-row.total, fold(row.who.name), row.who.key))
    return Load(used, tuple(rows) if used else ())


# Gaps


def gaps(handbook: Handbook, report: Report, findings: Sequence[Finding]) -> Gaps:
    """Return the findings, by check in the order in which the checks first strike."""
    finder = _Finder(handbook)
    question = _Question(handbook, report)
    asked = {entry.key for _matrix, entry in question.matrices()}
    found = []
    for finding in findings:
        about = finder.about(finding)
        is_limited = report.roles or report.matrices or report.stage
        if not is_limited or (about and _concerns(question, about, asked)):
            found.append(Gap(finding, about))
    order = list(dict.fromkeys(gap.finding.check for gap in found))
    found.sort(key=lambda gap: order.index(gap.finding.check))
    return Gaps(tuple(found))


def _concerns(question: _Question, about: Entry, matrices: set[str]) -> bool:
    """Return whether a report with limits is about something that has a finding."""
    report, handbook = question.report, question.handbook
    if report.matrices:
        inside = {about.key, about.key.rpartition("/")[0]}
        if about.kind not in (Kind.MATRIX, Kind.ACTIVITY) or not inside & matrices:
            return False
    activity, matrix = handbook.activity(about) or (None, None)
    if report.stage:
        stage = handbook.stage_of(activity) if activity else None
        keys = {entry.key for entry in (stage, about) if entry}
        wanted = handbook.find(Kind.STAGE, report.stage)
        if not wanted or wanted.key not in keys:
            return False
    if report.roles and about.kind is Kind.ROLE:
        return question.asks_for(Who(about.key, about.title))
    if report.roles and activity and matrix:
        return any(
            cell.letters and question.asks_for(question.who(person.text))
            for person, cell in zip(matrix.participants, activity.cells, strict=False)
        )
    return not report.roles


class _Finder:
    """Finds what stands at a place: the entries of each file by their lines."""

    def __init__(self, handbook: Handbook) -> None:
        by_file: dict[tuple[str, str], dict[int, list[Entry]]] = {}
        for entries in handbook.entries.values():
            for entry in entries:
                if entry.place.line > 0:
                    where = (entry.place.docname, entry.place.file)
                    lines = by_file.setdefault(where, {})
                    lines.setdefault(entry.place.line, []).append(entry)
        # A file may define thousands of things, and have a finding on each.
        self._by_file = {
            where: (sorted(lines), lines) for where, lines in by_file.items()
        }
        # What defines nothing: a finding there is not about what stands above.
        self._showing = {
            place
            for page in handbook.pages
            for place in (
                *(report.place for report in page.reports),
                *(comparison.place for comparison in page.comparisons),
            )
        }

    def about(self, finding: Finding) -> Entry | None:
        """Return what stands at a finding's place, or last before it."""
        place = finding.place
        if not place.line or place in self._showing:
            return None
        starts, on_line = self._by_file.get((place.docname, place.file), ([], {}))
        before = bisect_right(starts, place.line)
        there = on_line[starts[before - 1]] if before else []
        # A matrix and its first row may stand on one line: the message says which.
        named = [
            entry
            for entry in there
            if any(quoted(name) in finding.message for name in (entry.title, entry.key))
        ]
        return next(iter(named or there), None)


# Communication


def communication(handbook: Handbook, report: Report) -> Plan:
    """Return who is asked before and told after what, and by whom."""
    question = _Question(handbook, report)
    messages = []
    for matrix, matrix_entry in question.matrices():
        scheme = handbook.scheme(matrix)
        before = {letter.code for letter in consulted(scheme)}
        after = {letter.code for letter in informed(scheme)}
        people = [question.who(person.text) for person in matrix.participants]
        for activity in question.activities(matrix):
            by = _owner_and_doers(scheme, activity, people)
            entry = handbook.entry_of(matrix, activity)
            for who, cell in zip(people, activity.cells, strict=False):
                if not question.asks_for(who):
                    continue
                messages += [
                    Message(
                        who,
                        code in before,
                        scheme.word(code),
                        entry,
                        matrix_entry,
                        tuple(x for x in by if x.key != who.key),
                        cell.note,
                    )
                    for code in cell.letters
                    if code in before or code in after
                ]
    rank = question.ranks(message.who for message in messages)
    messages.sort(key=lambda m: (rank[m.who.key], not m.is_before))
    return Plan(tuple(messages))


def _owner_and_doers(
    scheme: Scheme, activity: Activity, people: list[Who]
) -> tuple[Who, ...]:
    positions = list(activity.holders(scheme.owner))
    if scheme.at_least_one:
        positions += activity.holders(scheme.at_least_one)
    by = {people[n].key: people[n] for n in positions}
    return tuple(by.values())


# Decisions


def decisions(handbook: Handbook, report: Report) -> Decisions:
    """Return who decides what: the activities owned, and the gates."""
    question = _Question(handbook, report)
    found = []
    for matrix, matrix_entry in question.matrices():
        scheme = handbook.scheme(matrix)
        for activity in question.activities(matrix):
            for n in activity.holders(scheme.owner):
                who = question.who(matrix.participants[n].text)
                entry = handbook.entry_of(matrix, activity)
                word, note = scheme.word(scheme.owner), activity.cells[n].note
                found.append(Decision(who, entry, matrix_entry, word, note))
    for cycle in handbook.lifecycles:
        for stage in cycle.stages:
            gate, inside = handbook.entry_of(cycle, stage), handbook.entry_of(cycle)
            if stage.decided_by and question.asks_for_gate(gate):
                who = question.who(stage.decided_by)
                found.append(Decision(who, gate, inside))
    found = [decision for decision in found if question.asks_for(decision.who)]
    rank = question.ranks(decision.who for decision in found)
    found.sort(key=lambda decision: rank[decision.who.key])
    return Decisions(tuple(found))
