"""What a scan changed becomes incidents, and each incident the messages that tell of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.grounds import Ground, Key, Scene
from funnel.alarm import allowed_from, is_worth, stops_the_shop, unseen_from
from funnel.breaks import Changes
from funnel.dispersion import Spell
from funnel.incidents import (
    ONE_STORY,
    Incident,
    Sign,
    edge_of,
    home_of,
    incidents_of,
    is_near,
    opened_day,
    sign_of,
    weight_of,
)
from funnel.life import Edge
from funnel.model import Attention, Break, Condition
from funnel.schedules import Schedule
from storage.store import Tx

OPENED, EVIDENCE, UNSEEN = "break_opened", "break_evidence", "break_unseen"
CHANGED, EDITED = "break_changed", "break_edited"
LONGEST_LAG = timedelta(days=45)  # between a day and its judgement


@dataclass(frozen=True, slots=True)
class Found:
    """A series and what a scan found in it."""

    ground: Ground
    changes: Changes
    spell: Spell | None = None  # of unsteady days that are not over


@dataclass(slots=True)
class _Book:
    """Incidents while new breaks find their places: members by number, and what is new."""

    scene: Scene
    sources: Mapping[Key, str]
    members: dict[int, Break]
    touched: set[int] = field(default_factory=set)
    grew: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)

    def incidents(self) -> list[Incident]:
        return list(incidents_of(self.members.values()))

    def home(self, one: Break) -> Incident | None:
        """The incident that a new break is part of; no older one can be."""
        catalogue = self.scene.catalogue
        every = [each for each in self.incidents() if is_near(one, each)]
        signs = [
            [self._sign(member) for member in each.members if catalogue.has_metric(member.metric)]
            for each in every
        ]
        places = [at for at, each in enumerate(signs) if each]
        home = home_of(self._sign(one), [signs[at] for at in places], catalogue.identities)
        return None if home is None else every[places[home]]

    def _sign(self, one: Break) -> Sign:
        source = self.sources.get((one.metric, one.segment, one.grain), "")
        return sign_of(one, self.scene.catalogue.metric(one.metric), source=source)


def tell(
    tx: Tx, found: Sequence[Found], scene: Scene
) -> tuple[tuple[Break, ...], tuple[Break, ...]]:
    """Stores what changed and plans the messages; what opened, and what is only history."""
    now = scene.now
    known = tx.breaks.told_since(now.date() - ONE_STORY - LONGEST_LAG)
    before = {one.number: one for one in incidents_of(known)}
    sources = {(one.metric, one.segment, one.grain): one.source for one in scene.states}
    sources |= {one.ground.key: one.ground.state.source for one in found}
    book = _Book(scene, sources, {one.number: one for one in known})
    historic = _store_historic(tx, [past for one in found for past in one.changes.historic], book)
    for one in found:
        _store_changed(tx, one.changes, book)
    opened = _store_opened(tx, [new for one in found for new in one.changes.opened], book)
    schedules = tx.schedules.all()
    for after in book.incidents():
        numbers = {one.number for one in after.members}
        if numbers & book.touched:
            _plan_incident(tx, _Turn(before.get(after.number), after, book, schedules))
    return tuple(opened), tuple(historic)


def _store_historic(tx: Tx, found: Sequence[Break], book: _Book) -> list[Break]:
    """New rows of history, in incidents of their own, as nobody was told of them; those that went
    on only grow older."""
    for one in found:
        if one.number:
            tx.breaks.save(replace(one, changed_at=book.scene.now))
    new = [one for one in found if not one.number]
    if not new:
        return []
    known = tx.breaks.historic_since(min(opened_day(one) for one in new) - ONE_STORY)
    past = _Book(book.scene, book.sources, {one.number: one for one in known})
    return _store_opened(tx, new, past)


def _store_changed(tx: Tx, changes: Changes, book: _Book) -> None:
    for edge in Edge:
        if edge in (Edge.OPENED, Edge.JOINED):
            continue
        for one in getattr(changes, edge.value):
            changed = replace(one, changed_at=book.scene.now)
            tx.breaks.save(changed)
            book.members[changed.number] = changed
            book.touched.add(changed.number)
            if edge is Edge.WORSENED:
                book.grew.add(changed.number)


def _store_opened(tx: Tx, found: Iterable[Break], book: _Book) -> list[Break]:
    """The heaviest of a day first, so that it leads; later ones join it."""
    stored = []
    for one in sorted(found, key=_first_and_heaviest):
        home = book.home(one)
        if home is not None:
            one = _joined(one, home)
        new = tx.breaks.add(replace(one, changed_at=book.scene.now))
        book.members[new.number] = new
        book.touched.add(new.number)
        book.new.add(new.number)
        stored.append(new)
    return stored


def _first_and_heaviest(one: Break) -> tuple[object, ...]:
    money, score = weight_of(one.money, one.score)
    return (str(one.opened_on), not one.segment.is_total, -money, -score)


def _joined(one: Break, home: Incident) -> Break:
    """In the hands that the incident is in."""
    lead = home.lead
    if home.condition is Condition.CLOSED or lead.attention is Attention.NEW:
        return replace(one, incident=home.number)
    return replace(
        one,
        incident=home.number,
        attention=lead.attention,
        attention_by=lead.attention_by,
        snoozed_until=lead.snoozed_until,
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """An incident before and after the scan."""

    before: Incident | None
    after: Incident
    book: _Book
    schedules: Sequence[Schedule]

    @property
    def edge(self) -> Edge:
        """A segment of a metric whose total is in it is evidence, and no news."""
        whole = {one.metric for one in self.after.members if one.segment.is_total}
        joined = any(
            one.number in self.book.new and (one.segment.is_total or one.metric not in whole)
            for one in self.after.members
        )
        grew = self.after.lead.number in self.book.grew
        return edge_of(self.before, self.after, joined=joined, grew=grew)

    @property
    def newest(self) -> date:
        """The newest day that the scan judged of it. Its lead may have been over for days."""
        touched = self.book.touched
        return max(one.last_on for one in self.after.members if one.number in touched)

    def hears(self, channel: Schedule) -> bool:
        """Whether the channel is told of it now, if it was not told before: it is new, reached one
        of its metrics, or has become worth it."""
        mine = [one for one in self.after.members if self._concerns(channel, one)]
        if not mine or (self.after.condition is Condition.CLOSED and self.before is not None):
            return False
        if not is_worth(channel.alarm, mine):
            return False
        fresh = any(one.number in self.book.new for one in mine)
        earlier = self.before.members if self.before is not None else ()
        was = [one for one in earlier if self._concerns(channel, one)]
        return fresh or not is_worth(channel.alarm, was)

    def _concerns(self, channel: Schedule, one: Break) -> bool:
        catalogue = self.book.scene.catalogue
        whole = one.segment.is_total or channel.alarm.segments
        return (
            whole
            and catalogue.has_metric(one.metric)
            and channel.listens_to(catalogue.metric(one.metric))
        )


def _plan_incident(tx: Tx, turn: _Turn) -> None:
    """A root where there is none and should be one, an edit and maybe a line where there is one."""
    roots = {row.channel for row in tx.deliveries.of(OPENED, str(turn.after.number))}
    channels = {one.channel: one for one in turn.schedules}
    for channel in turn.schedules:
        if channel.channel not in roots and turn.hears(channel):
            _plan_root(tx, turn, channel)
    edge, on = turn.edge, turn.newest
    said = edge not in (Edge.OPENED, Edge.UPDATED)
    for name in sorted(roots):
        _plan(
            tx,
            turn,
            CHANGED if said else EDITED,
            name,
            slot=f"{edge.value}@{on}" if said else turn.book.scene.now.isoformat(),
            not_before=_told_at(channels.get(name), turn),
        )


def _plan_root(tx: Tx, turn: _Turn, channel: Schedule) -> None:
    """In its quiet hours a channel is told at the next allowed one."""
    at = _told_at(channel, turn)
    for kind in (OPENED, EVIDENCE):
        _plan(tx, turn, kind, channel.channel, slot="root", not_before=at)
    unseen = unseen_from(channel.alarm, channel.zone, at)
    _plan(tx, turn, UNSEEN, channel.channel, slot="new", not_before=unseen)


def _told_at(channel: Schedule | None, turn: _Turn) -> datetime:
    now = turn.book.scene.now
    if channel is None:
        return now
    shop = any(stops_the_shop(one.metric, one.observed, one.expected) for one in turn.after.members)
    if shop and channel.alarm.stop_anyway:
        return now
    return allowed_from(channel.alarm, channel.zone, now)


def _plan(tx: Tx, turn: _Turn, kind: str, channel: str, *, slot: str, not_before: datetime) -> None:
    now = turn.book.scene.now
    tx.deliveries.plan(
        kind=kind,
        subject=str(turn.after.number),
        channel=channel,
        slot=slot,
        at=now,
        not_before=not_before if not_before > now else None,
    )
