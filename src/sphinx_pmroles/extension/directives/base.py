"""What all directives share: title, options, places, anchors and bodies."""

from __future__ import annotations

import os
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast, final

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from sphinx_pmroles.checks.table import CHECKS
from sphinx_pmroles.extension.audience import (
    GUARDED,
    audience_of,
    hidden_place,
    hides,
    note_hidden,
    notes,
)
from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.fences import OPEN, misplaced_option, open_fence
from sphinx_pmroles.extension.log import FINDINGS, Subtype, location, warn
from sphinx_pmroles.extension.nodes import (
    DefinitionNode,
    Label,
    Recorded,
    SignatureNode,
)
from sphinx_pmroles.extension.ticks import note_ticks
from sphinx_pmroles.extension.words import section_names
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.audience import (
    INTERNAL,
    LABEL,
    is_shown,
    unknown_audience,
)
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import nearest, quoted, shortened
from sphinx_pmroles.reading.audiences import (
    FILE,
    Hides,
    list_names,
    names_in,
    plain,
)
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.sources import MAX_BYTES, format_of, read_source

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: What stands below a term of a definition list in Markdown.
_TERM = re.compile(r"^:\s", re.MULTILINE)
#: What docutils makes an id of without a change.
_IS_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: The extensions of Markdown that give a meaning to characters outside of markup.
_TYPOGRAPHY = frozenset({"linkify", "replacements", "smartquotes"})
#: A text that means itself in Markdown, and one that does whatever is switched on.
_PLAIN = re.compile(r"[^\\*_`\[\]<>&!{}$~^|\n]*")
_PLAIN_ANYWAY = re.compile(r"(?:[^\W_]|[ ,;/%+=]|-(?!-)|\.(?![.\w])|[–—…])*")


def names(argument: str | None) -> tuple[str, ...]:
    """Return the names in a comma list."""
    return list_names(argument or "")


def text(argument: str | None) -> str:
    """Return the one line of an option; an empty option is an empty text."""
    return " ".join((argument or "").split())


def place_of(
    env: BuildEnvironment, docname: str, source: str | None, line: int
) -> Place:
    """Return the place of a line of *source*: the page itself or a file it includes."""
    page = env.doc2path(docname)
    if not source or source == str(page):
        return Place(docname, line)
    # docutils gives included files relative to the working directory, with "..".
    path = Path(os.path.abspath(source))  # noqa: PTH100 (absolute() keeps the "..")
    if path == Path(page) or not path.is_relative_to(env.srcdir):
        return Place(docname, line)
    return Place(docname, line, path.relative_to(env.srcdir).as_posix())


@dataclass(frozen=True, slots=True)
class WrongOption:
    """The value of an option that cannot be read, and what is wrong with it."""

    written: str
    fault: str


class Options(dict[str, Any]):
    """The options of a directive, read without an error, whatever is written.

    docutils and MyST look up here what reads an option.  At an error, and at an
    unknown name, docutils would drop the whole directive with its body.
    """

    def __getitem__(self, name: str) -> Callable[[str | None], Any]:
        """Return what reads an option: the directive reports what is wrong."""
        read = self.get(name, text)

        def read_or_keep(argument: str | None) -> Any:
            try:
                return read(argument)
            except (TypeError, ValueError) as error:
                return WrongOption(text(argument), text(str(error)))

        return read_or_keep


