"""How good the chances of goals are, on others' real data, beside cheap rivals: what `make bench`
prints. `python -m tests.benchmarks.forecasts` prints this part alone."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from funnel.forecast.calibration import SHIPPED, Calibration
from tests.benchmarks.campaigns import say_campaigns
from tests.benchmarks.cases import Case, cases_of
from tests.benchmarks.detection import harness_of
from tests.benchmarks.foreseeing import Foreseeing, forecast, series_of
from tests.benchmarks.rivals import (
    RIVALS,
    Rival,
    chances_of,
    log_odds,
    logistic,
    recalibrated,
)
from tests.benchmarks.staying import say_staying
from tests.benchmarks.underway import say_underway
from tests.conftest import SHARED

Floats = NDArray[np.float64]
SETS = ("dev", "dev2")
BARS = {"dev": (0.125, 0.390, 0.015), "dev2": (0.142, None, 0.020)}
MOST_MILLISECONDS = 1.0
ENOUGH = 20  # histories of a source from which it is held to a bar
FOLDS = 5
_CELL, _POOLED = (0.74, 0.88), (0.77, 0.85)
_HALF, _EIGHTH = 2, 8  # every so many histories, where all would take minutes
_CANDIDATES = {
    "shipped": SHIPPED,
    "season weight 1": replace(SHIPPED, season_weight=1.0),
    "season weight 10": replace(SHIPPED, season_weight=10.0),
    "prior scale 8": replace(SHIPPED, prior_scale=8.0),
    "disagreement 0": replace(SHIPPED, disagreement=0.0),
    "own share 1": replace(SHIPPED, own_share=1.0),
    "sharpness 0.1": replace(SHIPPED, sharpness=0.1),
    "sharpness 0.4": replace(SHIPPED, sharpness=0.4),
}


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """All questions of a set as columns; `days` is the horizon."""

    source: NDArray[np.str_]
    history: NDArray[np.intp]
    group: NDArray[np.intp]
    days: NDArray[np.intp]
    reached: Floats


def main(root: Path) -> None:
    """`root` is the folder that holds `data/`."""
    scoring = harness_of(root / "data/eval").scoring
    sets = {name: cases_of(root / "data" / name) for name in SETS}
    slopes: dict[str, tuple[float, float]] = {}
    for name, cases in sets.items():
        _say_ours(name, cases, scoring)
        _say_bands(cases[::_HALF])
        _say_rivals(cases[::_HALF], scoring, slopes)
    _say_left_out(sets, scoring)
    every = [case for cases in sets.values() for case in cases]
    say_underway(every, scoring, say)
    say_staying(every[::_EIGHTH], scoring, say)
    say_campaigns(every[::_HALF], say)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _say_ours(name: str, cases: Sequence[Case], scoring: ModuleType) -> None:
    asked = _asked(cases)
    began = process_time()
    chances = _ours(cases, SHIPPED)
    each = 1000.0 * (process_time() - began) / len(chances)
    brier, loss, ece = _scores(scoring, chances, asked.reached)
    bars = " / ".join("-" if bar is None else f"{bar:g}" for bar in BARS[name])
    say(f"\nForecasts, {name}: {len(chances):,} questions on {len(cases)} histories")
    say(f"  Brier {brier:.4f}, log loss {loss:.4f}, ECE {ece:.4f}  (bars {bars})")
    say(f"  {each:.2f} ms of processor time a question (bar {MOST_MILLISECONDS:g})")
    say(_by("days", asked.days, chances, asked.reached))
    say(_by("source", asked.source, chances, asked.reached))
    for row in scoring.reliability(chances, asked.reached).itertuples():
        say(f"    said {row.mean_p:.3f}, came true {row.freq:.3f} ({row.n})")


def _say_rivals(
    cases: Sequence[Case], scoring: ModuleType, slopes: dict[str, tuple[float, float]]
) -> None:
    """Each as it is and with its log odds fitted on the first set (in sample there)."""
    asked = _asked(cases)
    say("  Every second history. Brier, log loss, ECE; with odds fitted on dev; Brier by days")
    ours = _ours(cases, SHIPPED)
    mine = _words(_scores(scoring, ours, asked.reached))
    say(f"    {'ours':24} {mine}   {'':24} {_by('', asked.days, ours, asked.reached)}")
    answers: list[Floats] = []
    for name, rival in RIVALS.items():
        chances = _of_rival(rival, cases)
        slope, shift = slopes.setdefault(name, recalibrated(chances, asked.reached))
        fitted = logistic(slope * log_odds(chances) + shift)
        answers += [chances, fitted]
        plain, tuned = (_words(_scores(scoring, one, asked.reached)) for one in (chances, fitted))
        say(f"    {name:24} {plain}   {tuned} {_by('', asked.days, fitted, asked.reached)}")
    _say_horizons(asked, ours, answers)
    _say_sources(cases, asked, ours, answers)


def _say_horizons(asked: Asked, ours: Floats, answers: Sequence[Floats]) -> None:
    for days in np.unique(asked.days):
        here = asked.days == days
        mine, *others = (
            float(((one - asked.reached) ** 2)[here].mean()) for one in (ours, *answers)
        )
        verdict = "holds" if mine < min(others) else "MISSED"
        say(f"    {days} days: ours {mine:.3f}, best rival {min(others):.3f}  {verdict}")


def _say_sources(
    cases: Sequence[Case], asked: Asked, ours: Floats, answers: Sequence[Floats]
) -> None:
    best = np.minimum.reduce([_source_scores(asked, one) for one in answers])
    names, counts = np.unique([case.source for case in cases], return_counts=True)
    rows = zip(names, counts, _source_scores(asked, ours), best, strict=True)
    for source, count, mine, other in rows:
        if count * _HALF >= ENOUGH:
            verdict = "holds" if mine < other else "MISSED"
            say(f"    {source}: ours {mine:.3f}, best rival {other:.3f}  {verdict}")


def _say_bands(cases: Sequence[Case]) -> None:
    """Share of outcomes inside the 80 % band (74-88 % a cell wanted, 77-85 % pooled)."""
    cells: dict[tuple[str, int], list[bool]] = {}
    for case in cases:
        series = series_of(case.history, case.period_days)
        finals = {
            (str(one["kind"]), int(one["horizon"])): final
            for one, final in zip(case.asked, case.finals, strict=True)
        }
        for (kind, horizon), final in finals.items():
            found = forecast(series, kind, horizon)
            days = _nominal(horizon * case.period_days)
            cells.setdefault((kind, days), []).append(found.low <= final <= found.high)
    pooled = np.concatenate([np.array(cell) for cell in cells.values()]).mean()
    shares = [float(np.mean(cell)) for cell in cells.values()]
    held = _CELL[0] <= min(shares) and max(shares) <= _CELL[1]
    held = held and _POOLED[0] <= pooled <= _POOLED[1]
    each = ", ".join(
        f"{kind} {days} {np.mean(cells[kind, days]):.1%}" for kind, days in sorted(cells)
    )
    say(f"  80 % bands hold {pooled:.1%}: {each}  {'holds' if held else 'MISSED'}")


def _say_left_out(sets: dict[str, list[Case]], scoring: ModuleType) -> None:
    """The setting that is best elsewhere, scored where it was not chosen."""
    cases = [case for name in SETS for case in sets[name][::_EIGHTH]]
    asked = _asked(cases)
    table = {name: _ours(cases, one) for name, one in _CANDIDATES.items()}
    say(
        f"\nSettings chosen elsewhere, every {_EIGHTH}th history of both sets: Brier, log loss, ECE"
    )
    say(f"  shipped                {_words(_scores(scoring, table['shipped'], asked.reached))}")
    for words, groups in (
        ("source left out", asked.source),
        ("group of series left out", asked.group),
    ):
        chances, chosen = _chosen_elsewhere(table, groups, asked.reached)
        say(f"  {words:24} {_words(_scores(scoring, chances, asked.reached))}  chosen: {chosen}")


def _chosen_elsewhere(
    table: dict[str, Floats], groups: NDArray[np.str_] | NDArray[np.intp], reached: Floats
) -> tuple[Floats, str]:
    chances, chosen = np.empty(len(reached)), []
    for group in np.unique(groups):
        out = groups == group
        losses = {name: _by_group(table[name], groups, reached, ~out) for name in table}
        best = min(losses, key=losses.__getitem__)
        chances[out] = table[best][out]
        chosen.append(best)
    names, counts = np.unique(chosen, return_counts=True)
    return chances, ", ".join(f"{name} {count}x" for name, count in zip(names, counts, strict=True))


def _by_group(
    chances: Floats,
    groups: NDArray[np.str_] | NDArray[np.intp],
    reached: Floats,
    kept: NDArray[np.bool_],
) -> float:
    """Mean Brier score of the groups, each counted once."""
    squares = (chances - reached) ** 2
    means = [squares[kept & (groups == one)].mean() for one in np.unique(groups[kept])]
    return float(np.mean(means))


def _ours(cases: Iterable[Case], calibration: Calibration) -> Floats:
    adapter = Foreseeing(calibration)
    parts = [adapter.attainment_batch(one.history, one.asked, one.period_days) for one in cases]
    return np.concatenate([np.array(part) for part in parts])


def _of_rival(rival: Rival, cases: Iterable[Case]) -> Floats:
    parts = [chances_of(rival, case.history, case.asked, case.week) for case in cases]
    return np.concatenate(parts)


def _asked(cases: Sequence[Case]) -> Asked:
    names = sorted({case.name for case in cases})
    groups = {name: place % FOLDS for place, name in enumerate(names)}
    sizes = [len(case.asked) for case in cases]

    def column(part: Callable[[Case], object]) -> NDArray[np.generic]:
        return np.repeat(np.array([part(case) for case in cases]), sizes)

    return Asked(
        source=column(lambda case: case.source).astype(np.str_),
        history=np.repeat(np.arange(len(cases)), sizes),
        group=column(lambda case: groups[case.name]).astype(np.intp),
        days=np.array(
            [_nominal(one["horizon"] * case.period_days) for case in cases for one in case.asked]
        ),
        reached=np.concatenate([case.reached for case in cases]),
    )


def _nominal(days: int) -> int:
    """Nine weeks stand beside sixty days."""
    return 60 if days == 63 else days


def _scores(scoring: ModuleType, chances: Floats, reached: Floats) -> tuple[float, float, float]:
    found = scoring.probability_scores(chances, reached)
    return found["brier"], found["log_loss"], found["ece"]


def _source_scores(asked: Asked, chances: Floats) -> Floats:
    squares = (chances - asked.reached) ** 2
    return np.array([squares[asked.source == one].mean() for one in np.unique(asked.source)])


def _by(words: str, keys: NDArray[np.generic], chances: Floats, reached: Floats) -> str:
    squares = (chances - reached) ** 2
    each = ", ".join(f"{key} {squares[keys == key].mean():.3f}" for key in np.unique(keys))
    return f"  Brier by {words}: {each}" if words else each


def _words(scores: tuple[float, float, float]) -> str:
    return " / ".join(f"{one:.4f}" for one in scores)


if __name__ == "__main__":
    main(SHARED)
