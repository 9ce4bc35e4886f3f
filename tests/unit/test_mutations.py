"""The list of what is broken on purpose fits the sources and the tests."""

from __future__ import annotations

import ast
import shlex
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


def test_mutations__name_tests_that_are_there() -> None:
    wrong = []
    for test in {mutation["test"] for mutation in MUTATIONS}:
        path, _, name = shlex.split(test)[0].partition("[")[0].partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if hasattr(node, "name")}
        if name and name not in names:
            wrong.append(test)
    assert wrong == []


def test_mutations__are_listed_once_each() -> None:
    promises = [mutation["promise"] for mutation in MUTATIONS]
    assert len(set(promises)) == len(promises)
