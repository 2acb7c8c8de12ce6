"""The scale on which a metric's chance is even: shares on the angle scale, the rest as they are."""

from dataclasses import dataclass

import numpy as np

from funnel.catalogue.entries import Metric, NoiseModel, Unit
from funnel.model import Floats

_SHARES = frozenset({NoiseModel.BINOMIAL, NoiseModel.OVERDISPERSED_RATIO})
_COUNTS = frozenset({NoiseModel.COUNT, NoiseModel.OVERDISPERSED_COUNT})
_RELATIVE_FLOOR = 0.02  # of the value: smaller wobbles are nobody's business
_RANGE_FLOOR = 0.005  # of the metric's valid range, for scores that may be zero
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """How a metric's values are laid out before medians and distances are taken.

    Shares (0–100) become 2·asin √p, on which a binomial share of n has variance 1/n at any p
    (Anscombe 1948); everything else stays in the metric's unit.
    """

    share: bool
    count: bool
    low: float | None
    high: float | None

    def forward(self, values: Floats) -> Floats:
        if not self.share:
            return values
        return 2.0 * np.arcsin(np.sqrt(np.clip(values, 0.0, 100.0) / 100.0))

    def backward(self, laid: Floats) -> Floats:
        """Back to the metric's unit, cut to its valid range."""
        values = laid
        if self.share:
            values = 100.0 * np.sin(np.clip(laid, 0.0, np.pi) / 2.0) ** 2
        if self.low is None and self.high is None:
            return values
        return np.clip(values, self.low, self.high)

    def floor(self, laid: Floats, denominators: Floats) -> Floats:
        """Least spread that a period can have, on this scale: chance by kind, and 2 % of the value.

        `denominators` are NaN where unknown; then chance is left out for shares.
        """
        if self.share:
            return self._share_floor(laid, denominators)
        relative = _RELATIVE_FLOOR * np.abs(laid)
        chance = np.sqrt(np.maximum(laid, 1.0)) if self.count else np.zeros_like(laid)
        spread = 0.0
        if not self.count and self.low is not None and self.high is not None:
            spread = _RANGE_FLOOR * (self.high - self.low)
        return np.maximum(np.maximum(relative, chance), max(spread, _TINY))

    def _share_floor(self, laid: Floats, denominators: Floats) -> Floats:
        """2 % is taken of the rarer side, so that a rate and its complement are judged alike."""
        p = np.sin(np.clip(laid, 0.0, np.pi) / 2.0) ** 2
        rarer = np.minimum(p, 1.0 - p)
        relative = _RELATIVE_FLOOR * np.sqrt(rarer / np.maximum(1.0 - rarer, 0.5))
        chance = 1.0 / np.sqrt(np.maximum(np.nan_to_num(denominators, nan=np.inf), 1.0))
        least: Floats = np.maximum(np.maximum(relative, chance), _TINY)
        return least


def scale_of(metric: Metric) -> Scale:
    """Chosen from the catalogue entry alone, never from the values: that would leak the future."""
    share = metric.unit is Unit.PERCENT and metric.noise in _SHARES
    hard = metric.range_is_hard
    return Scale(
        share=share,
        count=metric.noise in _COUNTS,
        low=metric.low if hard else None,
        high=metric.high if hard else None,
    )
