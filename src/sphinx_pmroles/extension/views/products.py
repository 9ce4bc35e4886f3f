"""What the handbook says of a product, and the portfolio of all products."""

from __future__ import annotations

from docutils import nodes

from sphinx_pmroles.extension.nodes import PortfolioNode, ProductNode
from sphinx_pmroles.extension.views.references import references
from sphinx_pmroles.model.handbook import Handbook, Kind


def show_product(handbook: Handbook, node: ProductNode) -> None:
    """Put what is computed into a product."""


def show_portfolio(handbook: Handbook, node: PortfolioNode) -> nodes.Element:
    """Return all products."""
    entries = handbook.entries[Kind.PRODUCT]
    return nodes.paragraph("", "", *references(entries, node.record.place.docname))
