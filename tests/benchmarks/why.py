"""`why`: a year of days by 4 dimensions of 50 segments, agreement with Shapley, planted causes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from math import factorial
from time import thread_time

import numpy as np

from funnel.catalogue import load
from funnel.explain import Amounts, Cut, Windows, chain_of, explain, same_days_before, two_windows
from funnel.explain.answer import Explanation
from funnel.model import Floats
from playground.shop.cells import ABANDONMENT, CARTS, CELLS, MEMBERS, ORDER_VALUES, SEGMENTS, SHARES
from tests.benchmarks.timing import milliseconds

MOST_MS = 150.0
LEAST_FOUND = 0.95
JOURNEYS, ROUNDS = 240, 7
FIRST = date(2026, 9, 7)
SESSIONS_A_DAY = 39_600
KEYS = ("sessions", "cart_starts", "orders", "sales_revenue")
CATALOGUE = load()
CHAIN = chain_of(CATALOGUE.metric("sales_revenue"), CATALOGUE.metrics, has=lambda _: True)


@dataclass(frozen=True, slots=True)
class Planted:
    """What was changed in a journey: a level by a factor, everywhere or in a segment."""

    level: int
    by: float
    segment: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Found:
    """Shares of the journeys. `named` counts those planted in a segment whose dimension and segment
    come first; `apart` is how far LMDI and Shapley are from each other, as a share of the gap, at
    the median and at the worst; `same` how often their largest part is the same."""

    journeys: int
    largest: float
    in_segments: int
    named: float
    apart: float
    farthest: float
    same: float


def measure_year() -> float:
    """Milliseconds for the second half of a year against the first, best of a few rounds; of its
    own thread, since numpy's helpers burn processor time while they wait."""
    chance = np.random.default_rng(1)
    days = tuple(FIRST + timedelta(days=step) for step in range(364))
    cuts, whole = [], np.zeros((364, 4))
    for place in range(4):
        sessions = chance.poisson(800, (50, 364)).astype(float)
        carts = chance.binomial(sessions.astype(int), 0.07).astype(float)
        orders = chance.binomial(carts.astype(int), 0.3).astype(float)
        parts = np.stack([sessions, carts, orders, orders * 58.0], axis=-1)
        whole = parts.sum(axis=0) if place == 0 else whole
        cuts.append(Cut(f"d{place}", tuple(f"s{one}" for one in range(50)), days, parts))
    windows = two_windows(days[182], days[-1], other_first=days[0], other_last=days[181])
    amounts = Amounts(days, whole)
    deed = partial(explain, CHAIN, amounts, windows, cuts)
    return min(milliseconds(deed, thread_time) for _ in range(ROUNDS))


def measure_planted(journeys: int = JOURNEYS) -> Found:
    """One week against the four before it, of a journey drawn by seed with one cause in it."""
    hits: Counter[str] = Counter()
    apart = []
    for seed in range(journeys):
        planted, found = one_journey(seed)
        split = found.split
        hits["largest"] += found.lead == KEYS[planted.level]
        rival = shapley(found)
        parts = np.array([one.amount for one in split.effects])
        apart.append(float(np.abs(parts - rival).max() / abs(split.gap)))
        hits["same"] += int(np.abs(parts).argmax() == np.abs(rival).argmax())
        if planted.segment is not None:
            hits["in segments"] += 1
            best = found.best(KEYS[planted.level])
            first = best.leading[:1] if best is not None else ()
            hits["named"] += best is not None and (best.dimension, *first) == planted.segment
    inside = hits["in segments"]
    return Found(
        journeys,
        hits["largest"] / journeys,
        inside,
        hits["named"] / inside,
        float(np.median(apart)),
        max(apart),
        hits["same"] / journeys,
    )


