"""The handbook: all pages together, to be asked and never changed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import chain, starmap
from typing import Any

from sphinx_pmroles.model.finding import Elsewhere, Finding, Place
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.link import PageLink, Site, Spot, page_link
from sphinx_pmroles.model.matrix import Activity, Matrix
from sphinx_pmroles.model.messages import nearest
from sphinx_pmroles.model.overview import ChangeList, Comparison, Portfolio, RoleList
from sphinx_pmroles.model.period import Period
from sphinx_pmroles.model.planning import (
    ALL,
    Shown,
    collect,
    in_handbook,
    join,
    restrict,
    with_baseline,
)
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.report import Report
from sphinx_pmroles.model.roadmap import Field, Item, Roadmap
from sphinx_pmroles.model.role import Role
from sphinx_pmroles.model.scheme import Letter, Scheme, scheme_names

#: The kinds of things that are no part of another.
WHOLES = (Kind.ROLE, Kind.MATRIX, Kind.LIFECYCLE, Kind.PRODUCT, Kind.ROADMAP)


@dataclass(frozen=True, slots=True)
class Reference:
    """A page's mention of something by name.

    *kind* is empty where anything of that name is meant.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one page defines, refers to, and what was wrong when it was read."""

    docname: str
    roles: tuple[Role, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    lifecycles: tuple[Lifecycle, ...] = ()
    products: tuple[Product, ...] = ()
    roadmaps: tuple[Roadmap, ...] = ()
    items: tuple[Item, ...] = ()
    reports: tuple[Report, ...] = ()
    role_lists: tuple[RoleList, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    portfolios: tuple[Portfolio, ...] = ()
    change_lists: tuple[ChangeList, ...] = ()
    references: tuple[Reference, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def page_links(self) -> Iterator[PageLink]:
        """The links of items here that lead to pages."""
        items = (item for roadmap in self.roadmaps for item in roadmap.items)
        for item in (*items, *self.items):
            link = page_link(item.link) if item.link else None
            if link:
                yield link


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be referred to: its full key, title and target.

    *says* is one line on what it is for, empty if nobody said.  The key of something
    in another handbook begins with the name of that, and a slash.  *source_title* is
    the title in the sources, if another is shown.
    """

    kind: Kind
    key: str
    title: str
    docname: str
    anchor: str
    place: Place
    names: tuple[str, ...] = ()
    says: str = ""
    allow: tuple[str, ...] = ()
    source_title: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """All that a page can show of this, and no more."""
        where = (self.docname, self.anchor, self.uri)
        return (self.kind, self.key, self.title, *where, self.says, self.source_title)

    @property
    def handbook(self) -> str:
        """The name of the other handbook that this is in; empty if it is in ours."""
        return self.place.handbook if isinstance(self.place, Elsewhere) else ""

    @property
    def uri(self) -> str:
        """The URL of something in another handbook, if its address is known."""
        return self.place.uri if isinstance(self.place, Elsewhere) else ""

    def named(self, name: str) -> str:
        """Return the name that readers see for *name*: of a title, its translation."""
        is_title = bool(self.source_title) and fold(name) == fold(self.source_title)
        return self.title if is_title else name

    def is_keyed(self, name: str) -> bool:
        """Return whether *name* is the key, or the last part of it."""
        return fold(name) in {fold(self.key), fold(self.key.rpartition("/")[2])}


@dataclass(frozen=True, slots=True)
class Part:
    """A role's part in one activity: the letter with its word, and the note."""

    code: str
    word: str
    activity: Entry
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixParts:
    """A role's parts in one matrix that share a letter."""

    code: str
    word: str
    matrix: Entry
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Involvement:
    """What the handbook says of a role, beside its definition."""

    parts: tuple[MatrixParts, ...]
    gates: tuple[Entry, ...]
    items: tuple[Entry, ...]
    products: tuple[Entry, ...]
    reports: tuple[Entry, ...]
    reports_to: Entry | None
    works_with: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class StageContents:
    """What the handbook places in a stage, beside its definition.

    *decider* is the shortest name of who decides the gate into it.
    """

    decided_by: Entry | None
    decider: str
    activities: tuple[Entry, ...]
    items: tuple[Entry, ...]
    products: tuple[Entry, ...]


