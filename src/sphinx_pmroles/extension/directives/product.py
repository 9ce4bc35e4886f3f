"""``pm:product``: a product, where it stands and who owns it."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import HandbookDirective, text
from sphinx_pmroles.extension.nodes import ProductNode
from sphinx_pmroles.model.handbook import Kind
from sphinx_pmroles.model.product import PRODUCT_SECTIONS, Product


class ProductDirective(HandbookDirective):
    """Define a product: its vision, its customers, its value."""

    kind = Kind.PRODUCT
    known_sections = PRODUCT_SECTIONS
    option_spec: ClassVar = {
        **HandbookDirective.option_spec,
        "lifecycle": text,
        "stage": text,
        "owner": text,
        "part-of": text,
    }

    def run(self) -> list[nodes.Node]:
        """Return the definition."""
        label = self.title_label()
        key = self.make_key(label.words)
        anchor = self.make_anchor(key)
        product = Product(
            key=key,
            title=label.words or key,
            anchor=anchor,
            place=self.place(),
            lifecycle=self.options.get("lifecycle", ""),
            stage=self.options.get("stage", ""),
            owner=self.options.get("owner", ""),
            part_of=self.options.get("part-of", ""),
            allow=self.allow,
        )
        node = ProductNode.with_record(product)
        self.wrap(node, anchor, label)
        node.content.extend(self.parse_body())
        return [node]
