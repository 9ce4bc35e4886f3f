"""The arithmetic of the benchmark."""

from __future__ import annotations

import pytest
from judging import Figure, Spread, aim, noise_of, read_off, said, span, verdict

ROUNDS = [
    {"plain": {"cpu": 2.0}, "ours": {"cpu": 1.0}, "prose": {"cpu": 0.5}},
    {"plain": {"cpu": 8.0}, "ours": {"cpu": 2.0}, "prose": {"cpu": 1.0}},
    {"plain": {"cpu": 4.0}, "ours": {"cpu": 3.6}, "prose": {"cpu": 1.0}},
]


def test_figure__compares_within_a_round_and_takes_the_median() -> None:
    # The mean would be 0.55, and the medians alone have no range.
    assert read_off(Figure("", "cpu", "ours", "plain"), ROUNDS) == Spread(
        0.5, 0.25, 0.9, 3
    )


def test_figure__takes_off_both_what_the_page_took_without() -> None:
    added = Figure("", "cpu", "ours", "plain", less="prose")
    assert added.of(ROUNDS[0]) == pytest.approx(0.5 / 1.5)


def test_figure__compares_the_growth_of_one_with_that_of_another() -> None:
    measured = {
        "plain few": {"cpu": 1.0},
        "plain many": {"cpu": 12.0},
        "ours few": {"cpu": 2.0},
        "ours many": {"cpu": 18.0},
    }
    growth = Figure(
        "", "cpu", "ours many", "ours few", beside=("plain many", "plain few")
    )
    assert growth.of(measured) == pytest.approx(0.75)


def test_figure__without_another_case_is_an_amount_for_each_page() -> None:
    amount = Figure("", "cpu", "ours", less="prose", per=0.5)
    assert amount.of(ROUNDS[0]) == 1.0


def test_figure__leaves_out_rounds_that_lack_a_case() -> None:
    rounds = [*ROUNDS, {"plain": {"cpu": 1.0}}, {"ours": {"own_calls": 3.0}}]
    found = read_off(Figure("", "cpu", "ours", "plain"), rounds)
    assert found == Spread(0.5, 0.25, 0.9, 3)
    assert read_off(Figure("", "cpu", "somebody else"), rounds) is None


def test_figure__takes_off_what_either_took_without() -> None:
    figure = Figure("", "cpu", "cli", "ours", "cli, prose", "prose", per=0.1)
    measured = {
        "cli": {"cpu": 5.0},
        "cli, prose": {"cpu": 1.0},
        "ours": {"cpu": 2.5},
        "prose": {"cpu": 0.5},
    }
    # 4 s for one page, to 2 s for ten.
    assert figure.of(measured) == pytest.approx(20)


def test_figure__judges_nothing_where_noise_ate_what_was_added() -> None:
    added = Figure("", "cpu", "ours", "plain", less="prose", goal=0.25)
    value = added.of(
        {"plain": {"cpu": 1.0}, "ours": {"cpu": 1.5}, "prose": {"cpu": 1.1}}
    )
    assert value is not None
    assert said(value, "×") == "lost in the noise"
    assert verdict(added, value, 0.0) == "too noisy to say"
    assert verdict(added, -0.3, 0.0) == "too noisy to say"
    assert span(Spread(0.5, 0.25, value, 3)) == "0.25 or more, 3 rounds"


def test_span__says_how_many_rounds_were_measured() -> None:
    assert span(Spread(0.5, 0.25, 0.9, 3)) == "0.25 to 0.90, 3 rounds"
    assert span(Spread(0.5, 0.5, 0.5)) == "once"


@pytest.mark.parametrize(
    ("measure", "value", "noise", "said"),
    [
        ("cpu", 0.69, 0.0, "met"),
        ("cpu", 0.70, 0.0, "met"),
        ("cpu", 0.71, 0.04, "not met"),
        ("cpu", 0.71, 0.06, "too noisy to say"),
        ("cpu", 0.69, 0.06, "too noisy to say"),
        ("cpu", 0.90, 0.06, "not met"),
        ("cpu", 0.50, 0.06, "met"),
        ("calls", 0.71, 0.50, "not met"),
    ],
)
def test_verdict__judges_no_time_within_the_noise(
    measure: str, value: float, noise: float, said: str
) -> None:
    assert verdict(Figure("", measure, "a", "b", goal=0.7), value, noise) == said


def test_verdict__is_none_without_a_goal() -> None:
    figure = Figure("", "cpu", "a")
    assert (verdict(figure, 1.0, 0.0), aim(figure)) == ("", "")


@pytest.mark.parametrize(("value", "said"), [(399, "not met"), (400, "met")])
def test_verdict__knows_goals_from_below(value: float, said: str) -> None:
    figure = Figure("", "cpu", "a", "b", goal=400, at_least=True)
    assert verdict(figure, value, 0.0) == said
    assert aim(figure) == "≥ 400 ×"


@pytest.mark.parametrize(("again", "off"), [(1.1, 0.1), (0.9, 0.1), (1.0, 0.0)])
def test_noise__is_how_far_the_same_is_from_itself(again: float, off: float) -> None:
    rounds = [{"A": {"cpu": 1.0}, "A again": {"cpu": again}}]
    assert noise_of(rounds, "A", "A again") == pytest.approx(off)
