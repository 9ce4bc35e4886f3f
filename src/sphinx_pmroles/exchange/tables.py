"""Tables of other tools, made ready for ``pm:matrix`` and ``pm:roadmap``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sphinx_pmroles.exchange.days import as_day
from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.markup import Draft, TextRow
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.model.scheme import RACI, SCHEMES, Scheme, scheme_names
from sphinx_pmroles.reading.layouts import cell_of, group_rows
from sphinx_pmroles.reading.matrix import MatrixReading, read_matrix
from sphinx_pmroles.reading.roadmap import DateRules, known_field, read_roadmap
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow, words

_NOWHERE = Place("", 0)
#: Columns whose texts are dates.
_DATES = frozenset({Field.WHEN, Field.START, Field.END, Field.BASELINE})
#: Columns that a matrix never has and a roadmap mostly has.
_PLANS = frozenset({*_DATES, Field.HORIZON, Field.STATUS, Field.HEALTH, Field.PROGRESS})


@dataclass(frozen=True, slots=True)
class Adopted:
    """A table that was made ready, and what of it was not understood."""

    draft: Draft
    findings: Sequence[Finding]


def adopt_matrix(table: Table, *, title: str, scheme: str = "") -> Adopted:
    """Return the matrix that a table says; without a *scheme*, the one that fits best.

    Raises ExchangeError if there is no scheme of that name.
    """
    reading = _reading(table, _scheme(scheme)) if scheme else _best_reading(table)
    used = scheme_names()[reading.matrix.scheme]
    are_groups = group_rows(table, used)
    draft = _draft("pm:matrix", table, title, are_groups)
    options = {} if used is RACI else {"scheme": used.name}
    return Adopted(replace(draft, options=options), reading.findings)


def adopt_roadmap(table: Table, *, title: str) -> Adopted:
    """Return the roadmap that a table says, its days as ``pm:roadmap`` reads them."""
    fields = [known_field(words(cell)) for cell in table.header.cells]
    dates = {n for n, field in enumerate(fields) if field in _DATES}
    rows = tuple(
        row._replace(
            cells=tuple(
                cell._replace(text=as_day(cell.text)) if n in dates else cell
                for n, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    table = table._replace(rows=rows)
    reading = read_roadmap(
        table, key="imported", title=title, place=_NOWHERE, rules=DateRules()
    )
    return Adopted(_draft("pm:roadmap", table, title), reading.findings)


def is_matrix(table: Table) -> bool:
    """Return whether a table is one of letters rather than one of plans.

    Raises ExchangeError if it is neither.
    """
    plans = _PLANS & {known_field(words(cell)) for cell in table.header.cells}
    matrix = _best_reading(table).matrix
    taking_part = sum(
        any(activity.cells[n].letters for activity in matrix.activities)
        for n in range(len(matrix.participants))
    )
    # A column of red, amber and green reads as letters, too.
    if plans or taking_part:
        return taking_part > len(plans)
    raise ExchangeError(
        "its columns hold neither letters of a scheme (R, A, C, I) nor dates or "
        "states: say which it is with --as matrix or --as roadmap"
    )


def without(table: Table, names: Iterable[str]) -> Table:
    """Return a table without the columns of those names.

    Raises ExchangeError if there is none of a name.
    """
    headers = [make_key(words(cell)) for cell in table.header.cells]
    unwanted = {make_key(name): name for name in names}
    unknown = [name for key, name in unwanted.items() if key not in headers]
    if unknown:
        known = listed(words(cell) for cell in table.header.cells if cell.text)
        raise ExchangeError(
            f"there is no column {quoted(unknown[0])} to leave out; there are {known}"
        )
    kept = [n for n, header in enumerate(headers) if header not in unwanted]

    def row(written: TableRow) -> TableRow:
        return written._replace(cells=tuple(cell_of(written, n) for n in kept))

    return table._replace(header=row(table.header), rows=tuple(map(row, table.rows)))


def _scheme(name: str) -> Scheme:
    found = scheme_names().get(make_key(name))
    if found is None:
        known = ", ".join(scheme.name for scheme in SCHEMES)
        raise ExchangeError(f"--scheme {name}: there is none such; there are {known}")
    return found


def _reading(table: Table, scheme: Scheme) -> MatrixReading:
    return read_matrix(table, scheme, key="imported", title="", place=_NOWHERE)


def _best_reading(table: Table) -> MatrixReading:
    """Return what is read by the scheme that reads most: the first of several."""

    def letters_read(reading: MatrixReading) -> int:
        activities = reading.matrix.activities
        return sum(bool(cell.letters) for each in activities for cell in each.cells)

    return max((_reading(table, scheme) for scheme in SCHEMES), key=letters_read)


def _draft(
    directive: str, table: Table, title: str, are_groups: Sequence[bool] = ()
) -> Draft:
    width = max(len(row.cells) for row in (table.header, *table.rows))

    def texts(row: TableRow) -> tuple[str, ...]:
        return tuple(cell_of(row, n).text for n in range(width))

    marks = are_groups or [False] * len(table.rows)
    return Draft(
        directive,
        title,
        texts(table.header),
        tuple(
            TextRow(texts(row), is_group)
            for row, is_group in zip(table.rows, marks, strict=True)
        ),
    )


def make_table(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Table:
    """Return the table of texts; each row comes with its line."""
    return Table(
        TableRow(tuple(map(TableCell, header)), 1),
        tuple(TableRow(tuple(map(TableCell, cells)), line) for line, cells in rows),
        is_data=True,
    )
