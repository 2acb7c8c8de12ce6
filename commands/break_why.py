"""The same evidence as `/funnel why` gives, for a break's messages: where it sits, what it cost."""

from datetime import timedelta

from commands.place import Place
from commands.views.why_words import where
from commands.why_facts import why_facts
from funnel.errors import FunnelError
from funnel.explain import Drop, Leak, lost_since, needed
from funnel.model import Break, Condition, Grain, Side
from funnel.season import expected, usual
from funnel.status import Reading
from storage.store import Tx

PRICING = timedelta(days=90)


def where_of(tx: Tx, b: Break, place: Place) -> str:
    """Which segments carry it; "" for a closed or segmented break, or where numbers do not say."""
    if b.condition is Condition.CLOSED or not b.segment.is_total or b.grain is not Grain.DAY:
        return ""
    try:
        told = why_facts(tx, f"break {_own_number(tx, b)}", place)
    except FunnelError:
        return ""
    if told.metric.key != b.metric:
        return ""
    best = told.explanation.best(told.explanation.lead)
    if best is None:
        return ""
    words = where(best, told)
    return f"Where: {words[:1].lower()}{words[1:]}."


def _own_number(tx: Tx, b: Break) -> int:
    """Spoken of under the incident's number it may be another member than the first."""
    series = (b.metric, b.segment, b.grain)
    members = tx.breaks.of_incident(b.incident) if b.incident else ()
    same = (one.number for one in members if (one.metric, one.segment, one.grain) == series)
    return next(same, b.number)


def leak_of(tx: Tx, b: Break, own: Reading, place: Place) -> Leak | None:
    """What it cost from the onset to the newest day, each day against its own usual value."""
    keys = list(needed(b.metric))
    last = b.closed_on or b.last_on
    series = own.series.between(None, last)
    days = len(series.between(b.onset, last))
    if b.grain is not Grain.DAY or not b.segment.is_total or not days:
        return None
    found = usual(series, metric=own.metric, past=own.past, newest=days)
    way = 1.0 if b.side is Side.UP else -1.0
    table = zip(
        series.values[-days:].tolist(),
        *(part.tolist() for part in (found.expected, found.low, found.high)),
        strict=True,
    )
    drops = [
        Drop(way * (value - mid), *sorted((way * (value - high), way * (value - low))))
        for value, mid, low, high in table
        if mid == mid  # NaN while learning
    ]
    prices = tx.snapshots.series_of(keys, first=b.onset - PRICING, last=b.onset) if keys else {}
    values = {
        key: expected(one, b.onset, metric=place.catalogue.metric(key)).value
        for key, one in prices.items()
    }
    latest = {key: value for key, value in values.items() if value is not None}
    return lost_since(b.metric, drops, latest=latest)