#: When the items of a handbook were planned in an earlier version, by the keys that
#: they have now.
Past = Mapping[str, Period]

#: An item of a roadmap, with the roadmap around it.
PlacedItem = tuple[Roadmap, Item]


@dataclass(slots=True)
class _Mentions:
    """Where one role is named."""

    columns: list[tuple[Matrix, int]] = field(default_factory=list)
    gates: list[Entry] = field(default_factory=list)
    items: list[PlacedItem] = field(default_factory=list)
    products: list[Entry] = field(default_factory=list)
    reports: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other handbooks that one can refer to, by their folded names.

    *own* is the name that this handbook has among them, if it has one, and *title* is
    what readers know it by.  *out_of_reach* are the folded names of those that could
    not be had.
    """

    handbooks: Mapping[str, Handbook] = field(default_factory=dict)
    own: str = ""
    title: str = ""
    out_of_reach: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Return whether there is anything to know."""
        return bool(self.handbooks or self.own)

    @property
    def names(self) -> frozenset[str]:
        """The folded names of the other handbooks, be they to be had or not."""
        return frozenset(self.handbooks) | self.out_of_reach

    @property
    def described(self) -> list[Any]:
        """All that is known of them, in plain types."""
        return [
            [self.own, self.title, sorted(self.out_of_reach)],
            *(
                [name, repr(other.pages), repr(other.schemes)]
                for name, other in self.handbooks.items()
            ),
        ]

    def named(self, name: str) -> Handbook | None:
        """Return the other handbook of that name."""
        return self.handbooks.get(fold(name)) if self.handbooks else None

    def is_own(self, name: str) -> bool:
        """Return whether *name* is that of this handbook."""
        return bool(self.own) and fold(name) == fold(self.own)


