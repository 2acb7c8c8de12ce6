"""Digests: when each channel gets which; at most one a channel."""

from dataclasses import dataclass, replace

from funnel.errors import FunnelError
from funnel.schedules import Schedule
from storage.counters import next_number
from storage.scope import Scope, as_values
from storage.tables import SCHEDULE


@dataclass(frozen=True, slots=True)
class Schedules:
    scope: Scope

    def add(self, schedule: Schedule) -> Schedule:
        """Stores the schedule with its number. Raises FunnelError if the channel has one."""
        numbered = replace(schedule, number=next_number(self.scope, "schedule"))
        row = as_values(numbered, workspace=self.scope.workspace)
        added = self.scope.changed(self.scope.insert(SCHEDULE).values(row).on_conflict_do_nothing())
        if not added:
            raise FunnelError(
                "This channel already has a digest.", "Type /funnel digest there to change it."
            )
        return numbered

    def save(self, schedule: Schedule) -> None:
        mine = self.scope.update(SCHEDULE).where(SCHEDULE.c.number == schedule.number)
        self.scope.connection.execute(mine.values(as_values(schedule)))

    def get(self, number: int) -> Schedule | None:
        mine = self.scope.select(SCHEDULE).where(SCHEDULE.c.number == number)
        return self.scope.first(Schedule, mine)

    def all(self) -> tuple[Schedule, ...]:
        """Every schedule by number, paused ones too."""
        return self.scope.all(Schedule, self.scope.select(SCHEDULE).order_by(SCHEDULE.c.number))

    def of_channel(self, channel: str) -> Schedule | None:
        mine = self.scope.select(SCHEDULE).where(SCHEDULE.c.channel == channel)
        return self.scope.first(Schedule, mine)

    def delete(self, number: int) -> None:
        gone = self.scope.delete(SCHEDULE).where(SCHEDULE.c.number == number)
        self.scope.connection.execute(gone)
