"""Sums over sums: a week is worth what its days are worth together, however they are cut."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.catalogue.entries import Aggregation, Metric
from funnel.model import Floats, Grain, Series
from funnel.numbers import RolledUp, add_up, periods_of, roll_up, roll_up_each

CATALOGUE = load()
ORDERS = CATALOGUE.metric("orders")
REVENUE = CATALOGUE.metric("sales_revenue")
ABANDONMENT = CATALOGUE.metric("cart_abandonment_rate")
RESPONSE = CATALOGUE.metric("first_response_time")
VISITORS = CATALOGUE.metric("visitors")
CHURN = CATALOGUE.metric("churn_rate")
REPEAT = CATALOGUE.metric("repeat_purchase_rate")

MONDAY = date(2026, 11, 2)
COUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=40)


def days(
    metric: Metric, values: list[float], parts: list[tuple[float, float]] | None = None
) -> Series:
    starts = np.array([MONDAY + timedelta(days=n) for n in range(len(values))], "datetime64[D]")
    nothing: Floats = np.full(len(values), np.nan)
    known = np.array(parts, float).T if parts else (nothing, nothing)
    return Series(metric.key, starts, np.array(values, float), known[0], known[1])


def ratios(metric: Metric, parts: list[tuple[float, float]]) -> Series:
    return days(metric, [metric.formula.scale * n / d for n, d in parts], parts)


def test_a_quiet_sunday_does_not_weigh_as_much_as_a_busy_monday() -> None:
    rolled = roll_up(ABANDONMENT, ratios(ABANDONMENT, [(700, 1000), (1, 10)]))
    assert rolled == RolledUp(100 * 701 / 1010, 701, 1010, days=2)


def test_a_mean_time_is_weighed_by_its_tickets() -> None:
    rolled = roll_up(RESPONSE, ratios(RESPONSE, [(3600, 1), (7200, 9)]))
    assert rolled.value == 1080


def test_ratios_without_counts_need_them_for_a_window_but_not_for_their_own_day() -> None:
    series = days(ABANDONMENT, [70, 80], [(70, 100), (np.nan, np.nan)])
    assert roll_up(ABANDONMENT, series) == RolledUp(None, needs_counts=True, days=2)
    last = roll_up(ABANDONMENT, series.between(MONDAY + timedelta(days=1), None))
    assert (last.value, last.needs_counts) == (80, False)


def test_visitors_of_two_days_are_bounded_not_added() -> None:
    rolled = roll_up(VISITORS, days(VISITORS, [300, 200]))
    assert (rolled.value, rolled.low, rolled.high) == (None, 300, 500)
    assert roll_up(VISITORS, days(VISITORS, [300])).value == 300


def test_a_share_of_distinct_people_is_neither_added_nor_bounded() -> None:
    assert roll_up(REPEAT, ratios(REPEAT, [(30, 90), (31, 92)])) == RolledUp(None, days=2)


def test_a_state_is_its_newest_value() -> None:
    assert CHURN.over_time is Aggregation.LAST
    assert roll_up(CHURN, days(CHURN, [5, 4])).value == 4


def test_nothing_rolls_up_to_nothing_not_to_zero() -> None:
    assert roll_up(ORDERS, days(ORDERS, [])) == RolledUp(None)
    assert add_up(ORDERS, []) == RolledUp(None)


def test_weeks_and_months_start_where_the_calendar_says() -> None:
    series = days(ORDERS, [1.0] * 35)
    weeks = roll_up_each(ORDERS, series, Grain.WEEK)
    assert [(start, week.value) for start, week in weeks] == [
        (MONDAY + timedelta(weeks=n), 7) for n in range(5)
    ]
    months = roll_up_each(ORDERS, series, Grain.MONTH)
    assert [(start, month.days) for start, month in months] == [
        (date(2026, 11, 1), 29),
        (date(2026, 12, 1), 6),
    ]
    assert periods_of(days(ORDERS, []), Grain.WEEK) == ()


@pytest.mark.parametrize("metric", [ORDERS, ABANDONMENT, RESPONSE, VISITORS], ids=lambda m: m.key)
@given(counts=COUNTS, cuts=st.sets(st.integers(1, 39)))
def test_any_split_of_days_equals_the_whole(
    metric: Metric, counts: list[tuple[int, int]], cuts: set[int]
) -> None:
    parts = [(float(n), float(d)) for n, d in counts]
    ratio = metric.formula.is_ratio
    series = ratios(metric, parts) if ratio else days(metric, [n for n, _ in parts])
    edges = [0, *sorted(cut for cut in cuts if cut < len(parts)), len(parts)]
    first = series.starts[0].item()
    pieces = [
        roll_up(metric, series.between(first + timedelta(days=a), first + timedelta(days=b - 1)))
        for a, b in pairwise(edges)
    ]
    assert add_up(metric, pieces) == roll_up(metric, series)


@given(counts=st.lists(st.tuples(COUNTS, st.just(0)), min_size=1, max_size=5))
def test_segments_add_up_to_the_shop(counts: list[tuple[list[tuple[int, int]], int]]) -> None:
    segments = [[(float(n), float(d)) for n, d in parts] for parts, _ in counts]
    rolled = [roll_up(ABANDONMENT, ratios(ABANDONMENT, parts)) for parts in segments]
    whole = add_up(ABANDONMENT, rolled, across_segments=True)
    every = [part for parts in segments for part in parts]
    assert whole.value == roll_up(ABANDONMENT, ratios(ABANDONMENT, every)).value
    assert whole.days == max(len(parts) for parts in segments)


@given(cents=st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_money_sums_to_the_cent(cents: list[int]) -> None:
    rolled = roll_up(REVENUE, days(REVENUE, [cent / 100 for cent in cents]))
    assert rolled.value is not None
    assert round(rolled.value * 100) == sum(cents)


def test_one_segment_without_counts_leaves_the_shop_without_a_ratio() -> None:
    with_counts = roll_up(ABANDONMENT, ratios(ABANDONMENT, [(7, 10)]))
    without = roll_up(ABANDONMENT, days(ABANDONMENT, [70]))
    whole = add_up(ABANDONMENT, [with_counts, without], across_segments=True)
    assert (whole.value, whole.needs_counts) == (None, True)
