"""What Sphinx makes anew in every build, left as it is where it would be the same.

The general index, the search index and ``objects.inv`` name every thing of the
handbook, some thirty a page.  Sphinx makes them anew even if no page has changed, and
that takes longer than all else of such a build.  So it is noted what each was made of,
and what file came of it.

The general index has the frame of a page, of which the theme decides.  It is left only
where other pages are left, too, and where their titles and contents, which frames show,
are what they were.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import __display_version__
from sphinx.application import ENV_PICKLE_FILENAME as ENVIRONMENT
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

from sphinx_pmroles.extension.domain import HandbookDomain
from sphinx_pmroles.extension.kept import digest_of, keep, load_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain

#: The builders that make nothing else of them.
BUILDERS = ("html", "dirhtml")

#: The name of what is kept of an output.
WHAT = "remade"


class Remade:
    """The files of one build that are made of all pages."""

    app: Sphinx

    def __init__(self) -> None:
        # What each was made of, with the time and the size of the file, by its path.
        self.last: dict[str, Any] = {}
        self.digests: dict[Path, str] = {}
        self.written: AbstractSet[str] = frozenset()
        self.objects = ""

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Have the builder make only what would not be as it is."""
        self.digests, self.objects = {}, ""
        if builder.name not in BUILDERS:
            return
        self.app, self.last = app, load_kept(app, WHAT)
        for make in (
            *(self.load_indexer, self.dump_search_index),
            *(self.write_genindex, self.dump_inventory),
        ):
            name = make.__name__
            setattr(builder, name, partial(make, getattr(builder, name)))

    def load_indexer(
        self, load: Callable[[AbstractSet[str]], None], docnames: AbstractSet[str]
    ) -> None:
        """Load the search index, if it will be saved; *docnames* will be written."""
        self.written = docnames
        if docnames and self.last:
            # Until this build ends well, nobody knows what the files are made of.
            keep(self.app, WHAT, {})
        if not self._search_stays():
            load(docnames)

    def dump_search_index(self, dump: Callable[[], None]) -> None:
        """Save the search index, if it was loaded."""
        if not self._search_stays():
            dump()

    def write_genindex(self, write: Callable[[], None]) -> None:
        """Write the general index, of which there may be a page for each letter."""
        path = Path(self._builder.get_outfilename("genindex"))
        kept = self.last.get(str(path))
        environment = Path(self.app.doctreedir, ENVIRONMENT)
        if kept and self.last.get(ENVIRONMENT) == _stamp(environment):
            # All that it is made of is what was loaded.
            self.digests[path] = kept[0]
        is_split = self.app.config.html_split_index
        if is_split or not self._stays(path, self._general_index):
            write()

    def dump_inventory(self, dump: Callable[[], None]) -> None:
        """Write ``objects.inv``."""
        if not self._stays(Path(self.app.outdir, INVENTORY_FILENAME), self._inventory):
            dump()

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep what the files are made of."""
        if exception is not None or not self.digests:
            return
        now: dict[str, Any] = {
            str(path): [digest, *_stamp(path)] for path, digest in self.digests.items()
        }
        now[ENVIRONMENT] = _stamp(Path(app.doctreedir, ENVIRONMENT))
        if self.written or now != self.last:
            keep(app, WHAT, now)

    @property
    def _builder(self) -> StandaloneHTMLBuilder:
        builder = self.app.builder
        assert isinstance(builder, StandaloneHTMLBuilder)
        return builder

    def _search_stays(self) -> bool:
        """Return whether the search index would be as it is: no page was written."""
        path = Path(self.app.outdir, self._builder.searchindex_filename)
        return self._stays(path, self._search_index) and not self.written

    def _stays(self, path: Path, made_of: Callable[[], list[Any]]) -> bool:
        """Return whether a file would be as it is, as other pages are."""
        if path not in self.digests:
            self.digests[path] = digest_of([__display_version__, *made_of()], str)
        is_partial = len(self.written) < len(self.app.env.found_docs)
        return is_partial and self.last.get(str(path)) == [
            self.digests[path],
            *_stamp(path),
        ]

    # What each is made of

    def _search_index(self) -> list[Any]:
        return [sorted(self.app.env.all_docs), self._objects()]

    def _inventory(self) -> list[Any]:
        config = self.app.config
        return [config.project, config.version, self._objects()]

    def _general_index(self) -> list[Any]:
        env = self.app.env
        return [
            sorted(env.domains.index_domain.entries.items()),
            # What the frames of pages show: the tables of contents, with all that
            # they say of how they are to be shown.
            sorted((name, str(toc)) for name, toc in env.tocs.items()),
            sorted((name, title.astext()) for name, title in env.titles.items()),
        ]

    def _objects(self) -> str:
        """Return a hash of everything that can be referred to."""
        if not self.objects:
            self.objects = digest_of(
                [
                    (domain.name, _objects_of(domain))
                    for domain in self.app.env.domains.sorted()
                ],
                str,
            )
        return self.objects


def _objects_of(domain: Domain) -> Any:
    if isinstance(domain, HandbookDomain):
        return domain.digest_of_objects
    return sorted(domain.get_objects())


def _stamp(path: Path) -> list[int]:
    """Return the time of a file's last change, and its size; nothing if it is gone."""
    try:
        stat = path.stat()
    except OSError:
        return []
    return [stat.st_mtime_ns, stat.st_size]


def connect(app: Sphinx) -> None:
    """Leave what would be the same."""
    remade = Remade()
    app.connect("write-started", remade.begin)
    app.connect("build-finished", remade.save)
