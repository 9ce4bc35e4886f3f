"""Measure what the extension costs, beside what it replaces: all in one run.

Each scenario has cases that are run in rounds, shuffled within each and compared within
it; what is said is the median with its range.  First the same pages are measured
against themselves: where that is off by more than 5 %, the machine is noisy, and no
ratio of times within that error is judged.  Numbers of calls do not waver.

What is measured is written after each scenario, so that nothing finished is lost:
--resume goes on from there, and --only measures some groups anew and keeps the others.
Each scenario keeps how noisy the machine was in the run that measured it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from judging import Figure, aim, noise_of, read_off, said, span, verdict
from peers import Environment
from running import run_measured, run_rounds
from scenarios import Scenario, Workshop, itself, probe, scenarios

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "build" / "benchmark.json"
#: By how much the sites of --quick are smaller.
QUICK = 20
#: Raised when what is written becomes another.
FORMAT = 2


def machine() -> dict[str, str]:
    """Return what the numbers were measured on; nothing that names the machine."""
    model = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    versions = {name: version(name) for name in ("sphinx", "docutils", "myst-parser")}
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
        **versions,
    }


def measure(scenario: Scenario, rounds: int | None) -> dict[str, Any]:
    """Return a scenario with its rounds, as JSON has it."""
    began = time.monotonic()
    measured = run_rounds(scenario.cases, rounds)
    return {
        "name": scenario.name,
        "title": scenario.title,
        "missing": scenario.missing,
        "figures": [asdict(figure) for figure in scenario.figures],
        "rounds": measured,
        "took": round(time.monotonic() - began),
    }


def earlier(output: Path, run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what *output* holds, by name; only what such a *run* measured is kept."""
    if not output.exists():
        return {}
    results = json.loads(output.read_text("utf-8"))
    if {name: results.get(name) for name in run} != run:
        raise SystemExit(
            f"{output} holds what another machine, other versions or other sizes gave: "
            "name another --output, or measure all anew"
        )
    return {entry["name"]: entry for entry in results["scenarios"]}


def show(entry: dict[str, Any]) -> None:
    """Print what a scenario says."""
    print(f"\n{entry['title']} ({entry['took']} s)")
    for facts in entry["figures"]:
        figure = Figure(**facts)
        found = read_off(figure, entry["rounds"])
        if found is None:
            continue
        goal = f"goal {aim(figure)}: " if figure.goal is not None else ""
        print(
            f"  {figure.label:46}{said(found.median, figure.unit):>16} "
            f"({span(found)}) {goal}{verdict(figure, found.median, entry['noise'])}"
        )
    for name, why in entry["missing"].items():
        print(f"  {name}: not measured: {why}")


def save(results: dict[str, Any], output: Path) -> None:
    """Write the results, so that an interruption leaves the old or the new."""
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = output.with_suffix(".new")
    fresh.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    fresh.replace(output)


def main() -> None:
    """Measure what is chosen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small sites, one round")
    parser.add_argument("--only", default="", help="groups whose name holds this")
    parser.add_argument("--rounds", type=int, help="so many rounds of everything")
    parser.add_argument("--resume", action="store_true", help="keep what is measured")
    parser.add_argument("--offline", action="store_true", help="install no peers")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    options = parser.parse_args()
    rounds = options.rounds or (1 if options.quick else None)
    run = {"format": FORMAT, "machine": machine(), "quick": options.quick}
    some = options.resume or options.only
    entries = earlier(options.output, run) if some else {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # The same folder each time: under nox, what is installed is found again.
        peers = Path(tempfile.gettempdir()) / "pmroles-peers"
        environment = Environment(peers, offline=options.offline)
        shop = Workshop(folder, environment, QUICK if options.quick else 1)
        # Fills the caches, of the disk and of compiled modules.
        run_measured(probe("html", shop.pages(5, ours=True)))
        first = measure(itself(shop), rounds)
        noise = noise_of(first["rounds"], "A", "A again")
        print(f"The same pages against themselves: off by {noise:.1%}", flush=True)
        groups = dict(scenarios(shop))
        for group, make in groups.items():
            if options.only not in group:
                continue
            for scenario in make():
                if options.resume and scenario.name in entries:
                    continue
                entry = measure(scenario, rounds) | {"group": group, "noise": noise}
                entries[scenario.name] = entry
                order = sorted(entries.values(), key=partial(_position, list(groups)))
                save(run | {"scenarios": order}, options.output)
                show(entry)
    print(f"\nWritten: {options.output}")


def _position(groups: list[str], entry: dict[str, Any]) -> int:
    return groups.index(entry["group"])


if __name__ == "__main__":
    main()
