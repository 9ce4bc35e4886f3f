"""Markup of ours that the page's parser takes for text, a comment or code.

Nobody else says anything of it: a Markdown page shows ``:::{pm:role}`` as text where
the extension *colon_fence* is off, and a comment is not even shown.  The sources are
searched first, for most pages hold nothing like it; what is found there may be an
example in a block of code, so that it counts only where the parsed page has it, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_pmroles.extension.audience import GUARDED, audience_of, notes
from sphinx_pmroles.extension.fences import OPEN, open_fence
from sphinx_pmroles.extension.log import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Holds the source of a page that may have such markup.
SUSPECT = "pmroles_suspect"

# Patterns are compiled by whoever searches first, for most builds need none of them.
_FENCE = r":::+\s*\{pm:(?P<name>\w+)\}"
_NO_COLON_FENCE = (
    "':::{{pm:{name}}}' is shown as text: add \"colon_fence\" to "
    "myst_enable_extensions in conf.py, or write ``` in place of the colons"
)
_TWO_COLONS = (
    "'::{{pm:{name}}}' is shown as text: write three colons, ':::{{pm:{name}}}', and "
    "':::' where it ends"
)
_REST_DIRECTIVE = (
    "'.. pm:{name}::' is shown as text, for this page is Markdown: write "
    "':::{{pm:{name}}}', and ':::' where it ends"
)
_REST_ROLE = (
    "':pm:{name}:' is shown as text, for this page is Markdown: write "
    "'{{pm:{name}}}`…`'"
)
_BLANK = "'{{pm:{name}}}' is shown as text: leave no blank before the '`' after it"
_MARKDOWN_DIRECTIVE = (
    "':::{{pm:{name}}}' is shown as text, for this page is reStructuredText: write "
    "'.. pm:{name}::', and indent what is inside"
)
_MARKDOWN_ROLE = (
    "'{{pm:{name}}}' is shown as text, for this page is reStructuredText: write "
    "':pm:{name}:`…`'"
)
_NO_BLANK_LINE = "'.. pm:{name}::' is shown as text: leave a blank line before it"
_COMMENT = (
    "'.. pm:{name}' is a comment here, and not shown: write '.. pm:{name}::', with two "
    "colons at the end"
)
_FIELD = (
    "':pm:{name}:' is the name of a field here: write '.. pm:{name}::' for a directive"
)
_BOX = (
    "'{{pm:{name}}}' is not read, and what is inside is shown as it stands: write the "
    "name in braces, and a blank before the title, such as ':::{{pm:{name}}} Title'"
)

#: What is wrong in a text, and what to do about it; the first that is found counts.
_IN_MARKDOWN: Final = (
    (_FENCE, _NO_COLON_FENCE),
    (r"::\s*\{pm:(?P<name>\w+)\}", _TWO_COLONS),
    (r"\.\.\s+pm:(?P<name>\w+):", _REST_DIRECTIVE),
    (r":pm:(?P<name>\w+):`?", _REST_ROLE),
    (r"\{pm:(?P<name>\w+)\}\s+$", _BLANK),
)
_IN_REST: Final = (
    (r"(?::{2,}|`{3,})\s*\{pm:(?P<name>\w+)\}", _MARKDOWN_DIRECTIVE),
    (r"\{pm:(?P<name>\w+)\}`?", _MARKDOWN_ROLE),
    (r"\.\.\s+pm:(?P<name>\w+)::", _NO_BLANK_LINE),
)
_OWN = r"\{?pm:+(?P<name>\w+)"
#: Where markup is an example.
_VERBATIM = (nodes.literal, nodes.FixedTextElement, nodes.Invisible)

#: What of it a source may hold, beside fences that need *colon_fence*.
_SUSPECT_MARKDOWN = (
    r":pm:\w+:|\.\.\s+pm:|\{pm:\w+\}(?:\s+`|[^\s`])|(?<!:)::\s*\{pm:|[:`]{3}\s*pm:"
)
_SUSPECT_REST = r"(?m)\{pm:|\.\.\s+pm:(?!\w+::\s)|^\s*:pm:\w+:\s|\S\n\.\. pm:"


def look_at_source(app: Sphinx, *of_event: Any) -> None:
    """Note whether the source of a page, or of what it includes, is to be looked at."""
    (source,) = of_event[-1]
    if "pm:" not in source:
        return
    env = app.env
    if is_markdown(env, env.docname):
        enabled = getattr(env.config, "myst_enable_extensions", ())
        is_suspect = re.search(_SUSPECT_MARKDOWN, source) or (
            "colon_fence" not in enabled and re.search(_FENCE, source)
        )
        lines = source.splitlines()
        number = open_fence(lines) if "{pm:" in source else None
        if number is not None and "{pm:" in lines[number]:
            env.temp_data[OPEN] = number + 1
    else:
        is_suspect = re.search(_SUSPECT_REST, source)
    if is_suspect:
        env.temp_data[SUSPECT] = f"{env.temp_data.get(SUSPECT, '')}{source}\n"


def is_markdown(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page is Markdown; all else is reStructuredText."""
    name = env.doc2path(docname).name
    return any(
        name.endswith(suffix) and kind == "markdown"
        for suffix, kind in env.config.source_suffix.items()
    )


