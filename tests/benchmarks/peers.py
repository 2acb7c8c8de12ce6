"""`make bench-peers`: PyOD and Prophet on the same breaks, and what a judged day costs.

The peers' thresholds are the best ones for the development set (most net F1 at no more false
warnings than the bar allows), ours is the shipped one. They live in an environment of their own.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import numpy as np

from funnel.model import Floats
from tests.benchmarks.detecting import Detecting
from tests.benchmarks.detection import harness_of
from tests.benchmarks.peers_apart import FIRST, PEERS
from tests.conftest import SHARED

APART = Path(".peers/bin/python")
EVERY = 2  # every second series: Prophet takes a quarter of a minute a series
MOST_FALSE = 3.0
THRESHOLDS = 40
Item = tuple[Any, ...]


class Replayed:
    """Scores that were worked out elsewhere, given back for the very same values."""

    def __init__(self, scores: Mapping[bytes, Floats], threshold: float) -> None:
        self.scores, self.threshold = scores, threshold

    def detect(self, _: object, values: Floats) -> Floats:
        """Cut series are only asked for by the look-ahead check: peers are refitted by week, so a
        shorter series has the same scores."""
        whole = self.scores.get(values.tobytes())
        if whole is not None:
            return whole
        return next(one[: len(values)] for one in self.scores.values() if len(one) > len(values))


def main(root: Path) -> int:
    if not (root / "data").is_dir():
        sys.stdout.write("Peers: skipped, real data is not here; FUNNELBOT_DATA may name it.\n")
        return 0
    harness = harness_of(root / "data/eval")
    sets = {
        name: list(harness.series_injected(root / "data" / name))[::EVERY]
        for name in ("dev", "dev2")
    }
    with tempfile.TemporaryDirectory() as name:
        scores, seconds = scores_apart(Path(name), [one for each in sets.values() for one in each])
    for peer, by_values in scores.items():
        threshold = tuned(harness, sets["dev"], by_values)
        say(harness, peer, sets, Replayed(by_values, threshold), seconds[peer])
    say(harness, "Funnelbot", sets, Detecting(), own_seconds(sets["dev"]))
    return 0


def scores_apart(
    folder: Path, items: list[Item]
) -> tuple[dict[str, dict[bytes, Floats]], dict[str, float]]:
    """Scores of each peer by the bytes of the values, and its seconds a judged day."""
    columns = [values for item in items for values in (item[2], item[7])]
    np.savez(folder / "series.npz", **{f"s{place}": one for place, one in enumerate(columns)})
    script = Path(__file__).with_name("peers_apart.py")
    subprocess.run([APART, "-P", script, folder], check=True, stdout=subprocess.DEVNULL)
    scores, seconds = {}, {}
    for peer in PEERS:
        found = np.load(folder / f"{peer}.npz")
        scores[peer] = {one.tobytes(): found[f"s{place}"] for place, one in enumerate(columns)}
        seconds[peer] = float((folder / f"{peer}.seconds").read_text())
    return scores, seconds


def tuned(harness: ModuleType, items: list[Item], scores: Mapping[bytes, Floats]) -> float:
    """The threshold with the most net F1 within the bar for false warnings."""
    every = np.concatenate([scores[item[2].tobytes()][120:] for item in items])
    best, chosen = -1.0, float(every.max())
    for threshold in np.unique(np.quantile(every, 1 - np.geomspace(0.0005, 0.1, THRESHOLDS))):
        found = harness.run_windows(Replayed(scores, float(threshold)), items, 0, 1)
        if found["false_per_series_year"] <= MOST_FALSE and found["net_f1"] > best:
            best, chosen = found["net_f1"], float(threshold)
    return chosen


def own_seconds(items: list[Item]) -> float:
    began = process_time()
    for item in items:
        Detecting().detect(item[1], item[2])
    return (process_time() - began) / sum(len(item[2]) - FIRST for item in items)


def say(
    harness: ModuleType, name: str, sets: Mapping[str, list[Item]], detector: Any, seconds: float
) -> None:
    parts = []
    for which, items in sets.items():
        found = harness.run_windows(detector, items, 0, 1)
        parts.append(
            f"{which}: net recall {found['net_recall']:.2f}, net F1 {found['net_f1']:.2f} "
            f"at {found['false_per_series_year']:.1f} a year"
        )
    sys.stdout.write(f"{name:10} {'; '.join(parts)}; {1000 * seconds:.2f} ms a judged day\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(SHARED))
