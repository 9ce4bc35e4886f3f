"""The list of what is broken on purpose fits the sources and the tests."""

from __future__ import annotations

import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LIST = ROOT / "tests" / "mutations.toml"
MUTATIONS: list[dict[str, Any]] = tomllib.loads(LIST.read_text("utf-8"))["mutation"]

pytestmark = pytest.mark.skipif(
    not (ROOT / "src").is_dir(), reason="the sources are not here: it is installed"
)


def test_mutations__change_one_place_each() -> None:
    wrong = []
    for mutation in MUTATIONS:
        text = (ROOT / mutation["file"]).read_text(encoding="utf-8")
        if text.count(mutation["old"]) != 1 or mutation["old"] == mutation["new"]:
            wrong.append((mutation["file"], mutation["old"]))
    assert wrong == []


def chosen(test: str, names: list[str]) -> list[str]:
    """Return those of the *names* that pytest would run, told to run *test*."""
    place, *options = shlex.split(test)
    found = [name for name in names if name == place or name.startswith(place + ":")]
    found = found or [name for name in names if name.startswith(place + "[")]
    if not options:
        return found
    _, words = options
    wanted = [each.split(" and ") for each in words.split(" or ")]
    return [
        name
        for name in found
        if any(all(word in name for word in each) for each in wanted)
    ]


@pytest.mark.slow
def test_mutations__name_tests_that_are_there() -> None:
    tests = {mutation["test"] for mutation in MUTATIONS}
    files = {test.partition("::")[0].partition(" ")[0] for test in tests}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *sorted(files)]
    listed = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert listed.returncode == 0, listed.stdout
    names = listed.stdout.splitlines()
    assert [test for test in tests if not chosen(test, names)] == []


def test_mutations__are_listed_once_each() -> None:
    promises = [mutation["promise"] for mutation in MUTATIONS]
    assert len(set(promises)) == len(promises)
