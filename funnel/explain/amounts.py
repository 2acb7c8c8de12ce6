"""The amounts of each level by day, as arrays: the whole, and its segments by dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.explain.chain import Chain, Column, Level, Source
from funnel.explain.windows import Windows
from funnel.model import Floats, Instants, Segment, Series

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """… × days × levels; NaN where a day has no number."""

    days: tuple[date, ...]
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One dimension: segments × days × levels. An absent segment is 0 on days with numbers."""

    dimension: str
    names: tuple[str, ...]
    days: tuple[date, ...]
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """Both windows as arrays of one shape, their slots along the second last axis.

    `now` is (…, slots, levels), `base` (…, rounds, slots, levels) with NaN where a day of the base
    is missing; unpaired windows have one round and slots of their own. `left_out` are days of the
    newer window that could not be compared, or of either for unpaired ones.
    """

    now: Floats
    base: Floats
    windows: Windows
    left_out: tuple[date, ...]


def amounts_of(
    chain: Chain, series: Mapping[str, Series], days: Sequence[date] | None = None
) -> Amounts:
    """The totals; `series` by metric key. Without `days` those that any series has."""
    wanted = _every_day(series) if days is None else tuple(days)
    return Amounts(wanted, _table(chain.levels, series, wanted))


def cut_of(
    chain: Chain,
    dimension: str,
    segments: Mapping[str, Mapping[Segment, Series]],
    days: Sequence[date],
) -> Cut | None:
    """`segments` by metric key; None where a level was never cut by the dimension."""
    known = [set(segments.get(level.source.metric, {})) for level in chain.levels]
    if not known or not all(known):
        return None
    found = sorted(set.union(*known))
    tables = [
        _table(
            chain.levels,
            {key: parts[one] for key, parts in segments.items() if one in parts},
            days,
        )
        for one in found
    ]
    return Cut(dimension, tuple(one.value for one in found), tuple(days), np.stack(tables))


def pair(amounts: Amounts, windows: Windows) -> Paired:
    """What of the windows can be compared: slots whose day has every level, and any base day."""
    now, base_values = _pick(amounts, windows)
    whole_now, whole_base = _complete(now), _complete(base_values)
    base = np.where(whole_base[..., None], base_values, np.nan)
    if windows.rounds:
        kept: Flags = whole_now & np.any(whole_base, axis=0)
        holds = _any(now) | np.any(_any(base_values), axis=0)
        lost = _days(windows.now, ~kept & holds)
        return Paired(now[kept], base[:, kept], _keep(windows, kept), lost)
    some = (_any(now), _any(base_values)[0])
    gone = (
        *_days(windows.now, ~whole_now & some[0]),
        *_days(windows.base, ~whole_base[0] & some[1]),
    )
    return Paired(now[whole_now], base[:, whole_base[0]], windows, gone)


def _any(values: Floats) -> Flags:
    """Where some level has a number; days without any (a closed shop) are no gaps."""
    found: Flags = np.any(np.isfinite(values), axis=-1)
    return found


def _days(days: Sequence[date], chosen: Flags) -> tuple[date, ...]:
    return tuple(day for day, taken in zip(days, chosen.tolist(), strict=True) if taken)


def pair_cut(cut: Cut, whole: Amounts, windows: Windows) -> Paired:
    """The same slots for every segment; what a segment has not where the whole has, is 0."""
    frame = pair(whole, windows)
    now_ok, base_ok = _present(whole, windows)
    now, base = _pick(Amounts(cut.days, cut.values), windows)
    base = np.nan_to_num(base[..., base_ok, :])
    hidden = ~_complete(frame.base)
    blank = np.where(hidden[..., None], np.nan, base)
    return Paired(np.nan_to_num(now[..., now_ok, :]), blank, frame.windows, frame.left_out)


def _present(whole: Amounts, windows: Windows) -> tuple[Flags, Flags]:
    now, base = _pick(whole, windows)
    now_ok, base_ok = _complete(now), _complete(base)
    any_base: Flags = np.any(base_ok, axis=0)
    if windows.rounds:
        return now_ok & any_base, now_ok & any_base
    return now_ok, any_base


def _pick(amounts: Amounts, windows: Windows) -> tuple[Floats, Floats]:
    """(… slots × levels, … rounds × slots × levels); NaN for days that are not there."""
    place = {day: row for row, day in enumerate(amounts.days)}
    values = amounts.values
    levels = values.shape[-1]
    padded = np.concatenate([values, np.full((*values.shape[:-2], 1, levels), np.nan)], axis=-2)
    now = padded[..., [place.get(day, -1) for day in windows.now], :]
    base = padded[..., [place.get(day, -1) for day in windows.base], :]
    rounds = max(windows.rounds, 1)
    return now, base.reshape(*values.shape[:-2], rounds, -1, levels)


def _complete(values: Floats) -> Flags:
    """Where every level has a number."""
    found: Flags = np.all(np.isfinite(values), axis=-1)
    return found


def _keep(windows: Windows, kept: Flags) -> Windows:
    wanted = np.flatnonzero(kept).tolist()
    size = len(windows.now)
    base = [windows.base[turn * size + i] for turn in range(windows.rounds) for i in wanted]
    return Windows(tuple(windows.now[i] for i in wanted), tuple(base), windows.rounds)


def _table(levels: Sequence[Level], series: Mapping[str, Series], days: Sequence[date]) -> Floats:
    wanted = np.array(days, dtype="datetime64[D]")
    columns = [_column(series.get(one.source.metric), one.source, wanted) for one in levels]
    return np.stack(columns, axis=-1) if columns else np.empty((len(days), 0))


def _column(series: Series | None, source: Source, days: Instants) -> Floats:
    found = np.full(len(days), np.nan)
    if series is None or not len(series):
        return found
    column = {
        Column.VALUE: series.values,
        Column.TOP: series.numerators,
        Column.BOTTOM: series.denominators,
    }[source.column]
    starts = series.starts.astype("datetime64[D]")
    rows = np.minimum(np.searchsorted(starts, days), len(starts) - 1)
    here = starts[rows] == days
    found[here] = column[rows[here]]
    return found


def _every_day(series: Mapping[str, Series]) -> tuple[date, ...]:
    every = [one.starts.astype("datetime64[D]") for one in series.values()]
    joined: list[date] = np.unique(np.concatenate(every)).tolist() if every else []
    return tuple(joined)
