"""Audiences: what is hidden leaves no trace, and what names it does not."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile, is_zipfile

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import SphinxError
from sphinx.roles import XRefRole

from sphinx_pmroles.extension import audience, editions
from sphinx_pmroles.extension.directives import base, tables
from sphinx_pmroles.extension.domain import HandbookDomain
from tests.build import canary

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

BOOKS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text")
OTHERS = ("gettext", "xml", "man")


@pytest.fixture
def corpus(project: Project) -> Project:
    """Return a handbook with something hidden wherever anything can be."""
    project.configure(
        html_copy_source=True,
        extensions=["myst_parser", "sphinx.ext.autosectionlabel", "sphinx_pmroles"],
        autosectionlabel_prefix_document=True,
        myst_heading_anchors=3,
    )
    for name, text in {**canary.MARKDOWN, **canary.RST, **canary.DATA}.items():
        project.write_file(name, text)
    for name in ("zyzzogeton.png", "dot.png"):
        (project.source / name).write_bytes(canary.PNG)
    (project.source / "data" / "matrix.xlsx").write_bytes(canary.workbook())
    return project


def publish(project: Project, builder: str, **options: object) -> Built:
    """Build with the doctrees inside the output folder, as Sphinx does by default."""
    folder = f"{options.get('out') or builder}/.doctrees"
    return project.build(builder, doctrees=folder, **options)  # type: ignore[arg-type]


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of a file, and of what is packed in it."""
    data = path.read_bytes()
    yield str(path), data
    if path.name == "objects.inv":
        *_head, packed = data.split(b"\n", 4)
        yield f"{path}, unpacked", zlib.decompress(packed)
    elif is_zipfile(path):
        with ZipFile(path) as book:
            for name in book.namelist():
                yield f"{path}: {name}", book.read(name)


def canaries(built: Built) -> list[str]:
    """Return where the canary is: in files, in their names, in the log."""
    files = (path for path in built.out.rglob("*") if path.is_file())
    texts = [each for path in files for each in _contents(path)]
    names = [str(path.relative_to(built.out)) for path in built.out.rglob("*")]
    texts.append(("names of files", "\n".join(names).encode()))
    texts.append(("log", "\n".join((*built.warnings, built.status)).encode()))
    return sorted(
        where
        for where, data in texts
        if any(word.encode() in data.lower() for word in canary.CANARIES)
    )


@pytest.mark.parametrize("builder", [*BOOKS, *OTHERS])
def test_canary__is_in_no_byte_of_a_public_build(corpus: Project, builder: str) -> None:
    built = publish(corpus, builder, pmroles_audience="public")
    assert canaries(built) == []
    assert built.warnings == []


def test_canary__is_in_no_byte_whatever_the_processes(corpus: Project) -> None:
    one = publish(corpus, "html", pmroles_audience="public")
    four = publish(corpus, "html", out="four", jobs=4, pmroles_audience="public")
    assert canaries(four) == []
    assert four.files("*.html") == one.files("*.html")
    assert four.files("pmroles.json") == one.files("pmroles.json")
    assert four.warnings == one.warnings == []


@pytest.mark.parametrize("builder", BOOKS)
def test_canary__is_in_no_byte_after_a_build_for_others(
    corpus: Project, builder: str
) -> None:
    corpus.write_file("zyzzogeton-page.md", "# A Zyzzogeton page")
    internal = publish(corpus, builder, pmroles_audience="internal")
    assert canaries(internal)
    (internal.out / "by-hand.txt").write_text("Kept.", encoding="utf-8")
    (corpus.source / "zyzzogeton-page.md").unlink()
    public = publish(corpus, builder, jobs=4, pmroles_audience="public")
    assert canaries(public) == []
    assert (public.out / "by-hand.txt").read_text(encoding="utf-8") == "Kept."


