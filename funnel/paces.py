"""Lengths that detection works with at each grain, and when a distance is worth a warning."""

from dataclasses import dataclass

from funnel.model import Grain


@dataclass(frozen=True, slots=True)
class Pace:
    """Lengths in periods.

    A season of `season` periods is learned from `depth` of its turns. Each of the `spans` is a
    number of newest periods whose mean stands against the mean of a number before them; `pooled`
    are those of shares whose counts are known. Single periods, where `single` is not 0, stand
    against their median of that length, and about `singles` of them a year warn to each side.
    Scales are the `quantile` of the own past (`in_sigma` of a normal one), look back over
    `memory`, need `least` values and are renewed each `every` periods. Values farther than `clip`
    scales from the recent level count as that far in means; `pooled_clip` is that of shares. Rises
    count as `rise` of themselves where bursts upward are the rule. Scores are divided by `unit`,
    so that one threshold means the same number of false warnings a year.
    """

    season: int
    depth: int
    spans: tuple[tuple[int, int], ...]
    pooled: tuple[tuple[int, int], ...]
    single: int
    quantile: float
    in_sigma: float
    memory: int
    least: int
    every: int
    clip: float
    pooled_clip: float
    singles: float = 0.5
    rise: float = 1.0
    unit: float = 1.0


@dataclass(frozen=True, slots=True)
class Rules:
    """When incidents begin and end. `threshold` is in sigma of the own history: here that of one
    false warning a series-year, with an alarm budget its own. After `holds` periods a level is the
    new normal; `recovers` says whether one may end before. Within `quiet` periods of a recovery
    only a break half as large again is news, and within an incident only what is `louder` times its
    opening. Baselines hold days of an incident for `echoes` periods after it: then the level
    itself must have left the one before."""

    holds: int
    quiet: int
    echoes: int
    louder: float
    recovers: bool = True
    threshold: float = 3.5


_HOURS = tuple((newest, before) for before in (72, 168) for newest in (1, 3, 6))
PACES = {
    Grain.HOUR: Pace(
        season=24,
        depth=7,
        spans=_HOURS,
        pooled=((1, 28), (3, 28), (6, 28), (12, 28)),
        single=0,
        quantile=0.95,
        in_sigma=1.96,
        memory=24 * 180,
        least=168,
        every=24,
        clip=0.0,
        pooled_clip=0.0,
        rise=1 / 1.5,
        unit=2.2,
    ),
    Grain.DAY: Pace(
        season=7,
        depth=8,
        spans=((2, 7), (4, 14), (8, 28)),
        pooled=((8, 56), (14, 56), (28, 56)),
        single=7,
        quantile=0.7,
        in_sigma=1.0364,
        memory=365,
        least=40,
        every=7,
        clip=1.0,
        pooled_clip=2.5,
        singles=0.75,
    ),
    Grain.WEEK: Pace(
        season=1,
        depth=0,
        spans=((1, 8), (3, 8)),
        pooled=((1, 28), (3, 28), (6, 28)),
        single=4,
        quantile=0.8,
        in_sigma=1.2816,
        memory=104,
        least=16,
        every=1,
        clip=1.5,
        pooled_clip=1.5,
    ),
    Grain.MONTH: Pace(
        season=1,
        depth=0,
        spans=((1, 6), (2, 6)),
        pooled=((1, 28), (2, 28), (4, 28)),
        single=3,
        quantile=0.8,
        in_sigma=1.2816,
        memory=60,
        least=12,
        every=1,
        clip=1.5,
        pooled_clip=1.5,
    ),
}
RULES = {
    Grain.HOUR: Rules(5 * 24, 0, 0, 2.0, recovers=False),
    Grain.DAY: Rules(28, 10, 36, 1.25),
    Grain.WEEK: Rules(13, 4, 11, 1.25),
    Grain.MONTH: Rules(9, 2, 8, 1.25),
}
