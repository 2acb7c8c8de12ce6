"""A quiet shop whose newest morning is put into a digest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from funnel.catalogue import load
from funnel.digest import (
    Digest,
    Known,
    Since,
    compile_digest,
)
from funnel.freshness import freshness
from funnel.model import (
    TOTAL,
    Break,
    Grain,
    Series,
    SeriesState,
)
from funnel.status import Reading, journey_status
from tests.breaks import a_break

SHIPPED = load()
# Every day counts the day after: how long a metric takes to settle has a test of its own.
CATALOGUE = SHIPPED.with_metrics(replace(one, maturity_lag_days=0) for one in SHIPPED.metrics)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday
YESTERDAY = NOW - timedelta(days=1)
LAST = date(2026, 11, 19)
STAGES = CATALOGUE.stages("funnel")
QUIET = {"sessions": 40_000.0, "sales_revenue": 48_000.0}


def series(metric: str, level: float, *, days: int = 240, last: date = LAST) -> Series:
    starts = np.arange(np.datetime64(last) - (days - 1), np.datetime64(last) + 1)
    noise = np.random.default_rng(len(metric)).normal(1, 0.02, days)
    unknown = np.full(days, np.nan)
    return Series(metric, starts, level * noise, unknown, unknown)


def reading(held: Series, breaks: tuple[Break, ...] = ()) -> Reading:
    metric = CATALOGUE.metric(held.metric)
    return Reading(metric, held, freshness(held, metric, now=NOW, zone="UTC"), breaks)


def with_newest(held: Series, *values: float) -> Series:
    changed = held.values.copy()
    changed[-len(values) :] = values
    return replace(held, values=changed)


def fallen(number: int = 12, metric: str = "sessions", **parts: object) -> Break:
    """A break that opened two days ago and is news."""
    dated = {
        "onset_low": date(2026, 11, 16),
        "onset_high": date(2026, 11, 18),
        "opened_on": date(2026, 11, 18),
        "last_on": LAST,
        "changed_at": NOW - timedelta(hours=1),
    }
    return a_break(metric, date(2026, 11, 17), number=number, **(dated | parts))


def digest(
    held: dict[str, Series] | None = None,
    *,
    since: datetime | None = YESTERDAY,
    breaks: tuple[Break, ...] = (),
    **more: object,
) -> Digest:
    held = held if held is not None else {key: series(key, level) for key, level in QUIET.items()}
    readings = {key: reading(one) for key, one in held.items()}
    metrics = {metric.key: metric for metric in CATALOGUE.metrics}
    states = [
        SeriesState(key, TOTAL, Grain.DAY, date(2026, 3, 1), LAST, 240, NOW, "shop", "UBEN", LAST)
        for key in held
    ]
    known = Known(journey_status(STAGES, readings, metrics=metrics), readings, breaks=breaks)
    known = replace(known, **{"states": states, **more})  # type: ignore[arg-type]
    return compile_digest(known, since=Since(since, NOW, "UTC"))


def kinds(found: Digest) -> list[type]:
    return [type(line.news) for line in found.lines]
