"""A metric of the workspace's own, made from a column's name and a look at its numbers."""

import re
from dataclasses import dataclass

import numpy as np

from funnel.catalogue.entries import (
    Aggregation,
    Cadence,
    Direction,
    Formula,
    GoalMode,
    Metric,
    NoiseModel,
    Term,
    Unit,
)
from funnel.model import Floats
from funnel.plain import plain

SECONDS_IN = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
_TIMED = re.compile(r"(?P<stem>\w+)_(?P<last>seconds|minutes|hours|days)")
_TIMED_FIRST = re.compile(r"(?P<last>seconds|minutes|hours|days)_(?P<stem>\w+)")
_WINDOW = re.compile(r"_\d{1,3}d$")
_SHARE = re.compile(r"_(?:rate|share|pct|percent)$")
_MONEY = re.compile(r"(?:^|_)(?:revenue|refunds?|costs?|spend|profit|margin|fees?)(?:_|$)")

_NOISE = {
    Unit.COUNT: NoiseModel.OVERDISPERSED_COUNT,
    Unit.PERCENT: NoiseModel.BINOMIAL,
    Unit.CURRENCY: NoiseModel.LOGNORMAL_SUM,
    Unit.SECONDS: NoiseModel.LOGNORMAL_MEAN,
    Unit.RATIO: NoiseModel.RATIO_HEAVY_TAILED,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A column's numbers as the file has them; parts are NaN where it has none."""

    values: Floats
    numerators: Floats
    denominators: Floats

    @property
    def has_parts(self) -> bool:
        return bool(np.any(np.isfinite(self.denominators)))


def created_metric(
    name: str, sample: Sample, *, direction: Direction = Direction.NEUTRAL
) -> Metric:
    """Percent for names such as `_rate` and `_share` and for parts that never exceed the whole;
    a time for `_hours` and the like; else a ratio if there are denominators, else a sum.

    It belongs to no stage, and its values are checked against 0 only if the sample never is below.
    """
    key = snake(name)
    unit = _unit(key, sample)
    ratio = unit in (Unit.PERCENT, Unit.SECONDS) or sample.has_parts
    stem = _stem(key) if unit is Unit.SECONDS else key
    mean = Aggregation.WEIGHTED_MEAN if unit is Unit.SECONDS else Aggregation.RATIO_OF_SUMS
    how = mean if ratio else Aggregation.SUM
    label = stem.replace("_", " ")
    positive = bool(np.all(sample.values >= 0))
    return Metric(
        key=stem,
        name=label[:1].upper() + label[1:],
        definition=f"Imported as {name}.",
        unit=unit,
        decimals=_decimals(unit, sample),
        direction=direction,
        formula=_formula(stem, unit, ratio=ratio),
        over_time=how,
        across_segments=how,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL if ratio else GoalMode.CUMULATIVE,
        noise=NoiseModel.LOGNORMAL_MEAN if ratio and unit is Unit.CURRENCY else _NOISE[unit],
        low=0.0 if positive or unit is Unit.PERCENT else None,
        high=100.0 if unit is Unit.PERCENT else None,
        aliases=() if stem == key else (key.replace("_", " "),),
        custom=True,
    )


def snake(name: str) -> str:
    """ "Refunds (EUR)" → "refunds_eur"."""
    key = re.sub(r"[^a-z0-9]+", "_", plain(name).casefold()).strip("_")
    return key if key[:1].isalpha() else f"metric_{key}".rstrip("_")


def time_factor(name: str) -> float | None:
    """Seconds in the unit that the name says: 3600 for reply_hours, 86,400 for days_to_deal."""
    match = _timed(snake(name))
    return None if match is None else SECONDS_IN[match["last"]]


def _timed(key: str) -> re.Match[str] | None:
    return _TIMED.fullmatch(key) or _TIMED_FIRST.fullmatch(key)


def _stem(key: str) -> str:
    match = _timed(key)
    return key if match is None else match["stem"]


def _unit(key: str, sample: Sample) -> Unit:
    if _timed(key):
        return Unit.SECONDS
    if _SHARE.search(_WINDOW.sub("", key)) or _never_above_whole(sample):
        return Unit.PERCENT
    if _MONEY.search(key) and (sample.has_parts or not _whole(sample.values)):
        return Unit.CURRENCY
    return Unit.RATIO if sample.has_parts else Unit.COUNT


def _never_above_whole(sample: Sample) -> bool:
    known = np.isfinite(sample.numerators) & (sample.denominators > 0)
    n, d = sample.numerators[known], sample.denominators[known]
    return bool(known.any()) and bool(np.all((n >= 0) & (n <= d)))


def _whole(values: Floats) -> bool:
    return bool(np.all(values == np.round(values)))


def _decimals(unit: Unit, sample: Sample) -> int:
    match unit:
        case Unit.PERCENT:
            return 1
        case Unit.SECONDS:
            return 0
        case Unit.COUNT if _whole(sample.values):
            return 0
        case _:
            return 2


def _formula(key: str, unit: Unit, *, ratio: bool) -> Formula:
    if not ratio:
        return Formula((Term(key),), (), 1.0, key)
    scale = 100.0 if unit is Unit.PERCENT else 1.0
    top, bottom = f"{key}_numerator", f"{key}_denominator"
    times = "100 × " if scale == 100 else ""
    return Formula((Term(top),), (Term(bottom),), scale, f"{times}{top} / {bottom}")
