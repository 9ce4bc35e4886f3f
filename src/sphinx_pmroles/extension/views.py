"""What the handbook says, as lists and tables of references.

A view is computed when a page is written, never when it is read: by then all pages
are known.  It only makes references; Sphinx resolves them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.nodes import (
    Cell,
    ChartNode,
    InvolvementNode,
    Label,
    LifecycleNode,
    MatrixNode,
    RoadmapNode,
    RoleNode,
    ShownLetter,
    StageNode,
    StripNode,
    Table,
    TableColumn,
    TableNode,
    TableRow,
)
from sphinx_pmroles.extension.words import PARTS
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model import matrix as matrices
from sphinx_pmroles.model.handbook import Entry, Handbook, Involvement, Kind
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.lifecycle import Lifecycle
from sphinx_pmroles.model.matrix import Matrix
from sphinx_pmroles.model.roadmap import Field, Item, Roadmap, View
from sphinx_pmroles.model.scheme import Scheme
from sphinx_pmroles.reading.roadmap import PROSE

if TYPE_CHECKING:
    from sphinx_pmroles.extension.domain import HandbookDomain

#: The number of each label of a node, by its slot.
Numbers = dict[tuple[Any, ...], int]

#: The columns of a roadmap whose cells name things of the handbook.
NAMING = {Field.OWNER: Kind.ROLE, Field.STAGE: Kind.STAGE}


class ComputeViews(SphinxPostTransform):
    """Replace each placeholder by what the handbook says."""

    # Before MyST (9) and Sphinx (10) resolve references.
    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace the placeholders of the page."""
        for node in list(self.document.findall(nodes.Element)):
            match node:
                case RoleNode():
                    self._show_role(node)
                case LifecycleNode():
                    self._show_lifecycle(node)
                case MatrixNode():
                    node.replace_self(show_matrix(self.handbook, node))
                case RoadmapNode():
                    settings = Settings.of(self.config)
                    node.replace_self(show_roadmap(self.handbook, node, settings))

    @property
    def handbook(self) -> Handbook:
        """All pages together."""
        domain: HandbookDomain = self.env.domains["pm"]  # type: ignore[assignment]
        return domain.handbook

    def _show_role(self, node: RoleNode) -> None:
        for place in list(node.findall(InvolvementNode)):
            involvement = self.handbook.involvement(node.record)
            place.replace_self(show_involvement(involvement, node.record.place.docname))

    def _show_lifecycle(self, node: LifecycleNode) -> None:
        cycle = node.record
        for place in list(node.findall(StripNode)):
            place.replace_self(show_strip(self.handbook, cycle))
        for stage in node.findall(StageNode):
            record = stage.record
            contents = self.handbook.stage_contents(cycle, record)
            docname = record.place.docname
            body = stage.children[-1]
            assert isinstance(body, nodes.Element)
            if contents.decided_by:
                body.insert(0, _gate(contents.decided_by, docname))
            facts = [
                (_("Activities"), contents.activities),
                (_("On the roadmap"), contents.items),
            ]
            body += _facts([f for f in facts if f[1]], docname)


# References


def reference(entry: Entry, docname: str, *content: nodes.Node) -> nodes.Element:
    """Return a reference to *entry* from the page *docname*."""
    shown = content or (nodes.Text(entry.title),)
    return addnodes.pending_xref(
        "",
        nodes.inline("", "", *shown, classes=["pm", f"pm-{entry.kind}"]),
        refdomain="pm",
        reftype=entry.kind.value,
        reftarget=entry.key,
        refexplicit=True,
        refdoc=docname,
    )


def references(entries: Iterable[Entry], docname: str) -> list[nodes.Node]:
    """Return references to *entries*, with commas between them."""
    listed: list[nodes.Node] = []
    for entry in entries:
        listed += [nodes.Text(", "), reference(entry, docname)]
    return listed[1:]


def linked(label: Label, entry: Entry | None, docname: str) -> None:
    """Make *label* a reference to *entry*, unless its author linked it already."""
    has_link = any(
        isinstance(node, nodes.reference | addnodes.pending_xref)
        for node in label.findall(nodes.Element)
    )
    if entry and not has_link:
        children = label.children
        label.children = []
        label += reference(entry, docname, *children)


# Roles and stages


