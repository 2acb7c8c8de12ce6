"""How far from usual a series must be before it warns: what the channels' alarm budgets leave.

The replay behind a threshold is dear, so it is made only when something passes the lowest one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from bot.grounds import Ground, Key
from funnel.alarm import DEFAULT_BUDGET
from funnel.budget import GRID, History, Watched, history_of, pooled, threshold_of
from funnel.catalogue.entries import Metric
from funnel.loudness import loudest_each
from funnel.model import Break, BreakEnd
from funnel.schedules import Schedule
from funnel.season import Past

NOISE_COUNTS = timedelta(days=90)
REMEMBERED = 1024  # replays, each with its two years of numbers: some 20 MiB
SLICES = 0.1  # of a channel's budget goes to its segments, where it has any; sums stay within it


def loud_among(grounds: Iterable[Ground]) -> list[Ground]:
    """Those with anything new that passes the lowest threshold that a budget can lead to."""
    warning = [one for one in grounds if one.warns]
    since = [one.state.judged_through for one in warning]
    scores = loudest_each([one.watched for one in warning], since=since)
    return [one for one, score in zip(warning, scores, strict=True) if score >= GRID[0]]


def thresholds(
    loud: Iterable[Ground],
    every: Sequence[Ground],
    schedules: Sequence[Schedule],
    now: datetime,
    *,
    share: float = 1.0,
) -> Mapping[Key, float]:
    """For each loud series that of the strictest channel that it is told in: its budget, or that
    `share` of it, by replay of all series that the channel watches. Told nowhere: as in one
    channel of all."""
    watching = [one for one in every if one.warns]
    histories = {one.key: _history(_Content.of(one.watched)) for one in watching}
    return {one.key: _strictest(one, watching, histories, schedules, now, share) for one in loud}


@dataclass(frozen=True, slots=True)
class _Content:
    """Numbers before the newest one's Monday, equal to others by what is in them: a threshold
    holds for a week, so its replay is made once a week and not on every loud day."""

    watched: Watched = field(compare=False)
    metric: Metric
    past: Past
    digest: bytes

    @classmethod
    def of(cls, watched: Watched) -> "_Content":
        series = watched.series
        if len(series):
            newest: date = series.starts[-1].astype("datetime64[D]").tolist()
            series = series.between(None, newest - timedelta(days=newest.weekday() + 1))
        columns = (series.starts, series.values, series.numerators, series.denominators)
        digest = blake2b(b"".join(column.tobytes() for column in columns)).digest()
        cut = replace(watched, series=series)
        return cls(cut, watched.metric, watched.past, digest)


@lru_cache(maxsize=REMEMBERED)
def _history(content: _Content) -> History | None:
    return history_of(content.watched)


def _strictest(
    ground: Ground,
    watching: Sequence[Ground],
    histories: Mapping[Key, History | None],
    schedules: Sequence[Schedule],
    now: datetime,
    share: float,
) -> float:
    share *= 0.5 if is_noisy(ground.stored, now) else 1.0
    told = [one for one in schedules if one.listens_to(ground.metric)]
    if not told:
        return threshold_of(pooled(histories.values()), budget=share * DEFAULT_BUDGET)
    return max(
        threshold_of(
            pooled(histories[one.key] for one in watching if channel.listens_to(one.metric)),
            budget=share * channel.alarm.budget,
        )
        for channel in told
    )


def is_noisy(stored: Iterable[Break], now: datetime) -> bool:
    """People called its warning noise in the last 90 days, and none useful since."""
    judged = [one for one in stored if one.ended is BreakEnd.NOISE or one.useful_by]
    newest = max(judged, key=lambda one: one.number, default=None)
    return (
        newest is not None
        and newest.ended is BreakEnd.NOISE
        and newest.changed_at is not None
        and now - newest.changed_at <= NOISE_COUNTS
    )
