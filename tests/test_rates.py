"""A rate says how many of how many, and how little that tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.rules.rates import Comparison, Rate


@st.composite
def rates(draw: st.DrawFn, least: int = 1) -> Rate:
    cases = draw(st.integers(least, 5000))
    return Rate(draw(st.integers(0, cases)), cases)


# Wilson's score interval without correction at 95 percent. The first three are in tables everywhere; in the
# others z² / (n + z²) bounds a rate of nothing, and the rest was worked out by hand.
@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (20, 20, 0.8389, 1.0),
        (0, 1, 0.0, 0.7935),
        (3, 8, 0.1368, 0.6943),
    ],
)
def test_the_interval_is_wilsons(hits: int, cases: int, low: float, high: float) -> None:
    assert Rate(hits, cases).interval == pytest.approx((low, high), abs=5e-5)


def test_without_a_case_there_is_no_share_and_no_interval() -> None:
    assert (Rate(0, 0).share, Rate(0, 0).interval, Rate(0, 0).says_something) == (None, None, False)


def test_ten_cases_are_enough_and_nine_are_not() -> None:
    assert (Rate(9, 9).says_something, Rate(0, 10).says_something) == (False, True)


@given(rates())
def test_the_share_lies_within_the_interval_and_both_within_0_and_1(rate: Rate) -> None:
    assert rate.interval is not None and rate.share is not None
    low, high = rate.interval
    assert 0 <= low < high <= 1
    assert low - 1e-12 <= rate.share <= high + 1e-12


@given(rates())
def test_the_misses_have_the_interval_of_the_hits_turned_round(rate: Rate) -> None:
    misses = Rate(rate.cases - rate.hits, rate.cases)
    assert rate.interval is not None and misses.interval is not None
    assert misses.interval == pytest.approx((1 - rate.interval[1], 1 - rate.interval[0]), abs=1e-9)


@given(rates(), st.integers(2, 9))
def test_more_cases_of_the_same_share_say_more(rate: Rate, times: int) -> None:
    more = Rate(rate.hits * times, rate.cases * times)
    assert rate.interval is not None and more.interval is not None
    assert more.interval[1] - more.interval[0] < rate.interval[1] - rate.interval[0]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (Rate(1, 40), Rate(30, 40), True),
        (Rate(30, 40), Rate(1, 40), True),
        (Rate(2, 11), Rate(4, 12), False),
        (Rate(0, 9), Rate(40, 40), None),
        (Rate(0, 40), Rate(9, 9), None),
        (Rate(0, 0), Rate(0, 0), None),
    ],
)
def test_a_rate_has_moved_only_if_the_intervals_lie_apart_and_both_sides_have_enough_cases(
    before: Rate, after: Rate, moved: bool | None
) -> None:
    assert Comparison(before, after).has_moved is moved


@given(rates(), rates())
def test_a_comparison_says_the_same_from_both_ends(one: Rate, other: Rate) -> None:
    assert Comparison(one, other).has_moved == Comparison(other, one).has_moved


@given(rates(least=10))
def test_nothing_moves_against_itself(rate: Rate) -> None:
    assert Comparison(rate, rate).has_moved is False
