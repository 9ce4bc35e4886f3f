"""Directives that show the results of the benchmark, from ``data/benchmark.json``.

``{pm-benchmark}`` writes a table for each scenario, or with ``:only:`` for those whose
names begin so, ``{pm-benchmark-machine}`` what they were measured on, and
``{pm-benchmark-plot}`` draws the ratios with their goals.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "data" / "benchmark.json"
sys.path.insert(0, str(ROOT / "benchmarks"))

from judging import (  # noqa: E402 - found just above
    Figure,
    Spread,
    aim,
    read_off,
    said,
    span,
    verdict,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Where a bar ends at the right, as a ratio: longer ones are cut off there.
MOST = 1.3
STYLE = f"""\
.pm-bench{{list-style:none;margin:1em 0;padding:0;max-width:44em}}
.pm-bench li{{margin:0 0 .7em}}
.pm-bench .said{{display:flex;justify-content:space-between;gap:1em;line-height:1.3}}
.pm-bench .value{{white-space:nowrap;font-variant-numeric:tabular-nums}}
.pm-bench .track{{position:relative;height:12px;margin-top:4px;overflow:hidden}}
.pm-bench .track{{background:rgb(128 128 128/.18)}}
.pm-bench .track *{{position:absolute;top:0;bottom:0}}
.pm-bench .bar{{left:0;background:#3b7dc4}}
.pm-bench .same{{left:{100 / MOST:.2f}%;border-left:1px dashed currentColor}}
.pm-bench .goal{{width:4px;margin-left:-2px;background:#d9480f}}"""


class _Results(SphinxDirective):
    """Something that is made of the results."""

    def results(self) -> dict[str, Any]:
        """Return the results; the page changes with them."""
        if not RESULTS.exists():
            return {"machine": {}, "quick": False, "scenarios": []}
        self.env.note_dependency(str(RESULTS))
        found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
        return found


class Tables(_Results):
    """``{pm-benchmark}``: what was measured, by scenario."""

    option_spec: ClassVar[dict[str, Callable[[str], str]]] = {
        "only": directives.unchanged_required
    }

    def run(self) -> list[nodes.Node]:
        """Return the tables, each below its title."""
        results = self.results()
        results["scenarios"] = [
            entry
            for entry in results["scenarios"]
            if entry["name"].startswith(self.options.get("only", ""))
        ]
        text = "\n".join(_tables(results))
        return self.parse_text_to_nodes(text)


class Machine(_Results):
    """``{pm-benchmark-machine}``: what it was measured on, and how noisy that was."""

    def run(self) -> list[nodes.Node]:
        """Return a sentence for each."""
        found = self.results()
        if not found["scenarios"]:
            return self.parse_text_to_nodes("No results are kept here yet.")
        facts = ", ".join(f"{name} {value}" for name, value in found["machine"].items())
        noises = sorted({f"{entry['noise']:.1%}" for entry in found["scenarios"]})
        text = (
            f"Measured on: {facts}.\n"
            f"The same pages against themselves were off by {', '.join(noises)}."
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


def _read(results: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Figure, Spread]]:
    """Yield each figure with its scenario and what was found."""
    for entry in results["scenarios"]:
        for facts in entry["figures"]:
            figure = Figure(**facts)
            found = read_off(figure, entry["rounds"])
            if found is not None:
                yield entry, figure, found


def _tables(results: dict[str, Any]) -> Iterator[str]:
    for title, group in groupby(_read(results), key=lambda read: read[0]["title"]):
        rows = [["Figure", "Median", "Range", "Goal", "Result"]]
        for entry, figure, found in group:
            numbers = (said(found.median, figure.unit), span(found), aim(figure))
            judged = verdict(figure, found.median, entry["noise"])
            rows.append([figure.label, *map(_together, numbers), judged])
        filled = [n for n in range(5) if any(row[n] for row in rows[1:])]
        yield from ("", f"**{_with_code(title)}**", "")
        for row in (rows[0], ["---"] * 5, *rows[1:]):
            yield f"| {' | '.join(row[n] for n in filled)} |"
    missing = [
        f"{name}: not measured: {why}."
        for entry in results["scenarios"]
        for name, why in entry["missing"].items()
    ]
    yield from ("", *missing)


def _with_code(title: str) -> str:
    """Return the title with commands as code: elsewhere two hyphens become a dash."""
    return re.sub(r"sphinx-pmroles --\w+", r"`\g<0>`", title)


def _together(text: str) -> str:
    """Return the text with no line's end between a number and its unit."""
    return re.sub(r"(?<=[\d≤≥]) ", "\N{NO-BREAK SPACE}", text)


def _plot(results: dict[str, Any]) -> str:
    """Return the ratios that have a goal, as bars with a mark at the goal."""
    lines = [f'<style>{STYLE}</style><ul class="pm-bench">']
    for entry, figure, found in _read(results):
        if figure.unit != "×" or not _fits(figure):
            continue
        title = escape(f"{entry['title']}: {figure.label}")
        value = escape(f"{said(found.median, figure.unit)}, goal {aim(figure)}")
        bar, goal = (
            min(ratio, MOST) / MOST * 100 for ratio in (found.median, figure.goal or 0)
        )
        lines.append(
            f'<li><span class="said"><span>{title}</span>'
            f'<span class="value">{value}</span></span>'
            '<div class="track" aria-hidden="true">'
            f'<i class="bar" style="width:{bar:.1f}%"></i><i class="same"></i>'
            f'<i class="goal" style="left:{goal:.1f}%"></i></div></li>'
        )
    return "".join((*lines, "</ul>"))


def _fits(figure: Figure) -> bool:
    """Return whether a figure is a ratio to plain Sphinx that can be drawn."""
    return figure.goal is not None and not figure.at_least and figure.goal <= MOST


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("pm-benchmark", Tables)
    app.add_directive("pm-benchmark-machine", Machine)
    app.add_directive("pm-benchmark-plot", Plot)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
