"""Sends what the ledger plans: claim, render, post, write down; several messages at a time.

A delivery is committed as `sending` before the wire and never posted inside a transaction.
"""

import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock

import structlog

from bot.deliveries import Outgoing, Render, Skip, TellOwner, Wait
from bot.doubts import Doubts
from bot.ledger import LEASE, MAY_BE_REPEAT, MOST_CLAIMS, Ledger, lost
from bot.slack import Poster, Refused
from commands.views.notices import may_be_repeat
from funnel.model import Delivery
from funnel.periods import Clock
from storage.store import Store

log = structlog.get_logger()

LANES = 4  # messages of one workspace on the wire at once: Slack takes a third of a second each
PATIENCE = timedelta(seconds=5)  # a turn that is further away is left to the next round


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
    _one_round: Lock = field(default_factory=Lock)
    _ledger: Ledger = field(init=False)
    _doubts: Doubts = field(init=False)

    def __post_init__(self) -> None:
        self._ledger = Ledger(self.workspace, self.store, self.clock, self.renders, self.tell_owner)
        self._doubts = Doubts(self._ledger, self.poster, self.may_repeat, self.name)

    def run(self) -> int:
        """Send all that is due; how many rows were worked on."""
        with self._one_round:
            if self._ledger.is_stopped():
                return 0
            settled = self._doubts.settle(self.stopping)
            if not self._send_next():
                return settled
            if not self._more_is_due():
                return settled + 1
            with ThreadPoolExecutor(LANES, thread_name_prefix="lane") as lanes:
                return settled + 1 + sum(lanes.map(lambda _: self._drain(), range(LANES)))

    def _more_is_due(self) -> bool:
        """Mostly there is one message, and four looks at the ledger cost as much as sending it."""
        with self.store.read(self.workspace) as tx:
            return tx.deliveries.next_turn(self.clock()) is not None

    def _drain(self) -> int:
        done = 0
        while self._send_next():
            done += 1
        return done

    def _send_next(self) -> bool:
        """One row, waiting a little for its turn. False: nothing is due, or we are stopping."""
        delivery = self._claimed()
        if delivery is None:
            return False
        if delivery.attempt > MOST_CLAIMS:
            self._ledger.give_up(delivery, lost(delivery.code or "too_many_attempts"))
            return True
        now = self.clock()
        outgoing = self._ledger.rendered(delivery, now)
        if outgoing is None:
            self._ledger.not_made(delivery)
        elif self.stopping.is_set():
            self._ledger.later(delivery, now, code=delivery.code, counts=False)
        else:
            self._ledger.watched(delivery, partial(self._send, delivery, outgoing, now))
        return True

    def _claimed(self) -> Delivery | None:
        while not self.stopping.is_set():
            now = self.clock()
            with self.store.write(self.workspace) as tx:
                if tx.workspace.get().stopped:
                    return None
                delivery = tx.deliveries.claim(self.name, now=now, lease=LEASE)
                turn = None if delivery else tx.deliveries.next_turn(now)
            if delivery is not None or turn is None or turn - now > PATIENCE:
                return delivery
            # A turn of now was taken by another lane between two looks: ask again.
            self.stopping.wait((turn - now).total_seconds())
        return None

    def _send(self, delivery: Delivery, outgoing: Outgoing | Wait | Skip, now: datetime) -> None:
        match outgoing:
            case Wait(until):
                self._ledger.later(delivery, until, counts=False)
            case Skip(why):
                self._ledger.skipped(delivery, why)
            case Outgoing(None) if self._is_outdone(delivery):
                self._ledger.skipped(delivery, "a newer edit follows")
            case Outgoing():
                self._post(delivery, outgoing, now)

    def _is_outdone(self, delivery: Delivery) -> bool:
        with self.store.read(self.workspace) as tx:
            return tx.deliveries.is_outdone(delivery)

    def _post(self, delivery: Delivery, outgoing: Outgoing, now: datetime) -> None:
        try:
            if outgoing.edits is not None:
                self.poster.update(delivery.channel, *outgoing.edits)
            if self.stopping.is_set() and outgoing.message is not None:
                # A call takes ten seconds at most, and a stop waits for one: the edit is repeated.
                self._ledger.later(delivery, now, code=delivery.code, counts=False)
                return
            ts = self._post_new(delivery, outgoing)
        except Refused as error:
            self._ledger.refused(delivery, error)
            return
        if not self._ledger.sent(delivery, ts, now, follow_up=outgoing.follow_up):
            self._outrun(delivery, outgoing, ts)
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
        if outgoing.thread_ts:
            with self.store.write(self.workspace) as tx:
                tx.deliveries.address(delivery, outgoing.thread_ts)
        unsure = delivery.code == MAY_BE_REPEAT
        return self.poster.post(
            delivery.channel,
            may_be_repeat(outgoing.message) if unsure else outgoing.message,
            key=delivery.id,
            thread_ts=outgoing.thread_ts,
            broadcast=outgoing.broadcast,
        )

    def _outrun(self, delivery: Delivery, outgoing: Outgoing, ts: str) -> None:
        """Somebody else settled this row while we were frozen: our copy is taken back, and what
        our edit may have covered is drawn again from what is stored now."""
        if outgoing.message is not None:
            self._doubts.withdraw_surplus(delivery, ts)
        if outgoing.edits is None:
            return
        newest = self._ledger.rendered(delivery, self.clock())
        if isinstance(newest, Outgoing):
            self._edit_again(delivery.channel, newest)

    def _edit_again(self, channel: str, newest: Outgoing) -> None:
        """The next change repeats the edit anyway, so a refusal is only logged."""
        if newest.edits is None:
            return
        try:
            self.poster.update(channel, *newest.edits)
        except Refused as error:
            log.warning("edit_refused", channel=channel, code=error.code)
