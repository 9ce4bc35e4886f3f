"""From a handbook to a sheet, from a sheet to a page, and what the page then holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sphinx_pmroles.exchange.csv_files import write_csv
from sphinx_pmroles.exchange.files import Wishes, adopt
from sphinx_pmroles.exchange.markup import write_markdown, write_rst
from sphinx_pmroles.exchange.sheets import Kind, Sheet, cell_text, sheets_of
from sphinx_pmroles.exchange.snapshot import Snapshot
from sphinx_pmroles.exchange.workbook import write_workbook
from sphinx_pmroles.model.scheme import RACI
from sphinx_pmroles.reading.cells import reader_of
from sphinx_pmroles.reading.formulas import unguard
from tests.unit.snapshots import activity, item, matrix, snapshot

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: Texts that mean something to a language that they go through.
HOSTILE = [
    *("*a*", "**a**", "_a_", "__a__", "`a`", "``a``", "***a***", "*a* and *b*"),
    *("*a* b", "**a** b", "a_b_", "_a_ b", "`a` b", "``a`` b", "[a](b)", "![a](b)"),
    *("[a]_", "[^1]", "|a|", "a | b", "a \\| b", "\\", "a\\", "\\\\", "C:\\new", "$a$"),
    *("{{ a }}", "{% a %}", "{pm:role}`a`", ":pm:role:`a`", ":a: b", ":a:", "a::"),
    *("- a", "* a", "+ a", "-", "--", "---", "...", "1. a", "a. b", "(a) b", "#. a"),
    *("# a", "> a", "% a", ".. a", ".. a::", "=====", "+---+", ">>> a", "-a  b", "/V"),
    *("<b>a</b>", "<!-- a", "&amp;", "R&D", "a < b", "<https://a.b>", "https://a.b"),
    *("~~a~~", "a ~ b", "==a==", "a^b^", "H~2~O", "@a", "'a'", '"a"', "a -- b", "(c)"),
    *(
        "=1+1",
        "+a",
        "'=a",
        "'tis",
        "戦略 🚀",
        "שלום (עולם)",
        "مرحبا",
        "é",
        "Ⅳ. a",
        "a.",
    ),
    *("```", "~~~", ":::", "| a", "a |", "\\|", "a\\|b", "A", "R", "*", "**", "_", "`"),
]


def write(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def page(data: bytes, name: str, title: str, suffix: str, key: str = "") -> str:
    """Return the source that is imported of a file, with *key* as its id."""
    draft, _ = adopt(data, name, Wishes(title=title))
    if key:
        draft.options["id"] = key
    return write_rst(draft) if suffix == ".rst" else write_markdown(draft)


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_import__keeps_every_text(suffix: str, project: Project) -> None:
    # Reading takes the apostrophe off that keeps a text from being a formula.
    texts = [text for text in HOSTILE if unguard(text) == text]
    rows = [[f"i{n}", text, text, "later", text] for n, text in enumerate(texts)]
    roadmap = write([["ID", "Item", "Team", "When", "Cost"], *rows])
    # A header that is a letter would make the table one of letters.
    labels = [["Activity", "Task", "PM"], *([f"Do {t}", t, "R"] for t in texts)]
    # A text of marks alone is an activity, and no heading.
    labels += [[t, "Task", "R"] for t in texts if t not in ("A", "R")]
    project.write_file(
        f"index{suffix}",
        "Page\n====\n\n"
        + page(roadmap, "a.csv", "Plan", suffix)
        + "\n"
        + page(write(labels), "b.csv", "Work", suffix),
    )
    built = project.build("pmroles")
    found = {
        key: (item["title"], item["team"], item["extra"].get("Cost"))
        for key, item in built.inventory["items"].items()
    }
    wanted = {f"plan/i{n}": (text, text, text) for n, text in enumerate(texts)}
    assert {k: v for k, v in found.items() if v != wanted[k]} == {}
    assert len(found) == len(wanted)
    activities = built.inventory["matrices"]["work"]["activities"]
    assert [activity["title"] for activity in activities] == [
        row[0] for row in labels[1:]
    ]
    # Each has a doer and no owner, and that is all.
    assert [w for w in built.warnings if "one-owner" not in w] == []


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_import__keeps_every_title(suffix: str, project: Project) -> None:
    table = write([["Item", "When"], ["One", "later"]])
    # Of several blanks in a title, directives keep one.
    titles = {f"r{n}": " ".join(text.split()) for n, text in enumerate(HOSTILE)}
    parts = (page(table, "a.csv", text, suffix, key) for key, text in titles.items())
    source = "\n".join(["Page\n====\n", *parts])
    (project.source / f"index{suffix}").write_text(source, encoding="utf-8")
    built = project.build("pmroles")
    roadmaps = built.inventory["roadmaps"]
    assert {key: each["title"] for key, each in roadmaps.items()} == titles
    assert built.warnings == []


LAYOUTS = {
    "participants": "Role,Plan,Sell,Notes\nBoard,,,\nAnn,I,A,x\nTeam,,,\nPM,A/R,R,\n",
    "letters": 'Task,R,A,C\nOne,,,\nPlan,Ann,Bob,"Cy, Di"\nTwo,,,\nBuy,Bob (½),Ann,-\n',
    "two-headers": ",Group,Group,Sales\nTask,PM,BA,Boss\nPlan,A,R,C\nSell,R,A,I\n",
    "stages": "Stage,Activity,PM,BA\nIdea,Plan,A,R\n,Sell,R,A\nLaunch,Buy,C,A/R\n",
    "ragged": "Above\n\n#,Activity,PM,BA\n1,One,,\n1.1,Plan,A,R\n1.2,Sell,A,R,more\n",
}


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_import__reads_as_the_file_does_in_every_layout(
    suffix: str, project: Project
) -> None:
    from_files, imported = ["Page\n====\n"], ["Page\n====\n"]
    for key, text in LAYOUTS.items():
        project.write_file(f"{key}.csv", text)
        from_files.append(f".. pm:matrix:: {key}\n   :file: {key}.csv\n")
        imported.append(page(text.encode(), f"{key}.csv", key, suffix, key))
    project.write_file("index.rst", "\n".join(from_files))
    wanted = things(project.build("pmroles", doctrees="files"))
    (project.source / "index.rst").unlink()
    project.write_file(f"index{suffix}", "\n".join(imported))
    assert things(project.build("pmroles", doctrees="imported")) == wanted


ROLES = """
# Roles

