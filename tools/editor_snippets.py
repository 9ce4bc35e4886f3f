"""Write the snippets for VS Code: ``python tools/editor_snippets.py``.

Each is the first example of a directive in the gallery of the docs, in Markdown and in
reStructuredText, with what is to be filled in as placeholders.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from sphinx_pmroles.extension.domain import DIRECTIVES
from sphinx_pmroles.model.matrix import Layout
from sphinx_pmroles.model.report import ReportKind
from sphinx_pmroles.model.roadmap import View
from sphinx_pmroles.model.role import ROLE_KINDS
from sphinx_pmroles.model.scheme import SCHEMES

DOCS = Path(__file__).parents[1] / "docs"
FILE = DOCS / "data" / "pmroles.code-snippets"

#: Where the examples are: those of the gallery, and of what it shows from elsewhere.
SOURCES = ("gallery", "changes")
#: What an option may say, or the argument (``""``), where that is one of a few words.
CHOICES: dict[tuple[str, str], Sequence[str]] = {
    ("role", "kind"): tuple(ROLE_KINDS),
    ("matrix", "scheme"): tuple(scheme.name for scheme in SCHEMES),
    ("matrix", "show"): tuple(Layout),
    ("report", ""): tuple(ReportKind),
    ("roadmap", "view"): tuple(View),
}
_LANGUAGES = {"md": ("markdown", "Markdown"), "rst": ("restructuredtext", "rST")}
_OPENINGS = {
    "md": re.compile(r"(?P<mark>:{3,}\{pm:(?P<name>\w+)\} ?)(?P<value>.*)"),
    "rst": re.compile(r"(?P<mark>\.\. pm:(?P<name>\w+):: ?)(?P<value>.*)"),
}
_OPTION = re.compile(r"(?P<mark>\s*:(?P<name>[\w-]+): )(?P<value>.+)")


def made() -> str:
    """Return the text of the file."""
    snippets = {}
    for name, directive in sorted(DIRECTIVES.items()):
        says = (directive.__doc__ or "").partition("\n")[0]
        for suffix, (scope, language) in _LANGUAGES.items():
            snippets[f"pm:{name} in {language}"] = {
                "scope": scope,
                "prefix": [f"pm:{name}", f"pm-{name}"],
                "description": says,
                "body": _body(example(name, suffix), suffix),
            }
    return json.dumps(snippets, indent=2, ensure_ascii=False) + "\n"


def example(name: str, suffix: str) -> list[str]:
    """Return the lines of the first example of a directive."""
    for source in SOURCES:
        file = DOCS / "snippets" / f"{source}.{suffix}"
        lines = file.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            opening = _OPENINGS[suffix].fullmatch(line.lstrip())
            if opening and opening["name"] == name:
                return list(_block(lines[number:], suffix))
    raise LookupError(f"no example of pm:{name} in {', '.join(SOURCES)}.{suffix}")


def _block(lines: Sequence[str], suffix: str) -> Iterator[str]:
    """Yield the lines of the directive that the first of them opens."""
    first = lines[0].lstrip()
    indent = len(lines[0]) - len(first)
    yield first
    if suffix == "md":
        fence = first[: len(first) - len(first.lstrip(":"))]
        end = next(n for n, line in enumerate(lines) if n and line.strip() == fence)
        yield from (line[indent:] for line in lines[1 : end + 1])
        return
    inside = []
    for line in lines[1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        inside.append(line[indent:])
    yield from "\n".join(inside).rstrip().splitlines()


def _body(lines: Sequence[str], suffix: str) -> list[str]:
    numbers = count(1)
    body = []
    directive = ""
    for line in lines:
        opening = _OPENINGS[suffix].fullmatch(line.lstrip())
        option = _OPTION.fullmatch(line)
        found = opening or (option if directive else None)
        if opening:
            directive = opening["name"]
        elif not option:
            directive = ""  # its options have ended
        if not (found and found["value"]):
            body.append(_escaped(line))
            continue
        of = "" if opening else found["name"]
        choices = CHOICES.get((directive, of), ())
        before = line[: len(line) - len(found["value"])]
        body.append(
            _escaped(before) + _placeholder(next(numbers), found["value"], choices)
        )
    return [*body, "$0"]


def _placeholder(number: int, value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        return f"${{{number}:{_escaped(value)}}}"
    others = (choice for choice in choices if choice != value)
    return f"${{{number}|{','.join([value, *others])}|}}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
    print(FILE)
