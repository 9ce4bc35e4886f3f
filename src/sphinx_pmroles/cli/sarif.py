"""Findings as SARIF 2.1.0, the form that code scanning takes.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from sphinx_pmroles import __version__
from sphinx_pmroles.checks.table import CHECKS, Check
from sphinx_pmroles.cli.findings import Found, Result, path_from
from sphinx_pmroles.extension.log import TYPE, Subtype

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
#: What stands for the root of the repository, wherever it was checked out.
ROOT = "%SRCROOT%"


def to_sarif(result: Result) -> dict[str, Any]:
    """Return the log: one run, with every check as a rule."""
    rules = list(_rules(result))
    positions = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {
        "name": "sphinx-pmroles",
        "version": __version__,
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The root of the repository."}}
        },
        "results": list(_results(result, positions)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


# Rules


def _rules(result: Result) -> Iterator[dict[str, Any]]:
    yield from map(_rule, CHECKS.values())
    for subtype in Subtype:
        yield _plain_rule(subtype.value, subtype.means)
    known = {*CHECKS, *Subtype}
    for name in sorted({found.check for found in result.findings} - known):
        yield _plain_rule(name, "A warning of Sphinx or of another extension.")


def _rule(check: Check) -> dict[str, Any]:
    meaning = " ".join(filter(None, (check.finds, check.more, check.why)))
    advice = (
        f"To allow it on one object, give that the option :allow: {check.name}; to "
        f'switch the check off, write pmroles_checks = {{"{check.name}": False}} in '
        "conf.py."
    )
    examples = "".join(
        f"\n\n{title}:\n\n````markdown\n{page}````"
        for title, page in (("Wrong", check.wrong), ("Right", check.right))
    )
    # Links of the documentation lead nowhere from here.
    markdown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", meaning)
    plain = re.sub(r"[`*]", "", markdown)
    return {
        "id": check.name,
        "shortDescription": {"text": check.finds},
        "fullDescription": {"text": plain},
        "help": {
            "text": f"{plain}\n\n{advice}",
            "markdown": f"{markdown}\n\n{advice}{examples}",
        },
        "defaultConfiguration": {"enabled": check.on, "level": "warning"},
    }


def _plain_rule(name: str, means: str) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": means},
        "help": {
            "text": f"{means} In conf.py, suppress_warnings takes it by its name"
            f"{f', {TYPE}.{name}' if name in set(Subtype) else ''}."
        },
        "defaultConfiguration": {"level": "warning"},
    }


# Results


def _results(result: Result, positions: dict[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for found in result.findings:
        uri = quote(path_from(result.root, found.file))
        # Without the line: a finding that has moved is still the same.
        identity = (found.check, uri, found.message)
        seen[identity] += 1
        yield {
            "ruleId": found.check,
            "ruleIndex": positions[found.check],
            "level": found.level,
            "message": {"text": found.message},
            "locations": [{"physicalLocation": _location(found, uri, result)}],
            "partialFingerprints": {
                "pmrolesFinding/v1": _hash(*identity, str(seen[identity]))
            },
        }


def _location(found: Found, uri: str, result: Result) -> dict[str, Any]:
    is_inside = found.file.is_relative_to(result.root)
    artifact = (
        {"uri": uri, "uriBaseId": ROOT} if is_inside else {"uri": f"file://{uri}"}
    )
    location: dict[str, Any] = {"artifactLocation": artifact}
    if found.line:
        location["region"] = {"startLine": found.line}
    return location


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
