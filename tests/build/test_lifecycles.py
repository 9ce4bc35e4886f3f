"""Life cycles: gates, criteria, the current stage, and what stands in a stage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: A life cycle in which every section and notation has its place.
MARKDOWN = """\
# Life

:::{pm:role} Sponsor
:abbr: SP
:::

::::{pm:lifecycle} Product life
:id: life
:current: sale

Goal
: Spend money on what people want.

:::{pm:stage} Study
Aim
: Find out whether it is worth it.

Exit gate
: - [x] Must: ten talks
  - [ ] Should: a sketch
:::

Between the stages.

:::{pm:stage} Sale
:decided-by: SP

## Entry gate

- [x] Must: price *approved*
- [ ] Must: support trained
  - - [x] in London
- Should: three customers

## Outputs

A shop.
:::

:::{pm:stage} End
:decided-by: the board of all

Work
: Say goodbye.
:::
::::

See {pm:lifecycle}`life`, {pm:stage}`life/study` and {pm:stage}`end`.
"""
RST = """\
Life
====

.. pm:role:: Sponsor
   :abbr: SP

.. pm:lifecycle:: Product life
   :id: life
   :current: sale

   Goal
      Spend money on what people want.

   .. pm:stage:: Study

      Aim
         Find out whether it is worth it.

      Exit gate
         - [x] Must: ten talks
         - [ ] Should: a sketch

   Between the stages.

   .. pm:stage:: Sale
      :decided-by: SP

      Entry gate
      ----------

      - [x] Must: price *approved*
      - [ ] Must: support trained

        - - [x] in London

      - Should: three customers

      Outputs
      -------

      A shop.

   .. pm:stage:: End
      :decided-by: the board of all

      Work
         Say goodbye.

See :pm:lifecycle:`life`, :pm:stage:`life/study` and :pm:stage:`end`.
"""
SOURCES = {"md": MARKDOWN, "rst": RST}
LANGUAGES = pytest.mark.parametrize("language", SOURCES)
#: The builders that show pages, and where they put this one.
PAGES = {
    "html": "index.html",
    "dirhtml": "index.html",
    "singlehtml": "index.html",
    "latex": "handbook.tex",
    "epub": "index.xhtml",
    "text": "index.txt",
    "man": "handbook.1",
    "texinfo": "handbook.texi",
    "xml": "index.xml",
}


def build(project: Project, language: str, builder: str = "html") -> Built:
    project.write_file(f"index.{language}", SOURCES[language])
    built = project.build(builder, pmroles_checks={"unknown-reference": False})
    assert built.warnings == []
    return built


def stage(text: str, title: str) -> list[str]:
    """Return the lines of a stage in the output of the text builder."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    begin = next(n for n, line in enumerate(lines) if line.startswith(f"**{title}**"))
    ends = [n for n, line in enumerate(lines) if n > begin and line.startswith("**")]
    gates = [n for n in ends if not lines[n].startswith("**Gate**")]
    return lines[begin : gates[0] if gates else None]


@LANGUAGES
def test_stage__shows_its_gate_its_criteria_and_whether_it_is_current(
    project: Project, language: str
) -> None:
    text = build(project, language, "text").text("index.txt")
    assert stage(text, "Study") == [
        *("**Study**", "Aim", "Find out whether it is worth it."),
        *("Exit gate", "* ☑ Must: ten talks", "* ☐ Should: a sketch"),
        *("Exit criteria", "1 of 2 criteria met", "Between the stages."),
    ]
    assert stage(text, "Sale") == [
        "**Sale** · current stage",
        "**Gate** · decided by Sponsor · 2 of 3 criteria met · go, kill,",
        "hold or recycle",
        "-[ Entry gate ]-",
        *("* ☑ Must: price *approved*", "* ☐ Must: support trained"),
        *("* * ☑ in London", "* Should: three customers"),
        *("-[ Outputs ]-", "A shop."),
    ]
    # Who is no role is named as written.
    assert " ".join(stage(text, "End")).startswith(
        "**End** **Gate** · decided by the board of all · go, kill, hold or recycle "
    )


