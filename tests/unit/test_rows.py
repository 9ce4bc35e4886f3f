from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
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


FEW = settings(max_examples=15, deadline=None)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@FEW
def test_rows__unpack_what_was_packed(kind: type[Any], data: st.DataObject) -> None:
    # Hypothesis makes each field of its type hint: dates, enums and nested records.
    record = data.draw(st.from_type(kind))
    assert unpack(kind, pack(record)) == record


@given(record=st.from_type(Page))
@FEW
def test_rows__are_plain(record: Page) -> None:
    row = pack(record)
    assert json.loads(json.dumps(row)) == json.loads(json.dumps(list(row)))
    assert pickle.loads(pickle.dumps(row)) == row  # noqa: S301 (our own bytes)
    assert "sphinx_pmroles" not in pickle.dumps(row).decode("latin-1")
