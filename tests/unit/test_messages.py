"""Values in messages: between quotation marks, and cut where they are long."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sphinx_pmroles
from sphinx_pmroles.model.messages import (
    LONGEST,
    MOST,
    listed,
    nearest,
    quoted,
    shortened,
)
from tests.unit.limits import seconds_of_work

SOURCES = Path(sphinx_pmroles.__file__).parent


@pytest.mark.parametrize("text", ["PM", "it's", 'a "b"', "a\\b", "مدير"])
def test_quoted__is_what_python_writes(text: str) -> None:
    assert quoted(text) == repr(text)


@pytest.mark.parametrize("value", ["x" * 1_000_000, ["x" * 1_000_000], "\0" * 9_999])
def test_quoted__cuts_what_is_long(value: object) -> None:
    said = quoted(value)
    assert "…" in said
    assert len(said) <= 4 * LONGEST + 2
    assert said.startswith(repr(value)[:50])


def test_quoted__shows_what_turns_the_direction_as_a_number() -> None:
    assert quoted("a\u202eb\x1b[2J") == r"'a\u202eb\x1b[2J'"
    assert shortened("it's\u202eb\x1b[2J") == r"it's\u202eb\x1b[2J"


def test_listed__says_how_many_more_there_are() -> None:
    assert listed(["a", "b"]) == "'a', 'b'"
    assert listed(["a", "b"], " is part of ") == "'a' is part of 'b'"
    many = listed(str(n) for n in range(MOST + 1_234))
    assert many.endswith("'19' and 1,234 more")


def test_nearest__is_what_may_be_meant() -> None:
    assert nearest("launhc", ["grow", "launch"]) == "launch"
    assert nearest("sell", ["grow", "launch"]) == ""


def test_nearest__compares_no_long_texts() -> None:
    # Of these, the standard library would look at each pair of letters that are alike.
    long = "".join(chr(0x4E00 + n * n % 5_003) for n in range(100_000))
    with seconds_of_work(2):
        assert nearest(long, [long[::-1], "launch"]) == ""
        assert nearest("launhc", [long, "launch"]) == "launch"


def test_messages__quote_values_in_this_one_way() -> None:
    # Else one could write a value in full, and nobody would see it until it is long.
    found = [
        f"{path.relative_to(SOURCES)}: {line.strip()}"
        for path in sorted(SOURCES.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"!r[}:]|map\(repr", line) and "``{name!r}``" not in line
    ]
    assert found == []
