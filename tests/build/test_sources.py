"""Matrices and roadmaps from data, in real builds."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from sphinx.environment import BuildEnvironment

from sphinx_pmroles.extension.directives.data_files import DataFile

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

DATA = Path(__file__).parents[1] / "data"

#: One matrix in each format.
SOURCES = {
    "raci.csv": """\
        Activity,PM,BA,Sponsor
        Strategy,,,
        **Set** the vision,A/R,C,I
        Secure resources,R,-,A
        Launch,,,
        Train support,A,R,
        """,
    "raci.tsv": """\
        Activity\tPM\tBA\tSponsor
        Strategy\t\t\t
        **Set** the vision\tA/R\tC\tI
        Secure resources\tR\t-\tA
        Launch\t\t\t
        Train support\tA\tR\t
        """,
    "raci.yaml": """\
        Strategy:
          "**Set** the vision": {PM: [A, R], BA: C, Sponsor: I}
          Secure resources: {PM: R, BA: "-", Sponsor: A}
        Launch:
          Train support: {PM: A, BA: R}
        """,
    "raci.json": """\
        {"Strategy": {"**Set** the vision": {"PM": "A/R", "BA": "C", "Sponsor": "I"},
                      "Secure resources": {"PM": "R", "BA": null, "Sponsor": "A"}},
         "Launch": {"Train support": {"PM": "A", "BA": "R"}}}
        """,
}
LETTERS = {
    "Set the vision": {"pm": ["A", "R"], "ba": ["C"], "sponsor": ["I"]},
    "Secure resources": {"pm": ["R"], "sponsor": ["A"]},
    "Train support": {"pm": ["A"], "ba": ["R"]},
}
ROWS = [line.strip().split(",") for line in SOURCES["raci.csv"].strip().splitlines()]
PAGES = {
    "md": "# Page\n\n:::{{pm:matrix}} Launch\n{options}\n:::\n\nThe end.\n",
    "rst": "Page\n====\n\n.. pm:matrix:: Launch\n{options}\n\nThe end.\n",
}


def write_page(
    project: Project, language: str, options: str, body: str = "", name: str = "index"
) -> None:
    indent = "   " if language == "rst" else ""
    lines = [*options.splitlines(), *([""] if body else []), *body.splitlines()]
    text = "\n".join(indent + line if line else "" for line in lines)
    project.write_file(f"{name}.{language}", PAGES[language].format(options=text))


def write_workbook(project: Project, name: str) -> None:
    book = Workbook()
    book.create_sheet("Launch")
    for row in ROWS:
        book["Launch"].append(row)
    book.active.append(["Another", "table"])
    book.save(project.source / name)


def letters_of(built: Built) -> dict[str, dict[str, list[str]]]:
    (matrix,) = built.inventory["matrices"].values()
    return {
        activity["title"]: activity["assignments"] for activity in matrix["activities"]
    }


def groups_of(built: Built) -> list[str]:
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    return [row.get_text() for row in page.select("tr.pm-group")]


@pytest.fixture(params=["md", "rst"])
def language(request: pytest.FixtureRequest) -> str:
    """Return each of the two languages."""
    return str(request.param)


@pytest.mark.parametrize("name", [*SOURCES, "raci.xlsx"])
def test_file__of_each_format_gives_the_same_matrix(
    project: Project, language: str, name: str
) -> None:
    if name.endswith("xlsx"):
        write_workbook(project, name)
        write_page(project, language, f":file: {name}\n:sheet: Launch")
    else:
        project.write_file(name, SOURCES[name])
        write_page(project, language, f":file: {name}")
    built = project.build()
    assert built.warnings == []
    assert letters_of(built) == LETTERS
    assert groups_of(built) == ["Strategy", "Launch"]
    assert "<strong>Set</strong> the vision" in built.text("index.html")


@pytest.mark.parametrize("name", ["raci.csv", "raci.yaml", "raci.json"])
def test_body__of_each_format_gives_the_same_matrix(
    project: Project, language: str, name: str
) -> None:
    body = "\n".join(line[8:] for line in SOURCES[name].splitlines())
    write_page(project, language, f":format: {name[5:]}", body)
    built = project.build()
    assert built.warnings == []
    assert letters_of(built) == LETTERS
    assert groups_of(built) == ["Strategy", "Launch"]


def test_file__may_hold_a_roadmap(project: Project) -> None:
    data = (DATA / "roadmap-20.csv").read_bytes()
    (project.source / "data").mkdir()
    (project.source / "data" / "plan.csv").write_bytes(data)
    project.write(
        index="""\
            # Plans

            ```{toctree}
            deep/plan
            ```
            """,
        deep__plan="""\
            # Plan

            :::{pm:roadmap} Plan
            :file: /data/plan.csv
            :allow: starts-before-dependency-ends
            :::
            """,
    )
    built = project.build()
    assert built.warnings == []
    items = built.inventory["items"]
    assert len(items) == 20
    assert items["plan/AUTH-2"]["depends_on"] == ["plan/AUTH-1"]
    other = project.source / "deep" / "plan.md"
    other.write_text(other.read_text().replace("/data", "../data"))
    assert project.build().inventory["items"] == items


def test_findings__name_the_file_and_the_row(project: Project, language: str) -> None:
    project.write_file("data/raci.csv", 'Activity,PM,BA\n"Set\nit",R,X\nTell,A,R\n')
    write_page(project, language, ":file: data/raci.csv")
    warnings = project.build().warnings
    assert {line.partition(" WARNING")[0] for line in warnings} == {"data/raci.csv:2:"}
    assert {line.rpartition("[")[2] for line in warnings} == {
        "pmroles.one-owner]",
        "pmroles.unreadable-cell]",
    }


def test_findings__in_a_roadmap_name_the_file_and_the_row(project: Project) -> None:
    project.write_file("plan.yaml", "- Item: A\n  When: someday\n- {Item: B}\n")
    project.write(index="# P\n\n:::{pm:roadmap} Plan\n:file: plan.yaml\n:::\n")
    (warning,) = project.build().warnings
    assert warning.startswith("plan.yaml:1: WARNING: 'A'")


def test_references__in_a_data_file_are_located_there(project: Project) -> None:
    project.write_file("raci.csv", "Activity,PM\nSet,A\n{pm:role}`nobody`,A/R\n")
    write_page(project, "md", ":file: raci.csv\n:allow: no-doer")
    (warning,) = project.build().warnings
    assert warning.startswith("raci.csv:3: WARNING:")
    assert "nobody" in warning


# Rebuilds


def test_pages__are_read_again_when_their_file_changes(project: Project) -> None:
    project.write_file("raci.csv", SOURCES["raci.csv"])
    write_page(project, "md", ":file: raci.csv")
    project.write(other="---\norphan: true\n---\n# Other\n")
    project.build()
    assert project.build().read == []
    project.replace("raci.csv", "Train support", "Train them all")
    later = time.time() + 5
    os.utime(project.source / "raci.csv", (later, later))
    built = project.build()
    assert built.read == ["index"]
    assert "Train them all" in built.text("index.html")


def test_pages__are_read_again_when_their_file_comes_and_goes(project: Project) -> None:
    write_page(project, "md", ":file: raci.csv")
    (warning,) = project.build().warnings
    assert warning.startswith("index.md:3: WARNING: :file: 'raci.csv' is no file")
    project.write_file("raci.csv", SOURCES["raci.csv"])
    built = project.build()
    assert built.warnings == []
    assert letters_of(built) == LETTERS
    (project.source / "raci.csv").unlink()
    built = project.build()
    assert len(built.warnings) == 1
    assert built.inventory["matrices"] == {}


# What is refused


def test_file__is_read_no_further_than_anyone_would_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_pmroles.extension.directives.data_files.MAX_BYTES", 10)
    path = tmp_path / "large.csv"
    path.write_text("x" * 100)
    assert DataFile(path, "large.csv").read() == b"x" * 11


@pytest.mark.parametrize(
    "written",
    [
        "../secret.csv",
        "/../secret.csv",
        "a/../../secret.csv",
        "link.csv",
        "out/secret.csv",
    ],
)
def test_file__outside_the_sources_is_not_read(
    project: Project, language: str, written: str
) -> None:
    outside = project.root / "outside"
    outside.mkdir()
    for folder in (outside, project.root):
        (folder / "secret.csv").write_text("Activity,PM\nSecret,A\n")
    (project.source / "link.csv").symlink_to(outside / "secret.csv")
    (project.source / "out").symlink_to(outside)
    write_page(project, language, f":file: {written}")
    built = project.build()
    assert len(built.warnings) == 1
    assert "leads out of the source folder" in built.warnings[0]
    assert built.warnings[0].startswith(f"index.{language}:")
    assert "The end." in built.text("index.html")
    assert "Secret" not in built.text("index.html")


def test_file__through_a_link_is_not_read_where_sphinx_follows_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Sphinx 8.2 has it: a path is what is written, wherever a link in it leads."""

    def as_written(
        env: BuildEnvironment, name: str, docname: str | None = None
    ) -> tuple[str, str]:
        del docname
        return name, str(Path(env.srcdir) / name)

    monkeypatch.setattr(BuildEnvironment, "relfn2path", as_written)
    outside = project.root / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("Activity,PM\nSecret,A\n")
    (project.source / "link.csv").symlink_to(outside / "secret.csv")
    (project.source / "out").symlink_to(outside)
    for name in ("link.csv", "out/secret.csv"):
        write_page(project, "md", f":file: {name}")
        built = project.build()
        (warning,) = built.warnings
        assert "leads out of the source folder, through a link" in warning
        assert "Secret" not in built.text("index.html")


