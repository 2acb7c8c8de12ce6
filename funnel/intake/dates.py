"""Dates as files have them: a day with its year, a week, a month; and which end comes first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from funnel.errors import BadDate
from funnel.intake.hours import local_hour, read_time
from funnel.model import Grain
from funnel.periods import format_day, parse_day, start_of

_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")
_COMPACT = re.compile(r"\d{8}")
_SLASHED = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<year>\d{4})")
_FIRST_YEAR = 1900


class DateOrder(StrEnum):
    """What 3/4/2026 means: 3 April, or 4 March."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """Which orders the dates of a file show; `unclear` is one that could be either."""

    day_first: bool
    month_first: bool
    unclear: str

    @property
    def order(self) -> DateOrder | None:
        """What they agree on; None when they do not, or none of them tells."""
        if self.day_first == self.month_first:
            return None
        return DateOrder.DAY_FIRST if self.day_first else DateOrder.MONTH_FIRST


def look_at_order(texts: Iterable[str]) -> OrderSeen:
    day_first = month_first = False
    unclear = ""
    for text in texts:
        match = _SLASHED.match(text)
        if match is None or text[match.end() :][:1] not in ("", " "):
            continue
        a, b = int(match["a"]), int(match["b"])
        day_first |= a > 12 >= b
        month_first |= b > 12 >= a
        if not unclear and a <= 12 and b <= 12 and a != b:
            unclear = text
    return OrderSeen(day_first, month_first, unclear)


def is_dated(text: str) -> bool:
    """Whether a header cell names a day, a week or a month with its year, in any order."""
    said = text.strip()
    return bool(
        _WEEK.fullmatch(said)
        or _MONTH.fullmatch(said)
        or _SLASHED.fullmatch(said)
        or re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:T\d{2}(?::00){0,2})?|\d{1,2}\.\d{1,2}\.\d{4}", said)
    )


def read_period(
    text: str,
    *,
    today: date,
    order: DateOrder | None,
    zone: str = "UTC",
    hourly: bool = False,
) -> tuple[Grain, date]:
    """The period and the day that it starts on, for an hour a naive datetime of the zone's wall.

    Raises BadDate for one that names no year, has not begun yet, or has a time of day in a file
    that is not `hourly`.
    """
    timed = read_time(text)
    if timed is None:
        return _begun(*_read(text, today=today, order=order), today)
    grain, day = _read(timed.day, today=today, order=order)
    if grain is not Grain.DAY:
        raise BadDate(f'"{text}" has a time of day but no day')
    if timed.is_midnight and not hourly:
        return _begun(grain, day, today)
    if not (hourly or timed.bare):
        raise BadDate(
            "holds a time of day in a file of whole days; put hours into a file of their own"
        )
    return _begun(Grain.HOUR, local_hour(day, timed, zone), today)


def _begun(grain: Grain, start: date, today: date) -> tuple[Grain, date]:
    day = start.date() if isinstance(start, datetime) else start
    if day > today:
        raise BadDate(f"{format_day(day)} {day.year} is in the future")
    if day.year < _FIRST_YEAR:
        raise BadDate(f"{day.isoformat()} lies before {_FIRST_YEAR}")
    return grain, start


def _read(text: str, *, today: date, order: DateOrder | None) -> tuple[Grain, date]:
    if match := _WEEK.fullmatch(text):
        return Grain.WEEK, _week(int(match["year"]), int(match["week"]))
    if match := _MONTH.fullmatch(text):
        return Grain.MONTH, _made(int(match["year"]), int(match["month"]), 1)
    day = _iso_day(text)
    if day is None and order is not None and (match := _SLASHED.fullmatch(text)):
        a, b = int(match["a"]), int(match["b"])
        number, month = (a, b) if order is DateOrder.DAY_FIRST else (b, a)
        day = _made(int(match["year"]), month, number)
    if day is None:
        if not any(len(part) == 4 and part.isdigit() for part in _words(text)):
            raise BadDate(f'"{text}" is no date; write it as {today.isoformat()}')
        day = parse_day(text, today=today)
    return Grain.DAY, day


def _week(year: int, week: int) -> date:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise BadDate(f"there is no week {year}-W{week:02}") from None
    return start_of(Grain.WEEK, first + timedelta(days=3))


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate(f"There is no day {year}-{month:02}-{day:02}") from None


def _iso_day(text: str) -> date | None:
    if len(text) == 8 and not _COMPACT.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in text).split()
