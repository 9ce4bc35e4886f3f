"""Links in what we show: to the web, to mail and to pages, and to nothing that runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_pmroles.extension.log import FINDINGS
from sphinx_pmroles.extension.nodes import Recorded
from sphinx_pmroles.model.link import is_safe
from sphinx_pmroles.model.messages import quoted


class DropUnsafeLinks(SphinxTransform):
    """Show other links in our parts as text, and say so.

    What stands around our parts is Sphinx's affair, which allows any link.
    """

    # After docutils has found where links by name lead (640), and before the domains
    # collect (850).
    default_priority = 700

    def apply(self, **_kwargs: Any) -> None:
        """Drop the unsafe links of the page."""
        for link in list(self.document.findall(nodes.reference)):
            target = link.get("refuri", "")
            if is_safe(target):
                continue
            around = list(_parts_around(link))
            if around:
                self._report(target, link, around)
                link.replace_self(nodes.inline("", "", *link.children))

    def _report(
        self, target: str, link: nodes.reference, around: list[Recorded[Any]]
    ) -> None:
        from sphinx_pmroles.extension.directives.base import place_of
        from sphinx_pmroles.model.finding import Finding

        placed: nodes.Element = link
        while placed.line is None and placed.parent is not None:
            placed = placed.parent
        place = place_of(self.env, self.env.docname, placed.source, placed.line or 0)
        message = (
            f"the link to {quoted(target)} leads neither to the web, to mail nor to a "
            "page: it is shown as text; write such as https://example.org"
        )
        allow = [name for part in around for name in getattr(part.record, "allow", ())]
        noted = self.env.temp_data.setdefault(FINDINGS, [])
        finding = Finding("unsafe-link", message, place, tuple(allow))
        cast("list[Finding]", noted).append(finding)


def _parts_around(node: nodes.Node) -> Iterator[Recorded[Any]]:
    """Yield what a node stands in that is ours, the innermost first."""
    around = node.parent
    while around is not None:
        if isinstance(around, Recorded):
            yield around
        around = around.parent