@pytest.mark.parametrize("written", ["pipe.csv", "loop.csv", "../out.csv", "a\0.csv"])
def test_file__of_something_hidden_is_read_in_the_sources_alone(
    project: Project, language: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(project.source / "pipe.csv")
    (project.source / "loop.csv").symlink_to("loop.csv")
    (project.root / "out.csv").write_text("Activity,PM\nOne,A\n")
    read: list[bytes] = []
    reader = "sphinx_pmroles.extension.directives.base.read_source"
    monkeypatch.setattr(reader, lambda data, **_how: read.append(data))
    write_page(project, language, f":file: {written}\n:audience: internal")
    built = project.build(pmroles_audience="public")
    assert read == []
    assert "The end." in built.text("index.html")


def test_file__that_is_missing_is_named_with_where_it_would_be(
    project: Project, language: str
) -> None:
    write_page(project, language, ":file: data/raci.csv", "A body.")
    built = project.build()
    (warning,) = built.warnings
    line = {"md": 3, "rst": 4}[language]
    said = f"index.{language}:{line}: WARNING: :file: 'data/raci.csv' is no file"
    assert warning.startswith(said)
    assert "it would be 'data/raci.csv' in the source folder" in warning
    assert "A body." in built.text("index.html")


ONE_COMPUTER = "is a path of one computer: copy the file into the source folder"
FAULTS = {
    "": ":file: is empty: name a data file",
    "folder": "is a folder: name a file in it",
    "pipe.csv": "is a pipe or a device: copy what it gives into a file",
    "loop": "is a link that leads nowhere",
    "x" * 5_000: "cannot be found: File name too long",
    "https://example.org/raci.csv": "is an address, and no build reads data",
    "file:///etc/passwd": "is an address, and no build reads data",
    "C:\\Users\\me\\raci.csv": ONE_COMPUTER,
    "D:/raci-2026.csv": ONE_COMPUTER,
    "\\\\server\\raci.csv": ONE_COMPUTER,
    "~/raci.csv": ONE_COMPUTER,
    "/etc/passwd": "it would be 'etc/passwd' in the source folder",
    "%2e%2e/secret.csv": "it would be '%2e%2e/secret.csv' in the source folder",
    "..\\secret.csv": "it would be '..\\\\secret.csv' in the source folder",
    "link-out.csv": "leads out of the source folder, through a link, and is not read",
    "../secret.csv": "leads out of the source folder, and is not read",
    "data/rcai.csv": "did you mean 'data/raci.csv'?",
    "data/raci.cvs": "did you mean 'data/raci.csv'?",
    "data/nope.csv": "it would be 'data/nope.csv' in the source folder",
    "DATA/raci.csv": "it would be 'DATA/raci.csv' in the source folder",
    "data/RACI.CSV": "did you mean 'data/raci.csv'?",
    "data\\raci.csv": "did you mean 'data/raci.csv'?",
    "data/the%20sheet.csv": "did you mean 'data/the sheet.csv'?",
    "SOURCE/data/raci.csv": "did you mean '/data/raci.csv'?",
    "data/raci.xlsx": "it would be 'data/raci.xlsx' in the source folder",
}


def test_file__that_is_none_says_why_and_how_to_mend_it(project: Project) -> None:
    for name in ("raci.csv", "the sheet.csv"):
        project.write_file(f"data/{name}", "Activity,PM\nOne,A/R\n")
    (project.source / "folder").mkdir()
    (project.source / "loop").symlink_to("loop")
    os.mkfifo(project.source / "pipe.csv")
    secret = project.root / "secret.csv"
    secret.write_text("Activity,PM\nSecret,A/R\n")
    (project.source / "link-out.csv").symlink_to(secret)
    lines = [
        f".. pm:matrix:: M{n}\n   :file: {each}\n" for n, each in enumerate(FAULTS)
    ]
    text = "Page\n====\n\n" + "\n".join(lines) + "\nThe end.\n"
    text = text.replace("SOURCE", str(project.source))
    (project.source / "index.rst").write_text(text)
    built = project.build()
    assert len(built.warnings) == len(FAULTS)
    for number, (written, fault) in enumerate(FAULTS.items()):
        said = built.warnings[number]
        assert said.startswith(f"index.rst:{4 + 3 * number}: WARNING: :file: "), written
        assert fault in said, written
        assert len(said) < 300
    assert "The end." in built.text("index.html")
    assert "Secret" not in built.text("index.html")


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("raci.ods", b"", "index.md:3"),
        ("raci.csv", b"Activity,PM\nStrat\xe9gie,A\n", "raci.csv:2"),
        ("raci.csv", b"", "index.md:3"),
        ("raci.yaml", b"- a: b\n  a: c\n", "raci.yaml:2"),
        ("raci.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "raci.yaml:2"),
        ("raci.json", b"\x89PNG\r\n\x1a\n\0\0", "raci.json:1"),
        ("raci.csv", b"\x7fELF\x02\x01\x01\0\0", "raci.csv:1"),
        ("raci.xlsx", b"PK\x03\x04", "index.md:3"),
    ],
)
def test_file__that_cannot_be_read_is_a_warning_at_its_line(
    project: Project, name: str, data: bytes, place: str
) -> None:
    (project.source / name).write_bytes(data)
    write_page(project, "md", f":file: {name}", "A body.")
    built = project.build()
    (warning,) = built.warnings
    assert warning.startswith(f"{place}: WARNING: :file: {name!r} cannot be used: ")
    assert "A body." in built.text("index.html")
    assert "The end." in built.text("index.html")


