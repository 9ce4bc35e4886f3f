"""Charts in other languages: their own words fit, too."""

from __future__ import annotations

from collections.abc import Callable
from gettext import translation
from itertools import chain

import pytest

from sphinx_pmroles.charts.organisation import organisation_chart, organisation_pages
from sphinx_pmroles.charts.scene import Scene
from sphinx_pmroles.charts.strip import strip
from sphinx_pmroles.charts.timeline import timeline, timeline_pages
from sphinx_pmroles.extension.words import CATALOG, LOCALES
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.role import ROLE_KINDS
from tests.unit.test_charts_organisation import organisation, role
from tests.unit.test_charts_timeline import box, overlaps, sample, texts


@pytest.fixture(params=["de", "es", "fr", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    """Return one of the languages, each in turn."""
    return str(request.param)


@pytest.fixture
def words(language: str) -> Callable[[str], str]:
    """Return the translation of a chart's own words."""
    return translation(CATALOG, LOCALES, [language]).gettext


def assert_legible(scene: Scene) -> None:
    """Assert that no text is over another one or outside."""
    assert list(overlaps([box(text) for text in texts(scene)])) == []
    assert_inside(scene)


def assert_inside(scene: Scene) -> None:
    """Assert that no text is outside."""
    for left, top, right, bottom in map(box, texts(scene)):
        assert left >= 0
        assert top >= 0
        assert right <= scene.width
        assert bottom <= scene.height


@pytest.mark.parametrize("count", range(1, 16))
@pytest.mark.parametrize("width", [320, 640, 760])
def test_strip__has_room_for_the_mark(
    words: Callable[[str], str], count: int, width: int
) -> None:
    stages = tuple(
        Stage(f"s{n}", f"S{n}", f"s{n}", Place("a"), "SP") for n in range(count)
    )
    for now in (0, count - 1):
        cycle = Lifecycle("life", "Life", "", Place("a"), stages, f"s{now}")
        assert_legible(strip(cycle, words=words, width=width))


@pytest.mark.parametrize("count", [20, 300])
def test_timeline__has_room_for_its_words(
    words: Callable[[str], str], language: str, count: int
) -> None:
    roadmap = sample(count)
    whole = timeline(roadmap, words=words, locale=language)
    pages = timeline_pages(roadmap, words=words, locale=language)
    for scene in chain([whole], pages):
        assert_legible(scene)


#: A circle, a superior who is no role, one of two, and those who stand alone.
SUPERIORS = {
    "Alone": "",
    "One": "Two",
    "Two": "One",
    "Team": "Nobody",
    "Group": "Twin",
    "First": "Two",
    "Second": "Two",
}


def test_organisation_chart__has_room_for_its_words(
    words: Callable[[str], str],
) -> None:
    roles = [
        role(
            name,
            name,
            superior,
            ROLE_KINDS[number % len(ROLE_KINDS)],
            "Twin" if name in ("First", "Second") else "",
        )
        for number, (name, superior) in enumerate(SUPERIORS.items())
    ]
    chart = organisation(*roles)
    for scene in (
        organisation_chart(chart, words=words),
        organisation_chart(chart, words=words, width=320),
        *organisation_pages(chart, words=words),
    ):
        assert len(texts(scene)) > 2 * len(roles)
        # The lines of a note stand closer than those of different texts may.
        assert_inside(scene)
