"""The rules on life cycles."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_pmroles.checks import products
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Handbook


def unknown_stage(handbook: Handbook) -> Iterator[Finding]:
    """Find the current stages that are none: of life cycles, and of products."""
    yield from products.unknown_stage(handbook)
    for cycle in handbook.lifecycles:
        titles = [stage.title for stage in cycle.stages]
        if cycle.current and not any(map(cycle.is_current, cycle.stages)):
            message = (
                f":current: names {cycle.current!r}, which is no stage of "
                f"{cycle.title!r}; its stages are {', '.join(titles) or 'none'}"
            )
            yield Finding("unknown-stage", message, cycle.place, cycle.allow)


def stage_without_decider(handbook: Handbook) -> Iterator[Finding]:
    """Find the stages that nobody decides to enter.

    There is no gate before the first stage.
    """
    for cycle in handbook.lifecycles:
        for stage in cycle.stages[1:]:
            if not stage.decided_by:
                yield Finding(
                    "stage-without-decider",
                    f"nobody decides the gate into {stage.title!r}: "
                    "name a role with :decided-by:",
                    stage.place,
                    (*cycle.allow, *stage.allow),
                )