def test_file__format_may_be_said(project: Project) -> None:
    project.write_file("raci.txt", SOURCES["raci.csv"])
    write_page(project, "md", ":file: raci.txt\n:format: CSV")
    built = project.build()
    assert built.warnings == []
    assert letters_of(built) == LETTERS


def test_sheet__that_is_not_there_is_a_warning(project: Project) -> None:
    write_workbook(project, "raci.xlsx")
    write_page(project, "md", ":file: raci.xlsx\n:sheet: Nope")
    (warning,) = project.build().warnings
    assert "no sheet 'Nope': its sheets are 'Sheet', 'Launch'" in warning


def test_sheet__that_is_nearly_there_is_named(project: Project) -> None:
    write_workbook(project, "raci.xlsx")
    write_page(project, "md", ":file: raci.xlsx\n:sheet: Lunch")
    (warning,) = project.build().warnings
    assert warning.startswith("index.md:3: WARNING: ")
    assert "no sheet 'Lunch': did you mean 'Launch'?" in warning


def test_formula__without_a_value_is_a_warning_at_its_row(project: Project) -> None:
    write_workbook(project, "raci.xlsx")
    book = load_workbook(project.source / "raci.xlsx")
    book["Launch"]["B4"] = '="R"'
    book.save(project.source / "raci.xlsx")
    write_page(project, "md", ":file: raci.xlsx\n:sheet: Launch")
    built = project.build(suppress_warnings=["pmroles.no-doer"])
    (warning,) = built.warnings
    assert warning.startswith("raci.xlsx:4: WARNING: :file: 'raci.xlsx' is not all the")
    assert "'Launch' the formulas in B4 have no value yet" in warning
    assert letters_of(built)["Secure resources"] == {"sponsor": ["A"]}