def show_involvement(
    involvement: Involvement, docname: str
) -> list[nodes.definition_list]:
    """Return what the handbook says of a role; nothing where it says nothing."""
    facts: list[tuple[str, Iterable[Entry] | list[nodes.Node]]] = []
    if involvement.reports_to:
        facts.append((_("Reports to"), [involvement.reports_to]))
    if involvement.works_with:
        facts.append((_("Works with"), involvement.works_with))
    if involvement.reports:
        facts.append((_("Direct reports"), involvement.reports))
    by_letter = groupby(involvement.parts, key=lambda p: (p.code, p.word))
    for (_code, word), by_matrix in by_letter:
        items = [
            nodes.list_item(
                "",
                nodes.paragraph(
                    "",
                    "",
                    reference(parts.matrix, docname),
                    nodes.Text(": "),
                    *_parts(parts.parts, docname),
                ),
            )
            for parts in by_matrix
        ]
        facts.append((_(PARTS.get(word, word)), [nodes.bullet_list("", *items)]))
    if involvement.gates:
        facts.append((_("Decides the gates"), involvement.gates))
    if involvement.items:
        facts.append((_("Owns on the roadmap"), involvement.items))
    return _facts(facts, docname)


def _parts(parts: Iterable[Any], docname: str) -> list[nodes.Node]:
    listed: list[nodes.Node] = []
    for part in parts:
        listed += [nodes.Text(", "), reference(part.activity, docname)]
        if part.note:
            listed.append(nodes.Text(f" ({part.note})"))
    return listed[1:]


def _facts(
    facts: list[tuple[str, Any]], docname: str
) -> list[nodes.definition_list]:
    """Return a definition list of what was computed, or nothing."""
    if not facts:
        return []
    rows = []
    for term, values in facts:
        content = list(values)
        if isinstance(content[0], Entry):
            content = [nodes.paragraph("", "", *references(content, docname))]
        rows.append(
            nodes.definition_list_item(
                "", nodes.term("", term), nodes.definition("", *content)
            )
        )
    return [nodes.definition_list("", *rows, classes=["pm-facts"])]


def _gate(decider: Entry, docname: str) -> nodes.paragraph:
    return nodes.paragraph(
        "",
        "",
        nodes.strong("", _("Gate")),
        nodes.Text(" · " + _("decided by") + " "),
        reference(decider, docname),
        nodes.Text(" · " + _("go, kill, hold or recycle")),
        classes=["pm-gate"],
    )


def show_strip(handbook: Handbook, cycle: Lifecycle) -> ChartNode:
    """Return the strip of a life cycle, with the list of its stages as its twin."""
    docname = cycle.place.docname
    items = []
    for stage in cycle.stages:
        entry = handbook.find(Kind.STAGE, stage.key, inside=cycle.key)
        text = nodes.paragraph()
        text += reference(entry, docname) if entry else nodes.Text(stage.title)
        if is_current(cycle, stage.key, stage.title):
            text += nodes.Text(" (" + _("current stage") + ")")
        items.append(nodes.list_item("", text))
    twin = nodes.enumerated_list(
        "", *items, enumtype="arabic", prefix="", suffix=".", classes=["pm-twin-list"]
    )
    return ChartNode.of(cycle, twin)


def is_current(cycle: Lifecycle, *names: str) -> bool:
    """Return whether one of *names* is the current stage of *cycle*."""
    return bool(cycle.current) and cycle.current.casefold() in map(str.casefold, names)


# Matrices


def show_matrix(handbook: Handbook, node: MatrixNode) -> TableNode:
    """Return the matrix as a table of letters, its headers linked to the roles."""
    matrix = node.record
    scheme = handbook.scheme(matrix)
    labels, number = _take_labels(node)
    docname = matrix.place.docname
    for n, participant in enumerate(matrix.participants):
        position = number.get(("participant", -1, n))
        if position is not None:
            entry = handbook.find(Kind.ROLE, participant.text)
            linked(labels[position], entry, docname)
    order = _column_order(matrix)
    rows: list[TableRow] = []
    groups = iter(enumerate(matrix.groups))
    group = next(groups, None)
    for row, activity in enumerate(matrix.activities):
        while group and group[1].before <= row:
            rows.append(_group_row(group[0], number))
            group = next(groups, None)
        cells = tuple(
            _matrix_cell(activity, row, kind, n, number, scheme)
            for kind, n in order
        )
        rows.append(TableRow(cells, activity.anchor))
    while group:
        rows.append(_group_row(group[0], number))
        group = next(groups, None)
    in_use = matrix.letters_in_use()
    table = Table(
        columns=tuple(_matrix_column(matrix, kind, n, number) for kind, n in order),
        rows=tuple(rows),
        label_column=order.index(("activity", -1)),
        caption=number.get(("title",)),
        legend=tuple(
            _shown_letter(letter.code, letter.word)
            for letter in scheme.letters
            if letter.code in in_use
        ),
    )
    return _table_node(node, table, labels)


