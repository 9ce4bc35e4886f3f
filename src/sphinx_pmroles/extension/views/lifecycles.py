"""What the handbook says of a life cycle and its stages."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from sphinx_pmroles.extension.nodes import (
    ChartNode,
    LifecycleNode,
    StageNode,
    StripNode,
)
from sphinx_pmroles.extension.views.references import fact_list, reference
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Entry, Handbook, Kind
from sphinx_pmroles.model.lifecycle import Lifecycle


def show_lifecycle(handbook: Handbook, node: LifecycleNode) -> None:
    """Put the strip and each stage's computed parts into a life cycle."""
    cycle = node.record
    docname = cycle.place.docname
    for place in list(node.findall(StripNode)):
        place.replace_self(show_strip(handbook, cycle))
    for stage in node.findall(StageNode):
        contents = handbook.stage_contents(cycle, stage.record)
        if contents.decided_by:
            stage.content.insert(0, _gate(contents.decided_by, docname))
        facts = [
            (_("Activities"), contents.activities),
            (_("On the roadmap"), contents.items),
            (_("Products"), contents.products),
        ]
        stage.content.extend(fact_list(facts, docname))


def show_strip(handbook: Handbook, cycle: Lifecycle) -> ChartNode:
    """Return the strip of a life cycle, with the list of its stages as its twin."""
    docname = cycle.place.docname
    items = []
    for stage in cycle.stages:
        entry = handbook.find(Kind.STAGE, stage.key, inside=cycle.key)
        text = nodes.paragraph()
        text += reference(entry, docname) if entry else nodes.Text(stage.title)
        if cycle.is_current(stage):
            text += nodes.Text(" (" + _("current stage") + ")")
        items.append(nodes.list_item("", text))
    twin = nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
    return ChartNode.of(_with_deciders(handbook, cycle), twin)


def _with_deciders(handbook: Handbook, cycle: Lifecycle) -> Lifecycle:
    """Return the life cycle with its deciders' names as short as they get."""
    stages = []
    for stage in cycle.stages:
        role = handbook.find_role(stage.decided_by)
        name = (role.abbr or role.title) if role else stage.decided_by
        stages.append(replace(stage, decided_by=name))
    return replace(cycle, stages=tuple(stages))


def _gate(decider: Entry, docname: str) -> nodes.paragraph:
    gate = nodes.paragraph(classes=["pm-gate"])
    gate += nodes.strong("", _("Gate"))
    gate += nodes.Text(" · " + _("decided by") + " ")
    gate += reference(decider, docname)
    gate += nodes.Text(" · " + _("go, kill, hold or recycle"))
    return gate
