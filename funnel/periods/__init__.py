"""The only arithmetic of dates: calendar periods, zones, schedules, dates as people say them."""

from funnel.periods.calendar import (
    ISO,
    Calendar,
    Deadline,
    FirstDay,
    Span,
    calendar_of,
    next_period,
    period_end,
    previous_period,
    start_of,
    weeks_of,
)
from funnel.periods.days import parse_day
from funnel.periods.deadlines import parse_deadline
from funnel.periods.firing import (
    Due,
    catch_up,
    due,
    fires_at,
    next_firings,
    next_instant,
    resumed,
)
from funnel.periods.named import parse_period
from funnel.periods.wording import format_day, format_span
from funnel.periods.zones import Clock, is_over, local_date, mature_through, yesterday

__all__ = [
    "ISO",
    "Calendar",
    "Clock",
    "Deadline",
    "Due",
    "FirstDay",
    "Span",
    "calendar_of",
    "catch_up",
    "due",
    "fires_at",
    "format_day",
    "format_span",
    "is_over",
    "local_date",
    "mature_through",
    "next_firings",
    "next_instant",
    "next_period",
    "parse_day",
    "parse_deadline",
    "parse_period",
    "period_end",
    "previous_period",
    "resumed",
    "start_of",
    "weeks_of",
    "yesterday",
]
