"""A text of a million characters, wherever one may stand: no hang, a log one can read.

A process of its own builds the book, which may take no more time and memory than it is
given: what grows with the square of a text would not come to an end in it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.build.hostile import LANGUAGES, Language

if TYPE_CHECKING:
    from tests.build.conftest import Project

LONG = 1_000_000
#: What the build may take: seconds of work, and bytes.
SECONDS, BYTES = 120, 3_000_000_000
LIMITS = f"""
import resource
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))
"""
#: What a line of the log may have at most, and how often the page shows the text.
LINE, PLACES = 1_000, 20


def page(language: Language, text: str) -> str:
    """Return a page with *text* in titles, cells, options and bodies."""
    directive, table = language.directive, language.table
    return "\n\n".join(
        [
            language.heading("Page"),
            directive(
                "pm:role",
                f"R {text}",
                {"id": "role", "level": text, "aka": text, "reports-to": f"Z{text}"},
                language.terms("Purpose", text),
            ),
            directive(
                "pm:matrix",
                "M",
                {"id": "m", "letters": f"C={text}"},
                table(
                    ("Activity", "role", f"P {text}", "Notes"),
                    (f"A {text}", f"? {text}", f"C ({text})", text),
                    ("B", "A/R", f"? {text}", ""),
                ),
            ),
            *(
                directive("pm:matrix", kind, {"id": kind, "file": f"long.{kind}"})
                for kind in ("csv", "yaml", "json")
            ),
            directive(
                "pm:lifecycle",
                "L",
                {"id": "life", "current": text},
                directive("pm:stage", f"S {text}", {"id": "s", "decided-by": text}),
            ),
            directive("pm:product", "Q", {"owner": text, "stage": text}),
            directive(
                "pm:roadmap",
                "T",
                {
                    "id": "plan",
                    "as-of": "2026-10-01",
                    "group-by": text,
                    "columns": text,
                },
                table(
                    (
                        "Item",
                        "When",
                        "Owner",
                        "Status",
                        "Link",
                        "Depends on",
                    ),
                    (f"I {text}", text, text, text, f"x:{text}", text),
                ),
            ),
            directive("pm:report", text, {}),
            directive("pm:compare", text, {}),
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_long_text__is_built_and_cut_in_every_message(
    project: Project, language: Language
) -> None:
    text = "x" * LONG
    conf = project.source / "conf.py"
    conf.write_text(conf.read_text("utf-8") + LIMITS, "utf-8")
    project.write_file(f"index.{language.suffix}", page(language, text) + "\n")
    rows = [{"Activity": "A", "PM": f"? {text}"}]
    for kind in ("yaml", "json"):
        (project.source / f"long.{kind}").write_text(json.dumps(rows), "utf-8")
    (project.source / "long.csv").write_text(f"Activity,PM\nA,{text}\n", "utf-8")
    built = project.run("html")
    ours = [each for each in built.warnings if "[pmroles." in each]
    assert {each[:40] for each in ours if len(each) > LINE} == set()
    said = set(re.findall(r"\[pmroles\.([\w-]+)\]", "\n".join(ours)))
    assert said >= {"unreadable-cell", "unknown-reference", "unknown-stage"} | {
        *("unreadable-date", "unknown-status", "unsafe-link", "directive"),
    }
    # It is cut where it is named, and nowhere else.
    assert built.text("index.html").count(text) > PLACES
