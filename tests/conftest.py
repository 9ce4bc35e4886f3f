"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# No deadlines: on a machine with other work they tell of that work.  On CI the same
# examples on every run; `nox -s fuzz` asks for many others.
ON_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
settings.register_profile("usual", deadline=None, derandomize=ON_CI)
settings.register_profile("many", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("PMROLES_EXAMPLES", "usual"))

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
