"""Periods as people name them: "last week", "Q1", "first quarter", "March 2027", "90d"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from funnel.errors import BadDate
from funnel.periods.calendar import DAY, ISO, Calendar, Span, Unit, shift_unit, unit_start
from funnel.periods.days import find_day, parse_day
from funnel.periods.fiscal import fiscal_part, fiscal_year_start, unit_span
from funnel.periods.speech import MONTH, MONTH_NUMBER, spoken, year_of
from funnel.periods.wording import format_day, format_span
from funnel.plain import plain

HINT = "Type a period such as last week, Q1, March 2027, 90d or 2026-W47."
_YEARS_AROUND = range(-2, 4)


@dataclass(frozen=True, slots=True)
class Around:
    """What a name without a year is read against."""

    today: date
    calendar: Calendar

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(self.today.year + offset for offset in _YEARS_AROUND)

    def counting(self, unit: Unit) -> Calendar:
        """ "This year" is the calendar's own; quarters and halves are the company's."""
        return replace(self.calendar, fiscal_month=1) if unit is Unit.YEAR else self.calendar


Rule = Callable[[re.Match[str], Around], Sequence[Span]]


def parse_period(text: str, *, today: date, calendar: Calendar = ISO) -> Span:
    """The named period, read as past or present: "March" is the last March that has begun.

    Rolling ones ("90d", "last 30 days") end yesterday; "last 4 weeks" and "last 3 months" are
    whole weeks and months; a named period runs to its own end even if that lies ahead; two days
    with "to" between them are any window. A single day is a span of one. Raises BadDate.
    """
    spans = find_spans(text, today=today, calendar=calendar)
    if spans:
        return next((one for one in reversed(spans) if one.first <= today), spans[0])
    if between := _between(text, today):
        return between
    if find_day(text, today=today, reading="past") is None:
        raise BadDate(f'I do not know the period "{plain(text)}".', HINT)
    day = parse_day(text, today=today)
    said = spoken(text)
    return Span(day, day, said if said in ("today", "yesterday") else format_day(day, today=today))


def find_spans(text: str, *, today: date, calendar: Calendar) -> Sequence[Span]:
    """Every span that the name may mean, oldest first: one where the words say which, one a year
    where they do not; empty when they name no period. Raises BadDate for a week 60."""
    said = spoken(text)
    around = Around(today, calendar)
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(said):
            return rule(match, around)
    return ()


def _between(text: str, today: date) -> Span | None:
    """ "3 Nov to 9 Nov", "2026-11-03 - 2026-11-09", "3-9 Nov": both days included. Raises BadDate
    for days in the wrong order."""
    said = spoken(text)
    if match := _DAYS_OF_MONTH.fullmatch(said):
        said = f"{match['a']} {match['rest']} to {match['b']} {match['rest']}"
    match = _TO.fullmatch(said)
    if match is None:
        return None
    ends = [find_day(match[end], today=today, reading="past") for end in ("first", "last")]
    first, last = ends
    if first is None or last is None:
        return None
    if first > last:
        raise BadDate(f"{format_day(first)} comes after {format_day(last)}.", HINT)
    return Span(first, last, format_span(first, last, today=today))


def _relative(match: re.Match[str], around: Around) -> Sequence[Span]:
    unit = Unit(match["unit"])
    calendar = around.counting(unit)
    start = unit_start(unit, around.today, calendar=calendar)
    shifts = _SHIFTS[match["which"] or "any"]
    month = calendar.fiscal_month
    spans = [unit_span(unit, shift_unit(unit, start, shift), month) for shift in shifts]
    if unit is not Unit.WEEK:
        return spans
    words = [_SHIFT_WORDS[shift] for shift in shifts]
    return [Span(s.first, s.last, f"{word} week") for s, word in zip(spans, words, strict=True)]


def _fiscal_year(match: re.Match[str], around: Around) -> Sequence[Span]:
    month = around.calendar.fiscal_month
    start = unit_start(Unit.YEAR, around.today, calendar=around.calendar)
    shifts = _SHIFTS[match["which"] or "any"]
    return [unit_span(Unit.YEAR, shift_unit(Unit.YEAR, start, one), month) for one in shifts]


def _part_of_year(match: re.Match[str], around: Around) -> Sequence[Span]:
    found = match.groupdict()
    unit = Unit.QUARTER if found.get("letter", "q")[0] == "q" else Unit.HALF
    years = (year_of(found["year"]),) if found["year"] else around.years
    month = around.calendar.fiscal_month
    return [fiscal_part(unit, int(found["number"]), year, month) for year in years]


def _month(match: re.Match[str], around: Around) -> Sequence[Span]:
    found = match.groupdict()
    name = found.get("month")
    number = MONTH_NUMBER[name] if name else int(match["number"])
    if not 1 <= number <= 12:
        raise BadDate(f"There is no month {number}.", HINT)
    years = (year_of(found["year"]),) if found["year"] else around.years
    return [unit_span(Unit.MONTH, date(year, number, 1), 1) for year in years]


def _week(match: re.Match[str], around: Around) -> Sequence[Span]:
    number = int(match["number"])
    years = (int(match["year"]),) if match["year"] else around.years
    weeks_in = {year: date(year, 12, 28).isocalendar().week for year in years}
    starts = [date.fromisocalendar(y, number, 1) for y in years if 1 <= number <= weeks_in[y]]
    if not starts:
        raise BadDate(f"There is no week {number} in {max(years)}.", HINT)
    return [unit_span(Unit.WEEK, start, 1) for start in starts]


def _year(match: re.Match[str], around: Around) -> Sequence[Span]:
    fiscal = around.calendar.fiscal_month if match["fiscal"] else 1
    start = fiscal_year_start(year_of(match["year"]), fiscal)
    return [unit_span(Unit.YEAR, start, fiscal)]


def _rolling(match: re.Match[str], around: Around) -> Sequence[Span]:
    count = int(match["count"])
    unit = next(one for one in Unit if one.value.startswith(match["unit"].rstrip("s")))
    if count == 0:
        raise BadDate("A period of 0 days holds nothing.", HINT)
    start = unit_start(unit, around.today, calendar=around.counting(unit))
    plural = "s" if count > 1 else ""
    first = shift_unit(unit, start, -count)
    return [Span(first, start - DAY, f"last {count} {unit}{plural}")]


_TO = re.compile(r"(?:from |between )?(?P<first>.+?) (?:to|until|till|through|and|-) (?P<last>.+)")
_DAYS_OF_MONTH = re.compile(r"(?P<a>\d{1,2}) ?- ?(?P<b>\d{1,2}) (?P<rest>[a-z]+(?: \d{4})?)")
_SHIFTS = {
    "any": (0, 1),
    "this": (0,),
    "current": (0,),
    "last": (-1,),
    "past": (-1,),
    "previous": (-1,),
    "next": (1,),
    "coming": (1,),
}
_SHIFT_WORDS = {-1: "last", 0: "this", 1: "next"}
_WHICH = "(?:(?P<which>" + "|".join(w for w in _SHIFTS if w != "any") + ") )?"
_YEAR = r"(?:[ /'-]*(?:fy ?)?(?P<year>[12]\d{3}|\d{2}))?"

_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(rf"{_WHICH}(?P<unit>week|month|quarter|half|year)"), _relative),
    (re.compile(rf"{_WHICH}(?:fiscal year|fy)"), _fiscal_year),
    (re.compile(rf"(?P<letter>q)(?P<number>[1-4]){_YEAR}"), _part_of_year),
    (re.compile(rf"(?P<letter>h)(?P<number>[12]){_YEAR}"), _part_of_year),
    (re.compile(rf"(?P<number>[1-4]) (?P<letter>quarter){_YEAR}"), _part_of_year),
    (re.compile(rf"(?P<number>[12]) (?P<letter>half)(?: year)?{_YEAR}"), _part_of_year),
    (re.compile(r"(?:fy ?)?(?P<year>[12]\d{3})[ -]?(?P<letter>q)(?P<number>[1-4])"), _part_of_year),
    (re.compile(rf"{MONTH}(?:[ -](?P<year>[12]\d{{3}}))?"), _month),
    (re.compile(r"(?P<year>[12]\d{3})-(?P<number>\d{2})"), _month),
    (re.compile(r"(?P<number>\d{1,2})/(?P<year>[12]\d{3})"), _month),
    (re.compile(r"(?P<year>[12]\d{3})[ -]?w(?P<number>\d{1,2})"), _week),
    (re.compile(r"(?:week|w|cw) ?(?P<number>\d{1,2})(?:[ /-]+(?P<year>[12]\d{3}))?"), _week),
    (re.compile(r"(?P<fiscal>)(?P<year>[12]\d{3})"), _year),
    (re.compile(r"(?P<fiscal>fy|fiscal year) ?(?P<year>[12]\d{3}|\d{2})"), _year),
    (
        re.compile(
            r"(?:(?:last|past|previous) )?(?P<count>\d{1,3}) ?"
            r"(?P<unit>d|days?|w|weeks?|m|months?|quarters?|y|years?)"
        ),
        _rolling,
    ),
)
