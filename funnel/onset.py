"""When a break began: an interval for its first period, with both shapes weighed."""

from dataclasses import dataclass

import numpy as np

from funnel.model import Floats, Side
from funnel.season import Rows

LOOK_BACK = 42  # the onset lies within this many of the newest periods
_USED = 70  # periods that the fit reads
_CLIP = 4.0  # sigma; single wild days must not date a break
_TEMPER = 2.0  # errors are no normal ones: weigh the evidence half
_STEP_PRIOR = 0.6
_RECENCY = np.array([[10.0], [25.0]])  # periods; a step is found soon after it began, a ramp late
_COVER = 0.8
_LEAST = 8  # values; fewer: the newest period is all that can be said


@dataclass(frozen=True, slots=True)
class Onset:
    """Rows of the series: the likeliest first one, and an 80 % interval. `ramp` is the posterior
    probability that it is a slope (for which the onset is "at the latest")."""

    at: int
    low: int
    high: int
    ramp: float


def date_onset(level: Floats, step: float, *, newest: int, side: Side) -> Onset:
    """`level` is free of season (NaN allowed), `step` the scale of one period on it.

    Posterior over the onset s: a step (new level from s) or a ramp (slope from s), least squares
    on up to 70 periods, weight exp(−SSE / (2·τ·(1+r)/(1−r))) with r the lag-1 correlation before.
    Only changes to its `side` explain a break: a good month that began earlier is no onset.
    """
    rows = np.arange(max(0, newest - _USED + 1), newest + 1)
    rows = rows[np.isfinite(level[rows])]
    if len(rows) < _LEAST or not step > 0:
        return Onset(newest, newest, newest, 0.0)
    noise = level[rows] / step
    noise = noise - np.median(noise[: max(len(noise) // 2, 1)])
    noise = noise if side is Side.UP else -noise
    weights = _weights(np.clip(noise, -4 * _CLIP, 4 * _CLIP), rows, newest)
    by_row = weights.sum(axis=0)
    order = np.argsort(-by_row, kind="stable")
    inside = order[: int(np.searchsorted(np.cumsum(by_row[order]), _COVER)) + 1]
    return Onset(
        int(rows[order[0]]),
        int(rows[inside.min()]),
        int(rows[inside.max()]),
        float(weights[1].sum()),
    )


def _weights(noise: Floats, rows: Rows, newest: int) -> Floats:
    """Posterior of (step, ramp) × onset, summing to 1; zero for onsets out of reach."""
    n = len(noise)
    ages = np.arange(n)
    since = ages[None, :] - ages[:, None]  # onset × period
    after = since >= 0
    shapes = np.stack([after.astype(np.float64), np.where(after, since + 1.0, 0.0)])
    sse = _misfit(noise, shapes)
    correlation = _correlation(noise)
    spread = 2.0 * _TEMPER * (1.0 + correlation) / (1.0 - correlation)
    age = (newest - rows)[None, :]
    prior = np.log([[_STEP_PRIOR], [1.0 - _STEP_PRIOR]]) - age / _RECENCY
    logs = np.where(age < LOOK_BACK, prior - sse / spread, -np.inf)
    logs[:, 0] = -np.inf  # a level before the onset is needed
    likely = np.exp(logs - logs.max())
    posterior: Floats = likely / likely.sum()
    return posterior


def _misfit(noise: Floats, shapes: Floats) -> Floats:
    """Sum of squared errors, clipped at 4 sigma, of level + size × shape for each shape and onset,
    with a size that is not negative."""
    centred = shapes - shapes.mean(axis=2, keepdims=True)
    room = np.maximum((centred**2).sum(axis=2), 1e-9)
    size = np.maximum((centred * (noise - noise.mean())).sum(axis=2) / room, 0.0)
    errors = noise - noise.mean() - size[:, :, None] * centred
    sse: Floats = (np.clip(errors, -_CLIP, _CLIP) ** 2).sum(axis=2)
    return sse


def _correlation(noise: Floats) -> float:
    """Lag-1 correlation of the older half, where the break is not yet; 0–0.9."""
    older = np.clip(noise[: max(len(noise) // 2, 4)], -_CLIP, _CLIP)
    older = older - older.mean()
    room = float(older @ older)
    return min(max(float(older[1:] @ older[:-1]) / room, 0.0), 0.9) if room > 0 else 0.0
