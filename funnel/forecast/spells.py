"""Known stretches of days that are not like others: closed days, campaigns, outages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats, Instants

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spell:
    """First and last day included. Past days inside are taken out of the history. Coming ones
    count `factor` times an ordinary day (0: closed); None: nothing is known of them. `doubt` is
    the standard deviation of the factor's log."""

    first: date
    last: date
    factor: float | None = None
    doubt: float = 0.0


def factors_of(days: Instants, spells: Sequence[Spell]) -> Floats:
    """What each day counts, 1 where nothing is known; overlapping spells multiply."""
    factors = np.ones(len(days))
    for spell in spells:
        if spell.factor is not None:
            factors[_inside(days, spell)] *= spell.factor
    return factors


def doubt_of(days: Instants, weights: Floats, spells: Sequence[Spell]) -> float:
    """The standard deviation of the log of the days' sum, as far as spells make it unsure;
    `weights` are what each day brings."""
    whole = float(weights.sum())
    if whole <= 0:
        return 0.0
    parts = [spell.doubt * weights[_inside(days, spell)].sum() / whole for spell in spells]
    return float(np.sqrt(np.square(parts).sum())) if parts else 0.0


def outside(days: Instants, spells: Sequence[Spell]) -> Flags:
    """True for days that no spell touches."""
    free = np.ones(len(days), dtype=np.bool_)
    for spell in spells:
        free &= ~_inside(days, spell)
    return free


def _inside(days: Instants, spell: Spell) -> Flags:
    first, last = np.datetime64(spell.first, "D"), np.datetime64(spell.last, "D")
    found: Flags = (days >= first) & (days <= last)
    return found
