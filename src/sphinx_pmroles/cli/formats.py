"""The forms that findings are written in: for readers, for programs, for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from unicodedata import category

import click

from sphinx_pmroles.cli.findings import Result, path_from
from sphinx_pmroles.cli.sarif import to_sarif

#: Raise it when a reader of the old form would go wrong.
FORMAT_VERSION = 1

#: The embeddings, overrides and isolates of writing directions, and their ends.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def as_text(result: Result, *, is_coloured: bool = False) -> str:
    """Return the findings for readers, a group a file, and the summary."""
    return "".join(f"{line}\n" for line in _text_lines(result, is_coloured=is_coloured))


def _text_lines(result: Result, *, is_coloured: bool) -> Iterator[str]:
    style = click.style if is_coloured else _unstyled
    for file, findings in groupby(result.findings, lambda found: found.file):
        group = list(findings)
        width = max(len(str(found.line)) for found in group)
        yield style(path_from(Path.cwd(), file), bold=True)
        for found in group:
            line = f"{found.line or '':>{width}}"
            check = style(f"[{found.check}]", dim=True)
            yield f"  {style(line, fg='yellow')}  {one_line(found.message)} {check}"
        yield ""
    yield summary(result)


def _unstyled(text: str, **_style: object) -> str:
    return text


def one_line(text: str) -> str:
    """Return a text in one line; what could command a terminal is spelt out.

    So is what would turn the rest of the line: the text may not be what it seems.
    """
    return "".join(
        char.encode("unicode_escape").decode()
        if category(char) == "Cc" or char in _TURNING
        else char
        for char in " ".join(text.split())
    )


def summary(result: Result) -> str:
    """Return in a line or two what came out."""
    files = len({found.file for found in result.findings})
    found = (
        f"{_count(len(result.findings), 'finding')} in {_count(files, 'file')}."
        if result.findings
        else f"Nothing found in {_count(result.pages, 'page')}."
    )
    if not result.others:
        return found
    return (
        f"{found}\nNot counted: {_count(result.others, 'other warning')} of Sphinx "
        "and its extensions; --all-warnings shows and counts them."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(result: Result) -> str:
    """Return the findings for programs: ``findings.schema.json`` says how."""
    written = {
        "format": "pmroles-findings",
        "format_version": FORMAT_VERSION,
        "pages": result.pages,
        "not_counted": result.others,
        "findings": [
            {
                "check": found.check,
                "level": found.level,
                "file": path_from(Path.cwd(), found.file),
                "line": found.line or None,
                "message": found.message,
            }
            for found in result.findings
        ],
    }
    return _dump(written)


def as_github(result: Result) -> str:
    """Return the findings as annotations of GitHub Actions."""
    return "".join(
        f"::{found.level} {_properties(found.check, place, found.line)}"
        f"::{_escape(found.message)}\n"
        for found in result.findings
        for place in [path_from(result.root, found.file)]
    )


def _properties(check: str, file: str, line: int) -> str:
    given = {"file": file, "line": str(line) if line else "", "title": check}
    return ",".join(
        f"{name}={_escape(value, ':', ',')}" for name, value in given.items() if value
    )


def _escape(text: str, *more: str) -> str:
    """Return a text as GitHub's runner reads it back; the per cent sign goes first."""
    for char in ("%", "\r", "\n", *more):
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def as_sarif(result: Result) -> str:
    """Return the findings for code scanning."""
    return _dump(to_sarif(result))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


#: The form of each name that ``--format`` takes.
WRITERS: dict[str, Callable[[Result], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
