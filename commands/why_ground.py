"""Reads the numbers behind a "why": the chain's totals, their segments, which days to compare."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commands.break_told import told_break
from commands.place import Place
from commands.readings import Known, readings_of
from commands.why_words import WhyWords, earlier
from funnel.catalogue.entries import Metric
from funnel.errors import NoComparison, UnknownNumber
from funnel.events import Event
from funnel.explain import (
    Chain,
    Column,
    Cut,
    Source,
    Windows,
    amounts_of,
    chain_of,
    cut_of,
    same_days_before,
    two_windows,
)
from funnel.explain.amounts import Amounts
from funnel.explain.chain import ADDING
from funnel.model import Break, Grain, Segment, Series
from funnel.status import Reading
from storage.store import Tx

DEFAULT_DAYS = 7
LONGEST_SINCE = 28  # days of an open break that are held against the same days before it
A_YEAR = timedelta(weeks=54)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What is explained from which numbers; `found` is the open break that reaches into the
    window, `event` the one that was named."""

    metric: Metric
    chain: Chain
    windows: Windows
    amounts: Amounts
    cuts: tuple[Cut, ...]
    series: Series  # of the metric itself, a year back
    reading: Reading
    found: Break | None
    event: Event | None
    anchored: bool  # the base lies before the event, else the break, for its sake


def ground_for(
    tx: Tx, asked: WhyWords, metric: Metric, known: Mapping[str, Known], place: Place
) -> Ground:
    """Raises NoComparison where the metric has no numbers, or none in the window."""
    if metric.key not in known:
        raise NoComparison(
            f"There are no numbers for {metric.name.lower()} yet.",
            f"Log one with `/funnel log {metric.key}`, or import a file.",
        )
    grain = known[metric.key].state.grain
    chain = _chain(metric, known, place, grain)
    readings = readings_of(tx, _behind(chain, known), place)
    if not len(readings[metric.key].series):
        raise _nothing(metric)
    found, event = _break(tx, asked, chain), _event(tx, asked)
    windows, anchored = _windows(asked, readings, metric, found, event)
    first = min((*windows.now, *windows.base))
    keys = sorted({level.source.metric for level in chain.levels})
    series = tx.snapshots.series_of(keys, segment=asked.segment, grain=grain, first=first)
    amounts = amounts_of(chain, series, sorted({*windows.now, *windows.base}))
    return Ground(
        metric,
        chain,
        windows,
        amounts,
        _cuts(tx, asked, chain, amounts, grain),
        _year(tx, asked, metric, windows, grain),
        readings[metric.key],
        found if found is not None and _reaches(found, windows) else None,
        event,
        anchored,
    )


def _chain(metric: Metric, known: Mapping[str, Known], place: Place, grain: Grain) -> Chain:
    def has(source: Source) -> bool:
        held = known.get(source.metric)
        counted = source.column is Column.VALUE or (
            held is not None and held.metric.formula.is_ratio
        )
        return held is not None and held.state.grain is grain and counted

    return chain_of(metric, place.catalogue.metrics, has=has)


def _behind(chain: Chain, known: Mapping[str, Known]) -> list[Known]:
    keys = {level.source.metric for level in chain.levels} | {chain.metric.key}
    return [known[key] for key in sorted(keys)]


def _break(tx: Tx, asked: WhyWords, chain: Chain) -> Break | None:
    """The break that was named, else the costliest open one of the metric or of its steps."""
    if asked.number is not None:
        return told_break(tx, asked.number)
    keys = {chain.metric.key} | {level.key for level in chain.levels}
    keys |= {level.source.metric for level in chain.levels}
    if "orders" in keys and "cart_starts" in keys:
        keys.add("cart_abandonment_rate")
    mine = [one for one in tx.breaks.open() if one.metric in keys and one.segment.is_total]
    own = [one for one in mine if one.metric == chain.metric.key]
    return max(own or mine, key=_cost, default=None)


def _cost(one: Break) -> tuple[float, float]:
    return (one.money.amount if one.money else 0.0, one.score)


def _windows(
    asked: WhyWords,
    readings: Mapping[str, Reading],
    metric: Metric,
    found: Break | None,
    event: Event | None,
) -> tuple[Windows, bool]:
    """The days, and whether the base was moved to before the event or the break."""
    newest = min(_last(one) for one in readings.values() if len(one.series))
    series = readings[metric.key].series
    if series.grain in (Grain.WEEK, Grain.MONTH):
        return _periods(asked, series, metric), False
    first, last = _newer(asked, newest, found, event, metric)
    if asked.against is not None:
        other = asked.against.first, min(asked.against.last, newest)
    elif asked.before:
        other = earlier(first, last, asked.before)
    else:
        onset = event.first if event is not None else None
        if onset is None and found is not None and found.onset <= first <= found.last_on:
            onset = found.onset
        return same_days_before(first, last, before=onset), onset is not None
    if other[1] < other[0]:
        raise _nothing(metric)
    return two_windows(first, last, other_first=other[0], other_last=other[1]), False


