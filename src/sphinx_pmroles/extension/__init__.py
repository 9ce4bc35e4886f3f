"""All that knows Sphinx."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_pmroles import __version__
from sphinx_pmroles.extension import (
    audience,
    builder,
    collecting,
    config,
    editions,
    freshness,
    html,
    nodes,
    remade,
    toc,
    unread,
)
from sphinx_pmroles.extension.domain import HandbookDomain, warn_missing_reference
from sphinx_pmroles.extension.genindex import IndexHandbook
from sphinx_pmroles.extension.links import DropUnsafeLinks
from sphinx_pmroles.extension.log import add_hints
from sphinx_pmroles.extension.on_use import import_for_all
from sphinx_pmroles.extension.ticks import ShowTicks
from sphinx_pmroles.extension.transforms import (
    DrawForEpub,
    DrawForLatex,
    LatexDates,
    LatexHeadings,
    LatexTables,
    LatexTicks,
    ManTables,
    PlainCharts,
    PlainTables,
    StackedTables,
    TexinfoTables,
    Unfold,
)
from sphinx_pmroles.extension.views import ComputeViews
from sphinx_pmroles.extension.words import CATALOG, LOCALES

if TYPE_CHECKING:
    from docutils.nodes import Element, document
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

STATIC = Path(__file__).parent / "static"

#: Raise it whenever a class of ours in a pickled doctree changes.
ENV_VERSION = 7

#: What writes our nodes as HTML.
WRITTEN: dict[type[Element], tuple[Any, Any]] = {
    nodes.SignatureNode: (html.visit_signature, html.depart_signature),
    nodes.AbbreviationNode: (html.visit_abbreviation, html.depart_abbreviation),
    nodes.NameNode: (html.visit_name, html.depart_name),
    nodes.FoldNode: (html.visit_fold, html.depart_fold),
    nodes.FilterNode: (html.visit_filter, None),
    nodes.ChartNode: (html.visit_chart, None),
}
WRITTEN_TABLE = (html.visit_table, html.depart_table)


def register(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    add_hints()
    config.add_values(app)
    app.add_message_catalog(CATALOG, str(LOCALES))
    app.add_domain(HandbookDomain)
    app.add_builder(builder.InventoryBuilder)
    # Nodes that other builders write as their base class does are registered all the
    # same: docutils' own XML writer knows its nodes by name.
    for node in (
        *(nodes.RoleNode, nodes.LifecycleNode, nodes.StageNode),
        nodes.ProductNode,
        nodes.ItemNode,
    ):
        app.add_node(node)
    # Never "epub=": it would hide other extensions' HTML visitors from EPUB.
    for written, visitors in WRITTEN.items():
        app.add_node(written, html=visitors)
    app.add_enumerable_node(nodes.MatrixNode, "table", nodes.title_of)
    app.add_enumerable_node(nodes.TableNode, "table", html=WRITTEN_TABLE)
    app.add_transform(audience.WithholdReferences)
    app.add_transform(audience.ForgetSources)
    app.add_transform(audience.ForgetMessages)
    app.add_transform(ShowTicks)
    app.add_transform(DropUnsafeLinks)
    app.add_transform(IndexHandbook)
    app.add_transform(unread.TellUnread)
    for transform in (
        ComputeViews,
        DrawForLatex,
        DrawForEpub,
        Unfold,
        PlainCharts,
        StackedTables,
        PlainTables,
        LatexTables,
        LatexDates,
        LatexTicks,
        LatexHeadings,
        ManTables,
        TexinfoTables,
    ):
        app.add_post_transform(transform)
    app.add_css_file("pmroles.css")
    app.add_latex_package("tikz")
    app.connect("builder-inited", add_static_files)
    app.connect("builder-inited", keep_written)
    app.connect("builder-inited", load_others)
    app.connect("env-before-read-docs", import_for_all)
    app.connect("source-read", unread.look_at_source)
    app.connect("include-read", unread.look_at_source)
    app.connect("html-page-context", add_script)
    # After Sphinx's own collector (500) has made the table of contents.
    app.connect("doctree-read", toc.plain_titles, priority=600)
    app.connect("warn-missing-reference", warn_missing_reference)
    audience.connect(app)
    collecting.connect(app)
    editions.connect(app)
    freshness.connect(app)
    remade.connect(app)
    app.connect("build-finished", builder.write_inventory)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def add_static_files(app: Sphinx) -> None:
    """Let the HTML builders copy our style sheet, and our script if they run any."""
    if app.builder.format == "html":
        is_epub = app.builder.name == "epub"
        shipped = STATIC / "pmroles.css" if is_epub else STATIC
        app.config.html_static_path.append(str(shipped))


def keep_written(app: Sphinx) -> None:
    """Keep our nodes known where another extension has visitors for one builder.

    Sphinx then looks there alone: Sphinx-Needs has some for EPUB.
    """
    name, registry = app.builder.name, app.registry
    if app.builder.format == "html" != name and name in registry.translation_handlers:
        for node, visitors in {**WRITTEN, nodes.TableNode: WRITTEN_TABLE}.items():
            registry.add_translation_handlers(node, **{name: visitors})


def load_others(app: Sphinx) -> None:
    """Read the earlier versions and the other handbooks, where there are any."""
    settings = config.Settings.of(app.config)
    if settings.baselines:
        from sphinx_pmroles.extension.baselines import load_baselines

        load_baselines(app)
    if settings.handbooks:
        from sphinx_pmroles.extension.neighbours import load_neighbours

        load_neighbours(app)


def add_script(
    app: Sphinx,
    _page: str,
    _template: str,
    _context: dict[str, Any],
    doctree: document | None,
) -> None:
    """Add the script to a page with something to filter."""
    is_filtered = doctree is not None and any(doctree.findall(nodes.FilterNode))
    if is_filtered and app.builder.name != "epub":
        app.add_js_file("pmroles.js", loading_method="defer")
