"""``pm:roadmap``: what is planned, and when."""

from __future__ import annotations

import gettext
import re
from dataclasses import replace
from datetime import date
from typing import ClassVar

from docutils import nodes
from sphinx.config import Config
from sphinx.util.i18n import docname_to_domain

from sphinx_pmroles.extension.directives.base import HandbookDirective, names, text
from sphinx_pmroles.extension.directives.data_files import without_unsafe_links
from sphinx_pmroles.extension.directives.tables import Body, ParsedText, TableDirective
from sphinx_pmroles.extension.nodes import ItemNode, Label, RoadmapNode
from sphinx_pmroles.extension.words import roadmap_words, states
from sphinx_pmroles.model.audience import COLUMN, OF_ROADMAPS
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import listed, quoted
from sphinx_pmroles.model.period import UNDATED, Period
from sphinx_pmroles.model.roadmap import Condition, Field, Roadmap, View
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.roadmap import (
    PROSE,
    DateRules,
    RoadmapReading,
    Slot,
    column_name,
    known_field,
    read_date,
    read_item,
    read_roadmap,
)
from sphinx_pmroles.reading.tables import Table
from sphinx_pmroles.reading.vocabulary import Vocabulary

#: What Sphinx's smart quotes may change.
_EDUCATED = re.compile(r"['\"`]|--|\.\.\.")
#: The columns whose values a condition may name as the document's language does.
STATES = frozenset({Field.STATUS, Field.HEALTH, Field.HORIZON})
#: The columns by which a roll-up chooses, and what their values name.
_NAMING: dict[str, Kind] = {
    Field.OWNER: Kind.ROLE,
    Field.STAGE: Kind.STAGE,
    Field.PRODUCT: Kind.PRODUCT,
}
#: The key of the roadmap around the item that is being read.
INSIDE = "pmroles_roadmap"


