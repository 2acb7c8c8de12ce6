"""What people did with the digests that they got: votes, buttons, mentions in the thread."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from funnel.schedules import Reaction, ReactionKind
from storage.scope import Scope, as_values
from storage.tables import REACTION

ROW = REACTION.c
VOTES = (ReactionKind.USEFUL, ReactionKind.NOT_USEFUL)


@dataclass(frozen=True, slots=True)
class Reactions:
    scope: Scope

    def add(self, reaction: Reaction) -> bool:
        """Stores it once for each person, digest and kind; a vote takes the other one's place.
        False: it was known."""
        if reaction.kind in VOTES:
            other = [kind for kind in VOTES if kind is not reaction.kind]
            changed = self.scope.delete(REACTION).where(
                ROW.schedule == reaction.schedule,
                ROW.slot == reaction.slot,
                ROW.user == reaction.user,
                ROW.kind.in_(other),
            )
            self.scope.connection.execute(changed)
        row = as_values(reaction, workspace=self.scope.workspace)
        new = self.scope.insert(REACTION).values(row).on_conflict_do_nothing()
        return self.scope.changed(new) == 1

    def last_at(self, schedule: int) -> datetime | None:
        """When anybody reacted last."""
        mine = select(func.max(ROW.at)).where(
            ROW.workspace == self.scope.workspace, ROW.schedule == schedule
        )
        return self.scope.connection.execute(mine).scalar()

    def votes(self, *, since: datetime) -> dict[int, Counter[ReactionKind]]:
        """How many of each vote every digest got since an instant; those without one are absent."""
        mine = (
            select(ROW.schedule, ROW.kind, func.count().label("count"))
            .where(ROW.workspace == self.scope.workspace, ROW.kind.in_(VOTES), ROW.at >= since)
            .group_by(ROW.schedule, ROW.kind)
        )
        found: dict[int, Counter[ReactionKind]] = defaultdict(Counter)
        for row in self.scope.rows(mine):
            found[row["schedule"]][row["kind"]] = row["count"]
        return dict(found)

    def counts(self, schedule: int, *, since: datetime) -> Counter[ReactionKind]:
        """How many reactions of each kind there were since an instant."""
        mine = (
            select(ROW.kind, func.count().label("count"))
            .where(ROW.workspace == self.scope.workspace, ROW.schedule == schedule, ROW.at >= since)
            .group_by(ROW.kind)
        )
        return Counter({row["kind"]: row["count"] for row in self.scope.rows(mine)})
