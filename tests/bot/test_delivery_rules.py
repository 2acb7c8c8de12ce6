"""Pace, copies, edits, lanes and owners: what the ledger promises beyond "once"."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.deliveries import Outgoing
from bot.ledger import SWEEP_AFTER
from bot.owners import LOST, PAUSED, TOKEN_BACK, tell_owner
from bot.schedules import DIGEST, is_outdated
from bot.slack import Refusal, Refused
from bot.tokens import lift_stop, revive
from commands.blocks import Message
from funnel.model import (
    Delivery,
    DeliveryState,
    Person,
)
from funnel.schedules import Schedule
from playground.control import RateLimited, Slow
from playground.control import Refused as RefusedOnce
from playground.transcript import Kind
from playground.workspace import BOT_USER, TEAM
from storage.deliveries import BURST, BURST_WINDOW, MOST_A_MINUTE
from storage.store import Store, Tx
from tests.bot.room import AFTER_THE_LEASE, Room, note

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def plan(store: Store, channel: str, count: int) -> None:
    with store.write(TEAM) as tx:
        for number in range(count):
            tx.deliveries.plan(
                kind="note", subject=str(number), channel=channel, slot="", at=NOW - MINUTE
            )


def send(store: Store, now: datetime) -> Delivery | None:
    """One claim that is sent at once."""
    with store.write(TEAM) as tx:
        row: Delivery | None = tx.deliveries.claim("me", now=now, lease=MINUTE)
        if row is not None:
            tx.deliveries.finish(row, DeliveryState.SENT, ts="1")
    return row


def turn(store: Store, now: datetime) -> datetime | None:
    with store.read(TEAM) as tx:
        found: datetime | None = tx.deliveries.next_turn(now)
    return found


def test_a_channel_takes_three_at_once_then_one_a_second(store: Store) -> None:
    """The ledger counts, so it holds for any number of processes."""
    plan(store, "C1", 9)
    assert len([row for _ in range(9) if (row := send(store, NOW))]) == BURST
    assert turn(store, NOW) == NOW + BURST_WINDOW
    later = NOW + BURST_WINDOW + timedelta(milliseconds=1)
    assert len([row for _ in range(9) if (row := send(store, later))]) == BURST
    plan(store, "C2", 1)
    assert send(store, later) is not None, "each channel has its own pace"


def test_a_clock_that_was_set_back_holds_nothing_up(store: Store) -> None:
    plan(store, "C1", 9)
    while send(store, NOW + timedelta(hours=1)):
        pass
    assert send(store, NOW) is not None


def test_a_workspace_takes_no_more_than_its_minute(store: Store) -> None:
    for channel in range(MOST_A_MINUTE // BURST + 1):
        plan(store, f"C{channel}", BURST)
    sent = [row for _ in range(2 * MOST_A_MINUTE) if (row := send(store, NOW))]
    assert len(sent) == MOST_A_MINUTE
    assert turn(store, NOW) == NOW + MINUTE
    assert send(store, NOW + MINUTE + timedelta(milliseconds=1)) is not None


def test_after_one_429_nobody_asks_again_before_its_time(room: Room) -> None:
    room.slack.workspace.faults.add(RateLimited(60), "chat.postMessage")
    for number in range(6):
        channel = room.slack.workspace.add_channel(f"team-{number}").id
        room.plans(channel, channel=channel)
    room.courier().run()
    others = room.courier()
    others.run()
    calls = room.slack.workspace.transcript.exchanges(Kind.API, name="chat.postMessage")
    refused = [one for one in calls if isinstance(one.answered, dict) and "fault" in one.answered]
    assert len(refused) == 1
    before = len(calls)
    others.run()
    assert len(room.slack.workspace.transcript.exchanges(Kind.API, name="chat.postMessage")) == (
        before
    ), "held for the whole workspace"
    room.clock.advance(timedelta(seconds=61))
    others.run()
    assert {room.row(row.subject).state for row in rows(room)} == {DeliveryState.SENT}


def rows(room: Room) -> tuple[Delivery, ...]:
    with room.store.read(TEAM) as tx:
        found: tuple[Delivery, ...] = tx.deliveries.latest(100)
    return found


def test_several_channels_are_sent_at_the_same_time(room: Room) -> None:
    """Four posts of which each waits for the other three to have reached Slack."""
    together = threading.Barrier(4)

    def meeting(tx: Tx, row: Delivery, now: datetime) -> Outgoing:
        together.wait(10)
        return note(tx, row, now)

    for number in range(4):
        channel = room.slack.workspace.add_channel(f"team-{number}").id
        room.plans(channel, channel=channel)
    with room.store.write(TEAM) as tx:  # the first is sent before the lanes open
        tx.deliveries.plan(kind="warning", subject="0", channel="U1", slot="", at=NOW - MINUTE)
    room.courier(note=meeting).run()
    assert {row.state for row in rows(room) if row.kind == "note"} == {DeliveryState.SENT}


def test_a_copy_that_was_left_behind_is_swept_and_the_earliest_stays(room: Room) -> None:
    room.slack.workspace.faults.add(RefusedOnce("some_new_code"), "chat.postMessage")
    room.plans("1")
    courier = room.courier()
    courier.run()
    room.clock.advance(timedelta(seconds=31))
    courier.run()
    [first] = room.seen()
    channel = room.slack.workspace.find_channel(room.channel)
    assert channel is not None
    room.slack.workspace.post(  # what a process that froze for minutes would have left
        channel, user=BOT_USER, from_app=True, text="News 1", metadata=first.metadata
    )
    courier.run()
    assert room.texts() == ["News 1", "News 1"]
    room.clock.advance(SWEEP_AFTER + timedelta(seconds=1))
    courier.run()
    assert [one.ts for one in room.seen()] == [first.ts]
    assert room.row("1").sweep_at is None
    courier.run()
    assert room.slack.workspace.problems == []


def test_what_went_out_at_once_is_not_looked_for_again(room: Room) -> None:
    room.plans("1")
    courier = room.courier()
    courier.run()
    room.clock.advance(SWEEP_AFTER * 2)
    courier.run()
    asked = room.slack.workspace.transcript.exchanges(Kind.API, name="conversations.history")
    assert asked == []


def editing(ts: str, words: Callable[[], str]) -> Callable[[Tx, Delivery, datetime], Outgoing]:
    return lambda *_: Outgoing(None, edits=(ts, Message(words())))


def test_of_two_edits_that_wait_only_the_newer_is_made(room: Room) -> None:
    room.plans("root")
    courier = room.courier()
    courier.run()
    [root] = room.seen()
    with room.store.write(TEAM) as tx:
        for version in ("1", "2"):
            tx.deliveries.plan(
                kind="edit", subject="root", channel=room.channel, slot=version, at=room.clock.now()
            )
    room.courier(edit=editing(root.ts, lambda: "version 2")).run()
    assert room.texts() == ["version 2"]
    states = {row.slot: row.state for row in rows(room) if row.kind == "edit"}
    assert states == {"1": DeliveryState.SKIPPED, "2": DeliveryState.SENT}
    edits = room.slack.workspace.transcript.exchanges(Kind.API, name="chat.update")
    assert len(edits) == 1
    assert "metadata" not in edits[0].asked, "Slack keeps the key only when it is left out"


def test_an_edit_that_thaws_late_does_not_bring_the_old_words_back(room: Room) -> None:
    room.plans("root")
    room.courier().run()
    [root] = room.seen()
    said = ["version 1"]
    asleep, thawed = threading.Event(), threading.Event()

    def freezing(*_: object) -> Outgoing:
        drawn = Message(said[0])
        if not asleep.is_set():
            asleep.set()
            assert thawed.wait(10)
        return Outgoing(None, edits=(root.ts, drawn))

    room.plans("edit")
    frozen = threading.Thread(target=room.courier(note=freezing).run)
    frozen.start()
    assert asleep.wait(5)
    said[0] = "version 2"
    room.clock.advance(AFTER_THE_LEASE)
    room.courier(note=editing(root.ts, lambda: said[0])).run()
    assert room.texts() == ["version 2"]
    thawed.set()
    frozen.join(10)
    assert room.texts() == ["version 2"]


def test_an_edit_in_doubt_is_repeated_without_a_look(room: Room) -> None:
    room.plans("root")
    room.courier().run()
    [root] = room.seen()
    with room.store.write(TEAM) as tx:
        tx.deliveries.plan(
            kind="edit", subject="root", channel=room.channel, slot="1", at=room.clock.now()
        )
    room.slack.workspace.faults.add(RefusedOnce("internal_error"), "chat.update")
    courier = room.courier(edit=editing(root.ts, lambda: "edited"))
    courier.run()
    room.clock.advance(AFTER_THE_LEASE)
    courier.run()
    assert room.texts() == ["edited"]
    assert not room.slack.workspace.transcript.exchanges(Kind.API, name="conversations.history")


def test_a_stop_lets_go_of_what_was_claimed(room: Room) -> None:
    courier = room.courier(note=lambda tx, row, now: stopping(tx, row, now))

    def stopping(tx: Tx, row: Delivery, now: datetime) -> Outgoing:
        courier.stopping.set()
        return note(tx, row, now)

    room.plans("1", "2")
    courier.run()
    assert [row.state for row in rows(room)] == [DeliveryState.PLANNED] * 2
    assert room.row("1").attempt == 0
    room.courier().run()
    assert room.texts() == ["News 1", "News 2"]


# --- owners ----------------------------------------------------------------------------------


def with_schedule(store: Store, **about: object) -> Schedule:
    with store.write(TEAM) as tx:
        for user, is_admin in (("UANA", False), ("UADA", True), ("UBOB", True)):
            tx.people.save(Person(user, user, "UTC", is_admin, False, NOW))
        schedule: Schedule = tx.schedules.add(
            replace(Schedule(0, "C1", "UTC", owner="UANA", created_at=NOW), **about)
        )
    return schedule


def failed(store: Store, code: str, meaning: Refusal, **row: str) -> tuple[Delivery, ...]:
    """What is planned after one delivery was given up."""
    about = {"kind": DIGEST, "subject": "1", "channel": "C1", "slot": "2026-11-20", **row}
    with store.write(TEAM) as tx:
        before = tx.deliveries.unsettled()
        tx.deliveries.plan(**about, at=NOW - MINUTE)
        claimed = tx.deliveries.claim("me", now=NOW, lease=MINUTE)
        assert claimed is not None
        tx.deliveries.finish(claimed, DeliveryState.FAILED, code=code)
        tell_owner(tx, claimed, Refused(code, meaning, method="chat.postMessage"), NOW)
        return tuple(row for row in tx.deliveries.unsettled() if row not in before)


@pytest.mark.parametrize("kind", [DIGEST, "break_opened"])
def test_a_channel_that_is_closed_pauses_its_digest_and_tells_once(store: Store, kind: str) -> None:
    """Also when a warning finds out first."""
    schedule = with_schedule(store)
    [told] = failed(store, "is_archived", Refusal.LASTING, kind=kind)
    assert (told.kind, told.subject, told.channel) == (PAUSED, str(schedule.number), "UANA")
    with store.read(TEAM) as tx:
        paused = tx.schedules.get(schedule.number)
    assert paused is not None
    assert paused.paused == "is_archived"
    again = failed(store, "is_archived", Refusal.LASTING, slot="2026-11-21")
    assert again == (), "the second row of the channel says nothing new"


def test_a_row_that_is_given_up_is_told_and_pauses_nothing(store: Store) -> None:
    schedule = with_schedule(store)
    [told] = failed(store, "too_many_attempts", Refusal.OTHER)
    assert (told.kind, told.channel) == (LOST, "UANA")
    with store.read(TEAM) as tx:
        running = tx.schedules.get(schedule.number)
    assert running is not None
    assert not running.paused


def test_an_owner_without_an_account_is_followed_by_the_admins(store: Store) -> None:
    with_schedule(store)
    notice = {"kind": PAUSED, "subject": "1", "slot": "now"}
    [to_ada] = failed(store, "user_disabled", Refusal.LASTING, channel="UANA", **notice)
    assert (to_ada.kind, to_ada.channel) == (PAUSED, "UADA")
    with store.write(TEAM) as tx:
        claimed = tx.deliveries.claim("me", now=NOW, lease=MINUTE)
        assert claimed is not None
        tx.deliveries.finish(claimed, DeliveryState.FAILED, code="user_disabled")
        refused = Refused("user_disabled", Refusal.LASTING, method="chat.postMessage")
        tell_owner(tx, claimed, refused, NOW)
        [to_bob] = tx.deliveries.unsettled()
    assert to_bob.channel == "UBOB"


def test_a_token_that_works_again_is_told_to_each_owner_once(store: Store) -> None:
    with_schedule(store)
    with_schedule(store, channel="C2")
    with store.write(TEAM) as tx:
        tx.workspace.save(replace(tx.workspace.get(), stopped="token_revoked"))
        lift_stop(tx, NOW)
        lift_stop(tx, NOW + MINUTE)
        [told] = tx.deliveries.unsettled()
        assert not tx.workspace.get().stopped
    assert (told.kind, told.subject, told.channel) == (TOKEN_BACK, "token_revoked", "UANA")


def test_a_running_bot_notices_that_its_token_works_again(room: Room) -> None:
    with room.store.write(TEAM) as tx:
        tx.workspace.save(replace(tx.workspace.get(), stopped="account_inactive"))
    client = room.courier().poster.client
    room.slack.workspace.faults.add(RefusedOnce("account_inactive"), "auth.test")
    assert not revive(room.store, TEAM, client, now=NOW)
    assert revive(room.store, TEAM, client, now=NOW)
    assert not revive(room.store, TEAM, client, now=NOW), "it is not stopped any more"
    room.plans("1")
    room.courier().run()
    assert room.texts() == ["News 1"]


def test_only_the_newest_digest_survives_days_with_a_dead_token(store: Store) -> None:
    schedule = with_schedule(store)
    with store.write(TEAM) as tx:
        for day in ("2026-11-18", "2026-11-20"):
            tx.deliveries.plan(kind=DIGEST, subject="1", channel="C1", slot=day, at=NOW)
        old, new = tx.deliveries.of(DIGEST, "1")
        assert is_outdated(tx, schedule, old, NOW)
        assert not is_outdated(tx, schedule, new, NOW)
        assert is_outdated(tx, schedule, new, NOW + timedelta(hours=13)), "past its catch-up"


def test_a_slow_slack_delays_nobody_elses_channel(room: Room) -> None:
    slow = room.slack.workspace.add_channel("slow").id
    room.slack.workspace.faults.add(Slow(1.0), "chat.postMessage", channel=slow)
    room.plans("0", channel=room.channel)
    room.plans("slow", channel=slow)
    room.plans("1", channel=room.slack.workspace.add_channel("fast").id)
    room.courier().run()
    ends = {row.subject: row.ts for row in rows(room)}
    assert float(ends["1"]) < float(ends["slow"])
