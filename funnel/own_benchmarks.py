"""A reference that a team brings itself, with source and date: shown beside the published ones."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

OLD_AFTER = timedelta(days=730)  # 24 months


@dataclass(frozen=True, slots=True)
class OwnBenchmark:
    """`value` is in the metric's unit; `segment` says in words whom it is about."""

    number: int  # 0 until stored
    metric: str
    value: float
    source: str
    dated: date
    author: str
    added_at: datetime
    segment: str = ""
    removed_at: datetime | None = None

    def is_old(self, today: date) -> bool:
        """After two years it is a memory, not a reference."""
        return today - self.dated > OLD_AFTER
