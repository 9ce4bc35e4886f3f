"""Whatever a text holds, it stays a text: in pages, drawings, print and data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import html5lib  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup
from lxml import etree  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: Texts as a reader must see them, by what they would do if they were not inert.
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "cdata": "]]> <![CDATA[",
    "attribute": '"onload="alert(1)',
    "quote": "it's 'quoted'",
    "entity": "&lt;b&gt; &amp; &#60;",
    "comment": "<!-- --> -->",
    "tex input": r"\input{/etc/passwd}",
    "tex specials": r"100 % of $x_1$ ^ & # ~ {a} \\",
    "tex end": r"\end{tikzpicture}\write18{id}",
    "template": "{{ 7*7 }} {% raw %}",
    "right to left": "مدير المنتج",
    "emoji": "🚀 \U0001f469\u200d\U0001f4bb",
    "override": "abc\u202edef",
}
CONTROLS = "a\x01b\x07c\x1bd"


def markdown(text: str) -> str:
    """Return a text with every character that Markdown gives a meaning escaped."""
    return re.sub(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])", r"\\\1", text)


def hostile_pages(text: str) -> str:
    """Return a page with the text in every title, header, cell and note."""
    safe = markdown(text)
    return f"""\
# Page

:::{{pm:role}} R {safe}
:id: role
:level: {json.dumps(text, ensure_ascii=False)}

X {safe}
: - Says {safe}
:::

:::{{pm:role}} Other
:aka: P {safe}
:::

:::{{pm:compare}} role, other
:::

:::{{pm:matrix}} M {safe}
:id: matrix

| H {safe} | R {safe} | P {safe}     | Notes  |
| -------- | -------- | ------------ | ------ |
| **G {safe}** |      |              |        |
| A {safe} | A/R      | C (N {safe}) | {safe} |
:::

::::{{pm:lifecycle}} L {safe}
:id: cycle
:current: stage

:::{{pm:stage}} S {safe}
:id: stage
:decided-by: role
:::

:::{{pm:stage}} Z
:decided-by: {json.dumps(text, ensure_ascii=False)}

Entry criteria
: - [x] K {safe}
:::
::::

:::{{pm:product}} Q {safe}
:id: product
:stage: stage
:owner: {json.dumps(text, ensure_ascii=False)}

V {safe}
: D {safe}
:::

:::{{pm:products}}
:::

:::{{pm:roadmap}} T {safe}
:id: plan
:as-of: 2026-10-01
:group-by: team

| Item     | When       | Team     | Owner    | X {safe} | Product |
| -------- | ---------- | -------- | -------- | -------- | ------- |
| I {safe} | 2026-12-24 | {safe}   | O {safe} | {safe}   | product |
| J {safe} | later      | {safe}   | role     |          |         |
:::

