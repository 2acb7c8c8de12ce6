"""`/funnel log STAGE`: every metric of a stage in one form, stored as one act with one undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.entry import Entry, number_of, snapshot_of
from commands.parse import split_when
from commands.place import Place, place_of
from commands.readings import grain_for
from commands.request import Request
from commands.verbs.log_checks import Doubt, View, doubt_of, look_at
from commands.views.log import Said
from commands.views.log_stage import (
    MetricField,
    StageForm,
    read_stage_form,
    stage_form_view,
    stage_recorded_message,
)
from commands.views.verdict import sentence_start
from funnel.catalogue.entries import Metric, Stage
from funnel.catalogue.resolve import NotFound, find_metric, find_stage
from funnel.errors import BadForm, FunnelError
from funnel.model import Deed, Grain, RecordingKind, SeriesState, Snapshot
from funnel.periods import (
    Span,
    format_day,
    period_end,
    previous_period,
    start_of,
    yesterday,
)
from storage.store import Tx

SOURCE = "slack"


@dataclass(frozen=True, slots=True)
class StageAsked:
    """A stage, and the day if one was named behind it ("decision yesterday")."""

    stage: Stage
    span: Span | None


def stage_asked(args: str, place: Place) -> StageAsked | None:
    """None when the words are no stage, or are a metric's own name."""
    words, span = split_when(args, today=place.today, calendar=place.calendar)
    framework = place.workspace.framework
    if not isinstance(find_metric(words, place.catalogue, framework=framework), NotFound):
        return None
    found = find_stage(words, place.catalogue, framework=framework)
    return None if found is None else StageAsked(found.stage, span)


def open_stage_form(asked: StageAsked, request: Request, deps: Deps) -> Modal:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        day = asked.span.first if asked.span else yesterday(request.now, place.workspace.zone)
        return stage_form_view(_form(tx, asked.stage, day, place))


def redraw_stage_form(view: Mapping[str, Any], request: Request, deps: Deps) -> Modal:
    """Another day was chosen: the same form with the hints of that day."""
    stage, day, typed, _ = read_stage_form(view)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        form = _form(tx, place.catalogue.stage(stage), day or place.today, place)
    return stage_form_view(StageForm(form.stage, form.day, form.fields, typed))


def record_stage(view: Mapping[str, Any], request: Request, deps: Deps) -> Message | Modal:
    """The message about what was recorded, or the form again with what is asked first.

    Raises BadForm with a sentence under each field that is wrong; then nothing is stored.
    """
    key, day, typed, sure = read_stage_form(view)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        stage = place.catalogue.stage(key)
        form = _form(tx, stage, _day(day, place), place)
        said = _read(typed, form, tx.series.totals(), place)
        views = [look_at(tx, one.snapshot, one.metric) for one in said]
    doubts = [
        doubt_of(v, one.snapshot, user=request.user) for v, one in zip(views, said, strict=True)
    ]
    questions = tuple(
        _question(one, v, doubt)
        for one, v, doubt in zip(said, views, doubts, strict=True)
        if doubt not in (None, Doubt.SAME) and sure.get(one.metric.key) != typed[one.metric.key]
    )
    if questions:
        return stage_form_view(StageForm(stage, form.day, form.fields, typed, questions, typed))
    new = [one for one, doubt in zip(said, doubts, strict=True) if doubt is not Doubt.SAME]
    same = [one for one, doubt in zip(said, doubts, strict=True) if doubt is Doubt.SAME]
    number = _store(new, stage, request, deps) if new else 0
    return stage_recorded_message(stage, new, number=number, same=same)


def _store(said: list[Said], stage: Stage, request: Request, deps: Deps) -> int:
    snapshots = [one.snapshot for one in said]
    with deps.store.write(request.workspace) as tx:
        stored = tx.snapshots.record(
            [snapshots], kind=RecordingKind.LOG, source=SOURCE, author=request.user, at=request.now
        )
        details = {
            "recording": stored.number,
            "values": {one.metric: [one.start.isoformat(), one.value] for one in snapshots},
        }
        tx.audit.add(Deed(request.now, request.user, "stage_logged", stage.key, details))
    return stored.number


