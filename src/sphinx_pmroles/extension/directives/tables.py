"""The tables in a directive's body, read by the page's own parser where it must be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import HandbookDirective
from sphinx_pmroles.extension.nodes import Label
from sphinx_pmroles.reading.cells import without_emphasis
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow, read_pipe_table

#: The extensions of Markdown that give a meaning to characters outside of markup.
_TYPOGRAPHY = frozenset({"linkify", "replacements", "smartquotes"})
#: A text that means itself in Markdown, and one that does whatever is switched on.
_PLAIN = re.compile(r"[^\\*_`\[\]<>&!{}$~^|\n]*")
_PLAIN_ANYWAY = re.compile(r"(?:[^\W_]|[ ,;/%+=]|-(?!-)|\.(?![.\w])|[–—…])*")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text with inline markup: parsed, as its source, and its line."""

    children: list[nodes.Node]
    source: str
    line: int

    def without_start(self, count: int) -> ParsedText:
        """Return the text less its first *count* characters and the blanks there."""
        if not count:
            return self
        children = _without_start(self.children, count)
        if children and isinstance(children[0], nodes.Text):
            children[0] = nodes.Text(children[0].lstrip())
        source = "".join(node.astext() for node in children)
        return ParsedText(children if source.strip() else [], source.strip(), self.line)


@dataclass(slots=True)
class Body:
    """What a body holds: its first table, its parsed texts, and all that is around.

    *texts* are those of the cells that have markup: the cells name them by number.
    """

    table: Table | None
    texts: list[ParsedText] = field(default_factory=list)
    before: list[nodes.Node] = field(default_factory=list)
    after: list[nodes.Node] = field(default_factory=list)


class TableDirective(HandbookDirective):
    """A directive around a table; it says how such a table starts, as an example."""

    starts_with: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        """Return what the table says, with all else that the body holds around it."""
        title = self.title_label()
        body = self.read_body()
        if body.table is None:
            self.warn(
                "the body holds no table that can be read: write a Markdown table "
                f"({self.starts_with}) or, in reStructuredText, a grid, simple, list "
                "or csv table"
            )
            return [*body.before, *body.after]
        node = self.make_node(body.table, body, title)
        return [*body.before, node, *body.after]

    def make_node(self, table: Table, body: Body, title: Label) -> nodes.Element:
        """Return the node of what *table* says."""
        raise NotImplementedError

    def settle(self, node: nodes.Element, anchor: str) -> None:
        """Give *node* its id, its classes, its name and its place."""
        node["ids"] = [anchor]
        node["classes"] = ["pm", f"pm-{self.kind}", *self.options.get("class", [])]
        node.source, node.line = self.get_source_info()
        self.state.document.ids[anchor] = node
        self.add_name(node)

    def read_body(self) -> Body:
        """Return the table of the body, and all else that it holds.

        A Markdown pipe table alone is read from its text: to make a docutils table of
        it first would cost most of what a page costs.
        """
        if not self.in_rst:
            table = read_pipe_table(list(self.content), self.content_line(0))
            if table:
                return self._with_markup(table)
        return self._parsed_body()

    def _with_markup(self, table: Table) -> Body:
        """Return the body with the cells that hold markup parsed."""
        body = Body(None)

        def row(written: TableRow, *, is_header: bool) -> TableRow:
            cells = (
                self._cell(body, cell.text, written.line, keep=is_header or n == 0)
                for n, cell in enumerate(written.cells)
            )
            return TableRow(tuple(cells), written.line)

        body.table = Table(
            row(table.header, is_header=True),
            tuple(row(each, is_header=False) for each in table.rows),
        )
        return body

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        """What a text of this page looks like that needs no parser."""
        renderer = getattr(self.state, "_renderer", None)
        config = getattr(renderer, "md_config", None)
        enabled = getattr(config, "enable_extensions", _TYPOGRAPHY)
        return _PLAIN_ANYWAY if _TYPOGRAPHY & set(enabled) else _PLAIN

    def _cell(self, body: Body, source: str, line: int, *, keep: bool) -> TableCell:
        """Return a cell of Markdown source.

        Emphasis around all of a cell is markup to *keep* in labels and headers; around
        letters it is only noise.
        """
        is_plain = self._plain.fullmatch
        if is_plain(source) or (not keep and is_plain(without_emphasis(source))):
            return TableCell(source)
        parsed, messages = self.state.inline_text(source, line)
        return _parsed_cell(body, ParsedText([*parsed, *messages], source, line))

    def text_label(self, text: ParsedText, slot: tuple[Any, ...]) -> Label:
        """Return the label of a text; one without parsed markup means itself."""
        children = text.children or [nodes.Text(text.source)]
        return self.placed(Label.of(children, text.source, slot), text.line)

    def _parsed_body(self) -> Body:
        """Return the body as the page's parser reads it."""
        body = Body(None)
        for node in self.parse_body():
            if isinstance(node, nodes.table) and body.table is None:
                body.table = self._table(body, node)
            elif body.table is None:
                body.before.append(node)
            else:
                body.after.append(node)
        return body

    def _table(self, body: Body, table: nodes.table) -> Table:
        """Return a docutils table as rows of cells."""
        line = table.line or self.lineno
        captions = [node for node in table.children if isinstance(node, nodes.title)]
        body.before += [nodes.paragraph("", "", *c.children) for c in captions]
        rows = [
            # A Markdown table knows its own line alone: below the header is a line
            # of dashes, and then a line a row.
            self._row(body, row, line, line + (number and number + 1))
            for number, row in enumerate(table.findall(nodes.row))
        ]
        has_header = any(True for _ in table.findall(nodes.thead))
        if not rows:
            return Table(TableRow(()), ())
        if not has_header:
            self.warn(
                "the table has no header row: its first row is taken for one; mark it "
                "as the header (:header-rows: 1)",
                line,
            )
        return Table(rows[0], tuple(rows[1:]))

    def _row(self, body: Body, row: nodes.row, start: int, guess: int) -> TableRow:
        """Return a row of the table that starts at a line.

        *guess* is the row's line where the parser does not tell it: MyST gives every
        node of a pipe table the line of the table.
        """
        told = (node.line for node in row.findall() if node.line)
        least = 0 if self.in_rst else start
        line = next((line for line in told if line > least), guess)
        cells: list[TableCell] = []
        for entry in row.children:
            assert isinstance(entry, nodes.entry)
            cells.append(_entry_cell(body, entry, line))
        return TableRow(tuple(cells), line)


