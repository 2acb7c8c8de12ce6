"""`/funnel breaks` and `/funnel break N`: the list, the evidence, and what people do about one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commands.blocks import Message, Modal
from commands.break_facts import CHANGED, EXPLAINED, OPENED, UNDO_WITHIN, can_undo, facts
from commands.deps import Deps
from commands.place import Place, place_of
from commands.request import Request
from commands.verbs.warnings import SETTINGS, open_warnings
from commands.views.break_event import event_form
from commands.views.breaks import (
    BY_PEOPLE,
    Entry,
    breaks_message,
    done_message,
    evidence_message,
)
from funnel.errors import NotAllowed, Suggestion, UnknownCommand, UnknownNumber
from funnel.model import Attention, Break, BreakEnd, Condition, Deed, DeliveryState
from funnel.status import open_first
from storage.store import Tx

MOST_HISTORY = 100
LONGEST_SNOOZE = 7
_NUMBER = re.compile(r"#?(\d{1,9})\b\s*(.*)")
_SNOOZE = re.compile(r"(\d{1,3})\s*d?(?:ays?)?|")
_WORDS = {
    "ack": "acknowledge",
    "acknowledged": "acknowledge",
    "undo": "reopen",
    "open": "reopen",
}


@dataclass(frozen=True, slots=True)
class Deeds:
    """Who does what to a break, when, and with which words after the verb."""

    user: str
    now: datetime
    words: str


Act = Callable[[Break, Deeds], Break]


def list_breaks(request: Request, deps: Deps) -> Message | Modal:
    """Most money first; `history` shows closed ones and those found looking back; `settings` is
    the form of the channel's warnings."""
    if SETTINGS.match(request.args.casefold()):
        return open_warnings(request, deps)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        past, found = listed_breaks(tx, request.args)
    entries = [
        Entry(one, place.catalogue.metric(one.metric))
        for one in found
        if place.catalogue.has_metric(one.metric)
    ]
    return breaks_message(entries, style=place.style, history=past)


def listed_breaks(tx: Tx, args: str) -> tuple[bool, tuple[Break, ...]]:
    """Whether the past was asked for, and its breaks; else the open ones, most money first."""
    past = args.casefold().startswith(("history", "past", "closed"))
    found = tx.breaks.history(MOST_HISTORY) if past else open_first(tx.breaks.open())
    return past, tuple(found)


def show_break(request: Request, deps: Deps) -> Message | Modal:
    """`break N` shows the evidence, `break N VERB …` does something.

    Raises UnknownNumber for a break that is not there, UnknownCommand for another word.
    """
    number, verb, words = _read(request.args)
    if not verb:
        return _evidence(request, deps, number)
    if verb == "event" and not words:
        with deps.store.read(request.workspace) as tx:
            place = place_of(tx, request, deps)
            found = _break(tx, number, place)
        return Modal(event_form(number, place.catalogue.metric(found.metric)))
    if verb not in _ACTS:
        raise UnknownCommand(
            f'I cannot "{verb}" a break.',
            f"Type `/funnel break {number}` and one of: {', '.join(_ACTS)}.",
            suggestions=(Suggestion(f"Break #{number}", f"break {number}"),),
        )
    return change_break(request, deps, number=number, verb=verb, words=words)


def change_break(
    request: Request, deps: Deps, *, number: int, verb: str, words: str = ""
) -> Message:
    """Does what people decided, notes it, and plans the edit of every root message of the break."""
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        before = _break(tx, number, place)
        after = _ACTS[verb](before, Deeds(request.user, request.now, words))
        changed = after != before
        if changed:
            after = replace(after, changed_at=request.now)
            tx.breaks.save(after)
            tx.audit.add(_deed(request, number, verb, words))
            plan_changed(tx, after, at=request.now)
        said = done_message(facts(tx, after, place.catalogue, request.now), again=not changed)
    if changed:
        deps.wake()
    return said


def plan_changed(tx: Tx, b: Break, *, at: datetime) -> None:
    """One delivery for each channel that has a root message of the break."""
    for channel in root_channels(tx, b.number):
        tx.deliveries.plan(
            kind=CHANGED,
            subject=str(b.number),
            channel=channel,
            slot=f"{b.condition}-{b.attention}-{at.isoformat()}",
            at=at,
        )


def root_channels(tx: Tx, number: int) -> tuple[str, ...]:
    """Where the break was posted; what is still planned will show the newest state anyway."""
    rows = tx.deliveries.of(OPENED, str(number))
    sent = [row.channel for row in rows if row.state is DeliveryState.SENT and row.ts]
    return tuple(dict.fromkeys(sent))


def _evidence(request: Request, deps: Deps, number: int) -> Message:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        found = _break(tx, number, place)
        return evidence_message(facts(tx, found, place.catalogue, request.now))


def _read(args: str) -> tuple[int, str, str]:
    """(number, verb, what follows). Raises UnknownNumber when there is no number."""
    match = _NUMBER.match(args.strip())
    if match is None:
        raise UnknownNumber(
            "Which break?",
            "Type its number, such as `/funnel break 12`.",
            suggestions=(Suggestion("Open breaks", "breaks"),),
        )
    verb, _, words = match.group(2).partition(" ")
    verb = verb.casefold()
    return int(match.group(1)), _WORDS.get(verb, verb), words.strip()


def _break(tx: Tx, number: int, place: Place) -> Break:
    found = tx.breaks.get(number)
    if found is None or not place.catalogue.has_metric(found.metric):
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
    match = _SNOOZE.fullmatch(by.words.casefold())
    days = int(match.group(1) or 1) if match else 0
    if not 1 <= days <= LONGEST_SNOOZE:
        raise NotAllowed(
            f"A break can be snoozed for 1 to {LONGEST_SNOOZE} days.",
            f"Type `/funnel break {b.number} snooze 3d`.",
        )
    until = by.now + timedelta(days=days)
    return replace(b, attention=Attention.SNOOZED, attention_by=by.user, snoozed_until=until)


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


def _deed(request: Request, number: int, verb: str, words: str) -> Deed:
    details = {"reason": words} if verb == "event" else {"days": words} if words else {}
    return Deed(request.now, request.user, _DEEDS[verb], str(number), details)


_ACTS: dict[str, Act] = {
    "acknowledge": _acknowledge,
    "snooze": _snooze,
    "event": _explain,
    "noise": _noise,
    "reopen": _reopen,
}
_DEEDS = {
    "acknowledge": "break_acknowledged",
    "snooze": "break_snoozed",
    "event": EXPLAINED,
    "noise": "break_called_noise",
    "reopen": "break_reopened",
}
