"""One day as people say it: "yesterday", "last monday", "18 Nov", "3 days ago"."""

import re
from datetime import date, datetime, time
from typing import Literal

from funnel.errors import BadDate
from funnel.periods.calendar import DAY, DAYS_IN, MONTHS_IN, Unit, add_months, days_in_month
from funnel.periods.speech import MONTH, MONTH_NUMBER, WEEKDAY, WEEKDAY_NUMBER, spoken, year_of
from funnel.periods.wording import format_day
from funnel.plain import plain

Reading = Literal["past", "future"]
"""Which way a date without a year, or a bare weekday, is meant."""

HINT = "Type a day such as yesterday, last monday, 18 Nov or 2026-11-18."
NEAR_FUTURE = 31
"""A yearless date at most this many days ahead is taken for a slip, not for last year."""

LONGEST = 60
"""Characters beyond which nothing is a date."""

_WORDS = {"today": 0, "now": 0, "yesterday": -1, "day before yesterday": -2, "tomorrow": 1}
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\. ?(?P<number>\d{1,2})\.? ?(?P<year>\d{4}|\d{2})?")
_SLASHED = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<year>\d{4})")
_DAY_MONTH = re.compile(rf"(?P<day>\d{{1,2}})\.?[ -]?{MONTH}(?:[ -](?P<year>\d{{4}}))?")
_MONTH_DAY = re.compile(rf"{MONTH} (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?")
_WEEKDAY = re.compile(rf"(?:(?P<which>last|this|next|past|coming) )?{WEEKDAY}")
_AGO = re.compile(r"(?P<count>\d{1,3}) ?(?P<unit>day|week|month|year)s? ago")
_IN = re.compile(r"(?:in|within) (?P<count>\d{1,3}) ?(?P<unit>day|week|month|year)s?")


def parse_day(text: str, *, today: date) -> date:
    """A day that is over or today; without a year the last such day is meant.

    Raises BadDate, naming the date, for one in the future or of two possible readings.
    """
    day = find_day(text, today=today, reading="past")
    if day is None:
        raise BadDate(f'I do not know the date "{plain(text)}".', HINT)
    if day > today:
        raise BadDate(
            f"{format_day(day)} {day.year} is in the future.",
            f"Type a day up to today, {format_day(today)}; for an older one add its year.",
        )
    return day


def find_day(text: str, *, today: date, reading: Reading) -> date | None:
    """The day that the words name, or None when they name none. Raises BadDate for words that
    name no possible or no single day."""
    said = spoken(text)
    if said in _WORDS:
        return today + _WORDS[said] * DAY
    if match := _ISO.fullmatch(said):
        return _make(int(match["year"]), int(match["number"]), int(match["day"]))
    if match := _SLASHED.fullmatch(said):
        return _from_slashes(int(match["a"]), int(match["b"]), int(match["year"]))
    if match := _DOTTED.fullmatch(said):
        return _dated(match, int(match["number"]), today, reading)
    if match := _DAY_MONTH.fullmatch(said) or _MONTH_DAY.fullmatch(said):
        return _dated(match, MONTH_NUMBER[match["month"]], today, reading)
    if match := _WEEKDAY.fullmatch(said):
        return _weekday(match["which"], WEEKDAY_NUMBER[match["weekday"]], today, reading)
    return _relative(said, today) or _by_library(said, today, reading)


def _relative(said: str, today: date) -> date | None:
    if match := _AGO.fullmatch(said):
        sign = -1
    elif match := _IN.fullmatch(said):
        sign = 1
    else:
        return None
    unit, count = Unit(match["unit"]), sign * int(match["count"])
    if unit in DAYS_IN:
        return today + count * DAYS_IN[unit] * DAY
    return add_months(today, count * MONTHS_IN[unit])


def _dated(match: re.Match[str], month: int, today: date, reading: Reading) -> date:
    day = int(match["day"])
    if match["year"]:
        return _make(year_of(match["year"]), month, day)
    years = range(today.year - 4, today.year + 5)  # 29 Feb comes every four years
    found = [date(y, month, day) for y in years if _exists(y, month, day)]
    if not found:
        return _make(today.year, month, day)
    if reading == "future":
        return next(one for one in found if one > today)
    soon = [one for one in found if 0 < (one - today).days <= NEAR_FUTURE]
    return soon[0] if soon else next(one for one in reversed(found) if one <= today)


def _weekday(which: str | None, weekday: int, today: date, reading: Reading) -> date:
    """ "monday" may be today when looking back; "last monday" and "next monday" never are."""
    if which == "this":
        return today + (weekday - today.weekday()) * DAY
    if which in ("next", "coming") or (which is None and reading == "future"):
        return today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    if which is None:
        return today - ((today.weekday() - weekday) % 7) * DAY
    return today - ((today.weekday() - weekday - 1) % 7 + 1) * DAY


def _from_slashes(a: int, b: int, year: int) -> date:
    """31/12 and 12/31 are plain; 3/4 is a different day in London and in Boston, so ask."""
    if a <= 12 and b <= 12 and a != b:
        one, other = _make(year, b, a), _make(year, a, b)
        raise BadDate(
            f"{a}/{b}/{year} can be {format_day(one)} or {format_day(other)}.",
            f"Type {one.isoformat()} or {other.isoformat()}.",
        )
    return _make(year, b, a) if b <= 12 else _make(year, a, b)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def _make(year: int, month: int, day: int) -> date:
    if not 1 < year < 9999 or not _exists(year, month, day):
        raise BadDate(f"There is no day {year}-{month:02}-{day:02}.", HINT)
    return date(year, month, day)


def _by_library(said: str, today: date, reading: Reading) -> date | None:
    """What our grammar leaves over. Strict parsing, since the library otherwise fills what was not
    said: it reads "march" as the 21st when today is a 21st."""
    if len(said) > LONGEST:
        return None
    import dateparser

    found = dateparser.parse(
        said,
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": reading,
            "RETURN_AS_TIMEZONE_AWARE": False,
            "STRICT_PARSING": True,
        },
    )
    return None if found is None else found.date()
