"""Lengths that detection works with at each grain, and when a distance is worth a warning."""

from dataclasses import dataclass

from funnel.model import Grain


@dataclass(frozen=True, slots=True)
class Pace:
    """Lengths in periods.

    A season of `season` periods is learned from `depth` of its turns. Means of the `windows`
    newest periods stand against the means of the `bases` before them; single ones, where
    `single` is not 0, against their median of that length. Scales are the `quantile` of the own
    past (`in_sigma` of a normal one), look back over `memory`, need `least` values and are renewed
    each `every` periods. Values farther than `clip` scales from the recent level count as that
    far in means. Rises count as `rise` of themselves where bursts upward are the rule. Scores are
    divided by `unit`, so that one threshold means the same number of false warnings a year.
    """

    season: int
    depth: int
    windows: tuple[int, ...]
    bases: tuple[int, ...]
    single: int
    quantile: float
    in_sigma: float
    memory: int
    least: int
    every: int
    clip: float
    rise: float = 1.0
    unit: float = 1.0


@dataclass(frozen=True, slots=True)
class Rules:
    """When incidents begin and end. `threshold` is in sigma of the own history: here that of one
    false warning a series-year, with an alarm budget its own. After `holds` periods a level is the
    new normal; within `quiet` periods of a recovery only a larger break is news; `recovers` says
    whether one may end before; in its first `settles` periods it only grows."""

    holds: int
    quiet: int
    settles: int
    recovers: bool = True
    threshold: float = 3.5


PACES = {
    Grain.HOUR: Pace(
        24, 7, (1, 3, 6), (72, 168), 0, 0.95, 1.96, 24 * 180, 168, 24, 0.0, rise=1 / 1.5, unit=2.2
    ),
    Grain.DAY: Pace(7, 8, (2, 4, 8), (14,), 7, 0.8, 1.2816, 365, 40, 7, 1.5),
    Grain.WEEK: Pace(1, 0, (1, 3), (8,), 4, 0.8, 1.2816, 104, 16, 1, 1.5),
    Grain.MONTH: Pace(1, 0, (1, 2), (6,), 3, 0.8, 1.2816, 60, 12, 1, 1.5),
}
RULES = {
    Grain.HOUR: Rules(5 * 24, 0, 0, recovers=False),
    Grain.DAY: Rules(35, 21, 7),
    Grain.WEEK: Rules(13, 4, 3),
    Grain.MONTH: Rules(9, 2, 2),
}
