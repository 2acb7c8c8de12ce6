"""The distance that a series must be from its own level before it warns."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from bot.grounds import Ground
from bot.thresholds import thresholds
from funnel.alarm import Alarm
from funnel.catalogue import load
from funnel.model import TOTAL, Grain, Series, SeriesState
from funnel.schedules import Schedule

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WEDNESDAY = date(2026, 11, 18)
DAYS = 400


def orders_until(last: date) -> Ground:
    """A year of orders with weekdays; the last week is wild, so that it would count if it did."""
    days = (last - WEDNESDAY).days + DAYS
    drawn = np.random.default_rng(5)
    values = 200 + 20 * (np.arange(days) % 7) + drawn.normal(0, 12, days)
    values[DAYS - 3 :] *= 0.3
    first = WEDNESDAY - timedelta(days=DAYS - 1)
    starts = np.datetime64(first) + np.arange(days)
    nothing = np.full(days, np.nan)
    series = Series("orders", starts, values, nothing, nothing)
    state = SeriesState("orders", TOTAL, Grain.DAY, first, last, days, NOW, "shop", "UANA", None)
    return Ground(state, load().metric("orders"), series, last, ())


def threshold_on(day: date) -> float:
    ground = orders_until(day)
    strict = Schedule(1, "C1", "UTC", alarm=Alarm(budget=0.05))
    return thresholds([ground], [ground], (strict,), NOW)[ground.key]


def test_a_threshold_holds_for_a_week_whatever_the_week_brings() -> None:
    on_wednesday = threshold_on(WEDNESDAY)
    assert threshold_on(WEDNESDAY + timedelta(days=1)) == on_wednesday
    assert threshold_on(WEDNESDAY + timedelta(days=4)) == on_wednesday
    assert threshold_on(WEDNESDAY + timedelta(days=7)) != on_wednesday
