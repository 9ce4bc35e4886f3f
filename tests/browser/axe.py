"""What axe-core finds of ours on the page that a browser shows."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, NamedTuple

from selenium.webdriver import Chrome

#: What axe finds, but for the contrast of links, code and notes, whose colours are a
#: theme's; and that of links: how their colours are written.  What is folded is hidden
#: from axe.
_RUN = """
const done = arguments[0];
const run = async () => {
  if (!document.querySelector(".pm")) return [[], []];
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const {violations} = await axe.run(
    {include: [[".pm"]]}, {resultTypes: ["violations"]});
  const found = violations.flatMap(v => v.nodes.map(n => [v.id, n]));
  const isPale = within => ([id, node]) => id === "color-contrast"
    && document.querySelector(node.target[0]).closest(within);
  return [
    found.filter(n => !isPale("a, code, .admonition")(n))
      .map(([id, n]) => `${id}: ${n.html.slice(0, 120)}`),
    found.filter(isPale("a")).map(([id, n]) => n.any[0].data.fgColor),
  ];
};
run().then(done, error => done([[String(error)], []]));
"""


class Findings(NamedTuple):
    """What axe found, and the colours of links that are too pale for it."""

    faults: list[str]
    pale_links: list[str]


def findings(browser: Chrome) -> Findings:
    """Return what axe finds of ours on the page, once that is unfolded."""
    text = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    browser.execute_script(text)
    found: Any = browser.execute_async_script(_RUN)
    return Findings(*found)
