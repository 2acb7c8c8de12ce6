"""`/funnel metrics`: what is known, by stage, with its freshness."""

from collections.abc import Iterable, Mapping

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.place import place_of
from commands.readings import all_readings
from commands.request import Request
from commands.verbs.own_metrics import define_something
from commands.views.metrics import MetricLine, StageLines, metrics_message
from commands.views.verdict import title
from funnel.catalogue.entries import Metric
from funnel.status import Reading


def show_metrics(request: Request, deps: Deps) -> Message | Modal:
    """What a first word such as `new` asks for; else every metric once, in the first stage of the
    workspace's framework that lists it."""
    defined = define_something(request, deps)
    if defined is not None:
        return defined
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        readings = all_readings(tx, place)
    framework = place.catalogue.framework(place.workspace.framework)
    left = {metric.key: metric for metric in place.catalogue.metrics}
    own = [left.pop(metric.key) for metric in place.catalogue.metrics if metric.custom]
    stages = []
    for stage in framework.stages:
        here = [left.pop(key) for key in stage.lead_metrics if key in left]
        stages.append(StageLines(stage.name, _lines(here, readings)))
    stages.append(StageLines("Your own metrics", _lines(own, readings)))
    stages.append(StageLines("In the other framework only", _lines(left.values(), readings)))
    return metrics_message(stages, framework=framework.name)


def _lines(metrics: Iterable[Metric], readings: Mapping[str, Reading]) -> tuple[MetricLine, ...]:
    return tuple(MetricLine(title(metric), _fresh(metric, readings)) for metric in metrics)


def _fresh(metric: Metric, readings: Mapping[str, Reading]) -> str:
    reading = readings.get(metric.key)
    return "" if reading is None else reading.fresh.words or str(reading.fresh.state)