class TellUnread(SphinxTransform):
    """Say where a page shows markup of ours in place of what it means."""

    # Before anything changes texts, and before what was noted of the page is kept.
    default_priority = 5

    def apply(self, **_kwargs: Any) -> None:
        """Warn once of each fault on a page."""
        if SUSPECT not in self.env.temp_data:
            return
        told: set[str] = set()
        for node, message, name in self._faults():
            if message not in told:
                told.add(message)
                warn(Subtype.DIRECTIVE, message.format(name=name), self._place(node))
            self._keep_hidden(node, name)

    def _faults(self) -> Iterator[tuple[nodes.Element, str, str]]:
        """Yield what shows markup of ours, what is said of it, and of which name."""
        find = _in_markdown if self._is_markdown else _in_rest
        source: str = self.env.temp_data[SUSPECT]
        for node in self.document.findall():
            found, message = find(node)
            # What is escaped in the source is meant as the text that it is.
            if found and found[0] in source.replace(f"\\{found[0]}", ""):
                shows = node if isinstance(node, nodes.Element) else node.parent
                yield shows, message, found["name"]

    @cached_property
    def _is_markdown(self) -> bool:
        return is_markdown(self.env, self.env.docname)

    def _place(self, node: nodes.Element) -> nodes.Element | tuple[str, int]:
        """Return where a node begins, for docutils has no line of some."""
        if isinstance(node, nodes.comment):
            # It knows where it ends.
            first, *_ = node.astext().splitlines()
            source: str = self.env.temp_data[SUSPECT]
            for number, line in enumerate(source.splitlines(), 1):
                if line.strip().removeprefix("..").strip() == first:
                    return self.env.docname, number
        while node.line is None and isinstance(node.parent, nodes.Element):
            node = node.parent
        return node

    def _keep_hidden(self, node: nodes.Element, name: str) -> None:
        """Stop the build where the text that is shown may say for whom it is."""
        text = node.astext()
        guarded = next((option for option in GUARDED if f":{option}:" in text), "")
        if guarded and audience_of(self.env) is not None:
            path, line = self.env.doc2path(self.env.docname), node.line
            notes(self.env).faults.append(
                f"{path}:{line}: pm:{name} with :{guarded}: is shown as text: "
                "see what a build without pmroles_audience says of it"
            )


_Fault = tuple[re.Match[str] | None, str]


def _in_markdown(node: nodes.Node) -> _Fault:
    match node:
        case nodes.container(attributes={"is_div": _, "classes": [name, *_]}):
            return re.match(_OWN, name), _BOX
        case nodes.literal_block(attributes={"language": str(name)}):
            return re.match(_OWN, name), _BOX
    return _in_text(node, _IN_MARKDOWN)


def _in_rest(node: nodes.Node) -> _Fault:
    match node:
        case nodes.comment():
            return re.match(_OWN, node.astext()), _COMMENT
        case nodes.field_name():
            return re.match(_OWN, node.astext()), _FIELD
    return _in_text(node, _IN_REST)


def _in_text(node: nodes.Node, faults: Iterable[tuple[str, str]]) -> _Fault:
    if isinstance(node, nodes.Text) and not isinstance(node.parent, _VERBATIM):
        for pattern, message in faults:
            found = re.search(pattern, node)
            if found:
                return found, message
    return None, ""
