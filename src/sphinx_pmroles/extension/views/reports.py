"""The answers to reports, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from docutils import nodes
from sphinx import addnodes

from sphinx_pmroles.checks.table import CHECKS
from sphinx_pmroles.extension.nodes import ReportNode, TableNode
from sphinx_pmroles.extension.table import Cell, ShownLetter, TableColumn, TableRow
from sphinx_pmroles.extension.views.letters import shown_letter
from sphinx_pmroles.extension.views.references import reference, references
from sphinx_pmroles.extension.views.tables import ComputedTable, headed, in_place_of
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.handbook import Entry, Handbook
from sphinx_pmroles.model.report import ReportKind
from sphinx_pmroles.model.reports import (
    Answer,
    Burden,
    Decision,
    Decisions,
    Gaps,
    Load,
    Message,
    Plan,
    Who,
    scope,
)

Row = TypeVar("Row", Message, Decision)


def show_report(handbook: Handbook, node: ReportNode, answer: Answer) -> nodes.Element:
    """Return the answer to a report as a table, or the words that there is none."""
    view = ReportView(handbook, node)
    match answer:
        case Load():
            shown = view.load(answer)
        case Gaps():
            shown = view.gaps(answer)
        case Plan():
            shown = view.communication(answer)
        case Decisions():
            shown = view.decisions(answer)
    return in_place_of(node, shown)


class ReportView(ComputedTable):
    """A report on its way to being a table."""

    def __init__(self, handbook: Handbook, node: ReportNode) -> None:
        super().__init__()
        self.report = node.record
        self.docname = self.report.place.docname
        self.scope = scope(handbook, self.report)

    # The four

    def load(self, load: Load) -> nodes.Element:
        """Return who carries how much: a row a participant, a column a letter."""
        if not load.rows:
            return self._nothing(_("No matrix says yet who does what here."))
        letters = [
            shown_letter(letter.code, letter.word, letter.meaning)
            for letter in load.letters
        ]
        most = max(row.total for row in load.rows) or 1
        return self._table(
            [
                TableColumn(Cell(_("Participant"))),
                *(
                    TableColumn(Cell(letters=(letter,)), is_letters=True)
                    for letter in letters
                ),
                TableColumn(Cell(_("Total")), is_letters=True),
                TableColumn(Cell(_("Share"))),
            ],
            (self._burden(row, letters, most) for row in load.rows),
            tuple(letters),
        )

    def gaps(self, gaps: Gaps) -> nodes.Element:
        """Return the findings: a row each, those of one check below its heading."""
        if not gaps.gaps:
            return self._nothing(_("No gaps: the checks that are on find nothing."))
        rows: list[TableRow] = []
        for name, group in groupby(gaps.gaps, key=lambda gap: gap.finding.check):
            check = CHECKS.get(name)
            heading: list[nodes.Node] = [nodes.literal("", name)]
            heading += [nodes.Text(f" · {_(check.finds)}")] if check else []
            rows.append(self._heading(heading))
            for gap in group:
                place = gap.finding.place
                about = self._entry(gap.about) if gap.about else self._page(place)
                rows.append(
                    TableRow(
                        (
                            self.cell(about),
                            Cell(gap.finding.message),
                            self.cell(self._page(place, _where(place))),
                        )
                    )
                )
        headers = (_("Where"), _("What is wrong"), _("Source"))
        return self._table(headed(*headers), rows)

    def communication(self, plan: Plan) -> nodes.Element:
        """Return who is asked and told: a row a message, below each recipient."""

        def row(message: Message) -> TableRow:
            # Words of a scheme are for its author; these two, for everyone.
            when = _("Before") if message.is_before else _("After")
            return TableRow(
                (
                    self.cell(self._noted(message.activity, message.note)),
                    Cell(f"{when} · {_(message.word)}"),
                    self.cell(self._people(message.by)),
                    self.cell(self._entry(message.matrix)),
                )
            )

        if not plan.messages:
            return self._nothing(_("No matrix says yet who is consulted or informed."))
        headers = (_("Activity"), _("When and how"), _("By whom"), _("Matrix"))
        rows = self._by_participant(plan.messages, row)
        return self._table(headed(*headers), rows)

    def decisions(self, decisions: Decisions) -> nodes.Element:
        """Return who decides what: a row a decision, below each decider."""

        def row(decision: Decision) -> TableRow:
            how = _(decision.word) if decision.word else _("Decides the gate")
            return TableRow(
                (
                    self.cell(self._noted(decision.what, decision.note)),
                    Cell(how),
                    self.cell(self._entry(decision.inside)),
                )
            )

        if not decisions.decisions:
            return self._nothing(_("Nothing says yet who decides what here."))
        # Translators: the matrix or the life cycle in which the decision stands
        within = _("In")
        headers = (_("What"), _("How"), within)
        rows = self._by_participant(decisions.decisions, row)
        return self._table(headed(*headers), rows)

    # Rows and cells

    def _burden(self, row: Burden, letters: list[ShownLetter], most: int) -> TableRow:
        bar = tuple(
            (letter.style, count / most)
            for letter, count in zip(letters, row.counts, strict=True)
            if count
        )
        return TableRow(
            (
                self.cell(self._people((row.who,))),
                *(Cell(str(count)) for count in row.counts),
                Cell(str(row.total)),
                Cell(f"{row.share:.0%}", bar=bar),
            )
        )

    def _by_participant(
        self, listed: Iterable[Row], row: Callable[[Row], TableRow]
    ) -> Iterator[TableRow]:
        for _key, group in groupby(listed, key=lambda each: each.who.key):
            members = list(group)
            yield self._heading(self._people((members[0].who,)))
            yield from map(row, members)

    def _heading(self, content: list[nodes.Node]) -> TableRow:
        return TableRow((self.cell(content),), is_group=True)

    def _entry(self, entry: Entry) -> list[nodes.Node]:
        return list(references([entry], self.docname))

    def _noted(self, entry: Entry, note: str) -> list[nodes.Node]:
        after = [nodes.Text(f" ({note})")] if note else []
        return [*self._entry(entry), *after]

    def _people(self, people: Iterable[Who]) -> list[nodes.Node]:
        """Return the names of participants; those of defined roles are links."""
        listed: list[nodes.Node] = []
        for who in people:
            text = nodes.Text(who.name)
            name = reference(who.role, self.docname) if who.role else text
            listed += [nodes.Text(", "), name]
        return listed[1:]

    def _page(self, place: Place, words: str = "") -> list[nodes.Node]:
        """Return a reference to a page."""
        return [
            addnodes.pending_xref(
                "",
                nodes.inline("", words or place.docname),
                refdomain="std",
                reftype="doc",
                reftarget=f"/{place.docname}",
                refexplicit=True,
                refdoc=self.docname,
            )
        ]

    # Whole answers

    def _table(
        self,
        columns: Iterable[TableColumn],
        rows: Iterable[TableRow],
        legend: tuple[ShownLetter, ...] = (),
    ) -> TableNode:
        return self.table(self._caption(), columns, rows, legend)

    def _nothing(self, words: str) -> nodes.paragraph:
        """Return the words that stand where there is nothing to show."""
        return nodes.paragraph("", words)

    def _caption(self) -> str:
        """Return the name of the report, and what it is limited to."""
        titles = {
            ReportKind.LOAD: _("Who carries how much"),
            ReportKind.GAPS: _("Gaps"),
            ReportKind.COMMUNICATION: _("Communication plan"),
            ReportKind.DECISIONS: _("Who decides what"),
        }
        limits, title = self.scope.names, titles[self.report.kind]
        return f"{title}: {', '.join(limits)}" if limits else title


def _where(place: Place) -> str:
    name = place.file or place.docname
    if not place.line:
        return name
    return _("{page}, line {number}").format(page=name, number=place.line)
