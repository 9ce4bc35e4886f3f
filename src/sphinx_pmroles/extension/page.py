"""What a page says, collected from its doctree once that is translated."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from sphinx_pmroles.extension.log import FINDINGS
from sphinx_pmroles.extension.nodes import (
    ChangeListNode,
    ComparisonNode,
    ItemNode,
    LifecycleNode,
    MatrixNode,
    PortfolioNode,
    ProductNode,
    Recorded,
    ReportNode,
    RoadmapNode,
    RoleListNode,
    RoleNode,
)
from sphinx_pmroles.model.rows import Row, pack

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_pmroles.model.finding import Finding
    from sphinx_pmroles.model.handbook import Page


def collect_page(
    env: BuildEnvironment, docname: str, document: nodes.document
) -> tuple[Row, Page] | None:
    """Return the page of *document*, packed and not; nothing if it says nothing of us.

    The nodes' records are up to date with their texts:
    see :func:`~sphinx_pmroles.extension.collect.bring_up_to_date`.
    """
    found: dict[type[nodes.Element], list[Recorded[Any]]] = {}
    references: dict[tuple[str, str], None] = {}
    for node in document.findall(nodes.Element):
        if isinstance(node, Recorded):
            found.setdefault(type(node), []).append(node)
        elif isinstance(node, addnodes.pending_xref):
            references.update(_reference(node))
    findings = cast("list[Finding]", env.temp_data.pop(FINDINGS, []))
    if not (found or references or findings):
        return None
    from sphinx_pmroles.model.handbook import Page, Reference

    # In the order of the fields of Page.
    kinds = (
        *(RoleNode, MatrixNode, LifecycleNode, ProductNode, RoadmapNode),
        *(ItemNode, ReportNode, RoleListNode, ComparisonNode, PortfolioNode),
        ChangeListNode,
    )
    nodes_of = [found.get(kind, []) for kind in kinds]
    row = (
        docname,
        *(tuple([node.row for node in theirs]) for theirs in nodes_of),
        tuple(references),
        tuple(map(pack, findings)),
    )
    # What the nodes hold unpacked is not made a second time.
    records: tuple[Any, ...] = (
        *(tuple([node.record for node in theirs]) for theirs in nodes_of),
        tuple(itertools.starmap(Reference, references)),
        tuple(findings),
    )
    return row, Page(docname, *records)


def _reference(node: addnodes.pending_xref) -> Iterator[tuple[tuple[str, str], None]]:
    """Yield what a cross-reference may lead to in the handbook, if anything."""
    if node.get("refdomain") == "pm":
        yield (node["reftype"], node["reftarget"]), None
    elif node.get("reftype") in ("any", "myst"):
        yield ("", node["reftarget"]), None
