"""Directives that write reference pages from the declarations in the sources.

``{pm-check-table}`` and ``{pm-checks}`` write the checks, ``{pm-warning-table}`` the
other warnings, ``{pm-config}`` the configuration values, ``{pm-section-names}`` and
``{pm-roadmap-words}`` the words that are known in each language, ``{pm-exit-codes}``
and ``{pm-commands}`` the command line, ``{pm-colours}`` the CSS properties,
and ``{pm-schema}`` the keys of ``pmroles.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import Field, fields
from gettext import translation
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import click
from babel import Locale
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from twins import restructured

from sphinx_pmroles import cli
from sphinx_pmroles.charts import style
from sphinx_pmroles.checks import table
from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.examples import commands_of
from sphinx_pmroles.cli.main import main
from sphinx_pmroles.extension import config, log, words
from sphinx_pmroles.inventory import phrases
from sphinx_pmroles.inventory.schema import schema
from sphinx_pmroles.model.lifecycle import STAGE_SECTIONS
from sphinx_pmroles.model.product import PRODUCT_SECTIONS
from sphinx_pmroles.model.role import ROLE_SECTIONS
from sphinx_pmroles.reading import vocabulary

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_pmroles.checks.table import Check

#: The command, and the modules that declare it.
PROGRAM = "sphinx-pmroles"
COMMAND_FILES = sorted(Path(cli.__path__[0]).glob("*.py"))

SECTIONS = {**ROLE_SECTIONS, **STAGE_SECTIONS, **PRODUCT_SECTIONS}


class _Declarations(SphinxDirective):
    """Markdown that is made of declarations, in the place of the directive."""

    def run(self) -> list[nodes.Node]:
        # The pages change with the modules that hold the declarations.
        modules = (table, config, log, words, phrases, vocabulary, style)
        for file in (*(module.__file__ for module in modules), *COMMAND_FILES):
            self.env.note_dependency(str(file))
        text = "\n".join(self.lines())
        return self.parse_text_to_nodes(text, allow_section_headings=True)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        raise NotImplementedError


class CheckTable(_Declarations):
    """``{pm-check-table}``: a line for each check.

    A directive of its own: MyST-Parser puts sections straight into the page, so what a
    directive returns beside them comes to stand behind them.
    """

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        for title, group in table.GROUPS.items():
            yield from (f"| {title} | By default | Finds |", "| --- | --- | --- |")
            for check in group:
                link = f"[`{check.name}`](#{check.name})"
                finds = check.finds.removesuffix(".")
                yield f"| {link} | {_default(check)} | {finds} |"
            yield ""


class WarningTable(_Declarations):
    """``{pm-warning-table}``: a line for each warning that is no finding."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        yield from ("| Warning | Means |", "| --- | --- |")
        for subtype in log.Subtype:
            yield f"| `{log.TYPE}.{subtype}` | {subtype.means.removesuffix('.')} |"


class Checks(_Declarations):
    """``{pm-checks}``: a section for each check."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        for check in table.CHECKS.values():
            yield from _check_section(check)


def _default(check: Check) -> str:
    return "on" if check.on else "off"


def _check_section(check: Check) -> Iterator[str]:
    yield from (f"## {check.name}", "", check.finds)
    if check.more:
        yield check.more
    yield ""
    yield from _definition("Why it matters", check.why)
    if not check.on or check.threshold:
        yield from _definition("By default", *_switching(check))
    given = f", with the threshold {check.example}" if check.example else ""
    for title, page in (("Wrong", check.wrong), ("Right", check.right)):
        yield from _definition(f"{title}{given}", *_in_both_languages(page))


def _in_both_languages(page: str) -> Iterator[str]:
    # More colons than those of any fence in an example.
    yield from (":::::::{tab-set}", ":sync-group: markup", "")
    shown = {
        "Markdown": ("md", "markdown", page),
        "reStructuredText": ("rst", "rst", restructured(page)),
    }
    for language, (key, lexer, text) in shown.items():
        yield from (f"::::::{{tab-item}} {language}", f":sync: {key}", "")
        yield from (f"````{lexer}", *text.splitlines(), "````", "::::::", "")
    yield ":::::::"


def _switching(check: Check) -> Iterator[str]:
    yield f"{_default(check).capitalize()}."
    yield f'Switch it on with `pmroles_checks = {{"{check.name}": True}}`.'
    if check.threshold:
        yield (
            f"It then allows {check.threshold}; "
            "give another number instead of `True` for another threshold."
        )


def _definition(term: str, *lines: str) -> Iterator[str]:
    yield term
    for number, line in enumerate(lines):
        yield f"{'  ' if number else ': '}{line}".rstrip()
    yield ""


class Config(_Declarations):
    """``{pm-config}``: a section for each configuration value."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        for value in fields(config.Settings):
            yield from _value_section(value)


def _value_section(value: Field[Any]) -> Iterator[str]:
    name, says = config.PREFIX + value.name, value.metadata
    means = f": {says['means']}" if says["means"] else ""
    yield from (f"## `{name}`", "", says["help"], "")
    yield from _definition("Default", f"`{config.default_of(value)!r}`{means}")
    yield from _definition("Allowed", says["allowed"])
    yield from _definition("Example", "```python", f"{name} = {says['example']}", "```")
    yield from (dedent(says["more"]).strip(), "")


