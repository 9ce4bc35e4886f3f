"""Responsibility schemes: their letters, and the rules that belong to the scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.messages import listed, quoted


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a scheme, the word that it stands for, and its other spellings."""

    code: str
    word: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A responsibility scheme.

    *exactly_one* lists the letters that each activity has once: the first of them is
    the owner.  *at_least_one* is the letter of those who do the work, if the scheme
    has one.
    """

    name: str
    letters: tuple[Letter, ...]
    exactly_one: tuple[str, ...]
    at_least_one: str | None
    aliases: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The letter of the one who owns an activity."""
        return self.exactly_one[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the letters, in the scheme's order."""
        return tuple(letter.code for letter in self.letters)

    def word(self, code: str) -> str:
        """Return the word that *code* stands for; *code* itself if it is not ours."""
        return next((let.word for let in self.letters if let.code == code), code)

    def also_read(self, words: Mapping[str, str]) -> Scheme:
        """Return the scheme with one more word for each code, by which it is read."""
        return replace(
            self,
            letters=tuple(
                replace(let, also=(*let.also, words[let.code])) for let in self.letters
            ),
        )

    def renamed(self, words: Mapping[str, str]) -> Scheme:
        """Return the scheme with other words for the codes that *words* names.

        The rules stay: they belong to the codes.  The old word is still read in cells.
        """
        return replace(
            self,
            letters=tuple(
                replace(let, word=words[let.code], also=(*let.also, let.word))
                if words.get(let.code, let.word) != let.word
                else let
                for let in self.letters
            ),
        )


_R = Letter("R", "Responsible", ("Responsibility",))
_A = Letter("A", "Accountable", ("Accountability",))
_C = Letter("C", "Consulted", ("Consult",))
_I = Letter("I", "Informed", ("Inform",))
_SUPPORT = Letter("S", "Support", ("Supports", "Supporting", "Supportive"))
_INPUT = Letter("I", "Input")
_PERFORM = Letter("P", "Perform", ("Performs",))

#: The responsibility assignment matrix with four letters, as in "A Guide to the
#: Project Management Body of Knowledge" (PMBOK Guide), under "RACI chart".
RACI = Scheme(
    "raci",
    (_R, _A, _C, _I),
    exactly_one=("A",),
    at_least_one="R",
    aliases=("arci",),
)

# The variants of RACI from here to DRASCI, and DCI, PARIS and PACSI, have no one
# source: their letters are generally described as here, for example in Wikipedia
# under "Responsibility assignment matrix".

#: RACI and those who lend the responsible their means.
RASCI = Scheme(
    "rasci",
    (_R, _A, _SUPPORT, _C, _I),
    exactly_one=("A",),
    at_least_one="R",
    aliases=("rasic",),
)

#: RACI, and who checks the result against what was asked, and who approves it.
RACI_VS = Scheme(
    "raci-vs",
    (
        *RACI.letters,
        Letter("V", "Verifies", ("Verifier", "Verify")),
        Letter("S", "Signs off", ("Signatory", "Sign-off", "Sign off")),
    ),
    exactly_one=("A",),
    at_least_one="R",
)

#: RACI, and who reviews the quality of the result.
RACIQ = Scheme(
    "raciq",
    (*RACI.letters, Letter("Q", "Quality review", ("Quality reviewer", "Quality"))),
    exactly_one=("A",),
    at_least_one="R",
)

#: RACI, and who is left out on purpose.
CAIRO = Scheme(
    "cairo",
    (_C, _A, _I, _R, Letter("O", "Omitted", ("Out of the loop",))),
    exactly_one=("A",),
    at_least_one="R",
    aliases=("racio",),
)

#: A scheme for decisions: one who drives it, and one who approves.  Described in
#: Atlassian's Team Playbook, among others.
DACI = Scheme(
    "daci",
    (
        Letter("D", "Driver"),
        Letter("A", "Approver"),
        Letter("C", "Contributor", ("Contributors",)),
        _I,
    ),
    exactly_one=("A", "D"),
    at_least_one="D",
)

#: RASCI, and who drives the work.
DRASCI = Scheme(
    "drasci",
    (Letter("D", "Driver"), *RASCI.letters),
    exactly_one=("A",),
    at_least_one="R",
)

#: Decision roles by Bain & Company: Paul Rogers and Marcia Blenko, "Who Has the D?",
#: Harvard Business Review, January 2006.
RAPID = Scheme(
    "rapid",
    (
        Letter("R", "Recommend", ("Recommends",)),
        Letter("A", "Agree", ("Agrees",)),
        _PERFORM,
        _INPUT,
        Letter("D", "Decide", ("Decides",)),
    ),
    exactly_one=("D",),
    at_least_one="P",
)

#: A scheme for decisions alone: nobody in it does the work.  The decision maker is
#: also written as the "directly responsible individual".
DCI = Scheme(
    "dci",
    (Letter("D", "Decision maker", ("DRI", "Decision-maker")), _C, _I),
    exactly_one=("D",),
    at_least_one=None,
)

#: A participant does the work; the others are asked, review it, or sign it off.
PARIS = Scheme(
    "paris",
    (
        Letter("P", "Participant"),
        _A,
        Letter("R", "Reviewer", ("Review", "Review required")),
        replace(_INPUT, also=("Input required",)),
        Letter("S", "Sign-off", ("Sign off", "Sign-off required")),
    ),
    exactly_one=("A",),
    at_least_one="P",
)

#: A scheme whose controller reviews the result, and may veto it.
PACSI = Scheme(
    "pacsi",
    (
        _PERFORM,
        _A,
        Letter("C", "Control", ("Controls",)),
        Letter("S", "Suggest", ("Suggests",)),
        _I,
    ),
    exactly_one=("A",),
    at_least_one="P",
)

#: The schemes that the product ships, in the order in which they are listed.
SCHEMES: tuple[Scheme, ...] = (
    *(RACI, RASCI, RACI_VS, RACIQ, CAIRO, DACI),
    *(DRASCI, RAPID, DCI, PARIS, PACSI),
)


@cache
def scheme_names(schemes: tuple[Scheme, ...] = SCHEMES) -> dict[str, Scheme]:
    """Return the schemes by name and by alias; the last of one name counts."""
    return {name: one for one in schemes for name in (one.name, *one.aliases)}


def schemes_of(configured: Mapping[str, Any]) -> tuple[Scheme, ...]:
    """Return the shipped schemes, and after them the *configured* ones.

    Raises ValueError, in words for the author, if one of these cannot be used.
    """
    return (*SCHEMES, *(make_scheme(*entry) for entry in configured.items()))


def make_scheme(name: Any, entry: Any) -> Scheme:
    """Return the scheme that a dictionary describes: ``letters``, ``owner`` ...

    Raises ValueError, in words for the author, if it cannot be used.
    """
    if not isinstance(name, str) or make_key(name) != name:
        example = make_key(str(name)) or "my-scheme"
        raise ValueError(f"write the name {quoted(name)} as {quoted(example)}")
    if not isinstance(entry, dict):
        raise ValueError(f"{quoted(name)} is no dictionary")  # noqa: TRY004 (a value's shape)
    unknown = sorted(map(str, set(entry) - _KEYS))
    if unknown:
        raise ValueError(
            f"{quoted(name)} has {listed(unknown)}; known are "
            f"{', '.join(sorted(_KEYS))}"
        )
    words = entry.get("letters")
    if not (
        isinstance(words, dict) and words and _are_texts([*words, *words.values()])
    ):
        raise ValueError(
            f"the letters of {quoted(name)} are no dictionary of code to word"
        )
    codes = {code.upper(): word for code, word in words.items()}
    owner = entry.get("owner")
    if owner is None:
        raise ValueError(
            f"{quoted(name)} does not say its owner: write 'owner': "
            f"{quoted(next(iter(codes)))}, or another of its letters "
            f"({listed(codes)})"
        )
    once = entry.get("exactly_one", [owner])
    doer = entry.get("doer")
    aliases = entry.get("aliases", [])
    if not (isinstance(once, list | tuple) and isinstance(aliases, list | tuple)):
        raise ValueError(  # noqa: TRY004 (likewise)
            f"exactly_one and aliases of {quoted(name)} are lists"
        )
    for code in (owner, *once, *([] if doer is None else [doer])):
        if not isinstance(code, str) or code.upper() not in codes:
            raise ValueError(
                f"{quoted(name)} has no letter {quoted(code)}; its letters are "
                f"{listed(codes)}"
            )
    if not _are_texts(aliases):
        raise ValueError(f"the aliases of {quoted(name)} are texts")
    return Scheme(
        name,
        tuple(Letter(code, word) for code, word in codes.items()),
        exactly_one=tuple(dict.fromkeys(c.upper() for c in (owner, *once))),
        at_least_one=doer.upper() if doer else None,
        aliases=tuple(map(make_key, aliases)),
    )


_KEYS = frozenset({"letters", "owner", "doer", "exactly_one", "aliases"})


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) and value.strip() for value in values)