@LANGUAGES
def test_twin__says_gates_deciders_criteria_and_the_current_stage(
    project: Project, language: str
) -> None:
    page = BeautifulSoup(build(project, language).text("index.html"), "html5lib")
    twin = [item.get_text().strip() for item in page.select(".pm-twin ol > li")]
    assert twin == [
        "Study",
        "Sale (current stage) · gate · decided by Sponsor · 2 of 3 criteria met",
        "End · gate · decided by the board of all",
    ]
    links = [
        (link["href"], link.get("title")) for link in page.select(".pm-twin li > p > a")
    ]
    assert links[:2] == [
        ("#pm-stage-life-study", "Study: Find out whether it is worth it."),
        ("#pm-stage-life-sale", None),
    ]


@LANGUAGES
def test_strip__says_what_the_twin_says(project: Project, language: str) -> None:
    html = build(project, language).text("index.html")
    (drawing,) = re.findall(r"<svg\b.*?</svg>", html, re.DOTALL)
    svg = BeautifulSoup(drawing, "html5lib")
    tooltips = [group.title.get_text() for group in svg.select("a") if group.title]
    assert tooltips == [
        *("Study", "Sale · current stage", "End"),
        *("gate: Sponsor · 2 of 3 criteria met", "gate: the board of all"),
    ]
    assert svg.find("desc").get_text() == "Stages: 3; now: Sale"  # type: ignore[union-attr]
    assert [a["href"] for a in svg.select("a")] == [
        f"#pm-stage-life-{key}" for key in ("study", "sale", "end", "sale", "end")
    ]


@pytest.mark.parametrize("builder", PAGES)
@LANGUAGES
def test_builders__lose_no_word_of_a_life_cycle(
    project: Project, language: str, builder: str
) -> None:
    text = build(project, language, builder).text(PAGES[builder])
    if builder not in ("latex", "man", "text", "texinfo"):
        parser = "xml" if builder in ("epub", "xml") else "html5lib"
        text = BeautifulSoup(text, parser).get_text(" ")
    words = " ".join(re.sub(r"\\-|\\sphinxhyphen\{\}", "-", text).split())
    for said in (
        *("current stage", "Between the stages.", "Spend money on what people want."),
        *("decided by the board of all", "of 3 criteria met", "1 of 2 criteria met"),
        *("☑ Must: ten talks", "☐ Should: a sketch", "☐ Must: support trained"),
        "Say goodbye.",
    ):
        assert said in words, said


@LANGUAGES
def test_inventory__has_the_sections_by_their_names_and_the_criteria(
    project: Project, language: str
) -> None:
    cycle = build(project, language).inventory["lifecycles"]["life"]
    assert cycle["current"] == "sale"
    study, sale, end = cycle["stages"]
    assert list(study["sections"]) == ["Exit criteria", "Purpose"]
    assert list(sale["sections"]) == ["Deliverables", "Entry criteria"]
    assert end["sections"] == {"Activities": "Say goodbye."}
    counts = [(s["entry_criteria"], s["exit_criteria"]) for s in cycle["stages"]]
    assert counts == [
        (None, {"met": 1, "total": 2}),
        ({"met": 2, "total": 3}, None),
        (None, None),
    ]


@LANGUAGES
def test_references__say_on_hovering_what_a_stage_is_for(
    project: Project, language: str
) -> None:
    page = BeautifulSoup(build(project, language).text("index.html"), "html5lib")
    see = next(p for p in page.select("p") if p.get_text().startswith("See "))
    assert [link["title"] for link in see.select("a")] == [
        "Product life: Spend money on what people want.",
        "Study: Find out whether it is worth it.",
        "End",
    ]


def test_nested_life_cycles__keep_their_own_stages_and_strips(project: Project) -> None:
    project.write_file(
        "index.md",
        """\
        # Life

        ::::::{pm:lifecycle} Outer

        - :::{pm:stage} Listed
          :::

        :::::{note}
        :::{pm:stage} Noted
        :::
        :::::

        :::::{pm:lifecycle} Inner
        :current: deep

        :::{pm:stage} Deep
        :::
        :::::
        ::::::
        """,
    )
    built = project.build("html")
    assert len(built.warnings) == 1
    stages = {
        key: [stage["title"] for stage in cycle["stages"]]
        for key, cycle in built.inventory["lifecycles"].items()
    }
    assert stages == {"outer": ["Listed", "Noted"], "inner": ["Deep"]}
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    twins = [twin.get_text().split() for twin in page.select(".pm-twin ol")]
    assert twins == [["Listed", "Noted"], ["Deep", "(current", "stage)"]]


