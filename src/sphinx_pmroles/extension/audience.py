"""Audiences: what is hidden is left out when it is read, and nobody names it.

A thing for another audience is not read: its body is not parsed, so that no image,
label, index entry or warning comes of it (:mod:`.directives.base`).  What is left is
to keep its *name* out, which other pages may write.

A page may name a hidden role before the page that hides it is read, or in another
process.  Three ways were weighed:

- *Look for hidden things in the text of all sources first.*  It is quick, and it leaks:
  text may be included, made by a template, or nested in ways that only the page's own
  parser knows.
- *Read all, and strip the doctrees.*  A name has then spread: into the ids of headings,
  the titles that Sphinx keeps, labels, and what other extensions noted.
- *Read again just the pages that named something hidden*, which is what is done.  Every
  place that names a thing asks :func:`hides`, which answers by what was known, and
  notes the hash of the name.  Once all pages are read, all that is hidden is known, and
  the pages that asked for what is now known otherwise are read again
  (:func:`read_again`), before anything is saved, checked or written.  So a page never
  has to be cleaned: it was read with full knowledge.

What is hidden is kept as hashes alone, in the environment, too.  A name that something
shown has as well is no secret.

Warnings of the first reading may quote such names: they are held back until all is
read (:class:`HeldWarnings`), and those that name what is hidden are dropped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.errors import ConfigError, SphinxError
from sphinx.roles import XRefRole
from sphinx.transforms import SphinxTransform

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.audience import (
    LABEL,
    WHOLES,
    name_hashes,
    unknown_audience,
)
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import quoted

if TYPE_CHECKING:
    from docutils.nodes import system_message
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_pmroles.extension.domain import HandbookDomain

#: Where what a page hides is noted while it is read.
NOTES = "pmroles_audience_notes"
#: The options that hide: nothing is shown where one of them is misspelt.
GUARDED = ("audience", "internal-columns")
#: The class of the word that stands for what is hidden.
WITHHELD = "pm-withheld"


class AudienceError(SphinxError):
    """An audience that is not known: the build stops, for a typo would show something.

    All that were found are told at once.
    """

    category = "Audience error"


@dataclass(slots=True)
class Notes:
    """What was noted of a page: hashes of names alone.

    *hidden* are the names of what it hides, *asked* those that it asked for.
    *is_withheld* says that its source holds what is not shown, *has_files* that what it
    hides is also in other files, *names_nothing* that a word stands where a name stood.
    *faults* are unknown audiences.
    """

    hidden: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    is_withheld: bool = False
    has_files: bool = False
    names_nothing: bool = False

    def packed(self) -> NotesRow | None:
        """Return what the environment keeps, ``None`` if there is nothing."""
        row = NotesRow(
            tuple(sorted(self.hidden)),
            tuple(sorted(self.asked)),
            tuple(self.faults),
            self.is_withheld,
            self.has_files,
        )
        return row if any(row) else None


class NotesRow(NamedTuple):
    """The notes of a page as the environment keeps them, in an order of their own."""

    hidden: tuple[str, ...]
    asked: tuple[str, ...]
    faults: tuple[str, ...]
    is_withheld: bool
    has_files: bool


def notes(env: BuildEnvironment) -> Notes:
    """Return the notes of the page that is being read."""
    found = env.temp_data.setdefault(NOTES, Notes())
    return cast("Notes", found)


def audience_of(env: BuildEnvironment) -> str | None:
    """Return the audience of this build, ``None`` if it shows everything."""
    # Not by way of all settings: this is asked for every name.
    audience: str | None = env.config.pmroles_audience
    return audience


def is_for(audience: str | None, inventory: Mapping[str, Any]) -> bool:
    """Return whether an inventory of another build holds just what *audience* may see.

    One for nobody in particular holds everything.
    """
    return audience is None or fold(inventory.get("audience") or "") == fold(audience)


def hides(env: BuildEnvironment, kind: str, name: str, inside: str = "") -> bool:
    """Return whether *name* names something that is hidden from this audience.

    *inside* is the key of the whole in which a part is looked for first.
    """
    if not name or audience_of(env) is None:
        return False
    noted = notes(env)
    asked = [(kind, f"{inside}/{name}")] if inside else []
    asked.append((kind, name))
    whole, slash, _part = name.rpartition("/")
    if slash and kind in WHOLES:
        asked.append((WHOLES[Kind(kind)], whole))
    domain = _domain(env)
    answer = False
    for ask in asked:
        hashes = name_hashes(*ask)
        noted.asked |= hashes
        if not domain.withheld.isdisjoint(hashes):
            answer = True
    if noted.names_nothing and fold(name) == fold(_("internal")):
        # A reference that was written in a cell: its name is gone already.
        answer = True
    if answer:
        noted.is_withheld = True
        SEEN.add(name)
    return answer


#: The names of what is hidden, as far as this process has met them: for the log alone.
SEEN: set[str] = set()


def note_hidden(env: BuildEnvironment, names: Iterable[tuple[str, str]]) -> None:
    """Note the kinds and names of what the page hides."""
    noted = notes(env)
    noted.is_withheld = True
    if audience_of(env) is not None:
        for kind, name in names:
            noted.hidden |= name_hashes(kind, name)
            SEEN.add(name)


def _domain(env: BuildEnvironment) -> HandbookDomain:
    return env.domains["pm"]  # type: ignore[return-value]


# References


class HandbookRole(XRefRole):
    """A reference to something in the handbook."""

    def run(self) -> tuple[list[nodes.Node], list[system_message]]:
        """Return the reference; a word without a link where it leads to nothing."""
        kind = self.name.rpartition(":")[2]
        if self.disabled or not hides(self.env, kind, " ".join(self.target.split())):
            return super().run()
        return [withheld(self.env, self.title if self.has_explicit_title else "")], []


def withheld(env: BuildEnvironment, words: str) -> nodes.inline:
    """Return what stands for a reference to something hidden."""
    noted = notes(env)
    noted.is_withheld = True
    noted.names_nothing |= not words
    text = words or _("internal")
    return nodes.inline("", text, classes=[WITHHELD])


#: The class of the comment that stands where something was that is hidden, until the
#: page is read: then it is gone.
HIDDEN = "pm-hidden"


def hidden_place() -> nodes.comment:
    """Return what stands for something hidden, after the targets that lead to it."""
    return nodes.comment("", "", classes=[HIDDEN])


def hidden_places(around: nodes.Element) -> list[nodes.comment]:
    """Return the places in a node where something was that is hidden."""
    return [c for c in around.findall(nodes.comment) if HIDDEN in c["classes"]]


class WithholdReferences(SphinxTransform):
    """Take out what leads to something hidden, in any other way than by our roles."""

    # After translation (20), which parses texts anew, and before references, footnotes
    # and targets are put together (210 and up).
    default_priority = 21

    def apply(self, **_kwargs: Any) -> None:
        """Withhold the references of the page, and forget what was taken out of it."""
        if audience_of(self.env) is None:
            return
        for place in hidden_places(self.document):
            _remove_targets_before(self.env, place)
            place.parent.remove(place)
        for node in list(self.document.findall(nodes.Element)):
            if any(hides(self.env, kind, name) for kind, name in _names_of(node)):
                _withhold(self.env, node)
        if notes(self.env).is_withheld:
            forget_detached(self.document)


#: The kinds of Sphinx's and MyST's references that may lead to anything.
_ANY = ("any", "myst")


def _names_of(node: nodes.Element) -> Iterator[tuple[str, str]]:
    """Yield the kinds and names of what a reference may lead to."""
    target = ""
    if "reftarget" in node:
        if node.get("refdomain") == "std" and node.get("reftype") in ("ref", "numref"):
            target = node["reftarget"]
        elif node.get("reftargetid"):
            target = node["reftargetid"]
        elif node.get("reftype") in _ANY:
            target = node["reftarget"]
            yield from ((kind, target) for kind in Kind)
    elif isinstance(node, nodes.reference):
        if node.get("id_link"):
            target = node.get("refuri", "").removeprefix("#")
            yield from ((kind, target) for kind in Kind)
        else:
            target = node.get("refname", "")
    if target:
        yield LABEL, target


def _withhold(env: BuildEnvironment, node: nodes.Element) -> None:
    """Put the words of a reference into its place, or the word that stands for it."""
    is_explicit = node.get("refexplicit", bool(node.children))
    if isinstance(node, nodes.reference):
        is_explicit = bool(node.children) and not _is_bare(node)
    word = withheld(env, node.astext() if is_explicit else "")
    if is_explicit:
        word.children = []
        word += node.children
    section = node.parent.parent if isinstance(node.parent, nodes.title) else None
    node.replace_self(word)
    if isinstance(section, nodes.section):
        _rename(env, section)


def _is_bare(node: nodes.reference) -> bool:
    """Return whether a reference's words are its target's name: ``name_``."""
    return "refname" in node and fold(node.astext()) == fold(node["refname"])


def _rename(env: BuildEnvironment, section: nodes.section) -> None:
    """Make the id and the name of a section anew: its title has changed."""
    document, title = section.document, section[0]
    assert document is not None
    old = set(section["ids"])
    for name in section["names"]:
        document.nameids.pop(name, None)
        document.nametypes.pop(name, None)
    for anchor in old:
        document.ids.pop(anchor, None)
    section["ids"], section["names"] = [], [nodes.fully_normalize_name(title.astext())]
    document.note_implicit_target(section, section)
    document.set_id(section)
    slugs: dict[str, tuple[Any, ...]] = env.metadata[env.docname].get("myst_slugs", {})
    for slug, (line, anchor, _text) in list(slugs.items()):
        if anchor in old:
            slugs[slug] = (line, section["ids"][0], title.astext())


def _remove_targets_before(env: BuildEnvironment, place: nodes.comment) -> None:
    """Remove the targets that lead to what is hidden."""
    siblings = place.parent.children
    at = siblings.index(place)
    while at and isinstance(before := siblings[at - 1], nodes.target):
        if before.children or "refuri" in before or "refname" in before:
            return
        names = [*before["names"], *before["dupnames"], *before["ids"]]
        names += [before["refid"]] if "refid" in before else []
        note_hidden(env, ((LABEL, name) for name in names))
        place.parent.remove(before)
        at -= 1


def forget_detached(document: nodes.document) -> None:
    """Have *document* forget the nodes that were parsed and then left out.

    A row of a reStructuredText table is parsed before anyone knows for whom it is: its
    footnotes, links and targets would be looked for, and kept in the doctree.  Where
    docutils keeps them beside the tree differs from version to version.
    """
    attached = {id(node) for node in document.findall()}

    def is_left(value: object) -> bool:
        return not isinstance(value, nodes.Node) or id(value) in attached

    for name, kept in vars(document).items():
        if isinstance(kept, list):
            kept[:] = filter(is_left, kept)
        elif isinstance(kept, dict) and name != "attributes":
            for key, value in list(kept.items()):
                if isinstance(value, list):
                    value[:] = filter(is_left, value)
                if not is_left(value) or value == []:
                    del kept[key]
    transforms = document.transformer.transforms
    transforms[:] = [entry for entry in transforms if is_left(entry[2])]
    _forget_names(document)


def _forget_names(document: nodes.document) -> None:
    """Have *document* forget the names that none of its nodes has."""
    names: set[str] = set()
    for node in document.findall(nodes.Element):
        names.update(node.get("names", ()))
        names.update(node.get("dupnames", ()))
    # The first is that of docutils 0.23.
    for registry in ("names", "nameids", "nametypes"):
        known: dict[str, object] = getattr(document, registry, {})
        for name in [name for name in known if name not in names]:
            del known[name]
    defined = set(document.substitution_defs)
    for key, name in list(document.substitution_names.items()):
        if name not in defined:
            del document.substitution_names[key]
    for prefix in list(document.id_counter):
        if not any(anchor.startswith(prefix) for anchor in document.ids):
            del document.id_counter[prefix]


class ForgetSources(SphinxTransform):
    """Take the source texts out of a page that hides something.

    docutils keeps them beside what was made of them: that of a list holds all that
    stands in it, that of a paragraph the names of its references.
    """

    # After translation (20), which looks messages up by their sources, and before
    # others take them for texts: sphinx.ext.autosectionlabel (880) makes labels of
    # the sources of titles.
    default_priority = 22

    def apply(self, **_kwargs: Any) -> None:
        """Make the source of each text the text itself, and leave out all others."""
        if not notes(self.env).is_withheld:
            return
        for text in self.document.findall(nodes.Text):
            text.document = self.document
        for node in self.document.findall(nodes.Element):
            # What was parsed apart, as translations are, would keep the whole document
            # that it was parsed in.
            node.document = self.document
            if not isinstance(node, nodes.TextElement):
                node.rawsource = ""
            elif any(_is_word(inner) for inner in node.findall(nodes.inline)):
                node.rawsource = node.astext()
            elif any(_is_word(outer) for outer in _around(node)):
                node.rawsource = ""


class ForgetMessages(SphinxTransform):
    """Take out what was said of a page: it quotes what could not be read."""

    # After docutils has put the messages into the page (860), from which Sphinx takes
    # them out (999).
    default_priority = 995

    def apply(self, **_kwargs: Any) -> None:
        """Forget the messages, which were told already."""
        if audience_of(self.env) is not None:
            self.document.parse_messages.clear()
            self.document.transform_messages.clear()


def _is_word(node: nodes.Element) -> bool:
    return WITHHELD in node["classes"]


def _around(node: nodes.Element) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


# Reading


class HeldWarnings:
    """Warnings that wait until it is known whether they may be told."""

    def __init__(self) -> None:
        self.holders: list[_Holder] = []

    def hold(self) -> None:
        """Begin to hold warnings back."""
        self.holders = [_Holder(h) for h in logging.getLogger("sphinx").handlers]

    def release(self, secrets: Iterable[str] = ()) -> None:
        """Tell the warnings, once each, but for those that name one of *secrets*."""
        names = "|".join(re.escape(fold(name)) for name in secrets if fold(name))
        secret = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None
        holders, self.holders = self.holders, []
        for holder in holders:
            holder.let_go()
            told: set[tuple[str, str]] = set()
            for record in holder.records:
                _shorten(record)
                said = (record.getMessage(), str(getattr(record, "location", "")))
                if said not in told and not (secret and secret.search(fold(said[0]))):
                    told.add(said)
                    holder.handler.handle(record)

    def drop(self) -> None:
        """Forget the warnings."""
        holders, self.holders = self.holders, []
        for holder in holders:
            holder.let_go()


def _shorten(record: logging.LogRecord) -> None:
    """Take the source out of a warning that quotes a directive which says for whom."""
    first, _blank, quoted = record.getMessage().partition("\n\n")
    if "audience" in quoted.casefold() or "internal-columns" in quoted.casefold():
        record.msg, record.args = first, ()


class _Holder(logging.Filter):
    """What holds the warnings of one handler back."""

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__()
        self.handler = handler
        self.records: list[logging.LogRecord] = []
        # Before Sphinx's own filters, which count warnings.
        handler.filters.insert(0, self)

    def let_go(self) -> None:
        self.handler.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep a warning; all else passes."""
        if record.levelno < logging.WARNING:
            return True
        self.records.append(record)
        return False


