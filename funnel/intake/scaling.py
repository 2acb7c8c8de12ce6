"""From the file's scale to the metric's: shares of 1 to percent, hours to seconds, and whether a
value agrees with its own counts."""

from dataclasses import dataclass

import numpy as np

from funnel.intake.options import Target
from funnel.intake.staged import Mask, Staged
from funnel.model import Floats

_MOST_DECIMALS = 9


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How values agree with their counts: as n/d, as scale × n/d; `counted` rows have counts."""

    counted: Mask
    as_plain: Mask
    as_scaled: Mask
    plain: Floats
    scaled: Floats


def fit_counts(rows: Staged, target: Target) -> Fit:
    """Compare each value, to the decimals that it was written with, with n/d and scale × n/d."""
    counted = np.isfinite(rows.numerators) & (rows.denominators > 0)
    plain = np.full(len(rows), np.nan)
    np.divide(rows.numerators, rows.denominators, out=plain, where=counted)
    in_unit = np.where(rows.said, target.factor, 1.0)
    scaled = plain * target.metric.formula.scale * in_unit
    as_plain = counted & ~rows.said & _near(rows.values, plain)
    return Fit(counted, as_plain, counted & _near(rows.values, scaled), plain, scaled)


def is_fraction(fit: Fit) -> bool | None:
    """Whether the counted rows show that the column holds shares of 1; None when none can tell."""
    only_plain = bool(np.any(fit.as_plain & ~fit.as_scaled))
    only_scaled = bool(np.any(fit.as_scaled & ~fit.as_plain))
    return only_plain if only_plain != only_scaled else None


def _near(values: Floats, computed: Floats) -> Mask:
    """Equal up to one unit of the last written decimal, but never more than half a percent or,
    for small values, 0.005: a share written as 0.04 agrees with 12/340."""
    room = np.minimum(_last_unit(values), np.maximum(np.abs(computed) * 0.005, 0.005))
    return np.abs(values - computed) <= room + np.abs(computed) * 1e-6 + 1e-9


def _last_unit(values: Floats) -> Floats:
    unit = np.full(len(values), 10.0**-_MOST_DECIMALS)
    for decimals in reversed(range(_MOST_DECIMALS)):
        unit[np.round(values, decimals) == values] = 10.0**-decimals
    return unit
