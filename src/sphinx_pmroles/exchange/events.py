"""Roadmaps as a calendar (RFC 5545); icalendar is imported where one is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import quote, urljoin
from uuid import NAMESPACE_URL, uuid5

from sphinx_pmroles.exchange.errors import ExchangeError, MissingLibraryError
from sphinx_pmroles.exchange.snapshot import Record, Snapshot
from sphinx_pmroles.exchange.texts import on_one_line
from sphinx_pmroles.model.roadmap import Status

_ONE_DAY = timedelta(days=1)
#: The characters of an address that mean something in it.
_RESERVED = "!#$%&'()*+,/:;=?@[]~"


def write_calendar(
    snapshot: Snapshot, roadmaps: Iterable[str], *, made: datetime, base_url: str = ""
) -> bytes:
    """Return a calendar with an all-day event for each dated item of the *roadmaps*.

    *made* is when the events say that they were made.  With *base_url*, the address of
    the handbook, each event links to its item.

    Raises ExchangeError, if none of the items is dated too.
    """
    try:
        from icalendar import Calendar, Event, vText
    except ImportError:
        raise MissingLibraryError("calendars", "icalendar", "calendar") from None
    calendar = Calendar()
    calendar.add("prodid", "-//sphinx-pmroles//sphinx-pmroles//EN")
    calendar.add("version", "2.0")
    # What programs show as the calendar's name.
    calendar.add("x-wr-calname", vText(on_one_line(snapshot.project)))
    for roadmap in roadmaps:
        for key, item in snapshot.items(roadmap):
            if not is_dated(item):
                continue
            event = Event()
            event.add("uid", _uid(snapshot, key))
            event.add("dtstamp", made)
            start, end = _days(item)
            event.add("dtstart", start)
            event.add("dtend", end)
            event.add("summary", on_one_line(item["title"]))
            event.add("description", "\n".join(_description(snapshot, roadmap, item)))
            event.add("categories", [_title(snapshot, roadmap)])
            # A plan takes nobody's time.
            event.add("transp", "TRANSPARENT")
            if item["status"] == Status.DROPPED:
                event.add("status", "CANCELLED")
            if base_url:
                event.add("url", _address(base_url, item["uri"]))
            calendar.add_component(event)
    if not calendar.subcomponents:
        # A calendar holds at least one component (RFC 5545, 3.6).
        raise ExchangeError("no item has a date: a calendar would hold no event")
    data: bytes = calendar.to_ical()
    return data


def is_dated(item: Record) -> bool:
    """Return whether an item is at days that a calendar has."""
    return bool(item["start"] and item["end"])


def _uid(snapshot: Snapshot, key: str) -> str:
    """Return what tells an event from all others, the same as long as its item's key.

    RFC 7986, 5.3: a UUID, and nothing that says who made it.
    """
    return str(uuid5(NAMESPACE_URL, f"pmroles:{snapshot.project}/{key}"))


def _address(base_url: str, uri: str) -> str:
    """Return the whole address of *uri*, in the characters that addresses have."""
    folder = base_url if base_url.endswith("/") else f"{base_url}/"
    return quote(urljoin(folder, uri), _RESERVED)


def _days(item: Record) -> tuple[date, date]:
    """Return the first day of an item, and the day after its last.

    One that ends before it starts, which is reported where it is written, is a day.
    """
    start, end = (date.fromisoformat(item[name]) for name in ("start", "end"))
    last = max(start, end)
    # The day after the last of all is none.
    return start, last + _ONE_DAY if last < date.max else last


def _title(snapshot: Snapshot, roadmap: str) -> str:
    return on_one_line(snapshot.roadmaps[roadmap]["title"]) or roadmap


def _description(snapshot: Snapshot, roadmap: str, item: Record) -> Iterator[str]:
    """Yield what else is known of an item, as its author wrote it."""
    facts = {
        "Roadmap": _title(snapshot, roadmap),
        "When": item["when"],
        "Owner": snapshot.role(item["owner"]),
        "Product": snapshot.product(item["product"]),
        "Team": item["team"],
        "Stage": snapshot.stage(item["stage"]),
        "Status": item["status"],
        "Health": item["health"],
        "Progress": None if item["progress"] is None else f"{item['progress']} %",
        "Outcome": item["outcome"],
    }
    for name, text in (*facts.items(), *item["extra"].items()):
        if text:
            yield f"{on_one_line(name)}: {on_one_line(text)}"
