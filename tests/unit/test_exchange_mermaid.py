"""Exports to Gantt charts of Mermaid, by the rules of its grammar (11.17)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.mermaid import write_gantt
from sphinx_pmroles.exchange.snapshot import Snapshot
from sphinx_pmroles.exchange.texts import on_one_line
from tests.unit.snapshots import item, snapshot

QUARTER = {"when": "2026-Q3", "start": "2026-07-01", "end": "2026-09-30"}
DAY = {"when": "2026-12-15", "start": "2026-12-15", "end": "2026-12-15"}
#: What the lexer of Mermaid takes a line for, in its order, when it is no task.
_WORDS = re.compile(
    r"accTitle\s*:|accDescr\s*[:{]|%%|href\s+\"|call\s+|click\s+|gantt|dateFormat\s"
    r"|inclusiveEndDates|topAxis|axisFormat\s|tickInterval\s|includes\s|excludes\s"
    r"|todayMarker\s|weekday\s|weekend\s|\d{4}-\d\d-\d\d|title\s|section\s",
    re.IGNORECASE,
)


def tasks(chart: str) -> list[str]:
    """Return the lines of a chart that are tasks."""
    return [line.strip() for line in chart.splitlines() if " :" in line]


def as_read(text: str) -> str:
    """Return a text as Mermaid shows it."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text)


BOOK = snapshot(
    items={
        "a": item("A", **QUARTER, team="Ops", status="done", outcome="Growth"),
        "b": item("B", **DAY, team="Web", health="off track", extra={"Cost": "low"}),
        "c": item("C", **QUARTER, status="in progress"),
        "d": item("D", when="later", horizon="later", team="Ops"),
        "e": item("E", **QUARTER, team="Ops", status="dropped"),
    }
)


def test_write_gantt__puts_items_into_sections_by_team() -> None:
    assert write_gantt(BOOK, "plan") == (
        "gantt\n"
        "    title Plan\n"
        "    dateFormat YYYY-MM-DD\n"
        "    inclusiveEndDates\n"
        "    C :active, 2026-07-01, 2026-09-30\n"
        "    section Ops\n"
        "    A :done, 2026-07-01, 2026-09-30\n"
        "    %% Without a date: D (later)\n"
        "    E (dropped) :2026-07-01, 2026-09-30\n"
        "    section Web\n"
        "    B :milestone, crit, 2026-12-15, 0d\n"
    )


@pytest.mark.parametrize(
    ("group_by", "section"),
    [("Objective", "Growth"), ("cost", "low"), ("health", "off track")],
)
def test_write_gantt__groups_by_any_column(group_by: str, section: str) -> None:
    assert f"    section {section}\n" in write_gantt(BOOK, "plan", group_by)


def test_write_gantt__says_what_it_can_group_by() -> None:
    with pytest.raises(ExchangeError, match=r"by 'colour'; they can be .*, 'Cost'"):
        write_gantt(BOOK, "plan", "colour")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Gate: go; or #2", "Gate#58; go#59; or #35;2"),
        ("Title of it", "#84;itle of it"),
        ("section 2", "#115;ection 2"),
        ("2026-10-01 launch", "#50;026-10-01 launch"),
        ("100 %% {x}", "#49;00 #37;#37; #123;x#125;"),
        ("a\nb", "a b"),
        ("戦略 🚀", "戦略 🚀"),
    ],
)
def test_write_gantt__writes_marks_as_numbers(title: str, written: str) -> None:
    chart = write_gantt(snapshot(items={"a": item(title, **DAY)}), "plan")
    assert tasks(chart) == [f"{written} :milestone, 2026-12-15, 0d"]


TITLES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.sampled_from(["Section x", "%%{init: {}}%%", "click a call b", "weekend off"]),
).filter(on_one_line)


@given(title=TITLES)
def test_write_gantt__gives_no_text_a_meaning(title: str) -> None:
    book = Snapshot(
        {
            "roadmaps": {"plan": {"title": title, "items": ["plan/a", "plan/b"]}},
            "items": {
                "plan/a": item(title, **DAY, team=title),
                "plan/b": item(title, team=title),
            },
        }
    )
    lines = [line[4:] for line in write_gantt(book, "plan").split("\n")[1:-1]]
    shown = on_one_line(title)
    heading, _, _, section, task, undated = lines
    text, data = task.split(" :")
    assert data == "milestone, 2026-12-15, 0d"
    assert not _WORDS.match(text)
    assert as_read(text) == shown
    assert as_read(heading) == f"title {shown}"
    assert as_read(section) == f"section {shown}"
    assert as_read(undated) == f"%% Without a date: {shown}"