def _read(
    typed: Mapping[str, str], form: StageForm, states: tuple[SeriesState, ...], place: Place
) -> list[Said]:
    """What the fields say, checked. Raises BadForm for all that are wrong at once."""
    said, wrong = [], {}
    for one in form.fields:
        words = typed.get(one.metric.key)
        if words is None:
            continue
        grain = grain_for(one.metric, states)
        span = _span(grain, form.day, place)
        try:
            number = number_of(words, one.metric, place)
            entry = Entry(one.metric, words, number, span)
            snapshot = snapshot_of(entry, number, place, grain=grain)
        except FunnelError as refused:
            wrong[one.metric.key] = f"{refused.message} {refused.hint}".strip()
            continue
        said.append(Said(one.metric, snapshot, place.style, ""))
    if not typed:
        first = form.fields[0].metric
        wrong[first.key] = "Type at least one number; the others may stay empty."
    if wrong:
        raise BadForm(wrong)
    return said


def _question(said: Said, view: View, doubt: Doubt | None) -> str:
    what = f"{sentence_start(said.what)} {said.value} for {said.when}"
    band = said.style.usual_range(said.metric, view.usual)
    if view.there is not None and doubt in (Doubt.OTHERS, Doubt.COUNTS):
        old, recording = view.there
        who = f"<@{recording.author}>" if recording.author else recording.source
        stands = f"{said.style.value(said.metric, old.value)} from {who} stands there"
        if doubt is Doubt.COUNTS:
            return f"{what}: {stands} with its counts, which would be dropped. Type both counts?"
        return f"{what}: {stands}. Replace it?"
    return f"{what} is unusual (usual {band})."


def _form(tx: Tx, stage: Stage, day: date, place: Place) -> StageForm:
    metrics = [m for m in place.catalogue.lead_metrics(stage.key) if not m.is_distribution]
    states = tx.series.totals()
    return StageForm(stage, day, tuple(_field(tx, one, day, states, place) for one in metrics))


def _field(
    tx: Tx, metric: Metric, day: date, states: tuple[SeriesState, ...], place: Place
) -> MetricField:
    grain, style = grain_for(metric, states), place.style
    period = style.period(grain, _span(grain, day, place).first)
    mine = [state for state in states if state.metric == metric.key and state.grain is grain]
    if not mine:
        return MetricField(metric, f"For {period}", "No value yet.")
    there = tx.snapshots.at(metric.key, mine[0].last, grain=grain)
    if there is None:
        return MetricField(metric, f"For {period}", "No value yet.")
    last, recording = there
    counts = _counts(last, place)
    when = style.period(grain, last.start)
    words = f"Last: {style.value(metric, last.value)}{counts} for {when} ({recording.source})."
    return MetricField(metric, f"For {period}", words)


def _counts(last: Snapshot, place: Place) -> str:
    if last.numerator is None or last.denominator is None:
        return ""
    return f" ({place.style.count(last.numerator)}/{place.style.count(last.denominator)})"


def _span(grain: Grain, day: date, place: Place) -> Span:
    """The day itself; of weeks and months the newest that was over by the end of that day."""
    start = start_of(grain, day)
    if grain is not Grain.DAY and period_end(grain, start) > day:
        start = previous_period(grain, start)
    return Span(start, start, place.style.period(grain, start))


def _day(day: date | None, place: Place) -> date:
    """Raises BadForm for no day or one to come."""
    if day is None:
        raise BadForm({"day": "Choose the day that the numbers are for."})
    if day > place.today:
        raise BadForm({"day": f"{format_day(day, today=place.today)} is in the future."})
    return day
