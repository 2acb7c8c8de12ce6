"""Campaigns planted into real daily series, one of them to come: what knowing of them is worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Metric
from funnel.events import Event, EventKind, EventMove
from funnel.forecast import Forecast
from funnel.goals import Ground, Question, known_events
from funnel.goals.outlook import forecasts_of
from funnel.model import Measure, Series, Side
from tests.benchmarks.cases import Case
from tests.benchmarks.foreseeing import TODAY, metric_of, series_of

Floats = NDArray[np.float64]

EVERY, LASTS, AHEAD = 75, 7, 28  # days
LEAST_HISTORY = 300
BOOST, SPREAD = 1.8, 0.15
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Replayed:
    """`miss` is the mean distance of log expected from log actual; `inside` the share of outcomes
    in the 80 % band; `pinball` the mean quantile loss of its two ends, in shares of the outcome."""

    miss: float
    inside: float
    pinball: float


def say_campaigns(cases: Sequence[Case], say: Callable[[str], None]) -> None:
    known, unknown = [], []
    for seed, case in enumerate(cases):
        if case.period_days == 1 and len(case.history) >= LEAST_HISTORY:
            values, begins = _planted(case, seed)
            series = series_of(values[: case.origin], 1)
            final = float(values[case.origin : case.origin + AHEAD].sum())
            known.append((_asked(series, begins, case.origin, told=True), final))
            unknown.append((_asked(series, begins, case.origin, told=False), final))
    say(
        f"\nCampaigns of {LASTS} days planted into {len(known)} daily histories, one in the "
        f"{AHEAD} days to come: log miss, inside the 80 % band, quantile loss"
    )
    for name, found in (("noted as events", known), ("not noted", unknown)):
        one = _scored(found)
        say(f"  {name:16} {one.miss:.3f}, {one.inside:.1%}, {one.pinball:.4f}")


def _planted(case: Case, seed: int) -> tuple[Floats, list[int]]:
    """Every so many days up to the horizon; each with an effect of its own."""
    chance = np.random.default_rng(seed)
    last = case.origin + int(chance.integers(0, AHEAD - LASTS))
    begins = list(range(last, LASTS, -EVERY))[::-1]
    values = case.values[: case.origin + AHEAD].copy()
    for begin in begins:
        values[begin : begin + LASTS] *= BOOST * np.exp(chance.normal(0.0, SPREAD))
    return values, begins


def _asked(series: Series, begins: Sequence[int], origin: int, *, told: bool) -> Forecast:
    metric: Metric = metric_of(series)
    moves = (EventMove(metric.key, Side.UP),)
    first = [TODAY + (begin - origin) * _DAY for begin in begins]
    events = [
        Event(at, EventKind.CAMPAIGN, "Sale", day, day + (LASTS - 1) * _DAY, moves)
        for at, day in enumerate(first, start=1)
    ]
    through = TODAY - _DAY
    known = known_events(events, metric, series, through=through) if told else ()
    ground = Ground(metric, series, TODAY, through, known=known)
    deadline = TODAY + (AHEAD - 1) * _DAY
    asked = Question(0.0, Side.UP, TODAY, deadline, Measure.CUMULATIVE)
    found = next((one for _, one in forecasts_of(asked, ground, (deadline,))), None)
    if found is None:
        raise ValueError("a history of at least two values is needed")
    return found


def _scored(found: Sequence[tuple[Forecast, float]]) -> Replayed:
    told = [(one, final) for one, final in found if final > 0 and one.expected > 0]
    return Replayed(
        float(np.mean([abs(np.log(one.expected / final)) for one, final in told])),
        float(np.mean([one.low <= final <= one.high for one, final in told])),
        float(np.mean([_loss(one, final) for one, final in told])),
    )


def _loss(one: Forecast, final: float) -> float:
    ends = ((0.1, one.low), (0.9, one.high))
    return sum(max(q * (final - end), (q - 1) * (final - end)) for q, end in ends) / 2 / final
