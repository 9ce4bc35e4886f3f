"""Scenes as SVG: well-formed, named, linked and safe."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from sphinx_pmroles.charts.scene import (
    Anchor,
    Fold,
    Group,
    Line,
    Polygon,
    Rect,
    Scene,
    Text,
)
from sphinx_pmroles.charts.style import FONTS, STYLES, Token, light
from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.model.link import is_safe

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
SCENE = Scene(
    200,
    100.25,
    "Plan & more",
    "2 items",
    (
        Rect(0, 0.04, 10.06, 20, "band", 4),
        Line(((1, 1), (9, 1), (9, 8), (12, 9)), "dep"),
        Polygon(((0, 0), (5, 0), (5, 5)), "gate"),
        Group(
            (Text(5, 6, "<One>", "label halo", 40, Anchor.MIDDLE),),
            link="one",
            tooltip="One & only",
        ),
        Group((Text(5, 6, "Two", "axis", 40),), link="two"),
    ),
)


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def test_to_svg__has_a_name_and_a_description() -> None:
    root = parse(to_svg(SCENE, ids="pm-3", links={}))
    title, desc = root.find("title"), root.find("desc")
    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == ("Plan & more", "2 items")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.get("id") == "pm-3-t"
    assert (root.get("viewBox"), root.get("width")) == ("0 0 200 100.2", "200")


def test_to_svg__is_an_image_without_links_and_a_group_with_them() -> None:
    assert parse(to_svg(SCENE, ids="a", links={})).get("role") == "img"
    linked = parse(to_svg(SCENE, ids="a", links={"one": "#one"}))
    assert linked.get("role") == "group"
    (link,) = linked.findall("a")
    assert link.get("href") == "#one"
    assert [child.tag for child in link] == ["title", "text"]
    assert link.findtext("title") == "One & only"
    assert len(linked.findall("g")) == 1


def test_to_svg__says_for_whom_a_stretch_is_there() -> None:
    folds = (Fold(0, 40.5, ("one", "other")), Fold(20.25, 40.5, ("other", "else")))
    scene = SCENE._replace(folds=folds)
    svg = to_svg(scene, ids="a", links={}, numbers={"one": 0, "other": 7})
    assert ' data-pm-folds="[[0,40.5,0,7],[20.2,40.5,7]]"' in svg
    assert "folds" not in to_svg(scene, ids="a", links={})


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        (Anchor.START, ' text-anchor="end" direction="rtl"'),
        (Anchor.MIDDLE, ' text-anchor="middle" direction="rtl"'),
        (Anchor.END, ' direction="rtl"'),
    ],
)
def test_to_svg__lets_a_text_run_as_its_letters_do(anchor: Anchor, said: str) -> None:
    """From its right end, which is the end of where it stands."""

    def printed(words: str) -> str:
        text = Text(5, 6, words, "label", 40, anchor)
        return to_svg(SCENE._replace(elements=(text,)), ids="a", links={})

    assert f'<text class="pm-c-label" x="5" y="6"{said}>2 سجل API<' in printed(
        "2 سجل API"
    )
    assert "rtl" not in printed("API سجل 2")


def test_to_svg__numbers_groups_and_what_joins_them() -> None:
    arrow = Group((Line(((1, 1), (9, 1)), "dep"),), joins=("one", "two"))
    scene = SCENE._replace(elements=(*SCENE.elements, arrow))
    plain = to_svg(scene, ids="a", links={"one": "#one"})
    assert "data-pm" not in plain
    # Nobody looks for what joins them: it needs no group.
    assert plain.count("<g>") == 1
    numbers = {"one": 0, "two": 1}
    svg = parse(to_svg(scene, ids="a", links={"one": "#one"}, numbers=numbers))
    found = [element.get("data-pm") for element in svg if element.get("data-pm")]
    assert found == ["0", "1", "0 1"]


def test_to_svg__prints_shapes_in_few_bytes() -> None:
    svg = to_svg(SCENE, ids="a", links={})
    for part in (
        '<rect class="pm-c-band" x="0" y="0" width="10.1" height="20" rx="4"/>',
        '<path class="pm-c-dep" d="M1 1H9V8L12 9"/>',
        '<path class="pm-c-gate" d="M0 0H5V5Z"/>',
        'x="5" y="6" text-anchor="middle">&lt;One&gt;</text>',
    ):
        assert part in svg


def test_to_svg__takes_its_colours_from_the_page() -> None:
    svg = to_svg(SCENE, ids="a", links={})
    assert "#" not in svg
    assert "<style" not in svg
    assert "style=" not in svg


def test_to_svg__brings_its_style_in_a_file() -> None:
    svg = to_svg(SCENE, ids="a", links={"one": "b.html"}, standalone=True)
    assert svg.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns=')
    root = parse(svg)
    assert root.tag == f"{SVG}svg"
    style = root.findtext(f"{SVG}style") or ""
    assert FONTS in style
    assert light(Token.INK) in style
    assert "var(" not in style
    for name in ("band", "dep", "gate", "label", "halo", "axis"):
        assert f".pm-c-{name}{{" in style
    assert ".pm-c-today" not in style
    link = root.find(f"{SVG}a")
    assert link is not None
    assert link.get(XLINK) == "b.html"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("page.html#a", True),
        ("../a/b.html", True),
        ("#a", True),
        ("https://example.org/?a=b:c", True),
        ("HTTP://example.org", True),
        ("mailto:pm@example.org", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("java\x01script:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_to_svg__leads_to_safe_places_alone(url: str, *, safe: bool) -> None:
    assert is_safe(url) is safe
    root = parse(to_svg(SCENE, ids="a", links={"one": url}))
    assert bool(root.findall("a")) is safe


def test_to_svg__escapes_everything() -> None:
    evil = "\"'<&>]]>\x00\x0b\ud800\ufffe--"
    scene = Scene(
        1, 1, evil, evil, (Group((Text(0, 0, evil, "label", 9),), "k", evil),)
    )
    for standalone in (False, True):
        svg = to_svg(scene, ids=evil, links={"k": evil}, standalone=standalone)
        root = ET.fromstring(svg.encode())  # noqa: S314 - that it parses is the test
        said = [text for text in root.itertext() if "--" in text]
        assert said == ["\"'<&>]]>--"] * 4


def test_to_svg__knows_every_style() -> None:
    shapes = tuple(Rect(0, 0, 1, 1, name) for name in STYLES)
    svg = to_svg(Scene(1, 1, "", "", shapes), ids="a", links={}, standalone=True)
    style = parse(svg).findtext(f"{SVG}style") or ""
    assert style.count(".pm-c-") == len(STYLES)
