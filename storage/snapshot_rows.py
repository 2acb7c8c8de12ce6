"""Rows of numbers -> series in numpy, and single snapshots."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import RowMapping

from funnel.model import Floats, Grain, Instants, Segment, Series, Snapshot
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
    """Rows are (period, value, numerator, denominator), oldest first; None becomes NaN."""
    columns = list(zip(*rows, strict=True)) or [()] * 4
    starts, values, numerators, denominators = _arrays(columns, grain)
    return Series(metric, starts, values, numerators, denominators, segment=segment, grain=grain)


def each_series(
    rows: Sequence[Sequence[Any]], *, grain: Grain, naming: Callable[[str], tuple[str, Segment]]
) -> Iterator[Series]:
    """Many series out of rows sorted by (name, period); `naming` gives metric and segment of a
    name. All rows become arrays at once, each series is a stretch of them."""
    if not rows:
        return
    names, *columns = zip(*rows, strict=True)
    starts, values, numerators, denominators = _arrays(columns, grain)
    begin = 0
    while begin < len(names):
        end = bisect_right(names, names[begin], begin)  # names sort by code point, as in Python
        part = slice(begin, end)
        metric, segment = naming(names[begin])
        yield Series(
            metric,
            starts[part],
            values[part],
            numerators[part],
            denominators[part],
            segment=segment,
            grain=grain,
        )
        begin = end


def _arrays(
    columns: Sequence[Sequence[Any]], grain: Grain
) -> tuple[Instants, Floats, Floats, Floats]:
    """Of periods, values, numerators, denominators; None becomes NaN."""
    periods, values, numerators, denominators = columns
    return (
        np.array(periods, dtype=f"datetime64[{UNITS.get(grain, 'D')}]"),
        np.array(values, dtype=np.float64),
        np.array(numerators, dtype=np.float64),
        np.array(denominators, dtype=np.float64),
    )
