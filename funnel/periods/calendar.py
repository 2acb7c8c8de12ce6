"""Calendar periods without zones: where they start and end, quarters and halves included."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from funnel.model import Grain, Workspace

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days from `first` to `last`, both included; `words` is how one says it in full."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a goal; `period` when the person named one ("end of Q1")."""

    day: date
    words: str
    period: Span | None


class Unit(StrEnum):
    """Calendar units that people name; quarters and halves follow the fiscal year."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class FirstDay(IntEnum):
    """With which day a week begins, by the number that `date.weekday` gives it."""

    MONDAY = 0
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a company counts: the first day of its weeks, the first month of its fiscal year."""

    first_day: FirstDay = FirstDay.MONDAY
    fiscal_month: int = 1


ISO = Calendar()
"""Weeks from Monday (ISO 8601), fiscal years that are calendar years."""


def calendar_of(workspace: Workspace) -> Calendar:
    """How the workspace's company counts."""
    return Calendar(FirstDay(workspace.first_day), workspace.fiscal_month)


def weeks_of(grain: Grain, calendar: Calendar) -> Calendar:
    """The weeks that numbers of a grain make: those stored by the week are under ISO weeks."""
    return ISO if grain is Grain.WEEK else calendar


MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}
DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7}


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def days_in_month(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - DAY).day


def unit_start(unit: Unit, day: date, *, calendar: Calendar = ISO) -> date:
    """First day of the unit that holds the day; quarters, halves and years are fiscal ones."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day - (day.weekday() - calendar.first_day) % 7 * DAY
    if unit is Unit.MONTH:
        return day.replace(day=1)
    into = (day.month - calendar.fiscal_month) % MONTHS_IN[unit]
    return add_months(day.replace(day=1), -into)


def shift_unit(unit: Unit, start: date, count: int) -> date:
    """The start of the unit `count` units after the one that starts at `start`."""
    if unit in DAYS_IN:
        return start + count * DAYS_IN[unit] * DAY
    return add_months(start, count * MONTHS_IN[unit])


def unit_end(unit: Unit, start: date) -> date:
    """Last day of the unit that starts at `start`."""
    return shift_unit(unit, start, 1) - DAY


def start_of(grain: Grain, day: date, *, calendar: Calendar = ISO) -> date:
    """Start of the period that holds the day; for hours a naive datetime on the full hour. What
    is stored by the week is kept under ISO weeks, whatever the calendar."""
    if grain is Grain.HOUR:
        moment = day if isinstance(day, datetime) else datetime.combine(day, time())
        return moment.replace(minute=0, second=0, microsecond=0)
    plain_day = day.date() if isinstance(day, datetime) else day
    return unit_start(Unit(grain.value), plain_day, calendar=calendar)


def next_period(grain: Grain, start: date) -> date:
    """Start of the period after the one that starts at `start`."""
    if grain is Grain.HOUR:
        return start_of(grain, start) + HOUR
    return shift_unit(Unit(grain.value), start, 1)


def previous_period(grain: Grain, start: date) -> date:
    """Start of the period before the one that starts at `start`."""
    if grain is Grain.HOUR:
        return start_of(grain, start) - HOUR
    return shift_unit(Unit(grain.value), start, -1)


def period_end(grain: Grain, start: date) -> date:
    """Last day that belongs to the period; the day itself for hours."""
    if grain is Grain.HOUR:
        return start_of(Grain.DAY, start)
    return next_period(grain, start) - DAY
