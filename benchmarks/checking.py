"""Measure the command ``check`` beside builds that write nothing, either.

The handbook has a role, a matrix and a roadmap on each page.  Plain Sphinx has the same
pages with the same tables and no directive, and reads them with its builder ``dummy``.
"""

from __future__ import annotations

import random
from pathlib import Path

from pages import (
    Measure,
    matrix_table,
    measure,
    roadmap_table,
    spread,
    wrapped_matrix,
    wrapped_roadmap,
    write_pages,
)

PAGES = 200
ITEMS = 10
GOAL = 1.2


def _definition(number: int) -> str:
    return f"Purpose\n: Be the role number {number}, and [linked](index.md)."


def _plain(number: int) -> str:
    matrix, roadmap = matrix_table(number, linked=True), roadmap_table(number, ITEMS)
    return f"## Role {number}\n\n{_definition(number)}\n\n{matrix}\n\n{roadmap}"


def _ours(number: int) -> str:
    role = f":::{{pm:role}} Role number {number}\n\n{_definition(number)}\n:::"
    return f"{role}\n\n{wrapped_matrix(number)}\n\n{wrapped_roadmap(number, ITEMS)}"


def compare_checking(folder: Path, rounds: int) -> None:
    """Print what it takes to check a handbook, and to read it in other ways."""
    plain = write_pages(folder / "plain", PAGES, _plain)
    ours = write_pages(folder / "ours", PAGES, _ours)
    variants = {
        "plain tables, dummy": (plain, "dummy"),
        "handbook, dummy": (ours, "dummy"),
        "handbook, check": (ours, "check"),
    }

    def run(name: str, *options: str) -> Measure:
        source, how = variants[name]
        return measure(source, "--how", how, *options)

    shuffle = random.Random(3).shuffle  # noqa: S311 - an order, not a secret
    measured = []
    for _ in range(rounds):
        order = list(variants)
        shuffle(order)
        measured.append({name: run(name) for name in order})
    print(f"{PAGES} pages, {rounds} rounds")
    first, *_, last = variants
    counted = {name: run(name, "--count") for name in variants}
    for name in variants:
        ratios = [each[name]["cpu"] / each[first]["cpu"] for each in measured]
        calls = counted[name]["calls"]
        print(
            f"{name:22}CPU s {spread([each[name]['cpu'] for each in measured]):24}"
            f"{spread(ratios)} ×; calls {calls:,}, "
            f"{calls / counted[first]['calls']:.3f} ×"
        )
    print(f"goal: {last} ≤ {GOAL} × {first}")
