"""Metrics computed from the parts that other metrics hold, and parts that contradict each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Constraint, Metric, Severity, Term
from funnel.model import Floats, Instants, Series

# The steps of a visit, one smaller than the next; the reference catalogue has only definitions.
STEPS = (
    Constraint(("orders",), "sessions", Severity.WARN),
    Constraint(("carts_created",), "sessions", Severity.WARN),
    Constraint(("form_submissions",), "sessions", Severity.WARN),
)
TOLERANCE = 0.01  # own and derived values that differ by more are told


@dataclass(frozen=True, slots=True)
class Conflict:
    """On `day` the value of `one` cannot stand beside that of `other`. `derived`: both say how
    much `one` is, the second by computing it; else `one` may not be more than `other`."""

    day: date
    one: str
    value: float
    other: str
    limit: float
    derived: bool = False


def parts_held(catalogue: Catalogue, held: Iterable[str]) -> dict[str, str]:
    """Component -> the metric that is just this component, of the metrics that are held."""
    found: dict[str, str] = {}
    for key in held:
        formula = catalogue.metric(key).formula
        if not formula.is_ratio and len(formula.numerator) == 1:
            found.setdefault(formula.numerator[0].component, key)
    return found


def can_derive(metric: Metric, parts: Mapping[str, str]) -> tuple[str, ...]:
    """The metrics that it can be computed from, in reading order; none for a plain count, or if a
    part is missing."""
    if not metric.formula.is_ratio:
        return ()
    wanted = metric.formula.components
    return tuple(parts[one] for one in wanted) if all(one in parts for one in wanted) else ()


def derive(metric: Metric, by_component: Mapping[str, Series]) -> Series:
    """scale × Σ numerators / Σ denominators for each period that all parts have."""
    used = [by_component[one] for one in metric.formula.components]
    starts = reduce(np.intersect1d, (one.starts for one in used))
    top = _sum(metric.formula.numerator, by_component, starts)
    bottom = _sum(metric.formula.denominator, by_component, starts)
    kept = bottom > 0
    top, bottom, starts = top[kept], bottom[kept], starts[kept]
    values = metric.formula.scale * top / bottom
    return Series(metric.key, starts, values, top, bottom, used[0].segment, used[0].grain)


def find_conflicts(
    catalogue: Catalogue, held: Mapping[str, Series], *, first: date
) -> tuple[Conflict, ...]:
    """Days from `first` on where the parts of one thing are more than the thing, or where a stored
    value is not what its parts give; oldest first, one a pair and day. Series of one grain."""
    parts = parts_held(catalogue, held)
    recent = {key: series.between(first, None) for key, series in held.items()}
    found = [*_too_much(catalogue, recent, parts), *_not_derived(catalogue, recent, parts)]
    return tuple(sorted(found, key=lambda one: (one.day, one.one, one.other)))


def _too_much(
    catalogue: Catalogue, held: Mapping[str, Series], parts: Mapping[str, str]
) -> Iterable[Conflict]:
    for rule in (*catalogue.constraints, *STEPS):
        if len(rule.smaller) != 1 or not {rule.smaller[0], rule.larger} <= parts.keys():
            continue
        one, other = held[parts[rule.smaller[0]]], held[parts[rule.larger]]
        starts, small, large = _aligned(one, other)
        for row in np.flatnonzero(small > large).tolist():
            day = starts[row].tolist()
            yield Conflict(day, one.metric, float(small[row]), other.metric, float(large[row]))


def _not_derived(
    catalogue: Catalogue, held: Mapping[str, Series], parts: Mapping[str, str]
) -> Iterable[Conflict]:
    for key, own in held.items():
        metric = catalogue.metric(key)
        sources = can_derive(metric, parts)
        if not sources:
            continue
        by_component = {one: held[parts[one]] for one in metric.formula.components}
        computed = derive(metric, by_component)
        starts, mine, theirs = _aligned(own, computed)
        for row in np.flatnonzero(np.abs(mine - theirs) > TOLERANCE * np.abs(theirs)).tolist():
            day = starts[row].tolist()
            value, limit = float(mine[row]), float(theirs[row])
            yield Conflict(day, key, value, " and ".join(sources), limit, derived=True)


def _aligned(one: Series, other: Series) -> tuple[Instants, Floats, Floats]:
    starts, left, right = np.intersect1d(
        one.starts, other.starts, assume_unique=True, return_indices=True
    )
    return starts, one.values[left], other.values[right]


def _sum(terms: Iterable[Term], by_component: Mapping[str, Series], starts: Instants) -> Floats:
    total = np.zeros(len(starts))
    for term in terms:
        series = by_component[term.component]
        total += term.sign * series.values[np.searchsorted(series.starts, starts)]
    return total