:::{pm:role} Product Manager
:id: pm
:abbr: PM
:::

:::{pm:role} Business Analyst | Team \\* A
:abbr: BA
:::

::::{pm:lifecycle} Cycle
:::{pm:stage} Launch & learn
:::
:::{pm:stage} Retire
:::
::::

:::{pm:product} Atlas
:::
"""
PLANS = r"""
# Plans

:::{pm:matrix} Launch
:id: LAUNCH

| Activity | Stage | PM | BA | Engineering Team | PM | 法務 |
| --- | --- | --- | --- | --- | --- | --- |
| Wait for it | | | | | | |
| **Group \*one\***  | | | | | | |
| Set the \| vision | Retire | A/R (if (so)) | C (a, b) | *C* | – | R - dash |
| =SUM(A1) | Launch & learn | who? | R*, A | I (\*x\*) | | C: colon) |
| Nothing yet | | | | | | |
| **Über \& 戦略 🚀** | | | | | | |
| Nothing yet | | R (design), A (budget) | | | N/A | |
| `code` and [link](https://example.org) | | A | | | R | ? |
:::

:::{pm:matrix} Decide
:scheme: daci

| Decision | PM | Sponsor |
| --- | --- | --- |
| Price | D/A | C |
:::

:::{pm:roadmap} Plan
:id: plan

| Item | Feature | When | Start | Owner | Lead | Status | Health | Progress | Confidence | Depends on | Stage | Product | Team | Notes | Cost |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| A \| B | x | 2026-Q3 .. 2026-Q4 | | PM | Ann | in progress | at risk | 60 % | 80 % | | Launch & learn | Atlas | \=Ops | *a*, b | 1 |
| A \| B | y | 15 July 2026 | | Legal Dept | | done | | | high | A \| B, C | Retire | Nowhere | | שלום | -2 |
| C | z | later | | | | | | 0 % | | | | | | | + |
:::

:::{pm:roadmap} Other
:id: other

| ID | Item | End | Depends on |
| --- | --- | --- | --- |
| É-1 | C | 2026-12 | plan/c |
| it | D | TBD | É-1, plan/a-b, Unheard of |
:::
"""  # noqa: E501 - a row is a line


def from_csv(sheet: Sheet) -> tuple[bytes, str]:
    return write_csv(sheet).encode("utf-8-sig"), f"{sheet.name}.csv"


def from_workbook(sheet: Sheet) -> tuple[bytes, str]:
    return write_workbook([sheet]), f"{sheet.name}.xlsx"


def things(built: Built) -> dict[str, Any]:
    """Return the matrices and items of a handbook, but where they stand."""
    inventory = built.inventory
    places = ("docname", "uri")
    return {
        f"{kind}/{key}": {k: v for k, v in each.items() if k not in places}
        for kind in ("matrices", "roadmaps", "items")
        for key, each in inventory[kind].items()
    }


@pytest.mark.parametrize("to_file", [from_csv, from_workbook])
@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_export__is_the_same_handbook_when_it_is_imported(
    suffix: str, to_file: Callable[[Sheet], tuple[bytes, str]], project: Project
) -> None:
    index = "# Book\n\n```{toctree}\n:glob:\n*\n```\n"
    project.write(index=index, roles=ROLES, plans=PLANS)
    before = project.build("pmroles", doctrees="before")
    (project.source / "plans.md").unlink()
    parts = ["Plans\n=====\n"]
    for sheet in sheets_of(Snapshot(before.inventory)):
        if sheet.kind is not Kind.ROLES:
            data, name = to_file(sheet)
            draft, _ = adopt(data, name, Wishes(title=sheet.title))
            draft.options["id"] = sheet.key
            parts.append(
                write_rst(draft) if suffix == ".rst" else write_markdown(draft)
            )
    (project.source / f"plans{suffix}").write_text("\n".join(parts), encoding="utf-8")
    after = project.build("pmroles", doctrees="after")
    assert things(after) == things(before)
    assert things(before)["items/plan/a-b-2"]["depends_on"] == ["plan/a-b", "plan/c"]


TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12),
).map(str.strip)


def is_note(text: str) -> bool:
    """Return whether a cell can say a note: only such are in a snapshot."""
    read = reader_of(RACI)
    cell = read(cell_text(read, ("C",), text)).cell
    return (cell.letters, cell.note) == (("C",), text)


@pytest.mark.parametrize("suffix", [".md", ".rst"])
@settings(
    # A build takes long, and to make a failing one smaller takes many.
    max_examples=3,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    texts=st.lists(TEXTS.filter(bool), min_size=20, max_size=40, unique=True),
    notes=st.lists(TEXTS.filter(is_note), min_size=20, max_size=40),
)
def test_export__keeps_any_text_until_it_is_built_again(
    texts: list[str], notes: list[str], suffix: str, project: Project
) -> None:
    activities = [
        activity(f"Do {text}", text, assignments={"pm": ["C"]}, notes={"pm": note})
        for text, note in zip(texts, [*notes, *[""] * 40], strict=False)
    ]
    for each in activities:
        each["notes"] = {key: note for key, note in each["notes"].items() if note}
    items = {
        f"i{n}": item(
            text, when="later", team=text, extra={"Cost": text, "Notes": text}
        )
        for n, text in enumerate(texts)
    }
    book = snapshot(
        items=items, matrices={"m": matrix(*activities, participants=["pm", "ops"])}
    )
    parts = [page(*from_csv(sheet), sheet.key, suffix) for sheet in sheets_of(book)]
    source = "\n".join(["Page\n====\n", *parts])
    (project.source / f"index{suffix}").write_text(source, encoding="utf-8")
    inventory = project.build("pmroles").inventory
    assert [
        (a["title"], a["group"], a["assignments"], a["notes"])
        for a in inventory["matrices"]["m"]["activities"]
    ] == [(a["title"], a["group"], a["assignments"], a["notes"]) for a in activities]
    found = inventory["items"]
    assert {
        key: (found[f"plan/{key}"]["title"], found[f"plan/{key}"]["extra"])
        for key in items
    } == {key: (each["title"], each["extra"]) for key, each in items.items()}
