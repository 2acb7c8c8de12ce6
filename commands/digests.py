"""Gathers what a channel's digest says, for what is posted by itself and for previews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commands.break_facts import CHANGED, OPENED
from commands.course import Course, course_of, days_back
from commands.goal_ground import ground_of_goal, progress_of
from commands.place import Place
from commands.readings import Known as KnownMetric
from commands.readings import day_of, known_metrics, readings_of
from commands.views.digest import DigestFacts
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric, Stage
from funnel.digest import (
    BreakNews,
    Digest,
    GoalCount,
    GoalNews,
    Known,
    Since,
    Told,
    compile_digest,
    goal_news,
)
from funnel.digest.news import YEAR_DAYS
from funnel.goals import JUDGED, Progress, state_at
from funnel.life import Edge
from funnel.model import Goal, GoalState, Schedule, Series
from funnel.pursuit import EntryKind
from funnel.status import Reading, journey_status
from storage.store import Tx

SIMULATED = "demo shop"  # the source of the demo's numbers
MOST_CLOSED = 100
CHART_DAYS = 20
_SILENT = (GoalState.PAUSED,)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every part of a digest is read in."""

    schedule: Schedule
    place: Place
    since: Since
    known: Mapping[str, KnownMetric]
    readings: Mapping[str, Reading]


def gather(
    tx: Tx, schedule: Schedule, catalogue: Catalogue, *, now: datetime, since: datetime | None
) -> DigestFacts:
    """`catalogue` holds the workspace's own metrics too. `since` is the `covered_until` of the
    schedule's last sent digest, None for the first; a paused schedule may be previewed."""
    place = Place(tx.workspace.get(), catalogue, now)
    stages = stages_of(schedule, catalogue)
    keys = {key for stage in stages for key in stage.lead_metrics}
    known = {key: one for key, one in known_metrics(tx, place).items() if key in keys}
    frame = _Frame(
        schedule,
        place,
        Since(since, now, place.workspace.zone),
        known,
        readings_of(tx, known.values(), place),
    )
    digest = compile_digest(_known(tx, stages, frame), since=frame.since)
    return DigestFacts(
        digest, schedule, place.style, now, _chart(digest, frame), _names(tx, digest)
    )


def stages_of(schedule: Schedule, catalogue: Catalogue) -> tuple[Stage, ...]:
    """The chosen stages in journey order; all of the framework if none is chosen or left."""
    every = catalogue.stages(schedule.framework)
    return tuple(stage for stage in every if stage.key in schedule.stages) or every


def _known(tx: Tx, stages: tuple[Stage, ...], frame: _Frame) -> Known:
    place, readings = frame.place, frame.readings
    every = {metric.key: metric for metric in place.catalogue.metrics}
    closed = [one for one in tx.breaks.history(MOST_CLOSED) if not one.historic]
    alive = tx.breaks.open()
    goals = [_goal(tx, goal, frame) for goal in _visible(tx, frame)]
    return Known(
        journey_status(stages, readings, metrics=every),
        readings,
        breaks=(*alive, *closed),
        told={one.number: _told(tx, one.number) for one in alive},
        goals=[one.news for one in goals if one.news is not None],
        open_goals=_count([one for one in goals if one.is_open]),
        histories=_histories(tx, frame),
        states=[one.state for one in frame.known.values()],
        simulated=any(one.state.source == SIMULATED for one in frame.known.values()),
    )


def _told(tx: Tx, number: int) -> Told:
    """When a break's opening and its newest worsening were planned to be posted anywhere."""
    opened = [row.planned_at for row in tx.deliveries.of(OPENED, str(number))]
    changed = tx.deliveries.of(CHANGED, str(number))
    grew = [row.planned_at for row in changed if row.slot.startswith(Edge.WORSENED)]
    return Told(min(opened, default=None), max(grew, default=None))


def _histories(tx: Tx, frame: _Frame) -> dict[str, Series]:
    """The whole series of those few metrics whose newest value may be the best of a year."""
    return {
        key: tx.snapshots.series(key, grain=one.series.grain)
        for key, one in frame.readings.items()
        if _may_be_record(one, frame.known[key])
    }


def _may_be_record(reading: Reading, known: KnownMetric) -> bool:
    values = reading.series.values
    if len(values) < 2 or (day_of(known.state.last) - day_of(known.state.first)).days < YEAR_DAYS:
        return False
    return bool(values[-1] > values[:-1].max() or values[-1] < values[:-1].min())


def _visible(tx: Tx, frame: _Frame) -> tuple[Goal, ...]:
    """Goals of this channel, and public ones on a metric of its stages; never another private
    place's. Closed ones too: their outcome may be news."""
    goals = (*tx.goals.all(), *tx.goals.all(closed=True))
    return tuple(
        goal
        for goal in goals
        if goal.state not in _SILENT and frame.place.catalogue.has_metric(goal.metric)
        if goal.channel == frame.schedule.channel
        or (not goal.private and goal.metric in frame.known)
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """A goal, where it stands, and the news of it."""

    goal: Goal
    now: Progress
    news: GoalNews | None

    @property
    def is_open(self) -> bool:
        return self.goal.closed_at is None and self.now.outcome is None


def _goal(tx: Tx, goal: Goal, frame: _Frame) -> _Standing:
    ground = ground_of_goal(tx, goal, frame.place)
    if ground is None:
        raise LookupError(goal.metric)
    now = progress_of(goal, ground, frame.place)
    metric = ground.metric
    news = goal_news(goal, metric, now=now, was=_progress_then(tx, goal, frame), since=frame.since)
    return _Standing(goal, now, news)


def _progress_then(tx: Tx, goal: Goal, frame: _Frame) -> Progress | None:
    """Where it stood at the last digest, by the numbers that were mature then."""
    then = frame.since.at
    if then is None or (goal.created_at is not None and goal.created_at > then):
        return None
    place = replace(frame.place, now=then)
    ground = ground_of_goal(tx, goal, place)
    if ground is None:
        return None
    was = state_at(tx.goal_history.of(goal.number, (EntryKind.STATE,)), then)
    progress = progress_of(goal, ground, place)
    return replace(progress, state=was) if was in JUDGED else progress


def _count(goals: Sequence[_Standing]) -> GoalCount:
    return GoalCount(
        on_track=sum(1 for one in goals if one.now.state is GoalState.ON_TRACK),
        open=len(goals),
        next_deadline=min((one.goal.deadline for one in goals), default=None),
    )


def _chart(digest: Digest, frame: _Frame) -> tuple[Metric, Course] | None:
    """The digest's metric, the last 20 days against usual."""
    reading = frame.readings.get(digest.chart)
    if reading is None or not len(reading.series) or reading.metric.is_distribution:
        return None
    last = day_of(reading.series.starts[-1].tolist())
    first = days_back(last, CHART_DAYS)
    currency = frame.place.workspace.currency
    course = course_of(reading, first=first, last=last, band=False, currency=currency)
    return None if course is None else (reading.metric, course)


def _names(tx: Tx, digest: Digest) -> dict[str, str]:
    """Names of the people that the digest speaks of; unknown ones are left out."""
    breaks = [one.news.what for one in digest.lines if isinstance(one.news, BreakNews)]
    users = {one.attention_by for one in breaks} | {one.author for one in digest.missing}
    people = {user: tx.people.get(user) for user in users if user}
    return {user: person.name for user, person in people.items() if person is not None}