class Handbook:
    """All pages of a handbook in their order, with what is looked up in them.

    Of two things with the same key, the first in that order is the one that the key
    names.  *today* is the as-of date of the roadmaps that give none, ``None`` if there
    is no such date.  *past* has, by the names of earlier versions, when the items were
    planned then.  *neighbours* are the other handbooks that can be referred to.
    *site* knows all pages, as far as links may lead to them.
    """

    def __init__(
        self,
        pages: Iterable[Page] = (),
        schemes: Iterable[Scheme] = (),
        today: date | None = None,
        past: Mapping[str, Past] | None = None,
        neighbours: Neighbours | None = None,
        *,
        site: Site | None = None,
    ) -> None:
        self.pages = tuple(pages)
        self.today = today
        self.past = past or {}
        self.schemes = scheme_names(tuple(schemes)) if schemes else scheme_names()
        # Few names stand in many places, and each is looked up by every view of it.
        self._found: dict[tuple[Kind, str], tuple[Entry, ...]] = {}
        self.neighbours = Neighbours() if neighbours is None else neighbours
        self._united: dict[tuple[str, ...], Handbook] = {}
        # Made when they are asked for: who writes one page needs few of them.
        self._entries: dict[Kind, tuple[Entry, ...]] = {}
        self._made: dict[tuple[int, int], Entry] = {}
        self.site = site

    @property
    def roles(self) -> Iterator[Role]:
        """All roles, in document order."""
        return (role for page in self.pages for role in page.roles)

    @property
    def matrices(self) -> Iterator[Matrix]:
        """All matrices, in document order."""
        return (matrix for page in self.pages for matrix in page.matrices)

    @property
    def lifecycles(self) -> Iterator[Lifecycle]:
        """All life cycles, in document order."""
        return (cycle for page in self.pages for cycle in page.lifecycles)

    @property
    def products(self) -> Iterator[Product]:
        """All products, in document order."""
        return (product for page in self.pages for product in page.products)

    @property
    def roadmaps(self) -> Iterator[Roadmap]:
        """All roadmaps, in document order, with the items that name them."""
        return iter(self._joined[0])

    @property
    def homeless_items(self) -> tuple[Item, ...]:
        """The items that are written by themselves and name no roadmap."""
        return self._joined[1]

    def scheme(self, matrix: Matrix) -> Scheme:
        """Return the scheme of a matrix, with the words that it has there."""
        scheme = self.schemes[matrix.scheme]
        return replace(scheme, letters=matrix.letters) if matrix.letters else scheme

    # Looking up

    @cached_property
    def entries(self) -> dict[Kind, tuple[Entry, ...]]:
        """Everything that can be referred to, by kind, in document order."""
        return {kind: self.entries_of(kind) for kind in Kind}

    def entries_of(self, kind: Kind) -> tuple[Entry, ...]:
        """Return everything of one kind: most pages ask for a kind or two."""
        if kind not in self._entries:
            self._entries[kind] = tuple(self._make_entries(kind))
        return self._entries[kind]

    def find_all(self, kind: Kind, name: str) -> tuple[Entry, ...]:
        """Return what *name* names: by key, else by title, abbreviation or alias.

        More than one answer means that the name is ambiguous.
        """
        found = self._found.get((kind, name))
        if found is None:
            found = self._found[kind, name] = self._look_up(kind, name)
        return found

    def _look_up(self, kind: Kind, name: str) -> tuple[Entry, ...]:
        folded = fold(name)
        if not folded:
            return ()
        by_key, by_name = self._index(kind)
        found = by_key.get(folded) or by_name.get(folded)
        if found:
            return found
        if "/" in name and self.neighbours:
            home, _, rest = name.partition("/")
            if self.neighbours.is_own(home):
                return self.find_all(kind, rest)
            neighbour = self.neighbours.named(home)
            if neighbour:
                return neighbour.find_all(kind, name)
        # An untranslated title still leads to the key that was made of it; the key of
        # a part alone is one of the part's names.
        key = make_key(name)
        return by_key.get(key) or by_name.get(key, ())

    def find(self, kind: Kind, name: str, inside: str = "") -> Entry | None:
        """Return the one thing that *name* names, ``None`` if none or several.

        *inside* is the key of the matrix, life cycle or roadmap to look in first.
        """
        for own in (name, make_key(name)) if inside else ():
            found = self.find_all(kind, f"{inside}/{own}")
            if len(found) == 1:
                return found[0]
        found = self.find_all(kind, name)
        return found[0] if len(found) == 1 else None

    def find_role(self, name: str) -> Role | None:
        """Return the role that *name* names, if just one does."""
        entry = self.find(Kind.ROLE, name)
        return self._home(entry).roles_by_key[entry.key] if entry else None

    def suggest(self, kind: Kind, name: str) -> str:
        """Return the known name that is nearest to *name*; empty if none is near."""
        home, _, rest = name.partition("/")
        neighbour = self.neighbours.named(home)
        if neighbour:
            return neighbour.nearest(kind, fold(rest), fold(f"{home}/"))
        return self.nearest(kind, fold(name))

    def nearest(self, kind: Kind, name: str, before: str = "") -> str:
        """Return the name that is nearest to *name*, of those with *before* in front.

        Both are folded; the answer is not, and empty if none is near.
        """
        by_key, by_name = self._index(kind)
        # What all names begin with would make all of them alike.
        names = {known.removeprefix(before): known for known in (*by_key, *by_name)}
        near = nearest(name, names)
        if not near:
            return ""
        folded = names[near]
        entry = (by_key.get(folded) or by_name[folded])[0]
        return next((n for n in _full_names(entry) if fold(n) == folded), entry.key)

    def find_product(self, name: str) -> Product | None:
        """Return the product that *name* names, if just one does."""
        entry = self.find(Kind.PRODUCT, name) if name else None
        if entry is None:
            return None
        return self._home(entry).products_by_key[fold(entry.key)]

    def entry_of(
        self,
        whole: Role | Matrix | Lifecycle | Product | Roadmap,
        part: Activity | Stage | Item | None = None,
    ) -> Entry:
        """Return the entry of something with a title, or of a *part* of it."""
        match whole, part:
            case Role(), _:
                return _role_entry(whole)
            case Product(), _:
                return _product_entry(whole)
            case _, None:
                return _whole(_KINDS[type(whole)], whole)
            case _:
                return _part(_KINDS[type(part)], whole, part)

    def activity(self, entry: Entry) -> tuple[Activity, Matrix] | None:
        """Return the activity of an entry, and its matrix, if it is one."""
        return self._activities.get((entry.kind, entry.key))

    def stage_of(self, activity: Activity) -> Entry | None:
        """Return the stage that an activity's column or group names, if any."""
        named = activity.stage or activity.group
        return self.stage_named(named, activity.place.docname)

    def stage_named(self, name: str, docname: str) -> Entry | None:
        """Return the stage that a table on a page names, if just one."""
        found = self.stages_named(name, docname)
        return found[0] if len(found) == 1 else None

    def stages_named(self, name: str, docname: str) -> tuple[Entry, ...]:
        """Return the stages that a table on the page *docname* may mean by *name*.

        Of stages of several life cycles, the one on the same page is meant.
        """
        found = self.find_all(Kind.STAGE, name) if name else ()
        here = tuple(entry for entry in found if entry.docname == docname)
        return here if len(here) == 1 else found

    def participant_key(self, text: str) -> str:
        """Return the key of a participant: its role's, or one made of its text."""
        role = self.find_role(text)
        return role.key if role else make_key(text)

    # Several handbooks

    def together_with(self, names: Sequence[str]) -> Handbook:
        """Return this handbook and those that *names* names as one.

        ``*`` names all; a name of none is left out.
        """
        wanted = tuple(
            key for key in self.neighbours.handbooks if _is_named(key, names)
        )
        if not wanted:
            return self
        if wanted not in self._united:
            theirs = [self.neighbours.handbooks[key] for key in wanted]
            pages = [page for one in (self, *theirs) for page in one.pages]
            united = Handbook(
                pages, (), self.today, self.past, self.neighbours, site=self.site
            )
            united.schemes = {**self.schemes}
            for other in theirs:
                united.schemes |= other.schemes
            united.schemes |= self.schemes
            self._united[wanted] = united
        return self._united[wanted]

    def is_out_of_reach(self, name: str) -> bool:
        """Return whether *name* is of another handbook that could not be had."""
        return fold(name.partition("/")[0]) in self.neighbours.out_of_reach

    def _home(self, entry: Entry) -> Handbook:
        """Return the handbook that has what *entry* is of."""
        return self.neighbours.named(entry.handbook) or self

    # Roadmaps

    def shown(self, roadmap: Roadmap) -> Shown:
        """Return what a page's roadmap shows: all its items, or those it collects."""
        # The page's own record: of two roadmaps with one key, each has its own rows.
        place = (roadmap.place.docname, roadmap.anchor)
        whole = self._roadmaps_by_place.get(place, roadmap)
        if roadmap.of:
            whole = collect(whole, self.collected(roadmap), self._keys_of)
        if roadmap.since in self.past:
            whole = with_baseline(whole, self.past[roadmap.since])
        return restrict(whole, len(roadmap.items))

    def collected(self, roadmap: Roadmap) -> list[Roadmap]:
        """Return the roadmaps whose items a roll-up shows; never a roll-up's.

        Where some are of other handbooks, those of this one say whose they are, too.
        """
        found = {
            entry.key for name in roadmap.of if (entry := self.find(Kind.ROADMAP, name))
        }
        whole = [name[: -len(OF_ALL)] for name in roadmap.of if name.endswith(OF_ALL)]
        is_whole = ALL in roadmap.of or any(map(self.neighbours.is_own, whole))
        own = [r for r in self.roadmaps if not r.of and (is_whole or r.key in found)]
        theirs = [
            other
            for key, neighbour in self.neighbours.handbooks.items()
            for other in neighbour.roadmaps
            if _is_named(key, whole) or other.key in found
        ]
        if not any(map(self._is_of_others, roadmap.of)):
            return own
        return [*(in_handbook(one, self.neighbours.title) for one in own), *theirs]

    def _is_of_others(self, name: str) -> bool:
        """Return whether ``:of:`` names another handbook, be it there or not."""
        home, slash, _ = name.partition("/")
        return bool(slash) and (home == ALL or fold(home) in self.neighbours.names)

    @cached_property
    def roll_ups(self) -> frozenset[str]:
        """The keys of the roadmaps that collect the items of others."""
        return frozenset(roadmap.key for roadmap in self.roadmaps if roadmap.of)

    def named_by(self, field: Field | None, text: str, docname: str) -> Entry | None:
        """Return what a cell of a roadmap's column names, if just one thing.

        *docname* is the page on which the cell stands.
        """
        if field is Field.STAGE:
            return self.stage_named(text, docname)
        kind = _NAMED.get(field) if field else None
        return self.find(kind, text) if kind and text else None

    def named_in(self, item: Item, field: Field | None, text: str) -> Entry | None:
        """Return what *text* names, which stands in a column of *item*."""
        return self.named_by(field, name_in(item, field, text), item.place.docname)

    def names_of(
        self, items: Iterable[Item], fields: Container[Field | None] = frozenset(Field)
    ) -> list[Entry | None]:
        """Return what items name in some fields, or in all, each name once."""
        named = dict.fromkeys(
            (field, text, item.place.docname)
            for item in items
            for field, text in (
                (Field.OWNER, item.owner),
                (Field.STAGE, item.stage),
                (Field.PRODUCT, item.product),
            )
            if field in fields
        )
        return [self.named_by(*each) for each in named]

    def needs_of(self, item: Item) -> tuple[Entry | None, ...]:
        """Return what an item that is written by itself depends on, as far as known."""
        home = self.find(Kind.ROADMAP, item.roadmap) if item.roadmap else None
        inside = home.key if home else ""
        return tuple(self.find(Kind.ITEM, name, inside) for name in item.depends_on)

    def translated_needs(self, roadmap: Roadmap, item: Item) -> dict[str, str]:
        """Return what an item depends on, of that which readers know otherwise.

        The titles that readers see, by the folded ones of their authors.
        """
        if isinstance(item.place, Elsewhere):
            return {}
        # In a roll-up, an item says which roadmap it is from.
        inside = (roadmap.of and item.roadmap) or roadmap.key
        found = (self.find(Kind.ITEM, name, inside) for name in item.depends_on)
        return {
            fold(need.source_title): need.title
            for need in found
            if need and need.source_title
        }

    def spot(self, item: Item) -> Spot | None:
        """Return where an item's link to a page leads, ``None`` if it is another."""
        if self.site is None or isinstance(item.place, Elsewhere):
            return None
        link = page_link(item.link) if item.link else None
        spot = self.site.find(link, item.place.docname) if link else None
        is_file = link and link.may_be_a_file and spot and not spot.docname
        return None if is_file else spot

    def spots_of(self, items: Iterable[Item]) -> list[Spot | None]:
        """Return where the links of *items* to pages lead."""
        return [self.spot(item) for item in items if item.link]

    def _keys_of(self, item: Item, field: Field, text: str) -> Iterator[str]:
        """Yield the keys and the names of what a cell names."""
        entry = self.named_in(item, field, text)
        if entry:
            yield from map(make_key, (entry.key, entry.key.rpartition("/")[2]))
            yield from map(make_key, entry.names)

    @cached_property
    def _joined(self) -> tuple[tuple[Roadmap, ...], tuple[Item, ...]]:
        roadmaps = [roadmap for page in self.pages for roadmap in page.roadmaps]
        return join(roadmaps, (item for page in self.pages for item in page.items))

    @cached_property
    def _items(self) -> list[PlacedItem]:
        """The items of all roadmaps, each with its roadmap."""
        return [(roadmap, item) for roadmap in self.roadmaps for item in roadmap.items]

    @cached_property
    def _roadmaps_by_place(self) -> dict[tuple[str, str], Roadmap]:
        return {(r.place.docname, r.anchor): r for r in self.roadmaps}

    # What the handbook says of a role

    def involvement(self, role: Role) -> Involvement:
        """Return what the handbook says of *role*, in document order."""
        mentions = self._mentions.get(role.key, _Mentions())
        return Involvement(
            parts=tuple(self._parts(mentions)),
            gates=tuple(mentions.gates),
            items=tuple(starmap(self._part_entry, mentions.items)),
            products=tuple(mentions.products),
            reports=tuple(mentions.reports),
            reports_to=self.find(Kind.ROLE, role.reports_to),
            works_with=tuple(
                entry
                for name in role.works_with
                if (entry := self.find(Kind.ROLE, name))
            ),
        )

    def columns(self, role: Role) -> Sequence[tuple[Matrix, int]]:
        """Return the columns of matrices that name *role*, in document order."""
        return self._mentions.get(role.key, _Mentions()).columns

    def position_of(self, matrix: Matrix) -> int:
        """Return the number of a matrix in document order."""
        return self._positions[id(matrix)]

    def _parts(self, mentions: _Mentions) -> Iterator[MatrixParts]:
        """Yield the role's parts: by letter in the scheme's order, then by matrix."""
        found: dict[tuple[str, str], list[MatrixParts]] = {}
        for matrix, column in mentions.columns:
            scheme = self.scheme(matrix)
            for letter in _owner_first(scheme):
                # Before it is known whether there are any: the letters come in the
                # scheme's order, whatever the first matrix uses.
                by_matrix = found.setdefault((letter.code, letter.word), [])
                parts = tuple(
                    Part(
                        letter.code,
                        letter.word,
                        self._part_entry(matrix, activity),
                        activity.cells[column].note,
                    )
                    for activity in matrix.activities
                    if letter.code in activity.cells[column].letters
                )
                if parts:
                    whole = _matrix_entry(matrix)
                    by_matrix.append(
                        MatrixParts(letter.code, letter.word, whole, parts)
                    )
        for by_matrix in found.values():
            yield from by_matrix

    # What the handbook says of a stage

    def stage_contents(self, cycle: Lifecycle, stage: Stage) -> StageContents:
        """Return who decides the gate into *stage*, and what is placed in it."""
        key = f"{cycle.key}/{stage.key}"
        role = self.find_role(stage.decided_by)
        return StageContents(
            decided_by=_role_entry(role) if role else None,
            decider=(role.abbr or role.title) if role else stage.decided_by,
            activities=tuple(self._in_stages[0].get(key, ())),
            items=tuple(self._in_stages[1].get(key, ())),
            products=tuple(self._in_stages[2].get(key, ())),
        )

    @cached_property
    def _in_stages(self) -> tuple[_InStages, _InStages, _InStages]:
        """The activities, items and products in each stage by its full key."""
        activities: _InStages = {}
        items: _InStages = {}
        products: _InStages = {}
        for matrix in self.matrices:
            for activity in matrix.activities:
                stage = self.stage_of(activity)
                if stage:
                    entry = self._part_entry(matrix, activity)
                    activities.setdefault(stage.key, []).append(entry)
        for roadmap, item in self._items:
            stage = self.stage_named(item.stage, item.place.docname)
            if stage:
                entry = self._part_entry(roadmap, item)
                items.setdefault(stage.key, []).append(entry)
        for product in self.known_products:
            stage = self.stage_of_product(product)
            if stage:
                products.setdefault(stage.key, []).append(_product_entry(product))
        return activities, items, products

    # What the handbook says of a product

    def stage_of_product(self, product: Product) -> Entry | None:
        """Return the stage that a product is in, if it names just one."""
        found = self.stages_named_by(product)
        return found[0] if len(found) == 1 else None

    def stages_named_by(self, product: Product) -> tuple[Entry, ...]:
        """Return the stages that a product may be in: those of its life cycle.

        Of a product that names no life cycle, those of all life cycles, and of several
        the one on the same page.
        """
        if not product.lifecycle:
            return self.stages_named(product.stage, product.place.docname)
        found = self.find_all(Kind.STAGE, product.stage) if product.stage else ()
        cycle = self.find(Kind.LIFECYCLE, product.lifecycle)
        return tuple(
            stage
            for stage in found
            if cycle and stage.key.rpartition("/")[0] == cycle.key
        )

    def items_of(self, product: Product) -> tuple[PlacedItem, ...]:
        """Return the items whose column *Product* names *product*."""
        return tuple(self._items_by_product.get(product.key, ()))

    def whole_of(self, product: Product) -> Product | None:
        """Return the product of this handbook that *product* is part of, if any."""
        whole = self.find_product(product.part_of)
        return self.products_by_key.get(fold(whole.key)) if whole else None

    def parts_of(self, product: Product) -> tuple[Product, ...]:
        """Return the products that are part of *product*."""
        return tuple(self._parts_by_product.get(product.key, ()))

    @property
    def known_products(self) -> Iterable[Product]:
        """The products, in document order; of those with one key the first."""
        return self.products_by_key.values()

    @cached_property
    def products_by_key(self) -> dict[str, Product]:
        """The products by their folded keys; of those with one key the first."""
        found: dict[str, Product] = {}
        for product in self.products:
            found.setdefault(fold(product.key), product)
        return found

    @cached_property
    def _items_by_product(self) -> dict[str, list[PlacedItem]]:
        found: dict[str, list[PlacedItem]] = {}
        for roadmap, item in self._items:
            product = self.find_product(item.product)
            if product:
                found.setdefault(product.key, []).append((roadmap, item))
        return found

    @cached_property
    def _parts_by_product(self) -> dict[str, list[Product]]:
        found: dict[str, list[Product]] = {}
        for product in self.known_products:
            whole = self.find_product(product.part_of)
            if whole:
                found.setdefault(whole.key, []).append(product)
        return found

    @cached_property
    def _mentions(self) -> dict[str, _Mentions]:
        """Where each role is named: looked up once, not once a role."""
        mentions: dict[str, _Mentions] = {}

        @cache
        def of(name: str) -> _Mentions:
            role = self.find_role(name) if name else None
            return mentions.setdefault(role.key, _Mentions()) if role else _Mentions()

        for matrix in self.matrices:
            for column, participant in enumerate(matrix.participants):
                of(participant.text).columns.append((matrix, column))
        for cycle in self.lifecycles:
            for stage in cycle.stages:
                of(stage.decided_by).gates.append(_stage_entry(cycle, stage))
        for roadmap, item in self._items:
            of(item.owner).items.append((roadmap, item))
        for product in self.known_products:
            of(product.owner).products.append(_product_entry(product))
        for role in self.roles:
            of(role.reports_to).reports.append(_role_entry(role))
        return mentions

    # Indexes

    @cached_property
    def roles_by_key(self) -> dict[str, Role]:
        """The roles by their keys; of those with one key the first."""
        return {role.key: role for role in reversed(list(self.roles))}

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {id(matrix): number for number, matrix in enumerate(self.matrices)}

    def _part_entry(self, whole: Matrix | Roadmap, part: Activity | Item) -> Entry:
        """Return the entry of a part: made once, not by everything that shows it."""
        key = (id(whole), id(part))
        if key not in self._made:
            self._made[key] = self.entry_of(whole, part)
        return self._made[key]

    @cached_property
    def _activities(self) -> dict[tuple[Kind, str], tuple[Activity, Matrix]]:
        found: dict[tuple[Kind, str], tuple[Activity, Matrix]] = {}
        for matrix in self.matrices:
            for activity in matrix.activities:
                key = (Kind.ACTIVITY, f"{matrix.key}/{activity.key}")
                found.setdefault(key, (activity, matrix))
        return found

    @cached_property
    def _indexes(self) -> dict[Kind, tuple[_Index, _Index]]:
        return {}

    def _index(self, kind: Kind) -> tuple[_Index, _Index]:
        if kind not in self._indexes:
            self._indexes[kind] = _make_index(self.entries_of(kind))
        return self._indexes[kind]

    def _make_entries(self, kind: Kind) -> Iterable[Entry]:
        # None of these does anything before it is asked for its first.
        entries: dict[Kind, Iterable[Entry]] = {
            Kind.ROLE: map(_role_entry, self.roles),
            Kind.MATRIX: map(_matrix_entry, self.matrices),
            Kind.ACTIVITY: (
                self._part_entry(matrix, activity)
                for matrix in self.matrices
                for activity in matrix.activities
            ),
            Kind.LIFECYCLE: map(_lifecycle_entry, self.lifecycles),
            Kind.STAGE: (
                _stage_entry(cycle, stage)
                for cycle in self.lifecycles
                for stage in cycle.stages
            ),
            Kind.PRODUCT: map(_product_entry, self.products),
            Kind.ROADMAP: map(_roadmap_entry, self.roadmaps),
            Kind.ITEM: chain(
                starmap(self._part_entry, self._items),
                (_whole(Kind.ITEM, item) for item in self.homeless_items),
            ),
        }
        return entries[kind]


