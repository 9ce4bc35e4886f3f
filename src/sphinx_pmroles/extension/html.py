"""Our nodes as HTML, each written in one visit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_pmroles.extension.nodes import (
    AbbreviationNode,
    ChartNode,
    FilterNode,
    FoldNode,
    Label,
    NameNode,
    SignatureNode,
    TableNode,
)
from sphinx_pmroles.extension.words import translate as _

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_pmroles.extension.table import (
        Cell,
        ShownLetter,
        Table,
        TableColumn,
        TableRow,
    )


def visit_signature(translator: HTML5Translator, node: SignatureNode) -> None:
    """Open a title; unlike Sphinx's signatures it is no literal text."""
    translator.body.append(translator.starttag(node, "dt"))


def depart_signature(translator: HTML5Translator, node: SignatureNode) -> None:
    """Close a title."""
    translator.add_permalink_ref(node, _("Link to this definition"))
    translator.body.append("</dt>\n")


def visit_abbreviation(translator: HTML5Translator, node: AbbreviationNode) -> None:
    """Open an abbreviation."""
    title = node["explanation"]
    translator.body.append(translator.starttag(node, "abbr", "", title=title))


def depart_abbreviation(translator: HTML5Translator, _node: AbbreviationNode) -> None:
    """Close an abbreviation."""
    translator.body.append("</abbr>")


def visit_name(translator: HTML5Translator, node: NameNode) -> None:
    """Open a name; in a style sheet, EPUB allows no rule that does the same."""
    translator.body.append(translator.starttag(node, "bdi", ""))


def depart_name(translator: HTML5Translator, _node: NameNode) -> None:
    """Close a name."""
    translator.body.append("</bdi>")


def visit_fold(translator: HTML5Translator, node: FoldNode) -> None:
    """Open what is folded; no script opens and closes it."""
    # Few reading systems can unfold it.
    if translator.builder.name != "epub":
        summary = escape(node["summary"], quote=False)
        write = translator.body.append
        write(f'<details class="pm-fold"><summary>{summary}</summary>\n')


def depart_fold(translator: HTML5Translator, _node: FoldNode) -> None:
    """Close what is folded."""
    if translator.builder.name != "epub":
        translator.body.append("</details>\n")


def visit_filter(translator: HTML5Translator, node: FilterNode) -> None:
    """Write what the script needs to know; few reading systems run scripts."""
    if translator.builder.name != "epub":
        data = escape(node["data"], quote=True)
        translator.body.append(f'<div data-pm-filter="{data}"></div>\n')
    raise nodes.SkipNode


def visit_table(translator: HTML5Translator, node: TableNode) -> None:
    """Write a table with its caption and legend."""
    _write_table(translator, node, is_twin=False)
    raise nodes.SkipNode


def depart_table(_translator: HTML5Translator, _node: TableNode) -> None:
    """Do nothing: a visit writes all of a table."""


def visit_chart(translator: HTML5Translator, node: ChartNode) -> None:
    """Write a drawing beside its twin."""
    write = translator.body.append
    twin = node.twin
    is_table = isinstance(twin, TableNode)
    write(translator.starttag(node, "div", CLASS="pm pm-chart"))
    title = node.drawn.title
    if isinstance(twin, TableNode):
        write('<p class="pm-caption">')
        _write_caption(translator, twin)
        write("</p>\n")
    # Not the name of the twin: two regions of one name cannot be told apart.
    label = escape(_("%s, drawn") % title, quote=True)
    # Whatever the page does, a drawing runs from left to right.
    write('<div class="pm-scroll" dir="ltr" tabindex="0" role="region" ')
    write(f'aria-label="{label}">\n')
    from sphinx_pmroles.extension.drawing import draw_svg

    write(draw_svg(translator.config, node))
    summary = _("The same as a table") if is_table else _("The same as a list")
    write('</div>\n<details class="pm-twin pm-cards">')
    write(f"<summary>{escape(summary)}</summary>\n")
    if isinstance(twin, TableNode):
        _write_table(translator, twin, is_twin=True)
    else:
        twin.walkabout(translator)
    write("</details>\n</div>\n")
    raise nodes.SkipNode


def _write_table(
    translator: HTML5Translator, node: TableNode, *, is_twin: bool
) -> None:
    table = node.table
    write = translator.body.append
    # A twin's id is that of the chart, which stands around it.
    if is_twin:
        write('<div class="pm-table-box">\n')
    else:
        even = " pm-even pm-cards" if table.is_even else ""
        write(translator.starttag(node, "div", CLASS=f"pm-table-box{even}"))
    name = escape(_caption_text(node), quote=True)
    write(
        f'<div class="pm-scroll" tabindex="0" role="region" aria-label="{name}">\n'
        '<table class="pm-table">'
    )
    if table.caption is not None and not is_twin:
        write('<caption class="pm-caption">')
        _write_caption(translator, node)
        write("</caption>")
    write("\n<thead><tr>")
    for column in table.columns:
        style = ' class="pm-letters"' if column.is_letters else ""
        anchor = f' id="{column.anchor}"' if column.anchor else ""
        write(f'<th scope="col"{style}{anchor}>')
        _write_cell(translator, node, column.header)
        write("</th>")
    write("</tr></thead>\n")
    openings = [_opening(node, column) for column in table.columns]
    for rows in _row_groups(table):
        write("<tbody>\n")
        for row in rows:
            _write_row(translator, node, row, openings)
        write("</tbody>\n")
    write("</table></div>\n")
    if table.legend:
        _write_legend(translator, table.legend)
    write("</div>\n")


