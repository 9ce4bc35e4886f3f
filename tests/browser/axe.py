"""What axe-core finds of ours on the page that a browser shows."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from selenium.webdriver import Chrome

#: What axe finds, but for what is a theme's: links that are pale on its own ground or
#: hardly differ from its own text, too, and the colours of its code and notes.  None of
#: these is excused where our style sheet sets its colour.  And how the colours of such
#: links are written.  What is folded is hidden from axe, and what stands on a shade is
#: not judged by it.
_RUN = """
const [rules, done] = arguments;
const bare = document.head.appendChild(document.createElement("style"));
bare.textContent = ".pm-scroll { background-image: none !important }";
const sheet = document.querySelector("link[href*='pmroles.css']");
const parts = colour => colour.match(/[\\d.]+/g).map(Number);
const linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
const contrast = (...colours) => {
  const [low, high] = colours.map(c => light(parts(c)) + .05).sort((a, b) => a - b);
  return high / low;
};
const isClear = e => parts(getComputedStyle(e).backgroundColor)[3] === 0;
const behind = e => e.parentElement && isClear(e) ? behind(e.parentElement) : e;
const ground = e => getComputedStyle(behind(e)).backgroundColor;
const ink = e => getComputedStyle(e).color;
const run = async () => {
  const first = document.querySelector(".pm");
  if (!first) return [[], []];
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const {violations} = await axe.run(
    {include: [[".pm"]]}, {resultTypes: ["violations"], ...rules});
  const found = violations.flatMap(v => v.nodes.map(n => [v.id, n]));
  const at = n => document.querySelector(n.target[0]);
  // What our style sheet paints is ours.
  const own = colours => {
    const painted = found.map(([, n]) => colours(at(n)));
    sheet.disabled = true;
    const plain = found.map(([, n]) => colours(at(n)));
    sheet.disabled = false;
    return found.filter((_, n) => painted[n] !== plain[n]);
  };
  const inked = new Set(own(ink));
  const grounded = new Set(own(e => `${ink(e)} ${ground(e)}`));
  const page = ground(first.parentElement), text = ink(first.parentElement);
  const isTheirs = each => {
    const [id, n] = each, e = at(n);
    if (inked.has(each)) return false;
    if (id === "link-in-text-block") return contrast(ink(e), text) < 3;
    if (id !== "color-contrast") return false;
    const theirs = e.closest("code, .admonition");
    return theirs?.contains(behind(e)) && !grounded.has(each)
      || e.closest("a") && contrast(ink(e), page) < 4.5;
  };
  return [
    found.filter(each => !isTheirs(each))
      .map(([id, n]) => `${id}: ${n.html.slice(0, 120)}`),
    found.filter(each => isTheirs(each) && each[0] === "color-contrast")
      .filter(([, n]) => at(n).closest("a")).map(([, n]) => n.any[0].data.fgColor),
  ];
};
run().then(done, error => done([[String(error)], []])).finally(() => bare.remove());
"""

#: What axe is asked for: all that it knows, with a rule of WCAG that it would leave
#: out, or only what colours are to blame for.
EVERYTHING: dict[str, Any] = {"rules": {"link-in-text-block": {"enabled": True}}}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast"]}


def load_axe(browser: Chrome) -> None:
    """Bring axe to the page: what ``nox -s axe`` has of npm, or what PyPI has."""
    newest = os.environ.get("PMROLES_AXE_CORE")
    script = Path(newest) if newest else files("axe_core_python") / "axe.min.js"
    browser.execute_script(script.read_text("utf-8"))


class Findings(NamedTuple):
    """What axe found, and the colours of links that are too pale for it."""

    faults: list[str]
    pale_links: list[str]


def findings(browser: Chrome, rules: dict[str, Any] = EVERYTHING) -> Findings:
    """Return what axe finds of ours on the page, once that is unfolded."""
    load_axe(browser)
    found: Any = browser.execute_async_script(_RUN, rules)
    return Findings(*found)
