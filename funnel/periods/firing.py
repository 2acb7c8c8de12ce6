"""When a schedule fires: its local hour as an instant, what is due now, what comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from funnel.periods.calendar import DAY
from funnel.periods.holidays import holiday_on
from funnel.periods.zones import instant_of, local_date
from funnel.schedules import OnHolidays, Rhythm, Schedule

CATCH_UP = timedelta(hours=12)
"""How long after its hour a daily digest is still sent."""
LONG_CATCH_UP = timedelta(hours=48)
"""The same for weekly and monthly ones."""
LATE_AFTER = timedelta(minutes=10)
"""A digest that goes out later than this after its hour is marked late."""
LONGEST_LOOK = 400
"""Days that are searched for a firing: more than a year, so that a monthly one is always met."""


@dataclass(frozen=True, slots=True)
class Due:
    """`day` is the local date to send for, None when nothing is due; `skipped` are older dates
    that were missed, newest first."""

    day: date | None
    late: bool
    skipped: tuple[date, ...]


def fires_at(schedule: Schedule, day: date) -> datetime | None:
    """The UTC instant at which the schedule fires for a local date; None when it does not.

    A local time that does not exist fires at the first instant after the gap, one that occurs
    twice at the first. A date that a zone skipped as a whole has no firing.
    """
    if not _falls_on(schedule, day):
        return None
    if local_date(instant_of(day, time(), schedule.zone), schedule.zone) != day:
        return None
    return instant_of(day, schedule.at, schedule.zone)


def due(schedule: Schedule, now: datetime, *, sent_through: date | None) -> Due:
    """The newest date whose hour has come, if it is young enough to be sent.

    Dates up to `sent_through` are done, dates whose hour lies before `created_at` never count; a
    paused schedule owes nothing.
    """
    past = _missed(schedule, now, sent_through)
    if not past:
        return Due(None, late=False, skipped=())
    age = now - past[0][1]
    dates = tuple(day for day, _ in past)
    if age > catch_up(schedule):
        return Due(None, late=False, skipped=dates)
    return Due(dates[0], late=age > LATE_AFTER, skipped=dates[1:])


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule without its pause once that is over; the dates of the pause are not owed."""
    until = schedule.paused_until
    if not schedule.paused or until is None or local_date(now, schedule.zone) < until:
        return schedule
    begin = instant_of(until, time(), schedule.zone)
    return replace(schedule, paused="", paused_until=None, created_at=begin)


def next_firings(schedule: Schedule, now: datetime, n: int = 2) -> tuple[datetime, ...]:
    """The next instants strictly after now, in UTC; none while paused without an end."""
    return tuple(islice(_coming(schedule, now), n))


def next_instant(schedules: Iterable[Schedule], now: datetime) -> datetime | None:
    """The earliest coming firing of any of the schedules."""
    firsts = (instant for schedule in schedules for instant in next_firings(schedule, now, 1))
    return min(firsts, default=None)


def _coming(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    if schedule.paused and schedule.paused_until is None:
        return
    first = max(local_date(now, schedule.zone), schedule.paused_until or date.min)
    for ahead in range(LONGEST_LOOK):
        day = first + ahead * DAY
        instant = fires_at(schedule, day)
        if instant is not None and instant > now:
            yield instant


def _missed(
    schedule: Schedule, now: datetime, sent_through: date | None
) -> list[tuple[date, datetime]]:
    """Dates whose hour has come and that were not sent, newest first."""
    if schedule.paused:
        return []
    floor = schedule.created_at or now - catch_up(schedule)
    today = local_date(now, schedule.zone)
    earliest = max(local_date(floor, schedule.zone), today - LONGEST_LOOK * DAY)
    if sent_through is not None:
        earliest = max(earliest, sent_through + DAY)
    days = (today - back * DAY for back in range((today - earliest).days + 1))
    fired = ((day, fires_at(schedule, day)) for day in days)
    return [(day, at) for day, at in fired if at is not None and floor <= at <= now]


def _falls_on(schedule: Schedule, day: date) -> bool:
    """Holidays that are left out push a weekly or monthly digest to the next day that is none."""
    if schedule.holidays is not OnHolidays.SKIP:
        return _is_its_day(schedule, day)
    if holiday_on(schedule.country, day):
        return False
    if schedule.rhythm in (Rhythm.WEEKLY, Rhythm.MONTHLY):
        while not _is_its_day(schedule, day) and holiday_on(schedule.country, day - DAY):
            day -= DAY
    return _is_its_day(schedule, day)


def _is_its_day(schedule: Schedule, day: date) -> bool:
    match schedule.rhythm:
        case Rhythm.DAILY:
            return True
        case Rhythm.WEEKDAYS:
            return day.weekday() in schedule.days
        case Rhythm.WEEKLY:
            return day.weekday() == schedule.weekday
        case Rhythm.MONTHLY:
            return day.day == 1


def catch_up(schedule: Schedule) -> timedelta:
    """How long after its hour the schedule's digest is still sent."""
    rare = schedule.rhythm in (Rhythm.WEEKLY, Rhythm.MONTHLY)
    return LONG_CATCH_UP if rare else CATCH_UP
