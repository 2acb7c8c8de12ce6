"""A workspace sees and changes nothing of another, whichever method is asked."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from funnel.errors import UnknownNumber
from funnel.model import DeliveryState, Grain, Segment, Snapshot, Workspace
from storage.store import Store, Tx
from tests.storage.entities import EMAIL, EVENT, GOAL, METRIC, NOW, REPORT, TODAY, fill

TOMORROW = NOW + timedelta(days=1)

READS: dict[str, Callable[[Tx], Any]] = {
    "metrics.all": lambda tx: tx.metrics.all(),
    "snapshots.series": lambda tx: tx.snapshots.series("orders").values.tolist(),
    "snapshots.series_of": lambda tx: tx.snapshots.series_of(["orders"]),
    "snapshots.segments": lambda tx: tx.snapshots.segments("orders", "channel"),
    "snapshots.at": lambda tx: tx.snapshots.at("orders", TODAY),
    "snapshots.as_known": lambda tx: tx.snapshots.as_known("orders", TOMORROW).values.tolist(),
    "snapshots.dimensions_on": lambda tx: tx.snapshots.dimensions_on(
        ["orders"], [TODAY], grain=Grain.DAY
    ),
    "series.all": lambda tx: tx.series.all(),
    "series.totals": lambda tx: tx.series.totals(),
    "snapshots.revisions": lambda tx: tx.snapshots.revisions("orders", TODAY),
    "snapshots.restated": lambda tx: tx.snapshots.restated(
        ["cart_starts"], grain=Grain.DAY, first=TODAY, since=NOW - timedelta(days=1)
    ),
    "recordings.get": lambda tx: tx.recordings.get(1),
    "recordings.last_of": lambda tx: tx.recordings.last_of("U_ANA"),
    "recordings.latest": lambda tx: tx.recordings.latest(9),
    "recordings.snapshots": lambda tx: tx.recordings.snapshots(1),
    "goals.get": lambda tx: tx.goals.get(1),
    "goals.all": lambda tx: tx.goals.all(),
    "goal_drafts.get": lambda tx: tx.goal_drafts.get(1),
    "goal_drafts.of_author": lambda tx: tx.goal_drafts.of_author("U_ANA"),
    "goal_history.of": lambda tx: tx.goal_history.of(1),
    "goal_history.stated": lambda tx: tx.goal_history.stated(),
    "dumps.numbers": lambda tx: list(tx.dumps.numbers()),
    "dumps.revisions": lambda tx: list(tx.dumps.revisions()),
    "breaks.get": lambda tx: tx.breaks.get(1),
    "breaks.open": lambda tx: tx.breaks.open(),
    "breaks.of_series": lambda tx: tx.breaks.of_series("cart_abandonment_rate", EMAIL, Grain.DAY),
    "breaks.about": lambda tx: tx.breaks.about(["cart_abandonment_rate"]),
    "breaks.answers": lambda tx: tx.breaks.answers().told,
    "breaks.of_incident": lambda tx: tx.breaks.of_incident(1),
    "breaks.told_since": lambda tx: tx.breaks.told_since(TODAY),
    "breaks.historic_since": lambda tx: tx.breaks.historic_since(date.min),
    "spells.all": lambda tx: tx.spells.all(),
    "series.conversions": lambda tx: tx.series.conversions(),
    "snapshots.slices": lambda tx: tx.snapshots.slices(["orders"], first=TODAY, last=TODAY),
    "breaks.history": lambda tx: tx.breaks.history(9),
    "reports.get": lambda tx: tx.reports.get(3),
    "reports.all": lambda tx: tx.reports.all(closed=False),
    "reports.answers": lambda tx: tx.reports.answers(1),
    "schedules.get": lambda tx: tx.schedules.get(1),
    "schedules.all": lambda tx: tx.schedules.all(),
    "schedules.of_channel": lambda tx: tx.schedules.of_channel("C1"),
    "deliveries.doubtful": lambda tx: tx.deliveries.doubtful(TOMORROW),
    "deliveries.last_slot": lambda tx: tx.deliveries.last_slot("digest", "1"),
    "deliveries.last_slots": lambda tx: tx.deliveries.last_slots("digest"),
    "deliveries.unsettled": lambda tx: tx.deliveries.unsettled(),
    "deliveries.next_attempt": lambda tx: tx.deliveries.next_attempt(),
    "snapshots.arrivals": lambda tx: tx.snapshots.arrivals(["orders"]),
    "deliveries.last_sent": lambda tx: tx.deliveries.last_sent("digest", "1", "C1"),
    "deliveries.at": lambda tx: tx.deliveries.at("C1", "1.2"),
    "reactions.last_at": lambda tx: tx.reactions.last_at(1),
    "reactions.votes": lambda tx: tx.reactions.votes(since=NOW),
    "reactions.counts": lambda tx: tx.reactions.counts(1, since=NOW),
    "deliveries.of": lambda tx: tx.deliveries.of("digest", "1"),
    "deliveries.latest": lambda tx: tx.deliveries.latest(9),
    "deliveries.counts": lambda tx: tx.deliveries.counts(),
    "links.unknown": lambda tx: tx.links.unknown(["digest"], 9),
    "links.of": lambda tx: tx.links.of("goal_announced", ["1"]),
    "snapshots.restated_since": lambda tx: tx.snapshots.restated_since(
        ["cart_starts"], NOW + timedelta(microseconds=2), grain=Grain.DAY, first=TODAY
    ),
    "people.get": lambda tx: tx.people.get("U_ANA"),
    "audit.latest": lambda tx: tx.audit.latest(9),
    "metrics.versions": lambda tx: tx.metrics.versions(METRIC.key),
    "benchmarks.of_metric": lambda tx: tx.benchmarks.of_metric("orders"),
    "benchmarks.all": lambda tx: tx.benchmarks.all(),
    "dimensions.all": lambda tx: tx.dimensions.all(),
    "events.get": lambda tx: tx.events.get(1),
    "events.all": lambda tx: tx.events.all(),
    "events.every": lambda tx: tx.events.every(),
}
# Told by the tests below.
OTHERS = {
    "workspace.get",
    "workspace.save",
    "metrics.save",
    "snapshots.record",
    "snapshots.record_staged",
    "snapshots.undo",
    "snapshots.delete",
    "series.mark_judged",
    "spells.settle",
    "series.mark_conversion",
    "goals.add",
    "goals.save",
    "goal_drafts.save",
    "goal_drafts.drop",
    "goal_drafts.drop_old",
    "goal_history.add",
    "goal_history.state",
    "breaks.add",
    "breaks.save",
    "reports.add",
    "reports.save",
    "reports.answer",
    "schedules.add",
    "schedules.save",
    "schedules.delete",
    "deliveries.plan",
    "links.save",
    "deliveries.claim",
    "deliveries.postpone",
    "deliveries.finish",
    "deliveries.take_over",
    "deliveries.address",
    "deliveries.is_outdone",
    "deliveries.next_turn",
    "deliveries.swept",
    "deliveries.to_sweep",
    "deliveries.troubled",
    "people.admins",
    "deliveries.get",
    "people.save",
    "audit.add",
    "reactions.add",
    "seen.first_time",
    "events.add",
    "benchmarks.add",
    "benchmarks.remove",
    "dimensions.add",
    "events.save",
}


def test_every_method_is_looked_at(sqlite_store: Store) -> None:
    with sqlite_store.read("T1") as tx:
        methods = {
            f"{part.name}.{name}"
            for part in fields(Tx)
            for name in dir(getattr(tx, part.name))
            if not name.startswith("_") and name != "scope"
        }
    assert methods == READS.keys() | OTHERS


def test_the_other_workspace_reads_nothing(store: Store) -> None:
    fill(store, "T1")
    with store.read("T1") as mine, store.read("T2") as other:
        for name, ask in READS.items():
            assert ask(mine), name
            assert not ask(other), name
        row = mine.deliveries.latest(1)[0]
        assert other.deliveries.get(row.id) is None
        assert other.workspace.get() == Workspace("T2")


def test_the_other_workspace_changes_nothing(store: Store) -> None:
    fill(store, "T1")
    with store.read("T1") as tx:
        before = {name: ask(tx) for name, ask in READS.items() if "snapshots.s" not in name}
        (goal,), (found,), (schedule,) = tx.goals.all(), tx.breaks.open(), tx.schedules.all()
        (sending,) = tx.deliveries.doubtful(TOMORROW)
    with store.write("T2") as tx:
        tx.goals.save(replace(goal, title="Theirs"))
        tx.goal_drafts.drop(1)
        tx.goal_drafts.drop_old(NOW + timedelta(days=99))
        tx.breaks.save(replace(found, attention_by="U_EVE"))
        tx.schedules.save(replace(schedule, paused="theirs"))
        tx.schedules.delete(schedule.number)
        tx.reports.save(replace(REPORT, number=4, words="Theirs"))
        tx.series.mark_judged("orders", Segment(), Grain.DAY, TODAY - timedelta(1))
        tx.series.mark_conversion("add_to_cart_rate", TODAY - timedelta(1))
        tx.spells.settle({"orders": None})
        tx.metrics.save(replace(METRIC, name="Theirs"))
        tx.events.save(replace(EVENT, number=1, title="Theirs"))
        assert not tx.benchmarks.remove(1, at=NOW)
        assert tx.dimensions.add("crew", author="U_EVE", at=NOW)
        tx.workspace.save(Workspace("T1", currency="XXX"))
        assert not tx.deliveries.finish(sending, DeliveryState.SENT)
        assert not tx.deliveries.postpone(sending, until=NOW)
        assert not tx.deliveries.take_over(sending, "eve", now=TOMORROW, lease=timedelta(1))
        assert tx.deliveries.claim("eve", now=TOMORROW, lease=timedelta(1)) is None
        assert not tx.deliveries.address(sending, "1.1")
        assert not tx.deliveries.is_outdone(sending)
        assert tx.deliveries.next_turn(TOMORROW) is None
        assert tx.deliveries.troubled(NOW - timedelta(9), 9) == ()
        assert tx.deliveries.to_sweep(TOMORROW, 9) == ()
        assert tx.people.admins() == ()
        tx.deliveries.swept(sending, "theirs")
    with store.write("T2") as tx, pytest.raises(UnknownNumber):
        tx.snapshots.undo(1, author="U_ANA", at=NOW)
    with store.write("T2") as tx:
        there = Snapshot("orders", TODAY, 5.0)
        assert tx.snapshots.delete([there], source="slack", author="U_EVE", at=NOW).rows == 0
    with store.read("T1") as tx:
        assert {name: ask(tx) for name, ask in READS.items() if name in before} == before
        assert tx.workspace.get() == Workspace("T1")


def test_keys_of_two_workspaces_do_not_meet(store: Store) -> None:
    fill(store, "T1")
    fill(store, "T2")  # the same origins, channels, slots and request keys
    with store.write("T2") as tx:
        assert tx.goals.add(GOAL, origin="view 2").number == 2
        assert not tx.seen.first_time("request 1", at=NOW)
        assert tx.recordings.latest(1)[0].number == 4
