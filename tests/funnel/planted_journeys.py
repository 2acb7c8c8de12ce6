"""Planted journeys: half a year of a shop's metrics with one of the five breaks, or none, in them.

Knows the catalogue's symptoms and nothing of how breaks are found or weighed. Size, onset, noise,
how many symptoms show, and two distractors (other metrics that move for their own reasons at
another time, or on one day) are drawn by seed.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnel.catalogue import load
from funnel.catalogue.entries import Movement, NamedBreak, Symptom, Unit
from funnel.model import Floats, Series

FIRST = date(2026, 1, 5)
DAYS = 240
_WEEK = np.array([1.08, 1.0, 1.0, 1.03, 1.1, 0.88, 0.91])
_LEVEL = {Unit.PERCENT: 30.0, Unit.SECONDS: 900.0, Unit.CURRENCY: 90.0, Unit.COUNT: 4_000.0}
_SCORES = {Unit.SCORE_1_5: 4.0, Unit.SCORE_NPS: 40.0}
_GROWS = {Movement.UP: 1, Movement.DOWN: -1, Movement.FLAT_OR_DOWN: -1}


@dataclass(frozen=True)
class Journey:
    """`planted` is the key of the named break, or "" for none; `onset` its first day."""

    planted: str
    onset: date
    series: dict[str, Series]


def journey(seed: int, planted: str) -> Journey:
    """The same for the same arguments."""
    rng = np.random.default_rng([seed, len(planted), sum(map(ord, planted))])
    catalogue = load()
    at = int(rng.integers(150, 205))
    effects: dict[str, tuple[float, int, int]] = {}
    own: set[str] = set()
    for named in catalogue.breaks:
        if named.key == planted:
            own = _plant(named, effects, rng, at)
    keys = sorted({key for named in catalogue.breaks for key in _keys(named)})
    others = [key for key in keys if key not in own]
    for key in rng.choice(others, size=2, replace=False):
        length = int(rng.choice([1, 10]))
        when = at + int(rng.choice([-60, -45])) if length > 1 else at + int(rng.integers(-40, 10))
        effects[str(key)] = (float(rng.choice([-0.2, 0.2])), when, length)
    series = {key: _series(key, effects.get(key), rng) for key in keys}
    return Journey(planted, FIRST + timedelta(days=at), series)


def _plant(
    named: NamedBreak, effects: dict[str, tuple[float, int, int]], rng: np.random.Generator, at: int
) -> set[str]:
    """Two symptoms or more, each with its contrast; gives all metrics that the break is about."""
    ways = [one for one in named.symptoms if one.metric != "channel_preference"]
    shown = rng.choice(len(ways), size=int(rng.integers(2, len(ways) + 1)), replace=False)
    for place in sorted(shown.tolist()):
        _show(ways[place], effects, rng, at)
    return _keys(named)


def _show(
    symptom: Symptom,
    effects: dict[str, tuple[float, int, int]],
    rng: np.random.Generator,
    at: int,
) -> None:
    size = float(rng.uniform(0.12, 0.35))
    effects.setdefault(symptom.metric, (_GROWS[symptom.direction] * size, at, DAYS))
    if symptom.contrast_metric and symptom.contrast_direction in {Movement.UP, Movement.DOWN}:
        grown = _GROWS[symptom.contrast_direction] * size
        effects.setdefault(symptom.contrast_metric, (grown, at, DAYS))


def _keys(named: NamedBreak) -> set[str]:
    found = {one.metric for one in named.symptoms}
    found |= {one.contrast_metric for one in named.symptoms if one.contrast_metric}
    return found - {"channel_preference"}


def _series(key: str, effect: tuple[float, int, int] | None, rng: np.random.Generator) -> Series:
    metric = load().metric(key)
    noise = float(rng.uniform(0.015, 0.04))
    wander = np.zeros(DAYS)
    steps = rng.normal(0.0, noise / 2, DAYS)
    for day in range(1, DAYS):
        wander[day] = 0.5 * wander[day - 1] + steps[day]
    values = np.exp(wander + rng.normal(0.0, noise, DAYS))
    if effect is not None:
        size, first, length = effect
        values[first : first + length] *= 1.0 + size
    nothing = np.full(DAYS, np.nan)
    starts = np.datetime64(FIRST) + np.arange(DAYS)
    return Series(key, starts, _in_unit(metric.unit, values), nothing, nothing)


def _in_unit(unit: Unit, values: Floats) -> Floats:
    if unit in _SCORES:
        return (
            _SCORES[unit] * values
            if unit is Unit.SCORE_NPS
            else np.minimum(_SCORES[unit] * values, 5.0)
        )
    laid: Floats = _LEVEL.get(unit, 2.0) * values
    if unit is Unit.COUNT:
        return np.round(laid * _WEEK[np.arange(len(values)) % 7])
    return laid
