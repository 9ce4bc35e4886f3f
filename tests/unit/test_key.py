from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_pmroles.model.key import fold, make_key, make_keys, make_unique


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Secure resources", "secure-resources"),
        ("CX 戦略家", "cx-戦略家"),
        ("  R&D / Design -- team! ", "r-d-design-team"),
        ("snake_case", "snake-case"),
        ("Straße", "strasse"),
        ("Cafe\u0301", "café"),
        ("2026-Q3 .. Q4", "2026-q3-q4"),
        ("ПРОДУКТ Owner", "продукт-owner"),
        ("…", ""),
    ],
)
def test_make_key__follows_the_rule(text: str, key: str) -> None:
    assert make_key(text) == key


@given(st.text())
@settings(deadline=None)
def test_make_key__holds_letters_and_digits_alone(text: str) -> None:
    key = make_key(text)
    assert all(char == "-" or char.isalnum() or not char.isascii() for char in key)
    assert not key.startswith("-")
    assert not key.endswith("-")
    assert "--" not in key


@given(st.text())
@settings(deadline=None)
def test_make_key__of_a_key_is_the_key(text: str) -> None:
    assert make_key(make_key(text)) == make_key(text)


def test_make_keys__numbers_those_that_come_out_alike() -> None:
    texts = ["Test", "test!", "Test 2", "TEST", "?"]
    assert make_keys(texts) == ["test", "test-2", "test-2-2", "test-3", "untitled"]


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "b"])))
@settings(deadline=None)
def test_make_unique__is_unique_and_keeps_the_first(keys: list[str]) -> None:
    unique = make_unique(keys)
    assert len(unique) == len(set(unique)) == len(keys)
    assert all(made.startswith(key) for made, key in zip(unique, keys, strict=True))


def test_fold__ignores_case_and_white_space() -> None:
    assert fold("  Product\n  MANAGER ") == fold("product manager")
    assert fold("Product-Manager") != fold("product manager")
