"""``pm:lifecycle`` and ``pm:stage``: what a product goes through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from docutils import nodes

from sphinx_pmroles.extension.audience import hidden_places
from sphinx_pmroles.extension.directives.base import HandbookDirective, text
from sphinx_pmroles.extension.nodes import LifecycleNode, StageNode, StripNode
from sphinx_pmroles.model.audience import OF_STAGES
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import STAGE_SECTIONS, Lifecycle, Stage
from sphinx_pmroles.model.messages import quoted


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a directive: the life cycle, and the title of its stage."""

    key: str
    title: str
    stage: str = ""


#: Where the life cycle around what is being read is kept.
AROUND = "pmroles_around"


class _Nested(HandbookDirective):
    """A directive that must know what it stands in."""

    @property
    def whole_key(self) -> str:
        """The key of the life cycle around it."""
        return self.around.key if self.around else ""

    @property
    def around(self) -> Around | None:
        """The life cycle and the stage that this stands in."""
        around: Around | None = self.env.temp_data.get(AROUND)
        return around


class LifecycleDirective(_Nested):
    """Define a life cycle: its stages are the ``pm:stage`` directives inside."""

    kind = Kind.LIFECYCLE
    option_spec: ClassVar = {**HandbookDirective.option_spec, "current": text}

    def show(self) -> list[nodes.Node]:
        """Return the definition with its strip and its stages."""
        label = self.title_label()
        key = self.make_key(label.words)
        anchor = self.make_anchor(key)
        cycle = Lifecycle(
            key=key,
            title=label.words or key,
            anchor=anchor,
            place=self.place(),
            # They are collected when their texts are translated.
            stages=(),
            current=self.named(Kind.STAGE, "current", key),
            allow=self.allow,
        )
        if self.around:
            self.warn(
                f"the life cycle {quoted(cycle.title)} is inside the life cycle "
                f"{quoted(self.around.title)}: put it after that one"
            )
        node = LifecycleNode.with_record(cycle)
        self.wrap(node, anchor, label)
        with self.inside(AROUND, Around(key, cycle.title)):
            node.content.extend(self.parse_body())
        if node.stages:
            node.content.insert(0, StripNode())
        elif not hidden_places(node):
            self.warn(
                f"the life cycle {quoted(cycle.title)} has no stages: write each as a "
                "pm:stage directive inside it (in Markdown, give the life cycle more "
                "colons than its stages)"
            )
        return [node]


class StageDirective(_Nested):
    """Define a stage of the life cycle around it."""

    kind = Kind.STAGE
    known_sections = STAGE_SECTIONS
    option_spec: ClassVar = {**HandbookDirective.option_spec, "decided-by": text}

    def show(self) -> list[nodes.Node]:
        """Return the stage; the life cycle around it collects it."""
        around = self.around
        label = self.title_label()
        key = self.make_key(label.words)
        anchor = self.make_anchor(around.key if around else "", key)
        decided_by = self.named(Kind.ROLE, "decided-by")
        allow = self.allow
        if decided_by != self.options.get("decided-by", ""):
            allow += OF_STAGES
        stage = Stage(
            key=key,
            title=label.words or key,
            anchor=anchor,
            place=self.place(),
            decided_by=decided_by,
            allow=allow,
        )
        if around is None:
            self.warn(
                f"the stage {quoted(stage.title)} is in no life cycle: "
                "put it into a pm:lifecycle directive"
            )
        elif around.stage:
            self.warn(
                f"the stage {quoted(stage.title)} is inside the stage "
                f"{quoted(around.stage)}: close that one before it"
            )
        node = StageNode.with_record(stage)
        self.wrap(node, anchor, label)
        inner = replace(around, stage=stage.title) if around else None
        with self.inside(AROUND, inner):
            node.content.extend(self.parse_body())
        return [node]
