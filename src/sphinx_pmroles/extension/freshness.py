"""Which pages must be written again, though their own sources did not change.

A page shows what other pages define: titles, letters, dates, targets.  Its fingerprint
is a hash of all that.  A page whose fingerprint differs from that of its last writing,
by this builder into this folder, is written again without being read again.

Sphinx has no hook that holds this: a fingerprint in the environment goes stale when a
second builder uses the same doctrees, when a build is killed and after a build of one
page, so each builder's output has a file of its own, saved only after a build that did
not fail, and only for the pages that it wrote.

Most builds follow an edit that tells others nothing new, or none.  So each page has a
digest of what it says, made when it is read, and the handbook one of these and of all
else that fingerprints are made of.  Where it is what it was when all pages were as they
should be, all fingerprints are, too: none is made, nor is the handbook itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_pmroles.extension.builder import InventoryBuilder
from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.kept import digest_of, keep, load_kept
from sphinx_pmroles.extension.toc import numbered

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_pmroles.extension.domain import HandbookDomain


class Freshness:
    """The fingerprints of one build: those of today, and which pages were written."""

    def __init__(self) -> None:
        self.digest = ""
        self.prints: dict[str, str] = {}
        self.written: set[str] = set()

    def outdated_pages(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages that show something else than when they were written."""
        if isinstance(app.builder, InventoryBuilder) and app.fresh_env_used:
            # All pages have just been read, and none will be written.
            return []
        domain: HandbookDomain = env.domains["pm"]  # type: ignore[assignment]
        domain.prepare()
        digest, last = _load(app)
        self.digest, self.written = domain.digest, set()
        self.prints = last if digest == self.digest else fingerprints(domain)
        stale = [name for name, now in self.prints.items() if last.get(name) != now]
        left = {name: old for name, old in last.items() if name not in stale}
        if left != last:
            # A build that is killed may write some of them, and the next edit may take
            # back what made them stale.
            keep(app, WHAT, {"digest": "", "prints": left})
        return stale

    def note_written(
        self, _app: Sphinx, _doctree: nodes.document, docname: str
    ) -> None:
        """Note that a page is being written: this runs in the main process."""
        self.written.add(docname)

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep the fingerprints of the pages that were written."""
        if exception is not None or not self.prints:
            return
        last = _load(app)
        kept = {name: old for name, old in last[1].items() if name in self.prints}
        kept.update(
            (name, now) for name, now in self.prints.items() if name in self.written
        )
        now = (self.digest if kept == self.prints else "", kept)
        if now != last:
            keep(app, WHAT, {"digest": now[0], "prints": now[1]})


def connect(app: Sphinx) -> None:
    """Have Sphinx write the pages again that have gone stale."""
    freshness = Freshness()
    # After Sphinx (500) has given out the numbers of tables and titles.
    app.connect("env-get-updated", freshness.outdated_pages, priority=600)
    app.connect("doctree-resolved", freshness.note_written)
    app.connect("build-finished", freshness.save)


def fingerprints(domain: HandbookDomain) -> dict[str, str]:
    """Return the fingerprint of each page by its name."""
    if not domain.pages:
        return {}
    from sphinx_pmroles.extension.fingerprint import fingerprint

    handbook, settings = domain.handbook, Settings.of(domain.env.config)
    told = domain.answer, domain.shown_changes
    return {
        page.docname: digest_of(
            [
                fingerprint(handbook, page, settings, *told),
                numbered(domain.env, page.docname),
            ]
        )
        for page in handbook.pages
    }


#: The name of what is kept of an output.
WHAT = "prints"


def _load(app: Sphinx) -> tuple[str, dict[str, str]]:
    """Return the fingerprints of the pages as they were written.

    With the digest of the handbook, if all of them are those that it gives.
    """
    kept = load_kept(app, WHAT)
    return kept.get("digest", ""), kept.get("prints", {})
