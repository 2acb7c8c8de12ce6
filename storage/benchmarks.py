"""Benchmarks that a workspace added, numbered 1, 2, …; removed ones stay as rows."""

from dataclasses import dataclass, replace
from datetime import datetime

from funnel.own_benchmarks import OwnBenchmark
from storage.counters import next_number
from storage.scope import Scope, as_values
from storage.tables import OWN_BENCHMARK

_NEWEST_FIRST = (OWN_BENCHMARK.c.dated.desc(), OWN_BENCHMARK.c.number.desc())


@dataclass(frozen=True, slots=True)
class Benchmarks:
    scope: Scope

    def add(self, benchmark: OwnBenchmark) -> OwnBenchmark:
        """Stores it with its number."""
        numbered = replace(benchmark, number=next_number(self.scope, "benchmark"))
        row = as_values(numbered, workspace=self.scope.workspace)
        self.scope.connection.execute(self.scope.insert(OWN_BENCHMARK).values(row))
        return numbered

    def remove(self, number: int, *, at: datetime) -> bool:
        """Whether there was one to remove."""
        mine = self.scope.update(OWN_BENCHMARK).where(
            OWN_BENCHMARK.c.number == number, OWN_BENCHMARK.c.removed_at.is_(None)
        )
        return self.scope.changed(mine.values(removed_at=at)) == 1

    def all(self) -> tuple[OwnBenchmark, ...]:
        """By metric, the newest date first; removed ones left out."""
        mine = self.scope.select(OWN_BENCHMARK).where(OWN_BENCHMARK.c.removed_at.is_(None))
        order = (OWN_BENCHMARK.c.metric, *_NEWEST_FIRST)
        return self.scope.all(OwnBenchmark, mine.order_by(*order))

    def of_metric(self, metric: str) -> tuple[OwnBenchmark, ...]:
        """The newest date first."""
        mine = self.scope.select(OWN_BENCHMARK).where(
            OWN_BENCHMARK.c.metric == metric, OWN_BENCHMARK.c.removed_at.is_(None)
        )
        return self.scope.all(OwnBenchmark, mine.order_by(*_NEWEST_FIRST))
