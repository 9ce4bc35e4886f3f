"""The examples that end the help of every command, and its part of the docs."""

from __future__ import annotations

_PROMPT = "  $ "


def examples(*commands: str) -> str:
    r"""Return the epilog of a command; ``\b`` keeps click from filling its lines."""
    title = "Example:" if len(commands) == 1 else "Examples:"
    return "\n".join(["\b", title, *(_PROMPT + command for command in commands)])


def commands_of(epilog: str | None) -> list[str]:
    """Return the commands of :func:`examples`."""
    return [
        line.removeprefix(_PROMPT)
        for line in (epilog or "").splitlines()
        if line.startswith(_PROMPT)
    ]
