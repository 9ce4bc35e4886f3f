"""``pm:report``: what the matrices add up to."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from sphinx_pmroles.extension.directives.base import names, place_of, text
from sphinx_pmroles.extension.log import Subtype, location, warn
from sphinx_pmroles.extension.nodes import ReportNode
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.report import Report, ReportKind


class ReportDirective(SphinxDirective):
    """Show who carries how much, what is missing, who is told, or who decides.

    It defines nothing: it only leaves a place for what is computed when the page is
    written.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "for": names,
        "matrix": names,
        "stage": text,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the report; nothing where nobody can tell which."""
        source, line = self.get_source_info()
        place = place_of(self.env, self.env.docname, source, line)
        asked = text(self.arguments[0]) if self.arguments else ""
        kinds = {kind.value: kind for kind in ReportKind}
        kind = kinds.get(make_key(asked))
        if kind is None:
            said = f"{asked!r} is no report" if asked else "no report is named"
            warn(
                Subtype.DIRECTIVE,
                f"{self.name}: {said}; the reports are {', '.join(kinds)}",
                location(place, self.env.srcdir),
            )
            return []
        document = self.state.document
        node = ReportNode.with_record(
            Report(
                kind,
                anchor=make_id(self.env, document, "pm-report", kind.value),
                place=place,
                roles=self.options.get("for", ()),
                matrices=self.options.get("matrix", ()),
                stage=self.options.get("stage", ""),
            )
        )
        node["ids"] = [node.record.anchor]
        node["classes"] = [
            *("pm", "pm-report", f"pm-report-{kind}"),
            *self.options.get("class", []),
        ]
        node.source, node.line = source, line
        document.ids[node.record.anchor] = node
        self.add_name(node)
        return [node]