def test_canary__is_back_in_a_build_for_all(corpus: Project) -> None:
    clean = publish(corpus, "html", out="clean")
    publish(corpus, "html", pmroles_audience="public")
    every = publish(corpus, "html")
    assert every.files("**/*.html") == clean.files("**/*.html")
    assert every.files("_sources/**/*") == clean.files("_sources/**/*")
    assert every.files("_images/*") == clean.files("_images/*")


def test_canary__is_not_left_by_a_build_with_other_doctrees(corpus: Project) -> None:
    corpus.build("html", out="site", doctrees="dp", pmroles_audience="public")
    corpus.build("html", out="site", doctrees="di", pmroles_audience="internal")
    public = corpus.build("html", out="site", doctrees="dp", pmroles_audience="public")
    assert canaries(public) == []


def _off(*_args: object, **_kwargs: object) -> None:
    """Do nothing."""


#: What keeps things hidden, each with a way to break it.
MECHANISMS: dict[str, tuple[object, str, object]] = {
    "directives": (base, "is_shown", lambda *_args: True),
    "rows": (tables.TableDirective, "screened", lambda _self, table: table),
    "names in bodies": (base, "names_in", lambda *_args: iter(())),
    "names in files": (base.OwnDirective, "_names_in_file", lambda *_args: iter(())),
    "names": (base.OwnDirective, "hides", lambda *_args: False),
    "our roles": (audience.HandbookRole, "run", XRefRole.run),
    "other references": (audience.WithholdReferences, "apply", _off),
    "what was parsed": (audience, "forget_detached", _off),
    "source texts": (audience.ForgetSources, "apply", _off),
    "copied sources": (HandbookDomain, "is_withheld", lambda *_args: False),
    "a second reading": (HandbookDomain, "learn_withheld", lambda _self: []),
    "warnings": (audience.HeldWarnings, "hold", _off),
}


