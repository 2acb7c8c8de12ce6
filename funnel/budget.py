"""The alarm budget: how many false warnings people accept, turned into a threshold.

A channel accepts B false warnings in 30 days. Its series are replayed over their own history at
each threshold of a grid; messages near each other count once, as they are merged when posted. The
lowest threshold that keeps the budget is taken. A replay of few years says little, so the years of
a reference curve are added to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from funnel.alarm import DEFAULT_BUDGET
from funnel.catalogue.entries import Metric
from funnel.detect import Road, incidents, unfavourable
from funnel.deviation import track
from funnel.model import Grain, Series
from funnel.paces import RULES
from funnel.season import WHOLE_PAST, Past

MOST_A_YEAR = 4.0  # of one series, however few there are
MERGED_WITHIN = 3  # days
GRID: tuple[float, ...] = tuple(np.arange(2.25, 8.01, 0.25).tolist())
_MONTHS = 365.25 / 30.0
_REFERENCE_YEARS = 4.0  # series-years that the reference counts as, beside a channel's own
_AT = (2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)
_A_YEAR = (6.0, 4.0, 1.7, 0.7, 0.35, 0.15, 0.06, 0.01)
_DAYS_A_PERIOD = {Grain.HOUR: 1 / 24, Grain.DAY: 1.0, Grain.WEEK: 7.0, Grain.MONTH: 30.4}
_FIRST_JUDGED = 56  # periods; before, scales are still being learned


@dataclass(frozen=True, slots=True)
class Watched:
    """A series of a channel, with what of its past does not count."""

    series: Series
    metric: Metric
    past: Past = WHOLE_PAST


@dataclass(frozen=True, slots=True)
class Replay:
    """What a channel would have been told: messages at each threshold of `GRID` after merging,
    over how many years, from how many series, and to how many sides these warn on average."""

    messages: tuple[int, ...]
    years: float
    series: int
    sides: float = 2.0


@dataclass(frozen=True, slots=True)
class History:
    """One series replayed: years judged, the days of its messages at each threshold, and whether
    it warns to one side or to both."""

    years: float
    opened: tuple[tuple[float, ...], ...]
    sides: int = 2


NO_HISTORY = Replay((0,) * len(GRID), 0.0, 1)


def reference_rate(threshold: float) -> float:
    """False warnings a series-year to both sides at a threshold (sigma): between simulated series
    on which nothing happens and real ones, whose unlabelled events count as false."""
    return float(np.exp(np.interp(threshold, _AT, np.log(_A_YEAR))))


def reference_threshold(rate: float) -> float:
    """The threshold at which ordinary series warn `rate` times a year to both sides."""
    return float(np.interp(-np.log(rate), -np.log(_A_YEAR), _AT))


def rate_of(series: int, *, budget: float = DEFAULT_BUDGET) -> float:
    """False warnings a year that each of a channel's series may give."""
    return float(min(_MONTHS * budget / max(series, 1), MOST_A_YEAR))


def threshold_of(replay: Replay, *, budget: float = DEFAULT_BUDGET) -> float:
    """The lowest threshold of the grid from which on the budget is kept.

    With a long history its own messages decide; with none, the reference alone.
    """
    allowed = rate_of(replay.series, budget=budget) * replay.series
    added = _REFERENCE_YEARS / replay.series
    share = replay.sides / 2.0
    if replay.years <= 0:
        return reference_threshold(allowed / (share * replay.series))
    chosen: float = GRID[-1]
    for threshold, count in zip(reversed(GRID), reversed(replay.messages), strict=True):
        expected = count + added * replay.series * share * reference_rate(threshold)
        if expected / (replay.years + added) > allowed:
            break
        chosen = threshold
    return chosen


def replay(watched: Sequence[Watched]) -> Replay:
    """Judges the whole history of all series at each threshold; too few events are left out."""
    return pooled([history_of(one) for one in watched])


def pooled(histories: Iterable[History | None]) -> Replay:
    """Those of one channel together, as it would have heard them."""
    days: list[list[float]] = [[] for _ in GRID]
    years, sides = [], []
    for one in histories:
        if one is None:
            continue
        years.append(one.years)
        sides.append(one.sides)
        for place, these in enumerate(one.opened):
            days[place] += these
    counts = tuple(merged(these) for these in days)
    if not years:
        return NO_HISTORY
    return Replay(counts, float(np.mean(years)), len(years), float(np.mean(sides)))


def merged(days: Iterable[float]) -> int:
    """Messages that are left when those within three days of the last one join it."""
    count, last = 0, -np.inf
    for day in sorted(days):
        if day - last > MERGED_WITHIN:
            count, last = count + 1, day
    return count


def history_of(one: Watched) -> History | None:
    """None when there are too few events to judge."""
    made = track(one.series, one.metric, past=one.past) if len(one.series) else None
    if made is None:
        return None
    grid, road = made[0], Road.of(made[1], 0)
    size = _DAYS_A_PERIOD[grid.grain]
    years = max(grid.values.shape[1] - _FIRST_JUDGED, 0) * size / 365.25
    wanted = unfavourable(one.metric.direction)
    opened = tuple(
        tuple(
            (grid.first + incident.row) * size
            for incident in incidents(road, replace(RULES[grid.grain], threshold=threshold))
            if not incident.again and (wanted is None or incident.side is wanted)
        )
        for threshold in GRID
    )
    return History(years, opened, 2 if wanted is None else 1)
