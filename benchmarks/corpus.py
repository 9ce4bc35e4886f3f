"""The sites that are measured: each with directives, and as plain hand-written tables.

    python corpus.py pages|handbook plain|ours FOLDER [--pages N]

writes one of them to look at or to profile.  The same number makes the same bytes.

*Pages* are what a team wraps first: prose, a role, a matrix of six shared roles and a
roadmap on each page.  The *handbook* is what becomes of it: each of its roles has a
page, with a matrix of it and five others and with items that they own, so that every
page is shown on others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

ROLES = ("Manager", "Analyst", "Engineer", "Designer", "Support", "Sponsor")
QUARTERS = [f"{year}-Q{quarter}" for year in (2026, 2027) for quarter in range(1, 5)]
#: What an accountable participant has beside it, from the left.
OTHERS = ("R", "C", "C", "I", "-")
PROSE = "\n\n".join(
    f"Paragraph {number} says what every page says: that somebody answers for "
    "something, *by when*, and where [more of it](index.md) stands. " * 3
    for number in range(6)
)
#: Items of the roadmap on a page of many.
ITEMS = 20
#: Activities and items on a page of the handbook: 20 objects with its role and matrix.
HANDBOOK_ACTIVITIES = 14
HANDBOOK_ITEMS = 4
HANDBOOK_OBJECTS = 2 + HANDBOOK_ACTIVITIES + HANDBOOK_ITEMS

CONF = """\
project = "Benchmark"
extensions = [{extensions}]
myst_enable_extensions = ["colon_fence", "deflist"]
html_theme = "basic"
"""
#: Plain Sphinx, as it is without us.
PLAIN = CONF.format(extensions='"myst_parser"')
OURS = CONF.format(extensions='"myst_parser", "sphinx_pmroles"')

Body = Callable[[int], str]


# ----- tables


def pipe_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    rule = ["---"] * len(headers)
    return "\n".join(f"| {' | '.join(row)} |" for row in (headers, rule, *rows))


def matrix_table(
    number: int,
    *,
    linked: bool,
    activities: int = 10,
    participants: int = 6,
) -> str:
    """Return a matrix as a table; its headers are links to roles, or plain names.

    Beyond the roles that are defined, a participant is a name.
    """
    headers = [f"[{role}](roles.md)" if linked else role for role in ROLES]
    headers += [f"Team {n}" for n in range(len(ROLES), participants)]
    return pipe_table(
        ["Activity", *headers[:participants]],
        [letters(number, row, participants) for row in range(activities)],
    )


def letters(number: int, row: int, participants: int) -> list[str]:
    """Return a row of a matrix: the activity, and a letter for each participant."""
    return [
        f"Activity {number}.{row}",
        *(
            "A/R" if n == row % participants else OTHERS[(row + n) % 5]
            for n in range(participants)
        ),
    ]


def roadmap_table(number: int, items: int, owners: Sequence[str] = ROLES) -> str:
    """Return a roadmap of dated items in five teams over two years."""
    headers = ("Item", "When", "Team", "Owner", "Status", "Health", "Progress", "Notes")
    return pipe_table(headers, roadmap_rows(number, items, owners))


def roadmap_rows(
    number: int, items: int, owners: Sequence[str] = ROLES
) -> list[tuple[str, ...]]:
    """Return the rows of a roadmap."""
    return [
        (
            f"Item {number}.{item} of the plan",
            f"{QUARTERS[item % 7]} .. {QUARTERS[item % 7 + item % 2]}",
            f"Team {item % 5}",
            owners[item % len(owners)],
            ("planned", "in progress", "done")[item % 3],
            ("on track", "at risk", "")[item % 3],
            f"{item % 11 * 10} %",
            f"Notes on item {item}",
        )
        for item in range(items)
    ]


# ----- what stands on a page


def nothing(_number: int) -> str:
    """Return nothing: the page is prose alone."""
    return ""


def definition(number: int) -> str:
    """Return the sections of a role."""
    return f"Purpose\n: Be the role number {number}, and [linked](index.md)."


def wrapped_matrix(number: int, activities: int = 10, participants: int = 6) -> str:
    """Return the matrix in its directive: the headers find the roles by name."""
    table = matrix_table(
        number, linked=False, activities=activities, participants=participants
    )
    return f":::{{pm:matrix}} Matrix {number}\n\n{table}\n:::"


def wrapped_roadmap(number: int, items: int) -> str:
    """Return the roadmap in its directive, as a timeline."""
    return _wrapped_roadmap(number, roadmap_table(number, items))


def _wrapped_roadmap(number: int, table: str) -> str:
    return f":::{{pm:roadmap}} Roadmap {number}\n:group-by: team\n\n{table}\n:::"


def plain_page(number: int, items: int = ITEMS) -> str:
    """Return a role, a matrix and a roadmap, written by hand."""
    matrix, roadmap = matrix_table(number, linked=True), roadmap_table(number, items)
    return f"## Role {number}\n\n{definition(number)}\n\n{matrix}\n\n{roadmap}"


def our_page(number: int, items: int = ITEMS) -> str:
    """Return the same in directives."""
    role = f":::{{pm:role}} Role number {number}\n\n{definition(number)}\n:::"
    return f"{role}\n\n{wrapped_matrix(number)}\n\n{wrapped_roadmap(number, items)}"


def plain_handbook_page(number: int, roles: int) -> str:
    """Return a page of the handbook, written by hand, with the links of the other."""
    around = _around(number, roles)
    headers = [f"[R{role}](page-{role}.md)" for role in around]
    facts = [f"Works with\n: [Role number {around[1]}](page-{around[1]}.md)"]
    if number:
        facts.append(
            f"Reports to\n: [Role number {number // 8}](page-{number // 8}.md)"
        )
    matrix = pipe_table(["Activity", *headers], _handbook_rows(number))
    roadmap = roadmap_table(number, HANDBOOK_ITEMS, headers)
    parts = (f"## Role number {number}", definition(number), *facts, matrix, roadmap)
    return "\n\n".join(parts)


def our_handbook_page(number: int, roles: int) -> str:
    """Return a page of the handbook: its role names others by abbreviation or alias."""
    around = _around(number, roles)
    headers = [f"R{role}" for role in around]
    above = f":reports-to: R{number // 8}\n" if number else ""
    role = (
        f":::{{pm:role}} Role number {number}\n:abbr: R{number}\n"
        f":aka: Alias {number}\n{above}:works-with: alias {around[1]}\n\n"
        f"{definition(number)}\n:::"
    )
    matrix = pipe_table(["Activity", *headers], _handbook_rows(number))
    matrix = f":::{{pm:matrix}} Matrix {number}\n\n{matrix}\n:::"
    table = roadmap_table(number, HANDBOOK_ITEMS, headers)
    return "\n\n".join((role, matrix, _wrapped_roadmap(number, table)))


def _around(number: int, roles: int) -> list[int]:
    """Return the roles in the matrix of one: itself, near ones and farther ones."""
    return [(number + step * step) % roles for step in range(6)]


def _handbook_rows(number: int) -> list[list[str]]:
    return [letters(number, row, 6) for row in range(HANDBOOK_ACTIVITIES)]


def role_definitions(*, ours: bool) -> str:
    """Return the page that the headers of shared roles link to."""
    if not ours:
        return "\n\n".join(f"## {role}\n\nPurpose\n: To be linked." for role in ROLES)
    return "\n\n".join(
        f":::{{pm:role}} {role}\n:assignments: none\n\nPurpose\n: To be linked.\n:::"
        for role in ROLES
    )


# ----- sites


def write_site(
    folder: Path, pages: int, body: Body, conf: str = OURS, prose: str = PROSE
) -> Path:
    """Write so many pages, an index, and the shared roles; return *folder*.

    Pages are made and written one by one: whoever measures must stay small, for the
    peak of a process counts what it was before it became another program.
    """
    folder.mkdir(parents=True)
    names = [f"page-{number}" for number in range(pages)]
    toctree = "\n".join(["```{toctree}", "roles", *names, "```"])
    roles = role_definitions(ours=conf == OURS)
    (folder / "conf.py").write_text(conf, "utf-8")
    (folder / "index.md").write_text(f"# Index\n\n{toctree}\n", "utf-8")
    (folder / "roles.md").write_text(f"# Roles\n\n{roles}\n", "utf-8")
    for number, name in enumerate(names):
        parts = (f"# Page {number}", prose, body(number))
        text = "\n\n".join(filter(None, parts))
        (folder / f"{name}.md").write_text(f"{text}\n", "utf-8")
    return folder


def write_pages(folder: Path, pages: int, *, ours: bool) -> Path:
    """Write so many pages with a role, a matrix and a roadmap each."""
    if ours:
        return write_site(folder, pages, our_page)
    return write_site(folder, pages, plain_page, PLAIN)


def write_handbook(folder: Path, roles: int, *, ours: bool) -> Path:
    """Write a handbook of so many roles, with a page for each of them.

    There are as many matrices, and `HANDBOOK_OBJECTS` times as many objects in all.
    """
    page = our_handbook_page if ours else plain_handbook_page
    conf = OURS if ours else PLAIN
    return write_site(folder, roles, lambda number: page(number, roles), conf, prose="")


def main() -> None:
    """Write a site."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", choices=("pages", "handbook"))
    parser.add_argument("how", choices=("plain", "ours"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    options = parser.parse_args()
    write = write_pages if options.site == "pages" else write_handbook
    write(options.folder, options.pages, ours=options.how == "ours")


if __name__ == "__main__":
    main()
