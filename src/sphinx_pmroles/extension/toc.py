"""Titles of definitions in a page's own table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def plain_titles(app: Sphinx, _doctree: nodes.document) -> None:
    """Show our titles as text: Sphinx takes every object for a piece of code."""
    toc = app.env.tocs.get(app.env.docname)
    if toc is None:
        return
    for entry in toc.findall(nodes.reference):
        if not entry.get("anchorname", "").startswith("#pm-"):
            continue
        for literal in list(entry.findall(nodes.literal)):
            literal.replace_self(nodes.Text(literal.astext()))
