"""``pm:roadmap``: what is planned, and when."""

from __future__ import annotations

import gettext
import re
from dataclasses import replace
from datetime import date
from typing import ClassVar

from docutils.parsers.rst import directives
from sphinx.util.i18n import docname_to_domain

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.directives.base import text
from sphinx_pmroles.extension.directives.tables import Body, ParsedText, TableDirective
from sphinx_pmroles.extension.nodes import Label, RoadmapNode
from sphinx_pmroles.model.handbook import Kind
from sphinx_pmroles.model.roadmap import Roadmap, View
from sphinx_pmroles.reading.roadmap import (
    PROSE,
    DateRules,
    RoadmapReading,
    Slot,
    known_field,
    read_roadmap,
)
from sphinx_pmroles.reading.tables import Table

#: What Sphinx's smart quotes may change.
_EDUCATED = re.compile(r"['\"`]|--|\.\.\.")


def view_option(argument: str) -> View:
    """Return one of the ways to show a roadmap."""
    return View(directives.choice(argument, tuple(View)))


class RoadmapDirective(TableDirective):
    """Wrap a table of plans, and draw it over a calendar."""

    kind = Kind.ROADMAP
    option_spec: ClassVar = {
        **TableDirective.option_spec,
        "view": view_option,
        "group-by": text,
        "as-of": text,
    }

    label_header = "Item"
    starts_with = "| Item | When | …"

    def make_node(self, table: Table, body: Body, title: Label) -> RoadmapNode:
        """Return the roadmap that *table* says."""
        settings = Settings.of(self.config)
        reading = read_roadmap(
            table,
            key=self.make_key(title.astext()),
            title=title.astext(),
            place=self.table_place(),
            rules=DateRules(settings.fiscal_year_start, self.config.language or "en"),
            view=self.options.get("view", View.TIMELINE),
            group_by=self.options.get("group-by", ""),
            as_of=self._as_of(),
            allow=self.allow,
        )
        self.note_findings(reading.findings)
        self._check_group_by(reading.roadmap)
        roadmap = self._anchored(reading.roadmap)
        node = RoadmapNode.with_record(
            roadmap, title, *self._labels(roadmap, reading, body)
        )
        self.settle(node, roadmap.anchor)
        return node

    def _as_of(self) -> date | None:
        written = self.options.get("as-of", "")
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.warn(f":as-of: {written!r} is not a date such as 2026-10-01")
            return None

    def _check_group_by(self, roadmap: Roadmap) -> None:
        # A column that the language knows may be absent: no item has a value then.
        if (
            roadmap.group_by
            and roadmap.lane_column() is None
            and known_field(roadmap.group_by) is None
        ):
            titles = ", ".join(repr(column.title) for column in roadmap.columns)
            self.warn(
                f":group-by: {roadmap.group_by!r} is no column of the table; its "
                f"columns are {titles}"
            )

    def _has_catalogue(self) -> bool:
        """Return whether the page has translations, as Sphinx looks for them."""
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        folders = (self.env.srcdir / name for name in self.config.locale_dirs)
        return any(gettext.find(domain, f, [self.config.language]) for f in folders)

    def _anchored(self, roadmap: Roadmap) -> Roadmap:
        return replace(
            roadmap,
            anchor=self.make_anchor(roadmap.key),
            place=self.place(),
            items=tuple(
                replace(
                    item,
                    anchor=self.make_anchor(roadmap.key, item.key, kind=Kind.ITEM),
                )
                for item in roadmap.items
            ),
        )

    def _labels(
        self, roadmap: Roadmap, reading: RoadmapReading, body: Body
    ) -> list[Label]:
        """Return the labels of headers, and of all texts that Sphinx may change.

        Those are the ones with markup or quotes; where the page has a catalogue of
        translations, all prose.  Dates, states and names are data.
        """
        prose = [n for n, c in enumerate(roadmap.columns) if c.field in PROSE]
        texts = {
            Slot(-1, n): ParsedText([], column.title, roadmap.place.line)
            for n, column in enumerate(roadmap.columns)
        }
        is_translated = self._has_catalogue()
        for row, item in enumerate(roadmap.items):
            for n in prose:
                words = roadmap.values(item, n)
                if is_translated or _EDUCATED.search(words):
                    texts[Slot(row, n)] = ParsedText([], words, item.place.line)
        for slot, number in reading.labels.items():
            texts[slot] = body.texts[number]
        return [
            self.text_label(text, (slot.row, slot.column))
            for slot, text in texts.items()
            if text.source
        ]
