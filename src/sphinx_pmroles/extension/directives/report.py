"""``pm:report``: what the matrices add up to."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import ShowingDirective, names, text
from sphinx_pmroles.extension.nodes import ReportNode
from sphinx_pmroles.model.key import make_key
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.model.report import Report, ReportKind


class ReportDirective(ShowingDirective):
    """Show who carries how much, what is missing, who is told, or who decides."""

    optional_arguments = 1
    option_spec: ClassVar = {
        "for": names,
        "matrix": names,
        "stage": text,
        "handbooks": names,
        **ShowingDirective.option_spec,
    }

    def show(self) -> list[nodes.Node]:
        """Return the place of the report; nothing where nobody can tell which."""
        asked = text(self.arguments[0]) if self.arguments else ""
        kinds = {kind.value: kind for kind in ReportKind}
        kind = kinds.get(make_key(asked))
        if kind is None:
            said = f"{quoted(asked)} is no report" if asked else "no report is named"
            self.warn(f"{said}; the reports are {', '.join(kinds)}")
            return []
        roles = self.all_named(Kind.ROLE, "for")
        matrices = self.all_named(Kind.MATRIX, "matrix")
        stage = self.named(Kind.STAGE, "stage")
        limits = {"for": roles, "matrix": matrices, "stage": stage}
        if any(self.options.get(option) and not limits[option] for option in limits):
            # Limited to what is hidden: without a limit, it would say something else.
            return []
        record = Report(
            kind,
            anchor=self.make_anchor(kind.value),
            place=self.place,
            roles=roles,
            matrices=matrices,
            stage=stage,
            handbooks=self.options.get("handbooks", ()),
        )
        node = ReportNode.with_record(record)
        return [self.placeholder(node, "report", f"report-{kind}")]
