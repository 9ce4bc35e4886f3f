"""The forms that changes are written in: for readers, release notes and programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from sphinx_pmroles.cli.formats import one_line
from sphinx_pmroles.inventory.change import Change, Changes, Named, Version
from sphinx_pmroles.inventory.phrases import KIND_WORDS, NOTHING, phrase

#: Raise it when a reader of the old form would go wrong.
FORMAT_VERSION: Final = 1
_INDENT: Final = "  "
#: What means something in Markdown: each may stand behind a backslash.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#+!|~$&@^])")


def as_text(changes: Changes) -> str:
    """Return the changes for readers: a heading a kind, a line a thing."""
    return _written(changes, heading="{}", bullet="", strong="{}", clean=one_line)


def as_markdown(changes: Changes) -> str:
    """Return the changes as Markdown for release notes: lists below headings."""
    return _written(
        changes, heading="### {}\n", bullet="- ", strong="**{}**", clean=_escaped
    )


def as_json(changes: Changes) -> str:
    """Return the changes for programs: ``changes.schema.json`` says how."""
    written = {
        "format": "pmroles-changes",
        "format_version": FORMAT_VERSION,
        "old": _version(changes.old),
        "new": _version(changes.new),
        "changes": [_change(change) for change in changes.changes],
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


#: The form of each name that ``--format`` takes.
WRITERS: Final[Mapping[str, Callable[[Changes], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}


# For readers


def _written(
    changes: Changes,
    *,
    heading: str,
    bullet: str,
    strong: str,
    clean: Callable[[str], str],
) -> str:
    """Return the changes, a heading a kind; *clean* makes authors' words harmless."""

    def said(of: list[Change]) -> str:
        return "; ".join(
            "".join(
                part if isinstance(part, str) else clean(part.words)
                for part in phrase(change)
            )
            for change in of
        )

    def lines() -> Iterator[str]:
        for kind, wholes in changes.by_kind():
            yield heading.format(KIND_WORDS[kind])
            for whole, of in wholes.items():
                own = [change for change in of if change.kind is kind]
                title = strong.format(clean(whole.words))
                indent = "" if bullet else _INDENT
                yield f"{indent}{bullet}{title}" + (f": {said(own)}" if own else "")
                parts = [change for change in of if change.kind is not kind]
                for part, its in groupby(parts, lambda change: change.thing):
                    title = strong.format(clean(part.words))
                    yield f"{indent}{_INDENT}{bullet}{title}: {said(list(its))}"
            yield ""

    if not changes:
        return f"{NOTHING}\n"
    return "\n".join(lines())


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    # What begins a list or a heading means nothing here: no line begins with a text.
    return _MARKUP.sub(r"\\\1", one_line(text))


# For programs


def _version(version: Version) -> dict[str, str]:
    return {"project": version.project, "release": version.release}


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "kind": change.kind,
        "old": _named(change.old),
        "new": _named(change.new),
        "inside": _named(change.inside),
        "name": _named(change.name),
        "before": [_named(named) for named in change.before],
        "after": [_named(named) for named in change.after],
        "days": change.days,
        "is_guess": change.is_guess,
    }


def _named(named: Named | None) -> dict[str, str] | None:
    if named is None:
        return None
    thing = {"kind": str(named.kind), "key": named.key} if named.kind else {}
    return {"words": named.words, **thing}