def _column_order(matrix: Matrix) -> list[tuple[str, int]]:
    """Return the columns in their author's order, by kind and number."""
    texts = list(enumerate(matrix.text_columns))
    order = [("text", n) for n, column in texts if column.before < 0]
    order.append(("activity", -1))
    for participant in range(len(matrix.participants) + 1):
        order += [("text", n) for n, c in texts if c.before == participant]
        if participant < len(matrix.participants):
            order.append(("participant", participant))
    return order


def _matrix_column(
    matrix: Matrix, kind: str, n: int, number: Numbers
) -> TableColumn:
    match kind:
        case "activity":
            header = Cell(label=number.get(("header", -1, -1)))
            return TableColumn(header, share=4)
        case "participant":
            header = Cell(label=number.get(("participant", -1, n)))
            return TableColumn(header, is_letters=True)
        case _:
            return TableColumn(Cell(label=number.get(("text header", -1, n))), share=3)


def _matrix_cell(
    activity: matrices.Activity,
    row: int,
    kind: str,
    n: int,
    number: Numbers,
    scheme: Scheme,
) -> Cell:
    match kind:
        case "activity":
            return Cell(label=number.get(("activity", row, -1)))
        case "text":
            return Cell(label=number.get(("text", row, n)))
    cell = activity.cells[n]
    if cell == matrices.BLANK:
        return _BLANK
    label = number.get(("cell", row, n))
    if cell.unread:
        return Cell(cell.unread, label, style="unread")
    letters = tuple(_shown_letter(code, scheme.word(code)) for code in cell.letters)
    return Cell(cell.note, label, letters)


_BLANK = Cell()


def _shown_letter(code: str, word: str) -> ShownLetter:
    return ShownLetter(code, _(word), make_key(word))


def _group_row(n: int, number: Numbers) -> TableRow:
    return TableRow((Cell(label=number.get(("group", n, -1))),), is_group=True)


# Roadmaps


def show_roadmap(
    handbook: Handbook, node: RoadmapNode, settings: Settings
) -> nodes.Element:
    """Return the roadmap in its view; a timeline has the table as its twin."""
    roadmap = node.record
    labels, number = _take_labels(node)
    rows = tuple(
        TableRow(
            tuple(
                _roadmap_cell(handbook, roadmap, item, row, n, labels, number)
                for n in range(len(roadmap.columns))
            ),
            item.anchor,
        )
        for row, item in enumerate(roadmap.items)
    )
    fields = [column.field for column in roadmap.columns]
    table = Table(
        columns=tuple(
            TableColumn(
                Cell(label=number.get((-1, n))),
                share=4 if field in PROSE else 2,
            )
            for n, field in enumerate(fields)
        ),
        rows=rows,
        label_column=fields.index(Field.ITEM) if Field.ITEM in fields else 0,
        caption=number.get(("title",)),
    )
    shown = _table_node(node, table, labels)
    if roadmap.view is View.TABLE:
        return shown
    return _chart(roadmap, shown, settings)


def _chart(roadmap: Roadmap, twin: TableNode, settings: Settings) -> ChartNode:
    """Return the drawing of a roadmap, with the today line that the handbook sets."""
    if roadmap.as_of is None:
        roadmap = replace(roadmap, as_of=settings.as_of())
    return ChartNode.of(roadmap, twin)


def _roadmap_cell(
    handbook: Handbook,
    roadmap: Roadmap,
    item: Item,
    row: int,
    n: int,
    labels: list[Label],
    number: Numbers,
) -> Cell:
    field = roadmap.columns[n].field
    text = roadmap.values(item, n)
    position = number.get((row, n))
    kind = NAMING.get(field) if field and text else None
    entry = handbook.find(kind, text) if kind else None
    if entry:
        if position is None:
            labels.append(Label.of([nodes.Text(text)], text, (row, n)))
            position = len(labels) - 1
        linked(labels[position], entry, roadmap.place.docname)
    state = {Field.STATUS: item.status, Field.HEALTH: item.health}.get(field)
    style = make_key(state) if state else ""
    return Cell("" if position is not None else text, position, style=style)


# Labels


def _take_labels(
    node: nodes.Element,
) -> tuple[list[Label], Numbers]:
    """Return the labels of a node, and the number of each by its slot."""
    labels = [label for label in node.children if isinstance(label, Label)]
    return labels, {label["slot"]: n for n, label in enumerate(labels)}


def _table_node(node: nodes.Element, table: Table, labels: list[Label]) -> TableNode:
    """Return the table that takes the place of *node*, with its id and title."""
    shown = TableNode.with_table(table, labels)
    for attribute in ("ids", "names", "classes"):
        shown[attribute] = list(node[attribute])
    shown.source, shown.line = node.source, node.line
    return shown
