"""The tables in a directive's body, read by the page's own parser where it must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinx_pmroles.extension.audience import HeldWarnings, audience_of, note_hidden
from sphinx_pmroles.extension.directives.base import HandbookDirective, names, text
from sphinx_pmroles.extension.directives.data_files import (
    DataFile,
    file_name,
    without_active_content,
)
from sphinx_pmroles.extension.log import Subtype, location, warn
from sphinx_pmroles.extension.nodes import Label
from sphinx_pmroles.extension.words import roadmap_words
from sphinx_pmroles.model.audience import COLUMN
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.reading.audiences import (
    FILE,
    cells_in,
    has_column,
    plain,
    screen,
)
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.roadmap import known_field
from sphinx_pmroles.reading.sources import Format, format_of, read_source
from sphinx_pmroles.reading.tables import (
    Part,
    Table,
    TableCell,
    TableRow,
    is_delimiter,
    read_pipe_parts,
    read_pipe_table,
    split_pipe_row,
)
from sphinx_pmroles.reading.vocabulary import word_key

#: A text in which there is nothing that quotation marks and dashes of print are made
#: of: between reading and writing it stays as it is.
_SETTLED = re.compile(r"(?:[^'\"`\\.-]|-(?!-)|\.(?! ?\.))*")
#: What a table is shown as that could not be read.
_NO_TABLE = (nodes.paragraph, nodes.literal_block, nodes.system_message)
#: The start of a csv-table, and what is below it and no row: options and blank lines.
_CSV_TABLE = re.compile(r"\s*\.\. csv-table::")
_NO_ROW = re.compile(r"\s*(:[\w-]+:.*)?$")
#: What stands before the lines of a table in a block quote or a list.
_QUOTING = re.compile(r"[\s>]*")


class ParsedText(NamedTuple):
    """A text with inline markup: parsed, as its source, and its line."""

    children: list[nodes.Node]
    source: str
    line: int

    def part(self, start: int, end: int | None, *, marks: bool = True) -> ParsedText:
        """Return the text from and to a character, less the blanks at its start.

        *marks* says whether the footnotes between are wanted, too; with no *end* those
        before *start* are.
        """
        at = (0 if end is None else start) if marks else None
        children = _slice(self.children, start, end, at)
        if children and isinstance(children[0], nodes.Text):
            children[0] = nodes.Text(children[0].lstrip())
        source = "".join(node.astext() for node in children)
        return ParsedText(children if source.strip() else [], source.strip(), self.line)

    def once_more(self) -> ParsedText:
        """Return a copy for another place; a footnote is referred to once."""
        copied = [
            node.deepcopy()
            for node in self.children
            if not isinstance(node, nodes.footnote_reference | nodes.system_message)
        ]
        return ParsedText(copied, self.source, self.line)


@dataclass(slots=True)
class Body:
    """What a body holds: its first table, its parsed texts, and all that is around.

    *parts* are all tables with their headings, where several belong together.  *texts*
    are those of the cells that have markup: the cells name them by number.
    """

    table: Table | None
    parts: list[Part] = field(default_factory=list)
    texts: list[ParsedText] = field(default_factory=list)
    before: list[nodes.Node] = field(default_factory=list)
    after: list[nodes.Node] = field(default_factory=list)
    is_reported: bool = False


class TableDirective(HandbookDirective):
    """A directive around a table; it says how such a table starts, as an example.

    In data whose labels are keys, *label_header* is the header of the labels.
    """

    starts_with: ClassVar[str]
    #: Whether several tables in one body are read together.
    joins_tables: ClassVar[bool] = False
    label_header: ClassVar[str]
    option_spec: ClassVar = {
        **HandbookDirective.option_spec,
        "file": file_name,
        "format": text,
        "sheet": text,
        "internal-columns": names,
    }
    #: The data file that the table comes from.
    data_file: Path | None = None

    def show(self) -> list[nodes.Node]:
        """Return what the table says, with all else that the body holds around it."""
        title = self.title_label()
        self._key = self.options.get("id") or make_key(title.astext())
        self._note_internal_columns()
        body = self.read_body()
        self._check_columns_found(body)
        self._check_all_read(body)
        if body.table is None and body.is_reported:
            return [*body.before, *body.after]
        if body.table is None and self.needs_no_table(body):
            body.table = Table(TableRow(()), ())
        if body.table is None:
            self.warn(f"the body holds no table that can be read: {self._cure()}")
            return [*body.before, *body.after]
        node = self.make_node(body.table, body, title)
        return [*body.before, node, *body.after]

    def _cure(self) -> str:
        """Return how to write a table that can be read."""
        if not self.in_rst and any(
            line.lstrip().startswith("|") for line in self.content
        ):
            return (
                "below its header row a Markdown table needs a row of dashes with as "
                "many cells, | --- | --- |"
            )
        cure = (
            f"write a Markdown table ({self.starts_with}) or, in reStructuredText, a "
            "grid, simple, list or csv table"
        )
        if self.in_rst and not self.content:
            cure += ", indented, and with a blank line above it"
        return cure

    def needs_no_table(self, body: Body) -> bool:  # noqa: ARG002 (for those that do)
        """Return whether there is something to show without a table."""
        return False

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
        """Return the table of the file or of the body, and all else that is there."""
        if "file" in self.options:
            return self._file_body()
        data_format = self._format()
        if data_format:
            return self._data_body(data_format)
        body = self._markup_body()
        is_data = body.table is None and "format" in self.options
        return self._as_written() if is_data else body

    def _markup_body(self) -> Body:
        """Return the Markdown or reStructuredText table of the body.

        A Markdown pipe table alone is read from its text: to make a docutils table of
        it first would cost most of what a page costs.
        """
        if "sheet" in self.options:
            self.warn(
                ":sheet: names a sheet of a workbook: give the workbook as :file:"
            )
        if not self.in_rst:
            lines = list(self.content)
            table = read_pipe_table(lines, self.content_line(0))
            if table:
                return self._with_markup([Part((), self.screened(table))])
            if self.joins_tables:
                parts = read_pipe_parts(lines, self.content_line(0))
                if parts and all(self.belongs(part.table) for part in parts):
                    shown = (
                        Part(part.headings, self.screened(part.table)) for part in parts
                    )
                    return self._with_markup(list(shown))
        if audience_of(self.env) is None:
            return self._parsed_body()
        held = HeldWarnings()
        held.hold()
        try:
            body = self._parsed_body()
        except BaseException:
            held.release()
            raise
        if self._is_screened:
            # A row is parsed before anyone knows for whom it is: what is wrong with it
            # is told where all of the table is shown.
            held.drop()
        else:
            held.release()
        return body

    # Audiences

    #: Whether something of a table was left out, and the columns that were not found.
    _is_screened = False
    _missing: frozenset[str] | None = None
    _key = ""

    def screened(self, table: Table) -> Table:
        """Return *table* without what this audience may not see."""
        audience = audience_of(self.env)
        wanted: tuple[str, ...] = self.options.get("internal-columns", ())
        file = str(self.data_file) if self.data_file else ""

        def shows(audiences: tuple[str, ...], line: int) -> bool:
            return self.may_see(audiences, file, line)

        words = roadmap_words().columns.items()
        screened = screen(
            table,
            shows,
            wanted if self.internal_columns else (),
            headers={word for word, field in words if field is Field.AUDIENCE},
            audiences=self.config.pmroles_audiences,
            keeps_audiences=audience is None,
            has_headings=self.kind is Kind.MATRIX,
        )
        found = frozenset(name for name in wanted if not has_column(table, name))
        self._missing = found if self._missing is None else self._missing & found
        if screened.hidden or self.internal_columns:
            self._is_screened = True
            note_hidden(self.env, self._parts_named(screened.hidden))
        return screened.table

    def _parts_named(self, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield what the rows with those texts define: any may be the label."""
        kind = Kind.ACTIVITY if self.kind is Kind.MATRIX else Kind.ITEM
        for written in texts:
            for name in plain(written):
                yield kind, name
                yield kind, f"{self._key}/{name}"
                yield kind, f"{self._key}/{make_key(name)}"

    def _note_internal_columns(self) -> None:
        """Note the columns that are hidden: items and roll-ups may name them."""
        for name in self.internal_columns:
            known = known_field(name, roadmap_words())
            for column in filter(None, (name, known)):
                note_hidden(
                    self.env, ((COLUMN, column), (COLUMN, f"{self._key}/{column}"))
                )

    def _check_columns_found(self, body: Body) -> None:
        """Stop the build if a column that is to be hidden is not in the table."""
        # A slip of the pen would show it.
        has_table = body.table is not None and body.table.header.cells
        for name in sorted(self._missing or ()) if has_table else ():
            self.stop(
                f":internal-columns: {quoted(name)} is no column of the table: write "
                "the words over the column"
            )

    def _check_all_read(self, body: Body) -> None:
        """Stop the build if what is hidden may stand in what is no table."""
        if audience_of(self.env) is None:
            return
        texts = (
            node.astext()
            for node in (*body.before, *body.after)
            if isinstance(node, _NO_TABLE)
        )
        words = roadmap_words().columns
        has_audiences = any(
            words.get(word_key(cell)) is Field.AUDIENCE
            for written in texts
            for cell in cells_in(written.splitlines())
        )
        if has_audiences or (self.internal_columns and body.table is None):
            self.stop(
                "a table that says for whom its rows or columns are cannot be read and "
                "would be shown as it stands: see what a build without "
                "pmroles_audience says of it"
            )

    def names_in_body(self) -> Iterator[tuple[str, str]]:
        """Yield what the body and the data file may define."""
        yield from super().names_in_body()
        if "file" in self.options:
            yield FILE, self.options["file"]
        # Of the rows, the whole is known, too.
        key = self.options.get("id") or make_key(self.title)
        yield from ((COLUMN, f"{key}/{name}") for name in self.internal_columns)

    def belongs(self, table: Table) -> bool:  # noqa: ARG002 (for those that join)
        """Return whether one of several tables is a part of what is read."""
        return True

    def _with_markup(self, parts: list[Part]) -> Body:
        """Return the body with the cells that hold markup parsed."""
        body = Body(None)

        def row(written: TableRow) -> TableRow:
            # Most rows hold no markup at all: one look is enough.
            if self.is_plain(" ".join([cell.text for cell in written.cells])):
                return written
            cells = (
                self._cell(body, cell.text, written.line) for cell in written.cells
            )
            return TableRow(tuple(cells), written.line, written.is_group)

        body.parts = [
            Part(
                tuple(map(row, part.headings)),
                Table(row(part.table.header), tuple(map(row, part.table.rows))),
            )
            for part in parts
        ]
        body.table = body.parts[0].table
        return body

    def _file_body(self) -> Body:
        """Return the table of the data file, with the body as it stands after it."""
        after = self.parse_body() if "".join(self.content).strip() else []
        if any(True for node in after for _ in node.findall(nodes.table)):
            self.warn(
                "there is a table in the body and a :file:; that of the file is read, "
                "and the other shown as it stands: remove one"
            )
        body = Body(None, after=after, is_reported=True)
        try:
            found = DataFile.find(self.env, self.options["file"])
        except ReadError as error:
            self.warn(error.message)
            return body
        try:
            data_format = self._format() or format_of(found.path.name)
            table = self._read_data(found.read(), data_format)
        except ReadError as error:
            self._warn_of_file(found, f"cannot be used: {error.message}", error.line)
            return body
        if table.fault:
            fault = f"is not all there: {table.fault.message}"
            self._warn_of_file(found, fault, table.fault.line)
        self.data_file = found.path
        return self._with_data(self.screened(table), body)

    def _warn_of_file(self, file: DataFile, fault: str, line: int) -> None:
        """Say what is wrong with the data file: at its line, if there is one."""
        place = Place(self.env.docname, line, file.name) if line else self.place()
        where = location(place, self.env.srcdir)
        warn(Subtype.DIRECTIVE, f":file: {quoted(file.name)} {fault}", where)

    def _data_body(self, data_format: Format) -> Body:
        """Return the table that the body says as data; shown as it is if it cannot."""
        written = "\n".join(self.content)
        try:
            table = self._read_data(written, data_format, self.content_line(0))
        except ReadError as error:
            self.warn(f"the body cannot be read: {error.message}", error.line)
            return self._as_written()
        return self._with_data(self.screened(table), Body(None))

    def _as_written(self) -> Body:
        """Return the body as a block of text: it is no table, and that is reported."""
        written = "\n".join(self.content)
        block = nodes.literal_block(written, written, language="none")
        block.source, block.line = self.get_source_info()
        return Body(None, before=[block] if written else [], is_reported=True)

    def _format(self) -> Format | None:
        """Return the format that the option says, ``None`` where it says none."""
        written = self.options.get("format")
        if written is None:
            return None
        if written.lower() not in tuple(Format):
            fault = f":format: {quoted(written)} is not known and left out"
            self.warn_of(fault, written, {name: quoted(name.value) for name in Format})
            return None
        return Format(written.lower())

    def _read_data(
        self, data: bytes | str, data_format: Format, first_line: int = 1
    ) -> Table:
        if "sheet" in self.options and data_format is not Format.XLSX:
            self.warn(f":sheet: means nothing in {data_format} data: remove it")
        return read_source(
            data,
            format=data_format,
            sheet=self.options.get("sheet"),
            first_line=first_line,
            label_header=self.label_header,
            with_groups=self.kind is Kind.MATRIX,
        )

    def _with_data(self, table: Table, body: Body) -> Body:
        """Return *body* with a table of data, its cells with markup parsed."""
        for title in table.titles:
            paragraph = nodes.paragraph(title, title)
            paragraph.source, paragraph.line = self.get_source_info()
            body.before.append(paragraph)

        def row(written: TableRow) -> TableRow:
            cells = (
                self._data_cell(body, cell, written.line) for cell in written.cells
            )
            return written._replace(cells=tuple(cells))

        body.table = table._replace(
            header=row(table.header),
            rows=tuple(map(row, table.rows)),
        )
        body.parts = [Part((), body.table)]
        return body

    def _data_cell(self, body: Body, cell: TableCell, line: int) -> TableCell:
        if self.is_plain(cell.text):
            return cell
        if "{{" in cell.text or "{%" in cell.text:
            # MyST would run it as a template, and data is not to be run.
            return cell
        # Out of the page, no parser knows the line.
        at = self.lineno if self.data_file else line
        parsed, messages = self.state.inline_text(cell.text, at)
        safe = [*without_active_content(parsed), *messages]
        for node in (each for root in safe for each in root.findall(nodes.Element)):
            node.line = line
            node.source = str(self.data_file) if self.data_file else node.source
        made = _parsed_cell(body, ParsedText(safe, cell.text, line))
        return made._replace(strong=made.strong or cell.strong)

    def table_place(self) -> Place:
        """Return the place of the table, whose file is that of all its rows."""
        place = self.place()
        if self.data_file is None:
            return place
        name = self.data_file.relative_to(self.env.srcdir).as_posix()
        return Place(place.docname, place.line, name)

    def _cell(self, body: Body, source: str, line: int) -> TableCell:
        """Return a cell of Markdown source."""
        if self.is_plain(source):
            return TableCell(source)
        parsed, messages = self.state.inline_text(source, line)
        return _parsed_cell(body, ParsedText([*parsed, *messages], source, line))

    def is_node(self, text: str) -> bool:
        """Return whether a text without markup has to be a node all the same.

        Nodes are dear: each is passed by some sixty walks over the page.
        """
        return self._has_translations or not _SETTLED.fullmatch(text)

    @cached_property
    def _has_translations(self) -> bool:
        """Whether texts may be translated, or be taken out for translation.

        The environment keeps versions of texts for gettext alone, and is then shared
        with no other builder.
        """
        folders = (Path(self.env.srcdir, name) for name in self.config.locale_dirs)
        return bool(self.env.versioning_condition) or any(map(Path.is_dir, folders))

    def text_label(self, text: ParsedText, slot: tuple[Any, ...]) -> Label:
        """Return the label of a text; one without parsed markup means itself."""
        children = text.children or [nodes.Text(text.source)]
        label = self.placed(Label.of(children, text.source, slot), text.line)
        if self.data_file:
            label.source = str(self.data_file)
        return label

    def _parsed_body(self) -> Body:
        """Return the body as the page's parser reads it.

        Of several tables that belong together the headings between them are theirs;
        all else is kept around them.
        """
        body = Body(None)
        parsed = self.parse_body()
        if not any(isinstance(node, nodes.table) for node in parsed):
            parsed = [part for node in parsed for part in _with_tables_out(node)]
        tables = [node for node in parsed if isinstance(node, nodes.table)]
        read = [self.screened(self._table(body, table)) for table in tables]
        if len(tables) > 1 and self.joins_tables:
            own = [n for n, table in enumerate(read) if self.belongs(table)] or [0]
        else:
            own = [0] if tables else []
        position = {id(tables[n]): read[n] for n in own}
        waiting: list[nodes.Node] = []
        for node in parsed:
            table = position.get(id(node))
            if table is None:
                waiting.append(node)
                continue
            assert isinstance(node, nodes.table)
            self._check_header(node)
            titles = [n for n in node.children if isinstance(n, nodes.title)]
            headings: list[nodes.Element] = []
            if len(own) > 1:
                waiting, headings = _headings_of(waiting)
                headings += titles
            else:
                waiting += (nodes.paragraph("", "", *t.children) for t in titles)
            around = body.after if body.parts else body.before
            around += waiting
            rows = tuple(self._heading(body, heading) for heading in headings)
            body.parts.append(Part(rows, table))
            waiting = []
        body.after += waiting
        body.table = body.parts[0].table if body.parts else None
        return body

    def _heading(self, body: Body, heading: nodes.Element) -> TableRow:
        line = heading.line or self.lineno
        if heading["ids"]:
            target = nodes.target("", "", ids=heading["ids"], names=heading["names"])
            body.before.append(nodes.paragraph("", "", target))
        text = ParsedText(list(heading.children), heading.rawsource, line)
        return TableRow((_parsed_cell(body, text),), line, is_group=True)

    def _check_header(self, table: nodes.table) -> None:
        if not any(True for _ in table.findall(nodes.thead)):
            self.warn(
                "the table has no header row: its first row is taken for one; mark it "
                "as the header (:header-rows: 1)",
                table.line or self.lineno,
            )

    def _table(self, body: Body, table: nodes.table) -> Table:
        """Return a docutils table as rows of cells; a merged cell counts for each."""
        line = table.line or self.lineno
        parts = [p for group in table.children for p in _children(group)]
        heads = [
            row for p in parts if isinstance(p, nodes.thead) for row in _children(p)
        ]
        rows = [
            row for p in parts if isinstance(p, nodes.tbody) for row in _children(p)
        ]
        width = sum(isinstance(part, nodes.colspec) for part in parts)
        spans: list[tuple[int, TableCell]] = [(0, TableCell())] * width
        # Below the header of a pipe table is a line of dashes, and then a line a row.
        numbers = (0, *range(2, len(heads) + len(rows) + 1))
        written = self._pipe_lines(line)
        cells: list[TableRow] = []
        first = 0 if table.line else self._csv_line()
        for number, row in zip(numbers, (*heads, *rows), strict=False):
            at = line + number if written else self._row_line(row, line, number)
            if first and at == line + number:
                at = first + len(cells)
            read = self._row(body, row, at, spans)
            if number < len(written) and len(split_pipe_row(written[number])) == 1:
                # The parser has filled it up: what is ragged is a group.
                read = read._replace(cells=read.cells[:1])
            cells.append(read)
        if not cells:
            return Table(TableRow(()), ())
        last = max(1, len(heads))
        return Table(
            cells[last - 1],
            tuple(map(_without_merged_label, cells[last:])),
            above=tuple(cells[: last - 1]),
        )

    def _row_line(self, row: nodes.Element, start: int, number: int) -> int:
        """Return the line of a row, by its number where no node tells it."""
        # The cells of a csv-table count from its own first line.
        least = self.lineno if self.in_rst else start
        told = (node.line for node in row.findall() if node.line)
        return next((line for line in told if line > least), start + number)

    def _csv_line(self) -> int:
        """Return the line of the first row of a csv-table in the body, 0 if unknown."""
        rows = iter(enumerate(self.content, start=self.content_offset + 1))
        if not any(_CSV_TABLE.match(text) for _, text in rows):
            return 0
        return next((n for n, text in rows if not _NO_ROW.match(text)), 0)

    def _pipe_lines(self, line: int) -> list[str]:
        """Return the source of the pipe table at a line; nothing of other tables.

        MyST tells no line of a row there: its nodes have that of the table, or that of
        the last link before.
        """
        if self.in_rst or line < self.content_line(0):
            return []
        below = list(self.content)[line - self.content_line(0) :]
        lines = [_QUOTING.sub("", text) for text in below]
        return lines if is_delimiter("".join(lines[1:2])) else []

    def _row(
        self,
        body: Body,
        row: nodes.Element,
        line: int,
        spans: list[tuple[int, TableCell]],
    ) -> TableRow:
        """Return a row of a table.

        *spans* holds, for each column, the cell that reaches down into this row, and
        how many rows it still does.
        """
        cells: list[TableCell] = []

        def reach_down() -> None:
            while len(cells) < len(spans) and spans[len(cells)][0]:
                left, cell = spans[len(cells)]
                spans[len(cells)] = (left - 1, cell)
                cells.append(cell)

        for entry in row.children:
            assert isinstance(entry, nodes.entry)
            reach_down()
            cell = _entry_cell(body, entry, line)
            for _ in range(1 + entry.get("morecols", 0)):
                if len(cells) < len(spans):
                    spans[len(cells)] = (entry.get("morerows", 0), cell)
                cells.append(cell)
        reach_down()
        return TableRow(tuple(cells), line)


