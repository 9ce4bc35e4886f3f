"""Directives that write reference pages from the declarations in the sources.

``{pm-check-table}`` and ``{pm-checks}`` write the checks, ``{pm-config}`` the
configuration values, ``{pm-section-names}`` the names of sections in each language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, fields
from gettext import translation
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from babel import Locale
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_pmroles.checks import table
from sphinx_pmroles.extension import config, words
from sphinx_pmroles.model.lifecycle import STAGE_SECTIONS
from sphinx_pmroles.model.product import PRODUCT_SECTIONS
from sphinx_pmroles.model.role import ROLE_SECTIONS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_pmroles.checks.table import Check

SECTIONS = {**ROLE_SECTIONS, **STAGE_SECTIONS, **PRODUCT_SECTIONS}


class _Declarations(SphinxDirective):
    """Markdown that is made of declarations, in the place of the directive."""

    def run(self) -> list[nodes.Node]:
        # The pages change with the modules that hold the declarations.
        for module in (table, config, words):
            self.env.note_dependency(str(module.__file__))
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
        lines = ("````markdown", *page.splitlines(), "````")
        yield from _definition(f"{title}{given}", *lines)


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


class SectionNames(_Declarations):
    """``{pm-section-names} LANGUAGE``: a table of the names of the known sections."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown text."""
        (language,) = self.arguments
        name = Locale.parse(language).get_language_name("en")
        catalogue = translation(words.CATALOG, words.LOCALES, [language])
        yield from (f"| Section | Known in {name} as |", "| --- | --- |")
        for section, others in SECTIONS.items():
            message = words.names_of(section, others)
            names = catalogue.pgettext(words.SECTION, message).split("|")
            yield f"| {section} | {', '.join(name.strip() for name in names)} |"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("pm-check-table", CheckTable)
    app.add_directive("pm-checks", Checks)
    app.add_directive("pm-config", Config)
    app.add_directive("pm-section-names", SectionNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
