"""Metrics that a workspace added to the catalogue, kept as JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from funnel.catalogue.entries import Metric
from storage.scope import Scope
from storage.tables import METRIC, METRIC_VERSION


class Definition(SQLModel):
    """The JSON form of a metric: enums as words, tuples as lists; fields unknown to it are left."""

    metric: Metric


@dataclass(frozen=True, slots=True)
class MetricVersion:
    """One definition of a metric; an import has neither author nor time."""

    version: int
    metric: Metric
    author: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Metrics:
    scope: Scope

    def all(self) -> tuple[Metric, ...]:
        """The workspace's own, by key."""
        mine = select(METRIC.c.definition).where(METRIC.c.workspace == self.scope.workspace)
        found = self.scope.connection.execute(mine.order_by(METRIC.c.key)).scalars()
        return tuple(Definition.model_validate({"metric": stored}).metric for stored in found)

    def save(self, metric: Metric, *, author: str = "", at: datetime | None = None) -> int:
        """Adds it, or replaces the one with its key; the number of this version, from 1 on."""
        definition: dict[str, Any] = Definition(metric=metric).model_dump(mode="json")["metric"]
        row = {"workspace": self.scope.workspace, "key": metric.key, "definition": definition}
        self.scope.upsert(METRIC, row)
        version = len(self.versions(metric.key)) + 1
        more = {"version": version, "author": author, "at": at}
        self.scope.connection.execute(self.scope.insert(METRIC_VERSION).values(row | more))
        return version

    def versions(self, key: str) -> tuple[MetricVersion, ...]:
        """Every definition that it had, oldest first."""
        mine = self.scope.select(METRIC_VERSION).where(METRIC_VERSION.c.key == key)
        return tuple(
            MetricVersion(
                row["version"],
                Definition.model_validate({"metric": row["definition"]}).metric,
                row["author"],
                row["at"],
            )
            for row in self.scope.rows(mine.order_by(METRIC_VERSION.c.version))
        )
