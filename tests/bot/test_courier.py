"""The ledger over a true wire: whatever breaks, one message stands in the channel."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.ledger import ATTEMPTS, backoff
from bot.slack import Poster
from commands.blocks import Message
from funnel.model import DeliveryState
from playground.control import (
    DroppedAfter,
    DroppedBefore,
    Fault,
    InternalErrorAfter,
    RateLimited,
    ServerError,
)
from playground.control import Refused as RefusedOnce
from playground.render import flatten
from playground.transcript import Kind
from playground.workspace import ALL_SCOPES, TEAM
from storage.engine import make_engine
from storage.store import Store
from tests.bot.room import AFTER_THE_LEASE, BROKEN, LATER, NOTHING, WARNING, Room, broken, note
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The whole conformance suite runs on both engines."""
    if request.param == "sqlite":
        store = Store(make_engine(f"sqlite:///{request.getfixturevalue('database')}"))
        yield store
        store.dispose()
        return
    server: Postgres = request.getfixturevalue("postgres")
    address = server.create()
    store = Store(make_engine(address))
    yield store
    store.dispose()
    server.drop(address)


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (RateLimited(30), timedelta(seconds=31)),
        (RefusedOnce("ratelimited"), timedelta(seconds=31)),
        (RefusedOnce("some_new_code"), timedelta(seconds=31)),
        (ServerError(503), AFTER_THE_LEASE),
        (DroppedBefore(), AFTER_THE_LEASE),
        (DroppedAfter(), AFTER_THE_LEASE),
        (InternalErrorAfter(), AFTER_THE_LEASE),
    ],
    ids=str,
)
def test_one_message_whatever_breaks(room: Room, fault: Fault, wait: timedelta) -> None:
    room.slack.workspace.faults.add(fault, "chat.postMessage")
    room.plans("1")
    courier = room.courier()
    courier.run()
    assert room.row("1").state is not DeliveryState.SENT
    room.clock.advance(wait / 2)
    courier.run()
    assert room.row("1").state is not DeliveryState.SENT, "too early to be sure"
    room.clock.advance(wait / 2 + timedelta(seconds=1))
    courier.run()
    courier.run()
    assert room.texts() == ["News 1"]
    row = room.row("1")
    assert (row.state, row.ts) == (DeliveryState.SENT, room.seen()[0].ts)


def test_retry_after_is_kept_to(room: Room) -> None:
    room.slack.workspace.faults.add(RateLimited(120), "chat.postMessage")
    room.plans("1")
    courier = room.courier()
    courier.run()
    room.clock.advance(timedelta(seconds=60))  # the clock runs on: a busy machine has a minute
    courier.run()
    assert room.texts() == []
    room.clock.advance(timedelta(seconds=61))
    courier.run()
    assert room.texts() == ["News 1"]


def test_a_second_doubt_about_the_same_message(room: Room) -> None:
    """Slack loses the answer, then cannot be asked, then can."""
    room.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage")
    room.slack.workspace.faults.add(ServerError(500), "conversations.history")
    room.plans("1")
    courier = room.courier()
    for _ in range(4):
        courier.run()
        room.clock.advance(AFTER_THE_LEASE)
    assert room.texts() == ["News 1"]
    assert room.row("1").state is DeliveryState.SENT


def test_the_message_is_found_behind_a_busy_channel(room: Room) -> None:
    room.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage")
    room.plans("1")
    courier = room.courier()
    courier.run()
    channel = room.slack.workspace.find_channel(room.channel)
    assert channel is not None
    ana = room.slack.person("ana", channel="#growth")
    for number in range(230):  # more than one page of history
        room.slack.workspace.post(channel, user=ana.user.id, text=f"Chatter {number}")
    room.clock.advance(AFTER_THE_LEASE)
    courier.run()
    assert room.texts().count("News 1") == 1
    assert room.row("1").state is DeliveryState.SENT


