"""A person's digest and the question about their goals, due in the same hour, are one message."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.deliveries import Skip, Wait
from bot.goal_watch import CHECK_IN, asked_for, zone_of
from commands.verbs.digest_rights import DIGEST
from funnel.model import Delivery, DeliveryState, Goal
from funnel.periods import fires_at, local_date
from funnel.periods.zones import instant_of
from funnel.schedules import Schedule
from storage.store import Tx

SAME_HOUR = timedelta(hours=1)
PLANNED_BY = timedelta(minutes=2)  # after its hour: the tick of that minute plans it
LOOK_AGAIN = timedelta(minutes=5)
_ON_THE_WAY = (DeliveryState.PLANNED, DeliveryState.SENDING)
_NEARBY = (timedelta(days=-1), timedelta(0), timedelta(days=1))  # dates differ between zones


def left_to_digest(tx: Tx, owner: str, day: date, now: datetime) -> Wait | Skip | None:
    """Whether the question of that day waits for the owner's digest of the same hour, or stands in
    it; None: it goes on its own, since no such digest comes or came."""
    schedule, asked = tx.schedules.of_channel(owner), _asked_at(tx, owner, day, now)
    if schedule is None or schedule.paused or asked is None:
        return None
    for date_, at in _firings(schedule, day):
        if abs(at - asked) < SAME_HOUR:
            return _left(_row_of(tx, schedule, date_), at, now)
    return None


def _left(digest: Delivery | None, at: datetime, now: datetime) -> Wait | Skip | None:
    if digest is None:
        return Wait(at + PLANNED_BY) if now < at + PLANNED_BY else None
    if digest.state in _ON_THE_WAY:
        return Wait(now + LOOK_AGAIN)
    return Skip("it stands in the digest") if digest.state is DeliveryState.SENT else None


def asked_beside(tx: Tx, schedule: Schedule, day: date, now: datetime) -> tuple[Goal, ...]:
    """The goals that the owner of a personal digest is asked about in its hour, unless that was
    sent on its own already."""
    owner, at = schedule.owner, fires_at(schedule, day)
    if not schedule.personal or at is None:
        return ()
    near = local_date(at, zone_of(tx, owner))
    asked = _asked_at(tx, owner, near, now)
    if asked is None or abs(at - asked) >= SAME_HOUR or _was_sent(tx, owner, near):
        return ()
    return asked_for(tx, owner, near, now)


def _asked_at(tx: Tx, owner: str, day: date, now: datetime) -> datetime | None:
    """When the first of their goals is asked about on that day."""
    zone = zone_of(tx, owner)
    hours = (instant_of(day, one.plan.at, zone) for one in asked_for(tx, owner, day, now))
    return min(hours, default=None)


def _row_of(tx: Tx, schedule: Schedule, day: date) -> Delivery | None:
    rows = tx.deliveries.of(DIGEST, str(schedule.number))
    return next((row for row in rows if row.slot == day.isoformat()), None)


def _firings(schedule: Schedule, day: date) -> Iterator[tuple[date, datetime]]:
    for away in _NEARBY:
        at = fires_at(schedule, day + away)
        if at is not None:
            yield day + away, at


def _was_sent(tx: Tx, owner: str, day: date) -> bool:
    rows = tx.deliveries.of(CHECK_IN, owner)
    return any(row.slot == day.isoformat() and row.state is DeliveryState.SENT for row in rows)
