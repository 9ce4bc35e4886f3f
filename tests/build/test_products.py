"""``pm:product`` and ``pm:products``, in built pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from sphinx.util.inventory import InventoryFile

from sphinx_pmroles.inventory.schema import schema
from tests.build.test_builders import SHOWING, words_of
from tests.build.test_freshness import pages
from tests.build.test_report import index_of

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

PRODUCTS = {
    "md": """\
        # Our products

        :::{pm:product} Office suite
        :stage: Launch
        :owner: PM

        Vision
        : Everybody writes well.

        Users
        : - Schools
        :::

        :::{pm:product} Spreadsheet
        :id: sheet
        :lifecycle: cycle
        :stage: cycle/develop
        :owner: business-analyst
        :part-of: Office suite

        ## Vision

        Numbers that *everyone* can check.

        ## Value proposition

        No formula is hidden.

        ## Rivals

        Paper.
        :::
        """,
    "rst": """\
        Our products
        ============

        .. pm:product:: Office suite
           :stage: Launch
           :owner: PM

           Vision
              Everybody writes well.

           Users
              - Schools

        .. pm:product:: Spreadsheet
           :id: sheet
           :lifecycle: cycle
           :stage: cycle/develop
           :owner: business-analyst
           :part-of: Office suite

           Vision
           ------

           Numbers that *everyone* can check.

           Value proposition
           -----------------

           No formula is hidden.

           Rivals
           ------

           Paper.
        """,
}
RELEASES = {
    "md": """\
        # Releases

        :::{pm:roadmap} Releases
        :id: releases
        :as-of: 2026-10-01

        | Item         | Product      | When       | Status      | Health    |
        | ------------ | ------------ | ---------- | ----------- | --------- |
        | Pivot tables | Spreadsheet  | 2026-Q4    | in progress | at risk   |
        | Sheet gate   | sheet        | 2026-12-15 | planned     |           |
        | Sheet review | SHEET        | 2026-09-15 | planned     |           |
        | Fonts        | office-suite | 2027-02-01 | blocked     | off track |
        | Clean desks  | Furniture    | 2027-02-01 | blocked     | on track  |
        :::
        """,
    "rst": """\
        Releases
        ========

        .. pm:roadmap:: Releases
           :id: releases
           :as-of: 2026-10-01

           .. csv-table::
              :header-rows: 1

              Item, Product, When, Status, Health
              Pivot tables, Spreadsheet, 2026-Q4, in progress, at risk
              Sheet gate, sheet, 2026-12-15, planned,
              Sheet review, SHEET, 2026-09-15, planned,
              Fonts, office-suite, 2027-02-01, blocked, off track
              Clean desks, Furniture, 2027-02-01, blocked, on track
        """,
}
PORTFOLIO = {
    "md": """\
        # Portfolio

        :::{pm:products}
        :::

        :::{pm:products}
        :part-of: office-suite
        :class: wide
        :name: parts
        :::

        See {pm:product}`office-suite`, {pm:product}`our table <sheet>` and
        {any}`sheet`.
        """,
    "rst": """\
        Portfolio
        =========

        .. pm:products::

        .. pm:products::
           :part-of: office-suite
           :class: wide
           :name: parts

        See :pm:product:`office-suite`, :pm:product:`our table <sheet>` and
        :any:`sheet`.
        """,
}
HEADERS = ["Product", "Stage", "Owner", "Next milestone", "Health"]
SUITE = [
    *("Office suite", "Launch", "Product Manager"),
    *("Fonts · 2027-02-01", "off track"),
]
SHEET = ["Develop", "Business Analyst", "Sheet gate · 2026-12-15", "at risk"]


def add_products(project: Project, language: str = "md") -> None:
    """Write the sample handbook, and pages of products, plans and the portfolio."""
    project.write_handbook(language)
    project.write_file(f"plan/products.{language}", PRODUCTS[language])
    project.write_file(f"plan/releases.{language}", RELEASES[language])
    project.write_file(f"all/portfolio.{language}", PORTFOLIO[language])
    names = ("plan/roadmap", "plan/products", "plan/releases", "all/portfolio")
    margin = {"md": "", "rst": "   "}[language]
    listed = f"\n{margin}".join(names)
    project.replace(f"index.{language}", "plan/roadmap", listed)


def rows(built: Built, number: int = 0) -> list[list[str]]:
    """Return the cells of a portfolio, row by row."""
    html = BeautifulSoup(built.text("all/portfolio.html"), "html5lib")
    table = html.select(".pm-products table")[number]
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in table.select("tr")
    ]


def links(tag: object) -> dict[str, str]:
    """Return the words of all links in a part of a page, each with its target."""
    found = tag.select("a.reference")  # type: ignore[attr-defined]
    return {link.get_text(): str(link["href"]) for link in found}


@pytest.mark.parametrize("language", ["md", "rst"])
def test_portfolio__says_where_each_product_stands(
    project: Project, language: str
) -> None:
    add_products(project, language)
    built = project.build()
    assert built.warnings == []
    assert rows(built) == [HEADERS, SUITE, ["– Spreadsheet", *SHEET]]
    assert rows(built, 1) == [HEADERS, ["Spreadsheet", *SHEET]]
    html = BeautifulSoup(built.text("all/portfolio.html"), "html5lib")
    first, second = html.select(".pm-products")
    assert first["id"] == "pm-products-all"
    assert second["id"] == "pm-products-office-suite"
    assert "wide" in second["class"]
    captions = [tag.get_text() for tag in html.select(".pm-caption-text")]
    assert captions == ["Products", "Products: Office suite"]
    assert links(first) == {
        "Office suite": "../plan/products.html#pm-product-office-suite",
        "Launch": "../plan/cycle.html#pm-stage-cycle-launch",
        "Product Manager": "../team/roles.html#pm-role-product-manager",
        "Fonts": "../plan/releases.html#pm-item-releases-fonts",
        "Spreadsheet": "../plan/products.html#pm-product-sheet",
        "Develop": "../plan/cycle.html#pm-stage-cycle-develop",
        "Business Analyst": "../team/roles.html#pm-role-business-analyst",
        "Sheet gate": "../plan/releases.html#pm-item-releases-sheet-gate",
    }
    health = [tag["class"] for tag in first.select(".pm-state")]
    assert health == [["pm-state", "pm-off-track"], ["pm-state", "pm-at-risk"]]


def test_portfolio__leaves_out_columns_that_nothing_fills(project: Project) -> None:
    add_products(project)
    project.configure(pmroles_audience="public")
    begin = ":::{pm:roadmap} Releases\n"
    hidden = f"{begin}:internal-columns: Health\n"
    project.replace("plan/releases.md", begin, hidden)
    built = project.build()
    assert rows(built)[0] == ["Product", "Stage", "Owner", "Next milestone"]
    assert rows(built)[1] == SUITE[:-1]


@pytest.mark.parametrize("language", ["md", "rst"])
def test_product__shows_where_it_stands_and_what_comes(
    project: Project, language: str
) -> None:
    add_products(project, language)
    text = project.build("text").text("plan/products.txt")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines[2:] == [
        "**Office suite**",
        "**Stage** Launch · **Owner** Product Manager",
        *("Vision", "Everybody writes well."),
        *("Users", "* Schools"),
        *("Consists of", "Spreadsheet"),
        *("On the roadmap", "Fonts"),
        *("Next milestone", "Fonts · 2027-02-01"),
        *("Health", "off track"),
        "**Spreadsheet**",
        "**Stage** Develop · **Owner** Business Analyst · **Part of** Office",
        "suite",
        "-[ Vision ]-",
        "Numbers that *everyone* can check.",
        "-[ Value proposition ]-",
        "No formula is hidden.",
        "-[ Rivals ]-",
        "Paper.",
        *("On the roadmap", "Pivot tables, Sheet gate, Sheet review"),
        *("Next milestone", "Sheet gate · 2026-12-15"),
        *("Health", "at risk"),
    ]


@pytest.mark.parametrize("language", ["md", "rst"])
def test_products__stand_with_their_owner_stage_and_items(
    project: Project, language: str
) -> None:
    add_products(project, language)
    built = project.build()
    roles = BeautifulSoup(built.text("team/roles.html"), "html5lib")
    cycle = BeautifulSoup(built.text("plan/cycle.html"), "html5lib")
    plan = BeautifulSoup(built.text("plan/releases.html"), "html5lib")
    sheet = "../plan/products.html#pm-product-sheet"
    assert links(roles)["Spreadsheet"] == sheet
    facts = [dt.get_text() for dt in roles.select("dl.pm-facts dt")]
    assert facts.count("Owns the products") == 2
    assert links(cycle)["Spreadsheet"] == "products.html#pm-product-sheet"
    table = plan.select("table.pm-table")[0]
    named = {row.th.get_text(): links(row) for row in table.select("tbody tr")}  # type: ignore[union-attr]
    assert named["Pivot tables"] == {"Spreadsheet": "products.html#pm-product-sheet"}
    # The author's word stays, and one that names no product is no link.
    assert named["Sheet gate"] == {"sheet": "products.html#pm-product-sheet"}
    assert named["Clean desks"] == {}
    assert "Furniture" in table.get_text()


@pytest.mark.parametrize("language", ["md", "rst"])
def test_product__is_in_the_inventory_by_its_sections(
    project: Project, language: str
) -> None:
    add_products(project, language)
    inventory = project.build("pmroles").inventory
    Draft202012Validator(schema()).validate(inventory)
    assert inventory["products"] == {
        "office-suite": {
            "title": "Office suite",
            "lifecycle": "cycle",
            "stage": "launch",
            "owner": "product-manager",
            "part_of": None,
            "sections": {"Vision": "Everybody writes well.", "Customers": "Schools"},
            "docname": "plan/products",
            "uri": "plan/products.html#pm-product-office-suite",
        },
        "sheet": {
            "title": "Spreadsheet",
            "lifecycle": "cycle",
            "stage": "develop",
            "owner": "business-analyst",
            "part_of": "office-suite",
            "sections": {
                "Vision": "Numbers that everyone can check.",
                "Value": "No formula is hidden.",
                "Rivals": "Paper.",
            },
            "docname": "plan/products",
            "uri": "plan/products.html#pm-product-sheet",
        },
    }
    items = inventory["items"]
    assert items["releases/sheet-review"]["product"] == "sheet"
    assert items["releases/clean-desks"]["product"] == "Furniture"


def test_product__is_found_by_every_index(project: Project) -> None:
    add_products(project)
    built = project.build()
    assert index_of(built)["Spreadsheet (product)"] == (
        "plan/products.html#pm-product-sheet"
    )
    # The search looks through objects by their names, and by their titles.
    assert "sheet" in built.text("searchindex.js")
    contents = BeautifulSoup(built.text("plan/products.html"), "html5lib")
    sidebar = contents.select_one(".sphinxsidebar")
    assert sidebar is not None
    assert links(sidebar)["Spreadsheet"] == "#pm-product-sheet"
    listed = InventoryFile.loads(
        (built.out / "objects.inv").read_bytes(), uri="https://example.org"
    )
    item = listed.data["pm:product"]["sheet"]
    assert item.uri == "https://example.org/plan/products.html#pm-product-sheet"
    assert item.display_name == "Spreadsheet"


@pytest.mark.parametrize("language", ["md", "rst"])
def test_reference__to_a_product_says_its_vision(
    project: Project, language: str
) -> None:
    add_products(project, language)
    html = BeautifulSoup(project.build().text("all/portfolio.html"), "html5lib")
    said = [(a.get_text(), a["title"]) for a in html.select("p:not(.pm) > a")]
    sheet = "Spreadsheet: Numbers that everyone can check."
    assert said[:3] == [
        ("Office suite", "Office suite: Everybody writes well."),
        ("our table", sheet),
        ("Spreadsheet", sheet),
    ]


#: What must stand in every output.
WORDS = (
    *("Office suite", "Spreadsheet", "Everybody writes well.", "Schools", "Rivals"),
    *("Consists of", "On the roadmap", "Next milestone", "Sheet gate", "2026-12-15"),
    *("off track", "at risk", "Owns the products", "Part of", "Furniture"),
)


@pytest.mark.parametrize("language", ["md", "rst"])
def test_products__are_shown_by_every_builder(project: Project, language: str) -> None:
    add_products(project, language)
    for builder, pattern in SHOWING.items():
        built = project.build(builder)
        assert built.warnings == [], builder
        words = words_of(built, pattern)
        assert [word for word in WORDS if word not in words] == [], builder
    for builder in ("dummy", "linkcheck", "gettext"):
        doctrees = f"{builder}-doctrees"
        assert project.build(builder, doctrees=doctrees).warnings == [], builder


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("", "This handbook defines no product yet."),
        (":part-of: office", "No product is part of this one yet."),
    ],
)
def test_portfolio__of_nothing_says_so(
    project: Project, option: str, said: str
) -> None:
    project.write(
        index=f"""
        # Page

        :::{{pm:products}}
        {option}
        :::
        """
    )
    if option:
        with (project.source / "index.md").open("a", encoding="utf-8") as page:
            page.write("\n:::{pm:product} Office\n:::\n")
    built = project.build()
    assert built.warnings == []
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    (paragraph,) = html.select("p.pm-products")
    assert str(paragraph["id"]).startswith("pm-products-")
    assert paragraph.get_text() == said


# Bad input

BAD = """\
    # Page

    :::{pm:product} Suite
    :part-of: sheet
    :owner: Product Manger
    :::

    :::{pm:product} Sheet
    :part-of: suite
    :stage: Lunch
    :::

    :::{pm:product} Charts
    :lifecycle: cycle
    :stage: Retire
    :part-of: Shet
    :::

    :::{pm:product} Sheet
    :::

    :::{pm:product}
    :lifecycle: cicle
    :stage: Launch
    :::

    :::{pm:product} Empty
    :stage:
    :owner:
    :allow: nothing
    :::

    :::{pm:products}
    :part-of: Suiet
    :::

    :::{pm:products}
    :::
    """


def test_bad_products__are_reported_and_shown(project: Project) -> None:
    project.write_handbook()
    project.write_file("bad.md", BAD)
    project.replace("index.md", "plan/roadmap\n", "plan/roadmap\nbad\n")
    built = project.build()
    said = [line.partition("WARNING: ")[::2] for line in built.warnings]
    expected = {
        "bad.md:3": [
            ":owner: 'Product Manger' names no role: did you mean 'Product Manager'?",
            "'Suite' is part of 'Sheet' is part of 'Suite': take :part-of:",
        ],
        "bad.md:8": [":stage: 'Lunch' names no stage: did you mean 'launch'?"],
        "bad.md:13": [
            ":part-of: 'Shet' names no product: did you mean 'Sheet'?",
            (
                ":stage: 'Retire' names no stage of 'Product life cycle'; its stages "
                "are 'Develop', 'Launch'"
            ),
        ],
        "bad.md:19": ["the product 'sheet' is defined already, in bad, line 8"],
        "bad.md:22": [
            "pm:product has no title: write one after its name",
            ":lifecycle: 'cicle' names no lifecycle: did you mean 'cycle'?",
        ],
        "bad.md:27": [":allow: 'nothing' is no check; the checks are"],
        "bad.md:33": [":part-of: 'Suiet' names no product: did you mean 'Suite'?"],
    }
    found = {place.rstrip(": ") for place, _ in said}
    assert found == set(expected)
    for place, messages in expected.items():
        here = [message for at, message in said if at == f"{place}: "]
        assert len(here) == len(messages), here
        for message in messages:
            assert any(line.startswith(message) for line in here), (message, here)
    html = BeautifulSoup(built.text("bad.html"), "html5lib")
    shown = [row.th.get_text() for row in html.select("table tbody tr")]  # type: ignore[union-attr]
    assert shown == ["Suite", "– Sheet", "Charts", "Untitled", "Empty"]
    assert "Stage Lunch · Part of Suite" in html.get_text()


# Staying fresh


def slip(project: Project) -> None:
    project.replace("plan/releases.md", "| 2026-12-15 |", "| 2027-01-15 |")


def recover(project: Project) -> None:
    project.replace("plan/releases.md", "| at risk   |", "| on track  |")


def finish(project: Project) -> None:
    gate = "| 2026-12-15 | planned     |"
    project.replace("plan/releases.md", gate, gate.replace("planned", "done   "))


def retitle_item(project: Project) -> None:
    project.replace("plan/releases.md", "| Sheet gate   |", "| Table gate   |")


def move_item(project: Project) -> None:
    project.replace("plan/releases.md", "| Furniture    |", "| sheet        |")


def turn_back(project: Project) -> None:
    project.replace("plan/releases.md", ":as-of: 2026-10-01", ":as-of: 2026-09-01")


def reword_vision(project: Project) -> None:
    project.replace("plan/products.md", "Everybody writes", "Everyone writes")


def move_stage(project: Project) -> None:
    project.replace("plan/products.md", ":stage: Launch", ":stage: Develop")


def change_owner(project: Project) -> None:
    project.replace("plan/products.md", ":owner: PM", ":owner: Sponsor")


def take_apart(project: Project) -> None:
    project.replace("plan/products.md", ":part-of: Office suite\n", "")


def retitle_role(project: Project) -> None:
    project.replace("team/roles.md", "Business Analyst", "Analyst of business")
    project.replace("team/roles.md", ":abbr: BA", ":abbr: BA\n:id: business-analyst")


#: Each change, and the pages that show it without being read again.
CHANGES: dict[Callable[[Project], None], set[str]] = {
    slip: {"plan/products", "all/portfolio"},
    recover: {"plan/products", "all/portfolio"},
    finish: {"plan/products", "all/portfolio"},
    retitle_item: {"plan/products", "all/portfolio"},
    move_item: {"plan/products"},
    turn_back: {"plan/products", "all/portfolio"},
    reword_vision: {"all/portfolio", "plan/releases", "team/roles", "plan/cycle"},
    move_stage: {"all/portfolio", "plan/cycle"},
    change_owner: {"all/portfolio", "team/roles"},
    take_apart: {"all/portfolio"},
    retitle_role: {"all/portfolio", "plan/products"},
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_products__are_fresh_after_a_change_elsewhere(
    project: Project, change: Callable[[Project], None]
) -> None:
    add_products(project)
    before = pages(project.build())
    change(project)
    incremental = project.build()
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert incremental.warnings == clean.warnings
    assert pages(incremental) == pages(clean)
    assert set(incremental.written) >= CHANGES[change]
    assert not CHANGES[change] & set(incremental.read)
    for docname in CHANGES[change]:
        assert pages(clean)[f"{docname}.html"] != before[f"{docname}.html"]


def test_products__are_left_alone_by_what_they_do_not_show(project: Project) -> None:
    add_products(project)
    project.build()
    project.replace("plan/releases.md", "| 2026-Q4    |", "| 2027-Q1    |")
    # Sphinx writes a page with the one that lists it.
    assert set(project.build().written) - {"index"} == {"plan/releases"}
    assert project.build().written == []


def test_today__moves_the_next_milestone(project: Project) -> None:
    add_products(project)
    project.replace("plan/releases.md", ":as-of: 2026-10-01\n", "")
    assert rows(project.build())[2][3] == "Sheet review · 2026-09-15"
    later = project.build(pmroles_today="2026-12-15")
    assert later.read == []
    assert rows(later)[2][3] == "Sheet gate · 2026-12-15"
    last = project.build(pmroles_today="2026-12-16")
    assert rows(last)[2][3] == ""


def test_products__are_the_same_from_four_processes(project: Project) -> None:
    add_products(project)
    project.replace("plan/products.md", ":owner: PM", ":owner: Sheet")
    one = project.run("html")
    four = project.run("html", "-j4", out="four", doctrees="four-doctrees")
    assert one.warnings == four.warnings
    assert len(one.warnings) == 1
    assert pages(one) == pages(four)


# Translation


def test_products__are_shown_in_translation(project: Project) -> None:
    add_products(project)
    german = {
        "Office suite": "Büro-Paket",
        "Spreadsheet": "Tabelle",
        "Everybody writes well.": "Alle schreiben gut.",
        "Sheet gate": "Tor der Tabelle",
        "Launch": "Einführung",
        "Full launch": "Volle Einführung",
        "Usage price": "Preis nach Nutzung",
        "Product Manager": "Produktmanager",
        "Product life cycle": "Lebenszyklus",
    }
    # Names in options and columns are those of the sources, of several words, too.
    project.replace("plan/cycle.md", "{pm:stage} Launch", "{pm:stage} Full launch")
    project.replace("plan/cycle.md", ":current: launch", ":current: Full launch")
    project.replace("plan/products.md", ":stage: Launch", ":stage: Full launch")
    project.replace("plan/products.md", ":owner: PM", ":owner: Product Manager")
    project.replace("plan/products.md", "cle: cycle", "cle: Product life cycle")
    project.replace("plan/cycle.md", "Full launch\n:dec", "Full launch\n:id: go\n:dec")
    project.replace("plan/roadmap.md", "| Launch ", "| Full launch ")
    project.replace("plan/roadmap.md", "cycle/launch", "cycle/go")
    entries = [f'msgid "{old}"\nmsgstr "{new}"\n' for old, new in german.items()]
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    for name in ("plan", "all", "team"):
        path = project.source / "locale" / "de" / "LC_MESSAGES" / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join((head, *entries)), encoding="utf-8")
    built = project.build(language="de", locale_dirs=["locale"])
    assert built.warnings == []
    headers, suite, sheet = rows(built)
    assert headers == [
        *("Produkt", "Phase", "Verantwortlich", "Nächster Meilenstein", "Zustand")
    ]
    # Its items name it by its title in the sources, though it has an id.
    assert sheet[4] == "gefährdet"
    facts = " ".join(words_of(built, "plan/products.html").split())
    assert "Teil von Büro-Paket" in facts
    assert "Besteht aus Tabelle" in facts
    assert (suite[0], suite[1], sheet[0]) == (
        *("Büro-Paket", "Volle Einführung", "– Tabelle"),
    )
    assert suite[2] == "Produktmanager"
    assert sheet[3] == "Tor der Tabelle · 2026-12-15"
    html = BeautifulSoup(built.text("all/portfolio.html"), "html5lib")
    link = html.select("tbody th a")[0]
    assert link["title"] == "Büro-Paket: Alle schreiben gut."
    assert built.inventory["products"]["sheet"]["part_of"] == "office-suite"
    assert built.inventory["products"]["office-suite"]["stage"] == "go"
    assert built.inventory["lifecycles"]["cycle"]["current"] == "go"
    items = built.inventory["items"]
    assert items["plan/sign-up-page"]["stage"] == "go"
    assert items["plan/partner-market"]["depends_on"] == ["plan/usage-price"]


def test_product__folds_many_items_and_keeps_the_look_of_few(project: Project) -> None:
    add_products(project)
    new = "".join(f"| Formula {n} | sheet | later | | |\n" for n in range(12))
    project.replace("plan/releases.md", "| Fonts ", f"{new}| Fonts ")
    html = BeautifulSoup(project.build().text("plan/products.html"), "html5lib")
    few, many = html.select("dl.pm-facts")
    assert few.details is None
    assert many.details is not None
    assert many.details.summary is not None
    summary = "15: Pivot tables, Sheet gate, Sheet review, …"
    assert many.details.summary.get_text() == summary
    # Furo greys the terms of the lists that are not simple.
    assert all("simple" in facts["class"] for facts in (few, many))


NESTED = {
    "md": """\
        # Page

        :::::{pm:product} Suite

        # Vision

        All in one.

        ::::{pm:product} Sheet
        :part-of: suite

        Vision
        : Numbers.
        ::::

        ::::{pm:products}
        :part-of: suite
        ::::
        :::::
        """,
    "rst": """\
        Page
        ====

        .. pm:product:: Suite

           Vision
           ------

           All in one.

           .. pm:product:: Sheet
              :part-of: suite

              Vision
                 Numbers.

           .. pm:products::
              :part-of: suite
        """,
}


@pytest.mark.parametrize("language", ["md", "rst"])
def test_product__may_hold_its_parts(project: Project, language: str) -> None:
    project.write_file(f"index.{language}", NESTED[language])
    built = project.build()
    assert built.warnings == []
    products = built.inventory["products"]
    assert products["suite"]["sections"] == {"Vision": "All in one."}
    assert products["sheet"]["sections"] == {"Vision": "Numbers."}
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    rows = [
        row.get_text() for row in html.select("dl.pm-product .pm-products tbody tr")
    ]
    assert [row.strip() for row in rows] == ["Sheet"]
    assert project.build("latex").warnings == []
