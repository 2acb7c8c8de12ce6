"""When the numbers of a series come in: learned from when they came before."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.freshness import SOURCE_DELAY

SHARE = 90  # percentile of past delays by which a period counts as due
FEWEST = 5  # days of arrivals to learn from
BACKFILL = timedelta(days=14)  # older periods came with a first import, not as they always do
SLACK = timedelta(hours=1)


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
