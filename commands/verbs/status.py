"""`/funnel status`: the journey, a stage or a metric against what is usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from commands.blocks import Message, Option
from commands.course import Course, course_of, days_back
from commands.deps import Deps
from commands.details import details_of
from commands.parse import Question, read_question
from commands.place import Place, place_of
from commands.readings import Known, known_metrics, readings_for, segment_readings
from commands.request import Request
from commands.target import Journey, MetricAsked, StageAsked, Target, is_name, target_named
from commands.views.help import empty_message
from commands.views.status import Row, StatusFacts, details_message, status_message
from commands.views.style import WORST_FIRST
from commands.views.verdict import (
    coverage,
    journey_verdict,
    metric_verdict,
    named,
    segments_verdict,
    stage_verdict,
    title,
)
from funnel.catalogue.entries import Metric, Stage
from funnel.model import Break
from funnel.status import (
    JourneyStatus,
    MetricStatus,
    Reading,
    StageStatus,
    journey_status,
    metric_status,
    segment_statuses,
    stage_status,
)
from storage.store import Tx

CHART_DAYS = 20
MOST_STEPS = 5
DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a status is about, after the words were understood."""

    question: Question
    target: Target
    details: bool
    command: str

    @property
    def span(self) -> tuple[date, date] | None:
        span = self.question.span
        return None if span is None else (span.first, span.last)


@dataclass(frozen=True, slots=True)
class Ground:
    """What was asked, where, and the readings that answer it."""

    asked: Asked
    place: Place
    known: Mapping[str, Known]
    readings: Mapping[str, Reading]


def show_status(request: Request, deps: Deps) -> Message:
    """Raises UnknownMetric or BadSegment for words that are nothing known."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        found = status_facts(tx, request.args, place)
        if found is None:
            return empty_message()
        facts, details = found
        if not details or not facts.rows:
            return status_message(facts)
        return details_message(facts, details_of(tx, facts.rows, request, place))


def status_facts(tx: Tx, args: str, place: Place) -> tuple[StatusFacts, bool] | None:
    """What a status says, and whether its details were asked for; None without any numbers.

    Raises UnknownMetric or BadSegment."""
    asked = _understand(args, place)
    wanted = _wanted(asked.target, place)
    known = _known(tx, asked.target, wanted, place)
    if not known:
        return None
    readings = readings_for(tx, wanted, known, place)
    ground = Ground(asked, place, known, readings)
    facts = _facts(ground)
    return (_cut(tx, facts, ground) if asked.question.by else facts), asked.details


def _understand(args: str, place: Place) -> Asked:
    words = args.split()
    details = bool(words) and words[-1].casefold() == DETAILS
    plain = " ".join(words[:-1] if details else words)
    question = read_question(
        plain,
        today=place.today,
        is_name=lambda name: is_name(name, place),
        dimensions=place.dimensions,
        calendar=place.calendar,
    )
    return Asked(question, target_named(question.name, place), details, f"status {plain}".strip())


def _wanted(target: Target, place: Place) -> tuple[str, ...]:
    """Keys of the metrics that the answer is about."""
    match target:
        case MetricAsked(metric):
            return (metric.key,)
        case StageAsked(stage):
            return stage.lead_metrics
        case Journey(framework):
            stages = place.catalogue.stages(framework)
            return tuple(dict.fromkeys(key for stage in stages for key in stage.lead_metrics))


def _known(tx: Tx, target: Target, wanted: Sequence[str], place: Place) -> dict[str, Known]:
    """What is asked for, if all of it has numbers; else all that has: the rest may be computed
    from it. Of a whole journey seldom all has."""
    if not isinstance(target, Journey):
        known = known_metrics(tx, place, among=wanted)
        if len(known) == len(wanted):
            return known
    return known_metrics(tx, place)


def _facts(ground: Ground) -> StatusFacts:
    metrics = {metric.key: metric for metric in ground.place.catalogue.metrics}
    span, readings = ground.asked.span, ground.readings
    match ground.asked.target:
        case Journey(framework):
            stages = ground.place.catalogue.stages(framework)
            whole = journey_status(stages, readings, metrics=metrics, span=span)
            return _of_journey(whole, ground)
        case StageAsked(stage, also):
            part = stage_status(stage, readings, metrics=metrics, span=span)
            return _of_stage(part, also, ground)
        case MetricAsked(metric, others):
            rows = [metric_status(one, span=span) for one in readings.values()]
            return _of_metric(metric, others, rows, ground)


def _of_journey(whole: JourneyStatus, ground: Ground) -> StatusFacts:
    place, verdict = ground.place, whole.verdict
    framework = place.catalogue.framework(whole.stages[0].stage.framework)
    every = [row for part in whole.stages for row in part.rows]
    rows = [_lead_row(part, part.lead) for part in whole.stages if part.lead is not None]
    return StatusFacts(
        heading=framework.name,
        sentence=journey_verdict(whole.stages, verdict, place.style),
        coverage=coverage(verdict, place.style),
        rows=tuple(rows),
        as_of=verdict.as_of,
        asked_at=place.now,
        command=ground.asked.command,
        style=place.style,
        first_column="Stage",
        chart=_chart(every, ground, told=verdict.worst),
        notes=_period_note(ground),
        steps=_stage_steps(whole, place),
        why=_why(every, verdict.worst),
    )


def _of_stage(part: StageStatus, also: Stage | None, ground: Ground) -> StatusFacts:
    place, stage = ground.place, part.stage
    note = _framework_note(stage, also, ground)
    return StatusFacts(
        heading=stage.name,
        sentence=stage_verdict(part, place.style),
        coverage=coverage(part.verdict, place.style),
        rows=tuple(Row(title(row.metric), row) for row in part.rows),
        as_of=part.verdict.as_of,
        asked_at=place.now,
        command=ground.asked.command,
        style=place.style,
        chart=_chart(part.rows, ground, told=part.verdict.worst),
        without=part.without_numbers,
        notes=(f"{note} {stage.segment_note}".strip(), *_period_note(ground)),
        steps=(*_other_stage(also, place), *_metric_steps(part.rows)),
        why=_why(part.rows, part.verdict.worst),
    )


def _of_metric(
    metric: Metric, others: Sequence[Metric], rows: Sequence[MetricStatus], ground: Ground
) -> StatusFacts:
    place = ground.place
    return StatusFacts(
        heading=title(metric),
        sentence=(
            metric_verdict(rows[0], place.style) if rows else f"No numbers for {named(metric)}."
        ),
        coverage="",
        rows=tuple(Row(title(metric), row) for row in rows),
        as_of=rows[0].last if rows else None,
        asked_at=place.now,
        command=ground.asked.command,
        style=place.style,
        chart=_chart(rows, ground),
        without=() if rows else (metric,),
        notes=_period_note(ground),
        steps=(
            Option(f"{title(metric)} in depth", f"metric {metric.key}"),
            *(Option(f"Meant: {named(one)}", f"status {one.key}") for one in others),
        ),
        why=_why(rows, None),
    )


def _why(rows: Sequence[MetricStatus], told: Break | None) -> str:
    """Explains the break that the sentence names, else the metric that stands worst; nothing where
    no row has a value."""
    if told is not None:
        return f"why break {told.number}"
    able = [row for row in rows if row.value is not None and not row.metric.is_distribution]
    worst = min(able, key=lambda row: WORST_FIRST.index(row.standing), default=None)
    return "" if worst is None else f"why {worst.metric.key}"


def _cut(tx: Tx, facts: StatusFacts, ground: Ground) -> StatusFacts:
    """Each row by the segments of the dimension, where the metric has some."""
    dimension = ground.asked.question.by
    rows: list[Row] = []
    for key in ground.readings:
        parts = segment_readings(tx, ground.known[key], ground.place, dimension=dimension)
        cut = segment_statuses(parts, span=ground.asked.span)
        rows += [Row(f"{title(one.metric)} · {one.segment.value}", one) for one in cut]
    words = dimension.replace("_", " ")
    if not rows:
        sentence = f"No numbers by {words} yet; log one with {dimension}=… behind it."
        return replace(facts, sentence=sentence, coverage="", rows=(), chart=None, without=())
    sentence = segments_verdict([(row.label, row.status) for row in rows], ground.place.style)
    heading = f"{facts.heading} by {words}"
    return replace(facts, heading=heading, sentence=sentence, rows=tuple(rows), without=())


def _lead_row(part: StageStatus, lead: MetricStatus) -> Row:
    """The stage's lead metric, with the worst state among all of the stage."""
    worst = min(part.rows, key=lambda row: WORST_FIRST.index(row.standing))
    return Row(f"{part.stage.short} · {named(lead.metric)}", lead, worst)


