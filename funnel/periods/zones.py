"""Where instants meet local days; with `firing` the only place that knows time zones."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from funnel.errors import BadDate
from funnel.model import Grain
from funnel.periods.calendar import DAY, HOUR, next_period

Clock = Callable[[], datetime]
"""Gives the present instant, aware, in UTC."""

SECOND = timedelta(seconds=1)


@cache
def zone_of(name: str) -> ZoneInfo:
    """Raises BadDate for a name that the time zone database does not have."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadDate(
            f'I know no time zone "{name}".', "Type one such as Europe/Berlin or UTC."
        ) from None


def local_date(now: datetime, zone: str) -> date:
    """The date on the wall at an aware instant."""
    return now.astimezone(zone_of(zone)).date()


def yesterday(now: datetime, zone: str) -> date:
    """The newest local date that is over."""
    return local_date(now, zone) - DAY


def instant_of(day: date, at: time, zone: str) -> datetime:
    """The UTC instant at which a wall clock first shows, or first has passed, a local time.

    A time that the clock skips gives the first instant after the gap; one that it shows twice
    gives the first (PEP 495 folds).
    """
    place = zone_of(zone)
    wall = datetime.combine(day, at.replace(tzinfo=None))
    later = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if later.astimezone(place).replace(tzinfo=None) == wall:
        return later
    earlier = wall.replace(tzinfo=place, fold=1).astimezone(UTC)
    return _first_change(earlier, later, place)


def _first_change(low: datetime, high: datetime, place: ZoneInfo) -> datetime:
    """The instant in (low, high] at which the offset changes, to the second."""
    before = low.astimezone(place).utcoffset()
    while high - low > SECOND:
        middle = low + ((high - low) // 2 // SECOND or 1) * SECOND
        if middle.astimezone(place).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def on_wall(instant: datetime, zone: str) -> datetime:
    """What the zone's wall clock shows at an aware instant, naive."""
    return instant.astimezone(zone_of(zone)).replace(tzinfo=None)


def exists_on_wall(wall: datetime, zone: str) -> bool:
    """Whether the clock shows this local time at all; False in the gap of spring."""
    return on_wall(wall.replace(tzinfo=zone_of(zone)).astimezone(UTC), zone) == wall


def comes_twice(wall: datetime, zone: str) -> bool:
    """Whether the clock shows this local time twice, as on a night in autumn."""
    offsets = {wall.replace(tzinfo=zone_of(zone), fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) > 1 and exists_on_wall(wall, zone)


def period_over_at(grain: Grain, start: date, zone: str) -> datetime:
    """The UTC instant at which the period ends; an hour that comes twice ends the second time."""
    following = next_period(grain, start)
    if isinstance(following, datetime):
        wall = (following - HOUR).replace(tzinfo=zone_of(zone), fold=1)
        return wall.astimezone(UTC) + HOUR
    return instant_of(following, time(), zone)


def is_over(grain: Grain, start: date, now: datetime, zone: str) -> bool:
    """Whether the period's last moment has passed in the zone."""
    return now >= period_over_at(grain, start, zone)


def mature_through(lag_days: int, now: datetime, zone: str) -> date:
    """The newest day that is over and older than the lag: its end + lag days ≤ now.

    A week or month is mature when its last day is not after this one.
    """
    return yesterday(now, zone) - lag_days * DAY
