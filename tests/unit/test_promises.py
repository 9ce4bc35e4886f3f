"""The page that says how each promise is kept names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "what-is-promised.md"


def test_promises__name_tests_that_are_there() -> None:
    names = re.findall(r"`(tests/[^`]+)`", PAGE.read_text(encoding="utf-8"))
    assert len(names) > 10
    assert [name for name in names if not (ROOT / name).is_file()] == []


def test_promises__name_sessions_that_are_there() -> None:
    names = re.findall(r"`nox -s (\w+)`", PAGE.read_text(encoding="utf-8"))
    jobs = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    assert names
    assert [name for name in names if f"\ndef {name}(" not in jobs] == []
