"""The cell grammar of responsibility matrices.

A cell is letters of its scheme, in any case, alone or several (``A/R``, ``R, A``,
``RA``), in or without emphasis, and then an optional note: ``C (if over budget)``,
``C - if over budget`` or ``C*``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sphinx_pmroles.model.matrix import BLANK, Cell
from sphinx_pmroles.model.scheme import Scheme

#: What people write for "nobody", case-folded.
NOBODY = frozenset({"", "-", "–", "—", "−", "n/a", "na", "."})

#: Letters of other scripts that look like the Latin letters of schemes.
LOOK_ALIKES = str.maketrans(
    {
        "А": "A", "В": "B", "С": "C", "Е": "E", "І": "I", "О": "O", "Р": "P",
        "Ѕ": "S", "а": "a", "с": "c", "е": "e", "і": "i", "о": "o", "р": "p",
        "ѕ": "s",
        "Α": "A", "Ι": "I", "Ο": "O", "Ρ": "P", "ο": "o", "ρ": "p",
    }
)  # fmt: skip

# "**A** or **B**" begins and ends with a mark, and is not bold as a whole.
_EMPHASIS = re.compile(
    r"(\*\*\*|\*\*|__|\*|_|``|`)(?=\S)((?:(?!\1).)+(?<=\S))\1", re.DOTALL
)
_NOTE = re.compile(
    r"""\s* (?:
        \( (?P<round>.*) \)          # C (if over budget)
      | (?<=\s) [-–—:] \s+ (?P<dash>.+)  # C - if over budget
      | : \s+ (?P<colon>.+)          # C: if over budget
      | (?P<star>\*+|†|‡)            # C*
    ) \s*""",
    re.VERBOSE | re.DOTALL,
)
_BETWEEN = re.compile(r"[\s/,+&;|]+")


@dataclass(frozen=True, slots=True)
class CellReading:
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
        codes = {
            spelling.upper(): letter.code
            for letter in scheme.letters
            for spelling in (letter.code, *letter.also, letter.word)
        }
        longest_first = sorted(codes, key=lambda spelling: (-len(spelling), spelling))
        self._codes = codes
        self._code = re.compile("|".join(map(re.escape, longest_first)))
        self._readings: dict[str, CellReading] = {}

    def __call__(self, text: str) -> CellReading:
        """Return what *text* says; a cell with ``unread`` set if it says nothing."""
        reading = self._readings.get(text)
        if reading is None:
            reading = self._readings[text] = self._read(text)
        return reading

    def _read(self, written: str) -> CellReading:
        text = without_emphasis(written)
        if text.casefold() in NOBODY:
            return CellReading(BLANK)
        latin = text.translate(LOOK_ALIKES)
        letters, end = self._letters(latin)
        note = _NOTE.fullmatch(text, end) if letters else None
        if not letters or (end < len(text) and note is None):
            return CellReading(Cell(unread=text))
        remark = next(filter(None, note.groups()), "") if note else ""
        changed = "".join(
            old for old, new in zip(text[:end], latin[:end], strict=True) if old != new
        )
        cell = Cell(tuple(dict.fromkeys(letters)), remark.strip())
        return CellReading(cell, changed, end)

    def _letters(self, text: str) -> tuple[list[str], int]:
        """Return the codes that *text* begins with, and where they end."""
        upper = text.upper()
        if len(upper) != len(text):  # such as "ß", whose capital is two letters
            upper = text
        letters: list[str] = []
        end = position = 0
        while match := self._code.match(upper, position):
            letters.append(self._codes[match[0]])
            end = match.end()
            between = _BETWEEN.match(upper, end)
            position = between.end() if between else end
        # "Cost" begins with a C and is no letter.
        if end < len(text) and text[end].isalnum():
            return [], 0
        return letters, end


def without_emphasis(text: str) -> str:
    """Return *text* without white space, bold, italic or code around all of it."""
    text = text.strip()
    while match := _EMPHASIS.fullmatch(text):
        text = match[2].strip()
    return text
