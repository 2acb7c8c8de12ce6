"""Who hears of a message that could not be delivered, and what is done about its digest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.conflicts import CONFLICT
from bot.goal_watch import CHECK_IN, ask_helpers
from bot.holes import FILLED, HOLE
from bot.slack import Refusal, Refused
from bot.tellings import CHANGED, OPENED
from bot.unread import UNREAD
from bot.watch import BACK, STOPPED
from commands.goal_news import ANNOUNCED
from commands.verbs.digest_acts import HANDED
from commands.verbs.digest_rights import DIGEST, NOW
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.schedules import Schedule
from storage.store import Tx

PAUSED, IN_DOUBT, LOST = "digest_paused", "digest_unknown", "not_delivered"
TOKEN_BACK = "token_back"
TO_PEOPLE = frozenset(
    {PAUSED, IN_DOUBT, LOST, TOKEN_BACK, STOPPED, BACK, HOLE, FILLED, CONFLICT, HANDED, UNREAD}
)
LASTING = (Refusal.LASTING, Refusal.SCOPE)


def tell_owner(tx: Tx, row: Delivery, error: Refused, now: datetime) -> None:
    """A channel that takes nothing any more pauses its digest; its owner hears by DM what to do.
    Whoever cannot be reached is followed by the admins. A change whose root message was deleted
    posts a new root. A goal whose owner is gone asks those who help with it."""
    if row.kind == CHECK_IN:
        ask_helpers(tx, row.subject, now)
        return
    if row.kind in TO_PEOPLE:
        _tell_next(tx, row, now)
        return
    if row.kind == CHANGED and error.meaning is Refusal.GONE:
        tx.deliveries.plan(
            kind=OPENED, subject=row.subject, channel=row.channel, slot=row.slot, at=now
        )
        return
    schedule = _schedule_of(tx, row)
    if schedule is not None and error.meaning in LASTING and not _is_unknown(tx, row):
        _pause(tx, schedule, error, now)
    else:
        _tell_of_loss(tx, row, schedule, now)


def _pause(tx: Tx, schedule: Schedule, error: Refused, now: datetime) -> None:
    if schedule.paused:
        return
    tx.schedules.save(replace(schedule, paused=error.code))
    _plan(tx, PAUSED, str(schedule.number), now.isoformat(), schedule.owner, now)


def _tell_of_loss(tx: Tx, row: Delivery, schedule: Schedule | None, now: datetime) -> None:
    """One message that did not get through, or of which nobody knows."""
    owner = schedule.owner if schedule else ""
    if row.kind == ANNOUNCED:
        goal = tx.goals.get(int(row.subject))
        owner = goal.owner if goal else ""
    if schedule is not None and row.kind in (DIGEST, NOW) and _is_unknown(tx, row):
        _plan(tx, IN_DOUBT, str(schedule.number), row.slot, owner, now)
    elif row.kind in (DIGEST, NOW, OPENED, ANNOUNCED):
        _plan(tx, LOST, row.id, "", owner, now)


def _plan(tx: Tx, kind: str, subject: str, slot: str, person: str, now: datetime) -> None:
    person = person or next(_admins(tx), "")
    if person:
        tx.deliveries.plan(kind=kind, subject=subject, channel=person, slot=slot, at=now)


def _tell_next(tx: Tx, row: Delivery, now: datetime) -> None:
    """The account is gone, or takes no messages: an admin who was not told yet."""
    told = {one.channel for one in tx.deliveries.of(row.kind, row.subject) if one.slot == row.slot}
    for person in _admins(tx):
        if person not in told:
            _plan(tx, row.kind, row.subject, row.slot, person, now)
            return


def _admins(tx: Tx) -> Iterator[str]:
    return (person.id for person in tx.people.admins())


def _schedule_of(tx: Tx, row: Delivery) -> Schedule | None:
    """The digest that it is, or the digest of its channel, by which warnings come there."""
    if row.kind in (DIGEST, NOW):
        return tx.schedules.get(int(row.subject))
    return tx.schedules.of_channel(row.channel)


def _is_unknown(tx: Tx, row: Delivery) -> bool:
    stored = tx.deliveries.get(row.id)
    return stored is not None and stored.state is DeliveryState.UNKNOWN
