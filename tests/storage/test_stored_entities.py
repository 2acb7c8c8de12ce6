"""What was stored comes back as it was, on both engines; numbers count from 1."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from funnel.errors import FunnelError
from funnel.model import (
    Attention,
    BreakEnd,
    Condition,
    GoalOutcome,
    GoalState,
    Grain,
    Segment,
    Workspace,
)
from funnel.reports import Answer, Speaks
from storage.store import Store
from tests.storage.entities import (
    BENCHMARK,
    BREAK,
    DEED,
    EMAIL,
    EVENT,
    GOAL,
    METRIC,
    NOW,
    PERSON,
    REPORT,
    SCHEDULE,
    SPELL,
)


def test_a_goal_is_kept_changed_and_closed(store: Store) -> None:
    with store.write("T1") as tx:
        first, second = tx.goals.add(GOAL, origin="a"), tx.goals.add(GOAL, origin="b")
        assert (first, second.number) == (replace(GOAL, number=1), 2)
        closed = replace(
            second, state=GoalState.AT_RISK, outcome=GoalOutcome.DROPPED, closed_at=NOW
        )
        tx.goals.save(closed)
    with store.read("T1") as tx:
        assert tx.goals.get(1) == first
        assert tx.goals.get(3) is None
        assert tx.goals.all() == (first,)
        assert tx.goals.all(closed=True) == (closed,)


def test_an_event_is_kept_changed_and_undone(store: Store) -> None:
    with store.write("T1") as tx:
        first = tx.events.add(EVENT, origin="a")
        second = tx.events.add(replace(EVENT, goal=3), origin="b")
        assert (first, second.number) == (replace(EVENT, number=1), 2)
        assert tx.events.add(EVENT, origin="a") == first
        undone = replace(second, undone_at=NOW, undone_by="U_BEN", moves=())
        tx.events.save(undone)
    with store.read("T1") as tx:
        assert tx.events.all() == (first,)
        assert tx.events.all(since=EVENT.last + timedelta(1)) == ()
        assert tx.events.get(2) == undone


def test_a_metric_keeps_every_version_and_a_benchmark_its_dates(store: Store) -> None:
    with store.write("T1") as tx:
        assert tx.metrics.save(METRIC, author="U_ANA", at=NOW) == 1
        assert tx.metrics.save(replace(METRIC, name="Samples"), author="U_BEN", at=NOW) == 2
        old = tx.benchmarks.add(replace(BENCHMARK, dated=BENCHMARK.dated - timedelta(9)))
        new = tx.benchmarks.add(BENCHMARK)
        tx.dimensions.add("store", author="U_ANA", at=NOW)
        assert not tx.dimensions.add("store", author="U_BEN", at=NOW)
    with store.write("T1") as tx:
        versions = tx.metrics.versions(METRIC.key)
        assert [(one.metric.name, one.author) for one in versions] == [
            ("Samples sent", "U_ANA"),
            ("Samples", "U_BEN"),
        ]
        assert [one.name for one in tx.metrics.all()] == ["Samples"]
        assert tx.benchmarks.of_metric("orders") == (new, old)
        assert tx.benchmarks.remove(new.number, at=NOW)
        assert not tx.benchmarks.remove(new.number, at=NOW)
        assert tx.benchmarks.of_metric("orders") == (old,)
        assert tx.dimensions.all() == ("store",)


def test_a_form_that_is_sent_twice_is_one_goal(store: Store) -> None:
    with store.write("T1") as tx:
        first = tx.goals.add(GOAL, origin="view 1")
        tx.goals.save(replace(first, title="Renamed since"))
        again = tx.goals.add(replace(GOAL, title="Other words"), origin="view 1")
        assert again == replace(first, title="Renamed since")
        assert tx.goals.add(GOAL, origin="view 2").number == 2


def test_a_form_that_is_sent_eight_times_at_once_is_one_goal(store: Store) -> None:
    def send(_: int) -> int:
        with store.write("T1") as tx:
            return tx.goals.add(GOAL, origin="view 1").number

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(send, range(8)))
    with store.read("T1") as tx:
        assert [goal.number for goal in tx.goals.all()] == list(numbers)


def test_goals_made_at_once_have_numbers_of_their_own(store: Store) -> None:
    def send(origin: int) -> int:
        with store.write("T1") as tx:
            return tx.goals.add(GOAL, origin=f"{origin}").number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(16))) == list(range(1, 17))


def test_breaks_are_open_until_closed_and_historic_ones_never(store: Store) -> None:
    with store.write("T1") as tx:
        found = tx.breaks.add(BREAK)
        assert found == replace(BREAK, number=1, incident=1)
        old = tx.breaks.add(
            replace(BREAK, historic=True, money=None, opened_on=BREAK.opened_on - timedelta(99))
        )
        other = tx.breaks.add(replace(BREAK, segment=Segment(), grain=Grain.WEEK))
    with store.read("T1") as tx:
        assert tx.breaks.open() == (found, other)
        assert tx.breaks.get(2) == old
        assert tx.breaks.of_series(BREAK.metric, EMAIL, Grain.DAY) == (found, old)
        assert tx.breaks.history(9) == (old,)
    closed = replace(
        found, condition=Condition.CLOSED, ended=BreakEnd.NOISE, attention=Attention.ACKNOWLEDGED
    )
    with store.write("T1") as tx:
        tx.breaks.save(closed)
        tx.breaks.save(replace(other, condition=Condition.RECOVERING))
    with store.read("T1") as tx:
        assert [each.number for each in tx.breaks.open()] == [3]
        assert tx.breaks.history(9) == (closed, old)
        assert tx.breaks.history(1) == (closed,)


def test_a_channel_has_one_digest(store: Store) -> None:
    with store.write("T1") as tx:
        first = tx.schedules.add(SCHEDULE)
        assert first == replace(SCHEDULE, number=1)
    with store.write("T1") as tx, pytest.raises(FunnelError, match="already has a digest") as no:
        tx.schedules.add(SCHEDULE)
    assert "/funnel digest" in no.value.hint
    with store.write("T1") as tx:
        second = tx.schedules.add(replace(SCHEDULE, channel="C2"))
        tx.schedules.save(replace(first, paused="not_in_channel"))
        assert tx.schedules.of_channel("C1") == replace(first, paused="not_in_channel")
        assert tx.schedules.all() == (replace(first, paused="not_in_channel"), second)
        tx.schedules.delete(second.number)
        assert tx.schedules.get(second.number) is None
        assert tx.schedules.of_channel("C2") is None
        fresh = tx.schedules.add(replace(SCHEDULE, channel="C2"))
        assert fresh.number > second.number  # an old button must not reach a new digest


def test_people_are_replaced_by_what_slack_says_now(store: Store) -> None:
    with store.write("T1") as tx:
        tx.people.save(PERSON)
        assert tx.people.get("U_ANA") == PERSON
        tx.people.save(replace(PERSON, name="Ana María", is_admin=False))
        assert tx.people.get("U_ANA") == replace(PERSON, name="Ana María", is_admin=False)
        assert tx.people.get("U_BEN") is None


def test_a_metric_of_the_workspace_comes_back_whole(store: Store) -> None:
    with store.write("T1") as tx:
        tx.metrics.save(METRIC)
        tx.metrics.save(replace(METRIC, key="a_first"))
        tx.metrics.save(replace(METRIC, name="Samples"))
        assert tx.metrics.all() == (replace(METRIC, key="a_first"), replace(METRIC, name="Samples"))


def test_the_audit_log_reads_backwards(store: Store) -> None:
    with store.write("T1") as tx:
        for number in range(3):
            tx.audit.add(replace(DEED, subject=f"goal {number}"))
        assert [deed.subject for deed in tx.audit.latest(2)] == ["goal 2", "goal 1"]
        assert replace(tx.audit.latest(1)[0], subject="goal 1") == DEED


def test_a_repeated_request_is_known_for_a_day(store: Store) -> None:
    with store.write("T1") as tx:
        assert tx.seen.first_time("envelope 1", at=NOW)
        assert not tx.seen.first_time("envelope 1", at=NOW + timedelta(hours=23))
        assert tx.seen.first_time("envelope 2", at=NOW)
        assert tx.seen.first_time("envelope 1", at=NOW + timedelta(hours=25))


def test_the_style_of_a_workspace_is_kept(store: Store) -> None:
    german = Workspace("T1", zone="Europe/Berlin", number_style="de", framework="journey")
    with store.write("T1") as tx:
        tx.workspace.save(german)
        assert tx.workspace.get() == german


def test_a_report_shares_the_numbers_of_breaks_and_comes_once(store: Store) -> None:
    with store.write("T1") as tx:
        tx.breaks.add(BREAK)
        open_one = replace(REPORT, closed_at=None, closed_by="")
        first = tx.reports.add(open_one, origin="view 1")
        assert first == replace(open_one, number=2)
        assert tx.reports.add(open_one, origin="view 1") == first
        tx.reports.answer(Answer(2, "carts:0", Speaks.FOR, "They do", "U_ANA", NOW))
        second_thought = Answer(2, "carts:0", Speaks.AGAINST, "They do not", "U_BEN", NOW)
        tx.reports.answer(second_thought)
    with store.write("T1") as tx:
        assert tx.reports.all(closed=False) == (first,)
        assert tx.reports.answers(2) == (second_thought,)
        tx.reports.save(replace(REPORT, number=2))
        assert tx.reports.all(closed=True) == (replace(REPORT, number=2),)


def test_a_spell_stands_until_a_look_finds_it_over(store: Store) -> None:
    grown = replace(SPELL, now=0.3)
    with store.write("T1") as tx:
        tx.spells.settle({"orders": SPELL, "sessions": None})
        tx.spells.settle({"sessions": SPELL})
    with store.write("T1") as tx:
        assert tx.spells.all() == {"orders": SPELL, "sessions": SPELL}
        tx.spells.settle({"orders": None, "sessions": grown})
    with store.read("T1") as tx:
        assert tx.spells.all() == {"sessions": grown}
