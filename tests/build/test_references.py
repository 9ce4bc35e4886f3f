"""Cross-references: to every kind of thing, by every name, from everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from tests.build.everything import write_everything

if TYPE_CHECKING:
    from tests.build.conftest import Project

ROLE = "Product Manager: Hold technology, business and customers together."
ROLE_URI = "../team/roles.html#pm-role-product-manager"
LAUNCH = "../team/launch.html#"
CYCLE = "../plan/cycle.html#"
PLAN = "../plan/roadmap.html#"

#: What is written, and what a reader sees: the words, the target, the hover text.
REFERENCES = {
    "{pm:role}`product-manager`": ("Product Manager", ROLE_URI, ROLE),
    "{pm:role}`Product-MANAGER`": ("Product Manager", ROLE_URI, ROLE),
    "{pm:role}`product manager`": ("product manager", ROLE_URI, ROLE),
    "{pm:role}`PM`": ("PM", ROLE_URI, ROLE),
    "{pm:role}`pdm`": ("pdm", ROLE_URI, ROLE),
    "{pm:role}`whoever leads <pm>`": ("whoever leads", ROLE_URI, ROLE),
    "{pm:role}`sponsor`": ("Sponsor", "../team/roles.html#pm-role-sponsor", "Sponsor"),
    "{pm:matrix}`launch`": (
        "Launch a product",
        f"{LAUNCH}pm-matrix-launch",
        "Launch a product",
    ),
    "{pm:matrix}`launch a Product`": (
        "launch a Product",
        f"{LAUNCH}pm-matrix-launch",
        "Launch a product",
    ),
    "{pm:activity}`launch/set-the-vision`": (
        "Set the vision",
        f"{LAUNCH}pm-activity-launch-set-the-vision",
        "Set the vision",
    ),
    "{pm:activity}`set-the-vision`": (
        "Set the vision",
        f"{LAUNCH}pm-activity-launch-set-the-vision",
        "Set the vision",
    ),
    "{pm:activity}`set the vision`": (
        "set the vision",
        f"{LAUNCH}pm-activity-launch-set-the-vision",
        "Set the vision",
    ),
    "{pm:lifecycle}`cycle`": (
        "Product life cycle",
        f"{CYCLE}pm-lifecycle-cycle",
        "Product life cycle",
    ),
    "{pm:stage}`cycle/launch`": ("Launch", f"{CYCLE}pm-stage-cycle-launch", "Launch"),
    "{pm:stage}`develop`": ("Develop", f"{CYCLE}pm-stage-cycle-develop", "Develop"),
    "{pm:roadmap}`plan`": (
        "Two-year roadmap",
        f"{PLAN}pm-roadmap-plan",
        "Two-year roadmap",
    ),
    "{pm:item}`plan/sign-up-page`": (
        "Sign-up page",
        f"{PLAN}pm-item-plan-sign-up-page",
        "Sign-up page",
    ),
    "{pm:item}`usage-price`": (
        "Usage price",
        f"{PLAN}pm-item-plan-usage-price",
        "Usage price",
    ),
    "{any}`product-manager`": ("Product Manager", ROLE_URI, ROLE),
    "{any}`PdM`": ("PdM", ROLE_URI, ROLE),
    "[](#product-manager)": ("Product Manager", ROLE_URI, ROLE),
    "[our lead](#product-manager)": ("our lead", ROLE_URI, ROLE),
    "[](#cycle)": (
        "Product life cycle",
        f"{CYCLE}pm-lifecycle-cycle",
        "Product life cycle",
    ),
}


def as_rst(markdown: str) -> str:
    """Return a role of MyST as reStructuredText writes it."""
    return markdown.replace("{", ":").replace("}", ":")


def links(html: str) -> list[tuple[str, str, str]]:
    """Return words, target and hover text of each link in the page's list."""
    page = BeautifulSoup(html, "html5lib")
    return [
        (link.get_text(), str(link["href"]), str(link["title"]))
        for link in page.select("[role=main] li a, .body li a")
    ]


def test_references__in_markdown(project: Project) -> None:
    project.write_handbook()
    lines = "".join(f"- {written}\n" for written in REFERENCES)
    project.write(deep__page=f"---\norphan: true\n---\n\n# Page\n\n{lines}")
    built = project.build()
    assert built.warnings == []
    assert links(built.text("deep/page.html")) == list(REFERENCES.values())


