"""The general index: each role, matrix, activity, stage and item by its title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_pmroles.extension.nodes import (
    ItemNode,
    LifecycleNode,
    MatrixNode,
    ProductNode,
    Recorded,
    RoadmapNode,
    RoleNode,
)
from sphinx_pmroles.extension.words import KINDS
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.kind import Kind

if TYPE_CHECKING:
    from sphinx_pmroles.model.lifecycle import Lifecycle
    from sphinx_pmroles.model.matrix import Matrix
    from sphinx_pmroles.model.roadmap import Roadmap
    from sphinx_pmroles.model.role import Role

#: An entry as Sphinx's index nodes have it: type, words, target, main, sort key.
IndexEntry = tuple[str, str, str, str, None]


class IndexHandbook(SphinxTransform):
    """Put what a page defines into the general index: one node a definition.

    The records are brought up to date with their texts first: a title may have been
    translated since it was read.
    """

    # After translation (20), before the domains collect (850): that of the index does
    # so before ours.
    default_priority = 840

    def apply(self, **_kwargs: Any) -> None:
        """Bring the records up to date, and put an index node before each."""
        ours = list(self.document.findall(Recorded))
        if not ours:
            return
        from sphinx_pmroles.extension.collect import bring_up_to_date

        # The innermost first: a life cycle takes the records of its stages.
        for node in reversed(ours):
            bring_up_to_date(node)
            entries = list(_entries(node))
            if entries:
                # Without "inline", by which Sphinx knows the entries that authors
                # wrote, and that are to be translated.
                index = addnodes.index(entries=entries)
                index.source, index.line = node.source, node.line
                node.parent.insert(node.parent.index(node), index)


def _entries(node: Recorded[Any]) -> Iterator[IndexEntry]:
    record = node.record
    match node:
        case RoleNode():
            yield from _of_role(record)
        case MatrixNode():
            kind, part = Kind.MATRIX, _("activity in {title}")
            yield from _of_whole(record, kind, part, record.activities)
        case LifecycleNode():
            kind, part = Kind.LIFECYCLE, _("stage of {title}")
            yield from _of_whole(record, kind, part, record.stages)
        case ProductNode():
            yield _entry(f"{record.title} ({_(KINDS[Kind.PRODUCT])})", record.anchor)
        case ItemNode():
            yield _entry(f"{record.title} ({_(KINDS[Kind.ITEM])})", record.anchor)
        case RoadmapNode():
            kind, part = Kind.ROADMAP, _("item of {title}")
            yield from _of_whole(record, kind, part, record.items)


def _of_role(role: Role) -> Iterator[IndexEntry]:
    """Yield a role by its title, and by its other names, which lead to that."""
    yield _entry(f"{role.title} ({_(role.kind)})", role.anchor)
    if role.abbr:
        yield _entry(f"{role.abbr} ({role.title})", role.anchor)
    for alias in role.aka:
        words = f"{_one_word(alias)}; {_one_word(role.title)}"
        yield "see", words, role.anchor, "", None


def _of_whole(
    whole: Matrix | Lifecycle | Roadmap, kind: Kind, part: str, parts: tuple[Any, ...]
) -> Iterator[IndexEntry]:
    yield _entry(f"{whole.title} ({_(KINDS[kind])})", whole.anchor)
    inside = part.format(title=whole.title)
    for each in parts:
        yield _entry(f"{each.title} ({inside})", each.anchor)


def _entry(words: str, anchor: str) -> IndexEntry:
    return "single", _one_word(words), anchor, "", None


def _one_word(words: str) -> str:
    """Return *words* without what Sphinx takes for the end of an entry's first part."""
    return words.replace(";", ",")
