"""The event that explains a break: noted with it, and undone with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from commands.blocks import shorten
from commands.break_facts import EXPLAINED
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


def note_event_of(
    tx: Tx, found: Sequence[Break], event: Event, *, user: str, now: datetime
) -> dict[str, Any]:
    """Stores the event as one of the breaks' metrics and sides; what the deed keeps of it."""
    moves = dict.fromkeys(EventMove(one.metric, one.side) for one in found)
    noted = replace(event, moves=tuple(moves), author=user, created_at=now, changed_at=now)
    stored = tx.events.add(noted, origin=f"break:{found[0].incident}:{now.isoformat()}")
    return {"reason": stored.title, "event": stored.number}


def undo_event_of(tx: Tx, incident: int, *, user: str, now: datetime) -> None:
    """The break was opened again: what explained it no longer does."""
    for deed in tx.audit.latest(RECENT):
        if deed.action == EXPLAINED and deed.subject == str(incident):
            event = tx.events.get(int(deed.details.get("event", 0)))
            if event is not None and event.is_live:
                tx.events.save(replace(event, undone_at=now, undone_by=user))
            return


def _day(at: date) -> date:
    return date(at.year, at.month, at.day)