def test_blocks_that_slack_does_not_take_are_sent_as_text(room: Room) -> None:
    room.slack.workspace.faults.add(RefusedOnce("invalid_blocks"), "chat.postMessage")
    room.plans("1")
    room.courier().run()
    assert room.texts() == ["News 1"]
    assert room.row("1").state is DeliveryState.SENT


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "channel_not_found"])
def test_a_lasting_refusal_fails_the_row_and_is_told_once(room: Room, code: str) -> None:
    room.slack.workspace.faults.add(RefusedOnce(code), "chat.postMessage")
    room.plans("1", "2")
    courier = room.courier()
    courier.run()
    room.clock.advance(timedelta(hours=3))
    courier.run()
    row = room.row("1")
    assert (row.state, row.code) == (DeliveryState.FAILED, code)
    assert room.told == [("1", code)]
    assert room.texts() == ["News 2"], "the next message of the channel is tried by itself"


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked", "invalid_auth"])
def test_a_dead_token_stops_the_workspace(room: Room, code: str) -> None:
    room.slack.workspace.faults.add(RefusedOnce(code), "chat.postMessage")
    room.plans("1", "2")
    courier = room.courier()
    for _ in range(3):
        courier.run()
        room.clock.advance(timedelta(hours=1))
    calls = room.slack.workspace.transcript.exchanges(Kind.API, name="chat.postMessage")
    assert len(calls) == 1
    with room.store.read(TEAM) as tx:
        assert tx.workspace.get().stopped == code
    assert {room.row("1").state, room.row("2").state} == {DeliveryState.PLANNED}
    assert room.told == []


def test_who_keeps_refusing_gets_no_hundredth_try(room: Room) -> None:
    room.slack.workspace.faults.add(RefusedOnce("some_new_code"), "chat.postMessage", times=99)
    room.plans("1")
    courier = room.courier()
    for _ in range(2 * ATTEMPTS):
        courier.run()
        room.clock.advance(timedelta(hours=1, seconds=1))
    calls = room.slack.workspace.transcript.exchanges(Kind.API, name="chat.postMessage")
    assert len(calls) == ATTEMPTS
    assert room.row("1").state is DeliveryState.FAILED
    assert room.told == [("1", "some_new_code")]


def test_waits_double_up_to_an_hour() -> None:
    waits = [backoff(attempt).total_seconds() for attempt in range(1, ATTEMPTS + 1)]
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600]


def test_a_message_that_cannot_be_made_holds_up_no_other(room: Room) -> None:
    room.plans("1", kind=BROKEN)
    room.plans("2")
    courier = room.courier()
    courier.run()
    assert room.texts() == ["News 2"]
    for number in ("3", "4"):
        room.clock.advance(AFTER_THE_LEASE)
        room.plans(number)
        courier.run()
    assert room.texts() == ["News 2", "News 3", "News 4"]


def test_a_message_that_can_be_made_after_a_mend_is_sent(room: Room) -> None:
    room.plans("1", kind=BROKEN)
    room.courier().run()
    room.clock.advance(AFTER_THE_LEASE)
    room.courier(broken=note).run()
    assert room.texts() == ["News 1"]


def test_a_message_that_can_never_be_made_is_given_up(room: Room) -> None:
    room.plans("1", kind=BROKEN)
    courier = room.courier()
    for _ in range(2 * ATTEMPTS):
        courier.run()
        room.clock.advance(timedelta(hours=1, seconds=1))
    row = room.row("1", BROKEN)
    assert (row.state, row.code) == (DeliveryState.FAILED, "cannot_be_made")
    assert room.texts() == []


def test_a_doubt_whose_message_can_no_longer_be_made_is_settled_too(room: Room) -> None:
    room.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage")
    room.plans("1")
    room.courier().run()
    room.clock.advance(AFTER_THE_LEASE)
    room.courier(note=broken).run()
    assert room.texts() == ["News 1"]
    assert room.row("1").state is DeliveryState.SENT


