"""Charts in other languages: their own words fit, too."""

from __future__ import annotations

from collections.abc import Callable
from gettext import translation
from itertools import chain

import pytest

from sphinx_pmroles.charts.scene import Scene
from sphinx_pmroles.charts.strip import strip
from sphinx_pmroles.charts.timeline import timeline, timeline_pages
from sphinx_pmroles.extension.words import CATALOG, LOCALES
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
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
    boxes = [box(text) for text in texts(scene)]
    assert list(overlaps(boxes)) == []
    for left, top, right, bottom in boxes:
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
