"""The usual value of a series and its range, from the past only: the one that everything uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Metric
from funnel.model import Expected, Floats, Grain, Instants, Series
from funnel.scales import Scale, scale_of

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Stretches = tuple[tuple[Scale, slice], ...]

LEAST_VALUES = 4  # fewer past values: learning
MOST_ERRORS = 180  # own one-step errors behind the range
ENOUGH_ERRORS = 30  # fewer: the range is rough
ROUGH_SCALES = 4.0
NORMAL_95 = 1.96
_TAIL = 0.025
_LEAST_REACH = 1.0  # the range goes at least one scale to each side of the value
_MAD_TO_SIGMA = 1.4826
_FAR = 50.0  # distances are cut here: beyond, only "very far" is known
_APART = 10_000  # between the seasons before and after a restart
_NOTHING = np.array([np.nan])
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class Past:
    """What of the past does not count.

    `without` are closed breaks and events, first and last day included. `restarts` are the first
    days of a new normal: a usual value never looks back over one. `events` are those of `without`
    that detection skips, so that the days after them stand against the days before.
    """

    without: tuple[tuple[date, date], ...] = ()
    restarts: tuple[date, ...] = ()
    events: tuple[tuple[date, date], ...] = ()


WHOLE_PAST = Past()


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """The usual value of each period of a series, aligned with it; NaN while learning.

    `residual` is the signed distance from usual in robust sigma of the series' own errors
    (the edges of the range lie at ±1.96). `counts` is how many past values stand behind it;
    `rough` marks ranges with fewer than 30 past errors.
    """

    expected: Floats
    low: Floats
    high: Floats
    residual: Floats
    counts: Rows
    rough: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A series, and the period whose usual value is wanted."""

    series: Series
    at: date
    metric: Metric
    past: Past = WHOLE_PAST


def look_back(grain: Grain) -> int:
    """How many past values of the same season make the usual value."""
    return 6 if grain is Grain.MONTH else 8


def usual(
    series: Series, *, metric: Metric, past: Past = WHOLE_PAST, newest: int | None = None
) -> Usual:
    """Every period of the series, or the `newest` ones, against those before it."""
    ground = _Ground.of(series, metric, past)
    rows = np.arange(len(series))
    wanted = rows if newest is None else rows[-newest:]
    return _usual_of(ground, rows, look_back(series.grain), _Wanted(wanted, np.zeros_like(wanted)))


def expected(series: Series, at: date, *, metric: Metric, past: Past = WHOLE_PAST) -> Expected:
    """The usual value at `at`, whether or not the series has a value there."""
    return expected_each([Asked(series, at, metric, past)])[0]


def expected_each(asked: Sequence[Asked]) -> list[Expected]:
    """`expected` for many series: those of one grain in one pass over their newest rows, since
    for 200 values numpy's calls cost far more than its arithmetic."""
    answers: dict[int, Expected] = {}
    scales = [scale_of(one.metric) for one in asked]
    order = {scale: place for place, scale in enumerate(dict.fromkeys(scales))}
    by_scale = sorted(range(len(asked)), key=lambda place: order[scales[place]])
    for grain in dict.fromkeys(one.series.grain for one in asked):
        places = [place for place in by_scale if asked[place].series.grain is grain]
        found = _expected_of([asked[place] for place in places], grain)
        answers.update(zip(places, found, strict=True))
    return [answers[place] for place in range(len(asked))]


def _expected_of(group: Sequence[Asked], grain: Grain) -> list[Expected]:
    """`group` has one grain, and those of one scale stand together."""
    ground, ends = _stacked(group, grain)
    rows, wanted = _newest_rows(ground.kept, ends)
    found = _usual_of(ground, rows, look_back(grain), wanted)
    table = zip(
        *(part.tolist() for part in (found.expected, found.low, found.high)),
        *(part.tolist() for part in (found.counts, found.rough)),
        strict=True,
    )
    return [
        Expected(None, None, None, _basis(grain, one.at, count))
        if count < LEAST_VALUES
        else Expected(value, low, high, _basis(grain, one.at, count), rough)
        for one, (value, low, high, count, rough) in zip(group, table, strict=True)
    ]


