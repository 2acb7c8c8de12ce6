"""The ledger at work: claim, render, post, settle doubts, retry, tell the owner.

A delivery is committed as `sending` before the wire and never posted inside a transaction.
A doubt (crash, dropped connection, 5xx) is settled only after the lease has run out, by looking
for the row's id in the metadata of the channel's messages.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock

import structlog

from bot.errors import guarded
from bot.slack import Poster, Refusal, Refused
from commands.blocks import Message
from commands.views.notices import may_be_repeat
from funnel.model import Delivery, DeliveryState
from funnel.periods import Clock
from storage.store import Store, Tx

log = structlog.get_logger()

# Longer than the client's timeout plus Slack's lag: before that nobody settles a doubt.
LEASE = timedelta(seconds=60)
LOOK_BACK = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
ATTEMPTS = 8  # about two hours of doubling waits; then the row is failed and its owner told
MAY_BE_REPEAT = "may_be_a_repeat"  # the code of a row that is sent again without having looked
BURST, PER_SECOND = 3, 1.0  # Slack: about one message a second a channel, short bursts allowed


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What to put on the wire for one delivery.

    `edits` (ts, message) is done before the post: an edit may be repeated without harm.
    `message` None means that the edit is all. `follow_up` is the kind of a message about the same
    subject and slot that is planned once this one is sent, "" for none.
    """

    message: Message | None
    thread_ts: str = ""
    broadcast: bool = False
    edits: tuple[str, Message] | None = None
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: try again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """There is nothing to say."""

    why: str


Render = Callable[[Tx, Delivery, datetime], Outgoing | Wait | Skip]
TellOwner = Callable[[Tx, Delivery, Refused, datetime], None]


@dataclass(slots=True)
class Throttle:
    """One message a second a channel with short bursts, by the workspace's clock."""

    clock: Clock
    _state: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait_seconds(self, channel: str) -> float:
        """Take a turn; how long to wait before it, in seconds."""
        now = self.clock()
        with self._lock:
            tokens, seen = self._state.get(channel, (float(BURST), now))
            refilled = tokens + max((now - seen).total_seconds(), 0.0) * PER_SECOND
            tokens = min(refilled, BURST) - 1
            self._state[channel] = (tokens, now)
        return max(-tokens / PER_SECOND, 0.0)


