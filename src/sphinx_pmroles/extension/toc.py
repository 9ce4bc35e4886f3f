"""Titles of definitions in the contents of a page, and what numbers those give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


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


def numbered(env: BuildEnvironment, docname: str) -> tuple[bool, bool]:
    """Return whether the contents give numbers to the tables of a page, and its titles.

    Sphinx writes a page again whose numbers change, but not one that loses them all,
    because no contents name it any more.
    """
    tables, titles = env.toc_fignumbers, env.toc_secnumbers
    return bool(tables.get(docname)), bool(titles.get(docname))