#: How ``:of:`` asks for all roadmaps of another handbook, after the name of that.
OF_ALL = f"/{ALL}"

#: The columns of roadmaps whose cells name things; those of stages are looked up
#: with their page.
_NAMED = {Field.OWNER: Kind.ROLE, Field.PRODUCT: Kind.PRODUCT}

_Index = dict[str, tuple[Entry, ...]]
_InStages = dict[str, list[Entry]]

#: The kind of what has a record of its own.
_KINDS: dict[type, Kind] = {
    Matrix: Kind.MATRIX,
    Activity: Kind.ACTIVITY,
    Lifecycle: Kind.LIFECYCLE,
    Stage: Kind.STAGE,
    Product: Kind.PRODUCT,
    Roadmap: Kind.ROADMAP,
    Item: Kind.ITEM,
}


def _make_index(entries: Iterable[Entry]) -> tuple[_Index, _Index]:
    """Return entries by full key, and by every other name, both folded.

    Of several things with one key the first counts: the others are reported as
    duplicates, and must not make the key ambiguous as well.
    """
    by_key: _Index = {}
    for entry in entries:
        by_key.setdefault(fold(entry.key), (entry,))
    by_name: dict[str, dict[str, Entry]] = {}
    for (entry,) in by_key.values():
        for name in _full_names(entry):
            by_name.setdefault(fold(name), {})[entry.key] = entry
    return by_key, {name: tuple(found.values()) for name, found in by_name.items()}