@dataclass(slots=True)
class Courier:
    """Sends what is planned in one workspace; any number of couriers may run at once."""

    workspace: str
    store: Store
    poster: Poster
    clock: Clock
    renders: Mapping[str, Render]
    tell_owner: TellOwner
    may_repeat: frozenset[str] = frozenset()  # kinds re-sent although a doubt cannot be settled
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    stopping: Event = field(default_factory=Event)
    _throttle: Throttle = field(init=False)
    _one_round: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._throttle = Throttle(self.clock)

    def run(self) -> int:
        """Send all that is due; how many rows were worked on."""
        with self._one_round:
            done = self._settle_doubts()
            while not self.stopping.is_set() and self._send_next():
                done += 1
            return done

    def _send_next(self) -> bool:
        now = self.clock()
        with self.store.write(self.workspace) as tx:
            if tx.workspace.get().stopped:
                return False
            delivery = tx.deliveries.claim(self.name, now=now, lease=LEASE)
        if delivery is None:
            return False
        if delivery.attempt > ATTEMPTS:
            self._finish(delivery, DeliveryState.FAILED, code=delivery.code or "too_many_attempts")
            return True
        outgoing = self._rendered(delivery, now)
        if outgoing is None:  # nothing was on the wire, so this is certain
            self._try_later(delivery, "cannot_be_made", backoff(delivery.attempt))
            return True
        # A failure of ours leaves the row `sending`: it may have been posted, so it is a doubt.
        self._guarded(delivery, lambda: self._send(delivery, outgoing, now))
        return True

    def _rendered(self, delivery: Delivery, now: datetime) -> Outgoing | Wait | Skip | None:
        """None when it cannot be made, which stands in the log and holds up no other message."""
        made: list[Outgoing | Wait | Skip] = []

        def render() -> None:
            with self.store.read(self.workspace) as tx:
                made.append(self.renders[delivery.kind](tx, delivery, now))

        self._guarded(delivery, render)
        return made[0] if made else None

    def _guarded(self, delivery: Delivery, work: Callable[[], None]) -> None:
        guarded("deliver", work, ref=delivery.id, kind=delivery.kind)

    def _send(self, delivery: Delivery, outgoing: Outgoing | Wait | Skip, now: datetime) -> None:
        match outgoing:
            case Wait(until):
                with self.store.write(self.workspace) as tx:
                    tx.deliveries.postpone(delivery, until=until, attempt_counts=False)
            case Skip(why):
                self._finish(delivery, DeliveryState.SKIPPED, code=why)
            case Outgoing():
                self._post(delivery, outgoing, now)

    def _post(self, delivery: Delivery, outgoing: Outgoing, now: datetime) -> None:
        self.stopping.wait(self._throttle.wait_seconds(delivery.channel))
        try:
            if outgoing.edits is not None:
                self.poster.update(delivery.channel, *outgoing.edits)
            ts = self._post_new(delivery, outgoing)
        except Refused as error:
            self._refused(delivery, error)
            return
        if not self._sent(delivery, ts, covered_until=now, follow_up=outgoing.follow_up):
            self._withdraw_surplus(delivery, ts)
        log.info(
            "delivery_posted",
            kind=delivery.kind,
            workspace=self.workspace,
            channel=delivery.channel,
            ref=delivery.id,
        )

    def _post_new(self, delivery: Delivery, outgoing: Outgoing) -> str:
        if outgoing.message is None:
            return outgoing.edits[0] if outgoing.edits else ""
        unsure = delivery.code == MAY_BE_REPEAT
        return self.poster.post(
            delivery.channel,
            may_be_repeat(outgoing.message) if unsure else outgoing.message,
            key=delivery.id,
            thread_ts=outgoing.thread_ts,
            broadcast=outgoing.broadcast,
        )

    def _refused(self, delivery: Delivery, error: Refused) -> None:
        log.warning(
            "delivery_refused",
            workspace=self.workspace,
            channel=delivery.channel,
            kind=delivery.kind,
            method=error.method,
            code=error.code,
        )
        match error.meaning:
            case Refusal.DOUBT:
                return  # stays `sending`; settled when the lease has run out
            case Refusal.DEAD:
                self._stop_workspace(delivery, error)
            case Refusal.LIMITED:
                wait = timedelta(seconds=error.retry_after or 30)
                self._try_later(delivery, error.code, wait)
            case Refusal.OTHER if delivery.attempt < ATTEMPTS:
                self._try_later(delivery, error.code, backoff(delivery.attempt))
            case _:
                self._give_up(delivery, error)

    def _try_later(self, delivery: Delivery, code: str, wait: timedelta) -> None:
        with self.store.write(self.workspace) as tx:
            tx.deliveries.postpone(delivery, until=self.clock() + wait, code=code)

    def _give_up(self, delivery: Delivery, error: Refused) -> None:
        with self.store.write(self.workspace) as tx:
            if tx.deliveries.finish(delivery, DeliveryState.FAILED, code=error.code):
                self.tell_owner(tx, delivery, error, self.clock())

    def _stop_workspace(self, delivery: Delivery, error: Refused) -> None:
        with self.store.write(self.workspace) as tx:
            tx.deliveries.postpone(delivery, until=self.clock() + LONGEST_WAIT, code=error.code)
            tx.workspace.save(replace(tx.workspace.get(), stopped=error.code))

    def _finish(self, delivery: Delivery, state: DeliveryState, *, code: str) -> None:
        with self.store.write(self.workspace) as tx:
            tx.deliveries.finish(delivery, state, code=code)

    def _sent(
        self, delivery: Delivery, ts: str, *, covered_until: datetime, follow_up: str
    ) -> bool:
        """Settles the row and plans what follows it, both or neither."""
        with self.store.write(self.workspace) as tx:
            done = tx.deliveries.finish(
                delivery, DeliveryState.SENT, ts=ts, covered_until=covered_until
            )
            if done and follow_up:
                tx.deliveries.plan(
                    kind=follow_up,
                    subject=delivery.subject,
                    channel=delivery.channel,
                    slot=delivery.slot,
                    at=self.clock(),
                )
            return done

    def _withdraw_surplus(self, delivery: Delivery, ts: str) -> None:
        """Somebody else settled this row while we were frozen: take our own copy back."""
        with self.store.read(self.workspace) as tx:
            stored = tx.deliveries.get(delivery.id)
        if stored and stored.state is DeliveryState.SENT and stored.ts != ts:
            self.poster.delete(delivery.channel, ts)

    def _settle_doubts(self) -> int:
        now = self.clock()
        with self.store.read(self.workspace) as tx:
            if tx.workspace.get().stopped:
                return 0
            doubtful = tx.deliveries.doubtful(now)
        for row in doubtful:
            with self.store.write(self.workspace) as tx:
                mine = tx.deliveries.take_over(row, self.name, now=now, lease=LEASE)
            if mine is not None:
                self._guarded(mine, partial(self._settle, mine, row, now))
        return len(doubtful)

    def _settle(self, delivery: Delivery, before: Delivery, now: datetime) -> None:
        outgoing = self._rendered(delivery, now)
        thread = outgoing.thread_ts if isinstance(outgoing, Outgoing) else ""
        posted_from = before.posted_from or before.planned_at
        try:
            ts = self.poster.find(
                delivery.channel,
                delivery.id,
                oldest=(posted_from - LOOK_BACK).timestamp(),
                thread_ts=thread,
            )
        except Refused as error:
            self._cannot_look(delivery, error)
            return
        if ts is not None:
            follow_up = outgoing.follow_up if isinstance(outgoing, Outgoing) else ""
            self._sent(delivery, ts, covered_until=posted_from, follow_up=follow_up)
        else:
            with self.store.write(self.workspace) as tx:
                tx.deliveries.postpone(delivery, until=now, code="not_found_after_doubt")

    def _cannot_look(self, delivery: Delivery, error: Refused) -> None:
        """Without a history scope, or in a DM whose id we were never told, a digest stays unknown,
        a warning is sent again."""
        if error.meaning in (Refusal.DOUBT, Refusal.LIMITED, Refusal.DEAD):
            return  # the lease runs out again and the look-up is repeated
        if delivery.kind in self.may_repeat:
            with self.store.write(self.workspace) as tx:
                tx.deliveries.postpone(delivery, until=self.clock(), code=MAY_BE_REPEAT)
            return
        with self.store.write(self.workspace) as tx:
            if tx.deliveries.finish(delivery, DeliveryState.UNKNOWN, code=error.code):
                self.tell_owner(tx, delivery, error, self.clock())


def backoff(attempt: int) -> timedelta:
    """Doubling waits from 30 s up to an hour."""
    return min(timedelta(seconds=30 * 2 ** max(attempt - 1, 0)), LONGEST_WAIT)
