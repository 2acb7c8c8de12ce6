"""`/funnel metrics new`, `edit`, `versions`, `benchmark`, `dimension`: a team's own words."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.parse import DIMENSIONS
from commands.place import Place, place_of
from commands.request import Request
from commands.target import metric_asked
from commands.views.metric_form import (
    BenchmarkForm,
    benchmark_form,
    dimension_form,
    metric_form,
    read_benchmark_form,
    read_dimension_form,
    read_metric_form,
)
from commands.views.own_metrics import (
    benchmark_saved,
    dimension_saved,
    metric_saved,
    removed_message,
    versions_message,
)
from funnel.catalogue.entries import Metric
from funnel.errors import BadForm, FunnelError, NotAllowed, UnknownMetric, UnknownNumber
from funnel.model import Deed
from funnel.numbers import check_value, parse_number
from funnel.own_benchmarks import OwnBenchmark
from funnel.own_metrics import MetricDraft, define, draft_of, key_of
from funnel.periods import format_day
from storage.store import Tx

MOST_DIMENSIONS = 20
MOST_METRICS = 200
OLDEST_BENCHMARK = timedelta(days=3650)


def define_something(request: Request, deps: Deps) -> Message | Modal | None:
    """The form, or the answer, that the first word asks for; None for any other word.

    Raises NotAllowed for people who are no admins, UnknownMetric, UnknownNumber.
    """
    word, _, rest = request.args.strip().partition(" ")
    act = _ACTS.get(word.casefold())
    if act is None:
        return None
    if act is not _versions:
        _admins_only(request, deps)
    return act(rest.strip(), request, deps)


def save_metric(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """Raises BadForm with a sentence for each answer that cannot stay, NotAllowed."""
    _admins_only(request, deps)
    key, draft = read_metric_form(view)
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        before = _own(key, place) if key else None
        if before is None and len(tx.metrics.all()) >= MOST_METRICS:
            raise BadForm({"name": f"A workspace has at most {MOST_METRICS} metrics of its own."})
        held = before is not None and any(one.metric == key for one in tx.series.all())
        style = place.workspace.number_style
        metric = define(draft, place.catalogue, style=style, before=before, has_numbers=held)
        version = _save_once(tx, metric, before, request)
    return metric_saved(metric, version=version)


def save_benchmark(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """Raises BadForm, NotAllowed."""
    _admins_only(request, deps)
    form = read_benchmark_form(view)
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        metric = place.catalogue.metric(form.metric)
        wanted = _benchmark(form, metric, request, place)
        if tx.seen.first_time(f"benchmark:{request.view}", at=request.now):
            wanted = tx.benchmarks.add(wanted)
            details = {"value": wanted.value, "source": wanted.source}
            tx.audit.add(_deed(request, "benchmark_added", metric.key, details))
    return benchmark_saved(metric, wanted, place.style)


def save_dimension(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """Raises BadForm, NotAllowed."""
    _admins_only(request, deps)
    name = read_dimension_form(view)
    key = key_of(name)
    with deps.store.write(request.workspace) as tx:
        own = tx.dimensions.all()
        wrong = ""
        if not key:
            wrong = "Write a name with letters, such as: store."
        elif key in DIMENSIONS or key == "segment":
            wrong = f"{name} is there already: write {key}=… behind a number."
        elif len(own) >= MOST_DIMENSIONS and key not in own:
            wrong = f"A workspace has at most {MOST_DIMENSIONS} of its own."
        if wrong:
            raise BadForm({"name": wrong})
        if tx.dimensions.add(key, author=request.user, at=request.now):
            tx.audit.add(_deed(request, "dimension_added", key, {}))
    return dimension_saved(key)


def _save_once(tx: Tx, metric: Metric, before: Metric | None, request: Request) -> int:
    """The number of the version; an unchanged definition makes none."""
    if metric == before:
        return len(tx.metrics.versions(metric.key))
    version = tx.metrics.save(metric, author=request.user, at=request.now)
    action = "metric_changed" if before else "metric_defined"
    tx.audit.add(_deed(request, action, metric.key, {"version": version}))
    return version


def _new(words: str, request: Request, deps: Deps) -> Modal:
    return _metric_modal(MetricDraft(name=words), request, deps)


def _edit(words: str, request: Request, deps: Deps) -> Modal:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        metric = metric_asked(words, place).metric
    _own(metric.key, place)
    return _metric_modal(draft_of(metric), request, deps, key=metric.key)


def _metric_modal(draft: MetricDraft, request: Request, deps: Deps, *, key: str = "") -> Modal:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
    return metric_form(draft, deps.catalogue.frameworks, place.dimensions, key=key)


def _versions(words: str, request: Request, deps: Deps) -> Message:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        metric = metric_asked(words, place).metric
        versions = tx.metrics.versions(metric.key)
    told = [(one.version, one.author, one.at, one.metric) for one in versions]
    return versions_message(metric, told, style=place.style)


def _add_benchmark(words: str, request: Request, deps: Deps) -> Message | Modal:
    head, _, number = words.partition(" ")
    if head.casefold() == "remove":
        return _remove_benchmark(number.strip().removeprefix("#"), request, deps)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        metric = metric_asked(words, place).metric
    return benchmark_form(metric, BenchmarkForm(metric.key, dated=place.today))


def _remove_benchmark(number: str, request: Request, deps: Deps) -> Message:
    with deps.store.write(request.workspace) as tx:
        known = number.isdecimal() and tx.benchmarks.remove(int(number), at=request.now)
        if not known:
            raise UnknownNumber(
                f"There is no benchmark {number} of yours.",
                "A metric's page shows their numbers: `/funnel metric NAME`.",
            )
        tx.audit.add(_deed(request, "benchmark_removed", number, {}))
    return removed_message(int(number))


def _add_dimension(words: str, request: Request, deps: Deps) -> Modal:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
    return dimension_form(words[:40], place.dimensions)


def _own(key: str, place: Place) -> Metric:
    """Raises UnknownMetric for a metric that is not the workspace's own."""
    metric = place.catalogue.metric(key)
    if not metric.custom:
        raise UnknownMetric(
            f"{metric.name} comes with the bot and cannot be edited.",
            "Define one of your own: `/funnel metrics new`.",
        )
    return metric


