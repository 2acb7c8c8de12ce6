"""Goals of each kind, recounted day by day from plain lists, without any of the product's sums."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.goals import (
    Ground,
    compare,
    judged_state,
    look_ahead,
    planned_path,
    progress,
    question_of,
)
from funnel.model import Goal, GoalOutcome, GoalState, Measure, Series, Side
from tests.funnel.test_goal_path import DAY, START, goal, history, on, orders, seasonal

__all__ = ["history"]  # a fixture

BEFORE, LENGTH = 60, 42
DEADLINE = START + (LENGTH - 1) * DAY


@dataclass(frozen=True, slots=True)
class Shop:
    """Orders of each day from 60 days before the goal's start on."""

    values: list[int]

    def on(self, day: date) -> int:
        return self.values[(day - START).days + BEFORE]

    def between(self, first: date, last: date) -> int:
        days = (last - first).days + 1
        return sum(self.on(first + turn * DAY) for turn in range(days))


shops = st.lists(st.integers(0, 50), min_size=BEFORE + 3, max_size=BEFORE + LENGTH).map(Shop)


def seen(shop: Shop) -> tuple[date, Ground]:
    last = START + (len(shop.values) - BEFORE - 1) * DAY
    return last, on(orders(np.array(shop.values, dtype=float), last), last + DAY)


def reaching(measure: Measure, side: Side, target: int) -> Goal:
    base = 900.0 if side is Side.UP else 1600.0
    return goal(measure, side=side, baseline=base, target=float(target), deadline=DEADLINE)


@pytest.mark.parametrize("side", Side)
@given(shop=shops, target=st.integers(1000, 1500))
@settings(max_examples=40)
def test_a_level_is_its_last_28_days(side: Side, shop: Shop, target: int) -> None:
    """A value to reach, upward or downward."""
    last, ground = seen(shop)
    aim = reaching(Measure.LEVEL, side, target)
    found = progress(aim, ground)
    now = shop.between(last - 27 * DAY, last)
    met = now >= target if side is Side.UP else now <= target
    left = (DEADLINE - last).days / 7
    assert found.as_of == last
    assert found.current == pytest.approx(now)
    assert found.share == pytest.approx((now - aim.baseline) / (target - aim.baseline))
    assert found.met is met
    expected = 0.0 if met or not left else (target - now) / left
    assert found.per_week == pytest.approx(expected)
    four_weeks_ago = shop.between(last - 55 * DAY, last - 28 * DAY)
    assert found.gained == pytest.approx((now - four_weeks_ago) / 4)
    final = {True: GoalOutcome.REACHED, False: GoalOutcome.MISSED}[met]
    assert found.outcome == (final if last == DEADLINE else None)


@given(shop=shops, target=st.integers(100, 2000))
@settings(max_examples=40)
def test_a_total_is_what_its_days_have_brought(shop: Shop, target: int) -> None:
    last, ground = seen(shop)
    found = progress(reaching(Measure.CUMULATIVE, Side.UP, target), ground)
    so_far = shop.between(START, last)
    left = (DEADLINE - last).days / 7
    missing = max(target - so_far, 0)
    assert found.current == pytest.approx(so_far)
    assert found.share == pytest.approx(so_far / target)
    assert found.met is (so_far >= target)
    assert found.per_week == pytest.approx(missing / left if left else 0.0)
    assert found.gained == pytest.approx(shop.between(last - 27 * DAY, last) / 4)


def test_a_total_that_follows_its_path_is_on_track_every_day(history: Series) -> None:
    """Through a season that takes a sixth from the orders; with the chance that is stated."""
    aim = goal(Measure.CUMULATIVE, target=2.95 * float(history.values[-28:].sum()))
    steps = np.diff(planned_path(aim, on(history, START)).values, prepend=0.0)
    whole = orders(np.concatenate([history.values, steps]), aim.deadline)
    for turn in range(1, 90, 4):
        ground = on(whole, START + turn * DAY)
        found = progress(aim, ground, outlook=look_ahead(question_of(aim), ground))
        assert found.judged is GoalState.ON_TRACK, (turn, found.chance, found.buffer_days)


def test_a_level_that_follows_its_path_is_on_track_every_day(history: Series) -> None:
    """The season alone brings it down to the target; a straight line would call it behind."""
    base = float(history.values[-28:].sum())
    aim = goal(Measure.LEVEL, baseline=base, target=0.82 * base)
    path = planned_path(aim, on(history, START))
    whole = orders(np.concatenate([history.values, seasonal(START, 90)]), aim.deadline)
    for turn in range(1, 90, 4):
        ground = on(whole, START + turn * DAY)
        day = ground.today - DAY
        outlook = look_ahead(question_of(aim), ground)
        stand = compare(aim, path, path.at(day), day)
        assert outlook is not None
        assert judged_state(stand.buffer_days, outlook.chance) is GoalState.ON_TRACK, turn