def _opening(node: TableNode, column: TableColumn) -> str:
    """Return what opens each filled cell of a column."""
    if column.is_letters:
        return '<td class="pm-letters">'
    # What a phone shows before the value, where rows become cards.
    header = "".join(_cell_words(node, column.header))
    return f'<td data-label="{escape(header, quote=True)}">'


def _write_row(
    translator: HTML5Translator, node: TableNode, row: TableRow, openings: list[str]
) -> None:
    table = node.table
    write = translator.body.append
    if row.is_group:
        write(f'<tr class="pm-group"><th scope="rowgroup" colspan="{len(openings)}">')
        _write_cell(translator, node, row.cells[0])
        write("</th></tr>\n")
        return
    write(f'<tr id="{row.anchor}">' if row.anchor else "<tr>")
    for n, cell in enumerate(row.cells):
        is_filled = cell.text or cell.label is not None
        if n == table.label_column:
            begin, end = '<th scope="row">', "</th>"
        elif is_filled or table.columns[n].is_letters:
            begin, end = openings[n], "</td>"
        else:
            begin, end = "<td>", "</td>"
        write(begin)
        if cell.text and table.columns[n].is_dates:
            from sphinx_pmroles.extension.dates import unbroken_html

            write(unbroken_html(cell.text))
        else:
            _write_cell(translator, node, cell)
        write(end)
    write("</tr>\n")


def _write_label(translator: HTML5Translator, label: Label) -> None:
    """Write the words of a label, made once for all cells that share it."""
    body = translator.body
    if "written" in label:
        body += label["written"]
        return
    begin = len(body)
    for child in label.children:
        child.walkabout(translator)
    label["written"] = body[begin:]


def _write_cell(translator: HTML5Translator, node: TableNode, cell: Cell) -> None:
    write = translator.body.append
    if cell.letters:
        write('<span class="pm-and">/</span>'.join(map(_badge, cell.letters)))
        if not (cell.text or cell.label is not None):
            return
        write(' <span class="pm-note">')
    elif cell.bar and translator.builder.name != "epub":
        # An EPUB has to declare each page that holds SVG.
        write(_bar(cell.bar))
    elif cell.style:
        write(f'<span class="pm-state pm-{cell.style}">')
    if cell.label is not None:
        _write_label(translator, node.label(cell.label))
    elif cell.text:
        write(escape(cell.text, quote=False))
    if cell.letters or cell.style:
        write("</span>")


@lru_cache(maxsize=256)
def _badge(letter: ShownLetter) -> str:
    word = escape(letter.word, quote=True)
    code = escape(letter.code, quote=False)
    return f'<abbr class="pm-letter pm-{letter.style}" title="{word}">{code}</abbr>'


#: The paint of the parts of bars, by the letter that they stand for: as light or as
#: dark as the letter's badge.  Others are as those of the consulted.
PAINT = {
    "accountable": "progress-part",
    "responsible": "progress",
    "informed": "plain",
}
BAR_WIDTH = 100


def _bar(parts: tuple[tuple[str, float], ...]) -> str:
    """Return a bar that says what the numbers beside it say."""
    start, drawn = 0.0, []
    for style, share in parts:
        width = share * BAR_WIDTH
        paint = PAINT.get(style, "planned")
        # Edges stand inside: a part must not cover its neighbour.
        drawn.append(
            f'<rect class="pm-c-{paint}" x="{start + 0.5:.2f}" y="1.5" '
            f'width="{max(width - 1, 0.5):.2f}" height="9"/>'
        )
        start += width
    return (
        f'<svg class="pm-bar" width="{BAR_WIDTH}" height="12" aria-hidden="true" '
        f'focusable="false">{"".join(drawn)}</svg> '
    )


def _write_legend(translator: HTML5Translator, legend: tuple[ShownLetter, ...]) -> None:
    shown = (f"<li>{_badge(x)} {escape(x.word, quote=False)}</li>" for x in legend)
    translator.body.append(f'<ul class="pm-legend">{"".join(shown)}</ul>\n')


def _write_caption(translator: HTML5Translator, node: TableNode) -> None:
    if node.table.caption is None:
        return
    # "Table 3", where the site numbers its tables.
    translator.add_fignumber(node)
    translator.body.append('<span class="pm-caption-text">')
    for child in node.label(node.table.caption).children:
        child.walkabout(translator)
    translator.body.append("</span>")
    translator.add_permalink_ref(node, _("Link to this table"))


def _caption_text(node: TableNode) -> str:
    caption = node.table.caption
    return _("Table") if caption is None else node.label(caption).astext()


def _cell_words(node: TableNode, cell: Cell) -> Iterator[str]:
    yield cell.text if cell.label is None else node.label(cell.label).astext()


def _row_groups(table: Table) -> Iterator[list[TableRow]]:
    """Yield the rows group by group: a heading counts for the rows of its body."""
    rows: list[TableRow] = []
    for row in table.rows:
        if row.is_group and rows:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows
