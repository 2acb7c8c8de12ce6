"""A team whose channel gets a digest: quiet numbers, and what was posted to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from commands.blocks import Message
from commands.digests import gather
from commands.views.digest import digest_message
from funnel.catalogue import load
from funnel.model import (
    Money,
    Person,
    RecordingKind,
    Snapshot,
)
from funnel.schedules import Schedule
from playground.render import flatten
from tests.commands.conftest import (
    ANA,
    BEN,
    LAST_DAY,
    NOW,
    TEAM,
    Desk,
    accepted,
    carts_break,
)

HERE = Schedule(0, "C1", "Europe/Berlin", owner=ANA, created_at=NOW - timedelta(days=9))
YESTERDAY = NOW - timedelta(days=1)


def team_of(new_desk: Desk) -> Desk:
    """Four metrics over 120 quiet days, a digest in C1 and people with names."""
    with new_desk.store.write(TEAM) as tx:
        for user, name in ((ANA, "Ana"), (BEN, "Ben")):
            tx.people.save(Person(user, name, "Europe/Berlin", False, False, NOW))
        tx.schedules.add(HERE)
    fill(new_desk)
    return new_desk


def fill(
    desk: Desk, *, last: dict[str, date] | None = None, newest_revenue: float = 48_210.0
) -> None:
    """Level numbers: each metric up to its own last day. Revenue's newest mature day is given."""
    levels = {"sessions": 40_000.0, "cart_starts": 3_200.0, "sales_revenue": 47_600.0}
    mature_revenue = LAST_DAY - timedelta(days=1)  # it settles for a day
    rows = []
    for metric, level in levels.items():
        end = (last or {}).get(metric, LAST_DAY)
        for back in range(120):
            day = end - timedelta(days=back)
            value = level * (1 + 0.01 * (-1) ** (back // 7))
            if metric == "sales_revenue" and day == mature_revenue:
                value = newest_revenue
            rows.append(Snapshot(metric, day, value))
    with desk.store.write(TEAM) as tx:
        tx.snapshots.record(
            [rows],
            kind=RecordingKind.IMPORT,
            source="shop.csv",
            author=BEN,
            at=desk.now - timedelta(hours=3),
        )


def posted(
    desk: Desk,
    *,
    since: datetime | None = YESTERDAY,
    due_at: datetime | None = None,
    schedule: Schedule = HERE,
) -> Message:
    with desk.store.read(TEAM) as tx:
        known = gather(tx, schedule, load(), now=desk.now, since=since)
    message = digest_message(known, due_at=due_at)
    accepted(message)
    return message


def words_of(message: Message) -> str:
    return flatten(accepted(message))


def breaks(desk: Desk, count: int, *, told: datetime, **parts: Any) -> None:
    """Open breaks of carts, dearer ones last, whose opening was posted at an instant."""
    first = replace(carts_break(), metric="cart_starts", observed=2_600.0, expected=3_200.0)
    with desk.store.write(TEAM) as tx:
        for number in range(1, count + 1):
            found = tx.breaks.add(
                replace(first, money=Money(1000.0 * number, 1, 9000), changed_at=told, **parts)
            )
            tx.deliveries.plan(
                kind="break_opened", subject=str(found.number), channel="C1", slot="root", at=told
            )
