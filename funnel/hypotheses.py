"""The five common breaks of the journey as hypotheses: what in the numbers speaks for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from funnel.catalogue.entries import Movement, NamedBreak, Symptom

NOBODY_ASKED: Mapping[str, int] = MappingProxyType({})


class Course(StrEnum):
    """Where a metric stands against its usual range."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


_MEANS = {
    Movement.UP: frozenset({Course.UP}),
    Movement.DOWN: frozenset({Course.DOWN}),
    Movement.FLAT: frozenset({Course.FLAT}),
    Movement.FLAT_OR_UP: frozenset({Course.FLAT, Course.UP}),
    Movement.FLAT_OR_DOWN: frozenset({Course.FLAT, Course.DOWN}),
    Movement.SHIFT: frozenset({Course.UP, Course.DOWN}),
}
"""The courses that each movement of the catalogue allows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One symptom seen in the numbers. `course` is its metric's, `contrast` that of the metric
    which it is read with; None where the catalogue names none or it has no numbers."""

    symptom: Symptom
    course: Course
    contrast: Course | None = None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A named break with what the numbers say for it and against it."""

    named: NamedBreak
    speaks_for: tuple[Evidence, ...]
    against: tuple[Evidence, ...]


def metrics_behind(named: NamedBreak) -> tuple[str, ...]:
    """Keys of all metrics that its symptoms and contrasts look at, each once."""
    keys = [
        key
        for symptom in named.symptoms
        for key in (symptom.metric, symptom.contrast_metric)
        if key is not None
    ]
    return tuple(dict.fromkeys(keys))


def weigh(named: NamedBreak, courses: Mapping[str, Course]) -> Hypothesis:
    """A symptom speaks for it when both it and its contrast are as foretold, against it when it
    goes the other way or its contrast is not as foretold. One that stays away says nothing: the
    symptoms are ways in which the break may show, not a list of what must be there."""
    speaks_for: list[Evidence] = []
    against: list[Evidence] = []
    for symptom in named.symptoms:
        course = courses.get(symptom.metric)
        if course is None:
            continue
        contrast = courses.get(symptom.contrast_metric or "")
        evidence = Evidence(symptom, course, contrast)
        if _holds(evidence):
            speaks_for.append(evidence)
        elif course is not Course.FLAT:
            against.append(evidence)
    return Hypothesis(named, tuple(speaks_for), tuple(against))


def _holds(evidence: Evidence) -> bool:
    symptom = evidence.symptom
    if evidence.course not in _MEANS[symptom.direction]:
        return False
    if evidence.contrast is None or symptom.contrast_direction is None:
        return True
    return evidence.contrast in _MEANS[symptom.contrast_direction]
