"""Ways to cut numbers that a workspace added to the built-in ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.scope import Scope
from storage.tables import DIMENSION


@dataclass(frozen=True, slots=True)
class Dimensions:
    scope: Scope

    def add(self, key: str, *, author: str, at: datetime) -> bool:
        """Whether it was new."""
        row = {"workspace": self.scope.workspace, "key": key, "author": author, "added_at": at}
        return (
            self.scope.changed(self.scope.insert(DIMENSION).values(row).on_conflict_do_nothing())
            == 1
        )

    def all(self) -> tuple[str, ...]:
        """Their keys, in the order in which they were added."""
        mine = select(DIMENSION.c.key).where(DIMENSION.c.workspace == self.scope.workspace)
        ordered = mine.order_by(DIMENSION.c.added_at, DIMENSION.c.key)
        return tuple(self.scope.connection.execute(ordered).scalars())
