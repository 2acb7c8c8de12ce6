"""For each kind of delivery the message that it carries, made from what is stored right then."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.check_ins import asked_beside
from bot.conflicts import CONFLICT, current_conflicts
from bot.deliveries import Outgoing, Render, Skip, Wait
from bot.goal_renders import GoalRenderer
from bot.holes import FILLED, HOLE, find_holes
from bot.owners import IN_DOUBT, LOST, PAUSED, TO_PEOPLE, TOKEN_BACK
from bot.schedules import is_outdated
from bot.tellings import CHANGED, EDITED, EVIDENCE, OPENED, UNSEEN
from bot.unread import REST, UNREAD, sent_since
from bot.watch import BACK, STOPPED, find_gaps
from commands.blocks import Message
from commands.break_facts import facts, owners_of
from commands.break_told import told_break
from commands.channel_listeners import WELCOME
from commands.digests import gather
from commands.place import Place
from commands.shared_readings import SharedReadings
from commands.verbs.digest_acts import HANDED
from commands.verbs.digest_rights import DIGEST, NOW, covered_until
from commands.views.breaks import evidence_message, root_message, thread_line, unseen_line
from commands.views.digest import digest_message, rest_message
from commands.views.digest_facts import DigestFacts
from commands.views.digest_votes import handed_message, unread_message
from commands.views.notices import (
    data_back_message,
    data_conflict_message,
    data_hole_filled_message,
    data_hole_message,
    data_stopped_message,
    digest_paused_message,
    digest_unknown_message,
    not_delivered_message,
    token_back_message,
)
from commands.views.welcome import back_message, welcome_message
from funnel.catalogue import Catalogue
from funnel.life import Edge
from funnel.model import (
    Attention,
    Condition,
    Delivery,
    DeliveryState,
)
from funnel.periods import fires_at, local_date
from funnel.periods.firing import LATE_AFTER
from funnel.schedules import Schedule
from storage.store import Tx

# A doubtful warning is sent again where nobody may look into the channel; a digest is not.
MAY_REPEAT = frozenset({OPENED, CHANGED, EVIDENCE, UNSEEN}) | TO_PEOPLE
LONGEST_WAIT = timedelta(hours=3)  # for numbers, past the digest's hour
LOOK_AGAIN = timedelta(minutes=15)
DATE = len("2026-11-20")
GONE = Skip("what it was about is gone")


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders by kind; `catalogue` is the shipped one."""

    catalogue: Catalogue
    shared: SharedReadings = field(default_factory=SharedReadings)

    def table(self) -> dict[str, Render]:
        """Every kind that may stand in the ledger."""
        return {
            DIGEST: self.digest,
            NOW: self.digest_now,
            REST: self.digest_rest,
            UNREAD: self.digest_unread,
            HANDED: self.digest_handed,
            OPENED: self.break_opened,
            EVIDENCE: self.break_evidence,
            CHANGED: self.break_changed,
            EDITED: self.break_edited,
            UNSEEN: self.break_unseen,
            STOPPED: self.data_stopped,
            BACK: self.data_back,
            HOLE: self.data_hole,
            FILLED: self.data_hole_filled,
            CONFLICT: self.data_conflict,
            PAUSED: self.digest_paused,
            IN_DOUBT: self.digest_unknown,
            **GoalRenderer(self.catalogue).table(),
            WELCOME: self.welcomed,
            LOST: self.not_delivered,
            TOKEN_BACK: self.token_back,
        }

    def digest(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.get(int(row.subject))
        if schedule is None or schedule.paused:
            return Skip("the digest is paused or stopped")
        if is_outdated(tx, schedule, row, now):
            return Skip("too late; the next digest covers it")
        day = date.fromisoformat(row.slot)
        shown = self._gathered(tx, schedule, row, now, covered_until(tx, schedule))
        shown = replace(shown, check_ins=asked_beside(tx, schedule, day, now))
        due_at = fires_at(schedule, day) or now
        awaited = any(not source.stopped for source in shown.digest.missing)
        if awaited and now < due_at + LONGEST_WAIT:
            return Wait(now + LOOK_AGAIN)
        if schedule.quiet and shown.digest.quiet:
            return Skip("nothing to say")
        late = now - due_at > LATE_AFTER
        return _with_rest(shown, digest_message(shown, due_at=due_at if late else None))

    def digest_now(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.get(int(row.subject))
        if schedule is None:
            return GONE
        shown = self._gathered(tx, schedule, row, now, covered_until(tx, schedule))
        return _with_rest(shown, digest_message(shown))

    def digest_rest(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        """What found no room, into the digest's thread: made as of the instant of the digest."""
        schedule = tx.schedules.get(int(row.subject))
        found = (tx.deliveries.last_sent(kind, row.subject, row.channel) for kind in (DIGEST, NOW))
        root = next((one for one in found if one is not None and one.slot == row.slot), None)
        if schedule is None or root is None or root.covered_until is None:
            return GONE
        as_of = root.covered_until
        since = covered_until(tx, schedule, before=as_of)
        shown = self._gathered(tx, schedule, row, as_of, since)
        if not shown.digest.rest:
            return GONE
        return Outgoing(rest_message(shown), thread_ts=root.ts)

    def digest_unread(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.get(int(row.subject))
        if schedule is None or schedule.paused:
            return GONE
        silent_since = datetime.fromisoformat(row.slot)
        sent = sent_since(tx, schedule, silent_since)
        return Outgoing(unread_message(schedule, sent=len(sent)))

    def digest_handed(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.get(int(row.subject))
        if schedule is None or schedule.owner != row.channel:
            return GONE
        return Outgoing(handed_message(schedule, now=now))

    def break_opened(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        return self._about(tx, row, now, lambda shown: Outgoing(root_message(shown)))

    def break_evidence(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        """The first line of the thread: the chart and what speaks for and against."""
        root = _root(tx, row)
        if not root:
            return Wait(now + LOOK_AGAIN) if _may_come(tx, row) else GONE
        return self._about(
            tx, row, now, lambda shown: Outgoing(evidence_message(shown), thread_ts=root)
        )

    def break_changed(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        """Edits the root, and says in its thread what changed; the first worsening is broadcast."""
        root = _root(tx, row)
        if not root:
            return Wait(now + LOOK_AGAIN) if _may_come(tx, row) else GONE
        edge, is_scan, _ = row.slot.partition("@")
        change = Edge(edge) if is_scan else None
        return self._about(
            tx,
            row,
            now,
            lambda shown: Outgoing(
                thread_line(shown, change),
                thread_ts=root,
                broadcast=change is Edge.WORSENED and _is_first(tx, row),
                edits=(root, root_message(shown)),
            ),
        )

    def break_edited(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        root = _root(tx, row)
        if not root:
            return GONE
        return self._about(
            tx, row, now, lambda shown: Outgoing(None, edits=(root, root_message(shown)))
        )

    def break_unseen(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        """Once, after a day of allowed hours, when nobody took the break."""
        root, found = _root(tx, row), told_break(tx, int(row.subject))
        if not root or found is None:
            return GONE
        if found.condition is Condition.CLOSED or found.attention is not Attention.NEW:
            return Skip("somebody took it")
        asked = owners_of(tx, found.metric, row.channel)
        return self._about(
            tx, row, now, lambda shown: Outgoing(unseen_line(shown, asked), thread_ts=root)
        )

    def data_stopped(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        gaps = {gap.source: gap for gap in find_gaps(tx, self.catalogue, now)}
        gap = gaps.get(row.subject)
        if gap is None:
            return Skip("the numbers are back")
        known = self._known(tx)
        names = {known.metric(key).name: last for key, last in gap.last_days.items()}
        return Outgoing(data_stopped_message(gap.source, names, today=_today(tx, now)))

    def data_back(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        since = date.fromisoformat(row.slot)
        return Outgoing(data_back_message(row.subject, since, today=_today(tx, now)))

    def data_hole(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        holes = {hole.source: hole for hole in find_holes(tx, self.catalogue, now)}
        hole = holes.get(row.subject)
        if hole is None or date.fromisoformat(row.slot) not in hole.days:
            return Skip("the hole is filled")
        known = self._known(tx)
        names = [known.metric(key).name for key in hole.metrics]
        return Outgoing(data_hole_message(hole.source, hole.days, names, today=_today(tx, now)))

    def data_hole_filled(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        day = date.fromisoformat(row.slot)
        return Outgoing(data_hole_filled_message(row.subject, day, today=_today(tx, now)))

    def data_conflict(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        found = {one.subject: one.conflict for one in current_conflicts(tx, self.catalogue, now)}
        conflict = found.get(row.subject)
        if conflict is None:
            return Skip("the numbers were put right")
        known = self._known(tx)
        style = Place(tx.workspace.get(), known, now).style
        return Outgoing(data_conflict_message(conflict, known, style))

    def digest_paused(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.get(int(row.subject))
        if schedule is None or not schedule.paused:
            return GONE
        return Outgoing(
            digest_paused_message(schedule.channel, schedule.paused, number=schedule.number)
        )

    def digest_unknown(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.get(int(row.subject))
        return (
            GONE
            if schedule is None
            else Outgoing(digest_unknown_message(schedule.channel, row.slot))
        )

    def _gathered(
        self, tx: Tx, schedule: Schedule, row: Delivery, now: datetime, since: datetime | None
    ) -> DigestFacts:
        """A date in the slot is the local date that the digest goes out for."""
        day = date.fromisoformat(row.slot) if len(row.slot) == DATE else None
        shown = gather(
            tx,
            schedule,
            self._known(tx),
            now=now,
            since=since,
            day=day,
            read=self.shared.of,
        )
        return replace(shown, slot=row.slot)

    def welcomed(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        schedule = tx.schedules.of_channel(row.channel)
        if schedule is None:
            return Outgoing(welcome_message(len({state.metric for state in tx.series.totals()})))
        if not schedule.paused:
            return Skip("the channel has its digest")
        return Outgoing(back_message(schedule.at, schedule.zone))

    def not_delivered(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        missing = tx.deliveries.get(row.subject)
        if missing is None:
            return GONE
        return Outgoing(not_delivered_message(missing))

    def token_back(self, _: Tx, row: Delivery, __: datetime) -> Outgoing | Wait | Skip:
        return Outgoing(token_back_message(row.subject))

    def _known(self, tx: Tx) -> Catalogue:
        own = tx.metrics.all()
        return self.catalogue.with_metrics(own) if own else self.catalogue

    def _about(
        self, tx: Tx, row: Delivery, now: datetime, say: Callable[..., Outgoing]
    ) -> Outgoing | Wait | Skip:
        known = self._known(tx)
        found = told_break(tx, int(row.subject), self._heard(tx, row, known))
        if found is None or not known.has_metric(found.metric):
            return GONE
        return say(facts(tx, found, known, now))

    def _heard(self, tx: Tx, row: Delivery, known: Catalogue) -> frozenset[str]:
        """What of an incident the channel is told about: its own metrics lead there."""
        schedule = tx.schedules.of_channel(row.channel)
        if schedule is None:
            return frozenset()
        return frozenset(one.key for one in known.metrics if schedule.covers(one))


def _with_rest(shown: DigestFacts, message: Message) -> Outgoing:
    return Outgoing(message, follow_up=REST if shown.digest.rest else "")


def _root(tx: Tx, row: Delivery) -> str:
    """The `ts` of the break's root message in that channel, "" while there is none."""
    root = tx.deliveries.last_sent(OPENED, row.subject, row.channel)
    return root.ts if root else ""


def _may_come(tx: Tx, row: Delivery) -> bool:
    on_the_way = (DeliveryState.PLANNED, DeliveryState.SENDING)
    return any(
        root.channel == row.channel and root.state in on_the_way
        for root in tx.deliveries.of(OPENED, row.subject)
    )


def _is_first(tx: Tx, row: Delivery) -> bool:
    told = [
        other
        for other in tx.deliveries.of(CHANGED, row.subject)
        if other.channel == row.channel and other.slot.startswith(f"{Edge.WORSENED.value}@")
    ]
    return bool(told) and told[0].id == row.id


def _today(tx: Tx, now: datetime) -> date:
    return local_date(now, tx.workspace.get().zone)
