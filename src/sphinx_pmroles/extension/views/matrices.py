"""A matrix as a table of letters, in the layout in which its reader wants it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from docutils import nodes

from sphinx_pmroles.extension.nodes import Label, MatrixNode, TableNode
from sphinx_pmroles.extension.table import (
    Cell,
    ShownLetter,
    Table,
    TableColumn,
    TableRow,
)
from sphinx_pmroles.extension.views.letters import shown_letters
from sphinx_pmroles.extension.views.references import link
from sphinx_pmroles.extension.views.tables import TableView
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.matrix import Activity, Layout


def show_matrix(handbook: Handbook, node: MatrixNode) -> TableNode:
    """Return the matrix as a table, its participants linked to the roles.

    The attribute ``show`` of *node* names the layout; without it the matrix is shown
    as it was written.
    """
    match Layout(node.get("show", node.record.layout)):
        case Layout.ACTIVITIES:
            return ByActivity(handbook, node).show()
        case Layout.PARTICIPANTS:
            return ByParticipant(handbook, node).show()
        case Layout.LETTERS:
            return ByLetter(handbook, node).show()


class MatrixView(TableView):
    """One matrix on its way to being a table."""

    def __init__(self, handbook: Handbook, node: MatrixNode) -> None:
        super().__init__(node)
        self.handbook = handbook
        self.matrix = node.record
        self.shown_letters = shown_letters(handbook.scheme(self.matrix))
        self._link_participants()

    def show(self) -> TableNode:
        """Return the table."""
        in_use = self.matrix.letters_in_use()
        columns, rows = tuple(self.columns()), tuple(self.rows())
        self._note_words(columns, rows)
        return self.table_node(
            Table(
                columns=columns,
                rows=rows,
                label_column=self.label_column(),
                caption=self.number.get(("title",)),
                legend=tuple(
                    shown
                    for code, shown in self.shown_letters.items()
                    if code in in_use
                ),
            )
        )

    def _note_words(
        self, columns: tuple[TableColumn, ...], rows: tuple[TableRow, ...]
    ) -> None:
        """Put the texts that are no nodes into one, for the search to find them."""
        headers = (column.header for column in columns)
        cells = (*headers, *(cell for row in rows for cell in row.cells))
        words = "\n".join(dict.fromkeys([cell.text for cell in cells if cell.text]))
        self.label(words, "words")

    @abstractmethod
    def columns(self) -> Iterator[TableColumn]:
        """Yield the columns."""

    @abstractmethod
    def rows(self) -> Iterator[TableRow]:
        """Yield the rows."""

    def label_column(self) -> int:
        """Return the position of the column that names the rows."""
        return 0

    # What stands in a table

    def label_header(self) -> TableColumn:
        """Return the column that names the rows."""
        return TableColumn(self.cell(self.matrix.label_header, "header", -1, -1))

    def participant(self, n: int) -> Cell:
        """Return the name of a participant."""
        return self.cell(self.matrix.participants[n].text, "participant", -1, n)

    def activity(self, row: int) -> Cell:
        """Return the title of an activity."""
        return self.cell(self.matrix.activities[row].title, "activity", row, -1)

    def text_header(self, n: int) -> Cell:
        """Return the header of a text column."""
        return self.cell(self.matrix.text_columns[n].title, "text header", -1, n)

    def text(self, row: int, n: int) -> Cell:
        """Return what stands in a text column beside an activity."""
        texts = self.matrix.activities[row].texts
        return self.cell(texts[n] if n < len(texts) else "", "text", row, n)

    def letters(self, activity: Activity, row: int, n: int) -> Cell:
        """Return a participant's letters in an activity."""
        cell = activity.cells[n]
        label = self.number.get(("cell", row, n))
        if cell.unread:
            return Cell(cell.unread, label, style="unread")
        shown = tuple(self.shown_letters[code] for code in cell.letters)
        return Cell(cell.note or cell.nobody, label, shown)

    def participant_texts(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """Yield what is said of participants: its title, and each one's text."""
        for n, title in enumerate(self.matrix.participant_texts):
            yield (
                self.cell(title, "participant text header", -1, n),
                [
                    self._participant_text(row, n)
                    for row in range(len(self.matrix.participants))
                ],
            )

    def grouped(self) -> Iterator[tuple[Cell | None, int]]:
        """Yield the headings and the numbers of the activities, in order."""
        groups = list(enumerate(self.matrix.groups))
        for row in range(len(self.matrix.activities) + 1):
            for n, group in groups:
                if group.before == row:
                    yield self.cell(group.title, "group", n, -1), -1
            if row < len(self.matrix.activities):
                yield None, row

    def _participant_text(self, participant: int, n: int) -> Cell:
        texts = self.matrix.participants[participant].texts
        text = texts[n] if n < len(texts) else ""
        return self.cell(text, "participant text", participant, n)

    def _link_participants(self) -> None:
        for n, participant in enumerate(self.matrix.participants):
            entry = self.handbook.find(Kind.ROLE, participant.text)
            if entry:
                label = self.label(participant.text, "participant", -1, n)
                link(label, entry, self.matrix.place.docname)


class ByActivity(MatrixView):
    """A row an activity, a column a participant: text columns stand where they did."""

    def columns(self) -> Iterator[TableColumn]:
        """Yield the columns in their author's order."""
        for kind, n in self._order():
            match kind:
                case "activity":
                    yield self.label_header()
                case "text":
                    yield TableColumn(self.text_header(n))
                case _:
                    yield TableColumn(self.participant(n), is_letters=True)

    def rows(self) -> Iterator[TableRow]:
        """Yield groups and activities in order."""
        for title, texts in self.participant_texts():
            cells = (
                title if kind == "activity" else texts[n] if kind == "" else Cell()
                for kind, n in self._order()
            )
            yield TableRow(tuple(cells))
        for group, row in self.grouped():
            if group:
                yield TableRow((group,), is_group=True)
                continue
            activity = self.matrix.activities[row]
            cells = (self._cell(activity, row, kind, n) for kind, n in self._order())
            yield TableRow(tuple(cells), activity.anchor)

    def label_column(self) -> int:
        """Return the position of the activities: text columns may stand before."""
        return [kind for kind, _n in self._order()].index("activity")

    def _cell(self, activity: Activity, row: int, kind: str, n: int) -> Cell:
        match kind:
            case "activity":
                return self.activity(row)
            case "text":
                return self.text(row, n)
        return self.letters(activity, row, n)

    def _order(self) -> list[tuple[str, int]]:
        """Return the columns: what each holds (a participant: ""), and its number."""
        texts = list(enumerate(self.matrix.text_columns))
        order = [("text", n) for n, column in texts if column.before < 0]
        order.append(("activity", -1))
        participants = len(self.matrix.participants)
        for position in range(participants + 1):
            order += [("text", n) for n, c in texts if c.before == position]
            if position < participants:
                order.append(("", position))
        return order


class ByParticipant(MatrixView):
    """A row a participant, a column an activity."""

    def columns(self) -> Iterator[TableColumn]:
        """Yield a column for the names, one a text of theirs, and one an activity."""
        yield TableColumn(Cell(_("Participant")))
        for title, _texts in self.participant_texts():
            yield TableColumn(title)
        for row, activity in enumerate(self.matrix.activities):
            yield TableColumn(
                self.activity(row), is_letters=True, anchor=activity.anchor
            )

    def rows(self) -> Iterator[TableRow]:
        """Yield the activities' groups, the participants, and the activities' texts."""
        activities = self.matrix.activities
        blank = [Cell()] * len(self.matrix.participant_texts)
        if any(activity.group for activity in activities):
            groups = (Cell(activity.group) for activity in activities)
            yield TableRow((Cell(_("Group")), *blank, *groups))
        texts = [texts for _title, texts in self.participant_texts()]
        for n in range(len(self.matrix.participants)):
            own = (column[n] for column in texts)
            letters = (self.letters(a, row, n) for row, a in enumerate(activities))
            yield TableRow((self.participant(n), *own, *letters))
        for n in range(len(self.matrix.text_columns)):
            words = (self.text(row, n) for row in range(len(activities)))
            yield TableRow((self.text_header(n), *blank, *words))


class ByLetter(MatrixView):
    """A row an activity, a column a letter: cells name the participants."""

    def columns(self) -> Iterator[TableColumn]:
        """Yield a column for the activities, one a letter in use, and the texts."""
        yield self.label_header()
        for code, letter in self._in_use():
            yield TableColumn(Cell(f"{code} · {letter.word}"))
        if self._has_unread():
            yield TableColumn(Cell(_("Not read")))
        for n in range(len(self.matrix.text_columns)):
            yield TableColumn(self.text_header(n))

    def rows(self) -> Iterator[TableRow]:
        """Yield groups and activities in order."""
        yield from self._said_of_participants()
        texts = range(len(self.matrix.text_columns))
        has_unread = self._has_unread()
        for group, row in self.grouped():
            if group:
                yield TableRow((group,), is_group=True)
                continue
            activity = self.matrix.activities[row]
            named = [self._holders(activity, row, code) for code, _l in self._in_use()]
            if has_unread:
                named.append(self._unread(activity))
            words = (self.text(row, n) for n in texts)
            yield TableRow((self.activity(row), *named, *words), activity.anchor)

    def _said_of_participants(self) -> Iterator[TableRow]:
        """Yield a row for each thing that is said of them: they have no column."""
        participants = self.matrix.participants
        for n, title in enumerate(self.matrix.participant_texts):
            said = (f"{who.text}: {who.texts[n]}" for who in participants if who.texts)
            heading = f"{title}: " if title else ""
            yield TableRow((Cell(heading + ", ".join(said)),), is_group=True)

    def _has_unread(self) -> bool:
        return any(cell.unread for a in self.matrix.activities for cell in a.cells)

    def _unread(self, activity: Activity) -> Cell:
        """Return what could not be read, each with the name of whom it was for."""
        participants = self.matrix.participants
        pairs = zip(participants, activity.cells, strict=True)
        unread = [f"{who.text}: {cell.unread}" for who, cell in pairs if cell.unread]
        return Cell(", ".join(unread), style="unread") if unread else Cell()

    def _in_use(self) -> list[tuple[str, ShownLetter]]:
        in_use = self.matrix.letters_in_use()
        return [(c, shown) for c, shown in self.shown_letters.items() if c in in_use]

    def _holders(self, activity: Activity, row: int, code: str) -> Cell:
        """Return the participants that have a letter, each with the note beside it."""
        children: list[nodes.Node] = []
        for n in activity.holders(code):
            children += [nodes.Text(", ")] if children else []
            children += self._copy(self.participant(n))
            note = self.cell("", "cell", row, n)
            if note.label is not None:
                children += [nodes.Text(" "), *self._copy(note)]
            elif activity.cells[n].note:
                children.append(nodes.Text(f" ({activity.cells[n].note})"))
        if not children:
            return Cell()
        self.labels.append(Label.of(children, "", ("holders", row, code)))
        return Cell(label=len(self.labels) - 1)

    def _copy(self, cell: Cell) -> list[nodes.Node]:
        """Return a cell's text once more; ids are on a page once."""
        if cell.label is None:
            return [nodes.Text(cell.text)]
        copied = self.labels[cell.label].deepcopy()
        for element in copied.findall(nodes.Element):
            element["ids"] = []
        return copied.children
