"""Events: what people did or what happened, and which movements of numbers it explains."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from funnel.model import Side


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
    """Live events of the metric with a day in [first, last], oldest first."""
    found = (
        one for one in events if one.is_live and metric in one.metrics and one.covers(first, last)
    )
    return tuple(sorted(found, key=lambda one: (one.first, one.number)))


def restart_of(events: Iterable[Event], metric: str, *, before: date) -> date | None:
    """The day of the newest tracking change of the metric (or of all metrics, if it names none)
    up to `before`: what lies earlier is not comparable."""
    days = [
        one.first
        for one in events
        if one.is_live
        and one.kind is EventKind.TRACKING_CHANGE
        and (not one.moves or metric in one.metrics)
        and one.first <= before
    ]
    return max(days, default=None)
