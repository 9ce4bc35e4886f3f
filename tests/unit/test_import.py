"""The command ``import``: what it prints and says, whatever file it is given."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result
from openpyxl.styles import Font  # type: ignore[import-untyped]

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.main import main

DOCS = Path(__file__).parents[2] / "docs"
RACI = "Activity,PM,BA\nPlan,A/R,C\nSell,maybe,A\n"
TABLE = (
    "| Activity | PM    | BA  |\n"
    "| -------- | ----- | --- |\n"
    "| Plan     | A/R   | C   |\n"
    "| Sell     | maybe | A   |\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(data: bytes | str, *arguments: str, name: str = "a.csv") -> Result:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return CliRunner().invoke(main, ["import", name, *arguments])


def workbook() -> bytes:
    """Return a sheet as people make them: a title, merged cells, bold headings."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    sheet = book.create_sheet("Launch")
    sheet.append([])
    sheet.append([None, "Launch RACI"])
    sheet.append([None, "Activity", "PM", "BA"])
    sheet.append([None, "Strategy"])
    sheet.append([None, "Set the vision", "A/R", "C"])
    sheet.append([None, "Think\ntwice", None, "R"])
    sheet["B4"].font = Font(bold=True)
    sheet.merge_cells("B4:D4")
    sheet.merge_cells("C5:C6")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_import__prints_a_table_and_says_what_it_did_not_understand() -> None:
    result = run(RACI)
    assert result.exit_code == Exit.DONE
    assert result.stdout == f"```{{pm:matrix}} A\n\n{TABLE}```\n"
    assert result.stderr.startswith("a.csv:3: cannot read 'maybe' of 'PM' in 'Sell'")


def test_import__reads_the_standard_input() -> None:
    result = CliRunner().invoke(main, ["import", "-", "--title", "Launch"], input=RACI)
    assert result.exit_code == Exit.DONE
    assert result.stdout == f"```{{pm:matrix}} Launch\n\n{TABLE}```\n"


def test_import__writes_a_file_but_not_over_one_unasked() -> None:
    assert run(RACI, "-o", "out/plan.md").exit_code == Exit.DONE
    assert TABLE in Path("out/plan.md").read_text("utf-8")
    assert run(RACI, "-o", "out/plan.md").exit_code == Exit.FAILED
    assert run(RACI, "-o", "out/plan.md", "--force", "--rst").exit_code == Exit.DONE
    assert Path("out/plan.md").read_text("utf-8").startswith(".. pm:matrix:: A\n")


def test_import__reads_a_sheet_of_a_workbook() -> None:
    result = run(workbook(), "--sheet", "Launch", name="a.xlsx")
    assert result.exit_code == Exit.DONE
    assert result.stdout == (
        "```{pm:matrix} Launch RACI\n"
        "\n"
        "| Activity       | PM  | BA  |\n"
        "| -------------- | --- | --- |\n"
        "| **Strategy**   |     |     |\n"
        "| Set the vision | A/R | C   |\n"
        "| Think twice    | A/R | R   |\n"
        "```\n"
    )


def bomb() -> bytes:
    """Return a small archive that unpacks to a lot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 150_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "it holds no table"),
        ("a.csv", b"\n\n,,\n", "it holds no table"),
        (
            "a.csv",
            b"Activity,PM\nPlan,\x00\n",
            "a.csv:2: it holds the character U+0000",
        ),
        ("a.csv", b"Activity,PM\nPl\xe9,A\n", "save it as UTF-8"),
        ("a.csv", b"PK\x03\x04\xff", "it is not UTF-8"),
        ("a.csv", b'Activity,PM\n"Plan,A\n', "close each quotation mark"),
        ("a.csv", b"Activity,PM\n" + b"x" * 1_000_000 + b",A\n", "a.csv:2: "),
        ("a.csv", b"x" * 20_000_001, "larger than 20,000,000 bytes"),
        ("a.tsv", b"Word\tMeaning\nx\ty\n", "say which it is with --as"),
        ("a.xlsx", b"Activity,PM\n", "it is no Excel workbook"),
        ("a.xlsx", b"", "it is no Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 old", "save it as .xlsx"),
        ("a.xlsx", bomb(), "unpacks to 150,000,000 bytes"),
        ("a.json", b"{", "it is not valid JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'{"items": []}', "there are no items in it"),
        ("a.pdf", b"%PDF", "files that end in '.pdf' are not read; those are .csv"),
    ],
)
def test_import__says_what_is_wrong_with_a_file(
    name: str, data: bytes, says: str
) -> None:
    result = run(data, name=name)
    assert result.exit_code == Exit.FAILED, result.output
    assert says in result.stderr
    assert result.stderr.startswith(f"Error: {name}")
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit)


def test_import__names_its_own_options() -> None:
    result = run(workbook(), "--sheet", "Lunch", name="a.xlsx")
    assert result.exit_code == Exit.FAILED
    assert "it has no sheet 'Lunch': did you mean 'Launch'?" in result.stderr
    result = run(RACI, "--sheet", "Launch")
    assert "--sheet means nothing in csv: leave it out" in result.stderr
    result = run(RACI, "--as", "github")
    assert "expected the JSON of 'gh project item-list" in result.stderr


def test_import__says_that_there_is_no_file() -> None:
    result = CliRunner().invoke(main, ["import", "none.csv"])
    assert result.exit_code == Exit.FAILED
    assert "none.csv cannot be read: No such file" in result.stderr
    Path("folder").mkdir()
    result = CliRunner().invoke(main, ["import", "folder"])
    assert result.exit_code == Exit.FAILED
    assert "folder cannot be read: Is a directory" in result.stderr


@pytest.mark.parametrize("suffix", [".md", ".rst"])
@pytest.mark.parametrize(
    ("file", "options", "snippet"),
    [
        ("gallery.xlsx", [], "import-raci"),
        ("confluence.csv", ["--title", "Open an exhibition"], "import-confluence"),
        (
            "confluence-plan.csv",
            ["--title", "The year of the museum"],
            "import-confluence-plan",
        ),
        ("jira.csv", ["--title", "App of the museum"], "import-jira"),
        (
            "github-project.json",
            ["--title", "Sound in the museum", "--without", "Body"],
            "import-github",
        ),
    ],
)
def test_import__makes_what_the_docs_show(
    file: str, options: list[str], snippet: str, suffix: str
) -> None:
    options = [*options, "--rst"] if suffix == ".rst" else options
    data = (DOCS / "data" / file).read_bytes()
    # The guide says what to write for the date that is none.
    data = data.replace(b",Spring 2027,", b",2027-05,")
    expected = (DOCS / "snippets" / f"{snippet}{suffix}").read_text("utf-8")
    assert run(data, *options, name=file).stdout == expected
