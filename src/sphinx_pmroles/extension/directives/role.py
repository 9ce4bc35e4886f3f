"""``pm:role``: a role definition."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import HandbookDirective, names, text
from sphinx_pmroles.extension.nodes import (
    AbbreviationNode,
    InvolvementNode,
    RoleNode,
)
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.role import ROLE_KINDS, ROLE_SECTIONS, Role


class RoleDirective(HandbookDirective):
    """Define a role: what it is for, what it answers for, whom it works with."""

    kind = Kind.ROLE
    known_sections = ROLE_SECTIONS
    option_spec: ClassVar = {
        **HandbookDirective.option_spec,
        "abbr": text,
        "aka": names,
        "kind": text,
        "level": text,
        "reports-to": text,
        "works-with": names,
        "assignments": text,
    }

    def show(self) -> list[nodes.Node]:
        """Return the definition; its computed part is filled in when it is shown."""
        label = self.title_label()
        title = label.words
        key = self.make_key(title)
        anchor = self.make_anchor(key)
        role = Role(
            key=key,
            title=title or key,
            anchor=anchor,
            place=self.place(),
            kind=self.choice("kind", ROLE_KINDS),
            abbr=self.options.get("abbr", ""),
            aka=self.options.get("aka", ()),
            level=self.options.get("level", ""),
            reports_to=self.named(Kind.ROLE, "reports-to"),
            works_with=self.all_named(Kind.ROLE, "works-with"),
            allow=self.allow,
        )
        node = RoleNode.with_record(role)
        self.wrap(node, anchor, label)
        node.signature.extend(_chips(role))
        node.content.extend(self.parse_body())
        if self.choice("assignments", ("all", "none")) == "all":
            node.content.append(InvolvementNode())
        return [node]


def _chips(role: Role) -> list[nodes.Node]:
    """Return the short facts that stand beside the title."""
    chips = []
    if role.abbr:
        short = AbbreviationNode("", role.abbr, explanation=role.title)
        chips += [
            nodes.Text(" "),
            nodes.inline("", "(", short, nodes.Text(")"), classes=["pm-abbr"]),
        ]
    facts = [_(role.kind)] if role.kind != ROLE_KINDS[0] else []
    facts += [role.level] if role.level else []
    for fact in facts:
        chips += [nodes.Text(" · "), nodes.inline("", fact, classes=["pm-fact"])]
    return chips
