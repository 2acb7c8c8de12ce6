"""What happened around an onset: events, other metrics, corrected and missing numbers.

Standing together in time is all that this says; whether one made the other is for people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

import numpy as np

from funnel.model import Break, Series, Side

BEFORE = timedelta(days=7)
AFTER = timedelta(days=1)
MOST = 5


class Happening(Protocol):
    """An event as far as it matters here: what it is called, and its days."""

    @property
    def title(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def is_live(self) -> bool: ...


class NearKind(StrEnum):
    """What stands near: something that happened, a metric that moved, numbers that changed after
    they were shown, numbers that are not there."""

    EVENT = "event"
    MOVED = "moved"
    RESTATED = "restated"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Nearby:
    """`what` is the event's title or the metric's key; `lead` how many days before the onset it
    began (negative: after). `number` is that of the break which a metric moved in."""

    kind: NearKind
    what: str
    first: date
    last: date
    lead: int
    side: Side | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """The onset as an interval of days, and the metric that broke there."""

    metric: str
    low: date
    high: date

    def reaches(self, first: date, last: date) -> bool:
        """Whether those days touch the week before the onset or the day after it."""
        return first <= self.high + AFTER and self.low - BEFORE <= last


def nearby(
    around: Around,
    *,
    events: Iterable[Happening] = (),
    breaks: Iterable[Break] = (),
    restated: Mapping[str, Sequence[date]] | None = None,
    gaps: Mapping[str, Sequence[date]] | None = None,
) -> tuple[Nearby, ...]:
    """At most five, events first, then by how near their beginning is. Of the breaks those of other
    metrics that began before the end of the onset's interval."""
    found = [
        Nearby(NearKind.EVENT, one.title, one.first, one.last, (around.low - one.first).days)
        for one in events
        if one.is_live and around.reaches(one.first, one.last)
    ]
    found += [
        Nearby(
            NearKind.MOVED,
            one.metric,
            one.onset,
            one.last_on,
            (around.low - one.onset).days,
            one.side,
            one.number,
        )
        for one in breaks
        if one.metric != around.metric and around.low - BEFORE <= one.onset <= around.high
    ]
    found += _days(NearKind.RESTATED, restated or {}, around)
    found += _days(NearKind.GAP, gaps or {}, around)
    order = {kind: place for place, kind in enumerate(NearKind)}
    ordered = sorted(found, key=lambda one: (order[one.kind], abs(one.lead), one.what))
    return tuple(ordered[:MOST])


def restated_days(present: Series, earlier: Series) -> tuple[date, ...]:
    """Periods whose value was another one when `earlier` was read."""
    _, new, old = np.intersect1d(present.starts, earlier.starts, return_indices=True)
    changed = present.values[new] != earlier.values[old]
    days: list[date] = present.starts[new][changed].tolist()
    return tuple(days)


def _days(kind: NearKind, by_metric: Mapping[str, Sequence[date]], around: Around) -> list[Nearby]:
    rows = []
    for metric, days in by_metric.items():
        close = [day for day in days if around.reaches(day, day)]
        if close:
            first, last = min(close), max(close)
            rows.append(Nearby(kind, metric, first, last, (around.low - first).days))
    return rows
