"""What to do about messages of Sphinx, docutils and MyST that do not say it.

They know that a name is wrong, and not which of ours was meant.  To say so in a warning
of our own would make two of one fault, so theirs is told with a few words more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from sphinx_pmroles.extension.domain import HandbookDomain
from sphinx_pmroles.model.messages import listed, nearest, quoted

DIRECTIVES: Final = frozenset(HandbookDomain.directives)
ROLES: Final = frozenset(HandbookDomain.roles)
PREFIX: Final = f"{HandbookDomain.name}:"


def with_hint(message: str) -> str:
    """Return a message of another with what to do, where we know it.

    >>> with_hint("Unknown directive type: 'pm:matirx'")
    "Unknown directive type: 'pm:matirx': did you mean 'pm:matrix'?"
    """
    for pattern, hint_of in _HINTS:
        found = re.match(pattern, message)
        hint = hint_of(found["name"]) if found else ""
        if found and hint:
            said = found[0].rstrip(".:")
            return f"{said}: {hint}{message[found.end() :]}"
    return message


def _of_directive(name: str) -> str:
    if name.startswith(PREFIX) and name.removeprefix(PREFIX) in ROLES - DIRECTIVES:
        return f"it is no directive, but refers to one: write {{{name}}}`…` in a text"
    return _of_name(name, DIRECTIVES)


def _of_role(name: str) -> str:
    if name.startswith(PREFIX) and name.removeprefix(PREFIX) in DIRECTIVES - ROLES:
        return f"it is a directive, on lines of its own: begin them with {{{name}}}"
    return _of_name(name, ROLES)


def _of_name(name: str, known: Collection[str]) -> str:
    """Return what may be meant by a name that is unknown, nothing if it is not ours."""
    domain, colon, own = name.rpartition(":")
    if colon and not domain.startswith(HandbookDomain.name):
        return ""
    meant = own if own in known else nearest(own.casefold(), known) if colon else ""
    if not colon and meant:
        return (
            f"names of sphinx-pmroles begin with '{PREFIX}': write "
            f"{quoted(PREFIX + meant)}"
        )
    if meant:
        return f"did you mean {quoted(PREFIX + meant)}?"
    return f"write one of {listed(PREFIX + one for one in sorted(known))}" * bool(colon)


def _of_docutils(name: str) -> str:
    return (
        f"{quoted(name)} alone is a directive of docutils that makes a new markup; for "
        f"a role of a handbook write {quoted(PREFIX + name)}"
    )


def _of_options(name: str) -> str:
    return (
        f"no option of this {quoted(name)} is used: write each on a line of its own, "
        "as ':name: value', with a blank before the value and no tab"
    )


def _of_lexer(name: str) -> str:
    braced = "{" + name.strip("{}") + "}"
    return f"for a directive write it in braces, {braced}, and a blank after them"


_HINTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"""Unknown directive type:? (['"])(?P<name>[^'"\n]*)\1\.?""", _of_directive),
    (r"""Unknown interpreted text role "(?P<name>[^"\n]*)"\.?""", _of_role),
    (r"""Error in "(?P<name>role)" directive:""", _of_docutils),
    (r'"(?P<name>role)" directive arguments not valid[^\n]*', _of_docutils),
    (r"'(?P<name>pm:\w+)': Invalid options format:.*", _of_options),
    (r"Pygments lexer name '(?P<name>\{?pm:[\w}]+)' is not known", _of_lexer),
)
