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
from sphinx_pmroles.extension.views.references import Fact, fact_list, reference
from sphinx_pmroles.extension.words import translate as _
from sphinx_pmroles.model.handbook import Entry, Handbook
from sphinx_pmroles.model.lifecycle import Criteria, Lifecycle, Stage


def show_lifecycle(handbook: Handbook, node: LifecycleNode) -> None:
    """Put the strip into a life cycle."""
    for place in node.content.children:
        if isinstance(place, StripNode):
            place.replace_self(show_strip(handbook, node.record))


def show_stage(handbook: Handbook, node: StageNode) -> None:
    """Put the gate and what is computed into a stage, and mark the current one.

    A stage outside of a life cycle has its gate, as written.
    """
    stage = node.record
    docname = stage.place.docname
    around = node.lifecycle
    if around is None:
        node.content[:0] = _gate(stage, None, docname)
        node.content.extend(fact_list(_exit(stage), docname))
        return
    cycle = around.record
    contents = handbook.stage_contents(cycle, stage)
    if stage == cycle.current_stage:
        mark = nodes.inline("", _("current stage"), classes=["pm-fact"])
        node.signature.extend([nodes.Text(" · "), mark])
    node.content[:0] = _gate(stage, contents.decided_by, docname)
    facts: list[Fact] = [
        *_exit(stage),
        (_("Activities"), contents.activities),
        (_("On the roadmap"), contents.items),
        (_("Products"), contents.products),
    ]
    node.content.extend(fact_list(facts, docname))


def show_strip(handbook: Handbook, cycle: Lifecycle) -> ChartNode:
    """Return the strip of a life cycle, with the list of its stages as its twin."""
    docname = cycle.place.docname
    drawn, items = [], []
    long_names: dict[str, str] = {}
    for stage in cycle.stages:
        contents = handbook.stage_contents(cycle, stage)
        drawn.append(replace(stage, decided_by=contents.decider))
        if contents.decided_by:
            long_names[contents.decider] = contents.decided_by.title
        text = nodes.paragraph("", "", _link(stage))
        if stage == cycle.current_stage:
            text += nodes.Text(" (" + _("current stage") + ")")
        if stage.has_gate:
            text += nodes.Text(" · " + _("gate"))
            text += _said_of_gate(stage, contents.decided_by, docname)
        items.append(nodes.list_item("", text))
    twin = nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
    shown = replace(cycle, stages=tuple(drawn))
    return ChartNode.of(shown, twin, long_names=long_names)


def _link(stage: Stage) -> nodes.reference:
    """Return a link to a stage of the same page, be its key unique or not."""
    title = nodes.Text(stage.title)
    link = nodes.reference("", "", title, internal=True, refid=stage.anchor)
    if stage.purpose:
        link["reftitle"] = f"{stage.title}: {' '.join(stage.purpose.split())}"
    return link


def _gate(stage: Stage, decider: Entry | None, docname: str) -> list[nodes.paragraph]:
    """Return the line on the gate into *stage*, if it has one."""
    if not stage.has_gate:
        return []
    line = nodes.paragraph("", "", nodes.strong("", _("Gate")), classes=["pm-gate"])
    line += _said_of_gate(stage, decider, docname)
    line += nodes.Text(" · " + _("go, kill, hold or recycle"))
    return [line]


def _said_of_gate(
    stage: Stage, decider: Entry | None, docname: str
) -> list[nodes.Node]:
    """Return who decides a gate, a role or the words as written, and on what."""
    said: list[nodes.Node] = []
    if stage.decided_by:
        who = reference(decider, docname) if decider else nodes.Text(stage.decided_by)
        said += [nodes.Text(" · " + _("decided by") + " "), who]
    if stage.entry:
        said.append(nodes.Text(" · " + _count(stage.entry)))
    return said


def _exit(stage: Stage) -> list[Fact]:
    """Return how many of the criteria for leaving *stage* are met, if it says so."""
    if stage.exit is None:
        return []
    return [(_("Exit criteria"), [nodes.paragraph("", _count(stage.exit))])]


def _count(criteria: Criteria) -> str:
    counted = _("{met} of {total} criteria met")
    return counted.format(met=criteria.met, total=criteria.total)