@pytest.mark.parametrize("name", MECHANISMS)
def test_canary__is_found_without_one_of_the_mechanisms(
    corpus: Project, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, attribute, broken = MECHANISMS[name]
    monkeypatch.setattr(where, attribute, broken)
    assert canaries(publish(corpus, "html", pmroles_audience="public"))


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_canary__is_found_where_nothing_is_removed(
    corpus: Project, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "_remove", _off)
    publish(corpus, builder, pmroles_audience="internal")
    assert canaries(publish(corpus, builder, pmroles_audience="public"))


def test_directives__all_begin_in_the_one_place() -> None:
    for directive in HandbookDomain.directives.values():
        assert issubclass(directive, base.OwnDirective)
        assert directive.run is base.OwnDirective.run
        assert "audience" in (directive.option_spec or {})


# What is shown

ROLES = """\
    # Roles

    :::{pm:role} Product Manager
    :abbr: PM
    :reports-to: board
    :works-with: BA
    :::

    :::{pm:role} Business Analyst
    :abbr: BA
    :::

    :::{pm:role} Board
    :audience: internal
    :::
    """
PLAN = """\
    # Work

    :::{pm:matrix} Launch

    | Activity | PM | BA | *Board* | Sales |
    | -------- | -- | -- | ------- | ----- |
    | Agree    | R  | C  | A       | I     |
    | Tell     |    |    | A/R     |       |
    | Do       |    | R  |         | A     |
    :::

    :::{pm:roadmap} Plan

    | Item  | When    | Owner | Depends on | Audience |
    | ----- | ------- | ----- | ---------- | -------- |
    | One   | 2026-Q3 | Board | Two, Three |          |
    | Two   | 2026-Q2 | PM    |            | internal |
    | Three | 2026-Q1 | PM    |            | public   |
    :::

    Ask {pm:role}`the people above <board>`, or {pm:role}`Board`.
    """


@pytest.fixture
def handbook(project: Project) -> Project:
    """Return a handbook with a hidden role, and a page that names it."""
    project.write(
        index="# Handbook\n\n```{toctree}\na-plan\nroles\n```\n",
        a_plan=PLAN,
        roles=ROLES,
    )
    (project.source / "a_plan.md").rename(project.source / "a-plan.md")
    return project


def test_hidden_role__is_named_nowhere_and_missed_by_nobody(handbook: Project) -> None:
    handbook.configure(
        pmroles_checks={
            "item-without-owner": True,
            "unused-role": True,
            "all-blank-activity": True,
        }
    )
    built = handbook.build(pmroles_audience="public")
    assert built.warnings == []
    inventory = built.inventory
    assert inventory["audience"] == "public"
    assert list(inventory["roles"]) == ["business-analyst", "product-manager"]
    assert inventory["roles"]["product-manager"]["reports_to"] is None
    matrix = inventory["matrices"]["launch"]
    assert matrix["participants"] == ["product-manager", "business-analyst", "sales"]
    assert [a["id"] for a in matrix["activities"]] == ["agree", "tell", "do"]
    assert list(inventory["items"]) == ["plan/one", "plan/three"]
    assert inventory["items"]["plan/one"]["owner"] is None
    assert inventory["items"]["plan/one"]["depends_on"] == ["plan/three"]
    assert "Ask <span" in built.text("a-plan.html")
    assert ">the people above</span>, or <span" in built.text("a-plan.html")
    assert ">internal</span>." in built.text("a-plan.html")


def test_hidden_role__is_there_for_those_who_may_see_it(handbook: Project) -> None:
    every = handbook.build()
    internal = handbook.build(out="internal", pmroles_audience="Internal")
    assert every.inventory["audience"] is None
    assert internal.inventory["roles"] == every.inventory["roles"]
    assert list(internal.inventory["items"]) == ["plan/one", "plan/two"]


def test_word_for_what_is_hidden__is_in_the_language_of_the_document(
    handbook: Project,
) -> None:
    built = handbook.build(pmroles_audience="public", language="de")
    assert ">intern</span>." in built.text("a-plan.html")


#: The translations of a page that names a hidden role.
CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

msgid "On the {pm:role}`Zyzzogeton Owner`"
msgstr "Zum {pm:role}`Zyzzogeton Owner`"

msgid "Ask {pm:role}`QZXJ`, or {any}`Zyzzogeton Owner`."
msgstr "Frage {pm:role}`QZXJ` oder {any}`Zyzzogeton Owner`."
"""


@pytest.mark.parametrize("builder", ["html", "text", "gettext"])
def test_translation__does_not_name_what_is_hidden(
    corpus: Project, builder: str
) -> None:
    corpus.write(
        german="# On the {pm:role}`Zyzzogeton Owner`\n\n"
        "Ask {pm:role}`QZXJ`, or {any}`Zyzzogeton Owner`.\n"
    )
    corpus.replace("index.md", "first\nroles", "first\ngerman\nroles")
    path = "locales/de/LC_MESSAGES/german.po"
    corpus.write_file(path, CATALOGUE)
    built = publish(corpus, builder, pmroles_audience="public", language="de")
    assert canaries(built) == []
    assert built.warnings == []
    if builder == "text":
        assert built.text("german.txt").splitlines()[0] == "Zum intern"
        assert "Frage intern oder intern." in built.text("german.txt")


def test_name__that_something_shown_has_too_is_no_secret(handbook: Project) -> None:
    handbook.write(
        more="""\
        # More

        :::{pm:role} Board
        :audience: public
        :name: those-above

        Those above.
        :::

        Meet {ref}`them <those-above>`.
        """
    )
    handbook.replace("index.md", "roles", "roles\nmore")
    old = ":audience: internal"
    handbook.replace("roles.md", old, f":name: those-above\n{old}")
    built = handbook.build(pmroles_audience="public")
    assert built.warnings == []
    assert ">them</span></a>" in built.text("more.html")
    assert built.inventory["roles"]["product-manager"]["reports_to"] == "board"
    assert "board" in built.inventory["matrices"]["launch"]["participants"]
    assert "more.html#pm-role-board" in built.text("a-plan.html")


def test_audience__that_changes_has_just_the_pages_read_that_name_the_thing(
    handbook: Project,
) -> None:
    handbook.write(other="---\norphan: true\n---\n# Other\n\nSee {pm:role}`PM`.\n")
    handbook.build(pmroles_audience="public")
    for old, new in (("internal", "public"), ("public", "internal")):
        handbook.replace("roles.md", f":audience: {old}", f":audience: {new}")
        built = handbook.build(pmroles_audience="public")
        assert set(built.read) == {"roles", "a-plan"}
        clean = handbook.build(out="clean", doctrees="fresh", pmroles_audience="public")
        assert built.files("*.html") == clean.files("*.html")
        assert built.inventory == clean.inventory
        shutil.rmtree(clean.out)
        shutil.rmtree(handbook.root / "fresh")


def test_source__of_a_page_that_hides_nothing_alone_is_copied(
    handbook: Project,
) -> None:
    handbook.configure(html_copy_source=True, html_theme="alabaster")
    built = handbook.build(pmroles_audience="public")
    assert [*built.files("_sources/*")] == ["_sources/index.md.txt"]
    assert "_sources/index.md.txt" in built.text("index.html")
    assert "_sources" not in built.text("roles.html")
    assert "_sources" not in built.text("a-plan.html")


def test_rows_and_columns__are_left_out_of_every_layout(project: Project) -> None:
    project.write(
        index="""\
        # Handbook

        :::{pm:matrix} By participant
        :internal-columns: Check

        | Role    | Do | Check | Audience |
        | ------- | -- | ----- | -------- |
        | Editor  | A  | R     |          |
        | Printer | R  | A     | internal |
        | Writer  | R  |       | public   |
        :::

        :::{pm:matrix} With headings
        :internal-columns: Remarks, Printer

        | Remarks | Activity    | Editor | Printer | Audience |
        | ------- | ----------- | ------ | ------- | -------- |
        |         | **Inside**  |        |         | internal |
        |         | Hide        | A/R    |         |          |
        |         | **Outside** |        |         |          |
        | Secret  | Show        | A/R    | C       |          |
        |         | Print       |        | A/R     |          |
        :::
        """
    )
    built = project.build(pmroles_audience="public")
    assert built.warnings == []
    turned = built.inventory["matrices"]["by-participant"]
    assert turned["participants"] == ["editor", "writer"]
    assert [activity["id"] for activity in turned["activities"]] == ["do"]
    grouped = built.inventory["matrices"]["with-headings"]
    assert grouped["participants"] == ["editor"]
    assert [(a["id"], a["group"]) for a in grouped["activities"]] == [
        ("show", "Outside"),
        ("print", "Outside"),
    ]
    assert "Audience" not in built.text("index.html")
    assert "Remarks" not in built.text("index.html")


def test_audiences__stay_a_column_where_everything_is_shown(project: Project) -> None:
    project.write(
        index="""\
        # Handbook

        :::{pm:matrix} Launch

        | Audience | Activity | Editor |
        | -------- | -------- | ------ |
        | internal | Hide     | A/R    |
        |          | Show     | A/R    |
        :::
        """
    )
    built = project.build()
    assert built.warnings == []
    activities = built.inventory["matrices"]["launch"]["activities"]
    assert [activity["id"] for activity in activities] == ["hide", "show"]
    assert ">internal<" in built.text("index.html")


CHANGES = """\
    # Changes

    ```{pm:changes}
    :since: 1.0
    ```
    """


@pytest.mark.parametrize(
    ("before", "shown"), [(None, False), ("internal", False), ("public", True)]
)
def test_changes__since_a_build_for_others_are_left_out(
    handbook: Project, before: str | None, *, shown: bool
) -> None:
    baseline = handbook.build(out="old", pmroles_audience=before)
    shutil.copy(baseline.out / "pmroles.json", handbook.source / "old.json")
    handbook.configure(pmroles_baselines={"1.0": "old.json"})
    handbook.write(changes=CHANGES)
    handbook.replace("index.md", "roles", "roles\nchanges")
    handbook.replace("roles.md", ":abbr: BA", ":abbr: BAN")
    built = handbook.build(pmroles_audience="public")
    page = BeautifulSoup(built.text("changes.html"), "html5lib").get_text()
    assert ("Business Analyst" in page) is shown
    assert "Board" not in page
    assert "Nothing has changed" not in page


def test_changes__that_name_what_is_hidden_since_are_left_out(
    handbook: Project,
) -> None:
    handbook.replace("roles.md", ":audience: internal", ":audience: public")
    baseline = handbook.build(out="old", pmroles_audience="public")
    assert "board" in baseline.inventory["roles"]
    shutil.copy(baseline.out / "pmroles.json", handbook.source / "old.json")
    handbook.configure(pmroles_baselines={"1.0": "old.json"})
    handbook.write(changes=CHANGES)
    handbook.replace("index.md", "roles", "roles\nchanges")
    handbook.replace("roles.md", ":audience: public", ":audience: internal")
    handbook.replace("roles.md", ":abbr: BA", ":abbr: BAN")
    built = handbook.build(pmroles_audience="public")
    page = BeautifulSoup(built.text("changes.html"), "html5lib").get_text()
    assert "Business Analyst" in page
    assert "Board" not in page


def test_changes__with_the_state_or_the_date_of_a_hidden_row_are_shown(
    handbook: Project,
) -> None:
    plan = """\
        # Plan

        ```{pm:roadmap} Plan

        | Item    | When    | Status      | Audience |
        | ------- | ------- | ----------- | -------- |
        | Bridge  | 2026-Q3 | planned     |          |
        | Ferry   | 2026-Q3 | planned     |          |
        | Tollway | 2027-Q1 | planned     | internal |
        | Toll    | 2026-Q3 | in progress | internal |
        ```
        """
    handbook.write(a_plan=plan)
    (handbook.source / "a_plan.md").rename(handbook.source / "a-plan.md")
    baseline = handbook.build(out="old", pmroles_audience="public")
    shutil.copy(baseline.out / "pmroles.json", handbook.source / "old.json")
    handbook.configure(pmroles_baselines={"1.0": "old.json"})
    handbook.write(changes=CHANGES)
    handbook.replace("index.md", "roles", "roles\nchanges")
    handbook.replace(
        "a-plan.md",
        "Bridge  | 2026-Q3 | planned    ",
        "Bridge  | 2026-Q3 | in progress",
    )
    handbook.replace("a-plan.md", "Ferry   | 2026-Q3", "Ferry   | 2027-Q1")
    built = handbook.build(pmroles_audience="public")
    page = BeautifulSoup(built.text("changes.html"), "html5lib")
    said = [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in page.select(".pm-changes tbody tr:not(.pm-group)")
    ]
    assert said == [
        ["Bridge", "Status: planned → in progress"],
        ["Ferry", "slipped: 2026-Q3 → 2027-Q1"],
    ]


# What stops the build


def stopped(project: Project, **options: Any) -> str:
    """Return what a build says that stops."""
    with pytest.raises(SphinxError) as error:
        project.build(**options)
    assert not (project.root / "html" / "index.html").exists()
    return str(error.value).replace(f"{project.source}{os.sep}", "")


@pytest.mark.parametrize("audience", [None, "internal", "public"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_unknown_audience__stops_the_build_wherever_it_is(
    project: Project, audience: str | None, jobs: int
) -> None:
    project.write_file("data.csv", "Item,When,Audience\nOne,2026,\nTwo,2026,pubic\n")
    project.write_file(
        "index.rst",
        """\
        Handbook
        ========

        .. pm:role:: Editor
           :audience: intern

        .. pm:matrix:: Launch

           ======== ====== =================
           Activity Editor Audience
           ======== ====== =================
           One      A
           Two      A      internal, nobody
           ======== ====== =================

        .. toctree::
           :glob:

           page-*
        """,
    )
    for number in range(5):
        project.write_file(f"page-{number}.md", f"# Page {number}\n")
    project.write_file(
        "page-9.md",
        """\
        # Nine

        :::{pm:roadmap} Plan
        :file: data.csv
        :::

        :::{pm:report} load
        :audience: internal, Publc
        :::
        """,
    )
    said = stopped(project, pmroles_audience=audience, jobs=jobs)
    allowed = "pmroles_audiences allows 'internal', 'public'"
    assert said.splitlines() == [
        "index.rst:4: the audience 'intern' is not known: did you mean 'internal'? "
        + allowed,
        f"index.rst:13: the audience 'nobody' is not known: {allowed}",
        "data.csv:3: the audience 'pubic' is not known: did you mean 'public'? "
        + allowed,
        "page-9.md:7: the audience 'Publc' is not known: did you mean 'public'? "
        + allowed,
    ]


@pytest.mark.parametrize("audience", ["publik", 3, "", ["public"]])
def test_unknown_audience__of_a_build_stops_it(
    project: Project, audience: object
) -> None:
    project.write(index="# Handbook\n")
    said = stopped(project, pmroles_audience=audience)
    assert said.startswith(f"pmroles_audience = {audience!r}: ")


COLUMNS = """\
:::{pm:roadmap} Plan
:%s

| Item | When |
| ---- | ---- |
| One  | 2026 |
:::
"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (":::{pm:role} Board\n:audiance: internal\n:::\n", "did you mean :audience:?"),
        (".. pm:role:: Board\n\n   :audience: internal\n", "cannot be read"),
        (COLUMNS % "internal-column: When", "did you mean :internal-columns:?"),
        (COLUMNS % "internal-columns: Whn", "'Whn' is no column of the table"),
    ],
)
def test_slip__that_could_show_something_stops_the_build(
    project: Project, text: str, fault: str
) -> None:
    suffix = "rst" if text.startswith("..") else "md"
    heading = {"rst": "Handbook\n========\n\n", "md": "# Handbook\n\n"}[suffix]
    project.write_file(f"index.{suffix}", heading + text)
    assert fault in stopped(project)


