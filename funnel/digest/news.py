"""What is new since the last digest: in a break, in a goal, in the data, in a metric."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from funnel.catalogue.entries import Direction, Metric
from funnel.digest.findings import (
    BreakChange,
    BreakNews,
    DataNews,
    EventNews,
    GoalNews,
    GoodNews,
    RecordNews,
)
from funnel.events import Event
from funnel.freshness import STOPPED_AFTER, Fresh
from funnel.goals import Progress
from funnel.model import Break, BreakEnd, Condition, Goal, Series, SeriesState, Side
from funnel.periods import is_over, local_date, mature_through
from funnel.season import NORMAL_95, Usual, usual
from funnel.status import MetricStatus, Reading, Standing

YEAR_DAYS = 365
ENDS_SOON_DAYS = 7
FRESH_EVENT = timedelta(days=7)
LEAST_STREAK = 2  # one good day in twenty is chance
FAR = 2 * NORMAL_95  # so far beyond usual, one period is news

_LATE = (Fresh.LATE, Fresh.STOPPED)


@dataclass(frozen=True, slots=True)
class Since:
    """What was told before: `at` is the `covered_until` of the last sent digest."""

    at: datetime | None
    now: datetime
    zone: str

    def covered(self, metric: Metric) -> date | None:
        """The newest day of a metric that the last digest could judge."""
        if self.at is None:
            return None
        return mature_through(metric.maturity_lag_days, self.at, self.zone)

    def is_new(self, metric: Metric, period: date | None) -> bool:
        covered = self.covered(metric)
        return period is not None and (covered is None or _day(period) > covered)


@dataclass(frozen=True, slots=True)
class Told:
    """When the opening of a break, and its newest worsening, were planned to be posted; None
    where they went nowhere."""

    opened: datetime | None = None
    grew: datetime | None = None


UNTOLD = Told()


def break_news(
    found: Break, metric: Metric, *, since: Since, told: Told = UNTOLD
) -> BreakNews | None:
    """What went to no channel is new by the period that it happened in. Breaks that people closed
    are no news to them."""
    if found.historic:
        return None
    change = _ending(found, since) if found.condition is Condition.CLOSED else None
    if found.condition is not Condition.CLOSED:
        change = _beginning(found, metric, since, told)
    return None if change is None else BreakNews(found, metric, change)


def goal_news(
    goal: Goal, metric: Metric, *, now: Progress, was: Progress | None, since: Since
) -> GoalNews | None:
    """`was` is its progress at the last digest; None: there was no digest or no goal yet."""
    outcome = goal.outcome or now.outcome
    if goal.closed_at is not None or outcome is not None:
        return GoalNews(goal, metric, now, outcome=outcome) if _ended(goal, was, since) else None
    changed = was is not None and was.state is not now.state
    ends_in = now.days_left if _ends_soon(goal, now.days_left, since) else None
    if was is None or not changed:
        return None if ends_in is None else GoalNews(goal, metric, now, ends_in=ends_in)
    return GoalNews(goal, metric, now, was=was.state, ends_in=ends_in)


def data_news(
    readings: Mapping[str, Reading], states: Iterable[SeriesState], *, since: Since
) -> tuple[DataNews, ...]:
    """One for each source with numbers overdue, the longest silent first."""
    by_source: dict[tuple[str, str], list[Reading]] = {}
    for state in states:
        reading = readings.get(state.metric)
        same = reading is not None and reading.series.grain is state.grain
        if reading is not None and same and reading.fresh.state in _LATE:
            by_source.setdefault((state.source, state.author), []).append(reading)
    news = [_overdue(source, author, late, since) for (source, author), late in by_source.items()]
    return tuple(sorted(news, key=lambda one: (one.first, one.source, one.author)))


def record_news(row: MetricStatus, history: Series, *, since: Since) -> RecordNews | None:
    """The newest value, if it is the best of the whole `history` of a year or more."""
    metric = row.metric
    if row.last is None or row.value is None or not since.is_new(metric, row.last):
        return None
    before = history.between(None, row.last)
    values = before.values[:-1][np.isfinite(before.values[:-1])]
    spanned = (_day(row.last) - _day(before.starts[0].tolist())).days
    if spanned < YEAR_DAYS or metric.direction is Direction.NEUTRAL or not len(values):
        return None
    is_up = metric.direction is Direction.HIGHER_IS_BETTER
    if (row.value > values.max()) if is_up else (row.value < values.min()):
        return RecordNews(row, Side.UP if is_up else Side.DOWN, spanned // YEAR_DAYS)
    return None


def good_news(reading: Reading, row: MetricStatus, *, since: Since) -> GoodNews | None:
    """Better than usual for two periods, or for one by far."""
    if row.standing is not Standing.BETTER or not since.is_new(reading.metric, row.last):
        return None
    band = usual(reading.series, metric=reading.metric, past=reading.past)
    streak = _streak(reading, band)
    far = abs(float(band.residual[-1])) >= FAR
    return GoodNews(row, streak) if streak >= LEAST_STREAK or far else None


def event_news(event: Event, *, since: Since) -> EventNews | None:
    """An event that began, or was noted, since the last digest; and the end of one that was told.
    For a first digest those that are on, or began within the last week."""
    today = local_date(since.now, since.zone)
    before = local_date(since.at, since.zone) if since.at else today - FRESH_EVENT
    if not event.is_live or event.first > today:
        return None
    noted = since.at is not None and event.created_at is not None and event.created_at > since.at
    if event.first > before or (noted and event.last >= before):
        return EventNews(event, ended=event.last < today)
    return EventNews(event, ended=True) if before <= event.last < today else None


def distance(reading: Reading) -> float:
    """How far the newest value is from usual, in robust sigma; 0 while learning."""
    band = usual(reading.series, metric=reading.metric, past=reading.past)
    newest = float(band.residual[-1]) if len(reading.series) else 0.0
    return abs(newest) if np.isfinite(newest) else 0.0


def _ending(found: Break, since: Since) -> BreakChange | None:
    if since.at is None or found.changed_at is None or found.changed_at <= since.at:
        return None
    match found.ended:
        case BreakEnd.RECOVERED:
            return BreakChange.RECOVERED
        case BreakEnd.NEW_NORMAL:
            return BreakChange.NEW_NORMAL
        case _:
            return None


def _beginning(found: Break, metric: Metric, since: Since, told: Told) -> BreakChange | None:
    if since.at is None:
        return BreakChange.OPENED
    opened = told.opened > since.at if told.opened else since.is_new(metric, found.opened_on)
    if opened:
        return BreakChange.OPENED
    grew = told.grew > since.at if told.grew else since.is_new(metric, found.worsened_on)
    return BreakChange.WORSENED if grew else None


def _ended(goal: Goal, was: Progress | None, since: Since) -> bool:
    """Whether its end is news: closed by people, or decided by its numbers, since then."""
    if since.at is None or (goal.outcome is None and goal.closed_at is not None):
        return False
    if goal.closed_at is not None:
        return goal.closed_at > since.at
    return was is not None and was.outcome is None


def _ends_soon(goal: Goal, left: int, since: Since) -> bool:
    """Told once when the last week begins, and once on the last day."""
    if not 0 <= left <= ENDS_SOON_DAYS:
        return False
    if since.at is None or left == 0:
        return True
    return (goal.deadline - local_date(since.at, since.zone)).days > ENDS_SOON_DAYS


def _overdue(source: str, author: str, late: list[Reading], since: Since) -> DataNews:
    gaps = [_gap(one) for one in late]
    return DataNews(
        source,
        author,
        tuple(one.metric for one in late),
        first=_day(min(gap[0] for gap in gaps)),
        days=max(len(gap) for gap in gaps),
        stopped=any(one.fresh.state is Fresh.STOPPED for one in late),
        is_new=any(_got_worse(one, since) for one in late),
    )


def _gap(reading: Reading) -> list[date]:
    """Overdue periods after the newest stored one, oldest first."""
    newest = reading.fresh.newest
    return [period for period in reading.fresh.missing if newest and period > newest]


def _got_worse(reading: Reading, since: Since) -> bool:
    """Whether these numbers were not overdue at the last digest, or not yet called stopped."""
    if since.at is None:
        return True
    then, grain = since.at - reading.fresh.delay, reading.series.grain
    overdue = [one for one in _gap(reading) if is_over(grain, one, then, since.zone)]
    return not overdue or (reading.fresh.state is Fresh.STOPPED and len(overdue) < STOPPED_AFTER)


def _streak(reading: Reading, band: Usual) -> int:
    values = reading.series.values
    better = (
        values > band.high
        if reading.metric.direction is Direction.HIGHER_IS_BETTER
        else values < band.low
    )
    other = np.flatnonzero(~better)
    return len(values) - 1 - int(other[-1]) if len(other) else len(values)


def _day(period: date) -> date:
    return period.date() if isinstance(period, datetime) else period