class _Words(_Declarations):
    """A table of what is known in a language, which is the argument."""

    required_arguments = 1

    def rows(self, heading: str, listed: Iterable[Sequence[str]]) -> Iterator[str]:
        """Yield the lines of the table; the messages' context is the *heading*."""
        (language,) = self.arguments
        language_name = Locale.parse(language).get_language_name("en")
        catalogue = translation(words.CATALOG, words.LOCALES, [language])
        yield f"| {heading.capitalize()} | Known in {language_name} as |"
        yield "| --- | --- |"
        for name, *others in listed:
            message = words.names_of(name, others)
            names = catalogue.pgettext(heading, message).split("|")
            yield f"| {name} | {', '.join(name.strip() for name in names)} |"
        yield ""


class SectionNames(_Words):
    """``{pm-section-names} LANGUAGE``: the names of the known sections."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        listed = ((name, *others) for name, others in SECTIONS.items())
        yield from self.rows(words.SECTION, listed)


class RoadmapWords(_Words):
    """``{pm-roadmap-words} LANGUAGE``: the words that roadmaps are read by."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        for kind, listed in vocabulary.NAMES.items():
            yield from self.rows(kind, listed)


class ExitCodes(_Declarations):
    """``{pm-exit-codes}``: what the exit codes of every command mean."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        yield from ("| Exit code | Means |", "| --- | --- |")
        for code in Exit:
            yield f"| {code.value} | {code.means} |"


class ChangeTable(_Declarations):
    """``{pm-change-table}``: what can happen to a thing, and how that is said."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        yield from ("| `what` | Is said |", "| --- | --- |")
        for what, phrase in phrases.PHRASES.items():
            said = re.sub(r"{(\w+)}", r"*\1*", phrase)
            yield f"| `{what}` | {said} |"


class Colours(_Declarations):
    """``{pm-colours}``: the CSS properties, with their values on web pages."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        yield from (
            "| Property | Light | Dark | Used for |",
            "| --- | --- | --- | --- |",
        )
        for token, palette in style.PALETTE.items():
            light, dark = map(_swatch, palette)
            yield f"| `--pm-{token}` | {light} | {dark} | {token.means} |"


def _swatch(colour: str) -> str:
    """Return the colour behind a spot of it, for HTML."""
    look = f"display:inline-block;width:1em;height:1em;background:{colour}"
    edge = "border:1px solid #8888;vertical-align:-.15em"
    spot = f'<span style="{look};{edge}"></span>'
    return f'<span class="colour">{spot} {colour}</span>'


class Schema(_Declarations):
    """``{pm-schema}``: the keys of ``pmroles.json``, by what they describe."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        whole = schema()
        yield from _keys("The whole file", whole)
        for name, shape in whole["$defs"].items():
            if "properties" in shape:
                yield from _keys(f"Each {name}", shape)


def _keys(title: str, shape: dict[str, Any]) -> Iterator[str]:
    yield from (f"**{title}**", "", "| Key | Holds | Means |", "| --- | --- | --- |")
    for key, value in shape["properties"].items():
        means = value.get("description", "")
        if key not in shape["required"]:
            means = f"May be missing. {means}"
        yield f"| `{key}` | {_kind(value)} | {means} |"
    yield ""


def _kind(shape: dict[str, Any]) -> str:
    """Return what a value is, in words: a list of keys, a date or null."""
    match shape:
        case {"$ref": str(place)}:
            name = place.rpartition("/")[2]
            kind = "`met` and `total`, or `null`" if name == "criteria" else name
        case {"enum": values}:
            kind = ", ".join(f"`{json.dumps(value)}`" for value in values)
        case {"anyOf": shapes}:
            kind = " or ".join(map(_kind, shapes))
        case {"type": [first, "null"]}:
            kind = f"{_kind({**shape, 'type': first})} or `null`"
        case {"type": "array", "items": inner}:
            kind = f"list of: {_kind(inner)}"
        case {"type": "object", "additionalProperties": inner}:
            kind = f"by key: {_kind(inner)}"
        case {"const": value}:
            kind = f"`{json.dumps(value)}`"
        case _:
            words = {"string": "text", "integer": "number", "null": "`null`"}
            kind = shape.get("format") or words[shape["type"]]
    return kind


class Commands(_Declarations):
    """``{pm-commands}``: a section for each command."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        above = click.Context(main, info_name=PROGRAM, **main.context_settings)
        for name, command in sorted(main.commands.items()):
            yield from _command_section(
                click.Context(command, info_name=name, parent=above)
            )


def _command_section(context: click.Context) -> Iterator[str]:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield from (f"## {context.info_name}", "", "```text", usage, "```", "")
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        # Lines that click is to leave alone are set off; all others are prose.
        if paragraph.startswith("\b\n"):
            yield from ("```text", paragraph.removeprefix("\b\n"), "```", "")
        else:
            # Two hyphens would become a dash.
            yield from (re.sub(r"--[\w-]+", r"`\g<0>`", paragraph), "")
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and isinstance(parameter, click.Option):
            yield from _definition(f"`{record[0]}`", record[1])
    yield from ("```console", *(f"$ {line}" for line in commands_of(command.epilog)))
    yield from ("```", "")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("pm-check-table", CheckTable)
    app.add_directive("pm-warning-table", WarningTable)
    app.add_directive("pm-checks", Checks)
    app.add_directive("pm-config", Config)
    app.add_directive("pm-section-names", SectionNames)
    app.add_directive("pm-roadmap-words", RoadmapWords)
    app.add_directive("pm-exit-codes", ExitCodes)
    app.add_directive("pm-change-table", ChangeTable)
    app.add_directive("pm-colours", Colours)
    app.add_directive("pm-schema", Schema)
    app.add_directive("pm-commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
