"""The schemas of data files say of a file what the reader says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemas
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.schemas import COLUMNS
from sphinx_pmroles.reading.sources import Format, read_source
from sphinx_pmroles.reading.vocabulary import (
    COLUMN_NAMES,
    CONFIDENCE_NAMES,
    HEALTH_NAMES,
    HORIZON_NAMES,
)

DOCS = Path(__file__).parents[2] / "docs"
MATRIX, ROADMAP = (
    Draft7Validator(json.loads(text)) for text in schemas.made().values()
)


class Core(yaml.SafeLoader):
    """YAML as editors read it: by its core schema, in which ``no`` is a text."""


Core.yaml_implicit_resolvers = {
    mark: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] in {"int", "float", "null"}
    ]
    for mark, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_matrix(text: str) -> bool:
    return bool(MATRIX.is_valid(yaml.load(text, Core)))  # noqa: S506 (a safe one)


def is_roadmap(text: str) -> bool:
    return bool(ROADMAP.is_valid(yaml.load(text, Core)))  # noqa: S506


def reads_matrix(text: str) -> bool:
    try:
        read_source(text, format=Format.YAML, label_header="Activity")
    except ReadError:
        return False
    return True


def reads_roadmap(text: str) -> bool:
    """Return whether a roadmap is read without a warning."""
    try:
        table = read_source(
            text, format=Format.YAML, label_header="Item", with_groups=False
        )
    except ReadError:
        return False
    place, rules = Place("index", 1), DateRules()
    reading = read_roadmap(table, key="plan", title="Plan", place=place, rules=rules)
    return not reading.findings


def test_schemas__are_what_the_declarations_make() -> None:
    """Failing?  Run ``python tools/schemas.py``."""
    for file, text in schemas.made().items():
        assert file.read_text("utf-8") == text
        Draft7Validator.check_schema(json.loads(text))


def test_roadmap_schema__describes_every_column() -> None:
    assert set(COLUMNS) == set(Field)
    row = ROADMAP.schema["definitions"]["row"]
    assert list(row["properties"]) == [field.value for field in Field]
    assert all(each["description"] for each in row["properties"].values())


def test_schemas__take_the_files_of_the_docs() -> None:
    assert is_roadmap((DOCS / "data" / "search.yaml").read_text("utf-8"))
    snippet = (DOCS / "snippets" / "matrix-yaml.md").read_text("utf-8")
    assert is_matrix(snippet.partition("yaml\n")[2].removesuffix(":::\n"))


@pytest.mark.parametrize(
    "text",
    [
        "- {Activity: Set the price, PM: A, BA: R}",
        "- {Activity: Set the price, PM: [A, R], Since: 2026}",
        "[{Activity: Wait, PM: A}, ~, '']",
        "{Set the price: {PM: A}, Wait: }",
        "Before: {Choose: {PM: A}}\nAfter: {Decide: {PM: A}, Rest: }",
        "Before: [{Activity: Choose, PM: A}]\nAfter: [{Activity: Decide, PM: A}]",
    ],
)
def test_matrix_schema__takes_what_is_read(text: str) -> None:
    assert reads_matrix(text)
    assert is_matrix(text)


@pytest.mark.parametrize(
    "text",
    [
        "Set the price",
        "[]",
        "{}",
        "[{}]",
        "[~]",
        "- Set the price",
        "Set the price: A",
        "{Set the price: }",
        "{Set the price: {}}",
        "- [A, R]",
        "- {Activity: Set, PM: {A: R}}",
        "- {Activity: Set, PM: [[A]]}",
        "Before: {Choose: {PM: A}}\nSet the price: {PM: A}",
        "Before: {Choose: {PM: A}}\nAfter: [{Activity: Decide, PM: A}]",
        "Before: {Choose: {PM: A}}\nAfter: []",
        "Before: [{Activity: Decide, PM: A}, ~]",
        "A: {B: {C: {D: E}}}",
    ],
)
def test_matrix_schema__refuses_what_is_not_read(text: str) -> None:
    assert not reads_matrix(text)
    assert not is_matrix(text)


@pytest.mark.parametrize(
    "text",
    [
        "- {Item: One, When: 2026-Q3, Owner: PM, Status: done, Size: L}",
        "- {item: One, RAG: Green, '%': 60}\n- {title: Two, Progress: '60,5 %'}",
        "- {Item: One, Health: ✅ on track}",
        "- {Item: One, Health: '**at risk**', Confidence: 80 %, Horizon: later}",
        "- {Item: One, Health: 🟡, Confidence: '-', Horizon: TBD, Progress: }",
        "- {Item: One, health: 'Red, since May', PROGRESS: 100 %}",
        "- {Item: One, Depends on: [Two, Three], When: 2026}",
        "One: {When: 2026-Q3}\nTwo: ",
    ],
)
def test_roadmap_schema__takes_what_is_read(text: str) -> None:
    assert reads_roadmap(text)
    assert is_roadmap(text)


@pytest.mark.parametrize(
    "text",
    [
        "Now: {One: {When: 2026}}",
        "Now: [{Item: One}]",
        "- {Item: One, Health: maybe}",
        "- {Item: One, RAG: 3}",
        "- {Item: One, Progress: 120 %}",
        "- {Item: One, complete: 101}",
        "- {Item: One, Progress: half}",
        "- {Item: One, Confidence: rather}",
        "- {Item: One, Confidence: -1}",
        "- {Item: One, Horizon: soon}",
        "- {Item: One, Owner: {PM: BA}}",
    ],
)
def test_roadmap_schema__refuses_what_is_warned_of(text: str) -> None:
    assert not reads_roadmap(text)
    assert not is_roadmap(text)


def test_roadmap_schema__knows_the_words_of_all_languages() -> None:
    assert is_roadmap("- {Item: Eins, Health: gefährdet, Horizon: später}")
    # pmroles_statuses may have added any.
    assert is_roadmap("- {Item: One, Status: parked}")


#: Texts that are nearly those of a column.
WORDS = [
    *(name for names in HEALTH_NAMES.values() for name in names),
    *(name for names in HORIZON_NAMES.values() for name in names),
    *(name for names in CONFIDENCE_NAMES.values() for name in names),
    *("60", "060 %", "1000", "60.5", "12,5 %", "-", "–", "", "🟢", "⚠️", "true", "1e1"),
]
TEXTS = st.builds(
    lambda before, word, after, way: before + getattr(word, way)() + after,
    st.sampled_from(["", " ", "*", "**", "`", "_", "✅ ", "("]),
    st.sampled_from(WORDS),
    st.sampled_from(["", " ", "*", "**", "`", "_", "!", ", yes", " x", ")"]),
    st.sampled_from(["lower", "upper", "title", "strip"]),
)
FIELDS = (Field.HEALTH, Field.HORIZON, Field.CONFIDENCE, Field.PROGRESS)
HEADERS = [name for field in FIELDS for name in COLUMN_NAMES[field]]


@given(header=st.sampled_from(HEADERS), text=TEXTS, is_loud=st.booleans())
def test_roadmap_schema__takes_whatever_is_read_without_a_warning(
    header: str, text: str, *, is_loud: bool
) -> None:
    row = {"Item": "One", header.upper() if is_loud else header: text}
    if reads_roadmap(json.dumps([row])):
        assert ROADMAP.is_valid([row]), row


CELLS = st.one_of(st.none(), st.just("A"), st.lists(st.just("A"), max_size=2))
ROWS: Any = st.one_of(
    st.none(), st.just(""), st.dictionaries(st.sampled_from("xy"), CELLS, max_size=2)
)
GROUPS: Any = st.one_of(
    st.lists(ROWS, max_size=2),
    st.dictionaries(st.sampled_from("ab"), ROWS, max_size=2),
)
TREES: Any = st.one_of(
    GROUPS,
    st.dictionaries(st.sampled_from("GH"), st.one_of(GROUPS, ROWS), max_size=2),
    st.lists(GROUPS, max_size=2),
)


@given(TREES)
def test_matrix_schema__takes_just_the_shapes_that_are_read(tree: Any) -> None:
    assert MATRIX.is_valid(tree) == reads_matrix(json.dumps(tree))
