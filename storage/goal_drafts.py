"""Forms that were left before they were set: each person's own, newest first."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from funnel.goals.draft import SavedDraft
from storage.counters import next_number
from storage.goal_tables import GOAL_DRAFT
from storage.scope import Scope, as_values

ROW = GOAL_DRAFT.c
FORGOTTEN = timedelta(days=30)
"""What was only noted by the way is dropped after a month; a draft that was kept stays."""


@dataclass(frozen=True, slots=True)
class GoalDrafts:
    scope: Scope

    def save(self, draft: SavedDraft) -> SavedDraft:
        """The draft with its number; the same origin again writes over what it held. One that was
        kept stays kept."""
        known = self._of_origin(draft.origin)
        number = known.number if known else draft.number or next_number(self.scope, "goal_draft")
        kept = draft.kept or (known is not None and known.kept)
        stored = replace(draft, number=number, kept=kept)
        self.scope.upsert(GOAL_DRAFT, as_values(stored, workspace=self.scope.workspace))
        return stored

    def get(self, number: int) -> SavedDraft | None:
        mine = self.scope.select(GOAL_DRAFT).where(ROW.number == number)
        return self.scope.first(SavedDraft, mine)

    def of_author(self, user: str) -> tuple[SavedDraft, ...]:
        mine = self.scope.select(GOAL_DRAFT).where(ROW.author == user)
        return self.scope.all(SavedDraft, mine.order_by(ROW.saved_at.desc(), ROW.number.desc()))

    def drop(self, number: int) -> None:
        self.scope.connection.execute(self.scope.delete(GOAL_DRAFT).where(ROW.number == number))

    def drop_old(self, now: datetime) -> None:
        gone = self.scope.delete(GOAL_DRAFT).where(
            ROW.saved_at < now - FORGOTTEN, ROW.kept.is_(False)
        )
        self.scope.connection.execute(gone)

    def _of_origin(self, origin: str) -> SavedDraft | None:
        mine = self.scope.select(GOAL_DRAFT).where(ROW.origin == origin)
        return self.scope.first(SavedDraft, mine)
