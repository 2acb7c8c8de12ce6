"""Totals that are under way: part of the period has passed, the target is the same."""

from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

import numpy as np

from funnel.model import Side
from tests.benchmarks.cases import Case
from tests.benchmarks.foreseeing import forecast, series_of

SHARES = (0.25, 0.5, 0.75, 0.9)
_HORIZONS = (28, 9)  # days, weeks


def say_underway(cases: Sequence[Case], scoring: ModuleType, say: Callable[[str], None]) -> None:
    """Beside the pace that goal tools show: on track or not, as 0.98 or 0.02."""
    say("\nTotals under way (28 days; 9 weeks), Brier and ECE of ours, Brier of the even pace")
    for share in SHARES:
        rows = np.array([row for case in cases for row in _rows(case, share)])
        found = scoring.probability_scores(rows[:, 0], rows[:, 2])
        pace = scoring.probability_scores(rows[:, 1], rows[:, 2])
        say(
            f"  {share:.0%} passed: {found['brier']:.3f}, {found['ece']:.3f}; "
            f"pace {pace['brier']:.3f} ({len(rows):,} questions)"
        )


def _rows(case: Case, share: float) -> Iterator[tuple[float, float, float]]:
    asked = [
        (one, reached)
        for one, reached in zip(case.asked, case.reached, strict=True)
        if one["kind"] == "sum" and one["horizon"] in _HORIZONS
    ]
    if not asked:
        return
    horizon = int(asked[0][0]["horizon"])
    begun = round(share * horizon)
    known = case.values[: case.origin + begun]
    found = forecast(series_of(known, case.period_days), "sum", horizon - begun, begun=begun)
    pace = float(known[len(known) - begun :].sum()) / begun * horizon
    for one, reached in asked:
        side, target = Side(one["direction"]), float(one["target"])
        ahead = pace >= target if side is Side.UP else pace <= target
        yield found.chance(target, side), 0.98 if ahead else 0.02, reached
