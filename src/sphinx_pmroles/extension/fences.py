"""The fences of a Markdown text: which is left open, and what stands outside of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Where the line waits of the fence of ours that a page leaves open to its end.
OPEN = "pmroles_open_fence"

#: A fence in Markdown, in lists and quotes, too: its marks, and what follows them.
_FENCE = re.compile(r"(?:\s*(?:[-*+:>]|\d+[.)])\s)*\s*(:{3,}|`{3,}(?!.*`)|~{3,})(.*)")


#: An option, which has nothing before it.
_MISPLACED = re.compile(r":([\w-]+):(?:\s|$)")


def open_fence(lines: Iterable[str]) -> int | None:
    """Return the number of the line with the fence that no line closes, if any.

    The first closing fence ends all directives that have no more colons: what an
    author believes to be inside then stands below, without a word of warning.
    """
    opened = [opened for _number, _line, opened in _with_fences(lines)]
    return opened[-1] if opened else None


def misplaced_option(
    lines: Iterable[str], known: frozenset[str], *, has_fences: bool
) -> int | None:
    """Return the number of the line with an option that is in the body, if any.

    With fences, as in Markdown, those that stand inside one belong to that.
    """
    for number, line, opened in _with_fences(lines):
        if line.startswith(":") and not (has_fences and opened is not None):
            found = _MISPLACED.match(line)
            if found and found[1] in known:
                return number
    return None


def _with_fences(lines: Iterable[str]) -> Iterator[tuple[int, str, int | None]]:
    """Yield each line with its number, and that of the fence which is open below it."""
    opened, marks = None, ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and opened is None:
            opened, marks = number, found[1]
        elif found and found[1].startswith(marks) and not found[2].strip():
            opened = None
        yield number, line, opened
