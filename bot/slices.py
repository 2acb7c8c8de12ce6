"""Segments of a scan: many and seldom news, so that all are looked at and few are judged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bot.grounds import Ground, Key, Scene, is_news
from funnel.alarm import DEFAULT_BUDGET
from funnel.budget import rate_of, reference_threshold
from funnel.catalogue.entries import Direction
from funnel.loudness import loudest_each
from funnel.model import Break, Condition, Grain, Segment, Series, SeriesState
from storage.store import Tx

HISTORY = timedelta(days=400)
LEAST_PERIODS = 90
MOST = 24  # segments of a metric and dimension, the largest ones
_RECENT = 28  # periods that say how large a segment is


@dataclass(frozen=True, slots=True)
class Slices:
    """`marked` have news and no more than that; `grounds` are to be judged, from the distance
    `limit` on; `watched` are all that may warn, which is what the budget counts."""

    marked: tuple[tuple[Key, date, date | None], ...] = ()
    grounds: tuple[Ground, ...] = ()
    watched: tuple[Ground, ...] = ()
    limit: float = 0.0
    loud: frozenset[Key] = frozenset()  # those beyond it; the rest have a break that is not over


def slices_of(tx: Tx, scene: Scene, *, share: float) -> Slices:
    """One that is new is only noted: what it did before nobody asked. `share` of the usual budget,
    over all of them, makes the least distance that is looked at further."""
    news = [(one, through) for one, through in _states(scene) if is_news(one, through)]
    if not news:
        return Slices()
    marked = tuple(
        ((one.metric, one.segment, one.grain), through, one.judged_through) for one, through in news
    )
    watched = _watched(tx, scene)
    limit = reference_threshold(rate_of(len(watched), budget=share * DEFAULT_BUDGET))
    fresh = {key for key, _, judged in marked if judged is not None}
    scored = _scored([one for one in watched if one.key in fresh])
    loud = frozenset(one.key for one, score in scored if score >= limit)
    judged = tuple(one for one, _ in scored if one.key in loud or _is_alive(one))
    return Slices(marked, judged, tuple(watched), limit, loud)


def _states(scene: Scene) -> Iterable[tuple[SeriesState, date]]:
    """Segments of metrics that warn and whose total is known to be judged."""
    totals = {(one.metric, one.grain) for one in scene.totals}
    for one in scene.states:
        metric = scene.catalogue.metric(one.metric)
        if one.segment.is_total or (one.metric, one.grain) not in totals:
            continue
        if metric.direction is not Direction.NEUTRAL and one.metric not in scene.twice:
            yield one, scene.through(metric, one)


def _watched(tx: Tx, scene: Scene) -> list[Ground]:
    """Those with enough of a history, the largest ones of each dimension."""
    by_grain: dict[Grain, list[tuple[SeriesState, date]]] = defaultdict(list)
    for state, through in _states(scene):
        if state.periods >= LEAST_PERIODS:
            by_grain[state.grain].append((state, through))
    stored = _breaks(tx, sorted({state.metric for many in by_grain.values() for state, _ in many}))
    found: list[Ground] = []
    for grain, many in by_grain.items():
        metrics = sorted({state.metric for state, _ in many})
        newest = max(through for _, through in many)
        held = tx.snapshots.slices(metrics, grain=grain, first=newest - HISTORY, last=newest)
        found += _grounds(scene, many, held, stored)
    return _largest(found)


def _grounds(
    scene: Scene,
    many: Sequence[tuple[SeriesState, date]],
    held: Mapping[tuple[str, Segment], Series],
    stored: Mapping[Key, Sequence[Break]],
) -> Iterable[Ground]:
    for state, through in many:
        series = held.get((state.metric, state.segment))
        if series is None:
            continue
        mature = series.between(None, through)
        metric = scene.catalogue.metric(state.metric)
        breaks = tuple(stored.get((state.metric, state.segment, state.grain), ()))
        if len(mature):
            events = scene.explains(state.grain)
            yield Ground(state, metric, mature, through, breaks, events)


def _breaks(tx: Tx, metrics: Sequence[str]) -> dict[Key, list[Break]]:
    found: dict[Key, list[Break]] = defaultdict(list)
    for one in tx.breaks.about(metrics):
        found[one.metric, one.segment, one.grain].append(one)
    return found


def _largest(grounds: Iterable[Ground]) -> list[Ground]:
    groups: dict[tuple[str, str, Grain], list[Ground]] = defaultdict(list)
    for one in grounds:
        groups[one.state.metric, one.state.segment.dimension, one.state.grain].append(one)
    return [
        one for group in groups.values() for one in sorted(group, key=_size, reverse=True)[:MOST]
    ]


def _size(one: Ground) -> float:
    """Its denominator where it has one, else its value, on average of late."""
    parts = one.series.denominators[-_RECENT:]
    known = parts[np.isfinite(parts)]
    if not len(known):
        known = one.series.values[-_RECENT:]
    return float(known.mean())


def _scored(grounds: Sequence[Ground]) -> list[tuple[Ground, float]]:
    """How loud the news of each are."""
    since = [one.state.judged_through for one in grounds]
    scores = loudest_each([one.watched for one in grounds], since=since)
    return list(zip(grounds, scores, strict=True))


def _is_alive(ground: Ground) -> bool:
    return any(one.condition is not Condition.CLOSED for one in ground.stored)
