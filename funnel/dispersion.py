"""Days that have become unsteady: each off its neighbours, to either side, while the level stays.

How far days are from the median of the week around them, on average of the newest two weeks, is
held against the twelve weeks before, on the log scale, and divided by the scale of that ratio's own
past. The farthest fifth of the days counts nothing, and a step moves the median with it: one wild
day, or a new level, is no unsteadiness. Nobody is warned of it: it has no price.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from funnel.catalogue.entries import Metric, Unit
from funnel.deviation import SMALL_COUNT, is_count, laid_out
from funnel.grids import Grid, numbered, on_grid
from funnel.medians import known_median
from funnel.model import Floats, Grain, Series
from funnel.paces import PACES
from funnel.quantiles import renewed_quantile
from funnel.recurrence import less_recurring, turns_of_the_year
from funnel.scales import scale_of
from funnel.season import WHOLE_PAST, Flags, Past, usual
from funnel.shares import TOO_FEW
from funnel.statistics import season_free
from funnel.trailing import delayed, rolling_mean, zeroed

NEWEST, BEFORE = 14, 84  # days
THRESHOLD = 3.2  # sigma of the own past: at most 0.15 such findings a series-year without cause
_STILL = THRESHOLD / 2  # below, it is over
_QUIET = 42  # days after its end: what grows unsteady once more is the same story
_LOOKED = 190  # days: those two windows, and the season behind the oldest of them
_AROUND = 3  # days to each side, whose median is the level of a day
_COUNTED = 0.8  # of the days of a window, the nearest ones
_THERE = 0.6  # of its days must have a value
_LEAST = 0.2  # scale of the log ratio that chance alone gives two weeks
_QUANTILE, _IN_SIGMA = 0.7, 1.0364
_MEMORY, _ENOUGH, _RENEWED = 365, 60, 7  # days: of that past, of it before judging, anew
_OF_SIGMA = 0.5  # of one day's noise, what the counted distances are on average
_WILD = 4.0  # times the spread before: farther does not date the onset
_TINY = 1e-12
_RELATIVE = frozenset({Unit.COUNT, Unit.CURRENCY, Unit.SECONDS, Unit.RATIO})


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of unsteady days. `now` and `before` say how far a typical day is from its usual
    value since the onset and before it: a share of that value if `relative`, else in the metric's
    unit. What it says was known on the day that it `opened`; `ended` was known later."""

    opened: date
    onset: date
    now: float
    before: float
    relative: bool
    ended: date | None = None


def spells(series: Series, metric: Metric, *, past: Past = WHOLE_PAST) -> list[Spell]:
    """Replays daily series, oldest first: what a daily look would have found. None where counts,
    or the events behind a share, are too few to tell."""
    if series.grain is not Grain.DAY or not len(series):
        return []
    grid = on_grid([series], [past])
    away = _away(grid, metric, laid_out(grid.values, metric)[0])
    score = _scores(away, grid, metric)
    days = dict(
        zip(
            (numbered(series.starts, series.grain) - grid.first).tolist(),
            series.starts.tolist(),
            strict=True,
        )
    )
    found = [
        (days[first], days[_onset(away, first, days)], None if end is None else days[end])
        for first, end in _stretches(score, [row for row in days if np.isfinite(score[row])])
    ]
    return [_spell(series, metric, past, *one) for one in found]


def running_spell(series: Series, metric: Metric, *, past: Past = WHOLE_PAST) -> Spell | None:
    """The one that is not over on the newest day. Most series are asked no more than how their
    newest two weeks look."""
    if series.grain is not Grain.DAY or len(series) < NEWEST + BEFORE:
        return None
    grid = on_grid([series], [past])
    newest = _away(_newest(grid), metric, laid_out(grid.values, metric)[0][:, -_LOOKED:])
    now, before = (
        _spread(newest[-NEWEST:], NEWEST)[-1],
        _spread(newest[-NEWEST - BEFORE : -NEWEST], BEFORE)[-1],
    )
    if not now >= before * np.exp(_STILL * _LEAST):  # nor where one of them is unknown
        return None
    found = spells(series, metric, past=past)
    return found[-1] if found and found[-1].ended is None else None


def _newest(grid: Grid) -> Grid:
    skip = max(grid.values.shape[-1] - _LOOKED, 0)
    return replace(
        grid,
        first=grid.first + skip,
        values=grid.values[:, skip:],
        denominators=grid.denominators[:, skip:],
        kept=grid.kept[:, skip:],
        gone=None,
    )


def _away(grid: Grid, metric: Metric, laid: Floats) -> Floats:
    """How far each day is from the median of the week around it, on the scale of its kind, and so
    known three days later; NaN in events, breaks, around New Year, and where counts are few."""
    level = season_free(laid, PACES[grid.grain])
    middle, count = known_median(level, 2 * _AROUND + 1)
    told = np.where(count > _AROUND, np.abs(delayed(level, _AROUND) - middle), np.nan)
    judged = grid.kept & ~turns_of_the_year(grid) & _many(grid, metric)
    kept = judged.astype(np.float64)
    away: Floats = np.where(delayed(kept, _AROUND) == 1.0, told, np.nan)[0]
    return away


