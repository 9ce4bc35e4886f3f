"""What the handbook says of a role, below its definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from docutils import nodes

from sphinx_pmroles.extension.nodes import AbbreviationNode, InvolvementNode, RoleNode
from sphinx_pmroles.extension.views.references import (
    Fact,
    fact_list,
    folded,
    listed,
    reference,
)
from sphinx_pmroles.extension.words import PARTS
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Handbook, Involvement, MatrixParts, Part


def show_role(handbook: Handbook, node: RoleNode) -> None:
    """Put what the handbook says of a role below its definition."""
    role = node.record
    for short in node.signature.findall(AbbreviationNode):
        # The title may have been translated since it was read.
        short["explanation"] = role.title
    # Not all that it holds: another role may be defined inside.
    for place in list(node.content.children):
        if isinstance(place, InvolvementNode):
            involvement = handbook.involvement(role)
            place.replace_self(show_involvement(involvement, role.place.docname))


def show_involvement(
    involvement: Involvement, docname: str
) -> list[nodes.definition_list]:
    """Return what the handbook says of a role; nothing where it says nothing."""
    superior = involvement.reports_to
    facts: list[Fact] = [
        (_("Reports to"), [superior] if superior else []),
        (_("Works with"), listed(involvement.works_with, docname)),
        (_("Direct reports"), listed(involvement.reports, docname)),
        *_by_letter(involvement.parts, docname),
        (_("Decides the gates"), listed(involvement.gates, docname)),
        (_("Owns the products"), listed(involvement.products, docname)),
        (_("Owns on the roadmap"), listed(involvement.items, docname)),
    ]
    return fact_list(facts, docname)


def _by_letter(parts: Iterable[MatrixParts], docname: str) -> Iterator[Fact]:
    """Yield what the role does, a fact a letter, with a line a matrix."""
    for (_code, word), grouped in groupby(parts, key=lambda p: (p.code, p.word)):
        by_matrix = list(grouped)
        count = sum(len(matrix_parts.parts) for matrix_parts in by_matrix)
        titles = [matrix_parts.matrix.title for matrix_parts in by_matrix]
        lines = (_in_matrix(matrix_parts, docname) for matrix_parts in by_matrix)
        bullets = nodes.bullet_list("", *lines)
        yield _(PARTS.get(word, word)), [folded(count, titles, bullets)]


def _in_matrix(parts: MatrixParts, docname: str) -> nodes.list_item:
    line = nodes.paragraph()
    line += reference(parts.matrix, docname)
    line += nodes.Text(": ")
    line += _activities(parts.parts, docname)
    return nodes.list_item("", line)


def _activities(parts: Iterable[Part], docname: str) -> list[nodes.Node]:
    line: list[nodes.Node] = []
    for part in parts:
        line += [nodes.Text(", "), reference(part.activity, docname)]
        if part.note:
            line.append(nodes.Text(f" ({part.note})"))
    return line[1:]
