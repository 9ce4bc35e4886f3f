"""Responsibility schemes: their letters, and the rules that belong to the scheme."""

from __future__ import annotations

from dataclasses import dataclass


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

    def word(self, code: str) -> str:
        """Return the word that *code* stands for; *code* itself if it is not ours."""
        return next((let.word for let in self.letters if let.code == code), code)


#: The responsibility assignment matrix with four letters, as in "A Guide to the
#: Project Management Body of Knowledge" (PMBOK Guide), under "RACI chart".
RACI = Scheme(
    "raci",
    (
        Letter("R", "Responsible"),
        Letter("A", "Accountable"),
        Letter("C", "Consulted"),
        Letter("I", "Informed"),
    ),
    exactly_one=("A",),
    at_least_one="R",
    aliases=("arci",),
)

#: The schemes that the product ships, in the order in which they are listed.
SCHEMES: tuple[Scheme, ...] = (RACI,)


def scheme_names(schemes: tuple[Scheme, ...] = SCHEMES) -> dict[str, Scheme]:
    """Return the schemes by name and by alias."""
    return {name: one for one in schemes for name in (one.name, *one.aliases)}
