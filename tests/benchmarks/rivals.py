"""Cheap forecasts of P(goal reached) that ours is compared with; each reads the history alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rival = Callable[[Floats, Mapping[str, Any], int], float]

_TINY = 1e-12
_LEAST_SPREAD, _MOST_SPREAD = 0.01, 1.0
_IQR_TO_SIGMA = 1.349


def always_half(_: Floats, __: Mapping[str, Any], ___: int) -> float:
    return 0.5


def flat_pace(history: Floats, asked: Mapping[str, Any], week: int) -> float:
    """On track or not: the mean of the last four weeks (eight weekly values) carried on."""
    recent = float(history[-4 * week if week > 1 else -8 :].mean())
    value = recent * (asked["horizon"] if asked["kind"] == "sum" else 1)
    return 0.98 if _reaches(value, asked) else 0.02


def past_share(history: Floats, asked: Mapping[str, Any], week: int) -> float:
    """Share of past changes over as long a time that would have done, two pseudo-counts."""
    ratios, need = _ratios(history, asked, week)
    done = ratios >= need if asked["direction"] == "up" else ratios <= need
    return float((done.sum() + 1.0) / (len(ratios) + 2.0))


def normal_ratio(history: Floats, asked: Mapping[str, Any], week: int) -> float:
    """A normal change around none, with the robust spread of past changes."""
    ratios, need = _ratios(history, asked, week)
    low, high = np.percentile(ratios, [25, 75]) if len(ratios) > 2 else (-0.1, 0.1)
    spread = float(np.clip((high - low) / _IQR_TO_SIGMA, _LEAST_SPREAD, _MOST_SPREAD))
    above = 0.5 - 0.5 * np.tanh(0.8 * need / spread)  # a logistic stands in for the normal
    return float(above if asked["direction"] == "up" else 1.0 - above)


def last_week(history: Floats, asked: Mapping[str, Any], week: int) -> float:
    """The newest week goes on, with the errors that this made at the end of each past week."""
    horizon, total = int(asked["horizon"]), asked["kind"] == "sum"
    sums = np.append(0.0, np.cumsum(history))
    width = horizon if total else week
    ends = np.arange(len(history) - horizon, week - 1, -week)
    if not len(ends):
        return 0.5
    came = (sums[ends + horizon] - sums[ends + horizon - width]) / width
    before = np.maximum((sums[ends] - sums[ends - week]) / week, _TINY)
    now = float(sums[-1] - sums[-1 - week]) / week
    values = now * came / before * (horizon if total else 1)
    return float((np.count_nonzero(_reaches(values, asked)) + 1.0) / (len(ends) + 2.0))


def blend(history: Floats, asked: Mapping[str, Any], week: int) -> float:
    """The mean of the last three."""
    parts = (past_share, normal_ratio, last_week)
    return float(np.mean([one(history, asked, week) for one in parts]))


RIVALS: Mapping[str, Rival] = {
    "always 0.5": always_half,
    "flat pace": flat_pace,
    "share of past changes": past_share,
    "normal change": normal_ratio,
    "last week, past errors": last_week,
    "blend of the last three": blend,
}


def recalibrated(chances: Floats, outcomes: Floats) -> tuple[float, float]:
    """Slope and shift on the log odds that fit best (Platt 1999), by Newton's method."""
    odds = log_odds(chances)
    table = np.stack([odds, np.ones(len(odds))], axis=1)
    found = np.array([1.0, 0.0])
    for _ in range(30):
        fitted = logistic(table @ found)
        worth = np.maximum(fitted * (1.0 - fitted), 0.01)
        bend = (table * worth[:, None]).T @ table + 1e-6 * np.eye(2)
        found = found + 0.5 * np.linalg.solve(bend, table.T @ (outcomes - fitted))
    return float(found[0]), float(found[1])


def logistic(odds: Floats) -> Floats:
    chances: Floats = 0.5 + 0.5 * np.tanh(odds / 2.0)
    return chances


def log_odds(chances: Floats) -> Floats:
    inside = np.clip(chances, 0.002, 0.998)
    odds: Floats = np.log(inside / (1.0 - inside))
    return odds


def _ratios(history: Floats, asked: Mapping[str, Any], week: int) -> tuple[Floats, float]:
    """Log changes between windows that lie `horizon` apart, every half horizon; and the change
    that the target asks for."""
    horizon = int(asked["horizon"])
    width = horizon if asked["kind"] == "sum" else week
    sums = np.append(0.0, np.cumsum(history))
    means = (sums[width:] - sums[:-width]) / width
    changes = (
        np.log(means[horizon:] / means[:-horizon]) if means.min() > 0 else _safe(means, horizon)
    )
    target = float(asked["target"]) / (horizon if asked["kind"] == "sum" else 1)
    return changes[:: -max(horizon // 2, 1)], float(np.log(target / max(means[-1], 1e-12)))


def _safe(means: Floats, horizon: int) -> Floats:
    least = max(float(means[means > 0].min()) if (means > 0).any() else 1.0, 1e-12) / 4
    laid = np.log(np.maximum(means, least))
    changes: Floats = laid[horizon:] - laid[:-horizon]
    return changes


def _reaches(value: Any, asked: Mapping[str, Any]) -> Any:
    return value >= asked["target"] if asked["direction"] == "up" else value <= asked["target"]


def chances_of(
    rival: Rival, history: Floats, asked: Sequence[Mapping[str, Any]], week: int
) -> Floats:
    return np.array([rival(history, one, week) for one in asked])
