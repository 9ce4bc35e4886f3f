"""The rules on products."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_pmroles.checks.names import Faults
from sphinx_pmroles.model.circles import circles_of_parts
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Entry, Handbook
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.product import Product


def part_of_cycle(handbook: Handbook) -> Iterator[Finding]:
    """Find the products that are part of themselves in the end.

    Each circle is found once, at the first of its products in document order.
    """
    for circle in circles_of_parts(handbook):
        chain = listed((p.title for p in (*circle, circle[0])), " is part of ")
        yield Finding(
            "part-of-cycle",
            f"{chain}: take :part-of: from the one that is the whole",
            circle[0].place,
            tuple(name for product in circle for name in product.allow),
        )


def unknown_stage(handbook: Handbook) -> Iterator[Finding]:
    """Find the products whose stage is none of their life cycle, or is ambiguous.

    A life cycle that is not there is reported as an unknown reference, and it alone.
    """
    fault = Faults(handbook)
    for product in handbook.products:
        if not product.stage or handbook.stage_of_product(product):
            continue
        if handbook.is_out_of_reach(product.stage):
            continue
        cycle = handbook.find(Kind.LIFECYCLE, product.lifecycle)
        if product.lifecycle and cycle is None:
            continue
        message = _unknown(handbook, product, cycle, fault)
        yield Finding("unknown-stage", message, product.place, product.allow)


def _unknown(
    handbook: Handbook, product: Product, cycle: Entry | None, fault: Faults
) -> str:
    candidates = handbook.stages_named_by(product)
    keys = listed(entry.key for entry in candidates)
    named = f":stage: {quoted(product.stage)} names"
    cycles = {entry.key.rpartition("/")[0] for entry in candidates}
    if len(cycles) > 1:
        return f"{named} a stage of several life cycles: {keys}; give :lifecycle:, too"
    if candidates:
        return f"{named} more than one stage: {keys}; use the id"
    if cycle is None:
        return f":stage: {fault.of(Kind.STAGE, product.stage)}"
    stages = (e for e in handbook.entries_of(Kind.STAGE) if _is_in(e, cycle))
    titles = listed(entry.title for entry in stages) or "none"
    return f"{named} no stage of {quoted(cycle.title)}; its stages are {titles}"


def _is_in(stage: Entry, cycle: Entry) -> bool:
    return stage.key.rpartition("/")[0] == cycle.key
