"""References to things of the handbook, for Sphinx to resolve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes

from sphinx_pmroles.extension.nodes import FoldNode, Label, NameNode
from sphinx_pmroles.extension.site import ENTRY, PAGE
from sphinx_pmroles.model.handbook import Entry
from sphinx_pmroles.model.link import Spot

#: A term, and what is said of it: entries, or blocks.
Fact = tuple[str, Iterable[Any]]


def reference(entry: Entry, docname: str, *content: nodes.Node) -> nodes.Element:
    """Return a reference to *entry* from the page *docname*.

    It has the entry with it: another thing may have the same key.
    """
    shown = content or (nodes.Text(entry.title),)
    found = addnodes.pending_xref(
        "",
        NameNode("", "", *shown, classes=["pm", f"pm-{entry.kind}"]),
        refdomain="pm",
        reftype=entry.kind.value,
        reftarget=entry.key,
        refexplicit=True,
        refdoc=docname,
    )
    found[ENTRY] = entry
    return found


def page_reference(spot: Spot, docname: str, words: str) -> nodes.Element:
    """Return a reference to a page, or a place on it, from the page *docname*."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", words),
        refdomain="pm",
        reftype=PAGE,
        reftarget=spot.docname,
        reftargetid=spot.anchor,
        refexplicit=True,
        refdoc=docname,
    )


def references(entries: Iterable[Entry], docname: str) -> list[nodes.Node]:
    """Return references to *entries*, with commas between them."""
    listed: list[nodes.Node] = []
    for entry in entries:
        listed += [nodes.Text(", "), reference(entry, docname)]
    return listed[1:]


#: What has more entries than this is folded, where it can be.
FOLD_OVER = 10
#: So many titles are named in the summary of what is folded.
SUMMARY_TITLES = 3


def folded(count: int, titles: Sequence[str], content: nodes.Element) -> nodes.Element:
    """Return *content*, folded if it has many entries.

    The summary says how many they are, and how the first are called.
    """
    if count <= FOLD_OVER:
        return content
    named = ", ".join(titles[:SUMMARY_TITLES])
    more = ", …" if len(titles) > SUMMARY_TITLES else ""
    return FoldNode("", content, summary=f"{count}: {named}{more}")


def listed(entries: Sequence[Entry], docname: str) -> list[nodes.Element]:
    """Return entries in one paragraph, folded if they are many."""
    if not entries:
        return []
    line = nodes.paragraph("", "", *references(entries, docname))
    return [folded(len(entries), [entry.title for entry in entries], line)]


def link(label: Label, entry: Entry | None, docname: str) -> None:
    """Make *label* a reference to *entry*, unless its author linked it already."""
    has_link = any(
        isinstance(node, nodes.reference | addnodes.pending_xref)
        for node in label.findall(nodes.Element)
    )
    if entry and not has_link:
        children = label.children
        label.children = []
        label += reference(entry, docname, *children)


def fact_list(facts: Iterable[Fact], docname: str) -> list[nodes.definition_list]:
    """Return a definition list of what was computed; nothing of no facts."""
    rows = []
    for term, values in facts:
        content = list(values)
        if content and isinstance(content[0], Entry):
            content = [nodes.paragraph("", "", *references(content, docname))]
        if content:
            definition = nodes.definition("", *content)
            rows.append(
                nodes.definition_list_item("", nodes.term("", term), definition)
            )
    if not rows:
        return []
    # Without "simple", which docutils gives to short lists alone, furo takes it for a
    # part of an interface's description, and greys its terms.
    return [nodes.definition_list("", *rows, classes=["pm-facts", "simple"])]
