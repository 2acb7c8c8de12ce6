"""Inside a part: who came (mix) apart from how they behaved (rate), by the segments of a cut.

For a share or mean r = Σ w·r over segments with weights w, the change splits exactly into
mix Σ Δw·(r̄s − r̄) and rate Σ w̄·Δr with means of both periods (Kitagawa 1955; Marshall–Edgeworth
weights): the interaction is given half to each, which is the Shapley value of two factors.
A segment without weight in one period is taken to behave there as in the other, so a new or
vanished segment is all mix. Both are turned into the metric's unit by the part's own weight, so
that they add up to the part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite

import numpy as np

from funnel.explain.draws import limits
from funnel.explain.gap import Drawn, Effect, divide
from funnel.explain.sides import Inside, Sides
from funnel.model import Floats

REST = ""
"""The name of what the whole has beyond its segments."""
CARRIES = 2.0 / 3.0
"""The leading segments are the fewest that carry so much of a part."""
MOST_LEADING = 3
_WEIGHTY = 0.02  # segments below this share do not decide what "every segment" does
_FLAT = 0.002  # relative change of a rate that counts as a change
_LEAST_CASES = {"sessions": 300, "cart_starts": 100, "orders": 50}
_LEAST = 30


class Paradox(StrEnum):
    """Simpson's: the whole goes one way, each of its segments the other."""

    EACH_HIGHER = "each_higher"  # every segment rose, the whole fell
    EACH_LOWER = "each_lower"


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    """One segment. Shares (0–1) are of the amount that is divided by, or of the amount itself for
    a part that is one; rates are None for those, and where nobody came. `mix` and `rate` are in
    the metric's unit, `low`–`high` the 95 % range of their sum; `cases` is how many the smaller of
    both periods counts, `small`: too few to tell."""

    name: str
    before_share: float
    now_share: float
    before_rate: float | None
    now_rate: float | None
    mix: float
    rate: float
    cases: float
    small: bool
    low: float | None = None
    high: float | None = None

    @property
    def amount(self) -> float:
        return self.mix + self.rate

    @property
    def is_certain(self) -> bool:
        """Its range does not hold zero; nobody knows with few days."""
        return self.low is None or self.high is None or self.low * self.high > 0


@dataclass(frozen=True, slots=True)
class CutSplit:
    """A part by one dimension; largest segments first. `amount` = `mix` + `rate` = the sum over
    the segments. `leading` are the few that carry `carried` (share) of it; `uneven` is how far
    the effects are from the segments' usual shares: 0 for a change that hits all alike."""

    dimension: str
    part: str
    amount: float
    mix: float
    rate: float
    segments: tuple[SegmentEffect, ...]
    leading: tuple[str, ...]
    carried: float
    uneven: float
    paradox: Paradox | None = None

    def segment(self, name: str) -> SegmentEffect | None:
        return next((one for one in self.segments if one.name == name), None)


def split_cut(
    drawn: Drawn,
    effect: Effect | None,
    sides: Sides,
    *,
    dimension: str,
    names: Sequence[str],
    spread: float,
) -> CutSplit:
    """`effect` is the part to look into, None for a plain ratio as a whole."""
    split, inside = drawn.split, Inside.of(effect)
    whole = drawn.gaps
    if effect is not None:
        whole = drawn.parts[:, split.effects.index(effect)]
    every = [*names, REST] if sides.has_rest else list(names)
    mix, rate = _effects(sides, whole, (split.before + split.now) / 2.0, inside.is_step)
    level = split.chain.levels[inside.below].key
    least = _LEAST_CASES.get(level, split.chain.metric.min_denominator or _LEAST)
    figures, least = _figures(sides), least if inside.is_step else 0
    rows = [
        _segment(name, figures[place], (mix[0, place], rate[0, place]), least)
        for place, name in enumerate(every)
    ]
    ends = limits((mix + rate)[:, : len(rows)], spread)
    if ends is not None:
        rows = [replace(row, low=a, high=b) for row, a, b in zip(rows, *ends, strict=True)]
    amount = split.gap if effect is None else effect.amount
    part = split.chain.metric.key if effect is None else effect.part.key
    return _settled(dimension, part, amount, rows, _paradox(sides) if inside.is_step else None)


def best_cut(cuts: Sequence[CutSplit]) -> CutSplit | None:
    """The dimension in which the effect is least evenly spread over certain segments."""
    known = [one for one in cuts if one.segments]
    return max(known, key=lambda one: (one.uneven, one.carried), default=None)


def _effects(sides: Sides, whole: Floats, unit: float, is_step: bool) -> tuple[Floats, Floats]:
    """rows × segments of mix and of rate; they add up to `whole` (rows). `unit` is the metric's
    mean value of both periods, which a part that did not change is weighed by."""
    if not is_step:
        change = sides.above[1] - sides.above[0]
        middle = (sides.above[1] + sides.above[0]).sum(axis=1) / 2.0
        rate = change * _per(whole, change.sum(axis=1), middle, unit)[:, None]
        return np.zeros_like(rate), _filled(rate, whole)
    shares = [
        part / np.where(total == 0, 1.0, total)[:, None]
        for part, total in zip(sides.below, sides.whole_below, strict=True)
    ]
    old, new = (divide(*pair) for pair in zip(sides.above, sides.below, strict=True))
    old = np.where(np.isfinite(old), old, np.where(np.isfinite(new), new, 0.0))
    new = np.where(np.isfinite(new), new, old)
    mean = sum((share * rate).sum(axis=1) for share, rate in zip(shares, (old, new), strict=True))
    level = (np.asarray(mean) / 2.0)[:, None]
    mix = (shares[1] - shares[0]) * ((old + new) / 2.0 - level)
    rate = (shares[1] + shares[0]) / 2.0 * (new - old)
    per = _per(whole, (mix + rate).sum(axis=1), level[:, 0], unit)[:, None]
    return mix * per, _filled(rate * per, whole - (mix * per).sum(axis=1))