def season_of(starts: Instants, grain: Grain) -> Rows:
    """The season that a period belongs to: weekday (0 Monday), hour of the week, or just one."""
    match grain:
        case Grain.DAY:
            return (starts.astype("datetime64[D]").astype(np.intp) + 3) % 7
        case Grain.HOUR:
            return (starts.astype("datetime64[h]").astype(np.intp) + 72) % 168
        case Grain.WEEK | Grain.MONTH:
            return np.zeros(len(starts), dtype=np.intp)


def kept_rows(starts: Instants, without: Sequence[tuple[date, date]]) -> Flags:
    """False where a period starts within one of the spans."""
    kept = np.ones(len(starts), dtype=np.bool_)
    days = starts.astype("datetime64[D]")
    for first, last in without:
        kept &= (days < np.datetime64(first, "D")) | (days > np.datetime64(last, "D"))
    return kept


def same_season(starts: Instants, grain: Grain, kept: Flags, *, depth: int) -> Rows:
    """For each period the rows of the `depth` kept ones of its season before it, newest first;
    -1 where there are fewer."""
    return _same_season(season_of(starts, grain), kept, np.arange(len(starts)), depth).T


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """Series as arrays: values, denominators, which rows count, the season of each; and which
    stretch of them is on which scale."""

    values: Floats
    denominators: Floats
    kept: Flags
    seasons: Rows
    stretches: Stretches

    @classmethod
    def of(cls, series: Series, metric: Metric, past: Past) -> "_Ground":
        seasons = season_of(series.starts, series.grain)
        if past.restarts:
            seasons = seasons + _APART * _after_restarts(series.starts, past.restarts)
        kept = kept_rows(series.starts, past.without) & np.isfinite(series.values)
        whole = ((scale_of(metric), slice(0, len(series))),)
        return cls(series.values, series.denominators, kept, seasons, whole)


def _stacked(group: Sequence[Asked], grain: Grain) -> tuple[_Ground, Rows]:
    """Series one after the other, each cut before its `at` and ended by one row without a value
    for it (the denominator is kept); and the rows of those ends. Seasons are told apart."""
    starts, values, denominators, sizes = [], [], [], []
    for one in group:
        series = one.series
        target = np.array([one.at], dtype=series.starts.dtype)
        cut = int(series.starts.searchsorted(target[0]))
        here = cut < len(series) and series.starts[cut] == target[0]
        starts += [series.starts[:cut], target]
        values += [series.values[:cut], _NOTHING]
        denominators += [
            series.denominators[:cut],
            series.denominators[cut : cut + 1] if here else _NOTHING,
        ]
        sizes.append(cut + 1)
    every, ends = np.concatenate(starts), np.cumsum(sizes)
    ground = _Ground(
        np.concatenate(values),
        np.concatenate(denominators),
        np.isfinite(np.concatenate(values)),
        season_of(every, grain) * len(group) + np.repeat(np.arange(len(group)), sizes),
        _stretches([scale_of(one.metric) for one in group], sizes),
    )
    for one, size, end in zip(group, sizes, ends.tolist(), strict=True):
        if one.past != WHOLE_PAST:
            _leave_out(ground, slice(end - size, end), every[end - size : end], one.past)
    return ground, ends - 1


def _stretches(scales: Sequence[Scale], sizes: Sequence[int]) -> Stretches:
    """Neighbours of one scale as one stretch."""
    stretches, start = [], 0
    for scale, run in groupby(zip(scales, sizes, strict=True), key=itemgetter(0)):
        end = start + sum(size for _, size in run)
        stretches.append((scale, slice(start, end)))
        start = end
    return tuple(stretches)


