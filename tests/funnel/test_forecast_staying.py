"""The chance to stay on one side of a bound, week after week."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.forecast import chance_of_staying
from funnel.model import Grain, Series, Side
from tests.funnel.days import MONDAY, metric, orders

ORDERS = metric("orders")
DAY = timedelta(days=1)
WEEK = 7 * 800 * 7.0 / 7.0  # orders of an ordinary week


def staying(
    days: Series,
    bound: float,
    *,
    side: Side = Side.UP,
    weeks: int = 4,
    begun: int = 0,
    tolerance: float = 1.0,
    period: Grain = Grain.WEEK,
) -> float:
    today: date = days.starts[-1].item() + DAY
    found = chance_of_staying(
        days,
        ORDERS,
        bound=bound,
        side=side,
        start=today - 7 * begun * DAY,
        deadline=today + (7 * weeks - 1) * DAY,
        today=today,
        tolerance=tolerance,
        period=period,
    )
    assert found is not None
    return found


def test_a_low_bound_is_kept_and_a_high_one_is_not() -> None:
    days = orders(280)
    assert staying(days, 0.8 * WEEK) > 0.97
    assert staying(days, 1.2 * WEEK) < 0.03
    assert staying(days, 1.2 * WEEK, side=Side.DOWN) > 0.97


def test_longer_is_harder_and_tolerance_helps() -> None:
    days = orders(280)
    bound = 0.99 * WEEK
    assert staying(days, bound, weeks=8) < staying(days, bound, weeks=2)
    assert staying(days, bound, weeks=8, tolerance=0.7) > staying(days, bound, weeks=8)


def test_a_breach_that_happened_cannot_be_undone() -> None:
    bad = orders(280, effect=lambda day: 0.5 if 266 <= day < 273 else 1.0)
    assert staying(bad, 0.8 * WEEK, begun=3) == 0.0
    assert staying(bad, 0.8 * WEEK, begun=3, tolerance=0.7) > 0.5


def test_when_all_weeks_are_over_it_is_certain() -> None:
    days = orders(280)
    assert staying(days, 0.5 * WEEK, weeks=0, begun=4) == 1.0
    assert staying(days, 2.0 * WEEK, weeks=0, begun=4) == 0.0


def test_days_are_another_question_than_weeks() -> None:
    days = orders(280)
    assert staying(days, 600.0, period=Grain.DAY) < staying(days, 7 * 600.0)


@pytest.mark.parametrize("length", [1, 280])
def test_without_numbers_or_whole_periods_there_is_no_chance_to_tell(length: int) -> None:
    today = MONDAY + length * DAY
    found = chance_of_staying(
        orders(length),
        ORDERS,
        bound=1.0,
        side=Side.UP,
        start=today,
        deadline=today + (40 if length == 1 else 3) * DAY,
        today=today,
    )
    assert found is None


@settings(max_examples=15)
@given(
    bounds=st.lists(st.floats(0.7, 1.3), min_size=2, max_size=4),
    length=st.integers(10, 300),
)
def test_a_tighter_bound_is_never_likelier(bounds: list[float], length: int) -> None:
    days = orders(7 * (length // 7 + 1))
    chances = [staying(days, bound * WEEK) for bound in sorted(bounds)]
    assert chances == sorted(chances, reverse=True)
    assert staying(days, bounds[0] * WEEK) == staying(days, bounds[0] * WEEK)
