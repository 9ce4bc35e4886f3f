from __future__ import annotations

from datetime import date

import pytest

from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.period import Horizon
from sphinx_pmroles.model.roadmap import Field, Health, Item, Status
from sphinx_pmroles.reading.roadmap import (
    DateRules,
    RoadmapReading,
    known_field,
    read_roadmap,
)
from sphinx_pmroles.reading.tables import read_pipe_table
from sphinx_pmroles.reading.vocabulary import ENGLISH, Vocabulary, make_vocabulary


def read(
    text: str, fiscal_year_start: int = 1, words: Vocabulary = ENGLISH
) -> RoadmapReading:
    table = read_pipe_table([line.strip() for line in text.splitlines()], 9)
    assert table is not None
    return read_roadmap(
        table,
        key="plan",
        title="Plan",
        place=Place("page", 8),
        rules=DateRules(fiscal_year_start),
        words=words,
    )


def read_cell(
    header: str, value: str, words: Vocabulary = ENGLISH
) -> tuple[Item, list[str]]:
    """Return the item of a table with one column beside the items, and findings."""
    reading = read(
        f"""
        | Item | {header} |
        | ---- | -------- |
        | One  | {value}  |
    """,
        words=words,
    )
    (item,) = reading.roadmap.items
    return item, [finding.check for finding in reading.findings]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Feature", Field.ITEM),
        ("EPIC", Field.ITEM),
        ("Due date", Field.END),
        ("Target", Field.END),
        ("Start", Field.START),
        ("Phase", Field.STAGE),
        ("Lead", Field.OWNER),
        ("Who", Field.OWNER),
        ("State", Field.STATUS),
        ("RAG", Field.HEALTH),
        ("%", Field.PROGRESS),
        ("Objective", Field.OUTCOME),
        ("Blocked by", Field.DEPENDS_ON),
        ("After", Field.DEPENDS_ON),
        ("Budget", None),
    ],
)
def test_known_field__knows_synonyms(header: str, field: Field | None) -> None:
    assert known_field(header) is field


@pytest.mark.parametrize("field", Field)
def test_known_field__knows_each_by_its_own_name(field: Field) -> None:
    assert known_field(field.value) is field


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("planned", Status.PLANNED),
        ("To do", Status.PLANNED),
        ("In Progress", Status.IN_PROGRESS),
        ("WIP", Status.IN_PROGRESS),
        ("on hold", Status.BLOCKED),
        ("shipped", Status.DONE),
        ("✅", Status.DONE),
        ("✅ done", Status.DONE),
        ("✔️", Status.DONE),
        ("Cancelled", Status.DROPPED),
        ("won't do", Status.DROPPED),
        ("**done**", Status.DONE),
        ("", None),
        ("-", None),
    ],
)
def test_status__is_known_by_its_synonyms(word: str, status: Status | None) -> None:
    item, findings = read_cell("Status", word)
    assert (item.status, findings) == (status, [])


def test_status__may_be_a_mark_that_the_handbook_adds() -> None:
    words = ENGLISH.with_statuses({"⏸️": "blocked", "🧊": "planned", "In QA": "done"})
    for word, status in (
        ("⏸", Status.BLOCKED),
        ("⏸️ until May", Status.BLOCKED),
        ("🧊", Status.PLANNED),
        ("in qa", Status.DONE),
        ("✅", Status.DONE),
    ):
        assert read_cell("Status", word, words)[0].status is status, word
    # Another mark is another word.
    assert read_cell("Status", "🔥", words) == (
        read_cell("Status", "🔥")[0],
        ["unknown-status"],
    )


def test_words__of_a_language_never_change_the_meaning_of_english_ones() -> None:
    also = {"Item": ["Due"], "planned": ["done", "geplant"], "later": ["now", "spät"]}
    words = make_vocabulary(lambda _kind, names: also.get(names[0], []))
    assert known_field("Due", words) is Field.END
    assert read_cell("Status", "done", words)[0].status is Status.DONE
    assert read_cell("Status", "Geplant", words)[0].status is Status.PLANNED
    assert read_cell("When", "now", words)[0].period.horizon is Horizon.NOW
    assert read_cell("When", "spät", words)[0].period.horizon is Horizon.LATER


@pytest.mark.parametrize(
    ("word", "health"),
    [
        ("green", Health.ON_TRACK),
        ("At Risk", Health.AT_RISK),
        ("🔴", Health.OFF_TRACK),
        ("–", None),
    ],
)
def test_health__is_known_by_its_synonyms(word: str, health: Health | None) -> None:
    item, findings = read_cell("RAG", word)
    assert (item.health, findings) == (health, [])


@pytest.mark.parametrize(
    ("text", "progress"),
    [("60 %", 60), ("60%", 60), ("0", 0), ("100 %", 100), ("33.3 %", 33), ("", None)],
)
def test_progress__is_a_percentage(text: str, progress: int | None) -> None:
    item, findings = read_cell("Progress", text)
    assert (item.progress, findings) == (progress, [])


@pytest.mark.parametrize(
    ("text", "confidence"), [("High", "high"), ("70 %", "70"), ("—", "")]
)
def test_confidence__is_a_word_or_a_percentage(text: str, confidence: str) -> None:
    item, findings = read_cell("Confidence", text)
    assert (item.confidence, findings) == (confidence, [])


