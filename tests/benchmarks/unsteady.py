"""Days that have become unsteady: how often that is said in vain, and how often it is found.

`python -m tests.benchmarks.unsteady` prints false findings a series-year on nulls and on real
series, and the share found where days are moved two and three times as far from the days around
them for four weeks. About two minutes of processor time.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from funnel.catalogue.entries import Metric
from funnel.dispersion import spells
from funnel.model import Floats, Series
from funnel.trailing import centred_mean
from tests.benchmarks.detecting import UNKNOWN, series_of
from tests.benchmarks.nulls import Kind, null
from tests.conftest import SHARED

EACH, DAYS, LONG = 60, 485, 850
MOST_FALSE = 0.2  # a series-year
SPAN, HEARD = 28, 35  # days: unsteady, and until it must have been found
FIRST_JUDGED = 170  # days behind which scales are known

Judged = tuple[Series, Metric]


def real_series(root: Path) -> Iterator[Judged]:
    """Clean daily series of the two development sets, on their own dates."""
    for name in ("dev", "dev2"):
        table = pd.read_csv(root / "data" / name / "detection/injected/series.csv.gz")
        for _, one in table.groupby("series_id"):
            if len(one) > FIRST_JUDGED + 80:
                days = one["timestamp"].to_numpy(dtype="datetime64[D]")
                yield series_of(days, one["clean"].to_numpy(dtype=np.float64)), UNKNOWN


def nulls(kind: Kind, real: list[Floats], days: int) -> Iterator[Judged]:
    rng = np.random.default_rng(list(Kind).index(kind))
    for _ in range(EACH):
        yield null(kind, days, rng, real=real)


def widened(values: Floats, times: float, first: int) -> Floats:
    """Each day moved away from the mean of the week around it, by the ratio; weekdays stay."""
    logs = np.log(np.maximum(values, 0.001 * np.median(values[values > 0])))
    around = centred_mean(logs[None], 7)[0]
    away = logs - around
    weekday = np.array([np.nanmedian(away[at::7]) for at in range(7)])[np.arange(len(logs)) % 7]
    span = slice(first, first + SPAN)
    moved = values.copy()
    moved[span] = np.exp((around + weekday + times * (away - weekday))[span])
    return moved


def false_a_year(many: Iterable[Judged]) -> tuple[int, float]:
    """Findings, and years in which there could have been some."""
    found, days = 0, 0
    for series, metric in many:
        found += len(spells(series, metric))
        days += max(len(series) - FIRST_JUDGED, 0)
    return found, days / 365.25


def share_found(many: Iterable[Judged], times: float) -> tuple[float, float]:
    """Of those that are in no spell before, and the median delay in days."""
    rng = np.random.default_rng(7)
    delays: list[int] = []
    asked = 0
    for series, metric in many:
        first = int(rng.integers(FIRST_JUDGED, len(series) - HEARD - 4))
        moved = series_of(series.starts, widened(series.values, times, first))
        begins = series.starts[first].tolist()
        ages = [(one.opened - begins).days for one in spells(moved, metric)]
        asked += 1
        delays += [age for age in ages if 0 <= age < HEARD][:1]
    return len(delays) / asked, float(np.median(delays)) if delays else np.nan


def main(root: Path) -> None:
    if not (root / "data").is_dir():
        sys.stdout.write("Unsteady days: skipped, real data is not here.\n")
        return
    real = list(real_series(root))
    values = [series.values for series, _ in real]
    sets: dict[str, list[Judged]] = {"real series as they are": real}
    for kind in Kind:
        sets[kind.value] = list(nulls(kind, values, DAYS))
    sets["counts, more than two years"] = list(nulls(Kind.COUNTS, values, LONG))
    for name, many in sets.items():
        found, years = false_a_year(many)
        line = f"  {name:28} {found:3} false in {years:5.0f} years, {found / years:.2f} a year"
        if name != Kind.SHARES:
            for times in (2.0, 3.0):
                part, delay = share_found(many, times)
                line += f"; {times:g} times: {part:.0%} found after {delay:.0f} days"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(SHARED)
