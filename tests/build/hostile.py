"""A handbook with a hostile text in every place that an author or a file can fill.

One declaration: :data:`TEXTS` are put, a page each, into all the places of
:func:`page`, in both languages.  What a build makes of it as ``pmroles.json`` is then
shown again as that of another handbook, and as an earlier version.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Texts as a reader must see them, by what they would do if they were not inert.  The
#: first does nothing: what the others make must have the same shape.
TEXTS = {
    "innocent": "word",
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "end of script": "</title></text></svg></style></textarea><script>alert(1)//",
    "cdata": "]]> <![CDATA[",
    "attribute": '"onload="alert(1)',
    "two attributes": "'\"><svg/onload=alert(1)>",
    "quote": "it's 'quoted'",
    "entity": "&lt;b&gt; &amp; &#60; &#x3c; &colon;",
    "comment": "<!-- --> --!> -->",
    "instruction": "<?php echo 1 ?> <!DOCTYPE x>",
    "link": "javascript:alert(1)",
    "markup": "*a* **b** `c` [d](javascript:e) |f| g_ ~~h~~ $i$ {j}`k` ![l](m)",
    "rst markup": "`a <javascript:b>`_ :raw-html:`c` [1]_ |d|_ ::",
    "tex input": r"\input{/etc/passwd}",
    "tex specials": r"100 % of $x_1$ ^ & # ~ {a} \\",
    "tex end": r"\end{tikzpicture}\write18{id}",
    "tex braces": r"}}}{{{ \verb|a| ^^5cinput",
    "index": 'a!b@c|see{d} "e',
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} %s %(x)s {0}",
    "formula": '=HYPERLINK("http://x","y")',
    "workflow": "::error file=a::b%0A::set-output name=c::d",
    "right to left": "مدير المنتج",
    "emoji": "🚀 \U0001f469\u200d\U0001f4bb",
    "override": "abc\u202edef",
    "isolate": "abc\u2067def\u2068",
    "man macro": ".so /etc/passwd",
    "man end": "'br\\fB.TE",
    "texinfo": "@include /etc/passwd @bye @{",
}
#: What no page can hold; data files with it are refused.
CONTROLS = "a\x01b\x07c\x1bd"

#: The names that another handbook and an earlier version have in ``conf.py``.
OTHER, PAST = "o\"'><b>&%\\$_{#", "p\"'><b>&%\\$_{#"


def escaped(text: str) -> str:
    """Return a text with every mark escaped: so both languages read it as it is."""
    return re.sub(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])", r"\\\1", text)


@dataclass(frozen=True)
class Language:
    """How one of the languages writes what a page consists of."""

    suffix: str

    @property
    def is_markdown(self) -> bool:
        """Whether it is Markdown."""
        return self.suffix == "md"

    def heading(self, words: str) -> str:
        """Return the title of a page."""
        return f"# {words}" if self.is_markdown else f"{words}\n{'=' * len(words)}"

    def toctree(self, pages: Iterable[str]) -> str:
        """Return a table of contents."""
        return self.directive("toctree", "", {}, "\n".join(pages))

    def option(self, text: str) -> str:
        """Return the value of an option."""
        return json.dumps(text, ensure_ascii=False) if self.is_markdown else text

    def directive(
        self, name: str, title: str, options: Mapping[str, str], *body: str
    ) -> str:
        """Return a directive; one in *body* has fewer colons."""
        inside = "\n\n".join(body)
        said = "\n".join(f":{option}: {value}" for option, value in options.items())
        if self.is_markdown:
            fences = re.findall(r"^:{3,}", inside, re.MULTILINE)
            fence = ":" * (max(map(len, fences), default=2) + 1)
            parts = [f"{fence}{{{name}}} {title}", said, inside and f"\n{inside}"]
            return "\n".join([*filter(None, parts), fence])
        below = "\n\n".join(filter(None, [said, inside]))
        indented = "\n".join(f"   {line}".rstrip() for line in below.splitlines())
        gap = "\n" if said else "\n\n"
        return f".. {name}:: {title}{gap}{indented}"

    def terms(self, term: str, *points: str) -> str:
        """Return a section: a term, and what is said of it."""
        if self.is_markdown:
            first, *more = points
            return "\n".join([term, f": - {first}", *(f"  - {each}" for each in more)])
        return "\n".join([term, *(f"   - {each}" for each in points)])

    def table(self, *rows: Iterable[str]) -> str:
        """Return a table with a header."""
        header, *others = [tuple(row) for row in rows]
        if self.is_markdown:
            lines = [header, ("---",) * len(header), *others]
            return "\n".join(f"| {' | '.join(row)} |" for row in lines)
        cells = [
            f"{'* -' if n == 0 else '  -'} {cell}".rstrip()
            for row in (header, *others)
            for n, cell in enumerate(row)
        ]
        return self.directive("list-table", "", {"header-rows": "1"}, "\n".join(cells))


LANGUAGES = {"md": Language("md"), "rst": Language("rst")}


def page(language: Language, name: str, text: str) -> str:
    """Return a page with *text* in every place; its keys begin with *name*."""
    safe, option = escaped(text), language.option
    directive, table, terms = language.directive, language.table, language.terms
    in_list = option(text.replace(",", " "))
    return "\n\n".join(
        [
            language.heading(f"Page {name}"),
            directive(
                "pm:role",
                f"R {safe}",
                {
                    "id": f"{name}-role",
                    "audience": in_list,
                    "level": option(text),
                    "abbr": option(f"B{name} {text}"),
                    "aka": option(f"K{name} {text}".replace(",", " ")),
                    "reports-to": option(f"{name}-other"),
                    "works-with": in_list,
                },
                f"Body {safe}",
                terms(f"X {safe}", f"Says {safe}"),
                terms("Purpose", f"Means {safe}"),
            ),
            directive(
                "pm:role",
                f"Other {name}",
                {"id": f"{name}-other", "reports-to": option(text)},
            ),
            directive("pm:compare", f"{name}-role, {name}-other", {}),
            directive(
                "pm:matrix",
                f"M {safe}",
                {
                    "id": f"{name}-matrix",
                    "letters": option(f"C=Consults {text}".replace(",", " ")),
                },
                table(
                    (f"H {safe}", f"{name}-role", f"P {safe}", "Notes"),
                    (f"**G {safe}**", "", "", ""),
                    (f"A {safe}", "A/R", f"C (N {safe})", safe),
                    ("Unreadable", "A", f"what {safe}", ""),
                ),
            ),
            directive(
                "pm:matrix",
                f"F {safe}",
                {
                    "id": f"{name}-file",
                    "file": f"{name}.csv",
                    "scheme": f"{name}-scheme",
                },
            ),
            # All of these are told of, and left out.
            directive(
                "pm:matrix",
                "W",
                {
                    **dict.fromkeys(
                        ("layout", "show", "scheme", "class"), option(text)
                    ),
                    "id": f"{name}-wrong",
                    "allow": in_list,
                    "file": option(text),
                },
            ),
            directive(
                "pm:report",
                "load",
                dict.fromkeys(("roles", "matrices"), in_list)
                | dict.fromkeys(("stage", "handbooks"), option(text)),
            ),
            directive(
                "pm:lifecycle",
                f"L {safe}",
                {"id": f"{name}-cycle", "current": "stage"},
                directive(
                    "pm:stage",
                    f"S {safe}",
                    {"id": "stage", "decided-by": f"{name}-role"},
                ),
                directive(
                    "pm:stage",
                    "Z",
                    {"decided-by": option(text)},
                    terms("Entry criteria", f"[x] K {safe}"),
                ),
            ),
            directive(
                "pm:product",
                f"Q {safe}",
                {
                    "id": f"{name}-product",
                    "stage": f"{name}-cycle/stage",
                    "owner": option(text),
                },
                terms(f"V {safe}", f"D {safe}"),
            ),
            directive(
                "pm:roadmap",
                f"T {safe}",
                {"id": f"{name}-plan", "as-of": "2026-10-01", "group-by": "team"},
                table(
                    (
                        "Item",
                        "ID",
                        "When",
                        "Team",
                        "Owner",
                        f"X {safe}",
                        "Product",
                        "Link",
                        "Depends on",
                        "Outcome",
                    ),
                    (
                        f"I {safe}",
                        "one",
                        "2026-12-24",
                        safe,
                        f"O {safe}",
                        safe,
                        f"{name}-product",
                        safe,
                        "",
                        safe,
                    ),
                    (
                        f"J {safe}",
                        f"two {safe}",
                        "later",
                        safe,
                        f"{name}-role",
                        "",
                        "",
                        "",
                        "one",
                        "",
                    ),
                ),
            ),
            *(
                directive(
                    "pm:roadmap",
                    f"{view.title()} {safe}",
                    {
                        "id": f"{name}-{view}",
                        "of": f"{name}-plan",
                        "view": view,
                        "as-of": "2026-10-01",
                        "group-by": option(f"X {text}"),
                    },
                )
                for view in ("board", "table", "stages")
            ),
            directive(
                "pm:item",
                f"E {safe}",
                {
                    "roadmap": f"{name}-plan",
                    # As in a cell, there may be markup.
                    **dict.fromkeys(
                        ("when", "status", "owner", "notes", "link"), option(safe)
                    ),
                },
                f"Body {safe}",
            ),
        ]
    )


def configuration(texts: Mapping[str, str]) -> dict[str, object]:
    """Return the configuration of pages by their names, with hostile values.

    The first text, which is innocent, is a word for a state as the others are.
    """
    return {
        "pmroles_statuses": {" ".join(text.split()): "done" for text in texts.values()},
        "pmroles_audiences": [
            *("internal", "public"),
            *(text.replace(",", " ") for text in texts.values()),
        ],
        "pmroles_schemes": {
            f"{name}-scheme": {
                "letters": {"A": "Owner", "C": f"W {text}"},
                "owner": "A",
            }
            for name, text in texts.items()
        },
    }


def data(text: str) -> str:
    """Return a data file with *text* in every cell that is no letter."""
    file = io.StringIO()
    rows = ((f"H {text}", f"P {text}", "Notes"), (f"A {text}", f"C ({text})", text))
    csv.writer(file).writerows(rows)
    return file.getvalue()


def overview(language: Language) -> str:
    """Return a page that shows what all others, another handbook and the past hold."""
    directive = language.directive
    everywhere = {"handbooks": language.option(OTHER)}
    return "\n\n".join(
        [
            language.heading("Everything"),
            *(directive("pm:report", kind, everywhere)
              for kind in ("load", "gaps", "communication", "decisions")),
            directive("pm:roles", "", everywhere),
            directive("pm:roles", "", {"view": "tree", **everywhere}),
            directive("pm:products", "", everywhere),
            directive("pm:roadmap", "All", {"of": language.option(f"*, {OTHER}/*"),
                                            "as-of": "2026-10-01"}),
            directive("pm:changes", "", {"since": language.option(PAST)}),
        ]
    )  # fmt: skip
