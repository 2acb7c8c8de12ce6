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

DRAWS = 200
SEED = 20_260
LEAST_SLOTS = 4
"""With fewer days nothing is said about chance."""
_TAIL = 2.5  # percent on each side


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How often each day counts: rows × slots for the newer window, rows × (rounds · slots) for
    the base. The first row counts every day once (the figures themselves), the others are draws;
    there are none with too few days. `spread` is what deviations are widened by."""

    now: Floats
    base: Floats
    spread: float


def weigh_days(paired: Paired, *, draws: int = DRAWS) -> Weights:
    """The same days give the same draws."""
    slots, other = paired.now.shape[-2], paired.base.shape[-2]
    here = _present(paired)
    many = np.maximum(here.sum(axis=0), 1)
    once, mean = np.ones((1, slots)), (here / many).reshape(1, -1)
    if min(slots, other) < LEAST_SLOTS:
        return Weights(once, mean, 1.0)
    chance = np.random.default_rng(SEED)
    now = _redrawn(chance, slots, draws)
    if paired.windows.rounds:
        picked = _draw_rounds(chance, here, many, draws)
        base = (now[:, None, :] * picked / many).reshape(draws, -1)
    else:
        base = _redrawn(chance, other, draws)
    wide = (slots / (slots - 1)) ** 0.5
    return Weights(np.concatenate([once, now]), np.concatenate([mean, base]), wide)


def totals(paired: Paired, weights: Weights) -> tuple[Floats, Floats]:
    """(rows × … × levels) of the newer window and of the base."""
    return _weigh(weights.now, paired.now), _weigh(weights.base, _flat(paired))


def limits(rows: Floats, spread: float) -> tuple[list[float], list[float]] | None:
    """The 95 % range of each figure (last axis): the first row is the figure, the others draws."""
    if len(rows) == 1:
        return None
    low, high = np.percentile(rows[1:] - rows[0], [_TAIL, 100.0 - _TAIL], axis=0)
    return (rows[0] + spread * low).tolist(), (rows[0] + spread * high).tolist()


def _redrawn(chance: np.random.Generator, days: int, draws: int) -> Floats:
    return chance.multinomial(days, np.full(days, 1 / days), size=draws).astype(np.float64)


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
    """rows × days with … × days × levels to rows × … × levels."""
    days = values.shape[-2]
    lifted = np.moveaxis(values, -2, 0)
    return (weights @ lifted.reshape(days, -1)).reshape(len(weights), *lifted.shape[1:])
