"""Weights of the centres by their own past errors on this very series, and the spread around them.

Combining forecasts by past performance: Bates and Granger (1969); weights as tempered exponentials
of log errors: Yao, Vehtari, Simpson, Gelman (2018). Errors of overlapping windows are measured at
the horizon itself, never derived from those of one step.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.forecast.calibration import Calibration
from funnel.forecast.centres import Centres
from funnel.forecast.history import History
from funnel.forecast.spread import Spread
from funnel.model import Floats

Flags = NDArray[np.bool_]

_TINY = 1e-12
_LEAST_SHARE = 0.25  # of the variance, however well the centres agree
_YEARS_TOLD = 3.0  # independent errors from which those with a known year alone count
_ENOUGH_ERRORS = 8  # from which the errors' own shape counts
_STEPS = np.log([2.0, 4.0, 9.0])  # leads of the shipped spreads, in weeks
_DAYS_A_WEEK = 7.0
_BEFORE, _AFTER_TOTAL, _AFTER_LEVEL = 0.3, 0.25, 0.35  # slopes outside of them
_WEEKLY_CHANGE, _MONTHLY_CHANGE = np.exp(-2.97), np.exp(-2.56)
_WEEKLY_POWER, _MONTHLY_POWER = 0.5, 0.35
_BLOCK = 4  # steps


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """`weights` belong to `names`; `effective` is how many independent past errors stand behind the
    spread; `past` are the centre's errors at all past origins (NaN: still to come)."""

    names: tuple[str, ...]
    weights: Floats
    spread: Spread
    effective: float
    past: Floats


def weigh(
    history: History, centres: Centres, *, width: int, lead: int, calibration: Calibration
) -> Weighed:
    """The distribution of the window's laid value. `width` and `lead` are periods."""
    steps = lead / history.step
    independent = min(1.0, 1.0 / steps)
    weights = _weights(centres, independent, calibration)
    mixed, disagreement = _mixed(centres, weights)
    past = centres.outcomes - mixed
    used = centres.told
    if independent * np.count_nonzero(used & centres.year_known) >= _YEARS_TOLD:
        used = used & centres.year_known
    errors = past[used]
    prior = _prior_scale(history, width, lead, calibration)
    effective = independent * len(errors)
    squares = calibration.prior_scale * prior**2
    squares += calibration.own_share * independent * float(errors @ errors)
    variance = squares / (calibration.prior_scale + effective)
    if len(errors):
        more = float(disagreement[-1] - disagreement[used].mean())
        variance = max(variance + calibration.disagreement * more, _LEAST_SHARE * variance)
    scale = float(np.sqrt(variance * _widening(history, centres, width, effective, calibration)))
    own = np.empty(0)
    if len(errors) >= _ENOUGH_ERRORS:
        own = errors * (scale / max(float(np.sqrt(np.mean(errors**2))), _TINY))
    spread = Spread(float(mixed[-1]), scale, own, calibration.kernel, calibration.bandwidth)
    return Weighed(centres.names, weights, spread, effective, past)


def _widening(
    history: History, centres: Centres, width: int, effective: float, calibration: Calibration
) -> float:
    """Times the variance: what little history does not tell."""
    wider = 1.0
    if not centres.seasonal:
        wider = calibration.yearless * (1.0 + calibration.unproven / (1.0 + effective))
    if len(history) < 2 * width:
        wider *= 1.0 + width / len(history)
    return wider


def _weights(centres: Centres, independent: float, calibration: Calibration) -> Floats:
    """Seasonal centres are compared with "no change" on the origins that they can be told at."""
    told = centres.told
    count = np.count_nonzero(told)
    if not count:
        return _tempered(_head_start(centres, calibration))
    errors = np.where(told, centres.outcomes - centres.laid, 0.0)
    usual = max(float(errors[0] @ errors[0]) / count, _TINY)
    squares = np.minimum(errors**2, calibration.cap**2 * usual)
    worth = np.where(told, 0.5 ** (centres.ages / calibration.half_life), 0.0)
    prior = calibration.prior_errors

    def mean_square(rows: Floats, worth: Floats) -> Floats:
        known = np.where(worth > 0, rows, 0.0) @ worth
        means: Floats = (independent * known + prior * usual) / (independent * worth.sum() + prior)
        return means

    plain = len(centres.names) - centres.seasonal
    sizes = mean_square(squares[:plain], worth)
    if centres.seasonal:
        comparable = worth * centres.year_known
        seasonal = mean_square(squares[plain:], comparable)
        base = mean_square(squares[:1], comparable)
        sizes = np.concatenate([sizes, seasonal / base * sizes[0]])
    powers = -calibration.sharpness * independent * count / 2.0 * np.log(sizes)
    powers += _head_start(centres, calibration)
    return _tempered(powers)


def _head_start(centres: Centres, calibration: Calibration) -> Floats:
    """Log weights before any error counts: few origins can tell of years, so that the season would
    be outvoted by centres that differ in nothing but their length."""
    told = np.count_nonzero(centres.told & centres.year_known) / centres.year
    fading = max(1.0 - told / calibration.season_years, 0.0)
    start = np.zeros(len(centres.names))
    start[len(start) - centres.seasonal :] = fading * np.log(calibration.season_weight)
    return start


def _tempered(powers: Floats) -> Floats:
    weights = np.exp(powers - powers.max())
    shares: Floats = weights / weights.sum()
    return shares


def _mixed(centres: Centres, weights: Floats) -> tuple[Floats, Floats]:
    """At each origin the weighted centre of those known, and their weighted variance."""
    known = np.isfinite(centres.laid)
    laid = np.where(known, centres.laid, 0.0)
    worth = weights[:, None] * known
    total = worth.sum(axis=0)
    mixed = (worth * laid).sum(axis=0) / total
    return mixed, (worth * (laid - mixed) ** 2).sum(axis=0) / total


def _prior_scale(history: History, width: int, lead: int, calibration: Calibration) -> float:
    """The usual size of an error, from the changes between neighbouring steps and blocks of four,
    at this lead; between a total and a level for windows between both."""
    weeks = np.log(max(lead / history.step * history.step_days / _DAYS_A_WEEK, 0.3))
    total = _at(weeks, calibration.spread_of_total, _AFTER_TOTAL)
    level = _at(weeks, calibration.spread_of_level, _AFTER_LEVEL)
    apart = min(max((lead - width) / max(lead - history.step, 1), 0.0), 1.0)
    short = _change(history, history.step, _WEEKLY_CHANGE)
    long = _change(history, _BLOCK * history.step, _MONTHLY_CHANGE)
    size = np.exp(total + apart * (level - total))
    return float(size * short**_WEEKLY_POWER * long**_MONTHLY_POWER)


def _at(weeks: float, spreads: tuple[float, float, float], after: float) -> float:
    if weeks > _STEPS[-1]:
        return float(spreads[-1] + after * (weeks - _STEPS[-1]))
    if weeks < _STEPS[0]:
        return float(spreads[0] - _BEFORE * (_STEPS[0] - weeks))
    return float(np.interp(weeks, _STEPS, spreads))


def _change(history: History, width: int, usual: float) -> float:
    """Root mean square change between neighbouring blocks of `width` periods, with one block more
    that changed as much as is usual."""
    ends = np.arange(len(history), width - 1, -history.step)[::-1]
    laid = history.laid(ends, width)
    apart = width // history.step
    changes = laid[apart:] - laid[:-apart]
    blocks = len(changes) / apart
    return float(np.sqrt((changes @ changes / apart + usual**2) / (blocks + 1.0)))