def _with_tables_out(node: nodes.Node) -> list[nodes.Node]:
    """Return *node* with the tables inside it taken out, and its parts around them.

    So a table is found in a block quote, a list or a box, and may break over pages.
    """
    if isinstance(node, nodes.table) or not any(
        True for _ in node.findall(nodes.table)
    ):
        return [node]
    assert isinstance(node, nodes.Element)
    parts: list[nodes.Node] = []
    around: nodes.Element | None = None
    for child in list(node.children):
        for part in _with_tables_out(child):
            if isinstance(part, nodes.table):
                parts.append(part)
                around = None
                continue
            if around is None:
                around = node.copy()
                around["ids"] = [] if parts else node["ids"]
                parts.append(around)
            around += part
    return parts


def _children(node: nodes.Node) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, nodes.Element)]


def _without_merged_label(row: TableRow) -> TableRow:
    """Return a row that is one merged cell, and nothing else, as just that cell."""
    (first, *others) = row.cells or (TableCell(),)
    merged = [cell for cell in others if cell is first]
    if merged and first.text and not any(c.text for c in others if c is not first):
        return row._replace(cells=(first,))
    return row


def _headings_of(
    waiting: list[nodes.Node],
) -> tuple[list[nodes.Node], list[nodes.Element]]:
    """Return what stands before a table less its headings, and these."""
    last = next(
        (n for n in reversed(range(len(waiting))) if _is_heading(waiting[n])), None
    )
    if last is None:
        return waiting, []
    first = last
    while first and _is_heading(waiting[first - 1]):
        first -= 1
    headings = [n for n in waiting[first : last + 1] if isinstance(n, nodes.rubric)]
    return waiting[:first] + waiting[last + 1 :], list(headings)


