"""``pm:roles``, ``pm:compare``, ``pm:products``, ``pm:changes``: overviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import ShowingDirective, names, text
from sphinx_pmroles.extension.nodes import (
    ChangeListNode,
    ComparisonNode,
    PortfolioNode,
    RoleListNode,
)
from sphinx_pmroles.model.handbook import WHOLES
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.overview import (
    LEAST,
    MOST,
    ChangeList,
    Comparison,
    Portfolio,
    RoleList,
    RoleView,
)
from sphinx_pmroles.model.role import ROLE_KINDS


class RolesDirective(ShowingDirective):
    """Show all roles as a table, a tree or a list."""

    option_spec: ClassVar = {
        "view": text,
        "kind": names,
        "handbooks": names,
        **ShowingDirective.option_spec,
    }

    def show(self) -> list[nodes.Node]:
        """Return the place where the roles will stand."""
        record = RoleList(
            anchor=self.make_anchor("roles"),
            place=self.place,
            view=RoleView(self.choice("view", [view.value for view in RoleView])),
            kinds=tuple(self._kinds()),
            handbooks=self.options.get("handbooks", ()),
        )
        return [self.placeholder(RoleListNode.with_record(record), "roles")]

    def _kinds(self) -> Iterator[str]:
        """Yield the kinds that are asked for; those that are none are left out."""
        for asked in self.options.get("kind", ()):
            if fold(asked) in ROLE_KINDS:
                yield fold(asked)
            else:
                fault = f":kind: {quoted(asked)} is no kind of role and is left out"
                self.warn_of(fault, asked, {kind: quoted(kind) for kind in ROLE_KINDS})


class CompareDirective(ShowingDirective):
    """Show two to five roles side by side, and where they meet."""

    optional_arguments = 1

    def show(self) -> list[nodes.Node]:
        """Return the place where the roles will stand side by side."""
        written = text(self.arguments[0]) if self.arguments else ""
        asked = self._without_hidden(written)
        record = Comparison(
            anchor=self.make_anchor(asked),
            meeting_anchor=self.make_anchor(asked, "meet"),
            place=self.place,
            asked=asked,
        )
        if asked != written and len(record.names) < LEAST:
            return []
        self._check_number(record)
        if not record.names:
            return []
        node = self.placeholder(ComparisonNode.with_record(record), "compare")
        # Taken, too, though its table is made when the page is written.
        self.state.document.ids[record.meeting_anchor] = node
        return [node]

    def _without_hidden(self, asked: str) -> str:
        """Return the names less those of hidden roles: such may be several words."""
        by_comma = "," in asked
        parts = names(asked) if by_comma else tuple(asked.split())
        kept: list[str] = []
        at = 0
        while at < len(parts):
            ends = [at + 1] if by_comma else range(len(parts), at, -1)
            spans = ((end, " ".join(parts[at:end])) for end in ends)
            hidden = (end for end, name in spans if self.hides(Kind.ROLE, name))
            end = next(hidden, None)
            if end is None:
                kept.append(parts[at])
            at = end or at + 1
        if len(kept) == len(parts):
            return asked
        return (", " if by_comma else " ").join(kept)

    def _check_number(self, comparison: Comparison) -> None:
        names = comparison.names
        if len(names) < LEAST:
            said = f"{quoted(names[0])} is one role" if names else "no role is named"
            self.warn(f"{said}; name {LEAST} to {MOST}, such as 'PM BA'")
        if comparison.left_out:
            rest = listed(comparison.left_out)
            self.warn(
                f"only {MOST} roles fit side by side: {rest} "
                f"{'is' if len(comparison.left_out) == 1 else 'are'} left out; "
                "compare fewer, or write a second pm:compare"
            )


class ProductsDirective(ShowingDirective):
    """Show all products, or those that are part of one: the portfolio."""

    option_spec: ClassVar = {
        "part-of": text,
        "handbooks": names,
        **ShowingDirective.option_spec,
    }

    def show(self) -> list[nodes.Node]:
        """Return the place where the products will stand."""
        part_of = self.named(Kind.PRODUCT, "part-of")
        if part_of != self.options.get("part-of", ""):
            return []
        record = Portfolio(
            anchor=self.make_anchor(part_of or "all"),
            place=self.place,
            part_of=part_of,
            handbooks=self.options.get("handbooks", ()),
        )
        return [self.placeholder(PortfolioNode.with_record(record), "products")]


class ChangesDirective(ShowingDirective):
    """Show what changed since an earlier version of the handbook."""

    option_spec: ClassVar = {
        "since": text,
        "of": names,
        **ShowingDirective.option_spec,
    }

    def show(self) -> list[nodes.Node]:
        """Return the place where the changes will stand."""
        since = self.options.get("since", "")
        if not since:
            self.warn(
                "nothing says since when: name one of pmroles_baselines, such as "
                ":since: 1.0"
            )
            return []
        given: tuple[str, ...] = self.options.get("of", ())
        of = tuple(
            name for name in given if not any(self.hides(kind, name) for kind in WHOLES)
        )
        if given and not of:
            return []
        record = ChangeList(self.make_anchor(since), self.place, since, of)
        return [self.placeholder(ChangeListNode.with_record(record), "changes")]
