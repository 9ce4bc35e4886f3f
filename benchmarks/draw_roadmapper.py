"""Draw one roadmap with roadmapper in this process, and print what it took.

    python draw_roadmapper.py ROADMAP.json TARGET.svg

ROADMAP.json holds the teams, each with its items: title, first day, last day.  Prints
the JSON that build.py prints.  Needs roadmapper alone, neither Sphinx nor ourselves.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

from roadmapper.roadmap import Roadmap  # type: ignore[import-not-found]  # a peer's
from roadmapper.timelinemode import TimelineMode  # type: ignore[import-not-found]


def draw(teams: dict[str, list[tuple[str, str, str]]], target: Path) -> None:
    """Draw the items of each team over eight quarters."""
    roadmap = Roadmap(1200, 600, show_marker=False, painter_type="svg")
    roadmap.set_title("Roadmap")
    roadmap.set_timeline(TimelineMode.QUARTERLY, start="2026-01-01", number_of_items=8)
    for team, items in teams.items():
        group = roadmap.add_group(team)
        for item in items:
            group.add_task(*item)
    roadmap.draw()
    roadmap.save(str(target))


def main() -> None:
    """Draw once, measured."""
    source, target = map(Path, sys.argv[1:])
    teams = json.loads(source.read_text("utf-8"))
    logging.disable()
    began, began_cpu = time.perf_counter(), time.process_time()
    draw(teams, target)
    result = {
        "cpu": time.process_time() - began_cpu,
        "elapsed": time.perf_counter() - began,
        "bytes": target.stat().st_size,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
