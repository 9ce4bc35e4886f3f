"""Task lists: their boxes as texts, in every builder and every language.

MyST makes the boxes raw HTML, which all other builders leave out; reStructuredText
knows no task lists.  A translation holds the words alone: the boxes are taken from the
texts before they are translated, and put back after that.
"""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.transforms import SphinxTransform

TICKED: Final = "☑"
UNTICKED: Final = "☐"
#: How task lists are written, and how their boxes are shown.
BOXES: Final = {"[ ] ": UNTICKED, "[x] ": TICKED, "[X] ": TICKED}

#: The attribute that keeps a paragraph's box while its words are translated.
_KEPT: Final = "pm-box"


def note_ticks(body: nodes.Node) -> None:
    """Take the boxes of the task lists in *body* from the texts."""
    for raw in list(body.findall(nodes.raw)):
        markup = raw.astext()
        if 'type="checkbox"' in markup:
            # MyST-Parser 4 leaves the blank before the words.
            after = raw.next_node(siblings=True, descend=False)
            if isinstance(after, nodes.Text):
                after.parent.replace(after, nodes.Text(after.lstrip()))
            written = "[x] " if "checked" in markup else "[ ] "
            raw.replace_self(nodes.Text(written))
    for item in body.findall(nodes.list_item):
        words = item.children[0] if item.children else None
        first = words.children[0] if words and words.children else None
        if isinstance(words, nodes.paragraph) and isinstance(first, nodes.Text):
            box = BOXES.get(first[:4])
            if box:
                words.replace(first, nodes.Text(first[4:]))
                _keep(item, words, box)


def _keep(item: nodes.list_item, words: nodes.paragraph, box: str) -> None:
    words[_KEPT] = box
    # What translators see: the same from both languages.
    source = words.rawsource
    words.rawsource = source[4:] if source[:4] in BOXES else source.lstrip()
    # As MyST names them, so that themes leave out the bullets.
    for node, name in ((item, "task-list-item"), (item.parent, "contains-task-list")):
        if name not in node["classes"]:
            node["classes"].append(name)


class ShowTicks(SphinxTransform):
    """Put the boxes back before the words, which may be translated by now."""

    # After translation (20).
    default_priority = 30

    def apply(self, **_kwargs: Any) -> None:
        """Show the boxes of the page."""
        for words in self.document.findall(nodes.TextElement):
            box = words.attributes.pop(_KEPT, "")
            if box:
                words.insert(0, nodes.Text(f"{box} "))
