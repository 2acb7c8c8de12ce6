"""The ledger of messages: one row for each that is meant to be sent, and one sender for each row.

A row goes planned → sending → sent, failed, unknown or skipped. The step to `sending` is committed
before anything goes over the wire; every later step is conditional on its owner, so that a process
that froze past its lease finds out that somebody else took over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, Update, func, or_, select

from funnel.model import Delivery, DeliveryState
from storage.counters import next_number
from storage.scope import Scope, as_values
from storage.tables import DELIVERY

ROW = DELIVERY.c
UNSETTLED = (DeliveryState.PLANNED, DeliveryState.SENDING)

# Slack takes about one message a second a channel, with short bursts, and several hundred a minute
# a workspace. The ledger counts what went out, so the pace holds over any number of processes.
BURST, BURST_WINDOW = 3, timedelta(seconds=3)
MOST_A_MINUTE, MINUTE = 240, timedelta(minutes=1)


LIMITED = "ratelimited"  # the code of a row that Slack asked us to wait with


@dataclass(frozen=True, slots=True)
class Pace:
    """From when on the workspace may send again, and channels that are full until an instant."""

    free_at: datetime
    full: dict[str, datetime]


@dataclass(frozen=True, slots=True)
class Deliveries:
    scope: Scope

    def plan(
        self,
        *,
        kind: str,
        subject: str,
        channel: str,
        slot: str,
        at: datetime,
        not_before: datetime | None = None,
        state: DeliveryState = DeliveryState.PLANNED,
    ) -> Delivery | None:
        """The new row; None if this message was planned before, whatever became of it."""
        planned = Delivery(
            uuid4().hex, kind, subject, channel, slot, state, at, not_before=not_before
        )
        position = next_number(self.scope, "delivery")
        row = as_values(planned, workspace=self.scope.workspace, position=position)
        new = self.scope.insert(DELIVERY).values(row).on_conflict_do_nothing()
        return planned if self.scope.changed(new) else None

    def claim(self, owner: str, *, now: datetime, lease: timedelta) -> Delivery | None:
        """Takes the oldest row that is due, whose channel has nothing on the wire and whose turn
        it is by Slack's pace.

        Exactly one of any number of threads and processes gets a row. None: nothing is due.
        """
        if self.scope.is_postgres:  # SQLite has one writer at a time anyway
            self._queue_up()
        pace = self._pace(now)
        if pace.free_at > now:
            return None
        due = self.scope.connection.execute(self._due(now, frozenset(pace.full))).scalar()
        if due is None:
            return None
        return self._changed_row(
            self._of(due, DeliveryState.PLANNED).values(
                state=DeliveryState.SENDING,
                owner=owner,
                lease_until=now + lease,
                posted_from=now,
                attempt=ROW.attempt + 1,
            )
        )

    def postpone(
        self, d: Delivery, *, until: datetime, code: str = "", attempt_counts: bool = True
    ) -> bool:
        """Back to planned, not before `until`. False: somebody else took the row."""
        return self._settle(
            d,
            state=DeliveryState.PLANNED,
            not_before=until,
            code=code,
            attempt=d.attempt if attempt_counts else d.attempt - 1,
            owner="",
        )

    def finish(
        self,
        d: Delivery,
        state: DeliveryState,
        *,
        ts: str = "",
        code: str = "",
        covered_until: datetime | None = None,
        sweep_at: datetime | None = None,
    ) -> bool:
        """Writes what became of it. False: somebody else took the row; read it again."""
        return self._settle(
            d, state=state, ts=ts, code=code, covered_until=covered_until, sweep_at=sweep_at
        )

    def address(self, d: Delivery, thread_ts: str) -> bool:
        """Writes the thread that it is sent into. False: somebody else took the row."""
        mine = self._of(d.id, DeliveryState.SENDING).where(
            ROW.owner == d.owner, ROW.attempt == d.attempt
        )
        return self.scope.changed(mine.values(thread_ts=thread_ts)) == 1

    def next_turn(self, now: datetime) -> datetime | None:
        """When a row that is due may go by Slack's pace; None when nothing is due or what is due
        waits for a message of its channel that is on the wire."""
        pace = self._pace(now)
        channels = self.scope.connection.execute(self._ready(now, ROW.channel)).scalars()
        turns = [max(pace.full.get(channel, now), pace.free_at) for channel in set(channels)]
        return min(turns, default=None)

    def is_outdone(self, d: Delivery) -> bool:
        """A newer row of the same kind about the same subject waits for the same channel."""
        position = select(ROW.position).where(ROW.id == d.id).scalar_subquery()
        newer = self._about(d.kind, d.subject).where(
            ROW.channel == d.channel,
            ROW.state == DeliveryState.PLANNED,
            ROW.position > position,
        )
        return self.scope.first(Delivery, newer.limit(1)) is not None

    def to_sweep(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Sent rows that took more than one try and whose time for a last look has come."""
        late = self._select().where(ROW.sweep_at <= now)
        return self._all(late.order_by(ROW.sweep_at).limit(limit))

    def swept(self, d: Delivery, ts: str) -> None:
        """The last look is done; `ts` is of the message that stays."""
        mine = self.scope.update(DELIVERY).where(ROW.id == d.id)
        self.scope.connection.execute(mine.values(sweep_at=None, ts=ts))

    def doubtful(self, now: datetime) -> tuple[Delivery, ...]:
        """Rows whose sender did not come back before its lease ran out."""
        return self._all(
            self._select()
            .where(ROW.state == DeliveryState.SENDING, ROW.lease_until < now)
            .order_by(ROW.position)
        )

    def take_over(
        self, d: Delivery, owner: str, *, now: datetime, lease: timedelta
    ) -> Delivery | None:
        """Takes a doubtful row for one more attempt; None: it was settled or taken meanwhile.

        `posted_from` stays: the message may be anywhere after it in the channel.
        """
        return self._changed_row(
            self._of(d.id, DeliveryState.SENDING)
            .where(ROW.lease_until < now)
            .values(owner=owner, lease_until=now + lease, attempt=ROW.attempt + 1)
        )

    def unsettled(self) -> tuple[Delivery, ...]:
        """Rows that wait or are on the wire, in the order of planning."""
        return self._all(self._select().where(ROW.state.in_(UNSETTLED)).order_by(ROW.position))

    def get(self, id: str) -> Delivery | None:
        return self.scope.first(Delivery, self._select().where(ROW.id == id))

    def last_sent(self, kind: str, subject: str, channel: str) -> Delivery | None:
        sent = self._about(kind, subject).where(
            ROW.channel == channel, ROW.state == DeliveryState.SENT
        )
        return self.scope.first(Delivery, sent.order_by(ROW.position.desc()).limit(1))

    def at(self, channel: str, ts: str) -> Delivery | None:
        """What was posted as that message, if it was one of ours."""
        posted = self._select().where(ROW.channel == channel, ROW.ts == ts)
        return self.scope.first(Delivery, posted.limit(1))

    def of(self, kind: str, subject: str) -> tuple[Delivery, ...]:
        """Every message about a subject, in the order of planning."""
        return self._all(self._about(kind, subject).order_by(ROW.position))

    def latest(self, limit: int) -> tuple[Delivery, ...]:
        return self._all(self._select().order_by(ROW.position.desc()).limit(limit))

    def last_slot(self, kind: str, subject: str) -> str | None:
        """The greatest slot that was ever planned for a subject; slots are dates in ISO form."""
        mine = select(func.max(ROW.slot)).where(
            ROW.workspace == self.scope.workspace, ROW.kind == kind, ROW.subject == subject
        )
        return self.scope.connection.execute(mine).scalar()

    def last_slots(self, kind: str) -> dict[str, str]:
        """The same for every subject of that kind at once."""
        mine = (
            select(ROW.subject, func.max(ROW.slot))
            .where(ROW.workspace == self.scope.workspace, ROW.kind == kind)
            .group_by(ROW.subject)
        )
        found = self.scope.connection.execute(mine)
        return {row.subject: row[1] for row in found}

    def next_attempt(self) -> datetime | None:
        """The earliest `not_before` or end of a lease among rows that are not settled."""
        mine = select(func.min(ROW.not_before), func.min(ROW.lease_until)).where(
            ROW.workspace == self.scope.workspace,
            ROW.state.in_(UNSETTLED),
        )
        waits, leases = self.scope.connection.execute(mine).one()
        return min((instant for instant in (waits, leases) if instant is not None), default=None)

    def counts(self, since: datetime | None = None) -> dict[DeliveryState, int]:
        """How many rows planned since then are in each state; states without a row are absent."""
        mine = select(ROW.state, func.count().label("count")).where(
            ROW.workspace == self.scope.workspace
        )
        if since is not None:
            mine = mine.where(ROW.planned_at >= since)
        rows = self.scope.rows(mine.group_by(ROW.state))
        return {row["state"]: row["count"] for row in rows}

    def troubled(self, since: datetime, limit: int) -> tuple[Delivery, ...]:
        """Rows planned since then that did not get through or are tried again, newest first."""
        wrong = self._select().where(
            ROW.planned_at >= since,
            or_(
                ROW.state.in_([DeliveryState.FAILED, DeliveryState.UNKNOWN]),
                ROW.state.in_(UNSETTLED) & (ROW.code != ""),
            ),
        )
        return self._all(wrong.order_by(ROW.position.desc()).limit(limit))

    def _select(self) -> Select[Any]:
        return self.scope.select(DELIVERY)

    def _about(self, kind: str, subject: str) -> Select[Any]:
        return self._select().where(ROW.kind == kind, ROW.subject == subject)

    def _all(self, statement: Select[Any]) -> tuple[Delivery, ...]:
        return self.scope.all(Delivery, statement)

    def _due(self, now: datetime, full: frozenset[str]) -> Select[Any]:
        """The id of the row to send next; on Postgres rows that somebody is writing are passed."""
        return (
            self._ready(now, ROW.id)
            .where(ROW.channel.not_in(full))
            .order_by(ROW.planned_at, ROW.position)
            .limit(1)
            .with_for_update(skip_locked=True)
        )

    def _ready(self, now: datetime, column: ColumnElement[Any]) -> Select[Any]:
        """Rows that are due and whose channel has nothing on the wire."""
        busy = select(ROW.channel).where(
            ROW.workspace == self.scope.workspace, ROW.state == DeliveryState.SENDING
        )
        return select(column).where(
            ROW.workspace == self.scope.workspace,
            ROW.state == DeliveryState.PLANNED,
            or_(ROW.not_before.is_(None), ROW.not_before <= now),
            ROW.channel.not_in(busy),
        )

    def _pace(self, now: datetime) -> Pace:
        """What went out in the last minute, whoever sent it."""
        lately = select(ROW.channel, ROW.posted_from).where(
            ROW.workspace == self.scope.workspace,
            ROW.posted_from > now - MINUTE,
            ROW.posted_from <= now,  # a clock that was set back starts afresh
        )
        posts = self.scope.connection.execute(lately.order_by(ROW.posted_from.desc())).all()
        free_at = posts[MOST_A_MINUTE - 1][1] + MINUTE if len(posts) >= MOST_A_MINUTE else now
        mine: dict[str, list[datetime]] = {}
        for channel, at in posts:
            mine.setdefault(channel, []).append(at)
        full = {
            channel: instants[BURST - 1] + BURST_WINDOW
            for channel, instants in mine.items()
            if len(instants) >= BURST and instants[BURST - 1] + BURST_WINDOW > now
        }
        return Pace(max(free_at, self._held_until(now)), full)

    def _held_until(self, now: datetime) -> datetime:
        """Slack asked somebody to wait: nobody of this workspace sends before that."""
        waits = select(func.max(ROW.not_before)).where(
            ROW.workspace == self.scope.workspace,
            ROW.state == DeliveryState.PLANNED,
            ROW.code == LIMITED,
        )
        held: datetime | None = self.scope.connection.execute(waits).scalar()
        return now if held is None else max(held, now)

    def _queue_up(self) -> None:
        """Two claims at once could each put a message of one channel on the wire: neither sees
        the other's row before it is committed. The lock ends with the transaction."""
        name = func.hashtextextended(f"funnelbot deliveries {self.scope.workspace}", 0)
        self.scope.connection.execute(select(func.pg_advisory_xact_lock(name)))

    def _of(self, id: str, state: DeliveryState) -> Update:
        return self.scope.update(DELIVERY).where(ROW.id == id, ROW.state == state)

    def _settle(self, d: Delivery, **values: Any) -> bool:
        """The attempt counts as well as the owner: one process may have taken its own row again."""
        mine = self._of(d.id, DeliveryState.SENDING).where(
            ROW.owner == d.owner, ROW.attempt == d.attempt
        )
        return self.scope.changed(mine.values(lease_until=None, **values)) == 1

    def _changed_row(self, change: Update) -> Delivery | None:
        return self.scope.first(Delivery, change.returning(DELIVERY))
