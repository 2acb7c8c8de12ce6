"""What is known of each series without reading it: one row a series, kept by every recording."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select

from funnel.model import TOTAL, Grain, Segment, SeriesState
from storage.periods import parse_period, period_text
from storage.scope import Scope
from storage.snapshot_tables import SERIES
from storage.tables import CONVERSION
from storage.types import parse_segment


@dataclass(frozen=True, slots=True)
class SeriesStates:
    scope: Scope

    def all(
        self,
        *,
        grain: Grain | None = None,
        metric: str | None = None,
        segments: Collection[Segment] | None = None,
    ) -> tuple[SeriesState, ...]:
        """Every series of the workspace: totals first, then by segment, grain, metric."""
        mine = self.scope.select(SERIES)
        if grain is not None:
            mine = mine.where(SERIES.c.grain == grain.value)
        if metric is not None:
            mine = mine.where(SERIES.c.metric == metric)
        if segments is not None:
            mine = mine.where(SERIES.c.segment.in_([str(segment) for segment in segments]))
        return self._states(mine)

    def totals(self, metrics: Collection[str] | None = None) -> tuple[SeriesState, ...]:
        """Series of the empty segment, every grain; of these metrics, where some are named."""
        mine = self.scope.select(SERIES).where(SERIES.c.segment == str(TOTAL))
        return self._states(mine if metrics is None else mine.where(SERIES.c.metric.in_(metrics)))

    def mark_judged(self, metric: str, segment: Segment, grain: Grain, through: date) -> None:
        """Notes the newest period that the detector has seen."""
        mine = self.scope.update(SERIES).where(
            SERIES.c.segment == str(segment),
            SERIES.c.grain == grain.value,
            SERIES.c.metric == metric,
        )
        seen = mine.values(judged_through=period_text(through, grain))
        self.scope.connection.execute(seen)

    def conversions(self) -> dict[str, date]:
        """Of each rate that is computed from stored parts, the newest day that was judged."""
        found = self.scope.rows(self.scope.select(CONVERSION))
        return {row["metric"]: row["judged_through"] for row in found}

    def mark_conversion(self, metric: str, through: date) -> None:
        row = {"metric": metric, "judged_through": through, "workspace": self.scope.workspace}
        self.scope.upsert(CONVERSION, row)

    def _states(self, statement: Select[Any]) -> tuple[SeriesState, ...]:
        order = (SERIES.c.segment, SERIES.c.grain, SERIES.c.metric)
        found = self.scope.connection.execute(statement.order_by(*order))
        return tuple(_state(row) for row in found.all())


def _state(row: Row[Any]) -> SeriesState:
    judged = row.judged_through
    return SeriesState(
        row.metric,
        parse_segment(row.segment),
        Grain(row.grain),
        first=parse_period(row.first),
        last=parse_period(row.last),
        periods=row.periods,
        recorded_at=row.recorded_at,
        source=row.source,
        author=row.author,
        judged_through=None if judged is None else parse_period(judged),
    )
