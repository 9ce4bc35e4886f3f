from __future__ import annotations

import json
from pathlib import Path

import pytest

from sphinx_pmroles.inventory.load import InventoryError, load, read_inventory


def test_load__reads_what_was_written(tmp_path: Path) -> None:
    data = {"format": "pmroles", "format_version": 1, "roles": {}}
    path = tmp_path / "pmroles.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_inventory(path) == data


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "old.json is not JSON"),
        ("[" * 100_000, "old.json is not JSON"),
        (b"\xff\xfe\x00", "old.json is not JSON"),
        ("[]", "old.json is no inventory of a handbook"),
        ('{"format": "needs"}', "old.json is no inventory of a handbook"),
        ('{"format": "pmroles"}', "has the format version None"),
        (
            '{"format": "pmroles", "format_version": 2}',
            "has the format version 2, and this sphinx-pmroles reads up to 1: upgrade",
        ),
    ],
)
def test_load__refuses_what_it_cannot_read(text: str | bytes, says: str) -> None:
    with pytest.raises(InventoryError, match=says):
        load(text, "old.json")


def test_read_inventory__says_that_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match="No such file"):
        read_inventory(tmp_path / "none.json")
