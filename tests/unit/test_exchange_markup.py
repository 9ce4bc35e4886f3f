"""Texts in Markdown and reStructuredText: they read as themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinx_pmroles.exchange.markup import (
    Draft,
    TextRow,
    in_markdown,
    in_rst,
    write_markdown,
    write_rst,
)
from sphinx_pmroles.exchange.texts import escaped, on_one_line

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
#: Many marks, for few of the characters of all scripts are any.
MARKS = st.text("\\`*_[]{}()<>|$~!&;#:.-+=^\"'/%@ aA1é戦\n", max_size=12)
TEXTS = st.one_of(
    MARKS, st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
).filter(on_one_line)


def read_as_rst(source: str) -> str:
    """Return the text of a paragraph inside a list, if nothing else is in it."""
    settings = {
        "report_level": 1,
        "warning_stream": False,
        "file_insertion_enabled": False,
    }
    lines = "\n".join(f"  {line}" for line in source.split("\n"))
    tree = publish_doctree(f"* {lines.lstrip()}\n", settings_overrides=settings)
    (paragraph,) = tree.findall(nodes.paragraph)
    assert isinstance(paragraph.parent, nodes.list_item)
    assert len(paragraph.parent) == 1
    # An address makes a link of itself.
    assert all(isinstance(node, nodes.Text | nodes.reference) for node in paragraph)
    return paragraph.astext()


def read_as_markdown(cell: str) -> str:
    """Return the text of a cell between two others, if nothing else is in it."""
    tokens = MARKDOWN.parse(f"| a | b | c |\n| --- | --- | --- |\n| x | {cell} | y |")
    _, _, _, left, inside, right = (token for token in tokens if token.type == "inline")
    assert (left.content, right.content) == ("x", "y")
    children = inside.children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@settings(deadline=None, max_examples=100)
@given(text=TEXTS)
@example(text="\\")
@example(text="\\\\")
def test_in_rst__reads_as_the_text(text: str) -> None:
    assert read_as_rst(in_rst(text)) == on_one_line(text)


@settings(deadline=None, max_examples=100)
@given(text=TEXTS)
def test_in_markdown__reads_as_the_text(text: str) -> None:
    assert read_as_markdown(in_markdown(text)) == on_one_line(text)


@settings(deadline=None, max_examples=50)
@given(text=TEXTS)
@example(text="\\")
def test_escaped__reads_as_the_text_in_both(text: str) -> None:
    # After other text: backslashes alone would be an adornment of reStructuredText.
    line = f"a {escaped(text)}".rstrip()
    read = f"a {on_one_line(text)}".rstrip()
    assert read_as_rst(line) == read
    (inline,) = (token for token in MARKDOWN.parse(line) if token.type == "inline")
    assert all(c.type in ("text", "text_special") for c in inline.children or [])
    assert "".join(c.content for c in inline.children or []) == read


@pytest.mark.parametrize(
    "text", ["A/R", "C (if over budget)", "R&D", "Set the price", "50 %", "a < b"]
)
def test_in_markdown__leaves_what_means_nothing(text: str) -> None:
    assert in_markdown(text) == text


DRAFT = Draft(
    "pm:matrix",
    "Launch *it*",
    ("#", "Activity", "PM"),
    (TextRow(("1", "Plan", ""), is_group=True), TextRow(("1.1", "Set | it", "A/R"))),
    {"scheme": "daci"},
    ("As of 2026.",),
)


def test_write_markdown__writes_a_directive_to_paste() -> None:
    assert write_markdown(DRAFT) == (
        "```{pm:matrix} Launch \\*it\\*\n"
        ":scheme: daci\n"
        "\n"
        "As of 2026\\.\n"
        "\n"
        "| #   | Activity  | PM  |\n"
        "| --- | --------- | --- |\n"
        "| 1   | **Plan**  |     |\n"
        "| 1.1 | Set \\| it | A/R |\n"
        "```\n"
    )


def test_write_rst__writes_a_directive_to_paste() -> None:
    assert write_rst(DRAFT) == (
        ".. pm:matrix:: Launch \\*it\\*\n"
        "   :scheme: daci\n"
        "\n"
        "   As of 2026.\n"
        "\n"
        "   .. list-table::\n"
        "      :header-rows: 1\n"
        "\n"
        "      * - \\#\n"
        "        - Activity\n"
        "        - PM\n"
        "      * - 1\n"
        "        - **Plan**\n"
        "        -\n"
        "      * - 1.1\n"
        "        - Set \\| it\n"
        "        - A/R\n"
    )


def test_write_rst__loses_no_paragraph_of_backslashes() -> None:
    draft = replace(DRAFT, paragraphs=("\\\\",))
    assert "\n\n   \\ \\\\\\\\\n\n" in write_rst(draft)
