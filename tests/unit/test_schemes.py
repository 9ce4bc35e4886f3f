from __future__ import annotations

from typing import Any

import pytest

from sphinx_pmroles.model.scheme import (
    RACI,
    SCHEMES,
    Letter,
    make_scheme,
    scheme_names,
    schemes_of,
)

RAX: dict[str, Any] = {
    "letters": {"r": "Responsible", "A": "Accountable", "X": "Expert"},
    "owner": "A",
    "doer": "R",
    "aliases": ["arx"],
}


def test_schemes__have_rules_for_letters_of_theirs() -> None:
    for scheme in SCHEMES:
        assert set(scheme.exactly_one) <= set(scheme.codes)
        assert scheme.at_least_one is None or scheme.at_least_one in scheme.codes
    names = [name for one in SCHEMES for name in (one.name, *one.aliases)]
    assert len(set(names)) == len(names)


def test_scheme__renamed_keeps_its_rules() -> None:
    renamed = RACI.renamed({"A": "Approves"})
    assert renamed.word("A") == "Approves"
    assert renamed.word("R") == "Responsible"
    assert (renamed.owner, renamed.at_least_one) == ("A", "R")


def test_make_scheme__takes_what_the_configuration_says() -> None:
    scheme = make_scheme("rax", RAX)
    assert scheme.letters[0] == Letter("R", "Responsible")
    assert (scheme.exactly_one, scheme.at_least_one) == (("A",), "R")
    names = scheme_names(schemes_of({"rax": RAX}))
    assert names["arx"] == scheme
    assert names["raci"] == RACI


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("My Scheme", {}, "write the name 'My Scheme' as 'my-scheme'"),
        ("rax", {"letters": []}, "no dictionary of code to word"),
        ("rax", {"owner": "Z"}, "no letter 'Z'; its letters are 'R', 'A', 'X'"),
        ("rax", {"owner": None}, "'rax' does not say its owner: write 'owner': 'R'"),
        ("rax", {"doer": "Z"}, "no letter 'Z'"),
        ("rax", {"exactly_one": "A"}, "are lists"),
        ("rax", {"aliases": [1]}, "are texts"),
        ("rax", {"colour": 1}, "has 'colour'; known are"),
    ],
)
def test_make_scheme__says_what_is_wrong(
    name: str, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        make_scheme(name, {**RAX, **change})
    assert words in str(caught.value)
