"""Issues that Jira exported as CSV, as a table of plans.

A field with several values has a column for each, all of one name; fields of the
project's own are called ``Custom field (Start date)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.tables import make_table
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.reading.layouts import cell_of
from sphinx_pmroles.reading.tables import Table, words

_CUSTOM = re.compile(r"Custom field \((.*)\)")
#: The columns of Jira that a roadmap has under another name, the best of each first.
_NAMES: dict[Field, tuple[str, ...]] = {
    Field.ID: ("issue-key", "key"),
    Field.ITEM: ("summary",),
    Field.START: ("start-date", "target-start", "planned-start"),
    Field.END: ("due-date", "target-end", "end-date", "planned-end"),
    Field.OWNER: ("assignee",),
    Field.STATUS: ("status",),
    # The issues that block this one.
    Field.DEPENDS_ON: ("inward-issue-link-blocks",),
}


def is_jira(table: Table) -> bool:
    """Return whether a table is one of issues from Jira."""
    headers = {make_key(words(cell)) for cell in table.header.cells}
    return "summary" in headers and bool(headers & {"issue-key", "issue-type"})


def from_jira(table: Table) -> tuple[Table, list[str]]:
    """Return the table of plans, and the names of columns that nothing stands in.

    Those of roadmaps come first; all others follow as they are, each name once.

    Raises ExchangeError if there are no issues in it.
    """
    columns: dict[str, list[int]] = {}
    for number, cell in enumerate(table.header.cells):
        columns.setdefault(words(cell), []).append(number)
    values = {
        name: [_joined(row_texts) for row_texts in _texts(table, numbers)]
        for name, numbers in columns.items()
    }
    filled = {name: texts for name, texts in values.items() if any(texts)}
    if not filled:
        raise ExchangeError("there are no issues in it, only the names of columns")
    by_key = {make_key(_own_name(name)): name for name in reversed(filled)}
    known: dict[str, str] = {}
    for field, keys in _NAMES.items():
        found = next((by_key[key] for key in keys if key in by_key), None)
        if found is not None:
            known[field] = found
    columns_of = {**known}
    for name in filled:
        if name not in known.values():
            own = _own_name(name)
            columns_of[name if own in filled or own in columns_of else own] = name
    rows = (
        (row.line, [filled[name][number] for name in columns_of.values()])
        for number, row in enumerate(table.rows)
    )
    blank = [name for name in values if name not in filled]
    return make_table(list(columns_of), rows), blank


def _texts(table: Table, numbers: list[int]) -> Iterator[list[str]]:
    for row in table.rows:
        yield [cell_of(row, number).text for number in numbers]


def _joined(texts: list[str]) -> str:
    return ", ".join(text for text in texts if text)


def _own_name(name: str) -> str:
    """Return a column's name without what Jira puts around it."""
    custom = _CUSTOM.fullmatch(name)
    return custom[1] if custom else name