def test_waiting_costs_no_attempt_and_nothing_to_say_ends_it(room: Room) -> None:
    room.plans("1", kind=LATER)
    room.plans("2", kind=NOTHING)
    courier = room.courier()
    for _ in range(2 * ATTEMPTS):
        courier.run()
        room.clock.advance(timedelta(minutes=16))
    waiting = room.row("1", LATER)
    assert (waiting.state, waiting.attempt) == (DeliveryState.PLANNED, 0)
    skipped = room.row("2", NOTHING)
    assert (skipped.state, skipped.code) == (DeliveryState.SKIPPED, "nothing to say")
    assert room.texts() == []


def without_history(room: Room) -> None:
    room.slack.workspace.scopes = ALL_SCOPES - {"channels:history", "groups:history"}


def test_without_a_look_into_the_channel_a_digest_is_not_repeated(room: Room) -> None:
    without_history(room)
    room.slack.workspace.faults.add(DroppedBefore(), "chat.postMessage")
    room.plans("1")
    courier = room.courier()
    for _ in range(3):
        courier.run()
        room.clock.advance(AFTER_THE_LEASE)
    assert room.texts() == []
    assert room.row("1").state is DeliveryState.UNKNOWN
    assert room.told == [("1", "missing_scope")]


def test_without_a_look_into_the_channel_a_warning_is_repeated(room: Room) -> None:
    without_history(room)
    room.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage")
    room.plans("1", kind=WARNING)
    courier = room.courier()
    for _ in range(3):
        courier.run()
        room.clock.advance(AFTER_THE_LEASE)
    assert room.texts() == ["News 1", "News 1"]
    first, second = room.seen()
    assert "May be a repeat" not in flatten(first.body())
    assert "May be a repeat" in flatten(second.body())
    assert room.row("1", WARNING).state is DeliveryState.SENT
    assert room.told == []


@pytest.mark.parametrize("fault", [DroppedAfter(), DroppedBefore()], ids=str)
def test_a_doubtful_direct_message_stands_there_once(room: Room, fault: Fault) -> None:
    """It was addressed to a person: the conversation is opened to look into it."""
    ana = room.slack.person("ana").user
    room.slack.workspace.faults.add(fault, "chat.postMessage")
    room.plans("1", channel=ana.id)
    courier = room.courier()
    for _ in range(3):
        courier.run()
        room.clock.advance(AFTER_THE_LEASE)
    assert room.texts(f"D{ana.id[1:]}") == ["News 1"]
    assert room.row("1").state is DeliveryState.SENT


def test_a_doubtful_direct_message_that_nobody_may_look_for(room: Room) -> None:
    room.slack.workspace.scopes = ALL_SCOPES - {"im:write"}
    ana = room.slack.person("ana").user
    room.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage")
    room.plans("1", kind=WARNING, channel=ana.id)
    courier = room.courier()
    for _ in range(3):
        courier.run()
        room.clock.advance(AFTER_THE_LEASE)
    assert room.texts(f"D{ana.id[1:]}") == ["News 1", "News 1"]
    assert room.row("1", WARNING).state is DeliveryState.SENT


def test_a_token_that_dies_while_a_doubt_is_looked_into_decides_nothing(room: Room) -> None:
    room.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage")
    room.slack.workspace.faults.add(RefusedOnce("token_revoked"), "conversations.history")
    room.plans("1")
    courier = room.courier()
    for _ in range(4):
        courier.run()
        room.clock.advance(AFTER_THE_LEASE)
    assert room.texts() == ["News 1"]
    assert room.row("1").state is DeliveryState.SENT
    assert room.told == []


def test_the_key_of_the_row_stands_in_the_message(room: Room) -> None:
    room.plans("1")
    room.courier().run()
    [message] = room.seen()
    assert message.metadata is not None
    assert message.metadata["event_payload"] == {"key": room.row("1").id}
    client = WebClient(
        room.slack.workspace.bot_token, base_url=room.slack.api_url, retry_handlers=[]
    )
    Poster(client).update(room.channel, message.ts, Message("News 1, edited"))
    assert Poster(client).find(room.channel, room.row("1").id, oldest=0) == [message.ts]
