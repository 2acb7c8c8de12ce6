"""Shares of a whole: pies of few slices, and how far two of them lie apart."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.distribution import distance_between, shares_at, slices, spread_of
from funnel.model import Grain, Segment, Series

Sizes = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.floats(0, 1e6), min_size=1, max_size=20
)
START = np.datetime64("2026-09-01")


def share(sizes: dict[str, float]) -> dict[str, float]:
    return shares_at({name: {START: size} for name, size in sizes.items()}, START)  # type: ignore[dict-item]


@given(Sizes, Sizes, Sizes)
def test_the_distance_is_a_distance(
    one: dict[str, float], two: dict[str, float], three: dict[str, float]
) -> None:
    a, b, c = share(one), share(two), share(three)
    if not (a and b and c):
        return
    assert distance_between(a, a) == 0
    assert distance_between(a, b) == distance_between(b, a)
    assert -1e-9 <= distance_between(a, b) <= 1 + 1e-9
    assert distance_between(a, c) <= distance_between(a, b) + distance_between(b, c) + 1e-9


@given(Sizes)
def test_a_pie_has_six_slices_at_most_and_loses_nothing(sizes: dict[str, float]) -> None:
    shares = share(sizes)
    pie = slices(shares)
    assert len(pie) <= 6
    assert math.isclose(sum(pie.values()), sum(shares.values()), abs_tol=1e-6)
    named = [name for name in pie if name != "other"]
    hidden = [shares[name] for name in shares if name not in named]
    assert all(shares[name] >= max(hidden, default=0) for name in named)


def test_the_newest_period_stands_against_the_one_before() -> None:
    def held(name: str, counts: list[float]) -> Series:
        starts = np.array(["2026-09-01", "2026-10-01"], dtype="datetime64[D]")
        numbers = np.array(counts)
        segment = Segment("channel", name)
        return Series("m", starts, numbers, numbers, numbers * 2, segment, Grain.MONTH)

    spread = spread_of([held("email", [60, 50]), held("sms", [40, 50])])
    assert spread is not None
    assert dict(spread.shares) == {"email": 0.5, "sms": 0.5}
    assert spread.distance == pytest.approx(0.1)
    assert spread_of([]) is None