def test_references__in_rst(project: Project) -> None:
    project.write_handbook("rst")
    cases = {k: v for k, v in REFERENCES.items() if not k.startswith("[")}
    lines = "".join(f"- {as_rst(written)}\n" for written in cases)
    project.write_file("deep/page.rst", f":orphan:\n\nPage\n====\n\n{lines}")
    built = project.build()
    assert built.warnings == []
    assert links(built.text("deep/page.html")) == list(cases.values())


def test_references__without_prefix_in_the_primary_domain(project: Project) -> None:
    project.configure(primary_domain="pm")
    project.write(
        index="""
        # Page

        :::{role} Product Manager
        :::

        - {role}`product-manager`
        """
    )
    built = project.build()
    assert built.warnings == []
    assert links(built.text("index.html")) == [
        ("Product Manager", "#pm-role-product-manager", "Product Manager")
    ]


def test_header_of_a_matrix__leads_to_the_role(project: Project) -> None:
    project.write_handbook()
    page = BeautifulSoup(project.build().text("team/launch.html"), "html5lib")
    headers = {
        head.get_text(): head.a and head.a["href"]
        for head in page.select("th[scope=col]")
    }
    assert headers == {
        "Activity": None,
        "PM": "roles.html#pm-role-product-manager",
        "BA": "roles.html#pm-role-business-analyst",
        "Engineering": None,
        "Sponsor": "roles.html#pm-role-sponsor",
        "Notes": None,
    }


def test_header_of_a_matrix__keeps_its_authors_link(project: Project) -> None:
    project.write_handbook()
    project.replace("team/launch.md", "| PM  ", "| [PM](../plan/cycle.md) ")
    built = project.build()
    assert built.warnings == []
    page = BeautifulSoup(built.text("team/launch.html"), "html5lib")
    head = page.select("th[scope=col]")[1]
    assert [link["href"] for link in head.select("a")] == ["../plan/cycle.html"]


def test_role__shows_what_the_handbook_says_of_it(project: Project) -> None:
    project.write_handbook()
    text = project.build("text").text("team/roles.txt")
    facts = text[
        text.index("Not accountable for") : text.index("**Business Analyst** (")
    ]
    assert [line.strip() for line in facts.splitlines() if line.strip()] == [
        "Not accountable for",
        "Detailed requirements, see *BA*",
        "Reports to",
        "Sponsor",
        "Direct reports",
        "Business Analyst",
        "Accountable for",
        "* Launch a product: Set the vision, Train support",
        "Responsible for",
        "* Launch a product: Set the vision, Secure resources",
        "Owns on the roadmap",
        "Sign-up page, Partner market",
    ]


def test_stage__shows_what_the_handbook_places_in_it(project: Project) -> None:
    project.write_handbook()
    text = project.build("text").text("plan/cycle.txt")
    facts = text[text.index("**Launch**") :]
    assert [line.strip() for line in facts.splitlines() if line.strip()] == [
        "**Launch** · current stage",
        "**Gate** · decided by Sponsor · go, kill, hold or recycle",
        "Entry criteria",
        "* Must: support trained",
        "Activities",
        "Train support",
        "On the roadmap",
        "Sign-up page, Partner market",
    ]


def test_contents__show_titles_as_words(project: Project) -> None:
    project.write_handbook()
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    listed = [link.get_text() for link in page.select(".toctree-wrapper li li a")]
    assert listed == [
        *("Product Manager", "Business Analyst", "Sponsor"),
        *("Product life cycle", "Develop", "Launch"),
    ]
    # Sphinx takes every object for a piece of code.
    assert page.select(".toctree-wrapper code") == []


def test_objects_inv__lists_everything(project: Project) -> None:
    project.write_handbook()
    built = project.build()
    inventory = InventoryFile.loads(
        (built.out / "objects.inv").read_bytes(), uri="https://example.org"
    )
    ours = {
        f"{kind} {name}": (item.display_name, item.uri)
        for kind, items in inventory.data.items()
        if kind.startswith("pm:")
        for name, item in items.items()
    }
    root = "https://example.org"
    assert ours["pm:role product-manager"] == (
        "Product Manager",
        f"{root}/team/roles.html#pm-role-product-manager",
    )
    assert ours["pm:activity launch/set-the-vision"] == (
        "Set the vision",
        f"{root}/team/launch.html#pm-activity-launch-set-the-vision",
    )
    assert sorted(ours) == [
        "pm:activity launch/secure-resources",
        "pm:activity launch/set-the-vision",
        "pm:activity launch/train-support",
        "pm:item hiring/hire-a-writer",
        "pm:item plan/partner-market",
        "pm:item plan/sign-up-page",
        "pm:item plan/usage-price",
        "pm:lifecycle cycle",
        "pm:matrix launch",
        "pm:roadmap hiring",
        "pm:roadmap plan",
        "pm:role business-analyst",
        "pm:role product-manager",
        "pm:role sponsor",
        "pm:stage cycle/develop",
        "pm:stage cycle/launch",
    ]


