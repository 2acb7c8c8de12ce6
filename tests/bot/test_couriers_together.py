"""Several couriers at once, frozen ones too, and the pace that Slack asks for."""

import multiprocessing
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.app import utc_now
from bot.courier import Courier
from bot.deliveries import Outgoing
from bot.record import Recorder
from bot.slack import Poster, RecordingClient
from funnel.model import Delivery
from playground.transcript import Kind
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store, Tx
from tests.bot.room import (
    AFTER_THE_LEASE,
    RENDERS,
    Room,
    note,
)


def test_a_frozen_sender_takes_its_surplus_back(room: Room) -> None:
    """It woke up after somebody else had settled its row and posted."""
    asleep, thawed = threading.Event(), threading.Event()

    def freezing(tx: Tx, row: Delivery, now: datetime) -> Outgoing:
        asleep.set()
        assert thawed.wait(10)
        return note(tx, row, now)

    room.plans("1")
    frozen = threading.Thread(target=room.courier(note=freezing).run)
    frozen.start()
    assert asleep.wait(5)
    room.clock.advance(AFTER_THE_LEASE)
    room.courier().run()
    assert room.texts() == ["News 1"]
    thawed.set()
    frozen.join(10)
    assert room.texts() == ["News 1"]
    assert room.row("1").ts == room.seen()[0].ts
    deleted = room.slack.workspace.transcript.exchanges(Kind.API, name="chat.delete")
    assert len(deleted) == 1


def test_two_couriers_in_two_threads_send_each_message_once(room: Room) -> None:
    channels = [room.slack.workspace.add_channel(f"team-{n}").id for n in range(12)]
    for channel in channels:
        room.plans(channel, channel=channel)
    together = threading.Barrier(2)

    def work() -> None:
        courier = room.courier()
        together.wait(5)
        courier.run()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [room.texts(channel) for channel in channels] == [
        [f"News {channel}"] for channel in channels
    ]


def deliver(database: str, token: str, api_url: str, start: Callable[[], object]) -> None:
    """One process with a courier of its own on the shared file."""
    store = Store(make_engine(f"sqlite:///{database}"))
    poster = Poster(RecordingClient(token, api_url, Recorder(None)))
    courier = Courier(
        TEAM,
        store,
        poster,
        utc_now,
        RENDERS,
        lambda *_: None,
    )
    start()
    courier.run()
    store.dispose()


def test_two_processes_send_each_message_once(room: Room, database: Path) -> None:
    channels = [room.slack.workspace.add_channel(f"team-{n}").id for n in range(12)]
    for channel in channels:
        room.plans(channel, channel=channel)
    processes = multiprocessing.get_context("spawn")
    together = processes.Barrier(2)
    where = (str(database), room.slack.workspace.bot_token, room.slack.api_url, together.wait)
    senders = [processes.Process(target=deliver, args=where) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    assert [sender.exitcode for sender in senders] == [0, 0]
    assert [room.texts(channel) for channel in channels] == [
        [f"News {channel}"] for channel in channels
    ]


def test_couriers_take_turns_a_channel_and_keep_the_order(room: Room) -> None:
    room.plans("1", "2", "3")
    room.courier().run()
    assert room.texts() == ["News 1", "News 2", "News 3"]
