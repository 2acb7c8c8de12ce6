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


@dataclass(frozen=True, slots=True)
class FitSeen:
    """What rows show of their column's scale: counted ones by their counts, bare ones by their
    range; facts of several parts join with |."""

    only_plain: bool = False
    only_scaled: bool = False
    low: float = np.inf
    high: float = -np.inf

    def __or__(self, other: "FitSeen") -> "FitSeen":
        return FitSeen(
            self.only_plain or other.only_plain,
            self.only_scaled or other.only_scaled,
            min(self.low, other.low),
            max(self.high, other.high),
        )

    @property
    def is_fraction(self) -> bool | None:
        """Whether the counts show shares of 1; None when none can tell, or they disagree."""
        return self.only_plain if self.only_plain != self.only_scaled else None


def look_at_fit(rows: Staged, target: Target) -> FitSeen:
    """Rows whose counts agree with one scale alone, and the range of those without counts."""
    fit = fit_counts(rows, target)
    bare = rows.values[~rows.said & ~np.isfinite(rows.numerators)]
    return FitSeen(
        bool(np.any(fit.as_plain & ~fit.as_scaled)),
        bool(np.any(fit.as_scaled & ~fit.as_plain)),
        float(bare.min(initial=np.inf)),
        float(bare.max(initial=-np.inf)),
    )


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