def _is_heading(node: nodes.Node) -> bool:
    return isinstance(node, nodes.rubric)


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
        return TableCell(text, is_parsed=True)
    # MyST puts empty texts around emphasis.
    filled = [node for node in parsed.children if node.astext()]
    strong = len(filled) == 1 and isinstance(filled[0], nodes.strong)
    links = (link for node in filled for link in node.findall(nodes.Element))
    link = next(filter(None, map(_target_of, links)), "")
    body.texts.append(parsed)
    return TableCell(text, len(body.texts) - 1, strong, link=link, is_parsed=True)


def _target_of(node: nodes.Element) -> str:
    """Return where a link to the web or to a page leads; nothing if it is no such.

    Pages are named from the top of the sources: so they are found from any page.
    """
    if isinstance(node, nodes.reference):
        return str(node.get("refuri", ""))
    if not isinstance(node, addnodes.pending_xref):
        return ""
    match node.get("refdomain"), node.get("reftype"):
        case "doc", "myst":
            anchor = node.get("reftargetid")
            return f"/{node['reftarget']}" + (f"#{anchor}" if anchor else "")
        case "std", "doc":
            return f"/{docname_join(node['refdoc'], node['reftarget'])}"
    return ""


def _slice(
    parsed: list[nodes.Node], start: int, end: int | None, marks: int | None
) -> list[nodes.Node]:
    """Return *parsed* from and to a character of its words.

    What has no words, such as a footnote's mark, is taken from character *marks* on.
    """
    found: list[nodes.Node] = []
    position = 0
    for node in parsed:
        size = len("".join(_words([node])))
        stop = position + size if end is None else end
        if not size:
            is_mark = not isinstance(node, nodes.Text)
            if is_mark and marks is not None and marks <= position <= stop:
                found.append(node)
        elif start <= position and position + size <= stop:
            found.append(node)
        elif start < position + size and position < stop:
            first, last = max(0, start - position), min(size, stop - position)
            if isinstance(node, nodes.Text):
                found.append(nodes.Text(node.astext()[first:last]))
            elif isinstance(node, nodes.Element):
                inner = node.copy()
                inside = None if marks is None else max(0, marks - position)
                inner += _slice(node.children, first, last, inside)
                found.append(inner)
        position += size
    return found


def _words(parsed: list[nodes.Node]) -> Iterator[str]:
    """Yield the texts of *parsed*, less the marks of footnotes."""
    for node in parsed:
        if not isinstance(node, nodes.footnote_reference | nodes.system_message):
            yield node.astext()
