"""Widths without a font, and texts cut and wrapped by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.charts.text_width import (
    ELLIPSIS,
    shorten,
    text_width,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Roadmap", 722 + 556 + 556 + 556 + 833 + 556 + 556),
        ("éÄñ", 556 + 667 + 556),
        ("日本語", 3000),
        ("ＡＢ", 2000),
        ("🚀", 1000),
        ("a\u0301\u0327", 556),
        ("a\u200bb", 1112),
        ("Straße", 667 + 278 + 333 + 556 + 611 + 556),
    ],
)
def test_text_width__is_that_of_the_metric_fonts(text: str, width: int) -> None:
    assert text_width(text, 1000) == pytest.approx(width)


def test_text_width__grows_with_the_size_and_the_weight() -> None:
    assert text_width("Launch", 24) == pytest.approx(2 * text_width("Launch", 12))
    assert text_width("Launch", 12, bold=True) > text_width("Launch", 12)


def test_shorten__cuts_at_a_word() -> None:
    text = "EU data residency (Frankfurt and Paris regions)"
    for width in range(60, 250):
        short = shorten(text, 12, width)
        assert text_width(short, 12) <= width
        kept = short.removesuffix(ELLIPSIS)
        assert kept in {"EU", "EU data", "EU data residency"} | {
            f"EU data residency (Frankfurt{end}" for end in ("", " and", " and Paris")
        }


def test_shorten__cuts_one_long_word_at_a_character() -> None:
    assert shorten("Donaudampfschifffahrt", 12, 60) == "Donaud…"


def test_shorten__cuts_between_full_width_characters() -> None:
    assert shorten("顧客向けの監査ログ", 12, 50) == "顧客向…"


def test_shorten__keeps_letters_with_their_accents() -> None:
    text = "e\u0301" * 20
    for width in range(12, 130):
        assert shorten(text, 12, width).removesuffix(ELLIPSIS)[-1:] in ("", "\u0301")


def test_shorten__leaves_what_fits_and_gives_nothing_without_room() -> None:
    assert shorten("Passkeys", 12, 100) == "Passkeys"
    assert shorten("Passkeys", 12, 5) == ""


@given(st.text(max_size=80), st.floats(0, 400))
def test_shorten__always_fits(text: str, width: float) -> None:
    short = shorten(text, 12, width)
    assert not short or text_width(short, 12) <= width + 1e-6
    assert short == text or text.startswith(short.removesuffix(ELLIPSIS))


def test_wrap__breaks_at_words_alone() -> None:
    lines = wrap("Full production and market launch", 12, 110, 3)
    assert lines == ["Full production and", "market launch"]
    assert wrap("Full production and market launch", 12, 110, 1) is None
    assert wrap("Commercialisation", 12, 50, 3) is None
    assert wrap("市場調査と課題", 12, 50, 3) == ["市場調査", "と課題"]


@given(st.text(max_size=60), st.floats(10, 200))
def test_wrap__loses_no_character_but_space(text: str, width: float) -> None:
    lines = wrap(text, 12, width, 40)
    if lines is not None:
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(text_width(line, 12) <= width for line in lines)
