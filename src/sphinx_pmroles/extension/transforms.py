"""Neutral nodes to what the builder's format wants.

HTML writes charts and tables as they are (:mod:`sphinx_pmroles.extension.html`).
LaTeX gets TikZ and docutils tables, EPUB an image file, and every other builder the
docutils table or list that is the chart's twin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_pmroles.charts.text_width import text_width
from sphinx_pmroles.extension.editions import DRAWINGS
from sphinx_pmroles.extension.nodes import (
    ChartNode,
    DefinitionNode,
    FilterNode,
    FoldNode,
    Label,
    LifecycleNode,
    SignatureNode,
    TableNode,
)

if TYPE_CHECKING:
    from sphinx_pmroles.extension.table import Cell, Table, TableRow

#: The characters of a line of print and of small print, and those that a column's
#: own margins take.
LINE = 96
SMALL_LINE = 124
PADDING = 2
#: The characters beyond which a longer text gets no more room.
WIDEST = 36
#: The characters by which a text may be longer than a word and never break.
LITTLE = 4

#: So many columns of one width fit into a line of print that is not small.
FEW = 3
#: The lines beyond which a row goes on in another: no page can break inside a row.
TALLEST = 20


#: The lines that must fit below on a page for a table, a life cycle or a definition to
#: begin there.
TABLE_ROOM, STRIP_ROOM, DEFINITION_ROOM = 10, 12, 5
#: The lines of a table that no page breaks, and those of its title and its header.
SHORT, TITLES = 12, 4


class DrawForLatex(SphinxPostTransform):
    """Put a TikZ picture before each twin."""

    # After Sphinx has resolved references (10), whose targets the drawing takes.
    default_priority = 20
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the charts of the document."""
        for caption in list(self.document.findall(nodes.paragraph)):
            if "pm-caption" in caption["classes"]:
                # What stands before, an entry of the index, ends no paragraph.
                at = caption.parent.index(caption)
                caption.parent.insert(at, _latex(r"\par"))
        charts = list(self.document.findall(ChartNode))
        if not charts:
            return
        from sphinx_pmroles.extension.drawing import draw_tikz

        for chart in charts:
            pictures = [_latex(tikz) for tikz in draw_tikz(self.config, chart)]
            twin = chart.twin
            heading = _heading(chart)
            if heading:
                # The title must not stay behind on the page before.
                heading.append(_latex(r"\nopagebreak"))
            elif isinstance(chart.parent.parent, LifecycleNode):
                cycle = chart.parent.parent
                cycle.parent.insert(cycle.parent.index(cycle), _room(STRIP_ROOM))
            chart.replace_self([*heading, *pictures, twin])


