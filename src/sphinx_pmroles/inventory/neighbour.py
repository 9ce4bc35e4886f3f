"""Another handbook, made of the ``pmroles.json`` that its own build published.

What the file says is the word of others: each value is checked for its type, bounded
in length and freed of control characters, and an address must lead into the folder
that the file was in.  What cannot be used is left out.

Its things have keys that begin with the name of their handbook, and so have the names
of roles, stages, products and items in them: no name can mean something of ours.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sphinx_pmroles.model.finding import Elsewhere, Place
from sphinx_pmroles.model.handbook import Handbook, Page, titled
from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.link import is_absolute, is_link
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.period import CalendarUnit, Horizon, Period, Precision
from sphinx_pmroles.model.planning import HANDBOOK
from sphinx_pmroles.model.product import Product
from sphinx_pmroles.model.roadmap import Column, Field, Health, Item, Roadmap, Status
from sphinx_pmroles.model.role import ROLE_KINDS, Role, Section
from sphinx_pmroles.model.scheme import Letter, Scheme, scheme_names

#: What a title, a name or a cell may have at most, and what a section may.
LINE, TEXT = 500, 20_000

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: A relative address: a path without a scheme, a host, or a way out of the folder.
_RELATIVE = re.compile(r"(?!/)[^\\:\s\"'<>?#]*(?:#[^\\\s\"'<>#]*)?")

#: The columns of every roadmap, before those that the format has no name for.
_FIELDS = (
    *(Field.ITEM, Field.WHEN, Field.PRODUCT, Field.TEAM, Field.STAGE, Field.OWNER),
    *(Field.STATUS, Field.HEALTH, Field.PROGRESS, Field.CONFIDENCE, Field.OUTCOME),
    Field.DEPENDS_ON,
)
#: The columns that we know, and that the format gives as written.
_WRITTEN = {make_key(f): f for f in (Field.LINK, Field.NOTES, Field.BASELINE)}

_STATUSES = {status.value: status for status in Status}
_HEALTHS = {health.value: health for health in Health}
_HORIZONS = {horizon.value: horizon for horizon in Horizon}

_MONTHS = {
    Precision.MONTH: 1,
    Precision.QUARTER: 3,
    Precision.HALF: 6,
    Precision.YEAR: 12,
}


def to_handbook(
    data: dict[str, Any], name: str, base: str = "", names: frozenset[str] = frozenset()
) -> Handbook:
    """Return the handbook that an inventory holds.

    *name* is what it is called here.  *base* is the URL of the folder that its
    addresses are relative to; without one its things are no links.  *names* are the
    folded names of all handbooks that are known here: the other one may refer to them.
    """
    reader = _Reader(data, name, base, names)
    return Handbook([reader.page()], reader.schemes())


class _Reader:
    def __init__(
        self, data: dict[str, Any], name: str, base: str, names: frozenset[str]
    ) -> None:
        self.name = name
        self.base = base
        self.names = names
        self.roles = _things(data, "roles")
        self.matrices = _things(data, "matrices")
        self.lifecycles = _things(data, "lifecycles")
        self.products = _things(data, "products")
        self.roadmaps = _things(data, "roadmaps")
        self.items = _things(data, "items")
        self.words = _texts(data.get("names"))
        #: The full keys of the stages by the last part of these, with their pages.
        self.stages: dict[str, list[tuple[str, str]]] = {}
        self.stage_titles: dict[str, str] = {}
        for key, cycle in self.lifecycles.items():
            for stage in _dicts(cycle.get("stages")):
                own, full = _line(stage.get("id")), f"{key}/{_line(stage.get('id'))}"
                place = full, _line(cycle.get("docname"))
                title = _line(stage.get("title")) or own
                self.stage_titles[full] = title
                for called in {fold(own), fold(title)}:
                    self.stages.setdefault(called, []).append(place)

    def page(self) -> Page:
        """Return all of it."""
        roadmaps = dict(self.roadmaps_with_items())
        return Page(
            docname="",
            roles=tuple(self.role(*each) for each in self.roles.items()),
            matrices=tuple(self.matrix(*each) for each in self.matrices.items()),
            lifecycles=tuple(self.lifecycle(*each) for each in self.lifecycles.items()),
            products=tuple(self.product(*each) for each in self.products.items()),
            roadmaps=tuple(roadmaps.values()),
        )

    # Names

    def full(self, key: str) -> str:
        """Return the key that something of it has here."""
        return f"{self.name}/{key}"

    def titled(self, words: str) -> str:
        """Return words of it that name nothing, as they are shown here."""
        return titled(words, Elsewhere("", handbook=self.name)) if words else ""

    def named(self, things: dict[str, Any], value: Any) -> str:
        """Return the name of what *value* names among *things*, or elsewhere."""
        key = _line(value)
        if not key:
            return ""
        if key in things:
            return self.full(key)
        if "/" in key and fold(key.partition("/")[0]) in self.names:
            return key
        return self.titled(self.words.get(key, key))

    def title_of(self, things: dict[str, Any], value: Any) -> str:
        """Return what readers are shown for the name of something."""
        key = _line(value)
        title = _line(things[key].get("title")) if key in things else ""
        return self.titled(title or self.words.get(key, key))

    def stage(self, value: Any, docname: str, cycle: str = "") -> str:
        """Return the full key in it of the stage that *value* names, if just one.

        As where it was written, of several the one in *cycle* or on the same page.
        """
        found = self.stages.get(fold(_line(value)), [])
        if cycle:
            found = [each for each in found if each[0].rpartition("/")[0] == cycle]
        elif found[1:]:
            found = [each for each in found if each[1] == docname]
        return found[0][0] if len(found) == 1 else ""

    def place(
        self, thing: dict[str, Any], around: dict[str, Any] | None = None
    ) -> Place:
        """Return where *thing* stands; a part without address, where the whole is."""
        whole = around or thing
        uri = _address(thing.get("uri")) or _address(whole.get("uri"))
        docname = _line(whole.get("docname"))
        url = f"{self.base}{uri}" if self.base and uri else ""
        return Elsewhere(docname, handbook=self.name, uri=url)

    # Things

    def role(self, key: str, data: dict[str, Any]) -> Role:
        kind = _line(data.get("kind"))
        return Role(
            self.full(key),
            _line(data.get("title")) or key,
            "",
            self.place(data),
            kind=kind if kind in ROLE_KINDS else ROLE_KINDS[0],
            abbr=_line(data.get("abbr")),
            aka=tuple(filter(None, map(_line, _list(data.get("aka"))))),
            level=_line(data.get("level")),
            reports_to=self.named(self.roles, data.get("reports_to")),
            works_with=tuple(
                name
                for value in _list(data.get("works_with"))
                if (name := self.named(self.roles, value))
            ),
            sections=_sections(data),
        )

    def matrix(self, key: str, data: dict[str, Any]) -> Matrix:
        scheme = _scheme(self.name, data)
        people = [_line(value) for value in _list(data.get("participants"))]
        place = self.place(data)
        return Matrix(
            self.full(key),
            _line(data.get("title")) or key,
            "",
            place,
            scheme.name,
            "",
            tuple(Participant(self.participant(p, people), place) for p in people),
            tuple(
                self.activity(activity, data, people, scheme)
                for activity in _dicts(data.get("activities"))
            ),
            letters=scheme.letters,
        )

    def participant(self, key: str, people: list[str]) -> str:
        """Return the name of a participant; one that is named twice has a number."""
        base, _, number = key.rpartition("-")
        is_again = number.isdecimal() and base in people and key not in self.roles
        return self.named(self.roles, base if is_again else key)

    def activity(
        self,
        data: dict[str, Any],
        matrix: dict[str, Any],
        people: list[str],
        scheme: Scheme,
    ) -> Activity:
        key, group = _line(data.get("id")), _line(data.get("group"))
        docname = _line(matrix.get("docname"))
        stage = self.stage(data.get("stage") or group, docname)
        letters, notes = _dict(data.get("assignments")), _texts(data.get("notes"))
        return Activity(
            key,
            _line(data.get("title")) or key,
            "",
            self.place(data, matrix),
            tuple(
                Cell(
                    tuple(x for x in _list(letters.get(p)) if x in scheme.codes),
                    notes.get(p, ""),
                )
                for p in people
            ),
            # Else our own stages would be looked up by its name.
            group=self.titled(group),
            stage=self.full(stage) if stage else "",
        )

    def lifecycle(self, key: str, data: dict[str, Any]) -> Lifecycle:
        return Lifecycle(
            self.full(key),
            _line(data.get("title")) or key,
            "",
            self.place(data),
            tuple(
                Stage(
                    own := _line(stage.get("id")),
                    _line(stage.get("title")) or own,
                    "",
                    self.place(stage, data),
                    decided_by=self.named(self.roles, stage.get("decided_by")),
                    sections=_sections(stage),
                )
                for stage in _dicts(data.get("stages"))
            ),
            current=_line(data.get("current")),
        )

    def product(self, key: str, data: dict[str, Any]) -> Product:
        cycle, stage = _line(data.get("lifecycle")), data.get("stage")
        found = self.stage(stage, _line(data.get("docname")), cycle)
        return Product(
            self.full(key),
            _line(data.get("title")) or key,
            "",
            self.place(data),
            lifecycle=self.named(self.lifecycles, cycle),
            stage=self.full(found) if found else self.titled(_line(stage)),
            owner=self.named(self.roles, data.get("owner")),
            part_of=self.named(self.products, data.get("part_of")),
            sections=_sections(data),
        )

    # Roadmaps

    def roadmaps_with_items(self) -> Iterator[tuple[str, Roadmap]]:
        """Yield the roadmaps by their keys, each with its items in their order."""
        for key, data in self.roadmaps.items():
            keys = dict.fromkeys(map(_line, _list(data.get("items"))))
            items = [(item, self.items[item]) for item in keys if item in self.items]
            extra = dict.fromkeys(
                title for _key, item in items for title in _texts(item.get("extra"))
            )
            columns = (
                *(Column(field.value, field) for field in _FIELDS),
                *(Column(title, _WRITTEN.get(make_key(title))) for title in extra),
                HANDBOOK,
            )
            yield (
                key,
                Roadmap(
                    self.full(key),
                    _line(data.get("title")) or key,
                    "",
                    self.place(data),
                    columns,
                    tuple(
                        self.item(item.removeprefix(f"{key}/"), one, tuple(extra))
                        for item, one in items
                    ),
                ),
            )

    def item(self, key: str, data: dict[str, Any], extra: tuple[str, ...]) -> Item:
        title = _line(data.get("title")) or key
        period, progress = _period(data), _percent(data.get("progress"))
        status, health = _line(data.get("status")), _line(data.get("health"))
        confidence, stage = _line(data.get("confidence")), _line(data.get("stage"))
        team, outcome = _line(data.get("team")), _line(data.get("outcome"))
        needs = list(filter(None, map(_line, _list(data.get("depends_on")))))
        full = self.stage(stage, _line(data.get("docname")))
        more = _texts(data.get("extra"))
        links = (more.get(column, "") for column in extra if _is_link(column))
        item = Item(
            key,
            title,
            "",
            self.place(data),
            period=period,
            status=_STATUSES.get(status),
            health=_HEALTHS.get(health),
            progress=progress,
            confidence=confidence,
            owner=self.named(self.roles, data.get("owner")),
            stage=self.full(full) if full else self.titled(stage),
            product=self.named(self.products, data.get("product")),
            team=team,
            outcome=outcome,
            depends_on=tuple(self.named(self.items, need) for need in needs),
            # A relative one would lead to a page of ours.
            link=next((x for x in links if is_link(x) and is_absolute(x)), ""),
        )
        cells = (
            *(title, period.text, self.title_of(self.products, data.get("product"))),
            *(team, self.stage_titles.get(full, stage)),
            *(self.title_of(self.roles, data.get("owner")), status, health),
            "" if progress is None else f"{progress} %",
            f"{confidence} %" if confidence.isdecimal() else confidence,
            outcome,
            ", ".join(
                _line(self.items[need].get("title")) if need in self.items else need
                for need in needs
            ),
            *(more.get(column, "") for column in extra),
            self.name,
        )
        return replace(item, cells=cells)

    # Schemes

    def schemes(self) -> tuple[Scheme, ...]:
        """Return the schemes of its matrices, after those that everyone knows."""
        theirs: dict[str, Scheme] = {}
        for data in self.matrices.values():
            scheme = _scheme(self.name, data)
            theirs.setdefault(scheme.name, scheme)
        return (*dict.fromkeys(scheme_names().values()), *theirs.values())


def _is_link(column: str) -> bool:
    return _WRITTEN.get(make_key(column)) is Field.LINK


def _scheme(handbook: str, data: dict[str, Any]) -> Scheme:
    """Return the scheme of a matrix: a known one, if its letters are the same."""
    name, words = _line(data.get("scheme")), _texts(data.get("letters"))
    owner, doer = _line(data.get("owner")), _line(data.get("doer"))
    known = scheme_names().get(name)
    if known and set(known.codes) == set(words):
        scheme = known.renamed(words)
    else:
        letters = tuple(Letter(code, word) for code, word in words.items())
        scheme = Scheme(name, letters, (owner,), doer or None)
    if owner in words and owner != scheme.owner:
        scheme = replace(scheme, exactly_one=(owner,))
    if doer in words:
        scheme = replace(scheme, at_least_one=doer)
    return replace(scheme, name=f"{handbook}/{name}", aliases=())


# Values


def _things(data: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """Return the things of a kind by their keys."""
    return {
        key: thing
        for name, thing in _dict(data.get(kind)).items()
        if (key := _line(name)) and isinstance(thing, dict)
    }


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]


def _texts(value: Any) -> dict[str, str]:
    """Return the texts of a dictionary that are not blank."""
    pairs = ((_line(key), _line(text)) for key, text in _dict(value).items())
    return {key: text for key, text in pairs if key and text}


def _line(value: Any) -> str:
    """Return a text as one line, an empty one of what is none."""
    if not isinstance(value, str):
        return ""
    # Most are short and plain.
    if len(value) > LINE or not value.isprintable():
        value = _UNPRINTABLE.sub("", value[:LINE])
    return " ".join(value.split())


def _sections(data: dict[str, Any]) -> tuple[Section, ...]:
    return tuple(
        Section(title, text)
        for name, value in _dict(data.get("sections")).items()
        if (title := _line(name))
        and isinstance(value, str)
        and (text := _UNPRINTABLE.sub("", value[:TEXT]).strip())
    )


def _address(value: Any) -> str:
    """Return an address that leads into the folder of the file, else an empty one."""
    if not isinstance(value, str) or len(value) > LINE:
        return ""
    is_inside = ".." not in value.partition("#")[0].split("/")
    is_plain = _RELATIVE.fullmatch(value) and not _UNPRINTABLE.search(value)
    return value if is_plain and is_inside else ""


def _percent(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= 100 else None  # noqa: PLR2004


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _period(data: dict[str, Any]) -> Period:
    """Return when an item is, as precisely as its author said it."""
    text, horizon = _line(data.get("when")), _HORIZONS.get(_line(data.get("horizon")))
    start, end = _day(data.get("start")), _day(data.get("end"))
    if start is None or end is None:
        return Period(text, horizon=horizon)
    said = [p for p in _list(data.get("precision")) if p in tuple(Precision)]
    first, *others = map(Precision, said or [Precision.DAY])
    if not others and (said or start == end):
        unit = CalendarUnit(start, end, first)
        return Period(text, unit, unit, horizon)
    last = others[0] if others else first
    return Period(
        text,
        CalendarUnit(start, _other_end(start, first, 1), first),
        CalendarUnit(_other_end(end, last, -1), end, last),
        horizon,
    )


def _other_end(day: date, precision: Precision, way: int) -> date:
    """Return the last day of the unit that begins on *day*, or the first, with -1."""
    if precision is Precision.DAY:
        return day
    try:
        if precision is Precision.WEEK:
            return day + timedelta(days=6 * way)
        months = day.year * 12 + day.month - 1 + (_MONTHS[precision] - 1) * way
        year, month = months // 12, months % 12 + 1
        return date(year, month, monthrange(year, month)[1] if way > 0 else 1)
    except (OverflowError, ValueError):
        # Beyond the calendar.
        return day
