"""Which way each metric of a journey went since a break began, and the named break that fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.catalogue.entries import Identity, Metric, NamedBreak
from funnel.hypotheses import Course, Hypothesis, weigh
from funnel.model import Series
from funnel.season import Past, usual

_NEWEST = 7  # periods since the onset that are looked at
_SURE = 3.0  # sigma of their mean, as if independent
_PLAIN = 0.8  # and each, on average, so far from usual
_LEAST_SYMPTOMS = 2  # one metric alone is a break, not yet a diagnosis


@dataclass(frozen=True, slots=True)
class Pull:
    """How far a metric is from usual since the onset: sigma of the mean of its newest periods."""

    course: Course
    sigma: float


def pull_of(series: Series, metric: Metric, *, since: date, at: date) -> Pull | None:
    """None where the metric has no values in that time, or no usual value yet."""
    seen = series.between(None, at)
    found = usual(seen, metric=metric, past=Past(((since, date.max),)))
    away = found.residual[seen.starts >= np.datetime64(since)][-_NEWEST:]
    away = away[np.isfinite(away)]
    if not len(away):
        return None
    mean = float(np.clip(away, -8.0, 8.0).mean())
    sigma = mean * float(np.sqrt(len(away)))
    if abs(sigma) < _SURE or abs(mean) < _PLAIN:
        return Pull(Course.FLAT, abs(sigma))
    return Pull(Course.UP if mean > 0 else Course.DOWN, abs(sigma))


def diagnosis(
    named: Iterable[NamedBreak], pulls: Mapping[str, Pull], identities: Iterable[Identity] = ()
) -> Hypothesis | None:
    """The named break with the most symptoms after those against it are taken off; the stronger
    of two equals. None, "no known break fits", unless two symptoms stand for it; of complements
    (bounce and engagement, churn and retention) one counts."""
    twins = {one.metrics[1]: one.metrics[0] for one in identities if one.complement}
    courses = {key: pull.course for key, pull in pulls.items()}
    best: tuple[float, float] = (0.0, 0.0)
    chosen: Hypothesis | None = None
    for one in named:
        weighed = weigh(one, courses)
        by_metric = {
            twins.get(evidence.symptom.metric, evidence.symptom.metric): evidence
            for evidence in weighed.speaks_for
        }
        if len(by_metric) < _LEAST_SYMPTOMS:
            continue
        strength = sum(pulls[evidence.symptom.metric].sigma for evidence in by_metric.values())
        weight = (len(by_metric) - float(len(weighed.against)), strength)
        if weight > best:
            best, chosen = weight, weighed
    return chosen
