"""Bars as they look to who sees no colours, or not all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.charts.timeline import timeline
from sphinx_pmroles.model.period import UNDATED
from sphinx_pmroles.model.roadmap import Health, Roadmap, Status
from sphinx_pmroles.reading.dates import read_period
from tests.browser.test_legibility import (
    PIXELS,
    THEMES,
    open_page,
    sample,
    settled,
    themed,
)

#: Two bars are apart where so many pixels of one stand out from those of the other as
#: WCAG 2.2 asks of graphics (success criterion 1.4.11).  A disc and an octagon of a
#: glyph's size differ in fewer.
CONTRAST, LEAST = 3.0, 22

# The state that the title of each bar names, and where its left end and its signs are.
BARS = """
return [...document.querySelectorAll('svg a')].map(bar => {
  const r = bar.querySelector('rect,path').getBoundingClientRect();
  return [bar.querySelector('title').textContent.split(' · ').slice(1).join(', '),
          [Math.round(r.left) - 2, Math.round(r.top + scrollY) - 2,
           80, Math.round(r.height) + 4]]; });
"""

# For each pair of areas, how many pixels of one stand out from those of the other.
APART = (
    PIXELS
    + """
const [data, areas, pairs, contrast, done] = arguments;
const run = async () => {
  const context = await load(data);
  const lights = areas.map(area => {
    const d = context.getImageData(...area).data, found = [];
    for (let n = 0; n < d.length; n += 4)
      found.push(light(d[n], d[n + 1], d[n + 2]) + .05);
    return found;
  });
  done(pairs.map(([a, b]) => lights[a].filter((one, n) =>
    Math.max(one, lights[b][n]) / Math.min(one, lights[b][n]) >= contrast).length));
};
run().catch(error => done(String(error)));
"""
)


def every_state(when: str) -> Roadmap:
    """Return a roadmap with the same item in each status and health."""
    plan = sample(20, "en")
    bare = replace(
        plan.items[0],
        title="Item",
        period=read_period(when),
        progress=None,
        baseline=UNDATED,
        depends_on=(),
    )
    states = product(Status, (None, *Health))
    items = (
        replace(bare, key=f"item-{number}", status=status, health=health)
        for number, (status, health) in enumerate(states)
    )
    return replace(plan, items=tuple(items))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", ["achromatopsia", "deuteranopia"])
@pytest.mark.parametrize("when", ["2026-07", "2026-07-15"], ids=["bar", "milestone"])
def test_timeline__keeps_any_two_states_apart(
    browser: Chrome, tmp_path: Path, when: str, vision: str, theme: str
) -> None:
    roadmap = every_state(when)
    links = {item.key: "#" for item in roadmap.items}
    svg = to_svg(timeline(roadmap), ids="a", links=links)
    open_page(browser, tmp_path, themed(svg, theme))
    emulate = "Emulation.setEmulatedVisionDeficiency"
    browser.execute_cdp_cmd(emulate, {"type": vision})
    try:
        height = int(browser.execute_script("return document.body.scrollHeight"))
        picture = settled(browser, 0, height)
    finally:
        browser.execute_cdp_cmd(emulate, {"type": "none"})
    states, areas = zip(*browser.execute_script(BARS), strict=True)
    assert len(set(states)) == len(roadmap.items)
    pairs = [*combinations(range(len(states)), 2)]
    found = browser.execute_async_script(APART, picture, areas, pairs, CONTRAST)
    assert isinstance(found, list), found
    alike = [
        (states[one], states[other], pixels)
        for (one, other), pixels in zip(pairs, found, strict=True)
        if pixels < LEAST
    ]
    assert alike == []
