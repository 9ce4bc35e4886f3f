"""An incremental build gives what a clean one gives, and does no needless work."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

Change = Callable[["Project"], None]
#: Another handbook.
SHOP = Path(__file__).parents[2] / "docs" / "data" / "shop.json"


def rename_role(project: Project) -> None:
    project.replace("team/roles.md", "Product Manager", "Head of Product")


def reword_purpose(project: Project) -> None:
    project.replace("team/roles.md", "Hold technology", "Keep technology")


def change_abbreviation(project: Project) -> None:
    project.replace("team/roles.md", ":abbr: BA", ":abbr: BAN")
    project.replace("team/roles.md", "`BA`", "`BAN`")


def delete_role(project: Project) -> None:
    project.replace("team/roles.md", ":::{pm:role} Sponsor\n:kind: person\n:::", "")
    project.replace("team/roles.md", ":reports-to: sponsor\n", "")
    project.replace("team/roles.md", ":works-with: Sponsor\n", "")
    project.replace("plan/cycle.md", ":decided-by: sponsor\n", "")


def move_role(project: Project) -> None:
    role = ":::{pm:role} Sponsor\n:kind: person\n:::"
    project.replace("team/roles.md", role, "")
    project.replace("index.md", "# Handbook\n", f"# Handbook\n\n{role}\n")


def add_activity(project: Project) -> None:
    row = "| Train support "
    new = "| Set the price    | A   | R   |                    |         |      |\n"
    project.replace("team/launch.md", row, new + row)


def change_letter(project: Project) -> None:
    project.replace("team/launch.md", "| R   | -   |", "| R   | I   |")


def rename_stage(project: Project) -> None:
    project.replace("plan/cycle.md", "{pm:stage} Develop", "{pm:stage} Discovery")
    project.replace("plan/roadmap.md", "| Develop |", "| Discovery |")


def move_stage_id(project: Project) -> None:
    project.replace(
        "plan/cycle.md", ":decided-by: sponsor", ":decided-by: sponsor\n:id: launch"
    )


def abbreviate_decider(project: Project) -> None:
    project.replace(
        "team/roles.md", "Sponsor\n:kind: person", "Sponsor\n:abbr: SPO\n:kind: person"
    )


def tick_criterion(project: Project) -> None:
    project.replace("plan/cycle.md", "- Must: support", "- [x] Must: support")


def give_stage_a_purpose(project: Project) -> None:
    project.replace(
        "plan/cycle.md", "{pm:stage} Develop\n", "{pm:stage} Develop\nGoal\n: Build.\n"
    )


def retitle_item(project: Project) -> None:
    project.replace("plan/roadmap.md", "Sign-up page   ", "Sign-up pages  ")


def retitle_matrix(project: Project) -> None:
    project.replace("team/launch.md", "{pm:matrix} Launch a", "{pm:matrix} Release a")


def delete_page(project: Project) -> None:
    (project.source / "plan/roadmap.md").unlink()
    project.replace("index.md", "plan/roadmap\n", "")


#: Each change, and the pages that have to be written again for it: those that show
#: what has changed, in a title, a letter, a name or a link.
CHANGES: dict[Change, set[str]] = {
    rename_role: {"team/roles", "team/launch", "plan/roadmap"},
    reword_purpose: {"team/roles", "team/launch", "plan/roadmap"},
    change_abbreviation: {"team/roles", "team/launch", "plan/roadmap"},
    delete_role: {"team/roles", "team/launch", "plan/cycle"},
    move_role: {"index", "team/roles", "team/launch", "plan/cycle"},
    add_activity: {"team/roles", "team/launch", "plan/cycle"},
    change_letter: {"team/roles", "team/launch"},
    rename_stage: {"plan/cycle", "plan/roadmap"},
    abbreviate_decider: {"team/roles", "plan/cycle"},
    tick_criterion: {"plan/cycle"},
    # Whoever refers to the stage says on hovering what it is for.
    give_stage_a_purpose: {"plan/cycle", "plan/roadmap"},
    retitle_item: {"team/roles", "plan/cycle", "plan/roadmap"},
    retitle_matrix: {"team/roles", "team/launch", "plan/roadmap"},
}
#: Those that change the table of contents: Sphinx itself then writes other pages.
RESTRUCTURING: tuple[Change, ...] = (delete_page,)


def pages(built: Built) -> dict[str, bytes]:
    """Return the pages of a build, and the inventory."""
    return {**built.files("**/*.html"), **built.files("pmroles.json")}


def name_of(change: Change) -> str:
    return change.__name__


@pytest.mark.parametrize(
    "change", [*CHANGES, *RESTRUCTURING, move_stage_id], ids=name_of
)
def test_incremental_build__equals_a_clean_one(
    project: Project, change: Change
) -> None:
    project.write_handbook()
    before = pages(project.build(nitpicky=False))
    change(project)
    incremental = project.build(nitpicky=False)
    clean = project.build(out="clean", doctrees="clean-doctrees", nitpicky=False)
    if change is delete_page:
        # Sphinx leaves the page itself behind.
        (incremental.out / "plan/roadmap.html").unlink()
    assert incremental.warnings == clean.warnings
    assert pages(incremental) == pages(clean)
    if change is not move_stage_id:
        assert pages(clean) != before


@pytest.mark.parametrize("change", CHANGES, ids=name_of)
def test_incremental_build__writes_what_it_must_and_no_more(
    project: Project, change: Change
) -> None:
    project.write_handbook()
    # Else Sphinx writes the pages again whose neighbours have changed.
    project.build(nitpicky=False)
    change(project)
    assert set(project.build(nitpicky=False).written) - {"index"} == CHANGES[change] - {
        "index"
    }


#: One role, and a page for each way to show it, by each of its names.
SHOWING_A_ROLE = {
    "index": """
        # Handbook

        ```{toctree}
        role
        team
        words
        matrix
        letters
        cycle
        roadmap
        load
        communication
        decisions
        ```
        """,
    "role": """
        # The role

        :::{pm:role} Product Manager
        :id: pm
        :abbr: PM

        Purpose
        : Hold it together.
        :::
        """,
    "team": """
        # The team

        :::{pm:role} Analyst
        :reports-to: pm
        :::

        :::{pm:role} Designer
        :works-with: PM
        :::

        :::{pm:role} Head
        :::
        """,
    "words": "# Words\n\nAsk the {pm:role}`pm`, or {pm:role}`whoever leads <pm>`.",
    "matrix": """
        # Matrix

        :::{pm:matrix} Launch

        | Activity | PM  | Analyst |
        | -------- | --- | ------- |
        | Price    | A/R | C       |
        | Train    | I   | A/R     |
        :::
        """,
    "letters": """
        # Letters

        :::{pm:matrix} Sell
        :layout: letters

        | Activity | R  | A       | C       |
        | -------- | -- | ------- | ------- |
        | Offer    | PM | Analyst | PM      |
        :::
        """,
    "cycle": """
        # Life cycle

        ::::{pm:lifecycle} Life

        :::{pm:stage} Alpha
        :::

        :::{pm:stage} Beta
        :decided-by: pm
        :::
        ::::
        """,
    "roadmap": """
        # Plan

        :::{pm:roadmap} Plan
        :as-of: 2026-10-01

        | Item | When    | Owner |
        | ---- | ------- | ----- |
        | Page | 2026-Q3 | PM    |
        :::
        """,
    "load": "# Load\n\n:::{pm:report} load\n:::",
    "communication": "# Plan\n\n:::{pm:report} communication\n:::",
    "decisions": "# Register\n\n:::{pm:report} decisions\n:for: pm\n:::",
}


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_rename_of_a_role__reaches_every_page_that_shows_it(
    project: Project, builder: str
) -> None:
    project.write(**SHOWING_A_ROLE)
    assert project.build(builder).warnings == []
    project.replace("role.md", "Product Manager", "Keeper of the Product")
    project.replace("role.md", "Hold it", "Keep it")
    incremental = project.build(builder)
    assert incremental.read == ["role"]
    # A book is written as one page.
    pages = ["index"] if builder == "latex" else [*SHOWING_A_ROLE][1:]
    assert set(incremental.written) >= set(pages)
    clean = project.build(builder, out="clean", doctrees="clean-doctrees")
    pattern = {"html": "**/*.html", "latex": "*.tex", "text": "**/*.txt"}[builder]
    assert incremental.files(pattern) == clean.files(pattern)
    assert incremental.files("pmroles.json") == clean.files("pmroles.json")
    shown = clean.files(pattern).items()
    assert [name for name, page in shown if b"Product Manager" in page] == []
    if builder == "html":
        for name in pages:
            assert "Keeper of the Product" in clean.text(f"{name}.html"), name


def test_second_thing_of_an_id__stays_what_it_is(project: Project) -> None:
    """What a page shows of it leads to it, and not to the first of that id."""
    matrix = """\
        # {0}

        :::{{pm:matrix}} {0}
        :id: {1}

        | Activity | Seller |
        | -------- | ------ |
        | {0} it   | A/R    |
        :::
        """
    project.write(
        index="# Handbook\n\n```{toctree}\na\nb\nrole\n```",
        a=matrix.format("Make", "make"),
        b=matrix.format("Sell", "sell"),
        role="# Role\n\n:::{pm:role} Seller\n:::",
    )
    project.build()
    project.replace("a.md", ":id: make", ":id: sell")
    built = project.build()
    assert ["[pmroles.duplicate]" in line for line in built.warnings] == [True]
    assert ">Sell</bdi></a>" in built.text("role.html")
    assert re.findall(r'href="(\w+).html#pm-matrix', built.text("role.html")) == [
        *("a", "b", "a", "b")
    ]
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert pages(built) == pages(clean)


def test_second_build__reads_and_writes_nothing(project: Project) -> None:
    project.write_handbook()
    first = project.build()
    assert len(first.written) == 5
    second = project.build()
    assert (second.read, second.written) == ([], [])


def test_second_builder__is_fresh_on_the_same_doctrees(project: Project) -> None:
    project.write_handbook()
    project.build("html")
    project.build("dirhtml")
    rename_role(project)
    project.build("html")
    # The pages are read by now: only the fingerprints say that these are stale.
    shared = project.build("dirhtml")
    clean = project.build("dirhtml", out="clean", doctrees="clean-doctrees")
    assert pages(shared) == pages(clean)
    again = project.build("dirhtml")
    assert again.written == []


def test_build_of_one_page__leaves_no_other_stale(project: Project) -> None:
    project.write_handbook()
    project.build()
    rename_role(project)
    one = project.build(only=["team/roles.md"])
    assert "team/launch" not in one.written
    rest = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert pages(rest) == pages(clean)


#: A line of ``conf.py`` that ends the process between two pages, as a kill would:
#: after an exception Sphinx itself reads everything again.
KILL = """
import os
def setup(app):
    def kill(app, doctree, docname):
        if os.environ.get("KILL") == docname:
            os._exit(9)
    app.connect("doctree-resolved", kill)
