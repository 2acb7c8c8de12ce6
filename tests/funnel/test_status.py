"""Status: what a row compares, which state applies first, and the verdict over a journey."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from funnel.catalogue import load
from funnel.catalogue.entries import Direction
from funnel.freshness import Fresh, Freshness
from funnel.model import Break, Condition, Money, Segment, Series
from funnel.season import expected
from funnel.status import (
    ChangeKind,
    Reading,
    Standing,
    VerdictKind,
    journey_status,
    metric_status,
    segment_statuses,
    stage_status,
)
from tests.breaks import a_break
from tests.funnel.days import MONDAY, metric, orders, rate, series

ORDERS = metric("orders")
CURRENT = Freshness(Fresh.CURRENT)
DAY = timedelta(days=1)
LAST = MONDAY + 149 * DAY


def days(factor: float = 1.0, *, seed: int = 2) -> Series:
    return orders(150, seed=seed, effect=lambda day: factor if day == 149 else 1.0)


def broken(number: int, money: float | None = None, **changes: object) -> Break:
    cost = None if money is None else Money(money, money / 2, money * 2)
    found = a_break("orders", LAST, number=number, money=cost)
    return replace(found, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("factor", "words"),
    [(0.5, "worse than usual"), (1.0, "usual"), (1.6, "better than usual")],
)
def test_the_newest_day_against_usual(factor: float, words: str) -> None:
    row = metric_status(Reading(ORDERS, days(factor), CURRENT))
    assert row.state_words == words
    assert (row.first, row.last) == (LAST, LAST)
    assert row.change_kind is ChangeKind.PERCENT
    assert row.change == pytest.approx(100 * (factor - 1), abs=20)
    assert row.value is not None
    assert row.expected.value is not None
    assert row.change == pytest.approx(100 * (row.value / row.expected.value - 1))


def test_for_a_lower_is_better_metric_more_is_worse_in_points() -> None:
    whole = rate("cart_abandonment_rate", 150, n=3000, share=lambda day: 0.7 + 0.1 * (day == 149))
    row = metric_status(Reading(metric("cart_abandonment_rate"), whole, CURRENT))
    assert row.standing is Standing.WORSE
    assert row.change_kind is ChangeKind.POINTS
    assert row.change == pytest.approx(10.0, abs=2.5)


def test_a_neutral_metric_is_higher_or_lower() -> None:
    neutral = replace(ORDERS, direction=Direction.NEUTRAL)
    up, down = (metric_status(Reading(neutral, days(size), CURRENT)) for size in (1.6, 0.5))
    assert (up.state_words, down.state_words) == ("higher", "lower")
    with_break = Reading(neutral, days(0.5), CURRENT, breaks=(broken(3),))
    assert metric_status(with_break).state_words == "lower"


def test_a_break_comes_before_freshness_and_that_before_learning() -> None:
    stopped = Freshness(Fresh.STOPPED)
    whole = days(0.5)
    two = (broken(12, 900.0), broken(13, 100.0, condition=Condition.CLOSED))
    assert metric_status(Reading(ORDERS, whole, stopped, two)).state_words == "break #12"
    assert metric_status(Reading(ORDERS, whole, stopped)).state_words == "stopped"
    young = whole.between(MONDAY, MONDAY + 20 * DAY)
    assert metric_status(Reading(ORDERS, young, stopped)).state_words == "stopped"
    learning = metric_status(Reading(ORDERS, young, CURRENT))
    assert (learning.state_words, learning.change) == ("learning", None)


def test_nothing_stored_and_nothing_mature() -> None:
    empty = series("orders", np.array([]))
    never = metric_status(Reading(ORDERS, empty, Freshness(Fresh.NEVER)))
    assert (never.state_words, never.value, never.last) == ("never", None, None)
    young = metric_status(Reading(ORDERS, empty, Freshness(Fresh.IMMATURE)))
    assert young.state_words == "immature"


def test_this_week_against_the_same_days_usual() -> None:
    week = (LAST - 2 * DAY, LAST)
    whole = days(0.5)
    row = metric_status(Reading(ORDERS, whole, CURRENT), span=week)
    each = [expected(whole, week[0] + n * DAY, metric=ORDERS) for n in range(3)]
    assert row.value == whole.between(*week).values.sum()
    assert row.expected.value == pytest.approx(sum(one.value or 0.0 for one in each))
    assert (row.first, row.last, row.rolled.days) == (*week, 3)
    widths = sum((one.high or 0.0) - (one.low or 0.0) for one in each)
    assert row.expected.high is not None
    assert row.expected.low is not None
    assert widths / 3**0.5 <= row.expected.high - row.expected.low < widths


def test_a_window_of_a_rate_is_sum_over_sum() -> None:
    whole = rate("sales_conversion_rate", 150, n=3000, share=lambda _: 0.05)
    uneven = replace(whole, denominators=whole.denominators.copy())
    uneven.denominators[-1] *= 10
    uneven.numerators[-1] *= 10
    key = metric("sales_conversion_rate")
    row = metric_status(Reading(key, uneven, CURRENT), span=(LAST - 6 * DAY, LAST))
    hits, n = uneven.numerators[-7:].sum(), uneven.denominators[-7:].sum()
    assert row.value == pytest.approx(100 * hits / n)
    assert row.expected.value == pytest.approx(5.0, abs=0.4)
    assert row.rolled.denominator == n


def test_a_window_of_a_rate_without_counts_has_no_value() -> None:
    whole = rate("sales_conversion_rate", 150, n=3000, share=lambda _: 0.05)
    bare = replace(whole, numerators=whole.values * np.nan, denominators=whole.values * np.nan)
    key = metric("sales_conversion_rate")
    row = metric_status(Reading(key, bare, CURRENT), span=(LAST - 6 * DAY, LAST))
    assert row.value is None
    assert row.rolled.needs_counts
    assert row.standing is Standing.NO_VALUE
    assert metric_status(Reading(key, bare, CURRENT)).standing is Standing.USUAL


def test_new_and_returning_side_by_side() -> None:
    readings = [
        Reading(ORDERS, replace(days(), segment=Segment("visitor", name)), CURRENT)
        for name in ("returning", "new")
    ]
    rows = segment_statuses(readings)
    assert [str(row.segment) for row in rows] == ["visitor=new", "visitor=returning"]


def test_a_stage_counts_what_has_numbers_and_names_what_has_none() -> None:
    catalogue = load()
    metrics = {one.key: one for one in catalogue.metrics}
    stage = catalogue.stage("action")
    found = stage_status(stage, {"orders": Reading(ORDERS, days(0.5), CURRENT)}, metrics=metrics)
    assert found.lead is not None
    assert found.lead.metric is ORDERS
    assert found.worst is Standing.WORSE
    assert len(found.without_numbers) == len(stage.lead_metrics) - 1
    verdict = found.verdict
    assert (verdict.kind, verdict.known, verdict.as_of) == (VerdictKind.WORSE, 1, LAST)
    assert verdict.total == len(stage.lead_metrics)
    assert verdict.worse == (ORDERS,)


def test_the_verdict_names_the_break_that_costs_most() -> None:
    catalogue = load()
    metrics = {one.key: one for one in catalogue.metrics}
    sessions = replace(days(), metric="sessions")
    readings = {
        "orders": Reading(ORDERS, days(0.5), CURRENT, (broken(4, 100.0),)),
        "sessions": Reading(metrics["sessions"], sessions, CURRENT, (broken(7, 900.0),)),
    }
    stages = [catalogue.stage("awareness"), catalogue.stage("action")]
    journey = journey_status(stages, readings, metrics=metrics)
    assert journey.verdict.kind is VerdictKind.BREAK
    assert journey.verdict.worst is not None
    assert journey.verdict.worst.number == 7
    assert journey.verdict.known == 2
    assert [part.worst for part in journey.stages] == [Standing.BREAK, Standing.BREAK]


def test_all_usual_and_no_numbers_at_all() -> None:
    catalogue = load()
    metrics = {one.key: one for one in catalogue.metrics}
    stages = [catalogue.stage("action")]
    calm = {"orders": Reading(ORDERS, days(), CURRENT)}
    assert journey_status(stages, calm, metrics=metrics).verdict.kind is VerdictKind.USUAL
    nothing = journey_status(stages, {}, metrics=metrics)
    assert nothing.verdict.kind is VerdictKind.EMPTY
    assert nothing.verdict.as_of is None
    assert nothing.stages[0].lead is None
    assert nothing.stages[0].worst is None
