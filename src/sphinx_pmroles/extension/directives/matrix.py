"""``pm:matrix``: a responsibility matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from docutils.parsers.rst import directives

from sphinx_pmroles.extension.directives.base import text
from sphinx_pmroles.extension.directives.tables import Body, ParsedText, TableDirective
from sphinx_pmroles.extension.nodes import Label, MatrixNode
from sphinx_pmroles.model.handbook import Kind
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.matrix import Layout, Matrix
from sphinx_pmroles.model.scheme import RACI, Scheme, scheme_names
from sphinx_pmroles.reading.matrix import MatrixReading, Slot, read_matrix
from sphinx_pmroles.reading.tables import Table


def layout_option(argument: str) -> Layout:
    """Return one of the layouts of a matrix."""
    return Layout(directives.choice(argument, tuple(Layout)))


class MatrixDirective(TableDirective):
    """Wrap a table of letters: who is responsible, accountable, consulted, informed."""

    kind = Kind.MATRIX
    option_spec: ClassVar = {
        **TableDirective.option_spec,
        "scheme": text,
        "show": layout_option,
    }

    label_header = "Activity"
    starts_with = "| Activity | PM | …"

    def make_node(self, table: Table, body: Body, title: Label) -> MatrixNode:
        """Return the matrix that *table* says."""
        reading = read_matrix(
            table,
            self._scheme(),
            key=self.make_key(title.astext()),
            title=title.astext(),
            place=self.table_place(),
            allow=self.allow,
        )
        self.note_findings(reading.findings)
        if not reading.matrix.letters_in_use():
            self.warn(
                "no cell of the table holds a letter of the scheme "
                f"{reading.matrix.scheme!r}: it is shown as it stands"
            )
        matrix = self._anchored(reading.matrix)
        node = MatrixNode.with_record(
            matrix, title, *self._labels(matrix, reading, body)
        )
        self.settle(node, matrix.anchor)
        if "show" in self.options:
            node["show"] = self.options["show"].value
        return node

    def _scheme(self) -> Scheme:
        schemes = scheme_names()
        name = self.options.get("scheme", RACI.name)
        if make_key(name) not in schemes:
            self.warn(
                f":scheme: {name!r} is not known; the schemes are "
                f"{', '.join(schemes)}; {RACI.name} is used"
            )
        return schemes.get(make_key(name), RACI)

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
        """Return the labels of all texts of the matrix, plain or marked up."""
        texts = {
            slot: ParsedText([], text, line) for slot, text, line in _texts(matrix)
        }
        for slot, number in reading.labels.items():
            texts[slot] = body.texts[number].without_start(reading.letters.get(slot, 0))
        return [
            self.text_label(text, (slot.part, slot.row, slot.column))
            for slot, text in texts.items()
            if text.children or text.source
        ]


def _texts(matrix: Matrix) -> list[tuple[Slot, str, int]]:
    """Return the texts of a matrix with their slots and lines; blank ones are none."""
    line = matrix.place.line
    texts = [(Slot("header"), matrix.label_header, line)]
    for n, participant in enumerate(matrix.participants):
        texts.append(
            (Slot("participant", column=n), participant.text, participant.place.line)
        )
    for n, column in enumerate(matrix.text_columns):
        texts.append((Slot("text header", column=n), column.title, line))
    for n, group in enumerate(matrix.groups):
        texts.append((Slot("group", row=n), group.title, line))
    for row, activity in enumerate(matrix.activities):
        texts.append((Slot("activity", row=row), activity.title, activity.place.line))
        for n, words in enumerate(activity.texts):
            texts.append((Slot("text", row, n), words, activity.place.line))
    return [entry for entry in texts if entry[1]]
