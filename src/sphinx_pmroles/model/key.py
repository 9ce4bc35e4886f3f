"""Keys: the names by which things are found, made of what authors wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\W_]+")


def make_key(text: str) -> str:
    """Return the key of a text whose author gave none.

    Case-folded, with every run of characters that are neither letters nor digits
    (in any script) made one ``-`` and none at the ends.

    >>> make_key("Secure resources"), make_key("CX 戦略家")
    ('secure-resources', 'cx-戦略家')
    """
    folded = unicodedata.normalize("NFC", text.casefold())
    return _SEPARATORS.sub("-", folded).strip("-")


def make_keys(texts: Iterable[str]) -> list[str]:
    """Return a key for each text; those that come out alike get ``-2``, ``-3`` ..."""
    return make_unique(make_key(text) or "untitled" for text in texts)


def make_unique(keys: Iterable[str]) -> list[str]:
    """Return *keys* with ``-2``, ``-3`` ... after those that came before."""
    taken: set[str] = set()
    # Where the search for a free number begins: of n alike, it would else take n².
    numbers: dict[str, int] = {}
    unique = []
    for base in keys:
        key, number = base, numbers.get(base, 1)
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        numbers[base] = number
        taken.add(key)
        unique.append(key)
    return unique


def fold(name: str) -> str:
    """Return *name* as it is compared: whatever its case and outer white space."""
    return " ".join(name.split()).casefold()
