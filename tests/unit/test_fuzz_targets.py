"""The targets of the fuzzer: valid, random and once fatal bytes, without the fuzzer."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fuzz_targets import CRASHERS, TARGETS, Target, check_inventory, check_table
from hypothesis import given
from hypothesis import strategies as st

from sphinx_pmroles.inventory.load import InventoryError, load, read_inventory
from sphinx_pmroles.model.finding import Place
from sphinx_pmroles.model.scheme import RACI
from sphinx_pmroles.reading.matrix import read_matrix
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow

DOCS = Path(__file__).parents[2] / "docs" / "data"
#: How often each target reads a seed that was changed.
ROUNDS = 40


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda each: each.name)
def test_target__stands_what_is_valid_and_what_is_nearly(target: Target) -> None:
    seeds = [seed[: target.longest] for seed in target.corpus()]
    assert seeds
    for seed in seeds[:10]:
        target.read(seed)
    chance = random.Random(target.name)  # noqa: S311 - the same bytes on every run
    for _ in range(ROUNDS):
        data = bytearray(chance.choice(seeds))
        for _change in range(chance.randint(1, 4)):
            at, end = sorted(chance.randint(0, len(data)) for _ in range(2))
            data[at : min(end, at + 8)] = chance.randbytes(chance.randint(0, 4))
        target.read(bytes(data[: target.longest]))


@pytest.mark.parametrize(
    "path", sorted(CRASHERS.glob("*/*")), ids=lambda path: f"{path.parent.name}"
)
def test_target__stands_what_once_crashed_it(path: Path) -> None:
    TARGETS[path.parent.name].read(path.read_bytes())


def test_mutator__changes_what_is_in_a_workbook_and_packs_it_again() -> None:
    target = TARGETS["xlsx"]
    assert target.mutator
    seed = next(target.corpus())
    assert len(seed) <= target.longest, "libFuzzer would cut it"
    changed = []
    for number in range(40):
        made = target.mutator(seed, target.longest, number, lambda old, _: old + b"x")
        assert len(made) <= target.longest
        with (
            zipfile.ZipFile(io.BytesIO(seed)) as old,
            zipfile.ZipFile(io.BytesIO(made)) as new,
        ):
            assert new.namelist() == old.namelist()
            changed += [n for n in old.namelist() if old.read(n) + b"x" == new.read(n)]
    assert len(set(changed)) > 5
    assert any(name.startswith("xl/worksheets/") for name in changed)
    target.read(made)
    # What is no workbook is changed as it is.
    assert target.mutator(b"abc", 9, 0, lambda old, most: old * most) == b"abc" * 9


# What holds of readings


WORDS = st.sampled_from(
    ("", "A", "R/C", "x", "2026-Q3", "now", "done", "**b**", "9999-12-31", "0001", "PM")
)
CELLS = st.one_of(WORDS, st.text(st.characters(codec="utf-8"), max_size=8))
HEADERS = ("Item", "When", "Status", "PM", "Owner", "Depends on", "Progress")


def table_of(rows: list[list[str]], header: tuple[str, ...] = HEADERS) -> Table:
    def row(texts: list[str], line: int) -> TableRow:
        return TableRow(tuple(map(TableCell, texts)), line)

    return Table(
        row(list(header), 1), tuple(row(each, n) for n, each in enumerate(rows, 3))
    )


ROWS = st.lists(st.lists(CELLS, max_size=8), max_size=6)


@given(ROWS)
def test_table__of_any_texts_can_be_checked_and_drawn(rows: list[list[str]]) -> None:
    check_table(table_of(rows))


GOOD = [["Set price", "2026-Q3"], ["Sell", "2026-Q4", "done", "A"]]
BAD = st.lists(CELLS, min_size=1, max_size=7).map(lambda row: ["bad", *row])


@given(BAD, st.integers(0, 2))
def test_roadmap__reads_its_rows_whatever_stands_beside_them(
    bad: list[str], at: int
) -> None:
    def items(rows: list[list[str]]) -> list[tuple[Any, ...]]:
        read = read_roadmap(
            table_of([row[:7] for row in rows]),
            key="p",
            title="P",
            place=Place("a", 1),
            rules=DateRules(),
        )
        return [
            (item.title, item.period, item.status, item.owner)
            for item in read.roadmap.items
        ]

    found = items([*GOOD[:at], bad, *GOOD[at:]])
    assert found[:at] + found[at + 1 :] == items(GOOD)


@given(st.text(max_size=30).filter(lambda text: text.strip()))
def test_matrix__reads_its_cells_whatever_stands_in_one(bad: str) -> None:
    def cells(rows: list[list[str]]) -> list[Any]:
        table = table_of(rows, ("Activity", "PM", "BA"))
        read = read_matrix(table, RACI, key="m", title="M", place=Place("a", 1))
        return [activity.cells for activity in read.matrix.activities]

    good = [["Sell", "A", "R"], ["Tell", "C", "A/R"], ["Buy", "A", "R"]]
    assert cells([*good, ["x", bad, "A"]])[:3] == cells(good)


# Inventories

VALID = json.loads((DOCS / "shop.json").read_bytes())
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(),
    st.text(st.characters(), max_size=4),
    st.sampled_from(["0001-01-01", "9999-12-31", "later", "done", "\ud800", "\0"]),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"": ""}),
)


def change(draw: st.DrawFn, value: Any) -> Any:
    """Return a value of JSON with another one somewhere inside it."""
    inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    key, old = draw(st.sampled_from(inner))
    is_leaf = not (isinstance(old, dict | list) and old)
    new = draw(VALUES) if is_leaf or draw(st.integers(0, 4)) == 0 else change(draw, old)
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[key] = new
    return copied


@st.composite
def changed(draw: st.DrawFn) -> Any:
    return change(draw, VALID)


@given(changed())
def test_inventory__with_any_value_in_it_is_read_or_refused(data: Any) -> None:
    TARGETS["inventories"].read(json.dumps(data).encode())


def test_inventory__that_is_valid_is_all_read() -> None:
    check_inventory(load(json.dumps(VALID), "shop.json"))


@pytest.mark.parametrize("depth", range(700, 1000, 20))
def test_inventory__with_something_nested_deeply_is_refused(depth: int) -> None:
    data = {**VALID, "project": None}
    text = json.dumps(data).replace("null", "[" * depth + "]" * depth, 1)
    with pytest.raises(InventoryError):
        load(text, "shop.json")


def test_inventory__at_an_impossible_path_is_an_error() -> None:
    with pytest.raises(InventoryError, match="cannot be read"):
        read_inventory(Path("a\0b"))


@pytest.mark.parametrize("depth", [50, 300, *range(900, 1000, 10)])
@pytest.mark.parametrize("name", ["content", "x"])
def test_import__of_values_nested_deeply_ends(name: str, depth: int) -> None:
    value = f'{{"{name}": ' * depth + "1" + "}" * depth
    items = f'[{{"title": "a", "url": "b", "content": {value}}}]'
    TARGETS["imports"].read(items.encode())
