"""The life of a break, told day by day as the scans of a shop see it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.breaks import Changes, past_of, price_nothing, reconcile
from funnel.catalogue.entries import Direction, Metric
from funnel.detect import judge
from funnel.explain import Drop
from funnel.life import Price
from funnel.model import Attention, Break, BreakEnd, Condition, Grain, Money, Series, Shape
from funnel.season import Past
from tests.funnel.days import MONDAY, metric, orders, series, without_days

ORDERS = metric("orders")
DAY = timedelta(days=1)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
CHANGED = ("opened", "worsened", "recovering", "relapsed", "recovered", "new_normal", "historic")


@dataclass
class Scans:
    """A shop that is scanned again and again; keeps the breaks as the store would."""

    whole: Series
    metric: Metric = ORDERS
    price: Price = price_nothing
    judged: date | None = MONDAY + 119 * DAY
    stored: list[Break] = field(default_factory=list)
    told: list[tuple[int, str, int]] = field(default_factory=list)  # day, change, break

    def until(self, day: int, *, step: int = 1, now: datetime = NOW) -> "Scans":
        """Daily scans (or one every `step` days) up to a day of the story."""
        first = 0 if self.judged is None else (self.judged - MONDAY).days
        for at in [*range(first + step, day, step), day]:
            self.scan(MONDAY + at * DAY, now)
        return self

    def scan(self, through: date, now: datetime = NOW) -> Changes:
        known = self.whole.between(None, through)
        found = judge(known, self.metric, past=past_of(self.stored))
        changes = reconcile(
            found,
            self.stored,
            series=known,
            metric=self.metric,
            mature_through=through,
            judged_through=self.judged,
            now=now,
            price=self.price,
        )
        self.judged = through
        for name in (*CHANGED, "updated"):
            for one in getattr(changes, name):
                self._store(name, one, (through - MONDAY).days)
        return changes

    def _store(self, name: str, one: Break, day: int) -> None:
        if one.number == 0:
            one = replace(one, number=len(self.stored) + 1)
            self.stored.append(one)
        else:
            self.stored[one.number - 1] = one
        if name != "updated":
            self.told.append((day, name, one.number))

    @property
    def last(self) -> Break:
        return self.stored[-1]

    @property
    def changes(self) -> list[str]:
        return [name for _, name, _ in self.told]


def shop(effect: Callable[[int], float], *, days: int = 240, seed: int = 2) -> Scans:
    return Scans(orders(days, seed=seed, effect=effect))


def test_an_outage_opens_recovers_and_closes() -> None:
    scans = shop(lambda day: 0.4 if day == 150 else 1.0).until(160)
    assert scans.told == [(150, "opened", 1), (152, "recovering", 1), (155, "recovered", 1)]
    closed = scans.last
    assert closed.ended is BreakEnd.RECOVERED
    assert closed.closed_on == MONDAY + 155 * DAY
    assert (closed.opened_on, closed.shape) == (MONDAY + 150 * DAY, Shape.JUMP)
    assert closed.told_size >= 5.0


def test_while_it_is_open_usual_is_that_from_before_the_onset() -> None:
    scans = shop(lambda day: 0.6 if day >= 150 else 1.0).until(170)
    broken = scans.last
    assert broken.condition is Condition.OPEN
    assert broken.low > 0.75 * 800 * 0.8
    assert 0.5 < broken.observed / broken.expected < 0.7
    assert broken.shape is Shape.SHIFT
    assert broken.onset == MONDAY + 150 * DAY


def test_a_shift_that_holds_four_weeks_is_the_new_normal() -> None:
    scans = shop(lambda day: 0.6 if day >= 150 else 1.0).until(200)
    assert scans.changes == ["opened", "new_normal"]
    assert scans.told[1][0] >= 178
    assert scans.last.ended is BreakEnd.NEW_NORMAL
    assert past_of(scans.stored).restarts == (scans.last.onset,)


def test_a_leak_that_still_runs_is_not_normal_and_is_told_when_it_has_grown() -> None:
    scans = shop(lambda day: 1.0 - 0.012 * max(day - 150, 0), days=215).until(210)
    assert scans.changes[0] == "opened"
    assert "worsened" in scans.changes
    assert "new_normal" not in scans.changes
    days = [day for day, name, _ in scans.told if name == "worsened"]
    assert all(later - earlier >= 7 for earlier, later in pairwise(days))


def test_a_relapse_goes_on_as_the_same_break() -> None:
    scans = shop(lambda day: 0.4 if day in {150, 151, 154, 155} else 1.0).until(170)
    assert scans.changes == ["opened", "recovering", "relapsed", "recovering", "recovered"]
    assert len(scans.stored) == 1


@pytest.mark.parametrize("second", [158, 161])
def test_the_same_trouble_soon_after_reopens_the_old_break(second: int) -> None:
    scans = shop(lambda day: 0.4 if day in {150, second} else 1.0).until(180)
    assert scans.changes[:4] == ["opened", "recovering", "recovered", "relapsed"]
    assert len(scans.stored) == 1


def test_a_larger_outage_within_a_week_reopens_it_too_but_weeks_later_it_is_another() -> None:
    worse = shop(lambda day: {150: 0.6, 158: 0.05}.get(day, 1.0)).until(175)
    assert len(worse.stored) == 1
    assert "relapsed" in worse.changes
    later = shop(lambda day: 0.4 if day in {150, 200} else 1.0).until(215)
    assert len(later.stored) == 2


def test_the_first_scan_finds_history_and_posts_nothing() -> None:
    scans = shop(lambda day: {150: 0.6, 235: 0.3}.get(day, 1.0))
    scans.judged = None
    changes = scans.scan(MONDAY + 239 * DAY)
    assert changes.all == changes.historic
    assert [one.opened_on for one in changes.historic][-2:] == [
        MONDAY + 150 * DAY,
        MONDAY + 235 * DAY,
    ]
    assert changes.historic[0].condition is Condition.CLOSED


def test_breaks_further_back_than_three_periods_are_history() -> None:
    scans = shop(lambda day: 0.4 if day == 150 else 1.0)
    changes = scans.scan(MONDAY + 153 * DAY)
    assert changes.opened == ()
    assert [one.opened_on for one in changes.historic] == [MONDAY + 150 * DAY]
    timely = shop(lambda day: 0.4 if day == 150 else 1.0)
    assert len(timely.scan(MONDAY + 152 * DAY).opened) == 1


def test_a_feed_that_ended_weeks_ago_does_not_warn() -> None:
    scans = shop(lambda day: 0.4 if day == 150 else 1.0, days=151)
    changes = scans.scan(MONDAY + 180 * DAY)
    assert changes.opened == ()
    assert len(changes.historic) == 1


def test_missing_days_neither_warn_nor_count_as_inside() -> None:
    gap = {MONDAY + day * DAY for day in range(151, 158)}
    scans = shop(lambda day: 0.4 if day == 150 else 1.0)
    scans.whole = without_days(scans.whole, gap.__contains__)
    scans.until(157)
    assert (scans.last.condition, scans.last.inside) == (Condition.OPEN, 0)
    scans.until(165)
    assert scans.told[1:] == [(159, "recovering", 1), (162, "recovered", 1)]


def test_the_good_side_never_opens_and_neutral_metrics_are_history() -> None:
    assert shop(lambda day: 1.7 if day == 150 else 1.0).until(160).stored == []
    neutral = shop(lambda day: 1.7 if day == 150 else 1.0)
    neutral.metric = replace(ORDERS, direction=Direction.NEUTRAL)
    neutral.until(160)
    assert set(neutral.changes) == {"historic"}


def test_snoozing_ends_on_time_while_the_break_is_open() -> None:
    scans = shop(lambda day: 0.6 if day >= 150 else 1.0).until(155)
    until = datetime(2026, 6, 12, 8, tzinfo=UTC)
    scans.stored[0] = replace(scans.last, attention=Attention.SNOOZED, snoozed_until=until)
    early = scans.scan(MONDAY + 156 * DAY, until - timedelta(minutes=1))
    assert [one.attention for one in early.updated] == [Attention.SNOOZED]
    changes = scans.scan(MONDAY + 156 * DAY, until)
    assert [one.attention for one in changes.updated] == [Attention.NEW]
    assert [one.number for one in changes.updated] == [1]


def test_money_grows_with_the_drop_and_decides_what_is_worse() -> None:
    def price(drop: Drop) -> Money:
        return Money(drop.amount * 60, drop.low * 60, drop.high * 60, drop.amount)

    scans = shop(lambda day: 1.0 if day < 150 else 0.75 if day < 156 else 0.4)
    scans.price = price
    scans.until(153)
    money = scans.last.money
    assert money is not None
    assert 0.15 * 800 * 60 < money.amount < 0.4 * 800 * 60
    assert money.low < money.amount < money.high
    scans.until(165)
    assert scans.changes[0] == "opened"
    assert set(scans.changes[1:]) == {"worsened"}


def test_growing_trouble_is_told_at_most_once_a_week() -> None:
    def steep(drop: Drop) -> Money:
        return Money(drop.amount**2, 0.0, drop.high**2)

    scans = shop(lambda day: 1.0 if day < 150 else max(0.8 - 0.08 * (day - 152), 0.0))
    scans.price = steep
    days = [day for day, name, _ in scans.until(175).told if name == "worsened"]
    assert len(days) >= 2
    assert all(later - earlier >= 7 for earlier, later in pairwise(days))


def test_weeks_are_normal_again_after_six() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(5000.0, 100.0, 90) * np.where(np.arange(90) >= 70, 0.7, 1.0)
    weeks = replace(
        series("orders", values),
        starts=np.datetime64(MONDAY) + 7 * np.arange(90),
        grain=Grain.WEEK,
    )
    scans = Scans(weeks, judged=MONDAY + 69 * 7 * DAY).until(89 * 7, step=7)
    assert scans.changes == ["opened", "new_normal"]
    assert scans.told[0][0] == 70 * 7
    assert scans.told[1][0] >= 75 * 7


def test_what_usual_leaves_out() -> None:
    found = shop(lambda day: 0.4 if day == 150 else 1.0).until(160).last
    low, last = found.onset_low, found.closed_on
    assert past_of([found]).without == ((low, last),)
    assert past_of([replace(found, ended=BreakEnd.NOISE)]) == Past()
    alive = replace(found, condition=Condition.OPEN, ended=None, closed_on=None)
    assert past_of([alive]).without == ((low, date.max),)
    campaign = Past(without=((MONDAY, MONDAY),))
    assert past_of([], also=campaign) == campaign


ALLOWED = {
    (None, Condition.OPEN),
    (None, Condition.RECOVERING),
    (Condition.OPEN, Condition.OPEN),
    (Condition.OPEN, Condition.RECOVERING),
    (Condition.RECOVERING, Condition.RECOVERING),
    (Condition.RECOVERING, Condition.OPEN),
    (Condition.RECOVERING, Condition.CLOSED),
    (Condition.OPEN, Condition.CLOSED),
    (Condition.CLOSED, Condition.OPEN),
    (Condition.CLOSED, Condition.CLOSED),
}

stories = st.lists(
    st.tuples(st.integers(125, 195), st.integers(1, 30), st.floats(0.3, 1.5)), max_size=4
)


def effect_of(story: list[tuple[int, int, float]]) -> Callable[[int], float]:
    return lambda day: float(
        np.prod([size for first, length, size in story if first <= day < first + length] or [1.0])
    )


def scanned(whole: Series, step: int) -> list[list[Break]]:
    """The stored breaks after each scan, `step` days apart, with the findings of the whole series
    (which are those of each day, since they do not look ahead)."""
    found = judge(whole, ORDERS)
    stored: list[Break] = []
    books = []
    judged = MONDAY + 119 * DAY
    for at in range(119 + step, 200, step):
        through = MONDAY + at * DAY
        changes = reconcile(
            found,
            stored,
            series=whole,
            metric=ORDERS,
            mature_through=through,
            judged_through=judged,
            now=NOW,
        )
        for one in changes.all:
            if one.number:
                stored[one.number - 1] = one
            else:
                stored.append(replace(one, number=len(stored) + 1))
        judged = through
        books.append(list(stored))
    return books


@settings(max_examples=20, deadline=None)
@given(story=stories, seed=st.integers(0, 50))
def test_states_move_along_allowed_edges_only(
    story: list[tuple[int, int, float]], seed: int
) -> None:
    before: dict[int, Break] = {}
    for book in scanned(orders(200, seed=seed, effect=effect_of(story)), 1):
        for one in book:
            was = before.get(one.number)
            assert (was.condition if was else None, one.condition) in ALLOWED
            assert (one.condition is Condition.CLOSED) == (one.ended is not None)
            assert one.onset_low <= one.onset <= one.onset_high <= one.opened_on <= one.last_on
        assert sum(one.condition is not Condition.CLOSED for one in book) <= 1
        before = {one.number: one for one in book}


@settings(max_examples=20, deadline=None)
@given(story=stories, seed=st.integers(0, 50))
def test_scans_that_run_late_come_to_the_same_end(
    story: list[tuple[int, int, float]], seed: int
) -> None:
    whole = orders(200, seed=seed, effect=effect_of(story))
    assert scanned(whole, 1)[-1] == scanned(whole, 2)[-1]


def test_a_scan_twice_changes_nothing() -> None:
    scans = shop(lambda day: 0.6 if day >= 150 else 1.0).until(154)
    assert scans.scan(MONDAY + 154 * DAY).all == ()
