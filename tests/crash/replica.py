"""One process of the bot's sending half, over and over until it is killed."""

from collections.abc import Mapping
from ctypes import c_double
from datetime import UTC, datetime, timedelta
from threading import Event

import structlog

from bot.app import utc_now
from bot.courier import Courier
from bot.deliveries import Outgoing, Render, Skip
from bot.record import Recorder
from bot.schedules import DIGEST, plan_digests
from bot.slack import Poster, RecordingClient
from bot.unread import UNREAD
from commands.blocks import Message
from funnel.model import Delivery
from playground.clock import Clock
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store, Tx

WARNING, CHANGE = "warning", "change"
PAUSE_SECONDS = 0.03
TICK = timedelta(seconds=55)


class SharedClock(Clock):
    """The local Slack's clock, whose offset other processes read."""

    def __init__(self, offset: c_double) -> None:
        super().__init__()
        self._shared = offset

    def set(self, instant: datetime) -> None:
        super().set(instant)
        self._shared.value = self.offset.total_seconds()

    def advance(self, by: timedelta) -> None:
        super().advance(by)
        self._shared.value = self.offset.total_seconds()


def digest(_: Tx, row: Delivery, __: datetime) -> Outgoing | Skip:
    """Every tenth one has nothing to say."""
    if (int(row.subject) + int(row.slot[-2:])) % 10 == 0:
        return Skip("nothing to say")
    return Outgoing(Message(f"Digest {row.subject} of {row.slot}"))


def warning(tx: Tx, row: Delivery, _: datetime) -> Outgoing:
    return Outgoing(root_of(tx, row))


def change(tx: Tx, row: Delivery, _: datetime) -> Outgoing | Skip:
    """A line in the warning's thread and an edit of the warning, as a break's change is."""
    root = tx.deliveries.last_sent(WARNING, row.subject, row.channel)
    if root is None:
        return Skip("the warning was not sent")
    line = Message(f"Change {row.slot} of {row.subject}")
    return Outgoing(line, thread_ts=root.ts, edits=(root.ts, root_of(tx, row)))


def question(_: Tx, row: Delivery, __: datetime) -> Outgoing:
    """To the owner of a digest that nobody has reacted to for a month."""
    return Outgoing(Message(f"Go on with digest {row.subject}?"))


def root_of(tx: Tx, row: Delivery) -> Message:
    """Its version is the number of changes that are known when it is drawn."""
    return Message(f"Warning {row.subject}, version {len(tx.deliveries.of(CHANGE, row.subject))}")


RENDERS: Mapping[str, Render] = {
    DIGEST: digest,
    WARNING: warning,
    CHANGE: change,
    UNREAD: question,
}


def work(name: str, address: str, token: str, api_url: str, offset: c_double) -> None:
    """Ticks as the bot does, but by a clock that hurries; it ends by SIGKILL."""
    structlog.configure(processors=[drop])
    store = Store(make_engine(address))

    def clock() -> datetime:
        return utc_now().astimezone(UTC) + timedelta(seconds=offset.value)

    poster = Poster(RecordingClient(token, api_url, Recorder(None)))
    courier = Courier(TEAM, store, poster, clock, RENDERS, lambda *_: None, name=name)
    ticked = datetime.min.replace(tzinfo=UTC)
    while True:
        now = clock()
        if abs(now - ticked) >= TICK:
            ticked = now
            plan_digests(store, TEAM, now=now)
        courier.run()
        Event().wait(PAUSE_SECONDS)


def drop(*_: object) -> Mapping[str, object]:
    """A thousand warnings of a run that breaks everything on purpose help nobody."""
    raise structlog.DropEvent
