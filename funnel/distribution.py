"""Shares of one whole, such as the channels that contacts prefer, and how far two of them lie
apart."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from funnel.model import Series

MOST_SLICES = 6
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Spread:
    """`shares` add up to 1, the largest first. `before` are those of the period before, and
    `distance` the total variation distance between the two: the part of the whole that moved."""

    start: date
    shares: Mapping[str, float]
    before: date | None = None
    distance: float | None = None


def spread_of(parts: Iterable[Series]) -> Spread | None:
    """The newest period of the segments of one dimension, against the one before it."""
    held = {
        one.segment.value: dict(zip(one.starts.tolist(), _sizes(one), strict=True)) for one in parts
    }
    starts = sorted({start for sizes in held.values() for start in sizes})
    if not starts:
        return None
    newest = shares_at(held, starts[-1])
    if not newest:
        return None
    if len(starts) < 2 or not (earlier := shares_at(held, starts[-2])):
        return Spread(starts[-1], newest)
    return Spread(starts[-1], newest, starts[-2], distance_between(newest, earlier))


def shares_at(held: Mapping[str, Mapping[date, float]], start: date) -> dict[str, float]:
    """Largest first; empty if nothing is above zero."""
    sizes = {name: by_start.get(start, 0.0) for name, by_start in held.items()}
    whole = sum(size for size in sizes.values() if size > 0)
    if whole <= 0:
        return {}
    ordered = sorted(sizes.items(), key=lambda one: (-one[1], one[0]))
    return {name: size / whole for name, size in ordered if size > 0}


def distance_between(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Total variation distance: half the sum of the differences, 0 (same) to 1 (nothing shared)."""
    names = one.keys() | other.keys()
    return math.fsum(abs(one.get(name, 0.0) - other.get(name, 0.0)) for name in names) / 2


def slices(shares: Mapping[str, float], most: int = MOST_SLICES) -> dict[str, float]:
    """At most `most`, the small ones together as *other*."""
    ordered = sorted(shares.items(), key=lambda one: (-one[1], one[0]))
    named = [one for one in ordered if one[0] != OTHER]
    kept = (
        dict(named)
        if len(ordered) <= most and len(named) == len(ordered)
        else dict(named[: most - 1])
    )
    rest = sum(shares.values()) - sum(kept.values())
    return kept | ({OTHER: rest} if rest > 1e-9 else {})


def _sizes(series: Series) -> list[float]:
    """Counts where they are known, else the values themselves."""
    known = series.numerators == series.numerators
    return [
        float(top if has else value)
        for top, value, has in zip(series.numerators, series.values, known, strict=True)
    ]
