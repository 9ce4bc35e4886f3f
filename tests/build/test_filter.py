"""The filter of roadmaps: on web pages that have one, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Project

HOSTILE = '"><img src=x onerror=alert(1)></script><!--'
PAGES = {
    "md": f"""\
        # Plans

        :::{{pm:roadmap}} Line
        :id: line

        | Item | When    | Team        | Status |
        | ---- | ------- | ----------- | ------ |
        | One  | 2026-Q3 | `{HOSTILE}` | done   |
        | Two  | 2026-Q4 | Green       | done   |
        | Last | 2026-Q4 |             | done   |
        :::
        """,
    "rst": f"""\
        Plans
        =====

        .. pm:roadmap:: Line
           :id: line

           .. list-table::
              :header-rows: 1

              - - Item
                - When
                - Team
                - Status
              - - One
                - 2026-Q3
                - ``{HOSTILE}``
                - done
              - - Two
                - 2026-Q4
                - Green
                - done
              - - Last
                - 2026-Q4
                -
                - done
        """,
}
LANGUAGES = pytest.mark.parametrize("language", PAGES)


@pytest.fixture
def plans(project: Project, language: str) -> Project:
    project.write_file(f"plans.{language}", PAGES[language])
    project.write(
        index="""\
        # Index

        ```{toctree}
        plans
        ```

        :::{pm:roadmap} Alike

        | Item | When    | Owner |
        | ---- | ------- | ----- |
        | One  | 2026-Q3 | PM    |
        | Two  | 2026-Q4 | PM    |
        :::
        """
    )
    return project


def data_of(page: str) -> dict[str, Any]:
    (place,) = BeautifulSoup(page, "html5lib").select("[data-pm-filter]")
    data: dict[str, Any] = json.loads(str(place["data-pm-filter"]))
    return data


@LANGUAGES
def test_filter__ships_its_script_where_there_is_a_choice_alone(plans: Project) -> None:
    built = plans.build()
    assert built.warnings == []
    scripts = BeautifulSoup(built.text("plans.html"), "html5lib").select("script[src]")
    ours = [tag for tag in scripts if "pmroles" in str(tag["src"])]
    assert [tag.has_attr("defer") for tag in ours] == [True]
    assert (built.out / "_static" / "pmroles.js").exists()
    for page in ("index.html", "genindex.html", "search.html"):
        assert "pmroles.js" not in built.text(page)
    # Nor do its drawings have numbers.
    assert "data-pm" not in built.text("index.html")


@LANGUAGES
def test_filter__knows_what_there_is_to_choose_and_escapes_it(plans: Project) -> None:
    page = plans.build().text("plans.html")
    assert "<img" not in page
    data = data_of(page)
    # All are done: there is no choice of a status.
    assert data["facets"] == [["team", "Team", [HOSTILE, "Green", "Not said"]]]
    assert data["items"] == [[0], [1], [2]]
    bars = BeautifulSoup(page, "html5lib").select("svg [data-pm]")
    assert sorted(str(bar["data-pm"]) for bar in bars) == ["0", "1", "2"]


ORDERED = """\
    # Plans

    :::{pm:role} Ökologie
    :id: eco
    :::

    :::{pm:roadmap} Line

    | Item  | Team    | Owner | Status      |
    | ----- | ------- | ----- | ----------- |
    | One   |         | zoe   | done        |
    | Two   | Zebra   | eco   | odd         |
    | Three | éclair  | Adam  | shipped     |
    | Four  | apple   | Pia   | dropped     |
    | Five  | Eclipse | Pia   | in progress |
    | Six   | apple   | Zoe   | planned     |
    :::
    """


@pytest.mark.parametrize("language", ["en", "de"])
def test_filter__has_states_in_their_order_and_names_by_letters(
    project: Project, language: str
) -> None:
    project.write_file("index.md", ORDERED)
    data = data_of(project.build(language=language).text("index.html"))
    said = {
        "en": ["planned", "in progress", "done", "dropped", "odd"],
        "de": ["geplant", "in Arbeit", "erledigt", "verworfen", "odd"],
    }
    (_, _, teams), (_, _, owners), (_, _, states) = data["facets"]
    assert teams[:-1] == ["apple", "éclair", "Eclipse", "Zebra"]
    assert teams[-1] in {"Not said", "Ohne Angabe"}
    assert owners == ["Adam", "eco", "Pia", "zoe"]
    assert states == said[language]
    # Each item has the numbers of its own words.
    chosen = [
        [data["facets"][n][2][number] for n, number in enumerate(item)]
        for item in data["items"]
    ]
    first, *_, last = chosen
    assert first == [teams[-1], "zoe", states[2]]
    assert last == ["apple", "zoe", states[0]]


@LANGUAGES
def test_filter__speaks_the_language_of_the_document(plans: Project) -> None:
    data = data_of(plans.build(language="de").text("plans.html"))
    assert data["filter"] == "Filter: Line"
    assert data["reset"] == "Alle zeigen"
    assert data["facets"][0][2][-1] == "Ohne Angabe"


@LANGUAGES
@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "xml", "texinfo"])
def test_filter__is_on_web_pages_alone(plans: Project, builder: str) -> None:
    built = plans.build(builder)
    assert not [line for line in built.warnings if "pm" in line]
    files = built.files()
    assert not [name for name in files if name.endswith("pmroles.js")]
    text = b"".join(files[name] for name in files if not name.endswith(".epub"))
    assert b"data-pm" not in text
    assert b"FilterNode" not in text
