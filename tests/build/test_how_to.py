"""How-to guides that show whole files, followed to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.build.followed import follow

#: What a command says that ends with 1: it found something.
FOUND = re.compile(r"findings? in \d|Finance has no part")


@pytest.mark.parametrize(
    "guide",
    ["add-to-a-site", "adopt-from-confluence", "write-your-own-scheme-and-check"],
)
def test_guide__prints_what_it_says(guide: str, tmp_path: Path) -> None:
    _folder, runs = follow(f"how-to/{guide}.md", tmp_path)
    assert runs
    for done in runs:
        assert done.expected in done.output, done
        assert done.code == bool(FOUND.search(done.expected)), done
