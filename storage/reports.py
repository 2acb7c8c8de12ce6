"""Breaks that people reported, and what they answered; numbers are those of all breaks."""

from dataclasses import dataclass, replace

from funnel.reports import Answer, Report
from storage.counters import next_number
from storage.report_tables import BREAK_ANSWER, BREAK_REPORT
from storage.scope import Scope, as_values


@dataclass(frozen=True, slots=True)
class Reports:
    scope: Scope

    def add(self, report: Report, *, origin: str) -> Report:
        """Stores the report with its number. The same origin again (a form sent twice) gives what
        was stored the first time, unchanged."""
        stored = self._of_origin(origin)
        if stored is not None:
            return stored
        numbered = replace(report, number=next_number(self.scope, "break"))
        row = as_values(numbered, workspace=self.scope.workspace, origin=origin)
        new = self.scope.insert(BREAK_REPORT).values(row).on_conflict_do_nothing()
        return numbered if self.scope.changed(new) else self._of_origin(origin) or numbered

    def save(self, report: Report) -> None:
        mine = self.scope.update(BREAK_REPORT).where(BREAK_REPORT.c.number == report.number)
        self.scope.connection.execute(mine.values(as_values(report)))

    def get(self, number: int) -> Report | None:
        mine = self.scope.select(BREAK_REPORT).where(BREAK_REPORT.c.number == number)
        return self.scope.first(Report, mine)

    def all(self, *, closed: bool) -> tuple[Report, ...]:
        """Those that are not closed, or with `closed` only those that are; by number."""
        at = BREAK_REPORT.c.closed_at
        mine = self.scope.select(BREAK_REPORT).where(at.is_not(None) if closed else at.is_(None))
        return self.scope.all(Report, mine.order_by(BREAK_REPORT.c.number))

    def answer(self, answer: Answer) -> None:
        """Takes the place of the answer that was there."""
        self.scope.upsert(BREAK_ANSWER, as_values(answer, workspace=self.scope.workspace))

    def answers(self, number: int) -> tuple[Answer, ...]:
        """To one break, by question."""
        mine = self.scope.select(BREAK_ANSWER).where(BREAK_ANSWER.c.number == number)
        return self.scope.all(Answer, mine.order_by(BREAK_ANSWER.c.question))

    def _of_origin(self, origin: str) -> Report | None:
        mine = self.scope.select(BREAK_REPORT).where(BREAK_REPORT.c.origin == origin)
        return self.scope.first(Report, mine)
