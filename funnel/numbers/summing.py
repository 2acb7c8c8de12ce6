"""A total that did not come, made from segments that have proven to add up to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Aggregation, Metric
from funnel.model import Floats, Instants, Segment, Series

JUDGED = 30  # newest periods that have both a total and segments; fewer prove nothing
SHARE = 0.95  # of them must agree
TOLERANCE = 0.01  # of the total
PRESENT = 0.5  # a segment that came in so many of them is missed where it is absent
Flags = NDArray[np.bool_]
_BY_PARTS = frozenset({Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN})


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """The periods at `starts` have no total of their own: it is that of the dimension's segments,
    which agreed with the stored total in `agreed` of the newest 30 periods that have both."""

    dimension: str
    starts: Instants
    agreed: int

    def inside(self, series: Series) -> int:
        """How many periods of the series are such sums."""
        return int(np.isin(series.starts, self.starts).sum())


def can_add_up(metric: Metric) -> bool:
    """Whether segments give a total at all: amounts, and ratios by their parts."""
    return metric.across_segments in {Aggregation.SUM, *_BY_PARTS}


def close_gaps(
    metric: Metric, total: Series, parts: Mapping[Segment, Series], gaps: Instants
) -> tuple[Series, Sums | None]:
    """The total with the sum of its segments in those gaps where every usual segment came.

    `parts` are the segments of one dimension in the total's grain. None of it if they did not
    agree with the total: a dimension that leaves out a part of the shop would make a fall.
    """
    table = _table(metric, total, parts)
    if table is None:
        return total, None
    both = np.flatnonzero(np.isin(table.starts, total.starts))[-JUDGED:]
    agreed = int(_agrees(metric, total, table)[both].sum()) if len(both) == JUDGED else 0
    if agreed < SHARE * JUDGED:
        return total, None
    usual = table.present[:, both].mean(axis=1) >= PRESENT
    whole = table.present[usual].all(axis=0) & np.isin(table.starts, gaps)
    if not whole.any():
        return total, None
    starts = table.starts[whole]
    return _merged(total, table, whole), Sums(next(iter(parts)).dimension, starts, agreed)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Sums over segments by period; `present` is segments × periods."""

    starts: Instants
    values: Floats
    numerators: Floats
    denominators: Floats
    present: Flags


def _table(metric: Metric, total: Series, parts: Mapping[Segment, Series]) -> _Table | None:
    """None without a segment, or for a ratio of which some came without counts."""
    held = [part for part in parts.values() if len(part)]
    by_parts = metric.across_segments in _BY_PARTS
    if not held or (by_parts and not all(_counted(part) for part in held)):
        return None
    starts = np.unique(np.concatenate([part.starts for part in held]))
    present = np.zeros((len(held), len(starts)), np.bool_)
    values, tops, bottoms = (np.zeros(len(starts)) for _ in range(3))
    for row, part in enumerate(held):
        places = np.searchsorted(starts, part.starts)
        present[row, places] = True
        values[places] += part.values
        tops[places] += part.numerators
        bottoms[places] += part.denominators
    if by_parts:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = metric.formula.scale * tops / bottoms
    return _Table(starts.astype(total.starts.dtype), values, tops, bottoms, present)


def _counted(part: Series) -> bool:
    return bool(np.isfinite(part.numerators).all() and np.isfinite(part.denominators).all())


def _agrees(metric: Metric, total: Series, table: _Table) -> Flags:
    """By period of the table; False where there is no total."""
    place = np.minimum(np.searchsorted(total.starts, table.starts), len(total) - 1)
    there = total.starts[place] == table.starts
    same = np.isclose(table.values, total.values[place], rtol=TOLERANCE, atol=0.0)
    if metric.across_segments in _BY_PARTS:
        sizes = total.denominators[place]
        same &= np.isclose(table.denominators, sizes, rtol=TOLERANCE) | ~np.isfinite(sizes)
    agrees: Flags = there & same
    return agrees


def _merged(total: Series, table: _Table, whole: Flags) -> Series:
    starts = np.concatenate([total.starts, table.starts[whole]])
    order = np.argsort(starts, kind="stable")

    def both(stored: Floats, summed: Floats) -> Floats:
        return np.concatenate([stored, summed[whole]])[order]

    return replace(
        total,
        starts=starts[order],
        values=both(total.values, table.values),
        numerators=both(total.numerators, table.numerators),
        denominators=both(total.denominators, table.denominators),
    )
