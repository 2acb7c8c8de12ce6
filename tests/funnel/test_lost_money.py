"""Lost orders and money: every path of the journey, and no path where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.explain import Drop, lost_money, needed

USUAL = {
    "sessions": 40_000.0,
    "sales_conversion_rate": 2.0,
    "average_order_value": 60.0,
    "cart_starts": 2_700.0,
    "cart_abandonment_rate": 70.0,
    "orders": 800.0,
}


@pytest.mark.parametrize(
    ("metric", "amount", "orders", "money"),
    [
        ("sales_revenue", 6_000.0, None, 6_000.0),
        ("orders", 50.0, 50.0, 3_000.0),
        ("sessions", 4_000.0, 80.0, 4_800.0),
        ("cart_starts", 100.0, 30.0, 1_800.0),
        ("cart_abandonment_rate", 5.0, 135.0, 8_100.0),
        ("sales_conversion_rate", 0.5, 200.0, 12_000.0),
        ("add_to_cart_rate", 1.0, 120.0, 7_200.0),
        ("average_order_value", 4.0, None, 3_200.0),
    ],
)
def test_a_drop_costs_what_the_remaining_steps_would_have_made(
    metric: str, amount: float, orders: float | None, money: float
) -> None:
    found = lost_money(metric, Drop(amount, amount / 2, amount * 2), latest=USUAL)
    assert found is not None
    assert found.amount == pytest.approx(money)
    assert (found.low, found.high) == pytest.approx((money / 2, money * 2))
    assert found.orders == (None if orders is None else pytest.approx(orders))


def test_a_slow_answer_has_no_price() -> None:
    assert lost_money("first_response_time", Drop(60.0, 0.0, 90.0), latest=USUAL) is None
    assert needed("first_response_time") == ()


def test_without_an_order_value_nothing_is_guessed() -> None:
    latest = {key: value for key, value in USUAL.items() if key != "average_order_value"}
    assert lost_money("sessions", Drop(4_000.0, 0.0, 8_000.0), latest=latest) is None
    assert needed("sessions") == ("sales_conversion_rate", "average_order_value")


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_twice_the_drop_costs_twice(one: float, two: float) -> None:
    parts = [lost_money("sessions", Drop(x, x, x), latest=USUAL) for x in (one, two, one + two)]
    amounts = [part.amount for part in parts if part is not None]
    assert amounts[0] + amounts[1] == pytest.approx(amounts[2], abs=1e-6)
