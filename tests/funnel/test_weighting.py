"""A ratio typed as 2.3 % has no counts; the sessions of its day say what it weighs in a month."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.catalogue.entries import Metric
from funnel.model import Series
from funnel.numbers import roll_up
from funnel.numbers.weighting import Weights, weigh, weight_key

CATALOGUE = load()
ORDERS, CONVERSION = CATALOGUE.metric("orders"), CATALOGUE.metric("sales_conversion_rate")
SESSIONS = CATALOGUE.metric("sessions")
PARTS = {CONVERSION.formula.denominator[0].component: "sessions"}
MONDAY = date(2026, 11, 2)
DAYS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 30_000)), min_size=2, max_size=60)


def series(metric: Metric, values: list[float], *, skip: int = 0) -> Series:
    days = [MONDAY + timedelta(days=skip + n) for n in range(len(values))]
    nothing = np.full(len(values), np.nan)
    starts = np.array(days, "datetime64[D]")
    return Series(metric.key, starts, np.array(values, float), nothing, nothing.copy())


@given(DAYS)
def test_with_the_sessions_of_each_day_it_is_what_counts_would_have_given(
    days: list[tuple[int, int]],
) -> None:
    bare = series(CONVERSION, [100 * orders / sessions for orders, sessions in days])
    weights = series(SESSIONS, [sessions for _, sessions in days])
    filled, _ = weigh(CONVERSION, bare, weights)
    exact = 100 * sum(orders for orders, _ in days) / sum(sessions for _, sessions in days)
    assert roll_up(CONVERSION, filled).value == pytest.approx(exact)
    assert filled.values.tolist() == bare.values.tolist()


def test_a_day_without_sessions_still_needs_counts() -> None:
    bare = series(CONVERSION, [2.0, 3.0, 4.0])
    filled, starts = weigh(CONVERSION, bare, series(SESSIONS, [100, 300], skip=1))
    assert roll_up(CONVERSION, filled).needs_counts
    assert len(starts) == 2
    assert roll_up(CONVERSION, filled.between(MONDAY + timedelta(days=1), None)).value == 3.75


def test_counts_that_came_with_the_number_stay() -> None:
    own = series(CONVERSION, [2.0, 3.0])
    own.numerators[0], own.denominators[0] = 20, 1000
    filled, starts = weigh(CONVERSION, own, series(SESSIONS, [5, 3000]))
    assert (filled.numerators.tolist(), filled.denominators.tolist()) == ([20, 90], [1000, 3000])
    assert starts.tolist() == [MONDAY + timedelta(days=1)]


def test_only_a_window_of_several_periods_is_said_to_be_weighted() -> None:
    bare = series(CONVERSION, [2.0, 3.0])
    weights = Weights(SESSIONS, bare.starts[:1])
    assert weights.behind(bare) is SESSIONS
    assert weights.behind(bare.between(MONDAY, MONDAY)) is None


def test_nothing_is_looked_for_where_counts_are_there_or_where_people_differ() -> None:
    whole = series(CONVERSION, [2.0])
    whole.numerators[0], whole.denominators[0] = 20, 1000
    assert weight_key(CONVERSION, whole, PARTS) == ""
    assert weight_key(CONVERSION, series(CONVERSION, [2.0]), PARTS) == "sessions"
    assert weight_key(ORDERS, series(ORDERS, [2.0]), PARTS) == ""
