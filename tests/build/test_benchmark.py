"""The benchmark runs, and what it writes holds what it says: in its smallest form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench import FORMAT, earlier, machine
from benchmark import _plot, _tables
from peers import Environment
from scenarios import Workshop, handbooks

BENCH = Path(__file__).parents[2] / "benchmarks" / "bench.py"


def test_benchmark__measures_some_beside_what_was_measured(tmp_path: Path) -> None:
    output = tmp_path / "benchmark.json"
    command = [sys.executable, str(BENCH), "--quick", "--offline", "--only", "set-up"]
    command += ["--output", str(output)]
    before = {"name": "before", "group": "handbook", "noise": 0.3, "took": 1}
    facts = {"format": FORMAT, "machine": machine(), "quick": True}
    output.write_text(json.dumps({**facts, "scenarios": [before]}), "utf-8")

    def run(*options: str) -> str:
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=True
        )
        return done.stdout

    said = run()
    assert "sphinx_pmroles" in said
    assert "sphinx-needs: not measured: nothing was to be installed" in said
    results = json.loads(output.read_text("utf-8"))
    # In the order of the groups; what another run measured keeps the noise of that.
    set_up, helping, kept = results["scenarios"]
    assert set_up["rounds"][0]["sphinx_pmroles"]["cpu"] > 0
    assert helping["rounds"][0]["help"]["cpu"] > 0
    assert kept == before
    # What is finished is not measured again.
    assert "Import and set-up" not in run("--resume")
    assert json.loads(output.read_text("utf-8")) == results


def test_benchmark__keeps_no_results_of_another_machine(tmp_path: Path) -> None:
    output = tmp_path / "benchmark.json"
    run = {"format": FORMAT, "machine": {"cores": "64"}, "quick": False}
    output.write_text(json.dumps({**run, "scenarios": [{"name": "a"}]}), "utf-8")
    assert earlier(output, run) == {"a": {"name": "a"}}
    with pytest.raises(SystemExit, match="another machine"):
        earlier(output, {**run, "machine": {"cores": "2"}})


def test_benchmark__is_shown_with_its_goals_and_its_noise() -> None:
    figures = [
        {"label": "CPU", "measure": "cpu", "over": "a", "under": "b", "goal": goal}
        for goal in (0.5, 1.1)
    ]
    entry = {
        "title": "Two <pages>",
        "figures": figures,
        "rounds": [{"a": {"cpu": 1.0}, "b": {"cpu": 1.0}}],
        "missing": {"c": "no npm"},
        "noise": 0.2,
    }
    results = {"scenarios": [entry, {**entry, "title": "Three", "noise": 0.0}]}
    rows = [row for row in _tables(results) if row.startswith("| CPU")]
    # A number and its unit stay on one line.
    assert [row.replace("\N{NO-BREAK SPACE}", "_") for row in rows] == [
        "| CPU | 1.00_× | once | ≤_0.5_× | not met |",
        "| CPU | 1.00_× | once | ≤_1.1_× | too noisy to say |",
        "| CPU | 1.00_× | once | ≤_0.5_× | not met |",
        "| CPU | 1.00_× | once | ≤_1.1_× | met |",
    ]
    drawing = _plot(results)
    assert drawing.count("<li>") == 4
    assert "Two &lt;pages&gt;: CPU" in drawing
    assert 'style="left:38.5%"' in drawing


@pytest.mark.parametrize("less", [1, 20])
def test_benchmark__grows_by_the_same_step_twice(tmp_path: Path, less: int) -> None:
    environment = Environment(tmp_path, offline=True)
    few, some, many = handbooks(Workshop(tmp_path, environment, less))
    assert many == 5000 // less
    assert some / few == pytest.approx(many / some, rel=0.05)
    assert some / few > 2
