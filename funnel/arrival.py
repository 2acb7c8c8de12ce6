"""When the numbers of a series come in: learned from when they came before."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.freshness import SOURCE_DELAY
from funnel.model import Series

SHARE = 90  # percentile of past delays by which a period counts as due
FEWEST = 5  # days of arrivals to learn from
BACKFILL = timedelta(days=14)  # older periods came with a first import, not as they always do
SLACK = timedelta(hours=1)
# A series that is often empty (five tickets a day) is not late when it is empty once more.
SPARSE_PATIENCE = timedelta(days=14)
REGULAR_OVER = timedelta(days=56)
HABIT, MOST, BREAKS = 4, 0.5, 0.1  # turns of a weekday; shares of the days


def source_delay(came: Iterable[tuple[datetime, datetime]], metric: Metric) -> timedelta:
    """How long after its end a period is due: the 90th percentile of past delays with an hour's
    slack, at least 12 hours. While too few are known, what matures late may come late.

    `came` are (end of the period, its first arrival), aware, in any order. Of all that came on one
    day only the newest period counts: the others were waiting for it, or are a first import.
    """
    newest: dict[date, tuple[datetime, datetime]] = {}
    for over, at in came:
        if at.date() not in newest or newest[at.date()][0] < over:
            newest[at.date()] = (over, at)
    delays = [at - over for over, at in newest.values() if timedelta(0) <= at - over <= BACKFILL]
    if len(delays) < FEWEST:
        return max(SOURCE_DELAY, timedelta(days=metric.maturity_lag_days))
    seconds = float(np.percentile([delay.total_seconds() for delay in delays], SHARE))
    return max(SOURCE_DELAY, timedelta(seconds=seconds) + SLACK)


def is_regular(series: Series) -> bool:
    """Whether it had a value on most open days of its last eight weeks, without many breaks: a
    shop that was shut for two weeks is regular, a series with a value every third day is not."""
    last: date = series.starts[-1].tolist()
    days = set(series.between(last - REGULAR_OVER, last).starts.tolist())
    turns = Counter(day.weekday() for day in days)
    span = [last - timedelta(days=back) for back in range(REGULAR_OVER.days)]
    there = [day in days for day in span if turns[day.weekday()] >= HABIT]
    breaks = sum(1 for newer, day in pairwise(there) if newer and not day)
    return any(there) and sum(there) >= MOST * len(there) and breaks <= BREAKS * len(there)


def is_sparse(series: Series) -> bool:
    """Whether eight weeks or more have shown that its empty days mean nothing."""
    first, last = series.starts[0].tolist(), series.starts[-1].tolist()
    return last - first >= REGULAR_OVER and not is_regular(series)
