"""Which way each metric of a journey went since a break began, and the named break that fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.catalogue.entries import Identity, Metric, NamedBreak
from funnel.hypotheses import NOBODY_ASKED, Course, Evidence, Hypothesis, weigh
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
    newest = min(int((seen.starts >= np.datetime64(since)).sum()), _NEWEST)
    if not newest:
        return None
    found = usual(seen, metric=metric, past=Past(((since, date.max),)), newest=newest)
    away = found.residual[np.isfinite(found.residual)]
    if not len(away):
        return None
    mean = float(np.clip(away, -8.0, 8.0).mean())
    sigma = mean * float(np.sqrt(len(away)))
    if abs(sigma) < _SURE or abs(mean) < _PLAIN:
        return Pull(Course.FLAT, abs(sigma))
    return Pull(Course.UP if mean > 0 else Course.DOWN, abs(sigma))


def diagnosis(
    named: Iterable[NamedBreak],
    pulls: Mapping[str, Pull],
    identities: Iterable[Identity] = (),
    *,
    about: Iterable[str],
    answers: Mapping[str, int] = NOBODY_ASKED,
) -> Hypothesis | None:
    """The named break with the most symptoms after those against it are taken off; the stronger
    of two equals. None, "no known break fits", unless two symptoms stand for it and one of them,
    or its contrast, is among the metrics `about` which it is; of complements (bounce and
    engagement, churn and retention) one counts. `answers` of people, for less against, count by
    key like symptoms."""
    twins = {one.metrics[1]: one.metrics[0] for one in identities if one.complement}
    courses = {key: pull.course for key, pull in pulls.items()}
    concerned = {twins.get(key, key) for key in about}
    best: tuple[float, float] = (0.0, 0.0)
    chosen: Hypothesis | None = None
    for one in named:
        weighed = weigh(one, courses)
        by_metric = {
            twins.get(evidence.symptom.metric, evidence.symptom.metric): evidence
            for evidence in weighed.speaks_for
        }
        count = len(by_metric) + answers.get(one.key, 0)
        if count < _LEAST_SYMPTOMS or not concerned & _looked_at(by_metric):
            continue
        strength = sum(pulls[evidence.symptom.metric].sigma for evidence in by_metric.values())
        weight = (count - float(len(weighed.against)), strength)
        if weight > best:
            best, chosen = weight, weighed
    return chosen


def _looked_at(symptoms: Mapping[str, Evidence]) -> set[str]:
    contrasts = (evidence.symptom.contrast_metric for evidence in symptoms.values())
    return {*symptoms, *(key for key in contrasts if key)}
