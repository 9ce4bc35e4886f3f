"""Beside other extensions: theirs around ours, and ours around theirs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.build.conftest import Project

BESIDE = [
    *("myst_parser", "sphinx_design", "sphinx_copybutton", "sphinx_tabs.tabs"),
    *("sphinx_needs", "sphinxcontrib.mermaid", "sphinx.ext.todo", "sphinx_pmroles"),
]
# MyST-Parser 4 takes colons right below a directive for options: so the empty lines.
ROLES = """\
    # Roles

    `````{tab-set}
    ````{tab-item} Roles

    :::{pm:role} Product Manager
    :abbr: PM

    ```python
    print("copied")
    ```

    Purpose
    : Keep it useful.
    :::
    ````
    ````{tab-item} Letters

    :::{pm:matrix} Launch
    :id: launch

    | Activity   | PM  | BA  |
    | ---------- | --- | --- |
    | Set a date | A/R | C   |
    :::
    ````
    `````
    """
PLANS = """\
    # Plans

    `````{tabs}
    ````{tab} Plan

    :::{pm:roadmap} Plan
    :id: plan
    :as-of: 2026-10-01

    | Item    | When    | Owner |
    | ------- | ------- | ----- |
    | Sign-up | 2026-Q3 | PM    |
    | Price   | 2027-H1 | BA    |
    :::
    ````
    ````{tab} Other
    ::::{grid} 2
    :::{grid-item-card} Card
    See {pm:item}`plan/sign-up`, {pm:activity}`launch/set-a-date` and {need}`REQ_1`.
    :::
    ::::
    ````
    `````

    ::::{dropdown} Folded
    :::{todo} Say more of {pm:role}`PM`.
    :::
    ::::

    ````{pm:item} Search
    :roadmap: plan
    :when: later

    ```{req} A need of theirs
    :id: REQ_1
    ```

    ```{mermaid}
    graph LR; A --> B
    ```
    ````

    ```{todolist}
    ```
    """


#: For EPUB: Sphinx-Needs hides the visitors of most other extensions there.
BOTH = """\
    # Roles

    :::{pm:role} Product Manager
    :abbr: PM
    :::

    :::{pm:matrix} Launch
    | Activity   | PM  |
    | ---------- | --- |
    | Set a date | A/R |
    :::

    :::{pm:roadmap} Plan
    :as-of: 2026-10-01

    | Item    | When    | Owner |
    | ------- | ------- | ----- |
    | Sign-up | 2026-Q3 | PM    |
    :::
    """
NEED = """\

    :::{req} A need of theirs
    :id: REQ_1
    :::
    """
TODO = """\

    :::{todo} Say more of {pm:role}`PM`.
    :::
    """


def test_extensions__stand_beside_ours_and_inside_each_other(
    project: Project,
) -> None:
    project.write(
        index="# Book\n\n```{toctree}\nroles\nplans\n```\n", roles=ROLES, plans=PLANS
    )
    project.configure(extensions=BESIDE, todo_include_todos=True)
    # Several processes, so that what each extension keeps is merged.
    built = project.run("html", "-W", "--keep-going", "-j", "4")
    page = BeautifulSoup(built.text("plans.html"), "html5lib")
    chart = page.select_one(".pm-chart")
    assert chart is not None
    assert chart.find_parent(class_="sphinx-tabs-panel")
    assert page.select_one("dl.pm dd .mermaid")
    assert page.select_one("dl.pm dd #REQ_1")
    card = page.select_one(".sd-card")
    assert card is not None
    assert [link["href"] for link in card.select("a")] == [
        "#pm-item-plan-sign-up",
        "roles.html#pm-activity-launch-set-a-date",
        "#REQ_1",
    ]
    assert page.select_one("details.sd-dropdown .admonition-todo a .pm-role")
    roles = BeautifulSoup(built.text("roles.html"), "html5lib")
    assert roles.select_one(".sd-tab-content table.pm-table th[scope=row]")
    assert roles.select_one("dl.pm div.highlight-python")


@pytest.mark.parametrize(
    ("other", "text", "theirs"),
    [
        ("sphinx_needs", NEED, "#REQ_1"),
        # Were ours to give EPUB visitors of their own, a to-do would have none there.
        ("sphinx.ext.todo", TODO, ".admonition-todo a .pm-role"),
    ],
    ids=["needs", "todo"],
)
def test_epub__shows_ours_beside_theirs(
    project: Project, other: str, text: str, theirs: str
) -> None:
    project.write(index=BOTH + text)
    project.configure(
        extensions=["myst_parser", other, "sphinx_pmroles"],
        todo_include_todos=True,
        version="1",
    )
    built = project.run("epub", "-W", "--keep-going")
    page = BeautifulSoup(built.text("index.xhtml"), "html5lib")
    assert page.select_one(theirs)
    assert page.select_one("dl.pm > dt abbr[title]")
    # The matrix, and the roadmap below its drawing.
    assert len(page.select("table.pm-table th[scope=row]")) == 2
    assert page.select_one("img[src$='.svg']")


@pytest.mark.slow
def test_latex__holds_ours_beside_and_inside_theirs(
    project: Project, require_tool: Callable[[str], Path]
) -> None:
    xelatex = require_tool("xelatex")
    # Mermaid calls a program of its own for print.
    plans = PLANS.replace("```{mermaid}\n    graph LR; A --> B\n    ```", "")
    assert "mermaid" not in plans
    project.write(
        index="# Book\n\n```{toctree}\nroles\nplans\n```\n", roles=ROLES, plans=plans
    )
    project.configure(
        extensions=[name for name in BESIDE if "mermaid" not in name],
        todo_include_todos=True,
        latex_use_xindy=False,
    )
    built = project.run("latex", "-W", "--keep-going")
    tex = built.text("handbook.tex")
    # The chart in a tab, the matrix in another, a link of a card.
    assert r"\begin{tikzpicture}" in tex
    assert r"\label{\detokenize{roles:pm-activity-launch-set-a-date}}" in tex
    assert r"\hyperref[\detokenize{roles:pm-activity-launch-set-a-date}]" in tex
    done = subprocess.run(
        [xelatex, "-interaction=nonstopmode", "-halt-on-error", "handbook.tex"],
        cwd=built.out,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Missing character" not in built.text("handbook.log")
