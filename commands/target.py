"""What a question is about: the whole journey, a stage, or a metric."""

from dataclasses import dataclass

from commands.parse import chosen, metric_named
from commands.place import Place
from funnel.catalogue.entries import Metric, Stage
from funnel.catalogue.resolve import Ambiguity, NotFound, find_metric, find_stage
from funnel.catalogue.words import fold


@dataclass(frozen=True, slots=True)
class Journey:
    """All stages of a framework."""

    framework: str


@dataclass(frozen=True, slots=True)
class StageAsked:
    """A stage, and the other framework's for a word that both use."""

    stage: Stage
    also: Stage | None


@dataclass(frozen=True, slots=True)
class MetricAsked:
    """A metric, and what else an ambiguous word may have meant."""

    metric: Metric
    others: tuple[Metric, ...] = ()


Target = Journey | StageAsked | MetricAsked


def target_named(name: str, place: Place) -> Target:
    """No name is the workspace's own framework. Raises UnknownMetric for words that are nothing."""
    if not name:
        return Journey(place.workspace.framework)
    framework = _framework_named(name, place)
    if framework:
        return Journey(framework)
    stage = find_stage(name, place.catalogue, framework=place.workspace.framework)
    if stage is not None:
        return StageAsked(stage.stage, stage.also)
    return metric_asked(name, place)


def metric_asked(name: str, place: Place) -> MetricAsked:
    """Raises UnknownMetric, with the nearest names."""
    found = metric_named(name, place.catalogue, framework=place.workspace.framework)
    others = found.candidates[1:] if isinstance(found, Ambiguity) else ()
    return MetricAsked(chosen(found), others)


def is_name(name: str, place: Place) -> bool:
    """Whether the words as a whole name a framework, stage or metric."""
    framework = place.workspace.framework
    return (
        bool(_framework_named(name, place))
        or find_stage(name, place.catalogue, framework=framework) is not None
        or not isinstance(find_metric(name, place.catalogue, framework=framework), NotFound)
    )


def _framework_named(name: str, place: Place) -> str:
    words = fold(name)
    for framework in place.catalogue.frameworks:
        if words in {fold(one) for one in (framework.key, framework.name, *framework.aliases)}:
            return framework.key
    return ""
