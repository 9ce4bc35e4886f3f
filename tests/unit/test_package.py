"""What is said of the package beside its code: one thing, wherever it is said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import sphinx_pmroles

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))[
    "project"
]
CITATION: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
#: The versions of the changelog, newest first, and the days of their release.
RELEASES = dict(re.findall(r"^## (\d\S*) - (\S+)$", CHANGELOG, re.MULTILINE))


def test_citation__has_what_its_format_wants() -> None:
    """The schema of the Citation File Format 1.2.0 asks for these four."""
    assert CITATION["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(CITATION)
    assert all(set(author) == {"name"} for author in CITATION["authors"])
    assert CITATION["type"] == "software"


def test_citation__says_what_the_package_says() -> None:
    assert CITATION["title"] == PROJECT["name"]
    assert CITATION["abstract"] == PROJECT["description"]
    assert CITATION["keywords"] == PROJECT["keywords"]
    assert CITATION["license"] == PROJECT["license"]
    assert CITATION["authors"] == PROJECT["authors"]


def test_citation__is_of_this_version_and_its_day() -> None:
    version = sphinx_pmroles.__version__
    assert CITATION["version"] == version
    # One that is not released yet has no day, and all is under "Unreleased".
    day = RELEASES.get(version)
    assert (str(CITATION["date-released"]) if day else None) == day
    assert ("date-released" in CITATION) == (day is not None)


def test_changelog__begins_with_what_is_not_released() -> None:
    titles = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)
    assert titles == ["Unreleased", *(f"{v} - {day}" for v, day in RELEASES.items())]


def test_classifiers__name_the_oldest_python_first_and_what_is_typed() -> None:
    wanted = PROJECT["requires-python"].removeprefix(">=")
    pythons = [
        each.rpartition(" ")[2]
        for each in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", each)
    ]
    assert pythons[0] == wanted
    numbers = [int(each.partition(".")[2]) for each in pythons]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert "Typing :: Typed" in PROJECT["classifiers"]
    assert (Path(sphinx_pmroles.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize("name", ["README.md", "LICENSE"])
def test_package__holds_the_files_that_it_names(name: str) -> None:
    assert name in {PROJECT["readme"], *PROJECT["license-files"]}
    assert (ROOT / name).read_text("utf-8").strip()
