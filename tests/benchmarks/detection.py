"""How well breaks are found and how often the usual range holds, on others' real data.

`main` prints the figures that `make bench` shows.
"""

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from funnel.model import Series
from funnel.season import usual
from tests.benchmarks.detecting import SHARE, Detecting, kind_of, series_of

FILES = ("online_retail", "website_visitors", "olist_leads", "helpdesk")
HISTORY = np.timedelta64(60, "D")
_SHOWN = (
    ("net_recall", "net recall"),
    ("net_f1", "net F1"),
    ("false_per_series_year", "false a series-year"),
    ("mean_delay_steps", "delay in periods"),
)


def main(root: Path) -> None:
    """Prints the figures; `root` is the folder that holds `data/`."""
    sys.stdout.write("Usual range, share of days inside after 60 days of history (92–97 wanted)\n")
    for name in FILES:
        sys.stdout.write(f"  {name:18} {100 * coverage_of_file(root / 'data', name):.1f} %\n")
    dev2 = pd.read_csv(
        root / "data/dev2/detection/injected/series.csv.gz", parse_dates=["timestamp"]
    )
    parts = [
        _inside(series_of(one["timestamp"].to_numpy(), one["clean"].to_numpy()), kind_of)
        for _, one in dev2.groupby("series_id")
    ]
    sys.stdout.write(f"  {'dev2':18} {100 * np.concatenate(parts).mean():.1f} %\n")
    harness = harness_of(root / "data/eval")
    for name in ("dev", "dev2"):
        _print_breaks(name, harness, root / "data" / name)
    _print("ratios with counts", harness.run_windows(Detecting(), _ratios(root), 0, 1))


def _print_breaks(name: str, harness: ModuleType, root: Path) -> None:
    _print(name, harness.run_windows(Detecting(), harness.series_injected(root), 0, 1))


def _print(name: str, result: dict[str, Any]) -> None:
    figures = ", ".join(f"{words} {result[key]:.3f}" for key, words in _SHOWN)
    found = f"{result['hit']} of {result['windows']} found"
    took = f"{1000 * result['seconds_per_series']:.1f} ms a series, causal {result['causal']}"
    sys.stdout.write(f"Breaks, {name}: {found}, {figures}, {took}\n")


def coverage_of_file(data: Path, name: str) -> float:
    table = pd.read_csv(data / f"{name}_daily.csv", parse_dates=["date"])
    whole = table[table["segment_name"] == "all"]
    return float(np.concatenate([_column_inside(one) for _, one in whole.groupby("metric")]).mean())


def _column_inside(column: pd.DataFrame) -> NDArray[np.bool_]:
    ordered = column.sort_values("date")
    values, parts = ordered["value"].to_numpy(), ordered["denominator"].to_numpy(dtype=np.float64)
    share = np.isfinite(parts).any() and values.max() <= 1.0
    series = series_of(ordered["date"].to_numpy(), values * (100.0 if share else 1.0))
    return _inside(replace(series, denominators=parts), (lambda _: SHARE) if share else kind_of)


def _inside(series: Series, kind_of: Any) -> NDArray[np.bool_]:
    found = usual(series, metric=kind_of(series.values))
    counted = (series.starts >= series.starts[0] + HISTORY) & np.isfinite(found.expected)
    inside = (series.values >= found.low) & (series.values <= found.high)
    kept: NDArray[np.bool_] = inside[counted]
    return kept


def _ratios(root: Path) -> Iterator[tuple[Any, ...]]:
    """Series as the harness takes them, with two columns: percent and denominator."""
    folder = root / "data/dev2/detection"
    labels = json.loads((folder / "ratios_labels.json").read_text())
    table = pd.read_csv(folder / "ratios.csv.gz", parse_dates=["timestamp"])
    for name, one in table.groupby("series_id"):
        n = one["denominator"].to_numpy(dtype=np.float64)
        broken = np.stack([100.0 * one["value"].to_numpy(), n], axis=1)
        clean = np.stack([100.0 * one["clean"].to_numpy(), n], axis=1)
        windows = [(label["start"], label["end"]) for label in labels[str(name)]]
        yield name, one["timestamp"].to_numpy(), broken, windows, 120, 3, 365.25, clean


def harness_of(folder: Path) -> ModuleType:
    """The shared scoring scripts, loaded as they stand."""
    sys.path.insert(0, os.fspath(folder))
    try:
        spec = importlib.util.spec_from_file_location("run_eval", folder / "run_eval.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(folder)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(os.fspath(folder))
