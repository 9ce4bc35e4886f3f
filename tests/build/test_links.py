"""Links in what we show lead to the web, to mail and to pages, or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from sphinx_pmroles.model.link import is_safe
from tests.build.hostile import LANGUAGES, Language

if TYPE_CHECKING:
    from tests.build.conftest import Project

#: Where a browser might run something, as authors write it.  Markdown takes most of
#: them for no link at all.
UNSAFE = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org/x",
)
#: Those of them that each language makes links of; a tab goes unseen.
LINKED = {
    "md": ("ftp://example.org/x",),
    "rst": tuple(target for target in UNSAFE[1:] if "\t" not in target),
}
SAFE = ("https://example.org/a", "mailto:a@example.org", "http://example.org")
#: How many places the page has, and where the one that is in a file stands.
PLACES, FILE = 11, "raci.csv:2:"


def link(language: Language, text: str, target: str) -> str:
    """Return a link."""
    return f"[{text}](<{target}>)" if language.is_markdown else f"`{text} <{target}>`__"


def write(project: Project, language: Language, targets: tuple[str, ...]) -> None:
    """Write a page with links in all that we show."""
    links = [
        link(language, f"L{number}", target) for number, target in enumerate(targets)
    ]
    directive, terms, words = language.directive, language.terms, " ".join(links)
    parts = [
        language.heading("Page"),
        directive(
            "pm:role",
            f"R {words}",
            {"id": "role"},
            f"Body {words}",
            terms("Purpose", words),
        ),
        directive(
            "pm:lifecycle",
            "Cycle",
            {},
            directive(
                "pm:stage",
                "Stage",
                {"id": "stage", "decided-by": "role"},
                terms("Entry criteria", words),
            ),
        ),
        directive("pm:product", "Product", {}, terms("Problem", words)),
        directive(
            "pm:matrix",
            "Matrix",
            {},
            language.table(
                ("Activity", "role", "Notes"), (f"One {words}", "A/R", words)
            ),
        ),
        directive("pm:matrix", "File", {"file": "raci.csv"}),
        directive(
            "pm:roadmap",
            "Plan",
            {"view": "table", "as-of": "2026-10-01"},
            language.table(("Item", "Notes"), (f"Item {words}", words)),
        ),
        directive("pm:item", "Alone", {"roadmap": "plan"}, f"Body {words}"),
        f"Outside {words}",
    ]
    project.write_file("raci.csv", f'Activity,role\n"Two {words}",A/R\n')
    project.write_file(f"index.{language.suffix}", "\n\n".join(parts) + "\n")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_unsafe_link__is_a_text_in_all_that_we_show(
    project: Project, language: Language
) -> None:
    write(project, language, UNSAFE)
    built = project.build(nitpicky=False)
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    ours = [str(tag["href"]) for tag in page.select(".pm a[href], svg a[href]")]
    assert [target for target in ours if not is_safe(unquote(target))] == []
    said = [each for each in built.warnings if "[pmroles.unsafe-link]" in each]
    assert all(each.startswith((f"index.{language.suffix}:", FILE)) for each in said)
    for target in LINKED[language.suffix]:
        told = [each for each in said if f"the link to {target!r} leads" in each]
        assert len(told) == PLACES, target
        assert sum(each.startswith(FILE) for each in told) == 1
    (outside,) = (p for p in page.select("p") if p.get_text().startswith("Outside"))
    assert outside.select("a")[-1]["href"] == UNSAFE[-1]
    for cell in ("pm-matrix td", "pm-role dd p"):
        assert any("L6" in found.get_text() for found in page.select(f".{cell}"))


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_safe_link__stays_one(project: Project, language: Language) -> None:
    write(project, language, SAFE)
    built = project.build(nitpicky=False)
    assert not any("unsafe-link" in each for each in built.warnings)
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    found = [unquote(str(tag["href"])) for tag in page.select(".pm-matrix a[href]")]
    for target in SAFE:
        assert found.count(target) == 3, target


def test_unsafe_link__may_be_allowed_and_stays_a_text(project: Project) -> None:
    project.write_file(
        "index.rst",
        """
        Page
        ====

        .. pm:role:: Role
           :allow: unsafe-link

           Body with `a link <javascript:x>`_ and another_.

        .. _another: vbscript:y
        """,
    )
    built = project.build()
    assert built.warnings == []
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    (role,) = page.select(".pm-role")
    assert "Body with a link and another." in role.get_text()
    assert not role.select("a[href^=javascript], a[href^=vbscript]")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_unsafe_link__in_the_column_of_links_is_said_once(
    project: Project, language: Language
) -> None:
    target = LINKED[language.suffix][-1]
    table = language.table(("Item", "Link"), ("Sign-up", link(language, "See", target)))
    plan = language.directive("pm:roadmap", "Plan", {"view": "table"}, table)
    text = f"{language.heading('Page')}\n\n{plan}\n"
    project.write_file(f"index.{language.suffix}", text)
    built = project.build()
    (said,) = built.warnings
    assert said.endswith("[pmroles.unsafe-link]")
    assert target not in built.text("index.html")
