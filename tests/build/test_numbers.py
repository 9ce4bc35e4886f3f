"""Matrices are numbered with the tables of the site, and referred to by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from tests.build.conftest import Project

PAGE = """\
    # Page

    See {numref}`second` and {numref}`The matrix {name} is number {number} <second>`.

    :::{pm:matrix} First
    | Activity | PM  |
    | -------- | --- |
    | Sell     | A/R |
    :::

    :::{pm:matrix} Second
    :name: second

    | Activity | PM  |
    | -------- | --- |
    | Build    | A/R |
    :::
    """


def page_of(project: Project, *, numfig: bool) -> Tag:
    project.write(index=PAGE if numfig else PAGE.replace("See {numref}`second`", "See"))
    built = project.build("html", numfig=numfig, suppress_warnings=["config.numfig"])
    if numfig:
        assert built.warnings == []
    return BeautifulSoup(built.text("index.html"), "html.parser")


def captions(page: Tag) -> list[str]:
    return [
        " ".join(caption.get_text(" ").replace("¶", "").split())
        for caption in page.find_all("caption")
    ]


def test_caption__has_the_number_of_the_table(project: Project) -> None:
    assert captions(page_of(project, numfig=True)) == [
        "Table 1 First",
        "Table 2 Second",
    ]


def test_caption__has_no_number_where_tables_have_none(project: Project) -> None:
    assert captions(page_of(project, numfig=False)) == ["First", "Second"]


def test_number__is_not_spent_on_a_matrix_without_a_title(project: Project) -> None:
    """It has no caption to show one, and LaTeX gives it none."""
    project.write(index=PAGE.replace("{pm:matrix} First", "{pm:matrix}"))
    built = project.build("html", numfig=True)
    shown = captions(BeautifulSoup(built.text("index.html"), "html.parser"))
    assert [caption for caption in shown if "Second" in caption] == ["Table 1 Second"]


def test_caption__has_a_permalink(project: Project) -> None:
    page = page_of(project, numfig=True)
    links = [a["href"] for a in page.select("caption a.headerlink")]
    assert links == ["#pm-matrix-first", "#pm-matrix-second"]
    assert all(page.find(id=str(link)[1:]) for link in links)


def test_numref__leads_to_the_matrix(project: Project) -> None:
    page = page_of(project, numfig=True)
    links = page.select("p a.reference.internal")
    shown = {link.get_text(): link["href"] for link in links}
    assert shown == {
        "Table 2": "#pm-matrix-second",
        "The matrix Second is number 2": "#pm-matrix-second",
    }


def test_numref__reads_in_latex(project: Project) -> None:
    project.write(index=PAGE)
    built = project.build("latex", numfig=True)
    assert built.warnings == []
    assert r"\caption{Second" in built.text("handbook.tex")
    assert r"Table \ref{\detokenize{index:" in built.text("handbook.tex")
