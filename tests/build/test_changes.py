"""What changed since an earlier version: in timelines, and as a list."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.build.test_freshness import pages

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

PLAN = "plan/roadmap.md"
BASELINE = "baselines/1.0.json"


@pytest.fixture
def versioned(project: Project) -> Project:
    """Return the sample handbook, with what it is now as the baseline 1.0."""
    project.write_handbook()
    keep_baseline(project, project.build("pmroles").inventory)
    project.configure(pmroles_baselines={"1.0": BASELINE})
    return project


def keep_baseline(project: Project, inventory: dict[str, Any]) -> None:
    project.write_file(BASELINE, json.dumps(inventory))


def ask_since(project: Project, version: str = "1.0") -> None:
    project.replace(PLAN, "Two-year roadmap", f"Two-year roadmap\n:since: {version}")


def rows(built: Built, page: str, selector: str) -> list[list[str]]:
    html = BeautifulSoup(built.text(page), "html5lib")
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in html.select(f"{selector} tr")
    ]


def baselines(built: Built) -> dict[str, str]:
    """Return what the twin of the roadmap says of the baseline of each item."""
    header, *items = rows(built, "plan/roadmap.html", "#pm-roadmap-plan")
    if "Baseline" not in header:
        return {}
    column = header.index("Baseline")
    return {row[0]: row[column] for row in items if row[column]}


def ghosts(built: Built) -> int:
    """Return how many bars are drawn where something was to be."""
    html = BeautifulSoup(built.text("plan/roadmap.html"), "html5lib")
    return len(html.select("a .pm-c-ghost"))


def test_since__draws_the_dates_of_the_baseline(versioned: Project) -> None:
    ask_since(versioned)
    assert baselines(versioned.build()) == {}
    versioned.replace(PLAN, "| 2026-Q3 |", "| 2026-Q4 |")
    built = versioned.build()
    assert built.warnings == []
    assert baselines(built) == {"Sign-up page": "2026-Q3"}
    assert ghosts(built) == 1


def test_since__finds_an_item_that_was_renamed(versioned: Project) -> None:
    ask_since(versioned)
    versioned.replace(PLAN, "Sign-up page", "Sign-up pages")
    versioned.replace(PLAN, "| 2026-Q3 |", "| 2026-Q4 |")
    assert baselines(versioned.build()) == {"Sign-up pages": "2026-Q3"}


LIST = "all/changes.md"


def add_list(project: Project, options: str = ":since: 1.0") -> None:
    project.write_file(LIST, f"# News\n\n:::{{pm:changes}}\n{options}\n:::\n")
    project.replace("index.md", "plan/roadmap\n", "plan/roadmap\nall/changes\n")


def changes(built: Built) -> list[list[str]]:
    """Return the list of changes, row by row, without its headers."""
    return rows(built, "all/changes.html", "[id^=pm-changes]")[1:]


def test_changes__says_that_nothing_changed(versioned: Project) -> None:
    add_list(versioned)
    built = versioned.build()
    assert built.warnings == []
    assert "Nothing has changed since 1.0." in built.text("all/changes.html")


def test_changes__says_what_changed_below_what_it_is_of(versioned: Project) -> None:
    add_list(versioned)
    versioned.replace("team/roles.md", "Hold technology", "Keep technology")
    versioned.replace("team/launch.md", "| R   | -   |", "| R   | I   |")
    versioned.replace("plan/cycle.md", "support trained", "support is trained")
    versioned.replace(PLAN, "2026-12-15", "2026-12-24")
    built = versioned.build()
    assert built.warnings == []
    assert changes(built) == [
        ["Roles"],
        ["Product Manager", "Purpose reworded"],
        ["Launch a product · responsibility matrix"],
        ["Secure resources", "I given to Business Analyst"],
        ["Product life cycle · life cycle"],
        ["Launch", "Entry criteria reworded"],
        ["Hiring plan · roadmap"],
        ["Hire a writer", "slipped by +9 days: 2026-12-15 → 2026-12-24"],
    ]


def test_changes__leads_to_what_there_is(versioned: Project) -> None:
    add_list(versioned)
    versioned.replace(PLAN, "| Partner market  |", "| Reseller deals  |")
    html = BeautifulSoup(versioned.build().text("all/changes.html"), "html5lib")
    links = {a.get_text(): a["href"] for a in html.select("[id^=pm-changes] a[href]")}
    assert links["Reseller deals"] == "../plan/roadmap.html#pm-item-plan-reseller-deals"
    assert "Partner market" not in links
    assert "Partner market" in html.select_one("[id^=pm-changes]").get_text()  # type: ignore[union-attr]


def test_changes__shows_those_of_what_is_asked_for_alone(versioned: Project) -> None:
    add_list(versioned, ":since: 1.0\n:of: hiring, Product Manager")
    versioned.replace("team/launch.md", "| R   | -   |", "| R   | I   |")
    versioned.replace("team/roles.md", "Hold technology", "Keep technology")
    versioned.replace(PLAN, "2026-12-15", "2026-12-24")
    assert [row[0] for row in changes(versioned.build())] == [
        "Roles",
        "Product Manager",
        "Hiring plan · roadmap",
        "Hire a writer",
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("", "pm:changes: nothing says since when"),
        (
            ":since: 1.1",
            ":since: '1.1' is no version that can be compared with (perhaps '1.0')",
        ),
        (
            ":since: 1.0\n:of: hirin",
            ":of: 'hirin' names nothing: did you mean 'hiring'?",
        ),
    ],
)
def test_changes__names_what_it_was_asked_in_vain(
    versioned: Project, options: str, says: str
) -> None:
    add_list(versioned, options)
    (warning,) = versioned.build().warnings
    assert warning.startswith(f"all/changes.md:3: WARNING: {says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read: No such file or directory"),
        ("{", "is not JSON"),
        ('{"format": "pmroles", "format_version": 9}', "has the format version 9"),
    ],
)
def test_baseline__that_cannot_be_read_costs_nothing_else(
    versioned: Project, text: str | None, says: str
) -> None:
    add_list(versioned)
    ask_since(versioned)
    if text is None:
        (versioned.source / BASELINE).unlink()
    else:
        versioned.write_file(BASELINE, text)
    built = versioned.build()
    (warning,) = built.warnings
    assert warning.startswith("WARNING: pmroles_baselines['1.0']: ")
    assert says in warning
    assert "nothing is compared with it [pmroles.inventory]" in warning
    assert "Sign-up page" in built.text("plan/roadmap.html")


def slip(project: Project) -> None:
    project.replace(PLAN, "| 2026-Q3 |", "| 2026-Q4 |")


def move_page(project: Project) -> None:
    text = (project.source / PLAN).read_text("utf-8")
    (project.source / PLAN).unlink()
    project.write_file("plan/plans.md", text)
    project.replace("index.md", "plan/roadmap\n", "plan/plans\n")


def take_new_baseline(project: Project) -> None:
    slip(project)
    keep_baseline(project, project.build("pmroles", doctrees="other").inventory)


@pytest.mark.parametrize("change", [slip, move_page, take_new_baseline])
def test_changes__stays_fresh(
    versioned: Project, change: Callable[[Project], None]
) -> None:
    add_list(versioned)
    ask_since(versioned)
    versioned.replace(PLAN, "2026-12-15", "2026-12-24")
    versioned.build()
    assert versioned.build().written == []
    change(versioned)
    incremental = pages(versioned.build())
    clean = pages(versioned.build(out="clean", doctrees="clean-doctrees"))
    gone = incremental.keys() - clean.keys()
    assert {name for name in gone if "roadmap" not in name} == set()
    assert {name: incremental[name] for name in clean} == clean
