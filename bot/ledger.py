"""What is written about a delivery that this process holds: each step conditional on its lease."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.deliveries import Outgoing, Render, Skip, TellOwner, Wait
from bot.errors import guarded
from bot.slack import Refusal, Refused
from funnel.model import Delivery, DeliveryState
from funnel.periods import Clock
from storage.deliveries import LIMITED
from storage.store import Store

log = structlog.get_logger()

# Longer than the client's timeout plus Slack's lag: before that nobody settles a doubt.
LEASE = timedelta(seconds=60)
ATTEMPTS = 8  # about two hours of doubling waits; then the row is failed and its owner told
MOST_CLAIMS = 2 * ATTEMPTS  # a doubt costs two: the look into the channel is one
LONGEST_WAIT = timedelta(hours=1)
LIMITED_SECONDS = 30  # where Slack does not say how long
SWEEP_AFTER = timedelta(minutes=5)  # a copy that a frozen process posts comes before that
MAY_BE_REPEAT = "may_be_a_repeat"  # the code of a row that is sent again without having looked


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one workspace, for whoever sends or settles them."""

    workspace: str
    store: Store
    clock: Clock
    renders: Mapping[str, Render]
    tell_owner: TellOwner

    def rendered(self, delivery: Delivery, now: datetime) -> Outgoing | Wait | Skip | None:
        """None when it cannot be made, which stands in the log and holds up no other message."""
        made: list[Outgoing | Wait | Skip] = []

        def render() -> None:
            with self.store.read(self.workspace) as tx:
                made.append(self.renders[delivery.kind](tx, delivery, now))

        guarded("deliver", render, ref=delivery.id, kind=delivery.kind)
        return made[0] if made else None

    def sent(
        self, delivery: Delivery, ts: str, covered_until: datetime, *, follow_up: str = ""
    ) -> bool:
        """False: somebody else took the row. What took more than one try is swept later. The row
        is settled and what follows it is planned, both or neither."""
        now = self.clock()
        sweep_at = now + SWEEP_AFTER if delivery.attempt > 1 else None
        with self.store.write(self.workspace) as tx:
            is_mine = tx.deliveries.finish(
                delivery,
                DeliveryState.SENT,
                ts=ts,
                covered_until=covered_until,
                sweep_at=sweep_at,
            )
            if is_mine and follow_up:
                tx.deliveries.plan(
                    kind=follow_up,
                    subject=delivery.subject,
                    channel=delivery.channel,
                    slot=delivery.slot,
                    at=now,
                )
            return is_mine

    def skipped(self, delivery: Delivery, why: str) -> None:
        with self.store.write(self.workspace) as tx:
            tx.deliveries.finish(delivery, DeliveryState.SKIPPED, code=why)

    def later(
        self, delivery: Delivery, until: datetime, *, code: str = "", counts: bool = True
    ) -> None:
        """Back into the queue; `counts` False where the try was not one."""
        with self.store.write(self.workspace) as tx:
            tx.deliveries.postpone(delivery, until=until, code=code, attempt_counts=counts)

    def give_up(
        self, delivery: Delivery, error: Refused, state: DeliveryState = DeliveryState.FAILED
    ) -> None:
        """The row is settled and its owner told, in one step."""
        with self.store.write(self.workspace) as tx:
            if tx.deliveries.finish(delivery, state, code=error.code):
                self.tell_owner(tx, delivery, error, self.clock())

    def stop_workspace(self, delivery: Delivery, error: Refused) -> None:
        """Nothing is sent any more; the row waits for a token that works."""
        with self.store.write(self.workspace) as tx:
            tx.deliveries.postpone(
                delivery, until=self.clock(), code=error.code, attempt_counts=False
            )
            tx.workspace.save(replace(tx.workspace.get(), stopped=error.code))

    def is_stopped(self) -> bool:
        with self.store.read(self.workspace) as tx:
            return bool(tx.workspace.get().stopped)

    def refused(self, delivery: Delivery, error: Refused) -> None:
        """What becomes of a row whose message Slack did not take."""
        log.warning(
            "delivery_refused",
            workspace=self.workspace,
            channel=delivery.channel,
            kind=delivery.kind,
            method=error.method,
            code=error.code,
        )
        now = self.clock()
        match error.meaning:
            case Refusal.DOUBT:
                return  # stays `sending`; settled when the lease has run out
            case Refusal.DEAD:
                self.stop_workspace(delivery, error)
            case Refusal.LIMITED:
                wait = timedelta(seconds=error.retry_after or LIMITED_SECONDS)
                self.later(delivery, now + wait, code=LIMITED, counts=False)
            case Refusal.OTHER if delivery.attempt < ATTEMPTS:
                self.later(delivery, now + backoff(delivery.attempt), code=error.code)
            case _:
                self.give_up(delivery, error)

    def not_made(self, delivery: Delivery) -> None:
        """Our own fault, and nothing was on the wire: tried again, since a mend may come."""
        if delivery.attempt < ATTEMPTS:
            wait = backoff(delivery.attempt)
            self.later(delivery, self.clock() + wait, code="cannot_be_made")
        else:
            self.give_up(delivery, lost("cannot_be_made"))

    def watched(self, delivery: Delivery, work: partial[None]) -> None:
        """A failure of ours leaves the row `sending`: it may have been posted, so it is a doubt."""
        guarded("deliver", work, ref=delivery.id, kind=delivery.kind)


def lost(code: str) -> Refused:
    """The refusal of a row that is given up without one of Slack's."""
    return Refused(code, Refusal.OTHER, method="chat.postMessage")


def backoff(attempt: int) -> timedelta:
    """Doubling waits from 30 s up to an hour."""
    return min(timedelta(seconds=30 * 2 ** max(attempt - 1, 0)), LONGEST_WAIT)
