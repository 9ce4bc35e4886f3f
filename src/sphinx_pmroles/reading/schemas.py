"""JSON Schemas of the YAML and JSON files that matrices and roadmaps are read from.

Editors complete and check the files by them.  They are made of what the reader knows;
``tools/schemas.py`` writes them beside this module.  Whatever the reader takes without
a warning, they take.  What depends on more than the file they leave to the build: the
letters of a scheme, the words of ``pmroles_statuses``, names of months, references.

Draft 7 is what the language servers for YAML know best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sphinx_pmroles.model.roadmap import Field
from sphinx_pmroles.reading.vocabulary import COLUMN_NAMES, NAMES, Vocabulary, word_key

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_SCALARS = ["string", "number", "boolean", "null"]
#: Whatever stands around a word: it is no part of it.
_AROUND = r"[\W_]*"
#: A cell that says nothing.
_NOTHING = r"^[\s*_`]*[-–—]?[\s*_`]*$"
_PERCENT = r"(?:100|0?\d?\d)(?:[.,]\d+)?\s*%?"

#: What each column of a roadmap holds, as an editor tells it.
COLUMNS: Mapping[Field, str] = {
    Field.ID: "The key, by which others refer to the item.",
    Field.ITEM: "What is planned.",
    Field.WHEN: (
        "A day (2026-07-15), week (2026-W31), month (2026-07), quarter (2026-Q3), half "
        "(2026-H2) or year (2026, FY27), a range (2026-Q3 .. 2027-Q1), or now, next, "
        "later, TBD."
    ),
    Field.START: "When it starts, a date as in When.",
    Field.END: "When it ends, a date as in When.",
    Field.HORIZON: "now, next or later.",
    Field.PRODUCT: "The product, by its id or title.",
    Field.TEAM: "The team.",
    Field.STAGE: "The stage of a life cycle, by its id or title.",
    Field.OWNER: "The role that owns it, by its id, title, abbreviation or an alias.",
    Field.STATUS: "How far it has come.",
    Field.HEALTH: "Whether it will come as planned.",
    Field.PROGRESS: "A percentage from 0 % to 100 %.",
    Field.CONFIDENCE: "high, medium, low or a percentage.",
    Field.OUTCOME: "What it is for.",
    Field.DEPENDS_ON: "The items that it waits for, by their ids or titles.",
    Field.BASELINE: "The date that was meant before, a date as in When.",
    Field.AUDIENCE: "Who may see it, such as internal; everyone if nothing is said.",
    Field.LINK: "An address or a page.",
    Field.NOTES: "Anything else.",
}


def matrix_schema() -> Schema:
    """Return the schema of a matrix: rows, rows by their labels, or groups of either.

    >>> matrix_schema()["title"]
    'A responsibility matrix of sphinx-pmroles'
    """
    return _document(
        "A responsibility matrix of sphinx-pmroles",
        "Rows of activities: by header, the letters of each participant.",
        row={
            "type": "object",
            "description": "By header, the texts of an activity.",
            "additionalProperties": _defined("cell"),
        },
        with_groups=True,
    )


def roadmap_schema(vocabularies: Sequence[Vocabulary]) -> Schema:
    """Return the schema of a roadmap, with the words of all *vocabularies*."""
    checked = _checked(vocabularies)
    row: Schema = {
        "type": "object",
        "description": "By column, the texts of an item; other columns are kept.",
        "properties": {
            field.value: {
                "description": COLUMNS[field],
                "allOf": [_defined(field if field in checked else "cell")],
            }
            for field in Field
        },
        "patternProperties": {
            _word_pattern(map(word_key, COLUMN_NAMES[field])): _defined(field)
            for field in checked
        },
        "additionalProperties": _defined("cell"),
    }
    schema = _document(
        "A roadmap of sphinx-pmroles",
        "Rows of items: by column, what is planned, when, and how it stands.",
        row=row,
        with_groups=False,
    )
    schema["definitions"] |= {field.value: value for field, value in checked.items()}
    return schema


def _defined(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _document(title: str, says: str, *, row: Schema, with_groups: bool) -> Schema:
    """Return a schema of the shapes that rows may have."""
    shapes = [_ROWS, _LABELLED, *([_GROUPS, _LABELLED_GROUPS] if with_groups else [])]
    return {
        "$schema": _DRAFT,
        "title": title,
        "description": says,
        "anyOf": shapes,
        "definitions": {
            "row": row,
            "row or nothing": {"anyOf": [_defined("row"), {"enum": [None, ""]}]},
            "cell": {"anyOf": [_TEXT, _LIST]},
        },
    }


_TEXT: Schema = {"type": _SCALARS}
_LIST: Schema = {"type": "array", "items": _TEXT, "description": "Several texts."}
_ROW_OR_NOTHING = _defined("row or nothing")
_BLANK_ROW: Schema = {"maxProperties": 0}


def _not_all(values: Schema) -> Schema:
    """Return the schema of a mapping in which not every value is one of *values*."""
    return {"not": {"additionalProperties": values}}


#: A list of rows.
_ROWS: Schema = {
    "type": "array",
    "description": "A list of rows.",
    "items": _ROW_OR_NOTHING,
    "contains": {"type": "object", "minProperties": 1},
}
#: Rows by their labels.
_LABELLED: Schema = {
    "type": "object",
    "description": "Rows, each by its label.",
    "additionalProperties": _ROW_OR_NOTHING,
    **_not_all({"anyOf": [_BLANK_ROW, {"enum": [None, ""]}]}),
}
#: Groups of rows, each with a list of rows.
_GROUPS: Schema = {
    "type": "object",
    "description": "Groups, each with a list of rows.",
    "additionalProperties": {
        "type": "array",
        "minItems": 1,
        "items": _defined("row"),
    },
    **_not_all({"items": _BLANK_ROW}),
}
#: Groups of rows by their labels.
_LABELLED_GROUPS: Schema = {
    "type": "object",
    "description": "Groups of rows, each by its label.",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": _ROW_OR_NOTHING,
        **_not_all({"not": {"type": "object"}}),
    },
    **_not_all({"additionalProperties": _BLANK_ROW}),
}


def _checked(vocabularies: Sequence[Vocabulary]) -> dict[Field, Schema]:
    """Return the schemas of the columns of which an editor can tell something."""

    def words(of: Callable[[Vocabulary], Iterable[str]]) -> list[str]:
        return [word for vocabulary in vocabularies for word in of(vocabulary)]

    percent: list[Schema] = [
        {"type": "string", "pattern": rf"^[\s*_`]*{_PERCENT}[\s*_`]*$"},
        {"type": "number", "minimum": 0, "exclusiveMaximum": 101},
    ]
    horizons = _word_pattern(words(lambda known: known.horizons))
    healths = _state_pattern(words(lambda known: known.healths))
    levels = _word_pattern(words(lambda known: known.confidences))
    return {
        Field.HORIZON: _one_of("horizon", {"type": "string", "pattern": horizons}),
        # Any word may be one of pmroles_statuses.
        Field.STATUS: _one_of("status", _TEXT),
        Field.HEALTH: _one_of("health", {"type": "string", "pattern": healths}),
        Field.PROGRESS: _one_of("", *percent),
        Field.CONFIDENCE: _one_of(
            "confidence", {"type": "string", "pattern": levels}, *percent
        ),
    }


def _one_of(offered: str, *values: Schema) -> Schema:
    """Return the schema of one of some values or nothing; names may be *offered*."""
    names = [name for name, *_others in NAMES[offered]] if offered else []
    nothing: Schema = {"type": ["string", "null"], "pattern": _NOTHING}
    return {"anyOf": [*([{"enum": names}] if names else []), *values, nothing, _LIST]}


def _word_pattern(keys: Iterable[str]) -> str:
    """Return the pattern of texts that are one of some words, in any case."""
    return rf"^{_AROUND}(?:{_listed(keys)}){_AROUND}$"


def _state_pattern(keys: Iterable[str]) -> str:
    """Return the pattern of states: the first word is enough, or a glyph."""
    known = list(keys)
    single = _listed(key for key in known if "-" not in key)
    state = rf"^{_AROUND}(?:{_listed(known)}){_AROUND}$"
    return rf"{state}|^{_AROUND}(?:{single}){_AROUND}(?:\s.*)?$"


def _listed(keys: Iterable[str]) -> str:
    return "|".join(sorted({_any_case(key) for key in keys}))


def _any_case(key: str) -> str:
    """Return the pattern of a word's key: JSON Schema knows no case-blind patterns."""
    return "".join(r"[\W_]+" if char == "-" else _either(char) for char in key)


def _either(char: str) -> str:
    upper = char.upper()
    if len(upper) == 1 and upper != char:
        return f"[{char}{upper}]"
    return char if char.isalnum() or ord(char) > 127 else f"\\{char}"  # noqa: PLR2004
