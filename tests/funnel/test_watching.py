"""What is watched: news once, rates that follow from counts, and holidays left out."""

from datetime import date, timedelta

import numpy as np

from funnel.catalogue import load
from funnel.days_off import country_of_shop, holidays_of
from funnel.model import Side, Workspace
from funnel.replay import replay_journey
from funnel.schedules import Schedule
from funnel.watching import conversions_of, said_twice, watched_of, with_conversions
from tests.funnel.days import orders, series

CATALOGUE = load()
MAY_DAY = date(2026, 5, 1)


def test_of_complements_one_is_judged() -> None:
    held = ("bounce_rate", "engagement_rate", "sessions")
    assert said_twice(held, CATALOGUE) == {"engagement_rate"}
    assert said_twice(("engagement_rate", "sessions"), CATALOGUE) == frozenset()
    level = 40 + np.random.default_rng(2).normal(0, 1, 200)
    journey = {key: series(key, level) for key in ("bounce_rate", "engagement_rate")}
    assert [one.metric.key for one in watched_of(journey, CATALOGUE)] == ["bounce_rate"]


def test_orders_over_sessions_is_a_series_where_nobody_stores_it() -> None:
    assert conversions_of(("orders", "sessions"), CATALOGUE)["sales_conversion_rate"] == (
        "orders",
        "sessions",
    )
    stored = ("orders", "sessions", "sales_conversion_rate")
    assert "sales_conversion_rate" not in conversions_of(stored, CATALOGUE)


def test_a_bottleneck_is_found_though_neither_end_of_it_shouts() -> None:
    """More and more visits hide that fewer of them buy: orders stay, sessions rise."""
    days = np.arange(220)
    wander = np.random.default_rng(4).normal(1, 0.01, 220)
    sessions = 4_000 * wander * np.where(days >= 190, 1.5, 1.0)
    journey = {"orders": orders(220), "sessions": series("sessions", np.round(sessions))}
    whole = with_conversions(journey, CATALOGUE)
    assert (
        whole["sales_conversion_rate"].denominators.tolist() == journey["sessions"].values.tolist()
    )
    told = [one for one in replay_journey(journey, CATALOGUE, budget=0.2) if one.on >= DAY_190]
    assert told
    assert {one.metrics[0] for one in told} == {"sales_conversion_rate"}


DAY_190 = date(2026, 1, 5) + timedelta(days=190)


def test_the_country_is_the_shops_own_else_the_one_that_most_digests_name() -> None:
    named = [
        Schedule(n, f"C{n}", "UTC", country=one) for n, one in enumerate(("DE", "", "DE", "US"))
    ]
    assert country_of_shop(Workspace("T1"), named) == "DE"
    assert country_of_shop(Workspace("T1", country="FR"), named) == "FR"
    assert country_of_shop(Workspace("T1"), [Schedule(1, "C1", "UTC")]) == ""


def test_a_holiday_warns_nobody_and_teaches_nothing() -> None:
    journey = {"orders": orders(160, effect=_closed_on_may_day)}
    off = holidays_of(
        "DE", [CATALOGUE.metric("orders")], first=date(2026, 1, 1), last=date(2026, 6, 30)
    )
    assert any(one.first == MAY_DAY and one.moves[0].side is Side.DOWN for one in off)
    assert any(one.on == MAY_DAY for one in replay_journey(journey, CATALOGUE))
    assert not any(one.on == MAY_DAY for one in replay_journey(journey, CATALOGUE, events=off))
    assert holidays_of("", (), first=MAY_DAY, last=MAY_DAY) == ()


def _closed_on_may_day(day: int) -> float:
    return 0.1 if date(2026, 1, 5) + timedelta(days=day) == MAY_DAY else 1.0
