"""What the handbook says of a product, and the portfolio of all products."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sphinx_pmroles.extension.dates import unbroken
from sphinx_pmroles.extension.nodes import PortfolioNode, ProductNode
from sphinx_pmroles.extension.table import Cell, TableRow
from sphinx_pmroles.extension.views.references import (
    Fact,
    fact_list,
    listed,
    reference,
)
from sphinx_pmroles.extension.views.tables import ComputedTable, headed, in_place_of
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Entry, Handbook, titled
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.portfolio import (
    Line,
    Milestone,
    Named,
    ProductContents,
    portfolio,
    product_contents,
)
from sphinx_pmroles.model.roadmap import Health

#: What stands before the name of a part, and before that for each level above it.
_PART, _DEEPER = "– ", "\N{NO-BREAK SPACE}" * 4


def show_product(handbook: Handbook, node: ProductNode) -> None:
    """Put where a product stands before its body, and what roadmaps say below."""
    docname = node.record.place.docname
    found = product_contents(handbook, node.record)
    stands = found.standing
    node.content[:0] = _facts(found, docname)
    below: list[Fact] = [
        (_("Consists of"), listed(found.parts, docname)),
        (_("On the roadmap"), listed(found.items, docname)),
        (_("Next milestone"), _paragraph(_milestone(stands.milestone, docname))),
        (_("Health"), _paragraph(_health(stands.health))),
    ]
    node.content.extend(fact_list(below, docname))


def show_portfolio(handbook: Handbook, node: PortfolioNode) -> nodes.Element:
    """Return the products as a table, or the words that there are none."""
    asked = node.record
    lines = list(portfolio(handbook, asked))
    if not lines:
        words = _("No product is part of this one yet.")
        if not asked.part_of:
            words = _("This handbook defines no product yet.")
        return in_place_of(node, nodes.paragraph("", words))
    whole = handbook.find_product(asked.part_of)
    caption = _("Products")
    if whole:
        caption = f"{caption}: {titled(whole.title, whole.place)}"
    view = PortfolioView(asked.place.docname)
    return in_place_of(node, view.show(caption, lines))


class PortfolioView(ComputedTable):
    """A portfolio on its way to being a table."""

    def __init__(self, docname: str) -> None:
        super().__init__()
        self.docname = docname

    def show(self, caption: str, lines: Iterable[Line]) -> nodes.Element:
        """Return the table: a row a product, its parts below it.

        A column that nothing fills is left out.
        """
        headers = headed(
            *(_("Product"), _("Stage"), _("Owner"), _("Next milestone"), _("Health"))
        )
        rows = [self._row(line) for line in lines]
        filled = [
            n
            for n in range(len(headers))
            if any(row.cells[n] != Cell() for row in rows)
        ]
        return self.table(
            caption,
            (headers[n] for n in filled),
            (TableRow(tuple(row.cells[n] for n in filled)) for row in rows),
        )

    def _row(self, line: Line) -> TableRow:
        found, health = line.standing, line.standing.health
        indent = _DEEPER * (line.depth - 1) + _PART if line.depth else ""
        name: list[nodes.Node] = [nodes.Text(indent)] if indent else []
        return TableRow(
            (
                self.cell([*name, reference(found.product, self.docname)]),
                self.cell(_named(found.stage, self.docname)),
                self.cell(_named(found.owner, self.docname)),
                self.cell(_milestone(found.milestone, self.docname)),
                Cell(_(health), style=make_key(health)) if health else Cell(),
            )
        )


def _facts(found: ProductContents, docname: str) -> list[nodes.Node]:
    """Return a line with what the author said of where a product stands."""
    # A stage says which life cycle it is of.
    stage = (_("Stage"), found.standing.stage)
    if not found.standing.stage:
        stage = (_("Life cycle"), found.lifecycle)
    owner = (_("Owner"), found.standing.owner)
    facts = (stage, owner, (_("Part of"), found.part_of))
    line: list[nodes.Node] = []
    for term, named in facts:
        if named:
            line += [nodes.Text(" · "), nodes.strong("", term), nodes.Text(" ")]
            line += _named(named, docname)
    return [nodes.paragraph("", "", *line[1:], classes=["pm-gate"])] if line else []


def _named(named: Named, docname: str) -> list[nodes.Node]:
    """Return a link to what a name names; a name of nothing stays plain text."""
    if isinstance(named, Entry):
        return [reference(named, docname)]
    return [nodes.Text(named)] if named else []


def _milestone(milestone: Milestone | None, docname: str) -> list[nodes.Node]:
    if milestone is None:
        return []
    when = unbroken(milestone.when)
    return [reference(milestone.item, docname), nodes.Text(" · "), *when]


def _health(health: Health | None) -> list[nodes.Node]:
    if health is None:
        return []
    style = f"pm-{make_key(health)}"
    return [nodes.inline("", _(health), classes=["pm-state", style])]


def _paragraph(content: list[nodes.Node]) -> list[nodes.Node]:
    return [nodes.paragraph("", "", *content)] if content else []
