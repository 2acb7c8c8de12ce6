"""The goals that a digest may speak of: where they stand now, and where they stood last time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commands.goal_ground import ground_of_goal, progress_of
from commands.place import Place
from funnel.catalogue.entries import Metric
from funnel.digest import GoalCount, GoalNews, Since, goal_news
from funnel.goals import JUDGED, Progress, state_at
from funnel.model import (
    Goal,
    GoalState,
)
from funnel.pursuit import EntryKind
from funnel.schedules import Schedule
from storage.store import Tx

_SILENT = (GoalState.PAUSED,)


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal, where it stands, and the news of it."""

    goal: Goal
    metric: Metric
    now: Progress
    news: GoalNews | None

    @property
    def is_open(self) -> bool:
        return self.goal.closed_at is None and self.now.outcome is None


def goals_of(
    tx: Tx, schedule: Schedule, place: Place, since: Since, metrics: frozenset[str]
) -> tuple[Standing, ...]:
    """Those that may be shown in the schedule's place; `metrics` are those of its stages."""
    return tuple(
        _standing(tx, goal, place, since) for goal in _visible(tx, schedule, place, metrics)
    )


def count_of(goals: Sequence[Standing]) -> GoalCount:
    return GoalCount(
        on_track=sum(1 for one in goals if one.now.state is GoalState.ON_TRACK),
        open=len(goals),
        next_deadline=min((one.goal.deadline for one in goals), default=None),
    )


def _visible(tx: Tx, schedule: Schedule, place: Place, metrics: frozenset[str]) -> tuple[Goal, ...]:
    """For a person their own. In a channel its goals and public ones on a metric of its stages,
    never another private place's. Closed ones too: their outcome may be news."""
    goals = (*tx.goals.all(), *tx.goals.all(closed=True))
    spoken = [
        goal
        for goal in goals
        if goal.state not in _SILENT and place.catalogue.has_metric(goal.metric)
    ]
    if schedule.personal:
        return tuple(goal for goal in spoken if goal.owner == schedule.owner)
    return tuple(
        goal
        for goal in spoken
        if goal.channel == schedule.channel or (not goal.private and goal.metric in metrics)
    )


def _standing(tx: Tx, goal: Goal, place: Place, since: Since) -> Standing:
    ground = ground_of_goal(tx, goal, place)
    if ground is None:
        raise LookupError(goal.metric)
    now = progress_of(goal, ground, place)
    was = _progress_then(tx, goal, place, since)
    news = goal_news(goal, ground.metric, now=now, was=was, since=since)
    return Standing(goal, ground.metric, now, news)


def _progress_then(tx: Tx, goal: Goal, place: Place, since: Since) -> Progress | None:
    """Where it stood at the last digest, by the numbers that were mature then."""
    then = since.at
    if then is None or (goal.created_at is not None and goal.created_at > then):
        return None
    before = replace(place, now=then)
    ground = ground_of_goal(tx, goal, before)
    if ground is None:
        return None
    was = state_at(tx.goal_history.of(goal.number, (EntryKind.STATE,)), then)
    progress = progress_of(goal, ground, before)
    return replace(progress, state=was) if was in JUDGED else progress
