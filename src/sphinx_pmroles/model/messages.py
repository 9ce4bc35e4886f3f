"""What messages say of values: quoted, cut where they are long, and what was meant.

A cell may hold a megabyte, and a log is to be read.  So no message writes ``{name!r}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

#: How many characters of a value a message shows, and how many values of a list.
LONGEST, MOST = 80, 20
#: How long a text may be that somebody has mistyped.
_COMPARED = 200


def quoted(value: object) -> str:
    r"""Return a value as Python writes it; of a long text, the beginning.

    What cannot be seen is written as its number, so that a text which turns the
    direction of what follows cannot do so on a terminal.

    >>> print(quoted("it's"), quoted("a\u202eb"))
    "it's" 'a\u202eb'
    """
    return repr(_cut(value)) if isinstance(value, str) else _cut(repr(value))


def shortened(text: str) -> str:
    r"""Return a text that stands in a message without quotation marks.

    >>> print(shortened("a\u202eb"))
    a\u202eb
    """
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in _cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def listed(texts: Iterable[str], between: str = ", ") -> str:
    """Return texts, quoted, on one line; of many, the first, and how many more.

    >>> print(listed(["a", "b"]), listed("a" * 22)[-17:])
    'a', 'b' 'a', 'a' and 2 more
    """
    every = list(texts)
    more = len(every) - MOST
    first = between.join(map(quoted, every[:MOST]))
    return f"{first} and {more:,} more" if more > 0 else first


def nearest(written: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return which of the known texts may be meant, an empty one if none is near.

    Long texts are not compared: of two that are alike that may take hours.
    """
    if len(written) > _COMPARED:
        return ""
    texts = [text for text in known if len(text) <= _COMPARED]
    return next(iter(get_close_matches(written, texts, 1, likeness)), "")
