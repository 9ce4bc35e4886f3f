"""The same things written in Markdown and in reStructuredText."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

#: The ways to write a table that both languages have, but for the first.
TABLES = ("drawn", "list-table", "csv-table")


class Markup(Protocol):
    """A language that pages are written in."""

    suffix: str

    def heading(self, text: str, level: int = 1) -> str:
        """Return a heading."""

    def directive(
        self, name: str, title: str, options: Mapping[str, str], body: str = ""
    ) -> str:
        """Return a directive; options that are empty are left out."""

    def reference(self, kind: str, target: str, text: str = "") -> str:
        """Return a cross-reference, perhaps with words of its own."""

    def section(self, name: str, text: str) -> str:
        """Return a term and its definition."""

    def drawn(self, rows: Sequence[Sequence[str]]) -> str:
        """Return a table as it is drawn in this language."""


class Markdown:
    """MyST Markdown."""

    suffix = ".md"

    def heading(self, text: str, level: int = 1) -> str:
        """Return a heading."""
        return f"{'#' * level} {text}\n"

    def directive(
        self, name: str, title: str, options: Mapping[str, str], body: str = ""
    ) -> str:
        """Return a directive, in a fence that is longer than those in its body."""
        inside = re.findall("^:{3,}", body, re.MULTILINE)
        fence = ":" * (max(map(len, inside), default=2) + 1)
        given = [f":{key}: {value}" for key, value in options.items() if value]
        lines = [f"{fence}{{{name}}} {title}".rstrip(), *given, "", body.rstrip("\n")]
        return "\n".join([*lines, fence, ""])

    def reference(self, kind: str, target: str, text: str = "") -> str:
        """Return a cross-reference, perhaps with words of its own."""
        return f"{{{kind}}}`{text} <{target}>`" if text else f"{{{kind}}}`{target}`"

    def section(self, name: str, text: str) -> str:
        """Return a term and its definition."""
        return f"{name}\n: {_indented(text, 2).lstrip()}\n"

    def drawn(self, rows: Sequence[Sequence[str]]) -> str:
        """Return a pipe table."""
        header, *rest = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([header, f"|{' --- |' * len(rows[0])}", *rest, ""])


class Restructured:
    """reStructuredText."""

    suffix = ".rst"

    def heading(self, text: str, level: int = 1) -> str:
        """Return a heading."""
        return f"{text}\n{' =-'[level] * len(text)}\n"

    def directive(
        self, name: str, title: str, options: Mapping[str, str], body: str = ""
    ) -> str:
        """Return a directive."""
        given = "".join(f"   :{key}: {each}\n" for key, each in options.items() if each)
        return f".. {name}:: {title}".rstrip() + f"\n{given}\n{_indented(body, 3)}\n"

    def reference(self, kind: str, target: str, text: str = "") -> str:
        """Return a cross-reference, perhaps with words of its own."""
        return f":{kind}:`{text} <{target}>`" if text else f":{kind}:`{target}`"

    def section(self, name: str, text: str) -> str:
        """Return a term and its definition."""
        return f"{name}\n{_indented(text, 3)}\n"

    def drawn(self, rows: Sequence[Sequence[str]]) -> str:
        """Return a grid table."""
        widths = [
            max(len(cell) for cell in column) for column in zip(*rows, strict=True)
        ]
        rule = "".join(f"+{'-' * (width + 2)}" for width in widths) + "+"
        lines = [rule]
        for number, row in enumerate(rows):
            cells = (
                f"| {cell.ljust(width)} "
                for cell, width in zip(row, widths, strict=True)
            )
            lines += ["".join(cells) + "|", rule if number else rule.replace("-", "=")]
        return "\n".join([*lines, ""])


def table(markup: Markup, form: str, rows: Sequence[Sequence[str]]) -> str:
    """Return a table in one of the forms of :data:`TABLES`."""
    if form == "drawn":
        return markup.drawn(rows)
    if form == "csv-table":
        return markup.directive(form, "", {"header-rows": "1"}, csv_text(rows))
    marks = (
        ("* - " if not n else "  - ") + cell
        for row in rows
        for n, cell in enumerate(row)
    )
    body = "\n".join(mark.rstrip() for mark in marks)
    return markup.directive(form, "", {"header-rows": "1"}, body)


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _indented(text: str, width: int) -> str:
    return "\n".join(f"{' ' * width}{line}".rstrip() for line in text.split("\n"))
