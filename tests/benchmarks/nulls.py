"""Series on which nothing happens: simulated counts, shares and times, and real ones in blocks."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np

from funnel.catalogue.entries import Direction, Metric, NoiseModel, Unit
from funnel.medians import rolling_median
from funnel.model import Floats, Series
from tests.benchmarks.detecting import SHARE, UNKNOWN, series_of

FIRST = np.datetime64("2023-01-02")
BLOCK = 28  # days: whole weeks, so that weekdays keep their place
_SLOW = 29  # days of the centred median that is a real series' own slow movement
_TIMES = replace(UNKNOWN, unit=Unit.SECONDS, noise=NoiseModel.LOGNORMAL_MEAN)


class Kind(StrEnum):
    """Kinds of chance."""

    COUNTS = "counts"
    SHARES = "shares with denominators"
    TIMES = "times"
    REAL = "real series in blocks"


def null(
    kind: Kind, days: int, rng: np.random.Generator, *, real: Sequence[Floats]
) -> tuple[Series, Metric]:
    """One series and its metric, whose good direction is drawn; `real` are daily values."""
    season = np.exp(rng.normal(0.0, rng.choice([0.03, 0.15, 0.3]), 7))[np.arange(days) % 7]
    level = season * np.exp(_wander(days, rng))
    direction = rng.choice([Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER])
    match kind:
        case Kind.COUNTS:
            made, metric = _plain(_counts(level, rng)), UNKNOWN
        case Kind.SHARES:
            made, metric = _shares(level, rng), SHARE
        case Kind.TIMES:
            made, metric = _plain(_means_of_times(level, rng)), _TIMES
        case Kind.REAL:
            made, metric = _plain(in_blocks(real[rng.integers(len(real))], days, rng)), UNKNOWN
    return made, replace(metric, direction=Direction(direction))


def in_blocks(values: Floats, days: int, rng: np.random.Generator) -> Floats:
    """Block bootstrap (Künsch 1989) of what is left of the logs without weekday and slow movement:
    wild days and short waves stay, the level and the weekdays are those of the whole."""
    logs = np.log(np.maximum(values, 0.01 * np.median(values[values > 0])))
    slow = np.roll(rolling_median(logs[None], _SLOW)[0], -(_SLOW // 2))
    there = np.isfinite(slow)
    there[-(_SLOW // 2) :] = False
    rest = logs - slow
    weekday = np.array([np.median(rest[there & (np.arange(len(rest)) % 7 == n)]) for n in range(7)])
    firsts = [at for at in range(0, len(rest) - BLOCK, 7) if there[at : at + BLOCK].all()]
    blocks = [rest[at : at + BLOCK] for at in rng.choice(firsts, size=days // BLOCK + 1)]
    level = float(np.median(slow[there]))
    shifted = np.concatenate(blocks)[:days] - weekday[np.arange(days) % 7]
    made: Floats = np.exp(level + weekday[np.arange(days) % 7] + shifted)
    return made


def _wander(days: int, rng: np.random.Generator) -> Floats:
    """AR(1) of the log level: none, or 4 % a day that half lasts."""
    size = float(rng.choice([0.0, 0.04]))
    steps = rng.normal(0.0, size, days) if size else np.zeros(days)
    found = np.zeros(days)
    for day in range(1, days):
        found[day] = 0.5 * found[day - 1] + steps[day]
    return found


def _counts(level: Floats, rng: np.random.Generator) -> Floats:
    """Negative binomial, variance m + m²/50."""
    mean = float(np.exp(rng.uniform(np.log(10), np.log(2000)))) * level
    made: Floats = rng.poisson(rng.gamma(50.0, mean / 50.0)).astype(np.float64)
    return made


def _shares(level: Floats, rng: np.random.Generator) -> Series:
    """Binomial shares of 2 to 30 % of 50 to 2,000 a day; the season is that of the denominator."""
    size = float(np.exp(rng.uniform(np.log(50), np.log(2000))))
    share = float(np.exp(rng.uniform(np.log(0.02), np.log(0.3))))
    asked = np.maximum(rng.poisson(size * level), 1)
    hits = rng.binomial(asked, share)
    made = _plain(100.0 * hits / asked)
    return replace(made, numerators=hits.astype(float), denominators=asked.astype(float))


def _means_of_times(level: Floats, rng: np.random.Generator) -> Floats:
    """Means of 10 to 100 lognormal times a day, of about a quarter of an hour."""
    each = int(rng.integers(10, 100))
    made: Floats = rng.lognormal(0.0, 0.8, (len(level), each)).mean(axis=1) * 900.0 * level
    return made


def _plain(values: Floats) -> Series:
    return series_of(FIRST + np.arange(len(values)), values)