def _full_names(entry: Entry) -> Iterable[str]:
    """Return the names that *entry* has here: after that of another handbook."""
    if not entry.handbook:
        return entry.names
    return [f"{entry.handbook}/{name}" for name in entry.names]


def _is_named(handbook: str, names: Iterable[str]) -> bool:
    """Return whether *names* names the handbook of that folded name."""
    return any(name == ALL or fold(name) == handbook for name in names)


def name_in(item: Item, field: Field | None, text: str) -> str:
    """Return the name that *text*, which stands in a column of *item*, is.

    In another handbook it is a title, for a reader: the key of what it names is in the
    item itself.
    """
    if field and isinstance(item.place, Elsewhere):
        match field:
            case Field.OWNER:
                return item.owner
            case Field.STAGE:
                return item.stage
            case Field.PRODUCT:
                return item.product
    return text


def titled(title: str, place: Place) -> str:
    """Return a title; that of something in another handbook, with the name of that."""
    return f"{title} ({place.handbook})" if isinstance(place, Elsewhere) else title


def _owner_first(scheme: Scheme) -> list[Letter]:
    """Return the letters, that of the owner first: it weighs most."""
    return sorted(scheme.letters, key=lambda letter: letter.code != scheme.owner)


def _role_entry(role: Role) -> Entry:
    return Entry(
        Kind.ROLE,
        role.key,
        titled(role.title, role.place),
        role.place.docname,
        role.anchor,
        role.place,
        role.names[1:],
        role.purpose,
        role.allow,
        role.source_title,
    )


