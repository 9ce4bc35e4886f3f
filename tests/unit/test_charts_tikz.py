"""Scenes as TikZ: escaped, linked, scaled, and compiled where LaTeX is at hand."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.charts.scene import Anchor, Group, Line, Polygon, Rect, Scene, Text
from sphinx_pmroles.charts.style import LABEL, SMALL, STYLES
from sphinx_pmroles.charts.tikz import escape_tex, to_tikz
from sphinx_pmroles.charts.timeline import PAGE_WIDTH, timeline_pages
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.roadmap import Column, Field, Health, Item, Roadmap, Status
from sphinx_pmroles.reading.dates import read_period

RequireTool = Callable[[str], Path]
SPECIALS = r"""\{}$&#%_~^<>|"'`-"""
HOSTILE = (
    r"\input{/etc/passwd} \write18{x}",
    SPECIALS,
    "100 % of A&B_C #1 $5 ~x ^y <z> |",
    "fi--ffl--- ``q'' ?` !`",
    "x" * 500,
    "a\nb\n\nc \x00",
)


def scene(*elements: Rect | Line | Polygon | Text | Group) -> Scene:
    return Scene(640, 100, "Plan", "", elements)


def test_escape_tex__leaves_no_special_bare() -> None:
    escaped = escape_tex(SPECIALS)
    rest = re.sub(r"\\text[a-z]+\{\}|\\[{}$&#%_]", "", escaped)
    assert rest == "-"
    assert escape_tex("a--b") == r"a-\kern0pt{}-b"


@given(st.text(max_size=60))
def test_escape_tex__is_balanced_and_in_one_line(text: str) -> None:
    escaped = escape_tex(text)
    bare = re.sub(r"\\[{}]", "", escaped)
    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"[\x00-\x1f]", escaped)
    commands = set(re.findall(r"\\([a-zA-Z]+)", escaped))
    assert all(re.fullmatch(r"text[a-z]+|kern", name) for name in commands)


def test_to_tikz__prints_each_kind_of_shape() -> None:
    tikz = to_tikz(
        scene(
            Rect(0, 1, 10, 20, "band", 4),
            Line(((1, 2.25), (3, 4)), "dep"),
            Polygon(((0, 0), (5, 0), (5, 5)), "gate"),
            Text(5, 6, "50 %", "label", 40, Anchor.MIDDLE),
        ),
        links={},
    )
    assert r"\path[pm band,rounded corners=4\pmpx] (0,1) rectangle (10,21);" in tikz
    assert r"\path[pm dep] (1,2.25) -- (3,4);" in tikz
    assert r"\path[pm gate] (0,0) -- (5,0) -- (5,5) -- cycle;" in tikz
    assert re.search(r"\\node\[anchor=base,.*\] at \(5,6\) \{.*50 \\%\}\};", tikz)
    assert "hyperref" not in tikz.partition(r"\begin{tikzpicture}")[2]


def test_to_tikz__declares_each_style_that_it_uses() -> None:
    shapes = (Rect(0, 0, 1, 1, f"{name} low") for name in STYLES)
    tikz = to_tikz(scene(*shapes), links={})
    for name in STYLES:
        assert f"pm {name} low".replace("-", " ") + "/.style={" in tikz


def test_to_tikz__links_texts_and_shapes() -> None:
    group = Group((Rect(0, 0, 9, 9, "band"), Text(1, 2, "One", "label", 9)), "one")

    def links_made(links: dict[str, str]) -> list[str]:
        picture = to_tikz(scene(group), links=links).partition(r"\begin{tikz")[2]
        pattern = r"\\(?:pmlink\{)?\\?(?:hyperref\[[^]]*\]|href\{[^}]*\})"
        return re.findall(pattern, picture)

    assert links_made({"one": "a:pm-item-one"}) == [
        r"\pmlink{\hyperref[a:pm-item-one]",
        r"\hyperref[a:pm-item-one]",
    ]
    assert links_made({"one": "https://a.org/x%20y/~z.html?a=1&b#c"}) == [
        r"\pmlink{\href{https://a.org/x\%20y/\%7Ez.html?a=1\&b\#c}",
        r"\href{https://a.org/x\%20y/\%7Ez.html?a=1\&b\#c}",
    ]
    assert links_made({"two": "x"}) == []
    assert links_made({"one": r"x}\input{y"}) == []
    (link, _text) = links_made({"one": r"https://a.org/}\input{y}"})
    assert link == r"\pmlink{\href{https://a.org/\%7D\%5Cinput\%7By\%7D}"


