"""The words that the extension itself prints, in the language of the document."""

from __future__ import annotations

from pathlib import Path

from sphinx.locale import get_translation

#: The name of the message catalogue, and the folder with its translations.
CATALOG = "sphinx-pmroles"
LOCALES = Path(__file__).parent / "locale"

translate = get_translation(CATALOG)

#: How to say what a role does in an activity, by the word of its letter.
PARTS = {
    "Accountable": "Accountable for",
    "Responsible": "Responsible for",
    "Consulted": "Consulted on",
    "Informed": "Informed of",
}
