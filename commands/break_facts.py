"""Reads all that a message about a break says, for the verbs and for what is posted by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from commands.break_answers import answers_to, name_of, weight_of
from commands.break_why import leak_of, where_of
from commands.course import MOST_POINTS, Course, course_of
from commands.held import held_of
from commands.place import Place
from commands.readings import (
    DAY,
    breaks_by_series,
    day_of,
    known_metrics,
    reading_of,
    readings_for,
)
from commands.views.break_answers import Answered
from commands.views.break_words import BreakFacts, Member
from commands.views.verdict import named
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric, Stage
from funnel.hypotheses import Hypothesis, metrics_behind
from funnel.learning import LEARNED
from funnel.model import Break, BreakEnd, Condition, Grain, Series
from funnel.season import expected
from funnel.status import MetricStatus, Reading, metric_status
from funnel.symptoms import diagnosis, pull_of
from storage.store import Tx

UNDO_WITHIN = timedelta(days=7)
OPENED, CHANGED = "break_opened", "break_changed"  # kinds of deliveries about a break
EXPLAINED = "break_explained"  # the deed that carries people's reason
_RECENT_DEEDS = 300
_BEFORE_ONSET = 9
_STEP = {
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: timedelta(days=1),
    Grain.WEEK: timedelta(weeks=1),
    Grain.MONTH: timedelta(days=31),
}
_OVER_BY_PEOPLE = (BreakEnd.EVENT, BreakEnd.NOISE, BreakEnd.DUPLICATE)


def facts(tx: Tx, b: Break, catalogue: Catalogue, now: datetime) -> BreakFacts:
    """`catalogue` holds the workspace's own metrics too; `now` is aware. Of an incident `b` is the
    member that is spoken of, under its own number or the incident's."""
    place = Place(tx.workspace.get(), catalogue, now)
    metric = catalogue.metric(b.metric)
    incident = b.incident or b.number
    with_it = _others(tx, b, catalogue)
    answers = answers_to(tx, incident)
    own = _own_reading(tx, b, place)
    about = [b.metric, *(one.metric.key for one in with_it)]
    fits, rows, names = _diagnosed(tx, b, about, answers, place)
    return BreakFacts(
        b,
        metric,
        place.style,
        place.workspace.zone,
        stage=_stage_name(b, place),
        who=name_of(tx, b.attention_by),
        reason=_reason(tx, b),
        basis=_basis(own, b),
        lost=lost(b),
        hypothesis=fits,
        names=names,
        rows=rows,
        course=_course(own, b, place),
        can_undo=can_undo(b, now),
        where=where_of(tx, b, place),
        leak=leak_of(tx, b, own, place),
        answers=answers,
        others=with_it,
        incident=incident,
        learning=_is_young(own.series, b),
    )


def _others(tx: Tx, b: Break, catalogue: Catalogue) -> tuple[Member, ...]:
    """What belongs to the same incident, those that are not over first."""
    members = tx.breaks.of_incident(b.incident) if b.incident else ()
    series = (b.metric, b.segment, b.grain)
    found = [
        Member(one, catalogue.metric(one.metric))
        for one in members
        if (one.metric, one.segment, one.grain) != series and catalogue.has_metric(one.metric)
    ]
    return tuple(sorted(found, key=lambda one: one.found.condition is Condition.CLOSED))


def _diagnosed(
    tx: Tx, b: Break, about: Sequence[str], answers: Sequence[Answered], place: Place
) -> tuple[Hypothesis | None, tuple[MetricStatus, ...], dict[str, str]]:
    """The named break that fits, how the metrics of its evidence stand, and their names."""
    catalogue = place.catalogue
    keys = {key for one in catalogue.breaks for key in metrics_behind(one)}
    readings = readings_for(tx, sorted(keys), known_metrics(tx, place), place)
    last = b.closed_on or place.today
    pulls = {
        key: pull
        for key, one in readings.items()
        if (pull := pull_of(one.series, one.metric, since=day_of(b.onset), at=day_of(last)))
    }
    said = weight_of(one.answer for one in answers)
    fits = diagnosis(catalogue.breaks, pulls, catalogue.identities, about=about, answers=said)
    if fits is None:
        return None, (), {}
    shown = [key for key in metrics_behind(fits.named) if key in readings]
    rows = tuple(metric_status(readings[key]) for key in shown)
    return fits, rows, {key: named(catalogue.metric(key)) for key in shown}


