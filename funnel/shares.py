"""Distances of shares whose counts are known: windows are pooled, sum over sum."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import numpy as np

from funnel.grids import Grid
from funnel.model import Floats
from funnel.paces import Pace
from funnel.skipping import over
from funnel.statistics import Bank, Statistic, own_scale, tamed
from funnel.trailing import centred_mean, delayed, rolling_sum, rolling_sums, zeroed

TOO_FEW = 4.0  # events, or non-events, that a window must expect to be judged
_NEAR = 28  # periods before a single one
_LEAST = 0.015
Pairs = Sequence[tuple[int, int]]


def share_bank(grid: Grid, pace: Pace) -> Bank:
    """On the angle scale 2·asin √p, where a share of n has variance 1/n at any p (Anscombe 1948);
    so no scale is below chance, and a window that expects fewer than four events or non-events is
    not judged. A period without a denominator is no period."""
    n = np.where(grid.denominators > 0, grid.denominators, np.nan)
    p = np.where(np.isfinite(n), np.clip(grid.values / 100.0, 0.0, 1.0), np.nan)
    laid = angle(p)
    season = _season(laid, p, n, pace)
    level = laid - season
    recent = over(grid.gone, partial(_recent, size=pace.single or _NEAR), p, n, season)
    one, near = rolling_sums(n, (1, _NEAR))
    single = Statistic(1, level - recent, _floor(one, near, 1))
    reach = pace.pooled_clip * own_scale(single, grid, pace)
    calm = share_of(tamed(level, recent, reach) + season) if pace.pooled_clip else p
    distances = over(grid.gone, partial(_distances, pairs=pace.pooled), calm, p, n, season)
    floors = over(grid.gone, partial(_floors, pairs=pace.pooled), n)
    sizes = [size for size, _ in pace.pooled]
    lasting = tuple(map(Statistic, sizes, distances, floors))
    judged = _judged(single.distance, p, one, near, rolling_sum(p * n, _NEAR), 1)
    return Bank(level, Statistic(1, judged, single.floor), lasting)


def angle(p: Floats) -> Floats:
    laid = np.clip(p, 0.0, 1.0)
    np.arcsin(np.sqrt(laid, out=laid), out=laid)
    return 2.0 * laid


def share_of(laid: Floats) -> Floats:
    share: Floats = np.sin(np.clip(laid, 0.0, np.pi) / 2.0) ** 2
    return share


def _season(laid: Floats, p: Floats, n: Floats, pace: Pace) -> Floats:
    """The effect of each turn of the season: distance from the share around it, weighted by n."""
    if not pace.depth:
        return np.zeros_like(p)
    size = pace.season + 1 - pace.season % 2
    here = zeroed(n)
    mean_hits = centred_mean(zeroed(p) * here, size)
    around = angle(mean_hits / np.maximum(centred_mean(here, size), 1e-9))
    gap = (laid - around) * here
    known = np.isfinite(gap)
    total, weight, count = (
        _of_turns(np.where(known, one, 0.0), pace) for one in (gap, here, np.ones_like(here))
    )
    effect: Floats = total / np.maximum(weight, 1e-9) * count / (count + 1.0)
    return effect


def _of_turns(values: Floats, pace: Pace) -> Floats:
    """Sum over the last turns of the season."""
    (total,) = rolling_sums(values, (pace.depth,), step=pace.season)
    return zeroed(delayed(total, pace.season))


def _sums(values: Floats, sizes: Collection[int]) -> Mapping[int, Floats]:
    """Of windows that end at each period, by their size."""
    return dict(zip(sizes, rolling_sums(values, tuple(sizes)), strict=True))


def _pooled(hits: Floats, count: Floats, tilt: Floats) -> Floats:
    """Angle of the pooled share, less the mean season; `tilt` is its sum weighted by counts."""
    room = np.maximum(count, 1e-9)
    laid = angle(hits / room) - tilt / room
    np.copyto(laid, np.nan, where=count <= 0)
    return laid


def _recent(p: Floats, n: Floats, season: Floats, size: int) -> Floats:
    hits, count, tilt = (rolling_sum(one, size) for one in (p * n, n, season * n))
    return delayed(_pooled(hits, count, tilt), 1)


def _distances(calm: Floats, p: Floats, n: Floats, season: Floats, pairs: Pairs) -> Floats:
    """For each pair that of the newest periods from those before them."""
    bases = {base for _, base in pairs}
    sizes = {size for size, _ in pairs} | bases
    counts, tilts = _sums(n, sizes), _sums(season * n, sizes)
    angles = {
        size: _pooled(hits, counts[size], tilts[size])
        for size, hits in _sums(calm * n, sizes).items()
    }
    hits = _sums(p * n, bases)
    return np.stack(
        [
            _judged(
                angles[size] - delayed(angles[base], size),
                p,
                counts[size],
                counts[base],
                hits[base],
                size,
            )
            for size, base in pairs
        ]
    )


def _floors(n: Floats, pairs: Pairs) -> Floats:
    counts = _sums(n, {size for pair in pairs for size in pair})
    return np.stack([_floor(counts[size], counts[base], size) for size, base in pairs])


def _floor(count: Floats, before: Floats, size: int) -> Floats:
    """The least scale: chance in the window and in those before it, and 0.015."""
    chance = 1.0 / np.maximum(zeroed(delayed(before, size)), 1.0)
    chance += 1.0 / np.maximum(count, 1.0)
    return np.maximum(np.sqrt(chance), _LEAST)


def _judged(
    distance: Floats, p: Floats, count: Floats, before: Floats, hits: Floats, size: int
) -> Floats:
    """Windows in which enough events, and enough non-events, were to be expected by the `hits`
    among the counts `before` them."""
    usual = delayed(hits, size) / np.maximum(delayed(before, size), 1e-9)
    enough = np.minimum(usual, 1.0 - usual) * count >= TOO_FEW
    return np.where(enough & np.isfinite(p), distance, np.nan)
