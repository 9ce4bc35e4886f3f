"""How wide a text is, without a font at hand.

The advance widths are those of the fonts that are metrically alike with Arial
(Liberation Sans, Arimo), in thousandths of the font size.  A browser that has one of
them agrees to the pixel; layouts reserve some room for those that have not.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

#: The widths of the printable ASCII characters, from the space on.
_ASCII: Final = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
#: Characters that are neither ASCII nor an ASCII letter with an accent.
_OTHERS: Final = {
    **dict.fromkeys("\xa0·‘’’ł,", 278),
    **dict.fromkeys("“”„‚", 333),
    **dict.fromkeys("–«»€£¥ðþ", 556),
    **dict.fromkeys("ßøµ", 611),
    **dict.fromkeys("ØŒ…—→←™", 1000),
    **dict.fromkeys("ÐÞ©®", 737),
    **dict.fromkeys("°²³¹ºª•", 370),
    **dict.fromkeys("æœ¼½¾", 944),
    **dict.fromkeys("Æ", 1000),
    **dict.fromkeys("−×÷±¬", 584),
    # Greek and Cyrillic: the wide and the narrow; the rest falls to its case.
    **dict.fromkeys("ιί", 222),
    **dict.fromkeys("τг", 400),
    **dict.fromkeys("εζξςкзтч", 500),
    **dict.fromkeys("ωψмюф", 781),
    **dict.fromkeys("жы", 719),
    **dict.fromkeys("шщ", 823),
    **dict.fromkeys("ЖШЩЫЮ", 960),
    **dict.fromkeys("ΜΨМФЪ", 833),
    **dict.fromkeys("ΙІЇ", 278),
}
_NEUTRAL = 640
#: The letters of Hebrew, Arabic and Syriac, which are narrower: most of them joined.
_JOINED = 560
#: Full-width characters are as wide as they are high.
_FULL = 1000
#: By Unicode's general category: marks and controls take no room of their own.
_BY_CATEGORY: Final = {
    **dict.fromkeys(("Mn", "Me", "Cf", "Cc"), 0),
    **dict.fromkeys(("So", "Sk"), _FULL),
    "Lu": 722,
    "Ll": 556,
}
#: How much wider the bold of these fonts is, at most, over a word.
_BOLD = 1.09
ELLIPSIS: Final = "…"
#: How much wider than these the fonts may be that a reader has instead.
RESERVE: Final = 1.03


class _Widths(dict[str, int]):
    """Widths by character; those of other characters are found by their class."""

    def __missing__(self, character: str) -> int:
        width = self[character] = _class_width(character)
        return width


_WIDTHS = _Widths({chr(32 + n): width for n, width in enumerate(_ASCII)} | _OTHERS)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of *text* in px at a font size of *size* px.

    >>> text_width("AB", 1000), text_width("日本", 12)
    (1334.0, 24.0)
    """
    widths = _WIDTHS
    total = sum([widths[character] for character in text])
    return total * size / 1000 * (_BOLD if bold else 1.0)


def text_room(text: str, size: float, *, bold: bool = False) -> float:
    """Return the room that a text is given, in px: its width and some to spare."""
    return text_width(text, size, bold=bold) * RESERVE + 1 if text else 0.0


def clean(text: str) -> str:
    """Return *text* in one line."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def shorten(text: str, size: float, width: float) -> str:
    """Return as much of *text* as fits in *width* px, an ellipsis for the rest.

    The cut is at a word; only where not even the first word fits, it is at a
    character.  Scripts written without spaces may be cut at any full-width
    character.  Empty if there is no room for one character and the ellipsis.
    """
    if text_width(text, size) <= width:
        return text
    room = width - text_width(ELLIPSIS, size)
    used, count = 0.0, 0
    for character in text:
        used += _WIDTHS[character] * size / 1000
        if used > room:
            break
        count += 1
    # Accents have no width of their own: they are cut off with their letter alone.
    cut = max((n for n in range(1, count + 1) if _may_break(text, n)), default=count)
    kept = text[:cut].rstrip(" \t\xa0,;:.–—-([/&")
    return kept + ELLIPSIS if kept else ""


def wrap(
    text: str, size: float, width: float, lines: int, *, bold: bool = False
) -> list[str] | None:
    """Return *text* in at most *lines* lines of *width* px; ``None`` if it needs more.

    Lines break at spaces and beside full-width characters, never inside a word.
    """
    factor = _BOLD if bold else 1.0

    def fits(thousandths: int) -> bool:
        return thousandths * size / 1000 * factor <= width

    found: list[str] = []
    # The line with the spaces at its end, and without.
    whole = shown = 0
    for piece, piece_whole, piece_shown in _pieces(text):
        if found and fits(whole + piece_shown):
            found[-1] += piece
            shown = whole + piece_shown
            whole += piece_whole
        else:
            found.append(piece)
            whole, shown = piece_whole, piece_shown
        if not fits(shown) or len(found) > lines:
            return None
    return [line.strip() for line in found if line.strip()]


def longest_part(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the longest part of *text* that :func:`wrap` never breaks."""
    longest = max((shown for _, _, shown in _pieces(text)), default=0)
    return longest * size / 1000 * (_BOLD if bold else 1.0)


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the unbreakable parts of *text*, each with the space that follows.

    Beside each is its width in thousandths of the size, with that space and without.
    """
    breaks = [n for n in range(1, len(text)) if _may_wrap(text, n)]
    pieces = [
        text[a:b] for a, b in zip([0, *breaks], [*breaks, len(text)], strict=True)
    ]

    def width(part: str) -> int:
        return sum([_WIDTHS[character] for character in part])

    return tuple((piece, width(piece), width(piece.rstrip())) for piece in pieces)


def _may_wrap(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after == " " or unicodedata.combining(after):
        return False
    return before in " -/" or _is_full(after) or _is_full(before)


def _may_break(text: str, at: int) -> bool:
    """Return whether *text* may be cut before the character *at*."""
    after = text[at] if at < len(text) else " "
    return after.isspace() or _is_full(after) or _is_full(text[at - 1])


def has_full_width(text: str) -> bool:
    """Return whether some characters of *text* are as wide as they are high."""
    return not text.isascii() and any(map(_is_full, text))


def runs_to_the_left(text: str) -> bool:
    """Return whether *text* runs from right to left: as its first letter does.

    >>> runs_to_the_left("1. abc"), runs_to_the_left("1. \u05d0\u05d1")
    (False, True)
    """
    if text.isascii():
        return False
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def _is_full(character: str) -> bool:
    return character >= "\u1100" and unicodedata.east_asian_width(character) in "WF"


def _class_width(character: str) -> int:
    """Return the width of a character by its class, in thousandths of the size."""
    if _is_full(character):
        return _FULL
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _WIDTHS[base]
    neutral = _JOINED if "\u0590" <= character <= "\u08ff" else _NEUTRAL
    return _BY_CATEGORY.get(unicodedata.category(character), neutral)
