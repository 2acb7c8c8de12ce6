"""What a daily scan finds, in stories of a shop, and that it never looks ahead."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.budget import Watched
from funnel.catalogue.entries import Direction, Metric
from funnel.detect import Finding, How, judge, too_few
from funnel.deviation import track
from funnel.loudness import loudest, loudest_each
from funnel.model import Series, Shape, Side
from funnel.season import WHOLE_PAST
from tests.funnel.days import MONDAY, metric, orders, rate, series, without_days

ORDERS = metric("orders")
DAY = timedelta(days=1)


def news(days: Series, watched: Metric = ORDERS, *, since: date | None = None) -> list[Finding]:
    """What opens a break: neither the same trouble again nor one that has grown."""
    return [one for one in judge(days, watched, since=since) if not one.again]


def test_an_outage_is_found_on_its_day() -> None:
    (found,) = judge(orders(200, effect=lambda day: 0.4 if day == 150 else 1.0), ORDERS)
    assert (found.opened, found.onset) == (MONDAY + 150 * DAY, MONDAY + 150 * DAY)
    assert (found.side, found.shape, found.how) == (Side.DOWN, Shape.JUMP, How.RECOVERED)
    assert found.observed < found.low < found.expected < found.high


def test_a_shift_is_dated_and_its_end_is_no_second_break() -> None:
    shifted = orders(220, seed=4, effect=lambda day: 0.7 if 150 <= day < 165 else 1.0)
    (found,) = judge(shifted, ORDERS)
    assert found.opened <= MONDAY + 152 * DAY
    assert found.onset_low <= MONDAY + 150 * DAY <= found.onset_high
    assert found.how is How.RECOVERED


def test_a_drop_at_the_end_of_a_good_month_began_at_its_end() -> None:
    raised = orders(200, seed=0, effect=lambda day: 1.25 if 135 <= day < 165 else 1.0)
    (found,) = judge(raised, ORDERS)
    assert found.side is Side.DOWN
    assert MONDAY + 150 * DAY < found.onset_low <= MONDAY + 165 * DAY <= found.onset_high


def test_a_shift_that_deepens_is_heard_again_as_grown_and_ends_with_the_level_before() -> None:
    depth = {day: 0.8 if day < 160 else 0.5 for day in range(150, 175)}
    deepened = orders(230, seed=4, effect=lambda day: depth.get(day, 1.0))
    first, grown = judge(deepened, ORDERS)
    assert (first.how, first.grown) == (How.OUTGROWN, False)
    assert (grown.how, grown.grown, grown.again) == (How.RECOVERED, True, True)
    assert MONDAY + 160 * DAY <= grown.opened <= MONDAY + 163 * DAY
    assert MONDAY + 175 * DAY <= (grown.ended or MONDAY) <= MONDAY + 180 * DAY


def test_a_leak_that_was_small_at_first_is_heard_on_the_day_it_passes_a_higher_threshold() -> None:
    """A scan that asked only what opens anew at the lowest threshold never heard of it again."""
    leak = orders(200, effect=lambda day: 1.0 - 0.0125 * min(max(day - 150, 0), 28))
    (low, *_), (high, *_) = (judge(leak, ORDERS, threshold=each) for each in (2.25, 3.5))
    assert low.opened < high.opened
    seen = leak.between(None, high.opened)
    before = high.opened - DAY
    assert judge(seen, ORDERS, since=before, threshold=2.25) == []
    assert loudest(Watched(seen, ORDERS), since=before) >= 3.5
    assert loudest(Watched(seen, ORDERS), since=high.opened) == 0


def test_a_slow_leak_is_found_before_it_is_a_third() -> None:
    leak = orders(200, effect=lambda day: 1.0 - 0.0125 * min(max(day - 150, 0), 28))
    found = judge(leak, ORDERS)[0]
    assert found.shape is Shape.LEAK
    assert found.onset_low <= MONDAY + 160 * DAY
    assert MONDAY + 150 * DAY < found.opened < MONDAY + 178 * DAY


def test_a_shift_that_stays_becomes_the_level_and_a_second_one_is_found() -> None:
    twice = orders(300, effect=lambda day: 1.0 if day < 150 else 0.7 if day < 220 else 0.45)
    first, second = news(twice)
    assert first.opened <= MONDAY + 153 * DAY
    assert second.opened in {MONDAY + day * DAY for day in range(220, 225)}


def test_a_daily_scan_finds_what_the_replay_finds_later_than_the_last_scan() -> None:
    twice = orders(300, effect=lambda day: 1.0 if day < 150 else 0.7 if day < 220 else 0.45)
    first, second = news(twice)
    assert news(twice, since=first.opened - DAY) == [first, second]
    assert news(twice, since=first.opened) == [second]
    assert news(twice, since=second.opened) == []


def test_a_good_week_is_no_news_and_its_end_is_no_drop() -> None:
    assert judge(orders(200, effect=lambda day: 1.6 if 150 <= day < 157 else 1.0), ORDERS) == []


def test_a_neutral_metric_shows_both_sides() -> None:
    neutral = replace(ORDERS, direction=Direction.NEUTRAL)
    (up,) = judge(orders(200, effect=lambda day: 1.6 if day == 150 else 1.0), neutral)
    (down,) = judge(orders(200, effect=lambda day: 0.4 if day == 150 else 1.0), neutral)
    assert (up.side, down.side) == (Side.UP, Side.DOWN)


def test_for_abandonment_only_a_rise_is_bad() -> None:
    abandonment = metric("cart_abandonment_rate")
    worse = rate("cart_abandonment_rate", 200, n=2000, share=lambda day: 0.7 + 0.06 * (day >= 150))
    better = rate("cart_abandonment_rate", 200, n=2000, share=lambda day: 0.7 - 0.06 * (day >= 150))
    found, *_ = news(worse, abandonment)
    assert found.side is Side.UP
    assert found.opened <= MONDAY + 152 * DAY
    assert judge(better, abandonment) == []


def test_a_second_outage_in_the_week_after_is_marked_as_the_same_trouble() -> None:
    first, second = judge(
        orders(200, effect=lambda day: {150: 0.6, 158: 0.4}.get(day, 1.0)), ORDERS
    )
    assert (first.again, second.again) == (False, True)
    assert second.opened == MONDAY + 158 * DAY


def test_too_short_a_history_finds_nothing() -> None:
    assert judge(orders(56, effect=lambda day: 0.2 if day > 50 else 1.0), ORDERS) == []
    assert judge(series("orders", np.array([])), ORDERS) == []


def test_a_handful_of_events_a_day_is_judged_by_the_week() -> None:
    tickets = orders(250, level=5.0, effect=lambda day: 0.2 if 180 <= day < 201 else 1.0)
    (found,) = news(tickets)
    assert MONDAY + 181 * DAY <= found.opened <= MONDAY + 190 * DAY
    assert not too_few(tickets, ORDERS)


def test_news_of_a_week_with_few_events_waits_for_a_day_that_has_a_number() -> None:
    tickets = orders(250, level=5.0, effect=lambda day: 0.2 if 180 <= day < 201 else 1.0)
    (found,) = news(tickets)
    silent = [found.opened + age * DAY for age in range(3)]
    (later,) = news(without_days(tickets, silent.__contains__))
    assert later.opened == found.opened + 3 * DAY


def test_two_orders_a_week_are_too_few_to_judge() -> None:
    rare = orders(300, level=0.3, effect=lambda day: 0.0 if day > 200 else 1.0)
    assert too_few(rare, ORDERS)
    assert judge(rare, ORDERS) == []


def test_a_halved_rate_of_few_visitors_is_found_by_pooling() -> None:
    conversion = metric("sales_conversion_rate")
    hits = [
        bool(
            judge(
                rate(
                    "sales_conversion_rate",
                    171,
                    n=100,
                    share=lambda day: 0.04 if day >= 150 else 0.08,
                    seed=seed,
                ),
                conversion,
            )
        )
        for seed in range(20)
    ]
    assert sum(hits) >= 8


def test_a_rate_of_hardly_any_events_is_not_judged() -> None:
    rare_orders = replace(metric("sales_conversion_rate"), direction=Direction.NEUTRAL)
    few = rate("sales_conversion_rate", 200, n=5, share=lambda day: 0.6 if day >= 170 else 0.02)
    assert judge(few.between(None, MONDAY + 173 * DAY), rare_orders) == []


def test_a_day_without_visitors_is_no_rate_of_zero() -> None:
    conversion = metric("sales_conversion_rate")
    whole = rate("sales_conversion_rate", 200, n=3000, share=lambda _: 0.05, seed=2)
    empty = np.isin(np.arange(200), [150, 151, 152])
    quiet = replace(
        whole,
        values=np.where(empty, 0.0, whole.values),
        denominators=np.where(empty, 0.0, whole.denominators),
    )
    assert judge(quiet, conversion) == []


def test_calm_years_cry_seldom() -> None:
    false = sum(
        not one.again for seed in range(40) for one in judge(orders(485, seed=seed), ORDERS)
    )
    assert false <= 40 * 1.0  # at most once a year; the aim over real series is three


def test_a_shop_closed_on_saturdays_is_judged_on_its_open_days() -> None:
    shop = without_days(
        orders(250, seed=3, effect=lambda day: 0.5 if day >= 200 else 1.0),
        lambda day: day.weekday() == 5,
    )
    (found,) = news(shop)
    assert MONDAY + 200 * DAY <= found.opened <= MONDAY + 202 * DAY


@pytest.mark.parametrize("factor", [0.25, 4.0, 64.0])
def test_the_currency_does_not_matter(factor: float) -> None:
    revenue = metric("sales_revenue")
    days = orders(220, effect=lambda day: 0.7 if 150 <= day < 165 else 1.0)
    ours = judge(days, revenue)
    theirs = judge(replace(days, values=days.values * factor), revenue)
    assert ours
    assert [one.opened for one in ours] == [one.opened for one in theirs]


@settings(max_examples=25)
@given(
    seed=st.integers(0, 500),
    size=st.floats(0.3, 1.8),
    first=st.integers(80, 200),
    length=st.integers(1, 40),
    cut=st.integers(90, 239),
)
def test_what_was_found_by_a_day_does_not_depend_on_later_days(
    seed: int, size: float, first: int, length: int, cut: int
) -> None:
    neutral = replace(ORDERS, direction=Direction.NEUTRAL)
    whole = orders(
        240, seed=seed, effect=lambda day: size if first <= day < first + length else 1.0
    )
    last = MONDAY + cut * DAY
    early = judge(whole.between(None, last), neutral)
    late = [one for one in judge(whole, neutral) if one.opened <= last]
    assert [replace(one, ended=None, how=None) for one in early] == [
        replace(one, ended=None, how=None) for one in late
    ]


@pytest.mark.parametrize("days", [200, 420, 760])
def test_the_newest_days_alone_score_as_in_the_whole_replay(days: int) -> None:
    """In the second year also what happened a year ago counts."""
    shop = orders(days, seed=days, effect=lambda day: 0.6 if day % 364 == 195 else 1.0)
    whole = track(shop, ORDERS, past=WHOLE_PAST)
    assert whole is not None
    for back in (1, 5):
        since = MONDAY + (days - 1 - back) * DAY
        newest = loudest(Watched(shop, ORDERS), since=since)
        assert newest == pytest.approx(max(np.nanmax(whole[1].down[0, -back:]), 0.0))
        many = loudest_each([Watched(shop, ORDERS)] * 9, since=[since] * 9)
        assert many == pytest.approx([newest] * 9)
