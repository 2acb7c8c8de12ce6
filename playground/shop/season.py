"""The calendar of the demo shop: weekday, year season and growth, as factors around 1."""

from datetime import date
from math import exp

VISITS_BY_WEEKDAY = (1.06, 1.03, 1.01, 0.99, 0.92, 0.93, 1.06)
SUPPORT_BY_WEEKDAY = (1.24, 1.12, 1.06, 1.03, 1.00, 0.82, 0.73)
MAIL_BY_WEEKDAY = (0.94, 1.22, 1.06, 1.26, 0.98, 0.70, 0.84)

YEAR = 365.25
GROWTH_A_YEAR = 0.08
GROWTH_FROM = date(2026, 1, 1)
CHRISTMAS_PEAK = (12, 12)  # month, day: the last days on which a parcel is surely in time
CHRISTMAS_RISE = 0.32
SUMMER_LOW = (7, 28)
SUMMER_LULL = 0.13


def demand(day: date) -> float:
    """Visits on a day against the average day: growth × weekday × season of the year."""
    lull = SUMMER_LULL * _bump(_days_from(day, SUMMER_LOW), before=26, after=26)
    season = 1 + CHRISTMAS_RISE * christmas(day) - lull
    return growth(day) * VISITS_BY_WEEKDAY[day.weekday()] * season


def growth(day: date) -> float:
    """Slow growth, 1 at the start of 2026."""
    return exp(GROWTH_A_YEAR * (day - GROWTH_FROM).days / YEAR)


def christmas(day: date) -> float:
    """How much of the Christmas rise is there, 0 to 1: slow up to its peak, fast down after it."""
    return _bump(_days_from(day, CHRISTMAS_PEAK), before=13, after=7)


def _bump(distance: float, *, before: float, after: float) -> float:
    width = before if distance < 0 else after
    return exp(-0.5 * (distance / width) ** 2)


def _days_from(day: date, turn: tuple[int, int]) -> float:
    """Signed days from the nearest such date of any year, at most half a year."""
    month, of_month = turn
    apart = (day - date(day.year, month, of_month)).days
    return (apart + YEAR / 2) % YEAR - YEAR / 2
