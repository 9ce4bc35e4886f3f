"""The tables of a handbook as people keep them in spreadsheets.

A matrix and a roadmap are laid out so that ``pm:matrix`` and ``pm:roadmap`` read the
same of them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sphinx_pmroles.exchange.snapshot import Record, Snapshot
from sphinx_pmroles.model.key import fold, make_key, make_unique
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.model.role import ROLE_SECTIONS
from sphinx_pmroles.model.scheme import Letter, Scheme, scheme_names
from sphinx_pmroles.reading.cells import CellReader, reader_of
from sphinx_pmroles.reading.roadmap import known_field

#: The longest name of a file: of three bytes a character, 255 bytes hold 85.
_LONGEST_NAME = 60


class Kind(StrEnum):
    """What a sheet holds."""

    MATRIX = "matrix"
    ROADMAP = "roadmap"
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Percent:
    """A number of percent."""

    number: int


#: What a cell holds.
Value = str | date | Percent


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet; *is_group* says that it is a heading over those below it."""

    cells: tuple[Value, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: *name* is its own among all, and good for a file."""

    kind: Kind
    key: str
    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def is_named(self, name: str) -> bool:
        """Return whether it goes by that name: its own, its key or its title."""
        wanted = make_key(name)
        return wanted in map(make_key, (self.name, self.key, self.title))


def sheets_of(snapshot: Snapshot) -> list[Sheet]:
    """Return the sheets of a handbook: matrices, roadmaps, and one of all roles.

    What has no rows of its own, such as a roll-up, has no sheet.
    """
    sheets = [
        *(_matrix(snapshot, key) for key in snapshot.matrices),
        *(_roadmap(snapshot, key) for key in snapshot.roadmaps),
        _roles(snapshot),
    ]
    sheets = [sheet for sheet in sheets if sheet.rows]
    wanted = (_file_name(sheet) for sheet in sheets)
    return [
        Sheet(sheet.kind, sheet.key, name, sheet.title, sheet.header, sheet.rows)
        for sheet, name in zip(sheets, make_unique(wanted), strict=True)
    ]


def _file_name(sheet: Sheet) -> str:
    if sheet.kind is Kind.ROLES:
        return sheet.key
    return f"{sheet.kind}-{make_key(sheet.key)}"[:_LONGEST_NAME].rstrip("-")


# A matrix


def _matrix(snapshot: Snapshot, key: str) -> Sheet:
    matrix = snapshot.matrices[key]
    # The column is there if an activity has a stage.
    stages = [activity["stage"] for activity in matrix["activities"]]
    texts = ("Stage",) if any(stages) else ()
    header = ("Activity", *texts, *snapshot.participants(matrix))
    return Sheet(
        Kind.MATRIX,
        key,
        "",
        matrix["title"],
        header,
        tuple(_activity_rows(snapshot, matrix, has_stage=bool(texts))),
    )


def _activity_rows(
    snapshot: Snapshot, matrix: Record, *, has_stage: bool
) -> Iterator[Row]:
    read = reader_of(_scheme(matrix))
    group = ""
    width = 1 + has_stage + len(matrix["participants"])
    for activity in matrix["activities"]:
        if activity["group"] and activity["group"] != group:
            group = activity["group"]
            yield Row((group, *[""] * (width - 1)), is_group=True)
        stage = (snapshot.stage(activity["stage"]),) if has_stage else ()
        letters, notes = activity["assignments"], activity["notes"]
        cells = [
            cell_text(read, tuple(letters.get(who, ())), notes.get(who, ""))
            for who in matrix["participants"]
        ]
        if not any((*stage, *cells)):
            # A label alone is a heading.
            cells = ["-"] * len(cells)
        yield Row((activity["title"], *stage, *cells))


def _scheme(matrix: Record) -> Scheme:
    """Return the scheme by which a matrix is read."""
    known = scheme_names().get(matrix["scheme"])
    letters = tuple(Letter(code, word) for code, word in matrix["letters"].items())
    if known and set(known.codes) == set(matrix["letters"]):
        return known
    return Scheme(matrix["scheme"], letters, exactly_one=(), at_least_one=None)


def cell_text(read: CellReader, letters: tuple[str, ...], note: str) -> str:
    """Return how letters and a note are written, so that the same is read of it."""
    codes = "/".join(letters)
    if not codes:
        return note
    ways = (f"{codes} ({note})", f"{codes} - {note}", f"{codes}: {note}", codes + note)
    for text in ways if note else (codes,):
        cell = read(text).cell
        if (cell.letters, cell.note) == (letters, note):
            return text
    return ways[0] if note else codes


# A roadmap

#: What stands in each column of a roadmap's sheet.
_COLUMNS: dict[Field, Callable[[Snapshot, str, Record], Value]] = {
    Field.ID: lambda _, key, item: key.removeprefix(f"{item['roadmap']}/"),
    Field.ITEM: lambda *of: of[2]["title"],
    Field.WHEN: lambda *of: of[2]["when"] or "",
    Field.START: lambda *of: _date(of[2]["start"]),
    Field.END: lambda *of: _date(of[2]["end"]),
    Field.HORIZON: lambda *of: _horizon(of[2]),
    Field.PRODUCT: lambda snapshot, _, item: snapshot.product(item["product"]),
    Field.TEAM: lambda *of: of[2]["team"] or "",
    Field.STAGE: lambda snapshot, _, item: snapshot.stage(item["stage"]),
    Field.OWNER: lambda snapshot, _, item: snapshot.role(item["owner"]),
    Field.STATUS: lambda *of: of[2]["status"] or "",
    Field.HEALTH: lambda *of: of[2]["health"] or "",
    Field.PROGRESS: lambda *of: _percent(of[2]["progress"]),
    Field.CONFIDENCE: lambda *of: _percent(of[2]["confidence"]),
    Field.OUTCOME: lambda *of: of[2]["outcome"] or "",
    Field.DEPENDS_ON: lambda *of: _dependencies(of[2]),
}
#: These are there whether or not anything stands in them.
_ALWAYS = frozenset({Field.ID, Field.ITEM, Field.WHEN, Field.START, Field.END})


def _roadmap(snapshot: Snapshot, key: str) -> Sheet:
    items = list(snapshot.items(key))
    extra = list(dict.fromkeys(name for _, item in items for name in item["extra"]))
    # A second column of a field is read as such only after the first.
    needed = {known_field(name) for name in extra} | _ALWAYS
    columns = {
        field: cells
        for field, value in _COLUMNS.items()
        if any(cells := [value(snapshot, *entry) for entry in items]) or field in needed
    }
    rows = zip(
        *columns.values(),
        *([item["extra"].get(name, "") for _, item in items] for name in extra),
        strict=True,
    )
    return Sheet(
        Kind.ROADMAP,
        key,
        "",
        snapshot.roadmaps[key]["title"],
        (*columns, *extra),
        tuple(map(Row, rows)),
    )


def _date(text: str | None) -> Value:
    return date.fromisoformat(text) if text else ""


def _horizon(item: Record) -> str:
    """Return the horizon where the When column does not say it."""
    horizon: str = item["horizon"] or ""
    return "" if horizon == fold(item["when"] or "") else horizon


def _percent(value: int | str | None) -> Value:
    text = "" if value is None else str(value)
    return Percent(int(text)) if text.isdecimal() else text


def _dependencies(item: Record) -> str:
    """Return what an item depends on: of its own roadmap by the short name."""
    inside = f"{item['roadmap']}/"
    return ", ".join(key.removeprefix(inside) for key in item["depends_on"])


# Roles


def _roles(snapshot: Snapshot) -> Sheet:
    roles = snapshot.roles
    written = {name for role in roles.values() for name in role["sections"]}
    sections = [
        *(name for name in ROLE_SECTIONS if name in written),
        *sorted(written.difference(ROLE_SECTIONS)),
    ]
    columns: dict[str, Sequence[Value]] = {
        "ID": list(roles),
        "Role": [role["title"] for role in roles.values()],
        "Abbreviation": [role["abbr"] or "" for role in roles.values()],
        "Also known as": [", ".join(role["aka"]) for role in roles.values()],
        "Kind": [role["kind"] for role in roles.values()],
        "Level": [role["level"] or "" for role in roles.values()],
        "Reports to": [snapshot.role(role["reports_to"]) for role in roles.values()],
        "Works with": [
            ", ".join(map(snapshot.role, role["works_with"])) for role in roles.values()
        ],
    } | {
        name: [role["sections"].get(name, "") for role in roles.values()]
        for name in sections
    }
    rows = zip(*columns.values(), strict=True)
    return Sheet(
        Kind.ROLES, "roles", "", "Roles", tuple(columns), tuple(map(Row, rows))
    )
