"""``pm:product``: a product, where it stands and who owns it."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import HandbookDirective, text
from sphinx_pmroles.extension.nodes import ProductNode
from sphinx_pmroles.model.kind import Kind
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

    def show(self) -> list[nodes.Node]:
        """Return the definition."""
        label = self.title_label()
        key = self.make_key(label.words)
        anchor = self.make_anchor(key)
        lifecycle = self.named(Kind.LIFECYCLE, "lifecycle")
        stage = self.named(Kind.STAGE, "stage", lifecycle)
        if not lifecycle and self.options.get("lifecycle"):
            # A stage of what is hidden.
            stage = ""
        product = Product(
            key=key,
            title=label.words or key,
            anchor=anchor,
            place=self.place(),
            lifecycle=lifecycle,
            stage=stage,
            owner=self.named(Kind.ROLE, "owner"),
            part_of=self.named(Kind.PRODUCT, "part-of"),
            allow=self.allow,
        )
        node = ProductNode.with_record(product)
        self.wrap(node, anchor, label)
        node.content.extend(self.parse_body())
        return [node]
