"""A distribution around a centre: a Student t, blended with the shape of the own past errors."""

from dataclasses import dataclass, replace

import numpy as np

from funnel.model import Floats

_TINY = 1e-300
_LOGISTIC_SD = np.pi / np.sqrt(3.0)
_NEAR = np.arange(-6.0, 6.1, 0.5)
_LADDER = np.concatenate([[-200.0, -50.0, -20.0, -10.0], _NEAR, [10.0, 20.0, 50.0, 200.0]])
"""Spreads from the centre between which quantiles are looked for."""
_ROUNDS, _PARTS = 2, 16  # each round cuts the bracket into as many parts


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """On the laid scale. `scale` is the standard deviation; `errors` are past errors, brought to
    that size; `kernel` is their share, `bandwidth` the width of each in scales."""

    centre: float
    scale: float
    errors: Floats
    kernel: float
    bandwidth: float

    def widened(self, by: float) -> "Spread":
        """With an independent error of that standard deviation on top."""
        if not by:
            return self
        times = float(np.hypot(self.scale, by)) / self.scale
        return replace(self, scale=self.scale * times, errors=self.errors * times)

    def below(self, laid: Floats) -> Floats:
        """P(value ≤ laid), strictly increasing.

        Student t with 4 degrees of freedom, whose distribution has a closed form (Shaw 2006,
        "Sampling Student's T distribution"), and a logistic kernel over the errors.
        """
        away: Floats = (laid - self.centre) / self.scale
        share = _student(away)
        if not len(self.errors):
            return share
        width = self.bandwidth * self.scale / _LOGISTIC_SD
        near = (away[..., None] * self.scale - self.errors) / width
        kernels = (0.5 + 0.5 * np.tanh(near / 2.0)).mean(axis=-1)
        blended: Floats = (1.0 - self.kernel) * share + self.kernel * kernels
        return blended

    def quantiles(self, shares: Floats) -> Floats:
        """By cutting brackets, exact to a millionth of the scale; `shares` lie in (0, 1)."""
        steps = self.centre + self.scale * _LADDER
        under = np.searchsorted(self.below(steps), shares, side="right") - 1
        under = np.clip(under, 0, len(steps) - 2)
        low, high = steps[under], steps[under + 1]
        lines, cuts = np.arange(len(shares)), np.linspace(0.0, 1.0, _PARTS + 1)
        for _ in range(_ROUNDS):
            edges = low[:, None] + (high - low)[:, None] * cuts
            known = self.below(edges)
            under = np.count_nonzero(known[:, 1:-1] < shares[:, None], axis=1)
            low, high = edges[lines, under], edges[lines, under + 1]
            ends = known[lines, under], known[lines, under + 1]
        within: Floats = (shares - ends[0]) / np.maximum(ends[1] - ends[0], _TINY)
        found: Floats = low + (high - low) * np.clip(within, 0.0, 1.0)
        return found


def _student(away: Floats) -> Floats:
    """Of 4 degrees of freedom, scaled to variance 1."""
    times = away * np.sqrt(2.0)
    part = times / np.sqrt(1.0 + times * times / 4.0)
    share: Floats = 0.5 + 0.375 * part * (1.0 - part * part / 12.0)
    return share
