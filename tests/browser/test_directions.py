"""Names that are written from right to left, on a page that is not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

CONF = """\
extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
"""
#: A product manager, a designer and an analyst.
NAMES = ("مدير المنتج", "مصمم", "محلل")
PAGE = f"""\
# Team

:::{{pm:role}} Head
:::

{
    "".join(
        f'''
:::{{pm:role}} {name}
:reports-to: Head
:::
'''
        for name in NAMES
    )
}
"""
#: The links to them that stand on one line, from left to right.
PLACES = """
const names = arguments[0];
const links = [...document.querySelectorAll("dl.pm-facts a")]
  .filter(link => names.includes(link.textContent));
return links.map(link => link.getBoundingClientRect())
  .map(box => [Math.round(box.top), Math.round(box.left)]);
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page with names in Arabic."""
    root: Path = tmp_path_factory.mktemp("directions")
    (root / "index.md").write_text(PAGE, encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html"]
    subprocess.run([*command, str(root), str(root / "html")], check=True)
    return (root / "html" / "index.html").as_uri()


def test_names__come_in_the_order_of_the_page_whatever_their_own(
    browser: Chrome, page: str
) -> None:
    browser.set_window_size(1280, 900)
    browser.get(page)
    places = browser.execute_script(PLACES, list(NAMES))
    assert len(places) == len(NAMES)
    assert len({top for top, _left in places}) == 1
    assert places == sorted(places)
