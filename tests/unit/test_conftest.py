from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RequireTool = Callable[[str], Path]


def test_require_tool__returns_the_program(
    require_tool: RequireTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = Path(sys.executable)
    monkeypatch.setenv("PATH", str(python.parent))
    assert require_tool(python.name) == python


@pytest.mark.parametrize("ci", ["", "false", "0"])
def test_require_tool__skips_on_a_machine_without_it(
    require_tool: RequireTool, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match="'no-such-tool' is not installed"):
        require_tool("no-such-tool")


@pytest.mark.parametrize("ci", ["true", "1"])
def test_require_tool__fails_on_ci(
    require_tool: RequireTool, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(pytest.fail.Exception, match="on CI it must be"):
        require_tool("no-such-tool")
