"""Chance by resampling: days are drawn again with replacement, the pairs of weekdays together.

Efron's bootstrap (1979) over whole days, so that levels and segments of one day stay together. A
slot (a day and the days that it is held against) is drawn as one, which keeps the weekly rhythm
out; within a slot the base's weeks are drawn too. Deviations are widened by √(n / (n − 1)), since n
drawn days vary less than n new ones would. Neighbouring days are treated as independent: where
moods last for days, true ranges are wider.
"""

from dataclasses import dataclass

import numpy as np

from funnel.explain.amounts import Paired
from funnel.model import Floats

DRAWS = 300
SEED = 20_260
LEAST_SLOTS = 4
"""With fewer days nothing is said about chance."""
_TAIL = 2.5  # percent on each side


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How often each day counts: draws × slots for the newer window, draws × (rounds · slots) for
    the base. `spread` is what deviations are widened by."""

    now: Floats
    base: Floats
    spread: float


def plain_weights(paired: Paired) -> Weights:
    """Every day once, the base's weeks as their mean: the figures themselves, as one draw."""
    rounds, slots = paired.base.shape[-3], paired.base.shape[-2]
    here = _present(paired)
    base = here / np.maximum(here.sum(axis=0), 1)
    return Weights(np.ones((1, paired.now.shape[-2])), base.reshape(1, rounds * slots), 1.0)


def drawn_weights(paired: Paired, *, draws: int = DRAWS) -> Weights | None:
    """None where there are too few days; the same data give the same draws."""
    slots, other = paired.now.shape[-2], paired.base.shape[-2]
    if min(slots, other) < LEAST_SLOTS:
        return None
    chance = np.random.default_rng(SEED)
    now = chance.multinomial(slots, np.full(slots, 1 / slots), size=draws).astype(np.float64)
    wide = (slots / (slots - 1)) ** 0.5
    if not paired.windows.rounds:
        base = chance.multinomial(other, np.full(other, 1 / other), size=draws)
        return Weights(now, base.astype(np.float64), wide)
    here = _present(paired)
    many = here.sum(axis=0)
    picked = _draw_rounds(chance, here, many, draws)
    base = now[:, None, :] * picked / np.maximum(many, 1)
    return Weights(now, base.reshape(draws, -1), wide)


def totals(paired: Paired, weights: Weights) -> tuple[Floats, Floats]:
    """(draws × … × levels) of the newer window and of the base."""
    return _weigh(weights.now, paired.now), _weigh(weights.base, _flat(paired))


def limits(drawn: Floats, point: Floats, spread: float) -> tuple[Floats, Floats]:
    """The 95 % range of each figure from its draws along the first axis."""
    low, high = np.percentile(drawn - point, [_TAIL, 100.0 - _TAIL], axis=0)
    return point + spread * low, point + spread * high


def _draw_rounds(chance: np.random.Generator, here: Floats, many: Floats, draws: int) -> Floats:
    """draws × rounds × slots: how often each week of a slot is taken, of those that are there."""
    rounds, slots = here.shape
    order = np.cumsum(here, axis=0) - 1
    picks = np.zeros((draws, rounds, slots))
    for _ in range(rounds):
        chosen = np.floor(chance.random((draws, slots)) * np.maximum(many, 1))
        hit = (order[None] == chosen[:, None]) & (here[None] > 0)
        picks += hit
    drawn: Floats = picks * many / rounds
    return drawn


def _present(paired: Paired) -> Floats:
    """rounds × slots: 1 where the base has its day."""
    base = paired.base
    while base.ndim > 3:
        base = base[0]
    return np.asarray(np.all(np.isfinite(base), axis=-1), dtype=np.float64)


def _flat(paired: Paired) -> Floats:
    """… × (rounds · slots) × levels, absent days as 0: their weight is 0 too."""
    base = np.nan_to_num(paired.base)
    flat: Floats = base.reshape(*base.shape[:-3], -1, base.shape[-1])
    return flat


def _weigh(weights: Floats, values: Floats) -> Floats:
    """draws × days with … × days × levels to draws × … × levels."""
    lifted = np.moveaxis(values, -2, 0)
    return np.tensordot(weights, lifted, axes=(1, 0))