@pytest.mark.parametrize(
    ("header", "value", "check", "words"),
    [
        ("Status", "nearly there", "unknown-status", ("planned, in progress",)),
        ("Health", "so-so", "unknown-status", ("on track, at risk, off track",)),
        ("Progress", "120 %", "unknown-status", ("0 % to 100 %",)),
        ("Progress", "half", "unknown-status", ("0 % to 100 %",)),
        ("Confidence", "maybe", "unknown-status", ("high, medium, low",)),
        ("When", "2027-02-30", "unreadable-date", ("When",)),
        ("Horizon", "soonish", "unknown-status", ("now, next, later",)),
        # The column is named as its author does.
        ("RAG", "so-so", "unknown-status", ("column 'RAG'",)),
        ("Baseline", "someday soon", "unreadable-date", ("Baseline",)),
        ("Due", "whenever", "unreadable-date", ()),
    ],
)
def test_value__that_cannot_be_read_is_reported_and_kept(
    header: str, value: str, check: str, words: tuple[str, ...]
) -> None:
    reading = read(f"""
        | Item | {header} |
        | ---- | -------- |
        | One  | {value}  |
        | Two  |          |
    """)
    (finding,) = reading.findings
    assert (finding.check, finding.place) == (check, Place("page", 12))
    for word in (*words, "'One'", value):
        assert word in finding.message
    assert [item.cells for item in reading.roadmap.items] == [
        ("One", value),
        ("Two", ""),
    ]


def test_when__is_read_with_its_precision_kept() -> None:
    item, _ = read_cell("When", "2026-Q3 .. 2026-Q4")
    assert (item.period.start, item.period.end) == (
        date(2026, 7, 1),
        date(2026, 12, 31),
    )
    assert item.period.text == "2026-Q3 .. 2026-Q4"
    assert not item.period.is_milestone
    assert read_cell("When", "2026-12-15")[0].period.is_milestone


def test_start_and_end__make_one_period() -> None:
    reading = read("""
        | Item | Start   | End        |
        | ---- | ------- | ---------- |
        | One  | 2026-07 | 2026-09-15 |
        | Two  |         | 2026-12-15 |
        | Three |        |            |
    """)
    periods = [item.period for item in reading.roadmap.items]
    assert (periods[0].start, periods[0].end) == (date(2026, 7, 1), date(2026, 9, 15))
    assert periods[1].end == date(2026, 12, 15)
    assert (periods[2].start, periods[2].end) == (None, None)


def test_horizon__is_a_place_in_time_without_a_date() -> None:
    assert read_cell("When", "later")[0].period.horizon is Horizon.LATER
    assert read_cell("Horizon", "Next")[0].period.horizon is Horizon.NEXT
    assert read_cell("When", "TBD")[0].period.horizon is None


def test_fiscal_years__start_when_they_are_said_to() -> None:
    table = """
        | Item | When    |
        | ---- | ------- |
        | One  | FY27-Q2 |
    """
    (item,) = read(table, fiscal_year_start=4).roadmap.items
    assert (item.period.start, item.period.end) == (date(2026, 7, 1), date(2026, 9, 30))


def test_depends_on__splits_at_commas_but_not_inside_a_name() -> None:
    reading = read("""
        | ID | Item        | After               |
        | -- | ----------- | ------------------- |
        | a  | Plan, build |                     |
        |    | Sell        | Plan, build         |
        |    | Rest        | a, Sell; Elsewhere  |
        |    | Last        | -                   |
    """)
    assert [item.depends_on for item in reading.roadmap.items] == [
        (),
        ("Plan, build",),
        ("a", "Sell", "Elsewhere"),
        (),
    ]


def test_items__have_their_id_or_one_made_of_the_title() -> None:
    reading = read("""
        | ID    | Item   |
        | ----- | ------ |
        | REQ-7 | First  |
        |       | Second |
        |       | Second |
        | X     |        |
    """)
    items = reading.roadmap.items
    assert [item.key for item in items] == ["REQ-7", "second", "second-2", "X"]
    assert [item.title for item in items] == ["First", "Second", "Second", "X"]


def test_columns__that_are_not_known_are_kept() -> None:
    reading = read("""
        | Thing | Budget | Status | State |
        | ----- | ------ | ------ | ----- |
        | One   | 10 k€  | done   | new   |
    """)
    roadmap = reading.roadmap
    assert [(c.title, c.field) for c in roadmap.columns] == [
        # The first that nobody knows names the items.
        ("Thing", Field.ITEM),
        ("Budget", None),
        ("Status", Field.STATUS),
        ("State", None),
    ]
    (item,) = roadmap.items
    assert (item.title, item.status) == ("One", Status.DONE)
    assert [roadmap.values(item, n) for n in range(5)] == [
        *("One", "10 k€", "done", "new"),
        "",
    ]


def test_rows__with_nothing_in_them_are_no_items() -> None:
    reading = read("""
        | Item | When  |
        | ---- | ----- |
        |      |       |
        | One  | later |
    """)
    assert [item.place.line for item in reading.roadmap.items] == [13]
