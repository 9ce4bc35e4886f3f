"""Axe finds nothing of ours, in light and dark, wide and on a phone."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

#: A page with everything, as the example handbook shows it.
HANDBOOK = Path(__file__).parents[2] / "examples" / "handbook"
PAGES = (
    *("roles-in-the-team", "idea-to-launch", "life-cycle", "products", "roadmap"),
    # All reports.
    "who-carries-what",
)
#: What is ours: the themes have findings of their own.
OURS = [[".pm"]]
RUN = """
const [ours, done] = arguments;
axe.run({include: ours}, {resultTypes: ["violations"]}).then(
  found => done(found.violations.map(v =>
    `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(" | ")}`)),
  error => done([String(error)]));
"""
UNFOLD = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
"""


@pytest.fixture(scope="module", params=["furo", "alabaster"])
def handbook(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the example handbook, built with a theme."""
    target: Path = tmp_path_factory.mktemp(request.param)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
    command += ["-D", f"html_theme={request.param}", "-d", str(target / "doctrees")]
    subprocess.run([*command, str(HANDBOOK), str(target / "html")], check=True)
    return target / "html"


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_page__has_nothing_of_ours_that_axe_finds(
    browser: Chrome, handbook: Path, page: str, scheme: str, width: int
) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get((handbook / f"{page}.html").as_uri())
    browser.execute_script(axe())
    found: Any = browser.execute_async_script(RUN, OURS)
    assert found == []
    # What is folded is hidden from axe, too.
    browser.execute_script(UNFOLD)
    found = browser.execute_async_script(RUN, OURS)
    assert found == []


def axe() -> str:
    """Return axe-core, as the package ships it."""
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
