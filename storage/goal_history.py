"""What happened to goals: notes, check-ins, changes, and the probabilities that were stated."""

from collections.abc import Collection
from dataclasses import dataclass

from funnel.pursuit import Entry, EntryKind, Stated
from storage.goal_tables import GOAL_ENTRY, GOAL_STATED
from storage.scope import Scope, as_values

ROW = GOAL_ENTRY.c


@dataclass(frozen=True, slots=True)
class GoalHistory:
    """Lines are appended and never changed."""

    scope: Scope

    def add(self, entry: Entry) -> None:
        row = as_values(entry, workspace=self.scope.workspace)
        self.scope.connection.execute(self.scope.insert(GOAL_ENTRY).values(row))

    def of(self, goal: int, kinds: Collection[EntryKind] = tuple(EntryKind)) -> tuple[Entry, ...]:
        """A goal's lines of those kinds, newest first."""
        mine = self.scope.select(GOAL_ENTRY).where(ROW.goal == goal, ROW.kind.in_(list(kinds)))
        return self.scope.all(Entry, mine.order_by(ROW.id.desc()))

    def state(self, stated: Stated) -> bool:
        """Keeps the first probability of each moment. False: one was stated before."""
        row = as_values(stated, workspace=self.scope.workspace)
        new = self.scope.insert(GOAL_STATED).values(row).on_conflict_do_nothing()
        return self.scope.changed(new) == 1

    def stated(self, goal: int | None = None) -> tuple[Stated, ...]:
        """Of one goal or of all, in the order of goals and days."""
        mine = self.scope.select(GOAL_STATED)
        if goal is not None:
            mine = mine.where(GOAL_STATED.c.goal == goal)
        return self.scope.all(Stated, mine.order_by(GOAL_STATED.c.goal, GOAL_STATED.c.on))
