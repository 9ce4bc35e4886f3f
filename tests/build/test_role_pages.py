"""Role pages as people have them, wrapped as they are."""

from __future__ import annotations

import base64
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sphinx_pmroles.model.role import ROLE_SECTIONS
from tests.build.test_builders import SHOWING, words_of

if TYPE_CHECKING:
    from tests.build.conftest import Project

PAGES = Path(__file__).parents[1] / "data" / "roles"
#: An image of one dot.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLv"
    "AAAAAElFTkSuQmCC"
)
#: The words of the wrapped pages, in the order in which a reader must find them.
WORDS = {
    "headings": (
        *("This page is read by new colleagues first.", "Product Manager", "PM"),
        *("senior", "looks after the welfare of", "one product", "withdrawn"),
        *("Purpose", "Hold technology, business and", "customers", "value > cost"),
        *("Where this ends", "is not the manager of the people"),
        *("Responsibilities", "Strategic direction", "for development"),
        *("for launch", "price", "promise", "Improvement, see", "BA"),
        *("Area", "Share", "Inside", "60", "Outside", "40"),
        *("Decision Rights", "Prices above the limit", "limit = 10_000", "# euros"),
        *("KPIs", "Revenue", "Measured each quarter.", "Retention"),
        *("Rituals", "Every Tuesday, with everybody."),
        "Writing a definition ends with a footnote.",
        *("Responsibilities", "And once more, for what was forgotten above"),
        *("Reports to", "Head of Product", "Works with", "UX", "Direct reports"),
    ),
    "lists": (
        *("Business Analyst", "BA", "Turns a", "need", "into something"),
        *("Purpose", "Understand a need so well", "It takes two paragraphs"),
        *("Competencies", "Listening", "to what is said", "to what is not"),
        *("Writing", "A second definition of the same term."),
        *("Success measures", "Measure", "Goal", "Late changes", "few"),
        *("Out of scope", "Prices, see", "Product Manager"),
        *("Ask the product manager.", "In writing."),
        *("Hours", "Nine to five.", "Between the lists stand words."),
        *("Deliverables", "Requirements, in", "markdown"),
        *("Skills", "A term inside is no section."),
        *("Decision rights", "☑", "Whether it is clear", "☐", "Whether it is built"),
        *("Competencies", "Drawing, too.", "Junior Analyst", "JA"),
        *("A role inside a role.", "Reports to", "Business Analyst"),
        *("Direct reports", "Junior Analyst"),
    ),
}
FOOTNOTES = {
    "headings": ("Whoever starts that month.", "Of everybody, and for years."),
    "lists": ("A need is what remains when the wish is granted.",),
}
OTHERS = {
    "md": """\
        # Handbook

        ```{toctree}
        headings
        lists
        withdrawal
        ```

        :::{pm:role} Head of Product
        :::

        :::{pm:role} UX
        :kind: team
        :::

        See [the PM](#the-pm).
        """,
    "rst": """\
        Handbook
        ========

        .. toctree::

           headings
           lists
           withdrawal

        .. pm:role:: Head of Product

        .. pm:role:: UX
           :kind: team

        See :ref:`the PM <the-pm>`.
        """,
}


@pytest.fixture
def wrapped(project: Project) -> Any:
    """Return a function that writes the role pages in a language."""

    def write(language: str) -> Project:
        for name in WORDS:
            text = (PAGES / f"{name}.{language}").read_text("utf-8")
            project.write_file(f"{name}.{language}", text)
        project.write_file(f"index.{language}", OTHERS[language])
        project.write_file(f"withdrawal.{language}", "Withdrawal\n==========\n")
        (project.source / "triangle.png").write_bytes(DOT)
        project.configure(myst_heading_anchors=2)
        return project

    return write


def assert_in_order(words: tuple[str, ...], text: str) -> None:
    at = 0
    for word in words:
        found = text.find(word, at)
        assert found >= 0, f"{word!r} is not in what follows {text[at - 40 : at]!r}"
        at = found + len(word)


