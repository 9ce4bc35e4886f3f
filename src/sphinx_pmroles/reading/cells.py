"""The cell grammar of responsibility matrices.

A cell is letters of its scheme, in any case, alone or several (``A/R``, ``R, A``,
``RA``), in or without emphasis, and then an optional note: ``C (if over budget)``,
``C - if over budget`` or ``C*``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sphinx_pmroles.model.matrix import BLANK, Cell
from sphinx_pmroles.model.scheme import Letter, Scheme

#: What people write for "nobody", case-folded.
NOBODY = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "‐",
        "‑",
        "–",
        "—",
        "―",
        "−",
        "－",
        "ー",
        "n/a",
        "na",
        ".",
        "·",
    }
)
_DASHES = frozenset({"-", "--", "---", "‐", "‑", "–", "−"})
_DASH = Cell(nobody="–")

#: Letters of other scripts that look like the Latin letters of schemes: of the
#: Cyrillic and the Greek, and the wide forms that input methods for Chinese, Japanese
#: and Korean type.
LOOK_ALIKES = str.maketrans(
    {
        "А": "A", "В": "B", "С": "C", "Е": "E", "І": "I", "О": "O", "Р": "P",
        "Ѕ": "S", "К": "K", "М": "M", "Н": "H", "Т": "T", "Х": "X", "Ԛ": "Q",
        "а": "a", "с": "c", "е": "e", "і": "i", "о": "o", "р": "p", "ѕ": "s",
        "Α": "A", "Β": "B", "Ε": "E", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M",
        "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "Ζ": "Z",
        "ο": "o", "ρ": "p", "ι": "i", "α": "a",
        **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF21, 0xFF3B)},
        **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF41, 0xFF5B)},
    }
)  # fmt: skip

# "**A** or **B**" begins and ends with a mark, and is not bold as a whole.
_EMPHASIS = re.compile(
    r"(\*\*\*|\*\*|__|\*|_|``|`)(?=\S)((?:(?!\1).)+(?<=\S))\1", re.DOTALL
)
_MARKS = ("*", "_", "`")
_NOTE = re.compile(
    r"""\s* (?:
        [(（] (?P<round>.*) [)）]      # C (if over budget)
      | (?<=\s) [-–—:] \s+ (?P<dash>.+)  # C - if over budget
      | : \s+ (?P<colon>.+)          # C: if over budget
      | (?P<star>[*†‡¹²³⁴⁵⁶⁷⁸⁹]+)    # C*
    ) \s*""",
    re.VERBOSE | re.DOTALL,
)
_BETWEEN = re.compile(r"(?:[\s/,+&;|／，、＋＆；]|<br\s*/?>)+")
# One letter's own note among several: R (design), A (budget).
_OWN_NOTE = re.compile(r"\s*[(（](?P<note>[^()（）]*)[)）]")
# What stands between the outer brackets of several notes.
_CLOSES_TOO_SOON = re.compile(r"[^(（]*[)）]")
#: Readings of a cell that are remembered for one scheme.
REMEMBERED = 4096


class CellReading(NamedTuple):
    """What was read of a cell; *look_alikes* are letters that only looked Latin.

    *end* is the number of characters of the text that its letters take.
    """

    cell: Cell
    look_alikes: str = ""
    end: int = 0


class CellReader:
    """Reads the cells of one scheme.

    A matrix repeats few different cells many times, so readings are remembered.
    """

    def __init__(self, scheme: Scheme) -> None:
        codes: dict[str, str] = {}
        # What stands later counts: a code is never taken for another letter's word.
        for spell in (_other_spellings, _words, _codes):
            codes |= {
                text.upper(): letter.code
                for letter in scheme.letters
                for text in spell(letter)
            }
        longest_first = sorted(codes, key=lambda spelling: (-len(spelling), spelling))
        self._by_spelling = codes
        self._code = re.compile("|".join(map(re.escape, longest_first)))
        self._readings: dict[str, CellReading] = {}

    def __call__(self, text: str) -> CellReading:
        """Return what *text* says; a cell with ``unread`` set if it says nothing."""
        reading = self._readings.get(text)
        if reading is None:
            if len(self._readings) >= REMEMBERED:
                self._readings.clear()
            reading = self._readings[text] = self._read(text)
        return reading

    def _read(self, written: str) -> CellReading:
        text = without_emphasis(written)
        if text.casefold() in NOBODY:
            return CellReading(_nobody(text))
        latin = text.translate(LOOK_ALIKES)
        letters, end = self._letters(latin)
        note = _NOTE.fullmatch(text, end) if letters and end < len(text) else None
        if end < len(text) and (
            note is None or _CLOSES_TOO_SOON.match(note["round"] or "")
        ):
            several = self._letters_with_notes(text, latin)
            if several:
                return several
        if not letters or (end < len(text) and note is None):
            return CellReading(Cell(unread=text))
        remark = next(filter(None, note.groups()), "") if note else ""
        cell = Cell(tuple(dict.fromkeys(letters)), remark.strip())
        return CellReading(cell, _changed(text[:end], latin), end)

    def _letters_with_notes(self, text: str, latin: str) -> CellReading | None:
        """Return what is read of letters that have notes of their own, if they are.

        All is kept as the note: ``R (design), A (budget)`` is R and A with the note
        "R: design, A: budget".
        """
        found: list[str] = []
        notes: list[str] = []
        changed = ""
        position = 0
        while position < len(text):
            letters, end = self._letters(latin, position)
            if not letters:
                return None
            found += letters
            changed += _changed(text[position:end], latin[position:end])
            position = end
            if note := _OWN_NOTE.match(text, position):
                notes.append(f"{'/'.join(letters)}: {note['note'].strip()}")
                position = note.end()
            between = _BETWEEN.match(text, position)
            if between is None and position < len(text):
                return None
            position = between.end() if between else position
        return CellReading(Cell(tuple(dict.fromkeys(found)), ", ".join(notes)), changed)

    def _letters(self, text: str, start: int = 0) -> tuple[list[str], int]:
        """Return the codes that *text* has from *start* on, and where they end."""
        upper = _upper(text)
        letters: list[str] = []
        end = position = start
        while match := self._code.match(upper, position):
            letters.append(self._by_spelling[match[0]])
            end = match.end()
            between = _BETWEEN.match(upper, end)
            position = between.end() if between else end
        # "Cost" begins with a C and is no letter.
        if end < len(text) and (text[end].isalpha() or text[end].isdecimal()):
            return [], 0
        return letters, end


# One cell is asked of at each of its letters.
@lru_cache(maxsize=1)
def _upper(text: str) -> str:
    upper = text.upper()
    # Such as "ß", whose capital is two letters.
    return upper if len(upper) == len(text) else text


@lru_cache(maxsize=64)
def reader_of(scheme: Scheme) -> CellReader:
    """Return the reader of a scheme's cells, the same for all matrices of it."""
    return CellReader(scheme)


def _nobody(text: str) -> Cell:
    if not text:
        return BLANK
    return _DASH if text in _DASHES else Cell(nobody=text)


def _other_spellings(letter: Letter) -> tuple[str, ...]:
    return letter.also


def _words(letter: Letter) -> tuple[str, ...]:
    return (letter.word,)


def _codes(letter: Letter) -> tuple[str, ...]:
    return (letter.code,)


def _changed(text: str, latin: str) -> str:
    """Return the characters of *text* that only looked like those of *latin*."""
    return "".join(old for old, new in zip(text, latin, strict=False) if old != new)


def without_emphasis(text: str) -> str:
    """Return *text* without white space, bold, italic or code around all of it."""
    text = text.strip()
    while text.startswith(_MARKS) and (match := _EMPHASIS.fullmatch(text)):
        text = match[2].strip()
    return text
