"""Breaks of a series from scan to scan: what opened, changed, ended, and what is only history."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from funnel.catalogue.entries import Direction, Metric
from funnel.detect import Finding
from funnel.explain import Drop
from funnel.life import Edge, Ground, Price, advance, begin, reopen, settle
from funnel.model import Attention, Break, BreakEnd, Condition, Grain, Series
from funnel.season import WHOLE_PAST, Past, Usual, usual

NEWEST = 3  # only these newest mature periods may open a break that is posted
REOPEN_WITHIN = timedelta(days=7)
REPEATED_WITHIN = timedelta(days=28)  # for what the detector itself calls the same trouble again
_OLDEST_NEWS = {
    Grain.HOUR: timedelta(days=1),
    Grain.DAY: timedelta(days=7),
    Grain.WEEK: timedelta(days=28),
    Grain.MONTH: timedelta(days=124),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What a scan changed: each break once, in its newest form.

    `opened` breaks carry number 0 and stand there whatever became of them in the same scan; the
    others stand under their last change of condition. `updated` has new numbers, a better onset or
    an expired snooze: told by editing the root message. `historic` ones are never posted.
    """

    opened: tuple[Break, ...] = ()
    worsened: tuple[Break, ...] = ()
    recovering: tuple[Break, ...] = ()
    relapsed: tuple[Break, ...] = ()  # back from recovering, or reopened soon after its end
    recovered: tuple[Break, ...] = ()
    new_normal: tuple[Break, ...] = ()
    updated: tuple[Break, ...] = ()
    historic: tuple[Break, ...] = ()

    @property
    def all(self) -> tuple[Break, ...]:
        """Everything to be stored."""
        return tuple(one for part in fields(self) for one in getattr(self, part.name))


def price_nothing(_: Drop) -> None:
    """For series that have no path to money."""


def past_of(breaks: Sequence[Break], *, also: Past = WHOLE_PAST) -> Past:
    """What the usual value of a series leaves out because of its breaks, and `also` its events.

    Open: everything since the earliest onset. Closed: its days. New normal: the usual value starts
    anew at the onset. Noise: nothing happened, nothing is left out.
    """
    without, restarts = list(also.without), list(also.restarts)
    for one in breaks:
        if one.ended is BreakEnd.NOISE:
            continue
        if one.ended is BreakEnd.NEW_NORMAL:
            restarts.append(_day(one.onset))
        else:
            last = one.closed_on if one.condition is Condition.CLOSED else None
            without.append((_day(one.onset_low), _day(last or date.max)))
    return Past(tuple(without), tuple(restarts), events=also.events)


def reconcile(
    findings: Sequence[Finding],
    stored: Sequence[Break],
    *,
    series: Series,
    metric: Metric,
    mature_through: date,
    judged_through: date | None,
    now: datetime,
    price: Price = price_nothing,
    events: Past = WHOLE_PAST,
) -> Changes:
    """Steps through the periods after `judged_through` up to `mature_through`, one by one.

    `stored` are the breaks of this series, `series` its mature periods; a series has one open
    break at a time. The first scan (`judged_through` None) finds history only; so does a neutral
    metric. Absent periods neither warn nor count as inside.
    """
    within = series.between(None, mature_through)
    days = tuple(within.starts.tolist())
    by_day = {one.opened: one for one in findings}
    neutral = metric.direction is Direction.NEUTRAL
    news = () if judged_through is None or neutral else _news(days, mature_through, series.grain)
    book, edges = list(stored), dict[int, Edge]()
    known: dict[Past, Usual] = {}
    for row, day in enumerate(days):
        if judged_through is not None and day <= judged_through:
            continue
        at = _alive(book)
        if at is None and day in by_day:
            at = _reopen(book, edges, by_day[day])
            if at is None:
                at = _open(book, edges, by_day[day], within, historic=day not in news)
        if at is None:
            continue
        past = past_of(book, also=events)
        if past not in known:
            known[past] = usual(within, metric=metric, past=past)
        louder = day in by_day and by_day[day].grown
        ground = Ground(within, days, known[past], price)
        changed, edge = advance(book[at], ground, row, louder=louder)
        book[at] = settle(changed) if _is_first_sight(book[at], day) else changed
        edges[at] = _weightier(edges.get(at), edge)
    return _sorted_out(_woken(book, edges, now), edges)


def _news(days: Sequence[date], mature_through: date, grain: Grain) -> tuple[date, ...]:
    """The newest mature periods that may warn; none of a series that stopped long ago."""
    through = _day(mature_through)
    return tuple(day for day in days[-NEWEST:] if through - _day(day) <= _OLDEST_NEWS[grain])


def _alive(book: Sequence[Break]) -> int | None:
    places = (at for at, one in enumerate(book) if one.condition is not Condition.CLOSED)
    return next(places, None)


def _reopen(book: list[Break], edges: dict[int, Edge], found: Finding) -> int | None:
    """The place in the book of the break that the finding opens again, if there is one."""
    within = REPEATED_WITHIN if found.again else REOPEN_WITHIN
    for at, one in reversed(list(enumerate(book))):
        if one.historic or one.side is not found.side or one.closed_on is None:
            continue
        if found.opened - one.closed_on <= within:
            book[at] = reopen(one)
            edges[at] = Edge.RELAPSED
            return at
    return None


def _open(
    book: list[Break], edges: dict[int, Edge], found: Finding, series: Series, *, historic: bool
) -> int:
    """The place in the book of the new break."""
    book.append(begin(found, series, historic=historic))
    edges[len(book) - 1] = Edge.OPENED
    return len(book) - 1


def _is_first_sight(one: Break, day: date) -> bool:
    return one.opened_on == day and one.score == 0.0


def _weightier(before: Edge | None, new: Edge) -> Edge:
    """Opened stays, else the newest change of condition; news of size never hides one."""
    if before is None or before is Edge.UPDATED:
        return new
    if before is Edge.OPENED or new is Edge.UPDATED:
        return before
    return before if new is Edge.WORSENED else new


def _woken(book: list[Break], edges: dict[int, Edge], now: datetime) -> list[Break]:
    """Snoozes that are over."""
    for at, one in enumerate(book):
        if one.attention is not Attention.SNOOZED or one.condition is Condition.CLOSED:
            continue
        if one.snoozed_until is not None and one.snoozed_until <= now:
            book[at] = replace(one, attention=Attention.NEW, snoozed_until=None)
            edges.setdefault(at, Edge.UPDATED)
    return book


def _sorted_out(book: Sequence[Break], edges: dict[int, Edge]) -> Changes:
    parts: dict[str, tuple[Break, ...]] = {}
    for at, edge in sorted(edges.items()):
        name = "historic" if book[at].historic else str(edge)
        parts[name] = (*parts.get(name, ()), book[at])
    return Changes(**parts)


def _day(start: date) -> date:
    return start.date() if isinstance(start, datetime) else start
