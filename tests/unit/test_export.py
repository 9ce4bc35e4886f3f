"""The command ``export``: where it writes what, and what it says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.main import main
from tests.unit.snapshots import activity, item, matrix, role

MATRIX = matrix(
    activity("Plan", assignments={"hop": ["A"]}),
    title="Launch a product",
    participants=["hop"],
)
ITEMS = {
    "plan/one": item("One", when="2026", start="2026-01-01", end="2026-12-31"),
    "plan/two": item("Two", when="later", horizon="later"),
}
PLAN = {"title": "Plan", "items": list(ITEMS), "docname": "plan", "uri": "plan.html"}


@pytest.fixture
def snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a snapshot in the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pmroles.json"
    save(path)
    return path


def save(path: Path, **sections: Any) -> None:
    """Write a snapshot of a role and a matrix, and what else *sections* say."""
    inventory = {
        "format": "pmroles",
        "format_version": 1,
        "project": "Handbook",
        "release": "1.0",
        "audience": None,
        "roles": {"hop": role("Héad of Product")},
        "matrices": {"launch": MATRIX},
        "lifecycles": {},
        "products": {},
        "roadmaps": {},
        "items": {},
        **sections,
    }
    path.write_text(json.dumps(inventory), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", "pmroles.json", *arguments])


@pytest.mark.usefixtures("snapshot")
def test_export__shows_one_table() -> None:
    for name in ("launch", "Launch a product", "matrix-launch"):
        result = run("--to", "csv", "--only", name)
        assert result.exit_code == Exit.DONE
        assert result.stdout_bytes.decode() == "Activity,Héad of Product\nPlan,A\n"


@pytest.mark.usefixtures("snapshot")
def test_export__writes_several_tables_into_a_folder() -> None:
    result = run("--to", "csv", "-o", "tables")
    assert result.exit_code == Exit.DONE
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"Written: {Path('tables', name)}"
        for name in ("matrix-launch.csv", "roles.csv")
    ]
    data = Path("tables", "matrix-launch.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfActivity,H\xc3\xa9ad")


@pytest.mark.usefixtures("snapshot")
def test_export__says_what_to_choose_from_when_there_are_several() -> None:
    result = run("--to", "csv")
    assert result.exit_code == Exit.FAILED
    assert "matrix-launch.csv, roles.csv): name a folder" in result.stderr
    result = run("--to", "csv", "--only", "lunch")
    assert result.exit_code == Exit.FAILED
    assert "--only lunch: there is none such; there are matrix-launch, roles" in (
        result.stderr
    )


@pytest.mark.usefixtures("snapshot")
def test_export__names_a_workbook_after_the_snapshot() -> None:
    result = run("--to", "xlsx")
    assert (result.exit_code, result.stdout) == (Exit.DONE, "")
    assert Path("pmroles.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("snapshot")
def test_export__writes_over_a_file_only_if_told() -> None:
    Path("mine.xlsx").write_text("mine", encoding="utf-8")
    result = run("--to", "xlsx", "-o", "mine.xlsx")
    assert result.exit_code == Exit.FAILED
    assert "mine.xlsx is there already" in result.stderr
    assert Path("mine.xlsx").read_text("utf-8") == "mine"
    assert run("--to", "xlsx", "-o", "mine.xlsx", "--force").exit_code == Exit.DONE
    assert Path("mine.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("snapshot")
def test_export__writes_none_of_several_where_one_is_there() -> None:
    Path("tables").mkdir()
    Path("tables", "roles.csv").touch()
    assert run("--to", "csv", "-o", "tables").exit_code == Exit.FAILED
    assert [path.name for path in Path("tables").iterdir()] == ["roles.csv"]


@pytest.mark.usefixtures("snapshot")
def test_export__says_where_it_cannot_write() -> None:
    Path("file").touch()
    result = run("--to", "csv", "-o", "file/tables")
    assert result.exit_code == Exit.FAILED
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file"),
        ("PK\x03\x04", "is not JSON"),
        ('{"format": "needs"}', "is no inventory of a handbook"),
        ('{"format": "pmroles", "format_version": 1}', "'project' is missing"),
    ],
)
def test_export__says_what_is_wrong_with_the_snapshot(
    content: str | None, says: str, snapshot: Path
) -> None:
    snapshot.unlink()
    if content:
        snapshot.write_text(content, encoding="utf-8")
    result = run("--to", "csv")
    assert result.exit_code == Exit.FAILED
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_export__says_that_there_is_nothing_in_a_snapshot(snapshot: Path) -> None:
    save(snapshot, roles={}, matrices={})
    result = run("--to", "csv")
    assert result.exit_code == Exit.FAILED
    assert "nothing in it to export" in result.stderr


def test_export__says_which_items_are_in_no_calendar(snapshot: Path) -> None:
    save(snapshot, roadmaps={"plan": PLAN}, items=ITEMS)
    result = run("--to", "ics")
    assert result.exit_code == Exit.DONE
    assert "SUMMARY:One\r\n" in result.stdout_bytes.decode()
    assert result.stderr == "Without a date, so not in it: Two\n"


def test_export__makes_calendars_when_it_is_told(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(snapshot, roadmaps={"plan": PLAN}, items=ITEMS)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert "DTSTAMP:20260101T000000Z" in run("--to", "ics").stdout
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert "DTSTAMP:19700101T000000Z" in run("--to", "ics").stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    result = run("--to", "ics")
    assert result.exit_code == Exit.FAILED
    assert "SOURCE_DATE_EPOCH is 'soon': expected" in result.stderr


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("target", ["ics", "mermaid", "needs"])
def test_export__says_that_only_roadmaps_have_that_form(target: str) -> None:
    result = run("--to", target)
    assert result.exit_code == Exit.FAILED
    assert "can be exported to csv and xlsx" in result.stderr


def test_export__says_that_half_a_character_is_none(snapshot: Path) -> None:
    save(snapshot, roles={"x": role("\ud83d")})
    result = run("--to", "csv", "--only", "roles")
    assert result.exit_code == Exit.FAILED
    assert "half a character" in result.stderr


@pytest.mark.parametrize(
    ("target", "library", "extra"),
    [("xlsx", "openpyxl", "excel"), ("ics", "icalendar", "calendar")],
)
def test_export__says_what_to_install(
    target: str,
    library: str,
    extra: str,
    snapshot: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(snapshot, roadmaps={"plan": PLAN}, items=ITEMS)
    monkeypatch.setitem(sys.modules, library, None)
    result = run("--to", target)
    assert result.exit_code == Exit.FAILED
    assert f'pip install "sphinx-pmroles[{extra}]"' in result.stderr
