"""The records of a page brought up to date with its texts, once it is translated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from docutils import nodes
from sphinx import addnodes

from sphinx_pmroles.extension.nodes import (
    DefinitionNode,
    ItemNode,
    Label,
    LifecycleNode,
    MatrixNode,
    ProductNode,
    Recorded,
    RoadmapNode,
    RoleNode,
    StageNode,
)
from sphinx_pmroles.extension.ticks import TICKED, UNTICKED
from sphinx_pmroles.extension.words import section_names
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.lifecycle import (
    LIFECYCLE_SECTIONS,
    STAGE_SECTIONS,
    Criteria,
)
from sphinx_pmroles.model.matrix import Matrix
from sphinx_pmroles.model.product import PRODUCT_SECTIONS
from sphinx_pmroles.model.roadmap import Roadmap
from sphinx_pmroles.model.role import ROLE_SECTIONS, Mention, Section
from sphinx_pmroles.reading.roadmap import PROSE


def bring_up_to_date(node: Recorded[Any]) -> None:
    """Give a record the titles and texts that its node has: they may be translated.

    A life cycle takes the records of its stages, which come before it.
    """
    match node:
        case RoleNode():
            node.record = replace(
                node.record,
                title=_title(node),
                source_title=_source_title(node),
                sections=_sections(node, ROLE_SECTIONS),
            )
        case ProductNode():
            node.record = replace(
                node.record,
                title=_title(node),
                source_title=_source_title(node),
                sections=_sections(node, PRODUCT_SECTIONS),
            )
        case ItemNode():
            node.record = replace(
                node.record, title=_title(node), source_title=_source_title(node)
            )
        case StageNode():
            parts = list(_section_parts(node, STAGE_SECTIONS))
            node.record = replace(
                node.record,
                title=_title(node),
                source_title=_source_title(node),
                sections=tuple(_section(n, below) for n, below in parts),
                entry=_criteria(parts, "Entry criteria"),
                exit=_criteria(parts, "Exit criteria"),
            )
        case LifecycleNode():
            sections = _sections(node, LIFECYCLE_SECTIONS)
            node.record = replace(
                node.record,
                title=_title(node),
                source_title=_source_title(node),
                stages=tuple(stage.record for stage in node.stages),
                purpose=next((s.text for s in sections if s.name == "Purpose"), ""),
            )
        case MatrixNode() if _is_translated(node):
            node.record = _translated_matrix(node.record, _texts(node))
        case RoadmapNode() if _is_translated(node):
            node.record = _translated_roadmap(node.record, _texts(node))

    if isinstance(node, DefinitionNode):
        # What the page's own table of contents calls it.
        title = _title(node)
        node.signature["_toc_parts"], node.signature["_toc_name"] = (title,), title


def _title(node: DefinitionNode[Any]) -> str:
    title = next(node.signature.findall(Label)).words
    return title or str(node.record.key)


def _source_title(node: DefinitionNode[Any]) -> str:
    """Return the title in the sources, if that of the node is a translation."""
    written = str(node.record.source_title or node.record.title)
    return "" if written == _title(node) else written


# Translations


def _is_translated(node: nodes.Element) -> bool:
    return any(
        isinstance(label, Label) and label.get("translated") for label in node.children
    )


def _texts(node: nodes.Element) -> dict[tuple[Any, ...], str]:
    """Return the texts of the labels by their slots."""
    return {
        label["slot"]: label.astext()
        for label in node.children
        if isinstance(label, Label)
    }


def _translated_matrix(matrix: Matrix, texts: dict[tuple[Any, ...], str]) -> Matrix:
    groups = tuple(
        replace(group, title=texts.get(("group", n, -1), group.title))
        for n, group in enumerate(matrix.groups)
    )
    group_titles = {
        old.title: new.title for old, new in zip(matrix.groups, groups, strict=True)
    }
    return replace(
        matrix,
        title=texts.get(("title",), matrix.title),
        groups=groups,
        activities=tuple(
            replace(
                activity,
                title=texts.get(("activity", n, -1), activity.title),
                group=group_titles.get(activity.group, activity.group),
                cells=tuple(
                    replace(cell, note=texts[slot])
                    if (slot := ("note", n, column)) in texts
                    else cell
                    for column, cell in enumerate(activity.cells)
                ),
            )
            for n, activity in enumerate(matrix.activities)
        ),
    )


def _translated_roadmap(roadmap: Roadmap, texts: dict[tuple[Any, ...], str]) -> Roadmap:
    prose = [n for n, c in enumerate(roadmap.columns) if c.field in PROSE]
    items = []
    for row, item in enumerate(roadmap.items):
        cells = list(item.cells)
        for n in prose:
            if (row, n) in texts and n < len(cells):
                cells[n] = texts[row, n]
        items.append(item.with_cells(tuple(cells), roadmap.columns))
    return replace(
        roadmap,
        title=texts.get(("title",), roadmap.title),
        columns=tuple(
            replace(column, translated=texts.get((-1, n), ""))
            for n, column in enumerate(roadmap.columns)
        ),
        items=tuple(items),
    )


# Sections


def _sections(
    node: DefinitionNode[Any], known: dict[str, tuple[str, ...]]
) -> tuple[Section, ...]:
    """Return the sections of a definition, by definition list or by heading."""
    return tuple(_section(name, below) for name, below in _section_parts(node, known))


def _section_parts(
    node: DefinitionNode[Any], known: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Yield each section of a definition: its name, and what stands in it."""
    content = node.content
    names = section_names(known)
    heading: str | None = None
    below: list[nodes.Node] = []
    for child in content.children:
        if isinstance(child, nodes.rubric):
            name = _known_name(child, names)
            # A heading of a section's own parts belongs to the section.
            if heading is None or name or not _is_deeper(child, content):
                if heading is not None:
                    yield heading, below
                heading, below = name or _words(child), []
                continue
        elif isinstance(child, nodes.definition_list):
            for item in child.children:
                # Not all that it holds: a definition may hold a list of its own.
                terms = _children(item, nodes.term)
                name = next(filter(None, (_known_name(t, names) for t in terms)), "")
                if name or heading is None:
                    written = "".join(map(_words, terms))
                    yield name or written, _children(item, nodes.definition)
        if not isinstance(child, StageNode):
            below.append(child)
    if heading is not None:
        yield heading, below