UNREADABLE = {
    "a fence": """\
:::{pm:role} Board
:audience: internal

```{note}
More.
:::
""",
    "a pipe table": """\
:::{pm:matrix} Launch
| What | Editor | Audience |
| One  | A      | internal |
:::
""",
    "data": """\
:::{pm:matrix} Launch
:format: json

[{"Activity": "One", "Audience": "internal"
:::
""",
    "a simple table": """\
.. pm:matrix:: Launch

   ==== ========
   What Audience
   ==== ========
   One  internal
   ==== =====
""",
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_text__that_might_be_hidden_and_cannot_be_read_stops_the_build(
    project: Project, text: str
) -> None:
    suffix = "rst" if text.startswith("..") else "md"
    heading = {"rst": "Handbook\n========\n\n", "md": "# Handbook\n\n"}[suffix]
    project.write_file(f"index.{suffix}", heading + text)
    assert "index" in stopped(project, pmroles_audience="public")
    project.build(out="every")


def test_directive__that_cannot_be_read_is_not_quoted(project: Project) -> None:
    project.write_file(
        "index.rst",
        """\
        Handbook
        ========

        .. pm:role:: Zyzzogeton
           :audience: internal
           :id zyzzogeton

           A body of zyzzogeton.
        """,
    )
    built = publish(project, "html", pmroles_audience="public")
    assert canaries(built) == []
    assert "invalid option block" in " ".join(built.warnings)