def _chart(
    rows: Sequence[MetricStatus], ground: Ground, *, told: Break | None = None
) -> tuple[Metric, Course] | None:
    """The metric of the break that the sentence names, else the one that stands worst: its last 20
    days or the period that was asked for."""
    able = [row for row in rows if row.last is not None and not row.metric.is_distribution]
    if not able:
        return None
    worst = min(able, key=lambda row: (told not in row.breaks, WORST_FIRST.index(row.standing)))
    reading = ground.readings[worst.metric.key]
    first, last = ground.asked.span or (None, None)
    if first is None or last is None or worst.last is None:
        last = worst.last or ground.place.today
        first = days_back(last, CHART_DAYS)
    course = course_of(
        reading,
        first=first,
        last=last,
        band=False,
        currency=ground.place.workspace.currency,
        calendar=ground.place.calendar,
    )
    return None if course is None else (worst.metric, course)


def _framework_note(stage: Stage, also: Stage | None, ground: Ground) -> str:
    """Says which framework's stage this is, above all for a word that both use."""
    names = {one.key: one.name.lower() for one in ground.place.catalogue.frameworks}
    if also is None:
        return f"{stage.name} of the {names[stage.framework]}."
    return (
        f'"{ground.asked.question.name}" is a stage of both frameworks; this is the '
        f"{names[stage.framework]}’s, the menu has the {names[also.framework]}’s."
    )


def _period_note(ground: Ground) -> tuple[str, ...]:
    span = ground.asked.question.span
    return (f"Period: {span.words}, complete days only.",) if span else ()


def _stage_steps(whole: JourneyStatus, place: Place) -> tuple[Option, ...]:
    """Worst stages first, and the other framework."""
    parts = sorted(
        (part for part in whole.stages if part.worst is not None),
        key=lambda part: WORST_FIRST.index(part.worst or WORST_FIRST[-1]),
    )
    mine = whole.stages[0].stage.framework
    stages = [
        Option(part.stage.name, f"status {mine}:{part.stage.key}")
        for part in parts[: MOST_STEPS - 1]
    ]
    other = next(one for one in place.catalogue.frameworks if one.key != mine)
    return (*stages, Option(other.name, f"status {other.key}"))


def _other_stage(also: Stage | None, place: Place) -> tuple[Option, ...]:
    if also is None:
        return ()
    framework = place.catalogue.framework(also.framework).name
    return (Option(f"{framework}: {also.name}", f"status {also.framework}:{also.key}"),)


def _metric_steps(rows: Sequence[MetricStatus]) -> tuple[Option, ...]:
    worst = sorted(rows, key=lambda row: WORST_FIRST.index(row.standing))
    return tuple(Option(title(row.metric), f"metric {row.metric.key}") for row in worst[:4])
