"""A channel, the ledger beside it, and couriers to send; `room` is a fixture."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.courier import Courier
from bot.deliveries import Outgoing, Render, Skip, Wait
from bot.ledger import LEASE
from bot.record import Recorder
from bot.slack import Poster, RecordingClient, Refused
from commands.blocks import Message, section
from funnel.model import Delivery
from playground.messages import Message as Seen
from playground.server import LocalSlack
from playground.workspace import TEAM
from storage.store import Store, Tx

NOTE, WARNING, BROKEN, LATER, NOTHING = "note", "warning", "broken", "later", "nothing"
AFTER_THE_LEASE = LEASE + timedelta(seconds=1)


def note(_: Tx, row: Delivery, __: datetime) -> Outgoing:
    words = f"News {row.subject}"
    return Outgoing(Message(words, (section("verdict", words),)))


def broken(_: Tx, row: Delivery, __: datetime) -> Outgoing:
    raise LookupError(f"no words for {row.subject}")


def later(_: Tx, __: Delivery, now: datetime) -> Wait:
    return Wait(now + timedelta(minutes=15))


def nothing(_: Tx, __: Delivery, ___: datetime) -> Skip:
    return Skip("nothing to say")


RENDERS: dict[str, Render] = {
    NOTE: note,
    WARNING: note,
    BROKEN: broken,
    LATER: later,
    NOTHING: nothing,
}


@dataclass
class Room:
    """A channel, the ledger, and who may be sent with its messages."""

    slack: LocalSlack
    store: Store
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.channel = self.slack.workspace.add_channel("growth").id
        self.clock = self.slack.workspace.clock

    def courier(self, **changes: Render) -> Courier:
        client = RecordingClient(self.slack.workspace.bot_token, self.slack.api_url, Recorder(None))
        return Courier(
            TEAM,
            self.store,
            Poster(client),
            self.clock.now,
            RENDERS | changes,
            self.notes,
            frozenset({WARNING}),
        )

    def notes(self, _: Tx, row: Delivery, error: Refused, __: datetime) -> None:
        self.told.append((row.subject, error.code))

    def plans(self, *subjects: str, kind: str = NOTE, channel: str = "") -> None:
        with self.store.write(TEAM) as tx:
            for subject in subjects:
                tx.deliveries.plan(
                    kind=kind,
                    subject=subject,
                    channel=channel or self.channel,
                    slot="",
                    at=self.clock.now(),
                )

    def row(self, subject: str, kind: str = NOTE) -> Delivery:
        with self.store.read(TEAM) as tx:
            [found] = tx.deliveries.of(kind, subject)
        return found

    def seen(self, channel: str = "") -> list[Seen]:
        with self.slack.workspace.pulse.reading():
            return self.slack.workspace.messages.channel(channel or self.channel)

    def texts(self, channel: str = "") -> list[str]:
        return [message.text for message in self.seen(channel)]


@pytest.fixture
def room(slack: LocalSlack, store: Store) -> Iterator[Room]:
    room = Room(slack, store)
    yield room
    assert slack.workspace.problems == []
