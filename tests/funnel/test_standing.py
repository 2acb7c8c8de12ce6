"""A value in its own history, among published figures, and what stood near an onset."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pytest

from funnel.catalogue import load
from funnel.explain import Around, Drop, NearKind, lost_since, nearby, own_rank, references
from funnel.explain.coincidence import restated_days
from funnel.model import Series
from funnel.season import Past
from tests.breaks import a_break

CATALOGUE = load()
CARTS = CATALOGUE.metric("cart_abandonment_rate")
SESSIONS = CATALOGUE.metric("sessions")
FIRST = date(2025, 11, 3)  # a Monday
USUAL = {"cart_starts": 2_700.0, "average_order_value": 60.0}


def sessions(values: list[float]) -> Series:
    starts = np.datetime64(FIRST) + np.arange(len(values))
    none = np.full(len(values), np.nan)
    return Series("sessions", starts, np.array(values, dtype=float), none, none)


def on(week: int, weekday: int = 0) -> date:
    return FIRST + timedelta(weeks=week, days=weekday)


def test_a_monday_is_held_against_mondays() -> None:
    series = sessions([float(100 + day // 7 if day % 7 == 0 else 5) for day in range(7 * 20)])
    found = own_rank(SESSIONS, series, on(19), on(19))
    assert found is not None
    assert (found.below, found.above, found.count) == (1.0, 0.0, 19)


def test_days_of_a_closed_break_are_no_comparison() -> None:
    series = sessions([100.0] * 7 * 20)
    past = Past(without=((on(3), on(4, 6)),))
    found = own_rank(SESSIONS, series, on(19), on(19), past=past)
    assert found is not None
    assert found.count == 17


def test_a_short_history_says_nothing() -> None:
    assert own_rank(SESSIONS, sessions([1.0] * 50), on(7), on(7)) is None


def test_references_are_a_range_with_the_distance_to_both_ends() -> None:
    found = references(
        CARTS, 80.0, CATALOGUE.benchmarks_of(CARTS.key), currency="EUR", today=date(2026, 11, 20)
    )
    assert found is not None
    assert found.least < found.most
    assert (found.low, found.high) == pytest.approx((80 - found.most, 80 - found.least))
    assert not found.is_old


def test_money_of_another_currency_is_no_reference() -> None:
    order_value = CATALOGUE.metric("average_order_value")
    figures = CATALOGUE.benchmarks_of(order_value.key)
    assert references(order_value, 58.0, figures, currency="XXX", today=date(2026, 11, 20)) is None


@dataclass(frozen=True)
class Release:
    title: str
    first: date
    last: date
    is_live: bool = True


def test_what_stood_near_the_onset_is_named_events_first() -> None:
    onset = date(2026, 11, 4)
    day = timedelta(days=1)
    found = nearby(
        Around("cart_abandonment_rate", onset - 2 * day, onset + 2 * day),
        events=[
            Release("Checkout 4.2", onset - day, onset - day),
            Release("Taken back", onset, onset, is_live=False),
            Release("Summer sale", onset - 90 * day, onset - 80 * day),
        ],
        breaks=[
            a_break("cart_abandonment_rate", onset),
            a_break("email_click_rate", onset - 5 * day),
            a_break("sessions", onset + 9 * day),
        ],
        restated={"orders": [onset, onset - day]},
        gaps={"orders": [onset - 30 * day]},
    )
    assert [(one.kind, one.what) for one in found] == [
        (NearKind.EVENT, "Checkout 4.2"),
        (NearKind.MOVED, "email_click_rate"),
        (NearKind.RESTATED, "orders"),
    ]
    assert [one.lead for one in found] == [-1, 3, -1]


def test_only_values_that_changed_are_restated() -> None:
    before = sessions([1.0, 2.0, 3.0])
    after = replace(sessions([1.0, 2.5, 3.0, 4.0]), metric="sessions")
    assert restated_days(after, before) == (FIRST + timedelta(days=1),)


def test_a_leak_costs_the_sum_of_its_days() -> None:
    drops = [Drop(points, points - 1.0, points + 1.0) for points in (4.0, 5.0, 6.0, 5.0)]
    found = lost_since("cart_abandonment_rate", drops, latest=USUAL)
    assert found is not None
    assert found.total.amount == pytest.approx(20.0 * 27 * 60)
    assert found.each.amount == pytest.approx(5.0 * 27 * 60)
    assert found.total.orders == pytest.approx(20.0 * 27)
    assert found.total.low < found.total.amount < found.total.high
    assert found.periods == 4


def test_misses_that_do_not_hang_together_even_out() -> None:
    """Ten days whose misses alternate are known better, together, than ten that miss alike."""
    apart = [Drop(5.0 + (-1) ** day, 3.0, 7.0) for day in range(10)]
    alike = [Drop(5.0 + day / 10, 3.0, 7.0) for day in range(10)]
    ranges = []
    for drops in (apart, alike):
        found = lost_since("cart_abandonment_rate", drops, latest=USUAL)
        assert found is not None
        ranges.append(found.total.high - found.total.low)
    assert ranges[0] < ranges[1]


def test_what_leads_to_no_money_costs_none() -> None:
    assert lost_since("first_response_time", [Drop(1.0, 0.0, 2.0)], latest=USUAL) is None