def _matrix_entry(matrix: Matrix) -> Entry:
    return _whole(Kind.MATRIX, matrix)


def _lifecycle_entry(cycle: Lifecycle) -> Entry:
    entry = _whole(Kind.LIFECYCLE, cycle, cycle.source_title)
    return replace(entry, says=cycle.purpose, source_title=cycle.source_title)


def _product_entry(product: Product) -> Entry:
    entry = _whole(Kind.PRODUCT, product, product.source_title)
    return replace(entry, says=product.vision, source_title=product.source_title)


def _roadmap_entry(roadmap: Roadmap) -> Entry:
    return _whole(Kind.ROADMAP, roadmap)


def _stage_entry(cycle: Lifecycle, stage: Stage) -> Entry:
    return replace(_part(Kind.STAGE, cycle, stage), says=stage.purpose)


def _whole(
    kind: Kind, thing: Matrix | Lifecycle | Product | Roadmap | Item, *also: str
) -> Entry:
    """Return the entry of something that may *also* be called by other names."""
    return Entry(
        kind,
        thing.key,
        titled(thing.title, thing.place),
        thing.place.docname,
        thing.anchor,
        thing.place,
        (thing.title, *filter(None, also)),
        allow=thing.allow,
    )


def _part(
    kind: Kind, whole: Matrix | Lifecycle | Roadmap, part: Activity | Stage | Item
) -> Entry:
    source_title = "" if isinstance(part, Activity) else part.source_title
    titles = list(filter(None, [part.title, source_title]))
    own = () if isinstance(part, Activity) else part.allow
    inside = whole.key
    if isinstance(whole.place, Elsewhere):
        inside = inside.removeprefix(f"{whole.place.handbook}/")
    return Entry(
        kind,
        f"{whole.key}/{part.key}",
        part.title,
        part.place.docname,
        part.anchor,
        part.place,
        (part.key, *titles, *[f"{inside}/{title}" for title in titles]),
        allow=(*whole.allow, *own),
        source_title=source_title,
    )
