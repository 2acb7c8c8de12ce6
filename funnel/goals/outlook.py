"""How likely a goal ends well, by the forecast of its measure at the deadline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from funnel.catalogue.entries import Aggregation
from funnel.forecast import Forecast, chance_of_staying, foresee_each
from funnel.goals.windows import Ground
from funnel.model import Goal, Measure, Side
from funnel.periods.calendar import DAY, add_months
from funnel.pursuit import GoalKind

LEAST_PERIODS = 28
"""Fewer complete periods give no probability: the path alone decides then."""

SURE = 0.8
"""What "reachable" means: four times in five."""

MONTHS_ON = (1, 2, 3, 4, 6, 9, 12, 18)
"""How many months on a later deadline is tried: while a form is filled in, each costs time."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """`chance` is P(reached), 0 to 1. `expected` with `low` and `high` (80 %) is the measure at the
    deadline in the metric's unit, None for a bound to stay within. `rough`: a short history."""

    chance: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    rough: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the forecast: the parts of a goal, or of one that is still a draft."""

    target: float
    side: Side
    start: date
    deadline: date
    measure: Measure
    window_days: int = 28
    kind: GoalKind = GoalKind.REACH
    tolerance: float = 0.9


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would be reachable with 80 %: a target for this deadline, a date for this target."""

    target: float | None = None
    by: date | None = None


def question_of(goal: Goal) -> Question:
    return Question(
        goal.target,
        goal.side,
        goal.start,
        goal.deadline,
        goal.measure,
        goal.window_days,
        goal.plan.kind,
        goal.plan.tolerance,
    )


def look_ahead(asked: Question, ground: Ground) -> Outlook | None:
    """None while fewer than 28 complete and mature periods are known. The same numbers on the same
    day give the same answer."""
    if known_periods(ground) < LEAST_PERIODS or asked.deadline <= ground.through:
        return None
    if asked.kind is GoalKind.STAY:
        return _staying(asked, ground)
    found = next((one for _, one in forecasts_of(asked, ground, (asked.deadline,))), None)
    return None if found is None else _outlook(found, asked, ground)


def advise(asked: Question, ground: Ground) -> tuple[Outlook | None, Prospect]:
    """What `look_ahead` says, and what would be reachable instead: nothing for a bound to stay
    within, or without a forecast."""
    if asked.kind is GoalKind.STAY or known_periods(ground) < LEAST_PERIODS:
        return look_ahead(asked, ground), Prospect()
    tried = forecasts_of(asked, ground, (asked.deadline, *_month_ends(asked.deadline)))
    _, found = next(tried, (asked.deadline, None))
    if found is None:
        return None, Prospect()
    size = amounts_in(found, asked, ground)
    edge = found.quantile(1 - SURE if asked.side is Side.UP else SURE) * size
    if _is_sure(asked, ground, found):
        by: date | None = asked.deadline
    else:
        sure = (day for day, later in tried if later and _is_sure(asked, ground, later))
        by = next(sure, None)
    ahead = _outlook(found, asked, ground) if asked.deadline > ground.through else None
    return ahead, Prospect(edge, by)


def amounts_in(found: Forecast, asked: Question, ground: Ground) -> float:
    """The forecast gives a level as a mean a period; a window of amounts is read as their sum, so
    this is the number of periods that it adds."""
    adds = ground.metric.over_time is Aggregation.SUM and asked.measure is Measure.LEVEL
    return found.outlook.ahead.whole if adds and found.outlook is not None else 1.0


def forecasts_of(
    asked: Question, ground: Ground, deadlines: Iterable[date]
) -> Iterator[tuple[date, Forecast | None]]:
    """The goal's measure on each of the deadlines, found as it is asked for."""
    return foresee_each(
        ground.told,
        ground.metric,
        measure=asked.measure,
        window_days=asked.window_days,
        start=asked.start,
        deadlines=deadlines,
        today=ground.today,
        mature_until=ground.through,
        events=ground.spells,
    )


def known_periods(ground: Ground) -> int:
    return len(ground.told.between(None, ground.through))


def _outlook(found: Forecast, asked: Question, ground: Ground) -> Outlook:
    size = amounts_in(found, asked, ground)
    chance = found.chance(asked.target / size, asked.side)
    band = found.expected * size, found.low * size, found.high * size
    return Outlook(chance, *band, rough=found.rough, basis=found.basis)


def _is_sure(asked: Question, ground: Ground, found: Forecast) -> bool:
    size = amounts_in(found, asked, ground)
    return found.chance(asked.target / size, asked.side) >= SURE


def _month_ends(after: date) -> Iterator[date]:
    first = after.replace(day=1)
    ends = (add_months(first, turn) - DAY for turn in MONTHS_ON)
    return (day for day in ends if day > after)


def _staying(asked: Question, ground: Ground) -> Outlook | None:
    chance = chance_of_staying(
        ground.told,
        ground.metric,
        bound=asked.target,
        side=asked.side,
        tolerance=asked.tolerance,
        start=asked.start,
        deadline=asked.deadline,
        today=ground.today,
        mature_until=ground.through,
        calendar=ground.calendar,
        events=ground.spells,
    )
    return None if chance is None else Outlook(chance, rough=known_periods(ground) < 84)
