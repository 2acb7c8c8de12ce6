"""The event form: opened empty, from words, from a message or from an event; and stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from commands.blocks import Message, Modal, shorten
from commands.deps import Deps
from commands.goal_flats import follow_event
from commands.parse import split_when
from commands.place import Place, place_of
from commands.request import Request
from commands.views.event_form import (
    LONGEST_TITLE,
    EventForm,
    event_form_view,
    kind_words,
    read_event_form,
)
from commands.views.events import noted_message
from commands.views.verdict import title
from funnel.errors import BadForm, NotAllowed, UnknownNumber
from funnel.events import Event, EventKind, EventMove
from funnel.model import Deed, Side
from storage.store import Tx

FURTHEST_AHEAD = timedelta(days=366)
LONGEST_EVENT = timedelta(days=366)
_KIND_WORDS = {kind_words(kind): kind for kind in EventKind if kind is not EventKind.OTHER}


def open_event_form(words: str, request: Request, deps: Deps, *, link: str = "") -> Modal:
    """`words` become the title; a day at their end ("yesterday") the first day, a kind at their
    beginning ("outage …") the kind."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
    title, span = (
        split_when(words, today=place.today, calendar=place.calendar) if words else ("", None)
    )
    kind = next(
        (one for name, one in _KIND_WORDS.items() if title.casefold().startswith(name)), None
    )
    first = span.first if span else place.today
    last = span.last if span and span.last != span.first else None
    form = EventForm(kind, shorten(title, LONGEST_TITLE), first, last, link=link)
    return event_form_view(form, {})


def edit_event(event: Event, request: Request, deps: Deps) -> Modal:
    """The same form with what is stored."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
    form = EventForm(
        event.kind,
        event.title,
        event.first,
        event.last if event.last != event.first else None,
        tuple(move.metric for move in event.moves if move.side is Side.UP),
        tuple(move.metric for move in event.moves if move.side is Side.DOWN),
        event.number,
        event.link,
    )
    return event_form_view(form, _names(event, place))


def save_event(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """Stores what the form says; the same form sent again stores nothing more.

    Raises BadForm with a sentence for each wrong field, NotAllowed for somebody else's event.
    """
    form = read_event_form(view)
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        wanted = _event(form, request, place)
        before = tx.events.get(form.number) if form.number else None
        if before is None:
            stored = tx.events.add(wanted, origin=request.view)
            action = "event_noted"
        else:
            refuse_strangers(before, request, deps)
            stored = replace(
                wanted,
                number=before.number,
                author=before.author,
                created_at=before.created_at,
                goal=before.goal,
            )
            tx.events.save(stored)
            action = "event_changed"
        softened = follow_event(tx, stored, request)
        tx.audit.add(Deed(request.now, request.user, action, str(stored.number), _facts(stored)))
    return noted_message(
        stored,
        _names(stored, place),
        place.style,
        changed=before is not None,
        softened=softened,
    )


def refuse_strangers(event: Event, request: Request, deps: Deps) -> None:
    """Raises NotAllowed for all but who noted it and admins."""
    if (
        request.user != event.author
        and not deps.people.get(request.workspace, request.user).is_admin
    ):
        raise NotAllowed(
            f"<@{event.author}> noted event #{event.number}.",
            "They or an admin can change it; note one of your own with `/funnel event`.",
        )


def event_numbered(tx: Tx, number: int) -> Event:
    """Raises UnknownNumber."""
    found = tx.events.get(number)
    if found is None:
        raise UnknownNumber(f"There is no event #{number}.", "`/funnel events` lists them.")
    return found


def _event(form: EventForm, request: Request, place: Place) -> Event:
    first, last = form.first or place.today, form.last or form.first or place.today
    wrong = _wrong(form, first, last, place)
    if wrong:
        raise BadForm(wrong)
    moves = [EventMove(key, Side.UP) for key in form.up]
    moves += [EventMove(key, Side.DOWN) for key in form.down]
    return Event(
        0,
        form.kind or EventKind.OTHER,
        form.title,
        first,
        last,
        tuple(moves),
        author=request.user,
        created_at=request.now,
        changed_at=request.now,
        link=form.link,
    )


def _wrong(form: EventForm, first: date, last: date, place: Place) -> dict[str, str]:
    """A sentence under each field that cannot stay as it is."""
    both = set(form.up) & set(form.down)
    checks = {
        "title": "" if form.title else "Write what happened, such as: Black Friday sale.",
        "first": "" if first <= place.today + FURTHEST_AHEAD else "Choose a day within a year.",
        "last": _wrong_end(first, last),
        "up": _unknown(form.up, place),
        "down": "Choose each metric for one direction only."
        if both
        else _unknown(form.down, place),
    }
    return {field: words for field, words in checks.items() if words}


def _wrong_end(first: date, last: date) -> str:
    if last < first:
        return "The last day lies before the first one."
    return "" if last - first <= LONGEST_EVENT else "An event lasts a year at most."


def _unknown(keys: tuple[str, ...], place: Place) -> str:
    gone = [key for key in keys if not place.catalogue.has_metric(key)]
    return "Choose from the list; type a part of a metric's name." if gone else ""


def _names(event: Event, place: Place) -> dict[str, str]:
    known = (key for key in event.metrics if place.catalogue.has_metric(key))
    return {key: title(place.catalogue.metric(key)) for key in known}


def _facts(event: Event) -> dict[str, Any]:
    """The whole event, so that the audit log tells what each edit changed."""
    return {
        "kind": event.kind.value,
        "title": event.title,
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
        "moves": [[move.metric, move.side.value] for move in event.moves],
    }
