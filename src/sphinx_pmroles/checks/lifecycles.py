"""The rules on life cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinx_pmroles.checks import products
from sphinx_pmroles.checks.names import Faults
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.lifecycle import Lifecycle
from sphinx_pmroles.model.matrix import Activity
from sphinx_pmroles.model.messages import listed, nearest, quoted
from sphinx_pmroles.model.roadmap import Item


def unknown_stage(handbook: Handbook) -> Iterator[Finding]:
    """Find what names no stage, or several: current stages, and the columns *Stage*.

    Words in such a column may be no stages of a life cycle at all: those that name
    none are found only where others of the column do.
    """
    yield from products.unknown_stage(handbook)
    for cycle in handbook.lifecycles:
        if cycle.stages and cycle.current and not cycle.current_stage:
            message = f":current: names {quoted(cycle.current)}, {_not_current(cycle)}"
            yield Finding("unknown-stage", message, cycle.place, cycle.allow)
    fault = Faults(handbook)
    for matrix in handbook.matrices:
        yield from _in_column(handbook, matrix.activities, matrix.allow, fault)
    for roadmap in handbook.roadmaps:
        yield from _in_column(handbook, roadmap.items, roadmap.allow, fault)


def _not_current(cycle: Lifecycle) -> str:
    """Return what is wrong with the current stage of *cycle*, and the cure."""
    several = listed(stage.key for stage in cycle.named(cycle.current))
    if several:
        return f"which is the title of more than one stage: {several}: write the id"
    titles = {fold(stage.title): stage.title for stage in reversed(cycle.stages)}
    near = nearest(fold(cycle.current), titles)
    all_titles = listed(stage.title for stage in cycle.stages)
    said = f"which is no stage of {quoted(cycle.title)}"
    if near:
        guess = quoted(titles[near])
        return f"{said}: did you mean {guess}? Its stages are {all_titles}"
    return f"{said}; its stages are {all_titles}"


def _in_column(
    handbook: Handbook,
    rows: Iterable[Activity | Item],
    allow: tuple[str, ...],
    fault: Faults,
) -> Iterator[Finding]:
    """Yield the first row of each name in a column *Stage* that names no one stage."""
    first: dict[str, Activity | Item] = {}
    for row in rows:
        if row.stage:
            first.setdefault(fold(row.stage), row)
    found = {
        name: handbook.stages_named(name, row.place.docname)
        for name, row in first.items()
    }
    if not any(found.values()):
        return
    for name, row in first.items():
        if len(found[name]) != 1:
            message = f"the column Stage: {fault.of(Kind.STAGE, row.stage)}"
            own = row.allow if isinstance(row, Item) else ()
            yield Finding("unknown-stage", message, row.place, (*allow, *own))


def stage_without_decider(handbook: Handbook) -> Iterator[Finding]:
    """Find the stages that nobody decides to enter.

    There is no gate before the first stage.
    """
    for cycle in handbook.lifecycles:
        for stage in cycle.stages[1:]:
            if not stage.decided_by:
                yield Finding(
                    "stage-without-decider",
                    f"nobody decides the gate into {quoted(stage.title)}: "
                    "name a role with :decided-by:",
                    stage.place,
                    (*cycle.allow, *stage.allow),
                )