def _benchmark(form: BenchmarkForm, metric: Metric, request: Request, place: Place) -> OwnBenchmark:
    wrong = {}
    value = 0.0
    try:
        style = place.workspace.number_style
        number = parse_number(form.value, style=style, unit=metric.unit)
        scale = metric.formula.scale if number.denominator is not None else 1.0
        value = scale * number.value
        check_value(value, metric, style=style, currency=place.workspace.currency)
    except FunnelError as refused:
        wrong["value"] = f"{refused.message} {refused.hint}".strip()
    if not form.source:
        wrong["source"] = "Say where the figure comes from, so that others can check it."
    if form.dated is None or not place.today - OLDEST_BENCHMARK <= form.dated <= place.today:
        today = format_day(place.today, today=place.today)
        wrong["dated"] = f"Choose the figure's date, in the ten years up to today, {today}."
    if wrong or form.dated is None:
        raise BadForm(wrong)
    return OwnBenchmark(
        0,
        metric.key,
        value,
        form.source,
        form.dated,
        request.user,
        request.now,
        segment=form.segment,
    )


def _admins_only(request: Request, deps: Deps) -> None:
    if not deps.people.get(request.workspace, request.user).is_admin:
        raise NotAllowed(
            "Metrics, benchmarks and dimensions are defined by admins.",
            "Ask an admin of this workspace; everybody can log numbers and note events.",
        )


def _deed(request: Request, action: str, subject: str, details: dict[str, Any]) -> Deed:
    return Deed(request.now, request.user, action, subject, details)


_ACTS: dict[str, Callable[[str, Request, Deps], Message | Modal]] = {
    "new": _new,
    "add": _new,
    "edit": _edit,
    "versions": _versions,
    "benchmark": _add_benchmark,
    "dimension": _add_dimension,
}
