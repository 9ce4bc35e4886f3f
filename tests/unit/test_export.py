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

ROLE: dict[str, Any] = {
    "title": "Héad of Product",
    "abbr": None,
    "aka": [],
    "kind": "role",
    "level": None,
    "reports_to": None,
    "works_with": [],
    "sections": {},
    "docname": "roles",
    "uri": "roles.html",
}
MATRIX: dict[str, Any] = {
    "title": "Launch a product",
    "scheme": "raci",
    "letters": {"R": "Responsible", "A": "Accountable"},
    "participants": ["hop"],
    "activities": [
        {
            "id": "plan",
            "title": "Plan",
            "group": None,
            "stage": None,
            "assignments": {"hop": ["A"]},
            "notes": {},
        }
    ],
    "docname": "launch",
    "uri": "launch.html",
}


@pytest.fixture
def snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a snapshot in the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    inventory = {
        "format": "pmroles",
        "format_version": 1,
        "project": "Handbook",
        "release": "1.0",
        "audience": None,
        "roles": {"hop": ROLE},
        "matrices": {"launch": MATRIX},
        "lifecycles": {},
        "products": {},
        "roadmaps": {},
        "items": {},
    }
    path = tmp_path / "pmroles.json"
    path.write_text(json.dumps(inventory), encoding="utf-8")
    return path


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
        ('{"format": "pmroles", "format_version": 1}', "nothing in it to export"),
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


@pytest.mark.usefixtures("snapshot")
def test_export__says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("--to", "xlsx")
    assert result.exit_code == Exit.FAILED
    assert 'pip install "sphinx-pmroles[excel]"' in result.stderr
