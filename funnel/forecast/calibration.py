"""The constants of the forecast, one set for everybody: how past errors become a spread.

They were chosen on two collections of real series of 21 unrelated sources (`docs/benchmarks.md`
says how), as round numbers on flat optima, and tried on sources that were left out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Lengths are in steps: weeks of daily and weekly series, months of monthly ones.

    Weights: `sharpness` tempers them; at age `half_life` a past error counts half; errors are cut
    at `cap` times the spread of "no change", and `prior_errors` of that size stand behind each
    centre before its own. Centres that look at past years start with `season_weight` times the
    weight of the others, which fades as `season_years` of errors tell of them.

    Spread: `prior_scale` past errors of the usual size stand behind it; own squared errors count
    `own_share` (a mixture looks back better than ahead). While no year is known all is `yearless`
    times as much, and more by `unproven` over the independent errors so far. Where the centres
    disagree more than they used to, `disagreement` of that variance is added, and taken away where
    less. `spread_of_total` and `spread_of_level` are logs of the usual size at 2, 4 and 9 weeks.

    Shape: `kernel` is the share of the own errors' shape, `bandwidth` its width in spreads.
    """

    years: float = 3.0
    sharpness: float = 0.2
    half_life: float = 52.0
    cap: float = 4.0
    prior_errors: float = 2.0
    season_weight: float = 4.0
    season_years: float = 2.0
    prior_scale: float = 4.0
    own_share: float = 0.82
    yearless: float = 1.2
    unproven: float = 0.6
    disagreement: float = 1.0
    kernel: float = 0.25
    bandwidth: float = 0.3
    trend: float = 0.5
    spread_of_total: tuple[float, float, float] = (-0.25, -0.25, -0.25)
    spread_of_level: tuple[float, float, float] = (0.10, 0.10, 0.25)


SHIPPED = Calibration()