def _entry_cell(body: Body, entry: nodes.entry, line: int) -> TableCell:
    """Return the cell of a table entry; a block in it is kept with its label."""
    children = list(entry.children)
    source = ""
    if len(children) == 1 and isinstance(children[0], nodes.paragraph):
        source = children[0].rawsource
        children = list(children[0].children)
    return _parsed_cell(body, ParsedText(children, source or entry.astext(), line))


def _parsed_cell(body: Body, parsed: ParsedText) -> TableCell:
    """Return the cell of parsed text: with a label only if it has any markup."""
    text = "".join(_words(parsed.children))
    if all(isinstance(node, nodes.Text) for node in parsed.children):
        return TableCell(text)
    # MyST puts empty texts around emphasis.
    filled = [node for node in parsed.children if node.astext()]
    strong = len(filled) == 1 and isinstance(filled[0], nodes.strong)
    body.texts.append(parsed)
    return TableCell(text, len(body.texts) - 1, strong)


def _without_start(parsed: list[nodes.Node], count: int) -> list[nodes.Node]:
    """Return *parsed* less the first *count* characters of its words."""
    rest: list[nodes.Node] = []
    for node in parsed:
        words = len("".join(_words([node])))
        if words > count > 0:
            if isinstance(node, nodes.Text):
                rest.append(nodes.Text(node[count:]))
            elif isinstance(node, nodes.Element):
                node.children = _without_start(node.children, count)
                rest.append(node)
        elif words > count or not (words or isinstance(node, nodes.Text)):
            rest.append(node)
        count = max(0, count - words)
    return rest


def _words(parsed: list[nodes.Node]) -> Iterator[str]:
    """Yield the texts of *parsed*, less the marks of footnotes."""
    for node in parsed:
        if not isinstance(node, nodes.footnote_reference | nodes.system_message):
            yield node.astext()
