"""Tables in all notations, each letter compared with what a person read there.

Beside each table of ``tests/data/matrices`` stands what it says, written by hand: a
line an activity, ``title; participant=letters (note); …``, under ``# group``.  A line
``! words`` is a warning that the table is to give; no table may give another.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_pmroles.checks.table import CHECKS

KINDS = Path(__file__).parents[1] / "data" / "matrices"
NAMES = sorted(path.stem for path in KINDS.glob("*.expected"))

#: What is said of an activity: its group, and letters and notes by participant.
Said = tuple[str, str, dict[str, tuple[str, str]]]

CONF = {
    "extensions": ["myst_parser", "sphinx_pmroles"],
    "myst_enable_extensions": ["colon_fence"],
    "pmroles_schemes": {
        "own-scheme": {
            "letters": {
                "R": "Responsible",
                "A": "Accountable",
                "X": "Expert",
                "XO": "Outside expert",
            },
            "owner": "A",
            "doer": "R",
        }
    },
    "pmroles_checks": {
        name: False
        for name in CHECKS
        if name not in ("unreadable-cell", "look-alike-letter")
    },
    # Prose and headings in a body may be anything that MyST has something to say on.
    "suppress_warnings": ["toc.not_included", "myst.header"],
}


class Built:
    """What all tables say together: the inventory, and the warnings by page."""

    def __init__(self, root: Path) -> None:
        source = root / "source"
        shutil.copytree(KINDS, source, ignore=shutil.ignore_patterns("*.expected"))
        (source / "index.md").write_text("# Kinds\n", encoding="utf-8")
        warnings = io.StringIO()
        with patch_docutils(str(source)), docutils_namespace():
            Sphinx(
                srcdir=str(source),
                confdir=None,
                outdir=str(root / "out"),
                doctreedir=str(root / "doctrees"),
                buildername="pmroles",
                confoverrides=CONF,
                status=None,
                warning=warnings,
            ).build()
        text = (root / "out" / "pmroles.json").read_text(encoding="utf-8")
        self.matrices: dict[str, Any] = json.loads(text)["matrices"]
        plain = re.sub("\x1b\\[[0-9;]*m", "", warnings.getvalue())
        self.warnings: dict[str, list[str]] = {}
        for line in plain.splitlines():
            page = Path(line.partition(":")[0]).stem
            self.warnings.setdefault(page, []).append(line)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All tables, built once."""
    return Built(tmp_path_factory.mktemp("kinds"))


def expected(name: str) -> tuple[list[Said], list[str]]:
    """Return what a person read in a table, and the warnings that it is to give."""
    said: list[Said] = []
    warnings: list[str] = []
    group = ""
    text = (KINDS / f"{name}.expected").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("# "):
            group = line[2:]
        elif line.startswith("! "):
            warnings.append(line[2:])
        else:
            title, *parts = line.split("; ")
            cells = {}
            for part in parts:
                match = re.fullmatch(r"(.*?)=([A-Z/]*) ?(?:\((.*)\))?", part)
                assert match, part
                cells[match[1]] = (match[2], match[3] or "")
            said.append((title, group, cells))
    return said, warnings


def found(matrix: dict[str, Any]) -> list[Said]:
    """Return what the inventory says of a matrix, in the same form."""
    return [
        (
            activity["title"],
            activity["group"] or "",
            {
                key: (
                    "/".join(activity["assignments"].get(key, [])),
                    activity["notes"].get(key, ""),
                )
                for key in matrix["participants"]
                if key in activity["assignments"] or key in activity["notes"]
            },
        )
        for activity in matrix["activities"]
    ]


def test_kinds__are_thirty_at_least() -> None:
    assert len(NAMES) >= 30
    sources = [path for path in KINDS.iterdir() if path.suffix != ".expected"]
    assert sorted(path.stem for path in sources) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_kind__says_every_letter(name: str, built: Built) -> None:
    said, warnings = expected(name)
    assert found(built.matrices[name]) == said
    given = built.warnings.get(name, [])
    assert len(given) == len(warnings), given
    for words in warnings:
        assert any(words in line for line in given)
    for line in given:
        assert re.match(r".*\.(md|rst):\d+: WARNING", line)
