"""Shares of few: a halved rate of fifty visits a day, and a rate that is 0 % on most days.

`python -m tests.benchmarks.scarce` prints both; a few seconds.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np

from funnel.budget import reference_threshold
from funnel.catalogue import load
from funnel.detect import judge
from funnel.model import Floats, Series
from tests.benchmarks.detecting import series_of
from tests.benchmarks.nulls import FIRST

DAYS, LEARNED, LASTS = 485, 120, 21
DRAWS = 200
LEAST_FOUND, MOST_FALSE, MOST_FALSE_OF_ZEROS = 0.60, 1.5, 4.0
THRESHOLD = reference_threshold(2.0 * MOST_FALSE)  # the reference counts both sides
CONVERSION = load().metric("sales_conversion_rate")


@dataclass(frozen=True, slots=True)
class Heard:
    """`found` is net: the share with a warning in the break's days, less that without a break."""

    found: float
    false_a_year: float


def halved(visits: float, share: float, *, draws: int = DRAWS) -> Heard:
    """Poisson visits; the share is halved for three weeks at a day that is drawn."""
    hits = chance = false = 0
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        asked = rng.poisson(visits, DAYS)
        at = int(rng.integers(LEARNED, DAYS - LASTS))
        shares = np.full(DAYS, share)
        calm = opened(asked, rng.binomial(asked, shares))
        shares[at : at + LASTS] /= 2
        broken = opened(asked, rng.binomial(asked, shares))
        hits += any(at <= day < at + LASTS for day in broken)
        chance += any(at <= day < at + LASTS for day in calm)
        false += len(calm)
    return Heard((hits - chance) / draws, false / draws / ((DAYS - LEARNED) / 365.25))


def opened(asked: Floats, hits: Floats) -> list[int]:
    """Days after the first 120 on which a scan would warn, in a channel whose budget leaves each of
    its series one and a half false warnings a year: eight of them."""
    with np.errstate(invalid="ignore"):
        made: Series = series_of(FIRST + np.arange(len(asked)), 100.0 * hits / asked)
    made = replace(made, numerators=hits.astype(float), denominators=asked.astype(float))
    kept = np.flatnonzero(asked)  # no visits: no rate, not 0 %
    made = replace(
        made,
        starts=made.starts[kept],
        values=made.values[kept],
        numerators=made.numerators[kept],
        denominators=made.denominators[kept],
    )
    days = [
        int((np.datetime64(one.opened) - FIRST).astype(int))
        for one in judge(made, CONVERSION, threshold=THRESHOLD)
        if not one.again
    ]
    return [day for day in days if day >= LEARNED]


def main() -> None:
    found = halved(50, 0.05)
    holds = found.found >= LEAST_FOUND and found.false_a_year <= MOST_FALSE
    say(f"50 visits a day at 5 %, halved for {LASTS} days", found, holds)
    zeros = halved(18, 0.03)
    say("18 a day at 3 %, 58 % of days at zero", zeros, zeros.false_a_year <= MOST_FALSE_OF_ZEROS)


def say(name: str, heard: Heard, holds: bool) -> None:
    sys.stdout.write(
        f"  {name}: found {heard.found:.0%} net at {heard.false_a_year:.2f} false a year  "
        f"{'holds' if holds else 'MISSED'}\n"
    )


if __name__ == "__main__":
    main()
