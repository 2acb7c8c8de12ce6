"""Events: what people did or what happened, and which movements of numbers it explains."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from funnel.catalogue.entries import Direction, Metric
from funnel.model import Series, Side
from funnel.season import Past, kept_rows


class EventKind(StrEnum):
    """What sort of thing it was; a tracking change restarts the usual value from its date."""

    CAMPAIGN = "campaign"
    PRICE_CHANGE = "price_change"
    OUTAGE = "outage"
    HOLIDAY = "holiday"
    TRACKING_CHANGE = "tracking_change"
    ADJUSTMENT = "adjustment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EventMove:
    """A metric that the event was expected to move, and which way."""

    metric: str
    side: Side


@dataclass(frozen=True, slots=True)
class Event:
    """Something that people did or that happened, from `first` to `last`, both days included;
    dates are the reporting zone's. One that was undone explains nothing."""

    number: int  # 0 until stored
    kind: EventKind
    title: str
    first: date
    last: date
    moves: tuple[EventMove, ...] = ()
    author: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: str = ""
    goal: int | None = None  # the goal that an adjustment belongs to
    link: str = ""  # permalink of the message that it was noted from

    @property
    def is_live(self) -> bool:
        return self.undone_at is None

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(move.metric for move in self.moves)

    def covers(self, first: date, last: date) -> bool:
        """Whether any of its days lies in [first, last]."""
        return self.first <= last and first <= self.last

    def explains(self, metric: str, side: Side, *, first: date, last: date) -> bool:
        """A movement of its metrics in its direction within its dates, and nothing else."""
        return (
            self.is_live
            and EventMove(metric, side) in self.moves
            and self.first <= first
            and last <= self.last
        )


def touching(events: Iterable[Event], metric: str, *, first: date, last: date) -> tuple[Event, ...]:
    """Live events with a day in [first, last] that name the metric, or name none; oldest first."""
    found = (
        one
        for one in events
        if one.is_live and (not one.moves or metric in one.metrics) and one.covers(first, last)
    )
    return tuple(sorted(found, key=lambda one: (one.first, one.number)))


def past_with(events: Iterable[Event], metric: str) -> Past:
    """What the usual value of a metric leaves out: the days of events that name it, and all that
    lies before a tracking change (one that names no metric is one of all)."""
    without, restarts = [], []
    for one in (each for each in events if each.is_live):
        if one.kind is EventKind.TRACKING_CHANGE:
            if not one.moves or metric in one.metrics:
                restarts.append(one.first)
        elif metric in one.metrics:
            without.append((one.first, one.last))
    return Past(tuple(without), tuple(restarts), events=tuple(without))


def without_explained(series: Series, events: Iterable[Event], metric: Metric) -> Series:
    """The series without the periods in which an event explains a movement to the worse: they
    neither warn nor hide what goes on after the event."""
    sides = _WORSE[metric.direction]
    spans = [
        (one.first, one.last)
        for one in events
        if one.is_live and any(EventMove(metric.key, side) in one.moves for side in sides)
    ]
    if not spans or not len(series):
        return series
    kept = kept_rows(series.starts, spans)
    return replace(
        series,
        starts=series.starts[kept],
        values=series.values[kept],
        numerators=series.numerators[kept],
        denominators=series.denominators[kept],
    )


_WORSE = {
    Direction.HIGHER_IS_BETTER: (Side.DOWN,),
    Direction.LOWER_IS_BETTER: (Side.UP,),
    Direction.NEUTRAL: (Side.UP, Side.DOWN),
}
