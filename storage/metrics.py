"""Metrics that a workspace added to the catalogue, kept as JSON."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from funnel.catalogue.entries import Metric
from storage.scope import Scope
from storage.tables import METRIC


class Definition(SQLModel):
    """The JSON form of a metric: enums as words, tuples as lists; fields unknown to it are left."""

    metric: Metric


@dataclass(frozen=True, slots=True)
class Metrics:
    scope: Scope

    def all(self) -> tuple[Metric, ...]:
        """The workspace's own, by key."""
        mine = select(METRIC.c.definition).where(METRIC.c.workspace == self.scope.workspace)
        found = self.scope.connection.execute(mine.order_by(METRIC.c.key)).scalars()
        return tuple(Definition.model_validate({"metric": stored}).metric for stored in found)

    def save(self, metric: Metric) -> None:
        """Adds it, or replaces the one with its key."""
        definition: dict[str, Any] = Definition(metric=metric).model_dump(mode="json")["metric"]
        self.scope.upsert(
            METRIC,
            {"workspace": self.scope.workspace, "key": metric.key, "definition": definition},
        )
