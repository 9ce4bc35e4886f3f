"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

RequireTool = Callable[[str], Path]


@pytest.fixture(scope="session")
def require_tool() -> RequireTool:
    """Return a function that finds a program by name, or ends the test.

    On a user's machine the test is skipped, with the reason.  On CI (the environment
    variable ``CI`` is set) it fails: there everything is installed, and a test that is
    skipped would be a test that nobody runs.
    """

    def require(name: str) -> Path:
        found = shutil.which(name)
        if found is None:
            missing = f"the program {name!r} is not installed"
            if os.environ.get("CI", "").lower() in ("", "0", "false"):
                pytest.skip(missing)
            pytest.fail(f"{missing}, and on CI it must be", pytrace=False)
        return Path(found)

    return require
