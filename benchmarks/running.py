"""Run the cases of a scenario, in shuffled rounds, each in a process of its own."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from judging import Measures, Round
    from scenarios import Case


def run_measured(command: Sequence[str]) -> Measures:
    """Return what *command* says, in the last line that it prints."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    # Else our modules, alone in not being installed, might be compiled each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    result = subprocess.run(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured: Measures = json.loads(result.stdout.splitlines()[-1])
    return measured


def run_rounds(cases: dict[str, Case], rounds: int | None) -> list[Round]:
    """Return the measures round by round, and the counts as one round more.

    *rounds* is for all cases; without it, each has its own number.
    """
    shuffle = random.Random(2).shuffle  # noqa: S311 - an order, not a secret
    measured: list[Round] = []
    for number in range(rounds or max(case.rounds for case in cases.values())):
        order = [
            name for name, case in cases.items() if number < (rounds or case.rounds)
        ]
        shuffle(order)
        found: Round = {}
        for name in order:
            cases[name].before(number)
            found[name] = run_measured(cases[name].command)
        measured.append(found)
    counted = run_counts({name: case for name, case in cases.items() if case.counts})
    return [*measured, counted] if counted else measured


def run_counts(cases: dict[str, Case]) -> Round:
    """Return the numbers of calls; they do not waver, so all cores count at once."""
    for case in cases.values():
        case.before(0)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        commands = [_in_one_process(case.command) for case in cases.values()]
        return dict(zip(cases, pool.map(run_measured, commands), strict=True))


def _in_one_process(command: Sequence[str]) -> list[str]:
    return [*command, "--jobs", "1", "--count"]
