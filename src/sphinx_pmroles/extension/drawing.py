"""Charts from their nodes: what is drawn, and where its parts lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote

from docutils import nodes

from sphinx_pmroles.extension.config import is_url
from sphinx_pmroles.extension.nodes import ChartNode, TableNode
from sphinx_pmroles.extension.words import translate
from sphinx_pmroles.model.lifecycle import Lifecycle
from sphinx_pmroles.model.roadmap import Roadmap

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinx_pmroles.charts.scene import Scene
    from sphinx_pmroles.extension.nodes import Drawn


def draw_svg(config: Config, node: ChartNode) -> str:
    """Return the chart as SVG for a page; its links are those of the twin."""
    from sphinx_pmroles.charts.svg import to_svg

    (scene,) = _scenes(config, node)
    numbers = _numbers(node.drawn) if node.get("is_filtered") else {}
    ids = f"{node.drawn.anchor}-chart"
    return to_svg(scene, ids=ids, links=_urls(node), numbers=numbers)


def draw_files(config: Config, node: ChartNode) -> list[str]:
    """Return the chart as SVG files, without links.

    Reading systems make an image as small as their page: a chart that would be higher
    comes in several.
    """
    from sphinx_pmroles.charts.svg import to_svg
    from sphinx_pmroles.model.organisation import Organisation

    scenes = _scenes(config, node, in_pages=isinstance(node.drawn, Organisation))
    ids = f"{node.drawn.anchor}-chart"
    return [to_svg(scene, ids=ids, links={}, standalone=True) for scene in scenes]


def draw_tikz(config: Config, node: ChartNode) -> list[str]:
    """Return the chart as TikZ pictures, one a page of a long chart."""
    from sphinx_pmroles.charts.tikz import to_tikz

    links = _labels(node)
    scenes = _scenes(config, node, in_pages=True)
    return [to_tikz(scene, links=links) for scene in scenes]


def _scenes(config: Config, node: ChartNode, *, in_pages: bool = False) -> list[Scene]:
    """Return the scene of a chart, or those of its pages."""
    match drawn := node.drawn:
        case Lifecycle():
            from sphinx_pmroles.charts.strip import WIDTH, strip
            from sphinx_pmroles.charts.timeline import PAGE_WIDTH

            width = PAGE_WIDTH if in_pages else WIDTH
            long_names = node.get("long_names")
            return [strip(drawn, words=translate, width=width, long_names=long_names)]
        case Roadmap():
            from sphinx_pmroles.charts.timeline import timeline, timeline_pages

            outside = node.get("outside", ())
            if in_pages:
                height = _page_height(config)
                style = _style(config)
                return timeline_pages(
                    drawn, outside=outside, max_height=height, **style
                )
            return [timeline(drawn, outside=outside, **_style(config))]
        case _:  # An organisation: few pages import those.
            from sphinx_pmroles.charts.organisation import (
                organisation_chart,
                organisation_pages,
            )

            if in_pages:
                return organisation_pages(drawn, words=translate)
            return [organisation_chart(drawn, words=translate)]


def _page_height(config: Config) -> int:
    """Return how high a timeline may be on a page of the paper that is chosen."""
    from sphinx_pmroles.charts.timeline import A4_HEIGHT, PAGE_HEIGHT

    is_a4 = config.latex_elements.get("papersize") == "a4paper"
    return A4_HEIGHT if is_a4 else PAGE_HEIGHT


class _Style(TypedDict):
    """What the configuration says of every timeline."""

    words: Callable[[str], str]
    locale: str
    fiscal_year_start: int


def _style(config: Config) -> _Style:
    return {
        "words": translate,
        "locale": config.language or "en",
        "fiscal_year_start": config.pmroles_fiscal_year_start,
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
    """Return the LaTeX label, or the URL, of each part that leads somewhere."""
    docname = node.drawn.place.docname
    labels = {key: f"{docname}:{anchor}" for key, anchor in _rows(node).items()}
    for key, reference in _references(node).items():
        if "refid" in reference:
            labels[key] = f"{docname}:{reference['refid']}"
        elif reference.get("refuri", "").startswith("%"):
            # Sphinx's LaTeX builder writes "%page#anchor" for a place in the document.
            page, _, anchor = unquote(reference["refuri"][1:]).partition("#")
            labels[key] = f"{page}:{anchor}" if anchor else f"{page}::doc"
        elif is_url(reference.get("refuri", "")):
            labels[key] = reference["refuri"]
    return labels


def _rows(node: ChartNode) -> dict[str, str]:
    """Return the anchor of each part that stands on the page itself."""
    match node.drawn:
        case Roadmap(items=items):
            # An item of another handbook has none.
            return {item.key: item.anchor for item in items if item.anchor}
        case Lifecycle(stages=stages):
            return {stage.anchor: stage.anchor for stage in stages}
        case _:
            return {}


def _numbers(drawn: Drawn) -> dict[str, int]:
    """Return the place of each item, by which the filter finds its bar."""
    items = drawn.items if isinstance(drawn, Roadmap) else ()
    return {item.key: number for number, item in enumerate(items)}


def _references(node: ChartNode) -> dict[str, nodes.reference]:
    """Return the reference in each part's title, for those that have one."""
    twin = node.twin
    titles: list[nodes.Node | None]
    match node.drawn:
        case Roadmap(items=items) if isinstance(twin, TableNode):
            keys = [item.key for item in items]
            column = twin.table.label_column
            numbers = [row.cells[column].label for row in twin.table.rows]
            titles = [None if n is None else twin.label(n) for n in numbers]
        case Roadmap() | Lifecycle():
            return {}
        case organisation:
            keys = [member.role.entry.key for member in organisation.members]
            titles = [item.children[0] for item in twin.findall(nodes.list_item)]
    links = {
        key: next(title.findall(nodes.reference), None)
        for key, title in zip(keys, titles, strict=True)
        if title is not None
    }
    return {key: link for key, link in links.items() if link is not None}
