"""Digests that nobody reacts to: after a month their owner is asked once whether they go on."""

from datetime import datetime, timedelta

from commands.verbs.digest_rights import DIGEST
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.schedules import Schedule
from storage.store import Tx

UNREAD, REST = "digest_unread", "digest_rest"
MONTH = timedelta(days=30)
LEAST_SENT = 4
"""A weekly digest has come so often in a month; a monthly one is asked about after four."""


def ask_if_unread(tx: Tx, schedule: Schedule, *, now: datetime) -> Delivery | None:
    """Plans the question to the owner; None: somebody reacted, or it was asked before. A digest
    that is set up anew, edited or resumed begins anew."""
    begun = schedule.created_at
    if begun is None or not schedule.owner:
        return None
    silent_since = max(begun, tx.reactions.last_at(schedule.number) or begun)
    sent = sent_since(tx, schedule, silent_since)
    if len(sent) < LEAST_SENT or now - silent_since < MONTH or _was_asked(tx, schedule, begun):
        return None
    return tx.deliveries.plan(
        kind=UNREAD,
        subject=str(schedule.number),
        channel=schedule.owner,
        slot=silent_since.isoformat(),
        at=now,
    )


def sent_since(tx: Tx, schedule: Schedule, instant: datetime) -> list[Delivery]:
    return [
        row
        for row in tx.deliveries.of(DIGEST, str(schedule.number))
        if row.state is DeliveryState.SENT and row.covered_until and row.covered_until >= instant
    ]


def _was_asked(tx: Tx, schedule: Schedule, begun: datetime) -> bool:
    asked = tx.deliveries.of(UNREAD, str(schedule.number))
    return any(row.planned_at >= begun for row in asked)