class RoadmapDirective(TableDirective):
    """Wrap a table of plans, and draw it over a calendar."""

    kind = Kind.ROADMAP
    option_spec: ClassVar = {
        **TableDirective.option_spec,
        "view": text,
        "group-by": text,
        "as-of": text,
        "from": text,
        "to": text,
        "columns": names,
        "of": names,
        "where": text,
        "since": text,
    }

    label_header = "Item"
    starts_with = "| Item | When | …"

    def read_body(self) -> Body:
        """Return the table of the body; the items in it know whose they are."""
        key = self.options.get("id") or make_key(self.title)
        with self.inside(INSIDE, key):
            has_body = "file" in self.options or "".join(self.content).strip()
            body = super().read_body() if has_body else Body(None)
        if body.table is None and not body.after:
            # The drawing stands between the words and the items.
            first = next(
                (n for n, node in enumerate(body.before) if _has_item(node)), None
            )
            if first is not None:
                body.before, body.after = body.before[:first], body.before[first:]
        return body

    def needs_no_table(self, body: Body) -> bool:
        """Return whether the items come from elsewhere."""
        around = (*body.before, *body.after)
        return not around or bool(self.options.get("of")) or any(map(_has_item, around))

    def make_node(self, table: Table, body: Body, title: Label) -> RoadmapNode:
        """Return the roadmap that *table* says."""
        rules, words = date_rules(self.config), vocabulary(self.config)
        key = self.make_key(title.astext())
        reading = read_roadmap(
            table,
            key=key,
            title=title.astext(),
            place=self.table_place(),
            rules=rules,
            words=words,
            view=View(self.choice("view", tuple(View))),
            as_of=self._as_of(),
            allow=(*self.allow, *OF_ROADMAPS) if self._is_screened else self.allow,
            hides=self.hider,
            anchor=self.make_anchor(key),
            anchor_of=lambda item: self.make_anchor(key, item, kind=Kind.ITEM),
        )
        self.note_findings(reading.findings)
        read = reading.roadmap
        start, end = self._window(rules)
        group_by = self.options.get("group-by", "")
        if self._hides_column(group_by):
            group_by = ""
        of = self.all_named(Kind.ROADMAP, "of")
        if self.options.get("of") and not of:
            # A roll-up of hidden roadmaps alone is still one: it collects nothing.
            of = ("",)
        roadmap = replace(
            read,
            place=self.place(),
            group_by=column_name(group_by, read, words),
            chosen=tuple(
                column_name(name, read, words)
                for name in self.options.get("columns", ())
                if not self._hides_column(name)
            ),
            start=start,
            end=end,
            of=of,
            where=self._conditions(read, words),
            since=self.options.get("since", ""),
        )
        if roadmap.columns and not roadmap.of:
            self._check_columns(roadmap)
        node = RoadmapNode.with_record(
            roadmap, title, *self._labels(roadmap, reading, body)
        )
        self.settle(node, roadmap.anchor)
        node["table_line"] = table.header.line or self.lineno
        if self.data_file:
            node["table_source"] = str(self.data_file)
        return node

    def _window(self, rules: DateRules) -> tuple[date | None, date | None]:
        """Return the first and the last day that are shown."""
        start, end = self._end("from", rules).start, self._end("to", rules).end
        if start and end and end < start:
            written = self.options["to"], self.options["from"]
            self.warn(
                ":to: {} ends before :from: {} starts: both are left out, so write the "
                "later one in :to:".format(*map(quoted, written))
            )
            start = end = None
        return start, end

    def _end(self, option: str, rules: DateRules) -> Period:
        """Return the period that ``:from:`` or ``:to:`` names."""
        written = self.options.get(option, "")
        if not written:
            return UNDATED
        try:
            period = read_date(written, rules)
        except ReadError as error:
            self.warn(f":{option}: is left out: {error.message}")
            return UNDATED
        if period.first is None:
            self.warn(
                f":{option}: {quoted(written)} is left out: write a date, or 2026-Q3"
            )
        return period

    def _conditions(self, roadmap: Roadmap, words: Vocabulary) -> tuple[Condition, ...]:
        conditions = []
        for written in names(self.options.get("where")):
            name, is_given, values = written.partition("=")
            wanted = tuple(value.strip() for value in values.split("|"))
            if is_given and name.strip() and any(wanted):
                column = column_name(name.strip(), roadmap, words)
                if known_field(column, words) in STATES:
                    wanted = tuple(name for value in wanted for name in states(value))
                conditions.append(self._without_hidden(Condition(column, wanted)))
            else:
                self.warn(
                    f":where: {quoted(written)} is left out: write the name of a "
                    "column and its values, such as status=planned|blocked"
                )
        if conditions and not self.options.get("of"):
            self.warn(":where: chooses among the items that :of: collects: add :of: *")
        return tuple(conditions)

    def _without_hidden(self, condition: Condition) -> Condition:
        """Return a condition less the names of what is hidden: no item meets those."""
        column = condition.name
        if self._hides_column(column):
            return Condition(Field.ITEM, ())
        kind = _NAMING.get(column)
        if kind is None:
            return condition
        values = (v for v in condition.values if not self.hides(kind, v))
        return Condition(column, tuple(values))

    def _hides_column(self, name: str) -> bool:
        """Return whether a roadmap hides a column of that name."""
        known = known_field(name, roadmap_words())
        # By its own name, too, whatever it is called here.
        return any(self.hides(COLUMN, each) for each in (name, known) if each)

    def _as_of(self) -> date | None:
        written = self.options.get("as-of", "")
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.warn(f":as-of: {quoted(written)} is not a date such as 2026-10-01")
            return None

    def _check_columns(self, roadmap: Roadmap) -> None:
        """Say which of the named columns there are not."""
        named = [("group-by", roadmap.group_by)]
        named += [("columns", name) for name in roadmap.chosen]
        for option, name in named:
            # A column that the language knows may be absent: no item has a value then.
            is_known = name in tuple(Field)
            if not name or is_known or roadmap.column(name) is not None:
                continue
            titles = listed(column.title for column in roadmap.columns)
            self.warn(
                f":{option}: {quoted(name)} is no column of the table; its columns are "
                f"{titles}"
            )

    def _has_catalogue(self) -> bool:
        """Return whether the page has translations, as Sphinx looks for them."""
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        folders = (self.env.srcdir / name for name in self.config.locale_dirs)
        return any(gettext.find(domain, f, [self.config.language]) for f in folders)

    def _labels(
        self, roadmap: Roadmap, reading: RoadmapReading, body: Body
    ) -> list[Label]:
        """Return the labels of all texts that Sphinx may change.

        Those are the ones with markup or quotes; where the page has a catalogue of
        translations, all headers and prose.  Dates, states and names are data.
        """
        table = body.table
        header_line = (table and table.header.line) or self.lineno
        prose = [n for n, c in enumerate(roadmap.columns) if c.field in PROSE]
        is_translated = self._has_catalogue()
        texts = {
            Slot(-1, n): ParsedText([], column.title, header_line)
            for n, column in enumerate(roadmap.columns)
            if is_translated or _EDUCATED.search(column.title)
        }
        for row, item in enumerate(roadmap.items):
            for n in prose:
                words = roadmap.values(item, n)
                if is_translated or _EDUCATED.search(words):
                    texts[Slot(row, n)] = ParsedText([], words, item.place.line)
        for slot, number in reading.labels.items():
            texts[slot] = body.texts[number]
            if roadmap.columns[slot.column].field is Field.LINK:
                text = texts[slot]
                texts[slot] = text._replace(
                    children=without_unsafe_links(text.children)
                )
        return [
            self.text_label(text, (slot.row, slot.column))
            for slot, text in texts.items()
            if text.source
        ]


