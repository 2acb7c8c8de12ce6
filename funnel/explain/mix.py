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

import numpy as np

from funnel.explain.amounts import Paired
from funnel.explain.chain import Chain, PartKind
from funnel.explain.draws import Weights, drawn_weights, limits, plain_weights, totals
from funnel.explain.gap import Effect, Split, divide, effects_of
from funnel.model import Floats

REST = ""
"""The name of what the whole has beyond its segments."""
CARRIES = 2.0 / 3.0
"""The leading segments are the fewest that carry so much of a part."""
MOST_LEADING = 3
_REAL = 1e-6  # a rest below this share of the whole is rounding
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


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """draws × segments: what is divided by, and what is counted, in both periods; and the whole's
    (draws). For a part that is an amount both are that amount."""

    below: tuple[Floats, Floats]
    above: tuple[Floats, Floats]
    whole_below: tuple[Floats, Floats]
    whole_above: tuple[Floats, Floats]


def split_cut(
    split: Split,
    effect: Effect | None,
    dimension: str,
    names: Sequence[str],
    *,
    of: Paired,
    cut: Paired,
) -> CutSplit:
    """`effect` is the part to look into, None for a plain ratio as a whole; `of` the totals."""
    chain, whole = split.chain, split.gap if effect is None else effect.amount
    below, above, is_step = _levels(effect)
    plain = plain_weights(of)
    sides = _sides(of, cut, plain, below, above)
    every = [*names, REST] if _has_rest(sides) else list(names)
    mix, rate = _effects(sides, np.array([whole]), _unit(split), is_step=is_step)
    least = _LEAST_CASES.get(chain.levels[below].key, chain.metric.min_denominator or _LEAST)
    rows = [
        _segment(sides, place, name, float(mix[0, place]), float(rate[0, place]), is_step, least)
        for place, name in enumerate(every)
    ]
    rows = _with_ranges(rows, split, effect, of=of, cut=cut, levels=(below, above, is_step))
    return _settled(dimension, chain, effect, whole, rows, _paradox(sides) if is_step else None)


def best_cut(cuts: Sequence[CutSplit]) -> CutSplit | None:
    """The dimension in which the effect is least evenly spread over certain segments."""
    known = [one for one in cuts if one.segments]
    return max(known, key=lambda one: (one.uneven, one.carried), default=None)


def _levels(effect: Effect | None) -> tuple[int, int, bool]:
    if effect is None:
        return 0, 1, True
    part = effect.part
    if part.kind is PartKind.STEP:
        return part.level - 1, part.level, True
    return part.level, part.level, False


def _sides(of: Paired, cut: Paired, weights: Weights, below: int, above: int) -> _Sides:
    now, base = totals(cut, weights)
    all_now, all_base = totals(of, weights)
    return _Sides(
        _closed(base, now, all_base, all_now, below),
        _closed(base, now, all_base, all_now, above),
        (all_base[:, below], all_now[:, below]),
        (all_base[:, above], all_now[:, above]),
    )


def _closed(
    base: Floats, now: Floats, all_base: Floats, all_now: Floats, level: int
) -> tuple[Floats, Floats]:
    """The segments' amounts with the rest behind them."""
    return (
        _with_rest(base[:, :, level], all_base[:, level]),
        _with_rest(now[:, :, level], all_now[:, level]),
    )


def _with_rest(parts: Floats, whole: Floats) -> Floats:
    rest = whole - parts.sum(axis=1)
    rest = np.where(np.abs(rest) <= _REAL * np.abs(whole), 0.0, rest)
    return np.concatenate([parts, rest[:, None]], axis=1)


def _has_rest(sides: _Sides) -> bool:
    return any(bool(part[0, -1]) for part in (*sides.below, *sides.above))


def _unit(split: Split) -> float:
    """The metric's mean value of both periods, which a part that did not change is weighed by."""
    return (split.before + split.now) / 2.0


def _effects(sides: _Sides, whole: Floats, unit: float, *, is_step: bool) -> tuple[Floats, Floats]:
    """draws × segments of mix and of rate; they add up to `whole` (draws)."""
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


def _segment(
    sides: _Sides, place: int, name: str, mix: float, rate: float, is_step: bool, least: float
) -> SegmentEffect:
    before_share, now_share = (
        float(part[0, place] / whole[0]) if whole[0] else 0.0
        for part, whole in zip(sides.below, sides.whole_below, strict=True)
    )
    before_rate, now_rate = (
        float(value) if is_step and np.isfinite(value) else None
        for value in (
            divide(above[:1, place], below[:1, place])[0]
            for above, below in zip(sides.above, sides.below, strict=True)
        )
    )
    cases = min(float(part[0, place]) for part in sides.below)
    return SegmentEffect(
        name,
        before_share,
        now_share,
        before_rate,
        now_rate,
        mix,
        rate,
        cases,
        small=is_step and cases < least,
    )


def _with_ranges(
    rows: list[SegmentEffect],
    split: Split,
    effect: Effect | None,
    *,
    of: Paired,
    cut: Paired,
    levels: tuple[int, int, bool],
) -> list[SegmentEffect]:
    drawn = drawn_weights(of)
    if drawn is None:
        return rows
    below, above, is_step = levels
    parts, gaps = effects_of(split.chain, *totals(of, drawn), drawn)
    place = [one.part.key for one in split.effects].index(effect.part.key) if effect else 0
    whole = gaps if effect is None else parts[:, place]
    sides = _sides(of, cut, drawn, below, above)
    mix, rate = _effects(sides, whole, _unit(split), is_step=is_step)
    point = np.array([row.amount for row in rows])
    low, high = limits((mix + rate)[:, : len(rows)], point, drawn.spread)
    ends = zip(rows, low.tolist(), high.tolist(), strict=True)
    return [replace(row, low=a, high=b) for row, a, b in ends]


def _settled(
    dimension: str,
    chain: Chain,
    effect: Effect | None,
    whole: float,
    rows: list[SegmentEffect],
    paradox: Paradox | None,
) -> CutSplit:
    ordered = tuple(sorted(rows, key=lambda row: -abs(row.amount)))
    leading, carried = _leading(ordered, whole)
    return CutSplit(
        dimension,
        chain.metric.key if effect is None else effect.part.key,
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


def _paradox(sides: _Sides) -> Paradox | None:
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