def _known_name(title: nodes.Node, names: dict[str, str]) -> str:
    """Return the known section that a term or a heading names, if any.

    Its source is asked first: the text itself may be a translation.
    """
    assert isinstance(title, nodes.TextElement)
    written = names.get(make_key(title.rawsource))
    return written or names.get(make_key(_words(title)), "")


def _criteria(
    sections: list[tuple[str, list[nodes.Node]]], wanted: str
) -> Criteria | None:
    """Return how many boxes of a section are ticked, ``None`` if it has none."""
    boxes = [
        box
        for name, below in sections
        if name == wanted
        for part in below
        for item in part.findall(nodes.list_item)
        if (box := _box(item)) in (TICKED, UNTICKED)
    ]
    return Criteria(boxes.count(TICKED), len(boxes)) if boxes else None


def _box(item: nodes.list_item) -> str:
    """Return the first character of an item's own words, where its box stands."""
    first = item.children[0] if item.children else None
    return first.astext()[:1] if isinstance(first, nodes.paragraph) else ""


def _children(node: nodes.Node, kind: type[nodes.Element]) -> list[nodes.Node]:
    return [child for child in node.children if isinstance(child, kind)]


def _is_deeper(rubric: nodes.rubric, content: nodes.Element) -> bool:
    """Return whether a heading is of a lower level than the first of its body."""
    first = next(n for n in content.children if isinstance(n, nodes.rubric))
    return bool(rubric.get("level", 1) > first.get("level", 1))


def _section(name: str, parts: Iterable[nodes.Node]) -> Section:
    """Return a section: a line for each paragraph, item or table cell."""
    lines: list[str] = []
    items: list[int] = []
    mentions: list[Mention] = []
    start = 0
    for block in (block for part in parts for block in _blocks(part)):
        line = _one_line(_words(block))
        if not line:
            continue
        around = block.parent
        if isinstance(around, nodes.list_item) and around.children[0] is block:
            items.append(len(lines))
        mentions += _mentions(block, line, start)
        lines.append(line)
        start += len(line) + 1
    return Section(name, "\n".join(lines), tuple(items), tuple(mentions))


def _mentions(block: nodes.Node, line: str, start: int) -> Iterator[Mention]:
    """Yield the references to the handbook in a block that is *line* as text.

    *start* is the position of the line in its section.
    """
    before = ""
    for text, reference in _pieces(block):
        if reference and reference.get("refdomain") == "pm":
            words = _one_line(text)
            # The letter keeps the blank before it.
            at = len(_one_line(f"{before}x")) - 1
            if words and line.startswith(words, at):
                yield Mention(
                    *(start + at, start + at + len(words)),
                    *(reference["reftype"], reference["reftarget"]),
                    is_titled=bool(reference.get("refexplicit")),
                )
        before += text


def _one_line(text: str) -> str:
    return " ".join(text.split())


#: What is no text of the section in which it stands.
_NO_TEXT = (
    *(nodes.footnote, nodes.citation, nodes.footnote_reference),
    *(nodes.citation_reference, nodes.system_message, nodes.Invisible, nodes.raw),
    Recorded,
)


def _blocks(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, _NO_TEXT):
        return
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        yield node
        return
    for child in node.children:
        yield from _blocks(child)


def _words(node: nodes.Node) -> str:
    return "".join(text for text, _reference in _pieces(node))


def _pieces(node: nodes.Node) -> Iterator[tuple[str, addnodes.pending_xref | None]]:
    """Yield the text of a block, piece by piece; those of references, with these."""
    if isinstance(node, _NO_TEXT):
        return
    if isinstance(node, addnodes.pending_xref):
        yield "".join(_words(child) for child in node.children), node
    elif node.children:
        for child in node.children:
            yield from _pieces(child)
    else:
        yield node.astext(), None