def test_sheet__of_what_has_none_is_a_warning(project: Project) -> None:
    project.write_file("raci.csv", SOURCES["raci.csv"])
    write_page(project, "md", ":file: raci.csv\n:sheet: Nope")
    built = project.build()
    assert [":sheet: means nothing in csv" in line for line in built.warnings] == [True]
    assert letters_of(built) == LETTERS


def test_file__wins_over_a_table_in_the_body(project: Project) -> None:
    project.write_file("raci.csv", SOURCES["raci.csv"])
    write_page(
        project, "md", ":file: raci.csv", "| Old | PM |\n| --- | --- |\n| x | A |"
    )
    built = project.build()
    (warning,) = built.warnings
    assert warning.startswith("index.md:3: WARNING: there is a table in the body")
    assert letters_of(built) == LETTERS
    assert "Old" in built.text("index.html")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", ":format: '' is not known and left out: write one of 'csv', 'json'"),
        ("ymal", ":format: 'ymal' is not known and left out: did you mean 'yaml'?"),
        ("xlsx", "the body cannot be read: a workbook is no text"),
    ],
)
def test_format__of_a_body_that_cannot_be_is_a_warning(
    project: Project, language: str, written: str, said: str
) -> None:
    write_page(project, language, f":format: {written}", "Kept: as it is")
    built = project.build()
    (warning,) = built.warnings
    line = {"md": 3, "rst": 4}[language]
    assert warning.startswith(f"index.{language}:{line}: WARNING: {said}")
    assert "Kept: as it is" in built.text("index.html")