def _per(whole: Floats, change: Floats, middle: Floats, unit: float) -> Floats:
    """The metric's unit for a unit of change; where the sum of the changes is next to nothing, by
    the limit for small ones, so that what cancels out inside is still seen."""
    still = np.abs(change) <= 1e-9 * np.abs(middle)
    limit = unit / np.where(middle == 0, np.inf, middle)
    per: Floats = np.where(still, limit, whole / np.where(still, 1.0, change))
    return per


def _filled(parts: Floats, whole: Floats) -> Floats:
    """Rounding, and a part without any change inside, go to the largest."""
    rest = whole - parts.sum(axis=1)
    largest = np.abs(parts).argmax(axis=1)
    closed = parts.copy()
    closed[np.arange(len(parts)), largest] += rest
    return closed


def _segment(name: str, sides: Floats, effects: tuple[float, float], least: float) -> SegmentEffect:
    """`sides` are shares, rates and amounts, before and now; `least` cases are needed to tell, 0
    for amounts, which have no rate."""
    before_share, now_share, before_rate, now_rate, before, now = sides.tolist()
    mix, rate = (float(effect) for effect in effects)
    cases = min(before, now)
    return SegmentEffect(
        name,
        before_share,
        now_share,
        before_rate if least and isfinite(before_rate) else None,
        now_rate if least and isfinite(now_rate) else None,
        mix,
        rate,
        cases,
        cases < least,
    )


def _figures(sides: Sides) -> Floats:
    """Segments × (shares, rates, amounts; each before and now), without draws."""
    columns = []
    for part, whole in zip(sides.below, sides.whole_below, strict=True):
        columns.append(part[0] / whole[0] if whole[0] else np.zeros_like(part[0]))
    for above, below in zip(sides.above, sides.below, strict=True):
        columns.append(divide(above[0], below[0]))
    return np.stack([*columns, *(part[0] for part in sides.below)], axis=-1)


def _settled(
    dimension: str, part: str, whole: float, rows: list[SegmentEffect], paradox: Paradox | None
) -> CutSplit:
    ordered = tuple(sorted(rows, key=lambda row: -abs(row.amount)))
    leading, carried = _leading(ordered, whole)
    return CutSplit(
        dimension,
        part,
        whole,
        sum(row.mix for row in rows),
        sum(row.rate for row in rows),
        ordered,
        leading,
        carried,
        _uneven(ordered, whole),
        paradox,
    )


def _leading(rows: Sequence[SegmentEffect], whole: float) -> tuple[tuple[str, ...], float]:
    """The fewest segments of the change's own direction that carry two thirds of it."""
    way = -1.0 if whole < 0 else 1.0
    pulling = [row for row in rows if way * row.amount > 0 and row.name != REST and row.is_certain]
    total, names = 0.0, []
    for row in pulling[:MOST_LEADING]:
        if total >= CARRIES * abs(whole):
            break
        names.append(row.name)
        total += abs(row.amount)
    return tuple(names), total / abs(whole) if whole else 0.0


def _uneven(rows: Sequence[SegmentEffect], whole: float) -> float:
    """Jensen–Shannon divergence (nats) of the effects' shares from the segments' usual shares, as
    in Adtributor (Bhagwan et al. 2014); segments whose effect may be chance count as usual."""
    way = -1.0 if whole < 0 else 1.0
    pulls = [max(way * row.amount, 0.0) if row.is_certain else 0.0 for row in rows]
    size = sum(pulls)
    if not size:
        return 0.0
    usual = np.array([max(row.before_share, 0.0) for row in rows])
    seen = np.array(pulls) / size
    middle = (usual + seen) / 2.0
    return float(_entropy_to(usual, middle) + _entropy_to(seen, middle)) / 2.0


def _entropy_to(one: Floats, middle: Floats) -> float:
    some = one > 0
    return float((one[some] * np.log(one[some] / middle[some])).sum())


def _paradox(sides: Sides) -> Paradox | None:
    """Whether every weighty segment moved against the whole."""
    rates = [divide(*pair)[0] for pair in zip(sides.above, sides.below, strict=True)]
    wholes = [divide(*pair)[0] for pair in zip(sides.whole_above, sides.whole_below, strict=True)]
    shares = [
        part[0] / total[0] if total[0] else part[0]
        for part, total in zip(sides.below, sides.whole_below, strict=True)
    ]
    weighty = (np.minimum(*shares) > _WEIGHTY) & np.isfinite(rates[0]) & np.isfinite(rates[1])
    moves = (rates[1] - rates[0])[weighty]
    steps = _FLAT * np.abs(rates[0][weighty])
    if len(moves) < 2 or not np.isfinite(wholes).all():
        return None
    fell, least = wholes[1] - wholes[0], _FLAT * abs(wholes[0])
    if fell < -least and bool((moves > steps).all()):
        return Paradox.EACH_HIGHER
    if fell > least and bool((moves < -steps).all()):
        return Paradox.EACH_LOWER
    return None
