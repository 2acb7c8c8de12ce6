"""What became of every message: the ledger compared with what stands in Slack."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.schedules import DIGEST
from funnel.model import Delivery, DeliveryState
from playground.messages import Message
from playground.workspace import TEAM, Workspace
from storage.store import Store
from tests.crash.replica import CHANGE, WARNING

SETTLED = (DeliveryState.SENT, DeliveryState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Tally:
    """`stale`: warnings whose last edit is not the newest version."""

    due: int
    sent: int
    skipped: int
    lost: int
    doubled: int
    stale: int

    def words(self) -> str:
        return (
            f"due {self.due}, sent {self.sent}, skipped {self.skipped}, "
            f"lost {self.lost}, doubled {self.doubled}, stale edits {self.stale}"
        )


def count(store: Store, workspace: Workspace, days: Iterable[date]) -> Tally:
    """`days` are the dates on which every channel owes a digest."""
    with store.read(TEAM) as tx:
        rows = tx.deliveries.latest(1_000_000)
        schedules = tx.schedules.all()
    with workspace.pulse.reading():
        messages = [one for one in workspace.messages.every() if one.metadata]
    owed = {(str(one.number), day.isoformat()) for one in schedules for day in days}
    known = {(row.subject, row.slot) for row in rows if row.kind == DIGEST}
    copies = Counter(key_of(message) for message in messages)
    sent = {row.id: row for row in rows if row.state is DeliveryState.SENT}
    there = {(key_of(one), one.ts) for one in messages}
    lost = (
        len(owed - known)
        + sum(1 for row in rows if row.state not in SETTLED)
        + sum(1 for row in sent.values() if (row.id, row.ts) not in there)
    )
    doubled = sum(n - (key in sent) for key, n in copies.items())
    return Tally(
        due=len(owed | known) + sum(1 for row in rows if row.kind != DIGEST),
        sent=len(sent),
        skipped=sum(1 for row in rows if row.state is DeliveryState.SKIPPED),
        lost=lost,
        doubled=doubled,
        stale=sum(1 for row in sent.values() if is_stale(row, rows, messages)),
    )


def key_of(message: Message) -> str:
    payload = (message.metadata or {}).get("event_payload", {})
    return str(payload.get("key", ""))


def is_stale(row: Delivery, rows: Iterable[Delivery], messages: Iterable[Message]) -> bool:
    if row.kind != WARNING:
        return False
    changes = sum(1 for one in rows if one.kind == CHANGE and one.subject == row.subject)
    text = f"Warning {row.subject}, version {changes}"
    return not any(key_of(one) == row.id and one.text == text for one in messages)