def test_format__that_is_wrong_does_not_hide_the_table(project: Project) -> None:
    project.write_file("raci.csv", SOURCES["raci.csv"])
    write_page(project, "md", ":file: raci.csv\n:format: cvs")
    table = "| Activity | PM |\n| --- | --- |\n| One | A/R |"
    options = ":format: markdown\n:id: other"
    write_page(project, "md", options, table, name="other")
    built = project.build(suppress_warnings=["toc.not_included"])
    assert [line.partition("WARNING: ")[2][:57] for line in built.warnings] == [
        ":format: 'cvs' is not known and left out: did you mean 'c",
        ":format: 'markdown' is not known and left out: write one ",
    ]
    matrices = built.inventory["matrices"].values()
    assert [len(matrix["activities"]) for matrix in matrices] == [len(LETTERS), 1]


def test_body__error_is_located_on_its_line(project: Project, language: str) -> None:
    write_page(project, language, ":format: yaml", "- a: b\n  a: c")
    (warning,) = project.build().warnings
    line = {"md": 7, "rst": 8}[language]
    assert warning.startswith(f"index.{language}:{line}: WARNING: the body")


# What data cannot do


@pytest.mark.parametrize(
    "cell",
    [
        "Use <b onclick=alert(1)>me</b>",
        "[me](javascript:alert(1))",
        "<javascript:alert(1)>",
        "`me <javascript:alert(1)>`_",
        "{{ 6 * 7 }} `me`",
        "[me](data:text/html,x)",
    ],
)
def test_cells__cannot_run_anything(project: Project, language: str, cell: str) -> None:
    quoted = cell.replace('"', '""')
    project.write_file("raci.csv", f'Activity,PM\n"{quoted}",A/R\n')
    write_page(project, language, ":file: raci.csv")
    project.configure(myst_enable_extensions=["colon_fence", "substitution"])
    built = project.build()
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    (matrix,) = page.select(".pm-matrix")
    assert not matrix.select("[onclick], b, [href^=javascript], [href^=data]")
    assert "42" not in matrix.get_text()


# Size


def test_file__of_10000_rows_is_built_in_seconds(project: Project) -> None:
    rows = [f"Activity {n},A,R,C,I,-" for n in range(10_000)]
    project.write_file("raci.csv", "\n".join(["Activity,a,b,c,d,e", *rows]))
    write_page(project, "md", ":file: raci.csv\n:allow: unused-participant")
    start = time.process_time()
    built = project.build()
    # About a millisecond a row: what matters is that it does not grow faster.
    assert time.process_time() - start < 60
    assert built.warnings == []
    assert len(letters_of(built)) == 10_000


def test_file__of_rows_that_are_all_alike_is_built_in_seconds(
    new_project: Callable[[str], Project],
) -> None:
    project = new_project("alike")
    project.write_file("raci.csv", "Activity,a\n" + "Same,A/R\n" * 3_000)
    write_page(project, "md", ":file: raci.csv\n:allow: duplicate-activity")
    start = time.process_time()
    built = project.build()
    assert time.process_time() - start < 60
    assert len(letters_of(built)) == 1
