"""`/funnel breaks` and `/funnel break N`: the list, the evidence, and what people do about one."""

import re

from commands.blocks import Message, Modal
from commands.break_facts import facts
from commands.break_life import life_of
from commands.deps import Deps
from commands.place import place_of
from commands.request import Request
from commands.verbs.break_answers import open_answers
from commands.verbs.break_deeds import ACTS, break_numbered, change_break
from commands.verbs.break_list import listed_breaks
from commands.verbs.break_reports import open_report_form, show_report
from commands.verbs.warnings import SETTINGS, open_warnings
from commands.views.break_forms import event_form, snooze_form
from commands.views.break_list import breaks_message
from commands.views.breaks import evidence_message
from funnel.errors import Suggestion, UnknownCommand, UnknownNumber

_NUMBER = re.compile(r"#?(\d{1,9})\b\s*(.*)")
_WORDS = {
    "ack": "acknowledge",
    "acknowledged": "acknowledge",
    "undo": "reopen",
    "open": "reopen",
}
_NEW = ("new", "report")
_FORMS = {"event": event_form, "snooze": snooze_form}


def list_breaks(request: Request, deps: Deps) -> Message | Modal:
    """Most money first; `mine`, `snoozed` or a stage shows some, `history` closed ones and those
    found looking back; `settings` is the form of the channel's warnings."""
    if SETTINGS.match(request.args.casefold()):
        return open_warnings(request, deps)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        listing = listed_breaks(tx, request.args, place, user=request.user, channel=request.channel)
    return breaks_message(listing, style=place.style)


def show_break(request: Request, deps: Deps) -> Message | Modal:
    """`break N` shows the evidence, `break N VERB …` does something, `break new` reports one.

    Raises UnknownNumber for a break that is not there, UnknownCommand for another word.
    """
    first, _, rest = request.args.strip().partition(" ")
    if first.casefold() in _NEW:
        return open_report_form(rest.strip("\"' "), request, deps)
    number, verb, words = _read(request.args)
    with deps.store.read(request.workspace) as tx:
        report = tx.reports.get(number)
    if report is not None:
        return show_report(report, verb, request, deps)
    return _measured(request, deps, number=number, verb=verb, words=words)


def _measured(
    request: Request, deps: Deps, *, number: int, verb: str, words: str
) -> Message | Modal:
    """A break that the numbers showed."""
    if not verb:
        return _evidence(request, deps, number)
    if verb == "answers":
        return open_answers(request, deps, number)
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
        moments = life_of(tx, found, place.workspace.zone)
        return evidence_message(facts(tx, found, place.catalogue, request.now), moments)


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
