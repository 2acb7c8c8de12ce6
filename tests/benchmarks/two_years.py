"""Breaks found where two years of history are there: a website's visitors over six years, with
breaks put in from the third year on. `python -m tests.benchmarks.two_years` prints the figures."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from funnel.model import Floats
from tests.benchmarks.detecting import Detecting
from tests.benchmarks.detection import harness_of
from tests.conftest import SHARED

MOST_FALSE, LEAST_FOUND = 1.0, 0.55
LEARNED = 730  # days
_APART, _SLACK = 70, 20  # days between breaks, and how much of it is drawn
_SHAPES = ("step", "step", "drift", "spike")
_SIZES = {"step": (0.1, 0.2, 0.35, 0.5), "drift": (0.4,), "spike": (0.4, 0.6)}
_LENGTHS = {"step": 21, "drift": 28, "spike": 1}
_FOUND_WITHIN = {"step": 14, "drift": 28, "spike": 2}
Item = tuple[Any, ...]


def journeys(data: Path, seed: int = 0) -> Iterator[Item]:
    """Series as the harness takes them, with every second place for a break left alone."""
    table = pd.read_csv(data / "website_visitors_daily.csv", parse_dates=["date"])
    for number, (name, one) in enumerate(table.groupby("metric")):
        ordered = one.sort_values("date")
        rng = np.random.default_rng([seed, number])
        clean = ordered["value"].to_numpy(dtype=np.float64)
        broken, windows = with_breaks(clean, rng)
        yield name, ordered["date"].to_numpy(), broken, windows, LEARNED, 3, 365.25, clean


def with_breaks(clean: Floats, rng: np.random.Generator) -> tuple[Floats, list[tuple[int, int]]]:
    """Falls only: steps, drifts, single days; and the windows in which a warning counts."""
    values, windows = clean.copy(), []
    for slot in range(LEARNED + 10, len(clean) - 60, 2 * _APART):
        at = slot + int(rng.integers(_SLACK))
        shape = str(rng.choice(_SHAPES))
        size, length = float(rng.choice(_SIZES[shape])), _LENGTHS[shape]
        grown = np.arange(1, length + 1) / length if shape == "drift" else np.ones(length)
        values[at : at + length] *= 1.0 - size * grown
        windows.append((at, at + _FOUND_WITHIN[shape] - 1))
    return values, windows


def main(root: Path) -> None:
    if not (root / "data").is_dir():
        sys.stdout.write("Two years of history: skipped, real data is not here.\n")
        return
    harness = harness_of(root / "data/eval")
    items = [one for seed in range(4) for one in journeys(root / "data", seed)]
    found = harness.run_windows(Detecting(), items, 0, 1)
    false, recall = found["false_per_series_year"], found["net_recall"]
    verdict = "holds" if false <= MOST_FALSE and recall >= LEAST_FOUND else "MISSED"
    sys.stdout.write(
        f"Two years of history, {found['windows']} breaks: net recall {recall:.2f} "
        f"(bar {LEAST_FOUND}) at {false:.2f} false a series-year (bar {MOST_FALSE})  {verdict}\n"
    )


if __name__ == "__main__":
    main(SHARED)