def _is_young(own: Series, b: Break) -> bool:
    """Whether it opened before the detector had learned; `own` begins long before the onset."""
    if b.grain is not Grain.DAY or not len(own):
        return False
    first: date = own.starts[0].tolist()
    return (b.opened_on - first).days < LEARNED


def can_undo(b: Break, now: datetime) -> bool:
    """Closed by people in the last 7 days, or open and in somebody's hands."""
    if b.condition is not Condition.CLOSED:
        return bool(b.attention_by)
    recent = b.changed_at is not None and now - b.changed_at <= UNDO_WITHIN
    return recent and b.ended in _OVER_BY_PEOPLE


def owners_of(tx: Tx, metric: str, channel: str) -> tuple[str, ...]:
    """Slack ids of who owns an open goal on the metric, without goals that are bound to another
    private channel; else who set up the digest of the channel."""
    owners = [
        goal.owner
        for goal in tx.goals.all()
        if goal.metric == metric and goal.owner and (not goal.private or goal.channel == channel)
    ]
    schedule = tx.schedules.of_channel(channel)
    fallback = [schedule.owner] if schedule and schedule.owner else []
    return tuple(dict.fromkeys(owners or fallback))


def lost(b: Break) -> float | None:
    """Money from the onset to the last bad period; what a period costs is the newest estimate."""
    if b.money is None:
        return None
    periods = (b.last_on - b.onset) / _STEP[b.grain] + 1 - b.inside
    return b.money.amount * max(periods, 1.0)


def stage_of(metric: Metric, place: Place) -> Stage | None:
    """The metric's first stage of the default framework, else of the other one."""
    frameworks = [place.workspace.framework, *(one.key for one in place.catalogue.frameworks)]
    stages = (stage for key in frameworks for stage in place.catalogue.stages(key))
    return next((stage for stage in stages if metric.in_stage(stage.key)), None)


def _own_reading(tx: Tx, b: Break, place: Place) -> Reading:
    """A computed rate is computed again."""
    metric, grain = place.catalogue.metric(b.metric), b.grain
    first = b.onset - 40 * _STEP[grain] - timedelta(days=60)
    series = tx.snapshots.series(b.metric, segment=b.segment, grain=grain, first=first)
    if not len(series) and b.segment.is_total:
        computed = readings_for(tx, [b.metric], known_metrics(tx, place), place)
        if metric.key in computed:
            return computed[metric.key]
    until = place.today - DAY
    (held,) = held_of(tx, [(metric, series)], place.catalogue, grain=grain, until=until)
    breaks = breaks_by_series(tx, [b.metric])
    return reading_of(held, metric, place, breaks, events=tx.events.all())


def _course(own: Reading, b: Break, place: Place) -> Course | None:
    """The 20 periods around the onset; fewer before it where fewer came after it."""
    step = _STEP[b.grain]
    newest: date = own.series.starts[-1].tolist() if len(own.series) else b.last_on
    last = min(newest, b.onset + (MOST_POINTS - 1 - _BEFORE_ONSET) * step)
    first = last - (MOST_POINTS - 1) * step
    currency = place.workspace.currency
    course = course_of(own, first=first, last=last, band=True, currency=currency)
    return course and replace(course, onset=b.onset)


def _basis(own: Reading, b: Break) -> str:
    if not len(own.series):
        return ""
    return expected(own.series, b.last_on, metric=own.metric, past=own.past).basis


def _stage_name(b: Break, place: Place) -> str:
    stage = stage_of(place.catalogue.metric(b.metric), place)
    return stage.short if stage else ""


def _reason(tx: Tx, b: Break) -> str:
    """What people wrote when they closed it as an event."""
    if b.ended is not BreakEnd.EVENT:
        return ""
    for deed in tx.audit.latest(_RECENT_DEEDS):
        if deed.action == EXPLAINED and deed.subject == str(b.incident or b.number):
            return str(deed.details.get("reason", ""))
    return ""
