"""What warnings a channel takes: how many false ones, and at which of its hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from funnel.model import Break, Grain

DEFAULT_BUDGET = 1.0  # false warnings a channel in 30 days
PATIENCE_HOURS = 24  # allowed hours after which a break that nobody took is said once more
SHOP_STOPS_UNDER = 0.2  # of the usual value
SHOP = frozenset({"orders", "revenue"})
_DAYS = {Grain.HOUR: 1 / 24, Grain.DAY: 1.0, Grain.WEEK: 7.0, Grain.MONTH: 30.4}
_SATURDAY = 5
_MOST_STEPS = 8  # a night, a weekend, and the night after it


@dataclass(frozen=True, slots=True)
class Alarm:
    """`budget` counts false warnings in 30 days. Between `quiet_from` and `quiet_until` (local
    hours of the channel, over midnight too) and, without `weekends`, from Saturday to Monday
    warnings wait. `stop_anyway`: not when the whole shop stops. `least` is the money a day, in the
    workspace's currency, from which on an incident is worth a warning; what cannot be priced is.
    `segments`: told also of those that only a segment shows."""

    budget: float = DEFAULT_BUDGET
    quiet_from: time | None = None
    quiet_until: time | None = None
    weekends: bool = True
    stop_anyway: bool = True
    least: float = 0.0
    segments: bool = True


USUAL_ALARM = Alarm()


def allowed_from(alarm: Alarm, zone: str, at: datetime) -> datetime:
    """`at` itself, or the first instant after it (UTC) at which the channel may be warned."""
    for _ in range(_MOST_STEPS):
        end = _quiet_end(alarm, at.astimezone(ZoneInfo(zone)))
        if end is None:
            return at
        at = end.astimezone(UTC)
    return at


def unseen_from(alarm: Alarm, zone: str, at: datetime) -> datetime:
    """When a channel that was warned at `at` had 24 of its allowed hours to look."""
    for _ in range(PATIENCE_HOURS):
        at = allowed_from(alarm, zone, at) + timedelta(hours=1)
    return allowed_from(alarm, zone, at)


def _quiet_end(alarm: Alarm, local: datetime) -> datetime | None:
    """When the quiet time that `local` lies in is over; None outside of one."""
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if not alarm.weekends and local.weekday() >= _SATURDAY:
        return midnight + timedelta(days=7 - local.weekday())
    start, end = alarm.quiet_from, alarm.quiet_until
    if start is None or end is None or start == end:
        return None
    now = local.time()
    if start < end:
        return _at(midnight, end) if start <= now < end else None
    if now < end:
        return _at(midnight, end)
    return _at(midnight + timedelta(days=1), end) if now >= start else None


def _at(midnight: datetime, hour: time) -> datetime:
    return midnight.replace(hour=hour.hour, minute=hour.minute)


def stops_the_shop(metric: str, observed: float, usual: float) -> bool:
    """Orders or revenue under a fifth of what is usual."""
    return metric in SHOP and observed < SHOP_STOPS_UNDER * usual


def is_worth(alarm: Alarm, breaks: Sequence[Break]) -> bool:
    """Whether one of them costs enough, or cannot be priced; none of nothing."""
    return any(
        one.money is None or one.money.amount / _DAYS[one.grain] >= alarm.least for one in breaks
    )
