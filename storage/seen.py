"""Requests that were handled: Slack sends one again when our answer was slow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.scope import Scope
from storage.tables import SEEN

KEPT = timedelta(days=1)  # Slack gives up within the hour


@dataclass(frozen=True, slots=True)
class Seen:
    scope: Scope

    def first_time(self, key: str, *, at: datetime) -> bool:
        """True for one caller; False when the request was handled before. Old keys are dropped."""
        old = self.scope.delete(SEEN).where(SEEN.c.at < at - KEPT)
        self.scope.connection.execute(old)
        row = {"workspace": self.scope.workspace, "key": key, "at": at}
        new = self.scope.insert(SEEN).values(row).on_conflict_do_nothing()
        return self.scope.changed(new) == 1