#: So many times pages are read again, until nobody asks for what is known otherwise.
_ROUNDS = 5


class Readings:
    """The readings of one build: the first of all pages, and those of some again."""

    def __init__(self) -> None:
        self.held = HeldWarnings()

    def outdated(
        self, _app: Sphinx, env: BuildEnvironment, *_changes: set[str]
    ) -> list[str]:
        """Return the pages that hide what stands in other files: those may change.

        They are no dependencies of the page, whose names the environment would keep.
        """
        return _domain(env).pages_with_hidden_files()

    def begin(self, _app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
        """Hold the warnings back until all pages are read."""
        SEEN.clear()
        if audience_of(env) is not None:
            self.held.hold()

    def read_again(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Read the pages again that named something that is hidden, or no longer is."""
        domain = _domain(env)
        faults = domain.unknown_audiences()
        if faults:
            raise AudienceError("\n".join(faults))
        again: set[str] = set()
        if audience_of(env) is None:
            return []
        for _round in range(_ROUNDS):
            stale = domain.learn_withheld()
            if not stale:
                break
            for docname in stale:
                app.events.emit("env-purge-doc", env, docname)
                env.clear_doc(docname)
                app.builder.read_doc(docname)
            again.update(stale)
        self.held.release(SEEN)
        return sorted(again)

    def finish(self, _app: Sphinx, _exception: Exception | None) -> None:
        """Tell what is still held back: the build has failed while it was reading."""
        self.held.release(SEEN)


def check_audience(_app: Sphinx, config: Config) -> None:
    """Stop the build if the audience is none of those that there are.

    Any default would show what is to be hidden.
    """
    settings = Settings.of(config)
    audience: object = settings.audience
    if audience is None:
        return
    if not isinstance(audience, str):
        fault = f"expected the name of an audience or None, not {quoted(audience)}"
    else:
        fault = unknown_audience(audience, settings.audiences)
    if fault:
        raise ConfigError(f"pmroles_audience = {quoted(audience)}: {fault}")


def leave_out_source(
    app: Sphinx,
    page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Have Sphinx neither copy nor link the source of a page that hides something."""
    if _domain(app.env).is_withheld(page):
        context.update(sourcename="", has_source=False, show_source=False)


def connect(app: Sphinx) -> None:
    """Have Sphinx hide what is for other audiences."""
    readings = Readings()
    # After the values themselves were checked.
    app.connect("config-inited", check_audience, priority=600)
    app.connect("env-get-outdated", readings.outdated)
    app.connect("env-before-read-docs", readings.begin)
    # Before anyone asks what was read.
    app.connect("env-updated", readings.read_again, priority=1)
    app.connect("build-finished", readings.finish, priority=1)
    # After all others have had their say on the link to the source.
    app.connect("html-page-context", leave_out_source, priority=900)