def _among(stretches: Stretches, chosen: Rows) -> Stretches:
    """The stretches as places among some ascending rows of theirs."""
    edges = np.searchsorted(chosen, [(part.start, part.stop) for _, part in stretches]).tolist()
    return tuple((scale, slice(*edge)) for (scale, _), edge in zip(stretches, edges, strict=True))


def _by_scale(stretches: Stretches, part_of: Callable[[Scale, slice], Floats]) -> Floats:
    return np.concatenate([part_of(scale, part) for scale, part in stretches])


def _leave_out(ground: _Ground, part: slice, starts: Instants, past: Past) -> None:
    """Marks what does not count in one part of a ground that is being made."""
    ground.kept[part] &= kept_rows(starts, past.without)
    ground.seasons[part] += _APART * _after_restarts(starts, past.restarts)


def _after_restarts(starts: Instants, restarts: Sequence[date]) -> Rows:
    """What is added to seasons so that those before and after a restart differ."""
    cuts = np.sort(np.array(restarts, dtype="datetime64[D]"))
    return np.searchsorted(cuts, starts.astype("datetime64[D]"), side="right")


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """Places in the chosen rows: of the periods asked for, and of the oldest row that each may
    look back to."""

    places: Rows
    firsts: Rows


def _newest_rows(kept: Flags, ends: Rows) -> tuple[Rows, _Wanted]:
    """The newest 180 kept rows before each end, and the ends themselves."""
    before: Rows = np.cumsum(kept) - kept
    sizes = np.diff(ends, prepend=-1)
    near = kept & (before >= np.repeat(before[ends] - MOST_ERRORS, sizes))
    near[ends] = True
    rows = np.flatnonzero(near)
    places = np.searchsorted(rows, ends)
    return rows, _Wanted(places, np.append(0, places[:-1] + 1))


def _usual_of(ground: _Ground, rows: Rows, depth: int, wanted: _Wanted) -> Usual:
    """The usual value for the `wanted` ones of `rows` (oldest first); the others are there for
    their errors: all rows, or the newest 180 kept ones before each one asked for."""
    on_rows, new = _among(ground.stretches, rows), wanted.places
    laid = _by_scale(ground.stretches, lambda scale, part: scale.forward(ground.values[part]))
    window = _same_season(ground.seasons, ground.kept, rows, depth)
    present = window >= 0
    counts = np.count_nonzero(present, axis=0)
    behind = laid[window]
    middle = _medians(np.where(present, behind, np.inf), counts)
    spread = _medians(np.where(present, np.abs(behind - middle), np.inf), counts)
    sizes = _denominators(ground, rows, window, present)
    least = _by_scale(on_rows, lambda scale, part: scale.floor(middle[part], sizes[part]))
    step = np.maximum(_MAD_TO_SIGMA * spread, least)
    middle = np.where(counts >= LEAST_VALUES, middle, np.nan)
    errors = (laid[rows] - middle) / step
    below, above, rough = _reach(errors, ground.kept[rows], wanted)
    middle, step, errors = middle[new], step[new], errors[new]
    sigma = np.where(errors < 0, -below, above) / NORMAL_95
    edges = np.stack([middle, middle + below * step, middle + above * step])
    on_new = _among(on_rows, new)
    value, low, high = np.concatenate(
        [scale.backward(edges[:, part]) for scale, part in on_new], axis=1
    )
    return Usual(
        value,
        low,
        high,
        np.clip(errors / sigma, -_FAR, _FAR),
        counts[new],
        rough & np.isfinite(middle),
    )


