"""Roles side by side, and where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from docutils import nodes

from sphinx_pmroles.extension.nodes import ComparisonNode, Label, TableNode
from sphinx_pmroles.extension.table import (
    Cell,
    ShownLetter,
    Table,
    TableColumn,
    TableRow,
)
from sphinx_pmroles.extension.views.letters import shown_letters
from sphinx_pmroles.extension.views.references import reference
from sphinx_pmroles.extension.words import section_title
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.comparison import (
    Line,
    MatrixMeetings,
    Side,
    SideBySide,
    side_by_side,
)
from sphinx_pmroles.model.handbook import Entry, Handbook, MatrixParts
from sphinx_pmroles.model.overview import LEAST
from sphinx_pmroles.model.role import ROLE_SECTIONS


def show_comparison(handbook: Handbook, node: ComparisonNode) -> list[nodes.Element]:
    """Return the roles of a comparison side by side, and where they meet."""
    record = node.record
    answer = side_by_side(handbook, record)
    docname = record.place.docname
    sides = SidesView(docname, answer).show()
    sides["ids"], sides["names"] = list(node["ids"]), list(node["names"])
    shown = [sides]
    if len(answer.sides) >= LEAST:
        meetings = MeetingsView(docname, answer).show()
        meetings["ids"] = [record.meeting_anchor]
        shown.append(meetings)
    for element in shown:
        element["classes"] = list(node["classes"])
        element.source, element.line = node.source, node.line
    return shown


class _View:
    """One table of a comparison on its way."""

    def __init__(self, docname: str, answer: SideBySide) -> None:
        self.docname = docname
        self.answer = answer
        self.labels: list[Label] = []

    def table(self, title: str, names: Iterable[str], table: Table) -> TableNode:
        """Return the node of *table* with a caption: its title, and the roles."""
        caption = self.cell([nodes.Text(f"{title}: {', '.join(names)}")]).label
        return TableNode.with_table(table._replace(caption=caption), self.labels)

    def cell(self, content: Sequence[nodes.Node]) -> Cell:
        """Return the cell that holds *content*, a blank one if there is none."""
        if not content:
            return Cell()
        self.labels.append(Label("", "", *content))
        return Cell(label=len(self.labels) - 1)

    def link(self, entry: Entry, words: str = "") -> nodes.Element:
        """Return a reference, with other words than its title if there are some."""
        return reference(entry, self.docname, nodes.Text(words or entry.title))


class SidesView(_View):
    """What the roles say of themselves, and what the handbook says of them."""

    def show(self) -> nodes.Element:
        """Return a table with a column a role, and a row a section."""
        sides = self.answer.sides
        if not sides:
            return nodes.paragraph("", _("None of these roles is defined yet."))
        columns = [TableColumn(Cell(_("Section")))]
        columns += [TableColumn(self.cell(self._title(side))) for side in sides]
        rows = [
            TableRow((Cell(name), *map(self.cell, blocks)))
            for name, blocks in self._rows()
            if any(blocks)
        ]
        table = Table(tuple(columns), tuple(rows), is_even=True)
        titles = (side.entry.title for side in sides)
        return self.table(_("Side by side"), titles, table)

    def _title(self, side: Side) -> list[nodes.Node]:
        abbreviation = [nodes.Text(f" ({side.abbr})")] if side.abbr else []
        return [self.link(side.entry), *abbreviation]

    def _rows(self) -> Iterator[tuple[str, list[list[nodes.Node]]]]:
        """Yield each row: its name, and the blocks of each role."""
        for row in self.answer.sections:
            name = section_title(row.name, ROLE_SECTIONS)
            yield name, [self._lines(lines) for lines in row.says]
        sides = self.answer.sides
        yield _("Accountable for"), [self._parts(side.accountable) for side in sides]
        yield _("Responsible for"), [self._parts(side.responsible) for side in sides]
        yield _("Decides the gates"), [self._entries(side.gates) for side in sides]
        yield _("Owns on the roadmap"), [self._entries(side.items) for side in sides]

    def _lines(self, lines: Iterable[Line]) -> list[nodes.Node]:
        """Return paragraphs and lists."""
        blocks: list[nodes.Node] = []
        for is_item, group in groupby(lines, key=lambda line: line.is_item):
            texts = [self._line(line) for line in group]
            blocks += [_list(texts)] if is_item else texts
        return blocks

    def _line(self, line: Line) -> nodes.paragraph:
        words = (
            self.link(run.entry, run.text) if run.entry else nodes.Text(run.text)
            for run in line.runs
        )
        return nodes.paragraph("", "", *words)

    def _parts(self, matrices: Iterable[MatrixParts]) -> list[nodes.Node]:
        """Return activities, those of each matrix below its title."""
        blocks: list[nodes.Node] = []
        for in_matrix in matrices:
            texts = []
            for part in in_matrix.parts:
                text = nodes.paragraph("", "", self.link(part.activity))
                text += [nodes.Text(f" ({part.note})")] if part.note else []
                texts.append(text)
            title = nodes.paragraph(
                "", "", self.link(in_matrix.matrix), nodes.Text(":")
            )
            blocks += [title, _list(texts)]
        return blocks

    def _entries(self, entries: Sequence[Entry]) -> list[nodes.Node]:
        texts = [nodes.paragraph("", "", self.link(entry)) for entry in entries]
        return [_list(texts)] if texts else []


def _list(paragraphs: Iterable[nodes.paragraph]) -> nodes.bullet_list:
    items = (nodes.list_item("", paragraph) for paragraph in paragraphs)
    return nodes.bullet_list("", *items, bullet="-")


class MeetingsView(_View):
    """Where the roles meet."""

    def show(self) -> nodes.Element:
        """Return a table with a column a role, and a row an activity."""
        sides = self.answer.sides
        if not self.answer.meetings:
            return nodes.paragraph("", _("No matrix says where these roles meet."))
        columns = [TableColumn(Cell(_("Activity")))]
        columns += [
            TableColumn(
                self.cell([self.link(side.entry, side.short_name)]), is_letters=True
            )
            for side in sides
        ]
        rows: list[TableRow] = []
        legend: dict[ShownLetter, None] = {}
        for in_matrix in self.answer.meetings:
            rows += self._rows(in_matrix, legend)
        table = Table(tuple(columns), tuple(rows), legend=tuple(legend))
        names = (side.short_name for side in sides)
        return self.table(_("Where they meet"), names, table)

    def _rows(
        self, in_matrix: MatrixMeetings, legend: dict[ShownLetter, None]
    ) -> Iterator[TableRow]:
        """Yield a matrix and its activities; put the letters in use into *legend*."""
        letters = shown_letters(in_matrix.scheme)
        used = {
            code
            for meeting in in_matrix.meetings
            for cell in meeting.cells
            for code in cell.letters
        }
        legend.update((letter, None) for c, letter in letters.items() if c in used)
        yield TableRow((self.cell([self.link(in_matrix.matrix)]),), is_group=True)
        for meeting in in_matrix.meetings:
            cells = [self.cell([self.link(meeting.activity)])]
            for cell in meeting.cells:
                if cell.unread:
                    cells.append(Cell(cell.unread, style="unread"))
                    continue
                shown = tuple(letters[code] for code in cell.letters)
                cells.append(Cell(cell.note or cell.nobody, letters=shown))
            yield TableRow(tuple(cells))
