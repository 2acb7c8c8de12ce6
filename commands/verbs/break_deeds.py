"""What people decide about a break: take it, snooze it, call it noise or useful, explain it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from commands.blocks import Message
from commands.break_facts import (
    CHANGED,
    EXPLAINED,
    OPENED,
    UNDO_WITHIN,
    can_undo,
    facts,
)
from commands.break_told import told_break
from commands.deps import Deps
from commands.place import Place, place_of
from commands.request import Request
from commands.verbs.break_events import event_of_words, note_event_of, undo_event_of
from commands.views.breaks import BY_PEOPLE, done_message, useful_message
from funnel.errors import NotAllowed, Suggestion, UnknownNumber
from funnel.events import Event
from funnel.model import Attention, Break, BreakEnd, Condition, Deed, DeliveryState
from funnel.periods.days import find_day
from storage.store import Tx

LONGEST_SNOOZE = 7
_SNOOZE = re.compile(r"(\d{1,3})\s*d?(?:ays?)?")


@dataclass(frozen=True, slots=True)
class Deeds:
    """Who does what to a break, when, and with which words after the verb."""

    request: Request
    words: str
    place: Place

    @property
    def user(self) -> str:
        return self.request.user

    @property
    def now(self) -> datetime:
        return self.request.now


Kind = TypeVar("Kind")
Act = Callable[[Break, Deeds], Break]


def change_break(
    request: Request,
    deps: Deps,
    *,
    number: int,
    verb: str,
    words: str = "",
    event: Event | None = None,
) -> Message:
    """Does what people decided to each break of the incident, notes it, and plans the edit of its
    root messages. `event` is what explains it; without it the words of the verb make one."""
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        before = break_numbered(tx, number, place)
        deeds = Deeds(request, words, place)
        changed = _changed(tx, before, verb, deeds)
        if changed:
            _note(tx, changed, verb, deeds, event)
        shown = facts(tx, _now(tx, before), place.catalogue, request.now)
    if changed:
        deps.wake()
    return useful_message(shown) if verb == "useful" else done_message(shown, again=not changed)


def _changed(tx: Tx, told: Break, verb: str, deeds: Deeds) -> list[Break]:
    """Stores those that the deed changes, and gives them back as they were before it. Raises
    NotAllowed when it does not go for the one that is told of; of the others it is left out."""
    ACTS[verb](told, deeds)
    before = []
    for one in tx.breaks.of_incident(told.incident) or (told,):
        if not _can(verb, one, told):
            continue
        after = ACTS[verb](one, deeds)
        if after != one:
            tx.breaks.save(replace(after, changed_at=deeds.now))
            before.append(one)
    return before


def _can(verb: str, one: Break, told: Break) -> bool:
    """Deeds go for all that stand as the one that is told of: a member that is over stays so."""
    if verb == "reopen" and told.condition is Condition.CLOSED:
        return one.condition is Condition.CLOSED and one.ended is told.ended
    return verb == "useful" or one.condition is not Condition.CLOSED


def _note(tx: Tx, changed: Sequence[Break], verb: str, deeds: Deeds, event: Event | None) -> None:
    """The deed, the event that it makes or takes back, and what the channels are to see."""
    incident = changed[0].incident
    details: dict[str, Any] = {"days": deeds.words} if verb == "snooze" else {}
    if verb == "event":
        event = event or event_of_words(changed, deeds.words)
        details = note_event_of(tx, changed, event, deeds.request)
    if verb == "reopen":
        undo_event_of(tx, incident, deeds.request)
    tx.audit.add(Deed(deeds.now, deeds.user, _DEEDS[verb], str(incident), details))
    if verb not in _UNSAID:
        plan_changed(tx, incident, verb, at=deeds.now)


def _now(tx: Tx, before: Break) -> Break:
    """The break as it stands, under the number that it was asked by."""
    return told_break(tx, before.number) or before


def plan_changed(tx: Tx, incident: int, verb: str, *, at: datetime) -> None:
    """One delivery for each channel that has a root message of the incident."""
    for channel in root_channels(tx, incident):
        tx.deliveries.plan(
            kind=CHANGED,
            subject=str(incident),
            channel=channel,
            slot=f"{verb}-{at.isoformat()}",
            at=at,
        )


def root_channels(tx: Tx, number: int) -> tuple[str, ...]:
    """Where the break was posted; what is still planned will show the newest state anyway."""
    rows = tx.deliveries.of(OPENED, str(number))
    sent = [row.channel for row in rows if row.state is DeliveryState.SENT and row.ts]
    return tuple(dict.fromkeys(sent))


def break_numbered(tx: Tx, number: int, place: Place) -> Break:
    """The lead of an incident, or one of its members. Raises UnknownNumber."""
    found = told_break(tx, number)
    known = found is not None and place.catalogue.has_metric(found.metric)
    return must_exist(found if known else None, number)


def must_exist(found: Kind | None, number: int) -> Kind:
    """Raises UnknownNumber."""
    if found is None:
        raise UnknownNumber(
            f"There is no break #{number}.",
            "`/funnel breaks` lists the open ones, `/funnel breaks history` the past ones.",
            suggestions=(
                Suggestion("Open breaks", "breaks"),
                Suggestion("History", "breaks history"),
            ),
        )
    return found


def _acknowledge(b: Break, by: Deeds) -> Break:
    _must_be_open(b)
    if b.attention is Attention.ACKNOWLEDGED:
        return b
    return replace(b, attention=Attention.ACKNOWLEDGED, attention_by=by.user, snoozed_until=None)


def _snooze(b: Break, by: Deeds) -> Break:
    """Raises NotAllowed for more than a week."""
    _must_be_open(b)
    until = _until(by)
    if until is None or not by.now < until <= by.now + timedelta(days=LONGEST_SNOOZE):
        raise NotAllowed(
            f"A break can be snoozed for 1 to {LONGEST_SNOOZE} days.",
            f"Type `/funnel break {b.number} snooze 3d`, or a day: `snooze until 23 Nov`.",
        )
    return replace(b, attention=Attention.SNOOZED, attention_by=by.user, snoozed_until=until)


def _until(by: Deeds) -> datetime | None:
    """A number of days, or the beginning of a named day in the reporting zone."""
    match = _SNOOZE.fullmatch(by.words.casefold())
    if match:
        return by.now + timedelta(days=int(match.group(1)))
    words = by.words.removeprefix("until ")
    day = find_day(words, today=by.place.today, reading="future") if words else None
    if day is None:
        return None
    return datetime.combine(day, time(), tzinfo=ZoneInfo(by.place.workspace.zone))


def _useful(b: Break, by: Deeds) -> Break:
    """Takes back that an earlier one of the series was called noise."""
    return b if b.useful_by else replace(b, useful_by=by.user)


def _explain(b: Break, by: Deeds) -> Break:
    return _close(b, by, BreakEnd.EVENT)


def _noise(b: Break, by: Deeds) -> Break:
    return _close(b, by, BreakEnd.NOISE)


def _close(b: Break, by: Deeds, end: BreakEnd) -> Break:
    if b.condition is Condition.CLOSED and b.ended is end:
        return b
    _must_be_open(b)
    return replace(
        b,
        condition=Condition.CLOSED,
        ended=end,
        closed_on=b.last_on,
        attention=Attention.ACKNOWLEDGED,
        attention_by=by.user,
        snoozed_until=None,
    )


def _reopen(b: Break, by: Deeds) -> Break:
    """Takes back what people did: a close for 7 days, an acknowledgement or snooze at any time.

    Raises NotAllowed for what the numbers closed, or after the 7 days.
    """
    if b.condition is not Condition.CLOSED:
        return replace(b, attention=Attention.NEW, attention_by="", snoozed_until=None)
    if b.ended not in BY_PEOPLE:
        raise NotAllowed(
            f"Break #{b.number} was closed by its numbers.",
            "If they get worse again, it opens by itself.",
        )
    if not can_undo(b, by.now):
        raise NotAllowed(
            f"Break #{b.number} was closed more than {UNDO_WITHIN.days} days ago.",
            "If the numbers are still worse than usual, a new one opens.",
        )
    condition = Condition.RECOVERING if b.inside > 1 else Condition.OPEN
    return replace(
        b,
        condition=condition,
        ended=None,
        closed_on=None,
        attention=Attention.NEW,
        attention_by="",
        snoozed_until=None,
    )


def _must_be_open(b: Break) -> None:
    if b.condition is Condition.CLOSED or b.historic:
        raise NotAllowed(
            f"Break #{b.number} is over.",
            f"Type `/funnel break {b.number}` to see how it ended.",
            suggestions=(Suggestion(f"Break #{b.number}", f"break {b.number}"),),
        )


ACTS: dict[str, Act] = {
    "acknowledge": _acknowledge,
    "snooze": _snooze,
    "event": _explain,
    "noise": _noise,
    "useful": _useful,
    "reopen": _reopen,
}
_DEEDS = {
    "acknowledge": "break_acknowledged",
    "snooze": "break_snoozed",
    "event": EXPLAINED,
    "noise": "break_called_noise",
    "useful": "break_called_useful",
    "reopen": "break_reopened",
}
_UNSAID = frozenset({"useful"})  # nothing that the channel sees has changed
