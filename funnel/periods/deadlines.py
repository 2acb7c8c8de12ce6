"""Deadlines as people say them: "by the end of the first quarter", "eoy", "in 6 weeks"."""

import re
from collections.abc import Sequence
from datetime import date

from funnel.errors import BadDate
from funnel.periods.calendar import DAY, ISO, Calendar, Deadline, Span
from funnel.periods.days import find_day
from funnel.periods.named import find_spans
from funnel.periods.speech import spoken
from funnel.periods.wording import format_day
from funnel.plain import plain

HINT = "Type a deadline such as 31 March 2027, end of Q1, eoy or in 6 weeks."

_SHORT = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year", "eofy": "fiscal year"}
_LEAD = re.compile(r"(?:(?:by|until|till|to|at|due|end|before)|(?:in|within)(?! \d)) ")
_TAIL = re.compile(r" end$")
_AHEAD = re.compile(
    r"(?:in |within )?(?P<count>\d{1,3}) ?(?P<unit>d|w|m|y)(?:ays?|eeks?|onths?|ears?)?"
    r"(?: from now)?"
)
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


def parse_deadline(text: str, *, today: date, calendar: Calendar = ISO) -> Deadline:
    """The last day that is meant, read as future: what has no year is the next end after today.

    A named period gives its last day and the period ("by March": 31 March); "before March" the
    day before it. Raises BadDate for a day that is not after today.
    """
    said, before = _strip(text)
    if not _AHEAD.fullmatch(said):
        named = _SHORT.get(said, said)
        spans = find_spans(named, today=today, calendar=calendar)
        if spans:
            return _by_period(spans, before, today)
    return _by_day(said, text, before, today)


def _strip(text: str) -> tuple[str, bool]:
    """What is left after "by the end of", and whether "before" was said."""
    said, before = spoken(text), False
    while match := _LEAD.match(said):
        before = before or match[0] == "before "
        said = said[match.end() :]
    return _TAIL.sub("", said), before


def _by_period(spans: Sequence[Span], before: bool, today: date) -> Deadline:
    if before:
        span = next((one for one in spans if one.first - DAY > today), spans[-1])
        day = _after(span.first - DAY, today)
        return Deadline(day, f"before {span.words}", None)
    span = next((one for one in spans if one.last > today), spans[-1])
    return Deadline(_after(span.last, today), f"end of {span.words}", span)


def _by_day(said: str, text: str, before: bool, today: date) -> Deadline:
    if match := _AHEAD.fullmatch(said):
        said = f"in {match['count']} {_UNITS[match['unit']]}"
    day = find_day(said, today=today, reading="future")
    if day is None:
        raise BadDate(f'I do not know the deadline "{plain(text)}".', HINT)
    day = _after(day - DAY if before else day, today)
    return Deadline(day, f"{format_day(day)} {day.year}", None)


def _after(day: date, today: date) -> date:
    if day <= today:
        raise BadDate(
            f"{format_day(day)} {day.year} is not in the future; a deadline lies after today.", HINT
        )
    return day
