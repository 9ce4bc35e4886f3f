"""Fences inside a Markdown body: which one is left open."""

from __future__ import annotations

import pytest

from sphinx_pmroles.extension.fences import misplaced_option, open_fence


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("Words.", None),
        (":::{note}\nWords.\n:::", None),
        (":::{note}\nWords.", 0),
        ("```python\ncode", 0),
        ("~~~\n```\n~~~", None),
        # Inside a fence, what is not its own end is text.
        ("```\n:::{note}\n```", None),
        ("::::{a}\n:::{b}\n:::\n::::", None),
        ("::::{a}\n:::{b}\n:::", 0),
        (":::{a}\n::::", None),
        (":::{a}\n:::{b}", 0),
        # In lists and quotes.
        ("- :::{note}\n  Words.\n  :::", None),
        ("1. ```\n   code\n   ```\n2. ```\n   code\n   ```", None),
        ("> :::{note}\n> Words.\n> :::", None),
        ("Words :::", None),
        ("``` inline ``` code", None),
    ],
)
def test_open_fence__is_the_one_that_nothing_closes(
    body: str, number: int | None
) -> None:
    assert open_fence(body.splitlines()) == number


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("Words.\n\n:abbr: PM", 2),
        (":abbr:\nWords.", 0),
        ("Words :abbr: PM", None),
        (":other: PM", None),
        (":abbr:`x` words", None),
        ("  :abbr: PM", None),
        (":::{note}\n:abbr: PM\n:::\n\n:abbr: PM", 4),
        ("```\n:abbr: PM\n```", None),
    ],
)
def test_misplaced_option__stands_outside_of_all_fences(
    body: str, number: int | None
) -> None:
    known = frozenset({"abbr"})
    assert misplaced_option(body.splitlines(), known, has_fences=True) == number


def test_misplaced_option__in_rest_knows_no_fence() -> None:
    lines = ["::: no fence", ":abbr: PM"]
    assert misplaced_option(lines, frozenset({"abbr"}), has_fences=False) == 1