See {{pm:role}}`role`, {{pm:matrix}}`matrix`, {{pm:stage}}`stage`, {{pm:item}}`plan`.
"""


def build(project: Project, builder: str, text: str) -> Built:
    project.write_file("index.md", hostile_pages(text))
    return project.build(
        builder,
        # Else quotation marks and dashes are made those of print.
        smartquotes=False,
        suppress_warnings=["pmroles.unknown-reference", "epub"],
        nitpicky=False,
    )


def active_parts(page: BeautifulSoup) -> list[str]:
    """Return what in our parts would run, or was not written by us."""
    found = []
    for tag in page.select(".pm, .pm *"):
        handlers = [name for name in tag.attrs if name.startswith("on")]
        if tag.name in ("script", "img", "iframe", "b") or handlers:
            found.append(str(tag)[:200])
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_html__shows_it_as_text(project: Project, name: str) -> None:
    text = HOSTILE[name]
    html = build(project, "html", text).text("index.html")
    html5lib.HTMLParser(strict=True).parse(html)
    page = BeautifulSoup(html, "html5lib")
    assert active_parts(page) == []
    words = " ".join(text.split())

    def shown(selector: str) -> list[str]:
        return [" ".join(tag.get_text().split()) for tag in page.select(selector)]

    assert any(title.startswith(f"R {words}") for title in shown("dt.pm-title strong"))
    assert shown(".pm-matrix th[scope=col]") == [
        *(f"{head} {words}" for head in "HRP"),
        "Notes",
    ]
    assert shown(".pm-matrix th[scope=rowgroup]") == [f"G {words}"]
    assert shown(".pm-matrix th[scope=row]") == [f"A {words}"]
    assert shown(".pm-matrix td")[-1] == words
    assert words in shown(".pm-matrix td")[-2]
    assert shown(".pm-even thead th")[1] == f"R {words}"
    assert shown(".pm-even tbody th")[0] == f"X {words}"
    assert shown(".pm-even li")[0] == f"Says {words}"
    assert shown(".pm-stage .pm-gate")[-1] == (
        f"Gate · decided by {words} · 1 of 1 criteria met · go, kill, hold or recycle"
    )
    assert shown(".pm-stage .task-list-item") == [f"☑ K {words}"]
    assert shown(".pm-twin th[scope=row]") == [f"I {words}", f"J {words}"]


@pytest.mark.parametrize("name", HOSTILE)
def test_svg__is_well_formed_and_inert(project: Project, name: str) -> None:
    html = build(project, "html", HOSTILE[name]).text("index.html")
    drawings = re.findall(r"<svg\b.*?</svg>", html, re.DOTALL)
    assert len(drawings) == 2
    for drawing in drawings:
        root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False))
        for element in root.iter():
            assert etree.QName(element).localname not in ("script", "foreignObject")
            assert not any(key.startswith("on") for key in element.attrib)


@pytest.mark.parametrize("name", HOSTILE)
def test_inventory__holds_it_as_written(project: Project, name: str) -> None:
    text = HOSTILE[name]
    inventory = build(project, "pmroles", text).inventory
    words = " ".join(text.split())
    assert inventory["roles"]["role"]["title"] == f"R {words}"
    (activity,) = inventory["matrices"]["matrix"]["activities"]
    assert (activity["title"], activity["group"]) == (f"A {words}", f"G {words}")
    product = inventory["products"]["product"]
    assert product["title"] == f"Q {words}"
    assert product["sections"] == {f"V {words}": f"D {words}"}
    titles = [item["title"] for item in inventory["items"].values()]
    assert titles == [f"I {words}", f"J {words}"]


@pytest.mark.parametrize("name", ["tex input", "tex specials", "tex end", "template"])
def test_latex__holds_no_command_of_an_author(project: Project, name: str) -> None:
    built = build(project, "latex", HOSTILE[name])
    (tex,) = (data.decode() for file, data in built.files("*.tex").items())
    body = tex[tex.index(r"\begin{document}") :]
    for command in (r"\input{", r"\write18", "$x_1$"):
        assert command not in body
    assert body.count(r"\begin{tikzpicture}") == body.count(r"\end{tikzpicture}") == 2
    # A percent sign or an ampersand that is not escaped would eat what follows it.
    assert not re.search(r"(?<!\\)% of", body)


@pytest.mark.parametrize("builder", ["html", "latex", "epub", "pmroles", "xml"])
def test_control_characters__break_no_output(project: Project, builder: str) -> None:
    built = build(project, builder, CONTROLS)
    for name, data in built.files().items():
        if name.endswith((".html", ".xhtml", ".xml", ".svg")):
            text = data.decode("utf-8")
            for drawing in re.findall(r"<svg\b.*?</svg>", text, re.DOTALL):
                etree.fromstring(drawing)
        if name.endswith(".svg"):
            etree.fromstring(data)
        if name.endswith("pmroles.json"):
            assert json.loads(data)["roles"]["role"]["title"].startswith("R a")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_drawing__leads_to_no_script(project: Project, target: str) -> None:
    # In a text, such a link is docutils' affair: it allows them in every page.
    project.write_file(
        "index.rst",
        f"""
        Page
        ====

        .. pm:roadmap:: P

           .. list-table::
              :header-rows: 1

              * - Item
                - When
                - Link
              * - `One <{target}>`_
                - 2026-Q4
                - {target}
              * - `Two <https://example.org>`_
                - 2026-Q4
                -
        """,
    )
    html = project.build(nitpicky=False).text("index.html")
    page = BeautifulSoup(html, "html5lib")
    links = {str(link.get("href")) for link in page.select("svg a")}
    assert "https://example.org" in links
    assert not any(link.startswith(target) for link in links)