@pytest.mark.parametrize("builder", ["html", "latex", "text", "epub"])
@pytest.mark.parametrize("language", ["md", "rst"])
def test_wrapped_page__keeps_every_word_in_its_order(
    wrapped: Any, language: str, builder: str
) -> None:
    built = wrapped(language).build(builder)
    assert built.warnings == []
    text = words_of(built, SHOWING[builder])
    for name, words in WORDS.items():
        begin = text.index(words[0])
        # LaTeX escapes, and marks up within words.
        plain = re.sub(r"\\(?:sphinx)?[A-Za-z]+\{|[{}]|\\(?=[_#%])", "", text[begin:])
        plain = plain.replace(r"textgreater", ">").replace(r"\PYGZus", "_")
        plain = re.sub(r"\\PYGZ(?:us|sh)|PYGZus", "_", plain)
        left_out = ("limit = 10_000", "# euros", "value > cost")
        wanted = words
        if builder == "latex":
            wanted = tuple(word for word in words if word not in left_out)
        assert_in_order(wanted, plain)
        for note in FOOTNOTES[name]:
            assert note in text


@pytest.mark.parametrize("language", ["md", "rst"])
def test_wrapped_page__keeps_headings_as_rubrics_of_the_role(
    wrapped: Any, language: str
) -> None:
    page = BeautifulSoup(wrapped(language).build().text("headings.html"), "html5lib")
    role = page.select_one("dl.pm-role > dd")
    assert role is not None
    assert [rubric.get_text() for rubric in role.select(".rubric")] == [
        *("Purpose", "Where this ends", "Responsibilities", "Decision Rights"),
        *("KPIs", "Rituals", "Responsibilities"),
    ]
    assert [
        title.get_text().strip("¶") for title in page.select(".body :is(h1, h2, h3)")
    ] == ["Product manager"]


@pytest.mark.parametrize("language", ["md", "rst"])
@pytest.mark.parametrize("page", WORDS)
def test_wrapped_page__has_links_that_lead_somewhere(
    wrapped: Any, language: str, page: str
) -> None:
    html = BeautifulSoup(wrapped(language).build().text(f"{page}.html"), "html5lib")
    role = html.select_one("dl.pm-role")
    assert role is not None
    links = [str(link["href"]) for link in role.select("a[href]")]
    inside = [link[1:] for link in links if link.startswith("#")]
    assert [anchor for anchor in inside if html.find(id=anchor) is None] == []
    # The footnotes, the heading, the permalink.
    assert len(role.select("a.footnote-reference")) == {"headings": 2, "lists": 1}[page]
    if page == "headings":
        assert role.find("a", string="here") or role.select('a[href="#purpose"]')
        assert "withdrawal.html" in links
        assert html.select_one("#the-pm") is not None
        assert role.select_one("img[alt='A triangle of three interests']") is not None