def _same_season(seasons: Rows, kept: Flags, rows: Rows, depth: int) -> Rows:
    """As `same_season`, for some rows and seasons already known, and turned: depth × rows, since
    numpy is several times faster along long lines."""
    small = seasons.astype(np.min_scalar_type(seasons.max(initial=0)))  # sorts by radix
    order = np.argsort(small, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    in_order, sorted_seasons = kept[order], small[order]
    before: Rows = np.cumsum(in_order) - in_order
    begins = np.append(True, sorted_seasons[1:] != sorted_seasons[:-1])[: len(order)]
    first = before[begins][np.cumsum(begins) - 1]
    chosen = place[rows]
    places = before[chosen] - 1 - np.arange(depth)[:, None]
    kept_order = np.append(order[in_order], -1)
    return kept_order[np.where(places >= first[chosen], places, -1)]


def _medians(table: Floats, counts: Rows) -> Floats:
    """Median of the first `counts` values of each column once sorted; absent ones are +inf."""
    ordered = np.sort(table, axis=0)
    columns = np.arange(len(counts))
    upper = ordered[np.minimum(counts // 2, len(ordered) - 1), columns]
    lower = ordered[np.maximum(counts - 1, 0) // 2, columns]
    return np.where(counts > 0, (np.where(counts > 0, lower, 0.0) + upper) / 2.0, np.nan)


def _denominators(ground: _Ground, rows: Rows, window: Rows, present: Flags) -> Floats:
    """The period's own denominator, else the mean of those behind its usual value, else NaN."""
    own = ground.denominators[rows]
    behind = ground.denominators[window]
    known = present & np.isfinite(behind)
    count = np.count_nonzero(known, axis=0)
    total = np.where(known, behind, 0.0).sum(axis=0)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return np.where(np.isfinite(own) & (own > 0), own, mean)


def _reach(errors: Floats, kept: Flags, wanted: _Wanted) -> tuple[Floats, Floats, Flags]:
    """How many scales the range goes below and above the usual value, and whether that is rough.

    Quantiles of the own past errors at rank p·(n+1): for exchangeable errors the range then holds
    the next one with 95 % (split conformal prediction, Vovk et al. 2005; rank as in Weibull 1939).
    """
    usable = np.append(errors[kept], np.nan)
    before: Rows = np.cumsum(kept) - kept
    newest = np.arange(min(MOST_ERRORS, max(len(errors), 1)))
    upto = before[wanted.places][:, None]
    own = upto - before[wanted.firsts][:, None]
    places = np.where(newest < own, upto - 1 - newest, -1)
    ordered = np.sort(usable[places], axis=1)  # place -1 is the NaN at the end
    count = np.count_nonzero(np.isfinite(ordered), axis=1)
    rough = count < ENOUGH_ERRORS
    below = np.minimum(_ranked(ordered, count, _TAIL), -_LEAST_REACH)
    above = np.maximum(_ranked(ordered, count, 1.0 - _TAIL), _LEAST_REACH)
    return np.where(rough, -ROUGH_SCALES, below), np.where(rough, ROUGH_SCALES, above), rough


def _ranked(ordered: Floats, count: Rows, share: float) -> Floats:
    """The quantile of the first `count` values of each sorted row, between neighbours linearly."""
    top = np.maximum(count - 1, 0)
    rank = np.clip(share * (count + 1) - 1.0, 0.0, top)
    lower = np.floor(rank).astype(np.intp)
    lines = np.arange(len(ordered))
    left, right = ordered[lines, lower], ordered[lines, np.minimum(lower + 1, top)]
    between: Floats = left + (rank - lower) * (right - left)
    return between


def _basis(grain: Grain, at: date, count: int) -> str:
    """Such as “last 8 Thursdays”."""
    match grain:
        case Grain.DAY:
            season = _WEEKDAYS[at.weekday()]
        case Grain.HOUR:
            hour = at.hour if isinstance(at, datetime) else 0
            season = f"{_WEEKDAYS[at.weekday()]} at {hour:02d}:00"
        case Grain.WEEK:
            season = "weeks"
        case Grain.MONTH:
            season = "months"
    return f"last {count} {season}"
