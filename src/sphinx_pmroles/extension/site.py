"""The pages that links may lead to, with the places on them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_pmroles.model.link import PageLink, Spot
from sphinx_pmroles.model.messages import nearest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: The attribute of a reference whose entry is known.
ENTRY = "pm:entry"

#: The type of a reference to any page, as the domain resolves it.
PAGE = "page"

#: The places of a page by what they may be called: the id and the title of each.
_Places = dict[str, tuple[str, str]]


def linked_page(link: PageLink, docname: str) -> str:
    """Return the page that a link on the page *docname* names."""
    folder = posixpath.dirname(docname)
    named = posixpath.normpath(posixpath.join("/", folder, link.path)).lstrip("/")
    return named if link.path else docname


class SitePages:
    """All pages of a project, once they have been read.

    *anchors* yields the page, the id and the title of what we define.
    """

    def __init__(
        self,
        env: BuildEnvironment,
        anchors: Callable[[], Iterable[tuple[str, str, str]]] = tuple,
    ) -> None:
        self.env = env
        self.anchors = anchors
        self._found: dict[tuple[PageLink, str], Spot] = {}

    def find(self, link: PageLink, docname: str) -> Spot:
        """Return where *link* leads from the page *docname*."""
        key = (link, docname)
        if key not in self._found:
            self._found[key] = self._find(link, docname)
        return self._found[key]

    def _find(self, link: PageLink, docname: str) -> Spot:
        target = linked_page(link, docname)
        if target not in self.env.all_docs:
            return Spot(guess=self._guess(target, posixpath.dirname(docname)))
        title = self.env.titles[target].astext()
        if not link.anchor:
            return Spot(target, title=title)
        anchor, name = self._places(target).get(link.anchor, ("", ""))
        if anchor:
            return Spot(target, anchor, name or title)
        return Spot(target, title=title, missing=link.anchor)

    def described(self, docname: str) -> list[Any]:
        """Return all that is known of a page, in plain types.

        Of one that is not there, those that are: one of them may be meant.
        """
        env = self.env
        if docname not in env.all_docs:
            return [
                docname,
                sorted(str(env.doc2path(n, base=False)) for n in env.all_docs),
            ]
        return [docname, env.titles[docname].astext(), self._places(docname)]

    def _guess(self, target: str, folder: str) -> str:
        near = nearest(target, self.env.all_docs)
        if not near:
            return ""
        path = Path(self.env.doc2path(near, base=False)).as_posix()
        return posixpath.relpath(path, folder or ".")

    def _places(self, docname: str) -> _Places:
        """Return the places of a page: ids first, and then what else names them."""
        places: _Places = {}
        toc = self.env.tocs.get(docname)
        for entry in toc.findall(nodes.reference) if toc else ():
            # Of other pages there are some, too, where it has a table of contents.
            if entry.get("refuri") == docname and entry.get("anchorname"):
                anchor = entry["anchorname"].removeprefix("#")
                title = entry.astext()
                places[anchor] = (anchor, title)
                # A heading with a label keeps the id that is made of its words, too.
                places.setdefault(nodes.make_id(title), (anchor, title))
        for name, anchor, title in self._named.get(docname, ()):
            for each in (anchor, name):
                places.setdefault(each, (anchor, title))
        slugs = self.env.metadata.get(docname, {}).get("myst_slugs", {})
        for slug, (_line, anchor, title) in slugs.items():
            places.setdefault(slug, (anchor, title))
        return places

    @cached_property
    def _named(self) -> dict[str, list[tuple[str, str, str]]]:
        """The names, ids and titles of what has any, by page."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for docname, anchor, title in self.anchors():
            found.setdefault(docname, []).append((anchor, anchor, title))
        standard = self.env.domains.standard_domain
        for name, (docname, anchor) in standard.anonlabels.items():
            title = standard.labels[name][2] if name in standard.labels else ""
            found.setdefault(docname, []).append((name, anchor, title))
        return found
