"""`/funnel breaks` and `/funnel break N`: the list, the evidence, and what people do about one."""

import re

from commands.blocks import Message, Modal
from commands.break_facts import facts
from commands.deps import Deps
from commands.place import place_of
from commands.request import Request
from commands.verbs.break_deeds import ACTS, break_numbered, change_break
from commands.verbs.warnings import SETTINGS, open_warnings
from commands.views.break_forms import event_form, snooze_form
from commands.views.breaks import Entry, breaks_message, evidence_message
from funnel.errors import Suggestion, UnknownCommand, UnknownNumber
from funnel.model import Break
from funnel.status import open_first
from storage.store import Tx

MOST_HISTORY = 100
_NUMBER = re.compile(r"#?(\d{1,9})\b\s*(.*)")
_WORDS = {
    "ack": "acknowledge",
    "acknowledged": "acknowledge",
    "undo": "reopen",
    "open": "reopen",
}
_FORMS = {"event": event_form, "snooze": snooze_form}


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
    if verb in _FORMS and not words:
        with deps.store.read(request.workspace) as tx:
            place = place_of(tx, request, deps)
            found = break_numbered(tx, number, place)
        return _FORMS[verb](found, place.catalogue.metric(found.metric), place.today)
    if verb not in ACTS:
        raise UnknownCommand(
            f'I cannot "{verb}" a break.',
            f"Type `/funnel break {number}` and one of: {', '.join(ACTS)}.",
            suggestions=(Suggestion(f"Break #{number}", f"break {number}"),),
        )
    return change_break(request, deps, number=number, verb=verb, words=words)


def _evidence(request: Request, deps: Deps, number: int) -> Message:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        found = break_numbered(tx, number, place)
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
