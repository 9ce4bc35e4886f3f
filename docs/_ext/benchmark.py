"""Directives that show the results of the benchmark, from ``data/benchmark.json``.

``{pm-benchmark}`` writes a table for each scenario, ``{pm-benchmark-machine}`` what
they were measured on, and ``{pm-benchmark-plot}`` draws the ratios with their goals.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "data" / "benchmark.json"
sys.path.insert(0, str(ROOT / "benchmarks"))

from judging import Figure, Spread, read_off, verdict  # noqa: E402 - found just above

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: The plot: px of its names, of one that is as much as the other, and of a line.
NAMES, ONCE, LINE = 300, 300, 22
#: Longer bars end in a point.
MOST = 1.3
ALTERNATIVE = "Ratios to plain Sphinx with their goals: the tables say the same"
STYLE = """\
.pm-bench{max-width:100%}.pm-bench text{font:13px sans-serif;fill:currentColor}
.pm-bench .bar{fill:#2f6db5}.pm-bench .goal{stroke:#c2410c;stroke-width:3}
.pm-bench .same{stroke:currentColor;stroke-dasharray:3 3}"""


class _Results(SphinxDirective):
    """Something that is made of the results."""

    def results(self) -> dict[str, Any]:
        """Return the results; the page changes with them."""
        if not RESULTS.exists():
            return {"machine": {}, "noise": 0.0, "quick": False, "scenarios": []}
        self.env.note_dependency(str(RESULTS))
        found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
        return found


class Tables(_Results):
    """``{pm-benchmark}``: what was measured, by scenario."""

    def run(self) -> list[nodes.Node]:
        """Return the tables, each below its title."""
        text = "\n".join(_tables(self.results()))
        return self.parse_text_to_nodes(text)


class Machine(_Results):
    """``{pm-benchmark-machine}``: what it was measured on, and how noisy that was."""

    def run(self) -> list[nodes.Node]:
        """Return a sentence for each."""
        found = self.results()
        if not found["scenarios"]:
            return self.parse_text_to_nodes("No results are kept here yet.")
        facts = ", ".join(f"{name} {value}" for name, value in found["machine"].items())
        text = (
            f"Measured on: {facts}.\n"
            f"The same pages against themselves were off by {found['noise']:.1%}."
        )
        if found["quick"]:
            text += "\n**This was a quick run of small sites: its numbers say little.**"
        return self.parse_text_to_nodes(text)


class Plot(_Results):
    """``{pm-benchmark-plot}``: ratios as bars, for HTML; elsewhere the tables do."""

    def run(self) -> list[nodes.Node]:
        """Return the drawing."""
        found = self.results()
        if not found["scenarios"]:
            return []
        return [nodes.raw("", _plot(found), format="html")]


def _read(results: dict[str, Any]) -> Iterator[tuple[str, Figure, Spread]]:
    """Yield each figure with the title of its scenario and what was found."""
    for entry in results["scenarios"]:
        for facts in entry["figures"]:
            figure = Figure(**facts)
            found = read_off(figure, entry["rounds"])
            if found is not None:
                yield entry["title"], figure, found


def _tables(results: dict[str, Any]) -> Iterator[str]:
    before = ""
    for title, figure, found in _read(results):
        if title != before:
            yield from ("", f"**{title}**", "", "| Figure | Median | Range | Goal | |")
            yield "| --- | --- | --- | --- | --- |"
            before = title
        goal = "" if figure.goal is None else f"≤ {figure.goal:g} {figure.unit}"
        said = verdict(figure, found.median, results["noise"])
        span = f"{found.low:.2f} to {found.high:.2f}"
        middle = f"{found.median:.2f} {figure.unit}"
        yield f"| {figure.label} | {middle} | {span} | {goal} | {said} |"
    missing = [
        f"{name}: not measured: {why}."
        for entry in results["scenarios"]
        for name, why in entry["missing"].items()
    ]
    yield from ("", *missing)


def _plot(results: dict[str, Any]) -> str:
    """Return the ratios that have a goal, as bars with a mark at the goal."""
    shown = [
        each for each in _read(results) if each[1].unit == "×" and _fits(each[1].goal)
    ]
    width, height = NAMES + MOST * ONCE + 70, LINE * (2 * len(shown) + 1)
    same = NAMES + ONCE
    lines = [
        f'<svg class="pm-bench" role="img" viewBox="0 0 {width:g} {height}"',
        f' aria-label="{ALTERNATIVE}"><style>{STYLE}</style>',
        f'<path class="same" d="M{same} 0V{height}"/>',
    ]
    for number, (title, figure, found) in enumerate(shown):
        top = LINE * 2 * number + 4
        length = min(found.median, MOST) * ONCE
        goal = NAMES + (figure.goal or 0) * ONCE
        said = f"{escape(title)}: {escape(figure.label)}"
        end = NAMES + length + 6
        lines += [
            f'<text x="0" y="{top + 13}">{said}</text>',
            f'<path class="bar" d="M{NAMES} {top + 20}h{length:.1f}v14H{NAMES}z"/>',
            f'<path class="goal" d="M{goal:.1f} {top + 17}v20"/>',
            f'<text x="{end:.1f}" y="{top + 32}">{found.median:.2f}</text>',
        ]
    return "".join((*lines, "</svg>"))


def _fits(goal: float | None) -> bool:
    return goal is not None and goal <= MOST


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("pm-benchmark", Tables)
    app.add_directive("pm-benchmark-machine", Machine)
    app.add_directive("pm-benchmark-plot", Plot)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