class OwnDirective(SphinxDirective):
    """What all our directives share: a wrong option costs nobody the body.

    One that is hidden from this audience does nothing at all: its body is not parsed,
    and nothing in it is warned of.  *known_sections* are those of the body, and the
    other words for each.
    """

    known_sections: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    option_spec: ClassVar[dict[str, Any]] = {"audience": names}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let a directive be read whatever options are written."""
        super().__init_subclass__(**kwargs)
        cls.option_spec = Options(cls.option_spec or {})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_hidden = not self._is_shown()
        if not self.is_hidden:
            self._check_options()

    @final
    def run(self) -> list[nodes.Node]:
        """Return what the directive shows, if this audience may see it."""
        if not self.is_hidden:
            self._check_closed()
            return self.show()
        self._check_end()
        for kind, name in self.hidden_names():
            if kind != FILE:
                note_hidden(self.env, [(kind, name)])
            elif audience_of(self.env) is not None:
                notes(self.env).has_files = True
                note_hidden(self.env, self._names_in_file(name))
        return [hidden_place()]

    def _check_closed(self) -> None:
        """Say that the fence of the directive itself is not closed."""
        if self.env.temp_data.get(OPEN) == self.lineno and not self.in_rst:
            self.warn(
                f"the fence of {self.name} is not closed, and all below it is read as "
                "its body: close it where it ends, on a line of its own, with as many "
                "colons (or backticks) as it begins with"
            )

    def _check_end(self) -> None:
        """Stop the build if what belongs to a hidden body may stand below it."""
        if not self.in_rst and open_fence(self.content) is not None:
            self.stop(
                f"a fence in {self.name} is not closed, so that something below may be "
                "shown that must not be: write more colons (or backticks) around "
                f"{self.name} than inside it"
            )

    @property
    def in_rst(self) -> bool:
        """Whether the page is reStructuredText: MyST passes a stand-in of the state."""
        return isinstance(cast("object", self.state), RSTState)

    def _names_in_file(self, written: str) -> Iterator[tuple[str, str]]:
        """Yield what a file may define that something hidden is made of."""
        # Without a dependency, by which the environment would keep the file's name.
        try:
            path = Path(self.env.relfn2path(written)[1])
            real = path.resolve()
            # A shown directive would not read it either; a pipe might never end.
            is_inside = real.is_relative_to(Path(self.env.srcdir).resolve())
            if not (is_inside and real.is_file()):
                return
            with real.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, RuntimeError, ValueError):
            return
        try:
            table = read_source(data, format=format_of(path.name))
        except ReadError:
            lines = data.decode(errors="replace").splitlines()
            yield from (n for n in names_in(lines, Kind.MATRIX) if n[0] != FILE)
            return
        for row in table.rows:
            for cell in row.cells:
                for name in plain(cell.text):
                    yield Kind.ACTIVITY, name
                    yield Kind.ITEM, name

    @abstractmethod
    def show(self) -> list[nodes.Node]:
        """Return what the directive shows."""

    def hidden_names(self) -> Iterator[tuple[str, str]]:
        """Yield the kinds and names of what is hidden with the directive."""
        if "name" in self.options:
            yield LABEL, self.options["name"]

    def _check_options(self) -> None:
        known = self.option_spec or {}
        for option, value in list(self.options.items()):
            if option in known and not isinstance(value, WrongOption):
                continue
            del self.options[option]
            if option in known:
                fault = f":{option}: {quoted(value.written)} is left out: {value.fault}"
                self.warn(fault)
                continue
            if make_key(option) in section_names(self.known_sections):
                self.warn(
                    f":{option}: {quoted(value)} is read as an option and left out: "
                    "write the section as a term of a definition list, or as a heading"
                )
                continue
            fault = f":{shortened(option)}: is no option of {self.name}"
            self.warn_of(fault, option, {name: f":{name}:" for name in known})

    def choice(self, option: str, choices: Sequence[str]) -> str:
        """Return the choice that an option names, else the first, which is usual."""
        written: str = self.options.get(option, choices[0])
        if written.casefold() in choices:
            return written.casefold()
        fault = (
            f":{option}: {quoted(written)} is not known, {quoted(choices[0])} is used"
        )
        self.warn_of(fault, written, {name: quoted(name) for name in choices})
        return choices[0]

    def warn_of(self, fault: str, written: str, choices: Mapping[str, str]) -> None:
        """Say that what is written is none of the choices: the nearest, or all."""
        near = nearest(written.casefold(), choices)
        if near:
            self.warn(f"{fault}: did you mean {choices[near]}?")
        else:
            self.warn(f"{fault}: write one of {', '.join(sorted(choices.values()))}")

    @abstractmethod
    def warn(self, message: str) -> None:
        """Say that something about this directive cannot be used."""

    # Audiences

    def may_see(
        self, audiences: Iterable[str], source: str = "", line: int = 0
    ) -> bool:
        """Return whether this build's audience may see what is for *audiences*.

        Nobody may see what is for an audience that is not known: the build will stop.
        """
        named = tuple(audiences)
        if not named:
            return True
        settings = Settings.of(self.config)
        faults = [unknown_audience(name, settings.audiences) for name in named]
        for fault in filter(None, faults):
            self.stop(fault, source, line)
        return not any(faults) and is_shown(named, settings.audience)

    def stop(self, fault: str, source: str = "", line: int = 0) -> None:
        """Stop the build when all is read: something may be shown that must not be."""
        own_source, own_line = self.get_source_info()
        path = os.path.abspath(source or own_source)  # noqa: PTH100 (keeps links)
        notes(self.env).faults.append(f"{path}:{line or own_line}: {fault}")

    @property
    def hider(self) -> Hides | None:
        """What tells whether a name is that of something hidden, if anything is."""
        return None if audience_of(self.env) is None else self.hides

    def hides(self, kind: str, name: str, inside: str = "") -> bool:
        """Return whether a name is that of something hidden from this audience."""
        return hides(self.env, kind, name, inside)

    def named(self, kind: Kind, option: str, inside: str = "") -> str:
        """Return the name in an option, less one of something hidden."""
        name: str = self.options.get(option, "")
        return "" if self.hides(kind, name, inside) else name

    def all_named(self, kind: Kind, option: str) -> tuple[str, ...]:
        """Return the names in an option, less those of something hidden."""
        every: tuple[str, ...] = self.options.get(option, ())
        return tuple(name for name in every if not self.hides(kind, name))

    def _is_shown(self) -> bool:
        """Return whether the audience may see the directive: a slip shows nothing."""
        known = self.option_spec or {}
        for option in (option for option in self.options if option not in known):
            near = nearest(option, GUARDED, 0.8)
            if near:
                self.stop(
                    f":{option}: is no option of {self.name}: did you mean :{near}:?"
                )
                return False
        for option in (option for option in GUARDED if option not in self.options):
            if option in _first_options(self.block_text, self.name):
                self.stop(
                    f"the options of {self.name} cannot be read, and :{option}: is "
                    "among them: write each as ':name: value' on a line of its own, "
                    "right below the title"
                )
                return False
        return self.may_see(self.options.get("audience", ()))


_OPTION = re.compile(r":?([\w-]+)\s*:(?:\s|$)")


def _first_options(block: str, directive: str) -> set[str]:
    """Return the names of what looks like options at the start of a directive."""
    found: set[str] = set()
    if not any(option in block for option in GUARDED):
        return found
    is_yaml = False
    for number, line in enumerate(map(str.strip, block.splitlines())):
        if number == 0 and (f"{{{directive}}}" in line or f"{directive}::" in line):
            continue
        if line.startswith("---"):
            is_yaml = not is_yaml
        elif match := _OPTION.match(line):
            if not (line.startswith(":") or is_yaml):
                break
            found.add(match[1].casefold())
        elif line and not is_yaml:
            break
    return found


class HandbookDirective(OwnDirective):
    """A directive that defines something with a title."""

    kind: ClassVar[Kind]
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        **OwnDirective.option_spec,
        "id": text,
        "allow": names,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    @property
    def title(self) -> str:
        """The title as written; the id where there is none."""
        return text(self.arguments[0]) if self.arguments else self.options.get("id", "")

    def title_label(self, slot: str = "title") -> Label:
        """Return the parsed title."""
        return self.label(self.title, self.lineno, (slot,))

    def label(self, source: str, line: int, slot: tuple[Any, ...]) -> Label:
        """Return a text of one line, with its inline markup parsed."""
        if source and not self.in_rst and self.is_plain(source):
            return self.placed(Label.of([nodes.Text(source)], source, slot), line)
        children, messages = self.parse_inline(source, lineno=line)
        return self.placed(Label.of([*children, *messages], source, slot), line)

    def is_plain(self, text: str) -> bool:
        """Return whether a text means itself on this page: it needs no parser.

        A parser is dear: for a title it takes as long as for three rows of a table.
        """
        return bool(self._plain.fullmatch(text))

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        renderer = getattr(self.state, "_renderer", None)
        config = getattr(renderer, "md_config", None)
        enabled = getattr(config, "enable_extensions", _TYPOGRAPHY)
        return _PLAIN_ANYWAY if _TYPOGRAPHY & set(enabled) else _PLAIN

    def placed(self, label: Label, line: int) -> Label:
        """Return *label* with its place, without which it is not translated."""
        label.source, _ = self.get_source_info()
        label.line = line
        return label

    def make_key(self, title: str) -> str:
        """Return the given id, or the key of the title."""
        if not title:
            self.warn(f"{self.name} has no title: write one after its name")
        return self.options.get("id") or make_key(title) or "untitled"

    def make_anchor(self, *keys: str, kind: Kind | None = None) -> str:
        """Return a new id on this page for the thing with those keys."""
        term = "-".join(keys)
        prefix = f"pm-{kind or self.kind}"
        ids = self.state.document.ids
        anchor = f"{prefix}-{term}"
        # Docutils takes long to find that most keys are ids as they are.
        if anchor in ids or not _IS_ID.fullmatch(anchor):
            anchor = make_id(self.env, self.state.document, prefix, term)
        # One node for all: those of a long table would be most of the doctree.
        self._parts["ids"].append(anchor)
        ids[anchor] = self._parts
        return anchor

    @cached_property
    def _parts(self) -> nodes.target:
        """What stands for the parts until they are shown, under all of their ids."""
        return nodes.target()

    @property
    def allow(self) -> tuple[str, ...]:
        """The checks that the author has switched off for this object."""
        allowed: tuple[str, ...] = self.options.get("allow", ())
        for name in allowed:
            if name not in CHECKS:
                self.warn(
                    f":allow: {quoted(name)} is no check; the checks are "
                    f"{', '.join(CHECKS)}"
                )
        return allowed

    # Audiences

    @property
    def whole_key(self) -> str:
        """The key of what this is a part of, empty if it is no part."""
        return ""

    def hidden_names(self) -> Iterator[tuple[str, str]]:
        """Yield the kinds and names of what is hidden with the directive."""
        yield from super().hidden_names()
        title = self.title
        key = self.options.get("id") or make_key(title)
        given = (key, *plain(title), self.options.get("abbr", ""))
        whole = self.whole_key
        for name in filter(None, (*given, *self.options.get("aka", ()))):
            yield self.kind, name
            if whole:
                yield self.kind, f"{whole}/{name}"
        anchor = "-".join(filter(None, ("pm", self.kind, make_key(whole), key)))
        yield LABEL, nodes.make_id(anchor)
        yield from self.names_in_body()

    def names_in_body(self) -> Iterator[tuple[str, str]]:
        """Yield the kinds and names of what the body may define."""
        yield from names_in(list(self.content), self.kind)

    @property
    def internal_columns(self) -> tuple[str, ...]:
        """The columns that this audience may not see."""
        if is_shown((INTERNAL,), audience_of(self.env)):
            return ()
        columns: tuple[str, ...] = self.options.get("internal-columns", ())
        return columns

    # Places

    def place(self, line: int = 0) -> Place:
        """Return the place of a line of the sources, by default the directive's."""
        source, start = self.get_source_info()
        return place_of(self.env, self.env.docname, source, line or start)

    def content_line(self, number: int) -> int:
        """Return the line in the sources of a line of the body, counted from 0."""
        if self.in_rst:
            offset = self.content.offset(number)
            return (offset or 0) + 1
        # MyST counts the body from the line below the opening fence.
        return self.lineno + self.content_offset + number + 1

    def warn(self, message: str, line: int = 0) -> None:
        """Say that something about this directive cannot be used."""
        warn(Subtype.DIRECTIVE, message, location(self.place(line), self.env.srcdir))

    def note_findings(self, findings: list[Finding]) -> None:
        """Leave findings for the domain, which reports them with all others."""
        noted = self.env.temp_data.setdefault(FINDINGS, [])
        cast("list[Finding]", noted).extend(findings)

    # Bodies

    @contextmanager
    def inside(self, name: str, around: object) -> Iterator[None]:
        """Have the directives in the body find under *name* what is *around* them."""
        outer = self.env.temp_data.get(name)
        self.env.temp_data[name] = around
        try:
            yield
        finally:
            self.env.temp_data[name] = outer

    def parse_body(self) -> list[nodes.Node]:
        """Return the parsed body; headings in it are rubrics, in both languages.

        MyST makes them rubrics itself unless sections are allowed; reStructuredText
        reads a heading only where they are allowed.
        """
        body = self.parse_content_to_nodes(allow_section_headings=self.in_rst)
        self._check_misplaced(body)
        number = None if self.in_rst else open_fence(self.content)
        if number is not None:
            self.warn(
                f"the fence {quoted(self.content[number].strip())} is not closed in "
                f"{self.name}: if it belongs inside, close it and write more colons "
                f"(or backticks) around {self.name} than inside it; else close "
                f"{self.name} before it",
                self.content_line(number),
            )
        for node in body:
            note_ticks(node)
        return list(without_sections(body))

    def _check_misplaced(self, body: list[nodes.Node]) -> None:
        """Say what of a body is shown as text and was meant as something else."""
        known = frozenset(self.option_spec or ())
        number = misplaced_option(self.content, known, has_fences=not self.in_rst)
        if number is not None:
            option = self.content[number].split(":")[1]
            self.warn(
                f":{option}: is shown as text: write options right below the title of "
                f"{self.name}, before the first blank line and before any text",
                self.content_line(number),
            )
        if self.in_rst or not self.known_sections:
            return
        for node in body:
            if isinstance(node, nodes.paragraph) and _TERM.search(node.astext()):
                self.warn(
                    "a section, of which the text begins with ': ', is shown as text: "
                    'add "deflist" to myst_enable_extensions in conf.py',
                    node.line or 0,
                )
                return

    def wrap(self, node: DefinitionNode[Any], anchor: str, label: Label) -> None:
        """Make *node* a definition: its signature with title and anchor.

        A definition stands in the page's own table of contents, as Sphinx's object
        descriptions do.
        """
        node["domain"] = "pm"
        node["objtype"] = node["desctype"] = self.kind.value
        node["classes"] += ["pm", f"pm-{self.kind}", *self.options.get("class", [])]
        if not label.words:
            label += nodes.Text(self.options.get("id") or _("Untitled"))
        title = label.words
        signature = SignatureNode(
            title, "", nodes.strong("", "", label), ids=[anchor], classes=["pm-title"]
        )
        signature["_toc_parts"] = (title,)
        signature["_toc_name"] = title
        signature.source, signature.line = self.get_source_info()
        node.source, node.line = signature.source, signature.line
        node += signature
        node += addnodes.desc_content()
        self.state.document.ids[anchor] = signature
        if "name" in self.options:
            # Sphinx takes no label from a signature.
            target = nodes.target()
            signature.insert(0, target)
            self.add_name(target)


