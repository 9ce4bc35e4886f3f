"""Charts from their nodes: what is drawn, and where its parts lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote

from docutils import nodes

from sphinx_pmroles.extension.config import Settings
from sphinx_pmroles.extension.nodes import ChartNode, TableNode
from sphinx_pmroles.extension.words import translate
from sphinx_pmroles.model.lifecycle import Lifecycle
from sphinx_pmroles.model.roadmap import Roadmap

if TYPE_CHECKING:
    from sphinx.config import Config


# Charts take a third of our start-up to import: who has none does not pay for them.


def draw_svg(config: Config, node: ChartNode, *, standalone: bool = False) -> str:
    """Return the chart as SVG; its links are those of the twin."""
    from sphinx_pmroles.charts.strip import strip
    from sphinx_pmroles.charts.svg import to_svg
    from sphinx_pmroles.charts.timeline import timeline

    drawn = node.drawn
    if isinstance(drawn, Lifecycle):
        scene = strip(drawn, words=translate, long_names=node.get("long_names"))
    else:
        scene = timeline(drawn, **_style(config))
    links = {} if standalone else _urls(node)
    ids = f"{drawn.anchor}-chart"
    return to_svg(scene, ids=ids, links=links, standalone=standalone)


def draw_tikz(config: Config, node: ChartNode) -> list[str]:
    """Return the chart as TikZ pictures, one a page of a long chart."""
    from sphinx_pmroles.charts.strip import strip
    from sphinx_pmroles.charts.tikz import to_tikz
    from sphinx_pmroles.charts.timeline import PAGE_WIDTH, timeline_pages

    drawn = node.drawn
    if isinstance(drawn, Lifecycle):
        pages = [strip(drawn, words=translate, width=PAGE_WIDTH)]
    else:
        pages = timeline_pages(drawn, **_style(config))
    links = _labels(node)
    return [to_tikz(page, links=links) for page in pages]


class _Style(TypedDict):
    """What the configuration says of every timeline."""

    words: Callable[[str], str]
    locale: str
    fiscal_year_start: int


def _style(config: Config) -> _Style:
    return {
        "words": translate,
        "locale": config.language or "en",
        "fiscal_year_start": Settings.of(config).fiscal_year_start,
    }


def _urls(node: ChartNode) -> dict[str, str]:
    """Return the URL of each part of the drawing that leads somewhere.

    A part takes the link of its title in the twin; one without leads to its row.
    """
    found = _references(node)
    urls = {key: f"#{anchor}" for key, anchor in _rows(node).items()}
    for key, reference in found.items():
        if "refuri" in reference:
            urls[key] = reference["refuri"]
        elif "refid" in reference:
            urls[key] = f"#{reference['refid']}"
    return urls


def _labels(node: ChartNode) -> dict[str, str]:
    """Return the LaTeX label of each part that leads somewhere in the document."""
    docname = node.drawn.place.docname
    labels = {key: f"{docname}:{anchor}" for key, anchor in _rows(node).items()}
    for key, reference in _references(node).items():
        if "refid" in reference:
            labels[key] = f"{docname}:{reference['refid']}"
        elif reference.get("refuri", "").startswith("%"):
            # Sphinx's LaTeX builder writes "%page#anchor" for a place in the document.
            page, _, anchor = unquote(reference["refuri"][1:]).partition("#")
            labels[key] = f"{page}:{anchor}" if anchor else f"{page}::doc"
    return labels


def _rows(node: ChartNode) -> Mapping[str, str]:
    """Return the anchor of each part on the page itself."""
    drawn = node.drawn
    if isinstance(drawn, Lifecycle):
        return {stage.anchor: stage.anchor for stage in drawn.stages}
    return {item.key: item.anchor for item in drawn.items}


def _references(node: ChartNode) -> dict[str, nodes.reference]:
    """Return the reference in each item's title, for those that have one."""
    drawn, twin = node.drawn, node.twin
    if not (isinstance(drawn, Roadmap) and isinstance(twin, TableNode)):
        return {}
    found = {}
    for item, row in zip(drawn.items, twin.table.rows, strict=True):
        number = row.cells[twin.table.label_column].label
        if number is not None:
            link = next(twin.label(number).findall(nodes.reference), None)
            if link is not None:
                found[item.key] = link
    return found
