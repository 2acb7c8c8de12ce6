"""The catalogue: stages, metrics, named breaks, plays, benchmarks and SMART rules in one object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from funnel.catalogue.entries import (
    Ambiguous,
    Benchmark,
    Component,
    Constraint,
    Crossing,
    DocumentTerm,
    Framework,
    Identity,
    Metric,
    NamedBreak,
    SmartRule,
    Stage,
)
from funnel.catalogue.words import fold

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """Look-ups by key raise `KeyError` for an unknown one; `funnel.catalogue.resolve` takes words.

    `names` maps each folded key, name and alias to its metric's key.
    """

    frameworks: tuple[Framework, ...]
    metrics: tuple[Metric, ...]
    names: Mapping[str, str] = field(repr=False)
    components: tuple[Component, ...]
    breaks: tuple[NamedBreak, ...]
    benchmarks: tuple[Benchmark, ...]
    crosswalk: tuple[Crossing, ...]
    document_terms: tuple[DocumentTerm, ...]
    ambiguous: tuple[Ambiguous, ...]
    identities: tuple[Identity, ...]
    constraints: tuple[Constraint, ...]
    smart_rules: tuple[SmartRule, ...]
    _metric_by_key: Mapping[str, Metric] = field(repr=False)

    def metric(self, key: str) -> Metric:
        return self._metric_by_key[key]

    def has_metric(self, key: str) -> bool:
        return key in self._metric_by_key

    def framework(self, key: str) -> Framework:
        return _only((each for each in self.frameworks if each.key == key), key)

    def stages(self, framework: str) -> tuple[Stage, ...]:
        return self.framework(framework).stages

    def stage(self, key: str) -> Stage:
        """A stage of either framework; their keys never collide."""
        stages = (stage for framework in self.frameworks for stage in framework.stages)
        return _only((stage for stage in stages if stage.key == key), key)

    def component(self, key: str) -> Component:
        return _only((each for each in self.components if each.key == key), key)

    def lead_metrics(self, stage: str) -> tuple[Metric, ...]:
        """The stage's metrics, those that its document lists first."""
        return tuple(self.metric(key) for key in self.stage(stage).lead_metrics)

    def counterparts(self, stage: str) -> tuple[Stage, ...]:
        """The stages of the other framework on the same ground; none for service in the funnel."""
        if self.stage(stage).framework == "funnel":
            keys = [key for row in self.crosswalk if row.funnel == stage for key in row.journey]
        else:
            keys = [row.funnel for row in self.crosswalk if stage in row.journey]
        return tuple(self.stage(key) for key in keys)

    def break_of(self, stage: str) -> NamedBreak | None:
        """The common break of a journey stage, for a funnel stage that of its first counterpart."""
        wanted = self.stage(stage)
        if wanted.framework == "funnel":
            crossed = self.counterparts(stage)
            if not crossed:
                return None
            wanted = crossed[0]
        return next((each for each in self.breaks if each.stage == wanted.key), None)

    def benchmarks_of(self, metric: str) -> tuple[Benchmark, ...]:
        return tuple(each for each in self.benchmarks if each.metric == metric)

    def complement_of(self, metric: str) -> Metric | None:
        """The metric that is always 100 minus this one: the same news, so one of them warns."""
        for identity in self.identities:
            if identity.complement and metric in identity.metrics:
                first, second = identity.metrics
                return self.metric(second if metric == first else first)
        return None

    def with_metrics(self, custom: Iterable[Metric]) -> "Catalogue":
        """A catalogue with the workspace's own metrics behind the shipped ones.

        The team's words come first: an own metric takes the place of a shipped one with its key,
        and its name and aliases win over shipped names and ambiguous words.
        """
        own = tuple(custom)
        metrics = {**self._metric_by_key, **{metric.key: metric for metric in own}}
        return replace(
            self,
            metrics=tuple(metrics.values()),
            frameworks=_with_lead_metrics(self.frameworks, tuple(metrics.values())),
            names=MappingProxyType({**self.names, **_names(own)}),
            _metric_by_key=MappingProxyType(metrics),
        )


@cache
def load() -> Catalogue:
    """The shipped catalogue, built once in a process."""
    # Thirty modules of data cost more than all the shapes: who needs only a type need not wait.
    from funnel.catalogue.benchmarks import BENCHMARKS
    from funnel.catalogue.breaks import BREAKS
    from funnel.catalogue.components import COMPONENTS
    from funnel.catalogue.frameworks import CROSSWALK, FRAMEWORKS
    from funnel.catalogue.metrics import METRICS
    from funnel.catalogue.smart import RULES
    from funnel.catalogue.terms import AMBIGUOUS, CONSTRAINTS, DOCUMENT_TERMS, IDENTITIES

    return Catalogue(
        frameworks=_with_lead_metrics(FRAMEWORKS, METRICS),
        metrics=METRICS,
        names=MappingProxyType(_names(METRICS)),
        components=COMPONENTS,
        breaks=BREAKS,
        benchmarks=BENCHMARKS,
        crosswalk=CROSSWALK,
        document_terms=DOCUMENT_TERMS,
        ambiguous=AMBIGUOUS,
        identities=IDENTITIES,
        constraints=CONSTRAINTS,
        smart_rules=RULES,
        _metric_by_key=MappingProxyType({metric.key: metric for metric in METRICS}),
    )


def _only(found: Iterable[_Entry], key: str) -> _Entry:
    for each in found:
        return each
    raise KeyError(key)


def _names(metrics: tuple[Metric, ...]) -> dict[str, str]:
    """Keys are written last, so that they win over another metric's alias."""
    names = {fold(alias): metric.key for metric in metrics for alias in metric.aliases}
    names |= {fold(metric.name): metric.key for metric in metrics}
    return names | {fold(metric.key): metric.key for metric in metrics}


def _with_lead_metrics(
    frameworks: tuple[Framework, ...], metrics: tuple[Metric, ...]
) -> tuple[Framework, ...]:
    homeless = tuple(metric.key for metric in metrics if not metric.stages)
    return tuple(
        replace(
            framework,
            stages=(
                *(
                    replace(stage, lead_metrics=_lead(stage.key, metrics))
                    for stage in framework.stages
                    if stage.key != own_stage(framework.key)
                ),
                *([_own(framework, homeless)] if homeless else []),
            ),
        )
        for framework in frameworks
    )


def own_stage(framework: str) -> str:
    """The key of the stage that holds a workspace's own metrics which belong to no other."""
    return f"{framework}_own"


def _own(framework: Framework, keys: tuple[str, ...]) -> Stage:
    """The last stage, there as long as somebody's metric has no other place."""
    return Stage(
        key=own_stage(framework.key),
        framework=framework.key,
        order=len(framework.stages) + 1,
        name="Own metrics",
        short="Own metrics",
        aliases=("own", "other metrics"),
        aim="What this workspace measures beside the journey.",
        lead_metrics=keys,
    )


def _lead(stage: str, metrics: tuple[Metric, ...]) -> tuple[str, ...]:
    here = [metric for metric in metrics if metric.in_stage(stage)]
    listed = [metric.key for metric in here if stage in metric.document_stages]
    return (*listed, *(metric.key for metric in here if metric.key not in listed))
