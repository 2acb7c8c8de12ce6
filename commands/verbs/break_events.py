"""The event that explains a break: noted with it, and undone with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from commands.blocks import shorten
from commands.break_facts import EXPLAINED
from commands.goal_flats import follow_event
from commands.request import Request
from commands.views.event_form import LONGEST_TITLE, kind_words
from funnel.events import Event, EventKind, EventMove
from funnel.model import Break
from storage.store import Tx

RECENT = 300


def event_of_words(found: Sequence[Break], words: str) -> Event:
    """Over the days of the breaks so far; the words may begin with a kind."""
    folded = words.casefold()
    kind = next((one for one in EventKind if folded.startswith(kind_words(one))), EventKind.OTHER)
    first = min(_day(one.onset) for one in found)
    last = max(_day(one.last_on) for one in found)
    return Event(0, kind, shorten(words, LONGEST_TITLE), first, last)


def note_event_of(tx: Tx, found: Sequence[Break], event: Event, request: Request) -> dict[str, Any]:
    """Stores the event as one of the breaks' metrics and sides; what the deed keeps of it."""
    moves = dict.fromkeys(EventMove(one.metric, one.side) for one in found)
    noted = replace(
        event,
        moves=tuple(moves),
        author=request.user,
        created_at=request.now,
        changed_at=request.now,
    )
    origin = f"break:{found[0].incident}:{request.now.isoformat()}"
    stored = tx.events.add(noted, origin=origin)
    follow_event(tx, stored, request)
    return {"reason": stored.title, "event": stored.number}


def undo_event_of(tx: Tx, incident: int, request: Request) -> None:
    """The break was opened again: what explained it no longer does."""
    for deed in tx.audit.latest(RECENT):
        if deed.action == EXPLAINED and deed.subject == str(incident):
            event = tx.events.get(int(deed.details.get("event", 0)))
            if event is not None and event.is_live:
                undone = replace(event, undone_at=request.now, undone_by=request.user)
                tx.events.save(undone)
                follow_event(tx, undone, request)
            return


def _day(at: date) -> date:
    return date(at.year, at.month, at.day)