def _newer(
    asked: WhyWords, newest: date, found: Break | None, event: Event | None, metric: Metric
) -> tuple[date, date]:
    """The window itself: as asked, since an onset, else the last week; complete days only."""
    if metric.over_time not in ADDING:
        last = min(asked.span.last, newest) if asked.span else newest
        return last, last
    first, last = newest - timedelta(days=DEFAULT_DAYS - 1), newest
    if event is not None:
        first, last = _of_event(event, asked.of_event, newest)
    elif asked.span is not None:
        first, last = asked.span.first, min(asked.span.last, newest)
    elif asked.since is not None:
        first = asked.since
    elif found is not None and found.onset <= newest:
        last = newest if asked.number is None else min(newest, found.last_on)
        first = max(found.onset, last - timedelta(days=LONGEST_SINCE - 1))
    if last < first:
        raise _nothing(metric)
    return first, last


def _of_event(event: Event, way: str, newest: date) -> tuple[date, date]:
    """During it, since it began, or after it ended; at most four weeks of the latter two."""
    if way == "during":
        return event.first, min(event.last, newest)
    first = event.first if way == "since" else event.last + timedelta(days=1)
    return first, min(newest, first + timedelta(days=LONGEST_SINCE - 1))


def _event(tx: Tx, asked: WhyWords) -> Event | None:
    if asked.event is None:
        return None
    found = tx.events.get(asked.event)
    if found is None or not found.is_live:
        raise UnknownNumber(f"There is no event #{asked.event}.", "Type `/funnel event`.")
    return found


def _reaches(found: Break, windows: Windows) -> bool:
    """Whether the break was there on a day of the window."""
    return found.onset <= windows.now[-1] and windows.now[0] <= found.last_on


def _periods(asked: WhyWords, series: Series, metric: Metric) -> Windows:
    """Weeks or months: those that start in the window, against as many before them."""
    starts: list[date] = series.starts.tolist()
    span = asked.span
    chosen = [day for day in starts if span is None or span.first <= day <= span.last]
    chosen = chosen[-1:] if span is None else chosen
    before = [day for day in starts if chosen and day < chosen[0]][-len(chosen) :]
    if asked.against is not None:
        before = [day for day in starts if asked.against.first <= day <= asked.against.last]
    if not chosen or not before:
        raise _nothing(metric)
    return Windows(tuple(chosen), tuple(before), 1 if len(chosen) == len(before) else 0)


def _cuts(tx: Tx, asked: WhyWords, chain: Chain, amounts: Amounts, grain: Grain) -> tuple[Cut, ...]:
    """Every dimension that all levels of the chain were cut by; none inside a segment."""
    if not asked.segment.is_total:
        return ()
    held = _dimensions(tx, chain, grain)
    found = []
    for dimension in held:
        parts: dict[str, Mapping[Segment, Series]] = {
            level.source.metric: tx.snapshots.segments(
                level.source.metric, dimension, grain=grain, first=amounts.days[0]
            )
            for level in chain.levels
        }
        cut = cut_of(chain, dimension, parts, amounts.days)
        found += [] if cut is None else [cut]
    return tuple(found)


def _dimensions(tx: Tx, chain: Chain, grain: Grain) -> Sequence[str]:
    by_metric: dict[str, set[str]] = defaultdict(set)
    for state in tx.series.all(grain=grain):
        if not state.segment.is_total:
            by_metric[state.metric].add(state.segment.dimension)
    sets = [by_metric[level.source.metric] for level in chain.levels]
    return sorted(set.intersection(*sets)) if sets else ()


def _year(tx: Tx, asked: WhyWords, metric: Metric, windows: Windows, grain: Grain) -> Series:
    first = windows.now[0] - A_YEAR
    return tx.snapshots.series(
        metric.key, segment=asked.segment, grain=grain, first=first, last=windows.now[-1]
    )


def _last(reading: Reading) -> date:
    newest: date = reading.series.starts[-1].tolist()
    return newest


def days_missing(readings: Iterable[Reading]) -> dict[str, tuple[date, ...]]:
    """Days without a number, by metric key."""
    return {one.metric.key: one.fresh.missing for one in readings if one.fresh.missing}


def _nothing(metric: Metric) -> NoComparison:
    return NoComparison(
        f"{metric.name} has no complete numbers in this period.",
        f"Type `/funnel why {metric.key}` for the newest week, or name another period.",
    )
