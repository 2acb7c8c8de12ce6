"""Reads what goals stand on: a metric's numbers, on the segment that the goal is about."""

from datetime import timedelta

from commands.closed_days import closed_days
from commands.held import held_of
from commands.place import Place
from commands.readings import CADENCE_GRAIN, DAY, day_of
from funnel.catalogue.entries import Aggregation, Metric, Unit
from funnel.catalogue.words import fold
from funnel.freshness import Fresh, freshness
from funnel.goals import (
    Ground,
    Progress,
    known_events,
    look_ahead,
    progress,
    question_of,
    restart_of,
)
from funnel.model import Goal, Grain, Measure, Segment, SeriesState
from funnel.periods import mature_through
from storage.store import Tx

LOOK_BACK = timedelta(days=1130)
"""Three years: what the forecast reads, and a goal of a year with the same dates a year before."""

_COARSEST_FIRST = (Grain.MONTH, Grain.WEEK, Grain.DAY)


def ground_of(
    tx: Tx, metric: Metric, segment: Segment, place: Place, *, counted: Measure | None = None
) -> Ground:
    """The segment is found whatever its capitals; without numbers the series is empty. `counted`
    is the goal's measure where it may differ from the metric's habit."""
    states = tx.series.all(metric=metric.key)
    mine = [state for state in states if _same(state.segment, segment)]
    mine = [state for state in mine if state.grain is not Grain.HOUR]
    chosen = max(mine, key=lambda state: _preference(state, metric), default=None)
    series = tx.snapshots.series(
        metric.key,
        segment=chosen.segment if chosen else segment,
        grain=chosen.grain if chosen else CADENCE_GRAIN[metric.cadence],
        first=place.today - LOOK_BACK,
    )
    (held,) = held_of(
        tx, [(metric, series)], place.catalogue, grain=series.grain, until=place.today - DAY
    )
    workspace = place.workspace
    through = mature_through(metric.maturity_lag_days, place.now, workspace.zone)
    events = tx.events.all()
    return Ground(
        metric,
        held.series,
        place.today,
        through,
        workspace.number_style,
        workspace.currency,
        place.calendar,
        counted,
        known_events(events, metric, held.series, through=through),
        restart_of(events, metric, through=through),
    )


def ground_of_goal(tx: Tx, goal: Goal, place: Place) -> Ground | None:
    """None for a goal whose metric is gone."""
    if not place.catalogue.has_metric(goal.metric):
        return None
    metric = place.catalogue.metric(goal.metric)
    return ground_of(tx, metric, goal.segment, place, counted=goal.measure)


def progress_of(goal: Goal, ground: Ground, place: Place) -> Progress:
    """Where the goal stands; it waits while its numbers have stopped."""
    outlook = look_ahead(question_of(goal), ground)
    return progress(goal, ground, stopped=_has_stopped(ground, place), outlook=outlook)


def _has_stopped(ground: Ground, place: Place) -> bool:
    """Three due periods are missing, holidays not among them."""
    series, zone = ground.series, place.workspace.zone
    if freshness(series, ground.metric, now=place.now, zone=zone).state is not Fresh.STOPPED:
        return False
    closed = closed_days(series, (), country=place.workspace.country, until=place.today)
    found = freshness(series, ground.metric, now=place.now, zone=zone, closed=closed)
    return found.state is Fresh.STOPPED


def _same(one: Segment, other: Segment) -> bool:
    """ "Product X" is product=X, and the other way round."""
    if one.dimension != other.dimension:
        return False
    bare = [fold(each.value).removeprefix(f"{one.dimension} ") for each in (one, other)]
    return bare[0] == bare[1]


def _preference(state: SeriesState, metric: Metric) -> tuple[bool, object, object]:
    """The metric's own cadence, else the newest; different people are best counted by the month."""
    if metric.over_time is Aggregation.DISTINCT and metric.unit is Unit.COUNT:
        return True, -_COARSEST_FIRST.index(state.grain), day_of(state.last)
    return state.grain is CADENCE_GRAIN[metric.cadence], day_of(state.last), state.periods
