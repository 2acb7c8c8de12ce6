"""The alarm budget: patience, the number of series and a loud past move the threshold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.budget import (
    GRID,
    NO_HISTORY,
    Replay,
    Watched,
    merged,
    rate_of,
    reference_rate,
    reference_threshold,
    replay,
    threshold_of,
)
from tests.funnel.days import metric, orders

ORDERS = metric("orders")


def test_one_metric_may_warn_four_times_a_year_and_a_hundred_share_twelve() -> None:
    assert rate_of(1) == 4.0
    assert rate_of(100) == pytest.approx(365.25 / 30 / 100)


@given(st.floats(0.02, 5.0))
def test_the_reference_curve_reads_both_ways(rate: float) -> None:
    assert reference_rate(reference_threshold(rate)) == pytest.approx(rate)


@given(budget=st.floats(0.1, 10.0), more=st.floats(1.0, 5.0), series=st.integers(1, 200))
def test_more_patience_never_raises_the_threshold(budget: float, more: float, series: int) -> None:
    past = Replay(tuple(3 * (len(GRID) - at) for at in range(len(GRID))), 1.0, series)
    assert threshold_of(past, budget=budget * more) <= threshold_of(past, budget=budget)


def test_a_louder_past_asks_for_more() -> None:
    calm = Replay((0,) * len(GRID), 2.0, 20)
    loud = Replay((60,) * 10 + (0,) * (len(GRID) - 10), 2.0, 20)
    assert threshold_of(calm) < threshold_of(loud) == GRID[10]


def test_without_history_the_reference_decides() -> None:
    assert threshold_of(NO_HISTORY) == pytest.approx(reference_threshold(4.0))
    many = replace(NO_HISTORY, series=40)
    assert threshold_of(many) == pytest.approx(reference_threshold(rate_of(40)))


def test_messages_within_three_days_are_one() -> None:
    assert merged([10.0, 12.0, 13.0, 14.0, 40.0]) == 3


def test_a_replay_counts_a_years_outage_once_at_every_threshold() -> None:
    shop = orders(400, effect=lambda day: 0.2 if day == 300 else 1.0)
    past = replay([Watched(shop, ORDERS)])
    assert past.series == 1
    assert past.years == pytest.approx(344 / 365.25)
    assert past.messages[-1] == 1 < past.messages[0]
