"""The gap between two windows, split over the parts of a chain with their certainty."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from funnel.errors import NoComparison
from funnel.explain.amounts import Paired
from funnel.explain.chain import Chain, Part, PartKind
from funnel.explain.divisia import split_product
from funnel.explain.draws import Weights, limits, totals
from funnel.explain.windows import Windows
from funnel.model import Floats

DAYS = Part("days", PartKind.DAYS)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one part did. `before` and `now` are its own values (an amount, a share, an amount
    each; None where there was nothing to divide by); `amount` is in the metric's unit, with its
    95 % range where there are days enough, and `lead` the share of draws in which it is largest."""

    part: Part
    before: float | None
    now: float | None
    amount: float
    low: float | None = None
    high: float | None = None
    lead: float | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """`gap` = `now` − `before` = the sum of the effects' amounts. `left_out` are days that lack a
    level; `days` how many of the newer window were compared."""

    chain: Chain
    windows: Windows
    before: float
    now: float
    gap: float
    effects: tuple[Effect, ...]
    left_out: tuple[date, ...]
    low: float | None = None
    high: float | None = None

    @property
    def days(self) -> int:
        """Of the newer window; paired windows hold only days that were compared."""
        lost = 0 if self.windows.rounds else len(set(self.left_out) & set(self.windows.now))
        return len(self.windows.now) - lost

    @property
    def largest(self) -> Effect:
        """The part that moved most in the gap's direction."""
        way = -1.0 if self.gap < 0 else 1.0
        return max(self.effects, key=lambda one: way * one.amount)

    def effect(self, key: str) -> Effect | None:
        return next((one for one in self.effects if one.part.key == key), None)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The split with its draws: rows × parts, rows; the first row is the split itself."""

    split: Split
    parts: Floats
    gaps: Floats


def split_gap(chain: Chain, paired: Paired, weights: Weights) -> Drawn:
    """Raises NoComparison where a window has no complete day, or nothing to divide by."""
    if not paired.now.shape[-2] or not paired.base.shape[-2]:
        raise _nothing(chain)
    chain = _with_days(chain, paired)
    now, base = totals(paired, weights)
    ours, theirs = _factors(chain, now, weights), _factors(chain, base, weights, base=True)
    value, before = chain.scale * _value(chain, now), chain.scale * _value(chain, base)
    good = np.isfinite(value) & np.isfinite(before)
    if not good[0]:
        raise _nothing(chain)
    value, before = np.where(good, value, 0.0), np.where(good, before, 0.0)
    parts = split_product(ours, theirs, value=value, before=before)
    split = Split(
        chain,
        paired.windows,
        float(before[0]),
        float(value[0]),
        float(value[0] - before[0]),
        tuple(
            Effect(part, _known(old), _known(new), float(amount))
            for part, old, new, amount in zip(
                chain.parts, theirs[0], ours[0], parts[0], strict=True
            )
        ),
        paired.left_out,
    )
    drawn = Drawn(split, parts, value - before)
    return replace(drawn, split=_with_chance(drawn, weights.spread))


def _with_chance(drawn: Drawn, spread: float) -> Split:
    found, ends = drawn.split, limits(drawn.parts, spread)
    whole = limits(drawn.gaps[:, None], spread)
    if ends is None or whole is None:
        return found
    signed = drawn.parts[1:] if found.gap >= 0 else -drawn.parts[1:]
    lead = np.bincount(signed.argmax(axis=1), minlength=len(found.effects)) / len(signed)
    rows = zip(found.effects, *ends, lead.tolist(), strict=True)
    effects = tuple(replace(one, low=a, high=b, lead=share) for one, a, b, share in rows)
    return replace(found, effects=effects, low=whole[0][0], high=whole[1][0])


def _with_days(chain: Chain, paired: Paired) -> Chain:
    """Windows of unequal length differ by their days first of all; ratios do not."""
    unequal = paired.now.shape[-2] != paired.base.shape[-2]
    if not unequal or chain.over is not None:
        return chain
    return replace(chain, parts=(DAYS, *chain.parts))


def _factors(chain: Chain, levels: Floats, weights: Weights, *, base: bool = False) -> Floats:
    """rows × parts."""
    per_day = chain.parts[0].kind is PartKind.DAYS
    days = (weights.base if base else weights.now).sum(axis=1)
    columns = [_factor(part, levels, days, per_day=per_day) for part in chain.parts]
    return np.stack(columns, axis=-1)


def _factor(part: Part, levels: Floats, days: Floats, *, per_day: bool) -> Floats:
    match part.kind:
        case PartKind.DAYS:
            return days
        case PartKind.STEP:
            return divide(levels[:, part.level], levels[:, part.level - 1])
        case PartKind.DIVISOR:
            return divide(np.ones(len(levels)), levels[:, part.level])
        case PartKind.AMOUNT:
            amount: Floats = levels[:, part.level]
            return divide(amount, days) if per_day else amount


def divide(above: Floats, below: Floats) -> Floats:
    """NaN for nothing of nothing, infinity for something of nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: Floats = above / below
    return quotient


def _value(chain: Chain, levels: Floats) -> Floats:
    """rows: what the parts multiply to, before the scale."""
    end: Floats = levels[:, -1]
    return end if chain.over is None else divide(end, levels[:, chain.over])


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _nothing(chain: Chain) -> NoComparison:
    needed = ", ".join(level.words for level in chain.levels)
    return NoComparison(
        f"There are no days to compare: {needed} must have numbers in both periods.",
        "Name another period, such as `last month`, or log the missing numbers.",
    )
