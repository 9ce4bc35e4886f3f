"""What a page shows of other pages, as one hash."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.views.roadmaps import shown_columns, stages_beside
from sphinx_pmroles.model.handbook import Entry, Handbook, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.roadmap import Field, Item, Roadmap, View
from sphinx_pmroles.model.rows import field_names

if TYPE_CHECKING:
    from sphinx_pmroles.extension.views.changes import ShownChanges
    from sphinx_pmroles.model.overview import ChangeList
    from sphinx_pmroles.model.report import Report
    from sphinx_pmroles.model.reports import Answer


def fingerprint(
    handbook: Handbook,
    page: Page,
    settings: Settings,
    answer: Callable[[Report], Answer],
    changes: Callable[[ChangeList], ShownChanges | None],
) -> str:
    """Return a hash of everything of other pages that *page* shows.

    *answer* returns what a report says, *changes* what a list of changes does.
    """
    shown: list[Any] = [
        [
            handbook.find_all(kind, reference.name)
            for kind in ([Kind(reference.kind)] if reference.kind else Kind)
        ]
        for reference in page.references
    ]
    shown += [handbook.involvement(role) for role in page.roles]
    shown += [
        handbook.find(Kind.ROLE, participant.text)
        for matrix in page.matrices
        for participant in matrix.participants
    ]
    shown += [
        handbook.stage_contents(cycle, stage)
        for cycle in page.lifecycles
        for stage in cycle.stages
    ]
    for roadmap in page.roadmaps:
        shown += _shown_of_roadmap(handbook, roadmap, settings)
    shown += _shown_of_overviews(handbook, page)
    for item in page.items:
        shown.append(handbook.find(Kind.ROADMAP, item.roadmap))
        shown += [*handbook.names_of([item]), *handbook.needs_of(item)]
        shown += handbook.spots_of([item])
    if page.reports:
        from sphinx_pmroles.model.reports import is_empty, scope

        for report in page.reports:
            told = answer(report)
            shown += [told, None if is_empty(told) else scope(handbook, report).names]
    if page.comparisons:
        from sphinx_pmroles.model.comparison import side_by_side

        shown += [side_by_side(handbook, comparison) for comparison in page.comparisons]
    shown += [changes(asked) for asked in page.change_lists]
    text = json.dumps(shown, default=_plain, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def _shown_of_overviews(handbook: Handbook, page: Page) -> list[Any]:
    """Return what a page shows of products, and of all roles.

    Few pages do: what answers it is imported for them alone.
    """
    shown: list[Any] = []
    if page.products or page.portfolios:
        from sphinx_pmroles.model.portfolio import portfolio, product_contents

        shown += [product_contents(handbook, product) for product in page.products]
        shown += [list(portfolio(handbook, asked)) for asked in page.portfolios]
    if page.role_lists:
        from sphinx_pmroles.model.organisation import listed_roles

        # The whole of an overview comes from these: the tables, the trees, the lists.
        shown += [listed_roles(handbook, asked) for asked in page.role_lists]
    return shown


def _shown_of_roadmap(
    handbook: Handbook, roadmap: Roadmap, settings: Settings
) -> Iterator[Any]:
    """Yield what a roadmap shows of other pages, in the columns of its view."""
    told = handbook.shown(roadmap)
    whole, is_drawn = told.roadmap, roadmap.view is View.TIMELINE
    numbers = shown_columns(whole)
    fields = [whole.columns[n].field for n in numbers]
    if roadmap.view is View.STAGES:
        fields.append(Field.STAGE)
        named = (handbook.named_in(i, Field.STAGE, i.stage) for i in whole.items)
        yield stages_beside(handbook, named)
    if is_drawn and roadmap.as_of is None:
        # No day can be shown where no item has one.
        yield any(i.period.first for i in whole.items) and str(settings.as_of())
    yield told.earlier, told.later
    if whole.items != roadmap.items:
        yield told.rows, [whole.columns[n] for n in numbers]
        if is_drawn:
            yield whole.items, told.outside
        else:
            yield [_in_columns(whole, item, numbers, fields) for item in whole.items]
    if Field.LINK in fields:
        yield handbook.spots_of(whole.items)
    if Field.DEPENDS_ON in fields:
        yield [handbook.translated_needs(roadmap, item) for item in whole.items]
    yield handbook.names_of(whole.items, fields)


def _in_columns(
    roadmap: Roadmap, item: Item, numbers: Iterable[int], fields: Container[object]
) -> list[Any]:
    """Return what a board, or a table of some columns, shows of an item."""
    said = (
        *((Field.STATUS, item.status), (Field.HEALTH, item.health)),
        *((Field.OWNER, item.owner), (Field.STAGE, item.stage)),
        *((Field.PRODUCT, item.product), (Field.LINK, item.link)),
    )
    return [
        *(item.key, item.title, item.anchor, item.place.leads_to),
        *(item.period.horizon, item.period.first is None),
        [roadmap.values(item, n) for n in numbers],
        [value for field, value in said if field in fields],
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Entry | Item):
        return value.shown
    if is_dataclass(value):
        return [getattr(value, name) for name in field_names(cast("Any", type(value)))]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.name
    raise TypeError(value)
