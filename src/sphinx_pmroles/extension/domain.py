"""The domain ``pm``: what each page defines, and how it is found again."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from sphinx_pmroles import __version__
from sphinx_pmroles.extension import toc
from sphinx_pmroles.extension.audience import HandbookRole, NotesRow, notes
from sphinx_pmroles.extension.collecting import without_collecting
from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.kept import digest_of
from sphinx_pmroles.extension.log import report
from sphinx_pmroles.extension.nodes import NameNode
from sphinx_pmroles.extension.on_use import OnUse
from sphinx_pmroles.extension.page import collect_page
from sphinx_pmroles.extension.site import ENTRY, PAGE, SitePages, linked_page
from sphinx_pmroles.extension.words import KINDS, translate
from sphinx_pmroles.model.audience import LABEL, OF_HANDBOOKS, name_hashes
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.rows import unpack

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_pmroles.checks.names import Faults
    from sphinx_pmroles.extension.baselines import Inventory
    from sphinx_pmroles.extension.views.changes import ShownChanges
    from sphinx_pmroles.inventory.change import Change, Changes
    from sphinx_pmroles.model.finding import Finding, Place
    from sphinx_pmroles.model.handbook import Entry, Handbook, Neighbours, Page, Past
    from sphinx_pmroles.model.overview import ChangeList
    from sphinx_pmroles.model.report import Report
    from sphinx_pmroles.model.reports import Answer

T = TypeVar("T")

#: The digest of what a page says, and the pages that its items link.
Digest = tuple[str, tuple[str, ...]]

_MODULES = "sphinx_pmroles.extension.directives"

#: The directives by name: one that defines a thing is called like its kind.
DIRECTIVES: OnUse[str, type[Directive]] = OnUse(
    {
        "role": f"{_MODULES}.role:RoleDirective",
        "matrix": f"{_MODULES}.matrix:MatrixDirective",
        "lifecycle": f"{_MODULES}.lifecycle:LifecycleDirective",
        "stage": f"{_MODULES}.lifecycle:StageDirective",
        "product": f"{_MODULES}.product:ProductDirective",
        "roadmap": f"{_MODULES}.roadmap:RoadmapDirective",
        "item": f"{_MODULES}.roadmap:ItemDirective",
        # Those that define nothing: they show what others define.
        "roles": f"{_MODULES}.overview:RolesDirective",
        "compare": f"{_MODULES}.overview:CompareDirective",
        "products": f"{_MODULES}.overview:ProductsDirective",
        "report": f"{_MODULES}.report:ReportDirective",
        "changes": f"{_MODULES}.overview:ChangesDirective",
    }
)


class HandbookDomain(Domain):
    """What the pages define, as pickled rows by page.

    The environment is loaded by every build, and most builds need few of them, or none.
    """

    name = "pm"
    # What the search says of each thing that it finds.  Translated when they are shown:
    # this module is imported before the catalogue is known.
    label = translate("Handbook")
    object_types: ClassVar = {
        kind.value: ObjType(translate(KINDS[kind]), kind.value) for kind in Kind
    }
    directives: ClassVar = DIRECTIVES
    roles: ClassVar = {
        kind.value: HandbookRole(innernodeclass=NameNode, warn_dangling=True)
        for kind in Kind
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},
        "digests": {},
        "notes": {},
        "withheld": frozenset(),
        "told": {},
    }
    # Raise it whenever a record of the model changes.
    data_version = 9

    #: The other handbooks, as this build has them, where ``conf.py`` names any.
    neighbours: Neighbours | None = None

    #: The inventories of earlier versions by name, empty where one cannot be read.
    baselines: Mapping[str, Inventory] = MappingProxyType({})
    #: The names of those that were built for another audience.
    withheld_baselines: AbstractSet[str] = frozenset()
    _handbook: Handbook | None = None
    _digest = ""
    _compared: Handbook | None = None
    _inventory: Inventory
    _changes: dict[str, Changes]
    _faults: Faults | None = None

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        # Sphinx has made it a plain dictionary.
        self.directives = OnUse(self.directives)  # type: ignore[misc]  # as Sphinx does
        # The pages that this process has read, or has unpacked since.
        self._unpacked: dict[str, Page] = {}

    @property
    def pages(self) -> dict[str, bytes]:
        """The packed :class:`~sphinx_pmroles.model.handbook.Page` of each, pickled."""
        pages: dict[str, bytes] = self.data["pages"]
        return pages

    @property
    def handbook(self) -> Handbook:
        """All pages together, made anew after any of them has changed."""
        if self._handbook is None:
            from sphinx_pmroles.model.handbook import Handbook, Neighbours
            from sphinx_pmroles.model.scheme import schemes_of

            settings = Settings.of(self.env.config)
            neighbours = self.neighbours
            if neighbours is None:
                neighbours = Neighbours(title=self.env.config.project)
            with without_collecting():
                pages = [*map(self._page, reading_order(self.env, self.pages))]
            self._handbook = Handbook(
                pages,
                schemes_of(settings.schemes),
                settings.as_of(),
                self._past_plans(),
                neighbours,
                site=SitePages(self.env, self._anchors),
            )
        return self._handbook

    def _anchors(self) -> Iterator[tuple[str, str, str]]:
        """Yield the page, the id and the title of each thing of the handbook."""
        for entries in self.handbook.entries.values():
            for entry in entries:
                yield entry.docname, entry.anchor, entry.title

    def _past_plans(self) -> Mapping[str, Past]:
        if not self.baselines:
            return {}
        from sphinx_pmroles.extension.baselines import PastPlans
        from sphinx_pmroles.extension.directives.roadmap import date_rules

        rules = date_rules(self.env.config)
        return PastPlans(self.baselines, self.changes, rules)

    @property
    def digest(self) -> str:
        """A hash of all that the handbook is made of, and that is told of it.

        With the same digest, everything told of the handbook is the same: whoever keeps
        something with the digest need not even make the handbook.
        """
        if not self._digest:
            config, settings = self.env.config, Settings.of(self.env.config)
            digests: dict[str, Digest] = self.data["digests"]
            order = reading_order(self.env, self.pages)
            linked = {to for _, names in digests.values() for to in names}
            site, neighbours = SitePages(self.env), self.neighbours
            self._digest = digest_of(
                [
                    __version__,
                    [config.project, config.release, config.language],
                    repr(settings),
                    str(settings.as_of()),
                    [(n, digests[n], toc.numbered(self.env, n)) for n in order],
                    [site.described(name) for name in sorted(linked)],
                    sorted(self.withheld),
                    any(row.hidden for row in self.notes.values()),
                    dict(self.baselines),
                    sorted(self.withheld_baselines),
                    neighbours.described if neighbours is not None else [],
                ]
            )
        return self._digest

    def _changed(self) -> None:
        """Note that what the pages say is another than it was."""
        self._handbook, self._digest = None, ""

    def _told(self, what: str, tell: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        """Return what is told of the handbook: it is kept until that is another."""
        told: dict[str, Any] = self.data["told"]
        if told.get("digest") != self.digest:
            told = self.data["told"] = {"digest": self.digest}
        if what not in told:
            told[what] = pickle.dumps(tell())
        return cast("tuple[T, ...]", _unpickle(told[what]))

    def _page(self, docname: str) -> Page:
        if docname not in self._unpacked:
            from sphinx_pmroles.model.handbook import Page

            self._unpacked[docname] = unpack(Page, _unpickle(self.pages[docname]))
        return self._unpacked[docname]

    def changes(self, since: str) -> Changes:
        """Return what changed since the baseline of that name."""
        from sphinx_pmroles.inventory.changes import compare
        from sphinx_pmroles.inventory.export import to_json

        handbook = self.handbook
        if self._compared is not handbook:
            self._compared, self._changes = handbook, {}
            config = self.env.config
            self._inventory = to_json(
                handbook,
                project=config.project,
                release=config.release,
                locate=lambda docname, _anchor: docname,
                audience=config.pmroles_audience,
            )
        if since not in self._changes:
            old = self.baselines[since] or self._inventory
            self._changes[since] = compare(old, self._inventory)
        return self._changes[since]

    # The store

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self._unpacked.pop(docname, None)
        self.notes.pop(docname, None)
        self.data["digests"].pop(docname, None)
        self.pages.pop(docname, None)
        # One that says nothing of ours may change the order of those that do.
        self._changed()

    def process_doc(
        self, env: BuildEnvironment, docname: str, document: nodes.document
    ) -> None:
        """Keep what a page defines, once its texts are translated."""
        noted = notes(env).packed()
        if noted:
            self.notes[docname] = noted
        read = collect_page(env, docname, document)
        if read:
            row, self._unpacked[docname] = read
            self.pages[docname] = pickle.dumps(row)
            links = self._unpacked[docname].page_links
            linked = {linked_page(link, docname) for link in links}
            self.data["digests"][docname] = digest_of(row), tuple(sorted(linked))
            self._changed()

    def merge_domaindata(
        self, docnames: AbstractSet[str], otherdata: dict[str, Any]
    ) -> None:
        """Take over the pages that another process has read."""
        for docname in docnames:
            self._unpacked.pop(docname, None)
            for kept in ("pages", "digests", "notes"):
                if docname in otherdata[kept]:
                    self.data[kept][docname] = otherdata[kept][docname]
        self._changed()

    # Audiences

    @property
    def notes(self) -> dict[str, NotesRow]:
        """What was noted of each page: hashes of what it hides and asks for."""
        rows: dict[str, NotesRow] = self.data["notes"]
        return rows

    @property
    def withheld(self) -> frozenset[str]:
        """The hashes of the names of all that is hidden, as the pages were read."""
        known: frozenset[str] = self.data["withheld"]
        return known

    def learn_withheld(self) -> list[str]:
        """Learn what is hidden, and return the pages that were read without knowing.

        A name that something shown has, too, is no secret.
        """
        hidden = {known for row in self.notes.values() for known in row.hidden}
        for kind, name in self._shown_names() if hidden else ():
            hidden -= name_hashes(kind, name)
        changed = self.withheld ^ hidden
        self.data["withheld"] = frozenset(hidden)
        self._digest = ""
        return sorted(
            docname
            for docname, row in self.notes.items()
            if not changed.isdisjoint(row.asked)
        )

    def _shown_names(self) -> Iterator[tuple[str, str]]:
        """Yield the kinds and the names of all that is shown."""
        for kind, entries in self.handbook.entries.items():
            for entry in entries:
                yield from ((kind, name) for name in (entry.key, *entry.names))
                yield LABEL, entry.anchor
        for label in self.env.domains.standard_domain.anonlabels:
            yield LABEL, label

    def is_withheld(self, docname: str) -> bool:
        """Return whether the source of a page holds what is not shown."""
        return docname in self.notes and self.notes[docname].is_withheld

    def pages_with_hidden_files(self) -> list[str]:
        """Return the pages that hide what stands in other files."""
        return sorted(name for name, row in self.notes.items() if row.has_files)

    def unknown_audiences(self) -> list[str]:
        """Return what is wrong with the audiences in the sources."""
        return [
            fault for _name, row in sorted(self.notes.items()) for fault in row.faults
        ]

    # Checks

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all checks."""
        return self._told("findings", lambda: tuple(self._find()))

    def _find(self) -> list[Finding]:
        if not self.pages:
            return []
        from sphinx_pmroles.checks.table import run_checks

        checks = dict(Settings.of(self.env.config).checks)
        if any(row.hidden for row in self.notes.values()):
            checks.update(dict.fromkeys(OF_HANDBOOKS, False))
        return run_checks(self.handbook, checks)

    def fault_of(self, kind: Kind, name: str) -> str:
        """Return what is wrong with a name, as long as the handbook stays the same."""
        if self._faults is None or self._faults.handbook is not self.handbook:
            from sphinx_pmroles.checks.names import Faults

            self._faults = Faults(self.handbook)
        return self._faults.of(kind, name)

    def check_consistency(self) -> None:
        """Report the findings of all checks, in the order of the documents."""
        for finding in self.findings:
            report(finding, Path(self.env.srcdir))

    def shown_changes(self, asked: ChangeList) -> ShownChanges | None:
        """Return the changes that a page asks for.

        ``None`` stands for those since a baseline that was built for others.
        """
        from sphinx_pmroles.extension.views.changes import shown_changes

        if asked.since in self.withheld_baselines:
            return None
        found = (
            self.changes(asked.since).changes if asked.since in self.baselines else ()
        )
        told = [change for change in found if not self._is_withheld(change)]
        return shown_changes(self.handbook, asked, told)

    def _is_withheld(self, change: Change) -> bool:
        """Return whether a change names what is hidden now, and was not before.

        A state or a date names nothing, although a hidden row may hold the same.
        """
        if not self.withheld:
            return False
        from sphinx_pmroles.inventory.change import Named, Sort
        from sphinx_pmroles.model.roadmap import Field

        one = (change.old, change.new, change.inside, change.name)
        values = (*change.before, *change.after)
        if change.name == Named(Field.WHEN, Sort.WORD):
            values = ()
        named = filter(None, (*one, *values))
        return any(
            not self.withheld.isdisjoint(name_hashes(kind, name))
            for each in named
            if each.sort is not Sort.WORD
            for kind in ([each.kind] if each.kind else Kind)
            for name in (each.words, each.key)
        )

    def answer(self, asked: Report) -> Answer:
        """Return what a report says."""
        from sphinx_pmroles.model.report import ReportKind
        from sphinx_pmroles.model.reports import answer

        # No other report needs the checks.
        findings = self.findings if asked.kind is ReportKind.GAPS else ()
        return answer(self.handbook, asked, findings)

    # References

    def resolve_xref(  # noqa: PLR0917 (Sphinx calls it so)
        self,
        env: BuildEnvironment,  # noqa: ARG002 (Sphinx passes it)
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return the link to what *target* names, if just one thing does."""
        if typ == PAGE:
            anchor = node["reftargetid"]
            link = make_refnode(builder, fromdocname, target, anchor, contnode)
            return _without_page(link, anchor)
        entry: Entry | None = node.get(ENTRY)
        if entry is None:
            entry = self.handbook.find(Kind(typ), target, node.get("pm:inside", ""))
        if entry is None:
            return None
        return _link(builder, fromdocname, entry, node, contnode)

    def resolve_any_xref(  # noqa: PLR0917 (Sphinx calls it so)
        self,
        env: BuildEnvironment,  # noqa: ARG002 (Sphinx passes it)
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return the links to all things that *target* may name."""
        return [
            (
                f"{self.name}:{kind}",
                _link(builder, fromdocname, entry, node, contnode),
            )
            for kind in Kind
            for entry in self.handbook.find_all(kind, target)
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield everything that can be referred to, for search and ``objects.inv``."""
        for row in self.objects:
            yield *row, 1

    def prepare(self) -> None:
        """Have what every build tells of the handbook before the environment is saved.

        The next build then tells the same without a handbook.
        """
        # With their digest, the objects themselves are kept, too.
        for _told in (self.findings, self.digest_of_objects):
            pass

    @property
    def objects(self) -> tuple[tuple[str, str, str, str, str], ...]:
        """The key, title, kind, page and anchor of everything."""
        return self._told("objects", lambda: tuple(self._objects()))

    @property
    def digest_of_objects(self) -> str:
        """A hash of the key, title, kind, page and anchor of everything."""
        (digest,) = self._told("digest of objects", lambda: (digest_of(self.objects),))
        return digest

    def _objects(self) -> Iterator[tuple[str, str, str, str, str]]:
        seen: set[tuple[Kind, str]] = set()
        for kind, entries in self.handbook.entries.items() if self.pages else ():
            for entry in entries:
                # Of duplicates, which are reported, the first counts everywhere.
                key = (kind, fold(entry.key))
                if key in seen:
                    continue
                seen.add(key)
                where = (entry.docname, entry.anchor)
                yield entry.key, entry.title, kind.value, *where

    def get_full_qualified_name(self, node: nodes.Element) -> str | None:
        """Return the target of a reference, as intersphinx looks it up."""
        target: str | None = node.get("reftarget")
        return target


def _unpickle(kept: bytes) -> Any:
    # It comes from the environment, which Sphinx itself unpickles.
    return pickle.loads(kept)  # noqa: S301


def reading_order(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return pages as the tables of contents lead through them, the rest by name."""
    position: dict[str, int] = {}
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname not in position:
            position[docname] = len(position)
            waiting += reversed(env.toctree_includes.get(docname, []))
    last = len(position)
    return sorted(docnames, key=lambda name: (position.get(name, last), name))


def _link(
    builder: Builder,
    fromdocname: str,
    entry: Entry,
    node: addnodes.pending_xref,
    contnode: nodes.Element,
) -> nodes.reference:
    """Return the link to *entry*; what is in a handbook without address has none.

    A reference by key shows the title; one by any other name keeps its author's
    word, so that ``BA`` stays ``BA`` in the sentence.
    """
    content: nodes.Element = contnode
    if not node.get("refexplicit") and entry.is_keyed(node["reftarget"]):
        content = NameNode("", entry.title, classes=contnode["classes"])
    if entry.handbook:
        if not entry.uri:
            # Sphinx takes any node for the answer.
            return cast("nodes.reference", content)
        where = {"refuri": entry.uri, "reftitle": hover_text(entry)}
        return nodes.reference("", "", content, internal=False, **where)
    link = make_refnode(
        builder, fromdocname, entry.docname, entry.anchor, content, hover_text(entry)
    )
    return _without_page(link, entry.anchor)


def _without_page(link: nodes.reference, anchor: str) -> nodes.reference:
    """Return a link less the name of a page that stands in the same file."""
    # Sphinx 9.0 writes "#document-page#anchor" in singlehtml, which leads nowhere.
    if link.get("refuri", "").count("#") > 1:
        link["refuri"] = f"#{anchor}"
    return link


#: The longest hover text: browsers wrap about 80 characters a line, and few readers
#: hold the pointer still for more than three.
HOVER = 240


def hover_text(entry: Entry) -> str:
    """Return what a reference says when it is hovered: the title, and what it is for.

    What is long is cut at a word.
    """
    if not entry.says:
        return entry.title
    from sphinx_pmroles.charts.text_width import shorten

    # The width of a text of average letters, at a size of 10.
    return shorten(f"{entry.title}: {' '.join(entry.says.split())}", 10, HOVER * 5)


def warn_missing_reference(
    app: Sphinx, domain: Domain, node: addnodes.pending_xref
) -> bool | None:
    """Report a reference of ours that leads nowhere, with the nearest name."""
    if not isinstance(domain, HandbookDomain):
        return None
    from sphinx_pmroles.model.finding import Finding

    settings = Settings.of(app.config)
    if domain.handbook.is_out_of_reach(node["reftarget"]):
        return True
    if settings.checks.get("unknown-reference", True):
        kind = Kind(node["reftype"])
        message = f"pm:{kind} {domain.fault_of(kind, node['reftarget'])}"
        report(
            Finding("unknown-reference", message, _place(domain, node)),
            Path(domain.env.srcdir),
        )
    return True


def _place(domain: HandbookDomain, node: addnodes.pending_xref) -> Place:
    from sphinx_pmroles.extension.directives.base import place_of

    docname = node.get("refdoc", domain.env.docname)
    source, line = node.source, node.line
    parent = node.parent
    while (not source or not line) and parent is not None:
        source, line = source or parent.source, line or parent.line
        parent = parent.parent
    return place_of(domain.env, docname, source, line or 0)
