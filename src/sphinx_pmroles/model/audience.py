"""Audiences: who may see what, and how what is hidden is known without its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import sha256

from sphinx_pmroles.model.key import fold, make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import listed, nearest, quoted

#: The audience that may see the columns that ``:internal-columns:`` names.
INTERNAL = "internal"

#: Things that are named beside those of :class:`~sphinx_pmroles.model.kind.Kind`:
#: the targets of ordinary references, and the columns of roadmaps.
LABEL, COLUMN = "label", "column"

#: What each part stands in.
WHOLES = {
    Kind.ACTIVITY: Kind.MATRIX,
    Kind.STAGE: Kind.LIFECYCLE,
    Kind.ITEM: Kind.ROADMAP,
}

#: The checks that ask for something, by what they ask: where a part is hidden, it may
#: be just that part.
OF_MATRICES = (
    "one-owner",
    "no-doer",
    "nobody-consulted",
    "all-blank-activity",
    "unused-participant",
)
OF_ROADMAPS = ("unknown-reference", "undated-item", "overdue", "item-without-owner")
OF_STAGES = ("stage-without-decider",)
OF_HANDBOOKS = ("unused-role",)


def is_shown(audiences: Collection[str], audience: str | None) -> bool:
    """Return whether *audience* may see what is for *audiences*: none is everyone.

    ``None`` may see everything.
    """
    return audience is None or not audiences or fold(audience) in map(fold, audiences)


def unknown_audience(written: str, known: Iterable[str]) -> str:
    """Return what is wrong with the name of an audience; empty if it is known."""
    names = list(known)
    if fold(written) in map(fold, names):
        return ""
    near = nearest(fold(written), names)
    guess = f"did you mean {quoted(near)}? " if near else ""
    return (
        f"the audience {quoted(written)} is not known: {guess}"
        f"pmroles_audiences allows {listed(names)}"
    )


@lru_cache(maxsize=1 << 16)
def name_hashes(kind: str, name: str) -> frozenset[str]:
    """Return the hashes by which a thing of that name is known, and found.

    A name is compared as the handbook compares it: folded, or as the key that is made
    of it.
    """
    ways = {fold(name), make_key(name)} - {""}
    return frozenset(sha256(f"{kind}:{way}".encode()).hexdigest()[:24] for way in ways)
