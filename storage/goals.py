"""Goals of a workspace, numbered 1, 2, …"""

from dataclasses import dataclass, replace

from funnel.model import Goal
from storage.counters import next_number
from storage.goal_tables import GOAL
from storage.scope import Scope, as_values


@dataclass(frozen=True, slots=True)
class Goals:
    scope: Scope

    def add(self, goal: Goal, *, origin: str) -> Goal:
        """Stores the goal with its number. The same origin again (a form sent twice) gives the
        goal that was stored the first time, unchanged."""
        stored = self._of_origin(origin)
        if stored is not None:
            return stored
        numbered = replace(goal, number=next_number(self.scope, "goal"))
        row = as_values(numbered, workspace=self.scope.workspace, origin=origin)
        added = self.scope.changed(
            self.scope.insert(GOAL).values(row).on_conflict_do_nothing()
        )  # another process may have been faster since the look-up
        return numbered if added else self._of_origin(origin) or numbered

    def save(self, goal: Goal) -> None:
        mine = self.scope.update(GOAL).where(GOAL.c.number == goal.number)
        self.scope.connection.execute(mine.values(as_values(goal)))

    def get(self, number: int) -> Goal | None:
        return self.scope.first(Goal, self.scope.select(GOAL).where(GOAL.c.number == number))

    def all(self, *, closed: bool = False) -> tuple[Goal, ...]:
        """Goals that are not closed, or with `closed` only those that are; by number."""
        which = GOAL.c.closed_at.is_not(None) if closed else GOAL.c.closed_at.is_(None)
        return self.scope.all(Goal, self.scope.select(GOAL).where(which).order_by(GOAL.c.number))

    def _of_origin(self, origin: str) -> Goal | None:
        return self.scope.first(Goal, self.scope.select(GOAL).where(GOAL.c.origin == origin))
