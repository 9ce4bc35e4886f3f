"""Write the JSON Schemas of data files: ``python tools/schemas.py``.

They stand in the package, beside the module that makes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from gettext import translation
from pathlib import Path
from typing import Any

from sphinx_pmroles.extension.words import CATALOG, LOCALES, vocabulary_of
from sphinx_pmroles.reading import schemas
from sphinx_pmroles.reading.vocabulary import ENGLISH

FOLDER = Path(schemas.__file__).parent


def made() -> Mapping[Path, str]:
    """Return the text of each schema, by its file."""
    languages = sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir())
    foreign = [
        vocabulary_of(translation(CATALOG, LOCALES, [language]))
        for language in languages
    ]
    return {
        FOLDER / "matrix.schema.json": _text(schemas.matrix_schema()),
        FOLDER / "roadmap.schema.json": _text(
            schemas.roadmap_schema([ENGLISH, *foreign])
        ),
    }


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file, text in made().items():
        file.write_text(text, encoding="utf-8")
        print(file)
