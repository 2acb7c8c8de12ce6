"""Days on which nothing is asked of a goal: holidays on which its shop stood still, and events."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median

import numpy as np

from funnel.events import Event, EventKind
from funnel.goals.known import LONGEST, made_of
from funnel.goals.windows import Ground
from funnel.model import Goal, Grain, Measure, Series, Side
from funnel.pursuit import FlatSpot, GoalKind

STILL = 0.5
"""A holiday that brought less than this share of an ordinary day is no day to ask for anything."""

_ALL_METRICS = frozenset({EventKind.HOLIDAY, EventKind.OUTAGE})
_NEVER = frozenset({EventKind.TRACKING_CHANGE, EventKind.ADJUSTMENT})


def quiet_holidays(ground: Ground, holidays: Mapping[date, str]) -> tuple[FlatSpot, ...]:
    """Those of `holidays` (day to name, past ones included) that lie ahead of the numbers and whose
    namesakes stood still in this very series. A shop that sells at Christmas keeps its path."""
    series = ground.series
    if series.grain is not Grain.DAY or ground.measure is not Measure.CUMULATIVE:
        return ()
    shares: dict[str, list[float]] = {}
    for day, name in holidays.items():
        if day <= ground.through and (share := _share(series, day, holidays)) is not None:
            shares.setdefault(name, []).append(share)
    return tuple(
        FlatSpot(day, day, name)
        for day, name in sorted(holidays.items())
        if day > ground.through and name in shares and median(shares[name]) <= STILL
    )


def event_spot(event: Event, goal: Goal) -> FlatSpot | None:
    """The event's days within the goal's, if it explains that the metric lags: it names the metric
    against the goal's way, or is a holiday or outage of everything."""
    first, last = max(event.first, goal.start), min(event.last, goal.deadline)
    if first > last or goal.plan.kind is GoalKind.STAY or not _excuses(event, goal):
        return None
    return FlatSpot(first, last, spot_name(event))


def event_spots(events: Iterable[Event], goal: Goal) -> tuple[FlatSpot, ...]:
    return tuple(spot for one in events if (spot := event_spot(one, goal)) is not None)


def with_spot(flats: Sequence[FlatSpot], event: Event, goal: Goal) -> tuple[FlatSpot, ...]:
    """The flat days after the event was noted, changed or taken back."""
    begins = spot_name(event).split(" ")[0]
    kept = tuple(one for one in flats if one.why.split(" ")[0] != begins)
    spot = event_spot(event, goal)
    return kept if spot is None else (*kept, spot)


def spot_name(event: Event) -> str:
    """ "#4 Checkout down", by which the spot is found again."""
    return f"#{event.number} {' '.join(event.title.split())}"


def _excuses(event: Event, goal: Goal) -> bool:
    if not event.is_live or event.kind in _NEVER or event.last - event.first > LONGEST:
        return False
    against = Side.DOWN if goal.side is Side.UP else Side.UP
    if event.moves:
        return any((one.metric, one.side) == (goal.metric, against) for one in event.moves)
    return event.kind in _ALL_METRICS


def _share(series: Series, day: date, holidays: Mapping[date, str]) -> float | None:
    """What the day brought of an ordinary one; 0 for a day without numbers between others."""
    if not len(series):
        return None
    first, last = (series.starts[at].astype("datetime64[D]").item() for at in (0, -1))
    if not first < day < last:
        return None
    if not np.any(series.starts.astype("datetime64[D]") == np.datetime64(day, "D")):
        return 0.0
    return made_of(series, day, day, without=[(one, one) for one in holidays])
