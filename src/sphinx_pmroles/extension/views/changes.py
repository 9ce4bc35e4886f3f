"""What changed since an earlier version, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from docutils import nodes

from sphinx_pmroles.extension.dates import unbroken
from sphinx_pmroles.extension.nodes import ChangeListNode
from sphinx_pmroles.extension.table import Cell, TableRow
from sphinx_pmroles.extension.views.references import reference
from sphinx_pmroles.extension.views.tables import ComputedTable, headed, in_place_of
from sphinx_pmroles.extension.words import KINDS, section_title
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.inventory.change import Change, Named, Sort
from sphinx_pmroles.inventory.phrases import KIND_WORDS, phrase, shown
from sphinx_pmroles.model.handbook import WHOLES, Entry, Handbook
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import STAGE_SECTIONS
from sphinx_pmroles.model.overview import ChangeList
from sphinx_pmroles.model.product import PRODUCT_SECTIONS
from sphinx_pmroles.model.role import ROLE_SECTIONS


@dataclass(frozen=True, slots=True)
class ShownChanges:
    """The changes that a page shows, and the things of today that they name."""

    changes: tuple[Change, ...]
    entries: tuple[Entry, ...]


def shown_changes(
    handbook: Handbook, asked: ChangeList, changes: Iterable[Change]
) -> ShownChanges:
    """Return which of *changes* a page asks for."""
    wanted = {
        (kind, entry.key)
        for name in asked.of
        for kind in WHOLES
        if (entry := handbook.find(kind, name))
    }
    shown = tuple(
        change
        for change in changes
        if not asked.of or (_whole(change).kind, _whole(change).key) in wanted
    )
    named = dict.fromkeys(each for change in shown for each in _named_in(change))
    found = (
        handbook.find(each.kind, each.key)
        for each in named
        if each.kind and each.sort is Sort.THING
    )
    return ShownChanges(shown, tuple(entry for entry in found if entry))


def show_changes(node: ChangeListNode, shown: ShownChanges) -> nodes.Element:
    """Return the changes as a table, or the words that there are none."""
    return in_place_of(node, ChangesView(node.record, shown).table_of_all())


def _whole(change: Change) -> Named:
    return change.inside or change.thing


def _named_in(change: Change) -> Iterator[Named]:
    """Yield everything that a change names."""
    for one in (change.inside, change.thing, change.name):
        if one:
            yield one
    yield from (*change.before, *change.after)


class ChangesView(ComputedTable):
    """A list of changes on its way to being a table."""

    def __init__(self, asked: ChangeList, shown: ShownChanges) -> None:
        super().__init__()
        self.asked = asked
        self.docname = asked.place.docname
        self.changes = shown.changes
        self.entries: Mapping[tuple[Kind, str], Entry] = {
            (entry.kind, entry.key): entry for entry in shown.entries
        }

    def table_of_all(self) -> nodes.Element:
        """Return the table: a heading a whole, below it a row a thing that changed."""
        if not self.changes:
            words = _("Nothing has changed since {version}.")
            return nodes.paragraph("", words.format(version=self.asked.since))
        rows = (
            row
            for _heading, group in groupby(self.changes, key=_heading_of)
            for row in self._group(list(group))
        )
        return self.table(self._caption(), headed(_("What"), _("Change")), rows)

    def _caption(self) -> str:
        """Return the title: several of a page are told apart by what they are of."""
        caption = _("Changes since {version}").format(version=self.asked.since)
        if not self.asked.of:
            return caption
        wholes = dict.fromkeys(_whole(change).words for change in self.changes)
        return f"{caption}: {', '.join(wholes)}"

    def _group(self, changes: Sequence[Change]) -> Iterator[TableRow]:
        """Yield the heading over the changes of a whole, or of a kind, and its rows."""
        whole = _whole(changes[0])
        assert whole.kind
        if whole.kind in _WITH_PARTS:
            kind = nodes.Text(f" · {_(KINDS[whole.kind])}")
            heading = [*self._named(whole), kind]
        else:
            heading = [nodes.Text(_(KIND_WORDS[whole.kind]))]
        yield TableRow((self.cell(heading),), is_group=True)
        for thing, group in groupby(changes, key=lambda change: change.thing):
            said = [self._said(change) for change in group]
            yield TableRow((self.cell(self._named(thing)), self._listed(said)))

    def _listed(self, said: Sequence[list[nodes.Node]]) -> Cell:
        """Return what is said of a thing: a text, or several in a list."""
        if len(said) == 1:
            return self.cell(said[0])
        items = (nodes.list_item("", nodes.paragraph("", "", *one)) for one in said)
        return self.cell([nodes.bullet_list("", *items, classes=["simple"])])

    def _said(self, change: Change) -> list[nodes.Node]:
        said: list[nodes.Node] = []
        sections = _SECTIONS.get(change.kind, {})
        for part in phrase(change, _):
            if isinstance(part, Named):
                said += self._named(part, sections)
            elif part:
                said.append(nodes.Text(part))
        return said

    def _named(
        self, named: Named, sections: Mapping[str, tuple[str, ...]] | None = None
    ) -> list[nodes.Node]:
        """Return the words of what is named; things of today are links.

        *sections* are the known ones of the thing that is changed.
        """
        entry = self.entries.get((named.kind, named.key)) if named.kind else None
        if entry:
            return [reference(entry, self.docname, nodes.Text(named.words))]
        if named.sort is Sort.SECTION:
            return [nodes.Text(section_title(named.words, sections or {}))]
        return unbroken(shown(named, _))


_SECTIONS = {
    Kind.ROLE: ROLE_SECTIONS,
    Kind.STAGE: STAGE_SECTIONS,
    Kind.PRODUCT: PRODUCT_SECTIONS,
}

#: The kinds of wholes whose parts change: each has a heading of its own.
_WITH_PARTS = frozenset({Kind.MATRIX, Kind.LIFECYCLE, Kind.ROADMAP})


def _heading_of(change: Change) -> tuple[Kind | None, str]:
    whole = _whole(change)
    return whole.kind, whole.key if whole.kind in _WITH_PARTS else ""
