"""Events of a workspace, numbered 1, 2, …; those that were undone stay as rows."""

from dataclasses import dataclass, replace
from datetime import date

from funnel.events import Event
from storage.counters import next_number
from storage.scope import Scope, as_values
from storage.tables import EVENT


@dataclass(frozen=True, slots=True)
class Events:
    scope: Scope

    def add(self, event: Event, *, origin: str) -> Event:
        """Stores the event with its number. The same origin again (a form sent twice) gives the
        event that was stored the first time, unchanged."""
        stored = self._of_origin(origin)
        if stored is not None:
            return stored
        numbered = replace(event, number=next_number(self.scope, "event"))
        row = as_values(numbered, workspace=self.scope.workspace, origin=origin)
        added = self.scope.changed(self.scope.insert(EVENT).values(row).on_conflict_do_nothing())
        return numbered if added else self._of_origin(origin) or numbered

    def save(self, event: Event) -> None:
        mine = self.scope.update(EVENT).where(EVENT.c.number == event.number)
        self.scope.connection.execute(mine.values(as_values(event)))

    def get(self, number: int) -> Event | None:
        return self.scope.first(Event, self.scope.select(EVENT).where(EVENT.c.number == number))

    def all(self, *, since: date | None = None) -> tuple[Event, ...]:
        """Those that were not undone and were not over before `since`, by first day."""
        mine = self.scope.select(EVENT).where(EVENT.c.undone_at.is_(None))
        if since is not None:
            mine = mine.where(EVENT.c.last >= since)
        return self.scope.all(Event, mine.order_by(EVENT.c.first, EVENT.c.number))

    def every(self) -> tuple[Event, ...]:
        """Undone ones too, by number."""
        return self.scope.all(Event, self.scope.select(EVENT).order_by(EVENT.c.number))

    def _of_origin(self, origin: str) -> Event | None:
        return self.scope.first(Event, self.scope.select(EVENT).where(EVENT.c.origin == origin))
