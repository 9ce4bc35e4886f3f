"""Files of other tools: what is in them, whichever tool they are from."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.github import from_github
from sphinx_pmroles.exchange.jira import from_jira, is_jira
from sphinx_pmroles.exchange.markup import Draft
from sphinx_pmroles.exchange.tables import (
    adopt_matrix,
    adopt_roadmap,
    is_matrix,
    without,
)
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.sources import Format, format_of, read_source
from sphinx_pmroles.reading.tables import Table


class Origin(StrEnum):
    """What a file can be."""

    MATRIX = "matrix"
    ROADMAP = "roadmap"
    JIRA = "jira"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of a file: each is found out where it is empty."""

    origin: Origin | None = None
    sheet: str = ""
    scheme: str = ""
    title: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a file, and of which line of it; 0 where it is of all."""

    message: str
    line: int = 0


def adopt(data: bytes, name: str, wishes: Wishes) -> tuple[Draft, list[Remark]]:
    """Return the directive that a file of that *name* makes, and what to say of it.

    Raises ExchangeError and ReadError.
    """
    table, origin, remarks = _table(data, name, wishes)
    if wishes.without:
        table = without(table, wishes.without)
    titles = [title for title in (wishes.title, *table.titles) if title]
    title, *above = titles or [wishes.sheet or _title_of(name)]
    if origin is Origin.MATRIX:
        adopted = adopt_matrix(table, title=title, scheme=wishes.scheme)
    else:
        adopted = adopt_roadmap(table, title=title)
    if table.fault:
        remarks.append(Remark(table.fault.message, table.fault.line))
    remarks += [Remark(each.message, each.place.line) for each in adopted.findings]
    return replace(adopted.draft, paragraphs=tuple(above)), remarks


def _table(
    data: bytes, name: str, wishes: Wishes
) -> tuple[Table, Origin, list[Remark]]:
    """Return the table in a file, what it is, and what is to be said of it."""
    file_format = _format(data, name)
    origin = wishes.origin
    if origin is None and wishes.scheme:
        origin = Origin.MATRIX
    if file_format is Format.JSON and origin in (None, Origin.GITHUB):
        try:
            found = from_github(_parsed(data))
        except RecursionError:
            # A value so deep cannot even be written out; reading says where it is.
            found = None
        if found:
            return found[0], Origin.GITHUB, [Remark(text) for text in found[1]]
    if origin is Origin.GITHUB:
        raise ExchangeError(
            "it is none of what GitHub gives: expected the JSON of 'gh project "
            "item-list --format json', of 'gh issue list --json ...' or of the items "
            "of a projectV2 in the GraphQL API"
        )
    if wishes.sheet and file_format is not Format.XLSX:
        raise ExchangeError(f"--sheet means nothing in {file_format}: leave it out")
    table = read_source(
        data,
        format=file_format,
        sheet=wishes.sheet or None,
        label_header="Activity" if origin is not Origin.ROADMAP else "Item",
        with_groups=origin is not Origin.ROADMAP,
    )
    if origin is Origin.JIRA or (origin is None and is_jira(table)):
        issues, blank = from_jira(table)
        names = listed(filter(None, blank))
        said = [Remark(f"left out, for nothing stands in them: {names}")]
        return issues, Origin.JIRA, said if names else []
    if origin is None:
        origin = Origin.MATRIX if is_matrix(table) else Origin.ROADMAP
    return table, origin, []


def _format(data: bytes, name: str) -> Format:
    """Return the format of a file, by its name or, if it has none, by its beginning."""
    suffix = PurePath(name).suffix
    if suffix:
        try:
            return format_of(name)
        except ReadError:
            raise ExchangeError(
                f"files that end in {quoted(suffix)} are not read; those are .csv, "
                ".tsv, .xlsx, .json and .yaml: export it as one of them, or rename it"
            ) from None
    if data.startswith(b"PK"):
        return Format.XLSX
    return Format.JSON if data.lstrip()[:1] in (b"[", b"{") else Format.CSV


def _parsed(data: bytes) -> Any:
    """Return what JSON says; ``None`` if it is none, which reading then explains."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _title_of(name: str) -> str:
    """Return what a file is called, as words."""
    words = " ".join(PurePath(name).stem.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "Imported"
