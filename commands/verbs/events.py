"""`/funnel event` and `/funnel events`: note what happened, see what it did, take it back."""

import re
from dataclasses import replace
from datetime import date, timedelta

from commands.blocks import Message, Modal
from commands.course import MOST_POINTS, Course, course_of
from commands.deps import Deps
from commands.goal_flats import follow_event
from commands.place import Place, place_of
from commands.readings import known_metrics, readings_of
from commands.request import Request
from commands.verbs.event_form import (
    edit_event,
    event_numbered,
    open_event_form,
    refuse_strangers,
)
from commands.views.events import EventFacts, effect_message, events_message, undone_message
from commands.views.verdict import title
from funnel.breaks import past_of
from funnel.errors import UnknownCommand
from funnel.event_effect import EventEffect, effect_of
from funnel.events import Event, past_with
from funnel.model import Deed
from funnel.status import Reading
from storage.store import Tx

_NUMBER = re.compile(r"#?(\d{1,9})(?:\s+(\w+))?")
_BEFORE = timedelta(days=7)  # days of the chart before the event
_UNDO = ("undo", "delete", "remove")
_RESTORE = ("restore", "redo")


def note_event(request: Request, deps: Deps) -> Message | Modal:
    """Without a number the form, filled with the words; with one what that event did, or `edit`,
    `undo`, `restore`. Raises UnknownNumber, UnknownCommand, NotAllowed."""
    match = _NUMBER.fullmatch(request.args.strip())
    if match is None:
        words = request.args.strip()
        return open_event_form("" if words == "new" else words, request, deps)
    number, verb = int(match[1]), (match[2] or "").casefold()
    if not verb:
        return _effect(number, request, deps)
    if verb == "edit":
        with deps.store.read(request.workspace) as tx:
            event = event_numbered(tx, number)
        refuse_strangers(event, request, deps)
        return edit_event(event, request, deps)
    if verb in _UNDO or verb in _RESTORE:
        return _take_back(number, request, deps, again=verb in _RESTORE)
    raise UnknownCommand(
        f'I cannot "{verb}" an event.', f"Type `/funnel event {number}` and one of: edit, undo."
    )


def list_events(request: Request, deps: Deps) -> Message:
    """Newest first, those that were undone left out."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        events = sorted(tx.events.all(), key=lambda one: (one.first, one.number), reverse=True)
    keys = {key for event in events for key in event.metrics if place.catalogue.has_metric(key)}
    names = {key: title(place.catalogue.metric(key)) for key in keys}
    return events_message(events, names, place.style)


def _effect(number: int, request: Request, deps: Deps) -> Message:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        event = event_numbered(tx, number)
        known = known_metrics(tx, place)
        keys = [key for key in dict.fromkeys(event.metrics) if key in known]
        readings = readings_of(tx, [known[key] for key in keys], place)
        author = tx.people.get(event.author)
    effects = tuple(
        (readings[move.metric].metric, _told(event, readings[move.metric], place))
        for move in event.moves
        if move.metric in readings
    )
    bare = tuple(
        place.catalogue.metric(key)
        for key in event.metrics
        if key not in readings and place.catalogue.has_metric(key)
    )
    course = _course(event, readings[effects[0][0].key], place) if effects else None
    name = author.name if author else ""
    return effect_message(EventFacts(event, effects, bare, course, place.style, name))


def _told(event: Event, reading: Reading, place: Place) -> EventEffect:
    """Other events and closed breaks stay out of usual; breaks of these very days are the event's
    own doing."""
    del place
    move = next(one for one in event.moves if one.metric == reading.metric.key)
    others = [one for one in reading.events if one.number != event.number]
    before = [one for one in reading.breaks if one.onset_low < event.first]
    past = past_of(before, also=past_with(others, move.metric))
    return effect_of(event, move, reading.series, metric=reading.metric, past=past)


def _course(event: Event, reading: Reading, place: Place) -> Course | None:
    """Twenty days from a week before the event on."""
    if not len(reading.series):
        return None
    newest: date = reading.series.starts[-1].tolist()
    last = min(newest, event.first - _BEFORE + timedelta(days=MOST_POINTS - 1))
    first = last - timedelta(days=MOST_POINTS - 1)
    return course_of(
        reading,
        first=first,
        last=last,
        band=True,
        currency=place.workspace.currency,
        calendar=place.calendar,
    )


def _take_back(number: int, request: Request, deps: Deps, *, again: bool) -> Message:
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        event = event_numbered(tx, number)
        refuse_strangers(event, request, deps)
        if event.is_live is not again:
            event = _changed(tx, event, request, again=again)
    return undone_message(event, place.style, again=again)


def _changed(tx: Tx, event: Event, request: Request, *, again: bool) -> Event:
    undone_at, undone_by = (None, "") if again else (request.now, request.user)
    changed = replace(event, undone_at=undone_at, undone_by=undone_by, changed_at=request.now)
    tx.events.save(changed)
    follow_event(tx, changed, request)
    action = "event_restored" if again else "event_undone"
    tx.audit.add(Deed(request.now, request.user, action, str(event.number)))
    return changed
