"""Public holidays as events: days on which a shop may do worse, and which teach nothing."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from funnel.catalogue.entries import Direction, Metric
from funnel.events import Event, EventKind, EventMove
from funnel.model import Side, Workspace
from funnel.periods.holidays import country_of, holiday_on
from funnel.schedules import Schedule

_WORSE = {Direction.HIGHER_IS_BETTER: Side.DOWN, Direction.LOWER_IS_BETTER: Side.UP}


def country_of_shop(workspace: Workspace, schedules: Iterable[Schedule]) -> str:
    """The workspace's own, else the one most digests name, else that of its reporting zone."""
    if workspace.country:
        return workspace.country
    named = Counter(one.country for one in schedules if one.country)
    most = max(sorted(named), key=named.__getitem__, default="")
    return most or country_of(workspace.zone)


def holidays_of(
    country: str, metrics: Iterable[Metric], *, first: date, last: date
) -> tuple[Event, ...]:
    """Those in [first, last], each expected to be a bad day for all of the metrics. They have no
    number: nobody noted them."""
    if not country:
        return ()
    moves = tuple(
        EventMove(metric.key, _WORSE[metric.direction])
        for metric in metrics
        if metric.direction in _WORSE
    )
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return tuple(
        Event(0, EventKind.HOLIDAY, name, day, day, moves)
        for day in days
        if (name := holiday_on(country, day))
    )
