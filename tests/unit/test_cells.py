from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_pmroles.model.matrix import BLANK, Cell
from sphinx_pmroles.model.scheme import RACI, SCHEMES, Letter, Scheme
from sphinx_pmroles.reading.cells import NOBODY, CellReader, without_emphasis

#: Codes of which one begins with another.
LONG = Scheme(
    "long",
    (Letter("S", "Support"), Letter("SO", "Sign-off"), Letter("D", "Decide", ("DRI",))),
    exactly_one=("D",),
    at_least_one=None,
)


@pytest.mark.parametrize(
    ("text", "letters", "note"),
    [
        ("A", "A", ""),
        ("a", "A", ""),
        (" r ", "R", ""),
        ("A/R", "AR", ""),
        ("R, A", "RA", ""),
        ("RA", "RA", ""),
        ("C / I", "CI", ""),
        ("A + R", "AR", ""),
        ("C & I", "CI", ""),
        ("R; A", "RA", ""),
        ("r a", "RA", ""),
        ("A/A", "A", ""),
        ("**A**", "A", ""),
        ("*R*", "R", ""),
        ("`C`", "C", ""),
        ("***A/R***", "AR", ""),
        ("__A__", "A", ""),
        ("Accountable", "A", ""),
        ("responsible, accountable", "RA", ""),
        ("C (if over budget)", "C", "if over budget"),
        ("C(if over budget)", "C", "if over budget"),
        ("A/R (R until 2027)", "AR", "R until 2027"),
        ("I - if late", "I", "if late"),
        ("I – if late", "I", "if late"),
        ("I: if late", "I", "if late"),
        ("C*", "C", "*"),
        ("A/R†", "AR", "†"),
    ],
)
def test_cell__says_letters_and_a_note(text: str, letters: str, note: str) -> None:
    assert CellReader(RACI)(text).cell == Cell(tuple(letters), note)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        (" ", ""),
        ("-", "–"),
        ("–", "–"),
        ("—", "—"),
        ("N/A", "N/A"),
        ("n/a", "n/a"),
        (".", "."),
        ("**-**", "–"),
        ("－", "－"),
    ],
)
def test_cell__says_nobody_and_keeps_how(text: str, shown: str) -> None:
    assert CellReader(RACI)(text).cell == Cell(nobody=shown)


def test_cell__blank_is_blank() -> None:
    assert CellReader(RACI)("").cell is BLANK


@pytest.mark.parametrize(
    ("text", "letters", "note"),
    [
        ("R (design), A (budget)", "RA", "R: design, A: budget"),
        ("A/R (now) / C", "ARC", "A/R: now"),
        ("R（設計）／C", "RC", "R: 設計"),
        ("A、R", "AR", ""),
        ("C¹", "C", "¹"),
        ("R（設計）", "R", "設計"),
    ],
)
def test_cell__reads_each_letter_with_its_own_note(
    text: str, letters: str, note: str
) -> None:
    assert CellReader(RACI)(text).cell == Cell(tuple(letters), note)


def test_cell__reads_a_renamed_letter_by_both_words() -> None:
    reader = CellReader(RACI.renamed({"A": "Approves"}))
    assert reader("Approves").cell == reader("Accountable").cell == Cell(("A",))


def test_cell__takes_no_code_for_another_letters_word() -> None:
    """Where two letters swap their words, what is said now counts."""
    reader = CellReader(RACI.renamed({"C": "Informed", "I": "Consulted"}))
    assert reader("Informed").cell == Cell(("C",))
    assert reader("C, I").cell == Cell(("C", "I"))


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_cell__reads_every_letter_of_every_scheme(scheme: Scheme) -> None:
    reader = CellReader(scheme)
    for letter in scheme.letters:
        for text in (letter.code, letter.word, *letter.also):
            for written in (text, text.lower(), f"**{text}**", f"{text} (now)"):
                assert reader(written).cell.letters == (letter.code,)
    codes = scheme.codes
    for separator in ("/", ", ", "", " ", "; ", "&"):
        assert reader(separator.join(codes)).cell == Cell(codes)


@pytest.mark.parametrize("text", ["X", "?", "Cost", "A team", "R2", "Ann", "A→R", "1"])
def test_cell__that_cannot_be_read_is_kept(text: str) -> None:
    assert CellReader(RACI)(text).cell == Cell(unread=text)


@pytest.mark.parametrize(
    ("text", "letters", "look_alikes"),
    [
        ("А", "A", "А"),  # Cyrillic
        ("Ａ", "A", "Ａ"),  # full width
        ("С/R", "CR", "С"),
        ("Α / Ι", "AI", "ΑΙ"),  # Greek
        ("A", "A", ""),
    ],
)
def test_cell__reads_letters_that_only_look_latin(
    text: str, letters: str, look_alikes: str
) -> None:
    reading = CellReader(RACI)(text)
    assert reading.cell.letters == tuple(letters)
    assert reading.look_alikes == look_alikes


def test_cell__takes_no_look_alike_from_the_note() -> None:
    assert CellReader(RACI)("A (только С)").look_alikes == ""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SO", ("SO",)),
        ("S", ("S",)),
        ("S/O", None),
        ("SOS", ("SO", "S")),
        ("DRI", ("D",)),
        ("sign-off, d", ("SO", "D")),
    ],
)
def test_cell__reads_the_longest_code_first(
    text: str, codes: tuple[str, ...] | None
) -> None:
    cell = CellReader(LONG)(text).cell
    assert cell == (Cell(unread=text) if codes is None else Cell(codes))


@given(
    codes=st.lists(st.sampled_from("RACI"), min_size=1, max_size=4, unique=True),
    separator=st.sampled_from(["/", ", ", "+", " & ", ";", " ", "", " / ", ","]),
    frame=st.sampled_from(["{}", "**{}**", "*{}*", "`{}`", " {} ", "_{}_"]),
    lower=st.booleans(),
)
@settings(deadline=None)
def test_cell__reads_codes_back_however_they_are_joined(
    codes: list[str], separator: str, frame: str, *, lower: bool
) -> None:
    text = separator.join(codes)
    text = frame.format(text.lower() if lower else text)
    assert CellReader(RACI)(text).cell == Cell(tuple(codes))


@given(st.text())
@settings(deadline=None)
def test_cell__never_raises_and_loses_no_word(text: str) -> None:
    cell = CellReader(RACI)(text).cell
    if cell.unread:
        assert cell.unread == without_emphasis(text)
        assert cell.letters == ()
    elif not cell.letters:
        assert without_emphasis(text).casefold() in NOBODY
    else:
        assert set(cell.letters) <= set("RACI")
        assert cell.note in text


@given(st.sampled_from(["A", "C/I"]), st.text(min_size=1))
@settings(deadline=None)
def test_cell__keeps_a_note_in_brackets_as_written(letters: str, note: str) -> None:
    cell = CellReader(RACI)(f"{letters} ({note})").cell
    assert cell == Cell(tuple(letters.split("/")), note.strip())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**bold**", "bold"),
        ("***both***", "both"),
        ("`` code ``", "`` code ``"),
        ("**a** and **b**", "**a** and **b**"),
        ("* item", "* item"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**", "**"),
    ],
)
def test_without_emphasis__takes_off_what_is_around_all(text: str, plain: str) -> None:
    assert without_emphasis(text) == plain
