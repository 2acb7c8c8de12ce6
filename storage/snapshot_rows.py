"""Rows of numbers -> series in numpy, and single snapshots."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import RowMapping

from funnel.model import Grain, Segment, Series, Snapshot
from storage.periods import parse_period
from storage.types import parse_segment

UNITS = {Grain.HOUR: "h"}  # of datetime64; all others are days


def snapshot_of(row: RowMapping) -> Snapshot:
    return Snapshot(
        row["metric"],
        parse_period(row["period"]),
        row["value"],
        row["numerator"],
        row["denominator"],
        segment=parse_segment(row["segment"]),
        grain=Grain(row["grain"]),
    )


def series_of_rows(
    metric: str, rows: Sequence[Sequence[Any]], *, segment: Segment, grain: Grain
) -> Series:
    """Rows are (…, period, value, numerator, denominator), oldest first; None becomes NaN."""
    if rows:
        *_, periods, values, numerators, denominators = zip(*rows, strict=True)
    else:
        periods = values = numerators = denominators = ()
    return Series(
        metric,
        np.array(periods, dtype=f"datetime64[{UNITS.get(grain, 'D')}]"),
        np.array(values, dtype=np.float64),
        np.array(numerators, dtype=np.float64),
        np.array(denominators, dtype=np.float64),
        segment=segment,
        grain=grain,
    )


def by_first_column(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[str, list[Sequence[Any]]]]:
    """Runs of rows with one first column; the rows come sorted by it."""
    return ((name, list(run)) for name, run in groupby(rows, key=itemgetter(0)))
