"""All roles: as a table, as a tree with the organisation chart, as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docutils import nodes

from sphinx_pmroles.extension.nodes import ChartNode, Label, RoleListNode, TableNode
from sphinx_pmroles.extension.table import Cell, Table, TableColumn, TableRow
from sphinx_pmroles.extension.views.references import reference
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.organisation import (
    TIE_WORDS,
    ListedRole,
    Member,
    Organisation,
    listed_roles,
    place_members,
)
from sphinx_pmroles.model.overview import RoleView
from sphinx_pmroles.model.role import ROLE_KINDS

#: LaTeX sets no more lists inside each other than these.
NESTED = 4

Nodes = list[nodes.Node]


def show_roles(handbook: Handbook, node: RoleListNode) -> nodes.Element:
    """Return the roles of the handbook in the view that is asked for."""
    roles = listed_roles(handbook, node.record)
    view = RoleListView(node)
    shown: nodes.Element
    if not roles:
        shown = nodes.paragraph("", view.nothing())
    else:
        match node.record.view:
            case RoleView.TABLE:
                shown = view.table(roles)
            case RoleView.LIST:
                shown = view.list(roles)
            case RoleView.TREE:
                shown = view.tree(roles)
    for attribute in ("ids", "names", "classes"):
        shown[attribute] = list(node[attribute])
    shown.source, shown.line = node.source, node.line
    if isinstance(shown, nodes.bullet_list | nodes.paragraph):
        # LaTeX has no labels on these.
        first = next(shown.findall(nodes.paragraph))
        first.insert(0, nodes.target("", "", ids=shown["ids"]))
        # docutils hands the ids of a node on to what takes its place.
        shown["ids"] = node["ids"] = []
    return shown


class RoleListView:
    """An overview of roles on its way to being shown."""

    def __init__(self, node: RoleListNode) -> None:
        self.node = node
        self.asked = node.record
        self.docname = self.asked.place.docname

    def nothing(self) -> str:
        """Return the words that stand where there is no role to show."""
        if self.asked.kinds:
            return _("No role of this kind is defined yet.")
        return _("No role is defined yet.")

    def table(self, roles: tuple[ListedRole, ...]) -> TableNode:
        """Return a table of *roles*, without the columns that nobody has filled."""
        kinds = {role.kind for role in roles} - {ROLE_KINDS[0]}
        columns: dict[str, Callable[[ListedRole], Nodes]] = {
            _("Role"): lambda role: [reference(role.entry, self.docname)],
            _("Abbreviation"): lambda role: _text(role.abbr),
            _("Kind"): lambda role: _text(_(role.kind) if kinds else ""),
            _("Level"): lambda role: _text(role.level),
            _("Reports to"): self._superior,
            _("Purpose"): lambda role: _text(_purpose(role)),
        }
        cells = [[content(role) for content in columns.values()] for role in roles]
        filled = [n for n, column in enumerate(zip(*cells, strict=True)) if any(column)]
        labels = [Label("", "", nodes.Text(self._title(_("Roles"))))]

        def cell(content: Nodes) -> Cell:
            if not content:
                return Cell()
            if isinstance(content[0], nodes.Text):
                return Cell(content[0].astext())
            labels.append(Label("", "", *content))
            return Cell(label=len(labels) - 1)

        headers = list(columns)
        # On a phone, rows become cards, as those of a chart's twin do.
        self.node["classes"].append("pm-cards")
        return TableNode.with_table(
            Table(
                tuple(TableColumn(Cell(headers[n])) for n in filled),
                tuple(TableRow(tuple(cell(row[n]) for n in filled)) for row in cells),
                caption=0,
            ),
            labels,
        )

    def list(self, roles: tuple[ListedRole, ...]) -> nodes.bullet_list:
        """Return *roles* with what each is for."""
        return nodes.bullet_list(
            "",
            *(
                _item(self._name(role), _text(": ", _purpose(role), needed=1))
                for role in roles
            ),
        )

    def tree(self, roles: tuple[ListedRole, ...]) -> ChartNode:
        """Return the organisation chart, with a nested list as its twin."""
        members = place_members(roles)
        title = self._title(_("Organisation chart"))
        drawn = Organisation(self.asked.anchor, self.asked.place, title, members)
        return ChartNode.of(drawn, self._nested(members))

    # The parts of tables and lists

    def _title(self, words: str) -> str:
        """Return *words* with the kinds that alone are shown."""
        kinds = ", ".join(_(kind) for kind in self.asked.kinds)
        return f"{words}: {kinds}" if kinds else words

    def _superior(self, role: ListedRole) -> Nodes:
        if role.superior:
            return [reference(role.superior, self.docname)]
        return _text(role.reports_to)

    def _name(self, role: ListedRole) -> Nodes:
        """Return the title as a link, and the short facts."""
        facts = [_(role.kind)] if role.kind != ROLE_KINDS[0] else []
        facts = [fact for fact in (role.abbr, *facts, role.level) if fact]
        name: Nodes = [reference(role.entry, self.docname)]
        return [*name, *_text(" (", ", ".join(facts), ")", needed=1)]

    def _nested(self, members: Iterable[Member]) -> nodes.bullet_list:
        """Return a list with the reports of each member in a list of its own.

        What would stand deeper than may be stands in the deepest list, and says whom
        it reports to.
        """
        deepest = max(1, NESTED - self._lists_around())
        twin = nodes.bullet_list()
        open_lists = [twin]
        path: list[Member] = []
        for member in members:
            del path[member.depth :]
            level = min(member.depth, deepest - 1)
            del open_lists[level + 1 :]
            if level == len(open_lists):
                inner = nodes.bullet_list()
                open_lists[-1].children[-1].append(inner)  # type: ignore[attr-defined]
                open_lists.append(inner)
            note: Nodes = []
            if member.depth >= deepest:
                note = self._note(member, _("reports to {name}"), path[-1].role)
            elif member.tie in TIE_WORDS:
                note = self._note(member, _(TIE_WORDS[member.tie]))
            open_lists[-1] += _item(self._name(member.role), note)
            path.append(member)
        return twin

    def _lists_around(self) -> int:
        count = 0
        around = self.node.parent
        while around is not None:
            count += isinstance(around, nodes.bullet_list | nodes.enumerated_list)
            around = around.parent
        return count

    def _note(
        self, member: Member, words: str, superior: ListedRole | None = None
    ) -> Nodes:
        """Return *words* about whom a member reports to, with the link in its place."""
        before, _name, after = words.partition("{name}")
        entry = superior.entry if superior else member.role.superior
        name: nodes.Node = nodes.Text(member.role.reports_to)
        if entry:
            name = reference(entry, self.docname)
        return [nodes.Text(f", {before}"), name, *_text(after)]


def _item(*content: Nodes) -> nodes.list_item:
    children = [child for part in content for child in part]
    return nodes.list_item("", nodes.paragraph("", "", *children))


def _text(*parts: str, needed: int = 0) -> Nodes:
    """Return *parts* as a text; nothing if the one that is *needed* is empty."""
    return [nodes.Text("".join(parts))] if parts[needed] else []


def _purpose(role: ListedRole) -> str:
    return " ".join(role.entry.says.split())
