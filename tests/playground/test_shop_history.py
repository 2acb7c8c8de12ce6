"""The demo shop over time: its season, its chance, and its breaks where the plan says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, stdev

import pytest

from playground.shop import Effect, Kind, Planted, Row, Shape, Shop, simulate
from playground.shop.day import Day
from playground.shop.season import demand

END = date(2026, 11, 20)
DAYS = 480
START = END - timedelta(days=DAYS)
TOTAL = ("all", "all")


@pytest.fixture(scope="module")
def shop() -> Shop:
    return simulate(7, start=START, days=DAYS)


def rolled_up(
    shop: Shop, first: date, days: int, segment: tuple[str, str] = TOTAL
) -> dict[str, float]:
    """Every metric over a window: counts per day, ratios as sum over sum."""
    above: dict[str, float] = {}
    below: dict[str, float] = {}
    for row in rows_of(shop, first, days, segment):
        part = row.value if row.numerator is None else row.numerator
        above[row.metric] = above.get(row.metric, 0) + part
        below[row.metric] = below.get(row.metric, 0) + (row.denominator or 0)
    return {metric: above[metric] / (below[metric] or days) for metric in above}


def rows_of(shop: Shop, first: date, days: int, segment: tuple[str, str]) -> Iterable[Row]:
    for number in range(days):
        for row in shop.rows(first + timedelta(days=number)):
            if (row.segment_name, row.segment_value) == segment:
                yield row


def planted(shop: Shop, kind: Kind) -> Planted:
    return next(one for one in shop.planted if one.kind is kind)


def level(
    shop: Shop, metric: str, first: date, days: int, segment: tuple[str, str] = TOTAL
) -> float:
    return rolled_up(shop, first, days, segment)[metric]


def test_the_shop_has_the_size_that_it_is_said_to_have(shop: Shop) -> None:
    calm = rolled_up(replace(shop, planted=()), START, DAYS)

    assert calm["sessions"] == pytest.approx(40_000, rel=0.03)
    assert calm["orders"] == pytest.approx(840, rel=0.03)
    assert calm["average_order_value"] == pytest.approx(58, rel=0.02)
    assert calm["cart_abandonment_rate"] == pytest.approx(0.706, abs=0.005)


def test_weekdays_and_the_year_show(shop: Shop) -> None:
    spring = [date(2026, 3, 2) + timedelta(days=number) for number in range(84)]
    visits = {day: level(shop, "sessions", day, 1) for day in spring}
    mondays = fmean(number for day, number in visits.items() if day.weekday() == 0)
    fridays = fmean(number for day, number in visits.items() if day.weekday() == 4)
    may, july, november, december = (
        level(shop, "sessions", first, 14)
        for first in (
            date(2026, 5, 11),
            date(2026, 7, 20),
            date(2025, 11, 3),
            date(2025, 12, 4),
        )
    )

    assert mondays / fridays == pytest.approx(1.06 / 0.92, rel=0.04)
    assert july / may == pytest.approx(0.88, abs=0.05)
    assert december / november == pytest.approx(1.26, abs=0.08)


def test_the_shop_grows_by_8_percent_a_year() -> None:
    assert demand(date(2026, 3, 5)) / demand(date(2025, 3, 6)) == pytest.approx(1.083, abs=0.01)


def test_counts_scatter_more_than_pure_chance_and_as_much_as_asked() -> None:
    days = [Day(3, START + timedelta(days=number), ()) for number in range(400)]
    drawn = [day.count("parcels", 400, spread=0.10) for day in days]

    assert fmean(drawn) == pytest.approx(400, rel=0.02)
    assert stdev(drawn) == pytest.approx(sqrt(400 + 40**2), rel=0.12)


def test_means_of_few_amounts_scatter_more_than_means_of_many() -> None:
    days = [Day(3, START + timedelta(days=number), ()) for number in range(400)]
    few = [day.total("seconds", 25, 100, variation=1.0) / 25 for day in days]
    many = [day.total("seconds", 2_500, 100, variation=1.0) / 2_500 for day in days]

    assert stdev(few) == pytest.approx(20, rel=0.15)
    assert stdev(many) == pytest.approx(sqrt(2**2 + 1.2**2), rel=0.10)
    assert fmean(few) == pytest.approx(100, rel=0.03)


def test_one_break_of_each_kind_is_planted_and_three_in_the_last_60_days(shop: Shop) -> None:
    recent = {one.kind for one in shop.planted if one.touches(END - timedelta(days=60), END)}
    decision = planted(shop, Kind.DECISION)

    assert sorted(one.kind for one in shop.planted) == sorted(Kind)
    assert {one.shape for one in shop.planted} == set(Shape)
    assert recent == {Kind.ACQUISITION, Kind.POST_PURCHASE, Kind.DECISION}
    assert [one.kind for one in shop.planted if one.end is None] == [
        Kind.ACQUISITION,
        Kind.DECISION,
    ]
    assert decision.segment == ("device", "mobile")
    assert (decision.metrics, decision.size) == (("cart_abandonment_rate",), 0.085)


def test_a_short_history_holds_only_the_breaks_of_its_days() -> None:
    week = simulate(7, start=END - timedelta(days=7), days=7)
    spring = simulate(7, start=date(2026, 5, 1), days=20, breaks_before=END)

    assert {one.kind for one in week.planted} == {Kind.ACQUISITION, Kind.DECISION}
    assert spring.planted == ()


@pytest.mark.parametrize(
    ("shape", "end", "strengths"),
    [
        (Shape.JUMP, 4, [0, 1, 1, 1, 1, 0, 0]),
        (Shape.SHIFT, None, [0, 1, 1, 1, 1, 1, 1]),
        (Shape.LEAK, None, [0, 0.25, 0.5, 0.75, 1, 1, 1]),
        (Shape.LEAK, 5, [0, 0.25, 0.5, 0.75, 1, 1, 0]),
        (Shape.FADE, 4, [0, 1, 0.75, 0.5, 0.25, 0, 0]),
    ],
)
def test_each_shape_runs_as_described(
    shape: Shape, end: int | None, strengths: list[float]
) -> None:
    onset = date(2026, 3, 2)
    one = Planted(
        kind=Kind.RETENTION,
        shape=shape,
        onset=onset,
        end=None if end is None else onset + timedelta(days=end),
        effects=(Effect("churn_rate", 0.2),),
        ramp_days=4,
    )

    assert [one.strength(onset + timedelta(days=day)) for day in range(-1, 6)] == strengths


def test_decision_carts_are_left_on_mobile_since_early_november(shop: Shop) -> None:
    onset = planted(shop, Kind.DECISION).onset

    def change(metric: str, segment: tuple[str, str] = TOTAL) -> float:
        before = level(shop, metric, onset - timedelta(days=14), 14, segment)
        return level(shop, metric, onset, 14, segment) / before

    assert onset == date(2026, 11, 4)
    assert change("cart_abandonment_rate", ("device", "mobile")) == pytest.approx(1.085, abs=0.02)
    assert change("cart_abandonment_rate", ("device", "desktop")) == pytest.approx(1, abs=0.02)
    assert 1.03 < change("cart_abandonment_rate") < 1.07
    assert change("sales_conversion_rate") < 0.93
    assert change("cart_starts") > 0.97


def test_acquisition_forms_leak_while_sessions_hold(shop: Shop) -> None:
    onset = planted(shop, Kind.ACQUISITION).onset
    rates = [
        level(shop, "form_conversion_rate", onset + timedelta(days=days), 7)
        for days in (-7, 7, 21, 41)
    ]
    sessions = [level(shop, "sessions", onset + timedelta(days=days), 7) for days in (-7, 41)]

    assert rates == sorted(rates, reverse=True)
    assert rates[-1] / rates[0] == pytest.approx(0.65, abs=0.03)
    assert sessions[1] / sessions[0] > 0.97


def test_post_purchase_service_breaks_for_two_weeks_and_recovers(shop: Shop) -> None:
    broken = planted(shop, Kind.POST_PURCHASE)
    assert broken.end == broken.onset + timedelta(days=14)
    for effect in broken.effects:
        before = level(shop, effect.metric, broken.onset - timedelta(days=14), 14)
        during = level(shop, effect.metric, broken.onset, 14)
        after = level(shop, effect.metric, broken.end, 14)
        assert during / before == pytest.approx(1 + effect.change, abs=0.16), effect
        assert after / before == pytest.approx(1, abs=0.12), effect


def test_consideration_messages_are_opened_but_not_clicked(shop: Shop) -> None:
    onset = planted(shop, Kind.CONSIDERATION).onset

    def change(metric: str, weeks: int = 0) -> float:
        before = level(shop, metric, onset - timedelta(days=14), 14)
        return level(shop, metric, onset + timedelta(weeks=weeks), 7) / before

    assert change("email_open_rate") == pytest.approx(1, abs=0.02)
    assert change("email_click_rate") == pytest.approx(0.675, abs=0.05)
    assert change("email_click_rate", weeks=6) == pytest.approx(1, abs=0.05)
    assert change("engagement_rate") < 0.93
    assert change("cart_starts") < 0.90
    assert change("bounce_rate") > 1.08


def test_retention_slips_and_is_mended(shop: Shop) -> None:
    leak = planted(shop, Kind.RETENTION)
    assert leak.end is not None
    for effect in leak.effects:
        before = level(shop, effect.metric, leak.onset - timedelta(days=28), 28)
        worst = level(shop, effect.metric, leak.end - timedelta(days=28), 28)
        after = level(shop, effect.metric, leak.end, 28)
        assert worst / before == pytest.approx(1 + effect.change, abs=0.06), effect
        assert after / before == pytest.approx(1, abs=0.06), effect


@pytest.mark.parametrize("kind", list(Kind))
def test_a_break_moves_what_it_names_and_nothing_else(shop: Shop, kind: Kind) -> None:
    first, days = date(2026, 2, 2), 84
    one = planted(shop, kind)
    lasting = replace(one, shape=Shape.SHIFT, onset=first, end=None)
    with_it, without = (
        rolled_up(replace(shop, planted=it), first, days) for it in ((lasting,), ())
    )
    change = {metric: with_it[metric] / without[metric] - 1 for metric in without}

    named = {*one.metrics, *one.consequences}
    assert {metric for metric in named if abs(change[metric]) < 0.004} == set()
    assert {
        metric for metric in change if metric not in named and abs(change[metric]) > 0.03
    } == set()
    if one.segment == TOTAL:
        for effect in one.effects:
            assert change[effect.metric] == pytest.approx(effect.change, abs=0.03)
