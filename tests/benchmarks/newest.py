"""What judging costs: the newest day of ten thousand series, and the replay of one.

`python -m tests.benchmarks.newest` prints both. Processor time of one thread.
"""

import resource
import sys
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnel.budget import Watched
from funnel.catalogue.entries import Metric
from funnel.detect import judge
from funnel.loudness import loudest_each
from funnel.model import Series
from tests.benchmarks.nulls import Kind, null
from tests.benchmarks.timing import medians, milliseconds

SERIES, DAYS, DRAWN = 10_000, 400, 50
MOST_SECONDS, MOST_MIB, MOST_MS = 5.0, 300.0, 15.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and MiB (of the whole process, at its peak) for all series; milliseconds for the
    replay of one."""

    seconds: float
    mebibytes: float
    replay: float


def measure() -> Cost:
    """Each of fifty drawn series stands for the two hundred segments of a metric: what is in them
    does not change the work."""
    drawn = [_drawn(seed) for seed in range(DRAWN)]
    since = drawn[0][0].starts[-1].tolist() - timedelta(days=1)
    took = milliseconds(lambda: [_judge(one, since) for one in drawn])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    (replay,) = medians([lambda: judge(*drawn[0])], rounds=15)
    return Cost(took / 1000.0, peak, replay)


def _judge(one: tuple[Series, Metric], since: date) -> None:
    """The segments of one metric, as a scan looks at them."""
    series, metric = one
    many = SERIES // DRAWN
    loudest_each([Watched(series, metric)] * many, since=[since] * many)


def _drawn(seed: int) -> tuple[Series, Metric]:
    rng = np.random.default_rng(seed)
    kind = Kind.SHARES if seed % 4 == 0 else Kind.COUNTS
    return null(kind, DAYS, rng, real=())


def main() -> None:
    cost = measure()
    for name, figure, bar, unit in (
        (f"newest day of {SERIES:,} series × {DAYS} days", cost.seconds, MOST_SECONDS, "s"),
        ("    at its peak", cost.mebibytes, MOST_MIB, "MiB"),
        (f"replay of one series of {DAYS} days", cost.replay, MOST_MS, "ms"),
    ):
        verdict = "holds" if figure <= bar else "MISSED"
        sys.stdout.write(f"{name:44} {figure:8.2f} {unit:5} bar ≤ {bar:g}  {verdict}\n")


if __name__ == "__main__":
    main()
