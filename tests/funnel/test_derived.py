"""Metrics computed from others' parts, and parts that contradict each other."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.derived import can_derive, derive, find_conflicts, parts_held
from funnel.model import Series

CATALOGUE = load()
FIRST = date(2026, 11, 2)
Counts = st.dictionaries(st.integers(0, 9), st.integers(0, 500), min_size=1)


def held(metric: str, values: dict[int, float]) -> Series:
    offsets = sorted(values)
    numbers = np.array([values[offset] for offset in offsets], dtype=np.float64)
    bare = np.full(len(offsets), np.nan)
    starts = np.datetime64(FIRST) + np.array(offsets, dtype=np.int64)
    return Series(metric, starts, numbers, bare, bare)


@given(Counts, Counts)
def test_a_derived_rate_is_its_parts_on_the_days_that_have_both(
    orders: dict[int, int], sessions: dict[int, int]
) -> None:
    metric = CATALOGUE.metric("sales_conversion_rate")
    parts = {"orders": held("orders", dict(orders)), "sessions": held("sessions", dict(sessions))}
    derived = derive(metric, parts)
    both = [day for day in sorted(orders.keys() & sessions.keys()) if sessions[day] > 0]
    assert (derived.starts - np.datetime64(FIRST)).astype(int).tolist() == both
    expected = [100.0 * orders[day] / sessions[day] for day in both]
    np.testing.assert_allclose(derived.values, expected)
    assert derived.numerators.tolist() == [orders[day] for day in both]


def test_a_rate_is_derived_only_if_all_its_parts_are_held() -> None:
    parts = parts_held(CATALOGUE, ["orders", "sales_revenue", "cart_abandonment_rate"])
    assert parts == {"orders": "orders", "revenue": "sales_revenue"}
    order_value = CATALOGUE.metric("average_order_value")
    assert can_derive(order_value, parts) == ("sales_revenue", "orders")
    assert can_derive(CATALOGUE.metric("sales_conversion_rate"), parts) == ()
    assert can_derive(CATALOGUE.metric("orders"), parts) == ()


def test_more_orders_than_sessions_and_a_denied_rate_are_found() -> None:
    series = {
        "orders": held("orders", {0: 80, 1: 500, 2: 90}),
        "sessions": held("sessions", {0: 4000, 1: 300, 2: 4500}),
        "sales_conversion_rate": held("sales_conversion_rate", {0: 2.0, 2: 2.5}),
    }
    found = find_conflicts(CATALOGUE, series, first=FIRST)
    assert [(one.day.day, one.one, one.other, one.derived) for one in found] == [
        (3, "orders", "sessions", False),
        (4, "sales_conversion_rate", "orders and sessions", True),
    ]
    assert (found[0].value, found[0].limit) == (500.0, 300.0)
    assert find_conflicts(CATALOGUE, series, first=date(2026, 11, 5)) == ()
