"""How far from usual a series must be before it warns: what the channels' alarm budgets leave.

The replay behind a threshold is dear, so it is made only when something passes the lowest one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from commands.held import held_of
from funnel.alarm import DEFAULT_BUDGET
from funnel.breaks import past_of
from funnel.budget import GRID, History, Watched, history_of, pooled, threshold_of
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Metric
from funnel.detect import loudest
from funnel.events import Event, past_with, without_explained
from funnel.model import Break, BreakEnd, Grain, Series, SeriesState
from funnel.schedules import Schedule
from funnel.season import Past
from storage.store import Tx

HISTORY = timedelta(days=800)  # two years and a little: what the detector's own scales need
NOISE_COUNTS = timedelta(days=90)
REMEMBERED = 1024  # replays, each with its two years of numbers: some 20 MiB
Key = tuple[str, Grain]


@dataclass(frozen=True, slots=True)
class Ground:
    """One series with all that judging it needs; `through` is its newest mature period."""

    state: SeriesState
    metric: Metric
    series: Series
    through: date
    stored: tuple[Break, ...]
    events: tuple[Event, ...] = ()

    @property
    def key(self) -> Key:
        return self.state.metric, self.state.grain

    @property
    def watched(self) -> Watched:
        """What counts of it: without what events explain, and without its breaks."""
        return Watched(
            without_explained(self.series, self.events, self.metric),
            self.metric,
            past_of(self.stored, also=past_with(self.events, self.metric.key)),
        )


def ground_of(
    tx: Tx,
    state: SeriesState,
    catalogue: Catalogue,
    through: date,
    events: tuple[Event, ...],
) -> Ground:
    metric, grain = catalogue.metric(state.metric), state.grain
    stored = tx.snapshots.series(metric.key, grain=grain, first=through - HISTORY, last=through)
    (held,) = held_of(tx, [(metric, stored)], catalogue, grain=grain, until=through)
    breaks = tx.breaks.of_series(state.metric, state.segment, state.grain)
    return Ground(state, metric, held.series, through, breaks, events)


def is_loud(ground: Ground) -> bool:
    """Whether anything new of it passes the lowest threshold that a budget can lead to."""
    if ground.metric.direction is Direction.NEUTRAL:
        return False
    one = ground.watched
    since = ground.state.judged_through
    return loudest(one.series, one.metric, past=one.past, since=since) >= GRID[0]


def other_grounds(
    tx: Tx, grounds: Sequence[Ground], catalogue: Catalogue, events: tuple[Event, ...]
) -> list[Ground]:
    """The rest of what channels watch: no news today, but each of them may warn falsely too."""
    known = {ground.key for ground in grounds}
    return [
        ground_of(tx, state, catalogue, state.last, events)
        for state in tx.series.totals()
        if (state.metric, state.grain) not in known and catalogue.has_metric(state.metric)
    ]


def thresholds(
    loud: Iterable[Ground], every: Sequence[Ground], schedules: Sequence[Schedule], now: datetime
) -> Mapping[Key, float]:
    """For each loud series that of the strictest channel that it is told in: its budget, by
    replay of all series that the channel watches. Told nowhere: as in one channel of all."""
    watching = [one for one in every if one.metric.direction is not Direction.NEUTRAL]
    histories = {one.key: _history(_Content.of(one.watched)) for one in watching}
    return {one.key: _strictest(one, watching, histories, schedules, now) for one in loud}


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
) -> float:
    share = 0.5 if is_noisy(ground.stored, now) else 1.0
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
