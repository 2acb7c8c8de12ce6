"""Which series are watched: each piece of news once, and the rates that nobody stores."""

from collections.abc import Iterable, Mapping, Sequence

from funnel.budget import Watched
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Metric, Unit
from funnel.derived import can_derive, derive, parts_held
from funnel.events import Event, past_with, without_explained
from funnel.model import Series


def said_twice(held: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Of complements that are both held (bounce and engagement rate) the second: judged once, it
    counts once in the alarm budget."""
    keys = frozenset(held)
    pairs = (one.metrics for one in catalogue.identities if one.complement)
    return frozenset(second for first, second in pairs if first in keys and second in keys)


def conversions_of(held: Iterable[str], catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Shares that are not held themselves but can be computed from counts that are, with those
    counts' metrics; none whose complement is held."""
    keys = tuple(held)
    parts = parts_held(catalogue, keys)
    return {
        metric.key: sources
        for metric in catalogue.metrics
        if metric.key not in keys
        and _is_share(metric)
        and not _complement_held(metric, keys, catalogue)
        and (sources := can_derive(metric, parts))
    }


def conversion(metric: Metric, sources: Sequence[str], held: Mapping[str, Series]) -> Series:
    """The days on which all its parts have a number."""
    by_component = dict(zip(metric.formula.components, (held[key] for key in sources), strict=True))
    return derive(metric, by_component)


def with_conversions(journey: Mapping[str, Series], catalogue: Catalogue) -> dict[str, Series]:
    """The journey and the rates that follow from it."""
    made = {
        key: conversion(catalogue.metric(key), sources, journey)
        for key, sources in conversions_of(journey, catalogue).items()
    }
    return {**journey, **{key: series for key, series in made.items() if len(series)}}


def watched_of(
    journey: Mapping[str, Series], catalogue: Catalogue, events: Sequence[Event] = ()
) -> list[Watched]:
    """What can warn: metrics with a good direction, without the days that events explain."""
    twice = said_twice(journey, catalogue)
    return [
        watched(series, catalogue.metric(key), events)
        for key, series in sorted(journey.items())
        if key not in twice and catalogue.metric(key).direction is not Direction.NEUTRAL
    ]


def watched(series: Series, metric: Metric, events: Sequence[Event]) -> Watched:
    return Watched(without_explained(series, events, metric), metric, past_with(events, metric.key))


def _is_share(metric: Metric) -> bool:
    directed = metric.direction is not Direction.NEUTRAL
    return directed and metric.unit is Unit.PERCENT and metric.formula.is_ratio


def _complement_held(metric: Metric, keys: Iterable[str], catalogue: Catalogue) -> bool:
    other = catalogue.complement_of(metric.key)
    return other is not None and other.key in keys
