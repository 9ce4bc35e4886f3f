"""A matrix of many participants keeps to the printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.build.conftest import Project


@pytest.mark.parametrize(("participants", "is_turned"), [(6, False), (20, True)])
def test_latex__turns_the_headers_of_a_wide_matrix(
    project: Project, participants: int, *, is_turned: bool
) -> None:
    names = [f"Participant {n}" for n in range(participants)]
    header = f"| Activity | {' | '.join(names)} |"
    letters = ["A/R", *["C"] * (participants - 1)]
    rows = [
        header,
        "| --- " * (participants + 1) + "|",
        f"| Sell | {' | '.join(letters)} |",
    ]
    matrix = ":::{pm:matrix} Wide\n" + "\n".join(rows) + "\n:::"
    project.write(index=f"# Page\n\n{matrix}\n")
    built = project.build("latex")
    assert built.warnings == []
    tex = built.text("handbook.tex")
    # The header stands there twice: for the first page, and for those that follow.
    assert tex.count(r"\rotatebox{90}{") == (2 * participants if is_turned else 0)
    assert all(name in tex for name in names)