class DrawForEpub(SphinxPostTransform):
    """Put an image before each twin: reading systems want a file of its own."""

    # With all that draw: the image collectors, which have run already, know no file
    # of ours, so that each is made known below.
    default_priority = 20
    builders = ("epub",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the charts of the page."""
        charts = list(self.document.findall(ChartNode))
        if not charts:
            return
        from sphinx_pmroles.extension.drawing import draw_files

        for chart in charts:
            images = [
                nodes.paragraph("", "", self._image(chart, svg, number))
                for number, svg in enumerate(draw_files(self.config, chart), start=1)
            ]
            twin = chart.twin
            chart.replace_self([*_heading(chart), *images, twin])

    def _image(self, chart: ChartNode, svg: str, number: int) -> nodes.image:
        """Return the image of a page of a chart, whose file is written."""
        drawn = chart.drawn
        name = f"{drawn.place.docname.replace('/', '-')}-{drawn.anchor}"
        folder = Path(self.env.doctreedir) / DRAWINGS
        folder.mkdir(exist_ok=True)
        path = folder / (f"{name}-{number}.svg" if number > 1 else f"{name}.svg")
        path.write_text(svg, encoding="utf-8", newline="\n")
        uri = path.as_posix()
        self.env.images.add_file(self.env.docname, uri)
        return nodes.image("", uri=uri, alt=drawn.title, candidates={"*": uri})


class Unfold(SphinxPostTransform):
    """Show what is folded on web pages, filter nothing: print has nothing to click."""

    default_priority = 20
    formats = ("html",)

    def is_supported(self) -> bool:
        """Return whether the builder is one that folds nothing."""
        return not super().is_supported()

    def run(self, **_kwargs: Any) -> None:
        """Put what is folded where it is."""
        for fold in list(self.document.findall(FoldNode)):
            fold.replace_self(fold.children)
        for each in list(self.document.findall(FilterNode)):
            each.parent.remove(each)


class PlainCharts(SphinxPostTransform):
    """Leave the twin alone where nothing is drawn."""

    default_priority = 20
    #: The formats of those that draw.
    formats = ("html", "latex")

    def is_supported(self) -> bool:
        """Return whether the builder is one that draws nothing."""
        return not super().is_supported()

    def run(self, **_kwargs: Any) -> None:
        """Replace the charts of the page."""
        for chart in list(self.document.findall(ChartNode)):
            chart.replace_self(chart.twin)


class PlainTables(SphinxPostTransform):
    """Make docutils tables for every builder but those with tables of their own."""

    default_priority = 21
    formats = ("html", "latex", "man", "texinfo")

    def is_supported(self) -> bool:
        """Return whether the builder has no tables of its own."""
        return not super().is_supported()

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the page."""
        for node in list(self.document.findall(TableNode)):
            node.replace_self(plain_table(node))


class StackedTables(SphinxPostTransform):
    """Make lists of the tables with paragraphs and lists in their cells.

    The tables of these formats run all of a cell together.
    """

    # Before the tables that are shown as such.
    default_priority = 20
    formats = ("text", "man")

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the page."""
        for node in list(self.document.findall(TableNode)):
            if node.table.is_even:
                node.replace_self(_stacked(node))


class LatexTables(SphinxPostTransform):
    """Make docutils tables for LaTeX, set as they must be in print."""

    default_priority = 21
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the document."""
        for node in list(self.document.findall(TableNode)):
            if node.table.is_even:
                _break_rows(node)
            shown: list[nodes.Element] = []
            _make_room(node, _table_room(node))
            parts = list(_parts(node))
            # All of one size.
            node["small"] = len(parts) > 1
            for part in parts:
                if shown:
                    shown.append(_room(TABLE_ROOM))
                node.table = part
                shown += _for_latex(node, plain_table(node))
                # The first part is what references lead to.
                node["ids"], node["names"] = [], []
            node.replace_self(shown)


class LatexDates(SphinxPostTransform):
    """Let no line of print end inside a date: LaTeX breaks at its hyphens."""

    # After the tables, which hold most of them.
    default_priority = 22
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Put each date into a box."""
        for date in list(self.document.findall(nodes.inline)):
            if "pm-when" in date["classes"]:
                box = (nodes.raw("", code, format="latex") for code in (r"\mbox{", "}"))
                date.replace_self([next(box), *date.children, next(box)])


class LatexTicks(SphinxPostTransform):
    """Leave out the bullets of task lists: each task has a box."""

    default_priority = 22
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Take the mark of each list in a definition that holds nothing but tasks."""
        found = {
            id(tasks): tasks
            for definition in self.document.findall(DefinitionNode)
            for tasks in definition.findall(nodes.bullet_list)
        }
        for tasks in found.values():
            items = [i for i in tasks.children if isinstance(i, nodes.list_item)]
            if all("task-list-item" in item["classes"] for item in items):
                tasks.insert(0, _latex(_NO_BULLETS))


class LatexHeadings(SphinxPostTransform):
    """Give headings inside definitions targets: Sphinx's LaTeX leaves them out.

    No page ends between a term and its list, where LaTeX would even like it to, or
    after a title, which Sphinx allows.
    """

    default_priority = 21
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Put a target before each heading that may be linked to."""
        for node in list(self.document.findall(DefinitionNode)):
            node.content.insert(0, _latex(_WITH_TERM))
            if isinstance(node.parent, nodes.section):
                _make_room(node, DEFINITION_ROOM)
            for rubric in list(node.findall(nodes.rubric)):
                if not rubric["ids"]:
                    continue
                target = nodes.target("", "", ids=rubric["ids"])
                # A role may stand inside a role.
                rubric["ids"] = []
                rubric.parent.insert(rubric.parent.index(rubric), target)


class ManTables(SphinxPostTransform):
    """Make docutils tables for manual pages.

    Their writer knows no merged cells, and no titles of tables.
    """

    default_priority = 21
    formats = ("man",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the page."""
        for node in list(self.document.findall(TableNode)):
            shown = plain_table(node)
            if node.table.caption is not None:
                # As a table's title docutils makes it a section, and 0.21 nothing.
                shown[0].pop(0)
            for entry in [e for part in shown for e in part.findall(nodes.entry)]:
                merged = entry.attributes.pop("morecols", 0)
                entry.parent += [nodes.entry() for _ in range(merged)]
            node.replace_self([*_bold_caption(node), *shown])


class TexinfoTables(SphinxPostTransform):
    """Make docutils tables for Texinfo, with anchors where it can have them.

    Sphinx's writer puts the ids of tables at the end of the document, and targets into
    the lines of definitions, where Texinfo wants none.
    """

    default_priority = 21
    formats = ("texinfo",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the document."""
        for node in list(self.document.findall(TableNode)):
            target = nodes.target("", "", ids=node["ids"], names=node["names"])
            node["ids"], node["names"] = [], []
            node.replace_self([target, *plain_table(node)])
        for signature in self.document.findall(SignatureNode):
            for target in list(signature.findall(nodes.target)):
                signature["ids"] += target["ids"]
                target.parent.remove(target)


def plain_table(node: TableNode) -> list[nodes.Element]:
    """Return a docutils table that says the same, and its legend.

    Columns get widths: LaTeX wraps no cell of a table over 30 rows without them.
    """
    from sphinx_pmroles.extension.table import TableRow

    table = node.table
    # "colwidths-given" and a long table that may break over pages.
    shown = nodes.table("", classes=["longtable", "colwidths-given", *node["classes"]])
    shown["ids"], shown["names"] = node["ids"], node["names"]
    shown.source, shown.line = node.source, node.line
    if table.caption is not None:
        caption = node.label(table.caption)
        shown += nodes.title(caption.rawsource, "", *caption.children)
    group = nodes.tgroup(cols=len(table.columns))
    shown += group
    for width in _widths(node):
        group += nodes.colspec(colwidth=width)
    header = TableRow(tuple(column.header for column in table.columns))
    head = _plain_row(node, table, header)
    for column, entry in zip(table.columns, head.children, strict=True):
        if column.anchor:
            target = nodes.target("", "", ids=[column.anchor])
            next(entry.findall(nodes.paragraph)).insert(0, target)
    group += nodes.thead("", head)
    group += nodes.tbody("", *(_plain_row(node, table, row) for row in table.rows))
    legend = " · ".join(f"{x.code} {x.word}" for x in table.legend)
    after = [nodes.paragraph("", legend, classes=["pm-legend"])] if legend else []
    return [shown, *after]


def _stacked(node: TableNode) -> list[nodes.Element]:
    """Return a list that says what a table says: a term a row, in it a term a cell."""
    table = node.table
    shown = nodes.definition_list(classes=list(node["classes"]))
    for row in table.rows:
        name, *cells = zip(table.columns, row.cells, strict=True)
        said = nodes.definition_list()
        for column, cell in cells:
            if cell.text or cell.label is not None:
                # The words of a header stand in each row.
                title = _content(node, column.header)
                said += _definition(title, _blocks(node, cell))
        shown += _definition(_content(node, name[1]), [said])
    return [*_bold_caption(node), shown]


def _definition(
    term: list[nodes.Node], blocks: Sequence[nodes.Node]
) -> nodes.definition_list_item:
    definition = nodes.definition("", *blocks)
    return nodes.definition_list_item("", nodes.term("", "", *term), definition)


def _bold_caption(node: TableNode) -> list[nodes.Element]:
    """Return the caption of a table as a paragraph."""
    if node.table.caption is None:
        return []
    words = nodes.strong("", "", *node.label(node.table.caption).children)
    return [nodes.paragraph("", "", words)]


#: Sphinx begins each paragraph of a table with this macro, inside a box in which
#: no setting of the column survives: here it sets the paragraph ragged, too.
#: "\arraybackslash" gives back the end of the row, which "\raggedright" takes: around
#: the headers of Sphinx 8.2 is no box.
_RAGGED = (
    # The title may fill the line.
    r"\setlength{\tabcolsep}{4pt}\setlength{\LTcapwidth}{\linewidth}"
    r"\def\sphinxAtStartPar"
    r"{\raggedright\arraybackslash\leavevmode\nobreak\hskip0pt\relax}"
)

#: Lists in cells: their margins would take half of a narrow column.
_CLOSE_LISTS = (
    r"\makeatletter\def\@listi{\leftmargin1.2em\labelwidth.7em\labelsep.5em"
    r"\topsep0pt\partopsep0pt\parsep0pt\itemsep0pt}\makeatother"
)


#: A heading stays with its first row: after a row that says so, no page ends.
_KEEP_GROUPS = (
    r"\makeatletter\let\pmendrow\LT@tabularcr\let\pmkeep\relax"
    r"\protected\def\LT@tabularcr{\ifx\pmkeep\relax\expandafter\pmendrow"
    r"\else\global\let\pmkeep\relax\expandafter\pmendrow\expandafter*\fi}"
    r"\makeatother"
)
_KEEP = r"\gdef\pmkeep{}"

#: For the list that it stands in, and for none inside that.
_NO_BULLETS = (
    r"\makeatletter\expandafter\let\csname\@itemitem\endcsname\@empty\makeatother"
)

#: For the lists in a definition, up to its end.
_WITH_TERM = r"\makeatletter\@beginparpenalty10000\makeatother"


def _for_latex(node: TableNode, shown: list[nodes.Element]) -> list[nodes.Element]:
    """Return a table with ragged cells, in small print where its columns are many.

    Where not even that is enough, the headers over letters stand upright.
    """
    width = sum(_widths(node))
    small = r"\footnotesize" if width > LINE or node.get("small") else ""
    if width > SMALL_LINE:
        _turn_headers(node, shown[0])
    has_lists = any(any(part.findall(nodes.list_item)) for part in shown)
    lists = _CLOSE_LISTS if has_lists else ""
    headings = [e for e in shown[0].findall(nodes.entry) if "morecols" in e]
    for heading in headings:
        words = next(heading.findall(nodes.paragraph))
        words += nodes.raw("", _KEEP, format="latex")
    groups = _KEEP_GROUPS if headings else ""
    begin = _latex(rf"\begingroup{small}{_RAGGED}{lists}{groups}")
    return [begin, *shown, _latex(r"\endgroup")]


def _make_room(node: nodes.Element, lines: int) -> None:
    """Let a node begin on a new page where few lines are left, its heading with it."""
    first = node
    while isinstance(first.parent, nodes.section) and all(
        isinstance(before, nodes.title | nodes.Invisible)
        for before in first.parent.children[: first.parent.index(first)]
    ):
        first = first.parent
    first.parent.insert(first.parent.index(first), _room(lines))


def _table_room(node: TableNode) -> int:
    """Return the lines that a table needs below it: all of them, if those are few."""
    lines = _lines(node)
    return lines + TITLES if lines <= SHORT else TABLE_ROOM


def _lines(node: TableNode) -> int:
    """Return about how many lines the rows of a table take in print."""
    widths = _widths(node)
    return sum(
        max(
            ceil(_width(_words(node, cell)) / max(1, width - PADDING))
            for cell, width in zip(row.cells, widths, strict=not row.is_group)
        )
        or 1
        for row in node.table.rows
    )


def _parts(node: TableNode) -> Iterator[Table]:
    """Yield *node*'s table in parts whose words fit into a line of small print.

    Each part has the names of the rows; most tables have one part.
    """
    table, widths = node.table, _widths(node, turned=True)
    names = table.label_column
    others = [number for number in range(len(widths)) if number != names]
    room = SMALL_LINE - widths[names]
    if table.is_even or sum(widths) <= SMALL_LINE or len(others) < FEW:
        yield table
        return
    runs = _runs(others, widths, room)
    # No more parts than there must be, and those about equally full.
    least = sum(widths[n] for n in others) // len(runs)
    tries = (_runs(others, widths, limit) for limit in range(least, room))
    even = next((each for each in tries if len(each) == len(runs)), runs)
    for run in even:
        is_first, is_last = run is even[0], run is even[-1]
        numbers = sorted([names, *run])
        yield table._replace(
            columns=tuple(
                table.columns[n]
                if is_first or n != names
                else table.columns[n]._replace(anchor="")
                for n in numbers
            ),
            rows=tuple(
                row
                if row.is_group
                else row._replace(
                    cells=tuple(row.cells[n] for n in numbers),
                    anchor=row.anchor if is_first else "",
                )
                for row in table.rows
            ),
            label_column=numbers.index(names),
            caption=table.caption if is_first else None,
            legend=table.legend if is_last else (),
        )


def _runs(columns: list[int], widths: list[int], room: int) -> list[list[int]]:
    """Return *columns* in runs of no more than *room* characters, if that can be."""
    runs: list[list[int]] = []
    left = 0
    for column in columns:
        if not runs or widths[column] > left:
            runs.append([])
            left = room
        runs[-1].append(column)
        left -= widths[column]
    return runs


def _break_rows(node: TableNode) -> None:
    """Let each tall row of a table go on in more rows of the same name."""
    from sphinx_pmroles.extension.table import Cell

    widths = _widths(node)
    rows: list[TableRow] = []
    for row in node.table.rows:
        columns = [
            list(_pieces(_blocks(node, cell), width - PADDING))
            for cell, width in zip(row.cells, widths, strict=True)
        ]
        more = max(map(len, columns))
        if row.is_group or more == 1:
            rows.append(row)
            continue
        names = row.cells[node.table.label_column]
        for n in range(more):
            cells = []
            for column, cell in zip(columns, row.cells, strict=True):
                if cell is names:
                    cells.append(cell)
                elif n < len(column):
                    cells.append(Cell(label=len(node.children)))
                    node += Label("", "", *column[n])
                else:
                    cells.append(Cell())
            rows.append(row._replace(cells=tuple(cells)))
    node.table = node.table._replace(rows=tuple(rows))


def _pieces(blocks: list[nodes.Element], width: int) -> Iterator[list[nodes.Element]]:
    """Yield paragraphs and lists in pieces of about as many lines of that width."""
    units = list(_units(blocks))
    heights = [
        sum(ceil(_width(block.astext()) / max(1, width)) for block in unit)
        for unit in units
    ]
    most = ceil(sum(heights) / max(1, ceil(sum(heights) / TALLEST)))
    piece: list[nodes.Element] = []
    lines = 0
    for unit, height in zip(units, heights, strict=True):
        if piece and lines >= most:
            yield piece
            piece, lines = [], 0
        for block in unit:
            before = piece[-1] if piece else None
            if isinstance(before, nodes.bullet_list) and type(block) is type(before):
                before += block.children
            else:
                piece.append(block)
        lines += height
    yield piece


def _units(blocks: list[nodes.Element]) -> Iterator[list[nodes.Element]]:
    """Yield what no page may break: a paragraph, with the first item of its list."""
    waiting: list[nodes.Element] = []
    for block in blocks:
        if not isinstance(block, nodes.bullet_list):
            if waiting:
                yield waiting
            waiting = [block]
            continue
        for item in block.children:
            alone = block.copy()
            alone += item
            yield [*waiting, alone]
            waiting = []
    if waiting:
        yield waiting


def _turn_headers(node: TableNode, table: nodes.Element) -> None:
    """Turn the headers over letters, and make their columns as wide as the letters."""
    header = next(table.findall(nodes.row))
    specs = table.findall(nodes.colspec)
    widths = _widths(node, turned=True)
    columns = zip(node.table.columns, specs, widths, header.children, strict=True)
    for column, spec, width, entry in columns:
        spec["colwidth"] = width
        if column.is_letters:
            text = next(entry.findall(nodes.paragraph))
            turned = _latex(r"\rotatebox{90}{"), *text.children, _latex("}")
            text.children = []
            text += list(turned)


def _room(lines: int) -> nodes.raw:
    r"""Return what begins a new page where fewer lines are left on this one.

    "\needspace" would also offer a break where more are left.  TeX takes the offer once
    it sees that not all of a table fits: by then longtable is at work, and begins the
    table on both pages.  Only where what stands before has not found room itself, it is
    sent to its new page first, or it would stand there alone.
    """
    return _latex(
        r"\par\ifdim\pagetotal>\pagegoal\penalty9999\relax\fi"
        rf"\ifdim\dimexpr\pagegoal-\pagetotal\relax<{lines}\baselineskip"
        r"\vfil\break\fi"
    )


def _latex(code: str) -> nodes.raw:
    return nodes.raw("", f"\n{code}%\n", format="latex")


def _widths(node: TableNode, *, turned: bool = False) -> list[int]:
    """Return the width of each column in characters.

    Text is set in just so many; LaTeX takes them as shares of the line.  The longest
    word of a column fits, then each short text, and what room is left goes to those
    with longer texts.
    Headers over letters that are *turned* take no width.
    """
    table = node.table
    words, texts = [], []
    for n, column in enumerate(table.columns):
        cells = [r.cells[n] for r in table.rows if not r.is_group]
        written = [_words(node, cell) for cell in cells]
        longest = max(map(_width, " ".join((*written, "-")).split()))
        if not (turned and column.is_letters):
            header = _words(node, column.header)
            # Sphinx sets headers in wider letters.
            wide = (_width(word) * 9 // 8 for word in header.split())
            longest = max(longest, *wide, 0)
            written.append(header)
        words.append(longest + PADDING)
        texts.append(min(WIDEST, max(map(_width, written), default=0)) + PADDING)
    wanted = [max(0, text - word) for word, text in zip(words, texts, strict=True)]
    least = sum(words)
    line = LINE if least < LINE and not node.get("small") else SMALL_LINE
    room = max(0, line - least)
    if table.is_even:
        return _even_widths(words)
    shares = _shares(wanted, room)
    return [word + more for word, more in zip(words, shares, strict=True)]


def _shares(wanted: list[int], room: int) -> list[int]:
    """Return how much of *room* each gets: those that want little, all of it."""
    little = [more if more <= LITTLE else 0 for more in wanted]
    if sum(little) > room:
        little = [0 for _ in wanted]
    much = [more - least for more, least in zip(wanted, little, strict=True)]
    share = min(1.0, (room - sum(little)) / (sum(much) or 1))
    return [least + int(share * more) for least, more in zip(little, much, strict=True)]


def _even_widths(words: list[int]) -> list[int]:
    """Return the width of the rows' names, and one width for all other columns.

    *words* are the widths of the longest words.
    """
    names, *others = words
    line = LINE if len(others) <= FEW else SMALL_LINE
    width = max(*others, (line - names) // len(others))
    return [names, *(width for _ in others)]


def _words(node: TableNode, cell: Cell) -> str:
    """Return the text of a cell; a blank stands between its paragraphs."""
    content = _content(node, cell)
    between = " " if _is_blocks(content) else ""
    return between.join(part.astext() for part in content)


def _width(text: str) -> int:
    """Return the width of a text in characters; capitals fill more than one."""
    return max(len(text), ceil(text_width(text, 10) / 5))


def _plain_row(node: TableNode, table: Table, row: TableRow) -> nodes.row:
    shown = nodes.row()
    if row.is_group:
        text = nodes.paragraph("", "", *_strong(_content(node, row.cells[0])))
        shown += nodes.entry("", text, morecols=len(table.columns) - 1)
        return shown
    for n, cell in enumerate(row.cells):
        blocks = _blocks(node, cell)
        if cell.text and table.columns[n].is_dates:
            from sphinx_pmroles.extension.dates import unbroken

            blocks = [nodes.paragraph("", "", *unbroken(cell.text))]
        if n == table.label_column and row.anchor:
            target = nodes.target("", "", ids=[row.anchor])
            next(blocks[0].findall(nodes.paragraph)).insert(0, target)
        shown += nodes.entry("", *blocks)
    return shown


def _blocks(node: TableNode, cell: Cell) -> list[nodes.Element]:
    """Return what stands in a cell, as paragraphs and lists."""
    content = _content(node, cell)
    if _is_blocks(content):
        return [part for part in content if isinstance(part, nodes.Element)]
    shown = nodes.paragraph("", "", *content)
    if cell.label is not None:
        label = node.label(cell.label)
        # For who checks the links; a line of another file would mislead.
        shown.line = label.line if label.source == node.source else None
    return [shown]


def _is_blocks(content: list[nodes.Node]) -> bool:
    """Return whether a label holds paragraphs and lists, not just words."""
    # A reference is both: docutils counts it among the parts of a body, too.
    return bool(content) and not isinstance(content[0], nodes.Inline | nodes.Text)


def _strong(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return *content* in bold, unless its author has made it so."""
    if any(isinstance(node, nodes.strong) for node in content):
        return content
    return [nodes.strong("", "", *content)]


def _content(node: TableNode, cell: Cell) -> list[nodes.Node]:
    """Return a cell's letters and text."""
    content: list[nodes.Node] = []
    if cell.letters:
        content.append(nodes.Text("/".join(letter.code for letter in cell.letters)))
    if cell.label is not None:
        content += [nodes.Text(" ")] if content else []
        # Copied, for cells that say the same may share a label.
        content += [part.deepcopy() for part in node.label(cell.label).children]
    elif cell.text and cell.letters:
        content.append(nodes.Text(f" ({cell.text})"))
    elif cell.text:
        content.append(nodes.Text(cell.text))
    return content


def _heading(chart: ChartNode) -> list[nodes.Element]:
    """Return the twin's title to stand above the drawing, with its id."""
    twin = chart.twin
    if not isinstance(twin, TableNode) or twin.table.caption is None:
        anchors = nodes.target("", "", ids=list(chart["ids"]))
        chart["ids"] = []
        return [nodes.paragraph("", "", anchors)] if anchors["ids"] else []
    label = twin.label(twin.table.caption)
    title = nodes.paragraph("", "", nodes.strong("", "", *label.children))
    anchors = nodes.target("", "", ids=list(twin["ids"]))
    title.insert(0, anchors)
    # docutils hands the ids of a node on to the first that takes its place.
    chart["ids"] = twin["ids"] = []
    twin.table = twin.table._replace(caption=None)
    # What stands before, an entry of the index, ends no paragraph.
    return [_latex(r"\par"), title]
