"""Exports to calendars, read back by icalendar and by the letter of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.events import write_calendar
from sphinx_pmroles.exchange.snapshot import Snapshot
from sphinx_pmroles.exchange.texts import on_one_line
from tests.unit.snapshots import item, role, snapshot

MADE = datetime(2026, 10, 1, 12, tzinfo=UTC)
QUARTER = {"when": "2026-Q3", "start": "2026-07-01", "end": "2026-09-30"}
DAY = {"when": "2026-12-15", "start": "2026-12-15", "end": "2026-12-15"}


def calendar(book: Snapshot, base_url: str = "") -> bytes:
    return write_calendar(book, ["plan"], made=MADE, base_url=base_url)


def events(book: Snapshot, base_url: str = "") -> list[Any]:
    read = Calendar.from_ical(calendar(book, base_url).decode())
    assert not read.errors
    return [*read.walk("VEVENT")]


def test_write_calendar__has_an_all_day_event_for_each_dated_item() -> None:
    book = snapshot(
        items={
            "one": item("One", **QUARTER),
            "gate": item("Gate", **DAY),
            "later": item("Later", when="later", horizon="later"),
        }
    )
    one, gate = events(book)
    # The end of an event is the day after its last (RFC 5545, 3.6.1).
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (
        date(2026, 7, 1),
        date(2026, 10, 1),
    )
    assert (gate.decoded("dtstart"), gate.decoded("dtend")) == (
        date(2026, 12, 15),
        date(2026, 12, 16),
    )
    assert one.decoded("dtstamp") == MADE
    assert one["dtstart"].params["VALUE"] == "DATE"


def test_write_calendar__says_what_is_known_of_an_item() -> None:
    book = snapshot(
        roles={"pm": role("Product Manager")},
        items={
            "one": item(
                "One",
                **QUARTER,
                owner="pm",
                progress=0,
                status="dropped",
                extra={"Notes": "a, b", "Owner": "Second"},
            )
        },
    )
    (one,) = events(book, "https://example.org/book")
    assert one["description"].splitlines() == [
        "Roadmap: Plan",
        "When: 2026-Q3",
        "Owner: Product Manager",
        "Status: dropped",
        "Progress: 0 %",
        "Notes: a, b",
        "Owner: Second",
    ]
    assert one["url"] == "https://example.org/book/plan.html"
    assert one["status"] == "CANCELLED"
    assert one["transp"] == "TRANSPARENT"


def test_write_calendar__tells_events_apart_and_keeps_what_tells_them_apart() -> None:
    before = snapshot(items={"a": item("A", **DAY), "b": item("A", **DAY)})
    after = snapshot(items={"b": item("Renamed", **QUARTER)})
    first, second = events(before)
    assert first["uid"] != second["uid"]
    assert [each["uid"] for each in events(after)] == [second["uid"]]


def test_write_calendar__makes_addresses_of_the_characters_that_they_have() -> None:
    book = snapshot(items={"a": item("A", **DAY, uri="pläne.html#pm-item-plan-ä%20b")})
    (event,) = events(book, "https://example.org/")
    assert event["url"] == (
        "https://example.org/pl%C3%A4ne.html#pm-item-plan-%C3%A4%20b"
    )


def test_write_calendar__keeps_an_item_that_ends_before_it_starts() -> None:
    book = snapshot(
        items={"a": item("A", when="?", start="2026-07-01", end="2026-06-01")}
    )
    (event,) = events(book)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2026, 7, 1),
        date(2026, 7, 2),
    )


def test_write_calendar__knows_no_day_after_the_last() -> None:
    book = snapshot(
        items={"a": item("A", when="9999", start="9999-01-01", end="9999-12-31")}
    )
    assert events(book)[0].decoded("dtend") == date(9999, 12, 31)


def test_write_calendar__makes_no_calendar_without_events() -> None:
    with pytest.raises(ExchangeError, match="no item has a date"):
        calendar(snapshot(items={"a": item("A")}))


@settings(deadline=None)
@given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_write_calendar__escapes_and_folds_any_text(title: str) -> None:
    data = calendar(snapshot(items={"a": item(title, **DAY, extra={title: title})}))
    for line in data.split(b"\r\n"):
        # RFC 5545, 3.1: lines of at most 75 bytes, without control characters.
        assert len(line) <= 75
        assert not {*range(32), 127} & set(line)
        line.decode()
    read = Calendar.from_ical(data.decode())
    (event,) = read.walk("VEVENT")
    assert event["summary"] == on_one_line(title)