def one_journey(seed: int) -> tuple[Planted, Explanation]:
    chance = np.random.default_rng(seed)
    planted = _plan(chance)
    days = tuple(FIRST + timedelta(days=step) for step in range(35))
    cells = _draw(chance, planted)
    amounts = Amounts(days, cells.sum(axis=0))
    windows: Windows = same_days_before(days[28], days[34])
    return planted, explain(CHAIN, amounts, windows, _cuts(cells, days))


def shapley(found: Explanation) -> Floats:
    """Each part's mean contribution over all orders in which the parts may change (Shapley 1953),
    by going through every subset: nothing of our own arithmetic is in it."""
    before = [one.before or 0.0 for one in found.split.effects]
    now = [one.now or 0.0 for one in found.split.effects]
    many = len(now)
    worth = {
        chosen: float(np.prod([now[i] if i in chosen else before[i] for i in range(many)]))
        for size in range(many + 1)
        for chosen in combinations(range(many), size)
    }
    parts = np.zeros(many)
    for chosen, value in worth.items():
        for i in set(range(many)) - set(chosen):
            weight = factorial(len(chosen)) * factorial(many - len(chosen) - 1) / factorial(many)
            parts[i] += weight * (worth[tuple(sorted((*chosen, i)))] - value)
    return parts


def _plan(chance: np.random.Generator) -> Planted:
    """A fall or rise of 12 to 30 % everywhere, or of 30 to 60 % in a segment of a fifth or more."""
    level, sign = int(chance.integers(4)), chance.choice([-1.0, 1.0], p=[0.75, 0.25])
    if chance.random() < 0.5:
        return Planted(level, 1.0 + sign * chance.uniform(0.12, 0.30), None)
    large = [one for one in SEGMENTS if float(SHARES @ MEMBERS[one]) >= 0.2]
    segment = large[int(chance.integers(len(large)))]
    return Planted(level, 1.0 + sign * chance.uniform(0.30, 0.60), segment)


def _draw(chance: np.random.Generator, planted: Planted) -> Floats:
    """cells × 35 days × levels, with the weekdays, moods and wobbles of the demo shop."""
    factor = np.ones((4, 35, len(CELLS)))
    where = np.ones(len(CELLS)) if planted.segment is None else MEMBERS[planted.segment]
    factor[planted.level, 28:] += (planted.by - 1.0) * where
    weekday = np.tile([1.06, 1.03, 1.01, 0.99, 0.92, 0.93, 1.06], 5)[:, None]
    mood = np.zeros(35)
    for day in range(1, 35):
        mood[day] = 0.5 * mood[day - 1] + chance.normal(0, 0.022)
    spread = chance.gamma(70.0, 1 / 70.0, (35, len(CELLS)))
    level = SESSIONS_A_DAY * SHARES * weekday * np.exp(mood)[:, None] * spread
    sessions = chance.poisson(level * factor[0])
    wobble = np.exp(chance.normal(0, 0.012, (2, 35, 1)))
    carts = chance.binomial(sessions, np.minimum(CARTS * wobble[0] * factor[1], 1.0))
    kept = np.minimum((1.0 - ABANDONMENT) * wobble[1] * factor[2], 1.0)
    orders = chance.binomial(carts, kept)
    noise = chance.normal(0, 1, orders.shape) * 0.7 / np.sqrt(np.maximum(orders, 1))
    revenue = np.round(orders * ORDER_VALUES * factor[3] * (1.0 + noise), 2)
    return np.stack([sessions, carts, orders, revenue], axis=-1).swapaxes(0, 1).astype(float)


def _cuts(cells: Floats, days: tuple[date, ...]) -> list[Cut]:
    dimensions = dict.fromkeys(dimension for dimension, _ in SEGMENTS)
    return [
        Cut(
            dimension,
            tuple(value for name, value in SEGMENTS if name == dimension),
            days,
            np.stack(
                [
                    np.tensordot(MEMBERS[one], cells, axes=(0, 0))
                    for one in SEGMENTS
                    if one[0] == dimension
                ]
            ),
        )
        for dimension in dimensions
    ]
