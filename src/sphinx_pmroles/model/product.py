"""Products: what the handbook's roles look after."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.role import Section

#: The known sections of a product, and the other words for each.
PRODUCT_SECTIONS: dict[str, tuple[str, ...]] = {
    "Vision": (),
    "Customers": ("Target customers", "Users"),
    "Value": ("Value proposition",),
    "Measures": ("Success measures", "Key measures", "KPIs"),
}


@dataclass(frozen=True, slots=True)
class Product:
    """A product: where it stands, and who owns it.

    *lifecycle*, *stage*, *owner* and *part_of* are names as their author wrote them;
    the handbook finds what they name.  *source_title* is the title in the sources, if
    another is shown.
    """

    key: str
    title: str
    anchor: str
    place: Place
    lifecycle: str = ""
    stage: str = ""
    owner: str = ""
    part_of: str = ""
    sections: tuple[Section, ...] = ()
    allow: tuple[str, ...] = ()
    source_title: str = ""

    @property
    def vision(self) -> str:
        """What the product is to become, in plain text; empty if nobody said."""
        return next((s.text for s in self.sections if s.name == "Vision"), "")
