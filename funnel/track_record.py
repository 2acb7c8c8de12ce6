"""How often stated chances came true: reliability, Brier score, skill, and when one can tell."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

LEAST_GOALS = 20
"""Closed goals from which a track record says more than luck; fewer are only counted."""

LEAST_OF_EACH = 4
"""Goals reached, and goals missed, that there must be at least."""

_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_NORMAL_90 = 1.645


@dataclass(frozen=True, slots=True)
class Stated:
    """One chance as it was stated, with what came of it. `kind` is the goal's ("total"), `state`
    the one that stood beside the chance ("at_risk")."""

    goal: int
    kind: str
    chance: float
    came_true: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class BreakAnswers:
    """How many warnings were `told`, and what people said of them: useful, noise, or explained by
    an event; the rest got no answer."""

    told: int = 0
    useful: int = 0
    noise: int = 0
    event: int = 0


@dataclass(frozen=True, slots=True)
class Replayed:
    """How the shipped method did on others' series: `questions` asked of `histories`, each only of
    its past. The Brier score is that of docs/benchmarks.md, on the sources it was not made with."""

    method: str
    questions: int
    histories: int
    brier: float


REPLAYED = Replayed("centres-2", 7_812, 186, 0.134)
"""Stands in while a workspace's own record is too short; measured anew with each method."""


class Verdict(StrEnum):
    """Against always saying the share of goals that were reached."""

    TOO_LITTLE = "too_little"
    BETTER = "better"
    NO_DIFFERENCE = "no_difference"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Row:
    """Statements from `first` to below `last` (1 included). `said` is their mean, `came_true` the
    share; that share of as many goals would lie in `low` to `high` (90 %) in the long run."""

    first: float
    last: float
    statements: int
    goals: int
    said: float
    came_true: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """`brier` is the mean squared distance of chance and outcome: 0 is perfect, 0.25 a coin.
    `skill` is 1 − brier / the base rate's own (None when all goals ended alike). `more_goals` are
    still needed before the verdict can be more than "too little"; at least one, or 0."""

    statements: int
    goals: int
    base_rate: float
    brier: float
    skill: float | None
    rows: tuple[Row, ...]
    verdict: Verdict
    more_goals: int


def track_record(stated: Sequence[Stated]) -> TrackRecord | None:
    """All statements together; None without one.

    Statements on one goal share its luck, so goals are what is counted: the verdict asks whether
    the mean gain of a goal over the base rate is more than 1.645 of its standard errors from zero.
    """
    if not stated:
        return None
    outcomes = {one.goal: one.came_true for one in stated}
    reached = sum(outcomes.values())
    base = sum(one.came_true for one in stated) / len(stated)
    brier = _mean(_squared(one.chance, one.came_true) for one in stated)
    of_base = base * (1.0 - base)
    more = _still_needed(reached, len(outcomes) - reached)
    return TrackRecord(
        statements=len(stated),
        goals=len(outcomes),
        base_rate=base,
        brier=brier,
        skill=1.0 - brier / of_base if of_base > 0 else None,
        rows=_reliability(stated),
        verdict=Verdict.TOO_LITTLE if more else _verdict(stated, base),
        more_goals=more,
    )


def by_kind(stated: Sequence[Stated]) -> dict[str, TrackRecord]:
    """One record for each kind of goal, in the order in which the kinds first appear."""
    kinds = dict.fromkeys(one.kind for one in stated)
    records = {kind: track_record([one for one in stated if one.kind == kind]) for kind in kinds}
    return {kind: record for kind, record in records.items() if record}


def by_state(stated: Sequence[Stated]) -> dict[str, tuple[int, int]]:
    """For each state how many of the goals that were ever in it when a chance was stated were
    reached, and how many they are."""
    goals: dict[str, dict[int, bool]] = {}
    for one in stated:
        goals.setdefault(one.state, {})[one.goal] = one.came_true
    return {state: (sum(found.values()), len(found)) for state, found in goals.items()}


def _still_needed(reached: int, missed: int) -> int:
    rarer = LEAST_OF_EACH - min(reached, missed)
    return max(LEAST_GOALS - reached - missed, rarer, 0)


def _verdict(stated: Sequence[Stated], base: float) -> Verdict:
    gains: dict[int, list[float]] = {}
    for one in stated:
        gain = _squared(base, one.came_true) - _squared(one.chance, one.came_true)
        gains.setdefault(one.goal, []).append(gain)
    each = [_mean(of_goal) for of_goal in gains.values()]
    mean = _mean(each)
    spread = math.sqrt(sum((one - mean) ** 2 for one in each) / (len(each) - 1) / len(each))
    if abs(mean) <= _NORMAL_90 * spread:
        return Verdict.NO_DIFFERENCE
    return Verdict.BETTER if mean > 0 else Verdict.WORSE


def _reliability(stated: Sequence[Stated]) -> tuple[Row, ...]:
    """Fifths of the chances that were stated at all."""
    rows = []
    for first, last in pairwise(_EDGES):
        inside = [
            one
            for one in stated
            if first <= one.chance < last or (last == _EDGES[-1] and one.chance == last)
        ]
        if inside:
            rows.append(_row(first, last, inside))
    return tuple(rows)


def _row(first: float, last: float, inside: Sequence[Stated]) -> Row:
    goals = len({one.goal for one in inside})
    share = _mean(float(one.came_true) for one in inside)
    low, high = _wilson(share, goals)
    said = _mean(one.chance for one in inside)
    return Row(first, last, len(inside), goals, said, share, low, high)


def _wilson(share: float, count: int) -> tuple[float, float]:
    """The score interval of a share of `count` (Wilson 1927)."""
    square = _NORMAL_90**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    reach = math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    reach *= _NORMAL_90 / (1 + square / count)
    return min(max(middle - reach, 0.0), share), max(min(middle + reach, 1.0), share)


def _squared(chance: float, came_true: bool) -> float:
    return (chance - float(came_true)) ** 2


def _mean(values: Iterable[float]) -> float:
    every = list(values)
    return math.fsum(every) / len(every)
