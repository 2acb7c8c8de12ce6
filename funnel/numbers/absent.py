"""Segments without a row on a day that others of their dimension have: nothing happened there."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

import numpy as np

from funnel.catalogue.entries import Aggregation, Metric
from funnel.model import Instants, Segment, Series


def with_zeros(metric: Metric, parts: Mapping[Segment, Series]) -> dict[Segment, Series]:
    """Segments of one dimension and grain; an additive metric is 0 where another segment has a
    row and this one, which had begun by then, has none. Other metrics stay as they are."""
    if metric.over_time is not Aggregation.SUM or metric.across_segments is not Aggregation.SUM:
        return dict(parts)
    held = [part.starts for part in parts.values() if len(part)]
    if len(held) < 2:
        return dict(parts)
    every = reduce(np.union1d, held)
    return {segment: _filled(part, every) for segment, part in parts.items()}


def _filled(part: Series, every: Instants) -> Series:
    if not len(part):
        return part
    starts = every[every >= part.starts[0]]
    there = np.searchsorted(starts, part.starts)
    values = np.zeros(len(starts))
    tops, bottoms = np.full(len(starts), np.nan), np.full(len(starts), np.nan)
    values[there], tops[there], bottoms[there] = part.values, part.numerators, part.denominators
    return replace(part, starts=starts, values=values, numerators=tops, denominators=bottoms)
