"""The browser that the tests of this folder look through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

RequireTool = Callable[[str], Path]


@pytest.fixture(scope="session")
def chromium(require_tool: RequireTool) -> Iterator[Chrome]:
    """Return a headless Chromium that nothing reaches but files of this machine."""
    options = ChromeOptions()
    options.binary_location = str(require_tool("chromium"))
    for flag in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "hide-scrollbars",
    ):
        options.add_argument(f"--{flag}")
    driver = Chrome(options, ChromeService(str(require_tool("chromedriver"))))
    # Themes keep what a reader chose for all pages of a site, and all files are one.
    forget = {"source": "try { localStorage.clear() } catch {}"}
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", forget)
    # A walk by keys may leave the page for the window around it.
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def browser(chromium: Chrome) -> Chrome:
    """Return that Chromium, with nothing left of what another file had it pretend."""
    for command, arguments in (
        ("Emulation.setEmulatedMedia", {"media": "", "features": []}),
        ("Emulation.setEmulatedVisionDeficiency", {"type": "none"}),
        ("Emulation.setScriptExecutionDisabled", {"value": False}),
        ("Emulation.clearDeviceMetricsOverride", {}),
    ):
        chromium.execute_cdp_cmd(command, arguments)
    chromium.get("about:blank")
    return chromium
