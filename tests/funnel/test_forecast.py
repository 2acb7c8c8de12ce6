"""A goal's forecast: what people may rely on, whatever the numbers look like."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.forecast import Forecast, Spell, foresee, foresee_path
from funnel.model import Floats, Grain, Measure, Series, Side
from tests.funnel.days import MONDAY, metric, orders, rate, series, without_days

ORDERS = metric("orders")
CONVERSION = metric("sales_conversion_rate")
DAY = timedelta(days=1)
UP, DOWN = Side.UP, Side.DOWN


def total(days: Series, *, coming: int = 28, begun: int = 0, **more: object) -> Forecast:
    """The orders of a period that began `begun` days ago and ends in `coming` days."""
    today = days.starts[-1].item() + DAY
    found = foresee(
        days,
        ORDERS,
        measure=Measure.CUMULATIVE,
        window_days=28,
        start=today - begun * DAY,
        deadline=today + (coming - 1) * DAY,
        today=today,
        **more,  # type: ignore[arg-type]
    )
    assert found is not None
    return found


def level(days: Series, *, coming: int = 28, key: str = "sales_conversion_rate") -> Forecast:
    today = days.starts[-1].item() + DAY
    found = foresee(
        days,
        metric(key),
        measure=Measure.LEVEL,
        window_days=28,
        start=today,
        deadline=today + (coming - 1) * DAY,
        today=today,
    )
    assert found is not None
    return found


def test_steady_orders_are_expected_to_go_on() -> None:
    found = total(orders(400))
    assert found.expected == pytest.approx(28 * 800, rel=0.03)
    assert found.low < found.expected < found.high < 1.15 * found.expected
    assert not found.rough
    assert found.basis.startswith("400 days of numbers; ")


def test_a_season_that_came_twice_is_expected_a_third_time() -> None:
    def summer(day: int) -> float:
        return 1.6 if 180 <= day % 365 < 240 else 1.0

    found = total(orders(2 * 365 + 178, effect=summer), coming=56)
    assert found.expected > 1.3 * 56 * 800
    assert "of past years" in found.basis


@settings(max_examples=30)
@given(
    length=st.integers(2, 500),
    seed=st.integers(0, 50),
    coming=st.integers(1, 120),
    targets=st.lists(st.floats(0.0, 3e5), min_size=2, max_size=6),
)
def test_a_harder_target_is_never_likelier(
    length: int, seed: int, coming: int, targets: list[float]
) -> None:
    found = total(orders(length, seed=seed), coming=coming)
    harder = sorted(targets)
    upward = [found.chance(target, UP) for target in harder]
    downward = [found.chance(target, DOWN) for target in harder]
    assert upward == sorted(upward, reverse=True)
    assert downward == sorted(downward)


@settings(max_examples=25)
@given(factor=st.floats(1e-4, 1e5), length=st.integers(3, 500), seed=st.integers(0, 50), wish=...)
def test_money_in_cents_has_the_chance_of_money_in_euros(
    factor: float, length: int, seed: int, wish: bool
) -> None:
    days = orders(length, seed=seed)
    ours, theirs = total(days), total(replace(days, values=days.values * factor))
    target = ours.expected * (1.05 if wish else 0.97)
    assert theirs.chance(target * factor, UP) == pytest.approx(ours.chance(target, UP), abs=1e-8)
    assert theirs.expected == pytest.approx(ours.expected * factor, rel=1e-7)


def test_quantiles_and_chances_are_one_distribution() -> None:
    found = total(orders(300))
    for p in (0.02, 0.1, 0.37, 0.5, 0.9, 0.98):
        assert found.chance(found.quantile(p), DOWN) == pytest.approx(p, abs=1e-5)
    assert (found.low, found.high) == (found.quantile(0.1), found.quantile(0.9))
    assert found.expected == found.quantile(0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        found.quantile(1.0)


def test_fifteen_percent_more_is_the_same_as_the_number_it_makes() -> None:
    found, baseline = total(orders(300)), 22_000.0
    assert found.chance(baseline * 1.15, UP) == found.chance(25_300.0, UP)


def test_a_total_under_way_adds_what_is_achieved() -> None:
    days = orders(300)
    achieved = float(days.values[-20:].sum())
    fresh, begun = total(days, coming=10), total(days, coming=10, begun=20)
    assert begun.expected == pytest.approx(achieved + fresh.expected)
    assert begun.chance(achieved + fresh.high, UP) == pytest.approx(fresh.chance(fresh.high, UP))
    assert begun.chance(achieved, UP) == 1.0
    assert begun.chance(achieved - 1, DOWN) == 0.0


def test_once_the_period_is_over_nothing_is_open() -> None:
    days = orders(300)
    done = total(days, coming=0, begun=28)
    value = float(days.values[-28:].sum())
    assert (done.low, done.expected, done.high, done.outlook) == (value, value, value, None)
    assert (done.chance(value, UP), done.chance(value + 1, UP)) == (1.0, 0.0)
    assert done.quantile(0.9) == value


def test_a_level_counts_the_days_of_its_window_that_have_passed() -> None:
    days = rate("sales_conversion_rate", 300, n=4000, share=lambda day: 0.02 + 0.01 * (day >= 280))
    near, far = level(days, coming=4), level(days, coming=90)
    passed = days.between(MONDAY + 276 * DAY, None)
    known = 100 * passed.numerators.sum() / passed.denominators.sum()
    assert near.expected == pytest.approx(known, rel=0.05)
    assert near.high - near.low < 0.5 * (far.high - far.low)


def test_rates_are_sums_over_sums_not_means_of_rates() -> None:
    days = rate("sales_conversion_rate", 200, n=1000, share=lambda _: 0.02)
    quiet = np.arange(200) % 7 == 6
    few = np.where(quiet, 10.0, days.denominators)
    bought = np.where(quiet, 5.0, days.numerators)
    odd = replace(days, values=100 * bought / few, numerators=bought, denominators=few)
    assert level(odd).expected == pytest.approx(2.0, rel=0.1)


@settings(max_examples=25)
@given(share=st.floats(0.0, 1.0), n=st.integers(1, 200), length=st.integers(2, 120))
def test_a_percent_stays_between_nothing_and_everything(share: float, n: int, length: int) -> None:
    days = rate("sales_conversion_rate", length, n=n, share=lambda _: share)
    days = days.between(None, None)
    if np.count_nonzero(days.denominators > 0) < 2:
        return
    found = level(days)
    assert 0.0 <= found.low <= found.expected <= found.high <= 100.0
    assert found.chance(100.1, UP) == 0.0
    assert found.chance(0.0, UP) == 1.0
    assert found.chance(100.0, DOWN) == 1.0


@given(values=st.lists(st.sampled_from([0.0, 0.0, 1.0, 3.0]), min_size=2, max_size=60))
@settings(max_examples=25)
def test_handfuls_of_orders_never_go_below_zero(values: list[float]) -> None:
    found = total(series("orders", np.array(values)))
    assert 0.0 <= found.low <= found.expected <= found.high < np.inf
    assert found.chance(0.0, UP) == 1.0
    assert 0.0 < found.chance(5.0, UP) < 1.0


@pytest.mark.parametrize("value", [0.0, 7.0, 1e9])
def test_a_constant_is_expected_to_stay_but_not_sworn_to(value: float) -> None:
    found = total(series("orders", np.full(200, value)))
    assert found.expected == pytest.approx(28 * value, rel=1e-4, abs=2.0)
    assert found.chance(28 * value + 1, UP) < 1.0
    assert found.low <= found.expected <= found.high


def test_little_history_is_wide_and_says_so() -> None:
    widths = []
    for length in (2, 5, 14, 40, 365):
        found = total(orders(length))
        widths.append((found.high - found.low) / found.expected)
        assert found.rough == (length < 56)
        assert ("which is little" in found.basis) == found.rough
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("length", [0, 1])
def test_one_number_is_no_forecast(length: int) -> None:
    found = foresee(
        orders(length),
        ORDERS,
        measure=Measure.CUMULATIVE,
        window_days=28,
        start=MONDAY,
        deadline=MONDAY + 30 * DAY,
        today=MONDAY + length * DAY,
    )
    assert found is None


def test_missing_days_are_not_zeros() -> None:
    days = orders(400)
    holes = without_days(days, lambda day: day.toordinal() * 7919 % 10 < 3)
    whole, holed = total(days), total(holes)
    assert holed.expected == pytest.approx(whole.expected, rel=0.02)


def test_a_source_that_stopped_leaves_its_days_to_come() -> None:
    days = orders(400)
    today = MONDAY + 400 * DAY
    late = foresee(
        days.between(None, today - 8 * DAY),
        ORDERS,
        measure=Measure.CUMULATIVE,
        window_days=28,
        start=today,
        deadline=today + 27 * DAY,
        today=today,
    )
    assert late is not None
    assert late.expected == pytest.approx(28 * 800, rel=0.03)


def test_days_that_may_still_change_do_not_count_yet() -> None:
    days = orders(200)
    half = replace(days, values=np.append(days.values[:-3], days.values[-3:] / 4))
    mature = MONDAY + 196 * DAY
    one, other = total(half, mature_until=mature), total(days, mature_until=mature)
    assert (one.low, one.expected, one.high) == (other.low, other.expected, other.high)


def test_closed_saturdays_stay_closed() -> None:
    days = without_days(orders(300), lambda day: day.weekday() == 5)
    found = total(days)
    assert found.expected == pytest.approx(float(days.values[-24:].sum()), rel=0.04)


def test_a_closed_week_ahead_brings_nothing() -> None:
    days, today = orders(400), MONDAY + 400 * DAY
    shut = Spell(today + 7 * DAY, today + 13 * DAY, factor=0.0)
    sale = Spell(today + 7 * DAY, today + 13 * DAY, factor=2.0)
    plain = total(days).expected
    assert total(days, events=[shut]).expected == pytest.approx(0.75 * plain, rel=0.01)
    assert total(days, events=[sale]).expected == pytest.approx(1.25 * plain, rel=0.01)


def test_a_past_campaign_is_not_taken_for_the_level() -> None:
    boom = orders(400, effect=lambda day: 3.0 if 386 <= day < 393 else 1.0)
    known = Spell(MONDAY + 386 * DAY, MONDAY + 392 * DAY)
    assert total(boom, events=[known]).expected == pytest.approx(28 * 800, rel=0.03)
    assert total(boom).expected > 1.05 * 28 * 800


def test_the_same_day_says_the_same_number() -> None:
    assert total(orders(300)) is not total(orders(300))
    one, other = total(orders(300)), total(orders(300))
    assert (one.chance(23_000, UP), one.basis) == (other.chance(23_000, UP), other.basis)


@pytest.mark.parametrize(
    ("grain", "apart", "deadline"),
    [(Grain.WEEK, 7, date(2026, 12, 27)), (Grain.MONTH, 0, date(2029, 7, 31))],
)
def test_weeks_and_months_are_forecast_in_their_own_periods(
    grain: Grain, apart: int, deadline: date
) -> None:
    count = 42
    values = 1000.0 + 20.0 * np.sin(np.arange(count))
    starts = np.datetime64(MONDAY) + apart * np.arange(count)
    if grain is Grain.MONTH:
        starts = (np.datetime64("2026-01", "M") + np.arange(count)).astype("datetime64[D]")
    coarse = replace(series("orders", values), starts=starts, grain=grain)
    today = deadline - (70 if grain is Grain.WEEK else 30) * DAY
    found = foresee(
        coarse,
        ORDERS,
        measure=Measure.CUMULATIVE,
        window_days=28,
        start=today,
        deadline=deadline,
        today=today,
    )
    assert found is not None
    periods = 10 if grain is Grain.WEEK else 1
    assert found.expected == pytest.approx(periods * 1000, rel=0.03)


def test_scores_that_cross_zero_are_forecast_too() -> None:
    rng = np.random.default_rng(3)
    days = series("profit", rng.normal(0.0, 50.0, 200))
    found = foresee(
        days,
        replace(ORDERS, low=None),
        measure=Measure.CUMULATIVE,
        window_days=28,
        start=MONDAY + 200 * DAY,
        deadline=MONDAY + 227 * DAY,
        today=MONDAY + 200 * DAY,
    )
    assert found is not None
    assert found.low < 0.0 < found.high
    assert found.chance(0.0, UP) == pytest.approx(0.5, abs=0.3)


def test_a_path_starts_at_what_is_known_and_ends_at_the_forecast() -> None:
    days = orders(300)
    today = MONDAY + 300 * DAY
    start, deadline = today - 10 * DAY, today + 29 * DAY
    seen = foresee_path(
        days,
        ORDERS,
        measure=Measure.CUMULATIVE,
        window_days=28,
        start=start,
        days=[today - DAY, today + 6 * DAY, today + 13 * DAY, deadline],
        today=today,
    )
    end = total(days, coming=30, begun=10)
    assert seen[0].low == seen[0].expected == seen[0].high == float(days.values[-10:].sum())
    assert (seen[-1].low, seen[-1].expected, seen[-1].high) == (end.low, end.expected, end.high)
    expected = [point.expected for point in seen]
    assert expected == sorted(expected)
    widths: Floats = np.array([point.high - point.low for point in seen])
    assert (np.diff(widths) > 0).all()
