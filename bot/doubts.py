"""Messages that may or may not have been posted, settled by looking into the channel.

Whoever settles a doubt takes its lease first, and only after the client's timeout and Slack's lag.
What took more than one try is looked at once more a few minutes later, and copies are deleted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import structlog

from bot.deliveries import Outgoing
from bot.ledger import LEASE, MAY_BE_REPEAT, Ledger
from bot.slack import Poster, Refusal, Refused
from funnel.model import Delivery, DeliveryState

log = structlog.get_logger()

LOOK_BACK = timedelta(seconds=5)
MOST_SWEPT = 20  # a round: the look into a channel is one request each


@dataclass(frozen=True, slots=True)
class Doubts:
    """`may_repeat`: kinds that are sent again where nobody may look; `name` is the process."""

    ledger: Ledger
    poster: Poster
    may_repeat: frozenset[str]
    name: str

    def settle(self, stopping: Event) -> int:
        """Settles what is in doubt and sweeps what was; how many rows were looked at."""
        now = self.ledger.clock()
        with self.ledger.store.read(self.ledger.workspace) as tx:
            doubtful = tx.deliveries.doubtful(now)
            late = tx.deliveries.to_sweep(now, MOST_SWEPT)
        for row in doubtful:
            mine = None if stopping.is_set() else self._taken(row, now)
            if mine is not None:
                self.ledger.watched(mine, partial(self._settle, mine, row, now))
        for row in late:
            if not stopping.is_set():
                self.ledger.watched(row, partial(self._sweep, row))
        return len(doubtful) + len(late)

    def withdraw_surplus(self, delivery: Delivery, ts: str) -> None:
        """Takes our copy back when another one stands for the row."""
        with self.ledger.store.read(self.ledger.workspace) as tx:
            stored = tx.deliveries.get(delivery.id)
        if stored and stored.state is DeliveryState.SENT and stored.ts != ts:
            self._delete(delivery.channel, ts)

    def _taken(self, row: Delivery, now: datetime) -> Delivery | None:
        with self.ledger.store.write(self.ledger.workspace) as tx:
            return tx.deliveries.take_over(row, self.name, now=now, lease=LEASE)

    def _settle(self, delivery: Delivery, before: Delivery, now: datetime) -> None:
        outgoing = self.ledger.rendered(delivery, now)
        if isinstance(outgoing, Outgoing) and outgoing.message is None:
            self.ledger.later(delivery, now, code="edit_repeated")  # harmless, so nobody looks
            return
        posted_from = before.posted_from or before.planned_at
        try:
            found = self._copies(delivery, posted_from)
        except Refused as error:
            self._cannot_look(delivery, error)
            return
        if found:
            follow_up = outgoing.follow_up if isinstance(outgoing, Outgoing) else ""
            self.ledger.sent(delivery, found[0], posted_from, follow_up=follow_up)
        else:
            self.ledger.later(delivery, now, code="not_found_after_doubt")

    def _copies(self, delivery: Delivery, since: datetime) -> list[str]:
        """The `ts` of every message with the row's key, oldest first."""
        return self.poster.find(
            delivery.channel,
            delivery.id,
            oldest=(since - LOOK_BACK).timestamp(),
            thread_ts=delivery.thread_ts,
        )

    def _cannot_look(self, delivery: Delivery, error: Refused) -> None:
        """Without a history scope, or one to open a DM, a digest stays unknown, a warning is sent
        again."""
        if error.meaning in (Refusal.DOUBT, Refusal.LIMITED, Refusal.DEAD):
            return  # the lease runs out again and the look-up is repeated
        if delivery.kind in self.may_repeat:
            self.ledger.later(delivery, self.ledger.clock(), code=MAY_BE_REPEAT)
        else:
            self.ledger.give_up(delivery, error, DeliveryState.UNKNOWN)

    def _sweep(self, row: Delivery) -> None:
        """Keeps the earliest message of the row and deletes the others."""
        keep = row.ts
        try:
            copies = self._copies(row, row.planned_at)
        except Refused as error:
            if error.meaning in (Refusal.DOUBT, Refusal.LIMITED, Refusal.DEAD):
                return  # looked at again in the next round
            copies = []
        if copies:
            keep = copies[0]
        for surplus in copies[1:]:
            self._delete(row.channel, surplus)
        with self.ledger.store.write(self.ledger.workspace) as tx:
            tx.deliveries.swept(row, keep)

    def _delete(self, channel: str, ts: str) -> None:
        """A message that is gone already was deleted by whoever else swept."""
        try:
            self.poster.delete(channel, ts)
        except Refused as error:
            if error.meaning is not Refusal.GONE:
                raise
        log.warning("surplus_deleted", channel=channel)
