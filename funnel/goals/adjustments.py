"""What was adjusted for a goal: its metric before the change and since, like days against like."""

import math
from dataclasses import dataclass
from datetime import timedelta

from funnel.events import Event
from funnel.goals.windows import Ground, whole_periods
from funnel.model import Grain
from funnel.numbers import roll_up
from funnel.periods.calendar import DAY

MOST_DAYS = 28
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Adjusted:
    """`before` and `since` are roll-ups of `days` days each that fall on the same weekdays, None
    while there are none to compare. No effect is claimed: other things change too."""

    event: Event
    days: int = 0
    before: float | None = None
    since: float | None = None


def before_and_since(event: Event, ground: Ground) -> Adjusted:
    """Up to four weeks since the adjustment, against as many days some whole weeks earlier."""
    newest = ground.newest
    if ground.series.grain is not Grain.DAY or newest is None or newest < event.first:
        return Adjusted(event)
    days = min((newest - event.first).days + 1, MOST_DAYS)
    back = timedelta(days=_WEEK * math.ceil(days / _WEEK))
    last = event.first + (days - 1) * DAY
    windows = ((event.first - back, last - back), (event.first, last))
    held = [whole_periods(ground.series, *window) for window in windows]
    if len(held[0]) != len(held[1]):  # a total of fewer days is no smaller total
        return Adjusted(event, days)
    before, since = (roll_up(ground.metric, part).value for part in held)
    return Adjusted(event, days, before, since)
