from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Page, Reference
from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
from sphinx_pmroles.model.matrix import Activity, Cell, Matrix, Participant
from sphinx_pmroles.model.period import CalendarUnit, Period
from sphinx_pmroles.model.roadmap import Column, Item, Roadmap
from sphinx_pmroles.model.role import Role, Section
from sphinx_pmroles.model.rows import pack, unpack

RECORDS = (
    *(Place, Finding, Section, Role, Participant, Cell, Activity, Matrix),
    *(Stage, Lifecycle, CalendarUnit, Period, Column, Item, Roadmap, Reference, Page),
)


# A page takes a while to make up, and more on a busy machine.
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@FEW
def test_rows__unpack_what_was_packed(kind: type[Any], data: st.DataObject) -> None:
    # Hypothesis makes each field of its type hint: dates, enums and nested records.
    record = data.draw(st.from_type(kind))
    assert unpack(kind, pack(record)) == record


def is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(is_plain, value))
    # An enumeration's member is a string, too, but no plain one.
    return type(value) in (str, int, bool, type(None))


@given(record=st.from_type(Page))
@FEW
def test_rows__are_plain(record: Page) -> None:
    assert is_plain(pack(record))
