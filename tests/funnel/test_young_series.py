"""In its second month a series warns of what is extreme by any measure, and of nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.learning import find, find_early
from funnel.model import Shape, Side
from tests.funnel.days import MONDAY, metric, orders, rate, series

DAYS = 45


def test_a_shop_that_stops_in_its_second_month_is_told() -> None:
    young = orders(DAYS, effect=lambda day: 0.1 if day == 40 else 1.0)
    [found] = find(young, metric("orders"))
    assert (found.opened - MONDAY).days == 40
    assert (found.side, found.shape) == (Side.DOWN, Shape.JUMP)
    assert found.observed < found.low < found.expected


def test_a_drop_by_a_third_is_not_yet_one() -> None:
    young = orders(DAYS, effect=lambda day: 0.67 if day >= 38 else 1.0)
    assert find(young, metric("orders")) == []


def test_a_rate_is_judged_on_its_own_spread() -> None:
    def share(day: int) -> float:
        return 0.95 if day == 42 else 0.70

    young = rate("cart_abandonment_rate", DAYS, n=2_000, share=share)
    [found] = find(young, metric("cart_abandonment_rate"))
    assert found.side is Side.UP


def test_the_first_weeks_say_nothing() -> None:
    young = orders(27, effect=lambda day: 0.01 if day == 26 else 1.0)
    assert find(young, metric("orders")) == []


def test_what_was_seen_before_is_not_found_again() -> None:
    young = orders(DAYS, effect=lambda day: 0.1 if day >= 40 else 1.0)
    [first] = find(young, metric("orders"))
    assert find(young, metric("orders"), since=first.opened) == []


def test_closed_sundays_are_no_extreme() -> None:
    values = np.where(np.arange(DAYS) % 7 == 6, 0.0, 500.0) + np.arange(DAYS) % 3
    assert not find_early(series("orders", values), metric("orders"))


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), level=st.sampled_from([30.0, 200.0, 5_000.0]))
def test_ordinary_months_are_quiet(seed: int, level: float) -> None:
    assert not find_early(orders(55, seed=seed, level=level), metric("orders"))


@pytest.mark.parametrize("better", ["csat_average", "net_promoter_score"])
def test_scores_that_wobble_are_quiet(better: str) -> None:
    drawn = np.random.default_rng(3).normal(0, 0.1, DAYS)
    assert not find_early(series(better, 4.0 + drawn), metric(better))
