"""``pm:lifecycle`` and ``pm:stage``: what a product goes through."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.directives.base import HandbookDirective, text
from sphinx_pmroles.extension.nodes import LifecycleNode, StageNode, StripNode
from sphinx_pmroles.model.handbook import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage

#: The key of the life cycle around the stage that is being read.
INSIDE = "pmroles_lifecycle"


class LifecycleDirective(HandbookDirective):
    """Define a life cycle: its stages are the ``pm:stage`` directives inside."""

    kind = Kind.LIFECYCLE
    option_spec: ClassVar = {**HandbookDirective.option_spec, "current": text}

    def run(self) -> list[nodes.Node]:
        """Return the definition with its strip and its stages."""
        label = self.title_label()
        key = self.make_key(label.astext())
        anchor = self.make_anchor(key)
        body = self._parse_stages(key)
        stages = [node for part in body for node in part.findall(StageNode)]
        if not stages:
            self.warn(
                f"the life cycle {label.astext()!r} has no stages: write each as a "
                "pm:stage directive inside it (in Markdown, give the life cycle more "
                "colons than its stages)"
            )
        node = LifecycleNode.with_record(
            Lifecycle(
                key=key,
                title=label.astext() or key,
                anchor=anchor,
                place=self.place(),
                stages=tuple(stage.record for stage in stages),
                current=self.options.get("current", ""),
                allow=self.allow,
            )
        )
        self.wrap(node, anchor, label)
        if stages:
            node.content.append(StripNode())
        node.content.extend(body)
        return [node]

    def _parse_stages(self, key: str) -> list[nodes.Node]:
        outer = self.env.temp_data.get(INSIDE)
        self.env.temp_data[INSIDE] = key
        try:
            return self.parse_body()
        finally:
            self.env.temp_data[INSIDE] = outer


class StageDirective(HandbookDirective):
    """Define a stage of the life cycle around it."""

    kind = Kind.STAGE
    option_spec: ClassVar = {**HandbookDirective.option_spec, "decided-by": text}

    def run(self) -> list[nodes.Node]:
        """Return the stage; the life cycle around it collects it."""
        inside = self.env.temp_data.get(INSIDE)
        label = self.title_label()
        key = self.make_key(label.astext())
        if inside is None:
            self.warn(
                f"the stage {label.astext()!r} is in no life cycle: "
                "put it into a pm:lifecycle directive"
            )
        anchor = self.make_anchor(inside or "", key)
        stage = Stage(
            key=key,
            title=label.astext() or key,
            anchor=anchor,
            place=self.place(),
            decided_by=self.options.get("decided-by", ""),
            allow=self.allow,
        )
        node = StageNode.with_record(stage)
        self.wrap(node, anchor, label)
        node.content.extend(self.parse_body())
        return [node]
