"""The constants of the forecast, one set for everybody: how past errors become a spread.

They were chosen on two collections of real series of 21 unrelated sources (`docs/benchmarks.md`
says how), as round numbers on flat optima, and tried on sources that were left out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Lengths are in steps: weeks of daily and weekly series, months of monthly ones.

    `sharpness` tempers the weights; `half_life` is the age at which a past error counts half;
    errors are cut at `cap` times the spread of "no change"; `prior_errors` of that spread stand
    behind each centre before its own. `prior_scale` past errors of the usual size stand behind the
    spread, own squared errors count `own_share` of it (a mixture looks back better than it looks
    ahead), and `disagreement` of the centres' own variance, over its past mean, comes on top.
    `kernel` is the share of the own errors' shape in the distribution, `bandwidth` its width in
    spreads.
    """

    years: float = 3.0
    sharpness: float = 0.3
    half_life: float = 52.0
    cap: float = 4.0
    prior_errors: float = 2.0
    prior_scale: float = 6.0
    own_share: float = 0.82
    disagreement: float = 0.6
    kernel: float = 0.25
    bandwidth: float = 0.3
    trend: float = 0.5
    spread_of_total: tuple[float, float, float] = (-0.35, -0.25, -0.15)
    spread_of_level: tuple[float, float, float] = (0.0, 0.10, 0.40)


SHIPPED = Calibration()
