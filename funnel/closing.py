"""Days on which a shop is closed although their weekday is not: public holidays and its own."""

from collections.abc import Iterable
from datetime import date, timedelta

from funnel.events import Event, EventKind
from funnel.freshness import CLOSED_TURNS, FEW_TURNS, TURNS
from funnel.model import Grain, Series

_DAY = timedelta(days=1)


def learned_holidays(series: Series, holidays: Iterable[date]) -> frozenset[date]:
    """The holidays on which a daily series is closed: it was empty on at least 7 of the last 8
    before, a young one on all others, three or more. Those on weekdays that it never has a number
    for say nothing."""
    if series.grain is not Grain.DAY or not len(series):
        return frozenset()
    held = frozenset(series.starts.tolist())
    first, weekdays = min(held), {day.weekday() for day in held}
    known = sorted(day for day in holidays if day >= first and day.weekday() in weekdays)
    return frozenset(day for at, day in enumerate(known) if _is_closed(at, known, held))


def _is_closed(at: int, known: list[date], held: frozenset[date]) -> bool:
    newest = max(held)
    turns = [day for day in known[:at] if day <= newest][-TURNS:]
    if len(turns) == TURNS:
        return sum(1 for day in turns if day not in held) >= CLOSED_TURNS
    later = [day for day in known[at + 1 : at + TURNS] if day <= newest]
    other = [*turns, *later]
    return len(other) >= FEW_TURNS and held.isdisjoint(other)


def own_holidays(events: Iterable[Event]) -> frozenset[date]:
    """Every day of the events that people noted as a holiday."""
    spans = [(one.first, one.last) for one in events if one.kind is EventKind.HOLIDAY]
    return frozenset(
        first + back * _DAY for first, last in spans for back in range((last - first).days + 1)
    )
