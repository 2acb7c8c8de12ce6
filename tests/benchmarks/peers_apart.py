"""Runs in an environment of its own: scores of PyOD and Prophet for series that are handed over.

Reads `series.npz` (values by name) in the folder that is given, writes `NAME.npz` (scores by name)
and `NAME.seconds` for each peer. Imports nothing of the project.
"""

import logging
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np

FIRST, WEEK = 90, 7  # days before the first score, and between two fits
MEMORY = 365


def pyod_scores(values: np.ndarray) -> np.ndarray:
    """PCA and k nearest neighbours on differences, smoothed and lagged, as a published monitoring
    setup of the library has them; mean of the two probabilities; fitted anew each week."""
    from pyod.models.knn import KNN
    from pyod.models.pca import PCA

    smooth = np.convolve(np.diff(values, prepend=values[0]), np.ones(3) / 3)[: len(values)]
    table = np.stack([np.roll(smooth, lag) for lag in range(6)], axis=1)
    scores = np.zeros(len(values))
    for begin in range(FIRST, len(values), WEEK):
        learned = table[max(6, begin - MEMORY) : begin]
        asked = table[begin : begin + WEEK]
        made = [model(contamination=0.01).fit(learned) for model in (PCA, KNN)]
        scores[begin : begin + WEEK] = np.mean(
            [model.predict_proba(asked)[:, 1] for model in made], axis=0
        )
    return scores


def prophet_scores(values: np.ndarray) -> np.ndarray:
    """Distance from the forecast in halves of its 99 % interval; fitted anew each week."""
    import pandas as pd
    from prophet import Prophet

    days = pd.date_range("2023-01-02", periods=len(values))
    scores = np.zeros(len(values))
    for begin in range(FIRST, len(values), WEEK):
        past = slice(max(0, begin - MEMORY), begin)
        model = Prophet(
            interval_width=0.99,
            weekly_seasonality=True,
            daily_seasonality=False,
            uncertainty_samples=300,  # a third of the default: half of its time goes there
        )
        model.fit(pd.DataFrame({"ds": days[past], "y": values[past]}))
        seen = model.predict(pd.DataFrame({"ds": days[begin : begin + WEEK]}))
        half = np.maximum((seen.yhat_upper - seen.yhat_lower).to_numpy() / 2, 1e-9)
        off = np.abs(values[begin : begin + WEEK] - seen.yhat.to_numpy())
        scores[begin : begin + WEEK] = off / half
    return scores


PEERS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "PyOD": pyod_scores,
    "Prophet": prophet_scores,
}


def main(folder: Path) -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    series = np.load(folder / "series.npz")
    for name, peer in PEERS.items():
        peer(series[series.files[0]][:200])  # the first call compiles and loads
        began = process_time()
        scores = {one: peer(series[one]) for one in series.files}
        days = sum(len(series[one]) - FIRST for one in series.files)
        (folder / f"{name}.seconds").write_text(str((process_time() - began) / days))
        np.savez(folder / f"{name}.npz", **scores)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
