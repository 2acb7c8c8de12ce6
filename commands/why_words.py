"""`why NAME [window] [vs window] [by segment]`, taken apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from commands.parse import dimension_named, read_question, split_segment
from funnel.errors import BadDate, FunnelError
from funnel.model import TOTAL, Segment
from funnel.periods import ISO, Calendar, Span, format_span, parse_day, parse_period
from funnel.periods.calendar import add_months

_PART = re.compile(r"\bpart=(\w+)")
_BREAK = re.compile(r"(?:break )?#?(\d{1,9})")
_EVENT = re.compile(r"\b(since|after|during|around) event #?(\d{1,9})\b", re.IGNORECASE)
_AGAINST = re.compile(r" (?:vs\.?|versus|against|compared (?:to|with)) (?:the )?", re.IGNORECASE)
_BY = re.compile(r"(?:^| )by (\w[\w -]*)$", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(?P<unit>week|month|year) before|last (?P<last>year))", re.IGNORECASE)
_SINCE = re.compile(r"^(?P<name>.*?) ?\bsince (?P<day>.+)$", re.IGNORECASE)
_RANGE = re.compile(
    r"^(?P<name>.*?) ?\b(?:from )?(?P<first>\d{4}-\d\d-\d\d|\d{1,2} [a-z]{3,9}(?: \d{4})?)"
    r" ?(?:\.\.|to|until|–|-) ?(?P<last>\d{4}-\d\d-\d\d|\d{1,2} [a-z]{3,9}(?: \d{4})?)$",
    re.IGNORECASE,
)
HINT = "For example `/funnel why revenue last week` or `/funnel why orders October vs September`."


@dataclass(frozen=True, slots=True)
class WhyWords:
    """What was typed; `again` is that without what to look into (`part`, `by`).

    Without `span` the verb chooses the window; `since` is an open end. `number` is that of a break
    point, instead of a name; `event` that of an event whose days make the window."""

    again: str
    name: str
    span: Span | None = None
    since: date | None = None
    against: Span | None = None
    before: str = ""  # "week", "month", "year": the window so much earlier
    by: str = ""
    part: str = ""
    segment: Segment = TOTAL
    number: int | None = None
    event: int | None = None
    of_event: str = ""  # "since", "after" or "during" it


def read_why(
    args: str, *, today: date, is_name: Callable[[str], bool], calendar: Calendar = ISO
) -> WhyWords:
    """Raises BadDate or BadSegment with what to type."""
    part = _PART.search(args)
    plain, by = _cut(" ".join(_PART.sub("", args).split()))
    if (number := _BREAK.fullmatch(plain)) is not None:
        return WhyWords(plain, "", number=int(number[1]), by=by, part=part[1] if part else "")
    near = _EVENT.search(plain)
    bare, segment = split_segment(" ".join(_EVENT.sub("", plain).split()))
    left, right = _sides(bare)
    left, also = _cut(left)
    name, span, since = _window(left, today, is_name, calendar)
    against, before = _other(right, today, calendar) if right else (None, "")
    words = (left, near[0] if near else "", f"vs {right}" if right else "", str(segment))
    found = WhyWords(" ".join(word for word in words if word), name, span, since, against, before)
    found = replace(found, by=by or also, part=part[1] if part else "", segment=segment)
    return found if near is None else replace(found, event=int(near[2]), of_event=_way(near[1]))


def _way(word: str) -> str:
    return "during" if word.casefold() == "around" else word.casefold()


def _sides(words: str) -> tuple[str, str]:
    """What is explained, and what it is held against."""
    found = _AGAINST.search(f"{words} ")
    return (words, "") if found is None else (words[: found.start()], words[found.end() :])


def _cut(words: str) -> tuple[str, str]:
    """Without `by DIMENSION`, and that dimension. Raises BadSegment."""
    found = _BY.search(words)
    return (words[: found.start()], dimension_named(found[1])) if found else (words, "")


def _window(
    head: str, today: date, is_name: Callable[[str], bool], calendar: Calendar
) -> tuple[str, Span | None, date | None]:
    """(name, window, open beginning)."""
    if is_name(head):
        return head, None, None
    if (ranged := _ranged(head, today)) is not None:
        return ranged
    if (found := _SINCE.match(head)) is not None:
        return found["name"], None, parse_day(found["day"], today=today)
    asked = read_question(head, today=today, is_name=is_name, calendar=calendar)
    return asked.name, asked.span, None


def _ranged(words: str, today: date) -> tuple[str, Span | None, date | None] | None:
    found = _RANGE.match(words)
    if found is None:
        return None
    return found["name"], _span(found["first"], found["last"], today), None


def _span(first: str, last: str, today: date) -> Span:
    start, end = (parse_day(day, today=today) for day in (first, last))
    if end < start:
        raise BadDate(f"{last} lies before {first}.", "Name the earlier day first.")
    return Span(start, end, format_span(start, end, today=today))


def _other(words: str, today: date, calendar: Calendar) -> tuple[Span | None, str]:
    if (found := _BEFORE.fullmatch(words)) is not None:
        return None, (found["unit"] or found["last"]).casefold()
    if (ranged := _ranged(words, today)) is not None:
        return ranged[1], ""
    try:
        return parse_period(words, today=today, calendar=calendar), ""
    except FunnelError:
        raise BadDate(f'I do not know the period "{words}".', HINT) from None


def earlier(first: date, last: date, unit: str) -> tuple[date, date]:
    """The same window a week, month or year before; a year is 52 weeks, so weekdays agree."""
    if unit == "month":
        return add_months(first, -1), add_months(last, -1)
    weeks = timedelta(weeks=1 if unit == "week" else 52)
    return first - weeks, last - weeks
