"""A goal's life on its own: judged by new numbers, told once, its owner asked at their hour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.goal_watch import CHECK_IN, asked_for, judge_goals, plan_check_ins
from commands.goal_news import CHANGED, ENDED, MET
from funnel.catalogue import load
from funnel.model import Goal, GoalOutcome, GoalState, Measure, Person, Side, TargetForm
from funnel.pursuit import Entry, EntryKind, Moment, Plan
from storage.store import Store
from tests.bot.history import days, quiet, record

TEAM = "T1"
CATALOGUE = load()
START = date(2026, 10, 1)
LAST = date(2026, 10, 31)


def at(day: date, hour: int = 6) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def goal() -> Goal:
    return Goal(
        number=0,
        title="Orders to 30,000 by 31 Oct 2026",
        metric="orders",
        measure=Measure.CUMULATIVE,
        side=Side.UP,
        baseline=26_000.0,
        baseline_first=date(2025, 10, 1),
        baseline_last=date(2025, 10, 31),
        target=26_000.0,
        target_form=TargetForm.ABSOLUTE,
        target_amount=26_000.0,
        start=START,
        deadline=LAST,
        owner="UANA",
        channel="C1",
        private=False,
        created_at=at(START),
        created_by="UANA",
        plan=Plan(weekday=0, at=time(9)),
    )


Numbers = Callable[[date, date, float], None]


@pytest.fixture
def numbers(store: Store) -> Numbers:
    def put(first: date, last: date, level: float) -> None:
        rows = quiet("orders", days(first, last), level=level)
        record(store, TEAM, rows, at=at(last + timedelta(days=1), 3))

    return put


def judged(store: Store, day: date) -> Goal:
    judge_goals(store, TEAM, CATALOGUE, now=at(day))
    with store.read(TEAM) as tx:
        found = tx.goals.get(1)
    assert found is not None
    return found


def slots(store: Store, kind: str) -> list[str]:
    with store.read(TEAM) as tx:
        return [row.slot for row in tx.deliveries.of(kind, "1")]


def test_a_new_state_counts_when_found_twice_and_is_told_at_most_once_a_week(
    store: Store, goal: Goal, numbers: Numbers
) -> None:
    numbers(date(2026, 3, 1), date(2026, 10, 8), 900.0)
    with store.write(TEAM) as tx:
        tx.goals.add(goal, origin="v1")
    assert judged(store, date(2026, 10, 9)).state is GoalState.ON_TRACK
    assert slots(store, CHANGED) == []  # a goal that starts on track is no news
    collapse = [date(2026, 10, 9) + timedelta(days=turn) for turn in range(9)]
    states = []
    for day in collapse:
        numbers(day, day, 300.0)
        states.append(judged(store, day + timedelta(days=1)).state)
        judge_goals(store, TEAM, CATALOGUE, now=at(day + timedelta(days=1), 8))  # no new period
    assert states[0] is GoalState.ON_TRACK
    assert states[-1] is GoalState.OFF_TRACK
    told = slots(store, CHANGED)
    assert 1 <= len(told) <= 2
    assert told[0].startswith("on_track>")
    with store.read(TEAM) as tx:
        changes = tx.goal_history.of(1, (EntryKind.STATE,))
    assert len({one.at for one in changes}) == len(changes)


def test_the_outcome_is_judged_once_and_probabilities_were_stated_on_the_way(
    store: Store, goal: Goal, numbers: Numbers
) -> None:
    numbers(date(2026, 3, 1), date(2026, 9, 30), 900.0)
    with store.write(TEAM) as tx:
        tx.goals.add(goal, origin="v1")
    for day in days(START, LAST):
        numbers(day, day, 900.0)
        if day.day % 5 == 0 or day.day > 25:
            judged(store, day + timedelta(days=1))
    done = judged(store, LAST + timedelta(days=8))
    assert done.outcome is GoalOutcome.REACHED or slots(store, ENDED) == ["missed"]
    assert len(slots(store, ENDED)) == 1
    with store.read(TEAM) as tx:
        stated = tx.goal_history.stated(1)
    assert [one.moment for one in stated] == [Moment.QUARTER, Moment.HALF, Moment.LATE]
    judged(store, LAST + timedelta(days=9))
    assert len(slots(store, ENDED)) == 1


def test_a_total_that_passes_its_target_is_told_at_once(
    store: Store, goal: Goal, numbers: Numbers
) -> None:
    numbers(date(2026, 3, 1), date(2026, 10, 10), 900.0)
    with store.write(TEAM) as tx:
        tx.goals.add(replace(goal, target=5_000.0, target_amount=5_000.0), origin="v1")
    judged(store, date(2026, 10, 11))
    judged(store, date(2026, 10, 12))
    assert slots(store, MET) == ["met"]
    assert slots(store, ENDED) == []


def test_the_owner_is_asked_once_at_her_own_hour(store: Store, goal: Goal) -> None:
    tokyo = Person("UANA", "Ana", "Asia/Tokyo", False, False, at(START))
    monday = date(2026, 10, 12)
    with store.write(TEAM) as tx:
        tx.people.save(tokyo)
        tx.goals.add(goal, origin="v1")
        tx.goals.add(goal, origin="v2")
    nine_in_tokyo = datetime(2026, 10, 12, 0, 0, tzinfo=UTC)
    assert plan_check_ins(store, TEAM, now=nine_in_tokyo - timedelta(minutes=1)) == 0
    assert plan_check_ins(store, TEAM, now=nine_in_tokyo) == 1
    assert plan_check_ins(store, TEAM, now=nine_in_tokyo + timedelta(hours=1)) == 0
    with store.read(TEAM) as tx:
        (row,) = tx.deliveries.of(CHECK_IN, "UANA")
        assert (row.channel, row.slot) == ("UANA", monday.isoformat())
        assert len(asked_for(tx, "UANA", monday, nine_in_tokyo)) == 2
    with store.write(TEAM) as tx:
        tx.goal_history.add(
            Entry(1, EntryKind.CHECK_IN, nine_in_tokyo - timedelta(hours=20), "UANA", "fine", 4)
        )
    with store.read(TEAM) as tx:
        (left,) = asked_for(tx, "UANA", monday, nine_in_tokyo)
    assert left.number == 2


def test_who_set_a_goal_yesterday_is_not_asked_today(store: Store, goal: Goal) -> None:
    monday = date(2026, 10, 12)
    with store.write(TEAM) as tx:
        tx.goals.add(replace(goal, created_at=at(monday - timedelta(days=1))), origin="v1")
        assert asked_for(tx, "UANA", monday, at(monday, 9)) == ()
        assert len(asked_for(tx, "UANA", monday, at(monday + timedelta(days=7), 9))) == 1


def test_a_paused_goal_is_neither_judged_nor_asked_about(
    store: Store, goal: Goal, numbers: Numbers
) -> None:
    numbers(date(2026, 3, 1), date(2026, 10, 10), 100.0)
    with store.write(TEAM) as tx:
        tx.goals.add(replace(goal, state=GoalState.PAUSED), origin="v1")
    assert judged(store, date(2026, 10, 12)).state is GoalState.PAUSED
    assert plan_check_ins(store, TEAM, now=at(date(2026, 10, 12), 9)) == 0