def test_stages_of_one_name__each_have_their_own_links(project: Project) -> None:
    project.write_file(
        "index.md",
        """\
        # Life

        ::::{pm:lifecycle} Life
        :::{pm:stage} Twice
        :::
        :::{pm:stage} Twice
        :::
        ::::
        """,
    )
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    anchors = [title["id"] for title in page.select("dl.pm-stage > dt")]
    assert len(set(anchors)) == 2
    for links in (".pm-svg a", ".pm-twin a"):
        found = [link["href"] for link in page.select(links)]
        assert found == [f"#{anchor}" for anchor in anchors]


def test_fences_of_one_length__are_said_to_close_the_life_cycle(
    project: Project,
) -> None:
    project.write_file(
        "index.md",
        """\
        # Life

        :::{pm:lifecycle} Life

        :::{pm:stage} Alpha
        :::

        :::{pm:stage} Beta
        :decided-by: sponsor

        Deliverables
        : - [x] All
        :::
        :::

        After
        """,
    )
    built = project.build("text")
    fence, outside = built.warnings
    assert fence.startswith(
        "index.md:5: WARNING: the fence ':::{pm:stage} Alpha' is not closed in "
        "pm:lifecycle: if it belongs inside, close it and write more colons"
    )
    assert outside == (
        "index.md:8: WARNING: the stage 'Beta' is in no life cycle: "
        "put it into a pm:lifecycle directive [pmroles.directive]"
    )
    text = built.text("index.txt")
    assert stage(text, "Beta")[:2] == [
        "**Beta**",
        "**Gate** · decided by sponsor · go, kill, hold or recycle",
    ]
    assert "☑ All" in text
    assert "After" in text


GERMAN = {
    "Product life": "Das Leben",
    "Study": "Studie",
    "Aim": "Absicht",
    "Find out whether it is worth it.": "Herausfinden, ob es lohnt.",
    "Must: price *approved*": "Muss: Preis *gebilligt*",
    "Must: support trained": "Muss: Kundendienst geschult",
    "Entry gate": "Zugang",
}


@LANGUAGES
def test_translation__keeps_boxes_counts_and_sections(
    project: Project, language: str
) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    project.write_file(
        "locale/de/LC_MESSAGES/index.po",
        head + "\n".join(f'msgid "{o}"\nmsgstr "{n}"\n' for o, n in GERMAN.items()),
    )
    project.write_file(f"index.{language}", SOURCES[language])
    project.configure(
        language="de",
        locale_dirs=["locale"],
        pmroles_checks={"unknown-reference": False},
    )
    built = project.build("text")
    assert built.warnings == []
    text = built.text("index.txt")
    sale = stage(text, "Sale")
    assert "* ☑ Muss: Preis *gebilligt*" in sale
    assert "* ☐ Muss: Kundendienst geschult" in sale
    assert "-[ Zugang ]-" in sale
    assert "1. Studie" in text
    cycle = project.build("pmroles").inventory["lifecycles"]["life"]
    assert cycle["title"] == "Das Leben"
    study, sold, _end = cycle["stages"]
    assert study["id"] == "study"
    assert study["sections"]["Purpose"] == "Herausfinden, ob es lohnt."
    assert sold["entry_criteria"] == {"met": 2, "total": 3}


@LANGUAGES
def test_gettext__extracts_criteria_without_their_boxes(
    project: Project, language: str
) -> None:
    built = build(project, language, "gettext")
    messages = re.findall(r'^msgid "(.+)"$', built.text("index.pot"), re.MULTILINE)
    assert {"Product life", "Study", "Aim", "Entry gate", "Must: price *approved*"} <= (
        set(messages)
    )
    assert [m for m in messages if re.search(r"\[[ x]\]|[☐☑]", m)] == []