def test_intersphinx__leads_into_another_handbook(
    new_project: Callable[[str], Project],
) -> None:
    first = new_project("first")
    first.write_handbook()
    inventory = first.build().out / "objects.inv"
    second = new_project("second")
    second.configure(
        extensions=["myst_parser", "sphinx_pmroles", "sphinx.ext.intersphinx"],
        intersphinx_mapping={"other": ("https://example.org/", str(inventory))},
    )
    second.write(
        index="""
        # Page

        - {pm:role}`product-manager`
        - {pm:activity}`launch/set-the-vision`
        - {external+other:pm:stage}`cycle/launch`
        """
    )
    built = second.build()
    assert built.warnings == []
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    found = [(a.get_text(), a["href"]) for a in page.select("li a.reference.external")]
    root = "https://example.org"
    assert found == [
        ("Product Manager", f"{root}/team/roles.html#pm-role-product-manager"),
        (
            "Set the vision",
            f"{root}/team/launch.html#pm-activity-launch-set-the-vision",
        ),
        ("Launch", f"{root}/plan/cycle.html#pm-stage-cycle-launch"),
    ]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
@pytest.mark.parametrize("language", ["md", "rst"])
def test_internal_links__all_resolve(
    project: Project, language: str, builder: str
) -> None:
    write_everything(project, language)
    built = project.build(builder)
    ids: dict[str, set[str]] = {}
    targets: set[tuple[str, str, str]] = set()
    for path in built.out.glob("**/*.html"):
        name = path.relative_to(built.out).as_posix()
        page = BeautifulSoup(path.read_text("utf-8"), "html5lib")
        found = [str(tag["id"]) for tag in page.select("[id]")]
        assert len(found) == len(set(found)), f"ids stand twice in {name}"
        ids[name] = set(found)
        targets |= {
            (name, *str(link.get("href", link.get("xlink:href"))).partition("#")[::2])
            for link in page.select("a[href], a[xlink\\:href]")
            # In singlehtml, Sphinx 9.0's own contents and labels lead nowhere.
            if not (
                builder == "singlehtml"
                and (link.find_parent(class_="toctree-l1") or link.find(class_="std"))
            )
        }
    internal = [each for each in targets if "://" not in each[1] and each[2]]
    assert len(internal) >= 20
    for name, uri, anchor in internal:
        path = (built.out / name).parent / uri if uri else built.out / name
        path = path / "index.html" if path.is_dir() else path
        key = path.resolve().relative_to(built.out.resolve()).as_posix()
        assert anchor in ids[key], f"{uri}#{anchor} on {name}"


def test_boxes_that_scroll__can_be_reached_by_keys_and_have_a_name(
    project: Project,
) -> None:
    project.write_handbook()
    built = project.build()
    for name, count in (("team/launch.html", 1), ("plan/roadmap.html", 2)):
        boxes = BeautifulSoup(built.text(name), "html5lib").select(".pm-scroll")
        assert len(boxes) >= count
        assert {(box.get("tabindex"), box.get("role")) for box in boxes} == {
            ("0", "region")
        }
        # Two regions of one name cannot be told apart.
        names = [box.get("aria-label") for box in boxes]
        assert all(names)
        assert len(set(names)) == len(names)


def test_tables__name_their_headers(project: Project) -> None:
    project.write_handbook()
    page = BeautifulSoup(project.build().text("team/launch.html"), "html5lib")
    table = page.select_one("table.pm-table")
    assert table is not None
    columns = table.select("thead th")
    assert [head["scope"] for head in columns] == ["col"] * 6
    for row in table.select("tbody tr"):
        heads = row.select("th")
        assert len(heads) == 1
        is_group = "pm-group" in str(row.get("class", ""))
        assert heads[0]["scope"] == ("rowgroup" if is_group else "row")
        assert len(row.select("td")) == (0 if is_group else 5)
    assert len(table.select("th[scope=rowgroup]")) == 2
    assert len(table.select("th[scope=row]")) == 3
