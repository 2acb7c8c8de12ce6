"""Days that have become unsteady, and what only looks like it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from funnel.dispersion import running_spell, spells
from funnel.model import Series
from funnel.season import Past
from tests.funnel.days import MONDAY, metric, orders, rate, series

ORDERS = metric("orders")
DAYS, D = 330, 250
SWING = 0.35  # of the mean, to either side


def swings(first: int, last: int, size: float = SWING) -> Callable[[int], float]:
    """Days off their mean to either side, by a seeded draw; the mean stays."""
    draws = np.random.default_rng(3).uniform(-size, size, 400)
    return lambda day: 1.0 + draws[day] if first <= day < last else 1.0


def test_orders_that_swing_for_a_month_are_found_once_with_their_first_day() -> None:
    [found] = spells(orders(DAYS, effect=swings(D, D + 28)), ORDERS)
    begun = MONDAY + timedelta(days=D)
    assert begun < found.opened <= begun + timedelta(days=28)
    assert abs(found.onset - begun) <= timedelta(days=7)
    assert found.relative
    assert found.now > 2 * found.before > 0.02
    assert found.ended is not None


@pytest.mark.parametrize(
    "effect",
    [
        lambda day: 0.1 if day == D else 1.0,  # a wild day
        lambda day: 0.3 if day in (D, D + 5) else 1.0,
        lambda day: 0.5 if day >= D else 1.0,  # a new level
        lambda day: 1.0 - 0.6 * min(max(day - D, 0) / 40, 1.0),  # a leak
    ],
)
def test_a_wild_day_a_new_level_and_a_leak_are_no_unsteadiness(
    effect: Callable[[int], float],
) -> None:
    assert spells(orders(DAYS, effect=effect), ORDERS) == []


def test_a_share_of_fewer_is_not_called_unsteady() -> None:
    """A rate scatters twice as far when a quarter of the carts is left behind it."""
    many = rate("cart_abandonment_rate", DAYS, n=4000, share=lambda _: 0.7)
    few = rate("cart_abandonment_rate", DAYS, n=250, share=lambda _: 0.7, seed=2)
    parts = zip(
        (many.values, many.numerators, many.denominators),
        (few.values, few.numerators, few.denominators),
        strict=True,
    )
    values, hits, carts = (np.concatenate([a[:D], b[D:]]) for a, b in parts)
    fallen = Series(many.metric, many.starts, values, hits, carts)
    abandonment = metric("cart_abandonment_rate")
    assert spells(fallen, abandonment) == []
    unknown = replace(fallen, denominators=np.full(DAYS, np.nan))
    assert spells(unknown, abandonment), "without counts it can only be seen, not explained"


def test_a_handful_of_events_a_day_is_not_judged() -> None:
    few = np.random.default_rng(1).poisson([3.0] * D + [1.0, 6.0] * ((DAYS - D) // 2))
    assert spells(series("orders", few), ORDERS) == []


def test_days_of_an_event_are_nobodys_unsteadiness() -> None:
    sale = (MONDAY + timedelta(days=D), MONDAY + timedelta(days=D + 27))
    assert spells(orders(DAYS, effect=swings(D, D + 28)), ORDERS, past=Past((sale,))) == []


@pytest.mark.parametrize("until", [D + 10, D + 20, D + 27, D + 40, D + 70])
def test_what_was_found_stays_found_and_the_running_one_is_the_last(until: int) -> None:
    whole = orders(DAYS, effect=swings(D, D + 28))
    seen = whole.between(None, MONDAY + timedelta(days=until))
    newest = seen.starts[-1].tolist()
    known = [
        one if one.ended is None or one.ended <= newest else replace(one, ended=None)
        for one in spells(whole, ORDERS)
        if one.opened <= newest
    ]
    assert spells(seen, ORDERS) == known
    assert running_spell(seen, ORDERS) == next((one for one in known if one.ended is None), None)


def test_a_shop_a_thousand_times_as_large_is_judged_alike() -> None:
    small = orders(DAYS, effect=swings(D, D + 28))
    large = replace(small, values=1000.0 * small.values)
    [one], [other] = spells(small, ORDERS), spells(large, ORDERS)
    assert (one.opened, one.onset) == (other.opened, other.onset)
    assert other.now == pytest.approx(one.now)