def _many(grid: Grid, metric: Metric) -> Flags:
    """Where there are enough events a day to tell how they scatter."""
    values, asked = grid.values, grid.denominators
    if scale_of(metric).share and np.isfinite(asked).any():
        share = np.clip(values / 100.0, 0.0, 1.0)
        enough: Flags = rolling_mean(asked * np.minimum(share, 1.0 - share), NEWEST) >= TOO_FEW
        return enough
    return rolling_mean(values, NEWEST) >= SMALL_COUNT if is_count(metric) else np.isfinite(values)


def _scores(away: Floats, grid: Grid, metric: Metric) -> Floats:
    """By how much the newest two weeks scatter more than the twelve before, in sigma."""
    now, before = _spread(away, NEWEST), delayed(_spread(away, BEFORE), NEWEST)
    known = (now > 0) & (before > 0)
    grown = np.where(known, now / np.where(known, before, 1.0), np.nan)
    ratio = np.log(grown / _by_chance(before, grid, metric))[None]
    own, _ = renewed_quantile(
        delayed(np.abs(ratio), NEWEST),
        _QUANTILE,
        memory=_MEMORY,
        least=_ENOUGH,
        every=_RENEWED,
        offset=grid.first,
    )
    score: Floats = less_recurring(ratio / np.maximum(own / _IN_SIGMA, _LEAST), grid)[0]
    return score


def _spread(away: Floats, size: int) -> Floats:
    """Mean of the nearest four fifths of the newest distances."""
    padded = np.concatenate([np.full(size - 1, np.nan), away])
    ordered = np.sort(sliding_window_view(padded, size), axis=-1)  # NaN come last
    count = np.count_nonzero(np.isfinite(ordered), axis=-1)
    used = np.maximum(np.round(_COUNTED * count).astype(np.intp), 1)
    total = np.take_along_axis(zeroed(ordered).cumsum(axis=-1), used[:, None] - 1, axis=-1)[:, 0]
    return np.where(count >= _THERE * size, total / used, np.nan)


def _by_chance(before: Floats, grid: Grid, metric: Metric) -> Floats:
    """How much the scatter had to grow, or shrink, as there are fewer or more events behind a day:
    the part of it that chance makes goes with one over their number."""
    events = grid.denominators if scale_of(metric).share else grid.values
    if not (scale_of(metric).share or is_count(metric)) or not np.isfinite(events).any():
        return np.ones_like(before)
    chance = delayed(1.0 / np.maximum(events, 1.0), _AROUND)
    then = delayed(rolling_mean(chance, BEFORE), NEWEST)[0]
    now = rolling_mean(chance, NEWEST)[0]
    part = np.minimum(_OF_SIGMA**2 * then / np.maximum(before, _TINY) ** 2, 1.0)
    factor: Floats = np.sqrt(1.0 - part + part * now / then)
    return factor


def _stretches(score: Floats, rows: list[int]) -> Iterator[tuple[int, int | None]]:
    """First and last row of each; the last one may go on."""
    first, over = None, -_QUIET
    for row in rows:
        if first is not None and score[row] < _STILL:
            yield first, row
            first, over = None, row
        elif first is None and score[row] >= THRESHOLD and row - over > _QUIET:
            first = row
    if first is not None:
        yield first, None


def _onset(away: Floats, opened: int, days: dict[int, date]) -> int:
    """The likeliest first day: two exponential scales, the change within the newest four weeks."""
    rows = [
        row for row in range(max(opened - BEFORE, _AROUND), opened + 1) if np.isfinite(away[row])
    ]
    usual_size = float(np.mean(away[rows[: len(rows) // 2]]))
    sizes = np.minimum(away[rows], _WILD * max(usual_size, _TINY))
    cuts = [
        at for at, row in enumerate(rows) if opened - row < 2 * NEWEST and 0 < at < len(rows) - 2
    ]
    misfit = [_misfit(sizes[:at]) + _misfit(sizes[at:]) for at in cuts]
    onset = rows[cuts[int(np.argmin(misfit))]] - _AROUND
    return min(row for row in days if row >= onset)


def _misfit(sizes: Floats) -> float:
    """Of one exponential scale: less the log likelihood."""
    return len(sizes) * float(np.log(max(float(sizes.mean()), _TINY)))


def _spell(
    series: Series, metric: Metric, past: Past, opened: date, onset: date, ended: date | None
) -> Spell:
    """With the distances of typical days from what was usual for them."""
    seen = series.between(None, opened)
    found = usual(seen, metric=metric, past=replace(past, restarts=()))
    away = np.abs(seen.values - found.expected)
    known = found.expected[np.isfinite(found.expected)]
    relative = metric.unit in _RELATIVE and bool((known > 0).all())
    sizes = away / found.expected if relative else away
    since = seen.starts >= np.datetime64(onset)
    return Spell(
        opened,
        onset,
        now=float(np.nanmedian(sizes[since])),
        before=float(np.nanmedian(sizes[~since][-BEFORE:])),
        relative=relative,
        ended=ended,
    )
