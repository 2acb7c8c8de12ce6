"""Break points of a workspace, numbered 1, 2, …"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select

from funnel.model import Break, BreakEnd, Condition, Grain, Segment
from funnel.track_record import BreakAnswers
from storage.counters import next_number
from storage.scope import Scope, as_values
from storage.tables import BREAK


@dataclass(frozen=True, slots=True)
class Breaks:
    scope: Scope

    def add(self, found: Break) -> Break:
        """Stores the break with its number; without an incident it is the first of its own."""
        number = next_number(self.scope, "break")
        numbered = replace(found, number=number, incident=found.incident or number)
        row = as_values(numbered, workspace=self.scope.workspace)
        self.scope.connection.execute(self.scope.insert(BREAK).values(row))
        return numbered

    def save(self, changed: Break) -> None:
        mine = self.scope.update(BREAK).where(BREAK.c.number == changed.number)
        self.scope.connection.execute(mine.values(as_values(changed)))

    def get(self, number: int) -> Break | None:
        return self.scope.first(Break, self.scope.select(BREAK).where(BREAK.c.number == number))

    def open(self) -> tuple[Break, ...]:
        """Open and recovering ones by number; those found looking back are history."""
        mine = self.scope.select(BREAK).where(
            BREAK.c.condition.in_([Condition.OPEN, Condition.RECOVERING]),
            BREAK.c.historic.is_(False),
        )
        return self.scope.all(Break, mine.order_by(BREAK.c.number))

    def of_incident(self, incident: int) -> tuple[Break, ...]:
        """Its members by number, the first one first."""
        mine = self.scope.select(BREAK).where(BREAK.c.incident == incident)
        return self.scope.all(Break, mine.order_by(BREAK.c.number))

    def told_since(self, day: date) -> tuple[Break, ...]:
        """All but historic ones that are open or were opened on that day or later, by number."""
        alive = BREAK.c.condition.in_([Condition.OPEN, Condition.RECOVERING])
        mine = self.scope.select(BREAK).where(
            BREAK.c.historic.is_(False), or_(alive, BREAK.c.opened_on >= day)
        )
        return self.scope.all(Break, mine.order_by(BREAK.c.number))

    def historic_since(self, day: date) -> tuple[Break, ...]:
        """Those found looking back that were opened on that day or later, by number."""
        mine = self.scope.select(BREAK).where(BREAK.c.historic.is_(True), BREAK.c.opened_on >= day)
        return self.scope.all(Break, mine.order_by(BREAK.c.number))

    def of_series(self, metric: str, segment: Segment, grain: Grain) -> tuple[Break, ...]:
        """All of one series, historic ones too, by onset."""
        mine = self.scope.select(BREAK).where(
            BREAK.c.metric == metric, BREAK.c.segment == segment, BREAK.c.grain == grain
        )
        return self.scope.all(Break, mine.order_by(BREAK.c.onset, BREAK.c.number))

    def about(self, metrics: Sequence[str]) -> tuple[Break, ...]:
        """All of these metrics, segments and historic ones too, by onset."""
        mine = self.scope.select(BREAK).where(BREAK.c.metric.in_(metrics))
        return self.scope.all(Break, mine.order_by(BREAK.c.onset, BREAK.c.number))

    def answers(self) -> BreakAnswers:
        """What people said of the warnings so far; breaks found looking back never were one."""
        told = self.scope.select(BREAK).where(BREAK.c.historic.is_(False)).subquery()
        ended, useful = told.c.ended, told.c.useful_by
        counts = select(
            func.count().label("told"),
            func.count(useful)
            .filter(useful != "", ended.is_distinct_from(BreakEnd.NOISE))
            .label("useful"),
            func.count(ended).filter(ended == BreakEnd.NOISE).label("noise"),
            func.count(ended).filter(ended == BreakEnd.EVENT).label("event"),
        )
        row = self.scope.connection.execute(counts).one()
        return BreakAnswers(row.told, row.useful, row.noise, row.event)

    def history(self, limit: int) -> tuple[Break, ...]:
        """Closed and historic ones, the newest opening first."""
        over = or_(BREAK.c.condition == Condition.CLOSED, BREAK.c.historic.is_(True))
        newest = (
            self.scope.select(BREAK)
            .where(over)
            .order_by(BREAK.c.opened_on.desc(), BREAK.c.number.desc())
        )
        return self.scope.all(Break, newest.limit(limit))
