"""The audit log: who did what, appended and never changed."""

from dataclasses import dataclass

from funnel.model import Deed
from storage.scope import Scope, as_values
from storage.tables import DEED


@dataclass(frozen=True, slots=True)
class Audit:
    scope: Scope

    def add(self, deed: Deed) -> None:
        """Details must be JSON: numbers, words, lists, dicts."""
        row = as_values(deed, workspace=self.scope.workspace)
        self.scope.connection.execute(self.scope.insert(DEED).values(row))

    def latest(self, limit: int) -> tuple[Deed, ...]:
        """The newest lines, newest first."""
        newest = self.scope.select(DEED).order_by(DEED.c.id.desc()).limit(limit)
        return self.scope.all(Deed, newest)