class ShowingDirective(OwnDirective):
    """A directive that defines nothing: it shows what the whole handbook says.

    It only leaves a place for what is computed when the page is written.
    """

    optional_arguments = 0
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        **OwnDirective.option_spec,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    @property
    def place(self) -> Place:
        """Where the directive stands."""
        source, line = self.get_source_info()
        return place_of(self.env, self.env.docname, source, line)

    def make_anchor(self, *terms: str) -> str:
        """Return a new id on this page."""
        name = self.name.rpartition(":")[2]
        prefix = f"pm-{name}"
        return make_id(self.env, self.state.document, prefix, "-".join(terms))

    def warn(self, message: str) -> None:
        """Say that something about this directive cannot be used."""
        where = location(self.place, self.env.srcdir)
        warn(Subtype.DIRECTIVE, f"{self.name}: {message}", where)

    def placeholder(self, node: Recorded[Any], *classes: str) -> Recorded[Any]:
        """Return *node* with the id of its record, its classes, name and place."""
        anchor = node.record.anchor
        node["ids"] = [anchor]
        shown = (f"pm-{name}" for name in classes)
        node["classes"] = ["pm", *shown, *self.options.get("class", [])]
        node.source, node.line = self.get_source_info()
        self.state.document.ids[anchor] = node
        self.add_name(node)
        return node


def without_sections(body: list[nodes.Node], level: int = 1) -> Iterator[nodes.Node]:
    """Yield *body* with each section made a rubric and what stands below it."""
    for node in body:
        if not isinstance(node, nodes.section):
            yield node
            continue
        title, *below = node.children
        assert isinstance(title, nodes.title)
        rubric = nodes.rubric(title.rawsource, "", *title.children, level=level)
        rubric.source, rubric.line = title.source, title.line
        rubric["ids"], rubric["names"] = node["ids"], node["names"]
        yield rubric
        yield from without_sections(below, level + 1)
