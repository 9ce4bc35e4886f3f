"""Which pages must be written again, though their own sources did not change.

A page shows what other pages define: titles, letters, dates, targets.  Its fingerprint
is a hash of all that.  A page whose fingerprint differs from that of its last writing,
by this builder into this folder, is written again without being read again.

Sphinx has no hook that holds this: a fingerprint in the environment goes stale when a
second builder uses the same doctrees, when a build is killed and after a build of one
page, so each builder's output has a file of its own, saved only after a build that did
not fail, and only for the pages that it wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx_pmroles.extension.builder import InventoryBuilder
from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.views.changes import ShownChanges
from sphinx_pmroles.model.comparison import side_by_side
from sphinx_pmroles.model.handbook import Entry, Handbook, Kind, Page
from sphinx_pmroles.model.organisation import listed_roles
from sphinx_pmroles.model.overview import ChangeList
from sphinx_pmroles.model.portfolio import portfolio, product_contents
from sphinx_pmroles.model.report import Report
from sphinx_pmroles.model.reports import Answer, scope
from sphinx_pmroles.model.roadmap import View
from sphinx_pmroles.model.rows import field_names

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_pmroles.extension.domain import HandbookDomain


class Freshness:
    """The fingerprints of one build: those of today, and which pages were written."""

    def __init__(self) -> None:
        self.prints: dict[str, str] = {}
        self.written: set[str] = set()

    def outdated_pages(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages that show something else than when they were written."""
        if isinstance(app.builder, InventoryBuilder) and app.fresh_env_used:
            # All pages have just been read, and none will be written.
            return []
        domain: HandbookDomain = env.domains["pm"]  # type: ignore[assignment]
        handbook, settings = domain.handbook, Settings.of(app.config)
        self.prints = {
            page.docname: fingerprint(
                handbook, page, settings, domain.answer, domain.shown_changes
            )
            for page in handbook.pages
        }
        self.written = set()
        last = _load(_store(app))
        return [
            docname for docname, now in self.prints.items() if last.get(docname) != now
        ]

    def note_written(
        self, _app: Sphinx, _doctree: nodes.document, docname: str
    ) -> None:
        """Note that a page is being written: this runs in the main process."""
        self.written.add(docname)

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep the fingerprints of the pages that were written."""
        if exception is not None or not self.prints:
            return
        store = _store(app)
        last = _load(store)
        kept = {name: old for name, old in last.items() if name in self.prints}
        kept.update(
            (name, now) for name, now in self.prints.items() if name in self.written
        )
        if kept != last:
            store.write_text(
                json.dumps(kept, sort_keys=True, indent=0), encoding="utf-8"
            )


def connect(app: Sphinx) -> None:
    """Have Sphinx write the pages again that have gone stale."""
    freshness = Freshness()
    app.connect("env-updated", freshness.outdated_pages)
    app.connect("doctree-resolved", freshness.note_written)
    app.connect("build-finished", freshness.save)


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
        if roadmap.view is View.TIMELINE and roadmap.as_of is None:
            shown.append(str(settings.as_of()))
        told = handbook.shown(roadmap)
        shown.append((told.earlier, told.later))
        if told.roadmap.items != roadmap.items:
            shown.append(told)
        if roadmap.view is View.STAGES:
            shown.append(handbook.entries[Kind.STAGE])
        shown += handbook.names_of(told.roadmap.items)
        shown += handbook.spots_of(told.roadmap.items)
    shown += [product_contents(handbook, product) for product in page.products]
    shown += [list(portfolio(handbook, asked)) for asked in page.portfolios]
    # The whole of an overview comes from these: the tables, the trees, the lists.
    shown += [listed_roles(handbook, asked) for asked in page.role_lists]
    for item in page.items:
        shown.append(handbook.find(Kind.ROADMAP, item.roadmap))
        shown += [*handbook.names_of([item]), *handbook.needs_of(item)]
        shown += handbook.spots_of([item])
    for report in page.reports:
        shown += [scope(handbook, report), answer(report)]
    shown += [side_by_side(handbook, comparison) for comparison in page.comparisons]
    shown += [changes(asked) for asked in page.change_lists]
    text = json.dumps(shown, default=_plain, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, Entry):
        return value.shown
    if is_dataclass(value):
        return [getattr(value, name) for name in field_names(cast("Any", type(value)))]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.name
    raise TypeError(value)


def _store(app: Sphinx) -> Path:
    """Return the file for this builder's output: other builders have others."""
    output = f"{app.builder.name}\n{app.outdir}"
    name = sha256(output.encode()).hexdigest()[:16]
    return Path(app.doctreedir) / f"pmroles-{name}.json"


def _load(store: Path) -> dict[str, str]:
    try:
        loaded = json.loads(store.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