def test_to_tikz__is_legible_on_a_page() -> None:
    """At least 7 pt on A4 with margins of one inch, as Sphinx sets it."""
    line_width = 453.0
    scale = min(line_width / PAGE_WIDTH, 0.75 * 1.00375)
    assert min(LABEL, SMALL) * scale >= 7
    sizes = [style.size for style in STYLES.values() if style.size]
    assert min(sizes) * scale >= 7


def test_to_tikz__lets_no_colour_out_of_a_label() -> None:
    """In a bare box, LuaTeX set all that followed a chart in its last colour."""
    tikz = to_tikz(scene(Text(1, 2, "Label", "label", 50)), links={})
    assert r"\def\pmfit#1#2{\sbox0{#2}" in tikz
    assert r"\setbox" not in tikz


def roadmap() -> Roadmap:
    states = [(s, h) for s in (None, *Status) for h in (None, *Health)]
    items = [
        Item(
            key=f"item-{n}",
            title=f"Item number {n}",
            anchor="",
            place=Place("a"),
            period=read_period(("2026-Q1", "2026-05-06", "2026-H2", "later")[n % 4]),
            baseline=read_period("2026-04-01"),
            status=status,
            health=health,
            progress=n,
            confidence="low" if n % 3 else "",
            depends_on=(f"item-{n - 4}",),
        )
        for n, (status, health) in enumerate(states)
    ]
    items += [
        Item(f"bad-{n}", title, "", Place("a"), read_period("2026-03"), cells=(title,))
        for n, title in enumerate(HOSTILE)
    ]
    return Roadmap(
        key="plan",
        title="Plan",
        anchor="",
        place=Place("a"),
        columns=(Column("Item", Field.ITEM),),
        items=tuple(items),
        as_of=date(2026, 11, 22),
    )


DOCUMENT = r"""\documentclass[a4paper]{article}
\usepackage[margin=1in]{geometry}
%(font)s
\usepackage{graphicx,xcolor,tikz}
\usepackage[colorlinks]{hyperref}
\begin{document}
\section{Target}\label{target}
%(body)s
\end{document}
"""
FONTS = {
    # Uncompressed, so that links can be counted.
    "xelatex": r"\usepackage{fontspec}\setmainfont{FreeSerif.otf}"
    r"\AtBeginDocument{\special{dvipdfmx:config z 0}\special{dvipdfmx:config C 0x40}}",
    "pdflatex": r"\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{times}"
    r"\pdfcompresslevel=0\pdfobjcompresslevel=0",
}


@pytest.mark.parametrize("engine", FONTS)
def test_to_tikz__compiles_to_vectors_and_text(
    engine: str, tmp_path: Path, require_tool: RequireTool
) -> None:
    program = require_tool(engine)
    links = {"item-0": "target", "bad-0": "target"}
    pages = timeline_pages(roadmap())
    pages.append(scene(Text(0, 50, "TooWideForItsRoom", "label", 20)))
    pages.append(scene(Text(0, 50, "→ There", "axis", 90)))
    body = "\n\n".join(to_tikz(page, links=links) for page in pages)
    if engine == "pdflatex":
        # It has no minus sign in text, and no arrows.
        body = body.replace("−", "-")
    document = DOCUMENT % {"font": FONTS[engine], "body": body}
    (tmp_path / "a.tex").write_text(document, encoding="utf-8")
    for _ in range(2):
        done = subprocess.run(
            [program, "-interaction=nonstopmode", "-halt-on-error", "a.tex"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:].decode(errors="replace")
    log = (tmp_path / "a.log").read_text("utf-8", "replace")
    assert "Overfull" not in log
    assert "Missing character" not in log
    assert "Reference" not in log

    def read(*command: str) -> str:
        tool = require_tool(command[0])
        return subprocess.run(
            [tool, *command[1:]],
            cwd=tmp_path,
            capture_output=True,
            check=True,
            text=True,
        ).stdout

    # Normalised, for fonts have one glyph for fi and ffl.
    text = unicodedata.normalize("NFKC", read("pdftotext", "-layout", "a.pdf", "-"))
    for n in range(24):
        assert f"Item number {n}" in text
    assert r"\input{/etc/passwd} \write18{x}" in text
    assert "fi--ffl--- ``q'' ?` !`" in " ".join(text.split())
    assert "root:" not in text
    boxes = read("pdftotext", "-bbox", "a.pdf", "-")
    wide = re.search(r'xMin="([\d.]+)".*xMax="([\d.]+)".*>TooWide', boxes)
    assert wide is not None
    assert float(wide[2]) - float(wide[1]) <= 20
    assert len(read("pdfimages", "-list", "a.pdf").splitlines()) == 2
    # The bars and labels of the two, and the slip of the first.
    links_made = re.findall(rb"/Subtype\s*/Link", (tmp_path / "a.pdf").read_bytes())
    assert len(links_made) == 5
