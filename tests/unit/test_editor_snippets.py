"""The snippets for editors: what comes of them is an example that is built by tests."""

from __future__ import annotations

import json
import re

import editor_snippets
import pytest

from sphinx_pmroles.extension.domain import DIRECTIVES

SNIPPETS = json.loads(editor_snippets.made())


def test_editor_snippets__are_what_the_examples_make() -> None:
    """Failing?  Run ``python tools/editor_snippets.py``."""
    assert editor_snippets.FILE.read_text("utf-8") == editor_snippets.made()


def test_editor_snippets__are_there_for_every_directive_in_both_languages() -> None:
    wanted = {
        f"pm:{name} in {way}" for name in DIRECTIVES for way in ("Markdown", "rST")
    }
    assert set(SNIPPETS) == wanted


@pytest.mark.parametrize("name", SNIPPETS)
def test_editor_snippet__gives_an_example_of_the_docs(name: str) -> None:
    """Each page of examples is built without a warning: ``test_snippets.py``."""
    text = "\n".join(SNIPPETS[name]["body"]).removesuffix("\n$0")
    # What an editor leaves where nobody types anything: first choices, and defaults.
    text = re.sub(r"\$\{\d+\|([^,|]+)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}", r"\1", text)
    text = re.sub(r"\\([\\$}])", r"\1", text)
    suffix = "md" if SNIPPETS[name]["scope"] == "markdown" else "rst"
    pages = [
        (editor_snippets.DOCS / "snippets" / f"{source}.{suffix}").read_text("utf-8")
        for source in editor_snippets.SOURCES
    ]
    # A stage stands deeper in reStructuredText.
    plain = [re.sub(r"^ +", "", page, flags=re.MULTILINE) for page in pages]
    assert any(re.sub(r"^ +", "", text, flags=re.MULTILINE) in page for page in plain)


def test_editor_snippets__offer_the_words_that_there_are() -> None:
    body = "\n".join(SNIPPETS["pm:roadmap in Markdown"]["body"])
    assert re.search(r":view: \$\{\d+\|timeline,board,stages,table\|\}", body)
    report = "\n".join(SNIPPETS["pm:report in rST"]["body"])
    assert ".. pm:report:: ${1|load," in report


def test_directives__say_what_they_do_and_list_their_options_for_editors() -> None:
    """Language servers complete the names and keys, and show the texts."""
    for name, directive in DIRECTIVES.items():
        assert (directive.__doc__ or "").strip().endswith("."), name
        assert {"audience", "class", "name"} <= set(directive.option_spec or {}), name
