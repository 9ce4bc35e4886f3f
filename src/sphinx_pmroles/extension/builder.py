"""The inventory file, and the builder that writes nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.kept import digest_of, keep, load_kept
from sphinx_pmroles.extension.log import Subtype, warn
from sphinx_pmroles.model.kind import Kind

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_pmroles.extension.domain import HandbookDomain
    from sphinx_pmroles.model.handbook import Handbook

INVENTORY = "pmroles.json"


class InventoryBuilder(Builder):
    """Read and check the handbook, write ``pmroles.json``, render nothing.

    With *resolves_all* every cross-reference is looked up, as the other builders do
    when they write; else only those on pages with one that leads nowhere of ours.
    """

    name = "pmroles"
    format = ""
    epilog = "The inventory is in %(outdir)s."
    allow_parallel: ClassVar[bool] = True
    resolves_all = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Return nothing: no page is written."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002 (Sphinx's)
        """Return the URI of a page as the HTML builder would."""
        return f"{quote(docname)}.html"

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Do nothing: no page is written."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Resolve pages, for the warnings of references that lead nowhere."""
        if not self.resolves_all:
            domain: HandbookDomain = self.env.domains["pm"]  # type: ignore[assignment]
            docnames = docnames & _dangling_pages(domain.handbook)
        if docnames:
            super().write_documents(docnames)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing."""


def _dangling_pages(handbook: Handbook) -> set[str]:
    """Return the pages with a reference to something of ours that is not there."""
    return {
        page.docname
        for page in handbook.pages
        if any(
            reference.kind
            and handbook.find(Kind(reference.kind), reference.name) is None
            for reference in page.references
        )
    }


def write_inventory(app: Sphinx, exception: Exception | None) -> None:
    """Write ``pmroles.json`` at the end of a build that did not fail."""
    builder = app.builder
    if exception is not None or not _publishes(builder):
        return
    path = Path(app.outdir) / INVENTORY
    written = load_kept(app, WHAT)
    if builder.name != InventoryBuilder.name and not Settings.of(app.config).inventory:
        if written:
            _remove_old(app, path, written)
        return
    domain: HandbookDomain = app.env.domains["pm"]  # type: ignore[assignment]
    pages = [(name, builder.get_target_uri(name)) for name in domain.pages]
    made_of = digest_of([domain.digest, sorted(pages)])
    if written and written == {"made_of": made_of, "is": _hash(path)}:
        return
    from sphinx_pmroles.inventory.export import dump, to_json

    inventory = to_json(
        domain.handbook,
        project=app.config.project,
        release=app.config.release,
        locate=_locator(builder),
        audience=Settings.of(app.config).audience,
    )
    try:
        path.write_text(dump(inventory), encoding="utf-8", newline="\n")
    except OSError as error:
        warn(Subtype.INVENTORY, f"cannot write {path}: {error.strerror}")
    else:
        keep(app, WHAT, {"made_of": made_of, "is": _hash(path)})


def _remove_old(app: Sphinx, path: Path, written: dict[str, Any]) -> None:
    """Remove the inventory of an earlier build: it would tell what was, for ever.

    One that is not as this builder wrote it is somebody's own, and stays.
    """
    if _hash(path) == written.get("is"):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            warn(Subtype.INVENTORY, f"cannot remove {path}: {error.strerror}")
            return
    keep(app, WHAT, {})


#: The name of what is kept of an output: what the inventory in it is made of.
WHAT = "inventory"


def _hash(path: Path) -> str:
    """Return a hash of a file, empty if it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _publishes(builder: Builder) -> bool:
    if isinstance(builder, InventoryBuilder):
        return True
    # An EPUB is a book of its own: a file that it does not declare is a fault in it.
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != "epub"


def _locator(builder: Builder) -> Callable[[str, str], str]:
    uri_of = cache(builder.get_target_uri)

    def locate(docname: str, anchor: str) -> str:
        uri = uri_of(docname)
        # A page of singlehtml is an anchor itself.
        return f"{uri.partition('#')[0]}#{anchor}" if anchor else uri

    return locate
