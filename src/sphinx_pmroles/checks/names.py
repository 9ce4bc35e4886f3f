"""The rules on names: what is defined twice, and what names nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import OF_ALL, WHOLES, Entry, Handbook
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import listed, nearest, quoted, shortened
from sphinx_pmroles.model.named import names_of_words, unknown_names
from sphinx_pmroles.model.overview import Comparison
from sphinx_pmroles.model.planning import ALL
from sphinx_pmroles.model.roadmap import Field, Roadmap


def duplicate(handbook: Handbook) -> Iterator[Finding]:
    """Find what is defined twice: of each, all but the first in document order."""
    for kind, entries in handbook.entries.items():
        first: dict[str, Place] = {}
        for entry in entries:
            place = first.setdefault(fold(entry.key), entry.place)
            if place is entry.place:
                continue
            yield Finding(
                "duplicate",
                f"the {kind} {quoted(entry.key)} is defined already, in "
                f"{where(place)}: give one of them another :id: (or title)",
                entry.place,
                entry.allow,
            )


@dataclass(frozen=True, slots=True)
class _Use:
    """A place where something is named.

    *what* says where, before the name.  A name that *may_be_text* need not name
    anything: it is then shown as its author wrote it.
    """

    kind: Kind
    name: str
    what: str
    place: Place
    allow: tuple[str, ...] = ()
    may_be_text: bool = False


def _uses(handbook: Handbook) -> Iterator[_Use]:
    """Yield the places where options, headers and columns name a role.

    Cross-references are not among them: Sphinx looks those up when it writes them.
    """
    for role in handbook.roles:
        for option, names in (
            ("reports-to", (role.reports_to,)),
            ("works-with", role.works_with),
        ):
            for name in names:
                yield _Use(Kind.ROLE, name, f":{option}:", role.place, role.allow)
    for matrix in handbook.matrices:
        for one in matrix.participants:
            what, text = "the participant", one.text
            yield _Use(Kind.ROLE, text, what, one.place, matrix.allow, may_be_text=True)
    for cycle in handbook.lifecycles:
        for stage in cycle.stages:
            allow = (*cycle.allow, *stage.allow)
            name, what = stage.decided_by, ":decided-by:"
            yield _Use(Kind.ROLE, name, what, stage.place, allow)
    for roadmap in handbook.roadmaps:
        for item in roadmap.items:
            what, name = "the owner", item.owner
            allow, place = (*roadmap.allow, *item.allow), item.place
            yield _Use(Kind.ROLE, name, what, place, allow, may_be_text=True)


def _uses_of_roadmaps(handbook: Handbook) -> Iterator[_Use]:
    """Yield the places where options name a roadmap."""
    for page in handbook.pages:
        for roadmap in page.roadmaps:
            place, allow = roadmap.place, roadmap.allow
            for name in roadmap.of:
                if name != ALL and not name.endswith(OF_ALL):
                    yield _Use(Kind.ROADMAP, name, ":of:", place, allow)
        for item in page.items:
            place, allow = item.place, item.allow
            yield _Use(Kind.ROADMAP, item.roadmap, ":roadmap:", place, allow)


def _uses_of_products(handbook: Handbook) -> Iterator[_Use]:
    """Yield what products name, and the places that name a product.

    The stage that a product is in has a check of its own.
    """
    for product in handbook.products:
        for option, kind, name in (
            ("owner", Kind.ROLE, product.owner),
            ("lifecycle", Kind.LIFECYCLE, product.lifecycle),
            ("part-of", Kind.PRODUCT, product.part_of),
        ):
            yield _Use(kind, name, f":{option}:", product.place, product.allow)
    for page in handbook.pages:
        for asked in page.portfolios:
            yield _Use(Kind.PRODUCT, asked.part_of, ":part-of:", asked.place)
    for roadmap in handbook.roadmaps:
        for item in roadmap.items:
            what, name = "the product", item.product
            allow, place = (*roadmap.allow, *item.allow), item.place
            yield _Use(Kind.PRODUCT, name, what, place, allow, may_be_text=True)


def unknown_reference(handbook: Handbook) -> Iterator[Finding]:
    """Find the names that name nothing, and those that name several things."""
    fault = Faults(handbook)
    every = (_uses, _uses_of_roadmaps, _uses_of_products)
    for use in chain.from_iterable(uses(handbook) for uses in every):
        if not use.name or handbook.is_out_of_reach(use.name):
            continue
        found = handbook.find_all(use.kind, use.name)
        if len(found) == 1 or (use.may_be_text and not found):
            continue
        message = f"{use.what} {fault.of(use.kind, use.name)}"
        yield Finding("unknown-reference", message, use.place, use.allow)
    yield from _in_roadmaps(handbook)
    yield from _in_links(handbook)
    yield from _in_handbooks(handbook)
    yield from _in_overviews(handbook, fault)


def _in_overviews(handbook: Handbook, fault: Faults) -> Iterator[Finding]:
    """Find what overviews of the handbook ask for in vain."""
    for page in handbook.pages:
        faults: list[tuple[Place, str]] = [
            (report.place, f"{_REPORT_OPTIONS[kind]} {fault.of(kind, name)}")
            for report in page.reports
            for kind, name in unknown_names(handbook, report)
        ]
        for asked in page.change_lists:
            told = (*_in_since(handbook, asked.since), *_not_whole(handbook, asked.of))
            faults += [(asked.place, message) for message in told]
        for comparison in page.comparisons:
            told = (*_in_comparison(handbook, comparison, fault),)
            faults += [(comparison.place, message) for message in told]
        for place, message in faults:
            yield Finding("unknown-reference", message, place)


def _not_whole(handbook: Handbook, names: Iterable[str]) -> Iterator[str]:
    """Yield which of *names* name nothing that changes can be limited to."""
    for name in names:
        if handbook.is_out_of_reach(name):
            continue
        if not any(handbook.find(kind, name) for kind in WHOLES):
            near = filter(None, (handbook.suggest(kind, name) for kind in WHOLES))
            guess = next(near, "")
            cure = f"did you mean {quoted(guess)}?" if guess else f"name a {_WHOLES}"
            yield f":of: {quoted(name)} names nothing: {cure}"


_WHOLES = f"{', '.join(WHOLES[:-1])} or {WHOLES[-1]}"


#: The options of a report that limit it, by what they name.
_REPORT_OPTIONS = {Kind.ROLE: ":for:", Kind.MATRIX: ":matrix:", Kind.STAGE: ":stage:"}


def _in_roadmaps(handbook: Handbook) -> Iterator[Finding]:
    """Find what roadmaps ask for in vain: items of others, and their columns."""
    for roadmap in handbook.roadmaps:
        faults = _in_roll_up(handbook, roadmap) if roadmap.of else _in_empty(roadmap)
        for message in (*faults, *_in_since(handbook, roadmap.since)):
            yield Finding("unknown-reference", message, roadmap.place, roadmap.allow)


def _in_links(handbook: Handbook) -> Iterator[Finding]:
    """Find the links of items that lead to pages, or places on them, of ours."""
    for roadmap in handbook.roadmaps:
        for item in roadmap.items:
            spot = handbook.spot(item) if item.link in item.cells else None
            if spot is None or (spot.docname and not spot.missing):
                continue
            if spot.docname:
                fault = f"the page has no place {quoted(spot.missing)}: name one in it"
            else:
                cure = f"did you mean {quoted(spot.guess)}?" if spot.guess else _PATHS
                fault = f"there is no such page: {cure}"
            yield Finding(
                "unknown-reference",
                f"the link of {quoted(item.title)} leads to {quoted(item.link)}, but "
                f"{fault}",
                item.place,
                (*roadmap.allow, *item.allow),
            )


_PATHS = "write its path from this page, such as ../team/roles.md"


def _in_since(handbook: Handbook, name: str) -> Iterator[str]:
    """Yield what is wrong with the name of an earlier version, if anything."""
    if not name or name in handbook.past:
        return
    known = listed(handbook.past)
    if not known:
        known = "there is none: name some in pmroles_baselines in conf.py"
    near = nearest(name, handbook.past)
    guess = f" (perhaps {quoted(near)})" if near else ""
    what = f":since: {quoted(name)} is no version that can be compared with"
    yield f"{what}{guess}: {known}"


def _in_handbooks(handbook: Handbook) -> Iterator[Finding]:
    """Find the names of other handbooks that none has, and what they cannot do."""
    for page in handbook.pages:
        for roadmap in page.roadmaps:
            for name in roadmap.of:
                if name.endswith(OF_ALL):
                    what, home = f":of: {quoted(name)}:", name[: -len(OF_ALL)]
                    place, allow = roadmap.place, roadmap.allow
                    yield from _unknown_handbook(handbook, what, home, place, allow)
        asked: list[tuple[str, Place]] = []
        asked += [
            (name, each.place) for each in page.reports for name in each.handbooks
        ]
        asked += [(n, each.place) for each in page.role_lists for n in each.handbooks]
        asked += [(n, each.place) for each in page.portfolios for n in each.handbooks]
        for name, place in asked:
            yield from _unknown_handbook(handbook, ":handbooks:", name, place)
        for item in page.items:
            whole = handbook.find(Kind.ROADMAP, item.roadmap) if item.roadmap else None
            if whole and whole.handbook:
                yield Finding(
                    "unknown-reference",
                    f":roadmap: {quoted(item.roadmap)} is a roadmap of another "
                    "handbook, and items of this one cannot be in it: name one of this "
                    "handbook",
                    item.place,
                    item.allow,
                )


def _unknown_handbook(
    handbook: Handbook, what: str, name: str, place: Place, allow: tuple[str, ...] = ()
) -> Iterator[Finding]:
    known = handbook.neighbours
    if name == ALL or known.is_own(name) or fold(name) in known.names:
        return
    near = nearest(fold(name), known.names)
    cure = f"did you mean {quoted(near)}?" if near else "pmroles_handbooks names them"
    message = f"{what} {quoted(name)} is no other handbook: {cure}"
    yield Finding("unknown-reference", message, place, allow)


def _in_empty(roadmap: Roadmap) -> Iterator[str]:
    if not (roadmap.items or roadmap.columns):
        yield (
            f"the roadmap {quoted(roadmap.title)} has no items: write a table in its "
            f"body, or items elsewhere with :roadmap: {roadmap.key}"
        )


def _in_roll_up(handbook: Handbook, roadmap: Roadmap) -> Iterator[str]:
    for name in roadmap.of:
        entry = handbook.find(Kind.ROADMAP, name)
        if entry and entry.key in handbook.roll_ups:
            yield (
                f":of: {quoted(name)} has no items of its own, it collects those of "
                "others: name the roadmaps that the items are written in"
            )
    sources = [roadmap, *handbook.collected(roadmap)]
    titles = {fold(c.title): c.title for one in sources for c in one.columns}
    asked = [(":where:", each.name) for each in roadmap.where]
    asked += [(":group-by:", roadmap.group_by)]
    asked += [(":columns:", name) for name in roadmap.chosen]
    for option, name in asked:
        if not (name and titles) or any(s.column(name) is not None for s in sources):
            continue
        # No item may have a value in a column that the language knows: that harms
        # only where those with one are asked for.
        if option == ":where:" or name not in tuple(Field):
            near = nearest(fold(name), titles)
            guess = f": did you mean {quoted(titles[near])}?" if near else ""
            yield (
                f"{option} {quoted(name)} is no column of the collected "
                f"roadmaps{guess} (they have {listed(titles.values())})"
            )


def _in_comparison(
    handbook: Handbook, comparison: Comparison, fault: Faults
) -> Iterator[str]:
    """Yield what is wrong with the names of roles that are to be compared."""
    unknown: dict[str, None] = {}
    named: dict[str, str] = {}
    for name in comparison.names:
        entry = handbook.find(Kind.ROLE, name)
        if entry is None:
            if not handbook.is_out_of_reach(name):
                unknown[name] = None
        elif entry.key in named:
            yield (
                f"pm:compare: {quoted(name)} names {quoted(entry.title)} again, after "
                f"{quoted(named[entry.key])}: take one of them out"
            )
        else:
            named[entry.key] = name
    names = names_of_words(handbook, comparison.asked.split())
    is_title = any(" " in name and handbook.find(Kind.ROLE, name) for name in names)
    if unknown and is_title and "," not in comparison.asked:
        verb = "names" if len(unknown) == 1 else "name"
        yield (
            f"pm:compare: {listed(unknown)} {verb} no role: with blanks "
            f"in a name, put commas between the names: {quoted(', '.join(names))}"
        )
        return
    for name in unknown:
        yield f"pm:compare: {fault.of(Kind.ROLE, name)}"


def undefined_role(handbook: Handbook) -> Iterator[Finding]:
    """Find the participants and the owners that name no role."""
    fault = Faults(handbook)
    for use in _uses(handbook):
        if handbook.is_out_of_reach(use.name):
            continue
        if use.may_be_text and use.name and not handbook.find_all(use.kind, use.name):
            message = f"{use.what} {fault.of(use.kind, use.name)}"
            yield Finding("undefined-role", message, use.place, use.allow)


class Faults:
    """What is wrong with names: one that nothing has may stand in many places."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self._known: dict[tuple[Kind, str], str] = {}

    def of(self, kind: Kind, name: str) -> str:
        """Return what is wrong with a name."""
        if (kind, name) not in self._known:
            guess = len(self._known) < _GUESSES
            fault = _not_found(self.handbook, kind, name, guess=guess)
            self._known[kind, name] = fault
        return self._known[kind, name]