class ItemDirective(HandbookDirective):
    """An item of a roadmap with a body of its own."""

    kind = Kind.ITEM
    #: The columns that are options of an item: the id is everybody's.
    fields: ClassVar = {
        make_key(field.value): field
        for field in Field
        if field not in {Field.ID, Field.ITEM, Field.AUDIENCE}
    }
    option_spec: ClassVar = {
        **HandbookDirective.option_spec,
        **dict.fromkeys(fields, text),
        "roadmap": text,
    }

    def show(self) -> list[nodes.Node]:
        """Return the definition; the roadmap that it names shows it, too."""
        label = self.title_label()
        roadmap = self.whole_key
        key = self.make_key(label.astext())
        if self.hides(Kind.ROADMAP, roadmap):
            roadmap = ""
        elif not roadmap:
            self.warn(
                f"the item {quoted(label.astext())} is of no roadmap: put it into a "
                "pm:roadmap directive, or name one with :roadmap:"
            )
        reading = read_item(
            label.astext() or key,
            {
                field: self.options.get(name, "")
                for name, field in self.fields.items()
                if not (name in self.options and self._hides_column(roadmap, field))
            },
            key=key,
            place=self.place(),
            rules=date_rules(self.config),
            words=vocabulary(self.config),
            allow=self.allow,
            hides=self.hider,
            roadmap=make_key(roadmap),
        )
        self.note_findings(reading.findings)
        anchor = self.make_anchor(make_key(roadmap), key)
        item = replace(reading.item, anchor=anchor, roadmap=roadmap)
        node = ItemNode.with_record(item)
        self.wrap(node, anchor, label)
        node.content.extend(self.parse_body())
        return [node]

    @property
    def whole_key(self) -> str:
        """The roadmap that it names, or else the one around it."""
        inside: str = self.env.temp_data.get(INSIDE) or ""
        named: str = self.options.get("roadmap", "")
        return named or inside

    def _hides_column(self, roadmap: str, field: Field) -> bool:
        """Return whether *roadmap* hides the column of *field*."""
        return bool(roadmap) and self.hides(COLUMN, f"{roadmap}/{field}")


def _has_item(node: nodes.Node) -> bool:
    return any(True for _ in node.findall(ItemNode))


def date_rules(config: Config) -> DateRules:
    """Return how the dates of a handbook are read."""
    return DateRules(config.pmroles_fiscal_year_start, config.language or "en")


def vocabulary(config: Config) -> Vocabulary:
    """Return the words by which the roadmaps of a handbook are read."""
    return roadmap_words().with_statuses(config.pmroles_statuses)
