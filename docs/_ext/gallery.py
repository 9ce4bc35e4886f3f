"""``{pm-piece} NAME``: a piece of the gallery, live, with its source in both languages.

The pieces are parts of one small handbook, ``snippets/gallery.md`` with its twin in
reStructuredText, which the tests build; a comment before each says its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What a piece comes to.  Colons, for the snippets hold backticks.
TEMPLATE = """\
:::{{include}} snippets/gallery.md
:start-after: "% ---- {name}"
:end-before: "% ----"
:::

::::::{{dropdown}} Source
:::::{{tab-set}}
:sync-group: markup

::::{{tab-item}} Markdown
:sync: md

:::{{literalinclude}} snippets/gallery.md
:language: markdown
:start-after: "% ---- {name}"
:end-before: "% ----"
:::
::::

::::{{tab-item}} reStructuredText
:sync: rst

:::{{literalinclude}} snippets/gallery.rst
:language: rst
:start-after: ".. ---- {name}"
:end-before: ".. ----"
:::
::::
:::::
::::::

More on it: {{doc}}`{reference}`
"""


class Piece(SphinxDirective):
    """A piece of the gallery; ``:reference:`` is the page that says more of it."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], str]]] = {
        "reference": directives.unchanged_required
    }

    def run(self) -> list[nodes.Node]:
        """Return the piece, its sources and the link."""
        (name,) = self.arguments
        reference = self.options["reference"]
        return self.parse_text_to_nodes(TEMPLATE.format(name=name, reference=reference))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("pm-piece", Piece)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
