"""Goals to stay above or below a bound, week after week."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from funnel.forecast import chance_of_staying
from funnel.model import Side
from tests.benchmarks.cases import Case
from tests.benchmarks.foreseeing import TODAY, metric_of, series_of

Floats = NDArray[np.float64]
WEEKS = (2, 4, 9)
_BOUNDS = (0.1, 0.25, 0.5)  # quantiles of the last half year of weeks, seen from the bad side
_HALF_A_YEAR = 26
_A_YEAR = 52


def say_staying(cases: Sequence[Case], scoring: ModuleType, say: Callable[[str], None]) -> None:
    """Beside the share of the last year's stretches of that length that stayed."""
    say("\nStay above or below for all of the next weeks: Brier and ECE of ours; of the past share")
    for weeks in WEEKS:
        rows = np.array([row for case in cases for row in _rows(case, weeks)])
        ours = scoring.probability_scores(rows[:, 0], rows[:, 2])
        past = scoring.probability_scores(rows[:, 1], rows[:, 2])
        say(
            f"  {weeks} weeks: {ours['brier']:.3f}, {ours['ece']:.3f}; {past['brier']:.3f}, "
            f"{past['ece']:.3f} (base rate {rows[:, 2].mean():.2f}, {len(rows):,} questions)"
        )


def _rows(case: Case, weeks: int) -> Iterator[tuple[float, float, float]]:
    whole = case.origin // case.week
    coming = case.values[case.origin : case.origin + weeks * case.week]
    if len(coming) < weeks * case.week:
        return
    past = case.history[case.origin - whole * case.week :].reshape(whole, case.week).sum(axis=1)
    ahead = coming.reshape(weeks, case.week).sum(axis=1)
    series = series_of(case.history, case.period_days)
    for side in Side:
        for share in _BOUNDS:
            bound = _quantile(past[-_HALF_A_YEAR:], share, side)
            chance = chance_of_staying(
                series,
                metric_of(series),
                bound=bound,
                side=side,
                start=TODAY,
                deadline=TODAY + timedelta(days=7 * weeks - 1),
                today=TODAY,
                tolerance=1.0,
            )
            if chance is not None:
                yield (
                    chance,
                    _past_share(past, bound, side, weeks),
                    float(_right(ahead, bound, side).all()),
                )


def _quantile(past: Floats, share: float, side: Side) -> float:
    return float(np.quantile(past, share if side is Side.UP else 1.0 - share))


def _right(values: Floats, bound: float, side: Side) -> NDArray[np.bool_]:
    return values >= bound if side is Side.UP else values <= bound


def _past_share(past: Floats, bound: float, side: Side, weeks: int) -> float:
    right = np.lib.stride_tricks.sliding_window_view(_right(past[-_A_YEAR:], bound, side), weeks)
    kept = right.all(axis=1)
    return float((np.count_nonzero(kept) + 1.0) / (len(kept) + 2.0))
