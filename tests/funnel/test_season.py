"""The usual value: what it is taken from, how wide its range is, and that it never looks ahead."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.catalogue.entries import NoiseModel
from funnel.model import Grain, Series
from funnel.season import Asked, Past, expected, expected_each, usual
from tests.benchmarks.detection import FILES, coverage_of_file
from tests.funnel.days import MONDAY, metric, orders, rate, series, without_days

ORDERS = metric("orders")
DAY = timedelta(days=1)


def test_usual_thursday_is_the_median_of_the_last_eight_thursdays() -> None:
    days = orders(120)
    thursday = date(2026, 4, 30)
    found = expected(days, thursday, metric=ORDERS)
    eight = [days.between(at, at).values[0] for at in (thursday - n * 7 * DAY for n in range(1, 9))]
    assert found.value == pytest.approx(np.median(eight))
    assert found.basis == "last 8 Thursdays"
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_a_young_series_is_learning_then_rough_then_sure() -> None:
    days = orders(120)
    assert expected(days, MONDAY + 21 * DAY, metric=ORDERS).value is None
    young = expected(days, MONDAY + 35 * DAY, metric=ORDERS)
    assert young.basis == "last 5 Mondays"
    assert young.rough
    assert not expected(days, MONDAY + 90 * DAY, metric=ORDERS).rough


def test_series_judged_together_get_what_each_gets_alone() -> None:
    carts = rate("cart_abandonment_rate", 200, n=900, share=lambda _: 0.7)
    weeks = replace(
        series("orders", np.arange(40.0)),
        starts=np.datetime64("2026-01-05") + 7 * np.arange(40),
        grain=Grain.WEEK,
    )
    at = MONDAY + 150 * DAY
    shifted = Past(((at - 30 * DAY, at - 20 * DAY),), (at - 90 * DAY,))
    asked = [
        Asked(orders(400), at, ORDERS, shifted),
        Asked(carts, at, metric("cart_abandonment_rate")),
        Asked(weeks, date(2026, 8, 3), ORDERS),
        Asked(orders(20), at, ORDERS),
        Asked(carts, MONDAY + 10 * DAY, metric("cart_abandonment_rate")),
        Asked(without_days(orders(400, seed=2), lambda day: day.weekday() == 5), at, ORDERS),
    ]
    alone = [expected(one.series, one.at, metric=one.metric, past=one.past) for one in asked]
    assert expected_each(asked) == alone
    assert [one.value is None for one in alone] == [False, False, False, True, True, False]


def test_the_newest_rows_alone_are_as_among_all() -> None:
    days = orders(300)
    whole, newest = usual(days, metric=ORDERS), usual(days, metric=ORDERS, newest=20)
    for one, part in ((whole.expected, newest.expected), (whole.residual, newest.residual)):
        np.testing.assert_array_equal(one[-20:], part)


def test_weeks_months_and_hours_have_their_own_seasons() -> None:
    sunday_nights = np.arange(24 * 7 * 6)
    hours = series("orders", 100.0 + 50.0 * (sunday_nights % 24 == 20))
    hours = replace(
        hours,
        starts=np.datetime64("2026-01-05T00", "h") + sunday_nights,
        grain=Grain.HOUR,
    )
    evening = expected(hours, datetime.fromisoformat("2026-02-15T20:00"), metric=ORDERS)
    assert (evening.value, evening.basis) == (150.0, "last 5 Sundays at 20:00")
    weeks = replace(
        series("orders", np.arange(20.0)),
        starts=np.datetime64("2026-01-05") + 7 * np.arange(20),
        grain=Grain.WEEK,
    )
    found = expected(weeks, date(2026, 5, 25), metric=ORDERS)
    assert (found.value, found.basis) == (15.5, "last 8 weeks")
    months = np.array([f"2025-{month:02d}-01" for month in range(1, 13)], dtype="datetime64[D]")
    year = replace(series("orders", np.arange(12.0)), starts=months, grain=Grain.MONTH)
    found = expected(year, date(2026, 1, 1), metric=ORDERS)
    assert (found.value, found.basis) == (8.5, "last 6 months")


def test_a_closed_saturday_is_no_value_of_zero() -> None:
    days = without_days(orders(150), lambda day: day.weekday() == 5)
    assert expected(days, date(2026, 5, 30), metric=ORDERS).value is None
    assert expected(days, date(2026, 5, 29), metric=ORDERS).basis == "last 8 Fridays"


def test_days_of_a_closed_break_are_left_out() -> None:
    days = orders(150, effect=lambda day: 0.3 if 100 <= day < 128 else 1.0)
    at = MONDAY + 140 * DAY
    spoilt = expected(days, at, metric=ORDERS)
    past = Past(without=((MONDAY + 100 * DAY, MONDAY + 127 * DAY),))
    clean = expected(days, at, metric=ORDERS, past=past)
    assert clean.value is not None
    assert spoilt.value is not None
    assert clean.value == pytest.approx(800 * 1.1, rel=0.05)
    assert spoilt.value < clean.value


def test_a_new_normal_starts_anew_and_keeps_its_experience_of_errors() -> None:
    days = orders(160, effect=lambda day: 0.6 if day >= 120 else 1.0)
    onset = MONDAY + 120 * DAY
    found = expected(days, MONDAY + 154 * DAY, metric=ORDERS, past=Past(restarts=(onset,)))
    assert found.value == pytest.approx(0.6 * 800 * 1.1, rel=0.06)
    assert not found.rough


def test_a_rate_is_given_the_chance_of_its_own_denominator() -> None:
    conversions = rate("sales_conversion_rate", 120, n=40_000, share=lambda _: 0.02)
    quiet = replace(conversions, denominators=np.append(conversions.denominators[:-1], 100.0))
    at = MONDAY + 119 * DAY
    key = metric("sales_conversion_rate")
    wide, narrow = expected(quiet, at, metric=key), expected(conversions, at, metric=key)
    assert wide.high is not None
    assert narrow.high is not None
    assert wide.value == narrow.value
    assert wide.high > 2 * narrow.high
    assert wide.low is not None
    assert wide.low >= 0.0


def test_constant_and_all_zero_series_have_a_finite_distance() -> None:
    for level in (0.0, 5.0):
        flat = series("orders", np.append(np.full(100, level), level + 40.0))
        found = usual(flat, metric=replace(ORDERS, noise=NoiseModel.LOGNORMAL_SUM))
        assert np.isfinite(found.residual[60:]).all()
        assert found.residual[-1] == 50.0


def test_an_empty_series_is_learning() -> None:
    assert expected(series("orders", np.array([])), MONDAY, metric=ORDERS).value is None
    assert len(usual(series("orders", np.array([])), metric=ORDERS).expected) == 0


@settings(max_examples=30)
@given(
    values=st.lists(st.integers(0, 5000), min_size=1, max_size=150),
    cut=st.integers(1, 150),
    gap=st.integers(2, 9),
)
def test_the_future_changes_nothing_and_one_day_equals_all_days(
    values: list[int], cut: int, gap: int
) -> None:
    days = without_days(
        series("orders", np.array(values, dtype=np.float64)), lambda day: day.day % gap == 1
    )
    whole = usual(days, metric=ORDERS)
    prefix = Series(
        "orders",
        days.starts[:cut],
        days.values[:cut],
        days.numerators[:cut],
        days.denominators[:cut],
    )
    early = usual(prefix, metric=ORDERS)
    for name in ("expected", "low", "high", "residual", "counts"):
        np.testing.assert_array_equal(getattr(early, name), getattr(whole, name)[: len(prefix)])
    if len(days):
        one = expected(days, days.starts[-1].tolist(), metric=ORDERS)
        last = (whole.expected[-1], whole.low[-1], whole.high[-1])
        learning = one.value is None
        assert np.isnan(last[0]) if learning else (one.value, one.low, one.high) == last


@settings(max_examples=20)
@given(factor=st.floats(0.1, 1000.0), seed=st.integers(0, 99))
def test_money_in_cents_is_as_usual_as_money_in_euros(factor: float, seed: int) -> None:
    revenue = metric("sales_revenue")
    days = orders(120, seed=seed)
    scaled = replace(days, values=days.values * factor)
    ours, theirs = usual(days, metric=revenue), usual(scaled, metric=revenue)
    np.testing.assert_allclose(ours.residual[60:], theirs.residual[60:], rtol=1e-6, atol=1e-9)


def test_the_range_holds_nineteen_days_of_twenty() -> None:
    inside = []
    for seed in range(20):
        days = orders(400, seed=seed)
        found = usual(days, metric=ORDERS)
        inside.append(((days.values >= found.low) & (days.values <= found.high))[60:])
    assert 0.93 <= float(np.concatenate(inside).mean()) <= 0.97


@pytest.mark.parametrize("name", FILES)
def test_the_range_holds_on_real_shops(shared_data: Path, name: str) -> None:
    assert 0.92 <= coverage_of_file(shared_data / "data", name) <= 0.97
