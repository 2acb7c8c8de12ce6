"""What stands behind a row of status: its goals that may be seen here, its newest benchmark."""

from collections.abc import Iterable, Sequence

from commands.place import Place
from commands.request import Origin, Request
from commands.views.benchmark import in_short
from commands.views.own_metrics import own_benchmark
from commands.views.status import Detail, Row
from funnel.catalogue.entries import Benchmark, Confidence, Metric
from funnel.model import Goal
from funnel.own_benchmarks import OwnBenchmark
from funnel.periods import format_day
from storage.store import Tx


def details_of(tx: Tx, rows: Sequence[Row], request: Request, place: Place) -> tuple[Detail, ...]:
    goals = visible_goals(tx.goals.all(), request)
    own: dict[str, OwnBenchmark] = {}
    for one in tx.benchmarks.all():
        own.setdefault(one.metric, one)
    return tuple(
        Detail(
            row.label,
            row.status,
            _goal(row, goals, place),
            _benchmark(row.status.metric, own.get(row.status.metric.key), place),
        )
        for row in rows
    )


def visible_goals(goals: Iterable[Goal], request: Request) -> tuple[Goal, ...]:
    """A private goal shows only where it was made, and to its owner in DM and Home."""
    alone = request.origin in (Origin.DM, Origin.HOME)
    return tuple(
        goal
        for goal in goals
        if not goal.private
        or (bool(goal.channel) and goal.channel == request.channel)
        or (alone and goal.owner == request.user)
    )


def newest_benchmark(metric: Metric, place: Place) -> Benchmark | None:
    """The newest one read on the publisher's own page, else the newest quoted one."""
    found = place.catalogue.benchmarks_of(metric.key)
    return max(
        found,
        key=lambda one: (one.confidence is Confidence.PRIMARY, one.segment is None, one.year),
        default=None,
    )


def _goal(row: Row, goals: Iterable[Goal], place: Place) -> str:
    metric = row.status.metric
    mine = [goal for goal in goals if goal.metric == metric.key]
    if not mine:
        return ""
    first = min(mine, key=lambda goal: goal.deadline)
    target = place.style.value(metric, first.target)
    more = f" and {len(mine) - 1} more" if len(mine) > 1 else ""
    return f"{target} by {format_day(first.deadline, today=place.today)}{more}"


def _benchmark(metric: Metric, own: OwnBenchmark | None, place: Place) -> str:
    """The team's own comes first."""
    found = newest_benchmark(metric, place)
    published = in_short(found, metric, place.style) if found else ""
    if own is None:
        return published
    return " · ".join(
        filter(None, (f"yours: {own_benchmark(own, metric, place.style)}", published))
    )
