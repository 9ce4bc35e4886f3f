"""Neutral nodes to what the builder's format wants.

HTML writes charts and tables as they are (:mod:`sphinx_pmroles.extension.html`).
LaTeX gets TikZ and docutils tables, EPUB an image file, and every other builder the
docutils table or list that is the chart's twin.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_pmroles.charts.text_width import text_width
from sphinx_pmroles.extension.drawing import draw_svg, draw_tikz
from sphinx_pmroles.extension.nodes import (
    Cell,
    ChartNode,
    FoldNode,
    LifecycleNode,
    Table,
    TableNode,
    TableRow,
)

#: The characters of a line of print and of small print, and those that a column's
#: own margins take.
LINE = 96
SMALL_LINE = 124
PADDING = 2
#: The characters beyond which a longer text gets no more room.
WIDEST = 36


#: The lines that must fit below on a page for a table or a life cycle to begin there.
TABLE_ROOM, STRIP_ROOM = 10, 12


class DrawForLatex(SphinxPostTransform):
    """Put a TikZ picture before each twin."""

    # After Sphinx has resolved references (10), whose targets the drawing takes.
    default_priority = 20
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the charts of the document."""
        for chart in list(self.document.findall(ChartNode)):
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

    # Before the image collectors of the builders (100), so that the file is copied.
    default_priority = 20
    builders = ("epub",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the charts of the page."""
        for chart in list(self.document.findall(ChartNode)):
            svg = draw_svg(self.config, chart, standalone=True)
            name = f"{chart.drawn.place.docname.replace('/', '-')}-{chart.drawn.anchor}"
            folder = Path(self.env.doctreedir) / "pmroles"
            folder.mkdir(exist_ok=True)
            path = folder / f"{name}.svg"
            path.write_text(svg, encoding="utf-8", newline="\n")
            uri = path.as_posix()
            image = nodes.image(
                "", uri=uri, alt=chart.drawn.title, candidates={"*": uri}
            )
            self.env.images.add_file(self.env.docname, uri)
            twin = chart.twin
            heading = _heading(chart)
            chart.replace_self([*heading, nodes.paragraph("", "", image), twin])


class Unfold(SphinxPostTransform):
    """Show what is folded on web pages: in print there is nothing to click."""

    default_priority = 20
    formats = ("html",)

    def is_supported(self) -> bool:
        """Return whether the builder is one that folds nothing."""
        return not super().is_supported()

    def run(self, **_kwargs: Any) -> None:
        """Put what is folded where it is."""
        for fold in list(self.document.findall(FoldNode)):
            fold.replace_self(fold.children)


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
    formats = ("html", "latex", "man")

    def is_supported(self) -> bool:
        """Return whether the builder has no tables of its own."""
        return not super().is_supported()

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the page."""
        for node in list(self.document.findall(TableNode)):
            node.replace_self(plain_table(node))


class LatexTables(SphinxPostTransform):
    """Make docutils tables for LaTeX, set as they must be in print."""

    default_priority = 21
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables of the document."""
        for node in list(self.document.findall(TableNode)):
            node.replace_self(_for_latex(node, plain_table(node)))


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
                title = shown[0].pop(0)
                assert isinstance(title, nodes.title)
                words = nodes.strong("", "", *title.children)
                shown.insert(0, nodes.paragraph("", "", words))
            for entry in [e for part in shown for e in part.findall(nodes.entry)]:
                merged = entry.attributes.pop("morecols", 0)
                entry.parent += [nodes.entry() for _ in range(merged)]
            node.replace_self(shown)


def plain_table(node: TableNode) -> list[nodes.Element]:
    """Return a docutils table that says the same, and its legend.

    Columns get widths: LaTeX wraps no cell of a table over 30 rows without them.
    """
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


#: Sphinx begins each paragraph of a table with this macro, inside a box in which
#: no setting of the column survives: here it sets the paragraph ragged, too.
#: "\arraybackslash" gives back the end of the row, which "\raggedright" takes: around
#: the headers of Sphinx 8.2 is no box.
_RAGGED = (
    r"\setlength{\tabcolsep}{4pt}"
    r"\def\sphinxAtStartPar"
    r"{\raggedright\arraybackslash\leavevmode\nobreak\hskip0pt\relax}"
)


def _for_latex(node: TableNode, shown: list[nodes.Element]) -> list[nodes.Element]:
    """Return a table with ragged cells, in small print where its columns are many.

    Where not even that is enough, the headers over letters stand upright.
    """
    width = sum(_widths(node))
    small = r"\footnotesize" if width > LINE else ""
    if width > SMALL_LINE:
        _turn_headers(node, shown[0])
    begin = _latex(rf"\begingroup{small}{_RAGGED}")
    return [_room(TABLE_ROOM), begin, *shown, _latex(r"\endgroup")]


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
    table on both pages.
    """
    return _latex(
        rf"\par\ifdim\dimexpr\pagegoal-\pagetotal\relax<{lines}\baselineskip"
        r"\vfil\break\fi"
    )


def _latex(code: str) -> nodes.raw:
    return nodes.raw("", f"\n{code}%\n", format="latex")


def _widths(node: TableNode, *, turned: bool = False) -> list[int]:
    """Return the width of each column in characters.

    Text is set in just so many; LaTeX takes them as shares of the line.  The longest
    word of a column fits, and what room is left goes to those with longer texts.
    Headers over letters that are *turned* take no width.
    """
    table = node.table
    words, texts = [], []
    for n, column in enumerate(table.columns):
        cells = [r.cells[n] for r in table.rows if not r.is_group]
        if not (turned and column.is_letters):
            cells.append(column.header)
        written = ["".join(x.astext() for x in _content(node, cell)) for cell in cells]
        words.append(max(map(_width, " ".join((*written, "-")).split())) + PADDING)
        texts.append(min(WIDEST, max(map(_width, written))) + PADDING)
    wanted = [max(0, text - word) for word, text in zip(words, texts, strict=True)]
    least = sum(words)
    room = max(0, (LINE if least < LINE else SMALL_LINE) - least)
    share = min(1.0, room / (sum(wanted) or 1))
    return [word + int(share * more) for word, more in zip(words, wanted, strict=True)]


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
        text = nodes.paragraph("", "", *_content(node, cell))
        if n == table.label_column and row.anchor:
            text.insert(0, nodes.target("", "", ids=[row.anchor]))
        shown += nodes.entry("", text)
    return shown


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
        content += node.label(cell.label).children
    elif cell.text and cell.letters:
        content.append(nodes.Text(f" ({cell.text})"))
    elif cell.text:
        content.append(nodes.Text(cell.text))
    return content


def _heading(chart: ChartNode) -> list[nodes.Element]:
    """Return the twin's title to stand above the drawing, with its id."""
    twin = chart.twin
    if not isinstance(twin, TableNode) or twin.table.caption is None:
        return []
    label = twin.label(twin.table.caption)
    title = nodes.paragraph("", "", nodes.strong("", "", *label.children))
    anchors = nodes.target("", "", ids=list(twin["ids"]))
    title.insert(0, anchors)
    # docutils hands the ids of a node on to the first that takes its place.
    chart["ids"] = twin["ids"] = []
    twin.table = replace(twin.table, caption=None)
    return [title]
