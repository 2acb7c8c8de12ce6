"""One number as somebody typed it: which metric, what value, which period, which segment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from commands.parse import chosen, metric_named, split_segment, split_when
from commands.place import Place
from funnel.catalogue.entries import Metric
from funnel.catalogue.resolve import NotFound, find_metric, find_stage
from funnel.errors import BadDate, BadNumber, Suggestion, UnknownMetric
from funnel.model import TOTAL, Grain, Segment, Snapshot
from funnel.numbers import ParsedNumber, check_value, parse_number
from funnel.periods import Span, format_day, previous_period, start_of

SURE = "--sure"
FORM = "--form"
MOST_WORDS_OF_A_VALUE = 6
MOST_WORDS_OF_A_NAME = 10
_VALUE = re.compile(r"[~≈]?[+\-−]?[€$£¥₹]?[+\-−]?[\d.,][\w.,'’%/:€$£¥₹]*", re.IGNORECASE)
_SIGNS = ("%", "/", "€", "$", "£", "¥")
_MONEY = ("eur", "usd", "gbp", "chf", "euro", "euros", "dollars", "pounds")
_SIZES = ("k", "thousand", "m", "mn", "million", "percent", "pct", "of", "out", "points")
_TIMES = ("h", "hr", "hrs", "hour", "hours", "min", "mins", "minute", "minutes", "s", "sec", "secs")
_MORE_TIMES = ("second", "seconds", "d", "day", "days")
_AROUND = frozenset((*_SIGNS, *_MONEY, *_SIZES, *_TIMES, *_MORE_TIMES))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded; `said` is the value as typed, `span` the period if one was named."""

    metric: Metric
    said: str
    number: ParsedNumber | None
    span: Span | None = None
    segment: Segment = TOTAL
    sure: bool = False
    form: bool = False


def read_entry(args: str, place: Place) -> Entry:
    """`NAME VALUE [date] [segment=…]`; without a value `number` is None.

    The value is the last run of words that reads as one, before a date. Raises UnknownMetric,
    BadNumber, BadDate, BadSegment.
    """
    words, flags = _without_flags(args)
    rest, segment = split_segment(words, place.dimensions)
    rest, span = split_when(rest, today=place.today, calendar=place.calendar)
    metric, said = _name_and_value(rest, place)
    number = number_of(said, metric, place) if said else None
    return Entry(metric, said, number, span, segment, SURE in flags, FORM in flags)


def number_of(said: str, metric: Metric, place: Place) -> ParsedNumber:
    """Raises BadNumber, also for parts of a metric that has none."""
    number = parse_number(said, style=place.workspace.number_style, unit=metric.unit)
    if number.denominator is not None and not metric.formula.is_ratio:
        raise BadNumber(
            f"{metric.name} is one number, not a part of another.",
            f"Type it as one: `/funnel log {metric.name} 1234`.",
        )
    return number


def snapshot_of(entry: Entry, number: ParsedNumber, place: Place, *, grain: Grain) -> Snapshot:
    """Checked against the metric's range. Raises BadNumber; BadDate for several periods."""
    value = number.value
    if number.denominator is not None:
        value = entry.metric.formula.scale * number.value
    style, currency = place.workspace.number_style, place.workspace.currency
    check_value(value, entry.metric, style=style, currency=currency)
    return Snapshot(
        entry.metric.key,
        start_for(entry.span, entry.metric, place, grain=grain),
        value,
        number.numerator,
        number.denominator,
        entry.segment,
        grain,
    )


def start_for(span: Span | None, metric: Metric, place: Place, *, grain: Grain) -> date:
    """The period that the number is for: the named one, else the newest that is over."""
    if span is None:
        return previous_period(grain, start_of(grain, place.today))
    first, last = span.first, min(span.last, place.today)
    if grain is Grain.WEEK and (span.last - first).days == 6:
        first = last = first + timedelta(days=3)  # whatever its first day, its middle is in one
    start = start_of(grain, first)
    if start != start_of(grain, last):
        raise BadDate(
            f"{metric.name} is kept by {grain}, and {span.words} is more than one {grain}.",
            f"Name one, for example {format_day(span.last, today=place.today)}.",
        )
    return start


def _without_flags(args: str) -> tuple[str, frozenset[str]]:
    words = args.split(" ")
    flags = frozenset(word for word in words if word in (SURE, FORM))
    return " ".join(word for word in words if word not in flags), flags


def _name_and_value(words: str, place: Place) -> tuple[Metric, str]:
    parts = words.split()
    framework = place.workspace.framework
    for name, said in _splits(parts):
        found = find_metric(name, place.catalogue, framework=framework)
        if not isinstance(found, NotFound):
            return chosen(found), said
    _refuse_stage(words, place)
    name, said = next(_splits(parts), (words, ""))
    if not said:
        _refuse_words_for_value(parts, place)
    return chosen(metric_named(name, place.catalogue, framework=framework)), said


def _splits(parts: list[str]) -> Iterator[tuple[str, str]]:
    """(name, value) with the longest value first; the last has none if no word can be one."""
    start, longest = len(parts), max(len(parts) - MOST_WORDS_OF_A_VALUE, 0)
    while start > longest and _is_value_word(parts[start - 1]):
        start -= 1
    for at in range(max(start, 1), len(parts)):
        if _may_begin(parts[at]):
            yield " ".join(parts[:at]), " ".join(parts[at:])
    yield " ".join(parts), ""


def _may_begin(word: str) -> bool:
    """A value begins with a digit or its currency ("CHF 0.00")."""
    money = word in "€$£¥₹" or word.casefold() in _MONEY
    return money or any(letter.isdigit() for letter in word)


def _is_value_word(word: str) -> bool:
    return _VALUE.fullmatch(word) is not None or word.casefold() in _AROUND


def _refuse_words_for_value(parts: list[str], place: Place) -> None:
    """A known name with words behind it that are no number ("sessions many")."""
    for size in range(min(len(parts) - 1, MOST_WORDS_OF_A_NAME), 0, -1):
        name, said = " ".join(parts[:size]), " ".join(parts[size:])
        found = find_metric(name, place.catalogue, framework=place.workspace.framework)
        if not isinstance(found, NotFound):
            parse_number(said, style=place.workspace.number_style, unit=chosen(found).unit)
            raise BadNumber(f'"{said}" is no number.', f"For example `/funnel log {name} 1234`.")


def _refuse_stage(words: str, place: Place) -> None:
    found = find_stage(words, place.catalogue, framework=place.workspace.framework)
    if found is None:
        return
    metrics = place.catalogue.lead_metrics(found.stage.key)[:3]
    raise UnknownMetric(
        f"{found.stage.name} is a stage; a number belongs to one of its metrics.",
        f"`/funnel log {found.stage.short.lower()}` opens all of them, or type a name: "
        f"`/funnel log {metrics[0].name} …`.",
        suggestions=tuple(Suggestion(one.name, f"log {one.key}") for one in metrics),
    )