@pytest.mark.parametrize("language", ["md", "rst"])
def test_wrapped_page__has_links_that_lead_somewhere_in_the_book(
    wrapped: Any, language: str
) -> None:
    tex = wrapped(language).build("latex").text("handbook.tex")
    targets = set(re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex))
    links = set(re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", tex))
    assert len(links) >= 5
    assert links <= targets


def test_wrapped_page__says_the_same_in_both_languages(
    wrapped: Any, project: Project
) -> None:
    roles = wrapped("md").build("pmroles").inventory["roles"]
    for path in project.source.glob("*.md"):
        path.unlink()
    assert wrapped("rst").build("pmroles").inventory["roles"] == roles
    assert roles["product-manager"]["sections"] == {
        "Purpose": (
            "Hold technology, business and customers together, so that value > cost.\n"
            "Where this ends\n"
            "A product manager is not the manager of the people who build it."
        ),
        "Accountabilities": (
            "Strategic direction\nfor development\nfor launch\nprice\npromise\n"
            "Improvement, see BA\nArea\nShare\nInside\n60 %\nOutside\n40 %\n"
            "And once more, for what was forgotten above; the first part is here."
        ),
        "Decisions": (
            "Prices above the limit go to the committee.\nlimit = 10_000 # euros"
        ),
        "Measures": (
            "Revenue\nMeasured each quarter.\nRetention\nMeasured each month."
        ),
        "Rituals": (
            "Every Tuesday, with everybody.\nWriting a definition ends with a footnote."
        ),
    }
    assert roles["business-analyst"]["sections"] == {
        "Purpose": (
            "Understand a need so well that a solution can be judged against it.\n"
            "It takes two paragraphs to say so."
        ),
        "Skills": (
            "Listening\nto what is said\nto what is not\nWriting\n"
            "A second definition of the same term.\nDrawing, too."
        ),
        "Measures": "Measure\nGoal\nLate changes\nfew",
        "Not accountable for": (
            "Prices, see product-manager.\nAsk the product manager.\nIn writing."
        ),
        "Hours": "Nine to five.",
        "Deliverables": (
            "Requirements, in markdown.\nSkills\nA term inside is no section."
        ),
        "Decisions": "☑ Whether it is clear\n☐ Whether it is built",
    }


# Sections

NAMES = [
    (word, name) for name, words in ROLE_SECTIONS.items() for word in (name, *words)
]
#: Each form: how a section is written from its name and its text.
FORMS = {
    ("md", "list"): "{name}\n: {text}\n\n",
    ("md", "heading"): "## {name}\n\n{text}\n\n",
    ("rst", "list"): "   {name}\n      {text}\n\n",
    ("rst", "heading"): "   {name}\n   -------------------\n\n   {text}\n\n",
}


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_section__is_known_by_each_of_its_names(
    project: Project, form: tuple[str, str]
) -> None:
    language, _how = form
    begin, end = {
        "md": (":::{{pm:role}} Role {n}\n\n", ":::\n\n"),
        "rst": (".. pm:role:: Role {n}\n\n", ""),
    }[language]
    written = "".join(
        begin.format(n=n)
        # In whatever case.
        + FORMS[form].format(name=word.upper(), text=f"Text {n}.")
        + FORMS[form].format(name="Anything", text="Else.")
        + end
        for n, (word, _name) in enumerate(NAMES)
    )
    project.write_file(f"index.{language}", f"Page\n====\n\n{written}")
    built = project.build("text")
    assert built.warnings == []
    inventory = project.build("pmroles").inventory["roles"]
    assert [inventory[f"role-{n}"]["sections"] for n in range(len(NAMES))] == [
        {name: f"Text {n}.", "Anything": "Else."}
        for n, (_word, name) in enumerate(NAMES)
    ]
    text = built.text("index.txt")
    # Authors' words stay theirs.
    assert [word for word, _ in NAMES if word.upper() not in text] == []


# The computed part


def busy(activities: int) -> str:
    """Return a role that owns so many activities, in two matrices."""
    rows = [f"| Do {n} | A/R |" for n in range(activities)]
    tables = [rows[: activities // 2], rows[activities // 2 :]]
    matrices = "".join(
        f":::{{pm:matrix}} Work {name}\n\n| Activity | PM |\n| --- | --- |\n"
        + "\n".join(part)
        + "\n:::\n\n"
        for name, part in zip("AB", tables, strict=True)
    )
    return f"# Page\n\n:::{{pm:role}} Product Manager\n:abbr: PM\n:::\n\n{matrices}"


@pytest.mark.parametrize("activities", [10, 11])
def test_computed_part__folds_a_line_of_more_than_ten(
    project: Project, activities: int
) -> None:
    project.write_file("index.md", busy(activities))
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    folds = page.select("dl.pm-facts > dd > details")
    said = [fold.summary.get_text() for fold in folds if fold.summary]
    assert said == ([] if activities == 10 else ["11: Work A, Work B"] * 2)
    assert not any(fold.has_attr("open") for fold in folds)
    lines = page.select("dl.pm-facts > dd li")
    assert len(lines) == 4
    links = page.select("dl.pm-facts > dd li a")
    assert len(links) == 4 + 2 * activities


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "man", "xml"])
def test_computed_part__is_unfolded_where_nobody_can_unfold_it(
    project: Project, builder: str
) -> None:
    project.write_file("index.md", busy(30))
    built = project.build(builder)
    assert built.warnings == []
    text = words_of(built, SHOWING[builder])
    assert "30: Work" not in text
    facts = text[text.index("Accountable for") : text.index("Responsible for")]
    assert [n for n in range(30) if f"Do {n}" not in facts] == []
    if builder == "epub":
        for path in built.out.glob("*.epub"):
            with zipfile.ZipFile(path) as book:
                pages = [n for n in book.namelist() if n.endswith(".xhtml")]
                assert not any(b"<details" in book.read(name) for name in pages)


def test_computed_part__names_three_of_many_direct_reports(project: Project) -> None:
    people = "".join(
        f":::{{pm:role}} Person {n}\n:reports-to: head\n:::\n\n" for n in range(12)
    )
    project.write_file("index.md", f"# Page\n\n:::{{pm:role}} Head\n:::\n\n{people}")
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    (fold,) = page.select("details")
    assert fold.summary is not None
    assert fold.summary.get_text() == "12: Person 0, Person 1, Person 2, …"
    assert len(fold.select("a")) == 12


@pytest.mark.parametrize("language", ["md", "rst"])
def test_assignments_none__leaves_the_computed_part_out(
    project: Project, language: str
) -> None:
    project.write_handbook(language)
    name = f"team/roles.{language}"
    option = ":aka: PdM"
    indent = "" if language == "md" else "   "
    project.replace(name, option, f"{option}\n{indent}:assignments: none")
    text = project.build("text").text("team/roles.txt")
    # Those of the others stay.
    assert text.count("Accountable for") == 1
    assert "Direct reports" not in text[: text.index("**Business Analyst**")]


# Abbreviations and hover texts


@pytest.mark.parametrize("language", ["md", "rst"])
def test_abbreviation__shows_its_long_form_when_hovered(
    project: Project, language: str
) -> None:
    project.write_handbook(language)
    page = BeautifulSoup(project.build().text("team/roles.html"), "html5lib")
    assert [
        (short.get_text(), short["title"]) for short in page.select(".pm-title abbr")
    ] == [("PM", "Product Manager"), ("BA", "Business Analyst")]


def test_abbreviation__in_a_header_and_a_strip_shows_its_long_form(
    project: Project,
) -> None:
    project.write_handbook()
    project.replace("plan/cycle.md", ":decided-by: sponsor", ":decided-by: pm")
    built = project.build()
    header = BeautifulSoup(built.text("team/launch.html"), "html5lib")
    (link,) = header.select("thead a:-soup-contains('PM')")
    assert str(link["title"]).startswith("Product Manager: Hold technology")
    drawn = BeautifulSoup(built.text("plan/cycle.html"), "html5lib")
    gates = [gate for gate in drawn.select("svg a") if gate.find("title")]
    said = {str(gate.title.string) for gate in gates if gate.title}
    assert "gate: Product Manager" in said
    assert "PM" in [text.get_text() for text in drawn.select("svg text")]


@pytest.mark.parametrize(
    ("builder", "shown"),
    [
        ("text", "**Business Analyst** (BA) · senior"),
        ("latex", r"{Business Analyst} \DUrole{pm-abbr}{(BA)} · "),
    ],
)
def test_abbreviation__is_not_spelled_out_in_print(
    project: Project, builder: str, shown: str
) -> None:
    project.write_handbook()
    assert shown in words_of(project.build(builder), SHOWING[builder])


def test_hover__cuts_a_long_purpose_at_a_word(project: Project) -> None:
    project.write(
        index=f"""
        # Page

        :::{{pm:role}} Writer
        :abbr: W

        Purpose
        : {"Write words that others understand. " * 40}
        :::

        - {{pm:role}}`W`
        """
    )
    page = BeautifulSoup(project.build().text("index.html"), "html5lib")
    (link,) = page.select(".body li a[title]")
    title = str(link["title"])
    assert title.startswith("Writer: Write words that others understand. Write words")
    assert 200 <= len(title) <= 280
    assert re.search(r" (Write|words|that|others|understand)…$", title)


# Names

#: A page with a role in each place that can name one.
NAMING = """
# Page

:::{{pm:role}} Product Manager
:id: product-manager
:abbr: PM
:aka: PdM, Product Lead
:assignments: none
:::

:::{{pm:role}} Analyst
:reports-to: {name}
:works-with: {name}
:::

:::{{pm:matrix}} Columns

| Activity | {name} |
| -------- | ------ |
| One      | A/R    |
:::

:::{{pm:matrix}} Rows
:layout: participants

| Who    | One |
| ------ | --- |
| {name} | A/R |
:::

:::{{pm:matrix}} Letters
:layout: letters

| Activity | A      | R      |
| -------- | ------ | ------ |
| One      | {name} | {name} |
:::

::::{{pm:lifecycle}} Life

:::{{pm:stage}} Alpha
:::

:::{{pm:stage}} Beta
:decided-by: {name}
:::
::::

:::{{pm:roadmap}} Plan
:view: table

| Item | Owner  |
| ---- | ------ |
| One  | {name} |
:::

- {{pm:role}}`{name}`

:::{{pm:report}} load
:for: {name}
:::
"""
#: Where the links to the role must stand.
PLACES = (
    ".pm-role .pm-facts > dt:nth-of-type(1) + dd > p > a",
    ".pm-role .pm-facts > dt:nth-of-type(2) + dd > p > a",
    "#pm-matrix-columns thead a",
    "#pm-matrix-rows tbody th a",
    "#pm-matrix-letters td:nth-of-type(1) a",
    "#pm-matrix-letters td:nth-of-type(2) a",
    ".pm-stage a",
    "#pm-roadmap-plan td a",
    ".body ul.simple > li > p > a",
    ".pm-report a",
)


@pytest.mark.parametrize(
    "name",
    ["product-manager", "Product Manager", "PM", "PdM", "Product Lead", "pRODUCT LEAD"],
)
def test_name__leads_to_the_role_from_wherever_it_stands(
    project: Project, name: str
) -> None:
    project.write_file("index.md", NAMING.format(name=name))
    built = project.build(pmroles_checks={"undefined-role": True})
    assert built.warnings == []
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    for place in PLACES:
        links = [str(a["href"]) for a in page.select(place)]
        assert "#pm-role-product-manager" in links, place
    roles = built.inventory["roles"]
    assert roles["analyst"]["reports_to"] == "product-manager"
    assert roles["analyst"]["works_with"] == ["product-manager"]


def test_name__of_several_roles_is_reported_wherever_it_stands(
    project: Project,
) -> None:
    page = NAMING.format(name="Lead").replace(":aka: PdM", ":aka: Lead, PdM")
    project.write_file("index.md", f"{page}\n:::{{pm:role}} Lead\n:id: leader\n:::\n")
    built = project.build("text")
    lines = page.lstrip("\n").splitlines()
    where = {
        "pm:role": "- {pm:role}`Lead`",
        ":reports-to:": ":::{pm:role} Analyst",
        ":works-with:": ":::{pm:role} Analyst",
        "the owner": "| One  | Lead |",
        ":decided-by:": ":::{pm:stage} Beta",
        ":for:": ":::{pm:report} load",
    }
    said = [line for line in built.warnings if "unknown-reference" in line]
    for what, line in where.items():
        begin = f"index.md:{lines.index(line) + 1}: WARNING: {what} 'Lead' names more"
        assert [one for one in said if one.startswith(begin)], (what, said)
    assert sum("the participant 'Lead' names more" in line for line in said) == 3
    could_be = "'product-manager' (Product Manager), 'leader' (Lead): write the id"
    assert all(could_be in line for line in said)
    assert len(said) == len(built.warnings) == 9
    silent = project.build("text", suppress_warnings=["pmroles.unknown-reference"])
    assert silent.warnings == []


@pytest.mark.parametrize("language", ["md", "rst"])
def test_footnote_in_a_title__is_no_part_of_the_name(
    project: Project, language: str
) -> None:
    pages = {
        "md": (
            "# Page\n\n:::{pm:role} Head of *all*[^1]\n:abbr: H\n:::\n\n[^1]: A note.\n"
        ),
        "rst": (
            "Page\n====\n\n.. pm:role:: Head of *all* [#n]_\n   :abbr: H\n\n"
            ".. [#n] A note.\n"
        ),
    }
    project.write_file(f"index.{language}", pages[language])
    built = project.build()
    assert built.warnings == []
    assert built.inventory["roles"]["head-of-all"]["title"] == "Head of all"
    html = BeautifulSoup(built.text("index.html"), "html5lib")
    assert [short["title"] for short in html.select("abbr")] == ["Head of all"]
    assert len(html.select(".pm-title a.footnote-reference")) == 1


# Where roles are found


@pytest.mark.parametrize("language", ["md", "rst"])
def test_role__is_found_in_index_search_and_contents(
    project: Project, language: str
) -> None:
    project.write_handbook(language)
    built = project.build()
    index = BeautifulSoup(built.text("genindex.html"), "html5lib").get_text(" ")
    words = " ".join(index.split())
    for entry in (
        *("Product Manager (role)", "PM (Product Manager)", "Sponsor (person)"),
        "PdM see Product Manager",
    ):
        assert entry in words, entry
    search = built.text("searchindex.js")
    for name in ("Product Manager", "Business Analyst", "Sponsor"):
        assert f'"{name}"' in search, name
    # The words of the computed part are found where it stands.
    assert re.search(r'"?reports?"?:\[?\d', search)
    contents = BeautifulSoup(built.text("index.html"), "html5lib")
    listed = {
        link.get_text(): link["href"] for link in contents.select(".toctree-wrapper a")
    }
    assert listed["Product Manager"] == "team/roles.html#pm-role-product-manager"
