"""Whether the alarm budget is held, and used: channels of 40 series on which nothing happens.

Each month is told with the threshold that a replay of everything before it gave, as the product
does. `python -m tests.benchmarks.alarms` prints the table; about two minutes of processor time.
"""

import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from funnel.alarm import DEFAULT_BUDGET
from funnel.budget import GRID, History, Watched, history_of, merged, pooled, threshold_of
from funnel.model import Floats
from tests.benchmarks.nulls import FIRST, Kind, null
from tests.conftest import SHARED

CHANNELS, MONTHS, SERIES = 20, 10, 40
LEARNED, MONTH = 425, 30  # days


@dataclass(frozen=True, slots=True)
class Heard:
    """Of some channel-months: messages as they are posted, and the mean threshold."""

    months: int
    posted: int
    threshold: float

    @property
    def most(self) -> float:
        """The budget and the chance of 200 months (95 %, one side)."""
        allowed = DEFAULT_BUDGET * self.months
        return allowed + 1.645 * float(np.sqrt(allowed))

    @property
    def least(self) -> float:
        """A budget that is not used costs true warnings."""
        return DEFAULT_BUDGET * self.months / 4


def measure(kind: Kind, *, real: Sequence[Floats], channels: int = CHANNELS) -> Heard:
    posted, thresholds = 0, []
    for seed in range(channels):
        rng = np.random.default_rng([seed, list(Kind).index(kind)])
        made = [null(kind, LEARNED + MONTH * MONTHS, rng, real=real) for _ in range(SERIES)]
        histories = [history_of(Watched(series, metric)) for series, metric in made]
        for number, threshold in _months([one for one in histories if one is not None]):
            posted += number
            thresholds.append(threshold)
    return Heard(len(thresholds), posted, float(np.mean(thresholds)))


def _months(histories: Sequence[History]) -> Iterator[tuple[int, float]]:
    """Messages and threshold of each month of a channel."""
    begins = float(FIRST.astype("datetime64[D]").astype(int))
    for month in range(MONTHS):
        now = begins + LEARNED + MONTH * month
        learned = (LEARNED + MONTH * month) / (LEARNED + MONTH * MONTHS)
        replay = pooled(_until(one, now, learned) for one in histories)
        threshold = threshold_of(replay)
        at = bisect_left(GRID, threshold)
        days = [day for one in histories for day in one.opened[at] if now <= day < now + MONTH]
        yield merged(days), threshold


def _until(one: History, day: float, share: float) -> History:
    """What was known on a day: a replay never looks ahead, so cutting it is replaying less."""
    opened = tuple(tuple(at for at in days if at < day) for days in one.opened)
    return replace(one, years=one.years * share, opened=opened)


def real_values(root: Path) -> list[Floats]:
    """Clean daily series of the two development sets."""
    return [
        one["clean"].to_numpy(dtype=np.float64)
        for name in ("dev", "dev2")
        for _, one in pd.read_csv(
            root / "data" / name / "detection/injected/series.csv.gz"
        ).groupby("series_id")
    ]


def main(root: Path) -> None:
    if not (root / "data").is_dir():
        sys.stdout.write("Alarm budget: skipped, real data is not here.\n")
        return
    real = real_values(root)
    sys.stdout.write(f"Warnings of channels with {SERIES} series on which nothing happens\n")
    for kind in Kind:
        heard = measure(kind, real=real)
        verdict = "holds" if heard.least <= heard.posted <= heard.most else "MISSED"
        sys.stdout.write(
            f"  {kind:26} {heard.posted:4} in {heard.months} channel-months, "
            f"bar {heard.least:.0f} to {heard.most:.0f}  {verdict}"
            f"   (mean threshold {heard.threshold:.2f})\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(SHARED)
