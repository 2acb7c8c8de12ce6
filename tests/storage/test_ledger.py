"""Each message has one row, each row one sender: among threads, processes and after a crash."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from funnel.model import Delivery, DeliveryState
from storage.store import Store

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def plan(
    store: Store, slot: str, *, channel: str = "C1", not_before: datetime | None = None
) -> Delivery:
    with store.write("T1") as tx:
        row = tx.deliveries.plan(
            kind="digest", subject="1", channel=channel, slot=slot, at=NOW, not_before=not_before
        )
    assert row is not None
    return row


def claim(store: Store, owner: str = "me", *, now: datetime = NOW) -> Delivery | None:
    with store.write("T1") as tx:
        return tx.deliveries.claim(owner, now=now, lease=LEASE)


def claimed(store: Store, owner: str = "me", *, now: datetime = NOW) -> Delivery:
    row = claim(store, owner, now=now)
    assert row is not None
    return row


def test_a_message_is_planned_once(store: Store) -> None:
    row = plan(store, "2026-11-19")
    with store.write("T1") as tx:
        again = tx.deliveries.plan(
            kind="digest", subject="1", channel="C1", slot="2026-11-19", at=NOW
        )
        assert again is None
        assert tx.deliveries.get(row.id) == row
        assert tx.deliveries.get("?") is None


def test_the_oldest_due_row_goes_first_and_one_a_channel(store: Store) -> None:
    later = plan(store, "later", not_before=NOW + timedelta(hours=1))
    first, second = plan(store, "first"), plan(store, "second")
    other = plan(store, "other", channel="C2")
    sending = claimed(store)
    assert sending == replace(
        first,
        state=DeliveryState.SENDING,
        owner="me",
        lease_until=NOW + LEASE,
        posted_from=NOW,
        attempt=1,
    )
    assert claimed(store).id == other.id  # C1 has something on the wire
    assert claim(store) is None
    with store.write("T1") as tx:
        assert tx.deliveries.finish(sending, DeliveryState.SENT, ts="1.2", covered_until=NOW)
    assert claimed(store).id == second.id
    with store.read("T1") as tx:
        sent = tx.deliveries.last_sent("digest", "1", "C1")
        assert sent is not None
        assert (sent.id, sent.ts, sent.covered_until) == (first.id, "1.2", NOW)
        assert tx.deliveries.last_sent("digest", "1", "C2") is None
        assert [row.slot for row in tx.deliveries.of("digest", "1")] == [
            "later",
            "first",
            "second",
            "other",
        ]
        assert [row.slot for row in tx.deliveries.latest(2)] == ["other", "second"]
        assert tx.deliveries.counts() == {
            DeliveryState.PLANNED: 1,
            DeliveryState.SENDING: 2,
            DeliveryState.SENT: 1,
        }
        assert later.id not in {first.id, second.id}


def test_a_postponed_row_waits(store: Store) -> None:
    plan(store, "today")
    later = NOW + timedelta(minutes=5)
    sending = claimed(store)
    with store.write("T1") as tx:
        assert tx.deliveries.postpone(
            sending, until=later, code="ratelimited", attempt_counts=False
        )
        assert not tx.deliveries.postpone(sending, until=later)  # it is not ours any more
    assert claim(store) is None
    again = claimed(store, now=later)
    assert (again.attempt, again.code, again.not_before) == (1, "ratelimited", later)
    with store.write("T1") as tx:
        assert tx.deliveries.postpone(again, until=later)
    assert claimed(store, now=later).attempt == 2


def test_a_frozen_sender_finds_out_that_somebody_took_over(store: Store) -> None:
    plan(store, "today")
    frozen = claimed(store, "frozen")
    with store.read("T1") as tx:
        assert tx.deliveries.doubtful(NOW + LEASE) == ()
    late = NOW + LEASE + timedelta(seconds=1)
    with store.write("T1") as tx:
        assert tx.deliveries.doubtful(late) == (frozen,)
        mine = tx.deliveries.take_over(frozen, "me", now=late, lease=LEASE)
        assert mine is not None
        assert (mine.owner, mine.posted_from, mine.attempt) == ("me", NOW, 2)
        assert tx.deliveries.take_over(frozen, "third", now=late, lease=LEASE) is None
    with store.write("T1") as tx:
        assert not tx.deliveries.finish(frozen, DeliveryState.SENT, ts="1")
        assert not tx.deliveries.postpone(frozen, until=late)
        assert tx.deliveries.finish(mine, DeliveryState.FAILED, code="not_in_channel")
        row = tx.deliveries.get(mine.id)
        assert row is not None
        assert (row.state, row.code, row.lease_until) == (
            DeliveryState.FAILED,
            "not_in_channel",
            None,
        )


def test_a_process_that_took_its_own_row_again_is_two_senders(store: Store) -> None:
    plan(store, "today")
    frozen = claimed(store)
    late = NOW + 2 * LEASE
    with store.write("T1") as tx:
        mine = tx.deliveries.take_over(frozen, "me", now=late, lease=LEASE)
        assert mine is not None
        assert not tx.deliveries.finish(frozen, DeliveryState.SENT, ts="1")
        assert tx.deliveries.finish(mine, DeliveryState.SENT, ts="2")


def test_one_of_eight_racing_threads_gets_the_row(store: Store) -> None:
    for turn in range(5):
        row = plan(store, f"{turn}", channel=f"C{turn}")
        with ThreadPoolExecutor(8) as pool:
            won = [got for got in pool.map(lambda owner: claim(store, f"{owner}"), range(8)) if got]
        assert [got.id for got in won] == [row.id]
        with store.write("T1") as tx:
            assert tx.deliveries.finish(won[0], DeliveryState.SENT, ts="1")


def test_racing_threads_never_put_two_messages_of_a_channel_on_the_wire(store: Store) -> None:
    for number in range(8):
        plan(store, f"{number}", channel=f"C{number % 2}")
    with ThreadPoolExecutor(8) as pool:
        won = [got for got in pool.map(lambda owner: claim(store, f"{owner}"), range(8)) if got]
    assert sorted(row.channel for row in won) == ["C0", "C1"]


def test_one_of_eight_racing_threads_takes_over(store: Store) -> None:
    plan(store, "today")
    row, late = claimed(store), NOW + 2 * LEASE

    def take(owner: int) -> Delivery | None:
        with store.write("T1") as tx:
            return tx.deliveries.take_over(row, f"{owner}", now=late, lease=LEASE)

    with ThreadPoolExecutor(8) as pool:
        assert len([got for got in pool.map(take, range(8)) if got]) == 1


CLAIMER = """
import sys
from datetime import UTC, datetime, timedelta
from storage.engine import make_engine
from storage.store import Store

store, now = Store(make_engine(sys.argv[1])), datetime(2026, 11, 19, 9, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
while True:
    with store.write("T1") as tx:
        row = tx.deliveries.claim("process", now=now, lease=timedelta(seconds=60))
    if row is None:
        break
    print(row.id, flush=True)
store.dispose()
"""


def test_two_processes_share_the_rows_out(store: Store, engine: Engine) -> None:
    rows = {plan(store, "today", channel=f"C{number}").id for number in range(40)}
    address = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-P", "-c", CLAIMER, address]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    got = [process.communicate(timeout=30)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(got[0] + got[1]) == sorted(rows)