def _not_found(handbook: Handbook, kind: Kind, name: str, *, guess: bool) -> str:
    candidates = handbook.find_all(kind, name)
    if candidates:
        return _ambiguous(kind, name, candidates)
    suggestion = handbook.suggest(kind, name) if guess else ""
    home = name.partition("/")[0]
    if handbook.neighbours.named(home):
        cure = f"its pmroles.json has no {kind} of that name"
        cure = f"did you mean {quoted(suggestion)}?" if suggestion else cure
        return f"{quoted(name)} names no {kind} of the handbook {quoted(home)}: {cure}"
    cure = f"did you mean {quoted(suggestion)}?" if suggestion else _CURES[kind]
    return f"{quoted(name)} names no {kind}: {cure}"


def _ambiguous(kind: Kind, name: str, candidates: tuple[Entry, ...]) -> str:
    could_be = [
        f"{quoted(entry.key)} ({shortened(entry.title)})"
        for entry in candidates[:_CANDIDATES]
    ]
    others = len(candidates) - len(could_be)
    could_be += [f"and {others} more"] if others else []
    return (
        f"{quoted(name)} names more than one {kind}: {', '.join(could_be)}: "
        "write the id of the one that is meant, or give the others another name"
    )


#: So many candidates are named in a message.
_CANDIDATES = 5

#: For so many names a near one is looked for: each is compared with all names, and a
#: handbook without role definitions has participants by the thousand.
_GUESSES = 50

#: What to do where no known name is near.
_CURES = {
    Kind.ROLE: "define it with pm:role",
    Kind.MATRIX: "define it with pm:matrix",
    Kind.ACTIVITY: "an activity is the first cell of a row of a pm:matrix",
    Kind.LIFECYCLE: "define it with pm:lifecycle",
    Kind.STAGE: "define it with pm:stage inside a pm:lifecycle",
    Kind.PRODUCT: "define it with pm:product",
    Kind.ROADMAP: "define it with pm:roadmap",
    Kind.ITEM: "an item is a row of a pm:roadmap",
}


def where(place: Place) -> str:
    """Return a place in words."""
    return f"{place.file or place.docname}, line {place.line}"
