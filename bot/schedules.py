"""Digests that are due: one planned delivery for each schedule, channel and local date."""

from datetime import date, datetime

from bot.unread import ask_if_unread
from commands.verbs.digest_rights import DIGEST
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.periods import catch_up, due, fires_at, resumed
from funnel.schedules import Schedule
from storage.store import Store, Tx


def plan_digests(store: Store, workspace: str, *, now: datetime) -> int:
    """Plan every digest that is due; older due dates become rows `skipped`. How many were new."""
    with store.read(workspace) as tx:
        slots = tx.deliveries.last_slots(DIGEST)
        stored = tx.schedules.all()
        schedules = [resumed(schedule, now) for schedule in stored]
        wanted = [
            (schedule, day, state)
            for schedule in schedules
            if not schedule.paused
            for day, state in _due_rows(schedule, slots.get(str(schedule.number)), now)
        ]
    rested = [after for before, after in zip(stored, schedules, strict=True) if after != before]
    if not wanted and not rested:
        return 0
    with store.write(workspace) as tx:
        for schedule in rested:
            tx.schedules.save(schedule)
        return sum(_plan(tx, schedule, day, state, now) for schedule, day, state in wanted)


def is_outdated(tx: Tx, schedule: Schedule, row: Delivery, now: datetime) -> bool:
    """Its date is too old to be sent, or a newer one was planned meanwhile: after days with a dead
    token only the newest is sent, and it covers the rest."""
    newest = tx.deliveries.last_slot(DIGEST, row.subject)
    fires = fires_at(schedule, date.fromisoformat(row.slot))
    too_late = fires is not None and now - fires > catch_up(schedule)
    return too_late or (newest is not None and newest > row.slot)


def _due_rows(
    schedule: Schedule, slot: str | None, now: datetime
) -> list[tuple[date, DeliveryState]]:
    """`slot` is the newest date that was planned."""
    found = due(schedule, now, sent_through=date.fromisoformat(slot) if slot else None)
    skipped = [(day, DeliveryState.SKIPPED) for day in found.skipped]
    newest = [] if found.day is None else [(found.day, DeliveryState.PLANNED)]
    return [*skipped, *newest]


def _plan(tx: Tx, schedule: Schedule, day: date, state: DeliveryState, now: datetime) -> bool:
    planned: Delivery | None = tx.deliveries.plan(
        kind=DIGEST,
        subject=str(schedule.number),
        channel=schedule.channel,
        slot=day.isoformat(),
        at=now,
        state=state,
    )
    if planned is not None and state is DeliveryState.PLANNED:
        ask_if_unread(tx, schedule, now=now)
    return planned is not None
