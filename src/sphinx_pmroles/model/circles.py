"""Circles: things that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def find_circles(following: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each circle once, as the keys in it, beginning with the first of them.

    *following* says for each key to which other it leads, if to any that is there.
    """
    rank = {key: number for number, key in enumerate(following)}
    # A thing leads to one other at most, so each walk has one way, and stops where an
    # earlier one has been.
    done: set[str] = set()
    for start in following:
        path: dict[str, None] = {}
        here = start
        while here in following and here not in done and here not in path:
            path[here] = None
            here = following[here]
        if here in path:
            walked = list(path)
            members = walked[walked.index(here) :]
            first = members.index(min(members, key=rank.__getitem__))
            yield members[first:] + members[:first]
        done.update(path)
