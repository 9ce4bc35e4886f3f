"""The benchmark runs, and what it writes holds what it says: in its smallest form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "benchmarks" / "bench.py"


def test_benchmark__measures_and_resumes(tmp_path: Path) -> None:
    output = tmp_path / "benchmark.json"
    command = [sys.executable, str(BENCH), "--quick", "--only", "set-up"]
    command += ["--output", str(output)]

    def run(*options: str) -> str:
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=True
        )
        return done.stdout

    assert "sphinx_pmroles" in run()
    results = json.loads(output.read_text("utf-8"))
    (scenario,) = results["scenarios"]
    assert scenario["rounds"][0]["sphinx_pmroles"]["cpu"] > 0
    # What is finished is not measured again.
    assert "Import and set-up" not in run("--resume")
    assert json.loads(output.read_text("utf-8"))["scenarios"] == [scenario]
