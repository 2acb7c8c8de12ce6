"""Every number of a workspace, one after the other: what an export reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, literal, select, union_all
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.scope import Scope
from storage.snapshot_tables import HISTORY, NUMBERS, PERIOD_KEY, RECORDING, SNAPSHOT

AT_ONCE = 5_000
KEY = ("metric", "segment", "grain", "period")


@dataclass(frozen=True, slots=True)
class Dumps:
    scope: Scope

    def numbers(self, as_of: datetime | None = None) -> Iterator[tuple[Any, ...]]:
        """(metric, segment, grain, period, value, numerator, denominator) as they stand, or as
        they stood at an instant; by key."""
        present = self._numbers(SNAPSHOT)
        if as_of is None:
            return self._each(present.order_by(*KEY))
        past = self._numbers(HISTORY).where(
            HISTORY.c.recorded_at <= as_of, HISTORY.c.superseded_at > as_of
        )
        both = union_all(present.where(SNAPSHOT.c.recorded_at <= as_of), past)
        return self._each(both.order_by(*KEY))

    def revisions(self) -> Iterator[tuple[Any, ...]]:
        """The same with (recorded_at, superseded_at or None, source, author), every value that
        ever counted, by key and time."""
        present = self._revisions(SNAPSHOT, literal(None, UTCDateTime()))
        past = self._revisions(HISTORY, HISTORY.c.superseded_at)
        return self._each(union_all(present, past).order_by(*KEY, "recorded_at"))

    def _numbers(self, table: Table) -> Select[Any]:
        return select(*(table.c[name] for name in (*PERIOD_KEY, *NUMBERS))).where(
            table.c.workspace == self.scope.workspace
        )

    def _revisions(self, table: Table, superseded: Any) -> Select[Any]:
        return (
            select(
                *(table.c[name] for name in (*PERIOD_KEY, *NUMBERS)),
                table.c.recorded_at,
                superseded.label("superseded_at"),
                RECORDING.c.source,
                RECORDING.c.author,
            )
            .join(
                RECORDING,
                (RECORDING.c.workspace == table.c.workspace)
                & (RECORDING.c.number == table.c.recording),
            )
            .where(table.c.workspace == self.scope.workspace)
        )

    def _each(self, statement: Any) -> Iterator[tuple[Any, ...]]:
        streamed = statement.execution_options(yield_per=AT_ONCE)
        with self.scope.connection.execute(streamed) as result:
            for row in result:
                yield tuple(row)
