"""``pm:matrix``: a responsibility matrix."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.directives.base import names, text
from sphinx_pmroles.extension.directives.tables import Body, ParsedText, TableDirective
from sphinx_pmroles.extension.nodes import Label, MatrixNode
from sphinx_pmroles.extension.words import known_headers
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.matrix import Layout, Matrix
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.scheme import RACI, Scheme, scheme_names, schemes_of
from sphinx_pmroles.reading.cells import reader_of
from sphinx_pmroles.reading.layouts import is_legend
from sphinx_pmroles.reading.matrix import MatrixReading, Slot, read_matrix
from sphinx_pmroles.reading.tables import Table


class MatrixDirective(TableDirective):
    """Wrap a table of letters: who is responsible, accountable, consulted, informed."""

    kind = Kind.MATRIX
    option_spec: ClassVar = {
        **TableDirective.option_spec,
        "scheme": text,
        "layout": text,
        "letters": names,
        "show": text,
    }

    label_header = "Activity"
    starts_with = "| Activity | PM | …"
    joins_tables = True

    def make_node(self, table: Table, body: Body, title: Label) -> MatrixNode:
        """Return the matrix that *table* says."""
        scheme = self._renamed(self._scheme)
        reading = read_matrix(
            body.parts or table,
            _as_read(scheme),
            key=self.make_key(title.astext()),
            title=title.astext(),
            place=self.table_place(),
            allow=self.allow,
            layout=self._layout("layout"),
            headers=known_headers(),
            hides=self.hider,
        )
        if scheme is not self._scheme:
            reading.matrix = replace(reading.matrix, letters=scheme.letters)
        self.note_findings(reading.findings)
        hides_letters = self._is_screened or reading.is_withheld
        if not (reading.matrix.letters_in_use() or hides_letters):
            self.warn(
                "no cell of the table holds a letter of the scheme "
                f"{quoted(reading.matrix.scheme)}: it is shown as it stands"
            )
        self._check_participants(reading.matrix)
        matrix = self._anchored(reading.matrix)
        node = MatrixNode.with_record(
            matrix, title, *self._labels(matrix, reading, body)
        )
        self.settle(node, matrix.anchor)
        show = self._layout("show")
        if show:
            node["show"] = show.value
        return node

    def _check_participants(self, matrix: Matrix) -> None:
        """Say that the first row, which is taken for the header, is an activity."""
        texts = [participant.text for participant in matrix.participants]
        # One letter alone may be the abbreviation of a role.
        if not any("/" in written for written in texts):
            return
        read = reader_of(_as_read(self._scheme))
        if all(read(written).cell.letters for written in texts):
            self.warn(
                f"the header row holds letters, {listed(texts)}, and not who has them: "
                f"write a header row above it ({self.starts_with})"
            )

    def belongs(self, table: Table) -> bool:
        """Return whether a table is a part of the matrix: it is no legend."""
        return not is_legend(table, _as_read(self._scheme))

    @cached_property
    def _scheme(self) -> Scheme:
        configured = Settings.of(self.config).schemes
        schemes = scheme_names(schemes_of(configured)) if configured else scheme_names()
        name = self.options.get("scheme", RACI.name)
        if make_key(name) not in schemes:
            fault = f":scheme: {quoted(name)} is not known, {quoted(RACI.name)} is used"
            self.warn_of(fault, name, {known: quoted(known) for known in schemes})
        return schemes.get(make_key(name), RACI)

    def _renamed(self, scheme: Scheme) -> Scheme:
        """Return the scheme with the words of ``:letters:``."""
        words: dict[str, str] = {}
        for written in self.options.get("letters", ()):
            code, _, word = (part.strip() for part in written.partition("="))
            if code.upper() in scheme.codes and word:
                words[code.upper()] = word
                continue
            fault = (
                f":letters: {quoted(written)} renames no letter of "
                f"{quoted(scheme.name)}"
            )
            known = {
                fold(let.word): quoted(f"{let.code}={word or let.word}")
                for let in scheme.letters
            }
            self.warn_of(fault, code, known)
        return scheme.renamed(words) if words else scheme

    def _layout(self, option: str) -> Layout | None:
        """Return the layout that an option says, ``None`` where it says none."""
        written = self.options.get(option)
        if written is None:
            return None
        if written.lower() not in tuple(Layout):
            fault = f":{option}: {quoted(written)} is not known and left out"
            self.warn_of(fault, written, {name: quoted(name.value) for name in Layout})
            return None
        return Layout(written.lower())

    def _anchored(self, matrix: Matrix) -> Matrix:
        return replace(
            matrix,
            anchor=self.make_anchor(matrix.key),
            place=self.place(),
            activities=tuple(
                replace(
                    activity,
                    anchor=self.make_anchor(
                        matrix.key, activity.key, kind=Kind.ACTIVITY
                    ),
                )
                for activity in matrix.activities
            ),
        )

    def _labels(
        self, matrix: Matrix, reading: MatrixReading, body: Body
    ) -> list[Label]:
        """Return the labels of the texts of the matrix that have to be nodes."""
        texts = {
            slot: ParsedText([], text, line)
            for slot, text, line in _texts(matrix, reading)
            if self.is_node(text) or slot in reading.labels
        }
        used: set[tuple[int, tuple[int, int | None] | None]] = set()
        for slot, number in reading.labels.items():
            text = body.texts[number]
            span = reading.spans.get(slot)
            # A merged cell is shown in several places.
            if (number, span) in used:
                text = text.once_more()
            used.add((number, span))
            if span and span != (0, None):
                text = text.part(*span, marks=slot.part == "cell")
            texts[slot] = text
        return [
            self.text_label(text, (slot.part, slot.row, slot.column))
            for slot, text in texts.items()
            if text.children or text.source
        ]


def _as_read(scheme: Scheme) -> Scheme:
    """Return the scheme with its words in the language of the document, too."""
    return scheme.also_read({let.code: _(let.word) for let in scheme.letters})


def _texts(matrix: Matrix, reading: MatrixReading) -> list[tuple[Slot, str, int]]:
    """Return the texts of a matrix with their slots and lines; blank ones are none."""
    line = reading.header_line
    texts = [(Slot("header"), matrix.label_header, line)]
    for n, participant in enumerate(matrix.participants):
        texts.append(
            (Slot("participant", column=n), participant.text, participant.place.line)
        )
        for k, words in enumerate(participant.texts):
            below = participant.place.line
            texts.append((Slot("participant text", n, k), words, below))
    for n, header in enumerate(matrix.participant_texts):
        texts.append((Slot("participant text header", column=n), header, line))
    for n, column in enumerate(matrix.text_columns):
        texts.append((Slot("text header", column=n), column.title, line))
    for n, group in enumerate(matrix.groups):
        slot = Slot("group", row=n)
        texts.append((slot, group.title, reading.lines.get(slot, line)))
    for row, activity in enumerate(matrix.activities):
        texts.append((Slot("activity", row=row), activity.title, activity.place.line))
        for n, words in enumerate(activity.texts):
            texts.append((Slot("text", row, n), words, activity.place.line))
        for n, cell in enumerate(activity.cells):
            # For who translates it; with markup the cell has a label of its own.
            if cell.letters and Slot("cell", row, n) not in reading.labels:
                texts.append((Slot("note", row, n), cell.note, activity.place.line))
    return [entry for entry in texts if entry[1]]