"""


def test_killed_build__is_completed_by_the_next(project: Project) -> None:
    project.write_handbook()
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(KILL)
    project.run()
    rename_role(project)
    page = project.root / "html" / "plan" / "roadmap.html"
    before = page.read_bytes()
    killed = project.run(environment={"KILL": "team/launch"}, status=9)
    assert page.read_bytes() != before
    assert b"Head of Product" not in pages(killed)["team/launch.html"]
    completed = project.run()
    clean = project.run(out="clean", doctrees="clean-doctrees")
    assert b"Head of Product" in pages(clean)["team/launch.html"]
    assert pages(completed) == pages(clean)


def test_killed_build__leaves_nothing_of_an_edit_that_is_taken_back(
    project: Project,
) -> None:
    project.write_handbook()
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(KILL)
    clean = pages(project.run())
    sources = {p: p.read_bytes() for p in project.source.rglob("*.md")}
    rename_role(project)
    killed = project.run(environment={"KILL": "team/launch"}, status=9)
    assert pages(killed)["plan/roadmap.html"] != clean["plan/roadmap.html"]
    for path, content in sources.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    assert pages(project.run()) == clean


def test_today__moves_without_a_page_being_read(project: Project) -> None:
    project.write_handbook()
    project.replace("plan/roadmap.md", ":as-of: 2026-10-01\n", "")
    first = project.build(pmroles_today="2026-10-01").text("plan/roadmap.html")
    second = project.build(pmroles_today="2026-12-01")
    assert second.read == []
    # Sphinx writes a page with the one that lists it.
    assert set(second.written) - {"index"} == {"plan/roadmap"}
    assert second.text("plan/roadmap.html") != first


def test_order_of_pages__is_told_though_none_says_anything_new(
    project: Project,
) -> None:
    matrix = """
        # {0}

        :::{{pm:matrix}} {0}

        | Activity | BA  |
        | -------- | --- |
        | Price    | A/R |
        :::
        """
    index = "# Index\n\n```{toctree}\nrole\nmore\n```\n"
    more = "# More\n\n```{toctree}\none\ntwo\n```\n"
    role = "# Role\n\n:::{pm:role} BA\n:::\n"
    names = {name: matrix.format(name.title()) for name in ("one", "two")}
    project.write(index=index, more=more, role=role, **names)
    before = project.build().text("role.html")
    # The page with the order says nothing of the handbook.
    project.replace("more.md", "one\ntwo", "two\none")
    incremental = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert clean.text("role.html") != before
    # On the others, Sphinx leaves the links to the next page as they were.
    for name in ("role.html", "pmroles.json"):
        assert incremental.files(name) == clean.files(name)


def test_page__loses_its_numbers_with_its_place_in_the_contents(
    project: Project,
) -> None:
    project.write_handbook()
    more: dict[str, Any] = {"numfig": True, "suppress_warnings": ["toc.not_included"]}
    built = project.build(**more)
    page = "team/launch.html"
    assert "caption-number" in built.text(page)
    project.replace("index.md", "team/launch\n", "")
    built = project.build(**more)
    # What it would be in a clean build: Sphinx itself leaves it.
    assert "caption-number" not in built.text(page)
    assert project.build(**more).written == []


def test_inventory__is_written_where_it_is_not_as_it_was(project: Project) -> None:
    project.write_handbook()
    inventory = project.build().files("pmroles.json")
    path = project.root / "html" / "pmroles.json"
    written = path.stat().st_mtime_ns
    assert project.build().files("pmroles.json") == inventory
    assert path.stat().st_mtime_ns == written
    path.write_text("{}", encoding="utf-8")
    assert project.build().files("pmroles.json") == inventory
    path.unlink()
    assert project.build().files("pmroles.json") == inventory
    told = project.build(project="Another").files("pmroles.json")["pmroles.json"]
    assert b'"Another"' in told


#: What Sphinx makes of all pages, by where dirhtml has it: anew in every build.
INDEXES = {
    "genindex.html": "genindex/index.html",
    "searchindex.js": "searchindex.js",
    "objects.inv": "objects.inv",
}
SIDEBAR: dict[str, Any] = {"html_sidebars": {"**": ["globaltoc.html"]}}


def remade(project: Project, builder: str = "html", **config: Any) -> set[str]:
    """Build, and return which of the indexes were made anew.

    All of them are as in a clean build, but for what Sphinx leaves in its search.
    """
    out = project.root / builder
    paths = {
        name: out / (other if builder == "dirhtml" else name)
        for name, other in INDEXES.items()
    }
    before = {n: p.stat().st_mtime_ns if p.exists() else 0 for n, p in paths.items()}
    project.build(builder, **SIDEBAR, **config)
    clean_config: dict[str, Any] = {"out": "clean", "doctrees": "clean-doctrees"}
    project.build(builder, **clean_config, **SIDEBAR, **config)
    clean = project.root / "clean"
    for name in ("genindex.html", "objects.inv"):
        other = clean / paths[name].relative_to(out)
        assert paths[name].read_bytes() == other.read_bytes()
    shutil.rmtree(clean)
    shutil.rmtree(project.root / "clean-doctrees")
    return {n for n, p in paths.items() if p.stat().st_mtime_ns != before[n]}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_indexes__are_left_where_they_would_be_as_they_are(
    project: Project, builder: str
) -> None:
    project.write_handbook()
    assert remade(project, builder) == set(INDEXES)
    assert remade(project, builder) == set()
    # Prose is in the search alone.
    project.replace("plan/roadmap.md", "See {pm", "Look at {pm")
    assert remade(project, builder) == {"searchindex.js"}
    assert remade(project, builder) == set()
    rename_role(project)
    assert remade(project, builder) == set(INDEXES)
    # The frame of the general index shows the titles of pages.
    project.replace("plan/roadmap.md", "# Plans", "# Our plans")
    assert remade(project, builder) == set(INDEXES)


def test_indexes__are_made_where_they_are_not_as_they_were(project: Project) -> None:
    project.write_handbook()
    remade(project)
    for name in INDEXES:
        (project.root / "html" / name).touch()
        assert remade(project) == {name}
    # Sphinx itself stops where the search index is gone.
    for name in ("genindex.html", "objects.inv"):
        (project.root / "html" / name).unlink()
        assert remade(project) == {name}
    assert remade(project, html_title="Another") == set(INDEXES)
    # A page that is gone is known to the doctrees before this builder runs.
    delete_page(project)
    project.build("dummy", **SIDEBAR)
    assert remade(project) == set(INDEXES)


def test_killed_build__leaves_no_index_of_an_earlier_template(project: Project) -> None:
    project.write_handbook()
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"templates_path = ['.']\n{KILL}")
    layout = '{%% extends "basic/layout.html" %%}{%% block footer %%}%s{%% endblock %%}'
    project.write_file("layout.html", layout % "Before")
    project.run()
    index = project.root / "html" / "genindex.html"
    assert "Before" in index.read_text("utf-8")
    project.write_file("layout.html", layout % "After")
    project.run(environment={"KILL": "team/launch"}, status=9)
    assert "Before" in index.read_text("utf-8")
    project.run()
    assert "After" in index.read_text("utf-8")


def test_checks__are_read_again_when_switched(project: Project) -> None:
    project.write_handbook()
    project.replace("team/launch.md", "| A/R | C   |", "| A/R | A   |")
    assert len(project.build().warnings) == 1
    assert project.build(pmroles_checks={"one-owner": False}).warnings == []


def test_environment__does_not_grow(project: Project) -> None:
    project.write_handbook()
    project.build()
    sizes = []
    for word in ("clients", "patrons", "farmers"):
        text = (project.source / "team/roles.md").read_text(encoding="utf-8")
        project.write_file("team/roles.md", text.replace("customers", word))
        project.build()
        sizes.append((project.root / "doctrees/environment.pickle").stat().st_size)
        project.write_file("team/roles.md", text)
    # All of the words are as long as each other.
    assert sizes[0] == sizes[1] == sizes[2]


#: Items, and a page for each way to show them elsewhere; and a report of nothing.
SHOWN = {
    "index": """
        # Handbook

        ```{toctree}
        :glob:

        *
        ```
        """,
    "plan": """
        # Plan

        :::{pm:roadmap} Plan
        :view: table

        | Item | When    | Status  | Stage | Product | Notes  |
        | ---- | ------- | ------- | ----- | ------- | ------ |
        | Page | 2026-Q3 | planned | Alpha | shop    | Hidden |
        :::
        """,
    "cycles": """
        # Cycles

        ::::{pm:lifecycle} Ours

        :::{pm:stage} Alpha
        :::

        :::{pm:stage} Beta
        :::
        ::::

        ::::{pm:lifecycle} Theirs

        :::{pm:stage} Gamma
        :::
        ::::
        """,
    "shop": """
        # Shop

        :::{pm:product} Shop
        :id: shop
        :::

        :::{pm:role} Keeper
        :id: keeper
        :::
        """,
    "a-timeline": "# Timeline\n\n:::{pm:roadmap} A\n:of: *\n:::",
    "a-table": """
        # Table

        :::{pm:roadmap} B
        :of: *
        :view: table
        :columns: When
        :::
        """,
    "a-board": "# Board\n\n:::{pm:roadmap} C\n:of: *\n:view: board\n:::",
    "stages": "# Stages\n\n:::{pm:roadmap} D\n:of: *\n:view: stages\n:::",
    "roles": "# Roles\n\n:::{pm:roles}\n:view: list\n:::",
    "item": "# Item\n\n:::{pm:item} Own\n:roadmap: plan\n:product: shop\n:::",
    "products": "# Products\n\n:::{pm:products}\n:::",
    "load": "# Load\n\n:::{pm:report} load\n:for: keeper\n:::",
}
ROLL_UPS = {"a-timeline", "a-table", "a-board", "stages"}
#: Changes of pages, and the others that show them.
SEEN: tuple[tuple[str, str, str, set[str]], ...] = (
    ("plan", "# Plan", "# Plan\n\nOne more line.", set()),
    ("plan", "Hidden", "Shown", {"a-timeline"}),
    ("plan", "| planned", "| blocked", ROLL_UPS),
    ("plan", "2026-Q3", "2026-Q4", ROLL_UPS),
    ("plan", "Alpha", "Beta ", {"a-timeline", "stages", "cycles"}),
    ("shop", "} Shop", "} Stall", {"a-timeline", "plan", "item", "products"}),
    # No matrix is there to be added up.
    ("shop", "Keeper", "Sweeper", {"roles"}),
    ("shop", ":id: keeper", ":id: keeper\n:reports-to: somebody", set()),
    # The item is in another stage of that life cycle.
    ("cycles", "Alpha", "Delta", {"stages"}),
    ("cycles", "Gamma", "Epsilon", set()),
)


def test_page__is_written_for_what_it_shows_of_others_alone(project: Project) -> None:
    project.write(**SHOWN)
    project.build(nitpicky=False)
    for page, old, new, showing in SEEN:
        project.replace(f"{page}.md", old, new)
        built = project.build(nitpicky=False)
        assert set(built.written) - {"index", page} == showing, (page, new)
    clean = project.build(out="clean", doctrees="clean-doctrees", nitpicky=False)
    assert pages(built) == pages(clean)


#: Pages that show what each value of the configuration decides.
CONFIGURED = {
    "index": """
        # Handbook

        ```{toctree}
        plan
        letters
        news
        others
        ```

        {pm:role}`Secret agent`
        """,
    "plan": """
        # Plan

        :::{pm:role} Secret agent
        :audience: internal
        :::

        :::{pm:roadmap} Plan
        :id: plan

        | Item | When    | Status |
        | ---- | ------- | ------ |
        | Shop | FY27-Q1 | parked |
        :::
        """,
    "letters": """
        # Letters

        :::{pm:matrix} Launch
        :scheme: rax

        | Activity | Agent | Seller |
        | -------- | ----- | ------ |
        | Price    | X     | R      |
        :::
        """,
    "news": "# News\n\n:::{pm:changes}\n:since: start\n:::",
    "others": "# Others\n\n:::{pm:roadmap} All\n:of: shop/*\n:view: table\n:::",
}
#: Another value for each in ``conf.py``, what Sphinx must do where it changes, and the
#: pages that are written though nothing is read.
RECONFIGURED: dict[str, tuple[object, str, set[str]]] = {
    "pmroles_handbooks": ({"shop": "shop.json"}, "", {"others"}),
    "pmroles_today": ("2026-07-01", "", {"plan"}),
    "pmroles_baselines": ({"start": "start.json"}, "", {"news"}),
    "pmroles_checks": ({"undefined-role": True}, "env", set()),
    "pmroles_fiscal_year_start": (4, "env", set()),
    "pmroles_statuses": ({"parked": "blocked"}, "env", set()),
    "pmroles_schemes": (
        {"rax": {"letters": {"R": "Runs", "X": "Explains"}, "owner": "R"}},
        "env",
        set(),
    ),
    "pmroles_audiences": (["public", "partners", "internal"], "env", set()),
    "pmroles_audience": ("public", "env", set()),
    "pmroles_inventory": (False, "", set()),
}


def test_configuration__reads_or_writes_again_what_it_must_and_no_more(
    project: Project,
) -> None:
    project.write(**CONFIGURED)
    project.write_file("shop.json", SHOP.read_text(encoding="utf-8"))
    registered: set[str] = set()
    before = project.build(
        prepare=lambda app: registered.update(value.name for value in app.config)
    )
    ours = {name for name in registered if name.startswith("pmroles_")}
    assert ours == RECONFIGURED.keys()
    then = before.text("pmroles.json").replace('"Shop"', '"Stall"')
    assert '"Stall"' in then
    project.write_file("start.json", then)
    shown = (pages(before), before.warnings)
    for name, (value, rebuild, written) in RECONFIGURED.items():
        # In conf.py, one beside the other: each build differs from the last in one.
        project.configure(**{name: value})
        built = project.build()
        if rebuild == "env":
            assert set(built.read) == CONFIGURED.keys(), name
        else:
            assert built.read == [], name
            # Sphinx writes a page with the one that lists it.
            assert set(built.written) - {"index"} == written, name
        clean = project.build(out=f"clean-{name}", doctrees=f"clean-doctrees-{name}")
        assert pages(built) == pages(clean), name
        if rebuild == "env":
            assert built.warnings == clean.warnings, name
        if name != "pmroles_audiences":  # it says what may be asked for alone
            assert (pages(clean), clean.warnings) != shown, name
        shown = (pages(clean), clean.warnings)
    again = project.build()
    assert (again.read, again.written) == ([], [])
